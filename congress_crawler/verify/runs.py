"""Does each run line say what the rows and WARC files of the run say?"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta

import msgspec

from congress_crawler.archive.ledger import Place
from congress_crawler.items import Event, Run, WarcRef
from congress_crawler.normalise import canonical
from congress_crawler.verify import crossing
from congress_crawler.verify.book import Book, Seen
from congress_crawler.verify.findings import Finding
from congress_crawler.verify.rows import Here, pointer
from congress_crawler.verify.warcs import SLACK

_TOLD = ("new", "edited", "cosmetic")  # of listed links; of others they stand in `rechecks`
_ENDED = ("removed", "returned", "moved")


class Tally:
    """Rows by run, and what the run lines say of them. The newest line of a run counts."""

    def __init__(self, book: Book, seen: Sequence[Seen]) -> None:
        """In: the book, and what each WARC file says of itself."""
        self._book = book
        self.articles: Counter[str] = Counter()
        self.failures: Counter[str] = Counter()
        self.files: Counter[str] = Counter()
        self.events: Counter[tuple[str, str]] = Counter()
        self.alone: list[tuple[int, Event]] = []  #: events that need a complete walk in their run
        self._lines: dict[str, tuple[int, Run]] = {}
        self._seen: dict[str, list[Seen]] = {}
        for one in seen:
            self._seen.setdefault(one.run, []).append(one)

    def enter(self, place: Place, row: Run) -> None:
        """Take in one run line."""
        self._lines[row.run] = (place.number, row)

    def lined(self, run: str) -> bool:
        """Whether a run has a line."""
        return run in self._lines

    def findings(self, *, writing: bool) -> Iterator[Finding]:
        """Runs whose lines are wrong or missing. While a crawl writes, its run may have no line yet."""
        for run in sorted({*self.articles, *self.failures, *self.files, *self._lines, *self._seen}):
            if run in self._lines:
                yield from _Line(self, *self._lines[run]).findings()
            elif not writing and run:
                rows = f"{self.articles[run]} articles and {self.failures[run]} failures"
                what = f"has no line, but {rows} (a killed run: the next crawl writes its line)"
                yield Finding("run-without-line", "runs.jsonl", "the whole file", what, run)
        yield from self._order()
        yield from self._unwalked()

    def of(self, run: str) -> list[Seen]:
        """What the WARC files of a run say of themselves, in order."""
        return self._seen.get(run, [])

    @property
    def book(self) -> Book:
        """The book."""
        return self._book

    def _order(self) -> Iterator[Finding]:
        """One run at a time writes: each begins when the one before it has ended."""
        latest = ""
        for number, row in sorted(self._lines.values(), key=lambda one: one[0]):
            if row.exit is not None and row.started < latest and (begun := _moment(row.started)) is not None:
                ended = _moment(latest)
                if ended is not None and begun < ended - SLACK:
                    what = f"began on {row.started}, before the run of an earlier line had ended ({latest})"
                    yield Here("runs.jsonl", number, row.run).says("row-out-of-order", what)
            latest = max(latest, row.ended) if row.exit is not None else latest

    def _unwalked(self) -> Iterator[Finding]:
        for number, event in self.alone:
            line = self._lines.get(event.run)
            if line is not None and not all(walked.complete for walked in line[1].listings):
                what = f"says removed on one answer, but run {event.run} walked a listing that was not complete"
                yield Here("events.jsonl", number, event.id, (event.id,)).says("event-differs", what)


class _Line:
    """The newest line of one run."""

    def __init__(self, tally: Tally, number: int, row: Run) -> None:
        self._tally, self._row = tally, row
        self._here = Here("runs.jsonl", number, row.run)
        self._files = tally.of(row.run)
        self._cut = any(" torn: rows " in said for said in row.repaired)  # a later opening had to cut rows of this run

    def findings(self) -> Iterator[Finding]:
        """Everything that does not agree."""
        yield from self._counts()
        yield from self._sums()
        yield from self._made()
        yield from self._dates()
        yield from self._records()

    def _counts(self) -> Iterator[Finding]:
        row, tally = self._row, self._tally
        pairs = [
            ("article rows", row.rows, tally.articles[row.run]),
            ("failure rows", row.failure_lines, tally.failures[row.run]),
            ("file rows", row.file_lines, tally.files[row.run]),
        ]
        kinds = _TOLD if row.exit is None else (*_TOLD, *_ENDED)  # the line of a killed run does not count the latter
        for kind in kinds:
            says = getattr(row, kind) + row.rechecks.get(kind, 0)
            pairs += [(f"events {kind}", says, tally.events[row.run, kind])]
        for name, says, has in pairs:
            if says != has and not (self._cut and name.startswith("events") and says > has):
                yield self._here.says("run-count", f"says {says} {name}, there are {has}")

    def _sums(self) -> Iterator[Finding]:
        """What adds up by what the fields mean."""
        row = self._row
        answers = sum(one.answers + bool(one.torn) for one in self._files)
        read = row.new + row.edited + row.cosmetic + row.unchanged
        read += sum(count for name, count in row.rechecks.items() if name != "failed")
        if row.exit is not None and read > answers and not self._cut:
            what = (
                f"says that {read} articles answered, its WARC files hold {answers} answers to questions for articles"
            )
            yield self._here.says("run-count", what)
        if sum(row.reasons.values()) != row.failed:
            yield self._here.says("run-count", f"says {row.failed} failed, its reasons {sum(row.reasons.values())}")
        settled = row.new + row.edited + row.cosmetic + row.unchanged + row.skipped + row.failed
        if row.exit is not None and settled > row.found:
            yield self._here.says("run-count", f"says {row.found} links were found, and what became of {settled}")

    def _made(self) -> Iterator[Finding]:
        """Software and profile, as each WARC file of the run names them."""
        software = {" ".join(f"{name}/{number}" for name, number in self._row.software.items())}
        software.add(self._row.software.get("software", ""))
        for one in self._files:
            if one.profile != self._row.profile:
                yield self._says(one, "profile", self._row.profile, one.profile)
            if one.software not in software:
                yield self._says(one, "software", max(software), one.software)

    def _says(self, one: Seen, name: str, says: str, has: str) -> Finding:
        return self._here.says("run-differs", f"its {name} is {says}, warc/{one.name} says {has}")

    def _dates(self) -> Iterator[Finding]:
        """The run's own dates, and those of its captures, which lie between them."""
        row = self._row
        started, ended = _moment(row.started), _moment(row.ended)
        backwards = started is None or ended is None or (row.exit is not None and ended < started - SLACK)
        if started is None or ended is None or backwards or ended > datetime.now(UTC) + _DAY:
            yield self._here.says("bad-date", f"began on {row.started} and ended on {row.ended}: that cannot be")
            return
        for one in self._files:
            stamp = _stamp(one.name)
            if row.exit is not None and stamp != started:
                yield self._here.says("run-differs", f"began on {row.started}, but its file is named warc/{one.name}")
            first = f"{min(started, stamp or started) - SLACK:%Y-%m-%dT%H:%M:%SZ}"
            last = f"{ended + SLACK:%Y-%m-%dT%H:%M:%SZ}"
            if one.captures and (one.first < first or one.last > last):
                for offset, record, at in crossing.outside(self._tally.book, one.name, first, last):
                    what = f"is dated {at}, outside of its run ({row.started} to {row.ended})"
                    yield Finding("bad-date", f"warc/{one.name}", f"byte {offset}", what, record)

    def _records(self) -> Iterator[Finding]:
        """The records that the line points at: list pages, robots.txt, answers that asked us to wait."""
        row = self._row
        if row.exit is not None and len(row.listing_pages) != len(row.listing_records):
            what = f"walked {len(row.listing_pages)} list pages, but names the records of {len(row.listing_records)}"
            yield self._here.says("run-differs", what)
        if row.exit is not None and not row.robots and any(one.captures for one in self._files):
            yield self._here.says("run-differs", "asked for pages, but names no robots.txt in force")
        for page, ref in zip(row.listing_pages, row.listing_records, strict=False):
            yield from self._pointed(f"the list page {page}", ref, {200, 304}, page)
        for said in row.robots:
            if said.get("warc") is not None:
                ref = msgspec.convert(said["warc"], WarcRef)
                status = said.get("status")
                yield from self._pointed(f"the robots.txt {said.get('url')}", ref, {status} if status else set())
        for wait in row.waits:
            if wait.warc is not None:
                yield from self._pointed(f"the answer of {wait.url} that asked to wait", wait.warc, {wait.status})

    def _pointed(self, what: str, ref: WarcRef, statuses: set[int], url: str | None = None) -> Iterator[Finding]:
        capture = self._tally.book.at(ref.file, ref.offset)
        for finding in pointer(self._here, ref, capture):
            yield self._here.says(finding.kind, f"{what}: {finding.what}")
        if capture is not None and url is not None and canonical(capture.url) != canonical(url):
            yield self._here.says("run-differs", f"{what} is said to be a record of {capture.url}")
        if capture is not None and statuses and capture.status not in statuses:
            yield self._here.says("run-differs", f"{what} answered {capture.status}, the line says {min(statuses)}")


_DAY = timedelta(days=1)
_NAME = re.compile(r"-(\d{14})-\d{5,9}\.warc\.gz$")


def _stamp(name: str) -> datetime | None:
    """When the run of a WARC file began, by the file's name; None when the name says nothing.

    >>> _stamp("shandong-20260102030405-00001.warc.gz").isoformat(), _stamp("x.warc.gz")
    ('2026-01-02T03:04:05+00:00', None)
    """
    found = _NAME.search(name)
    try:
        return datetime.strptime(found[1] + "Z", "%Y%m%d%H%M%S%z") if found else None
    except ValueError:
        return None


def _moment(text: str) -> datetime | None:
    """A WARC-Date as a moment; None when it is none."""
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return None
