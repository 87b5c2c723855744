"""How does a site leave as one file that replays in any WACZ player? The verb."""

import sys
from datetime import date, datetime
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from congress_crawler import __version__
from congress_crawler.archive.disk import refused
from congress_crawler.archive.wacz import PART_BYTES, NothingWanted, pack
from congress_crawler.console import site_folders
from congress_crawler.opening import UsageError
from congress_crawler.progress import Walk
from congress_crawler.run import USAGE
from congress_crawler.verbs.words import Folder

MIB = 1 << 20

Since = Annotated[
    datetime | None,
    typer.Option("--since", formats=["%Y-%m-%d"], metavar="DATE", help="Captures from this day on (UTC)."),
]
Until = Annotated[
    datetime | None,
    typer.Option("--until", formats=["%Y-%m-%d"], metavar="DATE", help="Captures up to this day, itself included."),
]


def wacz(
    folder: Folder = Path("output"),
    *,
    to: Annotated[Path, typer.Option("--to", help="Folder that gets the files.")] = Path("wacz"),
    site: Annotated[list[str] | None, typer.Option("--site", help="Only this site in DIR; more may be named.")] = None,
    since: Since = None,
    until: Until = None,
    run: Annotated[str | None, typer.Option("--run", help="Captures of this run, by its id in runs.jsonl.")] = None,
    part_size: Annotated[int, typer.Option("--part-size", min=1, help="MiB that a file may hold.")] = PART_BYTES // MIB,
) -> None:
    """Pack a site into one file (WACZ 1.1.1) that replays in ReplayWeb.page and its like; in parts when it is large."""
    first, last = since.date() if since else None, until.date() if until else None
    if first and last and first > last:
        raise UsageError(f"--since {first} is after --until {last}: nothing can be both")
    _make(to)
    packed = 0
    for one in _chosen(folder, site or []):
        packed += _pack(one, to, first, last, run, part_size * MIB)
    raise typer.Exit(0 if packed else USAGE)


def _pack(one: Path, to: Path, first: date | None, last: date | None, run: str | None, part_bytes: int) -> int:
    """Pack one site and say what came of it. Out: how many files it became."""
    with Walk(Console(stderr=True), f"wacz {one.resolve().name}") as walk:
        try:
            files = pack(
                one,
                to,
                since=first,
                until=last,
                run=run,
                part_bytes=part_bytes,
                software=f"congress-crawler/{__version__}",
                progress=walk,
                tell=lambda notice: print(f"{one.name}: {notice}", file=sys.stderr),
            )
        except NothingWanted as error:
            print(f"congress-crawler: {error}", file=sys.stderr)
            return 0
    for file in files:
        print(f"{file}\t{file.stat().st_size}", flush=True)
    return len(files)


def _chosen(folder: Path, sites: list[str]) -> list[Path]:
    """The folders of the sites named, of all when none is. Raises UsageError for one that is not there."""
    if not sites:
        return site_folders(folder)
    return [found for name in sites for found in site_folders(folder / name)]


def _make(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise refused(folder, error) from error
