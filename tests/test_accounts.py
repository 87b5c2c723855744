"""Does every listed link end in exactly one outcome, and do a listing and its run count the same?"""

import pytest

from congress_crawler.accounts import WATCHED, Accounts, Outcome
from congress_crawler.completeness import warnings
from congress_crawler.items import Run, Walked

OUTCOMES: tuple[Outcome, ...] = ("new", "edited", "cosmetic", "unchanged", "skipped")


def books(count: int = 1) -> tuple[Accounts, list[Walked]]:
    """The books of a run of so many listings."""
    listings = [Walked(section=[str(number)], url=f"http://a.cn/{number}/") for number in range(count)]
    line = Run(run="r", site="a", started="", ended="", profile="", software={}, listings=listings)
    return Accounts(line), listings


def test_a_link_is_counted_once_however_often_a_listing_shows_it() -> None:
    accounts, (walked,) = books()
    assert [accounts.listed(link, walked) for link in ("a", "b", "a")] == [True, True, False]
    assert (walked.links, accounts.line.found, accounts.open()) == (2, 2, ["a", "b"])
    assert (accounts.has_listed("a"), accounts.has_listed("c")) == (True, False)


def test_a_link_that_another_listing_showed_is_known_to_the_second_and_found_once() -> None:
    accounts, (first, second) = books(2)
    assert accounts.listed("a", first)
    assert not accounts.listed("a", second)
    accounts.settle("new", "a")
    assert (first.links, first.new, first.known) == (1, 1, 0)
    assert (second.links, second.new, second.known) == (1, 0, 1)
    assert (accounts.line.found, accounts.line.new) == (1, 1)


def test_listings_that_are_equal_are_not_taken_for_each_other() -> None:
    accounts, _ = books()
    accounts.line.listings = [Walked(section=["x"], url=""), Walked(section=["x"], url="")]
    assert accounts.listed("a", accounts.line.listings[1])
    assert [walked.links for walked in accounts.line.listings] == [0, 1]


@pytest.mark.parametrize("outcome", OUTCOMES)
def test_an_outcome_is_counted_in_the_run_and_in_the_listing(outcome: Outcome) -> None:
    accounts, (walked,) = books()
    accounts.listed("a", walked)
    accounts.settle(outcome, "a")
    assert getattr(accounts.line, outcome) == 1
    assert (walked.new, walked.edited, walked.known) == (
        outcome == "new",
        outcome == "edited",
        outcome not in {"new", "edited"},
    )
    assert accounts.settled() == 1
    assert accounts.open() == []


def test_a_failure_is_counted_with_its_reason() -> None:
    accounts, (walked,) = books()
    for link in ("a", "b", "c"):
        accounts.listed(link, walked)
    for link, reason in (("a", "not-found"), ("b", "not-found"), ("c", "timeout")):
        accounts.fail(reason, link)  # type: ignore[arg-type]
    assert walked.reasons == accounts.line.reasons == {"not-found": 2, "timeout": 1}
    assert (walked.failed, accounts.line.failed, accounts.settled()) == (3, 3, 0)


def test_a_link_ends_once_and_what_comes_of_it_later_is_a_recheck() -> None:
    accounts, (walked,) = books()
    accounts.listed("a", walked)
    accounts.settle("unchanged", "a")
    accounts.settle("unchanged", "a")
    accounts.fail("timeout", "a")
    assert (accounts.line.unchanged, accounts.line.failed, walked.known) == (1, 0, 1)
    assert accounts.line.rechecks == {"unchanged": 1, "failed": 1}


def test_what_stood_in_no_listing_is_a_recheck_and_changes_no_sum() -> None:
    accounts, (walked,) = books()
    accounts.settle("edited", "old")
    accounts.fail("not-found", "older")
    assert accounts.line.rechecks == {"edited": 1, "failed": 1}
    assert (walked.edited, accounts.line.edited, accounts.line.reasons) == (0, 0, {})


def test_what_a_limit_leaves_is_neither_open_nor_settled() -> None:
    accounts, (walked,) = books()
    accounts.listed("a", walked)
    accounts.pass_over("a")
    assert (accounts.open(), accounts.passed, accounts.settled(), walked.links) == ([], 1, 0, 1)


def test_the_sums_agree_when_every_link_has_come_to_something() -> None:
    accounts, listings = books(2)
    for number in range(30):
        for walked in listings[: 1 + number % 2]:
            accounts.listed(f"link {number}", walked)
    for number, link in enumerate(accounts.open()):
        if number % 6 == 5:
            accounts.fail("not-found", link)
        else:
            accounts.settle(OUTCOMES[number % 6], link)
    line = accounts.line
    assert line.found == accounts.settled() + line.failed == 30
    for walked in listings:
        walked.pages, walked.rows, walked.complete = 1, walked.links, True
        assert warnings(walked) == []


def test_what_was_answered_is_remembered_by_article() -> None:
    accounts, _ = books()
    accounts.answered("a-1")
    assert (accounts.has_answered("a-1"), accounts.has_answered("a-2")) == (True, False)


def test_filled_fields_are_counted_for_the_watched_ones_only() -> None:
    accounts, _ = books()
    accounts.read({"title": True, "text": True, "published": False, "place": True})
    accounts.read({"title": True})
    assert accounts.line.read == 2
    assert accounts.line.filled == {"title": 2, "published": 0, "authors": 0, "source": 0, "text": 1}
    assert set(accounts.line.filled) == set(WATCHED)
