"""What became of a listed article, and of a run?"""

from typing import Any, Literal

import msgspec

from congress_crawler.items.article import Listed, WarcRef

#: Why a listed article is no row. A closed list: consumers may switch on it.
Reason = Literal[
    "off-site",  # the link leaves the hosts the profile names (WeChat included)
    "not-html",  # the link or the answer is a file, not a page
    "bad-url",  # the link cannot be a web address
    "robots",  # robots.txt of the host refuses it, or could not be had
    "private-address",  # the host resolves to an address we do not connect to
    "not-found",  # 404 or 410
    "http-error",  # any other status that is no page
    "redirect",  # a loop, or more than five hops
    "dns",
    "refused",
    "tls",  # the certificate does not verify
    "timeout",
    "disconnect",
    "too-large",
    "bad-encoding",  # the content-coding does not decode
    "undecodable",  # no rung of the charset ladder decodes it
    "challenge",  # a wall meant for browsers: named, respected, not got round
    "rate-limited",  # 429, or 503 with Retry-After
    "soft-404",  # 200, but the page says that there is none
    "truncated-parse",  # the parser dropped the tail of the page
    "body-in-frame",  # the text sits in a frame's own page
    "needs-browser",  # only a script in a browser fills the page; `render = true` in the profile asks for one
    "no-title",
    "no-body",
]


EventKind = Literal["new", "edited", "cosmetic", "removed", "returned", "moved"]


class Failure(msgspec.Struct, frozen=True, kw_only=True):
    """A listed article that could not be kept: the line of failures.jsonl."""

    url: str
    """The link as listed, wherever it led."""
    at: str
    """When it failed."""
    reason: Reason
    """Why, from the closed list."""
    detail: str
    """Why, for people."""
    run: str
    """The run that says so."""
    warc: WarcRef | None = None
    """The answer that made us say so; null when there was none."""
    list_url: str | None = None
    """The listing page that led here."""


class Event(msgspec.Struct, frozen=True, kw_only=True):
    """What happened to an article: the line of events.jsonl."""

    event: EventKind
    """What happened."""
    url: str
    """Of the article."""
    id: str
    """Of the article."""
    version: int
    """The version that is the newest after the event."""
    at: str
    """When it was seen."""
    run: str
    """The run that saw it."""
    evidence: WarcRef
    """The answer that shows it."""
    supporting: list[WarcRef] = []
    """More answers that show it: the first 404 of two, the pages of a complete walk that no longer list it."""
    because: str | None = None
    """Why, in words: for removed, returned and moved."""
    to: str | None = None
    """Only of moved: the new address, whose article has the same text."""
    listed: Listed | None = None
    """Only of cosmetic: what the listing says of the article now, when that alone is new."""
    diff: list[str] | None = None
    """Only of edited: the paragraphs that went (- …) and came (+ …), in reading order, `…` where many are left out."""


class Walked(msgspec.Struct, kw_only=True):
    """How one listing of the profile was walked in a run, its sub-lists included. Counts are of distinct links.

    rows counts what the pages show, pinned and repeated rows included. new + edited + known + failed = links when the
    run is complete and nothing was left over by --limit.
    """

    section: list[str]
    """Its names, as in the profile; as found when the profile leaves it open."""
    url: str
    """Where the walk began."""
    dialect: str = ""
    """How it is built, as recognised on its first page."""
    why: str = ""
    """What it was recognised by."""
    full: bool = True
    """Whether it was walked to its end, or only until the known rows began."""
    walks: int = 0
    """How often it was walked: more than once when it changed under the walk."""
    pages: int = 0
    """Pages read in the last walk, sub-lists included."""
    promised: int | None = None
    """How many rows the listing says it has, its sub-lists summed; null when it says nothing."""
    promised_pages: int | None = None
    """How many pages it says it has; null when it says nothing."""
    rows: int = 0
    """Rows on the pages of the last walk."""
    links: int = 0
    """Distinct links."""
    new: int = 0
    """Articles not known before."""
    edited: int = 0
    """Known ones with a new text."""
    known: int = 0
    """Known ones, unchanged, cosmetically changed or not asked."""
    failed: int = 0
    """Links that came to nothing."""
    reasons: dict[str, int] = {}
    """Failed links by reason."""
    ended: str = ""
    """Why the walk ended: last page, known rows, repeated page, no new links, too many pages, failed, stopped."""
    complete: bool = False
    """Whether every page to the end was read and its rows accounted for: only then is an absence evidence."""
    warnings: list[str] = []
    """What does not agree, with numbers."""


