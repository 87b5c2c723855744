"""Which article is meant?

An id, the unique beginning of one, or an address in any spelling; looked for in every site folder given.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import msgspec

from congress_crawler.items import Failure
from congress_crawler.normalise import canonical
from congress_crawler.provenance.rows import decoded

SHOWN = 5  # ids told when several are meant
MOST = 1000  # ids that a beginning may be the beginning of, before they are no longer counted


class NoArticle(Exception):
    """What was asked for is no article of these folders, or more than one. The message says what to do."""


class Where(NamedTuple):
    """An article, by the folder of its site and its id."""

    folder: Path
    id: str


class _Listed(msgspec.Struct):
    url: str | None = None


class _Made(msgspec.Struct):
    listed: _Listed | None = None


class _Row(msgspec.Struct):
    """By what an article row may be asked for."""

    id: str
    canonical_url: str
    provenance: _Made | None = None

    def names(self) -> list[str]:
        """Its addresses: its own, and the link that led on to it."""
        link = self.provenance.listed.url if self.provenance and self.provenance.listed else None
        return [self.canonical_url, *([canonical(link)] if link else [])]


class _Nearest:
    """What has the longest beginning in common with what was asked."""

    def __init__(self) -> None:
        self.what = ""
        self._common = 0

    def look(self, asked: str, name: str, what: str) -> None:
        """Take in a name of something."""
        while self._common < len(asked) and name.startswith(asked[: self._common + 1]):
            self._common += 1
            self.what = what


def find(asked: str, folders: Sequence[Path]) -> Where:
    """The article that is meant.

    In: an id, its beginning (with or without the site), or an address with or without scheme and www; the folders of
    sites. Raises NoArticle, whose message tells what became of the address, or what comes nearest; StorageError.
    """
    asked = asked.strip()
    url = canonical(asked if "://" in asked else f"http://{asked}")
    exact: dict[Where, None] = {}
    begun: dict[Where, None] = {}
    for folder in folders:
        for _, row in decoded(folder / "articles.jsonl", _Row):
            if asked == row.id or url in row.names():
                exact[Where(folder, row.id)] = None
            elif (
                asked and len(begun) < MOST and asked in {row.id[: len(asked)], row.id.rpartition("-")[2][: len(asked)]}
            ):
                begun[Where(folder, row.id)] = None
    found = [*(exact or begun)]
    if len(found) == 1:
        return found[0]
    raise NoArticle(_several(asked, found) if found else _none(asked, url, folders))


def _several(asked: str, found: list[Where]) -> str:
    if len({where.id for where in found}) == 1:
        where = ", ".join(str(one.folder) for one in found)
        return f"{asked} is in several folders ({where}); name one of them"
    some = ", ".join(one.id for one in found[:SHOWN])
    more = f" and {len(found) - SHOWN} more" if len(found) > SHOWN else ""
    return f"{asked} may be {len(found)} articles: {some}{more}; write more of it"


def _none(asked: str, url: str, folders: Sequence[Path]) -> str:
    """What there is instead: the failure of that address, or what comes nearest."""
    nearest, last = _Nearest(), None
    for folder in folders:
        for _, row in decoded(folder / "articles.jsonl", _Row):
            nearest.look(asked, row.id, row.id)
            for name in row.names():
                nearest.look(url, name, row.id)
        for _, failure in decoded(folder / "failures.jsonl", Failure):
            last = failure if canonical(failure.url) == url else last
            nearest.look(url, canonical(failure.url), f"{failure.url}, which failed ({failure.reason})")
    if last is not None:
        return _failed(last)
    where = ", ".join(str(folder) for folder in folders)
    return f"no article {asked} in {where}" + (f"; the nearest is {nearest.what}" if nearest.what else "")


def _failed(last: Failure) -> str:
    where = f" It was listed on {last.list_url}." if last.list_url else ""
    ref = last.warc
    record = f" Its answer is at byte {ref.offset} of warc/{ref.file}, {ref.record_id}." if ref else ""
    return f"{last.url} never became an article: {last.reason} on {last.at} ({last.detail}).{where}{record}"
