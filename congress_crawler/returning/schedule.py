"""On which day is a known address asked again?

Adaptive, as archives of news do it: a fresh article is corrected in its first days, an old one hardly ever. Daily at
first, the interval doubling while nothing changes, halved when the text did.
"""

from datetime import datetime, timedelta
from itertools import pairwise

SHORTEST = timedelta(days=1)
LONGEST = timedelta(days=90)
SLACK = 0.9  # of the interval: a daily timer starts some minutes earlier on one day than on the day before


def interval(asked: list[datetime], changed: list[datetime]) -> timedelta:
    """How long an address is left alone after it was asked last.

    In: when it was asked, the oldest first (the first time is when it was found); at which of these times its text had
    changed. An early look, before half of the interval had passed, proves nothing and lengthens nothing.

    >>> day = datetime(2026, 1, 1)
    >>> [interval([day + timedelta(days=n) for n in asked], []).days for asked in ([0], [0, 1], [0, 1, 3], [0, 0, 0])]
    [1, 2, 4, 1]
    >>> interval([day, day + timedelta(days=1), day + timedelta(days=3)], [day + timedelta(days=3)]).days
    1
    """
    step = SHORTEST
    for before, now in pairwise(asked):
        if now in changed:
            step = max(SHORTEST, step / 2)
        elif now - before >= step / 2:
            step = min(LONGEST, step * 2)
    return step


def due(asked: list[datetime], changed: list[datetime], now: datetime) -> bool:
    """Whether it is time to ask an address again. In: as `interval`, and the time; an address never asked is due.

    >>> day = datetime(2026, 1, 1)
    >>> due([day], [], day + timedelta(hours=12)), due([day], [], day + timedelta(hours=23)), due([], [], day)
    (False, True, True)
    """
    return not asked or now - asked[-1] >= interval(asked, changed) * SLACK
