"""Where does a mapping go that may be too large for memory?

Into SQLite: in memory up to 8 MiB, in a nameless temporary file beyond, gone with the process.
"""

import sqlite3
from typing import Generic, TypeVar

import msgspec

Value = TypeVar("Value")


class Spill(Generic[Value]):
    """A mapping from text to values of one type that msgspec knows. Raises sqlite3.Error when there is no room."""

    def __init__(self, kind: type[Value]) -> None:
        """In: the type of the values.

        >>> spill = Spill(int); spill.put("a", 1); spill.keep("a", 2); spill.get("a"), spill.get("b")
        (1, None)
        """
        self._db = sqlite3.connect("", isolation_level=None)
        self._db.executescript("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -8192;")
        self._db.execute("CREATE TABLE spilled (name TEXT PRIMARY KEY, value BLOB) WITHOUT ROWID")
        self._db.execute("BEGIN")
        self._decode = msgspec.json.Decoder(kind).decode
        self._encode = msgspec.json.Encoder().encode

    def get(self, name: str) -> Value | None:
        """The value of a name; None when it has none."""
        found = self._db.execute("SELECT value FROM spilled WHERE name = ?", (name,)).fetchone()
        return self._decode(found[0]) if found is not None else None

    def put(self, name: str, value: Value) -> None:
        """Set the value of a name."""
        self._db.execute("INSERT OR REPLACE INTO spilled VALUES (?, ?)", (name, self._encode(value)))

    def keep(self, name: str, value: Value) -> None:
        """Set the value of a name that has none yet."""
        self._db.execute("INSERT OR IGNORE INTO spilled VALUES (?, ?)", (name, self._encode(value)))

    def clear(self) -> None:
        """Forget everything."""
        self._db.execute("DELETE FROM spilled")
