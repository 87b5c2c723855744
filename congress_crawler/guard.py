"""May we fetch it, and does the server ask us to wait or to go away?

A downloader middleware that judges every request, start requests and redirects included: only hosts the profile names,
robots.txt (RFC 9309, fail closed), Crawl-delay, Retry-After. No profile can switch it off.
"""

import asyncio
import contextlib
import logging
import time
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadConnectionRefusedError,
    DownloadTimeoutError,
    IgnoreRequest,
)
from scrapy.http import Response

from congress_crawler.items import Reason, Unreadable, Wait
from congress_crawler.manners import LONGEST_DELAY, Policy, fail_closed, read_robots, retry_after
from congress_crawler.profile import in_scope
from congress_crawler.run import REFUSED, UNREACHABLE, UNREAD, USAGE, SiteRun, utc_now
from congress_crawler.wire import NO_ANSWER, BadCertificate, NoContact, PrivateAddress, TooLarge

logger = logging.getLogger(__name__)

ROBOTS_LIMIT = 512 * 1024  # bytes read of a robots.txt; RFC 9309, section 2.5, asks for at least 500 KiB
LONGEST_WAIT = 600.0  # seconds; a server that asks for more is left alone until the next scheduled run
DEFAULT_WAIT = 30.0  # seconds after a 429 or 503 that does not say how long


class Refused(IgnoreRequest):
    """The guard says no. `reason` from the closed list; `code` is what a run is worth that ends for it."""

    def __init__(self, reason: Reason, detail: str, code: int = UNREAD) -> None:
        """In: why, a sentence for people, the exit code."""
        super().__init__(detail)
        self.reason: Reason = reason
        self.detail = detail
        self.code = code


class Stopped(IgnoreRequest):
    """The run ends: this request is not made, and its link is left for the next run."""


class Guard:
    """The middleware. One a crawl."""

    def __init__(self, crawler: Crawler, run: SiteRun) -> None:
        """In: the crawler, whose engine fetches robots.txt, and the run with its profile."""
        self._crawler = crawler
        self._run = run
        self._robots: dict[str, Policy] = {}
        self._asking: dict[str, asyncio.Lock] = {}
        self._delays: dict[str, float] = {}
        self._asked: dict[str, float] = {}

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> "Guard":
        """Scrapy's constructor."""
        return cls(crawler, SiteRun.of(crawler.spider))

    async def process_request(self, request: Request) -> None:
        """Let a request pass or raise Refused."""
        if not in_scope(self._run.profile, request.url):
            named = ", ".join(self._run.profile.hosts)
            raise Refused("off-site", f"{request.url} is not on a host that the profile names ({named})")
        if request.meta.get("role") != "robots":
            policy = await self._policy(request)
            if not policy.allows(request.url):
                code = REFUSED if policy.wall else UNREACHABLE if policy.unreachable else UNREAD
                raise Refused("robots", f"{policy.url}: {policy.why}", code)
        if request.meta.get("redirect_times"):  # the validators are of the address before
            for name in ("If-None-Match", "If-Modified-Since"):
                request.headers.pop(name, None)
        await self._turn(urlsplit(request.url).hostname or "")

    async def process_response(self, request: Request, response: Response) -> Request | Response:
        """Wait when the server asks for it and ask that page once more; end the run when page after page is refused."""
        if response.status not in {429, 503} or request.meta.get("render"):  # its document has been here by itself
            return response
        wait = retry_after(response.headers.get("Retry-After"), datetime.now(UTC))
        wait = DEFAULT_WAIT if wait is None else wait
        if wait > LONGEST_WAIT:
            self._waited(request, response, 0.0)
            self._run.halt(REFUSED, "rate-limited", f"{request.url}: asks for {wait:.0f} s; run again after that")
            return response
        if request.meta.get("waited"):
            self._run.refused(f"{request.url}: {response.status} again after the wait it asked for")
            return response
        logger.warning("%s: the server asks us to wait %.0f s; waiting", request.url, wait)
        began = time.monotonic()
        try:
            await self._sleep(wait)
        finally:
            self._waited(request, response, time.monotonic() - began)
        return request.replace(dont_filter=True, meta={**request.meta, "waited": True})

    def _waited(self, request: Request, response: Response, seconds: float) -> None:
        said, kept = response.headers.get("Retry-After"), request.meta.get("kept")
        wait = Wait(
            url=request.url,
            at=kept.at if kept is not None else utc_now(),
            status=response.status,
            retry_after=said.decode("latin-1") if said is not None else None,
            seconds=round(seconds, 1),
            warc=kept.ref if kept is not None else None,
        )
        self._run.waited(wait)

    async def _turn(self, hostname: str) -> None:
        """Wait until the delay since the last request to this host has passed; then it is this request's turn."""
        delay = self._delays.get(hostname, self._run.options.delay)
        turn = max(time.monotonic(), self._asked.get(hostname, -delay) + delay)
        self._asked[hostname] = turn  # taken before the wait: two that wait get two turns
        await self._sleep(turn - time.monotonic())
        self._asked[hostname] = max(self._asked[hostname], time.monotonic())

    async def _sleep(self, seconds: float) -> None:
        """Sleep politely. Raises Stopped as soon as the run ends, whoever ends it."""
        end = time.monotonic() + seconds
        while not self._run.stopping.is_set() and self._crawler.crawling:
            left = end - time.monotonic()
            if left <= 0:
                return
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._run.stopping.wait(), min(left, 1.0))
        raise Stopped("the run ends")

    async def _policy(self, request: Request) -> Policy:
        """The robots policy of the request's origin, fetched once a run."""
        parts = urlsplit(request.url)
        origin = f"{parts.scheme}://{parts.netloc}"
        async with self._asking.setdefault(origin, asyncio.Lock()):
            if origin not in self._robots:
                self._robots[origin] = await self._ask(f"{origin}/robots.txt")
                self._obey(parts.hostname or "", self._robots[origin])
        return self._robots[origin]

    async def _ask(self, url: str) -> Policy:
        trace: dict[str, Any] = {}  # what the wire kept last, whatever the asking ends in
        request = Request(url, meta={"role": "robots", "max_body": ROBOTS_LIMIT, "trace": trace}, dont_filter=True)
        try:
            response = await self._crawler.engine.download_async(request)
        except (NoContact, Stopped):
            raise
        except NO_ANSWER as error:
            policy = fail_closed(url, 0, f"could not be had ({error}); no crawl of this host in this run")
        else:
            policy = read_robots(url, response.status, header_pairs(response), response.body)
        self._run.robots(policy, trace.get("kept"))
        return policy

    def _obey(self, hostname: str, policy: Policy) -> None:
        """Slow down to the Crawl-delay; of two origins on one host the slower one counts for both."""
        delay = self._delays.get(hostname, self._run.options.delay)
        if policy.crawl_delay is not None and policy.crawl_delay > delay:
            delay = min(policy.crawl_delay, LONGEST_DELAY)
            if policy.crawl_delay > LONGEST_DELAY:
                logger.warning("%s: Crawl-delay of %.0f s cut to %.0f s", policy.url, policy.crawl_delay, delay)
        self._delays[hostname] = delay
        self._run.line.delay = max(self._run.line.delay, delay)


