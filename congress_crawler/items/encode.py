"""How does a record become a line, and what does its schema say?"""

import ast
import inspect
import itertools
from typing import Any

import msgspec

from congress_crawler.items import article
from congress_crawler.items.article import SCHEMA, Article

_ENCODER = msgspec.json.Encoder()


def line(record: msgspec.Struct | dict[str, Any]) -> bytes:
    r"""Encode one record as one UTF-8 line ended by a line feed.

    In: a struct of this room, or builtins. Out: bytes; U+2028, U+2029 and U+0085 stay as they are, so readers split on
    b"\n" only. A lone surrogate cannot be said in UTF-8 (RFC 3629, section 3): it becomes U+FFFD.

    >>> line({"a": "甲\u2028\ud800"}).decode()
    '{"a":"甲\u2028\ufffd"}\n'
    """
    try:
        return _ENCODER.encode(record) + b"\n"
    except UnicodeEncodeError:
        return _ENCODER.encode(_speakable(msgspec.to_builtins(record))) + b"\n"


def _speakable(value: Any) -> Any:
    """The same builtins with every lone surrogate replaced by U+FFFD."""
    if isinstance(value, str):
        return "".join("\ufffd" if "\ud800" <= character <= "\udfff" else character for character in value)
    if isinstance(value, dict):
        return {_speakable(key): _speakable(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [_speakable(inner) for inner in value]
    return value


def schema() -> dict[str, Any]:
    """The JSON Schema (draft 2020-12) of articles.jsonl, each field described by its docstring. Out: for json.dumps."""
    body = msgspec.json.schema(Article)
    for name, fields in _described(inspect.getsource(article)).items():
        properties = body["$defs"].get(name, {}).get("properties", {})
        for field, text in fields.items():
            if (said := properties.get(field)) is not None:
                said["description"] = text
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"urn:congress-crawler:{SCHEMA}",
        **body,
    }


def _described(source: str) -> dict[str, dict[str, str]]:
    """Class → field → the string that stands under it, from the source of a module."""
    classes = [node for node in ast.parse(source).body if isinstance(node, ast.ClassDef)]
    return {node.name: dict(_docstrings(node.body)) for node in classes}


def _docstrings(body: list[ast.stmt]) -> list[tuple[str, str]]:
    found = []
    for field, text in itertools.pairwise(body):
        if isinstance(field, ast.AnnAssign) and isinstance(field.target, ast.Name) and isinstance(text, ast.Expr):
            found.append((field.target.id.rstrip("_"), str(ast.literal_eval(text.value))))
    return found
