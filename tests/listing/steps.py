"""Which rows does a walk find when a made-up site answers each step?"""

from collections.abc import Callable

from congress_crawler.listing import api, aspnet, feeds, hanweb, inline, router
from congress_crawler.listing.given import Found, Given
from congress_crawler.listing.page import give
from congress_crawler.listing.row import Row
from congress_crawler.listing.step import Step
from congress_crawler.profile import Profile

READS: tuple[Callable[[Given], Found | None], ...] = (
    feeds.read_rss,
    feeds.read_sitemap,
    api.read,
    hanweb.read,
    inline.read,
    aspnet.read,
    router.read,
)
MOST = 30


def given(text: str, url: str, profile: Profile | None = None, step: Step | None = None) -> Given:
    """What a dialect is given of an answer."""
    return give(text, url, profile, step)[0]


def read(text: str, url: str, step: Step | None = None) -> Found | None:
    """What the first of our dialects reads in an answer."""
    page = given(text, url, None, step)
    return next((found for one in READS if (found := one(page)) is not None), None)


def walk(url: str, answer: Callable[[Step], str]) -> tuple[list[Row], list[Step], list[Found]]:
    """The rows of a list, the steps that were asked, and what was read in each answer."""
    step: Step | None = Step(url=url)
    rows: dict[str, Row] = {}
    steps: list[Step] = []
    founds: list[Found] = []
    while step is not None:
        assert len(steps) < MOST, f"no end: {[one.key for one in steps]}"
        steps.append(step)
        text = answer(step)
        page = given(text, step.url, None, step if len(steps) > 1 else None)
        found = next((found for one in READS if (found := one(page)) is not None), None)
        for row in page.rows if found is None or found.rows is None else found.rows:
            rows.setdefault(row.url, row)
        founds += [found] if found is not None else []
        step = found.next if found is not None else None
    return list(rows.values()), steps, founds
