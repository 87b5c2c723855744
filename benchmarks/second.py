"""How many bytes does a second crawl of an unchanged site add to the WARC files, against the first one's?

    python -m benchmarks.second [--articles 240]

Two practice sites: one whose pages have validators (ETag, Last-Modified), one without any. Each is crawled once, and
then, each time from the state after that, on the same day, when no article is due, and on the next day, when all are.
Goal: 3 % of the first crawl's bytes. Under a figure above it stands of which records it is made: an article that is due
costs some three or four records of about 450 bytes, most of it ids, digests and dates that do not compress, however
large its page is. Ends with 1 when the crawl of the same day misses the goal.
"""

import argparse
import shutil
import sys
import tempfile
from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path

import msgspec
from rich.console import Console
from rich.table import Table

from benchmarks.measure import run
from benchmarks.thrift_sites import Spot, Tally, spots
from congress_crawler.archive.members import scan
from congress_crawler.archive.record import NOT_MODIFIED, Record
from congress_crawler.practice.server import serve
from congress_crawler.returning import due

HERE = Path(__file__).resolve().parent
GOAL = 0.03
SITES = {"trs-one": "with validators", "query": "without validators"}
MONTH = 30
DAYS = {"same day": 0, "next day": 1}


class Added(msgspec.Struct, frozen=True):
    """What a crawl added to the WARC files: bytes as compressed, records, and answers, by kind of record."""

    bytes: Counter[str]
    records: Counter[str]

    def whole(self) -> int:
        """All bytes."""
        return self.bytes.total()


def crawl(folder: Path, spot: Spot, url: str, days: int) -> None:
    """The command, so many days from now."""
    profile = folder / "site.toml"
    profile.write_text(spot.toml(url), encoding="utf-8")
    words = ["congress_crawler", "crawl", str(profile), "--delay", "0", "--output", str(folder / "output")]
    clock = ["-P", str(HERE / "later.py"), str(days)] if days else ["-m"]
    log = folder / "log"
    cost = run([sys.executable, *clock, *words, "--key", "none"], folder, log)
    if cost.code:
        sys.exit(f"{spot.name}: the crawl ended with {cost.code}: {log.read_text(encoding='utf-8')[-500:]}")


def warcs(folder: Path) -> set[Path]:
    """The WARC files below a folder."""
    return set(folder.glob("output/*/warc/*.warc.gz"))


def added(files: set[Path]) -> Added:
    """Count the records of files. A revisit is counted by what made it one."""
    sizes, records = Counter[str](), Counter[str]()
    for path in files:
        for one in scan(path):
            if not isinstance(one, Record):
                sys.exit(f"{path}: {one}")
            kind = one.type
            if kind == "revisit":
                kind += ", 304" if one.headers.get("WARC-Profile") == NOT_MODIFIED else ", same bytes"
            elif kind == "metadata" and one.headers.get("Content-Type") != "application/warc-fields":
                kind += ", head of a 304"
            sizes[kind] += one.length
            records[kind] += 1
    return Added(sizes, records)


def measure(spot: Spot, root: Path) -> dict[str, Added]:
    """The first crawl, and each of the second ones from the state after it."""
    state = root / spot.name
    state.mkdir()
    found = {}
    with serve(Tally(spot.before), record=False) as server:
        crawl(state, spot, server.url, 0)
        found["first"] = added(warcs(state))
        for name, days in DAYS.items():
            again = shutil.copytree(state, root / f"{spot.name}-{name}")
            before = {path.name for path in warcs(again)}
            crawl(again, spot, server.url, days)
            found[name] = added({path for path in warcs(again) if path.name not in before})
    return found


def due_days() -> int:
    """On how many of 30 daily crawls an article that never changes is asked again, by our schedule."""
    start, asked = datetime(2026, 1, 1, tzinfo=UTC), [0]
    for day in range(1, MONTH + 1):
        if due([start + timedelta(days=one) for one in asked], [], start + timedelta(days=day)):
            asked.append(day)
    return len(asked) - 1


def show(spot: Spot, found: dict[str, Added], console: Console) -> None:
    """The figures of one site, and what the crawl of the next day is made of."""
    first = found["first"]
    console.print(f"\n[bold]{spot.name}, {SITES[spot.name]}[/bold]: first crawl {first.whole():,} bytes of WARC")
    for name in DAYS:
        share, records = found[name].whole() / first.whole(), found[name].records.total()
        console.print(f"{name}: {found[name].whole():,} bytes, {records} records, {share:.2%} of the first (goal 3 %)")
    busy = due_days()
    month = (busy * found["next day"].whole() + (MONTH - busy) * found["same day"].whole()) / MONTH / first.whole()
    console.print(f"a day of {MONTH}, reckoned, articles that never change being due on {busy}: {month:.2%}")
    last = found["next day"]
    if last.whole() > GOAL * first.whole():
        table = Table("next day, by record", "records", "bytes", "bytes each", "of the first crawl", box=None)
        for kind, size in last.bytes.most_common():
            share, count = size / first.whole(), last.records[kind]
            table.add_row(kind, f"{count:,}", f"{size:,}", f"{size / count:,.0f}", f"{share:.2%}")
        console.print(table)


def main() -> None:
    """Measure and print."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--articles", type=int, default=240)
    chosen = options.parse_args()
    console = Console(width=max(110, Console().width), highlight=False)
    missed = []
    with tempfile.TemporaryDirectory() as name:
        for spot in (one for one in spots(chosen.articles) if one.name in SITES):
            found = measure(spot, Path(name))
            show(spot, found, console)
            if found["same day"].whole() > GOAL * found["first"].whole():
                missed.append(f"{spot.name}: the crawl of the same day misses the goal")
    sys.exit("\n".join(missed) if missed else 0)


if __name__ == "__main__":
    main()
