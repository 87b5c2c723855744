"""What are the lines of the index in a WACZ file, and does its directory find them?"""

import hashlib
import zipfile
import zlib
from collections.abc import Iterator
from typing import IO

import msgspec

LINE = 1 << 20  #: bytes; a longer line is none
MEMBER = 1 << 26  #: bytes of a gzip member, packed or not; ours have 1,024 lines
_PIECE = 1 << 16


class _Block(msgspec.Struct):
    """What index.idx says of one gzip member."""

    offset: int
    length: int
    digest: str | None = None
    filename: str | None = None


class Lines:
    """The lines of an index, once. What is wrong with their packing is in `wrong` when they have been read."""

    def __init__(self, file: zipfile.ZipFile, name: str, directory: str) -> None:
        """In: the path of the index, "" when there is none; the path of its directory, "" when there is none."""
        self.name = name
        self.wrong: list[tuple[str, str]] = []
        self._file, self._directory = file, directory

    def __iter__(self) -> Iterator[bytes]:
        """The lines, their line feeds included."""
        with self._file.open(self.name) as stream:
            if not self.name.endswith(".gz"):
                while line := stream.readline(LINE):
                    yield line
            elif self._directory:
                yield from self._blocks(stream)
            else:
                self.wrong.append((self.name, "has no index.idx beside it: no player finds a line in it"))
                yield from _split(_inflated(stream))

    def _blocks(self, stream: IO[bytes]) -> Iterator[bytes]:
        """The lines, member for member as the directory says."""
        at = 0
        for number, line in enumerate(self._listed(), 1):
            prefix, _, said = line.partition(b" {")
            if prefix.startswith(b"!meta"):
                continue
            where = f"{self._directory}, line {number}"
            try:
                block = msgspec.json.decode(b"{" + said, type=_Block)
            except msgspec.MsgspecError as error:
                self.wrong.append((where, f"is no line of an index: {error}"))
                continue
            if block.offset != at:
                self.wrong.append((where, f"offset is {block.offset}, but the member before ends at {at}"))
            packed = stream.read(max(0, min(block.length, MEMBER)))
            at += len(packed)
            yield from self._block(where, prefix, block, packed)
        if stream.read(1):
            self.wrong.append((self.name, f"goes on behind byte {at}, where its directory ends"))

    def _block(self, where: str, prefix: bytes, block: _Block, packed: bytes) -> Iterator[bytes]:
        digest = f"sha256:{hashlib.sha256(packed).hexdigest()}"
        if block.digest is not None and block.digest != digest:
            self.wrong.append((where, f"digest is {block.digest}, but the bytes are {digest}"))
        inflate = zlib.decompressobj(31)
        try:
            text = inflate.decompress(packed, MEMBER)
        except zlib.error as error:
            self.wrong.append((where, f"finds no gzip member: {error}"))
            return
        if not inflate.eof or inflate.unused_data:
            self.wrong.append((where, "finds no gzip member that ends where it says"))
        if not text.startswith(prefix + b" {"):
            self.wrong.append((where, "names another line than the first of its member"))
        yield from text.splitlines(keepends=True)

    def _listed(self) -> Iterator[bytes]:
        with self._file.open(self._directory) as stream:
            while line := stream.readline(LINE):
                yield line


def index_lines(file: zipfile.ZipFile, names: list[str]) -> Lines:
    """The index of a WACZ file. In: the paths below indexes/."""
    directory = next((name for name in names if name.endswith(".idx")), "")
    packed = next((name for name in names if name.endswith((".cdx.gz", ".cdxj.gz"))), "")
    plain = next((name for name in names if name.endswith((".cdx", ".cdxj"))), "")
    return Lines(file, packed or plain, directory)


def _inflated(stream: IO[bytes]) -> Iterator[bytes]:
    inflate = zlib.decompressobj(31)
    while raw := stream.read(_PIECE):
        while raw:
            yield inflate.decompress(raw)
            raw = inflate.unused_data
            if inflate.eof:
                inflate = zlib.decompressobj(31)


def _split(pieces: Iterator[bytes]) -> Iterator[bytes]:
    rest = b""
    for piece in pieces:
        *whole, rest = (rest + piece).split(b"\n")
        yield from (line + b"\n" for line in whole)
    if rest:
        yield rest
