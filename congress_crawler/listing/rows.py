"""Which elements of this HTML are rows of the list, and what does each say?"""

from collections.abc import Iterator
from urllib.parse import urljoin

import lxml.html

from congress_crawler.listing import dated
from congress_crawler.listing.row import Row
from congress_crawler.listing.tree import words
from congress_crawler.profile import Profile


def read_rows(tree: lxml.html.HtmlElement | None, base: str, url: str, profile: Profile | None) -> list[Row]:
    """The rows that stand in the HTML, in page order, a URL once.

    In: the tree; what its links are relative to; its address; the profile for its row hints.
    """
    nodes = _select(tree, profile.hints.row) if profile is not None else []
    return _distinct(_row(node, base, url) for node in nodes or _select(tree, (".pagedContent",)) or _dated_rows(tree))


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
