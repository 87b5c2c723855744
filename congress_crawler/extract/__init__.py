"""Where is each value on the page?"""

from datetime import date

from congress_crawler import normalise
from congress_crawler.extract import survey
from congress_crawler.extract.found import Found
from congress_crawler.extract.page import Headers, Page, pairs
from congress_crawler.items import Article
from congress_crawler.listing.row import Row
from congress_crawler.profile import Profile

__all__ = ["Found", "Headers", "Page", "Row", "locate", "page_text", "read"]


def locate(
    body: bytes,
    *,
    headers: Headers = (),
    url: str,
    profile: Profile | None = None,
    row: Row | None = None,
    status: int = 200,
) -> Found:
    """Find the raw values of an article page.

    In: the entity-body as sent (content-coding kept), the response headers, the URL as fetched, the site's profile,
    the row of the listing, the status code. Out: the strings found, with evidence. Raises items.Unreadable with the
    reason to record when the answer is no readable page.
    """
    found = survey.locate(Page(body=body, headers=pairs(headers), url=url, status=status), profile, row)
    found.near = row.near if row is not None else None
    return found


def page_text(body: bytes, *, headers: Headers = (), status: int = 200) -> str:
    """The text of any page, a list or a home page: decoded and judged as `locate` does, nothing read in it.

    What lists are made of besides pages – JSON, scripts, feeds – is text too. Raises items.Unreadable with the reason
    to record.
    """
    return survey.readable(Page(body=body, headers=pairs(headers), url="", status=status), data=True).text


def read(
    body: bytes,
    *,
    headers: Headers = (),
    url: str,
    profile: Profile | None = None,
    row: Row | None = None,
    status: int = 200,
    captured: date | None = None,
) -> Article:
    """Read an article: `locate`, then the steps of `normalise` that the crawl's pipelines call.

    In: as `locate`, and the day (in China) or time of the fetch, which bounds dates. Out: the record without
    provenance; the same input always gives the same record. Raises items.Unreadable with the reason to record.
    """
    found = locate(body, headers=headers, url=url, profile=profile, row=row, status=status)
    draft = normalise.begin(found, payload=normalise.digest(body), profile=profile, captured=captured)
    for step in normalise.STEPS:
        step(draft)
    if (failure := normalise.judge(draft)) is not None:
        raise failure
    return normalise.finish(draft)
