"""How is one listing of the profile walked, from its first page to its last, with the sub-lists that belong to it?"""

import logging
from collections.abc import AsyncIterator
from datetime import date, datetime, timedelta

import msgspec

from congress_crawler.items import Walked
from congress_crawler.listing import Row, Step, fill
from congress_crawler.listing.walk import WHOLE, Trail
from congress_crawler.normalise import canonical
from congress_crawler.normalise.url import without_session
from congress_crawler.pipelines import Snapshot
from congress_crawler.profile import Listing as Wanted
from congress_crawler.profile import in_scope
from congress_crawler.returning import news_only
from congress_crawler.run import UNREAD, SiteRun
from congress_crawler.spiders.articles import Articles
from congress_crawler.spiders.asking import is_known
from congress_crawler.spiders.entry import FINAL, Entry, Lost, Read

logger = logging.getLogger(__name__)

WALKS = 3  # of a list that changes under the walk (fault 6.6)
SUBLISTS = 400  # of a section: a province has some 100 to 180 counties
#: How a listing of several lists ended: the first of these that one of them has.
WORST = ("failed", "stopped", "trap", "too many pages", "known rows", "no new links", "repeated page", "last page")
END_OF_GUESS = {"not-found", "soft-404", "redirect"}  # what a next page that only habit names may answer


class Listings:
    """Walks the listings of one run and asks for what they list. All raise Stopped or ArchiveError at its end."""

    def __init__(self, run: SiteRun, entry: Entry, articles: Articles) -> None:
        """In: the run, what finds and reads list pages, what asks for articles."""
        self._run, self._entry, self._articles = run, entry, articles

    async def walk(self, wanted: Wanted) -> AsyncIterator[Snapshot]:
        """Everything of one listing of the profile; what goes wrong becomes a fault of the run."""
        run = self._run
        walked = Walked(section=list(wanted.section), url=wanted.url or "", ended="failed")
        every = timedelta(days=run.options.full_every)
        walked.full = run.options.full or not news_only(run.archive.history.runs(), wanted.section, run.now, every)
        run.line.listings.append(walked)
        try:
            first = await self._entry.first(wanted)
            walked.url, walked.dialect, walked.why = first.url, first.listing.dialect, first.listing.why
            async for snapshot in self._lists(first, walked):
                yield snapshot
        except Lost as lost:
            run.fault(lost.code, lost.word, lost.message)

    async def _lists(self, first: Read, walked: Walked) -> AsyncIterator[Snapshot]:
        """The list itself, then those below it."""
        lists = [_List(self._run, self._entry, self._articles, walked)]
        try:
            async for snapshot in lists[0].walk(first):
                yield snapshot
            seen = {canonical(first.url), canonical(first.step.url)}
            waiting = [(url, first.url) for url in lists[0].below]
            while waiting and len(lists) < SUBLISTS:
                url, via = waiting.pop(0)
                if canonical(url) in seen or not in_scope(self._run.profile, url):
                    continue
                seen.add(canonical(url))
                lists.append(_List(self._run, self._entry, self._articles, walked))
                async for snapshot in self._below(lists[-1], url, via):
                    yield snapshot
                waiting += [(deeper, url) for deeper in lists[-1].below if via == first.url]
        finally:
            self._sum_up(walked, lists)

    async def _below(self, one: "_List", url: str, via: str) -> AsyncIterator[Snapshot]:
        """One sub-list. A dead link to one is a warning; a host that is not to be had ends the walk."""
        try:
            first = await self._entry.list_page(Step(url=url), via=via)
            async for snapshot in one.walk(first):
                yield snapshot
        except Lost as lost:
            if lost.code in FINAL or one.trail.pages:
                one.trail.ended = "failed"
                raise
            one.trail.ended = "last page" if lost.word in {"not-found", "soft-404", "empty-listing"} else "failed"
            one.walked.warnings.append(f"sub-list {lost.message}")

    def _sum_up(self, walked: Walked, lists: list["_List"]) -> None:
        """Put into the walk what its lists came to, however it ended."""
        walked.walks = max(one.walks for one in lists)
        walked.pages, walked.rows = sum(one.trail.pages for one in lists), sum(one.trail.rows for one in lists)
        for name in ("promised", "promised_pages"):
            said = [getattr(one, name) for one in lists if getattr(one, name) is not None]
            setattr(walked, name, sum(said) if said else None)
        ends = [one.trail.ended or "stopped" for one in lists]
        walked.ended = next(word for word in WORST if word in ends)
        walked.complete = all(end in WHOLE for end in ends) and walked.links > 0
        walked.full = walked.full or walked.complete


