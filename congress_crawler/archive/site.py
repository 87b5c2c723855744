"""How is one site kept, exactly once?

The only door to a site's folder. The caller keeps answers and adds rows; this room decides when they reach the disk.

    archive = SiteArchive.open(folder, "shandong", run=…, profile=…, info=…, started=…)
    kept = archive.keep(exchange, role="article", via=list_url, list_url=list_url)   # bytes first, whatever they are
    archive.add(Article(…, provenance=Provenance(warc=kept.ref, …)))                 # then what we read; then its Event
    archive.tick()                                                                   # commits when 0.5 s have passed
    archive.close(run_line)
"""

import contextlib
import sqlite3
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Self

from congress_crawler.archive import lookup
from congress_crawler.archive.answers import Answers
from congress_crawler.archive.disk import Disk, told
from congress_crawler.archive.errors import StorageError
from congress_crawler.archive.exchange import Exchange
from congress_crawler.archive.history import History
from congress_crawler.archive.keeping import Rendering, about, conversion, opening, records
from congress_crawler.archive.ledger import Ledgers
from congress_crawler.archive.lock import FolderLock
from congress_crawler.archive.members import Unreadable
from congress_crawler.archive.opening import Opened, bring_up
from congress_crawler.archive.record import Record, digest
from congress_crawler.archive.repair import GROUP, GROUP_ROWS
from congress_crawler.archive.state import ArticleState, Kept, Known, Role
from congress_crawler.archive.warcfile import ROLL_AT, WarcWriter
from congress_crawler.items import Article, Event, Failure, File, Run, WarcRef

__all__ = ["ArticleState", "Kept", "Known", "Role", "SiteArchive"]

GROUP_SECONDS = 0.5  #: nothing waits longer for its fsync while `tick` is called


