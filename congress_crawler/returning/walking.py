"""How far must this listing be walked today, and where does it begin?"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from congress_crawler.items import Run, Walked

GOOD = frozenset((0, 65))  # exit codes of runs that ended by themselves; 65 may be another listing's fault


def news_only(before: Sequence[Run], section: Sequence[str], now: datetime, every: timedelta) -> bool:
    """Whether the walk may stop where the known rows begin.

    In: the runs before, the oldest first; the names of the section; the time; how often a full walk is wanted. Out:
    False when the last complete full walk is older than that, or when the last run left links of this section behind,
    for then more may lie beyond the known rows.
    """
    walks = [(run, walked) for run in before for walked in run.listings if walked.section == list(section)]
    if not walks or before[-1].exit not in GOOD:
        return False
    last = walks[-1][1]
    if walks[-1][0] is not before[-1] or not (last.complete or _only_news(last)):
        return False
    full = [run for run, walked in walks if walked.complete]
    return bool(full) and now - datetime.fromisoformat(full[-1].started) < every


def remembered(before: Sequence[Run], section: Sequence[str]) -> str | None:
    """Where the listing of this section began when it last had rows; None when it never had."""
    found = [w.url for run in before for w in run.listings if w.section == list(section) and w.rows]
    return found[-1] if found else None


def _only_news(walked: Walked) -> bool:
    """Whether a walk that stopped at the known rows accounts for every link above them."""
    settled = walked.new + walked.edited + walked.known + walked.failed
    return walked.ended == "known rows" and settled == walked.links
