"""What the archive holds is, byte for byte, what a raw socket said and heard."""

import asyncio
import gzip
import time
from pathlib import Path

import pytest

from congress_crawler.archive.kinds import sent_head
from congress_crawler.archive.members import WHOLE, scan
from congress_crawler.archive.record import Record
from congress_crawler.connection import Pool
from congress_crawler.transfer import Ask, Transfer
from tests.faults.pages import article, listing
from tests.faults.server import CLOSE, RESET, Script, Step, evil, page
from tests.support import last_run, lines, profile, run

ODD = (
    b"HTTP/1.1 200 Jolly Good\r\nsErVeR: odd/1.0\r\nSet-Cookie: a=1\r\nX-Name: \xb1\xb1\xbe\xa9\r\nset-cookie:b=2\r\n"
    b"Content-Type: text/html\r\nContent-Length: %d\r\n\r\n"
)


def records(folder: Path) -> list[Record]:
    found = []
    for path in sorted((folder / "warc").glob("*.warc.gz")):
        for record in scan(path, hold=WHOLE):
            assert isinstance(record, Record), record
            found.append(record)
    return found


def of(folder: Path, url: str, kind: str = "response") -> Record:
    return next(
        r for r in records(folder) if r.url == url and r.type in {kind, "revisit" if kind == "response" else kind}
    )


def test_head_and_body_are_the_bytes_that_came_and_the_request_the_bytes_that_went(tmp_path: Path) -> None:
    body = article(1)
    packed = gzip.compress(article(2))
    chunked = b"%x\r\n%b\r\n" % (100, body[:100]) + b"%x\r\n%b\r\n0\r\n\r\n" % (len(body) - 100, body[100:])
    heads = {
        "/a/odd": ODD % len(body),
        "/a/gzip": b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: %d\r\n\r\n" % len(packed),
        "/a/chunk": b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\ncontent-TYPE: text/html\r\n\r\n",
        "/a/old": b"HTTP/1.0 200\r\nContent-Type: text/html\r\n\r\n",
    }
    bodies = {"/a/odd": body, "/a/gzip": packed, "/a/chunk": article(1), "/a/old": article(4)}
    paths: dict[str, Script] = {"/list/": listing(*heads)}
    for path, head in heads.items():
        paths[path] = [head + (chunked if path == "/a/chunk" else bodies[path]), *([CLOSE] if path == "/a/old" else [])]
    with evil(paths) as server:
        file = profile(tmp_path, server.url)
        done = run("crawl", file, "--output", tmp_path / "out", "--delay", 0)
        assert done.returncode == 0, done.stderr
        for path, head in heads.items():
            record = of(tmp_path / "out/evil", server.url + path)
            assert sent_head(record.head) == head, path
            if record.type == "response":
                assert record.payload == bodies[path], path
            else:
                assert path == "/a/chunk"  # the same payload as /a/odd: kept once
            request = of(tmp_path / "out/evil", server.url + path, "request")
            assert request.head + (request.payload or b"") == server.heard[server.asked().index(path)]
            assert record.headers["WARC-IP-Address"] == "127.0.0.1"
        assert run("verify", tmp_path / "out").returncode == 0


def test_every_answer_is_kept_robots_redirects_and_errors_included(tmp_path: Path) -> None:
    with evil({"/list/": listing("/a/1", "/a/gone", "/a/moved", "/a/broken"), "/a/1": page(article(1))}) as server:
        server.paths["/a/moved"] = page(b"", b"Location: /a/2", status=b"301 Moved Permanently")
        server.paths["/a/2"] = page(article(2))
        server.paths["/a/broken"] = page(b"<p>oops</p>", status=b"500 Internal Server Error")
        done = run("crawl", profile(tmp_path, server.url), "--output", tmp_path / "out", "--delay", 0)
        assert done.returncode == 0, done.stderr
        kept = [(r.url, r.status) for r in records(tmp_path / "out/evil") if r.type in {"response", "revisit"}]
        for path, status in [("/robots.txt", 200), ("/list/", 200), ("/a/moved", 301), ("/a/2", 200), ("/a/gone", 404)]:
            assert (server.url + path, status) in kept
        assert kept.count((f"{server.url}/a/broken", 500)) == 3  # asked three times, kept three times
        failures = {f["url"].rpartition("/")[2]: f for f in lines(tmp_path / "out/evil/failures.jsonl")}
        assert {name: f["reason"] for name, f in failures.items()} == {"gone": "not-found", "broken": "http-error"}
        assert all(f["warc"]["record_id"] for f in failures.values())


