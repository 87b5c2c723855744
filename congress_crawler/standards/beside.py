"""What do the other row files say of an article?

A temporary database for one pass: the lines of files.jsonl and events.jsonl by article. SQLite keeps it in memory up
to 32 MiB and in a nameless temporary file beyond, so that a large site costs no more memory than a small one.
"""

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import msgspec

from congress_crawler.items import Event, File
from congress_crawler.standards.jsonl import read

_TABLES = """
PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -32768;
CREATE TABLE said (id TEXT, kind TEXT, url TEXT, row BLOB);
CREATE TABLE addresses (url TEXT PRIMARY KEY, id TEXT) WITHOUT ROWID;
"""


class Beside:
    """The lines at hand. Thrown away by `close`."""

    def __init__(self, folder: Path) -> None:
        """In: the site's folder. A line that is no row is passed over: `verify` names it. Raises OSError."""
        self._db = sqlite3.connect("", isolation_level=None)
        self._db.executescript(_TABLES)
        self._db.execute("BEGIN")
        self._take("file", folder / "files.jsonl", File)
        self._take("event", folder / "events.jsonl", Event)
        self._db.execute("CREATE INDEX said_of ON said (id, kind, url)")

    def files(self, article_id: str) -> list[File]:
        """What became of the attachments and images of an article, in the order of the file."""
        return [msgspec.json.decode(row, type=File) for row in self._of(article_id, "file")]

    def events(self, article_id: str) -> list[Event]:
        """What happened to an article, oldest first."""
        return [msgspec.json.decode(row, type=Event) for row in self._of(article_id, "event")]

    def has_file(self, article_id: str, url: str) -> bool:
        """Whether files.jsonl has a line for this attachment or image of the article."""
        asked = "SELECT 1 FROM said WHERE id = ? AND kind = 'file' AND url = ?"
        return self._db.execute(asked, (article_id, url)).fetchone() is not None

    def other(self, url: str, article_id: str) -> str | None:
        """The id that this address was told of under before, when it is another one."""
        self._db.execute("INSERT OR IGNORE INTO addresses VALUES (?, ?)", (url, article_id))
        (first,) = self._db.execute("SELECT id FROM addresses WHERE url = ?", (url,)).fetchone()
        return None if first == article_id else str(first)

    def close(self) -> None:
        """Throw it away."""
        self._db.close()

    def _take(self, kind: str, path: Path, row: type[File] | type[Event]) -> None:
        found = (one.row for one in read(path, row) if one.row is not None)
        rows = ((one.id, kind, one.url, msgspec.json.encode(one)) for one in found)
        self._db.executemany("INSERT INTO said VALUES (?, ?, ?, ?)", rows)

    def _of(self, article_id: str, kind: str) -> Iterator[bytes]:
        asked = "SELECT row FROM said WHERE id = ? AND kind = ? ORDER BY rowid"
        for (row,) in self._db.execute(asked, (article_id, kind)):
            yield row
