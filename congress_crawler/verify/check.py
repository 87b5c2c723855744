"""Do rows, bytes, events, runs, indexes and signatures agree?

One pass over the WARC files, one over each row file, then what is derived and what is signed. Changes nothing in the
folder, needs no index, and may run while a crawl writes: it looks at what was there when it began.
"""

import dataclasses
import itertools
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from congress_crawler.archive.errors import StorageError
from congress_crawler.archive.ledger import LEDGERS, Place
from congress_crawler.archive.lock import holder
from congress_crawler.items import Article, Event, Failure, File, Run
from congress_crawler.verify import crossing, derived, proofs, rows, warcs
from congress_crawler.verify.book import Book, Seen
from congress_crawler.verify.events import Events, Failures
from congress_crawler.verify.files import Files
from congress_crawler.verify.findings import Finding, Report
from congress_crawler.verify.many import Many
from congress_crawler.verify.rows import Articles, Reread
from congress_crawler.verify.runs import Tally
from congress_crawler.verify.state import known

Progress = Callable[[int, int], None]  #: bytes read so far, bytes in all
_TOMORROW = timedelta(days=1)


def verify(
    folder: Path, *, reread: Reread | None = None, progress: Progress | None = None, resume: Path | None = None
) -> Report:
    """Check one site's folder (output/<site>) against itself.

    In: `reread(record, row)` reads a record again, as an Article (items.Unreadable when it is none); without it the
    text is compared with its digest only. `progress(done, all)` is called as bytes are read. `resume` is a file that
    keeps what was read: a call that was killed goes on after the last whole WARC file, and reads again what changed
    since; the caller removes it when it is no longer wanted. Out: the report; its findings name each bad thing. Raises
    StorageError when the folder is not there or a file cannot be read.
    """
    if not folder.is_dir():
        raise StorageError(f"{folder}: there is no such folder; give the folder of one site, e.g. output/shandong")
    book = Book(resume)
    try:
        return _Check(folder, book, reread, progress).report
    except OSError as error:
        raise StorageError(f"{error.filename or folder}: cannot be read: {error.strerror}") from error
    finally:
        book.close()


