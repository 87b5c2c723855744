"""Is this page a hub of blocks, each with a head and a 更多 that leads to a list of its own?"""

import re
from collections import Counter
from typing import NamedTuple

from lxml.html import HtmlElement as Node

from congress_crawler.listing import zones
from congress_crawler.listing.given import Given
from congress_crawler.listing.links import absolute
from congress_crawler.listing.records import shape_of
from congress_crawler.listing.related import is_related
from congress_crawler.listing.sections import Section
from congress_crawler.listing.tree import words

PAGED = re.compile(r"下一?页|下一?頁|尾页|末页|createPage", re.IGNORECASE)
MOST = 120  # heads with a link: more are the titles of a list
UP = 6  # steps from a 更多 to its block
NAME = 20  # characters of the name of a list


class Block(NamedTuple):
    """A block: what it is called, where its 更多 leads, the addresses in it."""

    section: Section
    shape: str
    urls: frozenset[str]


def blocks(given: Given) -> list[Section]:
    """The lists of the blocks of a hub.

    In: the page. Out: [] when it is none: fewer than two blocks of one shape whose 更多 leads below or beside this
    page, rows outside of them, a pager, or the home page of the site.
    """
    if given.tree is None or PAGED.search(given.text):
        return []
    links = [link for link in given.tree.iter("a") if _is_more(link)]
    found = [block for link in links[: MOST + 1] if (block := _block(given, link)) is not None]
    if not found or len(links) > MOST:
        return []
    shape, _ = Counter(block.shape for block in found).most_common(1)[0]
    found = [block for block in found if block.shape == shape]
    inside = frozenset[str]().union(*(block.urls for block in found))
    if len({block.section.url for block in found}) < 2 or any(row.url not in inside for row in given.rows):
        return []
    return list({block.section.url: block.section for block in found}.values())


def _block(given: Given, link: Node) -> Block | None:
    """The block of a 更多; None for one of the navigation, of hot articles, or that leads elsewhere."""
    url = absolute(given.base, (link.get("href") or "").strip()).partition("#")[0]
    if not is_related(given.url, url):
        return None
    node = _around(link)
    if node is None or zones.weight(node) >= 3:
        return None
    name = _name(node, link)
    if name is None or zones.is_other(name):
        return None
    urls = frozenset(absolute(given.base, (one.get("href") or "").strip()) for one in node.iter("a"))
    return Block(Section(name, url), shape_of(node), urls)


def _is_more(link: Node) -> bool:
    picture = next((one.get("alt") or "" for one in link.iter("img")), "")
    label = words(link) or link.get("title") or picture
    if len(label) > 12:
        return False
    return zones.MORE.fullmatch(label) is not None or (len(label) > 1 and _is_head(link))


def _is_head(link: Node) -> bool:
    """Whether a link is the head of a block: the name of a list, over its first rows."""
    return any(
        one.tag in zones.HEADS or zones.tokens(one) & zones.HEAD_TOKENS for one in list(link.iterancestors())[:2]
    )


def _around(link: Node) -> Node | None:
    """The smallest element around a 更多 that holds titles too; None when it holds another 更多 as well."""
    for one in list(link.iterancestors())[:UP]:
        if one.tag in {"body", "html"}:
            return None
        others = [other for other in one.iter("a") if other is not link]
        if any(_is_more(other) and other.get("href") != link.get("href") for other in others):
            return None
        if any(len(words(other)) >= 6 and other.get("href") != link.get("href") for other in others):
            return one
    return None


def _name(block: Node, link: Node) -> str | None:
    """What stands over the block: the words before its first titles, without 更多."""
    pieces: list[str] = []
    for one in block.iter():
        if not isinstance(one.tag, str) or one.tag in {"script", "style"}:
            continue
        if one.tag == "a" and one is not link and len(words(one)) > NAME:
            break
        text = " ".join((one.text or "").split())
        if text and not zones.MORE.fullmatch(text):
            pieces.append(text)
            break
    return pieces[0] if pieces and len(pieces[0]) <= NAME else None
