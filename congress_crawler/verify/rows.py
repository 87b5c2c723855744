"""Does each row say what its record says, and does it agree with itself?"""

import hashlib
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Protocol

from congress_crawler.archive import payload
from congress_crawler.archive.ledger import Place, read
from congress_crawler.archive.members import Unreadable as NoRecord
from congress_crawler.archive.record import Record
from congress_crawler.items import Article, Provenance, Unreadable, WarcRef
from congress_crawler.verify.book import Book, Capture, Seen
from congress_crawler.verify.crossing import enter_version
from congress_crawler.verify.findings import Finding, Kind

Reread = Callable[[Record, Article], Article]  #: reads a record as the row was read; may raise items.Unreadable
_NOT_READ = {"schema", "version", "provenance"}  #: fields that the page does not say
_OURS = "congress-crawler/"  # in the software that warcinfo names: rows are read by the program that crawls
_LED = ("list_url", "listed", "run", "profile")  #: of provenance, as the archive tells it


class Here:
    """Where in a ledger we are: makes findings of what is wrong there."""

    def __init__(self, file: str, line: int, subject: str | None, articles: tuple[str, ...] = ()) -> None:
        """In: the ledger's name, the line's number, what the row is about, the articles it is about."""
        self._place = (file, f"line {line}")
        self._about = (subject, articles)

    def says(self, kind: Kind, what: str) -> Finding:
        """A finding about the row at hand."""
        return Finding(kind, *self._place, what, *self._about)


class Bad(Protocol):
    """Who is told of a line that is no row, and whether it is the last."""

    def __call__(self, bad: Finding, *, last: bool) -> None:
        """Take it."""


def places(folder: Path, name: str, end: int, tell: Bad) -> Iterator[Place]:
    """The good lines of a ledger up to byte `end`; of the bad ones `tell` is told."""
    for place in read(folder / name, 0, end):
        if place.row is not None:
            yield place
            continue
        last = place.offset + place.length >= end
        kind: Kind = "torn-tail" if last and not place.why.startswith("is no row") else "bad-row"
        tell(Finding(kind, name, f"line {place.number}", place.why), last=last)


def pointer(here: Here, ref: WarcRef, capture: Capture | None) -> Iterator[Finding]:
    """Whether a reference is, to the byte, that of a response, revisit or conversion record."""
    where = f"byte {ref.offset} of warc/{ref.file}"
    if capture is None:
        yield here.says("row-points-nowhere", f"no response, revisit or conversion begins at {where}")
    elif capture.ref != ref:
        found = f"{capture.ref.record_id}, {capture.ref.length} bytes"
        yield here.says("row-points-nowhere", f"at {where} lies {found}; the row says {ref.record_id}, {ref.length}")


class Articles:
    """The check of articles.jsonl, row by row in its order."""

    def __init__(self, folder: Path, book: Book, seen: Mapping[str, Seen], reread: Reread | None) -> None:
        """In: the site's folder, the book, what each WARC file says of itself, who reads a record again."""
        self._folder, self._book, self._seen, self._reread = folder, book, seen, reread
        self._before = (-1, -1)
        self.read_again = 0

    def check(self, place: Place, row: Article) -> Iterator[Finding | str]:
        """What is wrong with a row. A str is a note."""
        here = Here("articles.jsonl", place.number, row.id, (row.id,))
        made = row.provenance
        if made is None:
            yield here.says("row-points-nowhere", "has no provenance")
            return
        before = enter_version(self._book, row, made, place.number, place.offset)
        if before is not None:
            yield here.says("duplicate-version", f"version {row.version} is there already, in line {before}")
        yield from _itself(here, row)
        capture = self._book.at(made.warc.file, made.warc.offset)
        yield from _against(here, row, made, capture)
        if capture is None:
            return
        yield from self._in_order(here, made)
        yield from self._by_run(here, made)
        if self._reread is not None:
            self.read_again += 1
            yield from self._again(here, row, made, self._reread)

    def _in_order(self, here: Here, made: Provenance) -> Iterator[Finding]:
        """A row is written right after its record, so rows stand in the order of their records."""
        now = (self._book.number(made.warc.file), made.warc.offset)
        if now < self._before:
            file, offset = self._before
            what = f"its record lies before that of the row above it (byte {offset} of warc/{self._book.name(file)})"
            yield here.says("row-out-of-order", what)
        self._before = now

    def _by_run(self, here: Here, made: Provenance) -> Iterator[Finding]:
        """The run, its profile and its software, as the file of the row's record names them."""
        seen = self._seen[made.warc.file]
        for name, says, has in (("run", made.run, seen.run), ("profile", made.profile, seen.profile)):
            if says != has:
                yield here.says("row-differs", f"its {name} is {says}, that of its WARC file is {has or 'not known'}")
        if _OURS in seen.software and made.extractor not in seen.software.split():
            what = f"says that {made.extractor} read it, its WARC file was written by {seen.software}"
            yield here.says("row-differs", what)

    def _again(self, here: Here, row: Article, made: Provenance, reread: Reread) -> Iterator[Finding | str]:
        """Read the record again and compare what the page says, and where on it each value was found."""
        try:
            again = reread(payload.read(self._folder, made.warc, self._book.place_of), row)
        except NoRecord as error:
            yield here.says("reread-differs", f"its payload cannot be had: {error}")
            return
        except Unreadable as error:
            yield here.says("reread-differs", f"its record cannot be read as an article: {error}")
            return
        newer = again.provenance is not None and again.provenance.extractor != made.extractor
        other = [name for name in row.__struct_fields__ if name not in _NOT_READ and _differ(row, again, name)]
        told = f"reading its record again gives another {', '.join(other)}"
        if other and newer:
            yield f"{row.id}: {told}, with a newer reading (see reextract)"
        elif other:
            yield here.says("reread-differs", told + _places(row, again))
        led = [name for name in _LED if again.provenance is not None and _differ(made, again.provenance, name)]
        if led and not newer:
            yield here.says("reread-differs", f"the archive tells another {', '.join(led)} of its provenance")


def _differ(one: object, other: object, name: str) -> bool:
    return bool(getattr(one, name) != getattr(other, name))


def _places(row: Article, again: Article) -> str:
    """Which evidence is another one, in words."""
    names = sorted({*row.evidence, *again.evidence})
    other = [name for name in names if row.evidence.get(name) != again.evidence.get(name)]
    return f" (evidence of {', '.join(other)})" if other else ""


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


def digest(text: str) -> str:
    """The labelled digest of a text in UTF-8, as in `digests.text`. A lone surrogate counts as U+FFFD, as in a row."""
    return f"sha256:{hashlib.sha256(text.encode()).hexdigest()}"
