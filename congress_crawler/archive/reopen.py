"""Can the index that lies here be trusted?

Opens `index.sqlite3`, or throws it away and begins an empty one, saying why. Filling it is the repair's business.
"""

import contextlib
import sqlite3
from pathlib import Path

from congress_crawler.archive.index import NAME, TABLES, VERSION, Index, fingerprint
from congress_crawler.archive.ledger import LEDGERS

_PRAGMAS = (
    "PRAGMA journal_mode = WAL",
    "PRAGMA synchronous = NORMAL",  # whole after a power cut, perhaps behind: see index.py
    "PRAGMA cache_size = -6144",  # 6 MiB, the reach of its growth with the archive; what is beyond, the system caches
)


def open_index(folder: Path) -> tuple[Index, list[str]]:
    """The index of a site's folder, ready to be fed, and what to tell people about it.

    Missing, corrupt, of another version, or not of these files: an empty one takes its place. Raises sqlite3.Error
    or OSError when the disk refuses that.
    """
    path = folder / NAME
    if not path.exists():
        had = files_of(folder)
        told = [f"{NAME} is missing: built anew from {len(had)} files"] if had else []
        return _fresh(folder), told
    index: Index | None = None
    try:
        index = Index(folder, _connect(path))
        why = _stale(folder, index)
    except sqlite3.DatabaseError as error:
        why = str(error)
    if index is not None and why is None:
        return index, []
    if index is not None:
        with contextlib.suppress(sqlite3.Error):  # it is thrown away in any case
            index.close()
    return _fresh(folder), [f"{NAME} cannot be used ({why}): built anew from {len(files_of(folder))} files"]


def files_of(folder: Path) -> list[str]:
    """The names of the files that the index is read from: `warc/…` sorted, then the ledgers in commit order."""
    warcs = sorted(f"warc/{path.name}" for path in (folder / "warc").glob("*.warc.gz"))
    return warcs + [name for name in LEDGERS if (folder / name).exists()]


def _connect(path: Path) -> sqlite3.Connection:
    db = sqlite3.connect(path, isolation_level=None, timeout=5)
    try:
        for pragma in _PRAGMAS:
            db.execute(pragma)
        found = db.execute("PRAGMA user_version").fetchone()[0]
        if found not in {0, VERSION}:
            raise sqlite3.DatabaseError(f"its tables are of version {found}, not {VERSION}")
        if found == 0:
            db.executescript(f"BEGIN; {TABLES} PRAGMA user_version = {VERSION}; COMMIT;")
        elif (said := db.execute("PRAGMA quick_check(1)").fetchone()[0]) != "ok":
            raise sqlite3.DatabaseError(said)
    except sqlite3.Error:
        db.close()
        raise
    return db


def _fresh(folder: Path) -> Index:
    for suffix in ("", "-wal", "-shm", "-journal"):
        (folder / (NAME + suffix)).unlink(missing_ok=True)
    return Index(folder, _connect(folder / NAME))


def _stale(folder: Path, index: Index) -> str | None:
    """Why the index is not of these files; None when each is as it was, or has only grown."""
    for name, done, tail in index.db.execute("SELECT name, done, tail FROM files").fetchall():
        if fingerprint(folder / name, done) != tail:
            return f"{name} is not the file it was made from"
    return None
