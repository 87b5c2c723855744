"""What does the open archive say when the crawl asks?

The questions about one page, as the half of `SiteArchive` that writes nothing.
"""

from abc import ABC, abstractmethod
from contextlib import AbstractContextManager
from functools import partial
from pathlib import Path

from congress_crawler.archive import lookup, payload
from congress_crawler.archive.index import Index
from congress_crawler.archive.record import Record
from congress_crawler.archive.state import ArticleState, Known
from congress_crawler.items import Failure, WarcRef


class Answers(ABC):
    """What `SiteArchive` answers. Every method raises StorageError as the archive's others do."""

    folder: Path
    _index: Index

    @abstractmethod
    def _storing(self) -> AbstractContextManager[None]:
        """The guard through which everything goes that touches the disk."""

    def known(self, url: str) -> Known | None:
        """The newest whole 200 answer for this URL (as asked) that became an article, this run's included; else None.

        It did when an article or event row points at it, or at one of the same URL and payload. One that a crash kept
        from being read, or that only a failure row points at, is not known: it would count as unchanged for ever.
        """
        with self._storing():
            return lookup.known(self._index, url)

    def article(self, article_id: str) -> ArticleState | None:
        """The newest version of an article, queued rows included; None when it has no row."""
        with self._storing():
            return lookup.article(self._index, article_id)

    def last_failure(self, url: str) -> Failure | None:
        """The newest failure line for this URL, queued ones included; None when there is none."""
        with self._storing():
            return lookup.last_failure(self._index, url)

    def read(self, ref: WarcRef) -> Record:
        """A record kept before, with the payload it stands for (a revisit gets its original's).

        For reading a page again without fetching it. Raises archive.members.Unreadable.
        """
        with self._storing():
            return payload.read(self.folder, ref, partial(lookup.place_of, self._index))
