"""A browser's pages come through guard, wire and archive, and it has no other way out."""

import asyncio
import importlib
import json
import socket
import subprocess
import sys
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import msgspec
import pytest
import scrapy
from fastwarc.warc import ArchiveIterator as FastIterator
from scrapy.crawler import AsyncCrawlerRunner, Crawler
from scrapy.http import Request, Response
from scrapy.settings import Settings

from congress_crawler import chromium, extract, items, rendering
from congress_crawler import settings as ours
from congress_crawler.archive import Kept, Rendering, SiteArchive
from congress_crawler.archive.members import scan
from congress_crawler.archive.record import Record, digest, read_fields
from congress_crawler.guard import header_pairs
from congress_crawler.items import Article, Event, Provenance
from congress_crawler.listing import Row
from congress_crawler.opening import open_run, user_agent
from congress_crawler.profile import Profile, find
from congress_crawler.reading import rereader
from congress_crawler.receipts import Options
from congress_crawler.reextract import reextract
from congress_crawler.replay import captures
from congress_crawler.run import SiteRun
from congress_crawler.verify.check import verify
from tests.archive.material import AT, LIST, exchange, open_site, row, run_line, url
from tests.archive.material import page as page_of
from tests.faults.server import Evil, evil, page
from tests.support import profile

try:
    chromium.find()
    MISSING = ""
except chromium.NoBrowser as error:
    MISSING = str(error)
needs_browser = pytest.mark.skipif(bool(MISSING), reason=MISSING)

SHELL = """<!doctype html><html><head><meta charset="utf-8"><title>练习人大</title>
<link rel="stylesheet" href="/app.css"><script src="/app.js"></script></head>
<body><img src="/logo.png"><div id="app"></div></body></html>"""
APP = """
const app = () => document.getElementById('app');
async function go() {
  const route = location.hash.slice(2);
  const data = await (await fetch('/api/' + (route || 'list'), {headers: {'X-Requested-With': 'practice'}})).json();
  if (Array.isArray(data)) app().innerHTML = '<h2>工作剪影</h2><ul>' + data.map(one =>
    `<li><a href="/#/article/${one.id}">${one.title}</a><span>${one.date}</span></li>`).join('') + '</ul>';
  else app().innerHTML = `<h1>${data.title}</h1><p>来源：练习县人大　时间：${data.date}</p>` +
    data.text.map(one => `<p>${one}</p>`).join('');
}
addEventListener('DOMContentLoaded', go); addEventListener('hashchange', go);
"""
TEXT = [
    "练习县人大常委会组织部分代表视察了城北河道的整治情况，沿途听取了镇村干部的介绍。",
    "代表们认为，河道清淤进展顺利，两岸的绿化还要抓紧，并就管护经费提出了三条建议。",
    "县水务局表示，将把这些建议列入下月的工作计划，逐条办理，并向代表报告办理结果。",
]


def data(value: Any, *headers: bytes) -> list[Any]:
    return page(json.dumps(value, ensure_ascii=False).encode(), b"Content-Type: application/json", *headers)


def site(**more: Any) -> dict[str, Any]:
    """A hash-router site: one shell, one script, an API."""
    rows = [{"id": n, "title": f"第{n}号视察河道", "date": f"2026-11-0{n}"} for n in (1, 2, 3, 4)]
    paths = {
        "/": page(SHELL.encode()),
        "/app.js": page(APP.encode(), b"Content-Type: text/javascript; charset=utf-8"),
        "/api/list": data(rows),
        **{f"/api/article/{row['id']}": data({**row, "text": TEXT}) for row in rows},
    }
    return paths | more


