"""What do the row files of a site say, as far as a report needs it?

One pass a file. Of articles, of which there may be gigabytes, only a few fields are decoded and none is kept.
"""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import TypeVar

import msgspec

from congress_crawler.archive.errors import StorageError
from congress_crawler.items import Event, Failure, Run
from congress_crawler.normalise import article_id, canonical

Row = TypeVar("Row")


class _Provenance(msgspec.Struct):
    fetched_at: str
    run: str


class _Article(msgspec.Struct):
    """What a report needs of an article row."""

    id: str
    version: int
    provenance: _Provenance | None


class _File(msgspec.Struct):
    """What a report needs of the line of a file."""

    id: str
    url: str
    run: str
    reason: str | None = None


class Rows:
    """What was read. Made by `read`."""

    def __init__(self) -> None:
        """Empty."""
        self.runs: dict[str, Run] = {}  #: in order; the newest line of a run counts
        self.articles = 0  #: first versions: each article once
        self.failures: dict[str, Failure] = {}  #: the newest line of each address that was not read since
        self.never_read: set[str] = set()  #: those of these that never became a row
        self.files_kept = 0  #: attachments and images, counted once for each article that carries them
        self.files_failed: dict[tuple[str, str], str] = {}  #: by article id and address: why, of those not kept
        self.gone: set[str] = set()  #: ids of articles removed and not returned
        self.last_events: list[Event] = []  #: of the last run
        self.written: Counter[str] = Counter()  #: rows by run
        self.notes: list[str] = []


def read(folder: Path) -> Rows:
    """Read the row files of one site.

    In: its folder. Out: what they say; a line that is no row becomes a note, a file that is absent has none. Raises
    StorageError when a file cannot be read.
    """
    rows = Rows()
    try:
        _runs(folder, rows)
        _failures(folder, rows)
        _articles(folder, rows)
        _files(folder, rows)
        _events(folder, rows)
    except OSError as error:
        raise StorageError(f"{error.filename or folder}: cannot be read: {error.strerror}") from error
    return rows


def _lines(path: Path, kind: type[Row], notes: list[str]) -> Iterator[Row]:
    decoder = msgspec.json.Decoder(kind)
    if not path.exists():
        return
    with path.open("rb") as file:  # in binary a line ends at the line feed only: U+2028 and its kin are text
        for number, raw in enumerate(file, start=1):
            try:
                yield decoder.decode(raw)
            except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
                notes.append(f"{path.name}: line {number} is no row ({error}); `verify` names all that is bad")


def _runs(folder: Path, rows: Rows) -> None:
    for run in _lines(folder / "runs.jsonl", Run, rows.notes):
        rows.runs[run.run] = run


def _failures(folder: Path, rows: Rows) -> None:
    for failure in _lines(folder / "failures.jsonl", Failure, rows.notes):
        rows.written[failure.run] += 1
        # An address gets a line only when its reason changes, or when it was read in between: the newest is the first
        # of the unbroken row.
        rows.failures[failure.url] = failure


def _articles(folder: Path, rows: Rows) -> None:
    site = next(iter(rows.runs.values())).site if rows.runs else folder.name
    failing = {article_id(site, canonical(url)): url for url in rows.failures}
    ever = set()
    for article in _lines(folder / "articles.jsonl", _Article, rows.notes):
        made = article.provenance
        rows.articles += article.version == 1
        rows.written[made.run if made else ""] += 1
        url = failing.get(article.id)
        if url is not None:
            ever.add(url)
            if made is not None and url in rows.failures and made.fetched_at >= rows.failures[url].at:
                del rows.failures[url]
    rows.never_read = set(rows.failures) - ever


def _files(folder: Path, rows: Rows) -> None:
    for file in _lines(folder / "files.jsonl", _File, rows.notes):
        rows.written[file.run] += 1
        if file.reason is None:
            rows.files_kept += 1
            rows.files_failed.pop((file.id, file.url), None)
        else:
            rows.files_failed[file.id, file.url] = file.reason


def _events(folder: Path, rows: Rows) -> None:
    last = next(reversed(rows.runs), None)
    for event in _lines(folder / "events.jsonl", Event, rows.notes):
        rows.written[event.run] += 1
        if event.event in {"removed", "moved"}:
            rows.gone.add(event.id)
        elif event.event in {"new", "returned", "edited"}:
            rows.gone.discard(event.id)
        if event.run == last:
            rows.last_events.append(event)