class SiteArchive(Answers):
    """A site's folder, open for writing by this process alone. Made by `SiteArchive.open`.

    Every method but `close` and `abandon` raises StorageError when the disk refused something, then or earlier.
    """

    def __init__(
        self, folder: Path, site: str, run: str, lock: FolderLock, opened: Opened, writer: WarcWriter, disk: Disk
    ) -> None:
        self.folder, self.site, self.run = folder, site, run
        self.repaired: list[str] = opened.repaired  #: what opening cut or completed; goes into the run line by itself
        self.notices: list[str] = opened.notices  #: what else to tell people, e.g. that the index was rebuilt, and why
        self._lock, self._index, self._writer = lock, opened.index, writer
        self._ledgers = Ledgers(folder, disk)
        self._grown: dict[str, int] = {}  # WARC files written to since the last commit, with their size
        self._waiting_since: float | None = None
        self._articles = self._rows = self._failures = self._files = 0  # articles queued; lines added by this run
        self._failed: StorageError | None = None
        self._closed = False
        self.history = History(self._index, self._storing)  #: what it knows of the past of an article

    @classmethod
    def open(
        cls,
        folder: Path,
        site: str,
        *,
        run: str,
        profile: bytes,
        info: dict[str, str],
        started: datetime,
        disk: Disk | None = None,
        roll_at: int = ROLL_AT,
    ) -> Self:
        """Lock the folder of ONE site (output/<site>), repair it, and bring its index up to date.

        In: `folder` is created when absent; `run` a new run id (no white space); `profile` the effective profile as
        JSON, kept in every WARC file; `info` what the caller knows for `warcinfo` (software, operator, robots,
        http-header-user-agent, and what of the wire cannot be kept; one line each); `started` aware, names the
        WARC files; `roll_at` bytes begin a new WARC file. Writes no WARC file until something is kept. Raises
        StorageError when the folder cannot be used, Locked (at once) when another process has it, Damaged when a file
        is broken where no crash breaks it, ValueError for a used run id.
        """
        disk = disk or Disk()
        lock = FolderLock.take(folder, disk)
        with contextlib.ExitStack() as when_it_fails:
            when_it_fails.callback(lock.release)
            with told(folder):
                opened = bring_up(folder, site, disk)
            when_it_fails.callback(opened.index.close)
            if not run or run.split() != [run] or lookup.has_run(opened.index, run):
                raise ValueError(f"run id {run!r}: must be new to {folder} and without white space")
            stem = f"{site}-{started.astimezone(UTC):%Y%m%d%H%M%S}"
            first = partial(opening, site=site, run=run, profile=profile, info=info)
            writer = WarcWriter(folder / "warc", stem, first, disk=disk, roll_at=roll_at)
            when_it_fails.pop_all()
        return cls(folder, site, run, lock, opened, writer, disk)

    def keep(
        self, exchange: Exchange, *, role: Role, via: str | None, list_url: str | None, hops: str | None = None
    ) -> Kept:
        """Write one answer to the WARC (to the operating system; `commit` makes it durable).

        A payload kept before becomes a revisit; so does a 304 on a URL we know. Adds the request record, and for
        home, listing and article a metadata record (via, hopsFromSeed when `hops` is given, fetchTimeMs, role, list).
        Raises ValueError when no answer came (head b""): there is nothing to keep, add a Failure without a reference.
        """
        with self._storing():
            found = digest(exchange.payload)
            before = lookup.stands_for(self._index, exchange, found)
            return self._put(records(exchange, found, before, about(exchange, role, via, list_url, hops)))

    def keep_conversion(self, rendering: Rendering, *, role: Role, via: str | None, list_url: str | None) -> Kept:
        """Write what a browser made of a page whose document is kept, as `keep` does; the same again is a revisit.

        Adds a metadata record (via, role, list, the address asked when it is another, and what `rendering.made` says).
        Raises ValueError for a date or a value that a record cannot hold.
        """
        with self._storing():
            before = lookup.original(self._index, digest(rendering.html), "conversion")
            return self._put(conversion(rendering, before, role, via, list_url))

    def _put(self, made: list[Record]) -> Kept:
        """Write the records of one capture. Out: the place of the first, which rows may point at."""
        placed = self._writer.put(made)
        for file, record in placed:
            self._index.feed_record(f"warc/{file}", record)
            self._grown[f"warc/{file}"] = record.offset + record.length
        self._wait()
        file, record = placed[-len(made)]
        ref = WarcRef(file=file, offset=record.offset, length=record.length, record_id=record.id)
        return Kept(ref=ref, payload_digest=record.payload_digest or "", revisit=record.type == "revisit")

    def add(self, row: Article | File | Failure | Event) -> None:
        """Queue one row; commits by itself when 64 articles (or 256 rows) wait.

        An Article needs provenance and the next version of its id (1, or one more than `article` says): anything
        else raises ValueError and queues nothing, so no (id, version) is ever written twice. Add an article before
        its event.
        """
        with self._storing():
            if (why := lookup.refusal(self._index, row)) is not None:
                raise ValueError(why)
            self._index.feed_row(row)
            self._ledgers.add(row)
            self._articles += isinstance(row, Article)
            self._rows += isinstance(row, Article)
            self._failures += isinstance(row, Failure)
            self._files += isinstance(row, File)
            self._wait()
        if self._articles >= GROUP or self._ledgers.waiting() >= GROUP_ROWS:
            self.commit()

    def commit_due(self) -> bool:
        """Whether something has waited for 0.5 s."""
        return self._waiting_since is not None and time.monotonic() - self._waiting_since >= GROUP_SECONDS

    def tick(self) -> None:
        """Commit when it is due. Call it twice a second or after each page; cheap when nothing waits."""
        if self.commit_due():
            self.commit()

    def commit(self) -> None:
        """Make everything kept and queued durable: WARC, fsync, rows, fsync, index. Does nothing when nothing waits."""
        with self._storing():
            if self._waiting_since is None:
                return
            self._writer.sync()
            self._ledgers.commit()
            for name, size in {**self._grown, **self._ledgers.sizes()}.items():
                self._index.advance(name, size)
            self._index.commit()
            self._grown.clear()
            self._articles, self._waiting_since = 0, None

    def close(self, run: Run) -> None:
        """Commit, write the run's line, give the folder back.

        Fills in `run.rows`, `failure_lines`, `file_lines` and `repaired` from what was written. Raises StorageError
        when the line could not be written: the last commit failed, or any call before met a StorageError (then nothing
        more is written, and it is raised again). The folder is given back all the same, and the next `open` writes the
        run's line, as killed. A second call does nothing.
        """
        if self._closed:
            return
        if run.run != self.run:
            raise ValueError(f"the line of run {run.run} cannot end run {self.run}")
        try:
            self.commit()  # raises what failed before
            run.rows, run.failure_lines, run.repaired = self._rows, self._failures, self.repaired
            run.file_lines = self._files
            with self._storing():
                self._index.feed_row(run)
                self._ledgers.add(run)
                self._wait()
            self.commit()
        finally:
            self.abandon()

    def abandon(self) -> None:
        """For the forced stop: drop what is queued, close the files, give the folder back. Never raises."""
        if self._closed:
            return
        self._closed = True
        self._writer.close()
        self._ledgers.close()
        with contextlib.suppress(sqlite3.Error):  # derived: what it could not write, the next opening reads again
            self._index.close()
        self._lock.release()

    def _wait(self) -> None:
        if self._waiting_since is None:
            self._waiting_since = time.monotonic()

    @contextlib.contextmanager
    def _storing(self) -> Iterator[None]:
        """Everything that touches the disk goes through here: after the first failure nothing does any more."""
        if self._closed:
            raise ValueError(f"{self.folder}: the archive is closed")
        if self._failed is not None:
            raise StorageError(str(self._failed))
        safe = False
        try:
            with told(self.folder):
                yield
            safe = True
        except (ValueError, Unreadable):  # the caller's mistake, or what a file holds: nothing was written
            safe = True
            raise
        except StorageError as error:
            self._failed = error
            raise
        finally:
            if not safe:
                self._failed = self._failed or StorageError(f"{self.folder}: interrupted in the middle of a write")
                self._writer.cut_back()
                self._ledgers.cut_back()
