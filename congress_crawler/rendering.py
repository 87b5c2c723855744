"""What does a page hold once its scripts have run?

For profiles that say `render = true`: a page is shown in a browser until it is quiet, and its DOM is archived as a
`conversion` of its document. What the page asks for meanwhile goes through guard and wire like every other request
(see visit.py). A wall, or whatever else is no page, is never given to the browser: its scripts are not run.

scrapy-playwright is not used: its handler needs Twisted's reactor, which we do without, and lets the browser fetch by
itself, past robots.txt, the delay and the archive. Playwright is what it is made of.
"""

import asyncio
import contextlib
import re
import time
from typing import TYPE_CHECKING

import msgspec
from scrapy import Request, signals
from scrapy.crawler import Crawler
from scrapy.http import Response

from congress_crawler import extract
from congress_crawler.archive import Rendering, StorageError
from congress_crawler.archive.kinds import RENDERED
from congress_crawler.chromium import Asks, Broken, Chromium
from congress_crawler.extract.answer import is_data
from congress_crawler.guard import Refused, Stopped, header_pairs
from congress_crawler.items import Unreadable
from congress_crawler.receipts import Receipt
from congress_crawler.run import STORAGE, SiteRun, utc_now
from congress_crawler.visit import Part, Visit
from congress_crawler.wire import MAX_BODY

if TYPE_CHECKING:
    from playwright.async_api import Page, Route

OWN_SECONDS = 30.0  # of the browser's own time for a page; what the wire and the manners take does not count
QUIET = 1.0  # seconds in which a page asks for nothing: then it is done
STUCK = 5.0  # seconds more for a page that has not begun: Playwright may wait for one that scripts left again
LOOK = 0.1  # seconds between looks whether the run has been told to stop
MOST_HELD = 32 * 1024 * 1024  # bytes of scripts and shells held for the pages to come
SURROGATE = re.compile("[\ud800-\udfff]")  # becomes U+FFFD, as Web IDL's USVString does


class Rendered(msgspec.Struct, kw_only=True):
    """A page after its scripts. `shown` is False when it was none that a browser is given (a wall, a 404, a file)."""

    url: str  #: as the browser showed it, fragment included
    html: bytes  #: the DOM in UTF-8; not shown: the body as sent
    status: int  #: of the document
    parts: list[Part]
    shown: bool
    response: Response  #: for the usual reading; its meta["kept"] is the receipt of the record it was read from


