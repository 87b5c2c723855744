"""What went over the wire, once?

One request and what came back for it, as bytes. `wire` fills it in, the archive keeps it; nobody in between judges.
"""

import re
from typing import Literal

import msgspec

Truncated = Literal["length", "time", "disconnect"]

_STATUS = re.compile(rb"(?i:HTTP)/\d+(?:\.\d+)?[ \t]+(\d{3})(?!\d)")


def status_of(head: bytes) -> int:
    r"""The status code of a response head; 0 when there is no head or no status line in it.

    >>> status_of(b"HTTP/1.1 404 Not Found\r\n\r\n"), status_of(b"")
    (404, 0)
    """
    found = _STATUS.match(head)
    return int(found.group(1)) if found else 0


def header_lines(head: bytes) -> list[tuple[bytes, bytes]]:
    r"""Every header of a head as (name, value), in order, bytes as sent without the white space around them.

    In: status or request line, header lines, blank line. Continuation lines (RFC 9112, section 5.2) are joined by one
    space; lines without a colon say nothing.

    >>> header_lines(b'HTTP/1.1 200 OK\r\nETag : "a"\r\nnonsense\r\netag:b\r\n c\r\n\r\n')
    [(b'ETag', b'"a"'), (b'etag', b'b c')]
    """
    lines: list[tuple[bytes, bytes]] = []
    open_ = False
    for row in head.split(b"\n")[1:]:
        if row[:1] in {b" ", b"\t"}:
            if open_:
                lines[-1] = (lines[-1][0], b" ".join([lines[-1][1], row.strip()]).strip())
            continue
        name, colon, value = row.partition(b":")
        open_ = bool(colon)
        if open_:
            lines.append((name.strip(), value.strip()))
    return lines


def header_values(head: bytes, name: str) -> list[bytes]:
    r"""Every value of a header in a head, in order; see `header_lines`. In: `name` in any case. Out: [] when absent.

    >>> header_values(b'HTTP/1.1 200 OK\r\nETag: "a"\r\netag:b\r\n c\r\n\r\n', "ETag")
    [b'"a"', b'b c']
    """
    wanted = name.lower().encode("latin-1")
    return [value for found, value in header_lines(head) if found.lower() == wanted]


class Tls(msgspec.Struct, frozen=True, kw_only=True):
    """What a server has shown of itself before the first byte."""

    version: str  #: e.g. "TLSv1.3"
    cipher: str  #: OpenSSL's name of the suite
    certificate: str  #: "sha256:…" of its own (leaf) certificate in DER


class Exchange(msgspec.Struct, frozen=True, kw_only=True):
    """One request with its answer.

    `head` and `payload` are what the server sent: the head verbatim (order, case, repeats, reason), the payload
    without transfer-coding but with its content-coding.
    """

    url: str  #: as asked, absolute
    at: str  #: when the request was sent: UTC, whole seconds, "YYYY-MM-DDTHH:MM:SSZ" (becomes WARC-Date)
    request: bytes  #: request line, headers, blank line and body as sent
    head: bytes  #: status line and header lines with the blank line; of a truncated answer what came of them
    payload: bytes  #: entity-body; b"" when there is none
    ip: str | None  #: the address we were connected to
    truncated: Truncated | None = None  #: why the payload is not whole (WARC/1.1, section 5.13); None when it is
    milliseconds: int = 0  #: from the beginning of the connection, or the request on one kept, to the last byte
    connect: int | None = None  #: milliseconds for name, connection and TLS; None when the connection was there
    first_byte: int | None = None  #: milliseconds from sending the request to the first byte; None when none came
    tls: Tls | None = None  #: None for http
    interim: bytes = b""  #: what came before the final status line: 1xx answers, blank lines
    trailer: bytes = b""  #: header lines behind the last chunk
    excess: bytes = b""  #: what came behind the end of the answer, on the same connection

    @property
    def status(self) -> int:
        """The status code; 0 when no answer came."""
        return status_of(self.head)

    def header(self, name: str) -> list[bytes]:
        """Every value of a response header, in order; [] when it is absent. See `header_values`."""
        return header_values(self.head, name)
