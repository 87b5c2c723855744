"""Does the archive have the four properties of DA/T 70-2018, item by item?

Takes what `verify` found, looks at what it does not look at, counts anew, and puts each finding under its item. What
was not checked is said, and never counts as passed.
"""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Literal, get_args

import msgspec

from congress_crawler import __version__
from congress_crawler.archive.errors import StorageError
from congress_crawler.standards import look_figures, look_rows, look_runs
from congress_crawler.standards.beside import Beside
from congress_crawler.standards.figures import RunFigures
from congress_crawler.standards.looks import OTHERS, Fault, Looks
from congress_crawler.standards.mapping import UNVERIFIED
from congress_crawler.standards.register import register
from congress_crawler.standards.register_forms import lines
from congress_crawler.standards.scheme import PROPERTIES, Check, scheme
from congress_crawler.verify.findings import Report

SCHEMA = "congress-check-report/1"
Result = Literal["passed", "failed", "partly checked", "not checked"]
Progress = Callable[[int, int], None]  #: bytes read so far, bytes in all


class Item(msgspec.Struct, frozen=True, kw_only=True):
    """One item of the report."""

    code: str
    chinese: str
    english: str
    what_chinese: str
    what: str
    result: Result
    looked_at: dict[str, int]
    """What was looked at, and how much of it."""
    failed: int
    findings: list[Fault]
    """The first 20 of `failed`."""
    notes: list[str]
    not_checked: list[str]
    """What of the item was not checked, and why."""
    mapping: str = UNVERIFIED
    """Whether the item is that of the standard."""


class Property(msgspec.Struct, frozen=True, kw_only=True):
    """One of the four properties."""

    chinese: str
    english: str
    items: list[Item]


class SiteCheck(msgspec.Struct, frozen=True, kw_only=True):
    """The report on one site."""

    site: str
    made: str
    """When, UTC."""
    software: str
    writing: bool
    """Whether a crawl was writing: the report is on what was there when it began."""
    results: dict[str, int]
    """Result → how many items."""
    properties: list[Property]
    register: list[RunFigures]
    notes: list[str]
    """What `verify` found worth saying, and nothing wrong."""


def assess(report: Report, at: datetime, progress: Progress | None = None) -> SiteCheck:
    """The check report on one site.

    In: what `verify` found there; the time, aware; `progress(done, all)` is told of the bytes counted anew. Out: the
    report. Raises StorageError when a file cannot be read.
    """
    folder, looks = report.folder, Looks()
    try:
        counted = register(folder, progress=progress)
        _look(folder, report, looks)
    except OSError as error:
        raise StorageError(f"{error.filename or folder}: cannot be read: {error.strerror}") from error
    look_figures.register(counted, report.findings, looks)
    properties = [_property(name, looks) for name in PROPERTIES]
    items = [item for one in properties for item in one.items]
    return SiteCheck(
        site=counted.site,
        made=f"{at:%Y-%m-%dT%H:%M:%SZ}",
        software=f"congress-crawler/{__version__}",
        writing=report.writing is not None,
        results={result: sum(item.result == result for item in items) for result in get_args(Result)},
        properties=properties,
        register=lines(counted),
        notes=[*report.notes, *counted.notes],
    )


def _look(folder: Path, report: Report, looks: Looks) -> None:
    """Everything that is looked at beside the count."""
    for found in report.findings:
        looks.take(Fault(found.kind, found.file, found.where, found.what, found.subject))
    for name in ("records", "articles", "files", "failures", "events", "runs"):
        looks.counts[name] += getattr(report, name)
    looks.counts.update({name: count for name, count in report.checked.items() if name not in looks.counts})
    if report.articles and not looks.counts["reread"]:
        looks.open["1-10"].append("the pages of the articles were not read again (`verify --no-reread`)")
    if not looks.counts["cdxj-lines"]:
        looks.notes["1-11"].append("there is no index.cdxj to compare with the records")
    asked = look_runs.runs(folder, looks)
    look_runs.gaps(folder, looks)
    look_runs.paths(folder, looks)
    look_figures.heads(folder, looks)
    beside = Beside(folder)
    try:
        look_rows.articles(folder, beside, looks, asked=asked)
    finally:
        beside.close()


def _property(name: str, looks: Looks) -> Property:
    items = [_item(one, looks) for one in scheme() if one.property == name]
    if name == "真实性" and looks.failed[OTHERS]:
        items.append(_item(Check(OTHERS, name, "其他", "other findings", "", "records", "", "", ""), looks))
    return Property(chinese=name, english=PROPERTIES[name], items=items)


def _item(check: Check, looks: Looks) -> Item:
    counts = {name: looks.counts[name] for name in check.counts.split() if looks.counts[name]}
    return Item(
        code=check.code,
        chinese=check.chinese,
        english=check.english,
        what_chinese=check.what_chinese,
        what=check.what,
        result=_result(check, counts, looks),
        looked_at=counts,
        failed=looks.failed[check.code],
        findings=looks.faults[check.code],
        notes=looks.notes[check.code],
        not_checked=[*([check.never] if check.never else []), *looks.open[check.code]],
    )


def _result(check: Check, counts: dict[str, int], looks: Looks) -> Result:
    if looks.failed[check.code]:
        return "failed"
    if not counts:
        return "not checked"
    return "partly checked" if looks.open[check.code] else "passed"
