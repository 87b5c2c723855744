"""What does a dialect get to read, and what does it give back?"""

import lxml.html
import msgspec

from congress_crawler.listing.row import Row
from congress_crawler.listing.step import Step
from congress_crawler.profile import Profile


class Given(msgspec.Struct, frozen=True, kw_only=True):
    """A listing page as every dialect gets it."""

    text: str  #: the decoded answer: HTML, JSON, XML or a script
    url: str  #: its address, absolute
    base: str  #: what its links are relative to
    tree: lxml.html.HtmlElement | None  #: of HTML; None when there is no element
    rows: list[Row]  #: what stands in the HTML as rows of the list, in page order, a URL once
    profile: Profile | None
    step: Step | None  #: the request that led here, as the page before gave it; None for the first page


class Found(msgspec.Struct, frozen=True, kw_only=True):
    """What a dialect read in a page that is its own."""

    why: str  #: what it was recognised by, for people
    rows: list[Row] | None = None  #: None: those of the HTML (`Given.rows`)
    next: Step | None = None  #: None: this is the last page
    promised: int | None = None  #: how many rows the listing says it has
    pages: int | None = None  #: how many pages it says it has
    browser: str | None = None  #: why only a browser can read it; None when that is not so
