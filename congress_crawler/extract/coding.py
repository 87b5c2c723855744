"""What bytes did the page's author write, before the server packed them?"""

import codecs
import zlib
from collections.abc import Callable, Iterable
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from congress_crawler.items import Unreadable

LIMIT = 16 * 1024 * 1024  # bytes after decoding: the limit of a response, so that no bomb gets past it
LAYERS = 2  # gzip over deflate has been seen; a third layer is an attack
GZIP_MAGIC = b"\x1f\x8b"
IDENTITY = {"", "identity", "none", "utf-8"}  # no coding at all, or a charset in the wrong header


def decoded(body: bytes, encodings: Iterable[str] | str | None) -> bytes:
    """Undo the content-codings of a body (RFC 9110, section 8.4).

    In: the body as sent; the codings in the order applied (a header value or a list). Out: the bytes behind
    them. A body labelled gzip that is plain HTML is returned as it is: the label lies, the bytes do not.
    Raises Unreadable: bad-encoding (unknown, cut or damaged), too-large (more than 16 MiB).

    >>> import gzip
    >>> decoded(gzip.compress(b"<p>1</p>"), "gzip"), decoded(b"<p>1</p>", ["gzip"])
    (b'<p>1</p>', b'<p>1</p>')
    """
    names = codings(encodings)
    if len(names) > LAYERS:
        raise Unreadable("bad-encoding", f"{len(names)} content-codings one over the other: {', '.join(names)}")
    for name in reversed(names):
        body = _undo(name, body)
    if len(body) > LIMIT:
        raise Unreadable("too-large", f"more than {LIMIT} bytes")
    return body


def codings(encodings: Iterable[str] | str | None) -> list[str]:
    """The names of the codings, lower case, identity left out.

    >>> codings("GZIP, identity")
    ['gzip']
    """
    if encodings is None:
        return []
    parts = [encodings] if isinstance(encodings, str) else encodings
    names = [name.strip().lower() for part in parts for name in part.split(",")]
    return [name for name in names if name not in IDENTITY]


def _undo(name: str, body: bytes) -> bytes:
    decoder = _DECODERS.get(name)
    if decoder is None:
        raise Unreadable("bad-encoding", f"content-coding {name!r} is not one we read (gzip, deflate, br)")
    if not body:
        return body
    try:
        return decoder(body)
    except Unreadable as fault:
        if fault.reason == "bad-encoding" and body.removeprefix(codecs.BOM_UTF8).lstrip()[:1] == b"<":
            return body  # a page, not a stream
        raise


def _gunzip(body: bytes) -> bytes:
    """All members of a gzip stream; zlib checks each CRC-32 and length (RFC 1952, section 2.3.1)."""
    parts: list[bytes] = []
    room = LIMIT
    while body.startswith(GZIP_MAGIC):
        data, body = _inflated("gzip", body, 16 + zlib.MAX_WBITS, room)
        parts.append(data)
        room -= len(data)
    if not parts or body.strip(b"\0"):  # zero padding behind the last member is harmless
        raise Unreadable("bad-encoding", "gzip: no gzip member where one should begin")
    return b"".join(parts)


def _inflate(body: bytes) -> bytes:
    """Deflate is zlib by the book (RFC 9110, section 8.4.1.2); some servers send the bare stream."""
    try:
        data, rest = _inflated("deflate", body, zlib.MAX_WBITS, LIMIT)
    except Unreadable as fault:
        if fault.reason == "too-large":
            raise
        data, rest = _inflated("deflate", body, -zlib.MAX_WBITS, LIMIT)
    if rest:
        raise Unreadable("bad-encoding", f"deflate: {len(rest)} bytes behind the end of the stream")
    return data


def _inflated(name: str, body: bytes, wbits: int, room: int) -> tuple[bytes, bytes]:
    machine = zlib.decompressobj(wbits)
    try:
        data = machine.decompress(body, room + 1)
    except zlib.error as error:
        raise Unreadable("bad-encoding", f"{name}: {error}") from error
    if len(data) > room:
        raise Unreadable("too-large", f"{name}: more than {LIMIT} bytes when decoded")
    if not machine.eof:
        raise Unreadable("bad-encoding", f"{name}: the stream ends too early")
    return data, machine.unused_data


def _unbrotli(body: bytes) -> bytes:
    if find_spec("brotli") is None:
        raise Unreadable("bad-encoding", "br: install the package brotli to read this page")
    return _brotli_parts(import_module("brotli"), body)


def _brotli_parts(brotli: Any, body: bytes) -> bytes:
    machine = brotli.Decompressor()
    try:
        data: bytes = machine.process(body, output_buffer_limit=LIMIT + 1)
        while len(data) <= LIMIT and not machine.is_finished():
            more = machine.process(b"", output_buffer_limit=LIMIT + 1 - len(data))
            if not more:
                raise Unreadable("bad-encoding", "br: the stream ends too early")
            data += more
    except brotli.error as error:
        raise Unreadable("bad-encoding", f"br: {error}") from error
    if len(data) > LIMIT:
        raise Unreadable("too-large", f"br: more than {LIMIT} bytes when decoded")
    return data


_DECODERS: dict[str, Callable[[bytes], bytes]] = {
    "gzip": _gunzip,
    "x-gzip": _gunzip,
    "deflate": _inflate,
    "br": _unbrotli,
}
