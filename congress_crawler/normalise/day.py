"""Which day does this string name, or why none?"""

import re
from datetime import date
from functools import cache, lru_cache
from typing import Literal

from congress_crawler.normalise import irregular, labels, moment, numerals, relative
from congress_crawler.normalise.moment import WIDE, Moment

#: Why a string gives no day.
Reason = Literal[
    "empty",  # nothing in it
    "no-date",  # words, an issue number, a telephone
    "month-only",  # 2016年6月: a month is no day
    "no-year",  # 06-03 without a neighbour that completes it
    "no-capture",  # 昨天, 2小时前, and the capture's day (for hours: its time) is not known or does not settle it
    "impossible-date",  # 2016-02-30
    "out-of-bounds",  # before 1949 or later than a day after the capture
    "lunar",  # 丙申年四月二十八: the lunar calendar follows from no rule that fits here, only from tables
    "ambiguous",  # 06/03/2016, 2016-5-312:30: two readings
    "range",  # 2016年6月3日至5日: a meeting, no publication
    "other-label",  # 会议时间：2016年6月3日: the day of something else
]
OTHER = ("期", "时间")  # a label that ends so and is none of a publication: 有效期, 截止时间, 会议时间
AROUND = " \t\r\n[]()（）【】〔〕<>|,，;；"


def read_date(
    raw: str, *, captured: date | None = None, near: date | None = None, epochs: bool = False
) -> tuple[str | None, Reason | None]:
    """Read one string as a date of publication.

    In: the string, with its label or without; the capture (a day in China, or a point in time, which then also bounds
    hours and minutes before it); a day near the wanted one, which completes a date without year; `epochs` for strings
    of scripts and meta tags, where ten or thirteen figures are a time. Out: `YYYY-MM-DD` or
    `YYYY-MM-DDTHH:MM[:SS]+08:00`, as precise as the string, and None; or None and the reason. A month is no day, so
    2016年6月 is none. Nothing is guessed, and no text raises.

    >>> read_date("发布时间：2016年6月3日 下午3:05"), read_date("２０１６－０６－０３")
    (('2016-06-03T15:05+08:00', None), ('2016-06-03', None))
    >>> read_date("2016-06-02T20:12:33Z"), read_date("[06-03]", near=date(2016, 5, 30))
    (('2016-06-03T04:12:33+08:00', None), ('2016-06-03', None))
    >>> read_date("2016年6月")[1], read_date("2016-02-30")[1], read_date("06-03")[1], read_date("2016年第3期")[1]
    ('month-only', 'impossible-date', 'no-year', 'no-date')
    """
    found, reason = read(raw, captured=captured, near=near, epochs=epochs)
    return (found.iso, None) if found is not None else (None, reason)


def read(
    raw: str, *, captured: date | None = None, near: date | None = None, epochs: bool = False
) -> tuple[Moment | None, Reason | None]:
    """As `read_date`, with the day, its time and the stretch it was read from. In: as there. Out: one of the two."""
    if (full := moment.first(raw, captured=captured)) is not None:
        reason = _other(raw, full)
        return (None, reason) if reason else (full, None)
    start, bare = _bare(raw)
    found = irregular.alone(bare, captured=captured)
    if found is None and near is not None:
        found = irregular.completed(bare, near, captured=captured)
    if found is None and captured is not None:
        found = relative.back(bare, captured)
    if found is None and epochs:
        found = moment.epoch(bare, captured=captured)
    if found is None:
        return None, _why(raw, bare, near)
    return Moment(found.day, found.time, raw[start : start + len(bare)], start), None


def _bare(raw: str) -> tuple[int, str]:
    """What is left without a label of dates in front and brackets around it, in plain figures; and where it stands."""
    wide, start = raw.translate(WIDE), 0
    if (match := _label().match(wide)) is not None and labels.kind_of("".join(match[1].split())) in {"date", "issued"}:
        start = match.end()
    start += len(wide[start:]) - len(wide[start:].lstrip(AROUND))
    return start, wide[start:].rstrip(AROUND)


