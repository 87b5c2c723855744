"""Where does this listing begin: at its address, where it was last time, or where its names lead from the home page?"""

import msgspec

from congress_crawler.items import Failure
from congress_crawler.listing import Listing, Step, find_section, read_listing
from congress_crawler.profile import Listing as Wanted
from congress_crawler.returning import remembered
from congress_crawler.run import REFUSED, UNREACHABLE, UNREAD, USAGE, SiteRun, utc_now
from congress_crawler.spiders.fetch import Fetch, Got, NotHad

FINAL = {USAGE, UNREACHABLE, REFUSED}  # no other address of the host will do better today


class Lost(Exception):
    """The listing could not be read; what is said of it, and the exit code."""

    def __init__(self, code: int, word: str, message: str) -> None:
        """In: as for SiteRun.fault."""
        super().__init__(message)
        self.code, self.word, self.message = code, word, message


class Read(msgspec.Struct, frozen=True, kw_only=True):
    """One listing page that was had."""

    step: Step
    got: Got
    listing: Listing

    @property
    def url(self) -> str:
        """Where it was answered."""
        return str(self.got.response.url)


class Entry:
    """Finds the first page of a listing. Raises Lost; Stopped and ArchiveError when the run ends."""

    def __init__(self, run: SiteRun, fetch: Fetch) -> None:
        """In: the run, and its way to ask."""
        self._run, self._fetch = run, fetch

    async def first(self, wanted: Wanted) -> Read:
        """The first page of a listing of the profile: at its address, where it was last time, by its names."""
        known = [wanted.url, remembered(self._run.archive.history.runs(), wanted.section)]
        lost: Lost | None = None
        for url in dict.fromkeys(url for url in known if url is not None):
            try:
                return await self.list_page(Step(url=url), via=None)
            except Lost as error:
                lost = error
                if error.code in FINAL:
                    raise
        if lost is not None and not wanted.section:
            raise lost
        url, via = await self._by_names(wanted.section)
        return await self.list_page(Step(url=url), via=via)

    async def list_page(self, step: Step, *, via: str | None, of: str | None = None) -> Read:
        """A page of a list, read. In: the step, the page that led to it, the first page when it is not that itself."""
        try:
            got, text = await self._fetch.page(step, role="listing", via=via, list_url=of)
        except NotHad as error:
            raise self._lost("listing", step.url, error) from error
        listing = read_listing(text, got.response.url, self._run.profile, step)
        if listing.browser is not None:
            self._run.note(
                Failure(
                    url=step.url,
                    at=utc_now(),
                    reason="needs-browser",
                    detail=listing.browser,
                    run=self._run.line.run,
                    warc=got.kept.ref,
                )
            )
            raise Lost(UNREAD, "needs-browser", f"{step.url}: {listing.browser}; render = true asks a browser")
        if of is None and step.sure and not (listing.rows or listing.next or listing.sublists):
            raise Lost(UNREAD, "empty-listing", f"{step.url} lists nothing; has the site changed?")
        return Read(step=step, got=got, listing=listing)

    async def _by_names(self, names: tuple[str, ...]) -> tuple[str, str]:
        """The address of the section, and of the page that links it."""
        url, via = self._run.profile.home, None
        for name in names:
            try:
                got, text = await self._fetch.page(Step(url=url), role="home", via=via)
            except NotHad as error:
                raise self._lost("home", url, error) from error
            section, seen = find_section(text, got.response.url, name)
            if section is None:
                shown = " ".join(seen[:60]) or "no links at all"
                message = f"no link named {name!r} on {url}. The page has: {shown}. Fix the profile's section."
                raise Lost(UNREAD, "section-not-found", message)
            url, via = section.url, str(got.response.url)
        return url, via or url

    def _lost(self, role: str, url: str, error: NotHad) -> Lost:
        if error.reason == "challenge":
            self._run.refused(f"{url}: {error.detail}")
        return Lost(error.code, error.reason, f"{role} page {url}: {error.reason}: {error.detail}")
