"""Do rows, bytes, events and runs agree?

One pass over the WARC files, one over each row file. Changes nothing in the folder, needs no index, and may run while
a crawl writes: it looks at what was there when it began.
"""

from collections.abc import Callable, Iterator
from pathlib import Path

from congress_crawler.archive.errors import StorageError
from congress_crawler.archive.ledger import LEDGERS
from congress_crawler.archive.lock import holder
from congress_crawler.items import Article, Event, Failure, Run
from congress_crawler.verify import rows, warcs
from congress_crawler.verify.book import Book
from congress_crawler.verify.findings import Finding, Report
from congress_crawler.verify.rows import Reread
from congress_crawler.verify.runs import Tally

Progress = Callable[[int, int], None]  #: bytes read so far, bytes in all


def verify(folder: Path, *, reread: Reread | None = None, progress: Progress | None = None) -> Report:
    """Check one site's folder (output/<site>) against itself.

    In: `reread(record, row)` reads a record again, as an Article (items.Unreadable when it is none); without it the
    text is compared with its digest only. `progress(done, all)` is called as bytes are read. Out: the report; its
    findings name each bad thing. Raises StorageError when the folder is not there or a file cannot be read.
    """
    if not folder.is_dir():
        raise StorageError(f"{folder}: there is no such folder; give the folder of one site, e.g. output/shandong")
    book = Book()
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
        # In the reverse of the order in which a commit writes, so that what a row needs is within the sizes noted.
        self._sizes = {name: _size(folder / name) for name in reversed(LEDGERS)}
        self._warcs = {path: _size(path) for path in sorted((folder / "warc").glob("*.warc.gz"))}
        self.report.warc_bytes = sum(self._warcs.values())
        self._all, self._done = sum(self._sizes.values()) + self.report.warc_bytes, 0
        self._tally = Tally()
        self._read_warcs()
        self._read_rows()

    def _read_warcs(self) -> None:
        for path, size in self._warcs.items():
            if size == 0 and self.report.writing is None:
                self._tell(Finding("torn-tail", f"warc/{path.name}", "byte 0", "is empty"))
            warcs.records(path, size, self.report, self._book, self._walked)
        self._tell(*warcs.revisits(self._book))

    def _read_rows(self) -> None:
        for name in LEDGERS:
            for place in rows.places(self._folder, name, self._sizes[name], self.report):
                self._walked(place.length)
                match place.row:
                    case Article() as row:
                        self.report.articles += 1
                        self._tally.articles[row.provenance.run if row.provenance else ""] += 1
                        self._tell(*rows.articles(self._folder, place, row, self._book, self._reread))
                    case Failure() as row:
                        self.report.failures += 1
                        self._tally.failures[row.run] += 1
                        self._tell(*rows.failures(place, row, self._book))
                    case Event() as row:
                        self.report.events += 1
                        self._tell(*rows.events(place, row, self._book))
                    case Run() as row:
                        self.report.runs += 1
                        self._tally.enter(place, row)
        self._tell(*self._across())

    def _across(self) -> Iterator[Finding]:
        """What no single row shows."""
        for article_id, line, highest in self._book.gaps():
            what = f"its versions are not 1 to {highest}"
            yield Finding("version-gap", "articles.jsonl", f"line {line}", what, article_id)
        for article_id, version, line, event in self._book.unfounded():
            what = f"{event}: version {version} has no article row"
            yield Finding("event-without-article", "events.jsonl", f"line {line}", what, article_id)
        for article_id, version, line, run in self._book.unannounced():
            if self.report.writing is None or self._tally.lined(run):
                what = f"version {version} has no new or edited event"
                yield Finding("article-without-event", "articles.jsonl", f"line {line}", what, article_id)
        yield from self._tally.findings(writing=self.report.writing is not None)

    def _walked(self, more: int) -> None:
        self._done += more
        if self._progress is not None:
            self._progress(self._done, self._all)

    def _tell(self, *found: Finding | str) -> None:
        for one in found:
            if isinstance(one, str):
                self.report.notes.append(one)
            else:
                self.report.findings.append(one)


def _size(path: Path) -> int:
    return path.stat().st_size if path.exists() else 0
