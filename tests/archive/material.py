"""What do the archive tests keep?

Exchanges and rows of a made-up congress site, in our own sentences, and a driver that keeps them like a crawl does.
"""

import hashlib
import sqlite3
from datetime import UTC, datetime
from pathlib import Path

from congress_crawler.archive.disk import Disk
from congress_crawler.archive.exchange import Exchange
from congress_crawler.archive.site import Kept, SiteArchive
from congress_crawler.items import Article, Charset, Digests, Event, Failure, Provenance, Run

SITE = "lianxi"
HOST = "www.lianxi-renda.example"
LIST = f"http://{HOST}/jianying/index.shtml"
PROFILE = b'{"site":"lianxi"}'
INFO = {"software": "congress_crawler/0 (test)", "operator": "test <test@lianxi-renda.example>", "robots": "RFC 9309"}
SENTENCE = "县人大常委会组织代表视察了河道整治的进展，并听取了村民的意见。"
STARTED = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)
AT = "2026-01-02T03:04:05Z"


def page(number: int, *, edition: int = 1, size: int = 600) -> bytes:
    """The HTML of an article; another `edition` is another text."""
    body = f"<h1>第{number}号视察</h1><p>{SENTENCE}（第{edition}稿）</p>".encode()
    return body + b"<!-- " + hashlib.sha256(body).hexdigest().encode() * (size // 64) + b" -->"


def text(number: int, *, edition: int = 1) -> str:
    """The text of that article."""
    return f"第{number}号视察\n{SENTENCE}（第{edition}稿）"


def url(number: int) -> str:
    return f"http://{HOST}/jianying/{number}.shtml"


def exchange(number: int, *, payload: bytes | None = None, status: bytes = b"200 OK", at: str = AT) -> Exchange:
    """One article page as it came over the wire."""
    body = page(number) if payload is None else payload
    head = b"HTTP/1.1 %s\r\nServer: test\r\nContent-Type: text/html\r\nContent-Length: %d\r\n" % (status, len(body))
    head += b'ETag: "%d-%d"\r\nLast-Modified: Fri, 01 Jan 2027 00:00:00 GMT\r\n\r\n' % (number, len(body))
    request = b"GET /jianying/%d.shtml HTTP/1.1\r\nHost: %s\r\nAccept: */*\r\n\r\n" % (number, HOST.encode())
    return Exchange(url=url(number), at=at, request=request, head=head, payload=body, ip="127.0.0.1", milliseconds=12)


def unmodified(number: int) -> Exchange:
    """The 304 that a conditional question for the page gets."""
    return exchange(number, payload=b"", status=b"304 Not Modified")


def etag(number: int) -> str:
    return f'"{number}-{len(page(number))}"'


def article_id(number: int) -> str:
    return f"{SITE}-{hashlib.sha256(canonical(number).encode()).hexdigest()[:16]}"


def canonical(number: int) -> str:
    return url(number).removeprefix("http://www.")


def row(number: int, kept: Kept, run: str, *, edition: int = 1, version: int = 1, at: str = AT) -> Article:
    said = text(number, edition=edition)
    return Article(
        id=article_id(number),
        version=version,
        url=url(number),
        canonical_url=canonical(number),
        site=SITE,
        host=HOST,
        title=f"第{number}号视察",
        text=said,
        charset=Charset(used="utf-8", declared_header=None, declared_meta=None, rung="utf-8"),
        digests=Digests(payload=kept.payload_digest, text=f"sha256:{hashlib.sha256(said.encode()).hexdigest()}"),
        provenance=Provenance(
            fetched_at=at,
            status=200,
            warc=kept.ref,
            list_url=LIST,
            run=run,
            extractor="test/1",
            profile=f"sha256:{hashlib.sha256(PROFILE).hexdigest()}",
        ),
    )


def open_site(folder: Path, run: str, *, disk: Disk | None = None, roll_at: int = 1 << 30) -> SiteArchive:
    archive = SiteArchive.open(
        folder, SITE, run=run, profile=PROFILE, info=INFO, started=STARTED, disk=disk, roll_at=roll_at
    )
    _opened[run] = archive
    return archive


_opened: dict[str, SiteArchive] = {}


def keep_article(archive: SiteArchive, number: int, *, edition: int = 1, size: int = 600) -> Article:
    """Keep a page, its row and its event, as a crawl does. A text not seen before is a new version."""
    got = exchange(number, payload=page(number, edition=edition, size=size))
    kept = archive.keep(got, role="article", via=LIST, list_url=LIST)
    before = archive.article(article_id(number))
    version = before.version + 1 if before else 1
    made = row(number, kept, archive.run, edition=edition, version=version)
    archive.add(made)
    archive.add(
        Event(
            event="new" if version == 1 else "edited",
            url=made.url,
            id=made.id,
            version=version,
            at=AT,
            run=archive.run,
            evidence=kept.ref,
        )
    )
    return made


def keep_failure(archive: SiteArchive, number: int) -> Failure:
    """Keep a 404 and its failure row."""
    kept = archive.keep(
        exchange(number, payload=b"gone", status=b"404 Not Found"), role="article", via=LIST, list_url=LIST
    )
    failure = Failure(url=url(number), at=AT, reason="not-found", detail="404", run=archive.run, warc=kept.ref)
    archive.add(failure)
    return failure


def keep_listing(archive: SiteArchive) -> Kept:
    body = f"<ul><li>{SENTENCE}</li></ul>".encode()
    head = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: %d\r\n\r\n" % len(body)
    request = b"GET /jianying/index.shtml HTTP/1.1\r\nHost: %s\r\n\r\n" % HOST.encode()
    got = Exchange(url=LIST, at=AT, request=request, head=head, payload=body, ip="127.0.0.1")
    return archive.keep(got, role="listing", via=None, list_url=None)


def run_line(run: str) -> Run:
    """The line of a run that `open_site` began: it counts the events that the run has told of."""
    archive = _opened.get(run)
    told = {} if archive is None or archive._closed else _events(archive)
    return Run(
        run=run,
        site=SITE,
        started=AT,
        ended=AT,
        profile=f"sha256:{hashlib.sha256(PROFILE).hexdigest()}",
        software={"software": INFO["software"]},
        robots=[{"url": f"http://{HOST}/robots.txt", "status": 404, "warc": None}],
        found=sum(told.values()),
        new=told.get("new", 0),
        edited=told.get("edited", 0),
        cosmetic=told.get("cosmetic", 0),
        removed=told.get("removed", 0),
        exit=0,
        end="finished",
    )


def _events(archive: SiteArchive) -> dict[str, int]:
    asked = "SELECT event, count(*) FROM events WHERE run = ? GROUP BY event"
    try:
        return dict(archive._index.db.execute(asked, (archive.run,)))
    except sqlite3.Error:  # a test has broken it: there will be no line
        return {}


def crawl(folder: Path, run: str, numbers: range, *, disk: Disk | None = None) -> SiteArchive:
    """A whole run: what has a row already is passed over, as a crawl does."""
    archive = open_site(folder, run, disk=disk)
    keep_listing(archive)
    for number in numbers:
        if archive.article(article_id(number)) is None:
            keep_article(archive, number)
        archive.tick()
    archive.close(run_line(run))
    return archive


def lines(path: Path) -> list[bytes]:
    """The lines of a row file, split on the line feed only."""
    return path.read_bytes().split(b"\n")[:-1] if path.exists() else []
