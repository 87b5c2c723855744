"""What gets somebody who takes another version of the WARC format? The verb."""

from functools import partial
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from congress_crawler import __version__
from congress_crawler.archive.disk import refused
from congress_crawler.archive.export import Exported, Version, export
from congress_crawler.console import site_folders
from congress_crawler.opening import UsageError
from congress_crawler.progress import Walk
from congress_crawler.verbs.words import Folder


def export_warcs(
    folder: Folder = Path("output"),
    *,
    warc_version: Annotated[
        Version, typer.Option("--warc-version", help="1.0: as GB/T 33994-2017 has it; 1.1: copies of the files.")
    ],
    to: Annotated[Path, typer.Option("--to", help="Folder that gets one folder a site.")],
) -> None:
    """Write the WARC files once more, nothing lost: as WARC 1.0 (GB/T 33994-2017, ISO 28500:2009), or as copies."""
    sites = site_folders(folder)
    for one in sites:
        _refuse_inside(one, to)
    for one in sites:
        files = sorted((one / "warc").glob("*.warc.gz"))
        if not files:
            print(f"{one.name}: there is no WARC file in it yet")
            continue
        target = _made(to / one.resolve().name)
        done, whole = 0, sum(file.stat().st_size for file in files)
        with Walk(Console(stderr=True), f"export {one.name}") as walk:
            for file in files:
                show = partial(_show, walk, done, whole)
                made = export(file, target, warc_version, f"congress-crawler/{__version__}", progress=show)
                done += file.stat().st_size
                print(_told(one.name, made), flush=True)


def _show(walk: Walk, before: int, whole: int, done: int) -> None:
    walk(before + done, whole)


def _told(site: str, made: Exported) -> str:
    more = f"; {made.left} bytes at its end are no whole record yet and stayed out" if made.left else ""
    return f"{site}: {made.source.name} → {made.path}: {made.records} records, {made.size} bytes{more}"


def _refuse_inside(site: Path, to: Path) -> None:
    """Raises UsageError when the new files would lie in the archive they are made from."""
    target, archive = (to / site.resolve().name).resolve(), site.resolve()
    if target == archive or archive in target.parents:
        raise UsageError(f"--to {to} is in the archive itself ({site}), which only a crawl writes; name another folder")


def _made(folder: Path) -> Path:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise refused(folder, error) from error
    return folder
