"""How would a beginner come back to a site with Scrapy? The same spider again, over all list pages and all articles.

Run by benchmarks.thrift: scrapy runspider thrift_spider.py -a start_url=URL -a articles=REGEX -a lists=REGEX
"""

from collections.abc import Iterator
from typing import Any

import scrapy
from scrapy.http import HtmlResponse, Response
from scrapy.linkextractors import LinkExtractor


class ThriftSpider(scrapy.Spider):
    """List pages by their links or by TRS's call, articles by their links; a title and the text of all paragraphs."""

    name = "thrift"
    custom_settings = {
        "ROBOTSTXT_OBEY": True,  # as `scrapy startproject` has it
        "CONCURRENT_REQUESTS_PER_DOMAIN": 1,  # one at a time, as ours
        "DOWNLOAD_DELAY": 0,
        "LOG_LEVEL": "ERROR",
        "TELNETCONSOLE_ENABLED": False,
        "REMOTE_CONTROL_ENABLED": False,
    }

    def __init__(self, start_url: str, articles: str, lists: str) -> None:
        super().__init__()
        self.start_urls = [start_url]
        self.articles = LinkExtractor(allow=articles)
        self.lists = LinkExtractor(allow=lists)

    def parse(self, response: Response, **_: Any) -> Iterator[Any]:
        if not isinstance(response, HtmlResponse):
            return
        yield from response.follow_all(self.articles.extract_links(response), self.article)
        yield from response.follow_all(self.lists.extract_links(response), self.parse)
        pages = response.css("script").re_first(r"createPageHTML\('page_div',(\d+)")
        yield from response.follow_all([f"index_{number}.shtml" for number in range(1, int(pages or 0))], self.parse)

    def article(self, response: Response) -> dict[str, Any]:
        return {
            "url": response.url,
            "title": response.css("title::text").get(),
            "text": [line.strip() for line in response.css("p ::text").getall() if line.strip()],
        }
