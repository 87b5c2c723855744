"""How does a folder become ready to be written?

Index, repair, reconciliation, in that order, each step so that a crash within it is mended by doing it again.
"""

import contextlib
from pathlib import Path

import msgspec

from congress_crawler.archive import lookup, reconcile, repair
from congress_crawler.archive.disk import Disk
from congress_crawler.archive.index import Index
from congress_crawler.archive.ledger import Ledgers, Row
from congress_crawler.archive.reopen import open_index
from congress_crawler.archive.repair import Tear


class Opened(msgspec.Struct):
    """A folder that is whole: its index up to date, and what was done to it, in sentences."""

    index: Index
    repaired: list[str]
    notices: list[str]


def bring_up(folder: Path, site: str, disk: Disk) -> Opened:
    """Repair the files of a locked folder and bring its index up to date.

    Raises Damaged (nothing was changed then), StorageError, sqlite3.Error or OSError.
    """
    index, notices = open_index(folder)
    with contextlib.ExitStack() as when_it_fails:
        when_it_fails.callback(index.close)
        tears = repair.mend(folder, index)
        repaired = _cut(folder, index, disk, tears)
        repaired += _say_again(folder, index, disk, site)
        index.commit()
        when_it_fails.pop_all()
    return Opened(index=index, repaired=repaired, notices=notices)


def _cut(folder: Path, index: Index, disk: Disk, tears: list[Tear]) -> list[str]:
    """Cut the tears; the run lines first, then what they must say of the rest, then the rest."""
    told = repair.apply(folder, index, disk, [tear for tear in tears if tear.name == "runs.jsonl"])
    _write(folder, index, disk, list(reconcile.corrected(index, tears)))
    return told + repair.apply(folder, index, disk, [tear for tear in tears if tear.name != "runs.jsonl"])


def _say_again(folder: Path, index: Index, disk: Disk, site: str) -> list[str]:
    """Write the events and run lines that a crash left unsaid."""
    told = []
    if events := list(lookup.unannounced(index)):
        _write(folder, index, disk, list(events))
        told.append(f"events.jsonl: added the event of {len(events)} article rows that had none")
    if runs := reconcile.killed(index, site):
        _write(folder, index, disk, list(runs))
        told += [f"runs.jsonl: run {run.run} was killed; its line was added ({run.rows} rows)" for run in runs]
    return told


def _write(folder: Path, index: Index, disk: Disk, rows: list[Row]) -> None:
    ledgers = Ledgers(folder, disk)
    try:
        for row in rows:
            ledgers.add(row)
            index.feed_row(row)
        ledgers.commit()
        for name, size in ledgers.sizes().items():
            index.advance(name, size)
    finally:
        ledgers.close()
