"""How are more lines sorted than memory holds?

Runs that fit into memory are sorted and laid down one after another in a nameless temporary file; then they are merged.
"""

import heapq
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import Self

RUN = 1 << 23  #: bytes of lines held at a time; as much again is what Python needs to hold them
_PIECE = 1 << 16  # bytes of a run read at a time; 1,000 runs (8 GB of lines) take 64 MB


class Sorter:
    """Takes lines in any order and gives them back sorted by their bytes. A context manager: it holds a file."""

    def __init__(self, folder: Path, *, run: int = RUN) -> None:
        """In: a folder on the disk that has room; how many bytes of lines to hold."""
        self._run = run
        self.size = 0  #: bytes of all lines taken
        self._lines: list[bytes] = []
        self._held = 0
        self._runs: list[tuple[int, int]] = []
        self._fd, name = tempfile.mkstemp(prefix=".sorting-", dir=folder)
        Path(name).unlink()  # the room is given back however the process ends
        self._spilled = 0

    def __enter__(self) -> Self:
        """Ready to take lines."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Give the room back."""
        os.close(self._fd)

    def add(self, line: bytes) -> None:
        """Take a line, its line feed included. Raises OSError when the disk is full."""
        self._lines.append(line)
        self.size += len(line)
        self._held += len(line)
        if self._held >= self._run:
            self._spill()

    def lines(self) -> Iterator[bytes]:
        """All lines in order; twins stay. Raises OSError."""
        self._lines.sort()
        runs = [self._read(start, end) for start, end in self._runs]
        return heapq.merge(*runs, iter(self._lines))

    def _spill(self) -> None:
        self._lines.sort()
        rest = memoryview(b"".join(self._lines))
        start = self._spilled
        while rest:
            taken = os.write(self._fd, rest)
            self._spilled += taken
            rest = rest[taken:]
        self._runs.append((start, self._spilled))
        self._lines, self._held = [], 0

    def _read(self, start: int, end: int) -> Iterator[bytes]:
        rest = b""
        while start < end:
            piece = os.pread(self._fd, min(_PIECE, end - start), start)
            start += len(piece)
            *whole, rest = (rest + piece).split(b"\n")
            yield from (line + b"\n" for line in whole)
