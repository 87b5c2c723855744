"""Does the list go on behind its first page, and is there a sitemap that has more of it?"""

import re
from collections.abc import Awaitable, Callable
from urllib.parse import urljoin, urlsplit

import msgspec

from congress_crawler.discover.found import Chosen, Got, NoPage
from congress_crawler.listing.page import Listing, read_listing
from congress_crawler.listing.step import Step
from congress_crawler.normalise.url import canonical

STEPS = 3  # scripts and APIs on the way to the second page
SITEMAPS = 4  # of an index, that are looked into
NAMED = re.compile(r"(?im)^[ \t]{0,9}sitemap[ \t]{0,9}:[ \t]{0,9}(\S{1,300})")  # in robots.txt (sitemaps.org, protocol)
LETTERS = re.compile(r"[0-9a-f]{8,64}|\d{1,64}")

Ask = Callable[[Step, str], Awaitable[Got]]


async def onward(ask: Ask, chosen: Chosen) -> Chosen:
    """Look behind the first page of a list.

    In: how to ask for a page (raises NoPage); the list. Out: the list with a doubt when its second page shows nothing
    new, with that page's dialect when the first has none of its own; where there is no second page, with the sitemap
    that has more articles below the list's folder.
    """
    if chosen.listing.next is not None:
        return await _second(ask, chosen, chosen.listing.next)
    complete = chosen.listing.promised is not None or chosen.listing.sublists or chosen.listing.browser
    return chosen if complete else await _mapped(ask, chosen)


async def _second(ask: Ask, chosen: Chosen, step: Step) -> Chosen:
    """The second page: what it is recognised by, and whether it goes on."""
    sure, known = step.sure, {canonical(row.url) for row in chosen.listing.rows}
    for _ in range(STEPS):
        try:
            got = await ask(step, "listing")
        except NoPage as error:
            return _doubted(chosen, f"its second page could not be had: {error}") if sure else chosen
        page = read_listing(got.text, step.url if "#" in step.url else got.url, None, step)
        if page.rows or page.next is None or page.next.key == step.key:
            break
        step = page.next
    if not any(canonical(row.url) not in known for row in page.rows):
        return _doubted(chosen, f"its second page {step.url} shows nothing new") if sure else chosen
    return msgspec.structs.replace(chosen, listing=called(chosen.listing, page))


def called(listing: Listing, by: Listing) -> Listing:
    """A listing under the dialect that another page of it was recognised by, where its own page has none."""
    if listing.dialect != "plain" or by.dialect == "plain":
        return listing
    return msgspec.structs.replace(listing, dialect=by.dialect, why=by.why)


async def _mapped(ask: Ask, chosen: Chosen) -> Chosen:
    """The sitemap that has more below the list's folder than the list: all of the rows' shape, or it is not taken."""
    parts = urlsplit(chosen.url)
    folder = f"{parts.netloc.lower()}{parts.path.rpartition('/')[0]}/"
    rows = {canonical(row.url) for row in chosen.listing.rows}
    if folder.count("/") < 2 or parts.fragment or not all(_below(row.url, folder) for row in chosen.listing.rows):
        return chosen
    shapes = {_shape(row.url) for row in chosen.listing.rows}
    for sitemap in await _sitemaps(ask, chosen.url):
        found = [url for url in await _addresses(ask, sitemap, folder) if canonical(url) != canonical(chosen.url)]
        more = [url for url in found if canonical(url) not in rows]
        if more and all(_shape(url) in shapes for url in more) and sitemap.endswith(".xml"):
            why = (
                f"its page shows {len(rows)} rows and has no next one; {sitemap} has {len(more)} more below its folder"
            )
            listing = msgspec.structs.replace(chosen.listing, dialect="sitemap", why=why)
            return msgspec.structs.replace(chosen, listing=listing, sitemap=sitemap)
    return chosen


async def _sitemaps(ask: Ask, url: str) -> list[str]:
    """Those that robots.txt names; else the one that is usual."""
    try:
        robots = await ask(Step(url=urljoin(url, "/robots.txt")), "robots")
    except NoPage:
        return [urljoin(url, "/sitemap.xml")]
    named = [urljoin(url, found.group(1)) for found in NAMED.finditer(robots.text)]
    return named or [urljoin(url, "/sitemap.xml")]


async def _addresses(ask: Ask, sitemap: str, folder: str) -> list[str]:
    """What a sitemap, or the first ones of an index, list below a folder."""
    found: list[str] = []
    step: Step | None = Step(url=sitemap)
    for _ in range(SITEMAPS):
        if step is None:
            break
        try:
            got = await ask(step, "listing")
        except NoPage:
            break
        page = read_listing(got.text, got.url, None, step)
        if page.dialect != "sitemap":
            break
        found += [row.url for row in page.rows if _below(row.url, folder)]
        step = page.next
    return found


def _below(url: str, folder: str) -> bool:
    parts = urlsplit(url)
    return f"{parts.netloc.lower()}{parts.path}".startswith(folder)


def _shape(url: str) -> str:
    """An address with its numbers alike: articles of one list have one or two shapes."""
    return LETTERS.sub("0", urlsplit(url).path)


def _doubted(chosen: Chosen, doubt: str) -> Chosen:
    return msgspec.structs.replace(chosen, doubts=[*chosen.doubts, doubt])
