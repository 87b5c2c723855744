"""How is a large index written so that a player reads only a little of it?

`index.cdx.gz`, gzip members of 1,024 lines each, and `index.idx`, the first key of each member with its place: the form
(cdxj-gzip-1.0) that py-wacz writes and that wabac.js and pywb load. Of a plain index.cdxj, which WACZ allows as well,
wabac.js would read all lines before it shows a page, and pywb would not find it.
"""

import gzip
import hashlib
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any

import msgspec

LINES = 1024
INDEX = "indexes/index.cdx.gz"
DIRECTORY = "indexes/index.idx"


class Blocks:
    """The two files. `index` first, then `directory`."""

    def __init__(self) -> None:
        self._lines: list[bytes] = []

    def index(self, lines: Iterable[bytes]) -> Iterator[bytes]:
        """The bytes of index.cdx.gz, a member at a time. In: the sorted lines."""
        rest, offset = iter(lines), 0
        while block := list(islice(rest, LINES)):
            packed = gzip.compress(b"".join(block), mtime=0)
            digest = f"sha256:{hashlib.sha256(packed).hexdigest()}"
            self._enter(block[0], {"offset": offset, "length": len(packed), "digest": digest})
            offset += len(packed)
            yield packed

    def directory(self) -> Iterator[bytes]:
        """The bytes of index.idx."""
        meta = {"format": "cdxj-gzip-1.0", "filename": INDEX.rpartition("/")[2]}
        yield b"!meta 0 " + _json(meta) + b"\n"
        yield from self._lines

    def _enter(self, first: bytes, place: dict[str, Any]) -> None:
        prefix = first.partition(b"{")[0].strip()
        self._lines.append(prefix + b" " + _json(place) + b"\n")


def _json(values: dict[str, Any]) -> bytes:
    return msgspec.json.encode(values)
