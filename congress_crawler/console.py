"""What do the verbs of the command line share?

Logging, messages and exit codes, which sites are crawled and served, where their folders are.
"""

import contextlib
import logging
import sys
from collections.abc import Iterator
from pathlib import Path

from rich.console import Console
from rich.logging import RichHandler

from congress_crawler import profile
from congress_crawler.archive import ArchiveError
from congress_crawler.crawling import crawl as crawl_site
from congress_crawler.opening import UsageError, check_delay
from congress_crawler.practice.kinds import KINDS, make
from congress_crawler.practice.site import Site
from congress_crawler.practice.trying import (
    PORT,
    SITE_ID,
    kind_of,
    port_of,
    practice_profile,
    serve_kinds,
    serve_practice,
)
from congress_crawler.profile import Profile
from congress_crawler.progress import Watch, tally
from congress_crawler.run import STORAGE

BAD_PROFILE = 78
#: When several sites end differently, the exit code is the first of these that one of them has.
WORST = (74, 70, 130, 143, 75, 69, 65, 1)


def crawl_all(sites: list[str], words: dict[str, object], console: Console) -> int:
    """Crawl sites one after another, serving those of practice. Out: the exit code of them all.

    In: profile ids, TOML files, `practice` or `practice-KIND`; the options; where to say how it goes. Raises
    BadProfile or UsageError before any request.
    """
    profiles = [None if _practised(name) else profile.find(name) for name in sites]
    check([one for one in profiles if one is not None], float(str(words["delay"])))  # all of them, before any request
    codes = []
    for name, one in zip(sites, profiles, strict=True):
        if one is not None:
            codes.append(crawl_one(one, words, console))
        else:
            codes.append(_crawl_practice(kind_of(name), words, console))
        if codes[-1] in {130, 143}:
            break
    return next((code for code in WORST if code in codes), max(codes))


def _practised(name: str) -> bool:
    return name == SITE_ID or kind_of(name) is not None


def _crawl_practice(kind: str | None, words: dict[str, object], console: Console) -> int:
    site, port = (make(kind), port_of(kind)) if kind is not None else (Site(), PORT)
    with serve_practice(site, port) as server:
        return crawl_one(practice_profile(server.url, kind), words, console)


@contextlib.contextmanager
def serving(kind: str, articles: int | None, epoch: int, port: int | None) -> Iterator[dict[str, str]]:
    """Serve practice sites while the context lasts.

    In: a kind, `all`, or "" for the large gentleCMS site; how many articles; which epoch; a port, None for the usual.
    Out: kind → address. Raises UsageError for an unknown kind or number, PortTaken.
    """
    if kind and kind != "all" and kind not in KINDS:
        raise UsageError(f"no practice site of kind {kind!r}; there are: {', '.join(KINDS)}, and all")
    try:
        if kind:
            kinds = KINDS if kind == "all" else (kind,)
            with serve_kinds(kinds, epoch, articles, port) as urls:
                yield urls
            return
        with serve_practice(Site(articles or 320, epoch), PORT if port is None else port) as server:
            yield {"": server.url}
    except ValueError as error:
        raise UsageError(str(error)) from error


def save(path: Path, text: str) -> None:
    """Write a file of UTF-8. Raises UsageError when it cannot be written."""
    try:
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise UsageError(f"{path}: cannot be written: {error.strerror}") from error


def site_folders(folder: Path) -> list[Path]:
    """The site folders in an output folder, or the folder itself when it is one. Raises UsageError for neither."""
    inside = sorted(path for path in folder.glob("*/") if (path / "runs.jsonl").exists() or (path / "warc").is_dir())
    own = (folder / "runs.jsonl").exists() or (folder / "warc").is_dir()
    if not own and not inside:
        raise UsageError(
            f"{folder} holds no crawl: no folder in it has a runs.jsonl or warc/; crawl first, or name another"
        )
    return [folder] if own else inside


def log_to(console: Console, *, verbose: bool) -> None:
    """Warnings and errors through the same console as the bar, so that they do not tear each other."""
    handler: logging.Handler = (
        RichHandler(console=console, show_path=False) if console.is_terminal else logging.StreamHandler()
    )
    logging.basicConfig(
        level=logging.INFO if verbose else logging.WARNING,
        handlers=[handler],
        format="%(message)s" if console.is_terminal else "%(asctime)s %(levelname)s %(name)s: %(message)s",
    )


def crawl_one(one: Profile, words: dict[str, object], console: Console) -> int:
    """Crawl one site and say how it went. Out: its exit code; a folder that cannot be used does not stop the others."""
    try:
        with Watch(console) as watch:
            line = crawl_site(one, words, watch)
    except ArchiveError as error:
        return say(error, STORAGE)
    print(f"{one.site}: {line.end} (exit {line.exit}). {tally(line)}", file=sys.stderr)
    if (line.promised or 0) > line.found:
        print(f"  the listing promises {line.promised} links and shows {line.found}", file=sys.stderr)
    for reason, count in sorted(line.reasons.items()):
        print(f"  {count} × {reason}", file=sys.stderr)
    return line.exit or 0


def check(profiles: list[Profile], delay: float) -> None:
    """Refuse what would go wrong only in the middle. Raises UsageError."""
    for one in profiles:
        check_delay(one, delay)
    ids = [one.site for one in profiles]
    if twice := next((one for one in ids if ids.count(one) > 1), None):
        raise UsageError(f"two of the profiles have the id {twice!r} and would share one folder; name each site once")


def say(error: Exception, code: int) -> int:
    """Tell standard error what went wrong. In: the error, the exit code it stands for. Out: that code."""
    print(f"congress-crawler: {error}", file=sys.stderr)
    return code
