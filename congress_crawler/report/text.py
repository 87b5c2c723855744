"""How is a report said in plain words and as JSON?

Every line has a word in front that tells what it is about, so that `grep warning` finds the warnings.
"""

from collections.abc import Iterator

from congress_crawler.completeness import count
from congress_crawler.items import Walked, line
from congress_crawler.report.findings import FailureReport, LastRun, ListingReport, SiteReport
from congress_crawler.report.meaning import reasons

LABEL = 9  #: characters of the word in front of a line


def text(report: SiteReport) -> str:
    """A report as plain text: lines without colour codes, ended by a line feed. In: of one site."""
    listings = [said for listing in report.listings for said in listing_lines(listing)]
    return "\n".join([*head(report), *listings, *rest(report)]) + "\n"


def as_json(report: SiteReport) -> str:
    """A report as one JSON object on one line, ended by a line feed; its keys are those of `findings.SiteReport`."""
    return line(report).decode()


def head(report: SiteReport) -> list[str]:
    """The site, its last run and its history. In: the report. Out: lines."""
    return [f"{report.site}: {report.says}", *_last(report), *_history(report)]


def _said(label: str, what: str, indent: int = 2) -> str:
    return f"{' ' * indent}{label:<{LABEL}} {what}"


def _last(report: SiteReport) -> Iterator[str]:
    if report.writing is not None:
        who = f"process {report.writing}" if report.writing else "a process"
        yield _said("now", f"{who} is crawling it; what follows is of the runs before")
    if (run := report.last) is None:
        return
    code = "no exit code" if run.exit is None else f"exit {run.exit}"
    end = f"{run.end or 'ended'} ({code}): {run.means}"
    yield _said("last run", f"{_when(run.started)}{_ago(run.days_ago)}{_long(run.seconds)}; {end}")
    yield _said("links", _links(run))
    yield _said("revisits", _beside(run))
    if run.read:
        filled = ", ".join(f"{field} {count}" for field, count in sorted(run.filled.items()))
        yield _said("read", f"{run.read} pages; filled: {filled or 'nothing'}")
    if run.files or report.files or report.files_failed:
        yield _said("files", _files(report, run))
    yield from (_said("repaired", what) for what in run.repaired)


def _links(run: LastRun) -> str:
    promised = f" of {run.promised} promised" if run.promised is not None else ""
    parts = [f"{run.new} new", f"{run.edited} edited", f"{run.cosmetic} with new bytes and the same text"]
    parts += [f"{run.unchanged} unchanged", f"{run.skipped} not asked again", f"{run.failed} failed"]
    return f"{run.found}{promised} on {count(run.pages, 'page')}: {', '.join(parts)}"


def _beside(run: LastRun) -> str:
    came = ", ".join(f"{number} {what}" for what, number in sorted(run.rechecks.items()))
    again = f"{run.rechecked} known ones asked again beside the listing{f' ({came})' if came else ''}"
    return f"{again}; {run.removed} removed, {run.returned} returned, {run.moved} moved"


def _files(report: SiteReport, run: LastRun) -> str:
    now = ", ".join(f"{number} {what}" for what, number in run.files.items()) or "none asked for"
    why = f" ({reasons(report.files_failed)})" if report.files_failed else ""
    return f"{now}; of all, {report.files} kept, {sum(report.files_failed.values())} not{why}"


def _history(report: SiteReport) -> Iterator[str]:
    if report.last is None:
        return
    full = "no complete full walk yet"
    if report.last_full:
        full = f"last complete full walk {_when(report.last_full)}{_ago(report.days_since_full)}"
    gone = f"; {report.gone} of the articles gone or moved" if report.gone else ""
    yield _said("history", f"{count(report.runs, 'run')} since {_when(report.first or '')}; {full}{gone}")
    if report.killed:
        yield _said("killed", f"{count(len(report.killed), 'run')}, the last on {_when(report.killed[-1])}")
    if (now := report.trouble) is not None:
        good = f"the last good one {_when(now.last_good)}" if now.last_good else "none was good so far"
        yield _said("trouble", f"{now.kind} since {_when(now.since)}, {count(now.runs, 'run')}; {good}")
    yield from (_said("alarm", alarm) for alarm in report.alarms)


