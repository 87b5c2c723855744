"""What was found on the way from a home page to the list of the section?"""

import msgspec

from congress_crawler.items import Article, Reason
from congress_crawler.listing.page import Listing
from congress_crawler.listing.row import Row
from congress_crawler.listing.step import Step


class NoPage(Exception):
    """A page that could not be had or is none. `code` is what a run is worth that ends for it."""

    def __init__(self, url: str, reason: Reason, detail: str, code: int = 65) -> None:
        """In: the address asked, the reason from the closed list, a sentence for people, the exit code."""
        super().__init__(f"{url}: {reason}: {detail}")
        self.url = url
        self.reason: Reason = reason
        self.detail = detail
        self.code = code


class Got(msgspec.Struct, frozen=True, kw_only=True):
    """One answer as asked for."""

    url: str  #: where it came from at last
    text: str  #: decoded
    body: bytes = b""  #: as sent
    headers: list[tuple[str, str]] = []
    status: int = 200


class Candidate(msgspec.Struct, frozen=True, kw_only=True):
    """A section that may be the one, or that is shown as a near-miss."""

    section: tuple[str, ...]  #: names as shown, outermost first
    url: str | None  #: None: the name has no link, only the parts below it have
    weight: int  #: how well the name fits, 0 to 100
    note: str = ""  #: why it was not taken; "" when it was not tried


class Read(msgspec.Struct, frozen=True, kw_only=True):
    """One article of the list, read to see whether it can be."""

    url: str
    row: Row
    article: Article | None = None
    failure: str = ""  #: reason and detail when there is no article


class Chosen(msgspec.Struct, frozen=True, kw_only=True):
    """The list that was found."""

    section: tuple[str, ...]
    url: str
    listing: Listing  #: of the first page that has rows
    step: Step | None  #: what led to those rows, when they are not on the list's own page
    reads: list[Read] = []
    sitemap: str | None = None  #: a sitemap that has more of the section than its page shows
    doubts: list[str] = []  #: sentences for people
    unread: str = ""  #: why nothing of it can be read, though its name is right; "" when all is well


class Discovery(msgspec.Struct, kw_only=True):
    """How a look at a site went."""

    url: str  #: as asked
    home: str  #: the page where the navigation is
    hosts: list[str]
    site: str = ""
    name: str = ""
    division: str | None = None
    scope: tuple[str, ...] = ()  #: host/path, for a site under a path of another's host
    bare: str = ""  #: what a home page without links consists of
    chosen: list[Chosen] = []  #: mostly one; one a city where the section itself has no page
    near: list[Candidate] = []  #: best first
    seen: list[str] = []  #: names of the links of the home page
    notes: list[str] = []  #: what happened on the way, sentences for people
    browser: bool = False  #: there is one to ask, where pages are empty without it
    render: bool = False  #: pages are asked of it from here on
    asked: int = 0  #: requests, robots.txt left out
    exit: int = 0
    sentence: str = ""  #: why there is no profile, what was seen, what to look at; "" when all is well
    toml: str = ""  #: the profile; "" when there is none
