"""How are the pages asked for that a look at a new site needs?"""

import asyncio
import json
from collections.abc import AsyncIterator
from datetime import datetime
from typing import Any, Self
from urllib.parse import urljoin

import scrapy
from scrapy.crawler import Crawler
from scrapy.http import Request

from congress_crawler import chromium, extract
from congress_crawler.archive import ArchiveError
from congress_crawler.discover import Discovery, Explorer, Got, NoPage
from congress_crawler.discover.identity import host_of, identify
from congress_crawler.extract.charset import decode
from congress_crawler.guard import ROBOTS_LIMIT, Stopped, exit_code, header_pairs, reason_of
from congress_crawler.items import Unreadable
from congress_crawler.listing.step import Step
from congress_crawler.normalise.clock import ZONE
from congress_crawler.opening import check_delay, open_run, options_from, user_agent
from congress_crawler.profile import Profile, parse
from congress_crawler.run import BROKEN, COMPLETE, SiteRun
from congress_crawler.spiders.fetch import Fetch, NotHad
from congress_crawler.wire import NO_ANSWER

HOPS = 5  # redirects of the home page that are followed
TICK = 0.25  # seconds between two looks at what the archive must commit
GRACE = 10.0  # seconds that a transfer under way is given when the run ends


class DiscoverSpider(scrapy.Spider):
    """Looks at one site: home page ▸ section ▸ list ▸ three articles. Arguments as in `congress-crawler discover`."""

    name = "discover"
    run: SiteRun
    url: str
    found: Discovery

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, url: str = "", **kwargs: Any) -> Self:
        """Open a run in the folder `output`, which the caller deletes.

        In: the address of a home page; output, delay, contact. Raises BadProfile, UsageError or the archive's errors.
        """
        run = open_run(_provisional(url), options_from(kwargs))
        crawler.settings.set("USER_AGENT", user_agent(run.options), priority="spider")
        spider = super().from_crawler(crawler, *args)
        spider.run, spider.url = run, url
        spider.found = Discovery(url=url, home=url, hosts=list(run.profile.hosts))
        return spider

    async def start(self) -> AsyncIterator[Any]:
        """Look, from the first request to the last. No request goes to the engine's queue."""
        self.run.stop = self._stop
        self._fetch = Fetch(self.crawler, self.run)
        self._via: str | None = None
        self._ticking = asyncio.ensure_future(self._tick())
        explorer = Explorer(self.ask, self.url, datetime.now(ZONE).date())
        self.found = explorer.found
        self.found.browser = _has_browser()
        try:
            await explorer.run()
            self.run.halted = self.run.halted or (COMPLETE, "discovered")
        except NoPage as error:
            self.found.exit, self.found.sentence = error.code, f"{error.url}: {error.reason}: {error.detail}"
            self.run.halted = self.run.halted or (error.code, error.reason)
        except (Stopped, ArchiveError):
            self.run.halted = self.run.halted or (BROKEN, "interrupted")
        self._identify(explorer.page)
        return
        yield  # what makes this a generator, as Scrapy asks

    def _identify(self, home: Got | None) -> None:
        who = identify(self.url, home.text if home is not None else "")
        self.found.site, self.found.name, self.found.division = who.site, who.name, who.division
        self.found.scope = who.scope
        self.found.hosts = list(self.run.profile.hosts)

    def _stop(self, _: str) -> None:
        """End by having nothing more to ask: the guard raises Stopped, `start` ends, the idle engine closes."""
        asyncio.get_running_loop().call_later(GRACE, self.run.hang_up)

    async def _tick(self) -> None:
        while not self.run.finished:
            await asyncio.sleep(TICK)
            self.run.tick()

    # --- asking -------------------------------------------------------------------------------------------------

    async def ask(self, step: Step, role: str) -> Got:
        """One page. In: the step; home, listing or article. Raises NoPage; Stopped and ArchiveError end the run."""
        try:
            if role == "robots":
                return await self._robots(step.url)
            if self.found.render and step.form is None and step.json is None:
                return await self._shown(step.url, role)
            if role == "home":
                return await self._home(step.url)
            if role == "listing":
                got, text = await self._fetch.page(step, role=role, via=self._via)
                return Got(url=got.response.url, text=text, body=got.response.body, headers=got.pairs)
            via = dict(step.headers).get("Referer", self._via)
            got = await self._fetch.ask(Request(step.url, dont_filter=True), role=role, via=via)
            response = got.response
            return Got(url=response.url, text="", body=response.body, headers=got.pairs, status=response.status)
        except NotHad as error:
            raise NoPage(step.url, error.reason, error.detail, error.code) from error
        except ValueError as error:  # what Scrapy says of an address that is none
            raise NoPage(step.url, "bad-url", str(error)) from error

    async def _shown(self, url: str, role: str) -> Got:
        """A page as a browser shows it (see `rendering`): the answer is its DOM."""
        request = Request(url, meta={"role": role, "via": self._via, "render": True}, dont_filter=True)
        try:
            response = await self.crawler.engine.download_async(request)
        except Stopped:
            raise
        except NO_ANSWER as error:
            raise NoPage(url, *reason_of(error), exit_code(error)) from error
        headers = header_pairs(response)
        text = _text(response.body, headers, response.status, url)
        return Got(url=response.url, text=text, body=response.body, headers=headers, status=response.status)

    async def _robots(self, url: str) -> Got:
        """robots.txt once more, for the sitemaps that it names: a page of ASCII."""
        got = await self._fetch.ask(Request(url, dont_filter=True), role="robots", via=None, max_body=ROBOTS_LIMIT)
        return Got(url=url, text=got.response.body.decode("latin-1") if got.response.status == 200 else "")

    async def _home(self, url: str) -> Got:
        """A page on the way to the home page. Its first redirect says which host the site is on."""
        for _ in range(HOPS + 1):
            request = Request(url, dont_filter=True)
            got = await self._fetch.ask(request, role="home", via=self._via, dont_redirect=True)
            location = got.response.headers.get("Location")
            if not (300 <= got.response.status < 400 and location):
                self._via = got.response.url
                text = _text(got.response.body, got.pairs, got.response.status, url)
                return Got(url=url, text=text, body=got.response.body, headers=got.pairs)
            url = self._follow(url, location.decode("latin-1"))
        raise NoPage(url, "redirect", f"more than {HOPS} redirects")

    def _follow(self, url: str, location: str) -> str:
        """Where the home page's redirect leads; when that is another host, it is the site's from now on."""
        full = urljoin(url, location)
        if host_of(full) and host_of(full) not in self.run.profile.hosts:
            self.found.notes.append(f"{url} redirects to {full}: its host is taken for the site's")
            profile = _provisional(full)
            check_delay(profile, self.run.options.delay)
            self.run.profile = profile
        return full


