"""How is a browser started that cannot reach the network by itself?

Playwright's client and Debian's chromium, both optional (the extra `render`). What a page asks for is handed to the
caller; every other way out is shut: a proxy that is not there, also for this machine's own addresses, names that do
not resolve, no service workers, no downloads, no other windows.
"""

import asyncio
import contextlib
import os
import shutil
from collections.abc import AsyncIterator, Awaitable
from importlib.metadata import version
from importlib.util import find_spec
from typing import TYPE_CHECKING

from congress_crawler.profile import BadProfile

if TYPE_CHECKING:
    from playwright.async_api import Browser, Page, Playwright, Route

EXECUTABLE = "CONGRESS_CRAWLER_CHROMIUM"  #: the environment variable that names one
NAMES = ("chromium", "chromium-browser")  # Debian's, and Ubuntu's
HEAP = 512  # MiB of a page's scripts
WORN = 100  # pages after which a browser is replaced by a fresh one: what leaked goes with it
PATIENCE = 10.0  # seconds for a browser to close
SHUT = (
    "--proxy-server=http://127.0.0.1:9",  # the port "discard": nothing listens
    "--proxy-bypass-list=<-loopback>",  # this machine's addresses would pass by the proxy otherwise
    "--host-resolver-rules=MAP * ~NOTFOUND",
    "--webrtc-ip-handling-policy=disable_non_proxied_udp",  # the page's own UDP knows no proxy
    "--dns-prefetch-disable",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-domain-reliability",
    "--disable-sync",
    "--no-first-run",
    "--no-pings",
    f"--js-flags=--max-old-space-size={HEAP}",
)

Asks = asyncio.Queue["Route"]  #: what a page asks for, in order; each must be fulfilled or aborted


class NoBrowser(BadProfile):
    """A profile asks for a browser, and there is none. The message says what to install."""


class Broken(Exception):
    """The browser, or the page in it, failed. The message says how."""


def find() -> str:
    """The browser to start. Ask before the first request of a run whose profile says `render = true`.

    Out: path of the executable named by CONGRESS_CRAWLER_CHROMIUM, else of chromium or chromium-browser on the PATH.
    Raises NoBrowser when it or Playwright is not installed.
    """
    if find_spec("playwright") is None:
        raise NoBrowser("render = true needs Playwright: pip install 'congress-crawler[render]'")
    named = os.environ.get(EXECUTABLE)
    path = shutil.which(named) if named else next(filter(None, map(shutil.which, NAMES)), None)
    if path is None:
        what = (
            f"{EXECUTABLE} names {named!r}, which is no program" if named else f"no {' or '.join(NAMES)} is installed"
        )
        raise NoBrowser(f"render = true needs a browser, and {what}: apt-get install chromium, or set {EXECUTABLE}")
    return path


class Chromium:
    """A browser, started when the first page is opened. One page at a time."""

    def __init__(self, user_agent: str) -> None:
        """In: what the browser says it is, to the page's scripts too."""
        self._user_agent = user_agent
        self._driver: Playwright | None = None
        self._browser: Browser | None = None
        self._pages = 0

    @contextlib.asynccontextmanager
    async def page(self) -> AsyncIterator[tuple["Page", Asks]]:
        """A fresh page that knows nothing of those before it, and what it asks for.

        What is left of that at the end is aborted. Raises Broken for whatever Playwright raises inside. After any
        exception the browser is gone, and the next page starts another.
        """
        from playwright.async_api import Error  # an optional extra

        whole, asks, shut = False, Asks(), asyncio.Event()

        async def ask(route: "Route") -> None:
            await (route.abort() if shut.is_set() else asks.put(route))

        try:
            browser = await self._open()
            context = await browser.new_context(
                user_agent=self._user_agent,
                locale="zh-CN",
                timezone_id="Asia/Shanghai",
                service_workers="block",
                accept_downloads=False,
            )
            page = await context.new_page()
            context.on("page", lambda other: asyncio.ensure_future(other.close()))  # a pop-up
            await context.route("**/*", lambda route: route.abort())  # of what is not our page
            await context.route_web_socket("**/*", lambda socket: socket.close())
            await page.route("**/*", ask)
            yield page, asks
            shut.set()
            await _refused(asks)
            await context.close()
            whole = True
        except Error as error:
            raise Broken(str(error).partition("\n")[0]) from error
        finally:
            if not whole:  # its scripts may be running for ever: nothing less than all of it can be ended for sure
                shut.set()
                await _ended(_refused(asks))
                await self.close()

    @property
    def made_with(self) -> str:
        """Name and version of browser and client, for the record; "" before the first page."""
        if self._browser is None:
            return ""
        return f"chromium/{self._browser.version} playwright/{version('playwright')}"

    async def close(self) -> None:
        """End the browser, if there is one."""
        browser, driver = self._browser, self._driver
        self._browser = self._driver = None
        self._pages = 0
        for part in (browser.close() if browser else None, driver.stop() if driver else None):
            if part is not None:
                await _ended(part)

    async def _open(self) -> "Browser":
        from playwright.async_api import async_playwright  # an optional extra

        if self._pages >= WORN or (self._browser is not None and not self._browser.is_connected()):
            await self.close()
        self._pages += 1
        if self._browser is None:
            self._driver = await async_playwright().start()
            self._browser = await self._driver.chromium.launch(
                executable_path=find(),
                headless=True,
                args=list(SHUT),
                chromium_sandbox=os.geteuid() != 0,  # it refuses to sandbox for root
                handle_sigint=False,
                handle_sigterm=False,
                handle_sighup=False,
            )
        return self._browser


async def _refused(asks: Asks) -> None:
    """Abort what a page still asks for: Playwright waits for a word on each."""
    while not asks.empty():
        await asks.get_nowait().abort()


async def _ended(part: Awaitable[None]) -> None:
    """Wait for a part of the browser to end; one that failed or hangs is left to end with this process."""
    from playwright.async_api import Error  # an optional extra

    with contextlib.suppress(Error, TimeoutError):
        await asyncio.wait_for(part, PATIENCE)
