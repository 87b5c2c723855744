"""Which rows go along?

The append-only row files of the site, and the signed heads of its log: `ledgers/`. With them a WACZ of a whole site is
all of its truth in one file. Of a selection they would speak of captures that it does not have, so they stay out.
"""

from collections.abc import Iterator
from pathlib import Path

from congress_crawler.archive.ledger import LEDGERS, LINE_LIMIT

FOLDER = "ledgers/"
HEADS = "heads.jsonl"

_PIECE = 1 << 20


class Books:
    """The row files as they were at one moment, whole lines only."""

    def __init__(self, folder: Path, *, whole: bool) -> None:
        """In: the site's folder; whether they go along at all. Raises OSError."""
        self._folder = folder
        # In the reverse of the order in which a commit writes: what a row needs is then within what was noted.
        ends = {name: _end(folder / name) for name in reversed((*LEDGERS, HEADS))}
        self.articles = ends["articles.jsonl"]  #: up to which byte articles.jsonl counts, whether it goes along or not
        self._ends = {name: ends[name] for name in (*LEDGERS, HEADS) if ends[name] and whole}

    @property
    def size(self) -> int:
        """Bytes that go along."""
        return sum(self._ends.values())

    def files(self) -> Iterator[tuple[str, int, Iterator[bytes]]]:
        """What goes along: its path in the WACZ, how long it is, its bytes in pieces."""
        for name, end in self._ends.items():
            yield FOLDER + name, end, pieces(self._folder / name, 0, end)


def pieces(path: Path, start: int, end: int) -> Iterator[bytes]:
    """The bytes of a file from `start` to `end`, 1 MiB at a time. Raises OSError, also when it has become shorter."""
    with path.open("rb") as file:
        file.seek(start)
        while start < end:
            piece = file.read(min(_PIECE, end - start))
            if not piece:
                raise OSError(0, "became shorter while it was read; try again", str(path))
            start += len(piece)
            yield piece


def _end(path: Path) -> int:
    """Up to where a file holds whole lines; 0 when it is not there."""
    if not path.exists():
        return 0
    with path.open("rb") as file:
        end = file.seek(0, 2)
        start = max(0, end - LINE_LIMIT)
        file.seek(start)
        return start + file.read(end - start).rfind(b"\n") + 1
