"""Which day do forms name that count only when they are the whole string?

In a line 06-03 or 2016 6 3 may be anything; alone in a date column it is a date.
"""

import re
from datetime import date
from functools import cache

from congress_crawler.normalise.clock import TAIL, clock
from congress_crawler.normalise.moment import EARLIEST, LATEST, Moment, bounded, china

HALF_YEAR = 183  # days: a date without year lies within half a year of its neighbour, or the neighbour is none
YEAR, MONTH, DAY = r"(?P<y>(?:19|20)\d\d)", r"(?P<m>1[0-2]|0?[1-9])", r"(?P<d>3[01]|[12]\d|0?[1-9])"


def alone(bare: str, *, captured: date | None = None) -> Moment | None:
    """The day of a full date in a form that is no regular one.

    In: the string without label, brackets and blanks around it; the day or time of the capture, which bounds it. Out:
    a Moment or None. 16-06-03 is read when one century alone brings it within the bounds, 6/13/2016 when one figure
    alone can be the month.

    >>> [alone(form).iso for form in ("20160603", "201606030912", "2016 6 3", "03 2016-06", "6/13/2016", "16年6月3日")]
    ['2016-06-03', '2016-06-03T09:12+08:00', '2016-06-03', '2016-06-03', '2016-06-13', '2016-06-03']
    >>> alone("06/03/2016"), alone("51-06-03", captured=date(2060, 1, 1))
    (None, None)
    """
    return _compact(bare, captured) or _parted(bare, captured) or _two_figures(bare, captured)


def completed(bare: str, near: date, *, captured: date | None = None) -> Moment | None:
    """A date without year, in the year that lies nearest to a known day.

    In: 06-03, 6月3日, 4月20日 18:10 without label and brackets; the known day; the day or time of the capture. Out: a
    Moment within half a year of that day, or None.

    >>> completed("12-30", date(2017, 1, 4)).iso, completed("02-29", date(2017, 3, 1))
    ('2016-12-30', None)
    """
    match = _yearless().fullmatch(bare)
    if match is None:
        return None
    years = [(year, int(match["m"]), int(match["d"])) for year in (near.year, near.year - 1, near.year + 1)]
    found = [one for each in years if (one := bounded(each, clock(match), bare, captured)) is not None]
    best = min(found, key=lambda one: abs((one.day - near).days), default=None)
    return best if best is not None and abs((best.day - near).days) <= HALF_YEAR else None


def month_and_day(bare: str) -> tuple[int, int] | None:
    """The figures of a date without year. In: as `completed`. Out: month and day, which no calendar has checked.

    >>> month_and_day("06-03"), month_and_day("4月20日 18:10"), month_and_day("2016-06")
    ((6, 3), (4, 20), None)
    """
    match = _yearless().fullmatch(bare)
    return (int(match["m"]), int(match["d"])) if match else None


def _compact(bare: str, captured: date | None) -> Moment | None:
    """20160603, 201606030912, 20160603091233, 20160603 09:12."""
    match = re.fullmatch(r"((?:19|20)\d\d)(\d\d)(\d\d)(?:[\sT]?([01]\d|2[0-3]):?([0-5]\d)(?::?([0-5]\d))?)?", bare)
    if match is None:
        return None
    year, month, day, *time = match.groups()
    return bounded((int(year), int(month), int(day)), ":".join(filter(None, time)), bare, captured)


def _parted(bare: str, captured: date | None) -> Moment | None:
    """Figures split by blanks, commas or lines; leaves of a calendar; the month first."""
    for pattern in _forms():
        if (match := pattern.fullmatch(bare)) is not None:
            return _made(match, (int(match["y"]), int(match["m"]), int(match["d"])), bare, captured)
    if (match := _month_first().fullmatch(bare)) is not None:
        one, two = int(match["m"]), int(match["d"])
        if one == two or (one > 12) != (two > 12):  # else either may be the month
            return _made(match, (int(match["y"]), min(one, two), max(one, two)), bare, captured)
    return None


def _two_figures(bare: str, captured: date | None) -> Moment | None:
    """16-06-03, 16年6月3日, 98-06-03: the only century that brings the day within the bounds."""
    match = _two().fullmatch(bare)
    if match is None:
        return None
    last = china(captured).year + 1 if captured else LATEST.year
    years = [year for year in range(int(match["y"]) + 1900, last + 1, 100) if year >= EARLIEST]
    found = [_made(match, (year, int(match["m"]), int(match["d"])), bare, captured) for year in years]
    right = [one for one in found if one is not None]
    return right[0] if len(right) == 1 else None


def _made(match: re.Match[str], figures: tuple[int, int, int], bare: str, captured: date | None) -> Moment | None:
    if "H" not in match.re.groupindex:
        return bounded(figures, "", bare, captured)
    return bounded(figures, clock(match), bare, captured, zone=match["zone"])


@cache
def _forms() -> tuple[re.Pattern[str], ...]:
    gap, sep = r"[\s/|]{1,8}", r"\s?[-./年]\s?"
    forms = (
        rf"{YEAR}[\s,，、·_\\|]{{1,8}}{MONTH}[\s,，、·_\\|]{{1,8}}{DAY}日?{TAIL}",
        rf"{DAY}日?{gap}{YEAR}{sep}{MONTH}月?",
        rf"{YEAR}{sep}{MONTH}月?{gap}{DAY}日?",
        rf"{MONTH}[-./月]{DAY}日?\s{{1,8}}{YEAR}年?",
        rf"{YEAR}年?\s{{1,8}}{MONTH}[-./月]{DAY}日?",
    )
    return tuple(re.compile(form, re.ASCII) for form in forms)


@cache
def _month_first() -> re.Pattern[str]:
    return re.compile(r"(?P<m>\d{1,2})/(?P<d>\d{1,2})/(?P<y>(?:19|20)\d\d)" + TAIL, re.ASCII)


@cache
def _two() -> re.Pattern[str]:
    return re.compile(r"['’]?(?P<y>\d\d)\s?[-./年]\s?(?P<m>\d{1,2})\s?[-./月]\s?(?P<d>\d{1,2})\s?日?" + TAIL, re.ASCII)


@cache
def _yearless() -> re.Pattern[str]:
    return re.compile(r"(?P<m>\d{1,2})\s{0,8}[-./月]\s{0,8}(?P<d>\d{1,2})(?:\s{0,8}[日号號])?" + TAIL, re.ASCII)
