"""Do the rows say what a row must say?

What `verify` does not ask, since it is no fault of the archive's bytes: ranges, characters, reasons for nulls, files.
"""

import re
from datetime import date, timedelta
from pathlib import Path

from congress_crawler.items import Article
from congress_crawler.standards.beside import Beside
from congress_crawler.standards.jsonl import read
from congress_crawler.standards.looks import Looks

#: Fields whose null a reader asks about: `missing` must say why (README, "For researchers").
REASONED = ("title", "text", "published", "authors", "source", "place")
FIRST_DAY = "1949-10-01"  #: no congress wrote of its work before
_CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ufffe\uffff]")
_CODE = re.compile(r"\d{6}", re.ASCII)
_FILE = "articles.jsonl"


def articles(folder: Path, beside: Beside, looks: Looks, *, asked: bool) -> None:
    """Look at every article row.

    In: the site's folder, what the other row files say, whether its runs fetch attachments and images. Memory: one row.
    """
    damaged = 0
    for line in read(folder / _FILE, Article):
        if line.row is None:
            continue
        row, where = line.row, f"line {line.number}"
        looks.counts["links"] += len(row.attachments) + len(row.images)
        damaged += row.charset.damaged > 0
        _ranges(row, where, looks)
        _reasons(row, where, looks)
        other = beside.other(row.url, row.id)
        if other is not None:
            looks.found("duplicate-url", _FILE, where, f"its address is that of {other}, too", row.id)
        for link in (*row.attachments, *row.images) if asked else ():
            if not beside.has_file(row.id, link.url):
                looks.found("file-unasked", _FILE, where, f"{link.url} has no line in files.jsonl", row.id)
    if damaged:
        looks.notes["3-1/3-2"].append(f"{damaged} articles have bytes that do not decode, marked U+FFFD in the text")
    if looks.counts["links"] and not asked:
        looks.open["2-7/2-10/2-11"].append(
            f"{looks.counts['links']} attachments and images are listed, none was fetched"
        )


def _ranges(row: Article, where: str, looks: Looks) -> None:
    for name in ("title", "subtitle", "kicker", "source", "text"):
        if (hit := _CONTROLS.search(getattr(row, name) or "")) is not None:
            looks.found("control-character", _FILE, where, f"{name} holds U+{ord(hit[0]):04X}", row.id)
    day, last = (row.published or "")[:10], _last_day(row)
    if day and not FIRST_DAY <= day <= last:
        what = f"published is {day}; it must lie between {FIRST_DAY} and {last}, the day after it was fetched"
        looks.found("date-range", _FILE, where, what, row.id)
    if row.place is not None and not _CODE.fullmatch(row.place.code):
        looks.found("code-range", _FILE, where, f"{row.place.code!r} is no code of GB/T 2260", row.id)


def _last_day(row: Article) -> str:
    """The day after the fetch: in China it may be a day later than in UTC."""
    fetched = row.provenance.fetched_at[:10] if row.provenance else ""
    try:
        return (date.fromisoformat(fetched) + timedelta(days=1)).isoformat()
    except ValueError:
        return "9999-12-31"  # `verify` says that the date of the fetch is none


def _reasons(row: Article, where: str, looks: Looks) -> None:
    for name in REASONED:
        if not getattr(row, name) and not row.missing.get(name):
            looks.found("missing-reason", _FILE, where, f"{name} is empty and `missing` does not say why", row.id)
    if not row.text.strip() and not row.attachments and not row.images and "text" not in row.missing:
        looks.found("empty-text", _FILE, where, "has neither text nor files", row.id)
