"""Where does this page's navigation lead to a section of this name?"""

import unicodedata

import msgspec

from congress_crawler.listing.trails import Link, read_links


class Section(msgspec.Struct, frozen=True):
    """A link of the navigation. `name` as the page shows it, `url` absolute."""

    name: str
    url: str


def find_section(text: str, url: str, name: str, above: str | None = None) -> tuple[Section | None, list[str]]:
    """Follow navigation text.

    In: the decoded page, its address, the section's name, the name of the section above it where there is one. Out:
    the link whose text (or title, or alt) is that name, spaces and width folded, and nothing else: never the nearest
    thing to it; and the names of the page's short links, so that a person can see what there is. A name on several
    links gives the first that leads away from this page; one that stands below `above` in a menu goes before others,
    one below another section's name comes last (工作动态 is a part of many sections).
    """
    links = read_links(text, url)
    wanted = _fold(name)
    found = [link for link in links if _fold(link.name) == wanted and link.url != url]
    found.sort(key=lambda link: _rank(link, links, above))
    section = Section(found[0].name, found[0].url) if found else None
    return section, list(dict.fromkeys(link.name for link in links if 2 <= len(link.name) <= 10))


def _rank(link: Link, links: list[Link], above: str | None) -> int:
    """0 below the right name, 1 below none, 2 below another section's; page order within."""
    if above is None:
        return 0
    nearest = _fold(link.above[-1]) if link.above else ""
    if nearest == _fold(above):
        return 0
    return 2 if nearest and any(_fold(other.name) == nearest for other in links) else 1


def _fold(name: str) -> str:
    """Width and spaces do not make another name: NFKC, no white space, no leading mark."""
    return "".join(unicodedata.normalize("NFKC", name).split()).strip("·>»|[]【】")
