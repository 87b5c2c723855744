"""Where is the next page of a list made by Visual SiteBuilder (博达), whose page numbers go down?

The first page of `xw.htm` is itself; of four pages the second is `xw/3.htm`, the last `xw/1.htm`, so that old pages
keep their address when a new one is added.
"""

import re
from urllib.parse import urljoin, urlsplit

from congress_crawler.listing import address, numbered, pager
from congress_crawler.listing.given import Found, Given
from congress_crawler.listing.pager import Pager
from congress_crawler.listing.step import Step

NUMBERED = re.compile(r"^(.{0,300}/([^/]{1,60}))/(\d{1,5})\.(s?html?)$")
FIRST = re.compile(r"^(.{0,300}/[^/]{1,60})\.(s?html?)$")
SIGNS = re.compile(
    r"(?i)_simple_list_gotopage_fun\s{0,4}\(\s{0,4}(\d{1,5})|/system/resource/|_vsb_|vsbscreen|visual\s?sitebuilder|class=[\"']?(?:p_pages|p_next|p_t|p_no)\b"
)
GOTO = re.compile(r"_simple_list_gotopage_fun\s{0,4}\(\s{0,4}(\d{1,5})")
DOWN = "vsb"  # what a step carries: that the numbers of this list go down


def read(given: Given) -> Found | None:
    """A page whose 下一页 is `<own name>/<lower number>.htm`, or with signs of the system and a total of pages."""
    if given.tree is None:
        return None
    path = urlsplit(given.url).path
    here, first = NUMBERED.match(path), FIRST.match(path)
    if (here or first) is None or not _may_be(given, here or first):
        return None
    shown = pager.read(given)
    sign = SIGNS.search(given.text)
    total = GOTO.search(given.text)
    pages = shown.totals.pages or (int(total[1]) if total else None)
    known = sign is not None or (given.step is not None and given.step.carried(DOWN) is not None)
    following = (
        _from_first(given, shown, pages, known=known)
        if here is None
        else _from_number(given, shown, int(here[3]), known=known)
    )
    if following is None:
        return None
    step, why = following
    return Found(why=why, next=step, promised=shown.totals.promised, pages=pages)


def _may_be(given: Given, path: re.Match[str] | None) -> bool:
    """Whether anything in the page speaks for it: a sign of the system, or a link to a number below its own name."""
    if given.step is not None and given.step.carried(DOWN) is not None:
        return True
    name = (path[2] if path and path.re is NUMBERED else path[1].rpartition("/")[2] if path else "") + "/"
    number = re.search(rf"(?<![\w/]){re.escape(name)}\d{{1,5}}\.|(?<![\w])\d{{1,5}}\.s?html?[\"'> ]", given.text)
    return SIGNS.search(given.text) is not None or number is not None


def _from_first(given: Given, shown: Pager, pages: int | None, *, known: bool) -> tuple[Step | None, str] | None:
    """From the page without a number: its link to a folder of its own name, or the total less one."""
    match = FIRST.match(urlsplit(given.url).path)
    stem, extension = (match[1], match[2]) if match else ("", "")
    if stem.endswith("/index"):
        return None
    linked = [url for url in (shown.next, shown.numbers.get(2)) if url and _is_below(url, stem)]
    if linked:
        number = int(_number(linked[0]))
        if pages is not None and pages == number and pages > 2:  # numbers go up: not this system
            return None
        if not known and number <= 2 and (pages is None or pages > number + 1):
            return None
        return _down(given, Step(url=linked[0])), "下一页 leads to a folder of the page's own name, numbers going down"
    if not known or pages is None or shown.next or shown.numbers.get(2):
        return None
    if pages < 2:
        return None, "signs of Visual SiteBuilder, one page"
    url = urljoin(given.url, f"{stem}/{pages - 1}.{extension}")
    return _down(
        given, Step(url=url, sure=GOTO.search(given.text) is not None)
    ), f"signs of Visual SiteBuilder, {pages} pages"


def _from_number(given: Given, shown: Pager, number: int, *, known: bool) -> tuple[Step | None, str] | None:
    """From a numbered page: its link to the number below; without links the number below all the same."""
    stem = NUMBERED.sub(r"\1", urlsplit(given.url).path)
    if shown.next and _is_below(shown.next, stem) and int(_number(shown.next)) == number - 1:
        return _down(given, Step(url=shown.next)), "下一页 leads to the number below"
    if not known or (shown.next and _is_below(shown.next, stem) and int(_number(shown.next)) > number):
        return None
    if number <= 1:
        return None, "number 1 is the last page"
    here = address.slots(given.url)[-1]
    return _down(
        given, Step(url=address.with_value(given.url, here, number - 1), sure=not shown.shown)
    ), "the number below"


def _is_below(url: str, stem: str) -> bool:
    match = NUMBERED.match(urlsplit(url).path)
    return match is not None and match[1] == stem


def _number(url: str) -> str:
    match = NUMBERED.match(urlsplit(url).path)
    return match[3] if match else "0"


def _down(given: Given, step: Step) -> Step:
    full = numbered.carrying(given, step, None)
    return Step(url=step.url, sure=step.sure, carry=(*full.carry, (DOWN, "down")))
