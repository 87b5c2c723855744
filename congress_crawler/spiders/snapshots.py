"""How does the crawl walk from a home page to every article of a section?"""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator
from datetime import datetime
from typing import Any, Self

import scrapy
from scrapy import signals
from scrapy.crawler import Crawler
from scrapy.exceptions import CloseSpider
from scrapy.http import Request, Response
from twisted.python.failure import Failure as Fault

from congress_crawler import extract
from congress_crawler.archive import ArchiveError
from congress_crawler.guard import Stopped, exit_code, header_pairs, reason_of
from congress_crawler.items import Failure, Reason, Run, Unreadable
from congress_crawler.listing import Row, fill, find_section, read_listing
from congress_crawler.normalise import begin, canonical
from congress_crawler.opening import open_run, options_from, user_agent
from congress_crawler.pipelines import Snapshot
from congress_crawler.profile import Profile
from congress_crawler.run import BROKEN, UNREAD, Receipt, SiteRun, utc_now
from congress_crawler.spiders.asking import Walk, conditions, refusal

TICK = 0.25  # seconds; half of the group commit's time, so that no row waits much longer than that
GRACE = 10.0  # seconds that a transfer under way is given when the run ends; timers kill what takes longer than 90
MOST_PAGES = 2000  # list pages of a section; beyond it a trap is likelier than a list (fault 6.1)
END_OF_GUESS = {"not-found", "soft-404", "redirect"}  # what a next page that only habit names may answer

Watcher = Callable[[Run], None]


