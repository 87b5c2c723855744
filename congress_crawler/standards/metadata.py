"""What does an article say under each element of the standards?

One pass over articles.jsonl; each version with its files, its history and what its records say. A null has its reason.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec

from congress_crawler.archive.errors import StorageError
from congress_crawler.items import Article
from congress_crawler.standards.beside import Beside
from congress_crawler.standards.capture import UNREADABLE, Unheld, capture, opening
from congress_crawler.standards.jsonl import read
from congress_crawler.standards.mapping import NONE, Mapped, mapping

SCHEMA = "congress-metadata/1"


class Element(msgspec.Struct, frozen=True, kw_only=True):
    """One element of one article version."""

    element: str
    """Its Chinese name in DA/T 46-2009; empty for what only a meta tag or a WARC field stands for."""
    number: str
    """Its number there, where one is known."""
    field: str
    """Ours; `-` where we have none."""
    value: Any
    """As our field has it; null when there is none."""
    missing: str | None
    """Why it is null."""
    term: str
    """What archivists ask for."""
    meta: str
    """Meta tags of government sites."""
    warc: str
    """Field or type of record of WARC 1.1."""
    check: str
    """Item of the check report."""
    basis: str
    """How the pairing is known: seen, observed, third-party, memory."""
    verified: bool
    """Whether the text that defines the element was seen."""


class Described(msgspec.Struct, frozen=True, kw_only=True):
    """One article version in elements."""

    schema: str = SCHEMA
    id: str
    version: int
    url: str
    elements: list[Element]


def metadata(folder: Path) -> Iterator[Described]:
    """Every article version of a site as elements, in the order of articles.jsonl.

    In: the site's folder. Lines that are no rows are passed over: `verify` names them. Memory: one article. Raises
    StorageError when a file cannot be read.
    """
    try:
        beside = Beside(folder)
        try:
            for line in read(folder / "articles.jsonl", Article):
                if line.row is not None:
                    yield describe(folder, line.row, beside)
        finally:
            beside.close()
    except OSError as error:
        raise StorageError(f"{error.filename or folder}: cannot be read: {error.strerror}") from error


def describe(folder: Path, row: Article, beside: Beside) -> Described:
    """One article version as elements. In: the site's folder, the row, what the other row files say."""
    values, lost = _values(folder, row, beside)
    said = [one for one in mapping() if one.mapped]
    return Described(
        id=row.id, version=row.version, url=row.url, elements=[_element(one, values, row, lost) for one in said]
    )


def _values(folder: Path, row: Article, beside: Beside) -> tuple[dict[str, Any], set[str]]:
    """Field → value, and the rooms (`capture`, `warcinfo`, `site`) whose records could not be read."""
    values: dict[str, Any] = dict(_flat(msgspec.to_builtins(row)))
    values["files"] = msgspec.to_builtins(beside.files(row.id))
    values["events"] = msgspec.to_builtins(beside.events(row.id))
    lost: set[str] = set()
    if row.provenance is None:
        return values, lost
    ref = row.provenance.warc
    try:
        values |= opening(folder / "warc" / ref.file)
    except Unheld:
        lost |= {"warcinfo", "site"}
    try:
        values |= capture(folder, ref)
    except Unheld:
        lost.add("capture")
    return values, lost


def _flat(row: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    """Every field by its name and, of a struct, every field in it: `provenance.run`."""
    for name, value in row.items():
        yield name, value
        if isinstance(value, dict) and name not in {"missing", "doubts", "evidence"}:
            yield from ((f"{name}.{inner}", part) for inner, part in value.items())


def _element(one: Mapped, values: dict[str, Any], row: Article, lost: set[str]) -> Element:
    value = values.get(one.field)
    empty = value is None or value == [] or value == {} or value == ""
    return Element(
        element=one.element,
        number=one.number,
        field=one.field,
        value=None if empty else value,
        missing=_reason(one, row, lost) if empty else None,
        term=one.term,
        meta=one.meta,
        warc=one.warc,
        check=one.check,
        basis=one.basis,
        verified=one.verified,
    )


def _reason(one: Mapped, row: Article, lost: set[str]) -> str:
    """Why there is no value: as the row says, because its record is not whole, or as the table says."""
    room = one.field.partition(".")[0]
    if one.field != NONE and one.field in row.missing:
        return row.missing[one.field]
    if row.provenance is None and room in {"provenance", "capture", "warcinfo", "site"}:
        return "no-archive"
    return UNREADABLE if room in lost else one.absent or "not-on-page"
