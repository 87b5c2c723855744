"""Who signed a practice article, and in which form is that shown?"""

from collections.abc import Callable
from datetime import date

import msgspec

from congress_crawler.practice.words import Dice, county, listed, person

TWO = 2  # characters of a short name
GAP = "   "  # what a byline puts between its parts; layouts may make something else of it


class Byline(msgspec.Struct, frozen=True, kw_only=True):
    """A byline as shown (`line`), and what a reader must find in it."""

    line: str
    published: str  #: YYYY-MM-DD or YYYY-MM-DDTHH:MM+08:00
    organisations: tuple[str, ...] = ()  #: authors and contributors
    persons: tuple[str, ...] = ()
    source: str | None = None
    editors: tuple[str, ...] = ()


class Signature(msgspec.Struct, frozen=True):
    """The names and the day a byline is made of."""

    office: str
    town: str
    first: str
    second: str
    day: date
    hour: int
    minute: int

    @property
    def iso(self) -> str:
        """2019-06-03"""
        return self.day.isoformat()

    @property
    def chinese(self) -> str:
        """2019年6月3日"""
        return f"{self.day.year}年{self.day.month}月{self.day.day}日"

    @property
    def unpadded(self) -> str:
        """2019-6-3 9:05"""
        return f"{self.day.year}-{self.day.month}-{self.day.day} {self.hour}:{self.minute:02d}"

    @property
    def moment(self) -> str:
        """What `unpadded` means: Beijing time to the minute."""
        return f"{self.iso}T{self.hour:02d}:{self.minute:02d}+08:00"


def byline(seed: int, day: date, *, rare: bool = False) -> Byline:
    """The byline of an article.

    In: the article's seed and day; `rare` makes the first person one whose name only GB 18030 can write.
    """
    dice = Dice(seed + 101)
    place = county(seed)
    first = Dice(seed + 1).pick(listed("RARE")) if rare else person(dice)
    while (second := person(dice)) == first:
        pass
    signature = Signature(
        office=place + dice.pick(OFFICES),
        town=place + dice.pick(listed("TOWNS")),
        first=first,
        second=second,
        day=day,
        hour=8 + dice.below(10),
        minute=dice.below(60),
    )
    return FORMS[dice.below(len(FORMS))](signature)


def _office_and_two(s: Signature) -> Byline:
    line = f"作者:{s.office} {s.first} {s.second}{GAP}时间:{s.iso}"
    return Byline(line=line, published=s.iso, organisations=(s.office,), persons=(s.first, s.second))


def _office_only(s: Signature) -> Byline:
    return Byline(line=f"作者:{s.office}{GAP}时间:{s.iso}", published=s.iso, organisations=(s.office,))


def _one_person(s: Signature) -> Byline:
    return Byline(line=f"作者:{s.second}{GAP}时间:{s.chinese}", published=s.iso, persons=(s.second,))


def _full_width(s: Signature) -> Byline:
    """Full-width colons and blanks; a name of two characters is set apart by a blank, as typists do."""
    shown = " ".join(s.first) if len(s.first) == TWO else s.first
    line = f"作者：{s.office}　{shown}{GAP}时间：{s.unpadded}"
    return Byline(line=line, published=s.moment, organisations=(s.office,), persons=(s.first,))


def _source_first(s: Signature) -> Byline:
    """The office stands under 来源 and a person under 作者: the office is the source, and no author."""
    line = f"来源:{s.office}{GAP}作者:{s.first}{GAP}时间:{s.iso}"
    return Byline(line=line, published=s.iso, source=s.office, persons=(s.first,))


def _contributed(s: Signature) -> Byline:
    return Byline(line=f"供稿:{s.office}{GAP}时间:{s.chinese}", published=s.iso, organisations=(s.office,))


def _town(s: Signature) -> Byline:
    name = f"{s.town}人大"
    line = f"作者:{name} {s.second}{GAP}时间:{s.iso}"
    return Byline(line=line, published=s.iso, organisations=(name,), persons=(s.second,))


def _edited(s: Signature) -> Byline:
    line = f"作者:{s.office} {s.first}{GAP}责任编辑:{s.second}{GAP}时间:{s.unpadded}"
    return Byline(line=line, published=s.moment, organisations=(s.office,), persons=(s.first,), editors=(s.second,))


def _dated(s: Signature) -> Byline:
    return Byline(line=f"来源：{s.office}{GAP}日期：{s.iso}", published=s.iso, source=s.office)


OFFICES = (
    "人大常委会办公室",
    "人大常委会",
    "人大常委会代表工作委员会",
    "人大常委会研究室",
    "人大常委会财政经济工作委员会",
)
#: The first form is the commonest on the sites this stands for.
FORMS: tuple[Callable[[Signature], Byline], ...] = (
    _office_and_two,
    _office_and_two,
    _office_only,
    _one_person,
    _full_width,
    _source_first,
    _contributed,
    _town,
    _edited,
    _dated,
)
