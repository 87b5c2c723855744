"""Which rows does this page list, and what comes after it?"""

from collections.abc import Callable

import msgspec

from congress_crawler.listing import gentlecms, plain
from congress_crawler.listing.given import Found, Given
from congress_crawler.listing.row import Row
from congress_crawler.listing.rows import read_rows
from congress_crawler.listing.sections import Section
from congress_crawler.listing.step import Step
from congress_crawler.listing.tree import base_of, parse
from congress_crawler.profile import Profile

#: The dialects in the order in which they are asked; the last one takes every page.
DIALECTS: tuple[tuple[str, Callable[[Given], Found | None]], ...] = (
    ("gentlecms", gentlecms.read),
    ("plain", plain.read),
)


class Listing(msgspec.Struct, frozen=True, kw_only=True):
    """One listing page, read."""

    rows: list[Row]  #: in page order; a URL stands once
    next: Step | None  #: None when this is the last page
    sublists: list[Section] = []  #: lists that belong to this section: one a city, or one a block with 更多
    promised: int | None = None  #: how many rows the listing says it has
    pages: int | None = None  #: how many pages it says it has
    browser: str | None = None  #: why only a browser can read it
    dialect: str
    why: str  #: what the dialect was recognised by


def read_listing(text: str, url: str, profile: Profile | None = None, step: Step | None = None) -> Listing:
    """Read a listing page.

    In: the decoded answer (HTML, JSON, XML or a script), its address, the profile for its hints, the step that led
    here. Out: rows, sub-lists and the next step; no rows when the page shows none.
    """
    given = give(text, url, profile, step)
    dialect, found = _first(given)
    return Listing(
        rows=given.rows if found.rows is None else found.rows,
        next=found.next,
        promised=found.promised,
        pages=found.pages,
        browser=found.browser,
        dialect=dialect,
        why=found.why,
    )


def _first(given: Given) -> tuple[str, Found]:
    """The first dialect that knows the page, and what it read."""
    for name, read in DIALECTS:
        if (found := read(given)) is not None:
            return name, found
    raise AssertionError("the last dialect takes every page")


def give(text: str, url: str, profile: Profile | None = None, step: Step | None = None) -> Given:
    """What every dialect is given of a page. In: as for `read_listing`."""
    tree = parse(text)
    base = base_of(tree, url)
    rows = read_rows(tree, base, url, profile)
    return Given(text=text, url=url, base=base, tree=tree, rows=rows, profile=profile, step=step)
