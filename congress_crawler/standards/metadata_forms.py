"""How are elements written down: JSON lines, CSV, XML?

Each form is written as it is made, so that a large site needs no more memory than a small one.
"""

import csv
import io
import json
import re
from collections.abc import Callable, Iterable, Iterator
from typing import Any, BinaryIO, Literal

from lxml import etree

from congress_crawler.items import line
from congress_crawler.standards.mapping import UNVERIFIED
from congress_crawler.standards.metadata import SCHEMA, Described, Element
from congress_crawler.standards.register_forms import BOM

Form = Literal["jsonl", "csv", "xml"]
NAMESPACE = f"urn:congress-crawler:{SCHEMA}"
COLUMNS = (
    *("id", "version", "element", "number", "field", "value", "missing"),
    *("term", "meta", "warc", "check", "basis", "verified"),
)
ABOUT = ("term", "meta", "warc", "check", "basis")
#: What XML 1.0 cannot say (section 2.2), and the carriage return, which readers would make a line feed.
_UNSAYABLE = re.compile("[\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]")


def write(described: Iterable[Described], form: Form, out: BinaryIO) -> int:
    """Write article versions as elements. In: them, the form, an open file. Out: how many. Raises OSError."""
    return FORMS[form](described, out)


def _jsonl(described: Iterable[Described], out: BinaryIO) -> int:
    count = 0
    for one in described:
        count += 1
        out.write(line(one))
    return count


def _csv(described: Iterable[Described], out: BinaryIO) -> int:
    """A line an element, RFC 4180, UTF-8 with a byte order mark; a value with a structure is JSON."""
    count, buffer = 0, io.StringIO()
    writer = csv.writer(buffer)
    buffer.write(BOM)
    writer.writerow(COLUMNS)
    for one in described:
        count += 1
        writer.writerows(_cells(one, element) for element in one.elements)
        out.write(_drain(buffer))
    out.write(_drain(buffer))
    return count


def _drain(buffer: io.StringIO) -> bytes:
    text = buffer.getvalue()
    buffer.seek(0)
    buffer.truncate()
    return text.encode(errors="backslashreplace")


def _cells(one: Described, element: Element) -> Iterator[str]:
    values = {"id": one.id, "version": one.version, "value": _text(element.value)}
    for name in COLUMNS:
        value = values[name] if name in values else getattr(element, name)
        yield "" if value is None else str(value).lower() if isinstance(value, bool) else str(value)


def _text(value: Any) -> str:
    if value is None or isinstance(value, str):
        return value or ""
    return json.dumps(value, ensure_ascii=False)


def _xml(described: Iterable[Described], out: BinaryIO) -> int:
    """One document in a namespace of our own; a value with a structure has an element for each of its parts."""
    count = 0
    with etree.xmlfile(out, encoding="utf-8") as file:
        file.write_declaration()
        with file.element(_tag("metadata"), nsmap={None: NAMESPACE}, note=UNVERIFIED):
            for one in described:
                count += 1
                with file.element(_tag("article"), id=_sayable(one.id), version=str(one.version)):
                    _put(file, "url", one.url, {})
                    for element in one.elements:
                        _put(file, "element", element.value, _attributes(element))
                file.write("\n")
    return count


def _tag(name: str) -> str:
    return f"{{{NAMESPACE}}}{name}"


def _attributes(element: Element) -> dict[str, str]:
    said = {"name": element.element, "verified": str(element.verified).lower()}
    said |= {name: getattr(element, name) for name in ("number", "field", "missing", *ABOUT)}
    return {name: _sayable(value) for name, value in said.items() if value}


def _sayable(text: str) -> str:
    """Text for an attribute: as it is, or as JSON when XML cannot say it."""
    return json.dumps(text) if _UNSAYABLE.search(text) else text


def _put(file: Any, name: str, value: Any, said: dict[str, str]) -> None:
    """An element with a value: its text, or an element for each part.

    A part of a struct has its key in an attribute, since a key need not be an XML name. What XML cannot say is written
    as JSON, and marked.
    """
    if value is None and not said:
        said = {"null": "true"}
    unsayable = isinstance(value, str) and _UNSAYABLE.search(value) is not None
    if unsayable:
        said = {**said, "coded": "json"}
    with file.element(_tag(name), said):
        if isinstance(value, dict):
            for key, part in value.items():
                _put(file, "part", part, {"key": _sayable(key)} | ({"null": "true"} if part is None else {}))
        elif isinstance(value, list):
            for part in value:
                _put(file, "item", part, {})
        elif value is not None:
            file.write(value if isinstance(value, str) and not unsayable else json.dumps(value))


FORMS: dict[Form, Callable[[Iterable[Described], BinaryIO], int]] = {"jsonl": _jsonl, "csv": _csv, "xml": _xml}
