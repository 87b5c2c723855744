"""What does the practice site answer to a request?"""

import re
from collections.abc import Callable, Mapping
from hashlib import blake2b

from congress_crawler.practice import pages, uploads
from congress_crawler.practice.answer import (
    Answer,
    answer,
    content_type,
    cookies,
    html,
    http_date,
    is_fresh,
    packed,
    takes_gzip,
)
from congress_crawler.practice.entries import paging
from congress_crawler.practice.layouts import article
from congress_crawler.practice.phrases import SITE
from congress_crawler.practice.plan import CHANNEL, FEWEST, SECOND_HOME, UTF8, Charset, Plan
from congress_crawler.practice.sections import DECOYS, SECTIONS
from congress_crawler.practice.sheet import sheet
from congress_crawler.practice.truth import AWAY, Expectation, expectation

ROBOTS = "User-agent: *\nDisallow: /InterFront/\nDisallow: /search\n"
LIST = f"/channels/{CHANNEL}/"
LIST_CHARSETS = {1: Charset("gb18030", "gb2312", "gb2312", "header")}  # by file; the others are UTF-8


class Site:
    """A people's congress site as a pure function of (articles, epoch, request). Nothing is kept per article.

    `articles`: how many 工作剪影 has at epoch 0, at least 24. `epoch`: 0, or how many weeks later it is. `rows_first`,
    `rows_next`: rows of index.shtml and of each file behind it (240 and 60; 1000 and 500 beyond 2,000 articles).
    """

    def __init__(
        self, articles: int = 320, epoch: int = 0, rows_first: int | None = None, rows_next: int | None = None
    ) -> None:
        if articles < FEWEST or epoch < 0:
            raise ValueError(
                f"a practice site has at least {FEWEST} articles and an epoch from 0; asked: {articles}, {epoch}"
            )
        self.plan = Plan(articles, epoch)
        self.paging = paging(self.plan, rows_first, rows_next)
        self._fixed: dict[str, Callable[[], Answer]] = {
            "/": self._home,
            "/index.shtml": self._home,
            "/robots.txt": lambda: answer(200, [("Content-Type", "text/plain")], ROBOTS.encode()),
            "/search": lambda: html(pages.message("搜索结果", "没有找到符合条件的内容。")),
            "/InterFront/embedservice/count.shtml": self._count,
        }

    def respond(self, method: str, target: str, headers: Mapping[str, str], _body: bytes = b"", /) -> Answer:
        """The answer to one request.

        In: the method; the request target (path, with or without query); request headers, names in any case.
        Out: the same answer every time. Anything but GET is refused (405).
        """
        if method != "GET":
            return Answer(405, "Method Not Allowed", [("Allow", "GET")], b"")
        asked = {name.lower(): value for name, value in headers.items()}
        path = target.partition("?")[0]
        if (fixed := self._fixed.get(path)) is not None:
            return fixed()
        if path.startswith("/articles/"):
            return self._article(path, asked)
        if path.startswith("/channels/"):
            return self._channel(path, _origin(asked))
        return uploads.find(path) or _not_found()

    def expected(self) -> Expectation:
        """What a right crawl of 工作剪影 must find: the truth that tests compare with. About 1 kB an article."""
        return expectation(self.paging)

    def paragraphs(self, path: str) -> tuple[str, ...]:
        """The blocks of the article at an address, headings among them. Raises KeyError for other addresses."""
        number = self.plan.number(path)
        if number is None:
            raise KeyError(path)
        return tuple(sheet(self.plan, number).paragraphs)

    def _home(self) -> Answer:
        page = html(pages.home(self.plan))
        return answer(200, [("Server", "gentle"), *page.headers, *cookies(0)], page.body)

    def _count(self) -> Answer:
        return answer(200, [("Content-Type", "application/json")], b'{"result":[%d]}' % (1024 + 37 * self.plan.epoch))

    def _channel(self, path: str, origin: str) -> Answer:
        code, _, name = path.removeprefix("/channels/").partition("/")
        name = name or "index.shtml"
        if code == CHANNEL:
            names = [self.paging.name(page) for page in range(self.paging.files)]
            return self._list(names.index(name), origin) if name in names else _not_found()
        if code not in SECTIONS or name != "index.shtml":
            return _not_found()
        return html(pages.channel(self.plan, code))

    def _list(self, page: int, origin: str) -> Answer:
        charset = LIST_CHARSETS.get(page, UTF8)
        text = pages.listing(self.plan, self.paging, page, origin, charset)
        return answer(200, [content_type(charset.header, odd=page > 0)], text.encode(charset.codec))

    def _article(self, path: str, asked: Mapping[str, str]) -> Answer:
        code = path.split("/")[2]
        number = self.plan.number(path, code) if code in SECTIONS else None
        if number is None or (code != CHANNEL and number >= DECOYS):
            return _not_found()
        if code == CHANNEL and (special := self._special(number, _origin(asked))) is not None:
            return special
        return self._page(number, code, asked)

    def _special(self, number: int, origin: str) -> Answer | None:
        """The answer of an address that has no page of its own; None when it has one."""
        plan, part = self.plan, self.plan.part(number % SECOND_HOME)
        if number >= SECOND_HOME:
            return None if part == "moved" else _not_found()
        if part == "missing" or plan.is_gone(number):
            return _not_found()
        if part == "soft-404":
            return html(pages.message("页面不存在", "您访问的页面不存在或已被删除，请检查地址是否正确。"))
        if part == "moved":
            return _sent_on(301, origin + plan.path(number + SECOND_HOME))
        return _sent_on(302, AWAY) if part == "away" else None

    def _page(self, number: int, code: str, asked: Mapping[str, str]) -> Answer:
        """The page of an article: 304, or 200 in its charset, plain, gzipped, chunked or both."""
        charset = self.plan.charset(number)
        headers = [("Server", "gentle"), content_type(charset.header, odd=number % 7 == 0)]
        if number % 7 == 1:
            headers += cookies(number)
        if self.plan.has_validators(number):
            etag, changed = self._etag(number, code), self.plan.changed(number)
            headers += [("ETAG" if number % 7 == 0 else "ETag", etag), ("Last-Modified", http_date(changed))]
            if is_fresh(asked, etag, changed):
                return answer(304, headers)
        body = article(self.plan, sheet(self.plan, number, code)).encode(charset.codec)
        if number % 5 in {1, 3}:
            headers.append(("Vary", "Accept-Encoding"))
            if takes_gzip(asked):
                headers.append(("Content-Encoding", "gzip"))
                body = packed(body)
        if number % 5 in {2, 3}:
            headers.append(("Transfer-Encoding", "chunked"))
        return answer(200, headers, body)

    def _etag(self, number: int, code: str) -> str:
        """Changes whenever the page does. Every fourth is weak."""
        plan = self.plan
        state = f"{plan.articles}/{code}/{number}/{plan.changed(number)}"
        tag = f'"{blake2b(state.encode(), digest_size=8).hexdigest()}"'
        return f"W/{tag}" if number % 8 == 0 else tag


def _origin(asked: Mapping[str, str]) -> str:
    """What absolute links begin with; nothing when the asker names no host, or one that is no host."""
    host = asked.get("host", "")
    return f"http://{host}" if re.fullmatch(r"[\w.-]+(:\d+)?", host) else ""


def _not_found() -> Answer:
    return html(pages.message("404 Not Found", f"{SITE}没有这个地址。"), 404)


def _sent_on(status: int, where: str) -> Answer:
    page = html(pages.message("页面已迁移", f'请访问<a href="{where}">新地址</a>。'), status)
    return answer(status, [("Location", where), *page.headers], page.body)