class Wait(msgspec.Struct, frozen=True, kw_only=True):
    """One time that a server asked us to wait (429 or 503) and we did."""

    url: str
    """What was asked for."""
    at: str
    """When the server said so."""
    status: int
    """429 or 503."""
    retry_after: str | None
    """The header as sent; null when there was none."""
    seconds: float
    """How long we waited; 0 when it was too long and the run ended instead."""
    warc: WarcRef | None = None
    """The answer that said so."""


class Run(msgspec.Struct, kw_only=True):
    """How a run went: the line of runs.jsonl.

    found = new + edited + cosmetic + unchanged + skipped + failed when the run is complete; promised > found means that
    the site shows fewer rows than it says.
    """

    run: str
    """Id of the run."""
    site: str
    """Profile id."""
    started: str
    """UTC."""
    ended: str
    """UTC."""
    profile: str
    """Digest of the effective profile."""
    software: dict[str, str]
    """Name → version."""
    robots: list[dict[str, Any]] = []
    """Each robots.txt in force: url, status, what it allows, crawl_delay, warc."""
    listing_pages: list[str] = []
    """The list pages walked, in order."""
    listing_records: list[WarcRef] = []
    """The record of each of these pages as it was read last, in the same order."""
    waits: list[Wait] = []
    """Every time a server asked us to wait."""
    promised: int | None = None
    """The total that the listing states; null when it states none."""
    found: int = 0
    """Distinct links in the listing."""
    new: int = 0
    """Articles not known before."""
    edited: int = 0
    """Known ones with a new text."""
    cosmetic: int = 0
    """Known ones with other bytes and the same text."""
    unchanged: int = 0
    """Asked, and the same."""
    skipped: int = 0
    """Known, and not asked again by policy."""
    failed: int = 0
    """Links that came to nothing, each with a reason."""
    reasons: dict[str, int] = {}
    """Failed links by reason."""
    listings: list[Walked] = []
    """How each listing of the profile was walked."""
    rechecked: int = 0
    """Known articles asked again that no page of this walk shows: it was their day, or they left the listing."""
    rechecks: dict[str, int] = {}
    """What these came to: unchanged, cosmetic, edited or failed; not part of the counts of listed links."""
    removed: int = 0
    """Articles found gone, with evidence."""
    returned: int = 0
    """Articles that were gone and are back."""
    moved: int = 0
    """Articles whose text is now at another address."""
    read: int = 0
    """Answers read as articles, or refused for want of a title or body."""
    filled: dict[str, int] = {}
    """How many of these gave title, published, authors, source, text: what an alarm compares with the runs before."""
    alarms: list[str] = []
    """Why a person should look at the site: a field that used to be filled is not any more, many articles vanish."""
    rows: int = 0
    """Lines this run added to articles.jsonl."""
    failure_lines: int = 0
    """Lines this run added to failures.jsonl: a failure that is as it was adds none."""
    files: dict[str, int] = {}
    """Attachments and images: asked, kept, known (kept before, so not asked), failed."""
    file_lines: int = 0
    """Lines this run added to files.jsonl."""
    repaired: list[str] = []
    """What opening cut or completed, in words."""
    delay: float = 1.0
    """Seconds between two requests, as kept."""
    exit: int | None = None
    """Exit code; null when the run was killed and this line was written by the next one."""
    end: str = ""
    """How it ended, in a word: finished, interrupted, storage, …"""


class Unreadable(Exception):
    """A page that is no article."""

    def __init__(self, reason: Reason, detail: str) -> None:
        """In: the reason from the closed list; a sentence for people."""
        super().__init__(f"{reason}: {detail}")
        self.reason: Reason = reason
        self.detail = detail
