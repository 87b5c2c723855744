"""Is a known address asked often while it is fresh, seldom when it is old, and never twice a day?"""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from congress_crawler.returning import due, interval
from congress_crawler.returning.schedule import LONGEST, SHORTEST

START = datetime(2026, 3, 1, 4, tzinfo=UTC)
DAY = timedelta(days=1)
moments = st.lists(st.integers(0, 1000), unique=True, min_size=1, max_size=30).map(
    lambda days: [START + day * DAY for day in sorted(days)]
)


def days(*numbers: float) -> list[datetime]:
    return [START + number * DAY for number in numbers]


def asked_daily(until: int, *changes: int) -> list[int]:
    """The days on which an address is asked when a run begins every day at the same hour."""
    asked: list[datetime] = []
    changed: list[datetime] = []
    for day in range(until):
        now = START + day * DAY
        if due(asked, changed, now):
            asked.append(now)
            changed += [now] if day in changes else []
    return [(one - START).days for one in asked]


def test_an_article_that_never_changes_is_asked_on_days_that_grow_apart_up_to_ninety() -> None:
    # 0.9 of the interval is enough: 64 days come down to 58, 90 to 81
    assert asked_daily(400) == [0, 1, 3, 7, 15, 30, 59, 117, 198, 279, 360]


def test_a_change_halves_the_interval() -> None:
    assert asked_daily(20, 7) == [0, 1, 3, 7, 9, 13]
    assert interval(days(0, 1, 3, 7), days(7)) == 2 * DAY
    assert interval(days(0, 1, 3, 7), []) == 8 * DAY


def test_an_article_that_changes_every_time_is_asked_every_day() -> None:
    assert asked_daily(6, *range(1, 6)) == [0, 1, 2, 3, 4, 5]


def test_an_early_look_lengthens_nothing() -> None:
    assert interval(days(0, 1, 1.01, 1.02), []) == 2 * DAY
    assert interval(days(0, 0.01, 0.02, 0.03), []) == DAY


def test_an_early_look_puts_the_next_one_off() -> None:
    assert not due(days(0, 1, 2.5), [], START + 3 * DAY)


@pytest.mark.parametrize(("hours", "expected"), [(0, False), (12, False), (21, False), (22, True), (26, True)])
def test_a_daily_timer_that_starts_a_little_early_still_finds_it_due(hours: int, expected: bool) -> None:
    assert due(days(0), [], START + timedelta(hours=hours)) is expected


def test_what_was_never_asked_is_due() -> None:
    assert due([], [], START)


@given(moments, st.sets(st.integers(0, 29)))
def test_the_interval_stays_within_its_bounds(asked: list[datetime], places: set[int]) -> None:
    changed = [one for place, one in enumerate(asked) if place in places]
    assert SHORTEST <= interval(asked, changed) <= LONGEST


@given(moments)
def test_nothing_is_due_twice_within_twenty_hours(asked: list[datetime]) -> None:
    assert not due(asked, [], asked[-1] + timedelta(hours=20))
    assert due(asked, [], asked[-1] + LONGEST)
