"""What have we read into the index, and how far?

`index.sqlite3`, derived from the WARC and row files: any of it can be thrown away and read again. A transaction holds
what one commit of the archive wrote. WAL with synchronous=NORMAL: after `kill -9` or a power cut the index is whole
and at worst behind, and being behind is what catching up is for. (Without a journal half a transaction can reach the
file, and the index is wrong without a sign: an article written twice.)
"""

import hashlib
import os
import sqlite3
from pathlib import Path
from typing import Any

import msgspec

from congress_crawler.archive.exchange import header_values
from congress_crawler.archive.ledger import Row, name_of
from congress_crawler.archive.record import Record, read_fields
from congress_crawler.items import Article, Event, Failure, File, Provenance, Run, WarcRef, line

VERSION = 7  #: of the tables and what they mean; an index with another number is rebuilt
NAME = "index.sqlite3"

TABLES = """
CREATE TABLE files (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, done INTEGER NOT NULL, tail BLOB, run TEXT);
CREATE TABLE captures (
    seq INTEGER PRIMARY KEY, file INTEGER NOT NULL, start INTEGER NOT NULL, length INTEGER NOT NULL,
    record TEXT NOT NULL, kind TEXT NOT NULL, url TEXT NOT NULL, at TEXT NOT NULL, status INTEGER NOT NULL,
    whole INTEGER NOT NULL, payload BLOB NOT NULL, etag TEXT, modified TEXT, told INTEGER NOT NULL DEFAULT 0);
CREATE UNIQUE INDEX captures_place ON captures (file, start);
CREATE INDEX captures_payload ON captures (payload) WHERE kind != 'revisit' AND whole;
CREATE INDEX captures_url ON captures (url);
CREATE TABLE articles (
    seq INTEGER PRIMARY KEY, id TEXT NOT NULL, version INTEGER NOT NULL, url TEXT NOT NULL, text TEXT NOT NULL,
    payload TEXT NOT NULL, at TEXT NOT NULL, run TEXT NOT NULL, profile TEXT NOT NULL, warc TEXT NOT NULL,
    start INTEGER NOT NULL, length INTEGER NOT NULL, record TEXT NOT NULL,
    list TEXT, listed BLOB, link TEXT, UNIQUE (id, version));
CREATE INDEX articles_link ON articles (link) WHERE link IS NOT NULL;
CREATE INDEX articles_text ON articles (text);
CREATE TABLE links (
    seq INTEGER PRIMARY KEY, id TEXT NOT NULL, version INTEGER NOT NULL, kind TEXT NOT NULL, url TEXT NOT NULL,
    UNIQUE (id, url));
CREATE TABLE asked (
    seq INTEGER PRIMARY KEY, id TEXT NOT NULL, url TEXT NOT NULL, reason TEXT, at TEXT NOT NULL, run TEXT NOT NULL,
    row BLOB);
CREATE INDEX asked_url ON asked (url, id);
CREATE TABLE failures (
    seq INTEGER PRIMARY KEY, url TEXT NOT NULL, reason TEXT NOT NULL, at TEXT NOT NULL, run TEXT NOT NULL, row BLOB);
CREATE INDEX failures_url ON failures (url);
CREATE TABLE events (
    seq INTEGER PRIMARY KEY, id TEXT NOT NULL, version INTEGER NOT NULL, event TEXT NOT NULL, at TEXT NOT NULL,
    run TEXT NOT NULL);
CREATE INDEX events_version ON events (id, version);
CREATE TABLE runs (run TEXT PRIMARY KEY, started TEXT, profile TEXT, software TEXT, row BLOB);
"""

_INSERT = {
    "articles.jsonl": "INSERT OR IGNORE INTO articles VALUES (NULL, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
    "files.jsonl": "INSERT INTO asked VALUES (NULL, ?, ?, ?, ?, ?, ?)",
    "failures.jsonl": "INSERT INTO failures VALUES (NULL, ?, ?, ?, ?, ?)",
    "events.jsonl": "INSERT INTO events VALUES (NULL, ?, ?, ?, ?, ?)",
    "runs.jsonl": "INSERT INTO runs VALUES (?, ?, ?, NULL, ?) ON CONFLICT (run) DO UPDATE SET row = excluded.row",
}


