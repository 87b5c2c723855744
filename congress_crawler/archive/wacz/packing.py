"""How does a site become one file that replays in any WACZ player?

Surveyed once, shared out into parts, written part by part in bounded memory, and named when all of them are whole.
"""

import contextlib
from collections.abc import Callable
from datetime import date
from pathlib import Path

from congress_crawler.archive.cdxj_state import sizes
from congress_crawler.archive.disk import Disk
from congress_crawler.archive.draft import Draft, saying
from congress_crawler.archive.errors import ArchiveError
from congress_crawler.archive.wacz.books import Books
from congress_crawler.archive.wacz.choice import Choice
from congress_crawler.archive.wacz.pages import Articles
from congress_crawler.archive.wacz.part import Part, write
from congress_crawler.archive.wacz.plan import Plan
from congress_crawler.archive.wacz.sharing import share
from congress_crawler.archive.wacz.survey import survey

PART_BYTES = 2 << 30  #: a part is no longer than this

Progress = Callable[[int, int], None]  #: bytes done, bytes in all; each byte counts twice: surveyed, copied
_WORDS = {"since": "since", "until": "until", "run": "of run"}
Tell = Callable[[str], None]


class NothingWanted(ArchiveError):
    """No capture is wanted, or there is none. Nothing was written."""


def pack(
    folder: Path,
    to: Path,
    *,
    since: date | None = None,
    until: date | None = None,
    run: str | None = None,
    part_bytes: int = PART_BYTES,
    software: str = "congress-crawler",
    progress: Progress | None = None,
    tell: Tell | None = None,
    disk: Disk | None = None,
) -> list[Path]:
    """Write a site's folder as WACZ, into the folder `to`, which must be there.

    In: the first and the last day (of WARC-Date) and the run that are wanted, all when None; the most that a file may
    hold; who does it, "congress-crawler/0.1.0"; what is told how far it is, and what stays out. Out: the files, one
    unless the captures do not fit. Their names: site and date of the newest capture, what was chosen, the number of the
    part. The same archive gives the same bytes. Raises NothingWanted, Unfinished for damage within a WARC file,
    StorageError; then no file is left, or each that has its name is whole.
    """
    choice = Choice(since=since, until=until, run=run)
    with saying(folder), Plan() as plan, contextlib.ExitStack() as drafts:
        steps = _Steps(2 * sum(sizes(folder).values()), progress)
        books = Books(folder, whole=choice.whole)  # noted before the records: no row then lacks its record
        articles = Articles(folder, books.articles)
        for notice in survey(folder, choice, plan, steps.walked):
            (tell or _silent)(notice)
        articles.charge(plan)
        count = share(plan, part_bytes, books.size)
        if count == 0:
            raise NothingWanted(f"{folder}: holds no capture{_asked(choice)}, so nothing was packed")
        made = []
        for number in range(1, count + 1):
            part = Part(number, count, choice, software)
            draft = drafts.enter_context(Draft(to / part.name(folder, plan), disk))
            write(folder, plan, part, articles, books if number == 1 else None, draft, steps.walked)
            draft.sync()
            made.append(draft)
        return [draft.publish() for draft in made]


class _Steps:
    """How far it is."""

    def __init__(self, whole: int, progress: Progress | None) -> None:
        self._done, self._whole, self._progress = 0, whole, progress

    def walked(self, more: int) -> None:
        self._done += more
        if self._progress is not None:
            self._progress(self._done, self._whole)


def _asked(choice: Choice) -> str:
    return "".join(f" {_WORDS[name]} {value}" for name, value in choice.said().items())


def _silent(_: str) -> None:
    pass
