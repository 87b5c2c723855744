"""Which figures does a comparison give? Counting only; `tables` prints them."""

import statistics
from typing import Any

from benchmarks.gold import NAMES, Gold, Row

ABSENT = ("published", "source", *NAMES)  # what a page may rightly not have


def quality(gold: Gold, found: list[Row], *, bylines: bool = False) -> dict[str, Any]:
    """The scorer's figures for one reader, with the errors counted and, for bylines, the rows with every name right."""
    scores, figures = gold.compare(found, bylines=bylines)
    wrong = {key for key, field, *_ in scores.wrong if field in {"persons", "organisations"}}
    figures["names_exact"] = 1 - len(wrong) / max(1, figures["records"])
    errors = {row["id"]: row["error"] for row in found if row.get("error")}
    return {**figures, "errors": errors, "wrong": [list(item) for item in scores.wrong]}


def invented(gold: Gold, found: list[Row]) -> dict[str, tuple[int, int]]:
    """Field → (values given, pages) over the pages whose record has no value and accepts none."""
    answers = {row["id"]: row for row in found}
    counts = {}
    for field in ABSENT:
        none = [row["id"] for row in gold.pages if not row[field] and not _accepted(row, field)]
        counts[field] = (sum(1 for key in none if answers.get(key, {}).get(field)), len(none))
    return counts


def _accepted(row: Row, field: str) -> list[str]:
    both = ((row.get(kind) or {}).get(field) or [] for kind in ("alt", "lenient"))
    return [value for values in both for value in values]


def dates(found: list[Row]) -> tuple[int, int]:
    """(dates given, pages read) over pages that have none. What has no digit is no date: GNE gives blanks."""
    given = sum(any(sign.isdigit() for sign in row.get("published") or "") for row in found)
    return given, sum(not row.get("error") for row in found)


def speed(costs: list[tuple[float, float]]) -> dict[str, float]:
    """One reader's speed from its (reading, parsing) CPU seconds a page, each the least of the rounds."""
    read, parse = sum(cost[0] for cost in costs), sum(cost[1] for cost in costs)
    return {
        "pages": len(costs),
        "median_ms": statistics.median(cost[0] for cost in costs) * 1000,
        "mean_ms": read / len(costs) * 1000,
        "pages_per_s": len(costs) / read,
        "parses": read / parse,
        "parses_median": statistics.median(cost[0] / cost[1] for cost in costs),
    }
