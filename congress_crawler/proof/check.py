"""Is everything as it was sealed?

Reads each sealed byte once and changes nothing. Each head is checked against the one before it: with the units that it
added, the tree of that one must have this one's root. So the heads are consistent with each other and with the files.
"""

import itertools
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from congress_crawler.archive.lock import holder
from congress_crawler.proof import leaves as cache
from congress_crawler.proof.changes import Changes, Fault
from congress_crawler.proof.heads import TORN, Head, Line, lines, ranges
from congress_crawler.proof.said import told, unsealed
from congress_crawler.proof.tree import Frontier
from congress_crawler.proof.units import HEADS, Range, Unit, cut, sizes, units

Progress = Callable[[int], None]  #: bytes read since the last call


def check(folder: Path, progress: Progress | None = None) -> Iterator[Fault]:
    """Everything in a site's folder that is not as it was sealed, and notes; nothing when all is well.

    In: the site's folder; who is told how many bytes were read. May run while a crawl writes. Memory: some for each
    head and each fault; the leaves are read from leaves.bin as they are needed. Raises OSError.
    """
    writing = holder(folder) is not None
    found = [line for line in lines(folder) if line.why != TORN or not writing]
    yield from told(found)
    made = [line.head for line in found if line.head is not None]
    if made:
        yield from _Check(folder, found, progress or (lambda _: None)).faults()
    if not writing:
        yield from unsealed(folder, made, sizes(folder))


def check_heads(folder: Path) -> Iterator[Fault]:
    """What is wrong with the heads alone: lines, signatures, and whether each is the one before it grown.

    In: the site's folder. By leaves.bin, without reading the archive; where that is missing or no help, a note says so.
    Raises OSError.
    """
    found = list(lines(folder))
    yield from told(found)
    yield from _Check(folder, found, None).faults()


class _Check:
    """One look at the units that the heads cover; without `progress` at their leaves alone."""

    def __init__(self, folder: Path, found: Sequence[Line], progress: Progress | None) -> None:
        self._folder, self._found = folder, found
        self._progress: Progress = progress or (lambda _: None)
        self._reads = progress is not None
        self._changes = Changes(folder)
        self._before: dict[str, int] = {}
        self._frontier: Frontier | None = Frontier()
        self._shift = 0  #: bytes by which the lines seen so far stand elsewhere than they were made for
        self._stale = False  #: leaves.bin is there and not what the heads say

    def faults(self) -> Iterator[Fault]:
        """Whatever is wrong with the units, or with a head because of them."""
        said: dict[str, str] = {}
        with cache.found(self._folder) as leaves:
            for line in self._found:
                if line.head is None:
                    self._frontier = None  # what it said is not known, so what the next one added is not, either
                    continue
                yield from self._head(line, line.head, leaves)
                said.update(line.head.anew)
        yield from self._changes.faults(said)
        if self._stale and not self._changes:
            what = "is not what the heads say; it is derived: delete it, and the next crawl makes it anew"
            if not self._reads:
                what = "is missing or not what the heads say: whether these are consistent only `verify` tells"
            yield Fault(kind="note", file=cache.NAME, where="the whole file", what=what)

    def _head(self, line: Line, head: Head, leaves: cache.Leaves) -> Iterator[Fault]:
        why = self._misplaced(line, head)
        if why is None and self._frontier is not None:
            why = self._units(head, self._frontier, leaves)
        if why is not None:
            yield Fault(kind="head", file=HEADS, where=f"line {line.number}", what=why, subject=head.run)
        self._step(head)

    def _step(self, head: Head) -> None:
        """Go on from a head: from what it says, unless it is out of place and others have said more."""
        for name, size in head.files.items():
            if name in head.anew or size > self._before.get(name, 0):
                self._before[name] = size
        try:
            grown = head.frontier()
        except ValueError:
            self._frontier = None
            return
        if self._frontier is None or grown.size >= self._frontier.size:
            self._frontier = grown

    def _misplaced(self, line: Line, head: Head) -> str | None:
        """Why a head does not follow the one before it: lines were taken out, put in, changed in length or moved."""
        said = head.files.get(HEADS, 0)
        before, self._shift = self._shift, said - line.offset
        if said - line.offset != before and self._shift:
            return f"stands at byte {line.offset} and was made for byte {said}: lines before it are missing or others"
        less = next((name for name in head.files if head.files[name] < self._before.get(name, 0)), None)
        if less is not None and less not in head.anew:
            return f"covers {head.files[less]} bytes of {less}, the head before it {self._before[less]}"
        if self._frontier is not None and head.size < self._frontier.size:
            return f"has {head.size} leaves, the head before it {self._frontier.size}"
        return None

    def _units(self, head: Head, frontier: Frontier, leaves: cache.Leaves) -> str | None:
        """Look at the units that a head added. Out: what is wrong with the head itself, None when nothing is."""
        parts = cache.parts(leaves, head, self._before, frontier.size)
        if parts is not None and cache.believed(leaves, head, frontier):
            for part in parts if self._reads else ():
                self._compare(head, part, leaves)
            return None
        self._stale = self._stale or len(leaves) > 0 or not self._reads
        if not self._reads:
            return None
        return self._read(head, frontier)

    def _compare(self, head: Head, part: cache.Part, leaves: cache.Leaves) -> None:
        """Each unit against its leaf, the lengths being known: no need to look into the units."""
        name, offset, at = part.range.name, part.range.start, part.first
        if (self._folder / name).exists():
            known, lengths = itertools.tee(leaves.entries(part.first, part.last))
            units_now = cut(self._folder, part.range, (length for length, _ in lengths))
            for unit, (_, leaf) in zip(units_now, known, strict=False):  # the file may end before its leaves do
                self._progress(unit.length)
                if unit.leaf() != leaf:
                    self._changes.add(unit, head.run, gone=False)
                offset, at = unit.offset + unit.length, at + 1
        if at < part.last:
            gone = Unit(name, offset, part.range.end - offset, "")
            self._changes.add(gone, head.run, gone=True, units=part.last - at)

    def _read(self, head: Head, frontier: Frontier) -> str | None:
        """The units as they are, against the root and the digests of the head. Out: as `_units`."""
        grown = Frontier(frontier.size, frontier.peaks)
        named = False
        for part in ranges(head, self._before):
            there = (self._folder / part.name).exists()
            end, digest = cache.grow(self._folder, part, grown, len) if there else (part.start, "")
            self._progress(end - part.start)
            if digest != head.digests.get(part.name) or end != part.end:
                named = True
                self._differs(head, part, end)
        if named or grown.root().hex() == head.root:
            return None
        return "its root is not that of the units it covers, though each file is as it says: the line was changed"

    def _differs(self, head: Head, part: Range, end: int) -> None:
        """Note a range that is not what it was; where in it is not known without its leaves."""
        whole = sum(1 for _ in units(self._folder, Range(part.name, part.start, end))) if end > part.start else 0
        ends = sizes(self._folder).get(part.name, 0) < part.end
        if whole or not ends:
            first = Unit(part.name, part.start, (end if ends else part.end) - part.start, "")
            self._changes.add(first, head.run, gone=False, units=max(whole, 1), exact=False)
        if ends:
            self._changes.add(Unit(part.name, end, part.end - end, ""), head.run, gone=True, exact=False)
