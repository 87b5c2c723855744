"""How does a report look, on a terminal and in a pipe?"""

from rich.console import Console
from rich.table import Table
from rich.text import Text

from congress_crawler.report.findings import ListingReport, SiteReport
from congress_crawler.report.text import head, listing_lines, rest, text, walk

STYLES = {"trouble": "bold red", "alarm": "bold red", "killed": "yellow", "warning": "yellow", "note": "yellow"}
HEADS = ("listing", "built as", "pages", "rows", "links", "new", "edited", "known", "failed", "walk")


def show(report: SiteReport, console: Console) -> None:
    """Write a report: colours and a table on a terminal, plain text without a colour code in a pipe or a file."""
    if not console.is_terminal:
        console.file.write(text(report))
        return
    _print(head(report), console)
    if report.listings:
        console.print(_table(report.listings))
    for listing in report.listings:
        _print([said for said in listing_lines(listing) if _label(said) in {"address", "warning"}], console)
    _print(rest(report), console)
    console.print()


def _print(lines: list[str], console: Console) -> None:
    for said in lines:
        style = "" if said.startswith(" ") else "bold"
        console.print(Text(said, style=STYLES.get(_label(said), style)), soft_wrap=True)


def _label(said: str) -> str:
    return said.split(maxsplit=1)[0] if said.startswith(" ") else ""


def _table(listings: list[ListingReport]) -> Table:
    table = Table(box=None, padding=(0, 1))
    for name in HEADS:
        table.add_column(name, justify="left" if name in {"listing", "built as", "walk"} else "right")
    for listing in listings:
        one = listing.walked
        name = listing.name if listing.in_last_run else f"{listing.name} (not in the last run)"
        pages, links = _of(one.pages, one.promised_pages), _of(one.links, one.promised)
        numbers = (pages, str(one.rows), links, str(one.new), str(one.edited), str(one.known), str(one.failed))
        table.add_row(Text(name), one.dialect or "?", *numbers, Text(walk(one)))
    return table


def _of(have: int, promised: int | None) -> str:
    return str(have) if promised is None else f"{have}/{promised}"