class Asker(scrapy.Spider):
    """Asks for the pages given, through a browser; what became of them is in `got`."""

    name = "asker"
    run: SiteRun
    urls: list[str]
    got: dict[str, Any]

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, made: SiteRun, urls: list[str]) -> "Asker":
        crawler.settings.set("USER_AGENT", user_agent(made.options), priority="spider")
        one = super().from_crawler(crawler, *args)
        one.run, one.urls, one.got = made, urls, {}
        return one

    async def start(self) -> AsyncIterator[Any]:
        for one in self.urls:
            role = "listing" if one.endswith("/#/") else "article"
            meta = {"asked": one, "role": role, "via": None, "render": True, "list_url": self.run.profile.home}
            yield Request(one, self.take, errback=self.miss, meta=meta, dont_filter=True)

    def take(self, response: Response) -> None:
        self.got[response.meta["asked"]] = response

    def miss(self, fault: Any) -> None:
        self.got[fault.request.meta["asked"]] = fault.value


def show(folder: Path, server: Evil, *routes: str, delay: float = 0) -> dict[str, Any]:
    """Ask for some addresses with our settings. Out: route → response or exception."""

    async def work() -> dict[str, Any]:
        settings = Settings()
        settings.setmodule(ours, priority="project")
        settings.set("ITEM_PIPELINES", {}, priority="spider")
        made = open_run(find(str(profile(folder, server.url))), Options(output=folder / "out", delay=delay))
        crawler = AsyncCrawlerRunner(settings).create_crawler(Asker)
        await crawler.crawl_async(made=made, urls=[server.url + route for route in routes])
        assert isinstance(crawler.spider, Asker)
        made.finish("finished")
        return {one.removeprefix(server.url): what for one, what in crawler.spider.got.items()}

    return asyncio.run(work())


def keep_rows(folder: Path, made: Profile, *got: Response) -> None:
    """Read and keep the pages: rows that point at what the browser made."""
    rows = {capture.record.url: capture.row for capture in captures(folder)}
    archive = SiteArchive.open(folder, "evil", run="rows", profile=made.encode(), info={}, started=datetime.now(UTC))
    for response in got:
        article, kept = read(response, made, rows[response.url]), response.meta["kept"]
        article.provenance = Provenance(
            fetched_at=kept.at, status=200, warc=kept.ref, list_url=None, run="rows", extractor="test/1", profile="x"
        )
        archive.add(article)
        archive.add(
            Event(event="new", url=article.url, id=article.id, version=1, at=kept.at, run="rows", evidence=kept.ref)
        )
    archive.close(msgspec.structs.replace(run_line("rows"), site="evil"))


def read(response: Response, made: Profile | None = None, row: Row | None = None) -> Article:
    """The usual reading."""
    return extract.read(
        response.body,
        headers=header_pairs(response),
        url=response.url,
        profile=made,
        row=row,
        status=response.status,
        captured=datetime.fromisoformat(response.meta["kept"].at),
    )


def records(folder: Path) -> list[Record]:
    found = [one for path in sorted((folder / "warc").iterdir()) for one in scan(path)]
    return [one for one in found if isinstance(one, Record)]


@pytest.fixture(autouse=True)
def brisk(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rendering, "QUIET", 0.4)
    monkeypatch.setattr(rendering, "STUCK", 0.5)


