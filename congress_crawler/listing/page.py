"""Which rows does this page list, and what comes after it?"""

from collections.abc import Callable

import msgspec

from congress_crawler.listing import (
    alternate,
    api,
    aspnet,
    enorth,
    feeds,
    gentlecms,
    hanweb,
    inline,
    numbered,
    router,
    sublists,
    trs,
    vsb,
)
from congress_crawler.listing.given import Found, Given
from congress_crawler.listing.row import Row
from congress_crawler.listing.rows import read_rows
from congress_crawler.listing.sections import Section
from congress_crawler.listing.step import Step
from congress_crawler.listing.tree import base_of, parse
from congress_crawler.profile import Profile

#: The dialects in the order in which they are asked; what none of them knows is read by its pager.
DIALECTS: tuple[tuple[str, Callable[[Given], Found | None]], ...] = (
    ("rss", feeds.read_rss),
    ("sitemap", feeds.read_sitemap),
    ("json", api.read),
    ("hanweb", hanweb.read),
    ("script", inline.read),
    ("aspnet", aspnet.read),
    ("gentlecms", gentlecms.read),
    ("trs", trs.read),
    ("vsb", vsb.read),
    ("enorth", enorth.read),
)
SHAPE = "shape"  # what a step carries: the kind of the list that led to it, which its page keeps


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
    given, shape = give(text, url, profile, step)
    dialect, found = _first(given)
    parts = sublists.read(given)
    rows = given.rows if found.rows is None else found.rows
    if parts.hub:  # each row stands in the list of its block
        rows = []
    sections = parts.sections or (sublists.onward(given) if found.next is None else [])
    return Listing(
        rows=rows,
        next=_carrying(found.next, shape or (step.carried(SHAPE) if step else None)),
        sublists=sections,
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
            return name, _paged(given, found) if name == "script" else found
    name, found = numbered.read(given)
    if name == "plain" and found.next is None and (shell := router.read(given)) is not None:
        return "router", shell
    if found.next is None and (feed := alternate.find(given, found)) is not None:
        found = msgspec.structs.replace(found, next=feed)
    return name, found


def _paged(given: Given, found: Found) -> Found:
    """Rows of a script with the pager of the page around it, and the total it states."""
    if found.next is not None or given.tree is None:
        return found
    _, page = numbered.read(given)
    promised = page.promised if found.promised is None else found.promised
    return msgspec.structs.replace(found, next=page.next, promised=promised, pages=found.pages or page.pages)


def _carrying(step: Step | None, shape: str | None) -> Step | None:
    """The step with the shape of the list: a last page with one row is told from a side column by it."""
    if step is None or not shape or step.carried(SHAPE):
        return step
    return msgspec.structs.replace(step, carry=(*step.carry, (SHAPE, shape)))


def give(text: str, url: str, profile: Profile | None = None, step: Step | None = None) -> tuple[Given, str]:
    """What every dialect is given of a page, and the shape of its list. In: as for `read_listing`."""
    tree = parse(text)
    base = base_of(tree, url)
    rows, shape = read_rows(tree, base, url, profile, step.carried(SHAPE) if step else None)
    return Given(text=text, url=url, base=base, tree=tree, rows=rows, profile=profile, step=step), shape
