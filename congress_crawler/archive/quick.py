"""Is this plainly a whole record?

The short way through a file of records as we write them: a window of the file, a member cut out at the next one's first
bytes, inflated at once. It takes a record only when its member, lengths and digests are right to the byte; whatever is
odd in any way it leaves to `members`, which reads slowly and says why.
"""

import functools
import hashlib
import importlib.util
import os
from typing import Any

import msgspec

from congress_crawler.archive.record import STARTS, Record, head_length

END = b"\r\n\r\n"
NEEDED = ("WARC-Type", "WARC-Record-ID", "WARC-Date", "WARC-Block-Digest")
IN_BLOCK = {"response", "resource", "conversion"}  #: kinds whose payload is in their own block
HTTP = {"response", "revisit", "request"}
#: Field names in any case → as the standard writes them.
SPELLING = {
    name.lower(): name
    for name in (
        *("WARC-Type", "WARC-Record-ID", "WARC-Date", "WARC-Target-URI", "WARC-IP-Address", "WARC-Concurrent-To"),
        *("WARC-Block-Digest", "WARC-Payload-Digest", "WARC-Truncated", "WARC-Profile", "WARC-Refers-To"),
        *("WARC-Refers-To-Target-URI", "WARC-Refers-To-Date", "WARC-Filename", "Content-Type", "Content-Length"),
    )
}
FIELDS_LIMIT = 65_536  #: bytes of the named fields of one record

_FIRST, _WINDOW = (
    1 << 16,
    1 << 20,
)  # compressed bytes at a time: few at first, since one record may be all that is asked
_INFLATED = 1 << 20  # a record that is longer is read the slow way, in pieces
_MAGIC = b"\x1f\x8b\x08\x00"  # of a member without a name or comment: ours, and nearly everybody's
_SHORTEST = 18  # bytes of a member's head and tail
_USUAL = frozenset(SPELLING.values())
_SIZED = frozenset((*NEEDED, "Content-Length"))


@functools.cache
def inflater() -> Any:
    """The library that inflates: ISA-L where it is installed (the extra `fast`), which takes half the time of zlib.

    It only ever says yes sooner: what it does not take, zlib is asked about.
    """
    return importlib.import_module("isal.isal_zlib" if importlib.util.find_spec("isal") else "zlib")


class Window:
    """The bytes of a file around the place that is being read: each is read once when the places come in order."""

    def __init__(self, fd: int, end: int) -> None:
        """In: an open file, and the byte up to which it is read."""
        self._fd, self._end = fd, end
        self._data, self._base, self._size = b"", 0, _FIRST

    def member(self, offset: int) -> bytes:
        """What is likely the member that begins at a byte, up to where the next seems to begin; b"" when not known."""
        at = offset - self._base
        following = self._following(at) if 0 <= at < len(self._data) else -1
        if following < 0:
            self._data = os.pread(self._fd, min(self._size, self._end - offset), offset)
            self._base, at, self._size = offset, 0, min(2 * self._size, _WINDOW)
            following = self._following(0)
        return self._data[at:following] if following >= 0 else b""

    def _following(self, at: int) -> int:
        """Where in the window the next member seems to begin; its end when the file ends with it; -1 when not known."""
        found = self._data.find(_MAGIC, at + _SHORTEST)
        last = self._base + len(self._data) >= self._end
        return len(self._data) if found < 0 and last else found


def quick(window: Window, offset: int, hold: int) -> Record | None:
    """The record whose member begins at `offset`, its payload held up to `hold` bytes; None when that is not plain."""
    packed, library = window.member(offset), inflater()
    inflate = library.decompressobj(31)
    try:
        raw = inflate.decompress(packed, _INFLATED)
    except library.error:
        return None
    cut = raw.find(END, 0, FIELDS_LIMIT)
    if not inflate.eof or cut < 0:
        return None
    headers = _headers(raw[:cut])
    if headers is None:
        return None
    size, start = headers.pop("Content-Length"), cut + len(END)
    block = raw[start : -len(END)]
    if not (size.isascii() and size.isdigit() and int(size) == len(block) and raw.endswith(END)):
        return None
    found = _record(headers, block, hold, offset, len(packed) - len(inflate.unused_data))
    return found if found is None or packed[:10] in STARTS else msgspec.structs.replace(found, odd=True)


def _headers(raw: bytes) -> dict[str, str] | None:
    """The named fields; None unless they are as we write them, each once."""
    if b"  " in raw or b" \r" in raw or b"\t" in raw or raw.endswith(b" "):
        return None
    try:
        version, *rows = raw.decode("utf-8").split("\r\n")
        headers = dict([row.split(": ", 1) for row in rows])
    except ValueError:  # a line without a value; bytes that are not UTF-8
        return None
    if version != "WARC/1.1" or len(headers) != len(rows) or not headers.keys() >= _SIZED:
        return None
    return headers if headers.keys() <= _USUAL or not _misspelt(headers) else None


def _misspelt(headers: dict[str, str]) -> bool:
    return any(name.lower() in SPELLING for name in headers.keys() - _USUAL)


def _record(headers: dict[str, str], block: bytes, hold: int, offset: int, length: int) -> Record | None:
    """The record, when its digests are those of its bytes."""
    kind = headers["WARC-Type"]
    split = head_length(block) if kind in HTTP else 0
    payload = block[split:]
    of_block = f"sha256:{hashlib.sha256(block).hexdigest()}"
    if headers["WARC-Block-Digest"] != of_block:
        return None
    if kind in IN_BLOCK:
        of_payload = f"sha256:{hashlib.sha256(payload).hexdigest()}" if split else of_block
        if headers.get("WARC-Payload-Digest") != of_payload:
            return None
    held = payload if len(payload) <= hold else None
    return Record(headers=headers, head=block[:split], payload=held, offset=offset, length=length)
