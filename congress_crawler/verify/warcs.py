"""Is every record whole, and does each one that refers to another find it?"""

from collections import Counter
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path

from congress_crawler.archive.members import Damage
from congress_crawler.archive.record import Record
from congress_crawler.archive.walking import walk
from congress_crawler.verify.beside import Beside
from congress_crawler.verify.book import CAPTURES, Book, Seen
from congress_crawler.verify.fields import date_fault, plain, strange
from congress_crawler.verify.findings import Finding, Kind

Walked = Callable[[int], None]  #: told how many more bytes have been read
SLACK = timedelta(minutes=5)  #: clocks are set, and a slow answer is dated by when it was asked for
_COUNTED = {"response": "responses", "revisit": "revisits", "request": "requests", "conversion": "conversions"}
_HELD = 1 << 14  # bytes of a payload that is held: those of warcinfo and metadata are; all are checked


class WarcReader:
    """Reads one WARC file into the book. `seen` is what the file says of itself."""

    def __init__(self, path: Path, size: int, book: Book, *, latest: str, writing: bool) -> None:
        """In: the file, the byte up to which it is read; the latest date that is not in the future."""
        self._path, self._size, self._book, self._latest, self._writing = path, size, book, latest, writing
        self.notes: list[str] = []
        self.seen = Seen(name=path.name)
        self._number = book.begin(path.name)
        self._near = Beside(self.seen)
        self._before: str | None = None
        self._newest = ""
        self._counts = Counter[str]()

    def read(self, walked: Walked) -> None:
        """Read it. Raises OSError."""
        for found in walk(self._path, 0, self._size, hold=_HELD):
            if isinstance(found, Record):
                walked(found.length)
                self._record(found)
            else:
                walked((self._size if found.next is None else found.next) - found.offset)
                self._damage(found)
        for record, kind, what in self._near.end():
            place = (f"warc/{self._path.name}", f"byte {record.offset}")
            self.seen.torn.append(Finding(kind, *place, what, record.id))
        self._doubles()
        self.seen.counts = {_COUNTED.get(name, name): count for name, count in self._counts.items()}
        self.seen.counts["records"] = self._counts.total()
        if self._size == 0 and not self._writing:
            self._tell("torn-tail", 0, "is empty", None, alone=True)

    def _record(self, record: Record) -> None:
        """A whole record: what is wrong with it; enters it in the book."""
        type_ = record.headers["WARC-Type"]
        self._book.enter(self._number, record)
        self._counts[type_] += 1
        capture = type_ in CAPTURES
        if not plain(record, self._latest):
            for kind, what in strange(record, self._latest):
                self._tell(kind, record.offset, what, record.id, alone=capture)
        for of, kind, what in self._near.take(record):
            self._tell(kind, of.offset, what, of.id, alone=of.type in CAPTURES)
        if capture:
            self._before = record.id
            self._dated(record)
        if type_ == "conversion" or (not capture and record.headers.get("WARC-Concurrent-To") != self._before):
            self._linked(record)
        if self._book.full:
            self._doubles()

    def _linked(self, record: Record) -> None:
        get = record.headers.get
        joined = get("WARC-Concurrent-To")
        if joined is None and record.type in {"request", "metadata"}:
            self._tell("dangling-record", record.offset, "belongs to no answer", record.id, alone=True)
        if joined is not None and joined != self._before and not self._book.has(joined):
            what = f"belongs to {joined}, which no record before it is"
            self._tell("dangling-record", record.offset, what, record.id, alone=True)
        source = get("WARC-Refers-To") if record.type == "conversion" else None
        if source is not None and not self._book.has(source):
            what = f"was made from {source}, which no record before it is"
            self._tell("dangling-record", record.offset, what, record.id, alone=True)

    def _dated(self, record: Record) -> None:
        """Answers are written in the order in which they were asked for."""
        if record.date >= self._newest:
            self._newest = record.date if date_fault(record.date, self._latest) is None else self._newest
        elif (
            date_fault(record.date, self._latest) is None
            and datetime.fromisoformat(record.date) < datetime.fromisoformat(self._newest) - SLACK
        ):
            what = f"is dated {record.date}, an answer before it {self._newest}"
            self._tell("bad-date", record.offset, what, record.id, alone=True)

    def _damage(self, found: Damage) -> None:
        self._near.unsure()
        kind: Kind = found.kind
        if found.next is None and self._writing:
            self.notes.append(f"warc/{self._path.name}: byte {found.offset}: a record is being written")
            return
        what = found.why
        if found.next is None:
            kind, what = "torn-tail", f"{found.why}; no whole record follows"
        alone = found.headers.get("WARC-Type") in CAPTURES
        self._tell(kind, found.offset, what, found.record_id, alone=alone)

    def _doubles(self) -> None:
        for record, file, offset, first in self._book.doubles():
            self._tell("duplicate-record-id", offset, f"has the record id of {first}", record, alone=False, file=file)

    def _tell(
        self, kind: Kind, offset: int, what: str, subject: str | None, *, alone: bool, file: int | None = None
    ) -> None:
        name = self._path.name if file is None else self._book.name(file)
        self._book.tell(self._number, Finding(kind, f"warc/{name}", f"byte {offset}", what, subject), alone=alone)


def revisits(book: Book) -> Iterator[Finding]:
    """Every revisit whose original is not there, or is another one than it says."""
    for file, start, record, said, found in book.revisits():
        place = (f"warc/{book.name(file)}", f"byte {start}")
        if found is None:
            yield Finding("dangling-revisit", *place, f"refers to {said[0]}, which is no response here", record)
            continue
        for name, says, has in zip(_SAID, said, found, strict=True):
            if says != has:
                what = f"says that the {name} of its original is {says}, but it is {has}"
                yield Finding("revisit-mismatch", *place, what, record)


_SAID = ("record id", "kind", "payload digest", "URL", "date")
