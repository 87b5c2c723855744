"""How are several sites told at once?"""

from datetime import datetime
from pathlib import Path

from rich.console import Console

from congress_crawler.report.build import build
from congress_crawler.report.summary import exit_code, overview
from congress_crawler.report.table import show
from congress_crawler.report.text import as_json


def tell(
    folders: list[Path], now: datetime, console: Console, *, json: bool = False, profiles: list[str] | None = None
) -> int:
    """Report on sites, what they have in common first.

    In: the folder of each, there or not; the time (aware); the console of standard output, which gets a table on a
    terminal and plain text in a pipe; whether to write a JSON object a line instead; ids of the profiles that there
    are, to tell which were not crawled. Out: the exit code, as `exit_code` says it. Raises StorageError when a file
    cannot be read.
    """
    reports = [build(folder, now) for folder in folders]
    if json:
        console.file.write("".join(map(as_json, reports)))
        return exit_code(reports)
    console.file.writelines(f"{said}\n" for said in overview(reports, profiles))
    for report in reports:
        show(report, console)
    return exit_code(reports)
