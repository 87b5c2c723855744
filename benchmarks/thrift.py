"""What does coming back cost, beside plain Scrapy and `wget -N`, on the same practice sites in the same run?

    python -m benchmarks.thrift [--articles 1000] [--sites trs-one query gentlecms]

Each contender crawls a site, and then, each time from the state after that first crawl: the unchanged site on the same
day; the site with ten new articles; the unchanged site a day later, when all articles are due to be asked again.
Requests and bytes are the server's count; CPU is that of the crawling process. Read the ratios: machines differ.
Ends with 1 when ours breaks its promise: unchanged ≤ 3 requests beside re-checks, ten new articles ≤ 16.
"""

import argparse
import shutil
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import msgspec
from rich.console import Console
from rich.table import Table

from benchmarks.measure import Cost, run
from benchmarks.thrift_sites import NEW, Sent, Spot, Tally, spots
from congress_crawler.practice.server import serve
from congress_crawler.returning import due

HERE = Path(__file__).resolve().parent
DAYS = 30  # daily crawls that the last lines reckon up
COUNTS = ("requests", "way", "full", "304", "new", "kB", "CPU s")
RATIOS = ("requests ÷", "kB ÷", "CPU ÷")
NOTE = (
    "way: robots.txt, home page, list pages; full, 304: articles, sent whole or not; ÷: by ours of the same crawl.\n"
    f"A small figure is thrift only where nothing is missed: see how many of the {NEW} new ones were had, and how many "
    "articles the next day were looked at. Plain Scrapy keeps nothing: its crawls of the unchanged site are one, "
    "measured once.\n"
)
UNCHANGED, WITH_NEW = 3, 16  # requests promised
Words = Callable[[Path, Spot, str], list[str]]


class Crawl(msgspec.Struct, frozen=True):
    """One of the four crawls of each contender."""

    name: str
    grown: bool = False
    days: int = 0


FIRST, SAME, GREW, NEXT_DAY = CRAWLS = (
    Crawl("first"),
    Crawl("same day"),
    Crawl(f"{NEW} new", grown=True),
    Crawl("next day", days=1),
)


class Contender(msgspec.Struct, frozen=True):
    """A crawler. `words`: its command from its folder, the site and where that is served.

    `python`: a Python module, whose clock can be set forward; wget looks at no clock. `forgets`: keeps nothing, so that
    each crawl of the unchanged site is the first again, and is not measured twice.
    """

    name: str
    words: Words
    python: bool = True
    forgets: bool = False


class Figures(msgspec.Struct, frozen=True, kw_only=True):
    """What one crawl cost."""

    cost: Cost
    requests: int
    way: int  #: robots.txt, home page, list pages
    full: int  #: articles sent whole
    fresh: int  #: articles answered 304
    new: int  #: of the ten
    kilobytes: float
    said: str  #: the end of its log


def ours(folder: Path, spot: Spot, url: str) -> list[str]:
    """Our crawl: capture, reading, digests, fsyncs."""
    profile = folder / "site.toml"
    profile.write_text(spot.toml(url), encoding="utf-8")
    words = ["congress_crawler", "crawl", str(profile), "--delay", "0", "--output", str(folder / "output")]
    return [*words, "--key", str(folder / "key.pem")]


def scrapy(folder: Path, spot: Spot, url: str) -> list[str]:
    """A beginner's spider, which knows nothing of its last time."""
    words = ["scrapy", "runspider", str(HERE / "thrift_spider.py"), "-O", str(folder / "rows.jsonl")]
    told = {"start_url": url + spot.first[1:], "articles": spot.articles, "lists": spot.lists}
    return [*words, *(word for name, value in told.items() for word in ("-a", f"{name}={value}"))]


def cached(folder: Path, spot: Spot, url: str) -> list[str]:
    """The same with Scrapy's cache in the way that its manual advises for production (RFC2616Policy)."""
    settings = {
        "HTTPCACHE_ENABLED": "True",
        "HTTPCACHE_POLICY": "scrapy.extensions.httpcache.RFC2616Policy",
        "HTTPCACHE_DIR": str(folder / "cache"),
    }
    return [*scrapy(folder, spot, url), *(word for pair in settings.items() for word in ("-s", "=".join(pair)))]


def wget(folder: Path, spot: Spot, url: str) -> list[str]:
    """wget -N over the list and its articles; where only a script leads on, over the list pages in a file."""
    words = ["wget", "--no-config", "--no-hsts", "--no-proxy", "-N", "-nv", "-P", str(folder / "mirror"), "-r"]
    words.append(f"--accept-regex={spot.articles}|{spot.lists}")
    if spot.pages is None:
        return [*words, "-l", "inf", url + spot.first[1:]]
    base = url + spot.first[1:]
    pages = folder / "pages.txt"
    pages.write_text("\n".join([base, *(f"{base}index_{n}.shtml" for n in range(1, spot.pages))]), encoding="utf-8")
    return [*words, "-l", "1", "-i", str(pages)]


CONTENDERS = (
    Contender("ours", ours),
    Contender("Scrapy", scrapy, forgets=True),
    Contender("Scrapy, RFC2616 cache", cached),
    Contender("wget -N", wget, python=False),
)


def measure(one: Contender, crawl: Crawl, folder: Path, spot: Spot, served: tuple[Tally, str]) -> Figures:
    """One crawl from the state in `folder`, which it changes."""
    tally, url = served
    tally.site, tally.sent = (spot.after if crawl.grown else spot.before), []
    words = one.words(folder, spot, url)
    if one.python:
        words = [sys.executable, *(["-P", str(HERE / "later.py"), str(crawl.days)] if crawl.days else ["-m"]), *words]
    # In its own folder: above it lies no scrapy.cfg, which would give Scrapy our settings.
    log = folder / "log"
    cost = run(words, folder, log)
    return figures(cost, tally.sent, spot, log.read_text(encoding="utf-8").strip()[-300:])


