"""Is what was made of the archive still that: its CDXJ, its WACZ files?"""

from collections.abc import Callable, Iterator
from pathlib import Path

from congress_crawler.archive import cdxj_check
from congress_crawler.archive.errors import StorageError
from congress_crawler.archive.wacz import check_wacz
from congress_crawler.verify.findings import Finding, Report

INDEX = "index.cdxj"


def check_cdxj(folder: Path, report: Report) -> Iterator[Finding]:
    """What is wrong with a site's CDXJ; nothing when it has none. In: the site's folder; where it is counted."""
    path = folder / INDEX
    if not path.exists():
        return
    with path.open("rb") as file:
        report.count("cdxj-lines", sum(1 for _ in file))
    for where, what in cdxj_check.check(folder):
        file_name, _, place = where.partition(", ") if where.startswith("warc/") else (INDEX, "", where)
        yield Finding("cdxj", file_name, place, what)


def check_package(path: Path, walked: Callable[[int], None] | None = None) -> Report:
    """Check one WACZ file, taken by itself. In: the file; who is told of bytes read. Raises StorageError."""
    try:
        report = Report(path, warc_bytes=path.stat().st_size)
        report.count("wacz-files")
        for where, what in check_wacz(path, walked=walked):
            inner, _, place = where.rpartition(", ")
            report.findings.append(Finding("wacz", inner or where, place if inner else "the whole file", what))
    except OSError as error:
        raise StorageError(f"{path}: cannot be read: {error.strerror}") from error
    return report
