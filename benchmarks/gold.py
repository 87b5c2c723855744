"""What do the gold pages hold, and how is a reading compared with them?"""

import importlib.util
import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

import msgspec

from congress_crawler.extract import read
from congress_crawler.normalise import read_byline

FOLDER = Path(__file__).resolve().parents[2] / "shared/gold"
NAMES = ("persons", "organisations", "editors")
FIELDS = ("title", "published", "source", *NAMES, "body")
Row = dict[str, Any]


def rows(file: Path) -> list[Row]:
    """The objects of a JSON lines file."""
    return [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines() if line.strip()]


def scorer(file: Path) -> ModuleType:
    """The gold's own scorer, loaded from where it is, so that nobody scores by rules of his own."""
    spec = importlib.util.spec_from_file_location("gold_scorer", file)
    if spec is None or spec.loader is None:
        raise SystemExit(f"{file}: is no Python file; give the scorer of the gold with --scorer")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@dataclass(frozen=True)
class Gold:
    """A set of pages with their records, rows of bylines, and the scorer that compares."""

    pages: list[Row]  #: records, their "file" made a path that exists
    bylines: list[Row]
    score: ModuleType

    def compare(self, found: Iterable[Row], *, bylines: bool = False) -> tuple[Any, Row]:
        """The scorer's tables for one reader's answers. Out: its Scores (with what is wrong) and its figures."""
        gold = {row["id"]: row for row in (self.bylines if bylines else self.pages)}
        scores, figures = self.score.score(gold, list(gold), {row["id"]: row for row in found}, bylines)
        return scores, figures


def load(pages: Path | None, records: Path, bylines: Path | None, score: Path) -> Gold:
    """The set in these files; the pages are where the records say or in the folder given. Exits when one is missing."""
    if not records.is_file() or not score.is_file():
        raise SystemExit(
            f"{records} and {score}: the gold is not here; name another set with --gold, --pages, --scorer"
        )
    found = []
    for row in rows(records):
        file = pages / Path(row["file"]).name if pages else records.parent / row["file"]
        found.append({**row, "file": str(file.resolve(strict=True))})
    return Gold(found, rows(bylines) if bylines else [], scorer(score))


def as_gold(key: str, article: Row | None) -> Row:
    """A record of ours (null when there is none) under the names of the gold."""
    if article is None:
        return {"id": key}
    named: dict[str, list[str]] = {"person": [], "organisation": []}
    for author in article["authors"]:
        named.setdefault(author["kind"], []).append(author["name"])
    return {
        "id": key,
        "title": article["title"],
        "published": article["published"],
        "source": article["source"],
        "persons": named["person"],
        "organisations": named["organisation"],
        "editors": article["editors"],
        "body": [paragraph["text"] for paragraph in article["paragraphs"]],
    }


def prediction(row: Row, folder: Path) -> Row:
    """Our reading of one gold page, under the names of the gold. Raises items.Unreadable."""
    found = read((folder / row["file"]).read_bytes(), url=row["url"] or f"http://{row['host']}/")
    return as_gold(row["id"], msgspec.to_builtins(found))


def byline(row: Row) -> Row:
    """Our reading of one gold byline, under the names of the gold."""
    found = read_byline(row["raw"])
    names = {name: getattr(found, name) for name in NAMES}
    return {"id": row["id"], **names, "source": found.source, "published": found.published}
