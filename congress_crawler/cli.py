"""Which verbs are there, and what does each exit code say?

Thin: every verb calls the room that knows. 0 complete · 1 usage · 65 no article could be read · 69 host unreachable ·
70 a fault of ours · 74 storage · 75 challenged or rate-limited · 78 bad profile · 130/143 stopped by a signal.
"""

import contextlib
import json
import sys
import threading
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, NoReturn

import typer
from rich.console import Console
from rich.table import Table

from congress_crawler import items, profile, sites_table
from congress_crawler.archive import ArchiveError
from congress_crawler.console import BAD_PROFILE, crawl_all, log_to, save, say, serving, site_folders
from congress_crawler.discovering import discover as look
from congress_crawler.discovering import show
from congress_crawler.opening import UsageError
from congress_crawler.practice.kinds import KINDS
from congress_crawler.practice.trying import PortTaken, practice_toml
from congress_crawler.profile import BadProfile
from congress_crawler.reading import read_file
from congress_crawler.reextract import reextract as reextract_site
from congress_crawler.report import tell
from congress_crawler.run import STORAGE, UNREAD, USAGE
from congress_crawler.verbs.export import export_warcs
from congress_crawler.verbs.prove import prove, show_heads
from congress_crawler.verbs.provenance import provenance, show_source
from congress_crawler.verbs.standards import metadata, register
from congress_crawler.verbs.verify import verify
from congress_crawler.verbs.wacz import wacz
from congress_crawler.verbs.words import Folder, Key, Tsa

TYPERS_USAGE = 2  # what Typer exits with for a wrong option, by a habit older than sysexits.h

HELP = """A crawler and archive for the web sites of China's people's congresses."""
app = typer.Typer(
    add_completion=False, no_args_is_help=True, rich_markup_mode=None, pretty_exceptions_enable=False, help=HELP
)
Output = Annotated[Path, typer.Option("--output", help="Folder that gets one folder a site.")]
Delay = Annotated[
    float, typer.Option("--delay", help="Seconds between requests; under 1 only towards a literal loopback address.")
]
Contact = Annotated[
    str, typer.Option("--contact", envvar="CONGRESS_CRAWLER_CONTACT", help="E-mail or address for the User-Agent.")
]


@app.command()
def sites(
    *, every: Annotated[bool, typer.Option("--all", help="The 294 prefecture-level sites, too.")] = False
) -> None:
    """List the profiles: province, host, family, how checked. A table on a terminal, tab-separated lines in a pipe."""
    rows = sites_table.table(every=every)
    console = Console()
    if not console.is_terminal:
        print("\n".join("\t".join(row) for row in [sites_table.HEADS, *rows]))
        return
    table = Table(*sites_table.HEADS, box=None)
    for row in rows:
        table.add_row(*row)
    console.print(table)


@app.command()
def schema() -> None:
    """Print the JSON Schema (2020-12) of articles.jsonl."""
    print(json.dumps(items.schema(), ensure_ascii=False, indent=2))


@app.command()
def discover(
    url: Annotated[str, typer.Argument(metavar="URL", help="The home page of a congress site.")],
    *,
    write: Annotated[Path | None, typer.Option("--write", help="Save the profile to this file.")] = None,
    delay: Delay = 1.0,
    contact: Contact = "",
) -> None:
    """Look at a site in about ten requests, find the county/city section by its name, write a profile for `crawl`."""
    console = Console(stderr=True)
    log_to(console, verbose=False)
    found = look(url, {"delay": delay, "contact": contact})
    print("\n".join(show(found, Console())))
    if write is not None and found.toml:
        save(write, found.toml)
    if found.sentence:
        print(f"congress-crawler: {found.sentence}", file=sys.stderr)
    raise typer.Exit(found.exit)


@app.command()
def crawl(
    site: Annotated[list[str], typer.Argument(metavar="SITE|FILE.toml ...", help="Profile ids or TOML files.")],
    *,
    output: Output = Path("output"),
    full: Annotated[bool, typer.Option("--full", help="Walk to the end and ask every known article again.")] = False,
    full_every: Annotated[float, typer.Option("--full-every", min=0, help="Days after which to walk to the end.")] = 30,
    limit: Annotated[int | None, typer.Option("--limit", min=1, help="Ask for at most so many articles.")] = None,
    delay: Delay = 1.0,
    contact: Contact = "",
    key: Key = "",
    tsa: Tsa = "",
    verbose: Annotated[bool, typer.Option("--verbose", "-v", help="Log every page.")] = False,
) -> None:
    """Crawl sites one after another; `practice` and `practice-KIND` are sites that this command serves itself.

    The output folder is all the state there is: kill it at any instant and run it again.
    """
    console = Console(stderr=True)
    log_to(console, verbose=verbose)
    words = {"output": output, "full": full, "full_every": full_every, "limit": limit, "delay": delay}
    raise typer.Exit(crawl_all(site, {**words, "contact": contact, "key": key, "tsa": tsa}, console))


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


app.command()(verify)
app.command()(prove)
app.command("heads")(show_heads)
app.command()(provenance)
app.command()(show_source)
app.command()(wacz)
app.command("export")(export_warcs)
app.command()(register)
app.command()(metadata)


@app.command()
def report(
    folder: Folder = Path("output"),
    *,
    site: Annotated[list[str] | None, typer.Option("--site", help="Only this site in DIR; more may be named.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="A JSON object a site, one a line.")] = False,
) -> None:
    """Say how the last run of each site went, what is wrong, where, since when. Exit 0 when all is well, else 65."""
    folders = [folder / name for name in site] if site else site_folders(folder)
    known = None if site or folders == [folder] else profile.names()
    raise typer.Exit(tell(folders, datetime.now(UTC), Console(), json=as_json, profiles=known))


@app.command()
def practice(
    kind: Annotated[str, typer.Option("--kind", help=f"One of {', '.join(KINDS)}, or all.")] = "",
    articles: Annotated[int | None, typer.Option("--articles", min=24, help="How many the section has.")] = None,
    epoch: Annotated[int, typer.Option("--epoch", min=0, help="1: the same site weeks later.")] = 0,
    port: Annotated[int | None, typer.Option("--port", help="0 takes a free one.")] = None,
    write: Annotated[Path | None, typer.Option("--write", help="Write a profile for `crawl` to this file.")] = None,
) -> None:
    """Serve practice sites on loopback until Ctrl-C, for trying, tests and benchmarks: one per kind of list."""
    with contextlib.suppress(KeyboardInterrupt), serving(kind, articles, epoch, port) as urls:
        for name, url in urls.items():
            print(url if len(urls) == 1 else f"{name}\t{url}", flush=True)
            if write is not None and len(urls) == 1:
                save(write, practice_toml(url, kind=name or None))
        threading.Event().wait()


def main() -> NoReturn:
    """Run the command line; every known error becomes one sentence and its exit code."""
    try:
        app()
    except SystemExit as done:
        code = USAGE if done.code == TYPERS_USAGE else done.code
    except (UsageError, PortTaken) as error:
        code = say(error, USAGE)
    except BadProfile as error:
        code = say(error, BAD_PROFILE)
    except ArchiveError as error:
        code = say(error, STORAGE)
    except KeyboardInterrupt:
        code = 130
    sys.exit(code)
