"""What was read on the page, before anyone says what it means?"""

from typing import Literal

import msgspec

from congress_crawler.items import Charset, Evidence, Link

Kind = Literal["paragraph", "heading", "list", "table", "caption"]
Origin = Literal["label", "meta", "list", "url", "script", "structure"]


class Block(msgspec.Struct):
    """One block of the body as shown: not yet NFC, indents still there; cells of a table row split by a tab."""

    kind: Kind
    text: str
    level: int | None = None  #: what the markup says (h2 → 2); None when it says nothing


class Dated(msgspec.Struct, frozen=True):
    """A string that may be a date, and where it was read."""

    origin: Origin
    raw: str
    locator: str


class Pair(msgspec.Struct, frozen=True):
    """A label of the page and what stands behind it; an empty value is a statement too."""

    label: str
    value: str
    locator: str


class Raw(msgspec.Struct, kw_only=True):
    """The strings of one page. No HTML, no meaning; `extract` makes it, `normalise` reads it."""

    url: str
    charset: Charset
    titles: list[str] = []  #: the lines of the headline: kicker, title, subtitle in the order shown
    title: int = 0  #: which of them is the title
    bylines: list[str] = []  #: the line(s) with 作者/来源/时间, as shown
    tail: list[str] = []  #: labelled lines behind the text; their dates count only when `bylines` have none
    trailers: list[str] = []  #: lines in or behind the body that name writers or editors: （记者 …）, 责任编辑：…
    pairs: list[Pair] = []  #: what the meta tags say: author, source, …
    dates: list[Dated] = []  #: in the order of the page
    blocks: list[Block] = []
    crumbs: list[str] = []  #: breadcrumb as shown, from the home page on
    images: list[Link] = []
    attachments: list[Link] = []
    evidence: dict[str, Evidence] = {}
    missing: dict[str, str] = {}
    doubts: dict[str, str] = {}  #: what contradicts or weakens a value, for people
    row_title: str | None = None  #: what the listing calls it
    list_url: str | None = None
    near: str | None = None  #: ISO day that the order of the listing gives the article; None when it is not certain
