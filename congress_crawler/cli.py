"""Which verbs are there, and what does each exit code say?

Thin: every verb calls the room that knows. 0 complete · 1 usage · 65 no article could be read · 69 host unreachable ·
70 a fault of ours · 74 storage · 75 challenged or rate-limited · 78 bad profile · 130/143 stopped by a signal.
"""

import contextlib
import json
import logging
import sys
import threading
from pathlib import Path
from typing import Annotated, NoReturn

import typer
from rich.console import Console
from rich.logging import RichHandler
from rich.table import Table

from congress_crawler import items, profile
from congress_crawler.archive import ArchiveError
from congress_crawler.crawling import crawl as crawl_site
from congress_crawler.opening import UsageError, check_delay
from congress_crawler.practice.site import Site
from congress_crawler.practice.trying import PORT, SITE_ID, PortTaken, practice_profile, practice_toml, serve_practice
from congress_crawler.profile import BadProfile, Profile
from congress_crawler.progress import Walk, Watch, tally
from congress_crawler.reading import read_file, rereader
from congress_crawler.reextract import reextract as reextract_site
from congress_crawler.run import STORAGE, UNREAD, USAGE
from congress_crawler.verify.check import verify as verify_site

BAD_PROFILE = 78
TYPERS_USAGE = 2  # what Typer exits with for a wrong option, by a habit older than sysexits.h
#: When several sites end differently, the exit code is the first of these that one of them has.
WORST = (74, 70, 130, 143, 75, 69, 65, 1)

HELP = """A crawler and archive for the web sites of China's people's congresses."""
app = typer.Typer(
    add_completion=False, no_args_is_help=True, rich_markup_mode=None, pretty_exceptions_enable=False, help=HELP
)
Output = Annotated[Path, typer.Option("--output", help="Folder that gets one folder a site.")]
Folder = Annotated[Path, typer.Argument(help="The output folder, or one site's folder in it.")]


@app.command()
def sites() -> None:
    """List the profiles: province, host, family, how checked. A table on a terminal, tab-separated lines in a pipe."""
    heads = ("site", "name", "hosts", "family", "section", "checked")
    rows = [heads]
    for one in map(profile.find, profile.names()):
        sections = "; ".join(" › ".join(listing.section) for listing in one.listing)
        rows.append((one.site, one.name, ", ".join(one.hosts), one.family or "", sections, one.checked))
    console = Console()
    if not console.is_terminal:
        print("\n".join("\t".join(row) for row in rows))
        return
    table = Table(*heads, box=None)
    for row in rows[1:]:
        table.add_row(*row)
    console.print(table)


@app.command()
def schema() -> None:
    """Print the JSON Schema (2020-12) of articles.jsonl."""
    print(json.dumps(items.schema(), ensure_ascii=False, indent=2))


@app.command()
def crawl(
    site: Annotated[list[str], typer.Argument(metavar="SITE|FILE.toml ...", help="Profile ids or TOML files.")],
    *,
    output: Output = Path("output"),
    full: Annotated[bool, typer.Option("--full", help="Ask every known article again.")] = False,
    limit: Annotated[int | None, typer.Option("--limit", min=1, help="Ask for at most so many articles.")] = None,
    delay: Annotated[
        float,
        typer.Option("--delay", help="Seconds between requests; under 1 only towards a literal loopback address."),
    ] = 1.0,
    contact: Annotated[
        str, typer.Option("--contact", envvar="CONGRESS_CRAWLER_CONTACT", help="E-mail or address for the User-Agent.")
    ] = "",
    verbose: Annotated[bool, typer.Option("--verbose", "-v", help="Log every page.")] = False,
) -> None:
    """Crawl sites one after another; `practice` is a site that this command serves itself.

    The output folder is all the state there is: kill it at any instant and run it again.
    """
    console = Console(stderr=True)
    _log_to(console, verbose=verbose)
    words = {"output": output, "full": full, "limit": limit, "delay": delay, "contact": contact}
    profiles = [None if name == SITE_ID else profile.find(name) for name in site]
    _check([one for one in profiles if one is not None], delay)  # all of them, before any request
    codes = []
    for one in profiles:
        if one is not None:
            codes.append(_crawl_one(one, words, console))
        else:
            with serve_practice() as server:
                codes.append(_crawl_one(practice_profile(server.url), words, console))
        if codes[-1] in {130, 143}:
            break
    raise typer.Exit(next((code for code in WORST if code in codes), max(codes)))


def _check(profiles: list[Profile], delay: float) -> None:
    """Refuse what would go wrong only in the middle. Raises UsageError."""
    for one in profiles:
        check_delay(one, delay)
    ids = [one.site for one in profiles]
    if twice := next((one for one in ids if ids.count(one) > 1), None):
        raise UsageError(f"two of the profiles have the id {twice!r} and would share one folder; name each site once")


