"""Are the lists of pages right, and is each page in the index?"""

import sqlite3
import zipfile
from collections.abc import Iterable, Iterator
from types import TracebackType
from typing import Self

import msgspec

from congress_crawler.archive.surt import surt
from congress_crawler.archive.wacz.pages import PAGES

LINE = 1 << 26  #: bytes; a longer line is no page


class _Header(msgspec.Struct):
    format: str
    id: str


class _Page(msgspec.Struct):
    url: str
    ts: str


class PageBook:
    """Which addresses the index has, and which the pages ask for. A context manager."""

    def __init__(self) -> None:
        self._db = sqlite3.connect("", isolation_level=None)
        self._db.executescript(
            "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -16384;"
            "CREATE TABLE had (key TEXT, stamp TEXT, PRIMARY KEY (key, stamp)) WITHOUT ROWID;"
            "CREATE TABLE asked (key TEXT, stamp TEXT, place TEXT, url TEXT);"
        )
        self._db.execute("BEGIN")

    def __enter__(self) -> Self:
        """Ready to take lines."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Throw it away."""
        self._db.close()

    def noting(self, lines: Iterable[bytes]) -> Iterator[bytes]:
        """The lines of an index as they are; their keys and times are noted."""
        for line in lines:
            key, _, rest = line.partition(b" ")
            stamp = rest.partition(b" ")[0]
            self._db.execute("INSERT OR IGNORE INTO had VALUES (CAST(? AS TEXT), CAST(? AS TEXT))", (key, stamp))
            yield line

    def ask(self, place: str, page: _Page) -> None:
        """Note a page."""
        stamp = "".join(sign for sign in page.ts if sign in "0123456789")[:14]
        self._db.execute("INSERT INTO asked VALUES (?, ?, ?, ?)", (surt(page.url), stamp, place, page.url))

    def lost(self) -> Iterator[tuple[str, str]]:
        """The pages that the index does not have at their time."""
        rows = self._db.execute(
            "SELECT place, url FROM asked WHERE NOT EXISTS "
            "(SELECT 1 FROM had WHERE had.key = asked.key AND had.stamp = asked.stamp) ORDER BY rowid"
        )
        for place, url in rows:
            yield place, f"has no capture at its time in the index: {url}"


def pages(file: zipfile.ZipFile, names: list[str], book: PageBook) -> Iterator[tuple[str, str]]:
    """Everything wrong in the page lists, line by line; the pages go into the book. In: the paths below pages/."""
    if PAGES not in names:
        yield PAGES, "is missing: no player shows what there is to read"
    for name in names:
        number = 0
        with file.open(name) as stream:
            while line := stream.readline(LINE):
                number += 1
                try:
                    if number == 1:
                        _check(msgspec.json.decode(line, type=_Header))
                    else:
                        book.ask(f"{name}, line {number}", msgspec.json.decode(line, type=_Page))
                except (msgspec.MsgspecError, UnicodeDecodeError, ValueError) as error:
                    yield f"{name}, line {number}", f"is no {'header' if number == 1 else 'page'}: {error}"
        if number == 0:
            yield name, "is empty: it lacks its header"


def _check(header: _Header) -> None:
    if header.format != "json-pages-1.0":
        raise ValueError(f"format is {header.format!r}, not 'json-pages-1.0'")
