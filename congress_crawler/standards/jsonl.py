"""Which lines of a row file are rows?

Strict as to form, lenient as to the rest: what is no row comes with its number and why, and the next is read.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Generic, TypeVar

import msgspec

from congress_crawler.archive.ledger import LINE_LIMIT

Row = TypeVar("Row")


class Line(msgspec.Struct, Generic[Row], frozen=True):
    """One line. `row` is None when it is none, and `why` says so."""

    number: int  #: from 1
    row: Row | None
    why: str = ""


def read(path: Path, kind: type[Row]) -> Iterator[Line[Row]]:
    """Every line of a row file, in order; none when it is absent.

    In: the file, the struct of its rows (fields that the struct has not are passed over). A last line without its line
    feed is being written, and is none. Memory: one line. Raises OSError.
    """
    decoder = msgspec.json.Decoder(kind)
    if not path.exists():
        return
    number = 0
    with path.open("rb") as file:  # in binary a line ends at the line feed only: U+2028 and its kin are text
        while raw := file.readline(LINE_LIMIT):
            number += 1
            try:
                if raw.endswith(b"\n"):
                    yield Line(number, decoder.decode(raw))
            except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
                yield Line(number, None, str(error))
