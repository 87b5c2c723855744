"""Which articles does this feed or sitemap list?"""

from email.utils import parsedate_to_datetime
from urllib.parse import urlsplit

import lxml.etree

from congress_crawler.listing.api_fields import in_china
from congress_crawler.listing.fragments import absolute
from congress_crawler.listing.given import Found, Given
from congress_crawler.listing.row import Row
from congress_crawler.listing.step import Step

FEEDS = frozenset(("rss", "feed", "RDF"))
SITEMAPS = frozenset(("urlset", "sitemapindex"))
DATES = ("pubDate", "date", "published", "issued", "updated")
MOST = 500  # children of a sitemap index that are followed


def read_rss(given: Given) -> Found | None:
    """A feed (RSS 2.0, RSS 1.0, Atom): a row an item, with the time in China; None for other answers."""
    tree = _xml(given.text, FEEDS)
    if tree is None:
        return None
    rows: dict[str, Row] = {}
    for item in tree.iter():
        if _name(item) not in {"item", "entry"}:
            continue
        link = absolute(given.url, _link(item))
        title = " ".join(_text(item, "title").split())
        if title and _link(item):
            date = next((found for name in DATES if (found := _text(item, name))), None)
            rows.setdefault(link, Row(link, title, _day(date) if date else None, given.url))
    return Found(why=f"a feed ({_name(tree)})", rows=list(rows.values()), next=_next_feed(tree, given))


def read_sitemap(given: Given) -> Found | None:
    """A sitemap or an index of sitemaps; None for other answers.

    The addresses are rows without title and date: `lastmod` says when a file changed, not when it was published.
    Where the profile's listing has an address, only those below its folder are rows.
    """
    tree = _xml(given.text, SITEMAPS)
    if tree is None:
        return None
    carried = (given.step.carried("sitemaps") or "") if given.step else ""
    waiting = carried.split("\n") if carried else []
    places = [_text(node, "loc") for node in tree.iter() if _name(node) in {"url", "sitemap"}]
    places = [absolute(given.url, place) for place in places if place]
    if _name(tree) == "sitemapindex":
        return Found(why="an index of sitemaps", rows=[], next=_child([*places[:MOST], *waiting]))
    folder = (given.step.carried("folder") if given.step else None) or _folder(given)
    inside = [place for place in dict.fromkeys(places) if folder is None or _below(place, folder)]
    inside = [place for place in inside if place not in _lists(given)]
    return Found(why="a sitemap", rows=[Row(place, "", None, given.url) for place in inside], next=_child(waiting))


def _xml(text: str, roots: frozenset[str]) -> lxml.etree._Element | None:
    """The root of an XML document of such a name. Entities are not expanded, nothing is fetched."""
    head = text[:1000]
    if not any(f"<{root}" in head or f":{root}" in head for root in roots):
        return None
    parser = lxml.etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, recover=True, huge_tree=False, encoding="utf-8"
    )
    tree = lxml.etree.fromstring(_undeclared(text).encode("utf-8", "surrogatepass"), parser)
    return tree if tree is not None and _name(tree) in roots else None


def _undeclared(text: str) -> str:
    """The document without its declaration, whose encoding is none of the decoded text."""
    text = text.lstrip("\ufeff \t\r\n")
    return text.partition("?>")[2] if text.startswith("<?xml") else text


def _name(node: lxml.etree._Element) -> str:
    return str(node.tag).rpartition("}")[2] if isinstance(node.tag, str) else ""


def _text(node: lxml.etree._Element, name: str) -> str:
    found = next((child for child in node if _name(child) == name), None)
    return "".join(str(piece) for piece in found.itertext()).strip() if found is not None else ""


def _link(item: lxml.etree._Element) -> str:
    """The address of an item: the text of its link, or its href (Atom: rel="alternate" or none)."""
    links = [child for child in item if _name(child) == "link"]
    for link in links:
        if link.get("href") and link.get("rel", "alternate") == "alternate":
            return str(link.get("href"))
    guid = next((child for child in item if _name(child) == "guid" and child.get("isPermaLink") != "false"), None)
    said = _text(item, "link") or (str(guid.text or "").strip() if guid is not None else "")
    return said if guid is None or said != str(guid.text or "").strip() or "/" in said else ""


def _day(text: str) -> str:
    """RFC 822 (`Tue, 09 Mar 2021 01:30:00 GMT`) as the time in China; other forms as written."""
    try:
        moment = parsedate_to_datetime(text)
    except ValueError:
        return text
    return in_china(moment) if moment.tzinfo is not None else moment.strftime("%Y-%m-%d %H:%M:%S")


def _next_feed(tree: lxml.etree._Element, given: Given) -> Step | None:
    """`<link rel="next">` (RFC 5005, section 3)."""
    links = [node for node in tree.iter() if _name(node) == "link" and node.get("rel") == "next" and node.get("href")]
    return Step(url=absolute(given.url, str(links[0].get("href")))) if links else None


def _child(places: list[str]) -> Step | None:
    if not places:
        return None
    return Step(url=places[0], carry=(("sitemaps", "\n".join(places[1:])),))


def _folder(given: Given) -> str | None:
    """host/folder of the profile's first listing with an address; the sitemap itself is none."""
    listings = given.profile.listing if given.profile is not None else ()
    named = [one.url for one in listings if one.url and not one.url.endswith(".xml")]
    if not named:
        return None
    parts = urlsplit(named[0])
    return f"{parts.netloc.lower()}{parts.path.rpartition('/')[0]}/"


def _lists(given: Given) -> set[str]:
    """The addresses of the profile's listings, which are no articles."""
    return {one.url for one in given.profile.listing if one.url} if given.profile is not None else set()


def _below(place: str, folder: str) -> bool:
    parts = urlsplit(place)
    return f"{parts.netloc.lower()}{parts.path}".startswith(folder)
