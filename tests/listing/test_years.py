"""Does 06-03 get its year from the order of the listing, and none where that is not certain?"""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from congress_crawler.listing import Row, fill

CAPTURED = date(2021, 6, 5)


def near(
    *shown: str | None, captured: date | None = CAPTURED, start: date | None = None, first: bool = True
) -> list[str | None]:
    return page(*shown, captured=captured, start=start, first=first)[0]


def page(
    *shown: str | None, captured: date | None = CAPTURED, start: date | None = None, first: bool = True
) -> tuple[list[str | None], date | None]:
    rows = [Row(f"http://a.example/{n}.html", "题", one, "http://a.example/") for n, one in enumerate(shown)]
    filled, last = fill(rows, captured=captured, start=start, first=first)
    assert [(row.url, row.date) for row in filled] == [(row.url, row.date) for row in rows]
    return [row.near for row in filled], last


@pytest.mark.parametrize(
    ("why", "shown", "expected"),
    [
        ("descends from the capture", ["06-03", "05-28", "04-30"], ["2021-06-03", "2021-05-28", "2021-04-30"]),
        ("of every form", ["[06-03]", "6月1日", "5/28"], ["2021-06-03", "2021-06-01", "2021-05-28"]),
        ("the day after the capture", ["06-06", "06-05"], ["2021-06-06", "2021-06-05"]),
        (
            "01 to 12 is the year before",
            ["05-20", "01-08", "12-30", "12-01"],
            ["2021-05-20", "2021-01-08", "2020-12-30", "2020-12-01"],
        ),
        (
            "two new years",
            ["05-20", "01-08", "09-01", "04-02", "11-11"],
            ["2021-05-20", "2021-01-08", "2020-09-01", "2020-04-02", "2019-11-11"],
        ),
        ("one row", ["06-03"], ["2021-06-03"]),
        ("one old row may be of any year", ["03-01"], [None]),
        ("a list left behind", ["03-01", "02-20", "02-10"], [None, None, None]),
        ("full dates say it", ["2019-03-01", "2018-12-30"], ["2019-03-01", "2018-12-30"]),
        (
            "between two full dates",
            ["2019-03-01", "02-11", "2019-01-20", "2018-12-30"],
            ["2019-03-01", "2019-02-11", "2019-01-20", "2018-12-30"],
        ),
        (
            "two full dates anchor",
            ["2019-03-01", "2019-02-20", "02-11", "12-30"],
            ["2019-03-01", "2019-02-20", "2019-02-11", "2018-12-30"],
        ),
        ("one full date far off may be pinned", ["2012-06-20", "06-03", "06-01"], ["2012-06-20", None, None]),
        ("a pinned row on top", ["03-15", "06-03", "06-01", "05-20"], [None, "2021-06-03", "2021-06-01", "2021-05-20"]),
        ("a pinned row that looked right", ["05-15", "06-03", "06-01"], [None, "2021-06-03", "2021-06-01"]),
        ("two pinned rows", ["12-01", "03-15", "06-03", "06-01"], [None, None, "2021-06-03", "2021-06-01"]),
        ("a few days out of order", ["06-01", "06-03", "05-30"], ["2021-06-01", "2021-06-03", "2021-05-30"]),
        (
            "a row out of order",
            ["06-01", "05-30", "12-20", "05-28", "05-20"],
            ["2021-06-01", "2021-05-30", None, "2021-05-28", "2021-05-20"],
        ),
        ("a gap of most of a year", ["06-01", "04-10", "07-20", "07-18"], ["2021-06-01", "2021-04-10", None, None]),
        ("no date, and no day", ["06-03", None, "13-45", "06-01"], ["2021-06-03", None, None, "2021-06-01"]),
        ("a month is no day", ["06-03", "2021-05", "05-20"], ["2021-06-03", None, "2021-05-20"]),
        (
            "against the capture",
            ["刚刚", "昨天", "3天前", "05-30"],
            ["2021-06-05", "2021-06-04", "2021-06-02", "2021-05-30"],
        ),
        (
            "29 February",
            ["06-01", "03-02", "02-29", "02-20", "02-18"],
            ["2021-06-01", "2021-03-02", None, "2021-02-20", "2021-02-18"],
        ),
    ],
)
def test_the_order_gives_the_year_or_nothing(why: str, shown: list[str | None], expected: list[str | None]) -> None:
    assert near(*shown) == expected, why


def test_the_last_day_is_carried_to_the_next_page() -> None:
    _, last = page("06-03", "03-20", "01-10")
    assert last == date(2021, 1, 10)
    assert near("01-08", "12-20", start=last, first=False) == ["2021-01-08", "2020-12-20"]


def test_a_later_page_without_a_certain_day_before_it_has_no_years_until_a_full_date() -> None:
    assert near("06-03", "06-01", start=None, first=False) == [None, None]
    assert near("06-03", "2019-05-30", "05-28", start=None, first=False) == [None, "2019-05-30", "2019-05-28"]


def test_a_gap_of_two_years_between_pages_is_not_certain_and_stays_so() -> None:
    found, last = page(
        "07-20", "07-18", "07-10", "06-30", "06-28", "06-20", "03-01", "02-20", start=date(2021, 3, 2), first=False
    )
    assert (found, last) == ([None] * 8, None)


def test_nothing_is_completed_when_the_capture_is_not_known() -> None:
    assert near("06-03", "06-01", "昨天", captured=None) == [None, None, None]


def test_the_first_page_starts_at_the_day_in_china() -> None:
    assert near("01-01", captured=datetime(2020, 12, 31, 17, 0, tzinfo=UTC)) == ["2021-01-01"]


@given(st.lists(st.integers(0, 27), min_size=2, max_size=120), st.sampled_from([10, 20, 50]))
def test_a_list_in_use_gets_every_year_right_over_all_its_pages(steps: list[int], size: int) -> None:
    days, day = [], CAPTURED
    for step in steps:
        day -= timedelta(days=step)
        days.append(day)
    start: date | None = None
    found: list[str | None] = []
    for at in range(0, len(days), size):
        part, start = page(*(one.strftime("%m-%d") for one in days[at : at + size]), start=start, first=at == 0)
        found += part
    assert found == [one.isoformat() for one in days]


TEXTS = st.one_of(
    st.none(), st.text(max_size=8), st.sampled_from(["06-03", "12-30", "01-02", "2021-05-01", "2014-01-01", "昨天"])
)


@given(st.lists(TEXTS, max_size=40), st.booleans(), st.one_of(st.none(), st.dates(date(1950, 1, 1), CAPTURED)))
def test_any_rows_give_days_that_their_dates_name(shown: list[str | None], first: bool, start: date | None) -> None:
    found, _ = page(*shown, start=start, first=first)
    for raw, day in zip(shown, found, strict=True):
        assert day is None or day <= "2021-06-06"
        assert day is None or raw not in {"06-03", "12-30", "01-02"} or day.endswith(raw)
