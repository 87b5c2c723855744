"""How fast is `verify`, beside `warcio check` and `fastwarc check` on the same files in the same run?

python -m benchmarks.verify [--mib N] [--rounds N]. CPU seconds of whole processes, less those of one that only starts,
so MB/s per core; MB of the WARC files as they lie on the disk. `verify --no-reread` also reads rows, events and runs,
which the others cannot. (`fastwarc check -p` wrongly faults metadata records: its verdict is not looked at.)
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
ROOT = Path(__file__).resolve().parents[1]
_WORDS = {"warcio check": 1, "fastwarc check": 1, "fastwarc check -p": 1, "verify": 3}  # of a command that only starts


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--mib", type=int, default=96, help="size of each archive")
    parser.add_argument("--rounds", type=int, default=3)
    asked = parser.parse_args()
    for text in table(asked.mib, asked.rounds):
        print(text, flush=True)


def table(mib: int, rounds: int) -> Iterator[str]:
    """The lines of the comparison."""
    yield f"{'page':>7} {'records':>8} {'tool':<18} {'CPU s':>7} {'start':>7} {'MB/s':>7} {'MB':>8} {'x warcio':>8}"
    for size in SIZES:
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            count = make(folder, size=size, pages=True, most=mib << 20)
            yield from _compare(folder, size, count, rounds)


def _compare(folder: Path, size: int, count: int, rounds: int) -> Iterator[str]:
    files = sorted((folder / SITE / "warc").iterdir())
    megabytes = sum(path.stat().st_size for path in files) / 1e6
    costs = {name: _cost(command, folder, rounds) for name, command in commands(folder, files[0]).items()}
    idle = {
        name: _cost([*command[: _WORDS[name]], "--help"], folder, rounds)
        for name, command in commands(folder, files[0]).items()
    }
    seconds = {name: cost.cpu - idle[name].cpu for name, cost in costs.items()}
    for name, cost in costs.items():
        times = seconds["warcio check"] / seconds[name]
        yield (
            f"{size:>7} {3 * count:>8} {name:<18} {cost.cpu:>7.2f} {idle[name].cpu:>7.2f} "
            f"{megabytes / seconds[name]:>7.1f} {cost.peak_mb:>8.0f} {times:>8.2f}x"
        )


def commands(folder: Path, file: Path) -> dict[str, list[str]]:
    """Name → command. One WARC file each, so that a tool that takes only one is not at a loss."""
    tools = Path(sys.executable).parent
    return {
        "warcio check": [str(tools / "warcio"), "check", str(file)],
        "fastwarc check": [str(tools / "fastwarc"), "check", "-q", str(file)],
        "fastwarc check -p": [str(tools / "fastwarc"), "check", "-q", "-p", str(file)],
        "verify": [sys.executable, "-m", "congress_crawler", "verify", "--no-reread", str(folder / SITE)],
    }


def _cost(command: list[str], folder: Path, rounds: int) -> Cost:
    """The cheapest of some rounds. Raises RuntimeError when the tool finds fault with what we made."""
    costs = []
    for number in range(rounds):
        log = folder / f"log-{number}"
        cost = run(command, ROOT, log)
        if cost.code and "-p" not in command:
            said = re.sub(r"\s+", " ", log.read_text(encoding="utf-8")[-400:])
            raise RuntimeError(f"{' '.join(command[:4])} … exit {cost.code}: {said}")
        costs.append(cost)
    return min(costs, key=lambda one: one.cpu)


if __name__ == "__main__":
    main()