def _has_browser() -> bool:
    """Whether pages that are empty without their scripts can be shown."""
    try:
        chromium.find()
    except chromium.NoBrowser:
        return False
    return True


def _text(body: bytes, headers: list[tuple[str, str]], status: int, url: str) -> str:
    """The text of a page on the way to the home page; one that only sends browsers on is one too. Raises NoPage."""
    try:
        return extract.page_text(body, headers=headers, status=status)
    except Unreadable as fault:
        if fault.reason != "redirect":
            raise NoPage(url, fault.reason, fault.detail, exit_code(fault)) from fault
    try:
        return decode(body, None).text
    except Unreadable as fault:
        raise NoPage(url, fault.reason, fault.detail, exit_code(fault)) from fault


def _provisional(url: str) -> Profile:
    """A profile that lets the host of an address and its www twin be asked. Raises BadProfile when there is no host."""
    host, who = host_of(url), identify(url, "")
    twin = [host.removeprefix("www.") if host.startswith("www.") else f"www.{host}"]
    hosts = [host] if not host or host[:1].isdigit() or host.startswith(("[", "localhost")) else [host, *twin]
    text = f"""\
site = "{who.site}"
name = "{who.site}"
hosts = {json.dumps(hosts)}
home = {json.dumps(url)}
checked = "practice"
[[listing]]
section = []
"""
    return parse(text, url)
