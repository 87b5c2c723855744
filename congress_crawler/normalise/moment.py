"""Which days does this string name?"""

import re
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from functools import cache

import msgspec

from congress_crawler.normalise import numerals
from congress_crawler.normalise.clock import TAIL, ZONE, clock, shifted

EARLIEST = 1949
DAY = timedelta(days=1)
LATEST = date(2099, 12, 31)  # when the day of the capture is not known: the end of what the patterns take
# Full-width figures, the dashes, colons and stops that are typed for - : and ., the blanks of print
WIDE = str.maketrans(
    "０１２３４５６７８９／－—–−‐‑．：∶﹕︰\u3000\xa0\u2002\u2003\u2009", "0123456789/------.::::     "
)
ODD = re.compile("[" + "".join(map(chr, WIDE)) + "]")
SPELT = re.compile("[一二三四五六七八九十元]")  # a look that spares most dates the second pattern


class Moment(msgspec.Struct, frozen=True):
    """A day, and the time of day when the string says it. `raw` is the stretch it was read from."""

    day: date
    time: str  #: "", "HH:MM" or "HH:MM:SS"
    raw: str
    start: int  #: offset of `raw` in the string searched

    @property
    def iso(self) -> str:
        """`YYYY-MM-DD` or `YYYY-MM-DDTHH:MM[:SS]+08:00`, no more precise than the string."""
        return f"{self.day.isoformat()}T{self.time}+08:00" if self.time else self.day.isoformat()


def moments(text: str, *, captured: date | None = None) -> list[Moment]:
    """All full dates of a string, in order. In: any text. Out: those between 1949 and the day after the capture.

    >>> [m.iso for m in moments("发布时间:2016/6/3 9:12:33 更新:二〇一六年十二月二十三日 电话:0531-86092016")]
    ['2016-06-03T09:12:33+08:00', '2016-12-23']
    """
    wide, patterns = _ways(text)
    found = [one for pattern in patterns for one in _found(pattern, wide, text, captured)]
    if len(patterns) > 1:
        found = sorted({one.start: one for one in reversed(found)}.values(), key=lambda one: one.start)
    return found or list(_lines(wide, text, captured))


def first(text: str, *, captured: date | None = None) -> Moment | None:
    """The first of `moments`, however many follow. In and out: as there; None when there is none."""
    wide, patterns = _ways(text)
    found = [one for pattern in patterns if (one := next(_found(pattern, wide, text, captured), None)) is not None]
    if found:
        return min(found, key=lambda one: one.start)
    return next(_lines(wide, text, captured), None)


def _ways(text: str) -> tuple[str, tuple[re.Pattern[str], ...]]:
    """The text with plain figures and dashes, of the same length, and the patterns that may find a date in it."""
    wide = text.translate(WIDE) if ODD.search(text) else text
    return wide, (_full(), _han()) if "年" in wide and SPELT.search(wide) else (_full(),)


def _found(pattern: re.Pattern[str], wide: str, text: str, captured: date | None) -> Iterator[Moment]:
    for match in pattern.finditer(wide):
        if (one := _moment(match, text, captured)) is not None:
            yield one


def _lines(wide: str, text: str, captured: date | None) -> Iterator[Moment]:
    """A calendar leaf, whose day and month stand on lines of their own."""
    return _found(_leaf(), wide, text, captured) if "\n" in wide else iter(())


def epoch(text: str, *, captured: date | None = None) -> Moment | None:
    """Seconds or milliseconds since 1970, for script variables and meta tags only: elsewhere ten digits may be a
    telephone. In: the string. Out: the moment in the zone of China, or None.

    >>> epoch("1464916353000").iso
    '2016-06-03T09:12:33+08:00'
    """
    digits = text.strip()
    if not re.fullmatch(r"[0-9]{10}|[0-9]{13}", digits):
        return None
    at = datetime.fromtimestamp(int(digits[:10]), tz=ZONE)
    return bounded((at.year, at.month, at.day), at.strftime("%H:%M:%S"), digits, captured)


