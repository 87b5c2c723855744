"""Which records lie where, and which go into which file?

A temporary database for one packing: in memory up to 32 MiB, in a nameless file beyond. A group is one capture: the
answer, its request, what is said about it. An opening is what a WARC file begins with.
"""

import sqlite3
from collections.abc import Iterator
from types import TracebackType
from typing import Self

import msgspec

from congress_crawler.archive.entry import Entry

_TABLES = """
PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -32768;
CREATE TABLE files (id INTEGER PRIMARY KEY, name TEXT, done INTEGER);
CREATE TABLE openings (file INTEGER, start INTEGER, stop INTEGER, PRIMARY KEY (file, start)) WITHOUT ROWID;
CREATE TABLE groups (
    seq INTEGER PRIMARY KEY, file INTEGER, start INTEGER, stop INTEGER, record TEXT, refers TEXT, url TEXT, at TEXT,
    status INTEGER, role TEXT, wanted INTEGER, cost INTEGER);
CREATE UNIQUE INDEX groups_place ON groups (file, start);
CREATE TABLE lines (file INTEGER, start INTEGER, line BLOB, PRIMARY KEY (file, start)) WITHOUT ROWID;
CREATE TABLE members (part INTEGER, seq INTEGER, own INTEGER, PRIMARY KEY (part, seq)) WITHOUT ROWID;
CREATE TABLE opened (part INTEGER, file INTEGER, PRIMARY KEY (part, file)) WITHOUT ROWID;
"""
_RANGES = """
SELECT start, stop FROM openings WHERE file = ?2
UNION ALL SELECT start, stop FROM groups JOIN members USING (seq) WHERE part = ?1 AND file = ?2 ORDER BY start
"""


class Group(msgspec.Struct, kw_only=True):
    """One capture as it lies in a file."""

    file: int
    start: int
    stop: int
    record: str  #: id of the answer
    refers: str | None  #: id of the record that it stands for, or was made from
    url: str
    at: str
    status: int
    wanted: bool
    role: str | None = None  #: what it was asked for


class Plan:
    """The open plan. A context manager: it is thrown away at the end."""

    def __init__(self) -> None:
        self.db = sqlite3.connect("", isolation_level=None)
        self.db.executescript(_TABLES)
        self.db.execute("BEGIN")
        self.title: str | None = None  #: the name of the site, as the newest profile says it
        self.home: str | None = None  #: its home page, likewise

    def __enter__(self) -> Self:
        """Ready to be filled."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Throw it away."""
        self.db.close()

    def enter_file(self, number: int, name: str, done: int) -> None:
        """Note a WARC file, and up to which byte it holds whole records."""
        self.db.execute("INSERT INTO files VALUES (?, ?, ?)", (number, name, done))

    def enter_opening(self, file: int, start: int, stop: int) -> None:
        """Note what a file begins with."""
        self.db.execute("INSERT INTO openings VALUES (?, ?, ?)", (file, start, stop))

    def enter_line(self, file: int, entry: Entry) -> None:
        """Note the index entry of a record."""
        self.db.execute("INSERT INTO lines VALUES (?, ?, ?)", (file, entry.offset, entry.line()))

    def enter_group(self, group: Group) -> None:
        """Note a capture. Its cost: the bytes of its records, of its lines in the index, and for the list of pages."""
        of = (group.file, group.start, group.stop, group.record, group.refers, group.url, group.at)
        self.db.execute(
            "INSERT INTO groups VALUES (NULL, ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, "
            "?3 - ?2 + 200 + 2 * length(?6) + coalesce("
            "(SELECT sum(length(line)) FROM lines WHERE file = ?1 AND start >= ?2 AND start < ?3), 0))",
            (*of, group.status, group.role, group.wanted),
        )

    def charge(self, name: str, start: int, cost: int) -> None:
        """Add to the cost of the capture that begins at a place: what else must lie beside it."""
        self.db.execute(
            "UPDATE groups SET cost = cost + ? WHERE start = ? AND file = (SELECT id FROM files WHERE name = ?)",
            (cost, start, name),
        )

    def holds(self, part: int, name: str, start: int) -> bool:
        """Whether a part has the capture that begins at a place, be it that another one only stands for it."""
        found = self.db.execute(
            "SELECT 1 FROM members JOIN groups USING (seq) WHERE part = ? AND start = ? "
            "AND file = (SELECT id FROM files WHERE name = ?)",
            (part, start, name),
        )
        return found.fetchone() is not None

    def files(self, part: int) -> list[tuple[int, str, int]]:
        """The WARC files that a part takes records of: number, name, and up to where they hold whole records."""
        return self.db.execute(
            "SELECT id, name, done FROM files JOIN opened ON file = id WHERE part = ? ORDER BY id", (part,)
        ).fetchall()

    def ranges(self, part: int, file: int) -> Iterator[tuple[int, int]]:
        """The bytes of a file that a part takes: from, to; neighbours joined."""
        start = stop = 0
        for begin, end in self.db.execute(_RANGES, (part, file)):
            if begin != stop and stop > start:
                yield start, stop
            start, stop = (start, end) if begin == stop and stop > start else (begin, end)
        if stop > start:
            yield start, stop

    def entries(self, file: int, start: int, stop: int) -> Iterator[Entry]:
        """The index entries of the records from a byte to a byte of a file, as they lie there."""
        rows = self.db.execute(
            "SELECT line FROM lines WHERE file = ? AND start >= ? AND start < ? ORDER BY start", (file, start, stop)
        )
        return (Entry.read(line) for (line,) in rows)

    def sights(self, part: int) -> Iterator[tuple[str, str, str]]:
        """The home and list pages of a part that came whole: role, address, WARC-Date; the newest first."""
        yield from self.db.execute(
            "SELECT role, url, at FROM groups JOIN members USING (seq) WHERE part = ? AND own AND status IN (200, 304) "
            "AND role IN ('home', 'listing') ORDER BY seq DESC",
            (part,),
        )

    def newest(self, part: int | None = None) -> str:
        """The date of the newest capture of a part, of all parts when None; "" when there is none."""
        found = self.db.execute(
            "SELECT max(at) FROM groups JOIN members USING (seq) WHERE own AND part = coalesce(?, part)", (part,)
        )
        return found.fetchone()[0] or ""
