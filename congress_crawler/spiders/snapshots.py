"""How does the crawl walk from a home page to every article of a section?"""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator
from datetime import date
from typing import Any, Self

import scrapy
from scrapy.crawler import Crawler
from scrapy.http import Request, Response
from twisted.python.failure import Failure as Fault

from congress_crawler import extract
from congress_crawler.guard import exit_code, header_pairs, reason_of
from congress_crawler.items import Failure, Reason, Run, Unreadable
from congress_crawler.listing import Row, find_section, read_listing
from congress_crawler.normalise import article_id, begin, canonical
from congress_crawler.opening import open_run, options_from, user_agent
from congress_crawler.pipelines import Snapshot
from congress_crawler.profile import Profile, in_scope
from congress_crawler.run import UNREAD, Receipt, SiteRun, utc_now

TICK = 0.25  # seconds; half of the group commit's time, so that no row waits much longer than that
MOST_PAGES = 2000  # list pages of a section; beyond it a trap is likelier than a list (fault 6.1)
FILES = (".pdf", ".doc", ".docx", ".wps", ".xls", ".xlsx", ".ppt", ".pptx", ".zip", ".rar", ".7z", ".txt", ".csv")
MEDIA = (".jpg", ".jpeg", ".png", ".gif", ".bmp", ".mp3", ".mp4", ".flv", ".avi", ".wmv", ".swf", ".apk", ".exe")

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
        crawler.settings.set("DOWNLOAD_DELAY", run.options.delay, priority="spider")
        crawler.settings.set("USER_AGENT", user_agent(run.options), priority="spider")
        spider = super().from_crawler(crawler, *args)
        spider.run = run
        spider.watch = watch
        return spider

    async def start(self) -> AsyncIterator[Any]:
        """The first request of each section of the profile."""
        self._seen_pages: set[str] = set()
        self._asked = 0
        self.run.stop = self._stop
        self._ticking = asyncio.ensure_future(self._tick())
        for listing in self.run.profile.listing:
            if listing.url is not None:
                yield self._page(listing.url, names=(), via=None)
            else:
                yield self._page(self.run.profile.home, names=listing.section, via=None)

    def _stop(self, reason: str) -> None:
        self._closing = asyncio.ensure_future(self.crawler.engine.close_spider_async(reason=reason))

    async def _tick(self) -> None:
        while not self.run.finished:
            await asyncio.sleep(TICK)
            self.run.tick()
            if self.watch is not None:
                self.watch(self.run.line)

    # --- the way to the list ------------------------------------------------------------------------------------

    def _page(self, url: str, *, names: tuple[str, ...], via: str | None, sure: bool = True) -> Request:
        """A request for a page on the way: while there are names to follow, else a list page."""
        meta = {"role": "home" if names else "listing", "via": via, "names": names, "sure": sure}
        # Below the articles' priority: one list page's articles are asked before the next page is read.
        return Request(
            url, self.on_page, errback=self.on_no_page, meta=meta, dont_filter=True, priority=-1 if via else 0
        )

    def on_page(self, response: Response) -> Iterator[Request]:
        """Follow the next name of the section, or read the list."""
        try:
            text = extract.page_text(response.body, headers=header_pairs(response), status=response.status)
        except Unreadable as fault:
            self._no_page(response.meta, response.url, fault.reason, fault.detail, code=exit_code(fault))
            return
        self.run.served()
        names: tuple[str, ...] = response.meta["names"]
        if not names:
            yield from self._list(response, text)
            return
        section, seen = find_section(text, response.url, names[0])
        if section is None:
            shown = " ".join(seen[:60]) or "no links at all"
            message = f"no link named {names[0]!r} on {response.url}. The page has: {shown}. Fix the profile's section."
            self.run.fault(UNREAD, "section-not-found", message)
            return
        yield self._page(section.url, names=names[1:], via=response.url)

    def _list(self, response: Response, text: str) -> Iterator[Request]:
        page = read_listing(text, response.url, self.run.profile)
        line = self.run.line
        line.listing_pages.append(response.url)
        line.promised = max(line.promised or 0, page.promised or 0) or None
        if not page.rows:
            self.run.fault(UNREAD, "empty-listing", f"{response.url} lists nothing; has the site changed?")
            return
        fresh = False
        for row in page.rows:
            link = canonical(row.url)
            if self.run.listed(link):
                fresh = True
                yield from self._row(row, link)
        self._seen_pages.add(response.url)
        following = page.next_url
        if following and fresh and following not in self._seen_pages and len(self._seen_pages) < MOST_PAGES:
            yield self._page(following, names=(), via=response.url, sure=page.sure)

    def on_no_page(self, fault: Fault) -> None:
        """A page on the way could not be had."""
        request, error = _told(fault)
        self._no_page(request.meta, request.url, *reason_of(error), code=exit_code(error))

    def _no_page(self, meta: dict[str, Any], url: str, reason: Reason, detail: str, *, code: int) -> None:
        if reason == "not-found" and not meta["sure"]:
            return  # the dialect's habit, not the page, named it: this is the end of the list
        if reason == "challenge" and self.run.refused(f"{url}: {detail}"):
            return
        self.run.fault(code, reason, f"{meta['role']} page {url}: {reason}: {detail}")

    # --- the articles -------------------------------------------------------------------------------------------

    def _row(self, row: Row, link: str) -> Iterator[Request]:
        """A request for a listed article, or the reason why there is none."""
        if (refusal := self._refusal(row.url)) is not None:
            self._failed(link, row, *refusal)
            return
        headers: dict[str, str] = {}
        if self.run.archive.article(article_id(self.run.profile.site, link)) is not None:
            known = self.run.archive.known(row.url)
            if known is not None and known.etag:
                headers["If-None-Match"] = known.etag
            if known is not None and known.last_modified:
                headers["If-Modified-Since"] = known.last_modified
            if not headers and not self.run.options.full:
                self.run.settle("skipped", link)
                return
        if self.run.options.limit is not None and self._asked >= self.run.options.limit:
            return
        self._asked += 1
        meta = {"role": "article", "via": row.list_url, "list_url": row.list_url, "row": row, "link": link}
        yield Request(
            row.url, self.on_article, errback=self.on_no_article, headers=headers, meta=meta, dont_filter=True
        )

    def _refusal(self, url: str) -> tuple[Reason, str] | None:
        """Why an address of the listing is not asked at all."""
        path = url.partition("?")[0].lower()
        if not url.lower().startswith(("http://", "https://")):
            return "bad-url", f"{url[:200]} is no web address"
        if not in_scope(self.run.profile, url):
            return "off-site", f"{url} is not on a host that the profile names"
        if path.endswith(FILES) or path.endswith(MEDIA):
            return "not-html", f"{url} is a file, not a page"
        return None

    def on_article(self, response: Response) -> Iterator[Snapshot]:
        """Locate the values of an article page; the pipelines do the rest."""
        meta = response.meta
        kept: Receipt = meta["kept"]
        row, link = meta["row"], meta["link"]
        before = self.run.archive.article(article_id(self.run.profile.site, canonical(response.url)))
        if before is not None and kept.payload_digest in {kept.before, before.payload_digest}:
            self.run.served()
            self.run.settle("unchanged", link)
            return
        try:
            raw = extract.locate(
                response.body,
                headers=header_pairs(response),
                url=response.url,
                profile=self.run.profile,
                row=row,
                status=response.status,
            )
        except Unreadable as fault:
            self._failed(link, row, fault.reason, fault.detail, kept=kept)
            if fault.reason == "challenge":
                self.run.refused(f"{response.url}: {fault.detail}")
            return
        self.run.served()
        draft = begin(
            raw, payload=kept.payload_digest, profile=self.run.profile, captured=date.fromisoformat(kept.at[:10])
        )
        yield Snapshot(draft=draft, link=link, kept=kept, status=response.status, row=row)

    def on_no_article(self, fault: Fault) -> None:
        """A listed article could not be had."""
        request, error = _told(fault)
        reason, detail = reason_of(error)
        meta = request.meta
        self._failed(meta["link"], meta["row"], reason, detail, kept=meta.get("kept"))

    def _failed(self, link: str, row: Row, reason: Reason, detail: str, *, kept: Receipt | None = None) -> None:
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
