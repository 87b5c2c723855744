"""What does a report say of a site?

These structs are what `report --json` prints, one object a site on one line. Their names are the keys and stay; a key
may be added. Times are as in the row files: UTC, ISO 8601, seconds. The string under a key says what it means.
"""

from typing import Literal

import msgspec

from congress_crawler.items import Event, Walked


class LastRun(msgspec.Struct, frozen=True, kw_only=True):
    """The newest run that has a line."""

    run: str
    """Its id."""
    started: str
    """UTC."""
    ended: str
    """UTC."""
    seconds: int | None
    """How long it took; null when a time is not known."""
    days_ago: int | None
    """Whole days from its end to now."""
    exit: int | None
    """Exit code; null when it was killed."""
    end: str
    """How it ended, in a word."""
    means: str
    """What the exit code means, in words."""
    pages: int
    """List pages walked."""
    promised: int | None
    """Rows the listings promise; null when they say nothing."""
    found: int
    """Distinct links listed."""
    new: int
    edited: int
    cosmetic: int
    unchanged: int
    skipped: int
    """Known, and not asked again by policy."""
    failed: int
    rechecked: int
    """Known ones asked again beside the listing: it was their day, or they left it."""
    rechecks: dict[str, int]
    """What these came to."""
    removed: int
    returned: int
    moved: int
    read: int
    """Pages read as articles."""
    filled: dict[str, int]
    """How many of these gave each field."""
    files: dict[str, int]
    """Attachments and images of kept articles: asked, kept, known (kept before), failed, left for another run."""
    repaired: list[str]
    """What its opening cut or completed."""


class ListingReport(msgspec.Struct, frozen=True, kw_only=True):
    """One listing, as it was last walked."""

    name: str
    """Section names joined by " › "; the address where these do not tell."""
    walked: Walked
    """Its walk: pages, rows, links, counts, why it ended, warnings."""
    run: str
    """The run that walked it."""
    at: str
    """When that run started."""
    in_last_run: bool
    """False: the last run did not come to it, and says nothing of it."""
    last_full: str | None
    """Start of the last run that walked it completely, to its end; null for never."""


class Failing(msgspec.Struct, frozen=True, kw_only=True):
    """One address that fails now."""

    url: str
    since: str
    """When it first failed for this reason, without having been read or having failed otherwise since."""
    run: str
    """The run that saw it first."""
    detail: str


class FailureReport(msgspec.Struct, frozen=True, kw_only=True):
    """What failed for one reason."""

    reason: str
    """Of the closed list of failures.jsonl."""
    last_run: int
    """Links that failed for it in the last run."""
    standing: int
    """Addresses whose newest answer this is, as far as the row files tell."""
    since: str | None
    """When the first of these began."""
    examples: list[Failing]
    """At most three, the newest first."""


class Trouble(msgspec.Struct, frozen=True, kw_only=True):
    """What has been wrong up to and including the last run."""

    kind: str
    """The word of the run's end, or `alarm`."""
    since: str
    """Start of the first run of the unbroken row that ended so. Killed and interrupted runs do not break it."""
    runs: int
    """How many ended so."""
    last_good: str | None
    """Start of the last run that ended with 0 and without alarm; null for never."""


class SiteReport(msgspec.Struct, frozen=True, kw_only=True):
    """All of one site. One object of `report --json`."""

    site: str
    folder: str
    ok: bool
    """Whether the last run ended with 0 and without alarm: what the exit code of `report` sums up."""
    state: Literal["crawled", "no-article", "no-run", "not-crawled"]
    """no-run: a crawl began and has left no line yet; not-crawled: there is no folder."""
    says: str
    """The state in words, with the reason when there is no article."""
    articles: int = 0
    """Articles kept, each counted once."""
    gone: int = 0
    """Of these, removed from the site or moved to another address, and not returned."""
    files: int = 0
    """Attachments and images kept, counted once for each article that carries them."""
    files_failed: dict[str, int] = {}
    """Those that are not, by the reason that was told last."""
    runs: int = 0
    """Runs with a line."""
    first: str | None = None
    """Start of the first."""
    killed: list[str] = []
    """Starts of the runs that were killed."""
    last: LastRun | None = None
    listings: list[ListingReport] = []
    events: dict[str, int] = {}
    """Events of the last run by kind."""
    shown: list[Event] = []
    """At most ten of them, cosmetic ones left out; what is gone comes first."""
    alarms: list[str] = []
    """Of the last run."""
    failures: list[FailureReport] = []
    trouble: Trouble | None = None
    last_full: str | None = None
    """Start of the last run that ended with 0 and walked every listing completely; null for never."""
    days_since_full: int | None = None
    """Whole days from then to now."""
    writing: int | None = None
    """Pid of the crawl that writes here now (0: not known); null when none does."""
    notes: list[str] = []
    """Lines that are no rows, and rows of runs without a line."""
