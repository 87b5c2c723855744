"""Where does a `verify` that was killed go on?

The book as a file. It belongs to one folder and one version of this program: another one begins anew.
"""

import contextlib
import sqlite3
from pathlib import Path

import msgspec

from congress_crawler import __version__
from congress_crawler.archive.errors import StorageError

_APPLICATION = 0x6343766B  # "cCvk": SQLite's application_id of our files, so that no other's is written to
TABLES = """
CREATE TABLE files (number INTEGER PRIMARY KEY, name TEXT, known BLOB, seen BLOB);
CREATE TABLE told (file INTEGER, alone INTEGER, finding BLOB);
CREATE TABLE captures (
    file INTEGER, start INTEGER, length INTEGER, record BLOB, kind TEXT, url TEXT, at TEXT, status INTEGER,
    payload BLOB, refers BLOB, refers_url TEXT, refers_at TEXT, rendered INTEGER, PRIMARY KEY (file, start))
    WITHOUT ROWID;
CREATE TABLE ids (record BLOB PRIMARY KEY, file INTEGER, start INTEGER) WITHOUT ROWID;
CREATE TABLE made (by TEXT);
"""
#: What is read of the row files, anew each time.
ROWS = """
DROP TABLE IF EXISTS versions; DROP TABLE IF EXISTS events; DROP TABLE IF EXISTS refs; DROP TABLE IF EXISTS failed;
CREATE TABLE versions (
    id TEXT, version INTEGER, line INTEGER, run TEXT, file INTEGER, start INTEGER, text BLOB, url TEXT, offset INTEGER,
    PRIMARY KEY (id, version)) WITHOUT ROWID;
CREATE TABLE events (
    id TEXT, version INTEGER, line INTEGER, event TEXT, run TEXT, file INTEGER, start INTEGER);
CREATE TABLE refs (file INTEGER, start INTEGER, id TEXT, PRIMARY KEY (file, start, id)) WITHOUT ROWID;
CREATE TABLE failed (url TEXT, reason TEXT, PRIMARY KEY (url, reason)) WITHOUT ROWID;
"""


class Known(msgspec.Struct, frozen=True, kw_only=True):
    """By what a file is known to be the one that was read: any write to it changes one of these."""

    name: str
    size: int
    inode: int
    modified: int  #: nanoseconds
    changed: int  #: nanoseconds; the system sets it, not the owner of the file


def known(path: Path) -> Known:
    """What tells whether a file was written to since. Raises OSError."""
    at = path.stat()
    return Known(name=path.name, size=at.st_size, inode=at.st_ino, modified=at.st_mtime_ns, changed=at.st_ctime_ns)


def open_state(path: Path | None) -> sqlite3.Connection:
    """The database of a book, in a transaction: a new one, or the one in the file. In: the file; None for no file.

    Raises StorageError for a file that is something else or is in use.
    """
    try:
        db = sqlite3.connect(path or "", isolation_level=None, timeout=1)
        with contextlib.ExitStack() as when_it_fails:
            when_it_fails.callback(db.close)
            _prepare(db, kept=path is not None)
            when_it_fails.pop_all()
    except sqlite3.Error as error:
        raise StorageError(
            f"{path}: cannot keep the state of verify: {error}. Give a new file, or one of a verify that was killed"
        ) from error
    return db


def _prepare(db: sqlite3.Connection, *, kept: bool) -> None:
    (tables,) = db.execute("SELECT count(*) FROM sqlite_master").fetchone()
    (application,) = db.execute("PRAGMA application_id").fetchone()
    if tables and application != _APPLICATION:
        raise sqlite3.DatabaseError("it is a database of something else")
    journal = "DELETE" if kept else "OFF"  # a file must survive a kill; a power cut only costs a new reading
    db.executescript(
        f"PRAGMA locking_mode = EXCLUSIVE; PRAGMA synchronous = OFF; PRAGMA cache_size = -49152; "
        f"PRAGMA journal_mode = {journal};"
    )
    if tables and db.execute("SELECT by FROM made").fetchone() != (__version__,):
        db.executescript("DROP TABLE files; DROP TABLE captures; DROP TABLE ids; DROP TABLE told; DROP TABLE made;")
        tables = 0
    db.execute("BEGIN IMMEDIATE")
    if not tables:
        db.execute("COMMIT")
        db.executescript(f"PRAGMA application_id = {_APPLICATION}; BEGIN; {TABLES}")
        db.execute("INSERT INTO made VALUES (?)", (__version__,))
    db.execute("COMMIT")
    db.executescript(f"BEGIN; {ROWS} COMMIT; BEGIN")
