"""What is wrong, and where?

What `verify` hands back: every bad thing by name, none hidden behind a count.
"""

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from congress_crawler.verify.many import Many

Kind = Literal[
    # A WARC file
    "damaged",  # bytes that are no whole gzip member or no record, with whole records behind them
    "torn-tail",  # a file that ends in the middle of a record or row
    "whole-file-gzip",  # one gzip member that holds many records: none of them can be read by itself
    "wrong-length",  # a block that is not as long as its Content-Length
    "wrong-digest",  # a block or payload that is not that of its digest
    "missing-digest",  # a record without the digest that its kind has
    "missing-field",  # a record without its id, type or date
    "bad-field",  # a field that says nothing valid
    "bad-date",  # a date that is none, cannot be, or lies outside of its run
    "duplicate-record-id",
    "dangling-revisit",  # the response it refers to is not there
    "revisit-mismatch",  # it is there, but is another one than the revisit says
    "dangling-record",  # a request or metadata record beside nothing
    "missing-request",  # an answer without the request that it answers
    "missing-metadata",  # an answer of which nothing says what it was asked for
    "request-differs",  # the request is not one for the answer's address
    "warcinfo-differs",  # the file does not begin with what it was made by, or that says something else
    # A row
    "bad-row",  # a line that is no row
    "row-points-nowhere",
    "row-differs",  # the row does not say what its record says
    "row-edited",  # the row does not agree with itself
    "row-out-of-order",  # the row does not stand where it was written
    "duplicate-row",
    "reread-differs",  # reading the record again gives another article, or finds a value elsewhere
    "duplicate-version",
    "version-gap",
    "article-without-event",
    "event-without-article",
    "event-differs",  # what the event says happened is not what its evidence shows
    "file-differs",  # a line of files.jsonl does not say what its record and its article say
    # A run
    "run-count",
    "run-differs",  # the line does not say what the WARC files of the run say
    "run-without-line",
    # What is derived, and what is signed
    "cdxj",
    "wacz",
    "proof",  # a tree head that is not that of the archive
    "head-missing",
    "not-as-sealed",  # bytes that a tree head covers and that are others now, or gone
]


@dataclass(frozen=True, slots=True)
class Finding:
    """One bad thing. Printed, it is a sentence."""

    kind: Kind
    file: str  #: name below the site's folder
    where: str  #: "byte 123" or "line 5"
    what: str
    subject: str | None = None  #: the record id, article id or run it is about
    articles: tuple[str, ...] = ()  #: ids of the articles whose rows rest on a record that is bad

    def __str__(self) -> str:
        """File, place, what is wrong, what it is about, and which articles that hits."""
        about = f" ({self.subject})" if self.subject else ""
        others = [one for one in self.articles if one != self.subject]
        hit = ", ".join(others[:SHOWN]) + (" …" if len(others) > SHOWN else "")
        return f"{self.file}: {self.where}: {self.what}{about}" + (f" [article {hit}]" if hit else "")

    @property
    def at(self) -> int | None:
        """The number in `where`: the offset of a byte, or the number of a line; None when it is neither."""
        found = _NUMBER.fullmatch(self.where)
        return int(found[1]) if found else None


SHOWN = 3  # articles that a sentence names
_NUMBER = re.compile(r"(?:byte|line) (\d{1,19})")


@dataclass(slots=True)
class Report:
    """What was looked at, and what was found. `ok` when nothing was."""

    folder: Path
    findings: list[Finding] | Many[Finding] = field(default_factory=lambda: Many(Finding))
    notes: list[str] | Many[str] = field(default_factory=lambda: Many(str))  #: worth saying, but nothing wrong
    #: Name of a check → how many items it looked at. The names: docs/verify.md. A check that had nothing to look at,
    #: or that was not asked for, has no entry.
    checked: dict[str, int] = field(default_factory=dict)
    writing: int | None = None  #: pid of the crawl that writes here now (0: not known); None when none does
    warc_bytes: int = 0  #: compressed
    records: int = 0
    articles: int = 0
    files: int = 0
    failures: int = 0
    events: int = 0
    runs: int = 0

    @property
    def ok(self) -> bool:
        """Whether everything agrees."""
        return not self.findings

    def count(self, check: str, items: int = 1) -> None:
        """Note that a check has looked at so many items more."""
        self.checked[check] = self.checked.get(check, 0) + items
