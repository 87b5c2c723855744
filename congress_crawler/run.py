"""What does one run of one site hold together?

The profile, the open archive, the operator's options and the tally that becomes a line of `runs.jsonl`. It knows no
Scrapy: the spider gives it the one thing it may ask of the engine, which is to stop.
"""

import asyncio
import contextlib
import logging
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal

import msgspec

from congress_crawler.archive import ArticleState, Known, SiteArchive, StorageError
from congress_crawler.archive.exchange import Exchange
from congress_crawler.items import Article, Event, Failure, Run, WarcRef
from congress_crawler.manners import Policy
from congress_crawler.normalise import article_id, canonical
from congress_crawler.profile import Profile

logger = logging.getLogger(__name__)

PATIENCE = 3  # refusals in a row before the run ends with exit 75
Outcome = Literal["new", "edited", "cosmetic", "unchanged", "skipped"]
#: Exit codes; the numbers of sysexits.h where it has one.
COMPLETE, USAGE, UNREAD, UNREACHABLE, BROKEN, STORAGE, REFUSED = 0, 1, 65, 69, 70, 74, 75


def utc_now() -> str:
    """The time as WARC-Date: UTC, whole seconds (WARC 1.1, section 5.4)."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


class Options(msgspec.Struct, frozen=True, kw_only=True):
    """What the operator chose for this run."""

    output: Path = Path("output")
    full: bool = False  #: ask every known article again, not only those whose server answers conditionally
    limit: int | None = None  #: stop after so many article requests
    delay: float = 1.0  #: seconds between requests to a host
    contact: str = ""  #: e-mail or web address for the User-Agent and the warcinfo


class Receipt(msgspec.Struct, frozen=True, kw_only=True):
    """Where an answer lies in the archive, and whether its bytes are news."""

    ref: WarcRef
    at: str  #: its WARC-Date
    payload_digest: str  #: of its payload; for a 304 that of the payload it stands for
    before: str | None  #: digest of the answer that the same URL gave last time


class SiteRun:
    """One run of one site.

    `stop` is set by the spider and ends the engine; `hang_up` by the wire and ends the transfer under way; `stopping`
    wakes whoever waits politely.
    """

    def __init__(self, profile: Profile, options: Options, archive: SiteArchive, line: Run) -> None:
        """In: a checked profile, the options, the archive opened for this run, the run's line so far."""
        self.profile = profile
        self.options = options
        self.archive = archive
        self.line = line
        self.stop: Callable[[str], None] = lambda _: None
        self.stopping = asyncio.Event()
        self.halted: tuple[int, str] | None = None
        self.faults: list[tuple[int, str]] = []
        self.finished = False
        self.passed = 0
        self.hang_up: Callable[[], None] = lambda: None
        self._refusals = 0
        self._way = {canonical(profile.home)}
        self._listed: set[int] = set()  # 64-bit hashes: a list may have tens of thousands of links
        self._pending: set[str] = set()

    @staticmethod
    def of(spider: Any) -> "SiteRun":
        """The run of a spider, for Scrapy's from_crawler constructors. Raises TypeError when it has none."""
        run = getattr(spider, "run", None)
        if not isinstance(run, SiteRun):
            raise TypeError("this component works only under the spider 'snapshots'")
        return run

    # --- keeping -----------------------------------------------------------------------------------------------

    def keep(self, exchange: Exchange, meta: Mapping[str, Any]) -> Receipt:
        """Archive one answer. `meta` gives role, via and list_url. Raises StorageError after asking for the stop."""
        hops, role = meta.get("redirect_urls") or [meta.get("via")], meta.get("role", "other")
        with self._storing():
            before = self.archive.known(exchange.url) if role == "article" else None
            kept = self.archive.keep(exchange, role=role, via=hops[-1], list_url=meta.get("list_url"))
        return Receipt(
            ref=kept.ref,
            at=exchange.at,
            payload_digest=kept.payload_digest,
            before=before.payload_digest if before is not None else None,
        )

    def add(self, *rows: Article | Event | Failure) -> None:
        """Queue rows for the next group commit. Raises StorageError after asking for the stop."""
        with self._storing():
            for row in rows:
                self.archive.add(row)

    def article(self, url: str) -> ArticleState | None:
        """The newest version of the article at an address. Raises StorageError after asking for the stop."""
        with self._storing():
            return self.archive.article(article_id(self.profile.site, canonical(url)))

    def known(self, url: str) -> Known | None:
        """The newest answer for an address that became a row. Raises StorageError after asking for the stop."""
        with self._storing():
            return self.archive.known(url)

    def tick(self) -> None:
        """Commit what is due. Called by a timer: a storage failure stops the run, which is all there is to do."""
        with contextlib.suppress(StorageError), self._storing():
            self.archive.tick()

    @contextlib.contextmanager
    def _storing(self) -> Iterator[None]:
        """Every call of the archive goes through here: the first that fails ends the run with exit 74."""
        try:
            yield
        except StorageError as error:
            self.halt(STORAGE, "storage", str(error))
            raise

    # --- accounting: every listed link ends in exactly one of these ---------------------------------------------

    def listed(self, link: str) -> bool:
        """Count a link (canonical URL) of the listing. Out: False when it was counted before."""
        if hash(link) in self._listed:
            return False
        self._listed.add(hash(link))
        self._pending.add(link)
        self.line.found += 1
        return True

    def settle(self, outcome: Outcome, link: str) -> None:
        """Count a listed link as new, edited, cosmetic, unchanged or skipped."""
        setattr(self.line, outcome, getattr(self.line, outcome) + 1)
        self._pending.discard(link)

    def fail(self, link: str, failure: Failure) -> None:
        """Count a listed link as failed, and write a line unless the newest line for its address says the same."""
        self.line.failed += 1
        self.line.reasons[failure.reason] = self.line.reasons.get(failure.reason, 0) + 1
        self._pending.discard(link)
        with self._storing():
            before, read = self.archive.last_failure(failure.url), self.archive.known(failure.url)
        again = before is not None and before.reason == failure.reason and (read is None or read.at <= before.at)
        if not again:
            self.add(failure)

    def pass_over(self, link: str) -> None:
        """Take a listed link out of the account: --limit leaves it for another run."""
        self._pending.discard(link)
        self.passed += 1

    def walked(self, url: str, promised: int) -> None:
        """Note a list page. In: its address; how many more links it promises than its section did before."""
        self.line.listing_pages.append(url)
        self._way.add(canonical(url))
        if promised:
            self.line.promised = (self.line.promised or 0) + promised

    def is_way(self, url: str) -> bool:
        """Whether an address is the home page or a list page walked: sites send removed articles there."""
        return canonical(url) in self._way

    def robots(self, policy: Policy, kept: Receipt | None) -> None:
        """Note the robots.txt in force. In: what it says, the archive's receipt for it."""
        self.line.robots.append(
            {
                "url": policy.url,
                "status": policy.status,
                "allows": policy.open if policy.rules is None else "by its rules",
                "says": policy.why if policy.rules is None else "its rules are obeyed",
                "crawl_delay": policy.crawl_delay,
                "warc": kept.ref if kept is not None else None,
            }
        )

    def served(self) -> None:
        """An answer came that is no refusal: those before it were not in a row."""
        self._refusals = 0

    def refused(self, what: str) -> bool:
        """Count a refusal (challenge, 429, 503). Out: True when the run ends for it, after PATIENCE in a row."""
        self._refusals += 1
        if self._refusals >= PATIENCE:
            self.halt(REFUSED, "refused", f"{what}; {self._refusals} refusals in a row, so the run ends here")
        return self._refusals >= PATIENCE

    # --- ending ------------------------------------------------------------------------------------------------

    def fault(self, code: int, word: str, message: str) -> None:
        """Note that the run cannot be complete, and go on. In: as for `halt`."""
        self.faults.append((code, word))
        logger.error("%s: %s", self.profile.site, message)

    def halt(self, code: int, word: str, message: str) -> None:
        """End the run early, for the first reason given. In: exit code, the word for `end`, a sentence for people."""
        if self.halted is not None:
            return
        self.halted = (code, word)
        logger.error("%s: %s", self.profile.site, message)
        self.stopping.set()
        self.stop(word)

    def finish(self, reason: str) -> int:
        """Seal the archive and write the run's line. In: the engine's reason. Out: the exit code.

        Never raises for storage: the exit code says it.
        """
        if self.finished:
            return self.line.exit or 0
        self.finished = True
        code, word = self.halted or self._verdict(reason)
        self.line.ended, self.line.end, self.line.exit = utc_now(), word, code
        try:
            self.archive.close(self.line)
        except StorageError as error:
            logger.error("%s: %s", self.profile.site, error)
            self.line.exit, self.line.end = STORAGE, "storage"
        return self.line.exit or 0

    def _verdict(self, reason: str) -> tuple[int, str]:
        line = self.line
        settled = line.new + line.edited + line.cosmetic + line.unchanged + line.skipped
        if reason != "finished":
            return BROKEN, reason
        if self.faults:
            return self.faults[0]
        if self._pending:
            some = ", ".join(sorted(self._pending)[:3])
            logger.error("%s: %d listed links came to nothing: %s …", self.profile.site, len(self._pending), some)
            return BROKEN, "unaccounted"
        if settled == 0:
            logger.error("%s: no article could be read; failures.jsonl says why, link by link", self.profile.site)
            return UNREAD, "nothing-read"
        return COMPLETE, "limited" if self.passed else "finished"
