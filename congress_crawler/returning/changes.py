"""What changed in this text?"""

from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher

MOST = 40  # lines of a diff: what is longer is a new article, and both texts are in the archive anyway
LONGEST = 400  # characters of a line


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
    for what, a, b, c, d in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if what != "equal":
            yield from (f"- {_short(line)}" for line in before[a:b])
            yield from (f"+ {_short(line)}" for line in after[c:d])


def _short(line: str) -> str:
    return line if len(line) <= LONGEST else line[:LONGEST] + "…"
