"""What sets one kind of practice site apart from the others?"""

from collections.abc import Callable
from datetime import date
from typing import Literal

import msgspec


class Column(msgspec.Struct, frozen=True):
    """A section of the site. `ours`: its articles are what a crawl must find."""

    name: str
    code: str  #: as addresses write it
    ident: int  #: the number that some systems use instead
    parent: str | None = None  #: code of the section above
    ours: bool = False


class Charset(msgspec.Struct, frozen=True):
    """How pages are written, and what header and meta tag call it (None: nothing)."""

    codec: str
    header: str | None
    meta: str | None


UTF8 = Charset("utf-8", "utf-8", "utf-8")
GBK = Charset("gbk", None, "gbk")
GB2312 = Charset("gb18030", "gb2312", "gb2312")  # the label is too narrow for the names in it, as is usual


class Look(msgspec.Struct, frozen=True, kw_only=True):
    """How rows and pages are dressed."""

    rows: Literal["li", "table", "dl", "card"] = "li"
    name: str = "newslist"  #: class of the list
    day: str = "[%Y-%m-%d]"  #: strftime; an empty one shows no date
    day_first: bool = False
    cut: int | None = None  #: characters of a title in its row; the whole stands in a@title
    link: Literal["root", "relative", "absolute"] = "root"
    two_anchors: bool = False  #: an empty image link before the title's
    pinned: bool = False
    noise: bool = False  #: separator rows
    nested: bool = True  #: whether the navigation shows the sections below the top ones
    side: Literal["before", "after"] = "before"  #: where the sidebar stands in the HTML
    skin: Literal[0, 1, 2] = 0


class Kind(msgspec.Struct, frozen=True, kw_only=True):
    """All that one kind of practice site is, but for what its dialect answers (`serving`)."""

    name: str
    dialect: str  #: as the listing room calls it
    site: str  #: name of the site
    columns: tuple[Column, ...]
    first: Callable[[Column, int], str]  #: path of the first list page of a section, from the era (1: redesigned)
    article: Callable[[Column, int, date, int], str]  #: address of an article from section, id, day and era
    look: Look = Look()
    later: Look | None = None  #: the look after the redesign
    size: int = 15  #: rows of a page
    articles: int = 48
    charset: Charset = UTF8
    total: bool = True  #: whether the list says how many there are
    extras: bool = True  #: rows to WeChat, to a PDF and to a page that is gone
    validators: bool = False  #: ETag and Last-Modified, honoured
    redesign: int | None = None  #: epoch
    returns: bool = False
    robots: str = "User-agent: *\nDisallow: /search\n"  #: {origin} stands for the site's own address

    @property
    def ours(self) -> list[Column]:
        """The sections to crawl."""
        return [column for column in self.columns if column.ours]


def columns(*ours: Column, decoy: str = "工作动态") -> tuple[Column, ...]:
    """The sections of a site: the usual ones that are decoys, and `ours`.

    In: the sections to crawl and those above them; the name of the decoy below 代表工作.
    """
    return (
        Column("人大要闻", "rdyw", 1021),
        Column("立法工作", "lfgz", 1022),
        Column("代表工作", "dbgz", 1023),
        Column(decoy, "dbdt", 1024, "dbgz"),
        Column("代表风采", "dbfc", 1025, "dbgz"),
        *ours,
        Column("机关党建", "jgdj", 1026),
    )
