"""Is a list walked for news only while what is behind the news is certain?"""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from congress_crawler.items import Run, Walked
from congress_crawler.returning import news_only, remembered

NOW = datetime(2026, 5, 31, 3, tzinfo=UTC)
MONTH = timedelta(days=30)
NAMES = ["市县人大", "工作剪影"]


def walked(**more: Any) -> Walked:
    usual = {"section": NAMES, "url": "http://a.cn/list/", "rows": 40, "links": 40, "known": 40}
    return Walked(**{**usual, "ended": "last page", "complete": True, **more})


def news(**more: Any) -> Walked:
    return walked(**{"full": False, "complete": False, "ended": "known rows", **more})


def run(days: float, *listings: Walked, code: int | None = 0) -> Run:
    """A run so many days ago."""
    at = (NOW - days * timedelta(days=1)).strftime("%Y-%m-%dT%H:%M:%SZ")
    return Run(
        run=f"r{days}",
        site="a",
        started=at,
        ended=at,
        profile="sha256:0",
        software={},
        listings=list(listings),
        exit=code,
        end="finished",
    )


def only_news(*before: Run) -> bool:
    return news_only(before, NAMES, NOW, MONTH)


def test_after_a_complete_walk_the_news_are_enough() -> None:
    assert only_news(run(1, walked()))
    assert only_news(run(29, walked()), run(1, news()))


def test_the_first_walk_is_a_full_one() -> None:
    assert not only_news()
    assert not only_news(run(1, walked(section=["乙"])))


def test_a_full_walk_is_due_after_so_many_days_however_many_short_ones_there_were() -> None:
    assert not only_news(run(31, walked()), *(run(day, news()) for day in range(30, 0, -1)))
    assert not news_only([run(1, walked())], NAMES, NOW, timedelta(0))


@pytest.mark.parametrize("code", [None, 69, 70, 74, 75, 130, 143])
def test_after_a_run_that_did_not_end_by_itself_the_walk_is_full(code: int | None) -> None:
    assert not only_news(run(3, walked()), run(1, walked(), code=code))


def test_a_fault_of_another_listing_makes_no_full_walk() -> None:
    assert only_news(run(1, walked(), walked(section=["乙"], complete=False, ended="failed"), code=65))


def test_after_a_walk_that_failed_or_left_links_behind_the_walk_is_full() -> None:
    assert not only_news(run(3, walked()), run(1, walked(complete=False, ended="failed"), code=65))
    assert not only_news(run(3, walked()), run(1, news(known=38)))
    assert only_news(run(3, walked()), run(1, news(known=36, new=2, failed=2)))


def test_a_run_that_did_not_come_to_the_listing_makes_the_walk_full() -> None:
    assert not only_news(run(3, walked()), run(1))
    assert not only_news(run(3, walked()), run(1, walked(section=["乙"])))


def test_a_listing_begins_where_it_last_had_rows() -> None:
    before = [
        run(3, walked(url="http://a.cn/old/")),
        run(2, walked(url="http://a.cn/new/")),
        run(1, walked(url="http://a.cn/empty/", rows=0)),
    ]
    assert remembered(before, NAMES) == "http://a.cn/new/"
    assert remembered(before, ["乙"]) is None
    assert remembered([], NAMES) is None
