"""What did the last crash leave behind, and what may be cut?

Reads each file from where the index stops, to its end; what is whole goes into the index, what is torn is cut. A
torn tail has nothing behind it that anybody points to; anything else is damage, and damage is reported, not removed.
"""

from pathlib import Path

import msgspec

from congress_crawler.archive import carried, lookup
from congress_crawler.archive.disk import Disk, cut
from congress_crawler.archive.errors import Damaged
from congress_crawler.archive.index import Index, evidence
from congress_crawler.archive.ledger import LEDGERS, Row, read
from congress_crawler.archive.members import Damage, Unreadable, read_at, scan
from congress_crawler.archive.reopen import files_of
from congress_crawler.items import Article, Event, File, WarcRef

#: A commit makes at most so many rows durable (site.py). WARC records are durable before the rows that point at them,
#: so a crash leaves no row in the air; a lying disk may, within one commit. More of them is no crash.
GROUP = 64
GROUP_ROWS = 256


class Tear(msgspec.Struct):
    """Where a file stops being whole."""

    name: str
    at: int
    size: int
    why: str
    rows: list[Row] = []  #: whole rows that go with it, because what they point at is gone


def mend(folder: Path, index: Index) -> list[Tear]:
    """Bring the index up to the end of every file and find what must be cut; nothing is changed on disk yet.

    Raises Damaged for damage that is no torn tail. Out: the tears; `apply` cuts them.
    """
    tears: dict[str, Tear] = {}
    for name in files_of(folder):
        if name.startswith("warc/") and (tear := _warc(folder, name, index)) is not None:
            tears[name] = tear
    for name in LEDGERS:
        if (tear := _ledger(folder, name, index, tears)) is not None:
            tears[name] = tear
    return list(tears.values())


def apply(folder: Path, index: Index, disk: Disk, tears: list[Tear]) -> list[str]:
    """Cut what `mend` found. Out: a sentence for each. Raises StorageError."""
    told = []
    for tear in tears:
        cut(disk, folder / tear.name, tear.at)
        if tear.at == 0:
            index.forget(tear.name)
        told.append(_sentence(tear))
    return told


def _warc(folder: Path, name: str, index: Index) -> Tear | None:
    """Feed the records of a WARC file from where the index stops. Out: where it is torn."""
    path = folder / name
    size, whole = path.stat().st_size, index.done(name)
    torn: Tear | None = Tear(name, 0, 0, "is empty") if size == 0 else None
    for found in scan(path, whole, size):
        if isinstance(found, Damage):
            torn = Tear(name, found.offset, size, found.why)
            break
        index.feed_record(name, found)
        whole = found.offset + found.length
    if whole:
        index.advance(name, whole)
    return torn


def _ledger(folder: Path, name: str, index: Index, tears: dict[str, Tear]) -> Tear | None:
    """Feed the rows of a ledger from where the index stops. Out: where it is torn."""
    path = folder / name
    whole = index.done(name)
    torn: Tear | None = None
    for place in read(path, whole):
        why = place.why or _unresolved(folder, place.row, index, tears)
        if why:
            torn = torn or Tear(name, place.offset, path.stat().st_size, why)
            if place.row is not None:
                torn.rows.append(place.row)
                if len(torn.rows) > (GROUP if name == "articles.jsonl" else GROUP_ROWS):
                    raise Damaged(name, f"byte {torn.at}", f"{torn.why}, and so for more rows than one commit writes")
        elif torn is not None:
            raise Damaged(name, f"byte {torn.at}", f"{torn.why}, but whole rows follow")
        elif place.row is not None:
            index.feed_row(place.row)
            whole = place.offset + place.length
    if whole:
        index.advance(name, whole)
    return torn


def _unresolved(folder: Path, row: Row | None, index: Index, tears: dict[str, Tear]) -> str:
    """Why what a row points at is not there; "" when it is. Raises Damaged when it lies behind a tear."""
    if isinstance(row, Article) and row.provenance is None:
        return f"{row.id} has no provenance"
    if isinstance(row, Event) and not lookup.has_version(index, row.id, row.version):
        return f"the event of {row.id}, version {row.version}, has no article row"
    if isinstance(row, File) and not carried.has_article(index, row.id):
        return f"the file {row.url} of {row.id} has no article row"
    ref = evidence(row) if row is not None else None
    if ref is None or lookup.holds(index, ref):
        return ""
    path = folder / "warc" / ref.file
    if not path.exists():
        raise Damaged(f"warc/{ref.file}", "the whole file", "is missing, and rows point into it")
    tear = tears.get(f"warc/{ref.file}")
    if tear is not None and ref.offset > tear.at and _whole(path, ref):
        raise Damaged(tear.name, f"byte {tear.at}", f"{tear.why}; whole records that rows point at lie behind it")
    return f"no record {ref.record_id} of {ref.length} bytes at byte {ref.offset} of warc/{ref.file}"


def _whole(path: Path, ref: WarcRef) -> bool:
    try:
        return read_at(path, ref.offset, ref.length).id == ref.record_id
    except Unreadable:
        return False


def _sentence(tear: Tear) -> str:
    if tear.at == 0:
        return f"{tear.name}: removed, it held nothing whole ({tear.size} bytes, {tear.why})"
    rows = f", with {len(tear.rows)} whole rows" if tear.rows else ""
    return f"{tear.name}: cut at byte {tear.at}, {tear.size - tear.at} bytes dropped{rows} ({tear.why})"
