"""How was each value read, and does reading its record now give the same?

The record is read again with the function that the crawl calls, with the profile in its own WARC file and with what
the row says of the listing. So the answer needs nothing but the archive and this version of the reading.
"""

import msgspec

from congress_crawler.archive.members import Unreadable as NoRecord
from congress_crawler.archive.record import Record, digest
from congress_crawler.items import Article, Evidence, Provenance, Unreadable
from congress_crawler.listing import Row
from congress_crawler.normalise import article_id
from congress_crawler.provenance.model import Field, Place, Spot, Version
from congress_crawler.provenance.pages import Page, page
from congress_crawler.provenance.shelf import Shelf
from congress_crawler.replay import read_record
from congress_crawler.versions import EXTRACTOR

#: What a reader asks about, in the order of the record: name in `evidence` and `missing` → field of the record.
ASKED = {
    "title": "title",
    "subtitle": "subtitle",
    "kicker": "kicker",
    "section": "section",
    "byline": "byline_raw",
    "authors": "authors",
    "source": "source",
    "editors": "editors",
    "published": "published",
    "place": "place",
    "text": "text",
    "attachments": "attachments",
    "images": "images",
    "charset": "charset",
}
_NOT_READ = frozenset(("schema", "version", "provenance"))  # what the page does not say


def version(shelf: Shelf, row: Article, made: Provenance, place: Place, listing: Page | None) -> Version:
    """One row against its record.

    In: the archive; the row, its provenance and its place; the listing page it was found on, None when there is none.
    Out: what the record gives now, field by field. Raises StorageError.
    """
    found = Version(row=row, place=place, record=shelf.said(made.warc), reading=EXTRACTOR)
    again: Article | None = None
    read: Page | None = None
    try:
        record = shelf.whole(made.warc)
        found.faults = [*_itself(row), *_against(row, made, record)]
        read = page(record, made.warc)
        again = _reread(shelf, row, made, record)
    except (NoRecord, Unreadable) as error:
        found.why = str(error)
    if again is not None:
        names = [name for name in row.__struct_fields__ if name not in _NOT_READ]
        found.differs = [name for name in names if getattr(row, name) != getattr(again, name)]
        found.now = "differs" if found.differs else "same"
    found.fields = [field for name in ASKED if (field := _field(name, row, again, read, listing)) is not None]
    found.fields += [
        Field(name=name, value=None, missing=why) for name, why in row.missing.items() if name not in ASKED
    ]
    return found


def _reread(shelf: Shelf, row: Article, made: Provenance, record: Record) -> Article:
    front = shelf.front(made.warc.file)
    if front.profile is None:
        raise NoRecord(front.why)
    listed, led = made.listed, None
    if listed is not None:
        led = Row(listed.url or row.url, listed.title, listed.date, made.list_url or "", listed.near)
    return read_record(record, front.profile, led)


def _field(name: str, row: Article, again: Article | None, read: Page | None, listing: Page | None) -> Field | None:
    """One field; None when the row has nothing to say of it."""
    value, said = msgspec.to_builtins(getattr(row, ASKED[name])), row.evidence.get(name)
    if value in (None, "", []) and said is None and name not in row.missing and name not in row.doubts:
        return None
    field = Field(name=name, value=value, missing=row.missing.get(name), doubt=row.doubts.get(name))
    if said is not None:
        field.method, field.locator, field.raw = said.method, said.locator, said.raw
        field.spot = _spot(said, row.url, read, listing)
    if again is not None:
        now = msgspec.to_builtins(getattr(again, ASKED[name]))
        same = now == value and again.evidence.get(name) == said
        field.now, field.gives = ("same", None) if same else ("differs", now)
    return field


def _spot(said: Evidence, url: str, read: Page | None, listing: Page | None) -> Spot | None:
    """Where the string stands that a value was read from: in the page, in that of the listing, in the address."""
    if said.method == "list":
        return listing.find(said.raw) if listing is not None else None
    if said.method != "url":
        return read.find(said.raw, said.locator) if read is not None else None
    if (at := url.find(said.raw)) < 0:
        return None
    return Spot(
        within="address",
        character=at,
        byte=at,
        length=len(said.raw),
        count=url.count(said.raw),
        how="literal",
        excerpt=url,
    )


def _itself(row: Article) -> list[str]:
    """What in a row does not agree with itself."""
    faults = []
    if digest(row.text.encode()) != row.digests.text:
        faults.append("its text is not that of its digest")
    if row.id != article_id(row.site, row.canonical_url):
        faults.append("its id is not that of its address")
    return faults


def _against(row: Article, made: Provenance, record: Record) -> list[str]:
    """What in a row its record does not say."""
    pairs = (
        ("address", row.url, record.url),
        ("payload digest", row.digests.payload, record.payload_digest),
        ("date", made.fetched_at, record.date),
        ("status", made.status, record.status),
    )
    faults = [f"its {name} is {says}, that of its record {has}" for name, says, has in pairs if says != has]
    if digest(record.payload or b"") != row.digests.payload:
        faults.append("the payload of its record is not that of its digest")
    return faults
