"""Which article of the practice site is what?

Everything follows from the number of an article: its address, day, charset, layout and manners. Nothing is kept.
"""

from datetime import date, datetime, time, timedelta, timezone
from functools import cached_property
from hashlib import blake2b
from typing import Literal

import msgspec

from congress_crawler.items import Rung

FEWEST = 24  # articles: with fewer the parts below would fall on one number
FIRST_DAY, SPAN = date(2011, 3, 7), 4000  # days: the first article, and until the newest of epoch 0
NEW_PER_EPOCH = 3
BEIJING = timezone(timedelta(hours=8))
CHANNEL = "ch00711"  # 工作剪影: the section to crawl
SECOND_HOME = 1_000_000  # added to the number of an article for its address after the move
ODD = 0x9E3779B1  # an odd factor permutes 32-bit numbers: the uuid gives the number back
BACK = pow(ODD, -1, 1 << 32)

Part = Literal[
    "plain",
    "edited",  # another text at each epoch; has validators
    "edited-quietly",  # the same, without validators
    "cosmetic",  # the visitor counter moves, the text stays
    "gone",  # 404 from epoch 1, and no longer listed
    "missing",  # listed, 404
    "soft-404",  # listed, 200 with 页面不存在
    "moved",  # 301 to its new address here
    "away",  # 302 to another host
    "file-only",  # the body is one link to an attachment
    "enclosed",  # an attachment beside the body
    "bom",  # UTF-8 with a byte order mark and no label
]
#: In the order in which they stand on the site, old to new, evenly spread.
PARTS: tuple[Part, ...] = (
    "edited", "missing", "enclosed", "soft-404", "moved", "gone",
    "away", "file-only", "cosmetic", "bom", "edited-quietly",
)  # fmt: skip


class Charset(msgspec.Struct, frozen=True):
    """How an article is written and labelled, and which rung of the ladder must read it."""

    codec: str
    header: str | None
    meta: str | None
    rung: Rung


UTF8 = Charset("utf-8", "UTF-8", "utf-8", "utf-8")
BOM = Charset("utf-8-sig", None, None, "bom")
#: By number modulo 16: a quarter is GB 18030 called gb2312, one in sixteen is UTF-8 under a lying label.
CHARSETS = {
    1: Charset("gb18030", "gb2312", "gb2312", "header"),
    2: Charset("utf-8", "gb2312", "gb2312", "utf-8"),
    3: Charset("utf-8", "utf-8", None, "utf-8"),
    4: Charset("utf-8", None, "utf-8", "utf-8"),
    5: Charset("gb18030", None, "gb2312", "meta"),
    6: Charset("utf-8", "utf-8", "gb2312", "utf-8"),
    9: Charset("gb18030", "GB2312", None, "header"),
    13: Charset("gb18030", None, None, "gb18030"),
}


class Plan(msgspec.Struct, frozen=True, dict=True):
    """The site of so many articles at one epoch. Numbers run from 0 (oldest)."""

    articles: int
    epoch: int

    @cached_property
    def parts(self) -> dict[int, Part]:
        """The few numbers with a part of their own."""
        step = len(PARTS) + 1
        return {(place + 1) * self.articles // step: part for place, part in enumerate(PARTS)}

    def part(self, number: int) -> Part:
        """What the article is for; "plain" for nearly all."""
        return self.parts.get(number, "plain")

    @property
    def numbers(self) -> range:
        """The numbers ever listed up to this epoch, old to new; the gone one is among them."""
        return range(self.articles + NEW_PER_EPOCH * self.epoch)

    @property
    def pinned(self) -> tuple[int, int]:
        """Two plain articles that the list repeats at its top."""
        step = len(PARTS) + 1
        return 8 * self.articles // step - 1, 3 * self.articles // step - 1

    def revision(self, number: int) -> int:
        """How often the text was changed: the epoch for the two edited articles, else 0."""
        return self.epoch if self.part(number) in {"edited", "edited-quietly"} else 0

    def is_gone(self, number: int) -> bool:
        """Whether the article was taken off the site."""
        return self.epoch > 0 and self.part(number) == "gone"

    def day(self, number: int) -> date:
        """The publication date: never earlier than that of a smaller number."""
        if number < self.articles:
            return FIRST_DAY + timedelta(days=number * SPAN // self.articles)
        return FIRST_DAY + timedelta(days=SPAN + (number - self.articles) // 2)

    def path(self, number: int, channel: str = CHANNEL) -> str:
        """The address of the article on its host."""
        return f"/articles/{channel}/{self.day(number % SECOND_HOME):%Y%m}/{uuid(number, channel)}.shtml"

    def number(self, path: str, channel: str = CHANNEL) -> int | None:
        """The number behind an address; None when the site never had that address."""
        try:
            number = int(path.rsplit("/", 1)[-1][:8], 16) * BACK % (1 << 32)
        except ValueError:
            return None
        known = number % SECOND_HOME in self.numbers and number // SECOND_HOME in {0, 1}
        return number if known and path == self.path(number, channel) else None

    def charset(self, number: int) -> Charset:
        """How the article's page is written and labelled."""
        part = self.part(number)
        if part == "file-only":
            return UTF8  # too little text to hold a name that needs GB 18030
        return BOM if part == "bom" else CHARSETS.get(number % 16, UTF8)

    def has_validators(self, number: int) -> bool:
        """Whether its answer carries ETag and Last-Modified: half of the articles."""
        part = self.part(number)
        if part == "plain":
            return number % 2 == 0
        return part in {"edited", "cosmetic"}

    def changed(self, number: int) -> datetime:
        """Last-Modified: the evening of the publication, later by a day for each epoch that changed the page."""
        moves = self.part(number) in {"edited", "edited-quietly", "cosmetic"}
        day = self.day(number) + timedelta(days=self.epoch if moves else 0)
        return datetime.combine(day, time(17, 30), BEIJING)


def uuid(number: int, channel: str) -> str:
    """The hex digits (8-4-4-4-12) of an address. The first eight are the number, scattered.

    >>> uuid(0, "ch00711") == uuid(0, "ch00711"), len(uuid(7, "ch00711"))
    (True, 36)
    """
    head = f"{number * ODD % (1 << 32):08x}"
    rest = blake2b(f"{channel}/{number}".encode(), digest_size=12).hexdigest()
    return f"{head}-{rest[:4]}-{rest[4:8]}-{rest[8:12]}-{rest[12:]}"
