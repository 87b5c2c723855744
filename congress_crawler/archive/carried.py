"""Which files and pictures do the articles carry, and what has become of each?

Questions to an open index, as functions: the links of the newest version of every article beside the lines of
files.jsonl. What is to be asked follows from these alone, so a run that was killed leaves nothing else behind.
"""

import msgspec

from congress_crawler.archive.index import Index
from congress_crawler.archive.state import Carried
from congress_crawler.items import File

_WANTED = (
    "SELECT links.id, links.url, kind, articles.url, "
    "(SELECT row FROM asked WHERE asked.url = links.url AND asked.id = links.id ORDER BY seq DESC LIMIT 1), "
    "(SELECT max(seq) FROM asked WHERE asked.url = links.url AND asked.id = links.id) AS said "
    "FROM links JOIN articles ON articles.id = links.id AND articles.version = links.version "
    "WHERE NOT EXISTS "
    "(SELECT 1 FROM asked WHERE asked.url = links.url AND asked.id = links.id AND asked.reason IS NULL) "
    "AND (:run IS NULL OR articles.run = :run) ORDER BY said, links.seq"
)
_KEPT = (
    "SELECT count(*) FROM links JOIN articles ON articles.id = links.id AND articles.version = links.version "
    "WHERE EXISTS (SELECT 1 FROM asked WHERE asked.url = links.url AND asked.id = links.id AND asked.reason IS NULL) "
    "AND (:run IS NULL OR articles.run = :run)"
)


def wanted(index: Index, run: str | None = None) -> list[Carried]:
    """What the newest version of an article links to and is not kept for it yet.

    In: the run whose articles alone count; None for all. Out: first those of which nothing was said yet, in the order
    in which their articles were read; then those that failed, the one that was told of longest ago first, so that none
    waits behind others for ever. Memory: some 400 bytes each.
    """
    rows = index.db.execute(_WANTED, {"run": run})
    return [
        Carried(id=id_, url=url, kind=kind, page=page, line=_line(row) if row is not None else None)
        for id_, url, kind, page, row, _ in rows
    ]


def kept(index: Index, run: str | None = None) -> int:
    """How many of the links of the newest versions are kept. In: as `wanted`."""
    return int(index.db.execute(_KEPT, {"run": run}).fetchone()[0])


def lines(index: Index, url: str) -> list[File]:
    """Every line about a file, of whichever article, the first one first."""
    return [_line(row) for (row,) in index.db.execute("SELECT row FROM asked WHERE url = ? ORDER BY seq", (url,))]


def has_article(index: Index, article_id: str) -> bool:
    """Whether an article has a row, queued ones included."""
    return index.db.execute("SELECT 1 FROM articles WHERE id = ? LIMIT 1", (article_id,)).fetchone() is not None


def refusal(index: Index, row: File) -> str | None:
    """Why the line of a file must not be written; None when it may: its article is there, it is not kept already."""
    if not has_article(index, row.id):
        return f"{row.url}: article {row.id} is not there; add it first"
    if row.reason is None and row.warc is None:
        return f"{row.url}: is said to be kept, but where is not said"
    known = "SELECT 1 FROM asked WHERE url = ? AND id = ? AND reason IS NULL"
    if index.db.execute(known, (row.url, row.id)).fetchone() is not None:
        return f"{row.url}: is kept for {row.id} already"
    return None


def came_to(index: Index, run: str) -> tuple[int, int]:
    """How many lines of a run say that a file is kept, and how many that it is not."""
    found = index.db.execute("SELECT count(*), count(reason) FROM asked WHERE run = ?", (run,)).fetchone()
    return found[0] - found[1], found[1]


def _line(row: bytes) -> File:
    return msgspec.json.decode(row, type=File)
