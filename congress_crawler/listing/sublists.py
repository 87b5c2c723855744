"""Which lists belong to this section: one for each city or county, or one for each block with a 更多?"""

import re
from typing import NamedTuple

from lxml.html import HtmlElement as Node

from congress_crawler.lexicon import divisions
from congress_crawler.listing import hub
from congress_crawler.listing.given import Given
from congress_crawler.listing.links import absolute
from congress_crawler.listing.related import is_related
from congress_crawler.listing.sections import Section
from congress_crawler.listing.tree import words
from congress_crawler.listing.zones import MORE

#: What a link to the list of a city says behind its name.
BEHIND = re.compile(
    r"(?:[市县区州旗盟])?(?:人大(?:常委会)?|人民代表大会(?:常务委员会)?)?(?:之窗|动态|工作|工作动态|信息|风采|网|频道)?$"
)
LONGEST = 16  # characters of such a link
#: A name built like one of a division, which the lexicon does not know.
FORM = re.compile(r"[\u4e00-\u9fff]{1,6}(?:自治[县州旗]|[市县区州盟旗])")
NO_FORM = re.compile(
    r"(?:专|社|园|小|景|片|库|辖|特|开发|下载|互动)区$|^(?:全|各|本|我|城|外|都|超|门|夜|上|省|市|区)[市县区]|(?:各|全|本)[市县区]|市县|县区|区县|市州|州市"
)
UP = 5
SHORT = 10  # characters of links that count beside them; longer ones are titles
SHARE = 0.5  # of the links of a block that are names of divisions


class Parts(NamedTuple):
    """The lists of a section; `hub` says that the page is made of their first rows."""

    sections: list[Section]
    hub: bool


def read(given: Given) -> Parts:
    """The lists that belong to the section of a page, in page order; an address once. In: the page.

    A page of the list of one city gives those of all again. Nothing of other hosts, and no articles.
    """
    if given.tree is None:
        return Parts([], hub=False)
    cities, blocks = _cities(given), hub.blocks(given)
    known = {section.url for section in cities}
    return Parts([*cities, *(section for section in blocks if section.url not in known)], hub=bool(blocks))


def onward(given: Given) -> list[Section]:
    """Where a page that shows only the first rows of a list leads to the whole of it.

    In: a page without a next page. Out: the list that its one 更多 leads to, when that is the folder in which most of
    its rows lie; else [].
    """
    if given.tree is None or not given.rows:
        return []
    links = [link for link in given.tree.iter("a") if MORE.fullmatch(words(link) or (link.get("title") or "").strip())]
    found = {absolute(given.base, (link.get("href") or "").strip()).partition("#")[0] for link in links}
    return [Section("更多", url) for url in sorted(found) if is_related(given.url, url) and _holds_rows(url, given)]


def _holds_rows(url: str, given: Given) -> bool:
    folder = url.partition("?")[0].rpartition("/")[0] + "/"
    inside = sum(row.url.startswith(folder) for row in given.rows)
    return folder != given.url.rpartition("/")[0] + "/" and inside >= 0.8 * len(given.rows)


def is_division(name: str) -> bool:
    """Whether a name is that of a city, county or district of China, with or without 人大 behind it.

    >>> [is_division(name) for name in ("杭州市", "宁波", "余杭区人大", "西湖区人大工作", "立法工作", "首页")]
    [True, True, True, True, False, False]
    """
    bare = "".join(name.split()).strip("·>»|[]【】（）()")
    if not 2 <= len(bare) <= LONGEST:
        return False
    found = BEHIND.search(bare)
    stem = bare[: found.start()] if found is not None else bare
    forms = {bare, stem, *(stem + bare[len(stem) : len(stem) + 1],)}
    if any(len(form) >= 2 and bool(divisions.named(form, None) or divisions.called(form, None)) for form in forms):
        return True
    return any(FORM.fullmatch(form) is not None and NO_FORM.search(form) is None for form in forms)


def _cities(given: Given) -> list[Section]:
    """Links with names of divisions, at least two in one block that holds little else."""
    rows = {row.url for row in given.rows}
    found: dict[Node, Section] = {}
    for link in given.tree.iter("a") if given.tree is not None else ():
        name = words(link) or (link.get("title") or "").strip()
        if not 2 <= len(name) <= LONGEST or not is_division(name):
            continue
        url = absolute(given.base, (link.get("href") or "").strip()).partition("#")[0]
        if url not in rows:
            found[link] = Section(name, url)
    alone: dict[Node, bool | None] = {}
    kept = [
        section
        for link, section in found.items()
        if is_related(given.url, section.url) and _in_block(link, found, alone)
    ]
    chosen = {section.url: section for section in kept}
    return list(chosen.values()) if len(chosen) >= 2 else []


def _in_block(link: Node, found: dict[Node, Section], known: dict[Node, bool | None]) -> bool:
    """Whether a link stands with others like it. `known`: what was found out of blocks, for the other links in them."""
    for one in list(link.iterancestors())[:UP]:
        if one not in known:
            known[one] = _is_block(one, found)
        if (told := known[one]) is not None:
            return told
    return False


def _is_block(node: Node, found: dict[Node, Section]) -> bool | None:
    """Whether names of divisions are what a block mostly holds; None when it holds one alone."""
    links = list(node.iter("a"))
    alike = sum(other in found for other in links)
    if alike < 2:
        return None
    short = [other for other in links if len(words(other)) <= SHORT and not MORE.fullmatch(words(other))]
    return alike >= SHARE * len(short)