@needs_browser
def test_a_hash_router_site_is_read_from_what_a_browser_made_and_the_archive_proves_it(tmp_path: Path) -> None:
    with evil(site()) as server:
        made = find(str(profile(tmp_path, server.url)))
        got = show(tmp_path, server, "/#/", "/#/article/1", "/#/article/2", delay=0.3)
        gaps = [later - earlier for earlier, later in zip(server.times, server.times[1:], strict=False)]
        assert min(gaps) >= 0.2  # the delay, as the server sees it while a browser keeps the cores busy
        assert server.asked() == ["/robots.txt", "/", "/app.js", "/api/list", "/api/article/1", "/api/article/2"]
        assert all(b"User-Agent: congress-crawler/" in head and b"Cookie" not in head for head in server.heard)
        assert b"X-Requested-With: practice" in server.heard[-1].title().replace(b"Practice", b"practice")
    first = got["/#/article/1"]
    assert (first.status, first.url) == (200, server.url + "/#/article/1")
    article = read(first, made)
    assert (article.title, article.published) == ("第1号视察河道", "2026-11-01")
    assert [part.text for part in article.paragraphs] == TEXT
    assert article.digests.payload == first.meta["kept"].payload_digest == digest(first.body)
    found = records(tmp_path / "out/evil")
    shell = next(one for one in found if one.type == "response" and one.url == server.url + "/")
    dom = [one for one in found if one.type == "conversion"]
    assert [one.url for one in dom] == [server.url + route for route in ("/#/", "/#/article/1", "/#/article/2")]
    assert {one.headers["WARC-Refers-To"] for one in dom} == {shell.id}
    said = read_fields(next(one for one in found if one.headers.get("WARC-Concurrent-To") == dom[1].id).payload or b"")
    assert (said["role"], said["software"].startswith("chromium/")) == ("article", True)
    of = {one.id: one.url for one in found}
    assert [of[name] for name in said["parts"].split()] == [
        server.url + path for path in ("/", "/app.js", "/api/article/1")
    ]

    folder = tmp_path / "out/evil"
    keep_rows(folder, made, got["/#/article/1"], got["/#/article/2"])
    titles = [capture.row.title if capture.row else None for capture in captures(folder)]
    assert titles == ["第1号视察河道", "第2号视察河道"]  # from the list that a browser made too
    report = verify(folder, reread=rereader(folder))
    # the rows are of a run of their own, whose line is made by hand
    of_run = {"row-differs", "event-differs", "run-differs", "run-count", "row-out-of-order", "head-missing"}
    assert ([one for one in report.findings if one.kind not in of_run], report.articles) == ([], 2)
    rebuilt: list[bytes] = []
    difference = reextract(folder, rebuilt.append)
    assert (difference.rows, difference.same, len(rebuilt)) == (2, 2, 2)


ESCAPES = """<!doctype html><meta charset="utf-8"><title>出路</title>
<link rel="dns-prefetch" href="%o"><link rel="preconnect" href="%o"><link rel="prefetch" href="%o/prefetch">
<link rel="preload" as="script" href="%o/preload.js"><link rel="icon" href="/favicon.ico">
<img src="%o/1.png"><img src="/1.png"><iframe src="%o/frame"></iframe><iframe src="/frame"></iframe>
<script src="%o/other.js"></script><video src="/1.mp4" autoplay></video><p id="said">正文</p>
<script>
const note = word => { document.getElementById('said').textContent += ' ' + word; };
const attempt = (word, work) => { try { const done = work(); if (done && done.then) done.then(
  () => note(word + ':yes'), () => note(word + ':no')); } catch (error) { note(word + ':no'); } };
attempt('fetch', () => fetch('%o/fetch', {mode: 'no-cors'}));
attempt('secret', () => fetch('/api/secret').then(r => r.ok ? r : Promise.reject()));
attempt('put', () => fetch('/api/list', {method: 'PUT', body: 'x'}));
attempt('post', () => fetch('/api/post', {method: 'POST', body: 'k=v'}).then(r => r.text()).then(note));
attempt('beacon', () => { navigator.sendBeacon('%o/beacon', 'x'); navigator.sendBeacon('/beacon', 'x'); });
attempt('socket', () => new WebSocket('%o/socket'.replace('http', 'ws')));
attempt('events', () => new EventSource('%o/events'));
attempt('window', () => window.open('%o/window'));
attempt('worker', () => new Worker(URL.createObjectURL(new Blob(["fetch('%o/worker')"]))));
attempt('service', () => navigator.serviceWorker.register('/app.js'));
attempt('stun', () => { const peer = new RTCPeerConnection({iceServers: [{urls: 'stun:127.0.0.1:%u'}]});
  peer.createDataChannel('x'); return peer.createOffer().then(offer => peer.setLocalDescription(offer)); });
attempt('cookie', () => { document.cookie = 'a=b'; return fetch('/api/cookie'); });
attempt('dialog', () => { alert('x'); confirm('y'); });
</script>"""


