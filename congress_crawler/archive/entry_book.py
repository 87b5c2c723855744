"""Which lines should an index have, and which has it?

A temporary database of the entries that the records make, for one comparison: in memory up to 32 MiB, in a nameless
file beyond.
"""

import sqlite3
from collections.abc import Iterable, Iterator
from types import TracebackType
from typing import Self

import msgspec

from congress_crawler.archive.entry import Entry

_TABLES = """
PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -32768;
CREATE TABLE entries (file TEXT, start INTEGER, line BLOB, seen INTEGER DEFAULT 0, PRIMARY KEY (file, start))
    WITHOUT ROWID;
"""
_SAME = ("key", "timestamp", "url", "mime", "status", "digest", "length", "method", "body")


class EntryBook:
    """The open book. A context manager: it is thrown away at the end."""

    def __init__(self) -> None:
        self._db = sqlite3.connect("", isolation_level=None)
        self._db.executescript(_TABLES)
        self._db.execute("BEGIN")

    def __enter__(self) -> Self:
        """Ready to take entries."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Throw it away."""
        self._db.close()

    def enter(self, entry: Entry) -> None:
        """Take in an entry that a record makes."""
        values = (entry.filename, entry.offset, entry.line())
        self._db.execute("INSERT OR REPLACE INTO entries (file, start, line) VALUES (?, ?, ?)", values)

    def compare(self, lines: Iterable[bytes]) -> Iterator[tuple[str, str]]:
        """Everything wrong in the lines of an index, as (line, what). Remembers for `missing` what they say."""
        before = b""
        for number, line in enumerate(lines, 1):
            if line < before:
                yield f"line {number}", "is out of order: the index is not sorted by bytes (LC_ALL=C)"
            before = line
            if (why := self._wrong(line)) is not None:
                yield f"line {number}", why

    def missing(self) -> Iterator[Entry]:
        """The entries that no line said."""
        for (line,) in self._db.execute("SELECT line FROM entries WHERE NOT seen ORDER BY file, start"):
            yield Entry.read(line)

    def _wrong(self, line: bytes) -> str | None:
        try:
            said = Entry.read(line)
        except ValueError as error:
            return f"is no entry: {error}"
        place = f"byte {said.offset} of {said.filename}"
        found = self._db.execute(
            "SELECT line, seen FROM entries WHERE file = ? AND start = ?", (said.filename, said.offset)
        ).fetchone()
        if found is None:
            return f"no capture begins at {place}: {said.url}"
        if found[1]:
            return f"is one too many: another line is of {place}, too"
        self._db.execute("UPDATE entries SET seen = 1 WHERE file = ? AND start = ?", (said.filename, said.offset))
        return _differs(said, Entry.read(found[0]), place)


def _differs(said: Entry, right: Entry, place: str) -> str | None:
    says, has = msgspec.to_builtins(said), msgspec.to_builtins(right)
    odd = [f"{name} {says[name]!r} instead of {has[name]!r}" for name in _SAME if says[name] != has[name]]
    return f"says of the record at {place}: {'; '.join(odd)}" if odd else None
