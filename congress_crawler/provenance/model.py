"""What is the answer to "how do we know"?

`congress-provenance/1`: the structs that `--json` writes and `tell` puts into words. Times are UTC as in the archive,
digests `sha256:` and hex, offsets bytes of a file. A reference to a record is `items.WarcRef`.
"""

from typing import Any, Literal

import msgspec

from congress_crawler.items import Article, Event, Failure, File, Listed, Run, WarcRef

SCHEMA = "congress-provenance/1"
Verdict = Literal["same", "differs", "unread"]


class Place(msgspec.Struct, frozen=True, kw_only=True):
    """A line of a row file, to the byte."""

    file: str
    line: int  #: from 1
    offset: int
    length: int  #: the line feed included
    sha256: str  #: of the line's bytes, hex


class Spot(msgspec.Struct, frozen=True, kw_only=True):
    """Where a string stands in a page."""

    within: str  #: the address of the page, or "address" when the string is a part of that
    record: WarcRef | None = None  #: the record that holds the page
    character: int  #: offset in the decoded page, from 0
    byte: int | None = None  #: offset in the page without its content-coding; null where it is not certain
    length: int  #: characters from the first to the last of the string, tags in between included
    count: int  #: how often the string stands there
    how: Literal["literal", "entities", "tags"]  #: as it is; entities read; tags between its characters left out
    excerpt: str  #: the page's own characters around it


class Field(msgspec.Struct, kw_only=True):
    """One value of a row: how it was read, and what reading gives now."""

    name: str
    value: Any
    method: str | None = None  #: by what it was found, as in `evidence`
    locator: str | None = None
    raw: str | None = None  #: the string it was read from
    now: Verdict = "unread"  #: what reading the record again gives
    gives: Any = None  #: the value read now, where it differs
    spot: Spot | None = None  #: null where the string is not found as it is
    missing: str | None = None  #: why the value is null
    doubt: str | None = None  #: what the page contradicts itself in


class Said(msgspec.Struct, kw_only=True):
    """A record of the archive, read now, its lengths and digests computed again."""

    ref: WarcRef
    type: str = ""
    at: str = ""
    url: str = ""
    status: int | None = None  #: null for a record that is no answer
    payload_digest: str | None = None
    size: int | None = None  #: bytes of the payload that it holds or stands for, as sent
    sound: bool = True
    why: str = ""  #: why it is not sound


class Asked(msgspec.Struct, kw_only=True):
    """The request that an answer is to."""

    ref: WarcRef
    line: str  #: the request line as sent
    headers: dict[str, str]  #: as sent; the first of a name


class Capture(msgspec.Struct, kw_only=True):
    """One answer of the article's address, or of one that led there."""

    said: Said
    run: str
    head: str | None = None  #: the status line as sent
    block_digest: str | None = None
    ip: str | None = None
    truncated: str | None = None
    revisit: str | None = None  #: of a revisit: identical-payload-digest or server-not-modified
    of: WarcRef | None = None  #: the record whose payload it stands for
    request: Asked | None = None
    metadata: dict[str, str] = {}  #: what the metadata record beside it says: via, role, fetchTimeMs, tls, …
    beside: list[Said] = []  #: request, metadata and other records of the same capture


class Version(msgspec.Struct, kw_only=True):
    """One row of articles.jsonl, and what its record gives now."""

    row: Article
    place: Place
    record: Said
    now: Verdict = "unread"  #: all fields together
    differs: list[str] = []  #: names of the fields that read otherwise now
    why: str = ""  #: why it cannot be read
    reading: str = ""  #: software that reads now
    faults: list[str] = []  #: what in the row does not agree with itself or with its record
    fields: list[Field] = []
    diff: list[str] = []  #: `- …` what went since the version before, `+ …` what came; whole
    marked: list[str] = []  #: the same for people: changes inside a paragraph as [-went-] and {+came+}


class Way(msgspec.Struct, kw_only=True):
    """The listing page that led to the article."""

    version: int
    list_url: str | None
    listed: Listed | None  #: what its row said
    record: Said | None = None  #: the page as it was read then; null when it is not found
    run: str = ""  #: the run that read it
    spot: Spot | None = None  #: where the row stands in it
    note: str = ""


class Robots(msgspec.Struct, kw_only=True):
    """The robots.txt in force when the article was asked for."""

    run: str
    url: str
    status: int | None = None
    allows: bool | None = None  #: read again now; null when it cannot be
    says: str = ""  #: the rule that decides, with its line, or the policy
    line: int | None = None
    crawl_delay: float | None = None
    record: Said | None = None


class RunSaid(msgspec.Struct, kw_only=True):
    """A run that asked for the article or wrote of it."""

    run: str
    line: Run | None  #: the newest line of runs.jsonl that it has; null when it has none
    places: list[Place] = []
    info: dict[str, str] = {}  #: what the warcinfo record of its file says
    profile: Said | None = None  #: the record with its effective profile


class Happened(msgspec.Struct, kw_only=True):
    """An event of the article, with the answers that show it."""

    event: Event
    place: Place
    records: list[Said] = []


class Failed(msgspec.Struct, kw_only=True):
    """A failure line of one of the article's addresses."""

    failure: Failure
    place: Place
    record: Said | None = None


class Carried(msgspec.Struct, kw_only=True):
    """A line of files.jsonl: an attachment or image."""

    file: File
    place: Place
    record: Said | None = None


class Twin(msgspec.Struct, frozen=True, kw_only=True):
    """Another article with the same bytes or the same text."""

    kind: Literal["same-bytes", "same-text"]
    folder: str
    id: str
    version: int
    url: str
    title: str | None
    published: str | None
    at: str


class Seal(msgspec.Struct, kw_only=True):
    """What the signed tree heads of the site cover of this article."""

    says: str  #: in words
    run: str | None = None  #: of the newest head
    at: str | None = None
    size: int | None = None
    root: str | None = None
    key: str | None = None
    signed: bool = False  #: whether the head's signature is over its text
    stamped: bool = False  #: whether it has a time stamp; `verify` looks into it
    included: int = 0  #: rows and records whose inclusion proof was made and holds
    open: list[str] = []  #: rows and records under no head yet
    wrong: str = ""  #: why a proof does not hold


class Cited(msgspec.Struct, frozen=True, kw_only=True):
    """How to cite it."""

    gbt7714: str
    bibtex: str
    biblatex: str
    notes: list[str]


class Story(msgspec.Struct, kw_only=True):
    """All of it."""

    schema: str = SCHEMA
    id: str
    url: str
    site: str
    name: str | None  #: the site's name
    folder: str
    asked: str  #: when this was put together
    captures: list[Capture]
    versions: list[Version]
    ways: list[Way]
    robots: list[Robots]
    runs: list[RunSaid]
    events: list[Happened]
    failures: list[Failed]
    files: list[Carried]
    twins: list[Twin]
    more_twins: int = 0  #: how many there are beyond those in `twins`
    records: int = 0  #: records read for this, their digests computed again
    seal: Seal | None = None
    cited: Cited | None = None
    faults: list[str] = []  #: what does not agree
    notes: list[str] = []
