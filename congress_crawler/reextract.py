"""What would the rows be if they were read today?

Rebuilds `articles.jsonl` from the WARC files alone, with the function that the crawl calls, and compares.
"""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import msgspec

from congress_crawler import items
from congress_crawler.archive import ledger
from congress_crawler.items import Article, Provenance, Unreadable
from congress_crawler.replay import Capture, captures
from congress_crawler.versions import EXTRACTOR, compare, listed

SHOWN = 20  # differences that are told one by one


class Difference(msgspec.Struct, kw_only=True):
    """What a new reading changes. A row is a pair (id, version)."""

    rows: int = 0  #: rebuilt
    same: int = 0  #: byte-identical to the line in articles.jsonl, provenance aside
    changed: int = 0
    added: int = 0  #: rebuilt, but not in articles.jsonl
    lost: int = 0  #: in articles.jsonl, but not rebuilt
    details: list[str] = []  #: the first differences, a sentence each

    def sentence(self) -> str:
        """The figures for people."""
        if self.rows == self.same and not self.lost:
            return f"{self.rows} rows from the archive, all as in articles.jsonl"
        odd = f"{self.changed} differ, {self.added} are not in articles.jsonl, {self.lost} are only there"
        return f"{self.rows} rows from the archive: {self.same} as in articles.jsonl, {odd}"


class _State(msgspec.Struct, frozen=True):
    """The newest version so far of an article; what `compare` asks for."""

    version: int
    text_digest: str
    payload_digest: str


def reextract(folder: Path, write: Callable[[bytes], Any]) -> Difference:
    """Read every article of a site's archive again.

    In: the site's folder; a function that takes each rebuilt row as one UTF-8 line. Out: what differs from
    articles.jsonl. Raises Unfinished for a WARC file that cannot be read.
    """
    old = _Old(folder / "articles.jsonl")
    difference = Difference()
    for article in rows(folder):
        write(items.line(article))
        difference.rows += 1
        old.compare(article, difference)
    difference.lost = old.left()
    return difference


def rows(folder: Path) -> Iterator[Article]:
    """The rows that the crawl would write for these captures, in order. In: the site's folder."""
    states: dict[str, _State] = {}
    for capture in captures(folder):
        article = _read(capture)
        if article is None:
            continue
        before, payload = states.get(article.id), capture.record.payload_digest or ""
        if before is not None and before.payload_digest == payload:
            continue
        event = compare(article, before)
        states[article.id] = _State(article.version, article.digests.text, payload)
        if event in {"new", "edited"}:
            article.provenance = _provenance(capture, article.url)
            yield article


def _read(capture: Capture) -> Article | None:
    try:
        return capture.read()
    except Unreadable:
        return None  # a named failure, not a row


def _provenance(capture: Capture, url: str) -> Provenance:
    return Provenance(
        fetched_at=capture.record.date,
        status=capture.record.status,
        warc=capture.ref,
        list_url=(capture.row.list_url or None) if capture.row else None,
        listed=listed(capture.row, url),
        run=capture.run,
        extractor=EXTRACTOR,
        profile=capture.profile.digest,
    )


class _Old:
    """The lines of articles.jsonl, found by (id, version); only their places are held."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._places: dict[tuple[str, int], tuple[int, int]] = {}
        for place in ledger.read(path):  # none when no article was ever kept; what is no row, `verify` names
            if isinstance(place.row, Article):
                self._places[place.row.id, place.row.version] = (place.offset, place.length)

    def compare(self, article: Article, difference: Difference) -> None:
        place = self._places.pop((article.id, article.version), None)
        if place is None:
            difference.added += 1
            self._tell(difference, f"{article.id} version {article.version} is not in {self._path.name}")
            return
        with self._path.open("rb") as file:
            file.seek(place[0])
            before = msgspec.json.decode(file.read(place[1]))
        now = msgspec.to_builtins(article)
        names = [name for name in now if name != "provenance" and now[name] != before.get(name)]
        difference.same += not names
        difference.changed += bool(names)
        for name in names:
            self._tell(difference, f"{article.id} {name}: {before.get(name)!r:.100} → {now[name]!r:.100}")

    def left(self) -> int:
        return len(self._places)

    @staticmethod
    def _tell(difference: Difference, sentence: str) -> None:
        if len(difference.details) < SHOWN:
            difference.details.append(sentence)
