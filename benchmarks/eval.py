"""How well and how fast do we read, beside the other libraries, in the same run?

    python -m benchmarks.eval [--alone] [--rounds 5] [--json FILE]
    python -m benchmarks.eval --gold FILE [--pages DIR] [--bylines FILE] [--reference DIR]

Ours is the command `congress-crawler extract`; each peer is called by its documentation, in a process of its own, and
told the same address. Peers that take text get the right text; what is scored is never our decoding. `make eval`
installs the peers.
"""

import argparse
import json
import tempfile
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from rich.console import Console

from benchmarks import figures, pages, probe, skins, tables
from benchmarks.gold import FOLDER, Gold, Row, as_gold, load
from benchmarks.pages import Page
from benchmarks.peers.contender import PEERS, SEGMENTERS, Contender, Worker
from benchmarks.undated import undated, unpublished

FIRST, NEXT, BYLINES = "benchmarks.ours:first_page", "benchmarks.ours:next_page", "benchmarks.ours:bylines"
Costs = dict[str, dict[str, tuple[float, float]]]


def options() -> argparse.Namespace:
    """The command line."""
    words = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    words.add_argument("--gold", type=Path, default=FOLDER / "gold.jsonl", help="records of the pages")
    words.add_argument("--pages", type=Path, help="folder of the pages; without it where the records say")
    words.add_argument("--bylines", type=Path, help="byline rows; without it bylines.jsonl beside the records")
    words.add_argument("--reference", type=Path, help="skins; without it reference/ beside the records")
    words.add_argument("--scorer", type=Path, default=FOLDER / "score.py", help="the gold's score.py")
    words.add_argument("--rounds", type=int, default=5, help="of the speed; the least counts")
    words.add_argument("--alone", action="store_true", help="leave the peers out")
    words.add_argument("--wrong", action="store_true", help="list every field that we read wrong")
    words.add_argument("--json", type=Path, help="write the figures to this file")
    return words.parse_args()


def chosen_gold(chosen: argparse.Namespace) -> Gold:
    """The set that the command line names."""
    beside = chosen.gold.parent / "bylines.jsonl"
    bylines = chosen.bylines or (beside if beside.is_file() else None)
    return load(chosen.pages, chosen.gold, bylines, chosen.scorer)


def ask_all(workers: dict[str, Worker], asked: list[Page], rounds: int) -> tuple[dict[str, list[Row]], Costs]:
    """Every worker on every page, in turns, so that a drift of the machine meets them all.

    Out: what each found in the first round; name → page → the least seconds of (reading, parsing) over the rounds.
    """
    found: dict[str, list[Row]] = {name: [] for name in workers}
    costs: Costs = {name: {} for name in workers}
    for worker in workers.values():
        worker.ask(asked[0])  # what a library loads once is no cost of a page
    for number in range(rounds):
        for page in asked:
            for name, worker in workers.items():
                answer = worker.ask(page)
                if number == 0:
                    found[name].append(pages.as_row(page["id"], answer))
                if answer["error"] is None:
                    least = costs[name].get(page["id"], (answer["read"], answer["parse"]))
                    costs[name][page["id"]] = min(least[0], answer["read"]), min(least[1], answer["parse"])
    return found, costs


