"""What does Scrapy alone need for the same pages? A spider with parsel and FEEDS, nothing kept of the wire.

Run by benchmarks.crawl: scrapy runspider bare_spider.py -a home=URL -O rows.jsonl
"""

from collections.abc import AsyncIterator, Iterator
from typing import Any

import scrapy
from scrapy.http import Response


class BareSpider(scrapy.Spider):
    """List pages by their pager, articles by their links; title, byline and text by selectors."""

    name = "bare"
    home: str
    custom_settings = {
        "ROBOTSTXT_OBEY": True,
        "LOG_LEVEL": "ERROR",
        "TELNETCONSOLE_ENABLED": False,
        "REMOTE_CONTROL_ENABLED": False,
        "DOWNLOAD_DELAY": 0,
        "CONCURRENT_REQUESTS_PER_DOMAIN": 1,  # one at a time, as ours
    }

    async def start(self) -> AsyncIterator[Any]:
        yield scrapy.Request(f"{self.home}channels/ch00711/")

    def parse(self, response: Response, **_: Any) -> Iterator[Any]:
        for link in response.css(".pagedContent a::attr(href)").getall():
            if "/articles/" in link and link.endswith(".shtml"):
                yield response.follow(link, self.article)
        for link in response.css("a::attr(href)").re(r"[^\"]*index_\d+\.shtml"):
            yield response.follow(link, self.parse)

    def article(self, response: Response) -> dict[str, Any]:
        return {
            "url": response.url,
            "title": response.css("p.fs20 ::text, h1 ::text, .title ::text").getall(),
            "byline": response.css("p.fs12 ::text, .info ::text").getall(),
            "text": [line.strip() for line in response.css("#zoom ::text, .content ::text").getall() if line.strip()],
        }
