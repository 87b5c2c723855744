"""Does a record say anything that cannot be?

What is wrong with the named fields of one whole record, taken by itself.
"""

import functools
import ipaddress
import re
from collections.abc import Iterator
from datetime import UTC, datetime

from congress_crawler.archive.record import IDENTICAL, NOT_MODIFIED, Record
from congress_crawler.verify.findings import Kind
from congress_crawler.verify.keys import ID

_TYPES = {"warcinfo", "response", "resource", "request", "metadata", "revisit", "conversion", "continuation"}
_ADDRESSED = {"response", "revisit", "request", "resource", "conversion", "metadata"}
_TRUNCATED = {"length", "time", "disconnect", "unspecified"}
_DATE = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?Z")
_WEB = datetime(1991, 8, 6, tzinfo=UTC)  #: the day on which the World Wide Web was made public (alt.hypertext)


def plain(record: Record, latest: str) -> bool:
    """Whether nothing at all is strange about a record; quick to say of nearly all. In: as for `strange`."""
    headers = record.headers
    ip = headers.get("WARC-IP-Address")
    return (
        headers["WARC-Type"] in _TYPES
        and date_fault(headers["WARC-Date"], latest) is None
        and (ip is None or _is_address(ip))
        and "WARC-Target-URI" in headers
        and "WARC-Truncated" not in headers
        and not record.odd
        and headers["WARC-Type"] != "revisit"
        and ID.fullmatch(headers["WARC-Record-ID"]) is not None
    )


def strange(record: Record, latest: str) -> Iterator[tuple[Kind, str]]:
    """What is wrong with a record's fields. In: the record; the latest date that is not in the future."""
    headers = record.headers
    if record.type not in _TYPES:
        yield "bad-field", f"WARC-Type {record.type!r} is none of WARC/1.1"
    if not ID.fullmatch(record.id):
        yield "bad-field", "WARC-Record-ID is no <urn:uuid:…>"
    if (why := date_fault(record.date, latest)) is not None:
        yield "bad-date", f"WARC-Date {record.date!r} {why}"
    if (ip := headers.get("WARC-IP-Address")) is not None and not _is_address(ip):
        yield "bad-field", f"WARC-IP-Address {ip!r} is none"
    if record.url is None and record.type in _ADDRESSED:
        yield "bad-field", "has no WARC-Target-URI"
    if (cut := headers.get("WARC-Truncated")) is not None and cut not in _TRUNCATED:
        yield "bad-field", f"WARC-Truncated {cut!r} is no reason of WARC/1.1"
    if record.odd:
        yield "bad-field", "its gzip member does not begin as those that we write: its first bytes were changed"
    if record.type == "revisit":
        yield from _revisit(record)


def _revisit(record: Record) -> Iterator[tuple[Kind, str]]:
    if (profile := record.headers.get("WARC-Profile")) not in {IDENTICAL, NOT_MODIFIED}:
        yield "bad-field", f"WARC-Profile {profile!r} is none we know"
    if record.payload_digest is None:
        yield "missing-digest", "has no WARC-Payload-Digest"


@functools.lru_cache(4096)
def date_fault(text: str, latest: str) -> str | None:
    """Why a WARC-Date cannot be; None when it can.

    >>> date_fault("2026-02-30T00:00:00Z", "2027-01-01T00:00:00Z")
    'is no day of the calendar'
    >>> date_fault("1990-01-01T00:00:00Z", "2027-01-01T00:00:00Z"), date_fault("yesterday", "")
    ('is before the web', 'is none')
    """
    if not _DATE.fullmatch(text):
        return "is none"
    try:
        moment = datetime.fromisoformat(text[:19] + "Z")
    except ValueError:
        return "is no day of the calendar"
    if moment < _WEB:
        return "is before the web"
    return "lies in the future" if text > latest else None


@functools.lru_cache(1024)
def _is_address(text: str) -> bool:
    try:
        ipaddress.ip_address(text)
    except ValueError:
        return False
    return True