class Comparison:
    """One run: who takes part, on which set; each method gives the figures of one table, ours last."""

    def __init__(self, gold: Gold, peers: list[Contender], folder: Path, stack: ExitStack) -> None:
        self.gold, self.folder, self.stack = gold, folder, stack
        self.asked = pages.gold_pages(gold)
        self.peers = {one.name: self.worker(one.factory) for one in peers}

    def worker(self, factory: str) -> Worker:
        """A new process for a reader; it ends with the run."""
        log = self.folder / f"{factory.split(':')[1]}.log"
        return self.stack.enter_context(Worker(factory, log))

    def read(self, rounds: int) -> dict[str, Any]:
        """The fields of the pages, what was invented in them, and the speed."""
        ours = {tables.US: self.worker(FIRST), tables.NEXT: self.worker(NEXT)}
        found, costs = ask_all({**self.peers, **ours}, self.asked, rounds)
        rows = {name: found[name] for name in self.peers} | {tables.US: self.ours(self.asked)}
        return {
            "pages": {name: figures.quality(self.gold, row) for name, row in rows.items()},
            "invented": self.invented(rows),
            "speed": {name: figures.speed(list(cost.values())) for name, cost in costs.items() if cost},
        }

    def invented(self, rows: dict[str, list[Row]]) -> dict[str, Any]:
        """Values given where the record has none, and dates given for pages from which they were taken out."""
        found: dict[str, Any] = {name: figures.invented(self.gold, row) for name, row in rows.items()}
        for change in (undated, unpublished):
            asked = pages.changed_pages(self.gold, self.folder, change)
            for name, worker in self.peers.items():
                found[name][change.__name__] = figures.dates(pages.by_peer(worker, asked))
            found[tables.US][change.__name__] = figures.dates(self.ours(asked))
        return found

    def ours(self, asked: list[Page]) -> list[Row]:
        """What our command reads; a page that is no article to it is an error of ours."""
        rows = []
        for key, said in pages.by_us(asked).items():
            failure = said.get("failure")
            error = f"{failure['reason']}: {failure['detail']}" if failure else None
            rows.append({**as_gold(key, said["article"]), "error": error})
        return rows

    def bylines(self, segmenters: list[Contender]) -> dict[str, Any]:
        """The names of the byline rows."""
        factories = {one.name: one.factory for one in segmenters} | {tables.US: BYLINES}
        rows: dict[str, list[Row]] = {}
        for name, factory in factories.items():
            worker = self.worker(factory)
            rows[name] = [pages.as_row(row["id"], worker.ask({"raw": row["raw"]})) for row in self.gold.bylines]
        return {name: figures.quality(self.gold, row, bylines=True) for name, row in rows.items()}

    def skins(self, folder: Path) -> dict[str, dict[str, set[str]]]:
        """Reader → skin → the fields that are right."""
        asked = pages.skin_pages(folder)
        norm = self.gold.score.nz
        right = {
            name: {
                page["id"]: skins.right(record, skins.from_peer(pages.as_row(page["id"], worker.ask(page))), norm)
                for page, record in asked
            }
            for name, worker in self.peers.items()
        }
        said = pages.by_us([page for page, _ in asked])
        right[tables.US] = {
            page["id"]: skins.right(record, skins.from_us(said[page["id"]]["article"]), norm) for page, record in asked
        }
        return right


def compare(chosen: argparse.Namespace, console: Console) -> dict[str, Any]:
    """Run the whole comparison, printing each table when it is there. Out: all figures."""
    gold = chosen_gold(chosen)
    versions = {one.name: None if chosen.alone else one.version() for one in (*PEERS, *SEGMENTERS)}
    if not chosen.alone:
        tables.versions(console, versions)
    peers = [one for one in PEERS if versions[one.name]]
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        run = Comparison(gold, peers, folder, stack)
        found = run.read(chosen.rounds)
        tables.pages(console, found["pages"], seen=chosen.gold.parent.resolve() == FOLDER.resolve())
        if gold.bylines:
            found["bylines"] = run.bylines([one for one in SEGMENTERS if versions[one.name]])
            tables.bylines(console, found["bylines"])
        skins_folder = chosen.reference or chosen.gold.parent / "reference"
        if skins_folder.is_dir():
            found["skins"] = run.skins(skins_folder)
            tables.skins_right(console, found["skins"])
        found["hard"] = probe.probe(folder)
    tables.invented(console, found["invented"])
    tables.speed(console, found["speed"], chosen.rounds)
    tables.probes(console, found["hard"])
    return {"versions": versions, **found}


def main() -> None:
    """Compare, print, and write the figures where they are wanted."""
    chosen = options()
    console = Console(width=190, soft_wrap=True)
    found = compare(chosen, console)
    if chosen.wrong:
        for table in ("pages", "bylines"):
            for item in found.get(table, {}).get(tables.US, {}).get("wrong", []):
                print(f"wrong in {table}: {item}")
    if chosen.json:
        chosen.json.write_text(json.dumps(found, ensure_ascii=False, indent=1, default=sorted), encoding="utf-8")


if __name__ == "__main__":
    main()
