"""What was looked at for the check report, and what was found?

Faults are counted; the first of each item are kept whole, so that a report on a ruined archive stays readable.
"""

from collections import Counter, defaultdict

import msgspec

from congress_crawler.standards.scheme import Ours, code_of

SHOWN = 20  #: faults that are named under an item
OTHERS = "-"  #: the item of findings that the scheme does not know


class Fault(msgspec.Struct, frozen=True):
    """One bad thing under an item."""

    kind: str
    file: str  #: below the site's folder
    where: str  #: "byte 123" or "line 5"
    what: str
    subject: str | None = None

    def sentence(self) -> str:
        """File, place, what is wrong and what it is about."""
        return f"{self.file}: {self.where}: {self.what}" + (f" ({self.subject})" if self.subject else "")


class Looks:
    """What was looked at so far."""

    def __init__(self) -> None:
        """Nothing yet."""
        self.counts: Counter[str] = Counter()
        self.failed: Counter[str] = Counter()  #: by item
        self.faults: defaultdict[str, list[Fault]] = defaultdict(list)  #: by item, the first ones
        self.notes: defaultdict[str, list[str]] = defaultdict(list)  #: by item
        self.open: defaultdict[str, list[str]] = defaultdict(list)  #: by item: what of it was not checked, and why

    def found(self, kind: Ours, file: str, where: str, what: str, subject: str | None = None) -> None:
        """Note a fault that this room found."""
        self.take(Fault(kind, file, where, what, subject))

    def take(self, fault: Fault) -> None:
        """Note a fault, under the item of its kind."""
        code = code_of(fault.kind) or OTHERS
        self.failed[code] += 1
        if len(self.faults[code]) < SHOWN:
            self.faults[code].append(fault)
