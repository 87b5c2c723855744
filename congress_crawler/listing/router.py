"""What is behind a page that is empty but for its scripts?"""

from congress_crawler.listing.api import nothing
from congress_crawler.listing.api_page import is_shell, read_page
from congress_crawler.listing.api_way import carried, start
from congress_crawler.listing.fragments import absolute
from congress_crawler.listing.given import Found, Given
from congress_crawler.listing.page_names import chosen
from congress_crawler.listing.step import Step

FRAMES = 3  # frames of an empty page that are looked into, one after another


def read(given: Given) -> Found | None:
    """The shell of a single-page application, or a page that is only a frame.

    Out: a step to its scripts, or to the API that they name; `browser` when there is none; None for other pages.
    """
    if carried(given.step) is not None or given.tree is None:
        return None  # what the scripts lead to is read by `api`
    if not given.rows and (frame := _frame(given)) is not None:
        return Found(why="the list stands in a frame", rows=[], next=frame)
    if not is_shell(given):
        return None
    way = read_page(given, "router")
    step = start(way)
    return Found(
        why="the page is empty but for its scripts",
        rows=[],
        next=step,
        browser=None if step is not None else nothing(way),
    )


def _frame(given: Given) -> Step | None:
    """The frame of a page that has no rows of its own."""
    sources = [str(one) for one in given.tree.xpath("//iframe/@src | //frame/@src")] if given.tree is not None else []
    named = chosen(
        [absolute(given.base, one) for one in sources if not one.startswith(("about:", "javascript:"))], given.url
    )
    seen = (given.step.carried("frame") or "") if given.step is not None else ""
    named = [one for one in named[:FRAMES] if one != given.url]
    return Step(url=named[0], carry=(("frame", "1"),)) if len(named) == 1 and not seen else None
