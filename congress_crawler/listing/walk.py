"""How far does a list go, and when is walking on a trap?

The state of one list on its way from page to page. Pure: it is told what each page showed and says what to ask next.
"""

import re
from typing import Literal
from urllib.parse import urlsplit

from congress_crawler.listing.page import Listing
from congress_crawler.listing.step import Step
from congress_crawler.normalise.url import canonical

Ended = Literal[
    "last page",  # no further page is named, or the one named by habit is not there
    "known rows",  # two pages of nothing but known rows: the rest was read before
    "repeated page",  # the page shows what the page before it showed, or leads back
    "no new links",  # two pages in a row that add nothing
    "too many pages",  # the cap of the profile
    "trap",  # the next address repeats its own folders
    "failed",  # a page could not be had
    "stopped",  # the run ended first
]
#: Ends after which every page was read: only then is a missing row an absence.
WHOLE: frozenset[str] = frozenset(("last page", "repeated page", "no new links"))
ENOUGH = 2  # pages that add nothing, or show known rows only
SHELLS = 8  # answers without a row on the way to the rows: a shell, its scripts, a first empty group
REPEATED = re.compile(r"(/[^/]+)(?:/[^/]+){0,3}\1(?:/[^/]+){0,3}\1(?=/|$)")  # fault 6.2: a folder three times


class Trail:
    """One list. `ended` says why it ended, None while it goes on."""

    def __init__(self, *, most: int, news: bool) -> None:
        """In: the most pages; whether known rows end the walk."""
        self.ended: Ended | None = None
        self.pages = 0
        self.rows = 0
        self.links: set[int] = set()  #: hashes of canonical URLs
        self.first: tuple[list[str], int | None] | None = None  #: links and stated total of the first page with rows
        self.began: Step | None = None  #: what led to that page
        self._most, self._news = most, news
        self._keys: set[str] = set()
        self._before: list[str] = []
        self._idle = self._stale = self._shells = 0

    def page(self, listing: Listing, step: Step, links: list[str], known: list[bool]) -> Step | None:
        """Take in one page. In: what it shows, the step that led to it, for each row its canonical link and whether it
        is a known, unchanged one. Out: the next step; None when the list ends, with `ended` set.
        """
        self._keys.add(_name(step))
        self.began = self.began or (step if links else None)
        loose = [k for k, row in zip(known, listing.rows, strict=True) if not row.pinned]
        self.ended = (self._judge(links, loose, listing.promised) if links else self._bare()) or self._on(listing.next)
        if self.ended == "known rows" and listing.next is None:
            self.ended = "last page"
        self._before = links
        return None if self.ended else listing.next

    def _judge(self, links: list[str], known: list[bool], promised: int | None) -> Ended | None:
        """Whether these rows end the list, whatever comes next."""
        self.pages += 1
        self.rows += len(links)
        self.first = self.first or (links, promised)
        count = len(self.links)
        self.links.update(map(hash, links))
        self._idle = 0 if len(self.links) > count else self._idle + 1
        self._stale = self._stale + 1 if all(known) else 0
        if links == self._before:
            return "repeated page"
        if self._idle >= ENOUGH:
            return "no new links"
        return "known rows" if self._news and self._stale >= ENOUGH else None

    def _bare(self) -> Ended | None:
        """Whether an answer without a row ends the list: not while it may be the way to the rows."""
        self._shells += 1
        return "last page" if self._shells > SHELLS or self.pages else None

    def _on(self, following: Step | None) -> Ended | None:
        """Why the next step is no way on; None when it is one."""
        if following is None:
            return "last page"
        if _name(following) in self._keys:
            return "repeated page"
        if self.pages >= self._most:
            return "too many pages"
        return "trap" if REPEATED.search(urlsplit(following.url).path) else None


def _name(step: Step) -> str:
    """What a page of the list is known by: session ids and clocks in its address name no other page."""
    return step.key.replace(step.url, canonical(step.url), 1)
