"""What does a record say of itself, its body left unread?

For large files: their bytes were checked once, and are not inflated again to learn how many they are.
"""

import zlib
from pathlib import Path

import msgspec

from congress_crawler.archive.quick import END, FIELDS_LIMIT, SPELLING
from congress_crawler.archive.record import HEAD_LIMIT, head_length

_FEED = 65_536  # compressed bytes at a time


class Front(msgspec.Struct, frozen=True, kw_only=True):
    """The front of a record whose block is an HTTP message."""

    headers: dict[str, str]  #: named fields in their usual spelling
    head: bytes  #: status line and header lines, with the blank line
    size: int  #: bytes of the block behind the head


def peek(path: Path, offset: int) -> Front | None:
    """The front of the record at a place. None when no record can be read there: `members` says why.

    Raises OSError when the file cannot be read. Memory: 192 KiB at the most, however long the record is.
    """
    data, inflate = b"", zlib.decompressobj(31)
    with path.open("rb") as file:
        file.seek(offset)
        while len(data) < FIELDS_LIMIT + HEAD_LIMIT and not inflate.eof:
            raw = inflate.unconsumed_tail or file.read(_FEED)
            if not raw:
                break
            try:
                data += inflate.decompress(raw, FIELDS_LIMIT + HEAD_LIMIT - len(data))
            except zlib.error:
                return None
            if (front := _front(data)) is not None:
                return front
    return _front(data, last=True)


def _front(data: bytes, *, last: bool = False) -> Front | None:
    """The front, when it is whole in the data; `last`: no more will come."""
    cut = data.find(END, 0, FIELDS_LIMIT)
    if cut < 0:
        return None
    try:
        rows = data[:cut].decode("utf-8").split("\r\n")[1:]
    except UnicodeDecodeError:
        return None
    headers: dict[str, str] = {}
    for row in rows:
        name, _, value = row.partition(":")
        headers.setdefault(SPELLING.get(name.lower(), name), value.strip(" \t"))
    length = headers.get("Content-Length", "")
    if not (length.isascii() and length.isdigit()):
        return None
    block = data[cut + len(END) :][: int(length)]
    head = block[: head_length(block)]
    if len(head) == len(block) < int(length) and not last:
        return None  # the head may go on
    return Front(headers=headers, head=head, size=int(length) - len(head))