@needs_browser
def test_a_browser_reaches_nothing_but_through_guard_and_wire(tmp_path: Path) -> None:
    robots = page(b"User-agent: *\nDisallow: /api/secret\n", b"Content-Type: text/plain")
    stun = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    stun.bind(("127.0.0.1", 0))
    stun.settimeout(0.2)
    with stun, evil({}) as other, evil({"/robots.txt": robots, "/api/post": page(b"posted")}) as server:
        html = ESCAPES.replace("%o", other.url).replace("%u", str(stun.getsockname()[1]))
        server.paths |= {"/": page(html.encode(), b"Set-Cookie: c=d"), "/api/cookie": page(b"")}
        got = show(tmp_path, server, "/")["/"]
        with pytest.raises(TimeoutError):
            stun.recv(100)
        assert other.heard == []
        assert server.asked() == ["/robots.txt", "/", "/api/post", "/api/cookie"]
        assert not [head for head in server.heard if b"ookie:" in head]
    text = got.body.decode()
    for word in ("fetch:no", "secret:no", "put:no", "posted"):
        assert word in text, text
    assert {one.type for one in records(tmp_path / "out/evil")} >= {"conversion", "response", "request"}


@needs_browser
def test_a_started_browser_has_no_way_out_of_its_own(tmp_path: Path) -> None:
    """The second lock: should a request ever not be handed to us, it ends at a proxy that is not there."""

    async def work(address: str) -> None:
        async with chromium.Chromium("test").page() as (one, asks):
            going = asyncio.ensure_future(one.goto(address))
            await (await asks.get()).continue_()
            await going

    with evil(site()) as server:
        with pytest.raises(chromium.Broken, match="ERR_PROXY_CONNECTION_FAILED"):
            asyncio.run(work(server.url))
        assert server.heard == []


@needs_browser
def test_walls_and_what_is_no_page_are_not_given_to_the_browser(tmp_path: Path) -> None:
    script = "<html><script>document.cookie='__jsl_clearance=1';fetch('/ran')</script></html>"
    paths: dict[str, Any] = {
        "/wall": page(script.encode(), status=b"521 Down"),
        "/200": page(script.encode()),
        "/gone": page(b"<p>gone <script>fetch('/ran')</script>", status=b"404 Not Found"),
        "/data": data({"a": 1}),
    }
    with evil(paths) as server:
        got = show(tmp_path, server, *paths)
        assert "/ran" not in server.asked()
    assert [got[path].status for path in paths] == [521, 200, 404, 200]
    reasons = {}
    for path in ("/wall", "/200", "/gone"):
        with pytest.raises(items.Unreadable) as told:
            read(got[path])
        reasons[path] = told.value.reason
    assert reasons == {"/wall": "challenge", "/200": "challenge", "/gone": "not-found"}
    assert not [one for one in records(tmp_path / "out/evil") if one.type == "conversion"]


@needs_browser
def test_a_page_that_never_ends_is_ended_and_the_next_one_is_shown(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rendering, "OWN_SECONDS", 3.0)
    paths = {
        "/poll": page("<p>轮询的页面</p><script>setInterval(() => fetch('/tick'), 20)</script>".encode()),
        "/spin": page("<p>转圈的页面</p><script>while (true) {}</script>".encode()),
        "/move": page("<p>搬家的页面</p><script>location.href = '/move?' + Math.random()</script>".encode()),
        "/tick": page(b"tick"),
        **site(),
    }
    with evil(paths) as server:
        move = paths["/move"]
        server.paths = Moves(server.paths, move)
        got = show(tmp_path, server, "/poll", "/spin", "/move", "/#/article/1")
        assert server.asked().count("/tick") == 2
        assert len([path for path in server.asked() if path.startswith("/move")]) == 3
    assert "轮询的页面" in got["/poll"].body.decode()
    assert "搬家的页面" in got["/move"].body.decode()
    assert got["/move"].url.startswith(server.url + "/move?")
    assert (got["/spin"].reason, "3 s in a browser" in got["/spin"].detail) == ("needs-browser", True)
    assert "第1号视察河道" in got["/#/article/1"].body.decode()


