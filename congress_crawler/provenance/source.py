"""What are the very bytes?"""

from pathlib import Path

import msgspec

from congress_crawler.archive.kinds import sent_head
from congress_crawler.archive.members import Unreadable as NoRecord
from congress_crawler.archive.record import Record
from congress_crawler.items import Article, Provenance, Unreadable, WarcRef
from congress_crawler.provenance import captures, pages
from congress_crawler.provenance.finding import NoArticle, Where
from congress_crawler.provenance.rows import decoded
from congress_crawler.provenance.shelf import Shelf


class NoSource(Exception):
    """The bytes cannot be had. The message says why."""


class Source(msgspec.Struct, frozen=True):
    """One record, with what it stands for."""

    record: Record  #: with the payload of its original when it is a revisit
    head: bytes | None  #: of the answer, as in the archive
    notes: list[str]

    def said(self, *, headers: bool, decode: bool) -> bytes:
        """What to write: the head as it was sent when it is wanted, then the payload as sent.

        In: whether the head is wanted; whether the content-coding is undone. A 304 with its head has no payload: the
        server sent none. Raises NoSource.
        """
        try:
            body = pages.uncoded(self.record) if decode else self.record.payload or b""
        except Unreadable as error:
            raise NoSource(f"{self.record.id}: its content-coding cannot be undone: {error.detail}") from error
        if not headers:
            return body
        if self.head is None:
            raise NoSource(f"{self.record.id}: has no head: it is no answer of a server ({self.record.type})")
        return sent_head(self.head) + (b"" if self.record.status == 304 else body)


def source(where: Where, shelf: Shelf, *, version: int | None, capture: str) -> Source:
    """The record that a version was read from, or any record of the site by its id.

    In: the article; the open archive; a version, None for the newest; a record id with or without its brackets and
    `urn:uuid:`, "" for that of the version. Raises NoArticle when there is no such version or record, NoSource via
    StorageError's kin when it cannot be read.
    """
    ref = _of_id(where, shelf, capture) if capture else _of_version(where, version).warc
    try:
        record = shelf.whole(ref)
        head = captures.sent_head(shelf, ref)
    except NoRecord as error:
        raise NoArticle(f"{error}; `verify` names all that is bad") from error
    notes = []
    if record.type == "revisit":
        of = shelf.original(shelf.read(ref))
        what = f"{of.record_id} in warc/{of.file}" if of else "another record"
        notes.append(f"{record.id} is a revisit ({record.status}): its payload is that of {what}")
    elif (cut := record.headers.get("WARC-Truncated")) is not None:
        notes.append(f"{record.id} was cut off ({cut}): these are the bytes that came")
    return Source(record, head, notes)


def _of_version(where: Where, version: int | None) -> Provenance:
    found: dict[int, Provenance] = {}
    for _, row in decoded(Path(where.folder, "articles.jsonl"), Article):
        if row.id == where.id and row.provenance is not None:
            found[row.version] = row.provenance
    if not found:
        raise NoArticle(f"{where.id}: no row of it has a provenance; run `verify`")
    if version is not None and version not in found:
        raise NoArticle(f"{where.id} has no version {version}; there are {', '.join(map(str, sorted(found)))}")
    return found[version if version is not None else max(found)]


def _of_id(where: Where, shelf: Shelf, capture: str) -> WarcRef:
    """A record by its id: of the article's captures, else any of the archive."""
    bare = f"<urn:uuid:{capture.strip().strip('<>').removeprefix('urn:uuid:')}>"
    rows = [row for _, row in decoded(where.folder / "articles.jsonl", Article) if row.id == where.id]
    captures.captures(shelf, {row.url for row in rows}, [row.provenance.warc for row in rows if row.provenance])
    near = [said.ref for said in shelf.seen.values() if said.ref.record_id == bare]
    refs = near or shelf.look().of_id(bare)
    if not refs:
        raise NoArticle(f"no record {capture} in {shelf.folder / 'warc'}; `provenance` names those of the article")
    return refs[0]
