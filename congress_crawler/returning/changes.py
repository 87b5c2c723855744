"""What changed in this text?"""

from collections import Counter
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher

MOST = 40  # lines of a diff: what is longer is a new article, and both texts are in the archive anyway
LONGEST = 400  # characters of a line
MOST_PAIRS = 20_000  # pairs of equal things in one comparison, whose time grows with the square of their number

Step = tuple[Sequence[str], Sequence[str]]  #: what went and what came in one place


def diff(before: Sequence[str], after: Sequence[str]) -> list[str]:
    """The paragraphs that went and came, in reading order.

    In: the paragraphs of both texts. Out: `- …` for each that went, `+ …` for each that came; a long one is cut and
    ends in `…`, and after 40 lines a last `…` stands for the rest.

    >>> diff(["甲", "乙", "丙"], ["甲", "丁", "丙", "戊"])
    ['- 乙', '+ 丁', '+ 戊']
    """
    lines = list(_lines(before, after))
    return lines if len(lines) <= MOST else [*lines[:MOST], "…"]


def _lines(before: Sequence[str], after: Sequence[str]) -> Iterator[str]:
    for went, came in steps(before, after):
        yield from (f"- {_short(line)}" for line in went)
        yield from (f"+ {_short(line)}" for line in came)


def steps(before: Sequence[str], after: Sequence[str]) -> Iterator[Step]:
    """The places that differ. Where there is too much to compare, what differs is one place."""
    same = 0
    while same < min(len(before), len(after)) and before[same] == after[same]:
        same += 1
    tail = 0
    while tail < min(len(before), len(after)) - same and before[-1 - tail] == after[-1 - tail]:
        tail += 1
    old, new = before[same : len(before) - tail], after[same : len(after) - tail]
    if pairs_of(old, new) > MOST_PAIRS:
        yield old, new
        return
    for what, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if what != "equal":
            yield old[a:b], new[c:d]


def pairs_of(old: Sequence[str], new: Sequence[str]) -> int:
    """In how many ways something in one is the same as something in the other: what a comparison costs."""
    counts = Counter(new)
    return sum(times * counts[what] for what, times in Counter(old).items())


def _short(line: str) -> str:
    return line if len(line) <= LONGEST else line[:LONGEST] + "…"
