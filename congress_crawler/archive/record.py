"""What are the bytes of one WARC record?

WARC/1.1 (ISO 28500:2017) as text and bytes: pure, no file, no clock. Digests are `sha256:` and base16, the one
spelling of sha256 that warcio, FastWARC and jwarc all accept and check.
"""

import hashlib
import re
import uuid
import zlib
from urllib.parse import quote, unquote

import msgspec

from congress_crawler.archive.exchange import status_of

#: Deflate level. Measured on 45 captured pages of 73 kB: level 4 packs to .226 of the size at 103 MB/s; 6 to .217 at 73
#: MB/s, 9 to .215 at 44 MB/s, 2 to .239 at 138 MB/s. Past 4 each step costs a third more time for under 4 % of room.
LEVEL = 4

#: A response head longer than this is refused (the wire stops at half of it); readers rely on it.
HEAD_LIMIT = 131_072

#: How every gzip member of ours begins: deflate, no name, no time (RFC 1952, section 2.3); system Unix or not said.
STARTS = frozenset((b"\x1f\x8b\x08" + bytes(6) + b"\x03", b"\x1f\x8b\x08" + bytes(6) + b"\xff"))

IDENTICAL = "http://netpreserve.org/warc/1.1/revisit/identical-payload-digest"
NOT_MODIFIED = "http://netpreserve.org/warc/1.1/revisit/server-not-modified"

_ASIDE = "urn:congress-crawler:"
_BESIDE = re.compile(rf"{_ASIDE}(?:rendered|head):(.*)")
_BLANK = re.compile(rb"\r?\n\r?\n")


class Record(msgspec.Struct, frozen=True, kw_only=True):
    """One record. The block is `head` + `payload`."""

    headers: dict[str, str]  #: named fields in their usual spelling, without Content-Length
    head: bytes = b""  #: status or request line and headers with the blank line; b"" where the block has none
    payload: bytes | None = b""  #: the rest of the block; None when the reader was not asked to hold it
    offset: int = 0  #: of its gzip member in the file, once it has a place
    length: int = 0  #: of its gzip member, once it has a place
    odd: bool = False  #: read from a gzip member that does not begin as `member` begins one

    @property
    def type(self) -> str:
        """`WARC-Type`: response, revisit, conversion, request, metadata, warcinfo, resource."""
        return self.headers["WARC-Type"]

    @property
    def id(self) -> str:
        """`WARC-Record-ID` with its angle brackets."""
        return self.headers["WARC-Record-ID"]

    @property
    def date(self) -> str:
        """`WARC-Date`, UTC."""
        return self.headers["WARC-Date"]

    @property
    def url(self) -> str | None:
        """`WARC-Target-URI`; None for warcinfo. Of what stands aside (`aside`) the address that it belongs to."""
        return address(self.headers.get("WARC-Target-URI"))

    @property
    def payload_digest(self) -> str | None:
        """`WARC-Payload-Digest`; for a revisit that of the payload it stands for."""
        return self.headers.get("WARC-Payload-Digest")

    @property
    def rendered(self) -> bool:
        """Whether it is what a browser made of a page, or a revisit of that: HTML in UTF-8, with no head of its own."""
        same = self.type == "revisit" and self.headers.get("WARC-Profile") == IDENTICAL
        return self.type == "conversion" or (same and not self.head)

    @property
    def status(self) -> int:
        """HTTP status: from the head; 304 for a server-not-modified revisit; 0 when there is none.

        200 for what a browser made of a page, since no other answer is given to one.
        """
        if self.rendered:
            return 200
        return 304 if self.headers.get("WARC-Profile") == NOT_MODIFIED else status_of(self.head)


def new_id() -> str:
    """A random record id, `<urn:uuid:…>` (RFC 4122, version 4)."""
    return f"<urn:uuid:{uuid.uuid4()}>"


def aside(what: str, url: str) -> str:
    """The target of a record that belongs to an address, but is not what a player is to show there.

    Indexers list conversions (pywb's) and metadata records that hold HTTP (pywb's, cdxj-indexer) as captures of their
    target: under the page's own address they would take its place.

    >>> aside("rendered", "http://a/#/1")
    'urn:congress-crawler:rendered:http%3A%2F%2Fa%2F%23%2F1'
    """
    return f"{_ASIDE}{what}:{quote(url, safe='')}"


def address(target: str | None) -> str | None:
    """The address that a `WARC-Target-URI` means: undoes `aside`; any other is given back as it is."""
    found = _BESIDE.match(target) if target is not None else None
    return unquote(found.group(1)) if found else target


def digest(*parts: bytes) -> str:
    """The labelled SHA-256 of the parts joined.

    >>> digest(b"a", b"bc")
    'sha256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad'
    """
    hasher = hashlib.sha256()
    for part in parts:
        hasher.update(part)
    return "sha256:" + hasher.hexdigest()


def head_length(block: bytes) -> int:
    r"""Where the head of an HTTP message ends, its blank line included; the whole length when no blank line comes.

    >>> head_length(b"HTTP/1.1 200 OK\r\nA: b\r\n\r\nbody"), head_length(b"HTTP/1.1 200")
    (25, 12)
    """
    found = _BLANK.search(block, 0, HEAD_LIMIT)
    return found.end() if found else min(len(block), HEAD_LIMIT)


def fields(values: dict[str, str]) -> bytes:
    r"""An `application/warc-fields` block. Raises ValueError for a value with a line break.

    >>> fields({"via": "http://a/"})
    b'via: http://a/\r\n'
    """
    return b"".join(_named(name, value) for name, value in values.items())


def read_fields(block: bytes) -> dict[str, str]:
    """An `application/warc-fields` block read back; the first value of a name counts. Raises UnicodeDecodeError.

    >>> read_fields(fields({"run": "r1", "note": "a: b"}))
    {'run': 'r1', 'note': 'a: b'}
    """
    values: dict[str, str] = {}
    for row in block.decode("utf-8").split("\r\n"):
        name, colon, value = row.partition(":")
        if colon:
            values.setdefault(name, value.strip())
    return values


def member(record: Record) -> bytes:
    """The record as one gzip member that stands alone (WARC/1.1, annex D.2); the bytes are the same every time.

    Raises ValueError for a field with a line break in it, and for a record whose payload is not held.
    """
    if record.payload is None:
        raise ValueError(f"{record.id}: the payload of this record was not read, so it cannot be written")
    rows = [_named(name, value) for name, value in record.headers.items()]
    rows.append(b"Content-Length: %d\r\n" % (len(record.head) + len(record.payload)))
    packer = zlib.compressobj(LEVEL, zlib.DEFLATED, 31)  # 31: gzip framing, time stamp 0
    whole = b"".join([b"WARC/1.1\r\n", *rows, b"\r\n", record.head, record.payload, b"\r\n\r\n"])
    return packer.compress(whole) + packer.flush()


def _named(name: str, value: str) -> bytes:
    """One named field as a line. A lone surrogate, which UTF-8 cannot say, raises UnicodeEncodeError (a ValueError)."""
    row = f"{name}: {value}".encode()
    if b"\n" in row or b"\r" in row:
        raise ValueError(f"{name}: a value of a WARC field must be one line, this one is {value!r}")
    return row + b"\r\n"
