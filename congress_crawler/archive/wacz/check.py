"""Is this WACZ file what it says, and does all of it replay?

Stricter than the specification's own validator: nothing is unpacked to disk, everything is read. Memory is bounded.
"""

import hashlib
import zipfile
import zlib
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

from congress_crawler.archive.draft import saying
from congress_crawler.archive.entry_book import EntryBook
from congress_crawler.archive.wacz.check_index import index_lines
from congress_crawler.archive.wacz.check_manifest import Seen, manifest
from congress_crawler.archive.wacz.check_pages import PageBook, pages
from congress_crawler.archive.wacz.check_records import RecordBook, records
from congress_crawler.archive.wacz.check_zip import layout

Finding = tuple[str, str]  #: where, what
Walked = Callable[[int], None]  #: told how many more bytes have been read

ODD = (zipfile.BadZipFile, zlib.error, RuntimeError, EOFError)
_PIECE = 1 << 20


def check_wacz(path: Path, *, walked: Walked | None = None) -> Iterator[Finding]:
    """Everything wrong in a WACZ file, as (where, what); nothing when it is right.

    Where: "datapackage.json", "archive/x.warc.gz, byte 123", "indexes/index.cdx.gz, line 4" … Read are: the ZIP file to
    the last byte; each resource against its digest and size; each record against its lengths and digests; each revisit
    against what it stands for; each line of the index against its record; each page against the index. Raises
    StorageError when the file cannot be read.
    """
    with saying(path):
        try:
            with zipfile.ZipFile(path) as file:
                yield from _contents(path, file, walked)
        except ODD as error:
            yield path.name, f"is no whole ZIP file: {error}"


def _contents(path: Path, file: zipfile.ZipFile, walked: Walked | None) -> Iterator[Finding]:
    entries = [info for info in file.infolist() if not info.is_dir()]
    for name, times in Counter(info.filename for info in entries).items():
        if times > 1:
            yield name, f"is there {times} times; readers differ in which one they take"
        if name.startswith("/") or ".." in name.split("/") or "\\" in name:
            yield name, "is no path inside the file"
    yield from layout(path, file)
    seen: dict[str, Seen] = {}
    for info in entries:
        yield from _entry(file, info, seen, walked)
    yield from manifest(file, seen)
    yield from _replayable(path, file, [info for info in entries if info.filename in seen])


def _entry(
    file: zipfile.ZipFile, info: zipfile.ZipInfo, seen: dict[str, Seen], walked: Walked | None
) -> Iterator[Finding]:
    """Read an entry to its end; note its size and digest."""
    hasher, size = hashlib.sha256(), 0
    try:
        with file.open(info) as stream:
            while piece := stream.read(_PIECE):
                hasher.update(piece)
                size += len(piece)
                if walked is not None:
                    walked(len(piece))
    except ODD as error:
        yield info.filename, f"cannot be read to its end: {error}"
        return
    seen[info.filename] = Seen(size, hasher.hexdigest())


def _replayable(path: Path, file: zipfile.ZipFile, entries: list[zipfile.ZipInfo]) -> Iterator[Finding]:
    """Records, index and pages against each other."""
    warcs = [info for info in entries if info.filename.startswith("archive/")]
    if not any(info.filename.endswith((".warc.gz", ".warc")) for info in warcs):
        yield "archive/", "holds no WARC file"
    with EntryBook() as index, RecordBook() as kept, PageBook() as asked:
        whole = True
        for info in warcs:
            for where, what in records(path, info, index, kept):
                whole = False
                yield where, what
        yield from kept.dangling()
        names = [info.filename for info in entries if info.filename.startswith("indexes/")]
        yield from _indexed(file, names, index, asked, whole=whole)
        yield from pages(file, [info.filename for info in entries if info.filename.startswith("pages/")], asked)
        yield from asked.lost()


def _indexed(
    file: zipfile.ZipFile, names: list[str], index: EntryBook, asked: PageBook, *, whole: bool
) -> Iterator[Finding]:
    lines = index_lines(file, names)
    if not lines.name:
        yield "indexes/", "holds no index (index.cdx.gz with index.idx, index.cdx or index.cdxj)"
        return
    for where, what in index.compare(asked.noting(lines)):
        yield f"{lines.name}, {where}", what
    yield from lines.wrong
    if whole:  # else the records that could not be read are missing for certain, and have been named
        for entry in index.missing():
            yield f"archive/{entry.filename}, byte {entry.offset}", f"is not in {lines.name}: {entry.url}"
