"""What does one run of one site hold together?

The profile, the open archive, the operator's options and the tally that becomes a line of `runs.jsonl`. It knows no
Scrapy: the spider gives it the one thing it may ask of the engine, which is to stop.
"""

import asyncio
import contextlib
import logging
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

from congress_crawler.accounts import Accounts
from congress_crawler.archive import ArchiveError, ArticleState, Known, Locked, SiteArchive, StorageError, cdxj
from congress_crawler.archive.exchange import Exchange
from congress_crawler.items import Article, Event, Failure, File, Run, Wait, WarcRef
from congress_crawler.manners import Policy
from congress_crawler.normalise import article_id, canonical
from congress_crawler.profile import Profile
from congress_crawler.proof import seal
from congress_crawler.receipts import Missing, Options, Receipt
from congress_crawler.versions import PACKAGE

logger = logging.getLogger(__name__)

PATIENCE = 3  # refusals in a row before the run ends with exit 75
#: Exit codes; the numbers of sysexits.h where it has one.
COMPLETE, USAGE, UNREAD, UNREACHABLE, BROKEN, STORAGE, REFUSED = 0, 1, 65, 69, 70, 74, 75


def utc_now() -> str:
    """The time as WARC-Date: UTC, whole seconds (WARC 1.1, section 5.4)."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


class SiteRun:
    """One run of one site.

    `stop` is set by the spider and begins its end; `hang_up` by the wire and ends the transfer under way; `stopping`
    wakes whoever waits politely.
    """

    def __init__(self, profile: Profile, options: Options, archive: SiteArchive, line: Run) -> None:
        """In: a checked profile, the options, the archive opened for this run, the run's line so far."""
        self.profile = profile
        self.options = options
        self.archive = archive
        self.line = line
        self.now = datetime.fromisoformat(line.started)  #: one clock for the whole run: what is due, and since when
        self.stop: Callable[[str], None] = lambda _: None
        self.stopping = asyncio.Event()
        self.halted: tuple[int, str] | None = None
        self.agent = PACKAGE  #: the User-Agent
        self.faults: list[tuple[int, str]] = []
        self.finished = False
        self.accounts = Accounts(line)
        self.missing: dict[str, Missing] = {}  #: by article id: known articles whose address gave no article today
        self.wanted = 0  #: how many listings there are to walk
        self.twins: dict[str, ArticleState] = {}  #: by article id: those with the text of an article that is new today
        self.hang_up: Callable[[], None] = lambda: None
        self._refusals = 0
        self._way = {canonical(profile.home)}

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

    def add(self, *rows: Article | Event | Failure | File) -> None:
        """Queue rows for the next group commit. Raises StorageError after asking for the stop."""
        with self._storing():
            for row in rows:
                self.archive.add(row)

    def behind(self, link: str) -> ArticleState | None:
        """The article at an address, or the one that the address, listed before, led on to."""
        return self.article(link) or self.archive.history.of_link(link)

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

    # --- accounting ---------------------------------------------------------------------------------------------

    def fail(self, link: str, failure: Failure) -> None:
        """Count a listed link as failed, and write a line unless the newest line for its address says the same."""
        self.accounts.fail(failure.reason, link)
        state = self.article(failure.url)
        if state is not None:
            self.accounts.answered(state.id)
            if failure.warc is not None:
                self.missing[state.id] = Missing(state=state, reason=failure.reason, answer=failure.warc)
        self.note(failure)

    def note(self, failure: Failure) -> None:
        """Write a failure line unless the newest line for its address says the same."""
        with self._storing():
            before, read = self.archive.last_failure(failure.url), self.archive.known(failure.url)
        again = before is not None and before.reason == failure.reason and (read is None or read.at <= before.at)
        if not again:
            self.add(failure)

    def last_failure(self, url: str) -> Failure | None:
        """The newest failure line of an address. Raises StorageError after asking for the stop."""
        with self._storing():
            return self.archive.last_failure(url)

    def walked(self, url: str, record: WarcRef) -> None:
        """Note a list page. In: its address, and the record that it was read from; of one read again the later one."""
        if url in self.line.listing_pages:
            self.line.listing_records[self.line.listing_pages.index(url)] = record
        else:
            self.line.listing_pages.append(url)
            self.line.listing_records.append(record)
        self._way.add(canonical(url))

    def waited(self, wait: Wait) -> None:
        """Note that a server asked us to wait."""
        self.line.waits.append(wait)

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
        """Write the run's line and seal the archive. In: the engine's reason. Out: the exit code.

        Never raises for storage: the exit code says it.
        """
        if self.finished:
            return self.line.exit or 0
        self.finished = True
        code, word = self.halted or self._verdict(reason)
        self.line.ended, self.line.end, self.line.exit = utc_now(), word, code
        try:
            self.archive.close(self.line)
            self._seal()
            cdxj.refresh(self.archive.folder)
        except ArchiveError as error:
            logger.error("%s: %s", self.profile.site, error)
            self.line.exit, self.line.end = STORAGE, "storage"
        return self.line.exit or 0

    def _seal(self) -> None:
        """End with a tree head. Who took the folder in the meantime covers this run with the head of its own."""
        key, tsa = self.options.key, self.options.tsa
        try:
            seal(self.archive.folder, self.profile.site, self.line.run, key=key, tsa=tsa, agent=self.agent)
        except Locked as error:
            logger.warning("%s: not sealed now, the head of the next run will cover it: %s", self.profile.site, error)

    def _verdict(self, reason: str) -> tuple[int, str]:
        if reason != "finished":
            return BROKEN, reason
        if self.faults:
            return self.faults[0]
        if left := self.accounts.open():
            some = ", ".join(left[:3])
            logger.error("%s: %d listed links came to nothing: %s …", self.profile.site, len(left), some)
            return BROKEN, "unaccounted"
        if self.line.alarms:
            return UNREAD, "alarm"
        if self.accounts.settled() == 0:
            logger.error("%s: no article could be read; failures.jsonl says why, link by link", self.profile.site)
            return UNREAD, "nothing-read"
        return COMPLETE, "limited" if self.accounts.passed else "finished"
