"""Is this list of the section only the front of one of its parts, and which part is it?"""

import re
from collections.abc import Iterable, Iterator
from urllib.parse import urlsplit

from congress_crawler.discover import confirm, names
from congress_crawler.discover.find import LONGEST, Head, clean, host
from congress_crawler.discover.found import Chosen, Got
from congress_crawler.listing.page import Listing
from congress_crawler.listing.row import Row
from congress_crawler.listing.trails import Link
from congress_crawler.normalise.url import canonical

SHARE = 0.8  # of the rows of the section's page that are the part's
PIECE = re.compile(r"[A-Za-z]{2,40}\d{0,40}|\d{2,40}|[A-Za-z\d]{6,64}")
LETTERS = re.compile(r"[A-Za-z]{1,40}")
YEAR = re.compile(r"(?:19|20)\d\d(?:[01]\d){0,1}")
COMMON = frozenset(
    ("index", "default", "list", "article", "html", "htm", "shtml", "jsp", "aspx", "php", "http", "https", "www", "cn")
)


def parts_behind(head: Head, chosen: Chosen, got: Got, links: list[Link], home: list[Link]) -> list[Link]:
    """The parts of which the section's own page may only be the front, the surest first.

    In: the section; the list that its own page is; that page and its links; the links of the home page. Out: links
    whose names are those of the parts. A part is sure when the breadcrumb of the page or of its articles names it, or
    when the addresses of nearly all rows hold what its own address holds and the section's does not; else it is the
    only one that the page has with a name that may be one. [] for a section with a list for each city.
    """
    below = chosen.listing.sublists
    if sum(names.place(one.name) for one in below) > 1 or "#" in chosen.url:
        return []
    parts = [link for link in (*links, *head.parts) if _may_be(link, head, chosen.url)]
    around = {canonical(link.url) for link in home} - {canonical(part.url) for part in head.parts}
    said = _said(head, chosen, got)
    named = [link for link in parts if any(names.same(link.name, one) for one in said)]
    if said and head.url and canonical(got.url) != canonical(clean(head.url)):
        named.append(Link(name=said[0], url=got.url))  # the section's address leads on to its part
    told = [
        Link(name=_called(link, parts, said) or head.name, url=link.url)
        for link in (*parts, *_elsewhere(head, home, chosen.url), *_more(links, chosen.url))
        if _holds(link.url, chosen.url, chosen.listing.rows)
    ]
    fresh = [part for part in parts if canonical(part.url) not in around and _is_list(part.name)]
    only = fresh if len({canonical(part.url) for part in fresh}) == 1 and not paged(chosen.listing) else []
    return list({canonical(clean(part.url)): part for part in reversed((*named, *told, *only))}.values())[::-1]


def behind(part: Chosen, front: Chosen) -> bool:
    """Whether the list of a part has what the section's own page shows, and goes as far. In: both lists."""
    one, two = part.listing, front.listing
    if (one.promised and two.promised and one.promised < two.promised) or (
        one.pages and two.pages and one.pages < two.pages
    ):
        return False
    if paged(two) and not paged(one) and len(one.rows) <= len(two.rows):
        return False
    shown = {canonical(row.url) for row in two.rows}
    if len(shown & {canonical(row.url) for row in one.rows}) >= SHARE * min(len(shown), len(one.rows)):
        return len(one.rows) >= len(two.rows) or paged(one)
    return False


def holds_more(whole: Chosen, part: Chosen) -> bool:
    """Whether a list goes on behind its first page and shows what a part of it shows and what it does not."""
    one, two = whole.listing, part.listing
    if not paged(one) or (one.promised and two.promised and one.promised <= two.promised):
        return False
    ours, theirs = ({canonical(row.url) for row in listing.rows if not row.pinned} for listing in (one, two))
    return bool(ours & theirs) and bool(ours - theirs)