def china(captured: date) -> date:
    """The day in China. In: a day there, or a point in time; one without a zone is taken as China's.

    >>> from datetime import UTC
    >>> china(datetime(2016, 6, 4, 20, 30, tzinfo=UTC)), china(date(2016, 6, 4))
    (datetime.date(2016, 6, 5), datetime.date(2016, 6, 4))
    """
    if not isinstance(captured, datetime):
        return captured
    return captured.astimezone(ZONE).date() if captured.tzinfo else captured.date()


def bounded(
    figures: tuple[int, int, int],
    time: str,
    raw: str,
    captured: date | None,
    *,
    start: int = 0,
    zone: str | None = None,
) -> Moment | None:
    """A Moment when the calendar has the day and it lies in the bounds.

    In: year, month, day; the time of day or ""; the string and where it stands; the day or time of the capture; the
    zone as written. Out: None for 2016-02-30, for days before 1949 and for those later than a day after the capture.
    """
    try:
        day = date(*figures)
        if time:
            day, time = shifted(day, time, zone)
    except (ValueError, OverflowError):
        return None
    latest = china(captured) + DAY if captured else LATEST
    return Moment(day, time, raw, start) if day.year >= EARLIEST and day <= latest else None


def _moment(match: re.Match[str], text: str, captured: date | None) -> Moment | None:
    year, month, day = match.group("y", "m", "d")
    start, end = match.span()
    if year.isascii() and month.isascii() and day.isascii():
        figures = (int(year), int(month), int(day))
    else:
        figures = (numerals.year(year), numerals.number(month), numerals.number(day))
    if match["H"] is None:
        return bounded(figures, "", text[start:end].strip(), captured, start=start)
    return bounded(figures, clock(match), text[start:end].strip(), captured, start=start, zone=match["zone"])


@cache
def _full() -> re.Pattern[str]:
    """Year, month and day in figures with separators. A time of day may follow without a blank, a date too (glued
    double dates), but only behind a day of two figures: 2016-5-312:30 may be the 3rd or the 31st.
    """
    return re.compile(
        r"(?<![\d.])(?P<y>(?:19|20)\d\d)\s{0,8}[-./年]\s{0,8}(?P<m>1[0-2]|0?[1-9])\s{0,8}[-./月]\s{0,8}"
        r"(?P<d>(?:3[01]|[12]\d|0[1-9])(?=\d\d:\d\d|(?:19|20)\d\d\s?[-./年]|\D|\Z)|[1-9](?!\d))"
        r"(?:\s{0,8}[日号號])?" + TAIL,
        re.ASCII,
    )


@cache
def _han() -> re.Pattern[str]:
    """二〇一六年十二月二十三日: the year digit by digit, month and day as numbers; each may be in figures."""
    return re.compile(
        rf"(?<![\d.])(?P<y>[{numerals.ZEROS}一二三四五六七八九]{{4}}|(?:19|20)\d\d)\s{{0,8}}年"
        r"\s{0,8}(?P<m>元|[一二三四五六七八九十]{1,3}|\d{1,2})\s{0,8}月"
        r"\s{0,8}(?P<d>[一二三四五六七八九十廿卅]{1,4}|\d{1,2})\s{0,8}[日号號]" + TAIL,
        re.ASCII,
    )


@cache
def _leaf() -> re.Pattern[str]:
    """A leaf of a tear-off calendar: the day alone on its line, year and month alone on the next."""
    return re.compile(
        r"^[^\S\n]{0,8}(?P<d>3[01]|[12]\d|0[1-9])日?[^\S\n]{0,8}\n[^\S\n]{0,8}"
        r"(?P<y>(?:19|20)\d\d)[-./年](?P<m>1[0-2]|0?[1-9])月?[^\S\n]{0,8}$(?P<H>(?!))?(?P<zone>(?!))?",
        re.MULTILINE | re.ASCII,
    )
