"""Does the evidence of each event and failure show what is said to have happened?"""

from collections.abc import Iterator, Mapping
from datetime import datetime
from pathlib import Path

import msgspec

from congress_crawler.archive import payload
from congress_crawler.archive.ledger import Place
from congress_crawler.archive.members import Unreadable as NoRecord
from congress_crawler.items import Article, Event, Failure, Unreadable, WarcRef
from congress_crawler.normalise.moment import china
from congress_crawler.verify import crossing
from congress_crawler.verify.book import Book, Capture, Seen
from congress_crawler.verify.findings import Finding
from congress_crawler.verify.rows import Here, Reread, pointer

_GONE = {404, 410}
_SEQUENCE = {"new", "edited", "cosmetic", "returned"}  # told when the answer comes; the others when the run ends
_STATUS = {"not-found": {404, 410, 200}, "rate-limited": {429, 503}}  # 200: the link led to a page of the way


class Failures:
    """The check of failures.jsonl, row by row in its order."""

    def __init__(self, book: Book) -> None:
        """In: the book."""
        self._book = book
        self._before: tuple[str, bytes] = ("", b"")

    def check(self, place: Place, row: Failure) -> Iterator[Finding]:
        """What is wrong with a row. Its record may be of the page that its link led on to."""
        here = Here("failures.jsonl", place.number, row.url)
        now = (row.run, msgspec.json.encode(row))
        if now == self._before:
            yield here.says("duplicate-row", f"is the same as the line before it ({place.number - 1})")
        self._before = now
        crossing.enter_failure(self._book, row.url, row.reason)
        if row.warc is None:
            return
        capture = self._book.at(row.warc.file, row.warc.offset)
        yield from pointer(here, row.warc, capture)
        if capture is not None and capture.status not in _STATUS.get(row.reason, {capture.status}):
            yield here.says("row-differs", f"says {row.reason}, its record answers {capture.status}")


class Events:
    """The check of events.jsonl, row by row in its order. Articles and failures must be in the book."""

    def __init__(self, folder: Path, book: Book, seen: Mapping[str, Seen], reread: Reread | None) -> None:
        """In: the site's folder, the book, what each WARC file says of itself, who reads a record again."""
        self._folder, self._book, self._seen, self._reread = folder, book, seen, reread
        self._place = (-1, -1)
        self.alone: list[tuple[int, Event]] = []  #: removed on one answer beside a walk that must have been complete

    def check(self, place: Place, row: Event) -> Iterator[Finding]:
        """What is wrong with an event; whether its article is there, `crossing.unfounded` says at the end."""
        here = Here("events.jsonl", place.number, row.id, (row.id,))
        crossing.enter_event(self._book, row, place.number)
        crossing.enter_reference(self._book, row.evidence, row.id)
        captures = [self._book.at(ref.file, ref.offset) for ref in (row.evidence, *row.supporting)]
        for ref, capture in zip((row.evidence, *row.supporting), captures, strict=True):
            yield from pointer(here, ref, capture)
        capture = captures[0]
        if capture is None:
            return
        if row.event in _SEQUENCE:
            yield from self._in_sequence(here, row, capture)
        match row.event:
            case "new" | "edited":
                yield from self._made(here, row)
            case "removed":
                yield from self._removed(here, row, capture, captures[1:], place.number)
            case "moved":
                yield from self._moved(here, row)

    def _in_sequence(self, here: Here, row: Event, capture: Capture) -> Iterator[Finding]:
        """What is told when an answer comes stands in the order of the answers, in their run, with their date."""
        now = (self._book.number(row.evidence.file), row.evidence.offset)
        if now < self._place:
            yield here.says("row-out-of-order", "its evidence lies before that of an event above it")
        self._place = now
        if row.at != capture.at:
            yield here.says("event-differs", f"says that it was seen on {row.at}, its evidence is of {capture.at}")
        if (run := self._seen[row.evidence.file].run) != row.run:
            yield here.says("event-differs", f"says that run {row.run} saw it, its evidence is of run {run}")
        if capture.status not in {200, 304}:
            yield here.says("event-differs", f"says {row.event}, but its evidence answers {capture.status}")

    def _made(self, here: Here, row: Event) -> Iterator[Finding]:
        """New or edited: the event and the row of that version rest on the same record."""
        if (row.event == "new") != (row.version == 1):
            yield here.says("event-differs", f"says {row.event}, but it is version {row.version}")
        version = crossing.version(self._book, row.id, row.version)
        if version is None:
            return
        if version.place != (self._book.number(row.evidence.file), row.evidence.offset):
            yield here.says("event-differs", f"its evidence is not the record of its article (line {version.line})")
        if version.url != row.url:
            yield here.says("event-differs", f"its URL is {row.url}, that of its article is {version.url}")
        if row.diff:
            came = {part.text[:400] for part in self._row(version).paragraphs}
            lost = [one for one in row.diff if one.startswith("+ ") and one[2:402] not in came]
            if lost:
                yield here.says("event-differs", f"its diff names a paragraph that did not come: {lost[0]:.60}")

    def _removed(
        self, here: Here, row: Event, capture: Capture, more: list[Capture | None], line: int
    ) -> Iterator[Finding]:
        """Only 404 or 410 on two days, or one such answer (or what stands for one) beside a complete walk, removes."""
        known = [one for one in more if one is not None]
        if known:
            gone = all(one.status in _GONE for one in (*known, capture))
            days = {china(datetime.fromisoformat(one.at)) for one in (*known, capture)}
            if not gone or len(days) < 2:
                yield here.says("event-differs", "says removed, but its answers are not 404 or 410 on two days")
            return
        self.alone.append((line, row))
        if capture.status in _GONE or (capture.url != row.url and crossing.redirected(self._book, row.url)):
            return
        if not crossing.has_failed(self._book, row.url, "soft-404", "not-found"):
            what = f"says removed, but its evidence answers {capture.status} and no failure says that the page is none"
            yield here.says("event-differs", what)
        elif self._reread is not None and self._reads(row, row.evidence, self._reread):
            yield here.says("event-differs", "says removed, but its evidence still reads as an article")

    def _moved(self, here: Here, row: Event) -> Iterator[Finding]:
        """The text of the article is that of the one it moved to."""
        version = crossing.version(self._book, row.id, row.version)
        if row.to is None:
            yield here.says("event-differs", "says moved, but not where to")
        if version is not None and version.text not in crossing.text_at(self._book, row.evidence):
            yield here.says("event-differs", "says moved, but no article read in its evidence has the same text")

    def _reads(self, row: Event, ref: WarcRef, reread: Reread) -> bool:
        version = crossing.version(self._book, row.id, row.version)
        if version is None:
            return False
        try:
            reread(payload.read(self._folder, ref, self._book.place_of), self._row(version))
        except (NoRecord, Unreadable):
            return False
        return True

    def _row(self, version: crossing.Version) -> Article:
        with (self._folder / "articles.jsonl").open("rb") as file:
            file.seek(version.offset)
            return msgspec.json.decode(file.readline(), type=Article)
