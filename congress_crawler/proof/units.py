"""What are the units of truth, and what does a leaf say of one?

A unit is a gzip member of a WARC file or a line of a row file. Both are read by their compressed bytes as they lie on
the disk: what is sealed is the file, to the byte.
"""

import hashlib
import os
import re
import zlib
from collections.abc import Iterable, Iterator
from pathlib import Path

import msgspec

from congress_crawler.items import WarcRef
from congress_crawler.proof.tree import leaf_hash

HEADS = "heads.jsonl"
#: Row files in the order in which their units follow those of the WARC files. The heads come last: a head is a leaf of
#: the next one, so that none can be changed or taken out behind it.
ROWS = ("articles.jsonl", "files.jsonl", "failures.jsonl", "events.jsonl", "runs.jsonl", HEADS)

_WARC = re.compile(r"warc/[^/\x00-\x1f]{1,200}\.warc\.gz")
_FEED = 16_384  # compressed bytes at a time: what lies behind a member is copied by zlib
_PIECE = 1 << 20  # inflated bytes at a time, at most
_LINE = 1 << 26  # bytes; more without a line feed is no row (archive/ledger.py)


class Unit(msgspec.Struct, frozen=True):
    """One unit: where it lies, and the SHA-256 of its bytes in hex."""

    name: str  #: `warc/<file>` or `<ledger>.jsonl`, below the site's folder
    offset: int
    length: int
    digest: str

    def data(self) -> bytes:
        r"""The bytes of its leaf.

        >>> Unit("runs.jsonl", 7, 3, "ab").data()
        b'runs.jsonl\n7\n3\nab\n'
        """
        return f"{self.name}\n{self.offset}\n{self.length}\n{self.digest}\n".encode()

    def leaf(self) -> bytes:
        """The hash of its leaf, 32 bytes."""
        return leaf_hash(self.data())


class Range(msgspec.Struct, frozen=True):
    """The units of one file between two sizes."""

    name: str
    start: int
    end: int


class Leaf(msgspec.Struct, frozen=True):
    """Which unit is meant: by its file and its first byte."""

    name: str
    offset: int

    @classmethod
    def record(cls, ref: WarcRef) -> "Leaf":
        """The unit of a WARC record. In: its reference, as rows have it."""
        return cls(f"warc/{ref.file}", ref.offset)

    @classmethod
    def row(cls, name: str, offset: int) -> "Leaf":
        """The unit of a row. In: the row file, e.g. `articles.jsonl`, and the first byte of the line in it."""
        return cls(name, offset)


def is_name(name: str) -> bool:
    """Whether a head may name such a file: one of warc/, or one of the row files; never a path out of the folder.

    >>> is_name("warc/a-1.warc.gz"), is_name("runs.jsonl"), is_name("warc/../../x.warc.gz")
    (True, True, False)
    """
    return name in ROWS or _WARC.fullmatch(name) is not None


def in_order(names: Iterable[str]) -> list[str]:
    """File names in the order of their leaves: WARC files sorted by name, then the row files.

    >>> in_order(["runs.jsonl", "warc/b.warc.gz", "articles.jsonl", "warc/a.warc.gz"])
    ['warc/a.warc.gz', 'warc/b.warc.gz', 'articles.jsonl', 'runs.jsonl']
    """
    return sorted(names, key=lambda name: (ROWS.index(name) + 1 if name in ROWS else 0, name))


def sizes(folder: Path) -> dict[str, int]:
    """Every file of truth that is there, with its bytes, in the order of the leaves. In: the site's folder."""
    paths = [*(folder / "warc").glob("*.warc.gz"), *(folder / name for name in ROWS)]
    found = {path.relative_to(folder).as_posix(): path for path in paths if path.is_file()}
    return {name: found[name].stat().st_size for name in in_order(filter(is_name, found))}


def units(folder: Path, part: Range) -> Iterator[Unit]:
    """The whole units of a range, in order; ends at the first bytes that are none, or when the file does.

    In: the site's folder; a range that begins at a unit. WARC members are inflated to find where they end, 1 MiB at
    a time. Raises OSError when the file cannot be read.
    """
    with (folder / part.name).open("rb", buffering=0 if part.name.startswith("warc/") else -1) as file:
        offset = part.start
        file.seek(offset)
        while offset < part.end:
            if part.name.startswith("warc/"):
                length, digest = _member(file.fileno(), offset, part.end)
            else:
                line = file.readline(min(_LINE, part.end - offset))
                length, digest = (len(line) if line.endswith(b"\n") else 0), hashlib.sha256(line).hexdigest()
            if not length:
                return
            yield Unit(part.name, offset, length, digest)
            offset += length


def cut(folder: Path, part: Range, lengths: Iterable[int]) -> Iterator[Unit]:
    """The bytes of a range, cut at these lengths whatever they hold: as fast as the disk. Ends where the file does.

    In: the site's folder; lengths in order, of which the first begins the range. Raises OSError.
    """
    with (folder / part.name).open("rb", buffering=_PIECE) as file:
        offset = file.seek(part.start)
        for length in lengths:
            left = length - len(piece := file.read(min(length, _PIECE)))
            hasher = hashlib.sha256(piece)
            while left and (piece := file.read(min(left, _PIECE))):
                hasher.update(piece)
                left -= len(piece)
            if left:
                return
            yield Unit(part.name, offset, length, hasher.hexdigest())
            offset += length


def _member(fd: int, offset: int, end: int) -> tuple[int, str]:
    """Length and digest of the gzip member at a place; length 0 when no whole one is there."""
    inflate, hasher, at = zlib.decompressobj(31), hashlib.sha256(), offset
    try:
        while not inflate.eof:
            raw = os.pread(fd, min(_FEED, end - at), at)
            if not raw:
                return 0, ""
            at += len(raw)
            inflate.decompress(raw, _PIECE)
            while inflate.unconsumed_tail and not inflate.eof:
                inflate.decompress(inflate.unconsumed_tail, _PIECE)
            hasher.update(raw[: len(raw) - len(inflate.unused_data)])
    except zlib.error:
        return 0, ""
    return at - len(inflate.unused_data) - offset, hasher.hexdigest()
