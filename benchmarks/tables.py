"""How are the figures of a comparison shown?"""

from typing import Any

from rich.console import Console
from rich.table import Table

from benchmarks import probe, skins
from benchmarks.figures import ABSENT
from benchmarks.gold import FIELDS, NAMES
from benchmarks.peers.contender import PEERS, SEGMENTERS

US = "congress-crawler"
NEXT = "congress-crawler, next page of its site"
OFFERED = {one.name: one.fields for one in (*PEERS, *SEGMENTERS)}
SEEN = (
    "\nOur rules were made with these pages and bylines in view and the peers' were not: read our row as what can be "
    "reached, and judge us by other pages (--gold)."
)
Figures = dict[str, Any]


def _table(console: Console, title: str, heads: list[str], lines: list[list[str]], note: str = "") -> None:
    table = Table(title=title, title_justify="left", title_style="bold", box=None, pad_edge=False)
    for number, head in enumerate(heads):
        table.add_column(head, justify="right" if number else "left", no_wrap=True)
    for line in lines:
        table.add_row(*line)
    console.print(table)
    console.print(f"{note}\n" if note else "", highlight=False, markup=False)


def _share(value: float) -> str:
    return f"{value * 100:.1f} %"


def _offers(name: str, field: str) -> bool:
    return name not in OFFERED or field in OFFERED[name]


def versions(console: Console, found: dict[str, str | None]) -> None:
    """Who takes part, in which version and under which licence; who is missing and how to add it."""
    for one in (*PEERS, *SEGMENTERS):
        version = found[one.name]
        how = "python -m pip install gne" if one.name == "GNE" else "make eval, or pip install '.[peers]'"
        state = f"{one.distribution} {version}" if version else f"NOT INSTALLED, not compared; to add it: {how}"
        console.print(f"{one.name}: {state} ({one.licence})", highlight=False, markup=False)
    console.print("GNE is GPL-3.0: in no extra, never imported by us; its worker is a program of its own.\n")


def pages(console: Console, found: Figures, *, seen: bool) -> None:
    """The fields of the pages. `seen`: our rules were made with these pages in view, which the reader must know."""
    heads = ["reader", *FIELDS[:-1], "body F1", "≥ 0.99", "paragraphs", "errors"]
    lines = []
    for name, row in found.items():
        exact = {f: _share(row[f]["exact"]) for f in FIELDS[:3]}
        cells = exact | {f: f"{row[f]['f1']:.3f}" for f in FIELDS[3:-1]}
        body = row["body"]
        tail = [f"{body['f1_mean']:.3f}", _share(body["share_f1_ge_0.99"]), _share(body["paragraph_exact_mean"])]
        tail = tail if _offers(name, "body") else ["–"] * 3
        shown = [cells[f] if _offers(name, f) else "–" for f in FIELDS[:-1]]
        lines.append([name, *shown, *tail, str(len(row["errors"]))])
    row = found[US]
    names = ", ".join(f"{row[f]['tp'] + row[f]['fn']} {f}" for f in NAMES)
    note = f"Exact share; F1 over names (there are {names}). – : has no such field."
    note += SEEN if seen else ""
    _table(console, f"Fields of {row['records']} pages", heads, lines, note)
    for name, row in found.items():
        for page, said in list(row["errors"].items())[:5]:
            console.print(f"  {name}, {page}: {said}", highlight=False, markup=False)


def bylines(console: Console, found: Figures) -> None:
    """The names of the byline rows."""
    heads = ["reader", "both exact", "persons F1", "organisations F1", "source", "editors F1", "published", "errors"]
    lines = []
    for name, row in found.items():
        rest = [_share(row["source"]["exact"]), f"{row['editors']['f1']:.3f}", _share(row["published"]["exact"])]
        rest = rest if name == US else ["–"] * 3
        names = [f"{row[f]['f1']:.3f}" for f in ("persons", "organisations")]
        lines.append([name, _share(row["names_exact"]), *names, *rest, str(len(row["errors"]))])
    _table(console, f"Names of {next(iter(found.values()))['records']} byline rows", heads, lines)


def skins_right(console: Console, found: dict[str, dict[str, set[str]]]) -> None:
    """In how many skins each field is right, and every field."""
    lines = []
    for name, by_skin in found.items():
        counts = [sum(field in good for good in by_skin.values()) for field in skins.FIELDS]
        every = sum(len(good) == len(skins.FIELDS) for good in by_skin.values())
        lines.append([name, *map(str, counts), f"{every} of {len(by_skin)}"])
    _table(console, "The reference article in its skins", ["reader", *skins.FIELDS, "every field"], lines)


def invented(console: Console, found: Figures) -> None:
    """Values given where there is none."""
    gone = {"undated": "no date at all", "unpublished": "in sentences only"}
    lines = []
    for name, row in found.items():
        counts = [_of(name, field, row[field]) for field in ABSENT]
        lines.append([name, *counts, *(_of(name, "published", row[one]) for one in gone)])
    note = (
        "Values given, of pages whose record has none. Last two: publication dates given for the same pages with every "
        "date taken out,\nand with every date taken out but those that its sentences speak of; address not told, of "
        "the pages that were read."
    )
    _table(console, "Invented values", ["reader", *ABSENT, *gone.values()], lines, note)


def _of(name: str, field: str, count: tuple[int, int]) -> str:
    return f"{count[0]} of {count[1]}" if _offers(name, field) else "–"


def speed(console: Console, found: Figures, rounds: int) -> None:
    """CPU time and its ratio to the parser alone."""
    heads = ["reader", "ms, median page", "ms, mean", "pages/s", "× lxml, all pages", "× lxml, median page",
             "÷ ours", "pages"]  # fmt: skip
    ours = found[US]["mean_ms"]
    lines = [
        [name, f"{row['median_ms']:.2f}", f"{row['mean_ms']:.2f}", f"{row['pages_per_s']:.0f}", f"{row['parses']:.1f}",
         f"{row['parses_median']:.1f}", f"{row['mean_ms'] / ours:.1f}", str(row["pages"])]
        for name, row in found.items()
    ]  # fmt: skip
    note = (
        f"CPU time of one process a reader, least of {rounds} rounds, readers in turns on each page. lxml is "
        "lxml.html.fromstring on the same bytes in the same process.\n"
        f"{US}: the first page of its site (no line of a page remembered). Next page: an altered twin was read before "
        "(the template's lines are remembered, the article's are not)."
    )
    _table(console, "Speed", heads, lines, note)


def probes(console: Console, found: Figures) -> None:
    """The two hard pages."""
    heads = ["page", "wall s", "CPU s", "peak grown MB", "paragraphs", "within 1 s and 100 MB"]
    lines = []
    for name, row in found.items():
        good = row["cpu"] < probe.MOST_SECONDS and row["grown_mb"] < probe.MOST_MB
        costs = [f"{row[key]:.2f}" for key in ("wall", "cpu", "grown_mb")]
        lines.append([name, *costs, str(row["paragraphs"]), "yes" if good else "NO"])
    said = "; ".join(f"{name}: {row['says']}" for name, row in found.items() if row["says"])
    _table(console, "Hard pages (ours)", heads, lines, f"Missing: {said}" if said else "")
