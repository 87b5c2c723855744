"""Do rows, bytes, events and runs agree? The verb."""

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from congress_crawler.console import site_folders
from congress_crawler.progress import Walk
from congress_crawler.reading import rereader
from congress_crawler.run import STORAGE
from congress_crawler.verbs.words import Folder
from congress_crawler.verify.check import verify as verify_site


def verify(
    folder: Folder = Path("output"),
    *,
    reread: Annotated[bool, typer.Option(help="Read each row's page again and compare the text.")] = True,
) -> None:
    """Check every row, record, digest and run against each other. Exit 0 only when all is well."""
    bad = 0
    for one in site_folders(folder):
        with Walk(Console(stderr=True), f"verify {one.name}") as walk:
            report = verify_site(one, reread=rereader(one) if reread else None, progress=walk)
        for said in [*report.findings, *report.notes]:
            print(f"{one.name}: {said}")
        looked = f"{report.articles} articles, {report.failures} failures, {report.events} events, {report.runs} runs"
        print(f"{one.name}: {looked}, {report.records} records: {len(report.findings) or 'nothing'} wrong")
        bad += len(report.findings)
    raise typer.Exit(STORAGE if bad else 0)
