"""How well are real pages read? Floors a little under what was measured; a fall below one is a fault."""

import importlib.util
import json
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from benchmarks.gold import FOLDER, byline, prediction
from congress_crawler.items import Unreadable

pytestmark = pytest.mark.skipif(not FOLDER.is_dir(), reason="the gold pages (../shared/gold) are not here")

EXACT = {"title": 0.97, "published": 0.97, "source": 0.97}
NAMES = {"persons": 0.97, "organisations": 0.85, "editors": 0.95}
BODY = {"f1_mean": 0.99, "share_f1_ge_0.99": 0.95, "paragraph_exact_mean": 0.98}


@pytest.fixture(scope="module")
def scorer() -> ModuleType:
    spec = importlib.util.spec_from_file_location("gold_scorer", FOLDER / "score.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def rows(name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (FOLDER / name).read_text(encoding="utf-8").splitlines() if line.strip()]


def test_the_gold_pages_are_read_as_well_as_measured(scorer: ModuleType) -> None:
    gold = rows("gold.jsonl")
    predictions: dict[str, Any] = {}
    for row in gold:
        try:
            predictions[row["id"]] = prediction(row, Path(FOLDER))
        except Unreadable as fault:
            pytest.fail(f"{row['id']}: {fault}")
    order = [row["id"] for row in gold]
    scores, result = scorer.score({row["id"]: row for row in gold}, order, predictions)
    assert {field: result[field]["exact"] >= floor for field, floor in EXACT.items()} == dict.fromkeys(EXACT, True), (
        scores.wrong
    )
    assert {field: result[field]["f1"] >= floor for field, floor in NAMES.items()} == dict.fromkeys(NAMES, True), (
        scores.wrong
    )
    assert {name: result["body"][name] >= floor for name, floor in BODY.items()} == dict.fromkeys(BODY, True), result[
        "body"
    ]


def test_no_date_source_or_author_is_invented_where_the_gold_has_none() -> None:
    for row in rows("gold.jsonl"):
        found = prediction(row, Path(FOLDER))
        for field in ("published", "source", "persons", "organisations", "editors"):
            accepted = {*row.get("lenient", {}).get(field, []), *row.get("alt", {}).get(field, [])}
            if not row[field] and not accepted:
                assert not found[field], (row["id"], field, found[field])


def test_the_gold_bylines_are_read_as_well_as_measured(scorer: ModuleType) -> None:
    gold = rows("bylines.jsonl")
    predictions = {row["id"]: byline(row) for row in gold}
    scores, result = scorer.score({row["id"]: row for row in gold}, [row["id"] for row in gold], predictions, True)
    wrong = {item[0] for item in scores.wrong if item[1] in {"persons", "organisations"}}
    assert 1 - len(wrong) / len(gold) >= 0.95, scores.wrong
    assert result["source"]["exact"] >= 0.95, scores.wrong
    assert result["published"]["exact"] >= 0.98, scores.wrong