def header_pairs(response: Response) -> list[tuple[str, str]]:
    """Header lines of a Scrapy response as (name, value) text; latin-1 keeps each byte (RFC 9110, section 5.5)."""
    items = response.headers.items()
    return [(name.decode("latin-1"), value.decode("latin-1")) for name, values in items for value in values]


def reason_of(error: BaseException) -> tuple[Reason, str]:
    """The name of what went wrong with a request. In: the exception of its errback. Out: reason and a sentence."""
    if isinstance(error, Refused):
        return error.reason, error.detail
    kinds: list[tuple[type[BaseException], Reason]] = [
        (PrivateAddress, "private-address"),
        (NoContact, "private-address"),
        (BadCertificate, "tls"),
        (TooLarge, "too-large"),
        (CannotResolveHostError, "dns"),
        (DownloadConnectionRefusedError, "refused"),
        (DownloadTimeoutError, "timeout"),
        (IgnoreRequest, "redirect"),  # what is left of them: RedirectMiddleware's "max redirections reached"
        (ValueError, "redirect"),  # Scrapy's word for a Location that cannot be an address
    ]
    named: list[Reason] = [reason for kind, reason in kinds if isinstance(error, kind)]
    return (named or ["disconnect"])[0], str(error) or type(error).__name__


def exit_code(error: BaseException) -> int:
    """What a run is worth whose home or list page could not be had. In: the exception. Out: the exit code."""
    if isinstance(error, NoContact):
        return USAGE
    if isinstance(error, Refused):
        return error.code
    reason = error.reason if isinstance(error, Unreadable) else reason_of(error)[0]
    if reason in {"challenge", "rate-limited"}:
        return REFUSED
    away = {"dns", "refused", "timeout", "disconnect", "tls", "http-error", "private-address", "too-large"}
    return UNREACHABLE if reason in away else UNREAD
