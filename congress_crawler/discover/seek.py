"""Which pages of a site may name its county/city section, and which candidates do they offer?"""

from collections.abc import AsyncIterator, Awaitable, Callable

import msgspec

from congress_crawler.discover import names
from congress_crawler.discover.find import Candidates, Head, among, find, host
from congress_crawler.discover.found import Candidate, Discovery, Got, NoPage
from congress_crawler.discover.menus import script_links
from congress_crawler.discover.ways import Way, bare, ways
from congress_crawler.listing import columns
from congress_crawler.listing.page import read_listing
from congress_crawler.listing.page_names import inline
from congress_crawler.listing.step import Step
from congress_crawler.listing.trails import Link
from congress_crawler.listing.tree import parse

DOORS = 4  # frames, jumps and covers passed on the way to the home page
SCRIPTS = 4  # script files that are looked into for a menu
MOST = 12  # requests after which no further page is looked into for the section
#: Pages looked into when the home page has no section that would do, in this order, and how many of each: frames,
#: pieces that a script loads, script files, likely pages (a map of the site, 新闻中心), sections of no telling name.
FURTHER = (("frame", DOORS), ("include", DOORS), ("script", SCRIPTS), ("likely", 4), ("other", 6))


class Seeker:
    """Yields candidates of one site, best first, asking for no more pages than are needed."""

    def __init__(self, ask: Callable[[Step, str], Awaitable[Got]], found: Discovery) -> None:
        """In: how to ask for a page (raises NoPage); where to note what is seen. `found.chosen` ends the seeking."""
        self._ask, self._found = ask, found
        self._scripts: list[str] = []  # that were looked into
        self._trees: list[Got] = []  # what APIs answered that have the site's columns
        self.page: Got | None = None  #: the home page
        self.links: list[Link] = []  #: its links, those that its scripts make among them

    async def heads(self) -> AsyncIterator[Head]:
        """Candidates of the home page, then of what it is made by, then of pages below. Raises NoPage: no home."""
        home, offer = await self._come_home()
        self.page, self.links = home, list(offer.links)
        self._found.home, self._found.bare = home.url, bare(home.text)
        self._found.seen = list(dict.fromkeys(link.name for link in offer.links if 2 <= len(link.name) <= 10))
        for link in offer.away:
            section, note = (*link.above[-1:], link.name), "it leads to another site"
            self._found.near.append(Candidate(section=section, url=link.url, weight=0, note=note))
        for head in offer.heads:
            yield head
        if not self._found.chosen:
            for head in (await self._scripted(inline(parse(home.text)), home)).heads:
                yield head
        if self._found.bare and not self._found.chosen:
            async for head in self._behind(home):
                yield head
            async for head in self._rendered(home):
                yield head
        async for head in self._further(home, ways(home.text, home.url, offer.links)):
            yield head

    async def _further(self, home: Got, on: list[Way]) -> AsyncIterator[Head]:
        for kind, most in FURTHER:
            if kind == "other" and any(one.weight and one.note for one in self._found.near):
                return  # a section of the right name is there, and something is wrong with it
            for way in [way for way in on if way.kind == kind and host(way.url) == host(home.url)][:most]:
                if self._found.chosen or self._found.asked >= MOST:
                    return
                async for head in self._beyond(way, home):
                    yield head

    async def _behind(self, home: Got) -> AsyncIterator[Head]:
        """Candidates of what an empty page is filled from: its scripts, and the API that they name."""
        step = read_listing(home.text, home.url).next
        for _ in range(SCRIPTS):
            if step is None or self._found.chosen or (got := await self._page(step, "what fills the page")) is None:
                return
            offer = await self._scripted(got.text, home, step)
            self.links = offer.links
            for head in offer.heads:
                yield head
            step = read_listing(got.text, got.url, None, step).next

    async def _scripted(self, script: str, home: Got, step: Step | None = None) -> Candidates:
        """What a script offers beside what is known: its menus, and the columns that it asks an API for."""
        found = [*self.links, *script_links(script, home.url)]
        self._scripts.append(script)
        for asked in columns.trees(script, home.url, step):
            if (got := await self._page(asked, "the tree of columns")) is not None:
                self._trees.append(got)
        by = columns.routes("\n".join(self._scripts if self._trees else []))  # its parts may say them one by one
        for got in self._trees:
            found += columns.columns(got.text, home.url, by)
        return among(list(dict.fromkeys(found)), home.url)

    async def _rendered(self, home: Got) -> AsyncIterator[Head]:
        """Candidates of the home page as a browser shows it, where there is one and nothing else helped."""
        if self._found.chosen or not self._found.browser:
            return
        self._found.render = True
        if (got := await self._page(Step(url=home.url), "the home page in a browser", "home")) is not None:
            self._found.notes.append(
                f"{home.url} is empty without its scripts ({self._found.bare}); asked of a browser"
            )
            self.page, offer = got, find(got.text, got.url)
            self.links += offer.links
            for head in offer.heads:
                yield head

    async def _beyond(self, way: Way, home: Got) -> AsyncIterator[Head]:
        """Candidates of a script file, of a frame or of a page below the home page."""
        if (got := await self._page(Step(url=way.url), way.name)) is None:
            return
        self._found.notes.append(f"nothing that stands on the home page would do; looked at {way.name} {way.url}")
        if way.kind == "script":
            offer = await self._scripted(got.text, home)
        else:  # the links of a piece that is put into the home page are relative to that
            offer = find(got.text, home.url if way.kind == "include" else got.url)
        below = way.kind in {"likely", "other"} and names.way(way.name) < names.MAPS
        for head in offer.heads:
            alone = below and head.section == (head.name,)
            yield msgspec.structs.replace(head, section=(way.name, head.name)) if alone else head

    async def _page(self, step: Step, name: str, role: str = "listing") -> Got | None:
        """A page, or None and a note why it could not be had."""
        try:
            return await self._ask(step, role)
        except NoPage as error:
            self._found.notes.append(f"{name}: {error}")
            return None

    async def _come_home(self) -> tuple[Got, Candidates]:
        """The page with the navigation: over frames, jumps and covers, as long as there is no candidate.

        Out: the first page that has one; else the page with the most links. Raises NoPage when the first is not there.
        """
        got = await self._ask(Step(url=self._found.url), "home")
        passed, seen = [(got, find(got.text, got.url))], {got.url}
        for _ in range(DOORS):
            door = None if passed[-1][1].heads else self._door(passed, seen)
            if door is None:
                break
            seen.add(door.url)
            if (behind := await self._page(Step(url=door.url), door.name, "home")) is not None:
                self._found.notes.append(f"{door.kind} ({door.name}) leads to {behind.url}")
                passed.append((behind, find(behind.text, behind.url)))
        return max(passed, key=lambda pair: (bool(pair[1].heads), len(pair[1].links)))

    def _door(self, passed: list[tuple[Got, Candidates]], seen: set[str]) -> Way | None:
        """The next frame, jump or cover that was not passed yet."""
        for got, offer in reversed(passed):
            for way in ways(got.text, got.url, offer.links):
                if way.kind in {"frame", "jump", "cover"} and way.url not in seen and host(way.url) == host(got.url):
                    return way
        return None
