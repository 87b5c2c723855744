"""How does a crawl compare with bare Scrapy and with wget, on the same practice site in the same run?

    python -m benchmarks.crawl [--articles 5000] [--large 20000] [--rounds 3]

CPU is that of the crawling process as the operating system accounts for it; the site is served by another process.
Ratios are what to read: machines differ and are shared.
"""

import argparse
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from rich.console import Console
from rich.table import Table

from benchmarks.measure import Cost, run
from congress_crawler.archive.members import scan
from congress_crawler.archive.record import Record

HERE = Path(__file__).parent
US = [sys.executable, "-m", "congress_crawler"]


@contextmanager
def practice(articles: int, folder: Path) -> Iterator[str]:
    """A practice site in a process of its own; gives its address, its profile is folder/site.toml."""
    command = [*US, "practice", "--articles", str(articles), "--port", "0", "--write", str(folder / "site.toml")]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        try:
            yield (process.stdout.readline().strip() if process.stdout else "")
        finally:
            process.terminate()


def ours(folder: Path, _: str) -> tuple[Cost, int]:
    """Our crawl: capture, reading, digests, fsyncs; no attachments or pictures, as the others fetch none."""
    shutil.rmtree(folder / "output", ignore_errors=True)
    site = folder / "site.toml"
    text = site.read_text(encoding="utf-8")
    site.write_text(text.replace("file_limit = 1\n", "files = false\n"), encoding="utf-8")
    words = ["crawl", "site.toml", "--delay", "0", "--output", "output", "--key", "key.pem"]
    cost = run([*US, *words], folder, folder / "ours.log")
    return cost, _lines(folder / "output/practice/articles.jsonl")


def bare(folder: Path, url: str) -> tuple[Cost, int]:
    """Scrapy alone."""
    command = [sys.executable, "-m", "scrapy", "runspider", str(HERE / "bare_spider.py")]
    cost = run([*command, "-a", f"home={url}", "-O", "rows.jsonl"], folder, folder / "bare.log")
    return cost, _lines(folder / "rows.jsonl")


def wget(folder: Path, url: str) -> tuple[Cost, int]:
    """wget with a WARC, over the same list and article folders. Its articles are the response records."""
    mirror = folder / "mirror"
    shutil.rmtree(mirror, ignore_errors=True)
    mirror.mkdir()
    scope = ["--include-directories=/articles/ch00711,/channels/ch00711", f"{url}channels/ch00711/"]
    cost = run(["wget", "--mirror", "--no-verbose", "--warc-file=w", *scope], mirror, folder / "wget.log")
    return cost, sum(1 for _ in mirror.glob("*/articles/**/*.shtml"))


def _lines(path: Path) -> int:
    return path.read_bytes().count(b"\n") if path.exists() else 0


def compare(folder: Path, url: str, rounds: int) -> dict[str, list[tuple[Cost, int]]]:
    """Every contender, in turn, so that a drift of the machine meets them all."""
    contenders: dict[str, Callable[[Path, str], tuple[Cost, int]]] = {"ours": ours, "bare Scrapy": bare}
    if shutil.which("wget"):
        contenders["wget --mirror --warc-file"] = wget
    results: dict[str, list[tuple[Cost, int]]] = {name: [] for name in contenders}
    for _ in range(rounds):
        for name, contender in contenders.items():
            results[name].append(contender(folder, url))
    return results


def show(results: dict[str, list[tuple[Cost, int]]], console: Console) -> None:
    """Medians and ratios as a table."""
    table = Table("contender", "articles", "CPU s", "articles / CPU s", "ours ÷ it", "peak MB", "exit", box=None)
    speed = {name: statistics.median(n / cost.cpu for cost, n in runs) for name, runs in results.items()}
    for name, runs in results.items():
        cpu = statistics.median(cost.cpu for cost, _ in runs)
        peak = max(cost.peak_mb for cost, _ in runs)
        row = [name, str(runs[0][1]), f"{cpu:.2f}", f"{speed[name]:.0f}", f"{speed['ours'] / speed[name]:.2f}"]
        table.add_row(*row, f"{peak:.0f}", str(runs[0][0].code))
    console.print(table)


def plain_bytes(warc: Path) -> int:
    """Uncompressed bytes of all records of a site's WARC files (named fields and blocks, nearly)."""
    sizes = 0
    for path in sorted(warc.glob("*.warc.gz")):
        for record in scan(path, hold=1 << 26):
            if isinstance(record, Record):
                fields = sum(len(name) + len(value) + 4 for name, value in record.headers.items())
                sizes += fields + len(record.head) + len(record.payload or b"")
    return sizes


def verifying(folder: Path, console: Console) -> None:
    """How fast `verify` goes through what the last crawl left."""
    size = plain_bytes(folder / "output/practice/warc") / 1e6
    for name, extra in (("verify", []), ("verify --no-reread", ["--no-reread"])):
        cost = run([*US, "verify", "output", *extra], folder, folder / "verify.log")
        console.print(f"{name}: {size:.0f} MB of records, {size / cost.cpu:.0f} MB/CPU s, exit {cost.code}")


def main() -> None:
    """Measure and print."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--articles", type=int, default=5000)
    options.add_argument("--large", type=int, default=20000, help="for memory; 0 leaves it out")
    options.add_argument("--rounds", type=int, default=3)
    chosen = options.parse_args()
    console = Console()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with practice(chosen.articles, folder) as url:
            results = compare(folder, url, chosen.rounds)
            show(results, console)
            verifying(folder, console)
        if chosen.large:
            with practice(chosen.large, folder) as url:
                cost, rows = ours(folder, url)
            small = max(cost.peak_mb for cost, _ in results["ours"])
            console.print(f"memory: {small:.0f} MB at {chosen.articles}, {cost.peak_mb:.0f} MB at {rows} articles")


if __name__ == "__main__":
    main()
