"""Which items does the check report have, and what counts under each?

Data: scheme.tsv, in the order of the four properties of DA/T 70-2018.
"""

from functools import cache
from typing import Literal

import msgspec

from congress_crawler.standards.mapping import rows

PROPERTIES = {"真实性": "authenticity", "完整性": "integrity", "可用性": "usability", "安全性": "security"}

#: What this room finds, beside what `verify` finds.
Ours = Literal[
    "control-character",
    "date-range",
    "code-range",
    "duplicate-url",
    "register-count",
    "register-bytes",
    "missing-reason",  # a null without a reason
    "run-process",  # a run line without its software, profile or robots.txt
    "walk-incomplete",
    "file-unasked",  # an attachment or image without a line in files.jsonl
    "empty-text",
    "writable-by-all",
]


class Check(msgspec.Struct, frozen=True):
    """One item of the report."""

    code: str
    property: str
    chinese: str
    english: str
    kinds: str  #: of findings, separated by blanks
    counts: str  #: figures, separated by blanks
    what_chinese: str
    what: str
    never: str  #: why it is never checked; empty when it is


@cache
def scheme() -> tuple[Check, ...]:
    """All items, in order."""
    return tuple(Check(*row) for row in rows("scheme.tsv")[1:])


@cache
def code_of(kind: str) -> str | None:
    """The item that a kind of finding counts under; None for a kind that the scheme does not know.

    >>> code_of("row-differs"), code_of("walk-incomplete"), code_of("nonsense")
    ('1-10', '2-6', None)
    """
    return next((one.code for one in scheme() if kind in one.kinds.split()), None)
