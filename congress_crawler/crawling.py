"""How does one process run a crawl, and how does it end when it is told to?"""

import asyncio
import os
import signal
from collections.abc import Callable
from typing import Any

from scrapy.crawler import AsyncCrawlerRunner, Crawler
from scrapy.settings import Settings

from congress_crawler import settings as ours
from congress_crawler.items import Run
from congress_crawler.profile import Profile
from congress_crawler.run import SiteRun
from congress_crawler.spiders.snapshots import SnapshotsSpider

STOPS = (signal.SIGINT, signal.SIGTERM)


def crawl(profile: Profile, words: dict[str, Any], watch: Callable[[Run], None]) -> Run:
    """Crawl one site to its end.

    In: the profile; output, full, limit, delay, contact; who is shown the run's line while it goes on. Out: the line as
    written to `runs.jsonl`, its `exit` being the exit code. SIGINT or SIGTERM once: what is under way is finished, the
    archive sealed, exit 128 + signal; twice: the process ends at once, as after kill -9, which the archive survives.
    Raises UsageError or the archive's errors when the run could not begin.
    """
    try:
        return asyncio.run(_crawl(profile, words, watch))
    finally:
        for number in STOPS:  # all is sealed and only leaving is left: a late second signal must not look like a crash
            signal.signal(number, signal.SIG_IGN)


async def _crawl(profile: Profile, words: dict[str, Any], watch: Callable[[Run], None]) -> Run:
    settings = Settings()
    settings.setmodule(ours, priority="project")
    crawler = AsyncCrawlerRunner(settings).create_crawler(SnapshotsSpider)
    loop = asyncio.get_running_loop()
    for number in STOPS:
        loop.add_signal_handler(number, _interrupt, crawler, number)
    await crawler.crawl_async(site=profile, watch=watch, **words)
    run = _run_of(crawler)
    run.finish("finished")
    watch(run.line)
    return run.line


def _run_of(crawler: Crawler) -> SiteRun:
    if not isinstance(crawler.spider, SnapshotsSpider):
        raise TypeError("the crawler ended without having made its spider")
    return crawler.spider.run


def _interrupt(crawler: Crawler, number: signal.Signals) -> None:
    """The first signal asks the run to stop; one more ends the process where it stands."""
    if not isinstance(crawler.spider, SnapshotsSpider) or crawler.spider.run.stopping.is_set():
        os._exit(128 + number)
    crawler.spider.run.halt(128 + number, "interrupted", f"{number.name}: finishing the page under way, then sealing")
