"""How do the addresses of a list's pages differ?"""

import re
from typing import Literal, NamedTuple
from urllib.parse import urlsplit

from congress_crawler.listing.zones import name_set
from congress_crawler.normalise import canonical

#: Parameters that hold the number of a page, folded to small letters without signs between.
KEYS = name_set(
    "page p pg pageno pagenum pagenumber pageindex pagen pn currpage curpage currentpage cpage nowpage thispage topage "
    "pagecurrent pageid paged pno curpageno currentpageno ipage gotopage pageidx mpage totalpageno pageindexno"
)
#: Parameters that count rows: they grow by the number of rows of a page.
OFFSETS = name_set("start offset startrecord begin startrow from startindex limitstart firstrow skip")
INDEX = re.compile(r"/(?:index|default)\.\w{3,5}$")
FIGURES = re.compile(r"(\d{1,9})")

Kind = Literal["query", "path"]


class Slot(NamedTuple):
    """A number in an address, and what it counts."""

    kind: Kind
    key: str  #: the folded name of the parameter; "" in a path
    start: int
    end: int
    value: int


class Change(NamedTuple):
    """What changes from one page's address to another's."""

    slot: Slot  #: in the first address
    value: int  #: in the second


def is_same(one: str, two: str) -> bool:
    """Whether two addresses name one page: without fragment, scheme, www., session noise and index.html."""
    return INDEX.sub("/", canonical(one)) == INDEX.sub("/", canonical(two))


def slots(url: str) -> list[Slot]:
    """The numbers of an address, behind its host.

    >>> [(slot.kind, slot.key, slot.value) for slot in slots("http://a.cn/c/7.htm?curr_page=3")]
    [('path', '', 7), ('query', 'currpage', 3)]
    """
    begin = url.find("/", url.find("://") + 3) if "://" in url else 0
    if begin < 0:
        return []
    mark = url.find("?", begin)
    found = []
    for match in FIGURES.finditer(url.partition("#")[0], begin):
        query = 0 <= mark < match.start()
        key = _key(url[mark + 1 : match.start()]) if query else ""
        found.append(Slot("query" if query else "path", key, match.start(), match.end(), int(match[0])))
    return found


def _key(before: str) -> str:
    """The folded name of the parameter whose value begins here; "" when the number is not the whole value."""
    name, equals, rest = before.rpartition("&")[2].partition("=")
    return re.sub(r"[\W_]", "", name).lower() if equals and not rest else ""


def change(one: str, two: str) -> Change | None:
    """The number in which two addresses differ.

    In: two absolute addresses. Out: None when they differ in anything but numbers; of several numbers that of a
    parameter that counts pages, else the first.

    >>> change("http://a.cn/c/2/x.html", "http://a.cn/c/3/x.html").value
    3
    """
    left, right = FIGURES.split(_bare(one)), FIGURES.split(_bare(two))
    if len(left) != len(right) or left[::2] != right[::2]:
        return None
    first, second = slots(one), slots(two)
    if len(first) != len(second):
        return None
    found = [Change(a, b.value) for a, b in zip(first, second, strict=True) if a.value != b.value]
    return min(found, key=lambda item: (item.slot.key not in KEYS, item.slot.key not in OFFSETS), default=None)


def _bare(url: str) -> str:
    return url.partition("#")[0].partition("://")[2].removeprefix("www.")


def with_value(url: str, slot: Slot, value: int) -> str:
    """The address with another number in a slot, padded as before.

    >>> with_value("http://a.cn/c_007.htm", slots("http://a.cn/c_007.htm")[0], 8)
    'http://a.cn/c_008.htm'
    """
    width = slot.end - slot.start if url[slot.start] == "0" and slot.end - slot.start > 1 else 0
    return url[: slot.start] + str(value).zfill(width) + url[slot.end :]


def page_slot(url: str, number: int | None) -> Slot | None:
    """Where an address holds the number of its page: a parameter that says so, else the only such one in a path."""
    found = slots(url)
    named = [slot for slot in found if slot.key in KEYS]
    if named:
        return named[-1]
    alike = [slot for slot in found if slot.kind == "path" and slot.value == number]
    return alike[0] if len(alike) == 1 else None


def kind_of(here: str, there: str) -> Kind | None:
    """How the address of a page is numbered: in its query or in its path; None for neither.

    >>> kind_of("http://a.cn/list.jsp?c=5", "http://a.cn/list.jsp?c=5&page=2"), kind_of("http://a.cn/c/", "http://a.cn/c/index_1.html")
    ('query', 'path')
    """
    one, two = urlsplit(here), urlsplit(there)
    if two.query and (one.path == two.path or any(slot.key in KEYS | OFFSETS for slot in slots(there))):
        return "query"
    found = change(here, there)
    if found is not None:
        return found.slot.kind
    stem = re.sub(r"\.\w{2,5}$", "", one.path)
    grown = two.path.startswith(stem) or one.path.rpartition("/")[0] == two.path.rpartition("/")[0]
    return "path" if grown and any(slot.kind == "path" for slot in slots(there)) else None
