"""Since when has it been like this?

Pure questions to the runs of one site, oldest first.
"""

from datetime import UTC, datetime

from congress_crawler.completeness import by_name
from congress_crawler.items import Run, Walked
from congress_crawler.report.findings import ListingReport, Trouble

BY_SIGNAL = {130, 143}  #: 128 + SIGINT, SIGTERM: the operator's doing, not the site's


def moment(said: str) -> datetime | None:
    """A time of the row files. Out: aware datetime; None when it is empty or no time.

    >>> moment("2027-01-02T03:04:05Z").hour, moment("")
    (3, None)
    """
    try:
        when = datetime.fromisoformat(said)
    except ValueError:
        return None
    return when if when.tzinfo else when.replace(tzinfo=UTC)


def days(said: str | None, now: datetime) -> int | None:
    """Whole days from a time of the row files to now (aware). Out: None when the time is not known."""
    when = moment(said or "")
    return (now - when).days if when else None


def good(run: Run) -> bool:
    """Whether a run ended with exit 0 and without alarm."""
    return run.exit == 0 and not run.alarms


def trouble(runs: list[Run]) -> Trouble | None:
    """What is wrong as of the last run, and since when. In: runs, oldest first. Out: None when it was good.

    A run that was killed or interrupted says nothing of the site: it does not break a row of others.
    """
    if not runs or good(runs[-1]):
        return None
    kind, row = _kind(runs[-1]), [runs[-1]]
    for run in reversed(runs[:-1]):
        if _kind(run) == kind:
            row.append(run)
        elif not _neutral(run):
            break
    last_good = next((run.started for run in reversed(runs) if good(run)), None)
    return Trouble(kind=kind, since=row[-1].started, runs=len(row), last_good=last_good)


def _kind(run: Run) -> str:
    if run.exit == 0:
        return "alarm" if run.alarms else ""
    return run.end or ("killed" if run.exit is None else f"exit {run.exit}")


def _neutral(run: Run) -> bool:
    return run.exit is None or run.exit in BY_SIGNAL


def whole(run: Run) -> bool:
    """Whether a run ended with 0 and walked every listing to its end. Lines older than `listings` always did both.

    The exit code counts because a listing that was not found has no walk.
    """
    return run.exit == 0 and all(map(_complete, run.listings)) and bool(run.listings or run.listing_pages)


def _complete(walked: Walked) -> bool:
    return walked.full and walked.complete


def last_full(runs: list[Run]) -> str | None:
    """Start of the last run that walked every listing completely. In: runs, oldest first. Out: None for never."""
    return next((run.started for run in reversed(runs) if whole(run)), None)


def listings(runs: list[Run]) -> list[ListingReport]:
    """Each listing as it was last walked, by any run that had the profile of the last. In: runs, oldest first."""
    found: dict[str, ListingReport] = {}
    for run in runs:
        for name, walked in by_name(run).items():
            before = found.get(name)
            found[name] = ListingReport(
                name=name,
                walked=walked,
                run=run.run,
                at=run.started,
                in_last_run=run is runs[-1],
                last_full=run.started if _complete(walked) else before.last_full if before else None,
            )
    same = {run.run for run in runs if run.profile == runs[-1].profile or not runs[-1].profile}
    return [listing for listing in found.values() if listing.run in same]
