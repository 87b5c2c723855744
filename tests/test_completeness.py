"""Are mismatches told with numbers, and does an alarm ring for a redesign and for nothing else?"""

from fractions import Fraction
from math import comb
from typing import Any

import pytest
from msgspec.structs import replace

from congress_crawler.completeness import alarms, by_name, tail, warnings
from congress_crawler.items import Run, Walked

URL = "http://127.0.0.1/list/"
WHOLE = Walked(
    section=["市县人大", "工作剪影"], url=URL, dialect="gentlecms", walks=1, pages=4, promised=57, promised_pages=4,
    rows=57, links=57, new=50, edited=1, known=5, failed=1, reasons={"not-found": 1}, ended="last page", complete=True,
)  # fmt: skip


def run(read: int = 0, filled: dict[str, int] | None = None, **more: Any) -> Run:
    line = Run(run="r", site="lianxi", started="2027-01-02T03:04:05Z", ended="", profile="sha256:0", software={})
    return replace(line, read=read, filled=filled or {}, **more)


def test_a_walk_that_agrees_has_no_warning() -> None:
    assert warnings(WHOLE) == []


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"promised": 60}, "promises 60 rows, 57 links were found: 3 are missing"),
        ({"promised": 50}, "promises 50 rows, 57 links were found: 7 more than promised"),
        ({"promised": 58, "rows": 58}, "promises 58 rows and shows 58, but 57 links: 1 more rows than links"),
        ({"promised_pages": 5}, "promises 5 pages, 4 were read"),
        ({"promised_pages": 3}, "promises 3 pages, 4 were read"),
        ({"promised_pages": 1}, "promises 1 page, 4 were read"),
        ({"known": 2}, "3 of 57 links are not accounted for (50 new + 1 edited + 2 known + 1 failed)"),
        ({"known": 6}, "50 new + 1 edited + 6 known + 1 failed is 58, more than its 57 links"),
        ({"reasons": {}}, "1 links failed, but 0 have a reason"),
        ({"complete": False, "ended": "too many pages"}, "not read to its end: 4 pages; it ended with: too many pages"),
        ({"complete": False, "walks": 3, "ended": "changed"}, "4 pages, walked 3 times; it ended with: changed"),
    ],
)
def test_each_mismatch_is_one_warning_with_its_numbers(changes: dict[str, Any], says: str) -> None:
    (warning,) = warnings(replace(WHOLE, **changes))
    assert says in warning


def test_a_listing_without_rows_is_told_from_one_that_was_not_read() -> None:
    nothing = Walked(section=["a"], url=URL, pages=1, ended="last page", complete=True)
    assert warnings(nothing) == ["it lists nothing: 0 rows on 1 page; it ended with: last page"]
    assert warnings(replace(nothing, pages=0, ended="failed")) == ["no page of it was read; it ended with: failed"]


def test_a_walk_for_news_only_is_not_measured_by_what_the_listing_promises_in_all() -> None:
    news = replace(WHOLE, full=False, complete=False, pages=1, rows=20, links=20, new=3, edited=0, known=16)
    assert warnings(news) == []
    assert warnings(replace(news, promised=10)) == ["it promises 10 rows, 20 links were found: 10 more than promised"]


@pytest.mark.parametrize(
    ("now", "read", "rings"),
    [(0, 3, True), (1, 2, False), (30, 40, True), (36, 40, False), (0, 1, False), (0, 2, True), (99, 100, False)],
)
def test_a_field_that_was_always_there_rings_only_when_chance_is_ruled_out(now: int, read: int, rings: bool) -> None:
    before = [run(50, {"authors": 50}), run(50, {"authors": 50})]
    said = alarms(run(read, {"authors": now}), before)
    assert bool(said) == rings
    if rings:
        assert f"authors is read on {now} of {read} pages, was on 100 of 100 in 2 runs before" in said[0]


@pytest.mark.parametrize(("now", "rings"), [(44, True), (52, True), (60, False), (80, False)])
def test_a_field_that_is_often_missing_is_compared_with_its_own_rate(now: int, rings: bool) -> None:
    assert bool(alarms(run(120, {"authors": now, "title": 120}), [run(200, {"authors": 120, "title": 200})])) == rings


def test_a_field_under_ninety_percent_needs_more_than_significance() -> None:
    """9,200 of 10,000 after all of 10,000 is no chance, but 92 % is no redesign either."""
    before = [run(10_000, {"title": 10_000})]
    assert alarms(run(10_000, {"title": 9_200}), before) == []
    assert alarms(run(10_000, {"title": 8_900}), before) != []


def test_nothing_rings_before_there_is_something_to_compare_with() -> None:
    assert alarms(run(30, {"title": 0}), []) == []
    assert alarms(run(30, {"title": 0}), [run(19, {"title": 19})]) == []
    assert alarms(run(30, {"title": 0}), [run(20, {"title": 20})]) != []
    assert alarms(run(0, {}), [run(100, {"title": 100})]) == []


def test_the_last_ten_runs_that_read_something_are_the_usual() -> None:
    old, bare, idle = run(1000, {"authors": 0}), run(10, {"authors": 10}), run(0)
    assert alarms(run(5, {"authors": 0}), [old, *[bare] * 10, *[idle] * 30]) != []
    assert alarms(run(5, {"authors": 0}), [old, *[bare] * 9]) == []


def test_a_field_that_earlier_versions_did_not_count_does_not_ring() -> None:
    assert alarms(run(30, {"title": 30, "place": 0}), [run(100, {"title": 100})]) == []


def test_a_known_section_that_lists_nothing_rings() -> None:
    before = [run(listings=[WHOLE]), run(listings=[replace(WHOLE, rows=0, links=0)])]
    (said,) = alarms(run(listings=[replace(WHOLE, rows=0, links=0, pages=1)]), before)
    assert said.startswith("市县人大 › 工作剪影 lists nothing: 0 rows on 1 page, 57 in the run of 2027-01-02.")


def test_an_empty_section_does_not_ring_when_it_never_had_rows_or_could_not_be_read() -> None:
    empty = replace(WHOLE, rows=0, links=0)
    assert alarms(run(listings=[empty]), []) == []
    assert alarms(run(listings=[empty]), [run(listings=[empty])]) == []
    assert alarms(run(listings=[replace(empty, pages=0)]), [run(listings=[WHOLE])]) == []


def test_a_section_is_the_same_when_its_address_changes_unless_two_share_the_name() -> None:
    other = replace(WHOLE, url="http://127.0.0.1/new/")
    assert list(by_name(run(listings=[WHOLE]))) == list(by_name(run(listings=[other])))
    assert len(by_name(run(listings=[WHOLE, other]))) == 2
    assert list(by_name(run(listings=[replace(WHOLE, section=[])]))) == [URL]


@pytest.mark.parametrize(("most", "tried", "share"), [(0, 3, 0.9), (30, 40, 0.99), (7, 20, 0.3), (110, 200, 0.6)])
def test_the_tail_is_the_exact_binomial_sum(most: int, tried: int, share: float) -> None:
    hit = Fraction(share)
    exact = sum(comb(tried, n) * hit**n * (1 - hit) ** (tried - n) for n in range(most + 1))
    assert tail(most, tried, share) == pytest.approx(float(exact), rel=1e-9)
    assert tail(60_000, 100_000, 0.6) == pytest.approx(0.5, abs=0.01)
