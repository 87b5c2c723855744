"""What does the archive itself say of the answer that a row was read from?

The records of one capture lie side by side: the answer, the request, the metadata. Each WARC file opens with the
software, the operator and the profile in force.
"""

from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

import msgspec

from congress_crawler.archive.exchange import header_values
from congress_crawler.archive.members import Damage, scan
from congress_crawler.archive.record import Record, read_fields
from congress_crawler.items import WarcRef

UNREADABLE = "unreadable"  #: the reason for what should be in a record that is not whole


class _Profile(msgspec.Struct):
    name: str | None = None


class Unheld(Exception):
    """The record that a row names is not there, or not whole. The message says why."""


def opening(path: Path) -> dict[str, Any]:
    """What a WARC file says of itself, by the names of mapping.tsv. In: the file. Out: null for what it does not say.

    Raises Unheld when its first records cannot be read.
    """
    return dict(_opening(path))


@lru_cache(8)
def _opening(path: Path) -> tuple[tuple[str, Any], ...]:
    said: dict[str, str] = {}
    name = None
    for record in _records(path, 0):
        if record.type == "warcinfo":
            said = _read(record)
        elif record.type == "resource":
            name = _profile(record)
        else:
            break
    return (
        ("site.name", name),
        ("warcinfo.operator", None if said.get("operator") == "not given" else said.get("operator")),
        ("warcinfo.software", said.get("software")),
        ("warcinfo.user_agent", said.get("http-header-user-agent")),
        ("warcinfo.robots", said.get("robots")),
    )


def capture(folder: Path, ref: WarcRef) -> dict[str, Any]:
    """What the records of a capture say, by the names of mapping.tsv.

    In: the site's folder, the reference of a row. Out: null for what they do not say. Raises Unheld when the answer is
    not there.
    """
    records = _records(folder / "warc" / ref.file, ref.offset)
    answer = next(records, None)
    if answer is None or answer.id != ref.record_id:
        raise Unheld(f"warc/{ref.file}: byte {ref.offset}: {ref.record_id} is not there")
    found = _answer(answer)
    for record in records:
        if record.headers.get("WARC-Concurrent-To") != answer.id:
            break
        if record.type == "request":
            found["capture.method"] = _ascii(record.head.partition(b" ")[0])
        elif record.headers.get("Content-Type") == "application/warc-fields":
            said = _read(record)
            found["capture.hops"], found["capture.milliseconds"] = said.get("hopsFromSeed"), said.get("fetchTimeMs")
    return found


def _answer(record: Record) -> dict[str, Any]:
    held = record.payload if record.type != "revisit" else None
    return {
        "capture.method": "browser" if record.rendered else None,
        "capture.hops": None,
        "capture.milliseconds": None,
        "capture.ip": record.headers.get("WARC-IP-Address"),
        "capture.media_type": record.headers.get("Content-Type")
        if record.rendered
        else _header(record.head, "Content-Type"),
        "capture.bytes": None if held is None else len(held),
        "capture.last_modified": _header(record.head, "Last-Modified"),
    }


def _header(head: bytes, name: str) -> str | None:
    """What an answer says under a name; bytes that are no ASCII are written as escapes. None when it says nothing."""
    return _ascii(b", ".join(header_values(head, name))) or None


def _read(record: Record) -> dict[str, str]:
    """The fields of a record. Raises Unheld when they are none."""
    try:
        return read_fields(record.payload or b"")
    except UnicodeDecodeError as error:
        raise Unheld(f"{record.id}: its fields are not UTF-8") from error


def _profile(record: Record) -> str | None:
    """The site's name in the archived profile. Raises Unheld when it is no profile."""
    try:
        return msgspec.json.decode(record.payload or b"", type=_Profile).name
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise Unheld(f"{record.id}: is no profile: {error}") from error


def _ascii(raw: bytes) -> str:
    return raw.decode("ascii", "backslashreplace")


def _records(path: Path, offset: int) -> Iterator[Record]:
    """The records from a place on. Raises Unheld at the first that is not whole."""
    try:
        for record in scan(path, offset):
            if isinstance(record, Damage):
                raise Unheld(f"warc/{path.name}: byte {record.offset}: {record.why}")
            yield record
    except OSError as error:
        raise Unheld(f"warc/{path.name}: cannot be read: {error.strerror}") from error