def figures(cost: Cost, sent: list[Sent], spot: Spot, said: str) -> Figures:
    """Count what the server sent."""
    status = Counter(one.status for one in sent if one.path in spot.asked)
    return Figures(
        cost=cost,
        requests=len(sent),
        way=sum(one.path not in spot.asked for one in sent),
        full=status[200],
        fresh=status[304],
        new=len({one.path for one in sent if one.path in spot.new and one.status == 200}),
        kilobytes=sum(one.size for one in sent) / 1000,
        said=said,
    )


def compare(spot: Spot, root: Path) -> dict[str, dict[Crawl, Figures]]:
    """All crawls of all contenders on one site; the later three each from the state after the first."""
    found: dict[str, dict[Crawl, Figures]] = {}
    tally = Tally(spot.before)
    with serve(tally, record=False) as server:
        for number, one in enumerate(one for one in CONTENDERS if one.python or shutil.which("wget")):
            state = root / f"{spot.name}-{number}"
            state.mkdir()
            found[one.name] = {FIRST: measure(one, FIRST, state, spot, (tally, server.url))}
            for crawl in CRAWLS[1:]:
                if one.forgets and not crawl.grown:
                    found[one.name][crawl] = found[one.name][FIRST]
                    continue
                with tempfile.TemporaryDirectory(dir=root) as name:
                    again = shutil.copytree(state, Path(name) / "state")
                    found[one.name][crawl] = measure(one, crawl, again, spot, (tally, server.url))
    return found


def show(spot: Spot, found: dict[str, dict[Crawl, Figures]], console: Console) -> None:
    """The figures of one site as a table, its ratios to ours, and what a month of them comes to."""
    title = f"{spot.name}: {spot.about}"
    table = Table(title=title, title_justify="left", title_style="bold", box=None, pad_edge=False)
    for number, head in enumerate(("crawl", "contender", *COUNTS, *RATIOS, "exit")):
        table.add_column(head, justify="right" if number > 1 else "left", no_wrap=True)
    for crawl in CRAWLS:
        for name, crawls in found.items():
            table.add_row(crawl.name, name, *cells(crawl, crawls[crawl], found["ours"][crawl]))
    console.print(table)
    for name, crawls in found.items():
        requests, kilobytes = month(crawls, adaptive=name == "ours")
        said = f"{DAYS} daily crawls, nothing new, reckoned: {name} {requests:,} requests, {kilobytes / 1000:,.1f} MB"
        console.print(said, highlight=False)
    console.print()


def cells(crawl: Crawl, one: Figures, us: Figures) -> Iterator[str]:
    """A row of the table."""
    yield from (f"{count:,}" for count in (one.requests, one.way, one.full, one.fresh))
    yield f"{one.new} of {NEW}" if crawl.grown else ""
    yield from (f"{one.kilobytes:,.0f}", f"{one.cost.cpu:.2f}")
    pairs = ((one.requests, us.requests), (one.kilobytes, us.kilobytes), (one.cost.cpu, us.cost.cpu))
    yield from (f"{its / own:,.1f}" if own else "–" for its, own in pairs)
    yield str(one.cost.code)


def month(crawls: dict[Crawl, Figures], *, adaptive: bool) -> tuple[int, float]:
    """Requests and kB of 30 daily crawls after the first, reckoned from the measured ones.

    `adaptive`: re-checks fall only on the days of our schedule (`returning.due`), for articles that never change.
    """
    start, asked = datetime(2026, 1, 1, tzinfo=UTC), [0]
    for day in range(1, DAYS + 1):
        if not adaptive or due([start + timedelta(days=d) for d in asked], [], start + timedelta(days=day)):
            asked.append(day)
    busy, same, then = len(asked) - 1, crawls[SAME], crawls[NEXT_DAY]
    quiet = DAYS - busy
    return busy * then.requests + quiet * same.requests, busy * then.kilobytes + quiet * same.kilobytes


def broken(spot: Spot, us: dict[Crawl, Figures]) -> Iterator[str]:
    """The promises that ours did not keep on this site."""
    yield from (f"{spot.name}, {c.name}: exit {us[c].cost.code}: …{us[c].said}" for c in CRAWLS if us[c].cost.code)
    for crawl in (SAME, NEXT_DAY):
        beside = us[crawl].requests - (us[crawl].full + us[crawl].fresh if crawl.days else 0)
        if beside > UNCHANGED:
            yield f"{spot.name}, {crawl.name}: {beside} requests beside re-checks, promised {UNCHANGED}"
    if us[GREW].requests > WITH_NEW or us[GREW].new < NEW:
        yield f"{spot.name}, {us[GREW].new} of {NEW} new in {us[GREW].requests} requests, promised {WITH_NEW}"


def main() -> None:
    """Measure and print."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--articles", type=int, default=1000)
    options.add_argument("--sites", nargs="*", help="names of sites; all when left out")
    chosen = options.parse_args()
    console = Console(width=max(132, Console().width))
    wrong: list[str] = []
    console.print(NOTE, highlight=False)
    if not shutil.which("wget"):
        console.print("wget is not installed: not compared; to add it: apt-get install wget")
    for spot in spots(chosen.articles):
        if chosen.sites and spot.name not in chosen.sites:
            continue
        with tempfile.TemporaryDirectory() as name:
            found = compare(spot, Path(name))
        show(spot, found, console)
        wrong += broken(spot, found["ours"])
    sys.exit("\n".join(wrong) if wrong else 0)


if __name__ == "__main__":
    main()
