"""Which sealed units are not what they were, and what stands there now?

Differences come unit by unit; people want them by place: those that follow each other in a file are one.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any, Literal

import msgspec

from congress_crawler.archive.members import Unreadable, read_at
from congress_crawler.items import Article
from congress_crawler.proof.units import Unit

KEPT = 50  #: places of a file that are told one by one

Kind = Literal["head", "changed", "gone", "unsealed", "note"]


class Fault(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that is not as it was sealed; or, of kind `note`, worth saying and no fault."""

    kind: Kind
    file: str  #: name below the site's folder
    where: str  #: "byte 123", "line 5" or "the whole file"
    what: str
    subject: str | None = None  #: record id, article id or run


class _Place(msgspec.Struct):
    start: int
    end: int
    units: int
    run: str  #: the run whose head sealed the first of them
    gone: bool  #: the file ends before them
    exact: bool  #: all of them, not some of them


class Changes:
    """Differences, gathered by place. Memory: some for each place, at most 50 a file."""

    def __init__(self, folder: Path) -> None:
        """In: the site's folder, in which one looks for what stands at a place now."""
        self._folder = folder
        self._places: dict[str, list[_Place]] = {}
        self._more: dict[str, int] = {}

    def __bool__(self) -> bool:
        return bool(self._places)

    def add(self, unit: Unit, run: str, *, gone: bool, units: int = 1, exact: bool = True) -> None:
        """Take in a unit that is not what the head of a run sealed, or a stretch of them; some of them if not exact."""
        places = self._places.setdefault(unit.name, [])
        end = unit.offset + unit.length
        for one in places:  # sealed again later, or the one after it
            if one.start <= unit.offset <= one.end and one.gone == gone and one.exact == exact:
                if end > one.end:
                    one.end, one.units = end, one.units + units
                return
        if len(places) < KEPT:
            places.append(_Place(unit.offset, end, units, run, gone, exact))
        else:
            self._more[unit.name] = self._more.get(unit.name, 0) + units

    def faults(self, said: dict[str, str]) -> Iterator[Fault]:
        """All of it, file by file. In: what heads say of files that they covered anew. Raises OSError."""
        rows = self._pointing()
        for name, places in self._places.items():
            for place in places:
                what = f"{self._told(name, place)}, sealed by run {place.run}"
                if name in said:
                    what += f"; a later head says: {said[name]}"
                about, now = ("", "") if place.gone or not place.exact else self._stands(name, place.start)
                about = rows.get((name, place.start), about)
                kind: Kind = "gone" if place.gone else "changed"
                yield Fault(kind=kind, file=name, where=f"byte {place.start}", what=what + now, subject=about or None)
            if more := self._more.get(name):
                yield Fault(kind="changed", file=name, where="the whole file", what=f"{more} more have changed")

    def _told(self, name: str, place: _Place) -> str:
        """What has happened at a place, as the beginning of a sentence."""
        word, bytes_ = ("record" if name.startswith("warc/") else "line"), place.end - place.start
        many = f"a {word}" if place.units == 1 else f"{place.units} {word}s"
        if place.gone:
            path = self._folder / name
            ends = f"the file ends at byte {path.stat().st_size}" if path.exists() else "there is no such file"
            return f"{many if place.exact else 'bytes'} up to byte {place.end} gone: {ends}"
        if not place.exact:
            return f"not all of {many} ({bytes_} bytes) as it was; leaves.bin, which knows which, is not usable"
        return f"{many} ({bytes_} bytes) not as it was"

    def _stands(self, name: str, offset: int) -> tuple[str, str]:
        """What stands at a place now: its id, and a sentence's end; both "" when nothing readable does."""
        path = self._folder / name
        if name.startswith("warc/"):
            try:
                record = read_at(path, offset)
            except Unreadable:
                return "", ""
            return record.id, f" (here now: {record.type} {record.id})"
        with path.open("rb") as file:
            file.seek(offset)
            row = _row(file.readline(1 << 26))
        return str(row.get("id") or row.get("run") or row.get("url") or ""), ""

    def _pointing(self) -> dict[tuple[str, int], str]:
        """(file, offset) → article id, for the records that changed and that rows point at."""
        wanted = {(name, one.start) for name, all_ in self._places.items() for one in all_ if name.startswith("warc/")}
        path, found = self._folder / "articles.jsonl", dict[tuple[str, int], str]()
        if not wanted or not path.exists():
            return found
        with path.open("rb") as file:
            for raw in file:
                row = _article(raw)
                if row is not None and row.provenance is not None:
                    place = (f"warc/{row.provenance.warc.file}", row.provenance.warc.offset)
                    if place in wanted:
                        found.setdefault(place, row.id)
        return found


def _article(raw: bytes) -> Article | None:
    try:
        return msgspec.json.decode(raw, type=Article)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return None  # what is wrong with the row itself is for `verify` to say


def _row(raw: bytes) -> dict[str, Any]:
    try:
        return msgspec.json.decode(raw, type=dict[str, Any])
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return {}
