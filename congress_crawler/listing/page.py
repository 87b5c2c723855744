"""Which rows does this page list, and what comes after it?"""

import re
from collections.abc import Iterator
from urllib.parse import urljoin

import lxml.html
import msgspec

from congress_crawler.listing import dated
from congress_crawler.listing.gentlecms import next_page
from congress_crawler.listing.row import Row
from congress_crawler.listing.tree import base_of, parse, words
from congress_crawler.profile import Profile

TOTAL = re.compile(r"共\s*(\d+)\s*(?:条|篇|项)")
GENTLECMS = (".pagedContent",)


class Listing(msgspec.Struct, frozen=True, kw_only=True):
    """One listing page, read."""

    rows: list[Row]  #: in page order; a URL stands once
    next_url: str | None  #: None when this is the last page
    sure: bool = True  #: False: the next page is likely by the dialect's habit; its 404 is the end, not a fault
    promised: int | None = None  #: the total that the page states
    dialect: str
    why: str  #: what the dialect was recognised by


def read_listing(text: str, url: str, profile: Profile | None = None) -> Listing:
    """Read a listing page.

    In: the decoded page, its address, the profile for its hints. Out: rows and the next page; no rows when the page
    shows none. Dialects of this version: gentleCMS, and plain lists (links with dates, no further page).
    """
    tree = parse(text)
    base = base_of(tree, url)
    gentle = _select(tree, GENTLECMS)
    if gentle:
        nodes, dialect, why = gentle, "gentlecms", "rows of class pagedContent"
    elif profile is not None and profile.hints.row and (hinted := _select(tree, profile.hints.row)):
        nodes, dialect, why = hinted, profile.dialect or "plain", "row selector of the profile"
    else:
        nodes, dialect, why = _dated_rows(tree), "plain", "links with a date beside them"
    rows = _distinct(_row(node, base, url) for node in nodes)
    lead = dialect == "gentlecms" or _numbered(url)
    following, sure = next_page(text, url, len(rows), base) if lead else (None, True)
    total = TOTAL.search(words(tree)) if tree is not None else None
    return Listing(
        rows=rows,
        next_url=following,
        sure=sure,
        promised=int(total.group(1)) if total else None,
        dialect=dialect,
        why=why,
    )


def _select(tree: lxml.html.HtmlElement | None, selectors: tuple[str, ...]) -> list[lxml.html.HtmlElement]:
    if tree is None:
        return []
    return [node for selector in selectors for node in tree.cssselect(selector)]


def _dated_rows(tree: lxml.html.HtmlElement | None) -> list[lxml.html.HtmlElement]:
    """Row elements (li, tr, dl) that hold a link and a date, innermost ones only."""
    if tree is None:
        return []
    nodes = tree.xpath("//*[self::li or self::tr or self::dl][.//a[@href]][not(.//li or .//tr or .//dl)]")
    return [node for node in nodes if dated.DATE.search(words(node)) or _beside(node)]


def _beside(node: lxml.html.HtmlElement) -> bool:
    """Whether the words beside the links of an element are a date that titles write too: 6月3日, 昨天."""
    if dated.BESIDE.search(words(node)) is None:
        return False
    inside = "".join(words(link) for link in node.xpath(".//a[@href]"))
    return len(words(node)) > len(inside) and dated.find(node, node.xpath(".//a[@href]")[0]) is not None


def _row(node: lxml.html.HtmlElement, base: str, url: str) -> Row | None:
    """The row of one element: its titled link, the first link with words, and the date of *this* row."""
    links = [node] if node.tag == "a" else node.xpath(".//a[@href]")
    named = [(link, (link.get("title") or "").strip() or words(link)) for link in links if link.get("href")]
    named = [(link, name) for link, name in named if name] or named  # an empty image link stands first in some lists
    if not named:
        return None
    link, title = named[0]
    return Row(_absolute(base, link.get("href") or ""), title, dated.find(node, link), url)


def _absolute(base: str, href: str) -> str:
    try:
        return urljoin(base, href.strip())
    except ValueError:  # an address urllib cannot split: the spider names it bad-url
        return href.strip()


def _distinct(rows: Iterator[Row | None]) -> list[Row]:
    """One row a URL: the first, with a later row's title or date where the first has none."""
    found: dict[str, Row] = {}
    for row in rows:
        if row is None:
            continue
        old = found.get(row.url)
        found[row.url] = (
            row if old is None else Row(old.url, old.title or row.title, old.date or row.date, old.list_url)
        )
    return list(found.values())


def _numbered(url: str) -> bool:
    return re.search(r"/index_\d+\.s?html?$", url) is not None
