"""How do we know, and what are the very bytes? Two verbs."""

import contextlib
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import msgspec
import typer
from rich.console import Console
from rich.text import Text

from congress_crawler.console import site_folders
from congress_crawler.opening import UsageError
from congress_crawler.progress import Walk
from congress_crawler.provenance.bag import Taken
from congress_crawler.provenance.bundle import bundle
from congress_crawler.provenance.finding import NoArticle, find
from congress_crawler.provenance.gather import gather
from congress_crawler.provenance.shelf import Shelf
from congress_crawler.provenance.source import NoSource, source
from congress_crawler.provenance.tell import tell
from congress_crawler.run import STORAGE, UNREAD
from congress_crawler.verbs.words import Folder

Asked = Annotated[str, typer.Argument(metavar="ID|URL", help="An article: its id, the beginning of one, its address.")]
_STYLES = {"WRONG": "bold red", "note": "yellow", "doubt": "yellow", "open": "yellow"}


def provenance(
    article: Asked,
    folder: Folder = Path("output"),
    *,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object: congress-provenance/1.")] = False,
    to: Annotated[Path | None, typer.Option("--bundle", help="Write the evidence to this new folder (BagIt).")] = None,
) -> None:
    """Say how we know: captures, versions, listing, robots, runs, every field read again now, proofs, citation.

    Exit 0 when everything agrees, 74 when something does not, 1 when there is no such article.
    """
    folders = site_folders(folder)
    with _told():
        where = find(article, folders)
        with _shelf(where.folder) as shelf:
            story, lines = gather(where, folders, shelf)
            if to is not None:
                bundle(to, story, lines, shelf)
    if as_json:
        _write(msgspec.json.format(msgspec.json.encode(story), indent=2) + b"\n")
    elif to is None:
        _show(list(tell(story)))
    else:
        print(f"{to}: {story.records} records and {len(lines.all())} rows of {story.id}; README.txt says how to check")
    raise typer.Exit(STORAGE if story.faults else 0)


def show_source(
    article: Asked,
    folder: Folder = Path("output"),
    *,
    version: Annotated[int | None, typer.Option("--version", min=1, help="Of this version; else the newest.")] = None,
    capture: Annotated[str, typer.Option("--capture", metavar="RECORD-ID", help="Of this record.")] = "",
    headers: Annotated[bool, typer.Option("--headers", help="The head of the answer first, as it was sent.")] = False,
    decode: Annotated[bool, typer.Option("--decode", help="Undo the content-coding (gzip, deflate, br).")] = False,
) -> None:
    """Write the very bytes that a server sent for an article to standard output."""
    if version is not None and capture:
        raise UsageError("--version and --capture name two things; give one of them")
    with _told():
        where = find(article, site_folders(folder))
        with _shelf(where.folder) as shelf:
            found = source(where, shelf, version=version, capture=capture)
    try:
        said = found.said(headers=headers, decode=decode)
    except NoSource as error:
        print(f"congress-crawler: {error}", file=sys.stderr)
        raise typer.Exit(UNREAD) from error
    for note in found.notes:
        print(f"congress-crawler: {note}", file=sys.stderr)
    _write(said)


@contextlib.contextmanager
def _told() -> Iterator[None]:
    """What cannot be found, or may not be written over, is a usage error (exit 1)."""
    try:
        yield
    except (NoArticle, Taken) as error:
        raise UsageError(str(error)) from error


@contextlib.contextmanager
def _shelf(folder: Path) -> Iterator[Shelf]:
    with Walk(Console(stderr=True), f"look through {folder.name}") as walk:
        shelf = Shelf(folder, walk)
        with contextlib.closing(shelf):
            yield shelf


def _show(lines: list[str]) -> None:
    """Lines for people: colours on a terminal, plain in a pipe."""
    console = Console()
    if not console.is_terminal:
        _write("".join(f"{line}\n" for line in lines).encode("utf-8", "backslashreplace"))
        return
    for line in lines:
        label = line.split(maxsplit=1)[0] if line.startswith("  ") and line.strip() else ""
        style = "bold" if line and not line.startswith(" ") else _STYLES.get(label, "")
        console.print(Text(line, style=style), soft_wrap=True)


def _write(said: bytes) -> None:
    """Bytes to standard output; a reader that has seen enough is no error."""
    try:
        sys.stdout.buffer.write(said)
        sys.stdout.buffer.flush()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
