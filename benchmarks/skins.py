"""Is the reference article read right in every field, in each of its page skins?"""

from collections.abc import Callable
from typing import Any

from benchmarks.gold import Row

Norm = Callable[[Any], str]
FIELDS = (
    "title",
    "subtitle",
    "section",
    "place",
    "organisations",
    "persons",
    "day",
    "paragraphs",
    "headings",
    "no footer",
)


def expected(record: Row) -> dict[str, Any]:
    """A skin's record as one value a field. The section is the breadcrumb without the home page, as `items` has it."""
    return {
        "title": record["title"],
        "subtitle": record["subtitle"],
        "section": [name for name in record["breadcrumb"] if name != "首页"],
        "place": [record["adcode"], record["place"]],
        "organisations": record["author_orgs"],
        "persons": record["author_persons"],
        "day": record["date"],
        "paragraphs": record["paragraphs"],
        "headings": record["headings"],
    }


def from_us(article: Row | None) -> dict[str, Any]:
    """A record of ours as one value a field."""
    if article is None:
        return {}
    place = article["place"] or {"code": None, "name": None}
    lines = article["paragraphs"]
    names = [(author["kind"], author["name"]) for author in article["authors"]]
    return {
        "title": article["title"],
        "subtitle": article["subtitle"],
        "section": article["section"],
        "place": [place["code"], place["name"]],
        "organisations": [name for kind, name in names if kind == "organisation"],
        "persons": [name for kind, name in names if kind == "person"],
        "day": (article["published"] or "")[:10],
        "paragraphs": [line["text"] for line in lines],
        "headings": [line["text"] for line in lines if line["kind"] == "heading"],
    }


def from_peer(row: Row) -> dict[str, Any]:
    """A peer's answer as one value a field; what it has no field for is not there."""
    body = row.get("body") or []
    lines = body.split("\n") if isinstance(body, str) else body
    day = (row.get("published") or "")[:10]
    return {"title": row.get("title"), "persons": row.get("persons"), "day": day, "paragraphs": lines}


def right(record: Row, found: dict[str, Any], norm: Norm) -> set[str]:
    """The fields that are right, in order and folded as the scorer folds."""
    wanted = expected(record)
    good = {field for field, value in wanted.items() if _folded(found.get(field), norm) == _folded(value, norm)}
    lines = _folded(found.get("paragraphs") or [], norm)
    leaked = [line for line in record["footer"] if norm(line) in "".join(lines)]
    return good | ({"no footer"} if lines and not leaked else set())


def _folded(value: Any, norm: Norm) -> Any:
    return [text for text in map(norm, value) if text] if isinstance(value, list) else norm(value)
