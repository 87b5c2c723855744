"""What does the index answer?

Questions to an open index, as functions. Each is one or two rows found by an index of the table, but for those that
opening a folder asks once.
"""

from collections.abc import Iterator
from typing import Any, Literal

import msgspec

from congress_crawler.archive import carried
from congress_crawler.archive.exchange import Exchange
from congress_crawler.archive.index import Index, evidence, pack
from congress_crawler.archive.kinds import Original
from congress_crawler.archive.state import ArticleState, Check, Known
from congress_crawler.items import Article, Event, Failure, File, Listed, Run, WarcRef

_CAPTURES = (  # 6: what stands behind "warc/"
    "SELECT substr(files.name, 6), start, length, record, etag, modified, payload, at "
    "FROM captures JOIN files ON files.id = captures.file "
)

_READ_AT_URL = (
    "WHERE url = ? AND status = 200 AND whole AND EXISTS (SELECT 1 FROM captures AS other "
    "WHERE other.url = captures.url AND other.status = 200 AND other.whole AND other.told "
    "AND other.payload = captures.payload) ORDER BY seq DESC LIMIT 1"
)

_ARTICLES = "SELECT id, version, url, text, payload, at, list, listed, warc, start, length, record FROM articles "


def original(
    index: Index, payload_digest: str, kind: Literal["response", "conversion"] = "response"
) -> Original | None:
    """The first whole response (or rendering) with this payload; None when there is none."""
    found = index.db.execute(
        "SELECT record, url, at FROM captures WHERE payload = ? AND kind != 'revisit' AND whole AND kind = ? "
        "ORDER BY seq LIMIT 1",
        (pack(payload_digest), kind),
    ).fetchone()
    if found is None:
        return None
    return Original(record_id=found[0], url=found[1], at=found[2], payload_digest=payload_digest)


def stands_for(index: Index, exchange: Exchange, payload_digest: str) -> Original | None:
    """The response that already holds what an answer means: the same payload, or what a 304 says is unchanged."""
    if exchange.truncated is not None:
        return None
    if exchange.status == 304:
        before = known(index, exchange.url)
        return original(index, before.payload_digest) if before else None
    return original(index, payload_digest) if exchange.payload else None


def known(index: Index, url: str) -> Known | None:
    """The newest whole 200 answer for a URL whose payload an article or event of this URL speaks of; None for none.

    An answer without a row is one that a crash kept from being read: who took it for known would never read it. One
    that only a failure speaks of is a wall or a soft 404: taken for known, it would pass for unchanged for ever.
    """
    found = index.db.execute(_CAPTURES + _READ_AT_URL, (url,)).fetchone()
    if found is None:
        return None
    *place, etag, modified, payload, at = found
    digest = f"sha256:{payload.hex()}"
    return Known(etag=etag, last_modified=modified, payload_digest=digest, at=at, ref=_ref(*place))


def place_of(index: Index, record_id: str, payload_digest: str) -> WarcRef | None:
    """Where the whole response or rendering lies that has this id and this payload; None when there is none."""
    found = index.db.execute(
        _CAPTURES + "WHERE payload = ? AND kind != 'revisit' AND whole AND record = ?",
        (pack(payload_digest), record_id),
    ).fetchone()
    return _ref(*found[:4]) if found else None


def holds(index: Index, ref: WarcRef) -> bool:
    """Whether a reference names a response, revisit or conversion record to the byte."""
    found = index.db.execute(
        "SELECT 1 FROM captures JOIN files ON files.id = captures.file "
        "WHERE files.name = ? AND start = ? AND length = ? AND record = ?",
        (f"warc/{ref.file}", ref.offset, ref.length, ref.record_id),
    ).fetchone()
    return found is not None


def article(index: Index, article_id: str) -> ArticleState | None:
    """The newest version of an article; None when it has no row."""
    found = index.db.execute(_ARTICLES + "WHERE id = ? ORDER BY version DESC LIMIT 1", (article_id,)).fetchone()
    return _state(found) if found else None


def article_of_link(index: Index, link: str) -> ArticleState | None:
    """The newest version of the article that a listed link (as listed) led on to; None when none is known."""
    found = index.db.execute("SELECT id FROM articles WHERE link = ? ORDER BY seq DESC LIMIT 1", (link,)).fetchone()
    return article(index, found[0]) if found else None


def articles(index: Index) -> list[ArticleState]:
    """The newest version of every article, in the order in which they were first read."""
    newest = "WHERE version = (SELECT max(version) FROM articles AS other WHERE other.id = articles.id) ORDER BY seq"
    return [_state(found) for found in index.db.execute(_ARTICLES + newest)]


