"""Where is the next page of a gentleCMS list?

The first HTML holds up to 50 client-side pages of 20 rows; older rows are in static files index_1.shtml, index_2.shtml
beside it (seen at hrss.shandong.gov.cn, about 1,500 rows).
"""

import re
from collections.abc import Iterator
from urllib.parse import SplitResult, urljoin, urlsplit

from congress_crawler.listing import goto, totals
from congress_crawler.listing.given import Found, Given
from congress_crawler.listing.step import Step

FULL = 50 * 20  # rows of a first HTML that is full: only then may files follow that the page does not name
NUMBER = re.compile(r"/index_(\d+)\.s?html?$")
#: A script that puts the names of the files together, and one that says how many there are.
PIECES = re.compile(r"[\"']index_[\"']\s{0,4}\+[^;\n]{0,60}?[\"'](\.s?html?)[\"']")
COUNT = re.compile(r"(?i)file_?count\w{0,8}[\"']?\s{0,4}[=:]\s{0,4}[\"']?(\d{1,4})\b")
EDGE = re.compile(r"[\"'\s<>()=]")  # what an address in HTML or a script ends at
MARK = "gentlecms"  # what a step carries: that a page of this kind led here
LONGEST = 300  # characters of an address before index_N: looking back further would cost much on data: URLs


def read(given: Given) -> Found | None:
    """A page with rows of class pagedContent, or a numbered page behind one; None for others."""
    if given.tree is None or not (given.tree.cssselect(".pagedContent") or _is_behind(given)):
        return None
    code = goto.scripts(given.tree)
    promised = totals.read(given.tree, code).promised
    following, sure = next_page(given.text, given.url, len(given.rows), given.base)
    if following is None and _has_files(given, code, promised):
        following, sure = _habit(given.url, code), False
    return Found(
        why="rows of class pagedContent",
        next=Step(url=following, sure=sure, carry=((MARK, "1"),)) if following else None,
        promised=promised,
    )


def _has_files(given: Given, code: str, promised: int | None) -> bool:
    """Whether files follow that no link names: the page promises more rows than it has, or its script counts files."""
    if not given.rows or (_number(given.url) and _is_behind(given) and len(given.rows) == promised):
        return False
    counted = COUNT.search(code)
    if counted is not None:
        return int(counted[1]) > _number(given.url) + 1
    return PIECES.search(code) is not None or (promised is not None and promised > len(given.rows))


def _habit(url: str, code: str) -> str:
    """The file after `url`, with the extension that the script or the address itself shows."""
    shown = PIECES.search(code)
    own = re.search(r"\.s?html?$", urlsplit(url).path)
    extension = shown[1] if shown and shown[1] else own[0] if own else ".shtml"
    return urljoin(url, f"index_{_number(url) + 1}{extension}")


def _number(url: str) -> int:
    """Which file of the list an address is: 0 for the first."""
    here = NUMBER.search(urlsplit(url).path)
    return int(here[1]) if here else 0


def _is_behind(given: Given) -> bool:
    """Whether a page of this kind led to this numbered one."""
    numbered = NUMBER.search(urlsplit(given.url).path) is not None
    return numbered and given.step is not None and given.step.carried(MARK) is not None


def next_page(text: str, url: str, rows: int, base: str | None = None) -> tuple[str | None, bool]:
    """The page after `url`.

    In: the page's HTML, its address, how many rows it has, and what its links are relative to (its address when None).
    Out: the absolute address and True when the HTML names it, in the folder of `url`, since a numbered page elsewhere
    is another section's (the extension is taken from there, since sites differ); the likely address and False when
    the page is full and names none; (None, True) at the end.

    >>> next_page('<a href="index_1.shtml">更多</a>', "http://a.cn/channels/ch1/", 20)
    ('http://a.cn/channels/ch1/index_1.shtml', True)
    >>> next_page("", "http://a.cn/channels/ch1/", 1000)
    ('http://a.cn/channels/ch1/index_1.shtml', False)
    >>> next_page("", "http://a.cn/channels/ch1/", 40)
    (None, True)
    """
    here = NUMBER.search(urlsplit(url).path)
    number = int(here.group(1)) + 1 if here else 1
    for named in _named(text, number):
        if (full := _beside(url, base or url, named)) is not None:
            return full, True
    if rows >= FULL and not here:
        return urljoin(url, f"index_{number}.shtml"), False
    return None, True


def _named(text: str, number: int) -> Iterator[str]:
    """Every address in the text that ends in index_<number>.shtml or its like."""
    for found in re.finditer(rf"index_{number}\.s?html?", text):
        before = text[max(0, found.start() - LONGEST) : found.start()]
        yield EDGE.split(before)[-1] + found.group()


def _beside(url: str, base: str, named: str) -> str | None:
    """The absolute address when it is a numbered page in the folder of `url`: same scheme, host and path up to it."""
    try:
        full = urljoin(base, named)
        there, ours = urlsplit(full), urlsplit(url)
    except ValueError:
        return None
    same = NUMBER.search(there.path) and _folder(there) == _folder(ours)
    return full if same else None


def _folder(parts: SplitResult) -> tuple[str, str, str]:
    return parts.scheme, parts.netloc.lower(), parts.path.rpartition("/")[0]
