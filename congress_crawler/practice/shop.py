"""What does a small practice site have to show at its epoch?"""

from datetime import date
from functools import cached_property
from zlib import crc32

import msgspec

from congress_crawler.items import Reason
from congress_crawler.practice.answer import Answer, answer
from congress_crawler.practice.bylines import Byline, byline
from congress_crawler.practice.kind import Column, Kind, Look
from congress_crawler.practice.sheet import Sheet
from congress_crawler.practice.story import DECOYS, OPENED, Story
from congress_crawler.practice.words import headline, paragraphs

FIRST_ID, MOVED, FOREIGN = 21_000, 100_000, 500_000  # ids of articles: the oldest, after a move, of decoys


class Line(msgspec.Struct, frozen=True, kw_only=True):
    """A row of a list. `path`: from the root of the site, or an address elsewhere."""

    path: str
    title: str
    day: date
    number: int | None = None  #: of the article; None for a row that leads to none
    reason: Reason | None = None  #: why it leads to none
    pinned: bool = False


class Shop(msgspec.Struct, frozen=True, dict=True):
    """A kind of site at an epoch: what dialects and skins show. Nothing but reading."""

    kind: Kind
    story: Story

    @property
    def look(self) -> Look:
        """How it is dressed at this epoch."""
        return self.kind.later if self.kind.later is not None and self.story.era else self.kind.look

    @cached_property
    def by_code(self) -> dict[str, Column]:
        """The sections."""
        return {column.code: column for column in self.kind.columns}

    @cached_property
    def by_ident(self) -> dict[int, Column]:
        """The sections by number."""
        return {column.ident: column for column in self.kind.columns}

    def under(self, code: str | None) -> list[Column]:
        """The sections one step below; None for those of the navigation bar."""
        return [column for column in self.kind.columns if column.parent == code]

    def trail(self, column: Column) -> list[Column]:
        """The breadcrumb without the home page."""
        return [column] if column.parent is None else [self.by_code[column.parent], column]

    def first(self, column: Column) -> str:
        """The path of the first list page of a section."""
        return self.kind.first(column, self.story.era)

    def numbers(self, column: Column) -> list[int]:
        """The articles of a section, in the order of its list."""
        if not column.ours:
            return [] if self.under(column.code) else list(reversed(range(DECOYS)))
        return [number for number in self.story.numbers if self.place(number) is column]

    def place(self, number: int) -> Column:
        """The section of one of our articles: the first of several has half of all."""
        ours = self.kind.ours
        return ours[0] if number % 2 == 0 else ours[number // 2 % len(ours)]

    def day(self, column: Column, number: int) -> date:
        """The publication date."""
        return self.story.day(number) if column.ours else date.fromordinal(OPENED.toordinal() - 3 - 5 * (9 - number))

    def path(self, column: Column, number: int) -> str:
        """The address of an article at this epoch."""
        if column.ours:
            ident = FIRST_ID + number + MOVED * self.story.moves(number)
        else:
            ident = FOREIGN + 100 * column.ident + number
        return self.kind.article(column, ident, self.day(column, number), self.story.era)

    @cached_property
    def paths(self) -> dict[str, tuple[Column, int]]:
        """Every article of the site by its address."""
        places = [(column, number) for column in self.kind.columns for number in self.numbers(column)]
        return {self.path(*place): place for place in places}

    def lines(self, column: Column) -> list[Line]:
        """The rows of a list, pinned ones left out."""
        cached: dict[str, list[Line]] = self._lines
        if column.code not in cached:
            rows = [self.line(column, number) for number in self.numbers(column)]
            cached[column.code] = self._with_extras(column, rows)
        return cached[column.code]

    def line(self, column: Column, number: int, *, pinned: bool = False) -> Line:
        """The row of an article."""
        title, day = headline(self._seed(column, number))[0], self.day(column, number)
        return Line(path=self.path(column, number), title=title, day=day, number=number, pinned=pinned)

    def pages(self, column: Column) -> list[list[Line]]:
        """The rows of each page, newest first; the first page may begin with pinned rows."""
        lines, size = self.lines(column), self.kind.size
        pages = [lines[start : start + size] for start in range(0, len(lines), size)]
        if self.look.pinned and column.ours:
            pages[0] = [self.line(column, number, pinned=True) for number in self.story.pinned] + pages[0]
        return pages

    def signed(self, column: Column, number: int) -> Byline:
        """Who signed an article, and when."""
        return byline(self._seed(column, number), self.day(column, number), rare=self._rare(number))

    def sheet(self, column: Column, number: int) -> Sheet:
        """What an article says."""
        seed, ours = self._seed(column, number), column.ours
        rare = self._rare(number)
        title, subtitle = headline(seed)
        return Sheet(
            seed=seed,
            channel=column.code,
            layout=self.look.skin,
            title=title,
            subtitle=subtitle,
            byline=self.signed(column, number),
            paragraphs=paragraphs(seed, revision=self.story.revision(number) if ours else 0, rare=rare),
            picture=(f"/uploads/images/p{seed % 997}.gif", "代表在现场") if seed % 7 == 3 else None,
            counter=f"浏览次数：{211 + seed % 800 + 37 * (self.story.stamp(number) if ours else 0)}",
            label=self.kind.charset.meta,
        )

    def page(self, text: str, status: int = 200) -> Answer:
        """An HTML page in the charset of the site."""
        charset = self.kind.charset
        label = "text/html" if charset.header is None else f"text/html; charset={charset.header}"
        return answer(status, [("Content-Type", label)], text.encode(charset.codec))

    @cached_property
    def _lines(self) -> dict[str, list[Line]]:
        return {}

    def _rare(self, number: int) -> bool:
        """Whether names stand in it that only GB 18030 can write."""
        return self.kind.charset.codec == "gb18030" and number % 4 == 0

    def _seed(self, column: Column, number: int) -> int:
        """Far-off seeds for each kind and section, so that no two sites tell the same."""
        return number + crc32(self.kind.name.encode()) % 5000 * 1009 + (0 if column.ours else column.ident * 1_000_003)

    def _with_extras(self, column: Column, rows: list[Line]) -> list[Line]:
        """Three rows that lead to no article, counted from the old end, so that they keep their neighbours."""
        if not (self.kind.extras and column is self.kind.ours[0]):
            return rows
        gone = self.kind.article(column, FIRST_ID - 7, date(2017, 6, 1), self.story.era)
        extras: list[tuple[str, str, Reason]] = [
            ("https://mp.weixin.qq.com/s/practice-site-0002", "微信推送：联络站的灯亮着", "off-site"),
            ("/uploads/files/report.pdf", "县乡人大工作一览（PDF）", "not-html"),
            (gone, "代表小组活动简讯（已撤）", "not-found"),
        ]
        rows = list(rows)
        for place, (path, title, reason) in enumerate(extras, 1):
            at = len(rows) - self.story.articles * place // 5
            rows.insert(at, Line(path=path, title=title, day=rows[at].day, reason=reason))
        return rows
