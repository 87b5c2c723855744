"""Is this article gone, and what proves it?

Only evidence removes: 404 or 410 on two days, or one such answer (or a soft 404) beside a complete walk of the listing
that no longer shows the article. A broken run, a partial walk, a timeout or a wall proves nothing.
"""

from datetime import datetime

import msgspec

from congress_crawler.archive.state import Check
from congress_crawler.items import Reason, WarcRef
from congress_crawler.normalise.moment import china

GONE_STATUS = frozenset((404, 410))
#: What an answer may be called that says, in this run, that there is no such page.
SAYS_GONE: frozenset[Reason] = frozenset(("not-found", "soft-404"))


class Absent(msgspec.Struct, frozen=True, kw_only=True):
    """Why an article counts as gone, and what shows it."""

    because: str
    evidence: WarcRef
    supporting: list[WarcRef] = []


def decide(checks: list[Check], reason: Reason, answer: WarcRef, *, unlisted: bool) -> Absent | None:
    """Whether what an address answered is enough to call its article gone.

    In: every answer of the address, the oldest first, today's included; the name of today's failure; today's answer;
    whether a complete walk of every listing of the site did not show it. Out: None when the evidence is not enough.
    """
    trail = _trail(checks)
    days = {china(datetime.fromisoformat(one.at)) for one in trail}
    if len(days) >= 2:
        first, last = trail[0], trail[-1]
        because = f"answered {first.status} on {first.at[:10]} and {last.status} on {last.at[:10]}"
        return Absent(because=because, evidence=last.ref, supporting=[first.ref])
    if unlisted and reason in SAYS_GONE:
        because = f"{reason}, and a complete walk of the listing no longer shows it"
        return Absent(because=because, evidence=answer)
    return None


def _trail(checks: list[Check]) -> list[Check]:
    """The answers 404 or 410 since the address last gave a page; walls and broken servers in between say nothing."""
    trail: list[Check] = []
    for one in checks:
        if one.status in GONE_STATUS:
            trail.append(one)
        elif one.status < 400:
            trail = []
    return trail
