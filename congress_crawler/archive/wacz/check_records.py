"""Is each record in a WACZ file whole, and is what it stands for in the same file?"""

import sqlite3
import zipfile
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import Self

import msgspec

from congress_crawler.archive.entry import Clerk, Entry
from congress_crawler.archive.entry_book import EntryBook
from congress_crawler.archive.members import Damage
from congress_crawler.archive.record import Record
from congress_crawler.archive.wacz.check_zip import data_start
from congress_crawler.archive.walking import walk

_TABLES = """
PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -32768;
CREATE TABLE records (id TEXT PRIMARY KEY, place TEXT, kind TEXT, payload TEXT, url TEXT, at TEXT) WITHOUT ROWID;
CREATE TABLE revisits (place TEXT, refers TEXT, payload TEXT, url TEXT, at TEXT);
"""


class RecordBook:
    """The records of a WACZ file by id, and what the revisits say. A context manager."""

    def __init__(self) -> None:
        self._db = sqlite3.connect("", isolation_level=None)
        self._db.executescript(_TABLES)
        self._db.execute("BEGIN")

    def __enter__(self) -> Self:
        """Ready to take records."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Throw it away."""
        self._db.close()

    def enter(self, place: str, record: Record) -> str | None:
        """Take in a record. Out: what is wrong with its id, if anything."""
        of = (record.id, place, record.type, record.payload_digest, record.url, record.date)
        new = self._db.execute("INSERT OR IGNORE INTO records VALUES (?, ?, ?, ?, ?, ?)", of).rowcount
        if record.type == "revisit":
            get = record.headers.get
            said = (get("WARC-Refers-To"), record.payload_digest, get("WARC-Refers-To-Target-URI"))
            values = (place, *said, get("WARC-Refers-To-Date"))
            self._db.execute("INSERT INTO revisits VALUES (?, ?, ?, ?, ?)", values)
        if new:
            return None
        first = self._db.execute("SELECT place FROM records WHERE id = ?", (record.id,)).fetchone()[0]
        return f"has the record id of the record at {first}: {record.id}"

    def dangling(self) -> Iterator[tuple[str, str]]:
        """The revisits whose original is not in the file, or is another one than they say."""
        rows = self._db.execute(
            "SELECT v.place, v.refers, v.payload, v.url, v.at, r.kind, r.payload, r.url, r.at FROM revisits AS v "
            "LEFT JOIN records AS r ON r.id = v.refers ORDER BY v.rowid"
        )
        for place, refers, *said in rows:
            says, kind, has = said[:3], said[3], said[4:]
            if kind is None or kind == "revisit":
                yield place, f"stands for {refers}, which is no answer in this file: it cannot be replayed"
            elif says != has:
                yield place, f"says of {refers} (digest, address, date) {says}, but it is {has}"


def records(path: Path, info: zipfile.ZipInfo, index: EntryBook, kept: RecordBook) -> Iterator[tuple[str, str]]:
    """Everything wrong in one WARC file of a WACZ file; its records go into the books. Raises OSError."""
    if info.compress_type != zipfile.ZIP_STORED:
        yield info.filename, "is deflated: a player cannot read a record of it without the rest. Not looked into"
        return
    with path.open("rb") as file:
        start = data_start(file.fileno(), info)
    if start is None:
        return  # `layout` has said so
    clerk = Clerk(info.filename.removeprefix("archive/"))
    for found in walk(path, start, start + info.file_size):
        place = f"{info.filename}, byte {found.offset - start}"
        if isinstance(found, Damage):
            yield place, found.why
            continue
        record = msgspec.structs.replace(found, offset=found.offset - start)
        _enter(index, clerk.enter(record))
        if (why := kept.enter(place, record)) is not None:
            yield place, why
    _enter(index, clerk.end())


def _enter(index: EntryBook, entry: Entry | None) -> None:
    if entry is not None:
        index.enter(entry)
