"""How does one get from a home page to the list of the county/city section, in few requests?"""

from datetime import date

import msgspec

from congress_crawler.discover import confirm, names
from congress_crawler.discover.find import Head, children, clean, find
from congress_crawler.discover.found import Candidate, Chosen, Discovery, Got, NoPage
from congress_crawler.discover.inner import behind, holds_more, parts_behind, settled
from congress_crawler.discover.seek import Seeker
from congress_crawler.discover.trial import Ask, Dropped, Trial
from congress_crawler.listing.step import Step
from congress_crawler.listing.trails import Link
from congress_crawler.prefectures import JOIN

MOST = 24  # requests of one discovery, articles included; robots.txt is not counted
GOOD = 60  # weight of a part from which it goes before the section's own page
POOR = 30  # weight of a part below which it is not tried at all
UNKNOWN = 3  # parts of no telling name that are tried
CITIES = 60  # lists of a section that has none of its own


class Explorer:
    """One site, looked at once."""

    def __init__(self, ask: Ask, url: str, today: date) -> None:
        """In: how to ask for a page (raises NoPage); the address given; the day in China."""
        self._fetch, self._today = ask, today
        self._pages: dict[str, Got] = {}
        self._last: Chosen | None = None  # the first that had the right name and could not be read
        self.found = Discovery(url=url, home=url, hosts=[])
        self._seek = Seeker(self.ask, self.found)

    @property
    def page(self) -> Got | None:
        """The home page, once it is there."""
        return self._seek.page

    async def run(self) -> Discovery:
        """Look. Out: what was found; `chosen` is empty when there is no list. Raises NoPage when there is no home."""
        tried: set[tuple[str, ...]] = set()
        async for head in self._seek.heads():
            key = (names.fold(head.name), head.url or "")
            if key in tried:
                continue
            tried.add(key)
            if self.found.chosen or self.found.asked >= MOST:
                self._near(head.section, head.url, head.weight)
            else:
                self.found.chosen = await self._try(head)
        if not self.found.chosen and self._last is not None:
            self.found.chosen = [self._last]
        plain = [(one, tuple(map(names.plain, one.section))) for one in self.found.chosen]
        self.found.chosen = [msgspec.structs.replace(one, section=section) for one, section in plain]
        self._tidy()
        return self.found

    # --- pages --------------------------------------------------------------------------------------------------

    async def ask(self, step: Step, role: str) -> Got:
        """A page, each once. Raises NoPage, also when there were too many requests."""
        key = f"{step.key} {self.found.render}"
        if key not in self._pages:
            if self.found.asked >= MOST:
                raise NoPage(step.url, "too-large", f"more than {MOST} requests; this is where the look ends")
            self.found.asked += 1
            self._pages[key] = await self._fetch(step, role)
        return self._pages[key]

    # --- candidates ---------------------------------------------------------------------------------------------

    async def _try(self, head: Head) -> list[Chosen]:
        """The list of a section: its best part, or the section itself, or one list a city; [] when it has none."""
        parts = list(head.parts)
        if not _worth(parts) and not _places(parts) and head.url:
            parts = [*await self._own(head), *parts]
        good = [part for part in _worth(parts) if names.child(part.name) >= GOOD]
        poor = [part for part in _worth(parts) if part not in good]
        before = len(self.found.near)
        for section, url, weight in self._order(head, good, poor):
            dropped = [one for one in self.found.near[before:] if one.note]
            chosen = await self._trial(section, url, weight)
            if chosen is not None and section == head.section:
                chosen = await self._inside(head, chosen)
            elif chosen is not None and head.url and len(good) > 1:
                chosen = await self._around(head, chosen)
            if chosen is not None:
                got = await self.ask(Step(url=chosen.url), "listing")
                chosen = msgspec.structs.replace(chosen, section=settled(head, chosen, got))
                for part in (*good, *poor):
                    self._near((*head.section, part.name), part.url, names.child(part.name))
                passed = [f"{JOIN.join(one.section)} {one.url} goes before it: {one.note}" for one in dropped]
                return [msgspec.structs.replace(chosen, doubts=[*chosen.doubts, *passed])]
        return await self._unknown(head, parts) or await self._by_city(head, _places(parts))

    async def _unknown(self, head: Head, parts: list[Link]) -> list[Chosen]:
        """The part with articles about counties, of those whose names the lexicon does not know."""
        for part in [part for part in parts if names.inner(part.name) and names.child(part.name) < POOR][:UNKNOWN]:
            chosen = await self._trial((*head.section, part.name), part.url, names.child(part.name))
            if chosen is not None and any(map(confirm.local, chosen.reads)):
                return [chosen]
        return []

    async def _inside(self, head: Head, chosen: Chosen) -> Chosen:
        """The part of which the section's own page is only the front; the page itself where there is none."""
        got = await self.ask(Step(url=chosen.url), "listing")
        links, rendered = find(got.text, got.url).links, self.found.render
        for part in parts_behind(head, chosen, got, links, self._seek.links)[:UNKNOWN]:
            named = head.section if names.same(part.name, head.name) else (*head.section, part.name)
            one = await self._trial(named, part.url, head.weight)
            if one is not None and behind(one, chosen) and any(map(confirm.local, one.reads)):
                return one
            self.found.render = rendered
        return chosen

    async def _around(self, head: Head, chosen: Chosen) -> Chosen:
        """The section's own page, where it lists what several of its parts hold and goes on; else the part."""
        near = len(self.found.near)
        whole = await self._trial(head.section, head.url or "", head.weight)
        if whole is not None and holds_more(whole, chosen) and any(map(confirm.local, whole.reads)):
            return whole
        del self.found.near[near:]
        return chosen

    def _order(self, head: Head, good: list[Link], poor: list[Link]) -> list[tuple[tuple[str, ...], str, int]]:
        own = [(head.section, head.url, head.weight)] if head.url else []
        before = [((*head.section, part.name), part.url, names.child(part.name)) for part in good]
        after = [((*head.section, part.name), part.url, names.child(part.name)) for part in poor]
        return [*before, *own, *after]

    async def _own(self, head: Head) -> list[Link]:
        """The parts that the section's own page shows in its sub-navigation."""
        try:
            got = await self.ask(Step(url=clean(head.url or "")), "listing")
        except NoPage as error:
            self.found.notes.append(f"{head.name}: {error}")
            return []
        return children(head, find(got.text, got.url).links, got.url, self._seek.links)

    async def _trial(self, section: tuple[str, ...], url: str, weight: int) -> Chosen | None:
        others = {name for link in self._seek.links if 3 <= len(name := names.fold(link.name)) <= 8}
        try:
            chosen = await Trial(self.ask, self._today, others).run(section, clean(url))
            return _in_browser(chosen) if self.found.render else chosen
        except Dropped as why:
            if why.last is not None and why.last.listing.browser and self.found.browser and not self.found.render:
                self.found.render = True
                self.found.notes.append(f"{url}: {why}; asked of a browser")
                return await self._trial(section, url, weight)
            self._near(section, url, weight, str(why))
            self._last = self._last or why.last
        return None

    async def _by_city(self, head: Head, places: list[Link]) -> list[Chosen]:
        """One list a city, when the section has no page of its own with rows; the first is tried for all."""
        for number, part in enumerate(places[:2]):
            chosen = await self._trial((*head.section, part.name), part.url, head.weight)
            if chosen is not None:
                rest = [one for at, one in enumerate(places[:CITIES]) if at != number]
                same = [
                    Chosen(section=(*head.section, one.name), url=one.url, listing=chosen.listing, step=None)
                    for one in rest
                ]
                return [chosen, *same]
        return []

    # --- near-misses --------------------------------------------------------------------------------------------

    def _near(self, section: tuple[str, ...], url: str | None, weight: int, note: str = "") -> None:
        self.found.near.append(Candidate(section=section, url=url, weight=weight, note=note))

    def _tidy(self) -> None:
        """Near-misses: each address once, what was chosen left out, what has a reason before what has none."""
        taken = {one.url for one in self.found.chosen}
        best: dict[str, Candidate] = {}
        for one in sorted(self.found.near, key=lambda one: (not one.note, -one.weight)):
            if one.url is not None and one.url not in taken:
                best.setdefault(one.url, one)
        self.found.near = sorted(best.values(), key=lambda one: -one.weight)


def _in_browser(chosen: Chosen) -> Chosen:
    """A list that only a browser shows is one of a router, whatever it looks like in there."""
    why = f"empty without its scripts; in a browser {chosen.listing.why}"
    return msgspec.structs.replace(chosen, listing=msgspec.structs.replace(chosen.listing, dialect="router", why=why))


def _worth(parts: list[Link]) -> list[Link]:
    """The parts whose names may be the one with the articles, best first; a name once."""
    found = sorted((part for part in parts if names.child(part.name) >= POOR), key=lambda part: -names.child(part.name))
    return list({names.fold(part.name): part for part in reversed(found)}.values())[::-1]


def _places(parts: list[Link]) -> list[Link]:
    """The parts that are cities or counties; an address once."""
    return list({part.url: part for part in parts if names.place(part.name)}.values())
