"""Does each line of files.jsonl say what its record says, and does its article carry such a file?"""

from collections.abc import Iterator
from pathlib import Path

from congress_crawler.archive.exchange import header_values
from congress_crawler.archive.ledger import Place
from congress_crawler.archive.peek import Front, peek
from congress_crawler.items import Article, File
from congress_crawler.verify.book import Book, Capture
from congress_crawler.verify.crossing import enter_reference
from congress_crawler.verify.findings import Finding
from congress_crawler.verify.rows import Here, pointer

_TABLE = """
CREATE TEMP TABLE carried (id TEXT, url TEXT, kept INTEGER, PRIMARY KEY (id, url)) WITHOUT ROWID
"""
GONE = {404, 410}


class Files:
    """The check of files.jsonl, line by line. It is told of every article row before."""

    def __init__(self, folder: Path, book: Book) -> None:
        """In: the site's folder, the book."""
        self._folder, self._book = folder, book
        book.db.execute(_TABLE)

    def enter(self, row: Article) -> None:
        """Note what a version of an article links to; the lines of files may be of any version."""
        links = [(row.id, one.url) for one in (*row.attachments, *row.images)]
        if links:
            self._book.db.executemany("INSERT OR IGNORE INTO carried VALUES (?, ?, NULL)", links)

    def check(self, place: Place, row: File) -> Iterator[Finding]:
        """What is wrong with a line."""
        here = Here("files.jsonl", place.number, row.url, (row.id,))
        yield from self._carried(here, place, row)
        if row.warc is None:
            if row.reason is None:
                yield here.says("row-points-nowhere", "is said to be kept, but where is not said")
            elif (row.status, row.size, row.digest) != (None, None, None):
                yield here.says("file-differs", "says what was answered, but names no record of an answer")
            return
        enter_reference(self._book, row.warc, row.id)
        capture = self._book.at(row.warc.file, row.warc.offset)
        yield from pointer(here, row.warc, capture)
        if capture is not None and capture.ref == row.warc:
            yield from self._against(here, row, capture)

    def _carried(self, here: Here, place: Place, row: File) -> Iterator[Finding]:
        of = (row.id, row.url)
        found = self._book.db.execute("SELECT kept FROM carried WHERE id = ? AND url = ?", of).fetchone()
        if found is None:
            yield here.says("file-differs", f"no version of article {row.id} links to it")
        elif row.reason is None and found[0] is not None:
            yield here.says("duplicate-row", f"is kept for {row.id} already, in line {found[0]}")
        elif row.reason is None:
            self._book.db.execute("UPDATE carried SET kept = ? WHERE id = ? AND url = ?", (place.number, *of))

    def _against(self, here: Here, row: File, capture: Capture) -> Iterator[Finding]:
        """Compare a line with its record. What cannot be read there, the pass over the WARC files has named."""
        front = peek(self._folder / "warc" / capture.ref.file, capture.ref.offset)
        if front is None:
            return
        size = self._size(front, capture)
        pairs: list[tuple[str, object, object]] = [
            ("status", row.status, capture.status),
            ("media type", row.media_type, _media_type(front)),
            ("size", row.size, size),
            ("digest", row.digest, capture.payload if size is not None else None),
            ("date", row.at, capture.at),
        ]
        for name, says, has in pairs:
            if says != has:
                yield here.says("file-differs", f"its {name} is {says}, its record says {has}")
        if row.reason is None and (size is None or not 200 <= capture.status < 300):
            how = "is not whole" if size is None else f"answers {capture.status}"
            yield here.says("file-differs", f"is said to be kept, but its record {how}")
        if row.reason == "not-found" and capture.status not in GONE:
            yield here.says("file-differs", f"is said to be not-found, but its record answers {capture.status}")

    def _size(self, front: Front, capture: Capture) -> int | None:
        """How long the entity-body is; None when it is not kept whole."""
        if capture.kind != "revisit":
            return front.size if "WARC-Truncated" not in front.headers else None
        place = self._book.place_of(front.headers.get("WARC-Refers-To", ""), capture.payload)
        original = peek(self._folder / "warc" / place.file, place.offset) if place is not None else None
        return original.size if original is not None else None


def _media_type(front: Front) -> str | None:
    said = b", ".join(header_values(front.head, "Content-Type")).decode("latin-1")
    return said.partition(";")[0].strip().lower() or None