class Browser:
    """Shows pages of one run, one at a time."""

    def __init__(self, crawler: Crawler) -> None:
        """In: the crawler, whose engine asks for everything. Its spider must have a run."""
        self._crawler = crawler
        self._run = SiteRun.of(crawler.spider)
        self._chromium = Chromium(str(crawler.settings["USER_AGENT"]))
        self._turn = asyncio.Lock()
        self._held: dict[str, Response] = {}

    async def close(self) -> None:
        """End the browser. It starts again when another page is rendered."""
        await self._chromium.close()

    async def render(self, request: Request) -> Rendered:
        """Ask for a page and let its scripts run until it is quiet.

        In: a GET request for a page that is made for people, as the spider would yield it: url with its fragment, meta
        role, via and list_url. Out: the page; `request.meta["kept"]` is the receipt of its record. Raises what a
        download raises; Refused `needs-browser` when the browser fails or the page never comes to an end, `too-large`;
        Stopped; StorageError.
        """
        async with self._turn:
            document = await self._document(request)
            request.meta["kept"] = document.meta["kept"]  # what a failure points at
            if not _is_page(document):
                return _unshown(document, request)
            visit = Visit(self._fetch, document, request.url.partition("#")[2])
            began, at = time.monotonic(), utc_now()
            url, html = await self._shown(visit)
            return self._kept(request, visit, at, began, url, html)

    # --- the way to the server ----------------------------------------------------------------------------------

    async def _fetch(self, request: Request, *, hold: bool) -> Response:
        """An answer through guard and wire. `hold`: one that this run has already will do."""
        key = request.url
        if hold and key in self._held:
            return self._held[key]
        engine = self._crawler.engine
        if engine is None:
            raise Stopped("the run ends")
        response = await engine.download_async(request)
        if hold and response.status == 200 and b"no-store" not in (response.headers.get("Cache-Control") or b""):
            if sum(len(one.body) for one in self._held.values()) + len(response.body) > MOST_HELD:
                self._held.clear()
            self._held[key] = response
        return response

    async def _document(self, request: Request) -> Response:
        """The page's own answer. A route behind a `#` is no address to a server: its shell is asked once a run."""
        address, _, route = request.url.partition("#")
        headers = {name: value for name, value in request.headers.items() if not name.lower().startswith(b"if-")}
        meta = {"role": "other", "via": request.meta.get("via")}
        asked = Request(address, headers=headers, meta=meta, dont_filter=True)
        return await self._fetch(asked, hold=route.startswith(("/", "!")))

    # --- the browser --------------------------------------------------------------------------------------------

    async def _shown(self, visit: Visit) -> tuple[str, bytes]:
        """Show the page. Out: the address at the end, and the DOM."""
        try:
            async with self._chromium.page() as (page, asks), asyncio.timeout(OWN_SECONDS) as visit.limit:
                text = await self._until_quiet(page, asks, visit)
                url, html = page.url, SURROGATE.sub("\ufffd", text).encode()
        except TimeoutError as error:
            raise Refused("needs-browser", f"{visit.url}: not done after {OWN_SECONDS:.0f} s in a browser") from error
        except Broken as error:
            await asyncio.sleep(LOOK)  # Ctrl-C reaches the browser as it reaches us, perhaps a little sooner
            if self._run.stopping.is_set():
                raise Stopped("the run ends") from error
            raise Refused("needs-browser", f"{visit.url}: the browser failed: {error}") from error
        if not url.startswith(("http://", "https://")):
            raise Refused("needs-browser", f"{visit.url}: its scripts led to {url}, which is no page")
        if len(html) > MAX_BODY:
            raise Refused("too-large", f"{visit.url}: more than {MAX_BODY} bytes in a browser")
        return url, html

    async def _until_quiet(self, page: "Page", asks: Asks, visit: Visit) -> str:
        """Answer what the page asks for, one by one, until it has asked for nothing for a while. Out: its DOM."""
        going = asyncio.ensure_future(page.goto(visit.url, wait_until="domcontentloaded", timeout=0))
        try:
            quiet = time.monotonic() + QUIET
            while time.monotonic() < (quiet if going.done() else quiet + STUCK):
                if self._run.stopping.is_set():
                    raise Stopped("the run ends")
                route = await _next(asks)
                if route is not None and await visit.answer(route):
                    quiet = time.monotonic() + QUIET
            if going.done():
                await going  # raises why the page could not be shown
            return await page.content()
        finally:
            going.cancel()
            await asyncio.gather(going, return_exceptions=True)

    # --- keeping ------------------------------------------------------------------------------------------------

    def _kept(self, request: Request, visit: Visit, at: str, began: float, url: str, html: bytes) -> Rendered:
        meta, before = request.meta, self._run.known(url)
        records = " ".join(dict.fromkeys(part.record for part in visit.parts if part.record))
        made = {"software": self._chromium.made_with, "parts": records}
        made["fetchTimeMs"] = str(round((time.monotonic() - began) * 1000))
        of = visit.document.meta["kept"].ref
        rendering = Rendering(url=url, asked=request.url, at=at, html=html, of=of, made=made)
        try:
            kept = self._run.archive.keep_conversion(
                rendering, role=meta.get("role", "other"), via=meta.get("via"), list_url=meta.get("list_url")
            )
        except StorageError as error:
            self._run.halt(STORAGE, "storage", str(error))
            raise
        digest = before.payload_digest if before is not None else None
        meta["kept"] = Receipt(ref=kept.ref, at=at, payload_digest=kept.payload_digest, before=digest)
        response = Response(url, headers={"Content-Type": RENDERED}, body=html, request=request, flags=["rendered"])
        return Rendered(url=url, html=html, status=200, parts=visit.parts, shown=True, response=response)


class Render:
    """The downloader middleware that answers a request with meta `render` from a browser. It stands above the guard."""

    def __init__(self, crawler: Crawler) -> None:
        """In: the crawler, whose spider has a run."""
        self._browser = Browser(crawler)
        crawler.signals.connect(self._browser.close, signals.spider_closed)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> "Render":
        """Scrapy's constructor."""
        return cls(crawler)

    async def process_request(self, request: Request) -> Response | None:
        """The page after its scripts, or the answer that is no page; None when no browser is asked for.

        Raises as `Browser.render`. The document's own retries, waits and redirects are over by then.
        """
        if not request.meta.get("render") or request.method != "GET":
            return None
        request.meta["dont_retry"] = request.meta["dont_redirect"] = True
        return (await self._browser.render(request)).response


def _is_page(document: Response) -> bool:
    """Whether it may be given to a browser: a 200 that reads as a page, no wall and no notice, no data."""
    headers = header_pairs(document)
    if document.status != 200 or document.flags:  # a flag: it was cut
        return False
    try:
        text = extract.page_text(document.body, headers=headers)
    except Unreadable:
        return False
    return not is_data(headers, text)


def _unshown(document: Response, request: Request) -> Rendered:
    """An answer that no browser is given. In: it; the request it is for. Out: for the usual reading, as it came."""
    response = document.replace(request=request)
    return Rendered(
        url=document.url, html=document.body, status=document.status, parts=[], shown=False, response=response
    )


async def _next(asks: Asks) -> "Route | None":
    """What the page asks for next; None when it asks for nothing for a moment."""
    with contextlib.suppress(TimeoutError):
        return await asyncio.wait_for(asks.get(), LOOK)
    return None
