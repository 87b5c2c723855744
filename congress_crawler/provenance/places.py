"""Where do the answers of an address lie?

One look through the WARC files into a temporary database, which SQLite keeps in memory while it is small and in a
nameless temporary file beyond: nothing is written into the archive, and memory does not grow with it.
"""

import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path

from congress_crawler.archive.errors import StorageError
from congress_crawler.archive.lock import holder
from congress_crawler.archive.members import next_member, scan
from congress_crawler.archive.record import Record
from congress_crawler.items import WarcRef
from congress_crawler.normalise import canonical

Progress = Callable[[int, int], None]  #: bytes read so far, bytes in all

_TABLES = """
PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -32768;
CREATE TABLE records (file TEXT, start INTEGER, length INTEGER, record TEXT, name TEXT, answer INTEGER);
"""
_INDEXES = "CREATE INDEX by_name ON records (name) WHERE answer; CREATE INDEX by_record ON records (record);"
_ANSWERS = frozenset(("response", "revisit", "conversion"))
_SELECT = "SELECT file, start, length, record FROM records "


class Places:
    """Where records lie, by address and by id. Made by `look`; closed by its user."""

    def __init__(self, db: sqlite3.Connection, damage: list[str]) -> None:
        self._db = db
        self.damage = damage  #: what could not be read, a sentence each

    def answers(self, url: str, *, posted: bool = True) -> list[WarcRef]:
        """Every response, revisit and conversion of an address, in the order in which they came.

        In: the address, in any spelling that is the same page (`normalise.canonical`). Those to what was posted are
        among them, whatever `posted` says: it is for `Indexed`, which has to look for them.
        """
        del posted
        found = self._db.execute(_SELECT + "WHERE answer AND name = ? ORDER BY file, start", (canonical(url),))
        return [_ref(*one) for one in found]

    def of_id(self, record_id: str, _url: str = "", /) -> list[WarcRef]:
        """The records of any kind with this id: one, in a sound archive."""
        return [_ref(*one) for one in self._db.execute(_SELECT + "WHERE record = ?", (record_id,))]

    def close(self) -> None:
        """Throw it away."""
        self._db.close()


def look(folder: Path, progress: Progress | None = None) -> Places:
    """Read the WARC files of a site once.

    In: its folder; `progress(done, all)` is called as bytes are read. What is no record is told in `damage`, and
    reading goes on behind it; a torn end while a crawl writes is no damage. Raises StorageError.
    """
    paths = {path: path.stat().st_size for path in sorted((folder / "warc").glob("*.warc.gz"))}
    damage: list[str] = []
    writing, done = holder(folder) is not None, 0
    db = sqlite3.connect("", isolation_level=None)
    try:
        db.executescript(_TABLES)
        db.execute("BEGIN")
        for path, size in paths.items():
            last = path == list(paths)[-1]
            for record in _records(path, size, damage, writing=writing and last):
                values = (path.name, record.offset, record.length, record.id, canonical(record.url or ""))
                db.execute("INSERT INTO records VALUES (?, ?, ?, ?, ?, ?)", (*values, record.type in _ANSWERS))
                if progress is not None:
                    progress(done + record.offset + record.length, sum(paths.values()))
            done += size
        db.execute("COMMIT")
        db.executescript(_INDEXES)
    except (OSError, sqlite3.Error) as error:
        db.close()
        raise StorageError(f"{folder}: cannot be looked through: {error}") from error
    return Places(db, damage)


def _records(path: Path, size: int, damage: list[str], *, writing: bool) -> Iterator[Record]:
    """The records of a file up to its size, those behind damage included."""
    start: int | None = 0
    while start is not None and start < size:
        begin, start = start, None
        for found in scan(path, begin, size, hold=0):
            if isinstance(found, Record):
                yield found
                continue
            if found.next is None:
                start = next_member(path, found.offset + 1, size)
            if found.next is not None or start is not None or not writing:
                damage.append(f"warc/{path.name}: byte {found.offset}: {found.why}")


def _ref(file: str, offset: int, length: int, record_id: str) -> WarcRef:
    return WarcRef(file=file, offset=offset, length=length, record_id=record_id)