def test_an_answer_that_breaks_off_is_kept_as_truncated_and_is_never_a_row(tmp_path: Path) -> None:
    body = article(1)
    head = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: %d\r\n\r\n" % (len(body) + 500)
    with evil({"/list/": listing("/a/fin", "/a/rst", "/a/ok"), "/a/ok": page(article(3))}) as server:
        server.paths["/a/fin"] = [head + body, CLOSE]
        server.paths["/a/rst"] = [head + body[:200], 0.2, RESET]
        done = run("crawl", profile(tmp_path, server.url), "--output", tmp_path / "out", "--delay", 0)
        assert done.returncode == 0, done.stderr
        folder = tmp_path / "out/evil"
        assert {f["reason"] for f in lines(folder / "failures.jsonl")} == {"disconnect"}
        assert [row["url"] for row in lines(folder / "articles.jsonl")] == [f"{server.url}/a/ok"]
        cut = of(folder, f"{server.url}/a/fin")
        assert cut.headers["WARC-Truncated"] == "disconnect"
        assert cut.payload == body


def test_a_list_page_that_is_as_it_was_is_linked_to_the_record_of_this_run(tmp_path: Path) -> None:
    with evil({"/list/": listing("/a/1"), "/a/1": page(article(1))}) as server:
        file = profile(tmp_path, server.url)
        for kind in ("response", "revisit"):
            done = run("crawl", file, "--output", tmp_path / "out", "--delay", 0)
            assert done.returncode == 0, done.stderr
            line = last_run(tmp_path / "out/evil")
            assert line["listing_pages"] == [f"{server.url}/list/"]
            found = {(r.id, r.url): r.type for r in records(tmp_path / "out/evil")}
            assert found[line["listing_records"][0]["record_id"], f"{server.url}/list/"] == kind


def test_an_endless_head_and_a_huge_body_are_refused_in_bounded_memory(tmp_path: Path) -> None:
    with evil({"/list/": listing("/a/heads", "/a/huge", "/a/said", "/a/ok"), "/a/ok": page(article(1))}) as server:
        server.paths["/a/heads"] = [b"HTTP/1.1 200 OK\r\n", *(b"X-%d: %b\r\n" % (n, b"a" * 1000) for n in range(3000))]
        server.paths["/a/huge"] = [
            b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n",
            *([b"<p>" + b"a" * 2**20] * 20),
            CLOSE,
        ]
        server.paths["/a/said"] = [b"HTTP/1.1 200 OK\r\nContent-Length: 10000000000\r\n\r\n", b"a" * 1000, CLOSE]
        done = run("crawl", profile(tmp_path, server.url), "--output", tmp_path / "out", "--delay", 0)
        assert done.returncode == 0, done.stderr
        folder = tmp_path / "out/evil"
        reasons = {f["url"].rpartition("/")[2]: f["reason"] for f in lines(folder / "failures.jsonl")}
        assert reasons == {"heads": "too-large", "huge": "too-large", "said": "too-large"}
        assert of(folder, f"{server.url}/a/huge").headers["WARC-Truncated"] == "length"
        assert last_run(folder)["new"] == 1


@pytest.mark.parametrize("where", ["head", "body"])
def test_the_time_limit_is_for_the_whole_answer_however_it_drips(where: str) -> None:
    head: list[Step] = [b"HTTP/1.1 200 OK\r\n", *([b"Content-Length: 1000\r\n\r\n"] if where == "body" else [])]
    piece: list[Step] = [b"X: y\r\n" if where == "head" else b"y", 0.1]
    drip: list[Step] = [*head, *(piece * 50)]
    with evil({"/drip": drip}) as server:
        began = time.monotonic()
        with pytest.raises(TimeoutError):
            asyncio.run(Transfer(Ask(url=f"{server.url}/drip", limit=2000)).run(Pool(""), 0.5))
        assert time.monotonic() - began < 1.5


@pytest.mark.soak
def test_a_dripping_article_is_given_up_after_a_minute_and_kept_as_truncated(tmp_path: Path) -> None:
    head = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 1000\r\n\r\n"
    with evil({"/list/": listing("/a/drip", "/a/1"), "/a/1": page(article(1))}) as server:
        drip: list[Step] = [b"y", 0.5]
        server.paths["/a/drip"] = [head, *(drip * 400)]
        done = run("crawl", profile(tmp_path, server.url), "--output", tmp_path / "out", "--delay", 0, timeout=300)
        assert done.returncode == 0, done.stderr
        assert [f["reason"] for f in lines(tmp_path / "out/evil/failures.jsonl")] == ["timeout"]
        assert of(tmp_path / "out/evil", f"{server.url}/a/drip").headers["WARC-Truncated"] == "time"
