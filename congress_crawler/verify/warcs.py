"""Is every record whole, and does each one that refers to another find it?"""

import functools
import ipaddress
import re
from collections.abc import Callable, Iterator
from pathlib import Path

from congress_crawler.archive.members import Damage, next_member, scan
from congress_crawler.archive.record import IDENTICAL, NOT_MODIFIED, Record
from congress_crawler.verify.book import Book
from congress_crawler.verify.findings import Finding, Report

_TYPES = {"warcinfo", "response", "resource", "request", "metadata", "revisit", "conversion", "continuation"}
_DATE = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?Z")
_ID = re.compile(r"<urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}>")

Walked = Callable[[int], None]  #: told how many more bytes have been read


def records(path: Path, size: int, report: Report, book: Book, walked: Walked) -> None:
    """Read one WARC file up to byte `size` into the book; what is wrong goes into the report."""
    start: int | None = 0
    while start is not None and start < size:
        start = _stretch(path, start, size, report, book, walked)
    report.findings += _doubles(book)


def _stretch(path: Path, start: int, size: int, report: Report, book: Book, walked: Walked) -> int | None:
    """Read on until the file ends or damage hides what follows. Out: where to go on; None when nowhere."""
    beside: str | None = None
    for found in scan(path, start, size):
        if isinstance(found, Record):
            walked(found.length)
            report.records += 1
            report.findings += _strange(path.name, found, book, beside)
            beside = found.id if found.type in {"response", "revisit", "conversion"} else beside
            if book.full:
                report.findings += _doubles(book)
            continue
        after = found.next if found.next is not None else next_member(path, found.offset + 1, size)
        report.findings += _damage(path.name, found, after, report)
        walked((after or size) - found.offset)
        if found.next is None:
            return after
    return None


def _doubles(book: Book) -> Iterator[Finding]:
    for record, file, offset, first in book.doubles():
        yield Finding("duplicate-record-id", f"warc/{file}", f"byte {offset}", f"has the record id of {first}", record)


def _damage(name: str, found: Damage, after: int | None, report: Report) -> list[Finding]:
    where = f"byte {found.offset}"
    if after is not None:
        return [Finding("damaged", f"warc/{name}", where, found.why, found.record_id)]
    if report.writing is not None:
        report.notes.append(f"warc/{name}: {where}: a record is being written")
        return []
    return [Finding("torn-tail", f"warc/{name}", where, f"{found.why}; no whole record follows", found.record_id)]


def _strange(name: str, record: Record, book: Book, beside: str | None) -> Iterator[Finding]:
    """What is wrong with a whole record, taken by itself; enters it in the book."""
    place = (f"warc/{name}", f"byte {record.offset}")
    book.enter(name, record)
    for why in _fields(record):
        yield Finding("bad-field", *place, why, record.id)
    joined = record.headers.get("WARC-Concurrent-To")
    if joined is not None and joined != beside and not book.has(joined):
        yield Finding("dangling-record", *place, f"belongs to {joined}, which no record before it is", record.id)
    source = record.headers.get("WARC-Refers-To") if record.type == "conversion" else None
    if source is not None and not book.has(source):
        yield Finding("dangling-record", *place, f"was made from {source}, which no record before it is", record.id)


def _fields(record: Record) -> Iterator[str]:
    headers = record.headers
    if record.type not in _TYPES:
        yield f"WARC-Type {record.type!r} is none of WARC/1.1"
    if not _ID.fullmatch(record.id):
        yield "WARC-Record-ID is no <urn:uuid:…>"
    if not _DATE.fullmatch(record.date):
        yield f"WARC-Date {record.date!r} is none"
    if (ip := headers.get("WARC-IP-Address")) is not None and not _is_address(ip):
        yield f"WARC-IP-Address {ip!r} is none"
    if record.type == "revisit" and headers.get("WARC-Profile") not in {IDENTICAL, NOT_MODIFIED}:
        yield f"WARC-Profile {headers.get('WARC-Profile')!r} is none we know"
    if record.type in {"response", "revisit", "request", "resource", "conversion"} and record.url is None:
        yield "has no WARC-Target-URI"


@functools.lru_cache(1024)
def _is_address(text: str) -> bool:
    try:
        ipaddress.ip_address(text)
    except ValueError:
        return False
    return True


def revisits(book: Book) -> Iterator[Finding]:
    """Every revisit whose original is not there, or is another one than it says."""
    for file, start, record, said, found in book.revisits():
        place = (f"warc/{file}", f"byte {start}")
        if found is None:
            yield Finding("dangling-revisit", *place, f"refers to {said[0]}, which is no response here", record)
            continue
        for name, says, has in zip(_SAID, said, found, strict=True):
            if says != has:
                what = f"says that the {name} of its original is {says}, but it is {has}"
                yield Finding("revisit-mismatch", *place, what, record)


_SAID = ("record id", "kind", "payload digest", "URL", "date")