class Index:
    """The open index of one site. Reading sees what was fed since the last commit. Raises sqlite3.Error everywhere."""

    def __init__(self, folder: Path, db: sqlite3.Connection) -> None:
        """`db` holds TABLES and is in autocommit mode; `folder` is the site's."""
        self.db = db
        self._folder = folder
        self._ids: dict[str, int] = dict(db.execute("SELECT name, id FROM files"))
        self._runs: set[str] = set()  # those that have a row in the table for sure
        db.execute("BEGIN")

    def done(self, name: str) -> int:
        """Up to which byte a file (`warc/…` or a ledger's name) has been fed."""
        found = self.db.execute("SELECT done FROM files WHERE name = ?", (name,)).fetchone()
        return int(found[0]) if found else 0

    def advance(self, name: str, done: int) -> None:
        """Remember that a file has been fed up to byte `done`. Reads the bytes before it, to know them again."""
        tail = fingerprint(self._folder / name, done)
        self.db.execute("UPDATE files SET done = ?, tail = ? WHERE id = ?", (done, tail, self._id(name)))

    def forget(self, name: str) -> None:
        """A file that is no more (an empty WARC file that repair removed)."""
        self.db.execute("DELETE FROM files WHERE name = ?", (name,))
        self._ids.pop(name, None)

    def feed_record(self, name: str, record: Record) -> None:
        """Take in one placed record of the file `warc/…`. Kinds that nobody asks for later are passed over."""
        if record.type == "warcinfo":
            self._feed_info(name, record)
        elif record.type in {"response", "revisit", "conversion"}:
            self._feed_capture(name, record)

    def feed_row(self, row: Row) -> None:
        """Take in one row of any ledger. A second row of the same article version is passed over."""
        values = _values(row)
        new = self.db.execute(_INSERT[name_of(row)], values).rowcount
        if not isinstance(row, Run) and (run := run_of(row)) not in self._runs:
            self.db.execute("INSERT OR IGNORE INTO runs (run) VALUES (?)", (run,))
            self._runs.add(run)
        if isinstance(row, Article) and new:
            self._link(row)
        if isinstance(row, Event) and row.listed is not None:
            self.db.execute(
                "UPDATE articles SET listed = ? WHERE id = ? AND version = ?",
                (msgspec.json.encode(row.listed), row.id, row.version),
            )
        if isinstance(row, Article | Event):  # what only a failure speaks of (a wall, a soft 404) was no article
            self._tell(evidence(row))

    def commit(self) -> None:
        """End the transaction; the next one begins."""
        self.db.execute("COMMIT")
        self.db.execute("BEGIN")

    def close(self) -> None:
        """Drop what was not committed and close the file."""
        self.db.rollback()
        self.db.close()

    def _tell(self, ref: WarcRef | None) -> None:
        """Remember that a capture became an article, or is its proof."""
        if ref is not None and (file := self._ids.get(f"warc/{ref.file}")) is not None:
            self.db.execute("UPDATE captures SET told = 1 WHERE file = ? AND start = ?", (file, ref.offset))

    def _link(self, row: Article) -> None:
        """Remember what files the newest version of an article links to. One that is both is an attachment."""
        self.db.execute("DELETE FROM links WHERE id = ?", (row.id,))
        kinds = [("attachment", one.url) for one in row.attachments] + [("image", one.url) for one in row.images]
        self.db.executemany(
            "INSERT OR IGNORE INTO links VALUES (NULL, ?, ?, ?, ?)", [(row.id, row.version, *one) for one in kinds]
        )

    def _id(self, name: str) -> int:
        if name not in self._ids:
            made = self.db.execute("INSERT INTO files (name, done) VALUES (?, 0)", (name,)).lastrowid
            self._ids[name] = made or 0
        return self._ids[name]

    def _feed_info(self, name: str, record: Record) -> None:
        said = read_fields(record.payload or b"")
        run = said.get("run", "")
        self.db.execute("UPDATE files SET run = ? WHERE id = ?", (run, self._id(name)))
        self.db.execute(
            "INSERT INTO runs (run, started, profile, software) VALUES (?, ?, ?, ?) "
            "ON CONFLICT (run) DO UPDATE SET started = coalesce(started, excluded.started), "
            "profile = excluded.profile, software = excluded.software",
            (run, record.date, said.get("profile"), said.get("software")),
        )

    def _feed_capture(self, name: str, record: Record) -> None:
        etag, modified = (header_values(record.head, wanted) for wanted in ("ETag", "Last-Modified"))
        whole = record.type == "revisit" or "WARC-Truncated" not in record.headers
        values = (
            *(self._id(name), record.offset, record.length, record.id, record.type, record.url, record.date),
            *(record.status, whole, pack(record.payload_digest or "")),
            *(etag[0].decode("latin-1") if etag else None, modified[0].decode("latin-1") if modified else None),
        )
        self.db.execute("INSERT INTO captures VALUES (NULL, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0)", values)


def run_of(row: Row) -> str:
    """The run that wrote a row. Raises ValueError for an article without provenance."""
    return _made(row).run if isinstance(row, Article) else row.run


def evidence(row: Row) -> WarcRef | None:
    """The record that a row points at; None when it points at none."""
    if isinstance(row, Article):
        return row.provenance.warc if row.provenance else None
    if isinstance(row, Event):
        return row.evidence
    return row.warc if isinstance(row, Failure | File) else None


def _made(article: Article) -> Provenance:
    if article.provenance is None:
        raise ValueError(f"{article.id}: an article without provenance cannot be kept")
    return article.provenance


def _values(row: Row) -> tuple[Any, ...]:
    """The columns of the row's table, in order, without its own number."""
    if isinstance(row, Article):
        made = _made(row)
        of = (row.id, row.version, row.url, row.digests.text, row.digests.payload, made.fetched_at, made.run)
        listed = msgspec.json.encode(made.listed) if made.listed is not None else None
        place = (made.warc.file, made.warc.offset, made.warc.length, made.warc.record_id)
        return (*of, made.profile, *place, made.list_url, listed, made.listed.url if made.listed else None)
    if isinstance(row, File):
        return (row.id, row.url, row.reason, row.at, row.run, line(row))
    if isinstance(row, Failure):
        return (row.url, row.reason, row.at, row.run, line(row))
    if isinstance(row, Event):
        return (row.id, row.version, row.event, row.at, row.run)
    return (row.run, row.started, row.profile, line(row))


def pack(labelled: str) -> bytes:
    """The 32 bytes of a labelled sha256; b"" for anything else.

    >>> pack("sha256:" + "0a" * 32) == bytes([10] * 32), pack("")
    (True, b'')
    """
    name, _, value = labelled.partition(":")
    return bytes.fromhex(value) if name == "sha256" and len(value) == 64 else b""


def fingerprint(path: Path, size: int) -> bytes | None:
    """The SHA-256 of the up to 4096 bytes before byte `size`; None when the file is shorter or not there.

    Tells a file that grew from one that was cut, replaced or written again.
    """
    try:
        fd = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    except FileNotFoundError:
        return None
    try:
        start = max(0, size - 4096)
        tail = os.pread(fd, size - start, start)
        return hashlib.sha256(tail).digest() if len(tail) == size - start else None
    finally:
        os.close(fd)
