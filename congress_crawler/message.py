"""Which bytes of an answer are its head, which its body, and where does it end?

An HTTP/1.1 answer read piece by piece (RFC 9112), as leniently as browsers read: what stands in the way of the text is
passed over, and every byte is kept. Pure: bytes in.
"""

import re

from congress_crawler.archive.exchange import header_values, status_of

#: Bytes of status line and headers, interim answers included (fault 3.3). FastWARC gives up a whole file at a head over
#: 32 KiB; servers' own limits are 8 to 16 KiB.
MAX_HEAD = 31 * 1024
MAX_PIECE = 16_000  # bytes kept of a head without an end; FastWARC gives up at 16 KiB of one
_MOST_LINE = 8 * 1024  # bytes of one line between chunks, extensions included
_MOST_AROUND = 64 * 1024  # bytes kept of what came after the end
_END = re.compile(rb"\n\r?\n")  # of a head; bare line feeds are read too (RFC 9112, section 2.2)
_BREAK = re.compile(rb"\r?\n")
_SIZE = re.compile(rb"[ \t]{0,99}([0-9A-Fa-f]{1,15})[ \t]{0,99}(?:;|\r?\n)")
_NUMBER = re.compile(rb"\d{1,18}")


class Broken(Exception):
    """The answer cannot be read on. The message says why."""


class HeadTooLong(Broken):
    """No end of the head within MAX_HEAD bytes."""


