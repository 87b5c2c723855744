"""Which lines of a sorted file begin with this?"""

import os
from collections.abc import Iterator

_PIECE = 8192


def lines_from(fd: int, start: bytes) -> Iterator[bytes]:
    """The lines of a file sorted by bytes that begin with `start`, in order. In: an open file; no line feed in `start`.

    Reads a few pieces, whatever the size. Raises OSError.
    """
    low, high = 0, os.fstat(fd).st_size  # the first such line begins in low…high, at low or behind a line feed
    while high - low > _PIECE:
        middle = (low + high) // 2
        begin = _next(fd, middle, high)
        if begin < high and _line(fd, begin) < start:
            low = begin
        else:
            high = middle
    begin = low
    while line := _line(fd, begin):
        if line[: len(start)] > start:
            return
        if line.startswith(start):
            yield line
        begin += len(line)


def _next(fd: int, place: int, end: int) -> int:
    """Where the first line begins that begins behind `place`; `end` when none does before it."""
    while place < end:
        piece = os.pread(fd, min(_PIECE, end - place), place)
        if (found := piece.find(b"\n")) >= 0:
            return place + found + 1
        if not piece:
            return end
        place += len(piece)
    return end


def _line(fd: int, begin: int) -> bytes:
    """The line that begins at a place, its line feed included; b"" at the end of the file."""
    line = b""
    while piece := os.pread(fd, _PIECE, begin + len(line)):
        head, feed, _ = piece.partition(b"\n")
        line += head + feed
        if feed:
            break
    return line