class SnapshotsSpider(scrapy.Spider):
    """The one spider: home or list page ▸ listing rows ▸ articles. Arguments as in `congress-crawler crawl`."""

    name = "snapshots"
    run: SiteRun
    watch: Watcher | None

    @classmethod
    def from_crawler(
        cls, crawler: Crawler, *args: Any, site: str | Profile = "", watch: Watcher | None = None, **kwargs: Any
    ) -> Self:
        """Open the run before anything else exists, so that no request is made when it cannot be kept.

        In: site (profile id, TOML path or profile), output, full, limit, delay, contact; who is shown the run's line
        four times a second. Raises BadProfile, UsageError or the archive's errors.
        """
        run = open_run(site, options_from(kwargs))
        crawler.settings.set("USER_AGENT", user_agent(run.options), priority="spider")
        spider = super().from_crawler(crawler, *args)
        spider.run = run
        spider.watch = watch
        crawler.signals.connect(spider.on_broken, signals.spider_error)
        crawler.signals.connect(spider.on_broken, signals.item_error)
        return spider

    async def start(self) -> AsyncIterator[Any]:
        """The first request of each section of the profile."""
        self._asked = 0
        self.run.stop = self._stop
        self._ticking = asyncio.ensure_future(self._tick())
        for listing in () if self.run.halted else self.run.profile.listing:
            if listing.url is not None:
                yield self._page(listing.url, names=(), via=None, walk=Walk())
            else:
                yield self._page(self.run.profile.home, names=listing.section, via=None, walk=Walk())

    def on_broken(self, failure: Fault) -> None:
        """A fault of ours, which Scrapy logs: the run goes on, and says that it is not complete."""
        if not isinstance(failure.value, ArchiveError):
            self.run.fault(BROKEN, "broken", f"a fault of this program, see the log: {failure.value!r}")

    def _stop(self, reason: str) -> None:
        self._closing = asyncio.ensure_future(self.crawler.engine.close_spider_async(reason=reason))
        asyncio.get_running_loop().call_later(GRACE, self.run.hang_up)

    async def _tick(self) -> None:
        while not self.run.finished:
            await asyncio.sleep(TICK)
            self.run.tick()
            if self.watch is not None:
                self.watch(self.run.line)

    # --- the way to the list ------------------------------------------------------------------------------------

    def _page(self, url: str, *, names: tuple[str, ...], via: str | None, walk: Walk, sure: bool = True) -> Request:
        """A request for a page on the way: while there are names to follow, else a list page."""
        meta = {"role": "home" if names else "listing", "via": via, "names": names, "sure": sure, "walk": walk}
        # Below the articles' priority: one list page's articles are asked before the next page is read.
        low = -1 if via else 0
        return Request(url, self.on_page, errback=self.on_no_page, meta=meta, dont_filter=True, priority=low)

    def on_page(self, response: Response) -> Iterator[Request]:
        """Follow the next name of the section, or read the list."""
        meta = response.meta
        try:
            text = extract.page_text(response.body, headers=header_pairs(response), status=response.status)
            self.run.served()
            steps = self._list if not meta["names"] else self._follow
            yield from steps(response, text, meta["walk"])
        except Unreadable as fault:
            self._no_page(meta, response.url, fault.reason, fault.detail, code=exit_code(fault))
        except ArchiveError as error:
            raise CloseSpider("storage") from error  # the run has said it

    def _follow(self, response: Response, text: str, walk: Walk) -> Iterator[Request]:
        name, *names = response.meta["names"]
        section, seen = find_section(text, response.url, name)
        if section is not None:
            yield self._page(section.url, names=tuple(names), via=response.url, walk=walk)
            return
        shown = " ".join(seen[:60]) or "no links at all"
        message = f"no link named {name!r} on {response.url}. The page has: {shown}. Fix the profile's section."
        self.run.fault(UNREAD, "section-not-found", message)

    def _list(self, response: Response, text: str, walk: Walk) -> Iterator[Request]:
        page, at = read_listing(text, response.url, self.run.profile), datetime.fromisoformat(response.meta["kept"].at)
        if not page.rows:
            if response.meta["sure"]:
                self.run.fault(UNREAD, "empty-listing", f"{response.url} lists nothing; has the site changed?")
            return
        rows, walk.day = fill(page.rows, captured=at, start=walk.day, first=not walk.pages)
        walk.pages.add(response.url)
        self.run.walked(response.url, max(0, (page.promised or 0) - walk.promised))
        walk.promised = max(walk.promised, page.promised or 0)
        links = [canonical(row.url) for row in rows]
        fresh = walk.fresh(links)
        for row, link in zip(rows, links, strict=True):
            if self.run.listed(link):
                yield from self._row(row, link)
        if page.next and fresh and page.next.url not in walk.pages:
            if len(walk.pages) < MOST_PAGES:
                yield self._page(page.next.url, names=(), via=response.url, walk=walk, sure=page.next.sure)
            else:
                self.run.fault(UNREAD, "too-many-pages", f"{response.url} is page {MOST_PAGES}; is the list a trap?")

    def on_no_page(self, fault: Fault) -> None:
        """A page on the way could not be had."""
        request, error = _told(fault)
        if not isinstance(error, ArchiveError | Stopped):
            self._no_page(request.meta, request.url, *reason_of(error), code=exit_code(error))

    def _no_page(self, meta: dict[str, Any], url: str, reason: Reason, detail: str, *, code: int) -> None:
        if reason in END_OF_GUESS and not meta["sure"]:
            return  # the dialect's habit, not the page, named it: this is the end of the list
        if reason == "challenge" and self.run.refused(f"{url}: {detail}"):
            return
        self.run.fault(code, reason, f"{meta['role']} page {url}: {reason}: {detail}")

    # --- the articles -------------------------------------------------------------------------------------------

    def _row(self, row: Row, link: str) -> Iterator[Request]:
        """A request for a listed article, or the reason why there is none."""
        if (why := refusal(self.run.profile, row.url)) is not None:
            self._failed(link, row, *why)
            return
        headers = conditions(self.run, row.url)
        if headers is None:
            self.run.settle("skipped", link)
            return
        if self.run.options.limit is not None and self._asked >= self.run.options.limit:
            self.run.pass_over(link)
            return
        self._asked += 1
        meta = {"role": "article", "via": row.list_url, "list_url": row.list_url, "row": row, "link": link}
        yield Request(
            row.url, self.on_article, errback=self.on_no_article, headers=headers, meta=meta, dont_filter=True
        )

    def on_article(self, response: Response) -> Iterator[Snapshot]:
        """Locate the values of an article page; the pipelines do the rest."""
        try:
            yield from self._article(response, response.meta["row"], response.meta["link"], response.meta["kept"])
        except Unreadable as fault:
            self._failed(response.meta["link"], response.meta["row"], fault.reason, fault.detail, response.meta["kept"])
            if fault.reason == "challenge":
                self.run.refused(f"{response.url}: {fault.detail}")
            elif fault.reason != "rate-limited":
                self.run.served()
        except ArchiveError as error:
            raise CloseSpider("storage") from error  # the run has said it

    def _article(self, response: Response, row: Row, link: str, kept: Receipt) -> Iterator[Snapshot]:
        if self.run.is_way(response.url):
            raise Unreadable("not-found", f"the link leads to {response.url}, a page on the way and no article")
        before = self.run.article(response.url)
        if before is not None and kept.payload_digest in {kept.before, before.payload_digest}:
            self.run.served()
            self.run.settle("unchanged", link)
            return
        profile, status = self.run.profile, response.status
        headers = header_pairs(response)
        raw = extract.locate(response.body, headers=headers, url=response.url, profile=profile, row=row, status=status)
        self.run.served()
        captured = datetime.fromisoformat(kept.at)
        draft = begin(raw, payload=kept.payload_digest, profile=profile, captured=captured)
        yield Snapshot(draft=draft, link=link, kept=kept, status=status, row=row)

    def on_no_article(self, fault: Fault) -> None:
        """A listed article could not be had."""
        request, error = _told(fault)
        if not isinstance(error, ArchiveError | Stopped):
            meta = request.meta
            self._failed(meta["link"], meta["row"], *reason_of(error), meta.get("kept"))

    def _failed(self, link: str, row: Row, reason: Reason, detail: str, kept: Receipt | None = None) -> None:
        """Name what a listed link came to. The address is the listed one, wherever it led."""
        failure = Failure(
            url=row.url,
            at=utc_now(),
            reason=reason,
            detail=detail,
            run=self.run.line.run,
            warc=kept.ref if kept else None,
            list_url=row.list_url,
        )
        self.run.fail(link, failure)


def _told(fault: Fault) -> tuple[Request, BaseException]:
    """The request that Scrapy hangs on the failure it gives to an errback, and the exception in it."""
    request: Request = vars(fault)["request"]
    return request, fault.value if fault.value is not None else RuntimeError(str(fault))
