"""Is this reading a new article, a new version of it, or nothing new?"""

from typing import Literal, Protocol

from congress_crawler import __version__
from congress_crawler.items import Article, Listed
from congress_crawler.listing import Row
from congress_crawler.normalise import canonical

PACKAGE = "congress-crawler"
EXTRACTOR = f"{PACKAGE}/{__version__}"  # what a row says it was read with


def listed(row: Row | None, url: str) -> Listed | None:
    """What a row says of an article, as a row of articles.jsonl keeps it; None when no listing led to the page.

    In: the row; the address of the article, which the row's link may have led on to.
    """
    if row is None or not row.list_url:
        return None
    link = row.url if canonical(row.url) != canonical(url) else None
    return Listed(title=row.title, date=row.date, near=row.near, url=link)


def as_listed(said: Listed | None, row: Row) -> bool:
    """Whether a row says of an article what the listing said before.

    In: what it said; None: it said nothing. A list, its feed and a sitemap write the same date in several ways, and cut
    titles or leave them out: only another day or another title is news.
    """
    if said is None:
        return True
    days = (said.near, row.near) if said.near and row.near else (said.date, row.date)
    titled = said.title == row.title or _cut(said.title, row.title) or _cut(row.title, said.title)
    return titled and (None in days or days[0] == days[1])


def _cut(short: str, whole: str) -> bool:
    """Whether a title is another one cut short, or left out."""
    bare = short.rstrip("…. ")
    return bare in {"", whole} or (bare != short and whole.startswith(bare))


class Before(Protocol):
    """What is known of the newest version of an article."""

    @property
    def version(self) -> int:
        """1, 2, …"""

    @property
    def text_digest(self) -> str:
        """`sha256:…` of its text."""

    @property
    def payload_digest(self) -> str:
        """`sha256:…` of the bytes it was read from."""


def compare(article: Article, before: Before | None) -> Literal["new", "edited", "cosmetic"] | None:
    """Compare a reading with the newest version; sets `article.version`.

    In: the article as read now; what is known of it, None when nothing is. Out: "new"; "edited" when the text differs
    (a row, the next version); "cosmetic" when only the bytes differ (an event, no row); None when nothing does.
    """
    if before is None:
        return "new"
    if before.text_digest != article.digests.text:
        article.version = before.version + 1
        return "edited"
    article.version = before.version
    return "cosmetic" if before.payload_digest != article.digests.payload else None