def settled(head: Head, chosen: Chosen, got: Got) -> tuple[str, ...]:
    """The names of a list that was chosen for a section under the section's own name.

    In: the section; the list; its page. Out: names, outermost first: with that of the part, when the menu or the
    breadcrumb says that the section's own address is that of a part.
    """
    if chosen.section != head.section or sum(names.place(one.name) for one in chosen.listing.sublists) > 1:
        return chosen.section
    menu = [part.name for part in head.parts if canonical(part.url) == canonical(chosen.url)]
    said = [one for one in (*menu, _below(confirm.crumb(got.text), head.name)) if one and _is_list(one)]
    return (*head.section, *said[:1])


def paged(listing: Listing) -> bool:
    """Whether a list goes on behind its first page."""
    return listing.next is not None or (listing.pages or 0) > 1 or (listing.promised or 0) > len(listing.rows)


def _may_be(link: Link, head: Head, url: str) -> bool:
    if len(link.name) > LONGEST or host(link.url) != host(url) or canonical(link.url) == canonical(url):
        return False
    return not names.same(link.name, head.name) and _is_list(link.name)


def _is_list(name: str) -> bool:
    return names.inner(name) or names.child(name) >= 10


def _said(head: Head, chosen: Chosen, got: Got) -> list[str]:
    """What the breadcrumbs say stands below the section: that of its page, and that of most of its articles."""
    crumbs = [read.article.section for read in chosen.reads if read.article is not None]
    below = [one for crumb in crumbs if (one := _below(crumb, head.name))]
    most = [one for one in dict.fromkeys(below) if below.count(one) == len(crumbs)]
    own = _below(confirm.crumb(got.text), head.name)
    return [one for one in (own, *most) if one]


def _below(crumb: list[str], name: str) -> str:
    for number, stop in enumerate(crumb[:-1]):
        if names.same(stop, name) and _is_list(crumb[number + 1]):
            return crumb[number + 1]
    return ""


def _elsewhere(head: Head, home: Iterable[Link], url: str) -> Iterator[Link]:
    """Links of the home page to what may be its part: of the section's name, as a block's 更多 is, or in its folder."""
    folder = url.partition("?")[0].rpartition("/")[0] + "/"
    below = folder if urlsplit(folder).path.count("/") > 1 else "\n"  # no folder of its own
    for link in home:
        twin = names.same(link.name, head.name) and host(link.url) == host(url)
        inside = link.url.startswith(below) and (_is_list(link.name) or link.more)
        if (twin or inside) and canonical(link.url) != canonical(url):
            yield link


def _more(links: Iterable[Link], url: str) -> Iterator[Link]:
    """What the 更多 of the page's blocks lead to."""
    return (
        link for link in links if link.more and host(link.url) == host(url) and canonical(link.url) != canonical(url)
    )


def _called(link: Link, parts: list[Link], said: list[str]) -> str:
    """What the part at an address is called: by its own link, by another link to it, by the breadcrumbs."""
    same = [link, *(one for one in parts if canonical(one.url) == canonical(link.url))]
    return next((one.name for one in same if _is_list(one.name)), said[0] if said else "")


def _holds(url: str, front: str, rows: list[Row]) -> bool:
    """Whether nearly all rows have in their addresses what this address has and the section's own does not."""
    own = _pieces(url) - _pieces(front)
    held = [_pieces(row.url) for row in rows if host(row.url) == host(url)]
    return any(sum(piece in one for one in held) >= SHARE * len(rows) > 0 for piece in own)


def _pieces(url: str) -> set[str]:
    """The words and numbers of an address; of ch0412 the number too. Years, endings and the like left out."""
    parts = urlsplit(clean(url).lower())
    found = {one for one in re.split(r"[/_.?&=;\-]", f"{parts.path}?{parts.query}") if PIECE.fullmatch(one)}
    found |= {number for one in found if len(number := LETTERS.sub("", one)) > 2}
    return {one for one in found if one not in COMMON and not YEAR.fullmatch(one)}
