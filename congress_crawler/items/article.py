"""What is in the record of an article?"""

from typing import Literal

import msgspec

SCHEMA = "congress-article/1"

Kind = Literal["person", "organisation"]
Role = Literal["author", "reporter", "correspondent", "photographer", "contributor"]
Method = Literal["label", "meta", "selector", "list", "url", "script", "structure"]
Rung = Literal["bom", "utf-16", "utf-8", "header", "meta", "gb18030", "big5"]


class Author(msgspec.Struct, frozen=True, kw_only=True):
    """One name of a byline, in the order of the page."""

    name: str
    """Without inner spaces."""
    kind: Kind
    """Person or organisation."""
    role: Role = "author"
    """What the page says the name did."""
    raw: str
    """The characters it was read from."""


class Paragraph(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One block of the article in reading order."""

    kind: Literal["paragraph", "heading", "list", "table", "caption"]
    """What the block is; a table row is a block."""
    text: str
    """NFC, without indent and line break; the cells of a table row are joined by a tab."""
    level: int | None = None
    """1 for the highest heading; absent for other kinds."""


class Link(msgspec.Struct, frozen=True, kw_only=True):
    """An attachment or an image of the article."""

    url: str
    """Absolute."""
    text: str
    """Anchor text, alternative text or caption; may be empty."""


class Place(msgspec.Struct, frozen=True, kw_only=True):
    """The county or city the article is about."""

    code: str
    """GB/T 2260: six digits, valid on the publication date."""
    name: str
    """The name of that code on that date."""
    path: list[str]
    """Province, city, county, as far as the level goes."""
    level: Literal["province", "city", "county"]
    """The level of the code."""
    from_: str = msgspec.field(name="from")
    """The field it was read from."""


class Charset(msgspec.Struct, frozen=True, kw_only=True):
    """How the bytes became text."""

    used: str
    """The codec that decoded the page, strictly but for the bytes that `damaged` counts."""
    declared_header: str | None
    """What Content-Type says."""
    declared_meta: str | None
    """What the page says."""
    rung: Rung
    """The rung of the ladder that held."""
    damaged: int = 0
    """Broken stretches of bytes that stand as U+FFFD in the text; 0 for a page that decodes strictly."""


class DateCandidate(msgspec.Struct, frozen=True, kw_only=True):
    """One date found on the way to the article, whether it won or not."""

    origin: Literal["label", "meta", "list", "url", "script", "structure"]
    """Where it was found."""
    raw: str
    """As found."""
    value: str | None
    """As read; null when the string is no date we can read."""


class Evidence(msgspec.Struct, frozen=True, kw_only=True):
    """Where on the page a value was read."""

    method: Method
    """By what it was found."""
    locator: str
    """An XPath, a label, a meta name or the name of a list column."""
    raw: str
    """The string it was read from."""


class Digests(msgspec.Struct, frozen=True, kw_only=True):
    """What the record is a record of."""

    payload: str
    """The entity-body as sent, content-coding kept."""
    text: str
    """The field `text` in UTF-8."""


class WarcRef(msgspec.Struct, frozen=True, kw_only=True):
    """The gzip member that holds a response."""

    file: str
    """Name below warc/."""
    offset: int
    """First byte of the member."""
    length: int
    """Bytes of the member."""
    record_id: str
    """WARC-Record-ID, angle brackets included."""


class Listed(msgspec.Struct, frozen=True, kw_only=True):
    """What the listing said of an article when its page was read."""

    title: str
    """The row's title, whole where the page has it."""
    date: str | None
    """The row's date as shown; null when it shows none."""
    near: str | None = None
    """The day of that date by the order of the listing; null when it is not certain."""
    url: str | None = None
    """The link as listed, when it led on to the article's address; null when it is that address."""


class Provenance(msgspec.Struct, frozen=True, kw_only=True):
    """How do we know?"""

    fetched_at: str
    """WARC-Date of the response."""
    status: int
    """HTTP status."""
    warc: WarcRef
    """The bytes."""
    list_url: str | None
    """The listing page that led here."""
    listed: Listed | None = None
    """What that page said; null when no listing led here."""
    run: str
    """The run that read it."""
    extractor: str
    """Software that read it, with its version."""
    profile: str
    """Digest of the effective profile."""


class Article(msgspec.Struct, kw_only=True):
    """One version of one article: the line of articles.jsonl."""

    schema: str = SCHEMA
    """Name and version of this record."""
    id: str
    """Site, hyphen, 16 hex digits of the SHA-256 of canonical_url; stable for ever."""
    version: int = 1
    """1, 2, …: a new text at the same URL."""
    url: str
    """As fetched."""
    canonical_url: str
    """Without scheme, www. and session noise."""
    site: str
    """Profile id."""
    host: str
    """Host of the URL."""
    section: list[str] = []
    """Breadcrumb, the home page left out."""
    title: str | None = None
    """Headline."""
    subtitle: str | None = None
    """副题."""
    kicker: str | None = None
    """引题."""
    byline_raw: str | None = None
    """The line(s) with 作者/来源/时间 as shown."""
    authors: list[Author] = []
    """Who wrote it, in order."""
    source: str | None = None
    """来源, resolved: 本网 becomes the site's name."""
    source_raw: str | None = None
    """来源 as shown."""
    editors: list[str] = []
    """责任编辑, 编辑, 审核: never authors."""
    published: str | None = None
    """YYYY-MM-DD or YYYY-MM-DDTHH:MM[:SS]+08:00, exactly as precise as the page."""
    published_raw: str | None = None
    """The string that won; where `published` is null, the string that names no day (`2016年6月`)."""
    date_candidates: list[DateCandidate] = []
    """Every date found, with its origin."""
    place: Place | None = None
    """The county or city the article is about."""
    paragraphs: list[Paragraph] = []
    """The body in reading order."""
    text: str = ""
    """The paragraphs joined by a line feed."""
    attachments: list[Link] = []
    """Files the article links to."""
    images: list[Link] = []
    """Pictures of the article."""
    language: str = "zh"
    """Language of the text (BCP 47)."""
    charset: Charset
    """How the bytes became text."""
    missing: dict[str, str] = {}
    """Field → reason, for every null that a reader would ask about."""
    doubts: dict[str, str] = {}
    """Field → what the page contradicts itself in, though the field has a value: each origin with what it says."""
    evidence: dict[str, Evidence] = {}
    """Field → where it was read."""
    digests: Digests
    """Of the bytes and of the text."""
    provenance: Provenance | None = None
    """Null only for `extract FILE`: no archive, no provenance."""
