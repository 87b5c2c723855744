"""What may a page ask for while a browser shows it, and what does it get?

What its text may need goes through guard and wire: robots.txt, scope, the delay, and into the archive. Pictures, fonts
and films are not asked for; a style sheet is answered with an empty one, because some scripts wait for theirs. No
cookie is kept, so no wall can be passed by one.
"""

import asyncio
import re
from collections import Counter
from typing import TYPE_CHECKING, Protocol

import msgspec
from scrapy import Request
from scrapy.http import Response

from congress_crawler.extract.coding import decoded
from congress_crawler.guard import Stopped, header_pairs, reason_of
from congress_crawler.items import Unreadable
from congress_crawler.wire import NO_ANSWER

if TYPE_CHECKING:
    from playwright.async_api import Request as Wish
    from playwright.async_api import Route

MOST_PARTS = 60  # answers of one page; what it asks for beyond is refused
MOST_WISHES = 300  # requests of one page, those counted that it does not get; beyond, they keep it alive no longer
MOST_TIMES = 2  # the same request of one page; more often is a poll, and it would never be quiet
MOST_MOVES = 3  # pages that scripts may lead on to
NEEDED = {"document", "script", "xhr", "fetch"}
METHODS = {"GET", "POST"}
# Ours to say (User-Agent, Accept-Encoding), or a browser's that we are not (Sec-…, Cookie).
NOT_ASKED = re.compile(
    r"(?i)user-agent|accept-(?:encoding|language)|cookie|host|connection|content-length|sec-.*|if-.*"
)
# Of the coding and the connection, which are done with; and those that would have the browser act later.
NOT_SHOWN = re.compile(
    r"(?i)content-(?:encoding|length)|transfer-encoding|connection|keep-alive|set-cookie2?|refresh|alt-svc|nel|report.*"
)


class Fetch(Protocol):
    """The way to the server, through guard and wire."""

    async def __call__(self, request: Request, *, hold: bool) -> Response:
        """The answer. `hold`: one that this run has already will do. Raises what a download raises."""


class Part(msgspec.Struct, kw_only=True):
    """One thing that a page asked for while it was shown."""

    method: str
    url: str
    kind: str  #: Playwright's resource type: document, script, xhr, fetch, image, …
    status: int = 0  #: of the answer; 0 when there is none
    why: str = ""  #: why the page did not get it; "" when it did
    record: str = ""  #: id of the record that holds the answer; "" when none does


class Visit:
    """One page while it is shown: its document, what it asked for, and the time it has left."""

    def __init__(self, fetch: Fetch, document: Response, route: str) -> None:
        """In: the way to the server; the document, a 200; what stood behind the `#` of the address."""
        self.document = document
        self.url = f"{document.url.partition('#')[0]}#{route}" if route else document.url
        self.parts: list[Part] = []
        self.limit: asyncio.Timeout | None = None  #: of the browser's own time: it stands still while the wire is asked
        self._fetch = fetch
        self._times: Counter[tuple[str, str, bytes | None]] = Counter()
        self._moves = self._answers = 0

    async def answer(self, route: "Route") -> bool:
        """Answer one request of the page, or abort it. Out: whether the page is alive: it asks for something new.

        Raises Stopped or the archive's errors; that a part cannot be had is the page's affair.
        """
        wish = route.request
        part = Part(method=wish.method, url=wish.url, kind=wish.resource_type)
        self.parts.append(part)
        key = (wish.method, wish.url, wish.post_data_buffer)
        self._times[key] += 1
        if wish.resource_type == "stylesheet":
            part.why = "a style sheet: not needed for the text"
            await route.fulfill(status=200, headers={"Content-Type": "text/css"}, body=b"")
        else:
            part.why = self._refusal(wish, self._times[key])
            response = None if part.why else await self._response(wish, part)
            await self._give(route, response, part)
        return self._times[key] <= MOST_TIMES and len(self.parts) <= MOST_WISHES

    def _refusal(self, wish: "Wish", times: int) -> str:
        """Why the page does not get this, which it asks for for the `times`th time; "" when it may be asked for."""
        if wish.resource_type not in NEEDED:
            return f"{wish.resource_type}: not needed for the text"
        if wish.method not in METHODS:
            return f"{wish.method} would change something"
        if times > MOST_TIMES or self._answers >= MOST_PARTS:
            return f"asked {times} times, after {self._answers} answers: this page never ends"
        if wish.resource_type == "document":
            if wish.frame.parent_frame is not None:
                return "a frame: its text is not this page's"
            self._moves += 1
            if self._moves > MOST_MOVES:
                return f"the {self._moves}th page in a row: scripts lead on and on"
        self._answers += 1
        return ""

    async def _response(self, wish: "Wish", part: Part) -> Response | None:
        """The answer to hand on; None when there is none, and then `part.why` says so."""
        address = wish.url.partition("#")[0]
        if self._moves == 1 and wish.resource_type == "document":
            return self.document  # it was asked before the browser was
        headers = {name: value for name, value in wish.headers.items() if not NOT_ASKED.fullmatch(name)}
        meta = {"role": "other", "via": self.url}
        try:
            asked = Request(
                address, method=wish.method, headers=headers, body=wish.post_data_buffer, meta=meta, dont_filter=True
            )
            return await self._timed(asked, hold=wish.method == "GET" and wish.resource_type == "script")
        except Stopped:
            raise
        except NO_ANSWER as error:
            part.why = ": ".join(reason_of(error))
            return None

    async def _timed(self, asked: Request, *, hold: bool) -> Response:
        """Ask, and give the page back the time that the asking took. A transfer is never broken off for the page."""
        if self.limit is None or (due := self.limit.when()) is None:
            return await self._fetch(asked, hold=hold)
        loop = asyncio.get_running_loop()
        left = due - loop.time()
        self.limit.reschedule(None)
        try:
            return await self._fetch(asked, hold=hold)
        finally:
            self.limit.reschedule(loop.time() + left)

    async def _give(self, route: "Route", response: Response | None, part: Part) -> None:
        """Hand an answer to the page, as its author wrote it: without the coding of the wire. None: break it off."""
        body = None
        if response is not None:
            part.status, part.record = response.status, response.meta["kept"].ref.record_id
            try:
                codings = [value.decode("latin-1") for value in response.headers.getlist("Content-Encoding")]
                body = decoded(response.body, codings)
            except Unreadable as error:
                part.why = str(error)
        if response is None or body is None:
            # Of a move to another page: this one stays. "failed" would show an error page.
            await route.abort("aborted")
        else:
            await route.fulfill(status=response.status, headers=_shown(response), body=body)


def _shown(response: Response) -> dict[str, str]:
    """The headers that a page may see."""
    headers: dict[str, str] = {}
    for name, value in header_pairs(response):
        if not NOT_SHOWN.fullmatch(name):
            headers[name] = f"{headers[name]}, {value}" if name in headers else value
    return headers
