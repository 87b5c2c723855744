"""To which element does each of our fields belong?

Data: mapping.tsv, a closed table. The names and numbers of DA/T 46-2009 come from lists by others; see its head.
"""

from functools import cache
from importlib import resources

import msgspec

NONE = "-"  #: the field of a row for an element that nothing of ours answers
UNVERIFIED = "mapping not verified against the standard's text"


class Mapped(msgspec.Struct, frozen=True):
    """A row of the table. Empty strings where it says nothing."""

    field: str  #: a key of the article row, or site.…, warcinfo.…, capture.…, files, events; NONE
    term: str  #: what archivists ask for: 来源, 题名, 抓取时间 …
    meta: str  #: names of meta tags, separated by blanks
    element: str  #: DA/T 46-2009
    number: str  #: its number there, "M22"
    warc: str  #: field or type of record of WARC 1.1
    check: str  #: item of the check report
    basis: str  #: how the pairing is known: seen, observed, third-party, memory
    absent: str  #: the reason for a null that the row itself gives none for
    remark: str

    @property
    def mapped(self) -> bool:
        """Whether it belongs anywhere; a field that does not says why in `remark`."""
        return bool(self.element or self.meta or self.warc)

    @property
    def verified(self) -> bool:
        """Whether the text that defines what it is mapped to was seen."""
        return self.basis == "seen"


@cache
def mapping() -> tuple[Mapped, ...]:
    """All rows, in order (83; 1 ms)."""
    return tuple(Mapped(*row) for row in rows("mapping.tsv")[1:])


def table() -> str:
    """The table as it is written, its comments included, for people."""
    return _text("mapping.tsv")


def rows(name: str) -> list[list[str]]:
    """The rows of a data file of this room, its heads first, lines of comment left out. In: its name."""
    return [line.split("\t") for line in _text(name).splitlines() if line and not line.startswith("#")]


def _text(name: str) -> str:
    return resources.files("congress_crawler.standards").joinpath(name).read_text("utf-8")
