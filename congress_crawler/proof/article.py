"""Which units stand for an article?

Its row, the record that the row was read from, and, where that is a revisit, the record that holds the bytes.
"""

import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec

from congress_crawler.archive import lookup
from congress_crawler.archive.index import NAME, VERSION, Index
from congress_crawler.archive.ledger import read
from congress_crawler.archive.members import read_at, scan
from congress_crawler.archive.record import Record
from congress_crawler.items import Article, WarcRef
from congress_crawler.proof.units import Leaf

ROWS = "articles.jsonl"


class Found(msgspec.Struct, frozen=True):
    """A row of articles.jsonl and where its line begins."""

    row: Article
    offset: int

    def about(self) -> dict[str, Any]:
        """What a proof says of the article."""
        row = self.row
        return {"id": row.id, "version": row.version, "url": row.url, "title": row.title}


def find(folder: Path, is_it: Callable[[Article], bool], version: int | None = None) -> Found | None:
    """The row of an article: of a version, or the newest.

    In: the site's folder; which article is meant; the version. Out: None when there is none. Raises OSError.
    """
    found: Found | None = None
    for place in read(folder / ROWS):
        row = place.row
        if isinstance(row, Article) and is_it(row) and version in {None, row.version}:
            found = Found(row, place.offset)
    return found


def leaves_of(folder: Path, found: Found) -> dict[str, Leaf]:
    """What (`row`, `record`, `original`) → the unit, for an article that was found.

    In: the site's folder; the row. Raises Unreadable when its record is not there, OSError.
    """
    named = {"row": Leaf.row(ROWS, found.offset)}
    if found.row.provenance is None:
        return named
    ref = found.row.provenance.warc
    named["record"] = Leaf.record(ref)
    record = read_at(folder / "warc" / ref.file, ref.offset, ref.length)
    if record.type == "revisit" and (original := _original(folder, record)) is not None:
        named["original"] = Leaf.record(original)
    return named


def _original(folder: Path, revisit: Record) -> WarcRef | None:
    """The record that a revisit refers to: by the index, else by looking through the WARC files."""
    wanted = revisit.headers.get("WARC-Refers-To", "")
    if (place := _indexed(folder, wanted, revisit.payload_digest or "")) is not None:
        return place
    for path in sorted((folder / "warc").glob("*.warc.gz")):
        for one in scan(path, hold=0):
            if isinstance(one, Record) and one.id == wanted:
                return WarcRef(file=path.name, offset=one.offset, length=one.length, record_id=one.id)
    return None


def _indexed(folder: Path, record_id: str, payload_digest: str) -> WarcRef | None:
    path = folder / NAME
    if not path.exists():
        return None
    db = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)
    try:
        if db.execute("PRAGMA user_version").fetchone()[0] != VERSION:
            return None
        return lookup.place_of(Index(folder, db), record_id, payload_digest)
    except sqlite3.Error:
        return None  # derived, and the files themselves are at hand
    finally:
        db.close()
