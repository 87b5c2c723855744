"""Does each run line count what the run wrote?"""

from collections import Counter
from collections.abc import Iterator

from congress_crawler.archive.ledger import Place
from congress_crawler.items import Run
from congress_crawler.verify.findings import Finding


class Tally:
    """Rows by run, and what the run lines say of them. The newest line of a run counts."""

    def __init__(self) -> None:
        self.articles: Counter[str] = Counter()
        self.failures: Counter[str] = Counter()
        self._lines: dict[str, tuple[int, Run]] = {}

    def enter(self, place: Place, row: Run) -> None:
        """Take in one run line."""
        self._lines[row.run] = (place.number, row)

    def findings(self, *, writing: bool) -> Iterator[Finding]:
        """Runs whose lines are wrong or missing. While a crawl writes, its run may have no line yet."""
        for run in sorted({*self.articles, *self.failures, *self._lines}):
            if run in self._lines:
                yield from self._compare(run)
            elif not writing:
                rows = f"{self.articles[run]} articles and {self.failures[run]} failures"
                what = f"has no line, but {rows} (a killed run: the next crawl writes its line)"
                yield Finding("run-without-line", "runs.jsonl", "the whole file", what, run)

    def lined(self, run: str) -> bool:
        """Whether a run has a line."""
        return run in self._lines

    def _compare(self, run: str) -> Iterator[Finding]:
        number, row = self._lines[run]
        pairs = [("article", row.rows, self.articles[run]), ("failure", row.failure_lines, self.failures[run])]
        for name, says, has in pairs:
            if says != has:
                what = f"says {says} {name} rows, there are {has}"
                yield Finding("run-count", "runs.jsonl", f"line {number}", what, run)