class _Check:
    """One verification: `report` when it is made."""

    def __init__(self, folder: Path, book: Book, reread: Reread | None, progress: Progress | None) -> None:
        self._folder, self._book, self._reread, self._progress = folder, book, reread, progress
        self.report = Report(folder, writing=holder(folder))
        self._latest = f"{datetime.now(UTC) + _TOMORROW:%Y-%m-%dT%H:%M:%SZ}"
        # In the reverse of the order in which a commit writes, so that what a row needs is within the sizes noted.
        self._sizes = {name: _size(folder / name) for name in reversed(LEDGERS)}
        self._warcs = [known(path) for path in sorted((folder / "warc").glob("*.warc.gz"))]
        self.report.warc_bytes = sum(one.size for one in self._warcs)
        self._all, self._done = sum(self._sizes.values()) + self.report.warc_bytes, 0
        self._seen: list[Seen] = []
        self._of_rows = Many(Finding)  # held until it can be said which articles the records hit
        self._read_warcs()
        self._read_rows()
        self._read_made()

    def _read_warcs(self) -> None:
        for seen in self._book.again(self._warcs):
            self._take(seen)
            self._walked(self._warcs[len(self._seen) - 1].size)
        for one in self._warcs[len(self._seen) :]:
            reader = warcs.WarcReader(
                self._folder / "warc" / one.name,
                one.size,
                self._book,
                latest=self._latest,
                writing=self.report.writing is not None,
            )
            reader.read(self._walked)
            self._tell(reader.notes)
            self._book.end(one, reader.seen)
            self._take(reader.seen)

    def _take(self, seen: Seen) -> None:
        """What a WARC file gave, read now or by the `verify` before this one."""
        self._seen.append(seen)
        self._tell(f"{one} (a crash may have come before it was written)" for one in seen.torn)
        self.report.count("warc-files")
        for name, items in seen.counts.items():
            self.report.count(name, items)
        self.report.records += seen.counts.get("records", 0)

    def _read_rows(self) -> None:
        by_name, tally = {one.name: one for one in self._seen}, Tally(self._book, self._seen)
        self._articles = Articles(self._folder, self._book, by_name, self._reread)
        self._files, self._failures = Files(self._folder, self._book), Failures(self._book)
        self._events = Events(self._folder, self._book, by_name, self._reread)
        for place in self._lines():
            self._row(place, tally)
        tally.alone = self._events.alone
        self._tell(self._across(tally), self._of_rows)
        for name in ("articles", "files", "failures", "events", "runs"):
            self.report.count(name, getattr(self.report, name))
        if self._reread is not None:
            self.report.count("reread", self._articles.read_again)

    def _row(self, place: Place, tally: Tally) -> None:
        """One row of any ledger."""
        report = self.report
        match place.row:
            case Article() as row:
                report.articles += 1
                tally.articles[row.provenance.run if row.provenance else ""] += 1
                self._files.enter(row)
                self._tell(self._articles.check(place, row), self._of_rows)
            case File() as row:
                report.files += 1
                tally.files[row.run] += 1
                self._tell(self._files.check(place, row), self._of_rows)
            case Failure() as row:
                report.failures += 1
                tally.failures[row.run] += 1
                self._tell(self._failures.check(place, row), self._of_rows)
            case Event() as row:
                report.events += 1
                tally.events[row.run, row.event] += 1
                self._tell(self._events.check(place, row), self._of_rows)
            case Run() as row:
                report.runs += 1
                tally.enter(place, row)

    def _lines(self) -> Iterator[Place]:
        for name in LEDGERS:
            for place in rows.places(self._folder, name, self._sizes[name], self._bad_line):
                self._walked(place.length)
                yield place

    def _bad_line(self, bad: Finding, *, last: bool) -> None:
        """A line that is no row. The last one, while a crawl writes, is none yet."""
        if last and self.report.writing is not None:
            self.report.notes.append(f"{bad.file}: {bad.where}: is being written")
        else:
            self._of_rows.append(bad)

    def _across(self, tally: Tally) -> Iterator[Finding]:
        """What no single row shows."""
        for article_id, line, highest in crossing.gaps(self._book):
            what = f"its versions are not 1 to {highest}"
            yield Finding("version-gap", "articles.jsonl", f"line {line}", what, article_id)
        for article_id, version, line, event in crossing.unfounded(self._book):
            what = f"{event}: version {version} has no article row"
            yield Finding("event-without-article", "events.jsonl", f"line {line}", what, article_id)
        for article_id, version, line, run in crossing.unannounced(self._book):
            if self.report.writing is None or tally.lined(run):
                what = f"version {version} has no new or edited event"
                yield Finding("article-without-event", "articles.jsonl", f"line {line}", what, article_id)
        for article_id, version, line, event in crossing.repeated(self._book):
            what = f"its run has told of it before: {event}, version {version}"
            yield Finding("duplicate-row", "events.jsonl", f"line {line}", what, article_id)
        yield from tally.findings(writing=self.report.writing is not None)

    def _read_made(self) -> None:
        """All findings in order: of WARC files, with the articles that they hit; of rows; of what is made of them."""
        crossing.rest(self._book)
        for finding, alone in self._book.told():
            self.report.findings.append(self._hit(finding, alone=alone))
        of_warcs = (one for one in self._of_rows if one.file.startswith("warc/"))
        for finding in itertools.chain(warcs.revisits(self._book), of_warcs):
            self.report.findings.append(self._hit(finding, alone=True))
        self._tell(one for one in self._of_rows if not one.file.startswith("warc/"))
        self._tell(derived.check_cdxj(self._folder, self.report))
        self._tell(proofs.check(self._folder))

    def _hit(self, finding: Finding, *, alone: bool) -> Finding:
        name, offset = finding.file.removeprefix("warc/"), finding.at
        if offset is None:
            return finding
        record = finding.subject if finding.kind not in {"dangling-revisit", "revisit-mismatch"} else None
        return dataclasses.replace(finding, articles=crossing.hit(self._book, name, offset, record, alone=alone))

    def _walked(self, more: int) -> None:
        self._done += more
        if self._progress is not None:
            self._progress(self._done, self._all)

    def _tell(self, found: Iterable[Finding | str], findings: Many[Finding] | list[Finding] | None = None) -> None:
        """Put notes (strings) among the notes, findings among those of the report, or where they are held."""
        to = self.report.findings if findings is None else findings
        for one in found:
            if isinstance(one, str):
                self.report.notes.append(one)
            else:
                to.append(one)


def _size(path: Path) -> int:
    return path.stat().st_size if path.exists() else 0
