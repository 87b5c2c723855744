"""Which listings does a site have whose section nobody has named?

A profile may leave the section open. Then it is found as `discover` finds it, once: later runs go where this one went.
"""

from congress_crawler.discover import Explorer, Got, NoPage
from congress_crawler.discover.telling import failed
from congress_crawler.discover.trial import Ask
from congress_crawler.listing import Step
from congress_crawler.normalise.moment import china
from congress_crawler.profile import Listing as Wanted
from congress_crawler.run import UNREAD, SiteRun
from congress_crawler.spiders.fetch import Fetch, NotHad


async def wanted_listings(run: SiteRun, fetch: Fetch) -> list[Wanted]:
    """The listings to walk.

    In: the run and its way to ask. Out: those of the profile, an open one replaced by what was found; a site on which
    nothing was found is a fault of the run. Raises Stopped and ArchiveError when the run ends.
    """
    named = [one for one in run.profile.listing if one.section or one.url]
    if len(named) == len(run.profile.listing):
        return named
    return [*named, *(_found_before(run) or await _explore(run, fetch))]


def _found_before(run: SiteRun) -> list[Wanted]:
    """What the last run that read anything walked, beyond what the profile names."""
    named = {one.section for one in run.profile.listing}
    for line in reversed(run.archive.history.runs()):
        found = [walked for walked in line.listings if walked.rows and tuple(walked.section) not in named]
        if found:
            return [Wanted(section=tuple(walked.section), url=walked.url) for walked in found]
    return []


async def _explore(run: SiteRun, fetch: Fetch) -> list[Wanted]:
    explorer = Explorer(_ask(fetch), run.profile.home, china(run.now))
    try:
        found = await explorer.run()
    except NoPage as error:
        run.fault(error.code, error.reason, f"home page {error.url}: {error.reason}: {error.detail}")
        return []
    if not found.chosen:
        run.fault(UNREAD, "section-not-found", failed(found))
    return [Wanted(section=one.section, url=one.url) for one in found.chosen]


def _ask(fetch: Fetch) -> Ask:
    async def ask(step: Step, role: str) -> Got:
        return await _page(fetch, step, role)

    return ask


async def _page(fetch: Fetch, step: Step, role: str) -> Got:
    """A page for the look round: none of them is a list page or an article of this run."""
    try:
        got, text = await fetch.page(step, role="other" if role == "article" else "home", via=None)
    except NotHad as error:
        raise NoPage(step.url, error.reason, error.detail, error.code) from error
    response = got.response
    return Got(url=response.url, text=text, body=response.body, headers=got.pairs, status=response.status)
