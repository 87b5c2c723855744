"""Where does this listing begin: at its address, where it was last time, or where its names lead from the home page?"""

import msgspec

from congress_crawler.items import Failure, WarcRef
from congress_crawler.listing import Listing, Step, find_section, read_listing
from congress_crawler.profile import Listing as Wanted
from congress_crawler.returning import remembered
from congress_crawler.run import REFUSED, UNREACHABLE, UNREAD, USAGE, SiteRun, utc_now
from congress_crawler.spiders.fetch import Fetch, Got, NotHad

FINAL = {USAGE, UNREACHABLE, REFUSED}  # no other address of the host will do better today
#: What a list that was moved answers at its old address: then its names may lead to the new one.
MOVED_AWAY = {"not-found", "soft-404", "redirect", "empty-listing"}


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
                lost = lost or error
                if error.word not in MOVED_AWAY:
                    raise
        try:
            if lost is not None and not wanted.section:
                raise lost
            url, via = await self._by_names(wanted.section)
            return await self.list_page(Step(url=url), via=via)
        except Lost as error:
            raise lost or error from error

    async def list_page(self, step: Step, *, via: str | None, of: str | None = None, begun: bool = False) -> Read:
        """A page of a list, read.

        In: the step; the page that led to it; the first page with rows when it is not that itself; whether a page of
        this list led to it, with or without rows.
        """
        try:
            got, text = await self._fetch.page(step, role="listing", via=via, list_url=of)
        except NotHad as error:
            raise self._lost("listing", step.url, error) from error
        # A first page is read from itself alone, as `discover` reads it and `reextract` reads it again.
        listing = read_listing(text, got.response.url, self._run.profile, step if begun else None)
        if listing.browser is not None:
            self._run.note(self._unseen(step.url, listing.browser, got.kept.ref))
            raise Lost(UNREAD, "needs-browser", f"{step.url}: {listing.browser}; render = true asks a browser")
        if not begun and not (listing.rows or listing.next or listing.sublists):
            raise Lost(UNREAD, "empty-listing", f"{step.url} lists nothing; has the site changed?")
        return Read(step=step, got=got, listing=listing)

    async def _by_names(self, names: tuple[str, ...]) -> tuple[str, str]:
        """The address of the section, and of the page that links it."""
        url, via = self._run.profile.home, None
        for above, name in zip((None, *names), names, strict=False):
            try:
                got, text = await self._fetch.page(Step(url=url), role="home", via=via)
            except NotHad as error:
                raise self._lost("home", url, error) from error
            section, seen = find_section(text, got.response.url, name, above)
            if not seen and "<script" in text.lower():
                what = "has no link of its own: its scripts fill it in a browser"
                self._run.note(self._unseen(url, what, got.kept.ref))
                raise Lost(UNREAD, "needs-browser", f"{url} {what}; render = true asks one")
            if section is None:
                shown = " ".join(seen[:60]) or "no links at all"
                message = f"no link named {name!r} on {url}. The page has: {shown}. Fix the profile's section."
                raise Lost(UNREAD, "section-not-found", message)
            url, via = section.url, str(got.response.url)
        return url, via or url

    def _unseen(self, url: str, why: str, answer: WarcRef) -> Failure:
        """The failure of a page on the way that only a browser can show."""
        run = self._run.line.run
        return Failure(url=url, at=utc_now(), reason="needs-browser", detail=why, run=run, warc=answer)

    def _lost(self, role: str, url: str, error: NotHad) -> Lost:
        if error.reason == "challenge":
            self._run.refused(f"{url}: {error.detail}")
        return Lost(error.code, error.reason, f"{role} page {url}: {error.reason}: {error.detail}")
