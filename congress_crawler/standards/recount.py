"""What does a WARC file hold, counted anew?

Read to its last byte, lengths and digests compared; nothing that a run line, an index or a head says is believed.
"""

import hashlib
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import msgspec

from congress_crawler.archive.members import WHOLE, Damage, next_member, scan
from congress_crawler.archive.record import Record, read_fields

_PIECE = 1 << 20
_IN_BLOCK = {"response", "conversion", "resource"}  # kinds that hold a payload of their own

Walked = Callable[[int], None]  #: told how many more bytes have been read


class WarcFigures(msgspec.Struct, kw_only=True):
    """One WARC file in figures."""

    name: str
    """Below warc/."""
    run: str = ""
    """The run that its warcinfo names; empty when none can be read."""
    bytes: int = 0
    """As it lies on the disk, compressed."""
    records: int = 0
    """Whole records."""
    payload: int = 0
    """Bytes of the entity-bodies, renderings and resources in it, content-coding kept; a revisit holds none."""
    types: dict[str, int] = {}
    """Records by WARC-Type."""
    damaged: int = 0
    """Places where no whole record is."""
    sha256: str = ""
    """Of the file, hex, as `sha256sum` gives it."""


def run_of(path: Path) -> str:
    """The run that the first record of a WARC file names; "" when it cannot be read. Raises OSError."""
    first = next(scan(path), None)
    return _run(first) if isinstance(first, Record) else ""


def recount(path: Path, size: int, walked: Walked | None = None) -> WarcFigures:
    """Count a WARC file up to byte `size`.

    Out: its figures. Memory: one payload (64 MiB at most; a longer one is read but its bytes are not counted). Raises
    OSError when it cannot be read.
    """
    found, types = WarcFigures(name=path.name, bytes=size, sha256=_sha256(path, size)), Counter[str]()
    start: int | None = 0
    while start is not None and start < size:
        start = _stretch(path, start, size, found, types, walked or _nobody)
    found.types = dict(sorted(types.items()))
    return found


def _stretch(path: Path, start: int, size: int, found: WarcFigures, types: Counter[str], walked: Walked) -> int | None:
    """Count on until the file ends or damage hides what follows. Out: where to go on; None when nowhere."""
    for one in scan(path, start, size, hold=WHOLE):
        if isinstance(one, Damage):
            found.damaged += 1
            after = one.next if one.next is not None else next_member(path, one.offset + 1, size)
            walked((after or size) - one.offset)
            if one.next is None:
                return after
            continue
        walked(one.length)
        found.records += 1
        types[one.type] += 1
        found.run = found.run or _run(one)
        if one.type in _IN_BLOCK:
            found.payload += len(one.payload or b"")
    return None


def _run(record: Record) -> str:
    if record.type != "warcinfo" or record.payload is None:
        return ""
    try:
        return read_fields(record.payload).get("run", "")
    except UnicodeDecodeError:
        return ""  # the file's figures stand under no run, which the register says


def _sha256(path: Path, size: int) -> str:
    hasher = hashlib.sha256()
    with path.open("rb") as file:
        while size > 0 and (piece := file.read(min(_PIECE, size))):
            hasher.update(piece)
            size -= len(piece)
    return hasher.hexdigest()


def _nobody(_more: int) -> None:
    """Nobody is told."""