def _crawl_one(one: Profile, words: dict[str, object], console: Console) -> int:
    """Crawl one site and say how it went. Out: its exit code; a folder that cannot be used does not stop the others."""
    try:
        with Watch(console) as watch:
            line = crawl_site(one, words, watch)
    except ArchiveError as error:
        return _say(error, STORAGE)
    print(f"{one.site}: {line.end} (exit {line.exit}). {tally(line)}", file=sys.stderr)
    if (line.promised or 0) > line.found:
        print(f"  the listing promises {line.promised} links and shows {line.found}", file=sys.stderr)
    for reason, count in sorted(line.reasons.items()):
        print(f"  {count} × {reason}", file=sys.stderr)
    return line.exit or 0


@app.command()
def extract(
    files: Annotated[list[Path], typer.Argument(metavar="FILE...", help="Saved pages, as the server sent them.")],
    url: Annotated[str, typer.Option("--url", help="The address the page was at; dates and links may need it.")] = "",
    site: Annotated[str, typer.Option("--site", help="Profile id or TOML file whose hints and name to use.")] = "",
) -> None:
    """Read saved pages: a JSON line each, {"file", "article"} or {"file", "article": null, "failure"}."""
    if url and len(files) > 1:
        raise UsageError("--url is the address of one page, but several files are given; call once a file")
    chosen = profile.find(site) if site else None
    read = 0
    for file in files:
        found = read_file(file, url=url, profile=chosen)
        read += found["article"] is not None
        sys.stdout.buffer.write(items.line(found))
        sys.stdout.flush()
    raise typer.Exit(0 if read else UNREAD)


@app.command()
def reextract(
    folder: Folder = Path("output"),
    to: Annotated[Path | None, typer.Option("--to", help="Write the rows here instead of to standard output.")] = None,
) -> None:
    """Read the rows again from the archive, with this version's reading; tell what differs from articles.jsonl."""
    try:
        out = to.open("wb") if to is not None else sys.stdout.buffer
    except OSError as error:
        raise UsageError(f"{to}: cannot be written: {error.strerror}") from error
    with out:
        for one in site_folders(folder):
            difference = reextract_site(one, out.write)
            print(f"{one.name}: {difference.sentence()}", file=sys.stderr)
            for detail in difference.details:
                print(f"  {detail}", file=sys.stderr)


@app.command()
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


def site_folders(folder: Path) -> list[Path]:
    """The site folders in an output folder, or the folder itself when it is one. Raises UsageError for neither."""
    inside = sorted(path for path in folder.glob("*/") if (path / "runs.jsonl").exists() or (path / "warc").is_dir())
    own = (folder / "runs.jsonl").exists() or (folder / "warc").is_dir()
    if not own and not inside:
        raise UsageError(
            f"{folder} holds no crawl: no folder in it has a runs.jsonl or warc/; crawl first, or name another"
        )
    return [folder] if own else inside


@app.command()
def practice(
    articles: Annotated[int, typer.Option("--articles", min=24, help="How many articles the section has.")] = 320,
    epoch: Annotated[int, typer.Option("--epoch", min=0, help="1: the same site weeks later.")] = 0,
    port: Annotated[int, typer.Option("--port", help="0 takes a free one.")] = PORT,
    write: Annotated[Path | None, typer.Option("--write", help="Write a profile for `crawl` to this file.")] = None,
) -> None:
    """Serve the practice site on loopback until Ctrl-C, for trying, tests and benchmarks."""
    with serve_practice(Site(articles, epoch), port) as server:
        if write is not None:
            write.write_text(practice_toml(server.url), encoding="utf-8")
        print(server.url, flush=True)
        with contextlib.suppress(KeyboardInterrupt):
            threading.Event().wait()


def _log_to(console: Console, *, verbose: bool) -> None:
    """Warnings and errors through the same console as the bar, so that they do not tear each other."""
    handler: logging.Handler = (
        RichHandler(console=console, show_path=False) if console.is_terminal else logging.StreamHandler()
    )
    logging.basicConfig(
        level=logging.INFO if verbose else logging.WARNING,
        handlers=[handler],
        format="%(message)s" if console.is_terminal else "%(asctime)s %(levelname)s %(name)s: %(message)s",
    )


def main() -> NoReturn:
    """Run the command line; every known error becomes one sentence and its exit code."""
    try:
        app()
    except SystemExit as done:
        code = USAGE if done.code == TYPERS_USAGE else done.code
    except (UsageError, PortTaken) as error:
        code = _say(error, USAGE)
    except BadProfile as error:
        code = _say(error, BAD_PROFILE)
    except ArchiveError as error:
        code = _say(error, STORAGE)
    except KeyboardInterrupt:
        code = 130
    sys.exit(code)


def _say(error: Exception, code: int) -> int:
    print(f"congress-crawler: {error}", file=sys.stderr)
    return code
