"""Which other articles are the same?"""

from collections.abc import Sequence
from pathlib import Path

import msgspec

from congress_crawler.archive.record import digest
from congress_crawler.items import Digests
from congress_crawler.provenance.model import Twin
from congress_crawler.provenance.rows import decoded

MOST = 50  # told by name
NOTHING = frozenset((digest(b""),))  # an empty text or payload is no sign of anything


class _Made(msgspec.Struct):
    fetched_at: str


class _Row(msgspec.Struct):
    """What there is to compare in an article row."""

    id: str
    version: int
    url: str
    title: str | None
    published: str | None
    digests: Digests
    provenance: _Made | None


def twins(folders: Sequence[Path], article_id: str, payloads: set[str], texts: set[str]) -> tuple[list[Twin], int]:
    """Article rows with one of these payloads or texts, of other articles.

    In: the folders of sites; the id of the article; digests of its payloads and texts. Out: the first of them, and how
    many more there are. Raises StorageError. Memory: as many as are told.
    """
    found: list[Twin] = []
    more = 0
    for folder in folders:
        for _, row in decoded(folder / "articles.jsonl", _Row):
            same_bytes = row.digests.payload in payloads - NOTHING
            if row.id == article_id or not (same_bytes or row.digests.text in texts - NOTHING):
                continue
            if len(found) == MOST:
                more += 1
                continue
            found.append(
                Twin(
                    kind="same-bytes" if same_bytes else "same-text",
                    folder=str(folder),
                    id=row.id,
                    version=row.version,
                    url=row.url,
                    title=row.title,
                    published=row.published,
                    at=row.provenance.fetched_at if row.provenance else "",
                )
            )
    return found, more
