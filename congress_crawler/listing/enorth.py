"""Where is the next page of an enorth list, whose pages are counters padded with zeros?

`/system/more/<column>/0000/<column>_00000002.shtml` (河北),
`/system/count//0003016/…/c0003016000000000000_000000012.shtml` (天津). Numbers go up or down; the first page may be a
column page that leads on by 更多.
"""

import re
from urllib.parse import urlsplit

from congress_crawler.listing import address, numbered, pager
from congress_crawler.listing.given import Found, Given
from congress_crawler.listing.links import absolute
from congress_crawler.listing.pager import Pager
from congress_crawler.listing.step import Step
from congress_crawler.listing.tree import words
from congress_crawler.listing.zones import MORE

COUNTER = re.compile(r"^(.{0,300}/system/(?:more|count)/{1,2}.{0,200}/\w{1,40}_)(\d{6,10})\.s?html?$")
WAY = "enorth"  # what a step carries: "up" or "down", how the numbers of this list go


def read(given: Given) -> Found | None:
    """A page with such an address, or a column page that leads to one by 更多 or 下一页."""
    if given.tree is None:
        return None
    here = COUNTER.match(urlsplit(given.url).path)
    if here is None and "/system/" not in given.text:
        return None
    shown = pager.read(given)
    if here is None:
        following = _from_column(given, shown)
        if following is None:
            return None
        step: Step | None = _carrying(given, Step(url=following), None)
        why = "更多 leads to a counter of /system/"
    else:
        step, why = _from_counter(given, shown, here)
    return Found(why=why, next=step, promised=shown.totals.promised, pages=shown.totals.pages)


def _from_column(given: Given, shown: Pager) -> str | None:
    """The first counter page of a column: by 下一页 or by the 更多 of the list, never one of a block elsewhere."""
    if shown.next and COUNTER.match(urlsplit(shown.next).path):
        return shown.next
    if shown.numbers.get(2) and COUNTER.match(urlsplit(shown.numbers[2]).path):
        return shown.numbers[2]
    found = []
    for link in given.tree.iter("a") if given.tree is not None else ():
        if MORE.fullmatch(words(link)) or words(link) in {"更多内容", "更多新闻", "更多文章", "查看更多"}:
            url = absolute(given.base, (link.get("href") or "").strip())
            if COUNTER.match(urlsplit(url).path) or "/system/more/" in url or "/system/count/" in url:
                found.append(url)
    return found[0] if len(set(found)) == 1 else None


def _from_counter(given: Given, shown: Pager, here: re.Match[str]) -> tuple[Step | None, str]:
    """From a numbered page: its own link within the same column, else the counter."""
    number = int(here[2])
    linked = shown.next if shown.next and _beside(shown.next, here) else None
    if linked is not None:
        after = _value(linked)
        way = "down" if after < number else "up"
        known = given.step.carried(WAY) if given.step is not None else None
        if after != number and known in {None, way}:
            return _carrying(given, Step(url=linked), way), "下一页 leads to the neighbouring counter"
        return None, "下一页 leads back"
    way, sure = _way(given, shown, number)
    pages = shown.totals.pages
    following = number + 1 if way == "up" else number - 1
    if following < 1 or (way == "up" and pages is not None and number >= pages):
        return None, "the last counter"
    if shown.shown and not sure:
        return None, "a pager without a next page"
    slot = address.slots(given.url)[-1]
    url = address.with_value(given.url, slot, following)
    return _carrying(
        given, Step(url=url, sure=sure), way
    ), f"the counter {'after' if way == 'up' else 'below'} this one"


def _way(given: Given, shown: Pager, number: int) -> tuple[str, bool]:
    """How the numbers go, and whether the page says that there is another one."""
    known = given.step.carried(WAY) if given.step is not None else None
    pages, current = shown.totals.pages, shown.current
    if known is not None:
        return known, (pages is not None and (number < pages if known == "up" else number > 1))
    if pages is not None and pages > 1 and number == pages and current in {None, 1}:
        return "down", True
    return "up", pages is not None and number < pages


def _beside(url: str, here: re.Match[str]) -> bool:
    """Whether an address is a counter of the same column."""
    match = COUNTER.match(urlsplit(url).path)
    return match is not None and match[1].rpartition("/")[2] == here[1].rpartition("/")[2]


def _value(url: str) -> int:
    match = COUNTER.match(urlsplit(url).path)
    return int(match[2]) if match is not None else 0


def _carrying(given: Given, step: Step, way: str | None) -> Step:
    full = numbered.carrying(given, step, None)
    carry = (*full.carry, (WAY, way)) if way is not None else full.carry
    return Step(url=step.url, sure=step.sure, carry=carry)
