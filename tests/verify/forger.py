"""What does a clever forger do? He changes one thing and makes all else fit again."""

import gzip
import json
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec

from congress_crawler.archive import cdxj
from congress_crawler.archive.members import WHOLE, scan
from congress_crawler.archive.record import Record, digest, member

Change = Callable[[dict[str, Any]], object]
ROWS = ("articles", "files", "failures", "events", "runs")


class Forger:
    """A copy of an archive under his hands."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.warcs = sorted(path.name for path in (folder / "warc").iterdir())

    # --- records ------------------------------------------------------------------------------------------------

    def records(self, number: int) -> list[Record]:
        """The records of one WARC file, payloads held."""
        found = list(scan(self.folder / "warc" / self.warcs[number], hold=WHOLE))
        assert all(isinstance(one, Record) for one in found)
        return [one for one in found if isinstance(one, Record)]

    def raw(self, record: Record) -> bytes:
        """A record as it is before compression."""
        return gzip.decompress(member(record))

    def find(self, number: int, kind: str, path: str = "") -> int:
        """The index of the first record of a kind in a file, whose address ends in a path."""
        return next(
            n for n, one in enumerate(self.records(number)) if one.type == kind and (one.url or "").endswith(path)
        )

    def write(self, number: int, records: list[Record | bytes], *, follow: bool = True) -> list[int]:
        """Write a file anew: records as members, bytes as they are. Out: where each begins.

        `follow`: every row that points at a record that has moved is led to its new place; the CDXJ is made anew.
        """
        before = {one.id: one for one in self.records(number)}
        packed = [one if isinstance(one, bytes) else member(one) for one in records]
        starts = [sum(map(len, packed[:n])) for n in range(len(packed))]
        (self.folder / "warc" / self.warcs[number]).write_bytes(b"".join(packed))
        if follow:
            moves = {}
            for one, start, made in zip(records, starts, packed, strict=True):
                if isinstance(one, Record) and (old := before.get(one.id)) is not None:
                    moves[self.warcs[number], old.offset] = (start, len(made), one.id)
            self._lead(moves)
        self.index()
        return starts

    def _lead(self, moves: dict[tuple[str, int], tuple[int, int, str]]) -> None:
        for name in ROWS:
            self.rows(name, lambda row: _follow(row, moves))

    def change(
        self,
        number: int,
        index: int,
        *,
        raw: Callable[[bytes], bytes] | None = None,
        put: Record | None = None,
        **more: Any,
    ) -> list[int]:
        """Change one record. In: `raw` changes it as bytes, its digests staying; `put` takes its place; or parts."""
        records: list[Record | bytes] = [*self.records(number)]
        one = records[index]
        assert isinstance(one, Record)
        records[index] = pack(raw(self.raw(one))) if raw is not None else msgspec.structs.replace(put or one, **more)
        return self.write(number, records)

    def fields(self, number: int, index: int, **more: str | None) -> list[int]:
        """Set named fields of one record (WARC_Date=…); None takes a field away."""
        headers = dict(self.records(number)[index].headers)
        for name, value in more.items():
            spelled = name.replace("_", "-")
            if value is None:
                del headers[spelled]
            else:
                headers[spelled] = value
        return self.change(number, index, headers=headers)

    def drop(self, number: int, *indexes: int) -> None:
        """Leave records out."""
        self.write(number, [one for n, one in enumerate(self.records(number)) if n not in indexes])

    # --- rows ---------------------------------------------------------------------------------------------------

    def lines(self, name: str) -> list[dict[str, Any]]:
        """The rows of a ledger."""
        path = self.folder / f"{name}.jsonl"
        return [json.loads(line) for line in path.read_bytes().split(b"\n")[:-1]] if path.exists() else []

    def save(self, name: str, rows: list[dict[str, Any]]) -> None:
        """Write a ledger anew."""
        lines = [msgspec.json.encode(row) for row in rows]
        (self.folder / f"{name}.jsonl").write_bytes(b"\n".join([*lines, b""]))

    def rows(self, name: str, change: Change) -> None:
        """Change every row of a ledger."""
        rows = self.lines(name)
        for row in rows:
            change(row)
        if rows:
            self.save(name, rows)

    def row(self, name: str, number: int, change: Change) -> None:
        """Change one row, counted from 1."""
        rows = self.lines(name)
        change(rows[number - 1])
        self.save(name, rows)

    def index(self) -> None:
        """Throw away and make anew what is derived."""
        for name in ("index.cdxj", "index.cdxj.json", "index.sqlite3", "leaves.bin"):
            (self.folder / name).unlink(missing_ok=True)
        cdxj.update(self.folder)


def pack(raw: bytes) -> bytes:
    """Bytes as one gzip member, as our writer makes them."""
    packer = zlib.compressobj(4, zlib.DEFLATED, 31)
    return packer.compress(raw) + packer.flush()


def edited(record: Record, payload: bytes) -> Record:
    """A record with another payload and the digests and length of that."""
    head = record.head
    if b"Content-Length:" in head:
        before = head.split(b"Content-Length: ")[1].split(b"\r\n")[0]
        head = head.replace(b"Content-Length: " + before, b"Content-Length: %d" % len(payload))
    headers = {**record.headers, "WARC-Block-Digest": digest(head, payload)}
    if "WARC-Payload-Digest" in headers:
        headers["WARC-Payload-Digest"] = digest(payload)
    return msgspec.structs.replace(record, headers=headers, head=head, payload=payload)


def _follow(value: Any, moves: dict[tuple[str, int], tuple[int, int, str]]) -> None:
    """Lead every reference in a row to where its record lies now."""
    if isinstance(value, dict):
        if {"file", "offset", "length", "record_id"} <= value.keys():
            new = moves.get((value["file"], value["offset"]))
            if new is not None:
                value["offset"], value["length"], value["record_id"] = new
        for inner in value.values():
            _follow(inner, moves)
    elif isinstance(value, list):
        for inner in value:
            _follow(inner, moves)