def _other(raw: str, found: Moment) -> Reason | None:
    """Why a full date is none of a publication: it begins a range, or stands behind the label of something else."""
    after, before = raw[found.start + len(found.raw) :], raw[: found.start]
    if after and _range().match(after):
        return "range"
    return "other-label" if before and _is_other(before) else None


@lru_cache(256)  # the label of a site is the same on all its pages
def _is_other(before: str) -> bool:
    match = _label().fullmatch(before.translate(WIDE))
    label = "".join(match[1].split()) if match is not None else ""
    return label.endswith(OTHER) and labels.kind_of(label) == "noise"


def _why(raw: str, bare: str, near: date | None) -> Reason:
    if not bare:
        return "empty"
    if _lunar().search(raw):
        return "lunar"
    if (figures := irregular.month_and_day(bare)) is not None:
        possible = _exists(2000, *figures)  # a leap year: every day that there is
        return ("no-year" if near is None or figures == (2, 29) else "out-of-bounds") if possible else "impossible-date"
    if relative.is_relative(bare):
        return "no-capture"
    if _two_ways().search(bare):
        return "ambiguous"
    for match in _loose().finditer(bare):
        year, month, day = (part for part in match.groups() if part)
        exists = _exists(numerals.year(year), numerals.number(month), numerals.number(day))
        return "out-of-bounds" if exists else "impossible-date"
    return "month-only" if _month().search(bare) else "no-date"


def _exists(year: int, month: int, day: int) -> bool:
    try:
        return bool(date(year, month, day))
    except ValueError:
        return False


@cache
def _label() -> re.Pattern[str]:
    return re.compile(r"[\s\[【(（]{0,8}((?:[\u4e00-\u9fff]\s{0,4}){2,10}):\s{0,8}")


@cache
def _range() -> re.Pattern[str]:
    return re.compile(r"\s{0,4}[至到~～—–-]{1,2}\s{0,4}\d{1,4}\s{0,4}[年月日.-]")


@cache
def _lunar() -> re.Pattern[str]:
    """A year by stem and branch, or a word that only the lunar calendar has."""
    return re.compile(
        r"[甲乙丙丁戊己庚辛壬癸][子丑寅卯辰巳午未申酉戌亥]年|[农農阴陰][历曆]|[正腊臘冬]月|月初[一二三四五六七八九十]"
    )


@cache
def _two_ways() -> re.Pattern[str]:
    """06/03/2016; a day and an hour glued so that either may own the figure in the middle; 51-06-03."""
    return re.compile(r"^(?:0?[1-9]|1[0-2])/(?:0?[1-9]|1[0-2])/(?:19|20)\d\d|^(?:19|20)\d\d-\d\d?-\d{3}:\d\d")


@cache
def _loose() -> re.Pattern[str]:
    """Whatever is built like a date, with any figures."""
    return re.compile(
        rf"(?<![\d.])([12]\d{{3}}|[{numerals.ZEROS}一二三四五六七八九]{{4}})\s{{0,8}}[-./年]\s{{0,8}}"
        r"(\d{1,2}|[一二三四五六七八九十]{1,3})\s{0,8}[-./月]\s{0,8}(\d{1,2}|[一二三四五六七八九十廿卅]{1,4})(?![\d.])"
        r"|^((?:19|20)\d\d)(\d\d)(\d\d)$"
    )


@cache
def _month() -> re.Pattern[str]:
    figures = r"(?:19|20)\d\d\s{0,8}[-./年]\s{0,8}(?:1[0-2]|0?[1-9])(?![\d期号號:])(?:\s{0,8}月)?"
    spelt = rf"[{numerals.ZEROS}一二三四五六七八九]{{4}}年[一二三四五六七八九十]{{1,3}}月"
    return re.compile(rf"(?<![\d.-])(?:{figures}|{spelt})")
