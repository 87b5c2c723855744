"""Does the short way through a WARC file take a record only when the strict way does, and the same one?"""

import random
import zlib
from pathlib import Path
from typing import Any

import msgspec
import pytest

from congress_crawler.archive import kinds, quick
from congress_crawler.archive.members import Damage, scan
from congress_crawler.archive.record import Record, digest, member
from tests.archive.material import exchange, page


def libraries() -> list[Any]:
    """zlib, and ISA-L where it is installed."""
    return [zlib, pytest.importorskip("isal.isal_zlib", reason="the extra `fast` is not installed")]


@pytest.fixture(params=["zlib", "isal"])
def library(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Inflate with one of them."""
    chosen = zlib if request.param == "zlib" else libraries()[1]
    monkeypatch.setattr(quick, "inflater", lambda: chosen)


def whole() -> bytes:
    answer = kinds.response(exchange(1), digest(page(1)))
    return b"".join(
        map(member, [answer, kinds.request(exchange(1), answer), kinds.metadata(answer, {"role": "article"})])
    )


def strictly(path: Path, monkeypatch: pytest.MonkeyPatch) -> list[Record | Damage]:
    """What the slow way alone says."""
    with monkeypatch.context() as patch:
        patch.setattr("congress_crawler.archive.members.quick", lambda *_: None)
        return list(scan(path))


@pytest.mark.usefixtures("library")
def test_any_bit_flipped_is_seen_as_the_strict_way_sees_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path, data = tmp_path / "x.warc.gz", whole()
    noise = random.Random(5)
    places = [*range(24), *(noise.randrange(len(data)) for _ in range(300)), *range(len(data) - 12, len(data))]
    for place in places:
        flipped = bytearray(data)
        flipped[place] ^= 1 << noise.randrange(8)
        path.write_bytes(bytes(flipped))
        assert list(scan(path)) == strictly(path, monkeypatch), place


@pytest.mark.usefixtures("library")
def test_cuts_and_bytes_put_in_are_seen_as_the_strict_way_sees_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, data = tmp_path / "x.warc.gz", whole()
    first = next(one.length for one in scan_of(path, data) if isinstance(one, Record))
    for more in (b"\0", b"noise", data[first - 8 : first], b"\x1f\x8b\x08\x00", b"\r\n\r\n"):
        for place in (first, len(data)):
            path.write_bytes(data[:place] + more + data[place:])
            assert list(scan(path)) == strictly(path, monkeypatch), (more, place)
    for size in range(0, len(data), 37):
        path.write_bytes(data[:size])
        assert list(scan(path)) == strictly(path, monkeypatch), size


def scan_of(path: Path, data: bytes) -> list[Record | Damage]:
    path.write_bytes(data)
    return list(scan(path))


@pytest.mark.parametrize(
    "change",
    [
        lambda raw: raw.replace(b"WARC/1.1", b"WARC/1.0", 1),
        lambda raw: raw.replace(b"WARC-Date", b"warc-date", 1),
        lambda raw: raw.replace(b"WARC-Date: ", b"WARC-Date:  ", 1),
        lambda raw: raw.replace(b"WARC-Date: ", b"WARC-Date:", 1),
        lambda raw: raw.replace(b"\r\nWARC-Date", b"\r\nWARC-Type: request\r\nWARC-Date", 1),
        lambda raw: raw.replace(b"\r\nWARC-Date", b"\r\nX-Other: \xff\r\nWARC-Date", 1),
        lambda raw: raw.replace(b"\r\nWARC-Date", b"\r\nX-Other: one\r\nWARC-Date", 1),
        lambda raw: raw.replace(b"Content-Length: ", b"Content-Length: +", 1),
        lambda raw: raw[:-1],
        lambda raw: raw + b"\r\n",
        lambda raw: raw + raw,
    ],
)
@pytest.mark.usefixtures("library")
def test_odd_fields_and_ends_are_left_to_the_strict_way(
    change: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "x.warc.gz"
    raw = zlib.decompress(member(kinds.response(exchange(1), digest(page(1)))), 31)
    changed = change(raw)
    assert changed != raw
    packer = zlib.compressobj(4, zlib.DEFLATED, 31)
    path.write_bytes(packer.compress(changed) + packer.flush())
    assert list(scan(path)) == strictly(path, monkeypatch)


def test_records_of_every_size_come_out_as_they_went_in(tmp_path: Path) -> None:
    path, sizes = (
        tmp_path / "x.warc.gz",
        [0, 1, 1 << 15, (1 << 16) + 7, (1 << 20) - 300, 1 << 20, (1 << 20) + 1, 3 << 20],
    )
    noise = random.Random(1)
    made = [kinds.resource("urn:x", "2026-01-01T00:00:00Z", "text/plain", noise.randbytes(size)) for size in sizes]
    path.write_bytes(b"".join(map(member, made)))
    found = [one for one in scan(path, hold=1 << 26) if isinstance(one, Record)]
    bare = [msgspec.structs.replace(one, offset=0, length=0) for one in found]
    for one, other in zip(bare, made, strict=True):
        assert (one.headers, one.payload) == (
            {name: value for name, value in other.headers.items() if name != "Content-Length"},
            other.payload,
        )
