"""Where does this page's navigation lead to a section of this name?"""

import unicodedata
from urllib.parse import urljoin, urlsplit

import msgspec

from congress_crawler.listing.tree import base_of, parse, words


class Section(msgspec.Struct, frozen=True):
    """A link of the navigation. `name` as the page shows it, `url` absolute."""

    name: str
    url: str


def find_section(text: str, url: str, name: str) -> tuple[Section | None, list[str]]:
    """Follow navigation text.

    In: the decoded page, its address, the section's name. Out: the link whose text (or title attribute) is that name,
    spaces and width folded, and nothing else: never the nearest thing to it; and the names of the page's short links,
    so that a person can see what there is. A name on several links gives the first that leads away from this page.
    """
    links = _links(text, url)
    wanted = _fold(name)
    found = [link for link in links if _fold(link.name) == wanted and link.url != url]
    return (found[0] if found else None), list(dict.fromkeys(link.name for link in links if 2 <= len(link.name) <= 10))


def _links(text: str, url: str) -> list[Section]:
    tree = parse(text)
    base = base_of(tree, url)
    links = []
    for link in tree.iter("a", "area") if tree is not None else ():
        target = _target(base, url, str(link.get("href") or "").strip())
        names = [words(link), str(link.get("title") or "").strip()]
        links += [Section(name, target) for name in names if name and target]
    return links


def _target(base: str, url: str, href: str) -> str | None:
    """The absolute http(s) address without fragment, or None for script links and the like."""
    try:
        # "#" is a hook for a script: with a base it would name another page, where nothing leads
        full = urljoin(url if href.startswith("#") else base, href).partition("#")[0]
        return full if href and urlsplit(full).scheme in {"http", "https"} else None
    except ValueError:
        return None


def _fold(name: str) -> str:
    """Width and spaces do not make another name: NFKC, no white space, no leading mark."""
    return "".join(unicodedata.normalize("NFKC", name).split()).strip("·>»|[]【】")
