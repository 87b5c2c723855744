"""Which elements of this HTML are rows of the list, and what does each say?"""

import re
from collections.abc import Iterable
from typing import NamedTuple

import lxml.html

from congress_crawler.listing import groups, records
from congress_crawler.listing.links import PINNED
from congress_crawler.listing.records import Record
from congress_crawler.listing.row import Row
from congress_crawler.listing.tree import words
from congress_crawler.listing.zones import tokens
from congress_crawler.profile import Profile

GENTLECMS = (".pagedContent",)
TOP = frozenset(
    ("top", "istop", "ontop", "totop", "zhiding", "zd", "ding", "sticky", "stick", "pinned", "settop", "pin")
)
MARK = re.compile(
    r"(?i)置顶|[\[【(（]\s?顶\s?[\]】)）]|(?:^|[/_-])(?:is_?top|zhiding|zd|ding|ontop|top)\d{0,2}\.(?:gif|png|jpe?g|svg)"
)


class Read(NamedTuple):
    """The rows of a page, and the shape of the list they were found in ("" for one named by a selector)."""

    rows: list[Row]
    shape: str


def read_rows(
    tree: lxml.html.HtmlElement | None, base: str, url: str, profile: Profile | None, shape: str | None = None
) -> Read:
    """The rows that stand in the HTML, in page order, a URL once.

    In: the tree; what its links are relative to; its address; the profile for its row hints; the shape of the list on
    the page before. Out: no rows when the page is no list.
    """
    hinted = profile.hints.row if profile is not None else ()
    nodes = _select(tree, hinted) or _select(tree, GENTLECMS)
    named = [record for node in nodes if (record := records.of(node, base)) is not None]
    if named:
        return Read(_distinct(named, url), "")
    found, kept = groups.find(tree, base, url, shape)
    return Read(_distinct(found, url), kept)


def _select(tree: lxml.html.HtmlElement | None, selectors: tuple[str, ...]) -> list[lxml.html.HtmlElement]:
    if tree is None:
        return []
    return [node for selector in selectors for node in tree.cssselect(selector)]


def _distinct(found: Iterable[Record], url: str) -> list[Row]:
    """One row a URL: the first, with a later row's title or date where the first has none."""
    rows: dict[str, Row] = {}
    for record in found:
        row = Row(record.link.url, record.link.title, record.date, url, pinned=is_pinned(record))
        old = rows.get(row.url)
        rows[row.url] = row if old is None else _joined(old, row)
    return list(rows.values())


def _joined(old: Row, new: Row) -> Row:
    return Row(old.url, old.title or new.title, old.date or new.date, old.list_url, pinned=old.pinned)


def is_pinned(record: Record) -> bool:
    """Whether a row is kept on top: 置顶 or [顶] before its title, or a class or a picture that says so."""
    if tokens(record.node) & TOP:
        return True
    text = words(record.node)
    if "顶" in text and (MARK.search(text.replace(record.link.title, " ", 1)) or PINNED.match(text)):
        return True
    return any(_marks(one) for one in record.node.iter("img", "em", "i", "span", "font", "b", "strong"))


def _marks(node: lxml.html.HtmlElement) -> bool:
    if node.tag == "img":
        return MARK.search(f"{node.get('src') or ''} {node.get('alt') or ''} {node.get('title') or ''}") is not None
    return bool(node.get("class")) and bool(tokens(node) & TOP)
