"""What has become of every link that the listings of this run show?"""

from typing import Literal

from congress_crawler.items import Reason, Run, Walked

Outcome = Literal["new", "edited", "cosmetic", "unchanged", "skipped"]
#: The fields whose filling is watched from run to run.
WATCHED = ("title", "published", "authors", "source", "text")


class Accounts:
    """The books of one run, kept in its line: every listed link ends in exactly one outcome, or as a failure."""

    def __init__(self, line: Run) -> None:
        """In: the run's line, whose counts are kept here."""
        self.line = line
        self.passed = 0
        self._shown: set[tuple[int, int]] = set()  # (64-bit hash of a link, its listing)
        self._links: set[int] = set()
        self._pending: dict[str, int] = {}
        self._answered: set[str] = set()

    def listed(self, link: str, walked: Walked) -> bool:
        """Count a link (canonical URL) of a listing. Out: False when this run has counted it before.

        One that another listing has shown already counts as known to this one.
        """
        number = next(n for n, one in enumerate(self.line.listings) if one is walked)
        name = hash(link)
        if (name, number) in self._shown:
            return False
        self._shown.add((name, number))
        walked.links += 1
        if name in self._links:
            walked.known += 1
            return False
        self._links.add(name)
        self._pending[link] = number
        self.line.found += 1
        return True

    def has_listed(self, link: str) -> bool:
        """Whether any listing of this run showed a link."""
        return hash(link) in self._links

    def answered(self, article_id: str) -> None:
        """Note that this run asked for an article and was answered, wherever its link stood."""
        self._answered.add(article_id)

    def has_answered(self, article_id: str) -> bool:
        """Whether this run has asked for an article already."""
        return article_id in self._answered

    def settle(self, outcome: Outcome, link: str) -> None:
        """Count a link as new, edited, cosmetic, unchanged or skipped; one that stood in no listing as a recheck."""
        if link not in self._pending:
            self._recheck(outcome)
            return
        walked = self.line.listings[self._pending.pop(link)]
        setattr(self.line, outcome, getattr(self.line, outcome) + 1)
        field = outcome if outcome in {"new", "edited"} else "known"
        setattr(walked, field, getattr(walked, field) + 1)

    def fail(self, reason: Reason, link: str) -> None:
        """Count a link as failed."""
        if link not in self._pending:
            self._recheck("failed")
            return
        walked = self.line.listings[self._pending.pop(link)]
        walked.failed += 1
        self.line.failed += 1
        for counts in (walked.reasons, self.line.reasons):
            counts[reason] = counts.get(reason, 0) + 1

    def pass_over(self, link: str) -> None:
        """Take a link out of the account: --limit leaves it for another run."""
        self._pending.pop(link, None)
        self.passed += 1

    def read(self, filled: dict[str, bool]) -> None:
        """Count an answer that was read as an article, and which of the watched fields it gave."""
        self.line.read += 1
        for name in WATCHED:
            self.line.filled[name] = self.line.filled.get(name, 0) + filled.get(name, False)

    def open(self) -> list[str]:
        """The links that have come to nothing yet."""
        return sorted(self._pending)

    def settled(self) -> int:
        """How many listed links were read or known."""
        line = self.line
        return line.new + line.edited + line.cosmetic + line.unchanged + line.skipped

    def _recheck(self, outcome: str) -> None:
        self.line.rechecks[outcome] = self.line.rechecks.get(outcome, 0) + 1
