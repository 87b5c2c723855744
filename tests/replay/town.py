"""A small site with one page of every kind that a replay can get wrong, crawled three times by the real command."""

import gzip
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.faults.pages import article, listing
from tests.faults.server import Script, Step, evil, page
from tests.support import lines, profile, run_later

CHECKED = "代表们认为,河道清淤进展顺利,两岸的绿化还要抓紧,并就管护经费提出了三条建议;县水务局表示将逐条办理。"
PLAIN = article(1)
GBK = article(2).replace(b'charset="utf-8"', b'charset="gbk"').decode().encode("gbk")
SAME = article(4)
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d494844520000000100000001080200000090"
    "7753de0000000c4944415408d763f8cfc000000301010018dd8db00000000049454e44ae426082"
)
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\n" + bytes(range(256)) * 40 + b"\n%%EOF\n"


@dataclass(frozen=True)
class Town:
    """The archive that the crawls left, and what the server had said."""

    folder: Path  #: of the site
    url: str  #: of the server, without a slash at its end
    rows: list[dict[str, Any]]  #: articles.jsonl

    @property
    def warcs(self) -> list[Path]:
        """Its WARC files, in the order they were written."""
        return sorted((self.folder / "warc").glob("*.warc.gz"))

    def row(self, path: str) -> dict[str, Any]:
        """The row of the article at a path."""
        return next(row for row in self.rows if row["url"] == self.url + path)


def crawl(folder: Path, days: tuple[float, ...] = (0, 2, 6)) -> Town:
    """Serve the site and crawl it on some days; on the later ones a page more is listed."""
    with evil(_paths()) as server:
        toml = profile(folder, server.url)
        for day in days:
            done = run_later(day, "crawl", toml, "--output", folder / "out", "--delay", 0)
            assert done.returncode == 0, done.stderr
            server.paths["/list/"] = listing("/a/same-later", *LISTED)
    site = folder / "out/evil"
    return Town(site, server.url, lines(site / "articles.jsonl"))


LISTED = [f"/a/{name}" for name in ("plain", "gbk", "gzip", "chunked", "etag", "same", "same-too", "moved", "gone")]


def _paths() -> dict[str, Script]:
    return {
        "/": page(b'<html><a href="/list/">list</a></html>'),
        "/list/": listing(*LISTED),
        "/a/plain": page(_carrying(PLAIN)),
        "/a/gbk": page(GBK, b"Content-Type: text/html", "X-Unit: 青禾县".encode("gbk")),
        "/a/gzip": page(gzip.compress(article(3), mtime=0), b"Content-Encoding: gzip"),
        "/a/chunked": _chunked(article(5)),
        "/a/etag": _unless_known(article(6, text=CHECKED)),
        "/a/same": page(SAME),
        "/a/same-too": page(SAME),
        "/a/same-later": page(SAME),
        "/a/moved": page(b"", b"Location: /a/target", status=b"302 Found"),
        "/a/target": page(article(7)),
        "/a/gone": page("<p>没有这一页</p>".encode(), status=b"404 Not Found"),
        "/files/plan.pdf": page(PDF, b"Content-Type: application/pdf"),
        "/img/river.png": page(PNG, b"Content-Type: image/png"),
    }


def _carrying(body: bytes) -> bytes:
    """The page with a picture and a file in its text."""
    more = '<p><img src="/img/river.png" alt="河道"></p><p>附件:<a href="/files/plan.pdf">清淤计划.pdf</a></p></div>'
    return body.replace(b"</div>", more.encode(), 1)


def _chunked(body: bytes) -> list[Step]:
    head = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nTransfer-Encoding: chunked\r\n\r\n"
    cut = len(body) // 3
    return [head + b"".join(b"%x\r\n%b\r\n" % (len(one), one) for one in (body[:cut], body[cut:])) + b"0\r\n\r\n"]


def _unless_known(body: bytes) -> Script:
    """Answers 304 to who has the page."""

    def answer(head: bytes) -> list[Step]:
        tag = b'ETag: "seen"'
        return page(b"", tag, status=b"304 Not Modified") if b'"seen"' in head else page(body, tag)

    return answer
