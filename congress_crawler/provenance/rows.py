"""Which lines of the row files speak of this article?

Line by line, so that a ledger of any size costs the memory of one line. What is kept is verbatim, with its place.
"""

import hashlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeVar

import msgspec

from congress_crawler.archive.errors import StorageError
from congress_crawler.archive.ledger import LINE_LIMIT
from congress_crawler.provenance.model import Place

Row = TypeVar("Row")
Kept = tuple[Place, bytes]  #: a line and its place


class Line(msgspec.Struct, frozen=True):
    """One whole line of a file."""

    number: int
    offset: int
    raw: bytes

    def place(self, file: str) -> Place:
        """Its place, with the digest of its bytes. In: the name of its file."""
        digest = hashlib.sha256(self.raw).hexdigest()
        return Place(file=file, line=self.number, offset=self.offset, length=len(self.raw), sha256=digest)


def lines(path: Path) -> Iterator[Line]:
    """Every whole line of a file; none when it is not there. A torn last line is being written and is passed over.

    Raises StorageError.
    """
    try:
        with path.open("rb") as file:
            offset = number = 0
            while raw := file.readline(LINE_LIMIT):
                number += 1
                if raw.endswith(b"\n"):
                    yield Line(number, offset, raw)
                offset += len(raw)
    except FileNotFoundError:
        return
    except OSError as error:
        raise StorageError(f"{path}: cannot be read: {error.strerror}") from error


def decoded(path: Path, kind: type[Row]) -> Iterator[tuple[Line, Row]]:
    """Every line that decodes as `kind`; what is none, `verify` names. In: the file, a struct. Raises StorageError."""
    decoder = msgspec.json.Decoder(kind)
    for line in lines(path):
        try:
            yield line, decoder.decode(line.raw)
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
            continue


def matching(path: Path, kind: type[Row], wanted: Callable[[Row], bool]) -> list[tuple[Place, bytes, Row]]:
    """The lines that are wanted: place, bytes, row. In: the file, a struct, which rows. Raises StorageError."""
    return [(line.place(path.name), line.raw, row) for line, row in decoded(path, kind) if wanted(row)]
