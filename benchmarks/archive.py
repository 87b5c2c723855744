"""How does one get an archive of many GiB in a minute? A made-up one, with our own writer, rows and all.

python -m benchmarks.archive FOLDER [--gib N] [--captures N] [--size BYTES] [--pages]
"""

import argparse
import contextlib
import hashlib
import random
import time
import zlib
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import BinaryIO

from congress_crawler.archive.exchange import Exchange
from congress_crawler.archive.keeping import about, opening, records
from congress_crawler.archive.record import Record, digest, member
from congress_crawler.archive.warcfile import ROLL_AT
from congress_crawler.items import Article, Charset, Digests, Event, Provenance, Run, WarcRef, line

SITE, HOST = "made", "www.made-renda.example"
PROFILE = b'{"site":"made"}'
INFO = {"software": "benchmark/1", "operator": "nobody", "robots": "RFC 9309"}
HAN = "县人大常委会组织代表视察河道整治进展听取村民意见农业农村会议审议报告监督执法检查调研座谈主任委员乡镇街道社区"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--gib", type=float, help="stop when the WARC files hold so much")
    parser.add_argument("--captures", type=int, help="stop after so many answers")
    parser.add_argument("--size", type=int, default=40_000, help="bytes of a page")
    parser.add_argument("--pages", action="store_true", help="pages of text, deflated; else random bytes, stored")
    asked = parser.parse_args()
    began = time.monotonic()
    most = int(asked.gib * (1 << 30)) if asked.gib else None
    made = make(asked.folder, size=asked.size, pages=asked.pages, most=most, captures=asked.captures)
    print(f"{made} captures in {time.monotonic() - began:.0f} s: {asked.folder / SITE}")


def make(folder: Path, *, size: int, pages: bool, most: int | None = None, captures: int | None = None) -> int:
    """Write a site's archive below a folder. Out: how many captures it has."""
    site = folder / SITE
    (site / "warc").mkdir(parents=True)
    started = datetime.now(UTC) - timedelta(days=30)
    run = f"{started:%Y%m%dT%H%M%SZ}-bench"
    body = text_body(size) if pages else noise_body(size)
    # Random bytes are stored as they are: deflating them would only take time.
    with contextlib.closing(_Writer(site / "warc", started, run, member if pages else stored)) as writer:
        return _fill(site, writer, run, started, body, most, captures)


class _Writer:
    """Writes WARC files as the archive does, without waiting for the disk."""

    def __init__(self, folder: Path, started: datetime, run: str, pack: Callable[[Record], bytes]) -> None:
        self._folder, self._stem, self._run, self._pack = folder, f"{SITE}-{started:%Y%m%d%H%M%S}", run, pack
        self._serial = self._at = 0
        self._file: BinaryIO | None = None

    def put(self, made: list[Record]) -> tuple[WarcRef, int]:
        """Write the records of one capture. Out: where the first lies, and how long all of them are."""
        packed = [self._pack(one) for one in made]
        size = sum(map(len, packed))
        if self._file is None or self._at + size > ROLL_AT:
            self._roll()
        ref = WarcRef(file=self.name, offset=self._at, length=len(packed[0]), record_id=made[0].id)
        self._write(b"".join(packed))
        return ref, size

    @property
    def name(self) -> str:
        """Of the file at hand."""
        return f"{self._stem}-{self._serial:05d}.warc.gz"

    def close(self) -> None:
        """Close the file at hand."""
        if self._file is not None:
            self._file.close()

    def _roll(self) -> None:
        self.close()
        self._serial, self._at = self._serial + 1, 0
        self._file = (self._folder / self.name).open("wb")
        first = opening(self.name, site=SITE, run=self._run, profile=PROFILE, info=INFO)
        self._write(b"".join(map(self._pack, first)))

    def _write(self, data: bytes) -> None:
        assert self._file is not None
        self._at += self._file.write(data)


def _fill(
    site: Path,
    writer: _Writer,
    run: str,
    started: datetime,
    body: Callable[[int], bytes],
    most: int | None,
    captures: int | None,
) -> int:
    number = done = 0
    with (site / "articles.jsonl").open("wb") as articles, (site / "events.jsonl").open("wb") as events:
        while (most is None or done < most) and (captures is None or number < captures):
            at = f"{started + timedelta(seconds=number // 4):%Y-%m-%dT%H:%M:%SZ}"
            made = exchange(number, at, body(number))
            of = digest(made.payload)
            ref, length = writer.put(records(made, of, None, about(made, "article", None, None, None)))
            done += length
            made_row = row(number, ref, at, of, run)
            articles.write(line(made_row))
            events.write(line(event(made_row, ref, at, run)))
            number += 1
    (site / "runs.jsonl").write_bytes(line(run_line(run, started, number)))
    return number


