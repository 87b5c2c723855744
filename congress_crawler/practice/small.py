"""What does a small practice site answer to a request?"""

from collections.abc import Mapping
from functools import cached_property
from hashlib import blake2b

from congress_crawler.practice import skin, uploads
from congress_crawler.practice.answer import Answer, answer, http_date, is_fresh
from congress_crawler.practice.ask import Ask, ask
from congress_crawler.practice.facts import Truth, truth
from congress_crawler.practice.kind import Column
from congress_crawler.practice.serving import Serving
from congress_crawler.practice.shop import Shop
from congress_crawler.practice.story import Story

SHIFT = 2  # list requests after which a shifting list gets an article on top


class PracticeSite:
    """A small people's congress site of one kind at one epoch: a pure function of the request.

    `shifting`: the one thing that is not: after the second request for a list of the section, an article is inserted
    on top of it, as happens while a list is walked. `expected` counts it in from the start.
    """

    def __init__(self, serving: Serving, story: Story, *, shifting: bool = False) -> None:
        self._serving = serving
        self._shops = [Shop(serving.kind, one) for one in ((story, _later(story)) if shifting else (story,))]
        self._walked = 0
        self.home = "/"

    @property
    def kind(self) -> str:
        """One of `kinds.KINDS`."""
        return self._serving.kind.name

    @property
    def dialect(self) -> str:
        """How its lists are built, as the listing room calls it."""
        return self._serving.kind.dialect

    @property
    def name(self) -> str:
        """The name of the site, 云栖人大网."""
        return self._serving.kind.site

    def expected(self) -> Truth:
        """What a right crawl must find."""
        return truth(self._shops[-1])

    def paragraphs(self, path: str) -> tuple[str, ...]:
        """The blocks of the article at an address, headings among them. Raises KeyError for other addresses."""
        return tuple(self._shops[-1].sheet(*self._shops[-1].paths[path]).paragraphs)

    def respond(self, method: str, target: str, headers: Mapping[str, str], body: bytes = b"") -> Answer:
        """The answer to one request.

        In: the method; the request target (path, with or without query); request headers, names in any case; the body
        of a POST. Out: the same answer every time. Anything but GET and POST is refused (405).
        """
        if method not in {"GET", "POST"}:
            return Answer(405, "Method Not Allowed", [("Allow", "GET, POST")], b"")
        asked = ask(method, target, headers, body)
        shop = self._shops[min(self._walked // SHIFT, len(self._shops) - 1)]
        if (found := self._serving.lists(shop, asked)) is not None:
            self._walked += len(self._shops) > 1 and found.status == 200
        else:
            found = self._usual(asked)
        return self._validated(found, asked)

    def _usual(self, asked: Ask) -> Answer:
        """What every kind has: robots.txt, home page, sections with others below them, articles, files."""
        shop = self._shops[-1]
        if asked.path == "/robots.txt":
            text = shop.kind.robots.format(origin=asked.origin)
            return answer(200, [("Content-Type", "text/plain")], text.encode())
        if asked.path == "/":
            return shop.page(skin.home(shop, asked))
        if (hub := self._hubs.get(asked.target)) is not None:
            return shop.page(skin.hub(shop, hub, asked))
        if (place := shop.paths.get(asked.target)) is not None:
            return shop.page(skin.article(shop, *place))
        return uploads.find(asked.path) or shop.page(_missing(shop), 404)

    @cached_property
    def _hubs(self) -> dict[str, Column]:
        shop = self._shops[-1]
        return {shop.first(column): column for column in shop.kind.columns if shop.under(column.code)}

    def _validated(self, found: Answer, asked: Ask) -> Answer:
        """The answer with validators, or 304 where the asker's copy is still good."""
        if not self._serving.kind.validators or found.status != 200 or asked.method == "POST":
            return found
        shop = self._shops[-1]
        place = shop.paths.get(asked.target)
        changed = shop.story.changed(place[1] if place and place[0].ours else shop.story.numbers[0])
        etag = f'"{blake2b(found.body, digest_size=8).hexdigest()}"'
        headers = [*found.headers, ("ETag", etag), ("Last-Modified", http_date(changed))]
        return answer(304, headers) if is_fresh(asked.headers, etag, changed) else answer(200, headers, found.body)


def _later(story: Story) -> Story:
    """The same site with one article more on top."""
    return Story(story.articles, story.epoch, story.redesign, story.returns, late=1)


def _missing(shop: Shop) -> str:
    return skin.document(shop, f"404_{shop.kind.site}", '<div class="message"><h2>404 Not Found</h2></div>')
