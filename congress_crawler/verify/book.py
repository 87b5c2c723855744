"""What do the WARC files hold, at a glance?

A temporary database for one `verify`: where each record lies and what rows and revisits may say of it. SQLite keeps it
in memory up to 64 MiB and in a nameless temporary file beyond, so 1 GiB of WARC costs no more memory than 10 MiB.
"""

import sqlite3
from collections.abc import Iterator

import msgspec

from congress_crawler.archive.record import Record
from congress_crawler.items import WarcRef

_TABLES = """
PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -65536;
CREATE TABLE captures (
    file TEXT, start INTEGER, length INTEGER, record TEXT, kind TEXT, url TEXT, at TEXT, status INTEGER, payload TEXT,
    refers TEXT, refers_url TEXT, refers_at TEXT, rendered INTEGER, PRIMARY KEY (file, start)) WITHOUT ROWID;
CREATE TABLE ids (record TEXT PRIMARY KEY, file TEXT, start INTEGER) WITHOUT ROWID;
CREATE TABLE versions (id TEXT, version INTEGER, line INTEGER, run TEXT, PRIMARY KEY (id, version)) WITHOUT ROWID;
CREATE TABLE events (id TEXT, version INTEGER, line INTEGER, event TEXT);
"""

_BATCH = 512  # records written at a time


class Capture(msgspec.Struct, frozen=True, kw_only=True):
    """What the book says of a response, revisit or conversion record."""

    ref: WarcRef
    kind: str
    url: str
    at: str
    status: int
    payload: str


class Book:
    """The open book. Thrown away by `close`."""

    def __init__(self) -> None:
        self.db = sqlite3.connect("", isolation_level=None)
        self.db.executescript(_TABLES)
        self.db.execute("BEGIN")
        self._ids: list[tuple[str, str, int]] = []
        self._captures: list[tuple[str | int | None, ...]] = []

    def close(self) -> None:
        """Throw it away."""
        self.db.close()

    def enter(self, file: str, record: Record) -> None:
        """Take in one record of a file below warc/. It is there for questions after the next `doubles`."""
        self._ids.append((record.id, file, record.offset))
        if record.type in {"response", "revisit", "conversion"}:
            get = record.headers.get
            said = (get("WARC-Refers-To"), get("WARC-Refers-To-Target-URI"), get("WARC-Refers-To-Date"))
            of = (record.id, record.type, record.url, record.date, record.status, record.payload_digest)
            self._captures.append((file, record.offset, record.length, *of, *said, record.rendered))

    @property
    def full(self) -> bool:
        """Whether enough has been taken in to be worth writing: ask for `doubles` then, and when all is in."""
        return len(self._ids) >= _BATCH

    def doubles(self) -> list[tuple[str, str, int, str]]:
        """Write what was taken in. Out: records whose id was there before: id, file, offset, where the first lies."""
        ids, self._ids = self._ids, []
        before = self.db.total_changes
        self.db.executemany("INSERT OR IGNORE INTO ids VALUES (?, ?, ?)", ids)
        new = self.db.total_changes - before
        self.db.executemany("INSERT INTO captures VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", self._captures)
        self._captures = []
        return [] if new == len(ids) else [found for one in ids if (found := self._double(*one)) is not None]

    def _double(self, record_id: str, file: str, offset: int) -> tuple[str, str, int, str] | None:
        first = self.db.execute("SELECT file, start FROM ids WHERE record = ?", (record_id,)).fetchone()
        return None if first == (file, offset) else (record_id, file, offset, f"warc/{first[0]}, byte {first[1]}")

    def has(self, record_id: str) -> bool:
        """Whether any record has this id."""
        if any(record_id == waiting[0] for waiting in self._ids):
            return True
        return self.db.execute("SELECT 1 FROM ids WHERE record = ?", (record_id,)).fetchone() is not None

    def at(self, file: str, offset: int) -> Capture | None:
        """The response, revisit or conversion that begins at this place; None when none does."""
        found = self.db.execute(
            "SELECT length, record, kind, url, at, status, payload FROM captures WHERE file = ? AND start = ?",
            (file, offset),
        ).fetchone()
        if found is None:
            return None
        length, record, kind, url, at, status, payload = found
        ref = WarcRef(file=file, offset=offset, length=length, record_id=record)
        return Capture(ref=ref, kind=kind, url=url or "", at=at, status=status, payload=payload or "")

    def place_of(self, record_id: str, payload_digest: str) -> WarcRef | None:
        """Where the response or conversion with this id and payload lies; None when it is not there."""
        found = self.db.execute("SELECT file, start FROM ids WHERE record = ?", (record_id,)).fetchone()
        capture = self.at(*found) if found else None
        return capture.ref if capture and capture.kind != "revisit" and capture.payload == payload_digest else None

    def revisits(self) -> Iterator[tuple[str, int, str, tuple[str, ...], tuple[str, ...] | None]]:
        """Every revisit: file, offset, id, what it says of its original, and what the original says of itself.

        Both are (id, kind, payload digest, URL, date); None when there is no such record. The original of
        a revisit of a rendering is a conversion, that of any other a response.
        """
        rows = self.db.execute(
            "SELECT r.file, r.start, r.record, r.refers, iif(r.rendered, 'conversion', 'response'), "
            "r.payload, r.refers_url, r.refers_at, "
            "o.record, o.kind, o.payload, o.url, o.at FROM captures r LEFT JOIN ids ON ids.record = r.refers "
            "LEFT JOIN captures o ON o.file = ids.file AND o.start = ids.start WHERE r.kind = 'revisit'"
        )
        for file, start, record, *both in rows:
            yield file, start, record, tuple(both[:5]), tuple(both[5:]) if both[5] else None

    def enter_version(self, article_id: str, version: int, line: int, run: str) -> int | None:
        """Take in one article row. Out: the line of the first row of this version, when there is one."""
        values = (article_id, version, line, run)
        if self.db.execute("INSERT OR IGNORE INTO versions VALUES (?, ?, ?, ?)", values).rowcount:
            return None
        found = self.db.execute("SELECT line FROM versions WHERE id = ? AND version = ?", values[:2]).fetchone()
        return int(found[0])

    def enter_event(self, article_id: str, version: int, line: int, event: str) -> None:
        """Take in one event row."""
        self.db.execute("INSERT INTO events VALUES (?, ?, ?, ?)", (article_id, version, line, event))

    def unfounded(self) -> Iterator[tuple[str, int, int, str]]:
        """Events whose article version has no row: id, version, line, event."""
        yield from self.db.execute(
            "SELECT id, version, line, event FROM events WHERE NOT EXISTS "
            "(SELECT 1 FROM versions WHERE versions.id = events.id AND versions.version = events.version) ORDER BY line"
        )

    def gaps(self) -> Iterator[tuple[str, int, int]]:
        """Articles whose versions are not 1, 2, … n: id, the lowest version's line, and the highest version."""
        yield from self.db.execute(
            "SELECT id, min(line), max(version) FROM versions GROUP BY id "
            "HAVING count(*) != max(version) OR min(version) != 1"
        )

    def unannounced(self) -> Iterator[tuple[str, int, int, str]]:
        """Article versions without a `new` or `edited` event: id, version, line, run."""
        self.db.execute("CREATE INDEX IF NOT EXISTS events_version ON events (id, version)")
        yield from self.db.execute(
            "SELECT id, version, line, run FROM versions WHERE NOT EXISTS "
            "(SELECT 1 FROM events WHERE events.id = versions.id AND events.version = versions.version "
            "AND event IN ('new', 'edited')) ORDER BY line"
        )