def exchange(number: int, at: str, payload: bytes) -> Exchange:
    """One article page as it came over the wire."""
    path = f"/jianying/{number}.shtml"
    head = b"HTTP/1.1 200 OK\r\nServer: nginx\r\nDate: Wed, 25 Nov 2026 04:05:06 GMT\r\nContent-Type: text/html\r\n"
    head += b'Content-Length: %d\r\nETag: "%d"\r\n' % (len(payload), number)
    head += b"Last-Modified: Fri, 01 Nov 2024 00:00:00 GMT\r\n\r\n"
    request = f"GET {path} HTTP/1.1\r\nHost: {HOST}\r\nUser-Agent: congress-crawler/0\r\nAccept: */*\r\n\r\n".encode()
    return Exchange(
        url=f"http://{HOST}{path}", at=at, request=request, head=head, payload=payload, ip="192.0.2.1", milliseconds=12
    )


def row(number: int, ref: WarcRef, at: str, of: str, run: str) -> Article:
    canonical = f"made-renda.example/jianying/{number}.shtml"
    text = f"第{number}号视察\n{HAN}"
    return Article(
        id=f"{SITE}-{hashlib.sha256(canonical.encode()).hexdigest()[:16]}",
        version=1,
        url=f"http://{HOST}/jianying/{number}.shtml",
        canonical_url=canonical,
        site=SITE,
        host=HOST,
        title=f"第{number}号视察",
        text=text,
        charset=Charset(used="utf-8", declared_header=None, declared_meta="utf-8", rung="utf-8"),
        digests=Digests(payload=of, text=digest(text.encode())),
        provenance=Provenance(
            fetched_at=at,
            status=200,
            warc=ref,
            list_url=None,
            run=run,
            extractor="benchmark/1",
            profile=digest(PROFILE),
        ),
    )


def event(made: Article, ref: WarcRef, at: str, run: str) -> Event:
    return Event(event="new", url=made.url, id=made.id, version=1, at=at, run=run, evidence=ref)


def run_line(run: str, started: datetime, count: int) -> Run:
    return Run(
        run=run,
        site=SITE,
        started=f"{started:%Y-%m-%dT%H:%M:%SZ}",
        ended=f"{started + timedelta(seconds=count // 4 + 1):%Y-%m-%dT%H:%M:%SZ}",
        profile=digest(PROFILE),
        software={"software": INFO["software"]},
        robots=[{"url": f"http://{HOST}/robots.txt", "status": 404, "warc": None}],
        found=count,
        new=count,
        rows=count,
        exit=0,
        end="finished",
    )


def noise_body(size: int) -> Callable[[int], bytes]:
    """Random bytes, each page its own."""
    noise = random.Random(7)
    return lambda number: b"%012d" % number + noise.randbytes(size - 12)


def text_body(size: int) -> Callable[[int], bytes]:
    """Pages as congress sites have them: much that repeats, some Chinese text. They pack to about a quarter."""
    noise = random.Random(7)
    words = ["".join(noise.choices(HAN, k=noise.randint(2, 4))) for _ in range(800)]
    rows = [
        f'<li class="item"><a href="/col/col{noise.randint(1000, 9999)}/index.html" target="_blank" '
        f'title="{noise.choice(words)}">{noise.choice(words)}</a><span class="date">2026-{n % 12 + 1:02}-11</span>\n'
        for n in range(200)
    ]
    texts = ["，".join("".join(noise.choices(words, k=4)) for _ in range(6)) for _ in range(2000)]
    lines = [f'<p style="text-indent:2em">{text}。</p>\n' for text in texts]
    front = ["".join(noise.choices(rows, k=size // 160)).encode() for _ in range(50)]
    parts = [one.encode() for one in lines]

    def body(number: int) -> bytes:
        made = [b"<!DOCTYPE html><html><head><title>%d</title></head><body>" % number, front[number % len(front)]]
        left = size - sum(map(len, made))
        while left > 0:
            made.append(parts[noise.randrange(len(parts))])
            left -= len(made[-1])
        return b"".join(made)[:size]

    return body


def stored(record: Record) -> bytes:
    """A record as one gzip member whose block is stored, not deflated."""
    whole = b"".join(_pieces(record))
    packer = zlib.compressobj(0, zlib.DEFLATED, 31)
    packed = packer.compress(whole) + packer.flush()
    return packed[:8] + b"\0" + packed[9:]  # the archive's own writer does not say there that it was in a hurry


def _pieces(record: Record) -> Iterator[bytes]:
    block = record.head + (record.payload or b"")
    rows: Sequence[str] = [f"{name}: {value}" for name, value in record.headers.items()]
    yield "\r\n".join(["WARC/1.1", *rows, f"Content-Length: {len(block)}", "", ""]).encode()
    yield block
    yield b"\r\n\r\n"


if __name__ == "__main__":
    main()
