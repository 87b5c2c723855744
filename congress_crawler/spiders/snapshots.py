"""How does the crawl walk from a home page to every article of a section, and back to those it knows?"""

import asyncio
from collections.abc import AsyncIterator, Callable
from typing import Any, Self

import scrapy
from scrapy import signals
from scrapy.crawler import Crawler
from twisted.python.failure import Failure as Fault

from congress_crawler.archive import ArchiveError
from congress_crawler.concluding import conclude, whole
from congress_crawler.guard import Stopped
from congress_crawler.items import Run
from congress_crawler.normalise import canonical
from congress_crawler.opening import open_run, options_from, user_agent
from congress_crawler.pipelines import Snapshot
from congress_crawler.profile import Profile
from congress_crawler.run import BROKEN, SiteRun
from congress_crawler.spiders.articles import Articles
from congress_crawler.spiders.asking import is_due, last_row, refusal
from congress_crawler.spiders.entry import Entry
from congress_crawler.spiders.fetch import Fetch
from congress_crawler.spiders.files import Files
from congress_crawler.spiders.listings import Listings
from congress_crawler.spiders.unnamed import wanted_listings

TICK = 0.25  # seconds; half of the group commit's time, so that no row waits much longer than that
GRACE = 10.0  # seconds that a transfer under way is given when the run ends; timers kill what takes longer than 90

Watcher = Callable[[Run], None]


class SnapshotsSpider(scrapy.Spider):
    """The one spider: list pages ▸ rows ▸ articles ▸ known ones whose day it is ▸ what that proves ▸ their files.

    One thing after another, in `start`: the order of the requests is the order of this file. Arguments as in
    `congress-crawler crawl`.
    """

    name = "snapshots"
    run: SiteRun
    watch: Watcher | None

    @classmethod
    def from_crawler(
        cls, crawler: Crawler, *args: Any, site: str | Profile = "", watch: Watcher | None = None, **kwargs: Any
    ) -> Self:
        """Open the run before anything else exists, so that no request is made when it cannot be kept.

        In: site (profile id, TOML path or profile), output, full, full_every, limit, delay, contact; who is shown the
        run's line four times a second. Raises BadProfile, UsageError or the archive's errors.
        """
        run = open_run(site, options_from(kwargs))
        crawler.settings.set("USER_AGENT", user_agent(run.options), priority="spider")
        spider = super().from_crawler(crawler, *args)
        spider.run = run
        spider.watch = watch
        crawler.signals.connect(spider.on_broken, signals.spider_error)
        crawler.signals.connect(spider.on_broken, signals.item_error)
        for done in (signals.item_scraped, signals.item_dropped, signals.item_error):
            crawler.signals.connect(spider.on_item, done)
        return spider

    async def start(self) -> AsyncIterator[Any]:
        """Everything there is to read in this run, for the pipelines."""
        self._given = self._taken = 0
        self.run.stop = self._stop
        self._ticking = asyncio.ensure_future(self._tick())
        try:
            if not self.run.halted:
                fetch = Fetch(self.crawler, self.run)
                async for snapshot in self._all(fetch):
                    self._given += 1
                    yield snapshot
                await self._all_taken()
                conclude(self.run)
                await Files(self.run, fetch).all()
        except Stopped:
            pass  # whoever stopped the run has said why
        except ArchiveError as error:
            self.run.halt(BROKEN, "storage", str(error))  # no more than the run has said already, if it has
        await self._all_taken()

    async def _all(self, fetch: Fetch) -> AsyncIterator[Snapshot]:
        """The listings of the profile, then the known articles that they did not show."""
        articles = Articles(self.run, fetch)
        listings = Listings(self.run, Entry(self.run, fetch), articles)
        wanted = await wanted_listings(self.run, fetch)
        self.run.wanted = len(wanted)
        for listing in wanted:
            async for snapshot in listings.walk(listing):
                yield snapshot
        await self._all_taken()
        async for snapshot in self._back(articles):
            yield snapshot

    async def _back(self, articles: Articles) -> AsyncIterator[Snapshot]:
        """Known articles on their day, those that a complete walk did not show, those whose text is elsewhere now."""
        run, all_walked = self.run, whole(self.run)
        for state in run.archive.history.articles():
            accounts = run.accounts
            if accounts.has_answered(state.id) or refusal(run.profile, state.url) is not None or articles.spent:
                continue
            listed = accounts.has_listed(canonical(state.url))
            left = all_walked and not listed and not run.archive.history.gone(state.id)
            if left or state.id in run.twins or (not listed and is_due(run, state, last_row(state), listed=False)):
                run.line.rechecked += 1
                snapshot = await articles.known(state)
                if snapshot is not None:
                    yield snapshot

    async def _all_taken(self) -> None:
        """Wait until the pipelines are through with what they were given."""
        while self._taken < self._given:
            await asyncio.sleep(0)

    def on_item(self) -> None:
        """Count what the pipelines are through with."""
        self._taken += 1

    def on_broken(self, failure: Fault) -> None:
        """A fault of ours, which Scrapy logs: the run goes on, and says that it is not complete."""
        if not isinstance(failure.value, ArchiveError):
            self.run.fault(BROKEN, "broken", f"a fault of this program, see the log: {failure.value!r}")

    def _stop(self, _: str) -> None:
        """End by having nothing more to ask: the guard raises Stopped, `start` ends, the idle engine closes.

        Not by closing the engine under us: closed while an item is in the pipelines, Scrapy 2.19 waits for ever.
        """
        asyncio.get_running_loop().call_later(GRACE, self.run.hang_up)

    async def _tick(self) -> None:
        while not self.run.finished:
            await asyncio.sleep(TICK)
            self.run.tick()
            if self.watch is not None:
                self.watch(self.run.line)