def listing_lines(listing: ListingReport) -> Iterator[str]:
    """One listing as a block of lines. In: how it was last walked. Out: lines."""
    walked = listing.walked
    when = "" if listing.in_last_run else f" (not walked in the last run; this is of {_when(listing.at)})"
    yield _said("listing", f"{listing.name}{when}")
    yield _said("address", walked.url, 4)
    yield _said("built as", f"{walked.dialect or 'not recognised'}{f': {walked.why}' if walked.why else ''}", 4)
    yield _said("walked", f"{walk(walked)}; last complete full walk {_when(listing.last_full or '')}", 4)
    yield _said("rows", f"{walked.rows} on {of(walked.pages, walked.promised_pages)} pages", 4)
    yield _said("links", f"{of(walked.links, walked.promised)}: {outcome(walked)}", 4)
    yield from (_said("warning", what, 4) for what in walked.warnings)


def walk(walked: Walked) -> str:
    """How it was walked. In: the walk. Out: a phrase."""
    often = "once" if walked.walks == 1 else f"{walked.walks} times"
    state = "complete" if walked.complete else "not complete"
    return f"{'to its end' if walked.full else 'for news only'}, {often}, {state}; ended: {walked.ended or 'not said'}"


def of(have: int, promised: int | None) -> str:
    """What there is of what was promised.

    >>> of(3, 4), of(3, None)
    ('3 of 4 promised', '3')
    """
    return str(have) if promised is None else f"{have} of {promised} promised"


def outcome(walked: Walked) -> str:
    """What its links came to. In: the walk. Out: a phrase."""
    why = f" ({reasons(walked.reasons)})" if walked.reasons else ""
    return f"{walked.new} new, {walked.edited} edited, {walked.known} known, {walked.failed} failed{why}"


def rest(report: SiteReport) -> list[str]:
    """Events, failures and notes. In: the report. Out: lines."""
    return [*_events(report), *(said for one in report.failures for said in _failing(one)), *_notes(report)]


def _events(report: SiteReport) -> Iterator[str]:
    if not report.events:
        return
    counts = ", ".join(f"{count} {kind}" for kind, count in sorted(report.events.items()))
    told = sum(count for kind, count in report.events.items() if kind != "cosmetic")
    shown = f"; {len(report.shown)} of them here, events.jsonl has all" if told > len(report.shown) else ""
    yield _said("events", f"{counts}{shown}")
    for event in report.shown:
        to, why = f" → {event.to}" if event.to else "", f" ({event.because})" if event.because else ""
        yield _said(event.event, f"{event.url}{to}{why}", 4)


def _failing(one: FailureReport) -> Iterator[str]:
    now = f"; {count(one.standing, 'address')} standing so, the first since {_when(one.since)}" if one.since else ""
    yield _said("failed", f"{one.reason}: {one.last_run} in the last run{now}")
    for failing in one.examples:
        yield _said("since", f"{_when(failing.since)}: {failing.url}: {failing.detail}", 4)


def _notes(report: SiteReport) -> Iterator[str]:
    yield from (_said("note", what) for what in report.notes)


def _when(at: str) -> str:
    """A time of the row files for people: UTC, without the seconds' noise.

    >>> _when("2027-01-02T03:04:05Z"), _when("")
    ('2027-01-02 03:04 UTC', 'never')
    """
    return f"{at[:10]} {at[11:16]} UTC" if len(at) > 16 else at or "never"


def _ago(days: int | None) -> str:
    return "" if days is None else " (today)" if days == 0 else f" ({days} day{'s' if days != 1 else ''} ago)"


def _long(seconds: int | None) -> str:
    """How long something took, in words.

    >>> _long(59), _long(3725)
    (', 59 s', ', 1 h 2 min')
    """
    if seconds is None:
        return ""
    if seconds < 60:
        return f", {seconds} s"
    minutes = seconds // 60
    return f", {minutes} min" if minutes < 60 else f", {minutes // 60} h {minutes % 60} min"
