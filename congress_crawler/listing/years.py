"""Which year has 06-03 in this listing?

The rows of a listing descend from the newest. The first page starts at the day of its capture, each further page at
the last certain day of the page before it.
"""

from datetime import date, timedelta

import msgspec

from congress_crawler.listing.row import Row
from congress_crawler.normalise.day import read
from congress_crawler.normalise.irregular import month_and_day
from congress_crawler.normalise.moment import china

WEEK = timedelta(days=7)  # neighbours stand so much out of order, having been put online later than dated
MONTH = timedelta(days=31)  # a section in use: a list whose newest row is older may have been left years ago
HALF_YEAR = timedelta(days=182)  # a longer step down may as well be a short step up of a row out of place
MOST_ODD = 5  # rows in a row that do not fit: more are another year, and which is not certain

Shown = date | tuple[int, int] | None  # a full date; month and day; nothing that is a day


def fill(rows: list[Row], *, captured: date | None, start: date | None, first: bool) -> tuple[list[Row], date | None]:
    """Give each row of a page the day that its date names, where the order of the listing makes it certain.

    In: the rows in page order; the day (in China) or time of the page's capture, for 昨天 and as the upper bound; the
    last certain day of the page before, or None when it is not known; whether this is the first page, which starts at
    the capture. Out: the rows with `near` filled, and the last certain day, to start the next page with.

    A row without year takes the latest year that does not break the order. It stays None when a row out of place (a
    pinned one, a wrong order of more than a week) and a gap of most of a year explain it equally; so do the rows after
    it until one goes on where the certain ones ended, or has a full date.
    """
    shown = [_shown(row, captured) for row in rows]
    order = _Order(china(captured) if first and captured else start, captured, fresh=first)
    for number, one in enumerate(shown):
        following = next((other for other in shown[number + 1 :] if other is not None), None)
        if isinstance(one, date):
            order.full(number, one)
        elif one is not None:
            order.yearless(number, one, following, next((o for o in shown[number:] if isinstance(o, date)), None))
    near = {number: day.isoformat() for number, day in order.near.items()}
    return [msgspec.structs.replace(row, near=near.get(n)) for n, row in enumerate(rows)], order.last()


def _shown(row: Row, captured: date | None) -> Shown:
    one, reason = read(row.date or "", captured=captured)
    if one is not None:
        return one.day
    return month_and_day(row.date.strip(" []()（）【】〔〕")) if row.date and reason == "no-year" else None


class _Order:
    """How far down the listing has come: the certain days so far, newest first."""

    def __init__(self, start: date | None, captured: date | None, *, fresh: bool) -> None:
        self.near: dict[int, date] = {}
        self._known: list[tuple[int, date]] = [(-1, start)] if start else []
        self._sure = not fresh
        self._odd = 0
        self._latest = china(captured) + timedelta(days=1) if captured else date.max - WEEK

    def last(self) -> date | None:
        """The last certain day, None when rows after it did not fit."""
        return self._known[-1][1] if self._known and self.near and not self._odd else None

    def full(self, number: int, day: date) -> None:
        """A full date is certain, and anchors the rows below it; one far from its neighbours (pinned, or after a gap)
        does so only when another full date near it follows.
        """
        self.near[number] = day
        far = bool(self._known) and abs(self._known[-1][1] - day) > HALF_YEAR
        self._known = [(number, day)] if far else [*self._known, (number, day)]
        self._sure, self._odd = not far, MOST_ODD + 1 if far else 0

    def yearless(self, number: int, one: tuple[int, int], following: Shown, below: date | None) -> None:
        """A month and a day: between two full dates, going on from the last certain day, or from an earlier one."""
        if not self._known:
            return
        last = self._known[-1][1]
        if (between := _between(one, last, below)) is not None:
            self._accept(number, between, len(self._known))
            return
        day = _until(one, min(last + WEEK, self._latest))
        if day is None or self._odd > MOST_ODD:
            self._odd += day is not None
            return
        if last - day <= (HALF_YEAR if self._sure else MONTH) and (not self._odd or _goes_on(day, following)):
            self._accept(number, day, len(self._known))
        elif not self._resume(number, one, following):
            self._odd, self._sure = self._odd + 1, False

    def _resume(self, number: int, one: tuple[int, int], following: Shown) -> bool:
        """Whether the row goes on from a day before the last: then the rows between them were out of place."""
        for count in range(len(self._known) - 1, max(0, len(self._known) - 1 - MOST_ODD), -1):
            anchor = self._known[count - 1][1]
            day = _until(one, anchor)
            if day is not None and anchor - day <= MONTH and _goes_on(day, following):
                for odd, _ in self._known[count:]:
                    self.near.pop(odd, None)
                self._accept(number, day, count)
                return True
        return False

    def _accept(self, number: int, day: date, count: int) -> None:
        self.near[number] = day
        self._known = [*self._known[:count], (number, min(day, self._known[count - 1][1]))][-MOST_ODD - 2 :]
        self._sure, self._odd = True, 0


def _until(one: tuple[int, int], latest: date) -> date | None:
    """The last such day up to a day; None when no year of the last eight has it."""
    for year in range(latest.year, max(latest.year - 9, 0), -1):
        try:
            if (day := date(year, *one)) <= latest:
                return day
        except ValueError:
            if one != (2, 29):
                return None
    return None


def _between(one: tuple[int, int], above: date, below: date | None) -> date | None:
    """The only such day between the last certain day and a full date further down."""
    if below is None or (day := _until(one, above)) is None or day < below:
        return None
    before = _until(one, day - timedelta(days=1))
    return day if before is None or before < below else None


def _goes_on(day: date, following: Shown) -> bool:
    """Whether the next dated row lies less than a month below."""
    after = following if isinstance(following, date) or following is None else _until(following, day)
    return after is not None and timedelta(0) <= day - after <= MONTH
