"""Is this address the list of the section: does it list articles, and are they of it?"""

from collections.abc import Awaitable, Callable, Iterable, Iterator
from datetime import date
from urllib.parse import urljoin, urlsplit

import msgspec

from congress_crawler import extract
from congress_crawler.discover import confirm, names
from congress_crawler.discover.find import host
from congress_crawler.discover.found import Chosen, Got, NoPage, Read
from congress_crawler.discover.onward import called, onward
from congress_crawler.discover.ways import jumps
from congress_crawler.items import Unreadable
from congress_crawler.listing.page import Listing, read_listing
from congress_crawler.listing.row import Row
from congress_crawler.listing.step import Step
from congress_crawler.normalise.url import canonical

ARTICLES = 3  # that are read
TRIES = 6  # rows asked for them: some are files, gone, or elsewhere
SURE = 80  # weight of a name that needs no article to confirm it
SHELLS = 5  # pages and scripts without a row that are followed to the first rows
FILES = (".pdf", ".doc", ".docx", ".wps", ".xls", ".xlsx", ".zip", ".rar", ".jpg", ".png", ".mp4")

#: Ask for a page. In: what to ask, the role (home, listing, article). Raises NoPage.
Ask = Callable[[Step, str], Awaitable[Got]]


class Dropped(Exception):
    """A candidate that is not the list. The message says why."""

    def __init__(self, why: str, last: Chosen | None = None) -> None:
        """In: a sentence for people; what may be taken all the same when there is nothing better."""
        super().__init__(why)
        self.last = last


class Trial:
    """Tries addresses of one site as the list of its section."""

    def __init__(self, ask: Ask, today: date, others: Iterable[str]) -> None:
        """In: how to ask for a page; the day in China, which bounds dates; the names of the site's sections."""
        self._ask = ask
        self._today = today
        self._others = list(others)
        self._seen: set[str] = set()  # pages that send browsers on

    async def run(self, section: tuple[str, ...], url: str) -> Chosen:
        """Try one address. In: the section's names, the address. Out: the list, three articles read. Raises Dropped.

        The list's address is another one when the page of this one sends browsers on to it.
        """
        try:
            listing, step = await self._first_rows(section, url)
        except Dropped:
            if (target := await self._sent_on(url)) is None:
                raise
            return await self.run(section, target)
        if listing.browser:
            raise Dropped(
                listing.browser, Chosen(section=section, url=url, listing=listing, step=step, unread=listing.browser)
            )
        ways = {canonical(url), canonical(urljoin(url, "/"))}
        rows = [row for row in listing.rows if is_article(row.url, url) and canonical(row.url) not in ways]
        if not rows:
            raise Dropped("its links lead to other sites or to files")
        reads = await self._reads(rows)
        if (wrong := confirm.speaks_against(reads, section, self._others)) is not None:
            raise Dropped(wrong)
        if max(map(names.section, section)) < SURE and not any(map(confirm.local, reads)):
            raise Dropped("its name may mean anything, and none of its articles names a county or a city")
        chosen = Chosen(section=section, url=url, listing=listing, step=step, reads=reads, doubts=doubts(reads))
        if not any(read.article for read in reads):
            why = f"none of its articles could be read ({reads[0].failure})"
            raise Dropped(why, msgspec.structs.replace(chosen, unread=why))
        return await onward(self._ask, chosen)

    async def _sent_on(self, url: str) -> str | None:
        """Where a page that lists nothing sends browsers: a refresh or a script. Not to the home page; each once."""
        self._seen.add(canonical(url))
        got = await self._page(Step(url=url))
        found = (way.url for way in jumps(got.text, got.url, []) if host(way.url) == host(url))
        return next((one for one in found if canonical(one) not in {*self._seen, canonical(urljoin(url, "/"))}), None)

    async def _first_rows(self, section: tuple[str, ...], url: str) -> tuple[Listing, Step | None]:
        """Walk from the address to the first page with rows: over shells, scripts and the first sub-list."""
        step = Step(url=url)
        first: Listing | None = None
        for number in range(SHELLS):
            got = await self._page(step)
            if not number and (other := confirm.against(confirm.crumb(got.text), section, self._others)):
                raise Dropped(f"its page stands in {other}")
            where = step.url if "#" in step.url else got.url
            listing = read_listing(got.text, where, None, step if number else None)
            first = first or listing
            if listing.rows or listing.browser:
                by = listing if first.dialect == "plain" else first
                below = listing.sublists or first.sublists
                named = msgspec.structs.replace(listing, dialect=by.dialect, why=by.why, sublists=below)
                return await self._of_parts(named), step if number else None
            following = listing.next or next((Step(url=sub.url) for sub in listing.sublists), None)
            if following is None or following.key == step.key:
                break
            step = following
        raise Dropped("it lists nothing")

    async def _of_parts(self, listing: Listing) -> Listing:
        """A page of blocks is built as the lists behind it are: the first of them says how."""
        if listing.next is not None or not listing.sublists:
            return listing
        try:
            got = await self._page(Step(url=listing.sublists[0].url))
        except Dropped:
            return listing  # the crawl names what is wrong with it
        return called(listing, read_listing(got.text, got.url))

    async def _page(self, step: Step) -> Got:
        try:
            return await self._ask(step, "listing")
        except NoPage as error:
            raise Dropped(f"{error.reason}: {error.detail}") from error

    async def _reads(self, rows: list[Row]) -> list[Read]:
        """Read articles until three could be: the newest, one of the middle, the last, then others."""
        reads: list[Read] = []
        for row in list(_spread(rows))[:TRIES]:
            reads.append(await self._read(row))
            if sum(read.article is not None for read in reads) == ARTICLES:
                break
        return reads

    async def _read(self, row: Row) -> Read:
        try:
            got = await self._ask(Step(url=row.url, headers=(("Referer", row.list_url),)), "article")
            article = extract.read(
                got.body, headers=got.headers, url=got.url, row=row, status=got.status, captured=self._today
            )
        except NoPage as error:
            return Read(url=row.url, row=row, failure=f"{error.reason}: {error.detail}")
        except Unreadable as fault:
            return Read(url=row.url, row=row, failure=f"{fault.reason}: {fault.detail}")
        return Read(url=row.url, row=row, article=article)


def is_article(link: str, url: str) -> bool:
    """Whether a row leads to a page of the list's own host. In: its address, the list's."""
    return host(link) == host(url) and not urlsplit(link).path.lower().endswith(FILES)


def doubts(reads: list[Read]) -> list[str]:
    """What a person should look at before trusting the list. In: what was read. Out: sentences, [] when all is well."""
    articles = [read.article for read in reads if read.article is not None]
    found = []
    if len(articles) < ARTICLES:
        found.append(f"only {len(articles)} of {len(reads)} articles asked for could be read")
    if articles and not any(map(confirm.local, reads)):
        found.append("none of the articles names a county or a city")
    empty = {field: sum(not getattr(one, field) for one in articles) for field in ("title", "published", "text")}
    most = len(articles) / 2
    return found + [
        f"{count} of {len(articles)} articles have no {field}" for field, count in empty.items() if count > most
    ]


def _spread(rows: list[Row]) -> Iterator[Row]:
    """Rows far from each other first, each once."""
    last = len(rows) - 1
    order = [0, last // 2, last, last // 4, 3 * last // 4, *range(1, len(rows))]
    yield from (rows[number] for number in dict.fromkeys(order))
