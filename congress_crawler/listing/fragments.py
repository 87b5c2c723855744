"""Which rows do these pieces of HTML hold: records of a datastore, HTML inside JSON, what a script writes?"""

from collections.abc import Iterable, Iterator
from urllib.parse import urljoin

import lxml.html

from congress_crawler.listing import dated
from congress_crawler.listing.row import Row
from congress_crawler.listing.tree import parse, words

ROWS = "li, tr, dl, div, p, td, dd"  # elements that a row may be
SCRIPTED = ("javascript:", "#", "mailto:")


def read_pieces(pieces: Iterable[str], base: str, url: str) -> list[Row]:
    """The rows of pieces of HTML, in order, a URL once.

    In: pieces, each with one row or several; what their links are relative to; the address they stand at. Out: a row
    for each titled link that is alone in its element, with the date of that element.
    """
    found: dict[str, Row] = {}
    for piece in pieces:
        for row in _rows(parse(piece), base, url):
            old = found.get(row.url)
            found[row.url] = row if old is None else Row(row.url, old.title or row.title, old.date or row.date, url)
    return list(found.values())


def absolute(base: str, href: str) -> str:
    """The address of a link; as it is when urllib cannot split it: the spider names it bad-url."""
    try:
        return urljoin(base, href.strip())
    except ValueError:
        return href.strip()


def _rows(tree: lxml.html.HtmlElement | None, base: str, url: str) -> Iterator[Row]:
    links = [link for link in tree.iter("a") if _leads(link)] if tree is not None else []
    done: set[lxml.html.HtmlElement] = set()
    for link in links:
        node = _row_of(link)
        if node in done:
            continue
        done.add(node)
        inside = [one for one in ([node] if node.tag == "a" else node.iter("a")) if _leads(one)]
        chosen = max(inside, key=lambda one: (_title(one) != "", one.get("title") is not None, len(words(one))))
        if _title(chosen):
            yield Row(absolute(base, str(chosen.get("href"))), _title(chosen), dated.find(node, chosen), url)


def _leads(link: lxml.html.HtmlElement) -> bool:
    href = str(link.get("href") or "").strip()
    return bool(href) and not href.lower().startswith(SCRIPTED)


def _title(link: lxml.html.HtmlElement) -> str:
    return " ".join(str(link.get("title") or "").split()) or words(link)


def _row_of(link: lxml.html.HtmlElement) -> lxml.html.HtmlElement:
    """The element of a row: the innermost li, tr or dl; else the largest that leads to no other address."""
    for node in link.iterancestors("li", "tr", "dl"):
        return node
    node, href = link, link.get("href")
    for above in link.iterancestors():
        others = {one.get("href") for one in above.iter("a") if _leads(one)} - {href}
        if others or above.tag in {"body", "html"}:
            break
        node = above
    return node
