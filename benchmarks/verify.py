"""How fast is `verify`, beside `warcio check` and `fastwarc check` on the same files in the same run?

python -m benchmarks.verify [--mib N] [--rounds N]. CPU seconds of whole processes (start-up included, and said), so MB/s
per core; MB of the WARC files as they lie on the disk. `verify --no-reread` also reads rows and runs, which the others
cannot.
"""

import argparse
import re
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from benchmarks.archive import SITE, make
from benchmarks.measure import Cost, run

SIZES = (4 << 10, 16 << 10, 40 << 10)  # bytes of a page: small, usual, large
GOAL = 3.0  # times warcio's speed


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--mib", type=int, default=96, help="size of each archive")
    parser.add_argument("--rounds", type=int, default=3)
    asked = parser.parse_args()
    for text in table(asked.mib, asked.rounds):
        print(text, flush=True)


def table(mib: int, rounds: int) -> Iterator[str]:
    """The lines of the comparison."""
    yield f"{'page':>8} {'records':>8} {'tool':<18} {'CPU s':>7} {'MB/s':>7} {'peak MB':>8} {'x warcio':>9}"
    for size in SIZES:
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            count = make(folder, size=size, pages=True, most=mib << 20)
            yield from _compare(folder, size, count, rounds)


def _compare(folder: Path, size: int, count: int, rounds: int) -> Iterator[str]:
    files = sorted((folder / SITE / "warc").iterdir())
    megabytes = sum(path.stat().st_size for path in files) / 1e6
    costs = {name: _cost(command, folder, rounds) for name, command in commands(folder, files[0]).items()}
    for name, cost in costs.items():
        times = costs["warcio check"].cpu / cost.cpu
        yield (
            f"{size:>8} {3 * count:>8} {name:<18} {cost.cpu:>7.2f} {megabytes / cost.cpu:>7.1f} {cost.peak_mb:>8.0f} "
            f"{times:>8.2f}x"
        )


def commands(folder: Path, file: Path) -> dict[str, list[str]]:
    """Name → command. One WARC file each, so that a tool that takes only one is not at a loss."""
    tools = Path(sys.executable).parent
    return {
        "warcio check": [str(tools / "warcio"), "check", str(file)],
        "fastwarc check": [str(tools / "fastwarc"), "check", "-q", str(file)],
        "fastwarc check -p": [str(tools / "fastwarc"), "check", "-q", "-p", str(file)],
        "verify": [sys.executable, "-m", "congress_crawler", "verify", "--no-reread", str(folder / SITE)],
        "nothing": [sys.executable, "-m", "congress_crawler", "--help"],
    }


def _cost(command: list[str], folder: Path, rounds: int) -> Cost:
    """The cheapest of some rounds. Raises RuntimeError when the tool finds fault with what we made."""
    costs = []
    for number in range(rounds):
        log = folder / f"log-{number}"
        cost = run(command, folder, log)
        if cost.code:
            said = re.sub(r"\s+", " ", log.read_text(encoding="utf-8")[-400:])
            raise RuntimeError(f"{' '.join(command[:4])} … exit {cost.code}: {said}")
        costs.append(cost)
    return min(costs, key=lambda one: one.cpu)


if __name__ == "__main__":
    main()
