"""Row files of made-up sites, written from the structs as a crawl writes them."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from msgspec.structs import replace

from congress_crawler.items import (
    Article,
    Charset,
    Digests,
    Event,
    Failure,
    File,
    Provenance,
    Reason,
    Run,
    Walked,
    WarcRef,
    line,
)
from congress_crawler.normalise import article_id, canonical

NOW = datetime(2027, 1, 20, 12, 0, 0, tzinfo=UTC)
HOST = "http://www.lianxi-renda.example"
REF = WarcRef(file="lianxi-20270102030405-00001.warc.gz", offset=0, length=900, record_id="<urn:uuid:0>")
LISTED = Walked(
    section=["市县人大", "工作剪影"], url=f"{HOST}/list/", dialect="gentlecms", why="a div of class pagedContent",
    walks=1, pages=4, promised=57, promised_pages=4, rows=60, links=57, new=2, edited=1, known=53, failed=1,
    reasons={"not-found": 1}, ended="last page", complete=True,
)  # fmt: skip


def at(day: int, hour: int = 3) -> str:
    return f"2027-01-{day:02}T{hour:02}:00:00Z"


def run(day: int, exit_code: int | None = 0, end: str = "finished", **more: Any) -> Run:
    """The run of a day of January 2027: an hour and five minutes long."""
    made = Run(
        run=f"run-{day}", site="lianxi", started=at(day), ended=f"2027-01-{day:02}T04:05:00Z", profile="sha256:1",
        software={}, listings=[LISTED], listing_pages=[LISTED.url], promised=57, found=57, new=2, edited=1, skipped=53,
        failed=1, reasons={"not-found": 1}, exit=exit_code, end=end,
    )  # fmt: skip
    return replace(made, **more)


def failure(number: int, day: int, reason: Reason = "not-found") -> Failure:
    detail = f"{reason}, said the server"
    return Failure(url=f"{HOST}/{number}.html", at=at(day), reason=reason, detail=detail, run=f"run-{day}")


def article(number: int, day: int, version: int = 1) -> Article:
    url = f"{HOST}/{number}.html"
    return Article(
        id=article_id("lianxi", canonical(url)), version=version, url=url, canonical_url=canonical(url), site="lianxi",
        host="www.lianxi-renda.example", title="代表视察河道\u2028整治", text="县人大常委会组织代表视察。",
        charset=Charset(used="utf-8", declared_header=None, declared_meta=None, rung="utf-8"),
        digests=Digests(payload="sha256:1", text="sha256:2"),
        provenance=Provenance(
            fetched_at=at(day), status=200, warc=REF, list_url=LISTED.url, run=f"run-{day}", extractor="test/1",
            profile="sha256:1",
        ),
    )  # fmt: skip


def event(kind: Any, number: int, day: int, **more: Any) -> Event:
    one = article(number, day)
    return Event(event=kind, url=one.url, id=one.id, version=1, at=at(day), run=f"run-{day}", evidence=REF, **more)


def attached(number: int, day: int, name: str, reason: Reason | None = None) -> File:
    one = article(number, day)
    said: dict[str, Any] = {"id": one.id, "kind": "image", "at": at(day), "run": f"run-{day}"}
    return File(url=f"{HOST}/{name}", reason=reason, warc=None if reason else REF, **said)


def write(folder: Path, *rows: Article | File | Failure | Event | Run) -> Path:
    """Append rows to the row files of a site's folder."""
    folder.mkdir(parents=True, exist_ok=True)
    names = {Article: "articles.jsonl", Failure: "failures.jsonl", Event: "events.jsonl", Run: "runs.jsonl"}
    names[File] = "files.jsonl"
    for row in rows:
        with (folder / names[type(row)]).open("ab") as file:
            file.write(line(row))
    return folder
