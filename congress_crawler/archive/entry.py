"""What does the index say of one capture?

A line of CDXJ 0.1.0 as cdxj-indexer 1.5 writes it (`--post-append --records response,revisit,resource`): key, time, and
a JSON object whose values are strings. Metadata records are left out, whatever they hold: what is said about a capture
is none, and one that lies at the address and the second of its page is shown in place of the page (pywb 2.10 does it).
"""

import json
import re
from typing import Literal

import msgspec

from congress_crawler.archive.exchange import header_values
from congress_crawler.archive.posted import Posted, posted
from congress_crawler.archive.record import Record
from congress_crawler.archive.surt import surt

Shown = Literal["response", "revisit", "resource"]

_REVISIT = "warc/revisit"
_PARAMETERS = re.compile(r"[;\s]")  # what ends a media type


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """One capture."""

    key: str  #: SURT of the address, and of what was posted to it
    timestamp: str  #: 14 digits, UTC
    url: str
    mime: str | None  #: media type; warc/revisit for a revisit; None when the answer names none
    status: str | None  #: as the server wrote it; None for a resource and a revisit without a head
    digest: str  #: "sha256:…" in base16, of the payload; "" when the record does not say it
    filename: str
    offset: int
    length: int
    method: str | None = None  #: POST or PUT, else None
    body: str | None = None  #: what was posted, as query arguments

    @property
    def record(self) -> Shown:
        """The WARC-Type of the record, as far as the line shows it."""
        if self.mime == _REVISIT:
            return "revisit"
        return "resource" if self.status is None else "response"

    def line(self) -> bytes:
        """The entry as one line of CDXJ, its end included."""
        said = {
            "url": self.url,
            "mime": self.mime,
            "status": self.status,
            "digest": self.digest or None,
            "length": str(self.length),
            "offset": str(self.offset),
            "filename": self.filename,
            "requestBody": self.body,
            "method": self.method,
        }
        kept = {name: value for name, value in said.items() if value is not None}
        return f"{self.key} {self.timestamp} {json.dumps(kept)}\n".encode()

    @classmethod
    def read(cls, line: bytes) -> "Entry":
        """The entry that a line says; values we do not write are passed over. Raises ValueError when it is no entry."""
        key, timestamp, said = line.decode("utf-8").split(" ", 2)
        try:
            values = msgspec.json.decode(said, type=_Said)
        except msgspec.MsgspecError as error:
            raise ValueError(str(error)) from error
        return cls(
            key=key,
            timestamp=timestamp,
            url=values.url,
            mime=values.mime,
            status=None if values.status is None else str(values.status),
            digest=values.digest,
            filename=values.filename,
            offset=int(values.offset),
            length=int(values.length),
            method=values.method,
            body=values.body,
        )


class _Said(msgspec.Struct, rename={"body": "requestBody"}):
    url: str
    filename: str
    offset: str | int  # other writers give numbers
    length: str | int
    mime: str | None = None
    status: str | int | None = None
    digest: str = ""
    method: str | None = None
    body: str | None = None


class Clerk:
    """Makes entries from the records of a file, in order. The entry of an answer waits for the request behind it."""

    def __init__(self, filename: str) -> None:
        self._filename = filename
        self._waiting: tuple[Entry, Record] | None = None

    def enter(self, record: Record) -> Entry | None:
        """Take in the next record, placed. Out: the entry of the record before it, when it has one."""
        done = _joined(*self._waiting, record) if self._waiting is not None else None
        listed = record.type in {"response", "revisit", "resource"} and record.url is not None
        self._waiting = (_entry(self._filename, record), record) if listed else None
        return done

    def end(self) -> Entry | None:
        """The entry of the last record, when it has one."""
        done = self._waiting[0] if self._waiting is not None else None
        self._waiting = None
        return done


def _entry(filename: str, record: Record) -> Entry:
    url = record.headers.get("WARC-Target-URI", "").replace(" ", "%20")  # it has none, but pages do
    status, mime = _answer(record)
    return Entry(
        key=surt(url),
        timestamp="".join(sign for sign in record.date if sign in "0123456789")[:14],
        url=url,
        mime=mime,
        status=status,
        digest=record.payload_digest or "",
        filename=filename,
        offset=record.offset,
        length=record.length,
    )


def _answer(record: Record) -> tuple[str | None, str | None]:
    """Status and media type of a record, as the index gives them."""
    if record.type == "resource":
        return None, _media_type(record.headers.get("Content-Type"))
    status = _status(record.head) if record.head else None
    if record.type == "revisit":
        return status, _REVISIT
    values = header_values(record.head, "Content-Type")
    return status, _media_type(_text(values[0]) if values else None)


def _status(head: bytes) -> str:
    """What stands behind the version in a status line."""
    _, _, rest = _text(head.split(b"\n", 1)[0].rstrip()).partition(" ")
    return rest.strip().split(" ", 1)[0]


def _media_type(value: str | None) -> str | None:
    """A Content-Type without its parameters."""
    return _PARAMETERS.split(value, maxsplit=1)[0] if value else value


def _text(raw: bytes) -> str:
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return raw.decode("latin-1")


def _joined(entry: Entry, answer: Record, record: Record) -> Entry:
    """The entry of an answer, with what the record behind it says was posted."""
    if answer.type != "response" or record.type != "request":
        return entry
    if record.headers.get("WARC-Concurrent-To") != answer.id or record.url != answer.url:
        return entry
    asked: Posted | None = posted(record.head, record.payload or b"")
    if asked is None:
        return entry
    return msgspec.structs.replace(entry, key=surt(asked.behind(entry.url)), method=asked.method, body=asked.body)
