"""What does an archivist hand over beside the archive: a check report, a register, metadata? The verbs."""

import itertools
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import msgspec
import typer
from rich.console import Console
from rich.table import Table

from congress_crawler.console import site_folders
from congress_crawler.opening import UsageError
from congress_crawler.progress import Walk
from congress_crawler.run import STORAGE
from congress_crawler.standards.assess import SiteCheck, assess
from congress_crawler.standards.figures import Register
from congress_crawler.standards.mapping import table
from congress_crawler.standards.metadata import metadata as described
from congress_crawler.standards.metadata_forms import FORMS, Form, write
from congress_crawler.standards.register import register as count
from congress_crawler.standards.register_forms import COLUMNS, as_csv, as_line, cells, compare, lines
from congress_crawler.standards.report_text import encode
from congress_crawler.standards.saving import check, saved
from congress_crawler.verbs.words import Folder
from congress_crawler.verify.findings import Report


def write_report(reports: list[Report], path: Path) -> None:
    """Write the check report on the sites that were verified, and say what it comes to.

    In: what `verify` found, a site each; the file, .json for JSON, anything else for Markdown. Raises StorageError.
    """
    checks = [_assess(one) for one in reports]
    with saved(path) as out:
        out.write(encode(checks, path))
    for one in checks:
        said = ", ".join(f"{number} {result}" for result, number in one.results.items())
        print(f"{one.site}: check report: {said}: {path}", file=sys.stderr)


def _assess(report: Report) -> SiteCheck:
    with Walk(Console(stderr=True), f"count {report.folder.name}") as walk:
        return assess(report, datetime.now(UTC), walk)


def register(
    folder: Folder = Path("output"),
    *,
    run: Annotated[str | None, typer.Option("--run", help="Only this run.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="A JSON object a site, one a line.")] = False,
    csv: Annotated[Path | None, typer.Option("--csv", help="Write a CSV file.")] = None,
    against: Annotated[
        Path | None, typer.Option("--against", help="A register written with --json earlier: say what differs.")
    ] = None,
) -> None:
    """Count items, files and bytes of each run anew, as GB/T 18894 asks. Exit 0 when runs and registers agree."""
    if csv is not None:
        check(csv)
    then = _read(against) if against is not None else {}
    made = [_count(one, run) for one in site_folders(folder)]
    if not any(one.runs for one in made):
        raise UsageError(f"{folder} has no run {run}; `register` without --run lists them all")
    if csv is not None:
        with saved(csv) as out:
            out.write(as_csv(made))
    _show(made, as_json=as_json)
    differs = [f"{one.site}: run {each.run}: {said}" for one in made for each in one.runs for said in each.differs]
    if against is not None:
        differs += [f"{against.name}: {said}" for one in made for said in _against(one, then, run)]
    print("".join(f"{said}\n" for said in differs), end="", file=sys.stderr)
    raise typer.Exit(STORAGE if differs else 0)


def _count(folder: Path, run: str | None) -> Register:
    with Walk(Console(stderr=True), f"register {folder.name}") as walk:
        made = count(folder, run=run, progress=walk)
    for note in made.notes:
        print(f"{made.site}: {note}", file=sys.stderr)
    return made


def _read(path: Path) -> dict[str, Register]:
    """Site → register, from a file written with --json. Raises UsageError."""
    try:
        return {one.site: one for one in msgspec.json.Decoder(Register).decode_lines(path.read_bytes())}
    except OSError as error:
        raise UsageError(f"{path}: cannot be read: {error.strerror}") from error
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise UsageError(f"{path}: is no register as `register --json` writes it: {error}") from error


def _against(now: Register, then: dict[str, Register], run: str | None) -> list[str]:
    before = then.get(now.site)
    if before is None:
        return [f"has no register of {now.site}"]
    kept = [one for one in before.runs if run in {None, one.run}]
    return list(compare(now, msgspec.structs.replace(before, runs=kept)))


def _show(made: list[Register], *, as_json: bool) -> None:
    """A JSON object a site; else a table on a terminal, tab-separated lines in a pipe."""
    if as_json:
        sys.stdout.buffer.write(b"".join(map(as_line, made)))
        return
    rows = [cells(each) for one in made for each in lines(one)]
    console = Console()
    if not console.is_terminal:
        print("\n".join("\t".join(row) for row in [list(COLUMNS), *rows]))
        return
    shown = Table(*COLUMNS.values(), box=None)
    for row in rows:
        shown.add_row(*row)
    console.print(shown)


def metadata(
    folder: Folder = Path("output"),
    *,
    to: Annotated[Path | None, typer.Option("--to", help="Write to this file; standard output when left out.")] = None,
    form: Annotated[
        Form | None, typer.Option("--format", help="Left out: by the name of the file, else jsonl.")
    ] = None,
    mapping: Annotated[bool, typer.Option("--mapping", help="Print the table of fields and elements instead.")] = False,
) -> None:
    """Write each article version as elements of the archival standards, nulls with their reasons."""
    if mapping:
        print(table(), end="")
        return
    folders = site_folders(folder)
    every = itertools.chain.from_iterable(described(one) for one in folders)
    if to is None:
        write(every, form or "jsonl", sys.stdout.buffer)
        return
    by_name = next((one for one in FORMS if to.suffix.lower() == f".{one}"), None)
    chosen = form or by_name
    if chosen is None:
        raise UsageError(f"{to}: of which form? Give --format {', '.join(FORMS)}, or a name that ends so")
    with saved(to) as out:
        made = write(every, chosen, out)
    print(f"{made} article versions: {to}", file=sys.stderr)
