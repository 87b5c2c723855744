"""Is this a whole record, and what is in it?

The strict reader of WARC files as we write them: one gzip member a record, lengths and digests right to the byte. It
serves repair, index, verify and reextract. Memory is bounded whatever the file says: blocks go by in pieces.
"""

import hashlib
import os
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Literal

import msgspec

from congress_crawler.archive.errors import ArchiveError
from congress_crawler.archive.quick import END, FIELDS_LIMIT, HTTP, IN_BLOCK, NEEDED, SPELLING, Window, quick
from congress_crawler.archive.record import HEAD_LIMIT, STARTS, Record, head_length

_FEED = 16_384  # compressed bytes at a time: what lies behind a member is copied by zlib, so more would cost time
_PIECE = 1 << 20  # inflated bytes at a time, at most
_MAGIC = b"\x1f\x8b\x08"
HOLD = 1 << 20  #: payloads up to this size come with the record, unless the caller says otherwise
WHOLE = 1 << 26  #: more than any response we keep (16 MiB): what `read_at` holds


#: In which way bytes are no whole record.
Fault = Literal["damaged", "whole-file-gzip", "wrong-length", "wrong-digest", "missing-digest", "missing-field"]


class Damage(msgspec.Struct, frozen=True, kw_only=True):
    """Bytes that are no whole record."""

    offset: int  #: where the member begins that is damaged
    why: str
    next: int | None  #: where the next member begins; None when the damage hides it
    record_id: str | None = None  #: when it could still be read
    kind: Fault = "damaged"
    headers: dict[str, str] = {}  #: the named fields, as far as they could still be read


class Unreadable(ArchiveError):
    """No whole record at the place where one was asked for. The message says where and why."""


def scan(path: Path, start: int = 0, end: int | None = None, *, hold: int = HOLD) -> Iterator[Record | Damage]:
    """Every record of a file from `start` (a member's first byte) to `end`, in order.

    Yields Record, or Damage for what is none; ends after a Damage whose `next` is None. Payloads longer than `hold`
    are checked but not held. Raises OSError when the file cannot be read.
    """
    fd = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    try:
        end = os.fstat(fd).st_size if end is None else end
        window = Window(fd, end)
        offset: int | None = start
        while offset is not None and offset < end:
            found = quick(window, offset, hold) or _read(fd, offset, end, hold)
            yield found
            offset = found.next if isinstance(found, Damage) else offset + found.length
    finally:
        os.close(fd)


def read_at(path: Path, offset: int, length: int | None = None) -> Record:
    """The one record at `offset`, payload held. Raises Unreadable when there is none or its length is another."""
    try:
        found = next(scan(path, offset, hold=WHOLE), None)
    except OSError as error:
        raise Unreadable(f"{path}: cannot be read: {error.strerror}") from error
    if found is None:
        raise Unreadable(f"{path}: byte {offset}: the file ends before it")
    if isinstance(found, Damage):
        raise Unreadable(f"{path}: byte {offset}: {found.why}")
    if length is not None and found.length != length:
        raise Unreadable(f"{path}: byte {offset}: the record is {found.length} bytes long, not {length}")
    return found


def next_member(path: Path, start: int, end: int) -> int | None:
    """The first place from `start` on where a whole record begins; None when none does. For going on after damage."""
    fd = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    try:
        at = start
        while at < end:
            window = os.pread(fd, min(_PIECE, end - at), at)
            if (place := window.find(_MAGIC)) < 0:
                at += max(len(window) - len(_MAGIC) + 1, 1)
            elif isinstance(_read(fd, at + place, end, 0), Record):
                return at + place
            else:
                at += place + 1
        return None
    finally:
        os.close(fd)


class _Broken(Exception):
    """Why the bytes at hand are no record."""

    def __init__(self, why: str, kind: Fault = "damaged") -> None:
        super().__init__(why)
        self.kind: Fault = kind


class _Member:
    """One gzip member, inflated piece by piece; `length` is known when the pieces have run out."""

    def __init__(self, fd: int, offset: int, end: int) -> None:
        self._fd, self._end = fd, end
        self.offset = offset
        self.length = 0
        self.whole = self.odd = False

    def pieces(self) -> Iterator[bytes]:
        """The inflated bytes, each piece at most 1 MiB. Raises _Broken when the member is not whole."""
        inflate = zlib.decompressobj(31)
        at = self.offset
        self.odd = os.pread(self._fd, 10, at) not in STARTS
        try:
            while not inflate.eof:
                raw = inflate.unconsumed_tail
                if not raw:
                    raw = os.pread(self._fd, min(_FEED, self._end - at), at)
                    at += len(raw)
                piece = inflate.decompress(raw, _PIECE)
                if not raw and not piece and not inflate.eof:
                    raise _Broken("the file ends in the middle of a record")
                yield piece
        except zlib.error as error:
            raise _Broken(
                f"is no whole gzip member ({str(error).removeprefix('Error -3 while decompressing data: ')})"
            ) from error
        self.length = at - len(inflate.unused_data) - self.offset
        self.whole = True


