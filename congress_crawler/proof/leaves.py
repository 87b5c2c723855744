"""Which leaves does the tree have, without reading the archive again?

`leaves.bin`, derived: for each unit in order its length and the hash of its leaf. It can be thrown away at any time. It
is believed only as far as its leaves make the root of a head, so nobody gains by changing it.
"""

import contextlib
import hashlib
import logging
import os
import struct
import tempfile
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import BinaryIO, overload

import msgspec

from congress_crawler.proof.heads import Head, ranges, steps
from congress_crawler.proof.tree import Frontier
from congress_crawler.proof.units import Range, Unit, units

logger = logging.getLogger(__name__)

NAME = "leaves.bin"
ENTRY = struct.Struct("<Q32s")  #: length of the unit in bytes, hash of its leaf
_ENTRIES = 1024  # read at a time


class Leaves(Sequence[bytes]):
    """The leaf hashes in a file of entries, and the lengths of their units. Memory: one block of 40 kB."""

    def __init__(self, file: BinaryIO | None) -> None:
        """In: a file, open while this is used, None for no leaves; half an entry at its end does not count."""
        self._fd = file.fileno() if file is not None else -1
        self._count = os.fstat(self._fd).st_size // ENTRY.size if file is not None else 0
        self._first, self._block = 0, b""

    def __len__(self) -> int:
        return self._count

    @overload
    def __getitem__(self, place: int) -> bytes: ...
    @overload
    def __getitem__(self, place: slice) -> list[bytes]: ...
    def __getitem__(self, place: int | slice) -> bytes | list[bytes]:
        if isinstance(place, slice):
            return [self[number] for number in range(*place.indices(self._count))]
        start = self._entry(place) + 8
        return self._block[start : start + 32]

    def length(self, place: int) -> int:
        """The length of the unit of a leaf. Raises IndexError."""
        start = self._entry(place)
        return int.from_bytes(self._block[start : start + 8], "little")

    def entries(self, first: int, last: int) -> Iterator[tuple[int, bytes]]:
        """Length of the unit and leaf hash, from index `first` to before `last`; ends where the file does."""
        while first < min(last, self._count):
            start = self._entry(first)
            part = self._block[start : start + (last - first) * ENTRY.size]
            whole = part[: len(part) - len(part) % ENTRY.size]
            yield from ENTRY.iter_unpack(whole)
            first += max(len(whole) // ENTRY.size, 1)

    def _entry(self, place: int) -> int:
        """Where an entry begins in the block at hand, which is read when it is another one. Raises IndexError."""
        at = (place - self._first) * ENTRY.size
        if not 0 <= at < len(self._block):
            if not 0 <= place < self._count:
                raise IndexError(place)
            self._first, at = place - place % _ENTRIES, place % _ENTRIES * ENTRY.size
            self._block = os.pread(self._fd, _ENTRIES * ENTRY.size, self._first * ENTRY.size)
        return at


class Part(msgspec.Struct, frozen=True):
    """The leaves of one range: `first` to before `last`, by index."""

    range: Range
    first: int
    last: int


def parts(leaves: Leaves, head: Head, before: dict[str, int], first: int) -> list[Part] | None:
    """Which leaves belong to which range of a head, by the lengths of their units.

    In: the leaves; the head; what was covered before it; the index of its first leaf. None when the lengths do not
    fill the ranges: then these are not its leaves.
    """
    found, at = [], first
    for part in ranges(head, before):
        begun, left = at, part.end - part.start
        for length, _ in leaves.entries(at, head.size):
            left -= length
            at += 1
            if left <= 0:
                break
        if left:
            return None
        found.append(Part(part, begun, at))
    return found if at == head.size else None


def believed(leaves: Leaves, head: Head, frontier: Frontier) -> bool:
    """Whether the leaves that a head added are those in the file: with them the tree before has the head's root.

    In: the leaves, the head, the tree before it (which is left as it is).
    """
    if len(leaves) < head.size:
        return False
    grown = Frontier(frontier.size, frontier.peaks)
    for _, leaf in leaves.entries(frontier.size, head.size):
        grown.add(leaf)
    return grown.root().hex() == head.root


def grow(folder: Path, part: Range, frontier: Frontier, write: Callable[[bytes], object]) -> tuple[int, str]:
    """Add the units of a range to a tree, and their entries to a file.

    In: the site's folder, the range, the tree, what takes the bytes of each entry. Out: where the last whole unit ends,
    and the digest of the leaves added, as heads have it. Raises OSError.
    """
    end, digest = part.start, hashlib.sha256()
    for unit in units(folder, part):
        end = unit.offset + unit.length
        digest.update(_add(unit, frontier, write))
    return end, digest.hexdigest()


@contextlib.contextmanager
def found(folder: Path) -> Iterator[Leaves]:
    """What leaves.bin of a site says while the context lasts, as it is; no leaves without one. Raises OSError."""
    path = folder / NAME
    with contextlib.ExitStack() as stack:
        file = stack.enter_context(path.open("rb")) if path.exists() else None
        yield Leaves(file)


@contextlib.contextmanager
def opened(folder: Path, heads: Sequence[Head], *, trust: bool = True) -> Iterator[Leaves]:
    """The leaves of a sealed site while the context lasts: from leaves.bin, else read anew into a nameless file.

    In: the site's folder; its heads; whether leaves.bin may be used when it is long enough. Nothing is checked here.
    Raises OSError.
    """
    path = folder / NAME
    with contextlib.ExitStack() as stack:
        file: BinaryIO | None = None
        if trust and path.exists():
            file = stack.enter_context(path.open("rb"))
            if os.fstat(file.fileno()).st_size < heads[-1].size * ENTRY.size:
                file = None
        if file is None:
            file = stack.enter_context(tempfile.TemporaryFile())
            rebuild(folder, heads, file)
        yield Leaves(file)


def rebuild(folder: Path, heads: Sequence[Head], file: BinaryIO) -> bool:
    """Write the entries of all leaves into a file, from the units themselves.

    In: the site's folder, its heads, an empty file. Out: whether they make the root of the newest head. Raises OSError.
    """
    frontier = Frontier()
    for head, before in steps(heads):
        for part in ranges(head, before):
            if (folder / part.name).exists():
                grow(folder, part, frontier, file.write)
    file.flush()
    return not heads or frontier.root().hex() == heads[-1].root


@contextlib.contextmanager
def appending(folder: Path, heads: Sequence[Head]) -> Iterator[BinaryIO]:
    """leaves.bin open for the entries that come next; it is on the medium when the context ends.

    In: the site's folder, its heads. A file that is missing, behind or wrong at its end is made anew from the archive;
    when the archive has changed so that it cannot be, there is none and the entries go nowhere. Raises OSError.
    """
    path, size = folder / NAME, (heads[-1].size if heads else 0) * ENTRY.size
    with contextlib.ExitStack() as stack:
        if _in_step(path, heads) or _remade(path, folder, heads):
            file = stack.enter_context(path.open("r+b" if path.exists() else "w+b"))
            file.truncate(size)  # a seal that was killed may have left entries that no head covers
            file.seek(size)
        else:
            path.unlink(missing_ok=True)
            file = stack.enter_context(tempfile.TemporaryFile())
        yield file
        file.flush()
        os.fsync(file.fileno())


def _in_step(path: Path, heads: Sequence[Head]) -> bool:
    """Whether the entries of the newest head are there and make its root; true when there is no head yet."""
    if not heads:
        return True
    if not path.exists() or path.stat().st_size < heads[-1].size * ENTRY.size:
        return False
    with path.open("rb") as file:
        return believed(Leaves(file), heads[-1], heads[-2].frontier() if len(heads) > 1 else Frontier())


def _remade(path: Path, folder: Path, heads: Sequence[Head]) -> bool:
    """Make leaves.bin from the units. Out: whether they are what was sealed, so that there is a file now."""
    logger.warning("%s is missing or wrong: made anew from the archive", path)
    new = path.with_suffix(".new")
    with new.open("w+b") as file:
        same = rebuild(folder, heads, file)
    if same:
        new.replace(path)
    new.unlink(missing_ok=True)
    return same


def _add(unit: Unit, frontier: Frontier, write: Callable[[bytes], object]) -> bytes:
    leaf = unit.leaf()
    frontier.add(leaf)
    write(ENTRY.pack(unit.length, leaf))
    return leaf
