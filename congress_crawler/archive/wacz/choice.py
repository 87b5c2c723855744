"""Which captures are wanted?"""

import re
from datetime import date

import msgspec


class Choice(msgspec.Struct, frozen=True, kw_only=True):
    """What a capture must be to be packed; everything by default."""

    since: date | None = None  #: the first day (WARC-Date, UTC)
    until: date | None = None  #: the last day, itself included
    run: str | None = None  #: the id of the run that made it

    @property
    def whole(self) -> bool:
        """Whether nothing is left out."""
        return self.since is None and self.until is None and self.run is None

    def takes(self, at: str, run: str) -> bool:
        """Whether a capture is wanted. In: its WARC-Date and its run.

        >>> Choice(since=date(2027, 1, 2)).takes("2027-01-02T00:00:00Z", "r"), Choice(run="r").takes("", "s")
        (True, False)
        """
        day = at[:10]
        after = self.since is None or day >= self.since.isoformat()
        before = self.until is None or day <= self.until.isoformat()
        return after and before and (self.run is None or run == self.run)

    def said(self) -> dict[str, str]:
        """What is asked for, by name; {} for everything."""
        asked = {"since": self.since, "until": self.until, "run": self.run}
        return {name: str(value) for name, value in asked.items() if value is not None}

    def name(self) -> str:
        """The same for a file name.

        >>> Choice(since=date(2027, 1, 2), run="a/b").name()
        '-since-2027-01-02-run-a_b'
        """
        return "".join(f"-{name}-{re.sub(r'[^0-9A-Za-z._-]', '_', value)}" for name, value in self.said().items())
