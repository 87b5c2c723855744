"""What do practice articles say?

Every text is a function of a seed: sentences are put together from `phrases` by a small repeatable generator.
"""

from collections.abc import Sequence
from functools import cache

from congress_crawler.practice import phrases

Pattern = tuple[tuple[str, tuple[str, ...]], ...]

MASK = (1 << 64) - 1
NUMERALS = "一二三四五六七八九"
NUMBERS = tuple(str(number) for number in range(3, 98))
#: Patterns of sentences; a name in braces is a list of `phrases`, {N} a number.
SENTENCES = (
    "{WHEN}，{WHO}{HOW}，{DID}{TOWNS}的{N}{THINGS}，{AIM}。",
    "{WHO}{HOW}，{DID}{N}{THINGS}，{AIM}，{AIM}。",
    "{SAW}，{GOOD}，{GOOD}，但{BAD}。",
    "{SAW}，{TOWNS}{GOOD}；与此同时，{BAD}，{BAD}。",
    "{ADVICE}，{DEPTS}要{REMEDY}，{REMEDY}，{GOAL}。",
    "{ADVICE}，{DEPTS}{REMEDY}，{DEPTS}{REMEDY}，{GOAL}。",
    "{UNTIL}，{N}{COUNTS}，{TOWNS}{PRAISE}。",
    "{UNTIL}，全域共有{N}{COUNTS}，{N}{COUNTS}，{PRAISE}。",
    "“{BAD}，能不能{REMEDY}？”{TOWNS}的代表{SURNAMES}{GIVEN}问得直接，{DEPTS}当场记下，{GOAL}。",
    "在{TOWNS}，{PRAISE}；在{TOWNS}，{PRAISE}。{SURNAMES}{GIVEN}说，{GOAL}，靠的是{REMEDY}。",
)


class Dice:
    """Repeatable choices: the same seed gives the same sequence on every machine and Python version."""

    __slots__ = ("_state",)

    def __init__(self, seed: int) -> None:
        mixed = (seed * 0x9E3779B97F4A7C15 + 0xD1B54A32D192ED03) & MASK  # spread neighbours apart (SplitMix64)
        mixed = ((mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9) & MASK
        self._state = mixed ^ (mixed >> 27)

    def below(self, limit: int) -> int:
        """A number from 0 up to, not including, `limit` (at most 2**31)."""
        self._state = (self._state * 6364136223846793005 + 1442695040888963407) & MASK  # Knuth's MMIX generator
        return (self._state >> 33) % limit

    def pick(self, options: Sequence[str]) -> str:
        """One of the options."""
        return options[self.below(len(options))]

    def fill(self, pattern: Pattern) -> str:
        """A sentence of a pattern. The same as `pick` for each gap; in one loop, because it is the cost of a page."""
        words: list[str] = []
        state = self._state
        for fixed, options in pattern:
            state = (state * 6364136223846793005 + 1442695040888963407) & MASK
            words += (fixed, options[(state >> 33) % len(options)])
        self._state = state
        return "".join(words)


def headline(seed: int) -> tuple[str, str | None]:
    """The title and, on two articles of seven, the subtitle.

    >>> headline(5) == headline(5), headline(5) == headline(6)
    (True, False)
    """
    dice = Dice(seed)
    topic = dice.pick(listed("TOPICS"))
    title = _named(dice.pick(listed("TITLES")), county(seed), topic)
    title = title.replace("&", dice.pick(listed("TOWNS"))).replace("　", " ")
    if seed % 7 not in {2, 5}:
        return title, None
    return title, _named(dice.pick(listed("SUBTITLES")), county(seed), topic)


def paragraphs(seed: int, *, revision: int = 0, rare: bool = False) -> tuple[str, ...]:
    """The five to nine paragraphs of an article, on one of three with headings (一、…) between them.

    In: `revision` changes the second paragraph and adds a last one; `rare` brings in a name and a sign that
    only GB 18030 can write. Out: the blocks in reading order, without indents.
    """
    dice = Dice(seed)
    topic = dice.pick(listed("TOPICS"))
    blocks = [_paragraph(dice) for _ in range(5 + seed % 5)]
    if rare:
        name = Dice(seed + 1).pick(listed("RARE"))
        blocks[0] += f"人大代表{name}告诉大家，新建的活动场地有{3 + seed % 9}60㎡，老人孩子都用得上。"
    if revision:
        fresh = Dice(seed + revision * 7919)
        blocks[1] = _paragraph(fresh)
        blocks.append(f"更新：{_paragraph(fresh)}")
    if seed % 3 == 0:
        blocks = _sectioned(blocks, dice)
    return tuple(_named("\n".join(blocks), county(seed), topic).split("\n"))


def county(seed: int) -> str:
    """The made-up county, city or district that an article is about. In: the seed of the article."""
    return Dice(seed * 3 + 1).pick(listed("COUNTIES"))


def person(dice: Dice) -> str:
    """A made-up name of two or three characters, surname first. In: the dice to throw."""
    return dice.pick(listed("SURNAMES")) + dice.pick(listed("GIVEN"))


@cache
def listed(name: str) -> tuple[str, ...]:
    """The items of one list of `phrases`.

    >>> listed("RARE")[0]
    '陈㛃'
    """
    # split() would cut at the full-width blank too, which is part of a title.
    return tuple(getattr(phrases, name).replace("\n", " ").split(" "))


def _named(text: str, place: str, topic: str) -> str:
    return text.replace("@", place).replace("#", topic)


def _paragraph(dice: Dice) -> str:
    return "".join([dice.fill(_pattern(dice.below(len(SENTENCES)))) for _ in range(5 + dice.below(3))])


@cache
def _pattern(number: int) -> Pattern:
    """A sentence as pairs of fixed words and what may follow them; its end is a choice of one."""
    pieces = SENTENCES[number].replace("}", "{").split("{")  # fixed words and names take turns
    names = [NUMBERS if name == "N" else listed(name) for name in pieces[1::2]]
    return *zip(pieces[:-1:2], names, strict=True), (pieces[-1], ("",))


def _sectioned(blocks: list[str], dice: Dice) -> list[str]:
    """The blocks after the first with a heading before every second one."""
    start = dice.below(len(listed("HEADINGS")))
    out = blocks[:1]
    for index, block in enumerate(blocks[1:]):
        if index % 2 == 0:
            name = listed("HEADINGS")[(start + index // 2) % len(listed("HEADINGS"))]
            out.append(f"{NUMERALS[index // 2]}、{name}")
        out.append(block)
    return out