def _read(fd: int, offset: int, end: int, hold: int) -> Record | Damage:
    """The record at `offset`, or what is wrong with it."""
    member = _Member(fd, offset, end)
    headers: dict[str, str] = {}
    pieces = member.pieces()
    try:
        front, at = _fields(pieces, headers)
        return _checked(headers, front[at:], pieces, member, hold)
    except _Broken as broken:
        after = offset + member.length if _to_the_end(pieces, member) else None
        record_id = headers.get("WARC-Record-ID")
        return Damage(
            offset=offset, why=str(broken), next=after, record_id=record_id, kind=broken.kind, headers=headers
        )


def _to_the_end(pieces: Iterator[bytes], member: _Member) -> bool:
    """Inflate what is left of a member that holds no record; whether the member itself is whole."""
    try:
        for _ in pieces:
            pass
    except _Broken:
        return False
    return member.whole


def _fields(pieces: Iterator[bytes], headers: dict[str, str]) -> tuple[bytes, int]:
    """Fill `headers`. Out: the bytes read so far and where the block begins in them."""
    front = b""
    for piece in pieces:
        front += piece
        if (cut := front.find(END, 0, FIELDS_LIMIT)) >= 0 or len(front) >= FIELDS_LIMIT:
            break
    else:
        cut = -1
    if cut < 0 or not front.startswith((b"WARC/1.1\r\n", b"WARC/1.0\r\n")):
        raise _Broken("does not begin with the named fields of a WARC record")
    try:
        rows = front[:cut].decode("utf-8").split("\r\n")
    except UnicodeDecodeError as error:
        raise _Broken("has named fields that are not UTF-8") from error
    for row in rows[1:]:
        name, _, value = row.partition(":")
        headers.setdefault(SPELLING.get(name.lower(), name), value.strip(" \t"))
    for name in NEEDED:
        if name not in headers:
            raise _Broken(f"has no {name}", "missing-digest" if name.endswith("Digest") else "missing-field")
    return front, cut + len(END)


def _checked(headers: dict[str, str], front: bytes, pieces: Iterator[bytes], member: _Member, hold: int) -> Record:
    """Read the block to its end, check lengths and digests, and put the record together."""
    size = _size(headers)
    want = min(size, hold + HEAD_LIMIT)
    while len(front) < want and (piece := next(pieces, None)) is not None:
        front += piece
    kind = headers["WARC-Type"]
    block, rest = front[:size], front[size : size + len(END) + 5]
    split = head_length(block) if kind in HTTP else 0
    of_block = hashlib.sha256(block)
    payload = block[split:]
    of_payload = hashlib.sha256(payload) if kind in IN_BLOCK and split else of_block
    left = size - len(block)
    for piece in pieces:
        part, rest = piece[:left], (rest + piece[left:])[: len(END) + 5]
        left -= len(part)
        of_block.update(part)
        if of_payload is not of_block:
            of_payload.update(part)
    if left or rest != END:
        raise _misfit(size, left, rest)
    _compare(headers, "WARC-Block-Digest", of_block.hexdigest())
    if kind in IN_BLOCK:
        _compare(headers, "WARC-Payload-Digest", of_payload.hexdigest())
    held = payload if len(block) == size and size - split <= hold else None
    place = {"offset": member.offset, "length": member.length}
    return Record(headers=headers, head=block[:split], payload=held, odd=member.odd, **place)


def _size(headers: dict[str, str]) -> int:
    value = headers.pop("Content-Length", "")
    if not (value.isascii() and value.isdigit()):
        raise _Broken("has no Content-Length", "wrong-length")
    return int(value)


def _misfit(size: int, left: int, rest: bytes) -> _Broken:
    if rest.startswith(END + b"WARC/"):
        why = "holds more than one record in one gzip member (was the whole file compressed at once?)"
        return _Broken(why, "whole-file-gzip")
    if left:
        return _Broken(f"has {size - left} bytes in its block, Content-Length says {size}", "wrong-length")
    return _Broken(f"does not end where its Content-Length ({size}) says", "wrong-length")


def _compare(headers: dict[str, str], name: str, found: str) -> None:
    said = headers.get(name)
    if said is None:
        raise _Broken(f"has no {name}", "missing-digest")
    if said != f"sha256:{found}":
        raise _Broken(f"{name} says {said}, the bytes are sha256:{found}", "wrong-digest")
