"""What is in the row files, and where does each row stand?

The append-only JSONL files: one UTF-8 line a row, ended by a line feed. Rows are split on the line feed only: U+2028
and its kin are text.
"""

from collections.abc import Iterator
from pathlib import Path

import msgspec

from congress_crawler.archive.disk import AppendFile, Disk
from congress_crawler.items import Article, Event, Failure, File, Run, line

Row = Article | File | Failure | Event | Run

#: Ledger and the struct of its rows, in the order in which a commit makes them durable: an event or the line of a
#: file never outlives its article, a run line never its rows.
LEDGERS: dict[str, type[Row]] = {
    "articles.jsonl": Article,
    "files.jsonl": File,
    "failures.jsonl": Failure,
    "events.jsonl": Event,
    "runs.jsonl": Run,
}

LINE_LIMIT = 1 << 26  #: bytes; a row of a 16 MiB page stays well below. More without a line feed is no row.


class Place(msgspec.Struct, frozen=True):
    """One line of a ledger. `row` is None when it is none, and `why` says so."""

    number: int  #: from 1, counted from where reading began
    offset: int
    length: int
    row: Row | None
    why: str = ""


def name_of(row: Row) -> str:
    """The ledger a row belongs to: `articles.jsonl` and so on."""
    return next(name for name, kind in LEDGERS.items() if isinstance(row, kind))


def read(path: Path, start: int = 0, end: int | None = None) -> Iterator[Place]:
    """Every line from byte `start` to byte `end` (of a ledger named as in LEDGERS), good or not.

    A missing file has none. A last line without its line feed is no row, nor is one that does not decode as the
    ledger's struct. Raises OSError. Memory: one line.
    """
    decoder = msgspec.json.Decoder(LEDGERS[path.name])
    if not path.exists():
        return
    with path.open("rb") as file:
        end = file.seek(0, 2) if end is None else end
        offset, number = file.seek(start), 0
        while offset < end:
            raw = file.readline(min(LINE_LIMIT, end - offset))
            number += 1
            row, why = _decode(decoder, raw)
            yield Place(number, offset, len(raw), row, why)
            offset += len(raw)


def _decode(decoder: "msgspec.json.Decoder[Row]", raw: bytes) -> tuple[Row | None, str]:
    if not raw.endswith(b"\n"):
        return None, "the line has no end"
    try:
        return decoder.decode(raw), ""
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        return None, f"is no row: {error}"


class Ledgers:
    """The row files of one site, open for writing. Files are created by their first row."""

    def __init__(self, folder: Path, disk: Disk) -> None:
        self._folder, self._disk = folder, disk
        self._files: dict[str, AppendFile] = {}
        self._queue: dict[str, list[bytes]] = {name: [] for name in LEDGERS}

    def add(self, row: Row) -> None:
        """Queue one row."""
        self._queue[name_of(row)].append(line(row))

    def waiting(self) -> int:
        """How many rows are queued, over all ledgers."""
        return sum(map(len, self._queue.values()))

    def commit(self) -> None:
        """Append and confirm what is queued, ledger by ledger in the order of LEDGERS. Raises StorageError."""
        for name, rows in self._queue.items():
            if rows:
                file = self._open(name)
                file.append(b"".join(rows))
                file.sync()
                rows.clear()

    def sizes(self) -> dict[str, int]:
        """Name → confirmed bytes, for the ledgers written to."""
        return {name: file.good for name, file in self._files.items()}

    def cut_back(self) -> None:
        """After a failure: drop the queue and what is not confirmed, take nothing more. Never raises."""
        for rows in self._queue.values():
            rows.clear()
        for file in self._files.values():
            file.cut_back()

    def close(self) -> None:
        """Give the files back; writes nothing."""
        for file in self._files.values():
            file.close()

    def _open(self, name: str) -> AppendFile:
        if name not in self._files:
            self._files[name] = AppendFile.reopen(self._disk, self._folder / name)
        return self._files[name]
