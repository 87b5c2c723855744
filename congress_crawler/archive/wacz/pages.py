"""Which pages does a reader open, and in which order?

`pages.jsonl` (json-pages-1.0): a line an article version, with title and text, the newest versions first;
`extraPages.jsonl`: the home and list pages. Read from articles.jsonl, one line at a time.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec

from congress_crawler.archive import ledger
from congress_crawler.archive.wacz.plan import Plan
from congress_crawler.items import Article

PAGES = "pages/pages.jsonl"
EXTRA = "pages/extraPages.jsonl"


class Articles:
    """The article rows of a site up to a byte of articles.jsonl."""

    def __init__(self, folder: Path, end: int) -> None:
        self._path = folder / "articles.jsonl"
        self.end = end  #: up to which byte they count

    def charge(self, plan: Plan) -> None:
        """Make each capture cost what its page line weighs. Raises OSError."""
        for article in self._rows():
            if article.provenance is not None:
                warc = article.provenance.warc
                plan.charge(warc.file, warc.offset, len(_page(article)))

    def pages(self, plan: Plan, part: int) -> Iterator[bytes]:
        """The lines of pages.jsonl of a part: header, newest versions, earlier ones. Raises OSError."""
        yield _header("pages", plan.title or "Pages", text=True)
        newest: dict[str, int] = {}  # of the articles that have more than one version here
        for article in self._in(plan, part):
            if article.version > 1:
                newest[article.id] = max(article.version, newest.get(article.id, 1))
        for old in (False, True):
            for article in self._in(plan, part):
                if (article.version < newest.get(article.id, 1)) is old:
                    yield _page(article)
            if not newest:
                return

    def _in(self, plan: Plan, part: int) -> Iterator[Article]:
        """The rows whose capture lies in a part."""
        for article in self._rows():
            made = article.provenance
            if made is not None and plan.holds(part, made.warc.file, made.warc.offset):
                yield article

    def _rows(self) -> Iterator[Article]:
        for place in ledger.read(self._path, 0, self.end):
            if isinstance(place.row, Article):
                yield place.row


def extra_pages(plan: Plan, part: int) -> Iterator[bytes]:
    """The lines of extraPages.jsonl: each home and list page as it was each time, the newest first."""
    yield _header("extra-pages", "Home and list pages", text=False)
    for role, url, at in plan.sights(part):
        yield _line({"id": f"{role}-{at}-{url}", "url": url, "ts": at, "title": f"{role} {url}"})


def main_page(plan: Plan, part: int) -> tuple[str, str] | None:
    """What a player shows first: the newest of the home page, of pages on the way to the lists, of list pages.

    Out: address and date; None when there are none.
    """
    sights = list(plan.sights(part))
    sights.sort(key=lambda sight: (sight[1] != plan.home, sight[0] != "home"))
    return sights[0][1:] if sights else None


def _header(name: str, title: str, *, text: bool) -> bytes:
    return _line({"format": "json-pages-1.0", "id": name, "title": title, "hasText": text})


def _page(article: Article) -> bytes:
    at = article.provenance.fetched_at if article.provenance else ""
    name = f"{article.id}-{article.version}"
    return _line(
        {"id": name, "url": article.url, "ts": at, "title": article.title or article.url, "text": article.text}
    )


def _line(values: dict[str, Any]) -> bytes:
    return msgspec.json.encode(values) + b"\n"
