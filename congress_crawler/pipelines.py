"""How does an answer become a row, in Scrapy's words?

normalise ▸ judge ▸ keep: one class a step. Each calls the pure function that `extract FILE` and `reextract` call.
"""

import contextlib
import logging
from typing import Self

import msgspec
from scrapy.crawler import Crawler
from scrapy.exceptions import DropItem

from congress_crawler.accounts import WATCHED
from congress_crawler.archive import ArchiveError, ArticleState
from congress_crawler.archive.members import Unreadable as NoRecord
from congress_crawler.items import Article, Event, EventKind, Failure, Listed, Provenance, Unreadable
from congress_crawler.listing import Row
from congress_crawler.normalise import Draft, author, body, date, finish, judge, placing
from congress_crawler.receipts import Receipt
from congress_crawler.replay import read_record
from congress_crawler.returning import diff
from congress_crawler.run import BROKEN, SiteRun, utc_now
from congress_crawler.versions import EXTRACTOR, as_listed, compare, listed

logger = logging.getLogger(__name__)


class Snapshot(msgspec.Struct, kw_only=True):
    """The item: an article in the making, and the answer it is made from."""

    draft: Draft
    link: str  #: canonical URL of the listed link, for accounting
    kept: Receipt  #: from the archive
    status: int
    row: Row  #: what the listing said


class NormaliseAuthor:
    """Who wrote it? `normalise.author`."""

    def process_item(self, item: Snapshot) -> Snapshot:
        """Fill authors, source and editors."""
        author.step(item.draft)
        return item


class NormaliseDate:
    """When was it published? `normalise.date`."""

    def process_item(self, item: Snapshot) -> Snapshot:
        """Fill published and its candidates."""
        date.step(item.draft)
        return item


class NormaliseBody:
    """What does it say? `normalise.body`."""

    def process_item(self, item: Snapshot) -> Snapshot:
        """Fill title, paragraphs and text."""
        body.step(item.draft)
        return item


class NormalisePlace:
    """Which county or city is it about? `normalise.placing`."""

    def process_item(self, item: Snapshot) -> Snapshot:
        """Fill place."""
        placing.step(item.draft)
        return item


class _OfRun:
    """A step that needs the run."""

    def __init__(self, run: SiteRun, crawler: Crawler) -> None:
        self._run = run
        self._crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Scrapy's constructor."""
        return cls(SiteRun.of(crawler.spider), crawler)


class Judge(_OfRun):
    """Is it an article at all? What is not becomes a named failure."""

    def process_item(self, item: Snapshot) -> Snapshot:
        """Let an article pass. Raises DropItem after writing the failure."""
        fault = judge(item.draft)
        if fault is None:
            return item
        failure = Failure(
            url=item.row.url,
            at=utc_now(),
            reason=fault.reason,
            detail=fault.detail,
            run=self._run.line.run,
            warc=item.kept.ref,
            list_url=item.row.list_url,
        )
        self._run.accounts.read({"title": fault.reason != "no-title", "text": fault.reason != "no-body"})
        with contextlib.suppress(ArchiveError):  # the run has said it, and ends
            self._run.fail(item.link, failure)
        raise DropItem(f"{failure.url}: {fault}", log_level="INFO")


class Keep(_OfRun):
    """Write the row: a new article, a new version of one, or only the note that nothing changed."""

    def process_item(self, item: Snapshot) -> Article:
        """Queue article and event. Raises DropItem when the archive takes nothing more."""
        try:
            return self._keep(item, finish(item.draft))
        except ArchiveError as error:
            raise DropItem(str(error), log_level="DEBUG") from error  # the run has said it, and ends

    def _keep(self, item: Snapshot, article: Article) -> Article:
        run = self._run
        before = run.article(article.url)
        event = compare(article, before)
        old = self._old(before) if before is not None and event == "edited" else None
        if before is not None and old is not None and old.digests.text == article.digests.text:
            event, article.version = "cosmetic", before.version  # today's reading of both is the same
        run.accounts.answered(article.id)
        run.accounts.read(_filled(article))
        rows: list[Article | Event] = []
        if before is not None and run.archive.history.gone(before.id):
            rows.append(self._event("returned", before.version, article, item, because="its address answers again"))
            run.line.returned += 1
        if event in {"new", "edited"}:
            article.provenance = self._provenance(item, article.url)
            rows.append(article)
        news = before is not None and event in {None, "cosmetic"} and not as_listed(before.listed, item.row)
        if event is not None or news:
            event = event or "cosmetic"
            changed = diff(texts(old), texts(article)) if old is not None and event == "edited" else None
            said = listed(item.row, article.url) if news else None
            rows.append(self._event(event, article.version, article, item, diff=changed, said=said))
        if event == "new":
            run.twins |= {twin.id: twin for twin in run.archive.history.same_text(article.digests.text)}
        run.add(*rows)
        run.accounts.settle(event or "unchanged", item.link)
        return article

    def _old(self, before: ArticleState) -> Article | None:
        """The version before, read again from its bytes with today's reading; None when that is not possible."""
        try:
            record = self._run.archive.read(before.ref)
            return read_record(record, self._run.profile, None)
        except (NoRecord, Unreadable):
            return None

    def _event(
        self,
        kind: EventKind,
        version: int,
        article: Article,
        item: Snapshot,
        *,
        because: str | None = None,
        diff: list[str] | None = None,
        said: Listed | None = None,
    ) -> Event:
        return Event(
            event=kind,
            url=article.url,
            id=article.id,
            version=version,
            at=item.kept.at,
            run=self._run.line.run,
            evidence=item.kept.ref,
            because=because,
            diff=diff,
            listed=said,
        )

    def _provenance(self, item: Snapshot, url: str) -> Provenance:
        row = item.row
        return Provenance(
            fetched_at=item.kept.at,
            status=item.status,
            warc=item.kept.ref,
            list_url=row.list_url or None,
            listed=listed(row, url),
            run=self._run.line.run,
            extractor=EXTRACTOR,
            profile=self._run.line.profile,
        )

    def close_spider(self) -> None:
        """Seal the archive. The engine only logs what is raised here, so nothing is: the run's exit code says it."""
        if not self._crawler.crawling and self._run.halted is None:
            self._run.halted = (BROKEN, "interrupted")
        try:
            self._run.finish("finished")
        except ArchiveError as error:
            logger.error("%s", error)


def texts(article: Article | None) -> list[str]:
    """The paragraphs of an article as plain strings; none for no article."""
    return [part.text for part in article.paragraphs] if article is not None else []


def _filled(article: Article) -> dict[str, bool]:
    """Which of the watched fields an article has."""
    return {name: bool(getattr(article, name)) for name in WATCHED}
