"""What does the archive know of the past of an article?

The questions that coming back asks, as methods of one open archive.
"""

from collections.abc import Callable
from contextlib import AbstractContextManager

from congress_crawler.archive import carried, lookup
from congress_crawler.archive.index import Index
from congress_crawler.archive.state import ArticleState, Carried, Check
from congress_crawler.items import File, Run

GONE = frozenset(("removed", "moved"))


class History:
    """Made by `SiteArchive.history`. Every method raises StorageError as the archive's own do."""

    def __init__(self, index: Index, storing: Callable[[], AbstractContextManager[None]]) -> None:
        """In: the open index; the archive's guard, through which all that touches the disk goes."""
        self._index = index
        self._storing = storing

    def articles(self) -> list[ArticleState]:
        """The newest version of every article, queued rows included. Memory: some 700 bytes each."""
        with self._storing():
            return lookup.articles(self._index)

    def of_link(self, link: str) -> ArticleState | None:
        """The article that a listed link led on to when it was read; None when none is known."""
        with self._storing():
            return lookup.article_of_link(self._index, link)

    def same_text(self, text_digest: str) -> list[ArticleState]:
        """The articles whose newest version has the text of this digest."""
        with self._storing():
            return lookup.same_text(self._index, text_digest)

    def checks(self, url: str) -> list[Check]:
        """Every whole answer that an address (as asked) gave, this run's included, the oldest first."""
        with self._storing():
            return lookup.checks(self._index, url)

    def version_dates(self, article_id: str) -> list[str]:
        """The WARC-Dates of an article's versions, the first one first."""
        with self._storing():
            return lookup.version_dates(self._index, article_id)

    def gone(self, article_id: str) -> bool:
        """Whether its newest event says that the article is removed or moved."""
        with self._storing():
            return lookup.last_event(self._index, article_id) in GONE

    def runs(self) -> list[Run]:
        """The newest line of every run before this one, the oldest first."""
        with self._storing():
            return lookup.run_lines(self._index)

    def carried(self, run: str | None = None) -> list[Carried]:
        """The files that articles link to and that are not kept for them yet: see `archive.carried.wanted`."""
        with self._storing():
            return carried.wanted(self._index, run)

    def files_kept(self, run: str | None = None) -> int:
        """How many of the files that articles link to are kept for them: see `archive.carried.kept`."""
        with self._storing():
            return carried.kept(self._index, run)

    def file_lines(self, url: str) -> list[File]:
        """Every line about a file, of whichever article, the first one first."""
        with self._storing():
            return carried.lines(self._index, url)
