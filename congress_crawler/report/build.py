"""What became of a site, all in all?"""

from collections import Counter
from datetime import datetime
from pathlib import Path

from congress_crawler.archive.lock import holder
from congress_crawler.completeness import count
from congress_crawler.items import Event, Failure, Run
from congress_crawler.report import history
from congress_crawler.report.findings import Failing, FailureReport, LastRun, SiteReport
from congress_crawler.report.meaning import meaning, no_article
from congress_crawler.report.rowfiles import Rows, read

EVENTS = 10  #: shown of the last run
EXAMPLES = 3  #: addresses shown for each reason
#: What is shown first, when not all can be.
FIRST = ("removed", "moved", "returned", "edited", "new")


def build(folder: Path, now: datetime) -> SiteReport:
    """Read what the crawls left in one site's folder (output/<site>).

    In: the folder; the time, aware, that days are counted to. Out: the report; for a folder that is not there or holds
    no rows it says so. Raises StorageError when a file cannot be read.
    """
    if not folder.is_dir():
        return not_crawled(folder.name, str(folder))
    rows, writing = read(folder), holder(folder)
    rows.notes += _unlined(rows, writing)
    return _of_runs(folder, rows, writing, now) if rows.runs else _begun(folder, rows, writing)


def not_crawled(site: str, folder: str) -> SiteReport:
    """The report of a site that was never crawled. In: its id; the folder where its crawl would be."""
    return SiteReport(site=site, folder=folder, ok=False, state="not-crawled", says="not crawled")


def _begun(folder: Path, rows: Rows, writing: int | None) -> SiteReport:
    how = "the first crawl is going on" if writing is not None else "the first crawl was killed; crawl again to go on"
    return SiteReport(
        site=folder.name,
        folder=str(folder),
        ok=False,
        state="no-run",
        says=f"no run has ended, {count(rows.articles, 'article')} so far: {how}",
        articles=rows.articles,
        gone=len(rows.gone),
        writing=writing,
        notes=rows.notes,
    )


def _of_runs(folder: Path, rows: Rows, writing: int | None, now: datetime) -> SiteReport:
    runs = list(rows.runs.values())
    last, full = runs[-1], history.last_full(runs)
    return SiteReport(
        site=last.site,
        folder=str(folder),
        ok=history.good(last),
        state="crawled" if rows.articles else "no-article",
        says=f"crawled, {count(rows.articles, 'article') if rows.articles else no_article(last)}",
        articles=rows.articles,
        gone=len(rows.gone),
        files=rows.files_kept,
        files_failed=dict(Counter(rows.files_failed.values())),
        runs=len(runs),
        first=runs[0].started,
        killed=[run.started for run in runs if run.exit is None],
        last=_last(last, now),
        listings=history.listings(runs),
        events=dict(Counter(event.event for event in rows.last_events)),
        shown=_shown(rows.last_events),
        alarms=last.alarms,
        failures=_failures(rows, last),
        trouble=history.trouble(runs),
        last_full=full,
        days_since_full=history.days(full, now),
        writing=writing,
        notes=rows.notes,
    )


def _last(run: Run, now: datetime) -> LastRun:
    start, end = history.moment(run.started), history.moment(run.ended)
    return LastRun(
        **{name: getattr(run, name) for name in _SAME},
        seconds=round((end - start).total_seconds()) if start and end else None,
        days_ago=history.days(run.ended, now),
        means=meaning(run),
        pages=len(run.listing_pages),
    )


_SAME = sorted(set(LastRun.__struct_fields__) & set(Run.__struct_fields__))


def _shown(events: list[Event]) -> list[Event]:
    told = [event for event in events if event.event in FIRST]
    return sorted(told, key=lambda event: FIRST.index(event.event))[:EVENTS]


def _failures(rows: Rows, last: Run) -> list[FailureReport]:
    """By reason, what stands: what never became a row, and what the last run counts among its failures.

    An article that failed once and was found unchanged since leaves no row that says so: its line counts only while
    the last run still counts that reason.
    """
    standing: dict[str, list[Failure]] = {}
    for url, failure in rows.failures.items():
        if url in rows.never_read or failure.reason in last.reasons:
            standing.setdefault(failure.reason, []).append(failure)
    reasons = sorted({*standing, *last.reasons}, key=lambda name: (-last.reasons.get(name, 0), name))
    return [_reason(name, last.reasons.get(name, 0), standing.get(name, [])) for name in reasons]


def _reason(reason: str, last_run: int, failing: list[Failure]) -> FailureReport:
    newest = sorted(failing, key=lambda failure: failure.at, reverse=True)
    return FailureReport(
        reason=reason,
        last_run=last_run,
        standing=len(failing),
        since=newest[-1].at if newest else None,
        examples=[Failing(url=one.url, since=one.at, run=one.run, detail=one.detail) for one in newest[:EXAMPLES]],
    )


def _unlined(rows: Rows, writing: int | None) -> list[str]:
    """Rows whose run has no line."""
    why = "it is going on" if writing is not None else "it was killed; the next crawl writes its line"
    return [
        f"run {run} has {count(lines, 'row')} and no line: {why}"
        for run, lines in rows.written.items()
        if run not in rows.runs
    ]
