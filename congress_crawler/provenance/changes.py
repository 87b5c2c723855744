"""What changed from one version to the next, whole and readable?"""

from collections.abc import Sequence
from difflib import SequenceMatcher

from congress_crawler.returning.changes import MOST_PAIRS, pairs_of, steps

ALIKE = 0.5  # of two paragraphs, from which their difference is told inside of them
CONTEXT = 12  # characters around a change that are shown
WORK = 200_000  # such pairs in all comparisons of one text


def diff(before: Sequence[str], after: Sequence[str]) -> list[str]:
    """Every paragraph that went (`- `) and came (`+ `), in reading order, none cut. In: the paragraphs of both.

    >>> diff(["甲", "乙"], ["甲", "丙"])
    ['- 乙', '+ 丙']
    """
    lines: list[str] = []
    for went, came in steps(before, after):
        lines += [*(f"- {line}" for line in went), *(f"+ {line}" for line in came)]
    return lines


def marked(before: Sequence[str], after: Sequence[str]) -> list[str]:
    """The same for people: where a paragraph became one much like it, only what changed in it, with its surroundings.

    In: the paragraphs of both. Out: `~ …` with [-what went-] and {+what came+}; `- …` and `+ …` for the rest.

    >>> marked(["会议在一楼召开,代表参加。"], ["会议在二楼召开,代表参加。"])
    ['~ 会议在[-一-]{+二+}楼召开,代表参加。']
    """
    lines: list[str] = []
    left = WORK
    for went, came in steps(before, after):
        for old, new in zip(went, came, strict=False):
            pairs = pairs_of(old, new)
            left -= pairs
            lines += _pair(old, new) if pairs <= MOST_PAIRS and left > 0 else [f"- {old}", f"+ {new}"]
        lines += [f"- {old}" for old in went[len(came) :]]
        lines += [f"+ {new}" for new in came[len(went) :]]
    return lines


def _pair(old: str, new: str) -> list[str]:
    """A paragraph that another one took the place of."""
    match = SequenceMatcher(None, old, new, autojunk=False)
    alike = match.real_quick_ratio() >= ALIKE and match.quick_ratio() >= ALIKE and match.ratio() >= ALIKE
    return ["~ " + _inside(match, old, new)] if alike else [f"- {old}", f"+ {new}"]


def _inside(match: "SequenceMatcher[str]", old: str, new: str) -> str:
    pieces = []
    codes = match.get_opcodes()
    for number, (what, a, b, c, d) in enumerate(codes):
        if what == "equal":
            pieces.append(_kept(old[a:b], first=number == 0, last=number == len(codes) - 1))
            continue
        pieces.append(f"[-{old[a:b]}-]" if b > a else "")
        pieces.append(f"{{+{new[c:d]}+}}" if d > c else "")
    return "".join(pieces)


def _kept(text: str, *, first: bool, last: bool) -> str:
    """What stayed, its middle left out when it is long."""
    head = "" if first else text[:CONTEXT]
    tail = "" if last else text[-CONTEXT:]
    if len(text) <= len(head) + len(tail) + CONTEXT:
        return text
    return f"{head}…{tail}"