class Message:
    """One answer on its way in. `head`, `payload`, `interim`, `trailer` and `excess` are bytes as they came.

    head: status line and header lines with the blank line, b"" until it is complete; payload: the entity-body without
    its transfer-coding; interim: what came before the final status line (1xx answers, blank lines); trailer: the header
    lines behind the last chunk, with their blank line; excess: what came on the connection behind the end.
    """

    def __init__(self, method: str = "GET") -> None:
        """In: the method of the request, since the answer to HEAD has no body."""
        self.head = self.interim = self.trailer = self.excess = b""
        self.payload = bytearray()
        self.whole = False
        self.reusable = False  #: whether the connection may carry another request
        self.length: int | None = None  #: of the body, as announced; None when it is not
        self._method = method
        self._rest = bytearray()  # came, and not yet read
        self._seen = 0  # of that: holds no end of the head
        self._left = 0  # bytes to come of this chunk or body
        self._step = self._read_head

    def feed(self, data: bytes) -> None:
        """Take in the next bytes. Raises Broken; then `give_up` says what to keep."""
        self._rest += data
        while self._step():
            pass

    def end(self) -> None:
        """The other side has ended the connection in order. Raises Broken when the answer may not end here."""
        if self._step in {
            self._read_open,
            self._read_trailer,
        }:  # the last chunk was there: nothing of the body is missing
            self._finish()
        if not self.whole:
            raise Broken(self._missing())

    def give_up(self) -> None:
        """The answer will not become whole: `head` and `payload` become what is to be kept of it.

        Without a complete head that is what came, cut where a reader of records will cut it: after a first blank line.
        """
        rest = bytes(self._rest)
        if self.head:
            self.excess = self.excess or rest[:_MOST_AROUND]
            return
        if not rest.strip():
            rest, self.interim = self.interim.lstrip(b"\r\n"), b""
        found = _END.search(rest, 0, MAX_PIECE)
        cut = found.end() if found else MAX_PIECE
        self.head, self.payload = rest[:cut], bytearray(rest[cut:_MOST_AROUND] if found else b"")

    # --- the parts in order; each says whether to go on ----------------------------------------------------------

    def _read_head(self) -> bool:
        if self._rest[:1].isspace():
            self.interim += self._take(len(self._rest) - len(self._rest.lstrip(b"\r\n")))
        if not b"HTTP/".startswith(self._rest[:5].upper()):
            raise Broken(f"the answer is no HTTP: it begins {bytes(self._rest[:40])!r}")
        found = _END.search(self._rest, self._seen)
        if len(self.interim) + (found.end() if found else len(self._rest)) > MAX_HEAD:
            raise HeadTooLong(f"the head of the answer is over {MAX_HEAD} bytes")
        self._seen = max(0, len(self._rest) - 2)
        if found is None:
            return False
        head, self._seen = bytes(self._rest[: found.end()]), 0
        if not (status := status_of(head)):
            raise Broken(f"the answer has no status: {head[:40]!r}")
        del self._rest[: found.end()]
        if 100 <= status < 200 and status != 101:
            self.interim += head
        else:
            self.head = head
            self._frame(status)
        return True

    def _frame(self, status: int) -> None:
        """How long the body is (RFC 9112, section 6.3)."""
        self.reusable = _persists(self.head)
        if self._method == "HEAD" or status in {101, 204, 304}:
            return self._finish()
        if b"chunked" in _listed(self.head, "Transfer-Encoding"):
            self._step = self._read_size
            return None
        said = {int(one) for one in _listed(self.head, "Content-Length") if _NUMBER.fullmatch(one)}
        if len(said) > 1:
            raise Broken(f"the answer says that its body has {' and '.join(map(str, sorted(said)))} bytes")
        if said:
            self.length = self._left = said.pop()
            self._step = self._read_sized
        else:
            self.reusable, self._step = False, self._read_open
        return None

    def _read_sized(self) -> bool:
        self._move()
        if self._left:
            return False
        if self._rest.strip() and not self._rest.startswith(b"HTTP/"):  # perhaps it counted characters: text is missing
            raise Broken(f"the body has {self.length} bytes, says the answer, but {len(self._rest)} more came with it")
        self._finish()
        return True

    def _read_open(self) -> bool:
        self.payload += self._rest
        self._rest.clear()
        return False

    def _read_size(self) -> bool:
        if (end := self._rest.find(b"\n", 0, _MOST_LINE) + 1) == 0 and len(self._rest) < _MOST_LINE:
            return False
        if (found := _SIZE.match(self._rest, 0, end)) is None:
            raise Broken(f"{bytes(self._rest[:20])!r} stands where the size of a chunk should")
        self._left = int(found[1], 16)
        del self._rest[:end]
        self._step = self._read_chunk if self._left else self._read_trailer
        return True

    def _read_chunk(self) -> bool:
        self._move()
        if self._left or bytes(self._rest[:2]) in {b"", b"\r"}:
            return False
        if (found := _BREAK.match(self._rest)) is None:
            raise Broken(f"{bytes(self._rest[:20])!r} stands where a chunk should end")
        self._take(found.end())
        self._step = self._read_size
        return True

    def _read_trailer(self) -> bool:
        found = _BREAK.match(self._rest) or _END.search(self._rest)
        if found is None and len(self._rest) < MAX_HEAD:
            return False
        if found is not None:
            trailer = self._take(found.end())
            self.trailer = trailer if trailer.strip() else b""
        self._finish()
        return True

    def _read_excess(self) -> bool:
        self.excess = (self.excess + self._rest)[:_MOST_AROUND]
        self.reusable = self.reusable and not self._rest
        self._rest.clear()
        return False

    def _finish(self) -> None:
        self.whole, self._step = True, self._read_excess

    def _move(self) -> None:
        """What has come of the chunk or body becomes payload."""
        piece = self._rest[: self._left]
        self.payload += piece
        self._left -= len(piece)
        del self._rest[: len(piece)]

    def _take(self, size: int) -> bytes:
        taken = bytes(self._rest[:size])
        del self._rest[:size]
        return taken

    def _missing(self) -> str:
        if not self.head:
            return "the connection ended in the head of the answer" if self._rest else "the connection ended unanswered"
        if self.length is not None:
            return f"the connection ended after {len(self.payload)} of {self.length} bytes"
        return f"the connection ended after {len(self.payload)} bytes, before the last chunk"


def _persists(head: bytes) -> bool:
    """Whether the connection stays open behind an answer (RFC 9112, section 9.3)."""
    said = _listed(head, "Connection")
    return b"close" not in said and (not head[:8].upper().startswith(b"HTTP/1.0") or b"keep-alive" in said)


def _listed(head: bytes, name: str) -> list[bytes]:
    """The members of a comma-separated header, in lower case."""
    return [one.strip().lower() for value in header_values(head, name) for one in value.split(b",")]
