"""Does each row say what its record says, and does it agree with itself?"""

import hashlib
from collections.abc import Callable, Iterator
from pathlib import Path

from congress_crawler.archive import payload
from congress_crawler.archive.ledger import Place, read
from congress_crawler.archive.members import Unreadable as NoRecord
from congress_crawler.archive.record import Record
from congress_crawler.items import Article, Event, Failure, Provenance, Unreadable, WarcRef
from congress_crawler.verify.book import Book, Capture
from congress_crawler.verify.findings import Finding, Kind, Report

Reread = Callable[[Record, Article], Article]  #: reads a record as the row was read; may raise items.Unreadable
_NOT_READ = {"schema", "version", "provenance"}  #: fields that the page does not say


class Here:
    """Where in a ledger we are: makes findings of what is wrong there."""

    def __init__(self, file: str, line: int, subject: str | None) -> None:
        self._place = (file, f"line {line}")
        self._subject = subject

    def says(self, kind: Kind, what: str) -> Finding:
        """A finding about the row at hand."""
        return Finding(kind, *self._place, what, self._subject)


def places(folder: Path, name: str, end: int, report: Report) -> Iterator[Place]:
    """The good lines of a ledger up to byte `end`; the bad ones go into the report."""
    for place in read(folder / name, 0, end):
        if place.row is not None:
            yield place
            continue
        last = place.offset + place.length >= end
        if last and report.writing is not None:
            report.notes.append(f"{name}: line {place.number}: is being written")
        else:
            kind: Kind = "torn-tail" if last else "bad-row"
            report.findings.append(Finding(kind, name, f"line {place.number}", place.why))


def articles(folder: Path, place: Place, row: Article, book: Book, reread: Reread | None) -> Iterator[Finding | str]:
    """What is wrong with an article row. A str is a note."""
    here = Here("articles.jsonl", place.number, row.id)
    made = row.provenance
    if made is None:
        yield here.says("row-points-nowhere", "has no provenance")
        return
    before = book.enter_version(row.id, row.version, place.number, made.run)
    if before is not None:
        yield here.says("duplicate-version", f"version {row.version} is there already, in line {before}")
    yield from _itself(here, row)
    capture = book.at(made.warc.file, made.warc.offset)
    yield from _against(here, row, made, capture)
    if reread is not None and capture is not None:
        yield from _again(folder, here, row, made, book, reread)


def pointer(here: Here, ref: WarcRef, capture: Capture | None) -> Iterator[Finding]:
    """Whether a reference is, to the byte, that of a response, revisit or conversion record."""
    where = f"byte {ref.offset} of warc/{ref.file}"
    if capture is None:
        yield here.says("row-points-nowhere", f"no response, revisit or conversion begins at {where}")
    elif capture.ref != ref:
        found = f"{capture.ref.record_id}, {capture.ref.length} bytes"
        yield here.says("row-points-nowhere", f"at {where} lies {found}; the row says {ref.record_id}, {ref.length}")


def failures(place: Place, row: Failure, book: Book) -> Iterator[Finding]:
    """What is wrong with a failure row: its reference. Its record may be of the page that its link led on to."""
    if row.warc is not None:
        here = Here("failures.jsonl", place.number, row.url)
        yield from pointer(here, row.warc, book.at(row.warc.file, row.warc.offset))


def events(place: Place, row: Event, book: Book) -> Iterator[Finding]:
    """What is wrong with an event row by itself; whether its article is there, `Book.unfounded` says at the end."""
    here = Here("events.jsonl", place.number, row.id)
    yield from pointer(here, row.evidence, book.at(row.evidence.file, row.evidence.offset))
    book.enter_event(row.id, row.version, place.number, row.event)


def _itself(here: Here, row: Article) -> Iterator[Finding]:
    if digest(row.text) != row.digests.text:
        yield here.says("row-edited", "its text is not the text of its digest")
    if row.paragraphs and "\n".join(part.text for part in row.paragraphs) != row.text:
        yield here.says("row-edited", "its text is not its paragraphs joined")
    key = hashlib.sha256(row.canonical_url.encode()).hexdigest()[:16]
    if row.id != f"{row.site}-{key}":
        yield here.says("row-edited", f"its id is not that of its canonical URL ({row.site}-{key})")


def _against(here: Here, row: Article, made: Provenance, capture: Capture | None) -> Iterator[Finding]:
    yield from pointer(here, made.warc, capture)
    if capture is None or capture.ref != made.warc:
        return
    pairs = [
        ("URL", row.url, capture.url),
        ("payload digest", row.digests.payload, capture.payload),
        ("date", made.fetched_at, capture.at),
        ("status", made.status, capture.status),
    ]
    for name, says, has in pairs:
        if says != has:
            yield here.says("row-differs", f"its {name} is {says}, its record says {has}")


def _again(
    folder: Path, here: Here, row: Article, made: Provenance, book: Book, reread: Reread
) -> Iterator[Finding | str]:
    """Read the record again and compare what the page says."""
    try:
        again = reread(payload.read(folder, made.warc, book.place_of), row)
    except NoRecord as error:
        yield here.says("reread-differs", f"its payload cannot be had: {error}")
        return
    except Unreadable as error:
        yield here.says("reread-differs", f"its record cannot be read as an article: {error}")
        return
    names = [name for name in row.__struct_fields__ if name not in _NOT_READ]
    other = [name for name in names if getattr(row, name) != getattr(again, name)]
    if not other:
        return
    told = f"reading its record again gives another {', '.join(other)}"
    newer = again.provenance is not None and again.provenance.extractor != made.extractor
    yield f"{row.id}: {told}, with a newer reading (see reextract)" if newer else here.says("reread-differs", told)


def digest(text: str) -> str:
    """The labelled digest of a text in UTF-8, as in `digests.text`. A lone surrogate counts as U+FFFD, as in a row."""
    return f"sha256:{hashlib.sha256(text.encode()).hexdigest()}"
