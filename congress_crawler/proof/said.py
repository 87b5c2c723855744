"""What do the lines of heads.jsonl say of themselves, and what do they not cover?"""

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from congress_crawler.archive.ledger import read
from congress_crawler.items import Run
from congress_crawler.proof.changes import Fault
from congress_crawler.proof.heads import TORN, Head, Line, covered
from congress_crawler.proof.stamp import NoLibrary, NoStamp, stamped_at
from congress_crawler.proof.units import HEADS

SEALS = "cryptography"  #: a run line that names it among its software was written by a version that seals


def told(found: Sequence[Line]) -> Iterator[Fault]:
    """What is wrong with lines in themselves, and notes on signatures and time stamps. In: all lines, in order."""
    made: list[tuple[int, Head]] = []
    for line in found:
        why = line.why if line.head is None else line.head.wrong()
        if line.why == TORN:
            why = "a torn line at the end: a seal was killed; the next crawl cuts it and seals again"
            yield Fault(kind="note", file=HEADS, where=f"line {line.number}", what=why)
        elif why:
            run = line.head.run if line.head is not None else None
            yield Fault(kind="head", file=HEADS, where=f"line {line.number}", what=why, subject=run)
        if line.head is not None:
            made.append((line.number, line.head))
    yield from _keys(made)
    yield from _stamps(made)


def unsealed(folder: Path, made: Sequence[Head], there: dict[str, int]) -> Iterator[Fault]:
    """What no head covers. In: the site's folder; its heads; name → bytes of the files that are there.

    A run that ended writes a head right after its line: a line without one means that the head was taken away, or that
    the process was killed in between. A run that was killed has its line from the next run (`exit` null). Raises
    OSError.
    """
    known = covered(made)
    bare = {name: size - known.get(name, 0) for name, size in there.items() if name != HEADS}
    more = {name: size for name, size in bare.items() if size > 0}
    if (run := _ended(folder, made, known.get("runs.jsonl", 0))) is not None:
        what = "ended, but there is no tree head for it: it was taken away, or the process was killed before it"
        yield Fault(kind="unsealed", file=HEADS, where="the end", what=what, subject=run)
    elif more:
        what = f"{sum(more.values())} bytes in {len(more)} files are under no tree head yet ({', '.join([*more][:3])})"
        yield Fault(kind="note", file=HEADS, where="the end", what=what)


def _ended(folder: Path, made: Sequence[Head], start: int) -> str | None:
    """The first run that came to its end and has no head. Where no head is at all: of a version that writes them."""
    sealed = {head.run for head in made}
    for place in read(folder / "runs.jsonl", start):
        row = place.row
        if isinstance(row, Run) and row.exit is not None and row.run not in sealed and (made or SEALS in row.software):
            return row.run
    return None


def _keys(made: Iterable[tuple[int, Head]]) -> Iterator[Fault]:
    """Notes on who signed: a change of the key, heads that are not signed."""
    before: str | None = None
    bare: list[int] = []
    for number, head in made:
        if head.key is None:
            bare.append(number)
        elif before is not None and head.key != before:
            what = f"is signed with another key ({head.key}) than the heads before it ({before})"
            yield Fault(kind="note", file=HEADS, where=f"line {number}", what=what, subject=head.run)
        before = head.key or before
    if bare:
        what = f"{len(bare)} heads are not signed, the last one on line {bare[-1]}: whoever can write can make such"
        yield Fault(kind="note", file=HEADS, where=f"line {bare[0]}", what=what)


def _stamps(made: Iterable[tuple[int, Head]]) -> Iterator[Fault]:
    """Time stamps that are not over their head."""
    for number, head in made:
        if head.tsa is None:
            continue
        try:
            stamped_at(head.tsa, head.stamped())
        except NoLibrary as error:
            yield Fault(
                kind="note", file=HEADS, where=f"line {number}", what=f"time stamps were not looked at: {error}"
            )
            return
        except NoStamp as error:
            what = f"its time stamp is none: {error}"
            yield Fault(kind="head", file=HEADS, where=f"line {number}", what=what, subject=head.run)
