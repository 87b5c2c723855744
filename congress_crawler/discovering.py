"""How does one process look at a new site?"""

import asyncio
import os
import signal
import tempfile
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from rich.console import Console
from rich.table import Table
from scrapy.crawler import AsyncCrawlerRunner, Crawler
from scrapy.settings import Settings

from congress_crawler import settings as ours
from congress_crawler.crawling import STOPS
from congress_crawler.discover import Discovery
from congress_crawler.discover.identity import host_of
from congress_crawler.discover.telling import HEADS, failed, remarks, table
from congress_crawler.discover.writing import line, toml
from congress_crawler.normalise.clock import ZONE
from congress_crawler.opening import UsageError
from congress_crawler.profile import BadProfile, parse
from congress_crawler.run import BROKEN, UNREAD
from congress_crawler.spiders.discover import DiscoverSpider


def discover(url: str, words: dict[str, Any]) -> Discovery:
    """Look at a site, in some ten requests with the manners of a crawl; nothing of it is kept.

    In: the address of a home page; delay and contact. Out: what was found: `toml` is the profile ("" when there is
    none), `sentence` says why not, `exit` is the exit code (65 no list, 69 unreachable, 75 refused, 130 or 143
    stopped). Raises UsageError for what is no address, BadProfile for a host that no profile may name, or the archive's
    errors when it could not begin.
    """
    if not url.lower().startswith(("http://", "https://")) or not host_of(url):
        raise UsageError(f"{url[:200]!r} is no web address; give the home page of a site, e.g. http://www.example.org/")
    with tempfile.TemporaryDirectory(prefix="congress-crawler-") as folder:
        found = asyncio.run(_look(url, {**words, "output": folder, "key": "none"}))
    if not found.sentence and not found.exit:
        _conclude(found, datetime.now(ZONE).date())
    return found


async def _look(url: str, words: dict[str, Any]) -> Discovery:
    settings = Settings()
    settings.setmodule(ours, priority="project")
    crawler = AsyncCrawlerRunner(settings).create_crawler(DiscoverSpider)
    loop = asyncio.get_running_loop()
    for number in STOPS:
        loop.add_signal_handler(number, _interrupt, crawler, number)
    await crawler.crawl_async(url=url, **words)
    if not isinstance(spider := crawler.spider, DiscoverSpider):
        raise TypeError("the crawler ended without having made its spider")
    run, found = spider.run, spider.found
    code, word = run.halted or (BROKEN, "a fault of this program, see the log")
    run.finish("finished")
    if code and not found.sentence:
        found.exit, found.sentence = code, f"{url}: the look ended before it was done: {word}"
    return found


def _interrupt(crawler: Crawler, number: signal.Signals) -> None:
    """The first signal ends the look after the page under way; one more ends the process where it stands."""
    if not isinstance(crawler.spider, DiscoverSpider) or crawler.spider.run.stopping.is_set():
        os._exit(128 + number)
    crawler.spider.run.halt(128 + number, "interrupted", f"{number.name}: the look ends here")


def _conclude(found: Discovery, today: date) -> None:
    """Write the profile, or say why there is none."""
    if not found.chosen:
        found.exit, found.sentence = UNREAD, failed(found)
        return
    text = toml(found, today)
    try:
        parse(text, "the profile found")
    except BadProfile as error:
        found.exit, found.sentence = UNREAD, f"what was seen makes no profile: {error}"
        return
    found.toml = text
    if found.chosen[0].unread:
        found.exit = UNREAD
        found.sentence = (
            f"{found.chosen[0].url}: {found.chosen[0].unread}. The profile is a guess; look at the page in a browser"
        )


def show(found: Discovery, console: Console) -> Iterator[str]:
    """What to print: the profile, then a table of what was read, then remarks. Out: lines of standard output.

    In: what was found; the console of standard output, which gets a real table when it is a terminal. Elsewhere table
    and remarks are comments, so that all that is printed is one profile.
    """
    yield from found.toml.splitlines()
    rows = table(found)
    if console.is_terminal and rows:
        shown = Table(*HEADS, box=None)
        for row in rows:
            shown.add_row(*row)
        console.print(shown)
    elif rows:
        yield "#"
        yield from (f"# {line(' | '.join(row))}" for row in [HEADS, *rows])
    yield from (f"# {said}" for said in remarks(found))
