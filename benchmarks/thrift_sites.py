"""Which sites are crawled twice, what is new on them the second time, and what did their server send?"""

from collections.abc import Callable, Mapping

import msgspec

from congress_crawler.practice.answer import Answer
from congress_crawler.practice.entries import paging
from congress_crawler.practice.kinds import SERVINGS, PracticeSite
from congress_crawler.practice.plan import Plan
from congress_crawler.practice.server import Served, wire
from congress_crawler.practice.site import Site
from congress_crawler.practice.story import Story
from congress_crawler.practice.trying import practice_toml

NEW = 10
ASKED_FOR = ("host", "accept-encoding", "if-none-match", "if-modified-since")  # the headers that our sites look at


class Sent(msgspec.Struct, frozen=True):
    """One answer. `size`: bytes on the wire, head and body."""

    path: str
    status: int
    size: int


class Tally:
    """What is put on the socket: a site, which may be exchanged, and a note of each answer.

    Answers are kept: they are functions of the request, and making each a dozen times would be half of the time.
    """

    def __init__(self, site: Served) -> None:
        self.site = site
        self.sent: list[Sent] = []
        self._made: dict[tuple[object, ...], tuple[Answer, int]] = {}

    def respond(self, method: str, target: str, headers: Mapping[str, str], body: bytes = b"", /) -> Answer:
        """The answer of the site."""
        key = (id(self.site), method, target, body, *map(headers.get, ASKED_FOR))
        if key not in self._made:
            answer = self.site.respond(method, target, headers, body)
            self._made[key] = answer, len(wire(answer))
        answer, size = self._made[key]
        self.sent.append(Sent(target, answer.status, size))
        return answer


class Spot(msgspec.Struct, frozen=True, kw_only=True):
    """A site as it is at the first crawl, the same with ten articles more, and what peers must be told of it."""

    name: str
    about: str
    before: Served
    after: Served
    toml: Callable[[str], str]  #: our profile, from where it is served; no files are wanted, as the peers fetch none
    asked: frozenset[str]  #: what the rows of the section lead to, articles and pages that are gone
    new: frozenset[str]
    first: str  #: path of the first list page
    pages: int | None  #: of the list, where no link leads from page to page and wget must be told; else None
    articles: str  #: regular expressions for the links to follow, as Python and POSIX both read them
    lists: str


class Grown(Plan, frozen=True, dict=True):
    """The plan of a gentleCMS site with articles on top, and nothing else changed."""

    @property
    def numbers(self) -> range:
        """The numbers listed, old to new."""
        return range(self.articles + NEW)


class GrownSite(Site):
    """A gentleCMS site weeks later: ten new articles, nothing else."""

    def __init__(self, articles: int) -> None:
        super().__init__(articles)
        self.plan = Grown(articles, 0)
        self.paging = paging(self.plan, None, None)


def gentle(articles: int) -> Spot:
    """The site of the main job: real links from file to file; half of its articles have validators, no list has."""
    before, after = Site(articles), GrownSite(articles)
    had, has = before.expected(), after.expected()
    return Spot(
        name="gentlecms",
        about="rows in few large files; ETag and Last-Modified on half of the articles, on no list page",
        before=before,
        after=after,
        toml=lambda url: practice_toml(url, files=False),
        asked=frozenset(path for row in has.rows for path in (row.path, row.answered_by))
        | {failure.link for failure in has.failures},
        new=frozenset(row.path for row in has.rows) - {row.path for row in had.rows},
        first="/channels/ch00711/",
        pages=None,
        articles=r"/articles/ch00711/.+\.shtml",
        lists=r"/channels/ch00711/(index_[0-9]+\.shtml)?$",
    )


def small(kind: str, count: int, about: str, *, articles: str, lists: str) -> Spot:
    """A practice site of a kind. Its newest ten articles are not there yet at first, so that no date or link moves."""
    serving = next(one for one in SERVINGS if one.kind.name == kind)
    before = PracticeSite(serving, Story(count + NEW, 0, late=-NEW))
    after = PracticeSite(serving, Story(count + NEW, 0))
    had, has = before.expected(), after.expected()
    scripted = b"createPageHTML" in before.respond("GET", has.lists[0], {}).body
    return Spot(
        name=kind,
        about=about,
        before=before,
        after=after,
        toml=lambda url: practice_toml(url, kind, files=False),
        asked=frozenset(row.path for row in has.rows) | {path for path, _ in has.failures},
        new=frozenset(row.path for row in has.rows) - {row.path for row in had.rows},
        first=has.lists[0],
        pages=-(-(len(had.rows) + len(had.failures)) // serving.kind.size) if scripted else None,
        articles=articles,
        lists=lists,
    )


def spots(count: int) -> list[Spot]:
    """The sites. In: how many articles each has at the first crawl."""
    return [
        small(
            "trs-one",
            count,
            "15 rows a page, a script draws the pager; ETag and Last-Modified on every page",
            articles=r"/xwzx/zsrd/[0-9]+/t[0-9]+_[0-9]+\.shtml",
            lists=r"/xwzx/zsrd/(index(_[0-9]+)?\.shtml)?$",
        ),
        small(
            "query",
            count,
            "14 rows a page, links from page to page; no ETag, no Last-Modified",
            articles=r"show\.php\?catid=1034&id=[0-9]+$",
            lists=r"list\.php\?catid=1034(&page=[0-9]+)?$",
        ),
        gentle(count),
    ]
