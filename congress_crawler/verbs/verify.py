"""Do rows, bytes, events, runs, indexes and signatures agree? The verb."""

import itertools
import sys
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from congress_crawler.console import site_folders
from congress_crawler.opening import UsageError
from congress_crawler.progress import Walk
from congress_crawler.reading import rereader
from congress_crawler.run import STORAGE
from congress_crawler.standards.saving import check
from congress_crawler.verbs.standards import write_report
from congress_crawler.verify.check import verify as verify_site
from congress_crawler.verify.derived import check_package
from congress_crawler.verify.findings import Report
from congress_crawler.verify.told import as_lines


def verify(
    folder: Annotated[Path, typer.Argument(help="The output folder, one site's folder in it, or a WACZ file.")] = Path(
        "output"
    ),
    *,
    reread: Annotated[bool, typer.Option(help="Read each row's page again and compare the text.")] = True,
    wacz: Annotated[list[Path] | None, typer.Option("--wacz", help="Check this WACZ file, too.")] = None,
    resume: Annotated[
        Path | None, typer.Option("--resume", help="Keep what was read here; go on from it after a kill.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="A JSON object a line: findings, notes, a summary.")] = False,
    report_to: Annotated[
        Path | None, typer.Option("--report", help="Write a check report after DA/T 70-2018: .md, or .json.")
    ] = None,
) -> None:
    """Check every row, record, digest, run, index and signature against each other. Exit 0 only when all is well."""
    if report_to is not None:
        _check_report(report_to)
    alone = folder.suffix == ".wacz" and folder.is_file()
    folders = [] if alone else site_folders(folder)
    states = _states(resume, folders)
    reports = [_tell(_site(one, states[one], reread=reread), as_json=as_json) for one in folders]
    packages = [_tell(_package(one), as_json=as_json) for one in [*([folder] if alone else []), *(wacz or [])]]
    if report_to is not None:
        write_report(reports, report_to)
    for state in states.values():
        if state is not None:  # read to its end: the next one begins anew
            state.unlink(missing_ok=True)
    raise typer.Exit(STORAGE if any(not one.ok for one in [*reports, *packages]) else 0)


def _check_report(path: Path) -> None:
    """See before long work that a report can be written. Raises UsageError, StorageError."""
    if path.suffix not in {".md", ".json"}:
        raise UsageError(f"--report {path}: of which form? Give a name that ends in .md or .json")
    check(path)


def _states(resume: Path | None, folders: list[Path]) -> dict[Path, Path | None]:
    """Where the state of each site is kept: in the file itself, or beside it when there are several sites."""
    if resume is None or len(folders) == 1:
        return dict.fromkeys(folders, resume)
    return {one: resume.with_name(f"{resume.name}.{one.name}") for one in folders}


def _site(folder: Path, state: Path | None, *, reread: bool) -> Report:
    with Walk(Console(stderr=True), f"verify {folder.name}") as walk:
        return verify_site(folder, reread=rereader(folder) if reread else None, progress=walk, resume=state)


def _package(path: Path) -> Report:
    with Walk(Console(stderr=True), f"verify {path.name}") as walk:
        read = _Read(walk, path)
        return check_package(path, read.more)


class _Read:
    """How much of a file has been read, for the bar."""

    def __init__(self, walk: Walk, path: Path) -> None:
        self._walk, self._size, self._done = walk, path.stat().st_size if path.exists() else 0, 0

    def more(self, count: int) -> None:
        """So many bytes more."""
        self._done += count
        self._walk(self._done, self._size)


def _tell(report: Report, *, as_json: bool) -> Report:
    """Say at once what was found. Out: the report."""
    name = report.folder.name
    if as_json:
        sys.stdout.writelines(line.decode() for line in as_lines(report))
        return report
    for said in itertools.chain(report.findings, report.notes):
        print(f"{name}: {said}")
    looked = f"{report.articles} articles, {report.failures} failures, {report.events} events, {report.runs} runs"
    looked = "WACZ" if "wacz-files" in report.checked else f"{looked}, {report.records} records"
    print(f"{name}: {looked}: {len(report.findings) or 'nothing'} wrong")
    return report