class Moves(dict[str, Any]):
    """Paths where every address below /move is the same page."""

    def __init__(self, paths: dict[str, Any], move: Any) -> None:
        super().__init__(paths)
        self.move = move

    def get(self, path: str, default: Any = None) -> Any:
        return self.move if path.startswith("/move") else super().get(path, default)


@pytest.mark.parametrize("named", ["no-such-browser", ""])
def test_a_missing_browser_is_told_with_what_to_install(named: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    monkeypatch.setenv(chromium.EXECUTABLE, named)
    with pytest.raises(chromium.NoBrowser, match="install"):
        chromium.find()


# --- the archive, without a browser ---------------------------------------------------------------------------------


def keep_dom(archive: SiteArchive, number: int, edition: int) -> Kept:
    """Keep a shell and what a browser made of it."""
    shell = archive.keep(exchange(number), role="other", via=None, list_url=None)
    html = page_of(number, edition=edition)
    dom = Rendering(url=url(number), asked=url(number), at=AT, html=html, of=shell.ref, made={"software": "test/1"})
    return archive.keep_conversion(dom, role="article", via=LIST, list_url=LIST)


def test_the_same_rendering_again_is_a_revisit_and_everything_agrees(tmp_path: Path) -> None:
    for run, edition in enumerate((1, 2, 1)):
        archive = open_site(tmp_path, f"run-{run}")
        kept = keep_dom(archive, 1, edition)
        assert kept.revisit == (run == 2)
        made = row(1, kept, f"run-{run}", edition=edition, version=run + 1)
        archive.add(made)
        archive.add(
            Event(
                event="edited" if run else "new",
                url=url(1),
                id=made.id,
                version=run + 1,
                at=AT,
                run=archive.run,
                evidence=kept.ref,
            )
        )
        known = archive.known(url(1))
        assert known is not None
        assert (known.ref, known.payload_digest) == (kept.ref, digest(page_of(1, edition=edition)))
        again = archive.read(kept.ref)
        assert (again.payload, again.rendered, again.status) == (page_of(1, edition=edition), True, 200)
        archive.close(run_line(f"run-{run}"))
    assert verify(tmp_path).findings == []
    (tmp_path / "index.sqlite3").unlink()
    archive = open_site(tmp_path, "run-3")
    assert archive.known(url(1)) == known
    archive.abandon()


def test_other_readers_accept_a_rendering(tmp_path: Path) -> None:
    archive = open_site(tmp_path, "run-1")
    for edition in (1, 2, 1):
        keep_dom(archive, 1, edition)
    archive.close(run_line("run-1"))
    (path,) = (tmp_path / "warc").iterdir()
    command = [str(Path(sys.executable).parent / "warcio"), "check", "-v", str(path)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout
    assert "fail" not in done.stdout
    kinds = []
    with path.open("rb") as file:
        for record in FastIterator(file, parse_http=False):
            assert record.verify_block_digest()
            kinds.append(record.headers["WARC-Type"])
    assert kinds.count("conversion") == 2
    walk = importlib.import_module("warcio.archiveiterator").ArchiveIterator
    with path.open("rb") as file:
        bodies = [one.content_stream().read() for one in walk(file) if one.rec_type == "conversion"]
    assert bodies == [page_of(1, edition=1), page_of(1, edition=2)]


def test_a_rendering_of_what_is_not_there_is_named(tmp_path: Path) -> None:
    archive = open_site(tmp_path, "run-1")
    kept = keep_dom(archive, 1, 1)
    lost = msgspec.structs.replace(kept.ref, record_id="<urn:uuid:00000000-0000-4000-8000-000000000000>")
    dom = Rendering(url=url(2), asked=url(2), at=AT, html=b"<p>x</p>", of=lost)
    archive.keep_conversion(dom, role="article", via=LIST, list_url=LIST)
    archive.close(run_line("run-1"))
    assert [(one.kind, "was made from" in one.what) for one in verify(tmp_path).findings] == [("dangling-record", True)]
