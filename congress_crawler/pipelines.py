"""How does an answer become a row, in Scrapy's words?

normalise ▸ judge ▸ keep: one class a step. Each calls the pure function that `extract FILE` and `reextract` call.
"""

import contextlib
import logging
from typing import Self

import msgspec
from scrapy.crawler import Crawler
from scrapy.exceptions import DropItem

from congress_crawler.archive import ArchiveError
from congress_crawler.items import Article, Event, Failure, Provenance
from congress_crawler.listing import Row
from congress_crawler.normalise import Draft, author, body, date, finish, judge, placing
from congress_crawler.run import BROKEN, Outcome, Receipt, SiteRun, utc_now
from congress_crawler.versions import EXTRACTOR, compare

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
        event = compare(article, run.article(article.url))
        outcome: Outcome = event or "unchanged"
        if event is not None:
            rows: list[Article | Event] = [
                Event(
                    event=event,
                    url=article.url,
                    id=article.id,
                    version=article.version,
                    at=item.kept.at,
                    run=run.line.run,
                    evidence=item.kept.ref,
                )
            ]
            if event != "cosmetic":
                article.provenance = self._provenance(item)
                rows.insert(0, article)
            run.add(*rows)
        run.settle(outcome, item.link)
        return article

    def _provenance(self, item: Snapshot) -> Provenance:
        return Provenance(
            fetched_at=item.kept.at,
            status=item.status,
            warc=item.kept.ref,
            list_url=item.row.list_url,
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