def same_text(index: Index, text_digest: str) -> list[ArticleState]:
    """The articles whose newest version has this text."""
    newest = "WHERE text = ? AND version = (SELECT max(version) FROM articles AS other WHERE other.id = articles.id)"
    return [_state(found) for found in index.db.execute(_ARTICLES + newest, (text_digest,))]


def version_dates(index: Index, article_id: str) -> list[str]:
    """When each version of an article was read, the first one first."""
    rows = index.db.execute("SELECT at FROM articles WHERE id = ? ORDER BY version", (article_id,))
    return [at for (at,) in rows]


def checks(index: Index, url: str) -> list[Check]:
    """Every whole answer that an address gave, the oldest first."""
    rows = index.db.execute(
        "SELECT at, status, payload, substr(files.name, 6), start, length, record FROM captures "
        "JOIN files ON files.id = captures.file WHERE url = ? AND whole ORDER BY seq",
        (url,),
    )
    return [
        Check(at=at, status=status, payload_digest=f"sha256:{payload.hex()}", ref=_ref(*place))
        for at, status, payload, *place in rows
    ]


def last_event(index: Index, article_id: str) -> str | None:
    """The newest event of an article: removed or moved means that it is gone."""
    found = index.db.execute(
        "SELECT event FROM events WHERE id = ? ORDER BY seq DESC LIMIT 1", (article_id,)
    ).fetchone()
    return found[0] if found else None


def has_version(index: Index, article_id: str, version: int) -> bool:
    """Whether an article version has a row, queued ones included."""
    found = index.db.execute("SELECT 1 FROM articles WHERE id = ? AND version = ?", (article_id, version)).fetchone()
    return found is not None


def last_failure(index: Index, url: str) -> Failure | None:
    """The newest failure row of a URL; None when there is none."""
    found = index.db.execute("SELECT row FROM failures WHERE url = ? ORDER BY seq DESC LIMIT 1", (url,)).fetchone()
    return msgspec.json.decode(found[0], type=Failure) if found else None


def refusal(index: Index, row: Article | File | Failure | Event) -> str | None:
    """Why a row must not be written now; None when it may: its bytes are kept, its version is the next one."""
    if isinstance(row, Article):
        if row.provenance is None:
            return f"{row.id}: has no provenance"
        before = article(index, row.id)
        if row.version != (before.version if before else 0) + 1:
            return f"{row.id}: version {row.version} does not follow {before.version if before else 0}"
    if isinstance(row, Event) and not has_version(index, row.id, row.version):
        return f"{row.event}: article {row.id}, version {row.version}, is not there; add it first"
    if isinstance(row, File) and (why := carried.refusal(index, row)) is not None:
        return why
    ref = evidence(row)
    return f"{row.url}: no record is kept at {ref}" if ref is not None and not holds(index, ref) else None


def unannounced(index: Index) -> Iterator[Event]:
    """The event that each article version without a `new` or `edited` event should have, in the order of the rows."""
    rows = index.db.execute(
        "SELECT url, id, version, at, run, warc, start, length, record FROM articles WHERE NOT EXISTS (SELECT 1 "
        "FROM events WHERE events.id = articles.id AND events.version = articles.version "
        "AND event IN ('new', 'edited')) ORDER BY seq"
    ).fetchall()
    for url, id_, version, at, run, *place in rows:
        kind: Literal["new", "edited"] = "new" if version == 1 else "edited"
        yield Event(event=kind, url=url, id=id_, version=version, at=at, run=run, evidence=_ref(*place))


def run_lines(index: Index) -> list[Run]:
    """The newest line of every run that has one."""
    rows = index.db.execute("SELECT row FROM runs WHERE row IS NOT NULL ORDER BY rowid")
    return [msgspec.json.decode(row, type=Run) for (row,) in rows]


def has_run(index: Index, run: str) -> bool:
    """Whether a run id has been used: in a WARC file, a row or a run line."""
    return index.db.execute("SELECT 1 FROM runs WHERE run = ?", (run,)).fetchone() is not None


def _ref(file: str, offset: int, length: int, record_id: str) -> WarcRef:
    return WarcRef(file=file, offset=offset, length=length, record_id=record_id)


def _state(found: tuple[Any, ...]) -> ArticleState:
    id_, version, url, text, payload, at, list_url, listed, *place = found
    return ArticleState(
        id=id_,
        version=version,
        url=url,
        text_digest=text,
        payload_digest=payload,
        at=at,
        ref=_ref(*place),
        listed=msgspec.json.decode(listed, type=Listed) if listed is not None else None,
        list_url=list_url,
    )