class _List:
    """One list on its way from page to page, and again when it changed meanwhile."""

    def __init__(self, run: SiteRun, entry: Entry, articles: Articles, walked: Walked) -> None:
        self._run, self._entry, self._articles = run, entry, articles
        self.walked = walked
        self.walks = 0
        self.promised: int | None = None
        self.promised_pages: int | None = None
        self.below: dict[str, None] = {}  # the addresses of sub-lists, in order
        self.trail = self._trail()
        self._day: date | None = None

    def _trail(self) -> Trail:
        return Trail(most=self._run.profile.max_pages, news=not self.walked.full)

    async def walk(self, first: Read) -> AsyncIterator[Snapshot]:
        """All pages; again from the first when that shows something else at the end, at most three times."""
        page: Read | None = first
        while page is not None:
            self.trail, self._day, self.walks = self._trail(), None, self.walks + 1
            async for snapshot in self._pages(page):
                yield snapshot
            page = await self._changed(self.trail.began or first.step, begun=self.trail.began != first.step)
        if self.trail.ended in {"too many pages", "trap"}:
            where = f"{first.url}: {self.trail.pages} pages"
            self._run.fault(UNREAD, "too-many-pages", f"{where}, {self.trail.ended}; is the list a trap?")

    async def _pages(self, page: Read | None) -> AsyncIterator[Snapshot]:
        start = page.url if page else ""
        while page is not None:
            rows = self._rows(page)
            following = self._take(page, rows)
            for row, link in rows:
                if self._run.accounts.listed(link, self.walked):
                    snapshot = await self._articles.listed(row, link)
                    if snapshot is not None:
                        yield snapshot
            page = await self._next(following, via=page.url, of=start) if following is not None else None

    def _rows(self, page: Read) -> list[tuple[Row, str]]:
        """The rows of a page with their days, and their canonical links."""
        captured = datetime.fromisoformat(page.got.kept.at)
        first = self.trail.pages == 0
        rows, self._day = fill(page.listing.rows, captured=captured, start=self._day, first=first)
        if rows:
            self._run.walked(page.url, page.got.kept.ref)
        clean = [msgspec.structs.replace(row, url=without_session(row.url)) for row in rows]
        return [(row, canonical(row.url)) for row in clean]

    def _take(self, page: Read, rows: list[tuple[Row, str]]) -> Step | None:
        """Tell the trail of a page. Out: what to ask next."""
        listing = page.listing
        self.below.update((section.url, None) for section in listing.sublists)
        self.promised = max(filter(None, (self.promised, listing.promised)), default=None)
        self.promised_pages = max(filter(None, (self.promised_pages, listing.pages)), default=None)
        known = [not self.walked.full and is_known(self._run, row) for row, _ in rows]
        return self.trail.page(listing, page.step, [link for _, link in rows], known)

    async def _next(self, step: Step, *, via: str, of: str) -> Read | None:
        """The next page; None when there is none where habit names one."""
        try:
            return await self._entry.list_page(step, via=via, of=of if self.trail.pages else None, begun=True)
        except Lost as lost:
            if lost.word in END_OF_GUESS and not step.sure:
                self.trail.ended = "last page"
                return None
            self.trail.ended = "failed"
            self._run.fault(lost.code, lost.word, lost.message)
            return None

    async def _changed(self, step: Step, *, begun: bool) -> Read | None:
        """The first page with rows as it is now, when a full walk of several pages ends and it is not what it was."""
        trail = self.trail
        if not self.walked.full or trail.pages < 2 or trail.ended not in WHOLE or self.walks >= WALKS:
            return None
        try:
            page = await self._entry.list_page(step, via=None, begun=begun)
        except Lost as lost:
            trail.ended = "failed"
            self._run.fault(lost.code, lost.word, lost.message)
            return None
        now = ([canonical(row.url) for row in page.listing.rows], page.listing.promised)
        return None if now == trail.first else page
