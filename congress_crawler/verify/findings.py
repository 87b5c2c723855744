"""What is wrong, and where?

What `verify` hands back: every bad thing by name, none hidden behind a count.
"""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

Kind = Literal[
    "damaged",  # bytes of a WARC file that are no whole record, with whole records behind them
    "torn-tail",  # a file that ends in the middle of a record or row
    "bad-field",  # a record with a field that says nothing valid
    "duplicate-record-id",
    "dangling-revisit",  # the response it refers to is not there
    "revisit-mismatch",  # it is there, but is another one than the revisit says
    "dangling-record",  # a request or metadata record beside nothing
    "bad-row",  # a line that is no row
    "row-points-nowhere",
    "row-differs",  # the row does not say what its record says
    "row-edited",  # the row does not agree with itself
    "reread-differs",  # reading the record again gives another article
    "duplicate-version",
    "version-gap",
    "article-without-event",
    "event-without-article",
    "run-count",
    "run-without-line",
]


@dataclass(frozen=True, slots=True)
class Finding:
    """One bad thing. Printed, it is a sentence."""

    kind: Kind
    file: str  #: name below the site's folder
    where: str  #: "byte 123" or "line 5"
    what: str
    subject: str | None = None  #: the record id, article id or run it is about

    def __str__(self) -> str:
        """File, place, what is wrong, and what it is about."""
        about = f" ({self.subject})" if self.subject else ""
        return f"{self.file}: {self.where}: {self.what}{about}"


@dataclass(slots=True)
class Report:
    """What was looked at, and what was found. `ok` when nothing was."""

    folder: Path
    findings: list[Finding] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)  #: worth saying, but nothing wrong
    writing: int | None = None  #: pid of the crawl that writes here now (0: not known); None when none does
    warc_bytes: int = 0  #: compressed
    records: int = 0
    articles: int = 0
    failures: int = 0
    events: int = 0
    runs: int = 0

    @property
    def ok(self) -> bool:
        """Whether everything agrees."""
        return not self.findings
