"""How is a WARC file written down once more, in another version of the format, without losing anything?

Read twice: first every record is checked and the file's digest taken, which the copy names; then record for record is
written to a hidden file, which gets its name when it is whole and on the medium. Memory: pieces of 1 MiB.
"""

import contextlib
import hashlib
import os
import zlib
from array import array
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from itertools import pairwise
from pathlib import Path
from typing import Literal

import msgspec

from congress_crawler.archive import warc10
from congress_crawler.archive.disk import AppendFile, Disk, refused
from congress_crawler.archive.errors import ArchiveError
from congress_crawler.archive.members import Damage, next_member, scan
from congress_crawler.archive.record import LEVEL

Version = Literal["1.0", "1.1"]
Progress = Callable[[int], None]  #: bytes of the source that are done
Form = Callable[[int, int], Iterable[bytes]]  #: the bytes to write for the member from one place to another

_PIECE = 1 << 20
_END = b"\r\n\r\n"


class NotExported(ArchiveError):
    """A file that holds what is no record. Nothing of it was written. The message says where and why."""


class Exported(msgspec.Struct, frozen=True, kw_only=True):
    """What became of one file."""

    source: Path
    path: Path  #: the new file
    records: int
    size: int  #: bytes of the new file
    left: int  #: bytes at the end of the source that are no whole record yet: a crawl is writing, or was killed


def export(
    source: Path, to: Path, version: Version, by: str, *, progress: Progress | None = None, disk: Disk | None = None
) -> Exported:
    """Write one WARC file once more. The same source gives the same bytes.

    In: the file; the folder for the new one, which must be there; 1.1 copies, 1.0 rewrites under a name of its own;
    who does it, "congress-crawler/0.1.0"; what is told how many bytes of the source are done.
    Raises NotExported, NotInWarc10 (then nothing is written) and StorageError.
    """
    starts = _starts(source)
    name = source.name if version == "1.1" else f"{source.name.removesuffix('.warc.gz')}-warc{version}.warc.gz"
    with _opened(source) as fd:
        if version == "1.1":
            form: Form = partial(_raw, fd)
        else:
            form = partial(_rewritten, fd, name, _derived(fd, source.name, starts[-1], by))
        size = _write(disk or Disk(), to / name, _members(starts, form, progress), source)
        left = os.fstat(fd).st_size - starts[-1]
    return Exported(source=source, path=to / name, records=len(starts) - 1, size=size, left=left)


def _starts(source: Path) -> "array[int]":
    """Where each member begins, and where the last whole one ends. Raises NotExported for damage before that."""
    starts = array("Q", [0])
    with _read_from(source):
        for found in scan(source, hold=0):
            if not isinstance(found, Damage):
                starts.append(found.offset + found.length)
            elif found.next is not None or next_member(source, found.offset + 1, source.stat().st_size) is not None:
                why = f"{source}: byte {found.offset}: {found.why}"
                raise NotExported(f"{why}. Nothing of this file was exported; `verify` names all that is bad")
    return starts


def _derived(fd: int, name: str, end: int, by: str) -> dict[str, str]:
    """What the new file's warcinfo says of its source. `isFormatOf` is a term of Dublin Core."""
    hasher = hashlib.sha256()
    for piece in _raw(fd, 0, end):
        hasher.update(piece)
    said = f"written by {by} from the file named here: all its records, blocks and ids as they are but for this block"
    return {
        "isFormatOf": name,
        "sourceBytes": str(end),
        "sourceDigest": f"sha256:{hasher.hexdigest()}",
        "derivation": said,
    }


def _members(starts: "array[int]", form: Form, progress: Progress | None) -> Iterator[bytes]:
    for start, end in pairwise(starts):
        yield from form(start, end)
        if progress is not None:
            progress(end)


def _rewritten(fd: int, name: str, derived: dict[str, str], start: int, end: int) -> Iterator[bytes]:
    packer = zlib.compressobj(LEVEL, zlib.DEFLATED, 31)  # 31: gzip framing, time stamp 0
    for piece in _record(_inflated(fd, start, end), name, derived):
        yield packer.compress(piece)
    yield packer.flush()


def _record(pieces: Iterator[bytes], name: str, derived: dict[str, str]) -> Iterator[bytes]:
    """One record in WARC 1.0, in pieces. `scan` has found it whole before."""
    front = b""
    while _END not in front:
        front += next(pieces)
    cut = front.index(_END) + len(_END)
    front, rest = front[:cut], front[cut:]
    if warc10.kind(front) == "warcinfo":
        block = (rest + b"".join(pieces)).removesuffix(_END)
        yield from warc10.warcinfo(front, block, name, derived)
        yield _END
    else:
        yield warc10.header(front)
        yield rest
        yield from pieces


def _inflated(fd: int, start: int, end: int) -> Iterator[bytes]:
    inflate = zlib.decompressobj(31)
    for raw in _raw(fd, start, end):
        left = raw
        while left:
            yield inflate.decompress(left, _PIECE)
            left = inflate.unconsumed_tail
    yield inflate.flush()


def _raw(fd: int, start: int, end: int) -> Iterator[bytes]:
    while start < end:
        piece = os.pread(fd, min(_PIECE, end - start), start)
        if not piece:
            raise NotExported(f"the file became shorter while it was read: byte {start} is gone. Export it again")
        start += len(piece)
        yield piece


def _write(disk: Disk, path: Path, parts: Iterable[bytes], source: Path) -> int:
    """Write a file that has its name only when it is whole. Out: its size. Raises StorageError."""
    hidden = path.with_name(f".{path.name}.part")
    with _read_from(hidden):
        hidden.unlink(missing_ok=True)  # what a killed export left
    new = AppendFile.create(disk, hidden)
    try:
        with _read_from(source):
            for batch in _batches(parts):
                new.append(batch)
        new.sync()
        with _read_from(path):
            hidden.replace(path)
            disk.sync_folder(path.parent)
        return new.size
    finally:
        new.close()
        with contextlib.suppress(OSError):
            hidden.unlink(missing_ok=True)


def _batches(parts: Iterable[bytes]) -> Iterator[bytes]:
    held: list[bytes] = []
    size = 0
    for part in parts:
        held.append(part)
        size += len(part)
        if size >= _PIECE:
            yield b"".join(held)
            held, size = [], 0
    yield b"".join(held)


@contextlib.contextmanager
def _opened(path: Path) -> Iterator[int]:
    with _read_from(path):
        fd = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    try:
        yield fd
    finally:
        os.close(fd)


@contextlib.contextmanager
def _read_from(path: Path) -> Iterator[None]:
    """Say what the system refuses within as a StorageError."""
    try:
        yield
    except OSError as error:
        raise refused(path, error) from error
