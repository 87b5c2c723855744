"""Which pages does a comparison read? The gold's own, the same without dates, the reference article's skins."""

import json
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from benchmarks import ours
from benchmarks.gold import Gold, Row
from benchmarks.peers.contender import Worker

Page = dict[str, Any]  #: id, file, charset, url: what a worker is asked


def gold_pages(gold: Gold) -> list[Page]:
    """The pages as saved, with their address where the gold knows it."""
    return [{key: row[key] or "" for key in ("id", "file", "charset", "url")} for row in gold.pages]


def changed_pages(gold: Gold, folder: Path, change: Callable[[str], str]) -> list[Page]:
    """The pages with their text changed, written to the folder in their own charset, and without an address."""
    return [_changed(page, folder / f"{change.__name__}{n}.html", change) for n, page in enumerate(gold_pages(gold))]


def _changed(page: Page, file: Path, change: Callable[[str], str]) -> Page:
    text = Path(page["file"]).read_bytes().decode(page["charset"])
    file.write_bytes(change(text).encode(page["charset"]))
    return {**page, "file": str(file), "url": ""}


def skin_pages(folder: Path) -> list[tuple[Page, Row]]:
    """Each skin in the folder with its record; none when there is no such folder. The address is not told."""
    found = []
    for record in sorted(folder.glob("*.json")):
        file = record.with_suffix(".html")
        page = {"id": record.stem, "file": str(file), "charset": _charset(file), "url": ""}
        found.append((page, json.loads(record.read_text(encoding="utf-8"))))
    return found


def _charset(file: Path) -> str:
    try:
        file.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        return "gb18030"
    return "utf-8"


def by_us(pages: list[Page]) -> dict[str, Any]:
    """What our command says of each page, by the page's id: {"article", "failure"}."""
    said = ours.extract([(page["file"], page["url"]) for page in pages])
    return {page["id"]: said[page["file"]] for page in pages}


def by_peer(worker: Worker, pages: Iterable[Page]) -> list[Row]:
    """What a peer finds in each page, under the names of the gold; with "error" where it failed."""
    return [as_row(page["id"], worker.ask(page)) for page in pages]


def as_row(key: str, answer: dict[str, Any]) -> Row:
    """A worker's answer as a line of predictions."""
    return {**(answer["fields"] or {}), "id": key, "error": answer["error"]}
