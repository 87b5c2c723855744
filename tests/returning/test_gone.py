"""Is only evidence taken for a removal?"""

import pytest

from congress_crawler.archive.state import Check
from congress_crawler.items import Reason, WarcRef
from congress_crawler.returning import decide

TODAY = WarcRef(file="a.warc.gz", offset=900, length=9, record_id="<urn:uuid:today>")


def check(at: str, status: int) -> Check:
    """An answer. `at`: the day of May 2026 and the hour, UTC."""
    day, hour = at.split()
    ref = WarcRef(file="a.warc.gz", offset=int(day), length=9, record_id=f"<urn:uuid:{at}>")
    return Check(at=f"2026-05-{int(day):02}T{int(hour):02}:00:00Z", status=status, payload_digest="sha256:00", ref=ref)


def decided(*answers: tuple[str, int], reason: Reason = "not-found", unlisted: bool = False) -> str | None:
    absent = decide([check(*one) for one in answers], reason, TODAY, unlisted=unlisted)
    return absent.because if absent is not None else None


def test_404_on_two_days_is_enough_even_where_it_is_listed() -> None:
    assert decided(("1 3", 200), ("2 3", 404), ("3 3", 404)) == "answered 404 on 2026-05-02 and 404 on 2026-05-03"
    assert decided(("1 3", 200), ("2 3", 404), ("5 3", 410)) == "answered 404 on 2026-05-02 and 410 on 2026-05-05"


def test_the_evidence_is_the_last_answer_and_the_first_one_supports_it() -> None:
    answers = [check("1 3", 200), check("2 3", 404), check("3 3", 404), check("4 3", 410)]
    absent = decide(answers, "not-found", TODAY, unlisted=False)
    assert absent is not None
    assert (absent.evidence, absent.supporting) == (answers[3].ref, [answers[1].ref])


def test_404_twice_on_a_day_is_not_enough() -> None:
    assert decided(("1 3", 200), ("2 3", 404), ("2 9", 404)) is None


def test_the_day_is_that_of_china() -> None:
    assert decided(("2 15", 404), ("2 17", 404)) is not None  # 23:00 and 01:00 in Beijing
    assert decided(("2 17", 404), ("3 15", 404)) is None


def test_a_page_in_between_begins_the_count_again() -> None:
    assert decided(("1 3", 404), ("2 3", 200), ("3 3", 404)) is None
    assert decided(("1 3", 404), ("2 3", 304), ("3 3", 404)) is None
    assert decided(("1 3", 404), ("2 3", 301), ("3 3", 404)) is None


@pytest.mark.parametrize("status", [403, 412, 429, 500, 503, 521])
def test_walls_and_broken_servers_count_for_nothing_either_way(status: int) -> None:
    assert decided(("1 3", 200), ("2 3", status), ("3 3", status), reason="http-error") is None
    assert decided(("1 3", 200), ("2 3", 404), ("3 3", status), reason="http-error") is None
    assert decided(("1 3", 404), ("2 3", status), ("3 3", 404)) is not None


@pytest.mark.parametrize("reason", ["not-found", "soft-404"])
def test_gone_from_a_complete_walk_and_one_answer_that_says_so_is_enough(reason: Reason) -> None:
    assert "complete walk" in (decided(("1 3", 200), ("2 3", 404), reason=reason, unlisted=True) or "")
    assert decided(("1 3", 200), ("2 3", 404), reason=reason, unlisted=False) is None


@pytest.mark.parametrize(
    "reason",
    ["http-error", "timeout", "disconnect", "challenge", "rate-limited", "robots", "redirect", "no-body", "off-site"],
)
def test_no_other_answer_is_enough_for_what_is_gone_from_the_list(reason: Reason) -> None:
    assert decided(("1 3", 200), reason=reason, unlisted=True) is None


def test_an_address_that_never_answered_proves_nothing() -> None:
    assert decided(reason="timeout", unlisted=True) is None
