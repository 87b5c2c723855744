"""Is a record, byte for byte, what a raw socket said and heard? Our reader, warcio and FastWARC must all say so."""

import asyncio
import importlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from fastwarc.warc import ArchiveIterator as FastIterator

from congress_crawler.archive.kinds import kept_head, sent_head
from congress_crawler.archive.record import Record, read_fields
from congress_crawler.connection import Pool
from congress_crawler.transfer import Ask, Transfer
from tests.archive.material import open_site, run_line
from tests.faults.pages import article, listing
from tests.faults.server import CLOSE, Evil, Script, evil, page
from tests.faults.test_wire import records
from tests.said import Said, answers
from tests.support import last_run, lines, profile
from tests.support import run as command

ArchiveIterator = importlib.import_module("warcio.archiveiterator").ArchiveIterator  # it has no types to import
HOPS = {  # where each leads, the last one to an article; the third in raw GBK
    "/a/hop1": (b"301 Moved Permanently", b"Location: hop2"),
    "/a/hop2": (b"302 Found", b"location:/a/hop3?x=1"),
    "/a/hop3?x=1": (b"307 Temporary Redirect", b"Location: /a/" + "末".encode("gbk") + b".htm"),
}
END = "/a/%C4%A9.htm"


class Crawled(NamedTuple):
    """What the crawl of all answers left."""

    server: Evil
    folder: Path
    records: list[Record]


def run(transfer: Transfer, seconds: float = 5.0) -> None:
    """Ask once, outside of a crawl."""

    async def ask() -> None:
        pool = Pool("")
        try:
            await transfer.run(pool, seconds)
        finally:
            await pool.close()

    asyncio.run(ask())


@pytest.fixture(scope="module")
def crawled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Crawled]:
    """One crawl of a list with every answer of the table, and a chain of three redirects."""
    folder = tmp_path_factory.mktemp("fidelity")
    paths: dict[str, Script] = {f"/a/{one.name}": one.steps for one in answers()}
    paths["/list/"] = listing("/a/hop1", *paths)
    for path, (status, location) in HOPS.items():
        paths[path] = page(b"<p>elsewhere</p>" + path.encode(), location, status=status)
    paths[END] = page(article(500))
    with evil(paths) as server:
        done = command("crawl", profile(folder, server.url), "--output", folder / "out", "--delay", 0)
        assert done.returncode == 0, done.stderr
        yield Crawled(server, folder / "out/evil", records(folder / "out/evil"))


def of(crawled: Crawled, path: str, kind: str) -> list[Record]:
    return [one for one in crawled.records if one.url == crawled.server.url + path and one.type == kind]


def said(crawled: Crawled, answer: Record) -> dict[str, str]:
    """What the metadata record says of an answer."""
    beside = [r for r in crawled.records if r.headers.get("WARC-Concurrent-To") == answer.id and r.type == "metadata"]
    assert len(beside) == 1
    return read_fields(beside[0].payload or b"")


def raw(value: str | None) -> bytes:
    """The bytes that a field of a metadata record quotes."""
    return json.loads(value).encode("latin-1") if value else b""


def test_every_record_is_byte_for_byte_what_the_server_wrote(
    crawled: Crawled, capsys: pytest.CaptureFixture[str]
) -> None:
    """The table: head, body, what came around them, WARC-Truncated; three times where Scrapy asked three times."""
    equal, of_all, wrong = 0, 0, []
    for one in answers():
        kept = of(crawled, f"/a/{one.name}", "response")
        assert len(kept) == crawled.server.asked().count(f"/a/{one.name}") > 0, one.name
        for record in kept:
            of_all += 1
            if _differs(one, record, said(crawled, record)):
                wrong.append((one.name, _differs(one, record, said(crawled, record))))
            else:
                equal += 1
    with capsys.disabled():
        print(f"\n{len(answers())} answers: {equal} of {of_all} records byte-equal")
    assert not wrong
    assert len(answers()) >= 60


def _differs(one: Said, record: Record, beside: dict[str, str]) -> dict[str, tuple[Any, Any]]:
    pairs: dict[str, tuple[Any, Any]] = {
        "head": (one.head, sent_head(record.head)),
        "payload": (one.payload, record.payload),
        "truncated": (one.truncated, record.headers.get("WARC-Truncated")),
        "interim": (one.interim, raw(beside.get("interim"))),
        "trailer": (one.trailer, raw(beside.get("trailer"))),
        "excess": (one.excess, raw(beside.get("excess"))),
        "role": ("article", beside["role"]),
        "address": ("127.0.0.1", record.headers["WARC-IP-Address"]),
    }
    return {name: pair for name, pair in pairs.items() if pair[0] != pair[1]}


def test_every_request_record_is_byte_for_byte_what_the_server_received(crawled: Crawled) -> None:
    sent = [one.head + (one.payload or b"") for one in crawled.records if one.type == "request"]
    assert sent == crawled.server.heard


def test_whole_answers_became_rows_and_all_others_named_failures(crawled: Crawled) -> None:
    rows = {row["url"].rpartition("/a/")[2] for row in lines(crawled.folder / "articles.jsonl")}
    assert rows == {one.name for one in answers() if not one.reason} | {END.removeprefix("/a/")}
    failures = {f["url"].rpartition("/")[2]: f for f in lines(crawled.folder / "failures.jsonl")}
    assert {name: f["reason"] for name, f in failures.items()} == {
        one.name: one.reason for one in answers() if one.reason
    }
    answered = {one.id for one in crawled.records if one.type == "response"}
    assert {failure["warc"]["record_id"] for failure in failures.values()} <= answered  # each leads to its evidence


def test_each_hop_of_a_redirect_is_a_record_of_its_own_and_leads_to_the_next(crawled: Crawled) -> None:
    via = f"{crawled.server.url}/list/"
    for path, (status, location) in HOPS.items():
        (hop,) = of(crawled, path, "response")
        assert hop.head.startswith(b"HTTP/1.1 " + status + b"\r\n")
        assert location + b"\r\n" in hop.head
        assert said(crawled, hop)["via"] == via
        via = crawled.server.url + path
    (end,) = of(crawled, END, "response")
    assert said(crawled, end)["via"] == via


def test_every_capture_says_how_long_it_took_and_what_for(crawled: Crawled) -> None:
    captures = [one for one in crawled.records if one.type in {"response", "revisit"}]
    told = [said(crawled, one) for one in captures]
    assert {one["role"] for one in told} == {"robots", "listing", "article"}
    assert all(int(one["fetchTimeMs"]) >= int(one["firstByteMs"]) >= 0 for one in told)
    made = [one for one in told if "connectMs" in one]
    assert 0 < len(made) < len(told)  # connections are kept, and where one was made we say how long that took
    assert not any("tls" in one for one in told)


def test_warcio_and_fastwarc_read_every_record_as_we_do(crawled: Crawled) -> None:
    blocks = {one.id: kept_head(one.head) + (one.payload or b"") for one in crawled.records}
    (path,) = (crawled.folder / "warc").iterdir()
    with path.open("rb") as stream:
        bare = {
            one.rec_headers["WARC-Record-ID"]: one.content_stream().read()
            for one in ArchiveIterator(stream, no_record_parse=True)
        }
    assert bare == blocks
    with path.open("rb") as stream:
        for one in ArchiveIterator(stream, check_digests="raise"):
            one.content_stream().read()
            assert one.digest_checker.passed, one.rec_headers["WARC-Target-URI"]
    fast = {}
    with path.open("rb") as stream:
        for one in FastIterator(stream, parse_http=False):
            assert one.verify_block_digest()
            fast[f"<{str(one.record_id).strip('<>')}>"] = one.reader.read()
    assert fast == blocks
    with path.open("rb") as stream:
        answered = (one for one in FastIterator(stream, parse_http=True) if one.headers["WARC-Type"] == "response")
        other = {
            one.headers["WARC-Target-URI"].rpartition("/")[2] for one in answered if not one.verify_payload_digest()
        }
    assert other <= {"bare-lf"}, (
        other
    )  # FastWARC 2.0 takes no bare line feeds for the end of a head; the bytes are right


def test_the_archive_reads_again_to_the_same_rows(crawled: Crawled, tmp_path: Path) -> None:
    for words in (["verify"], ["reextract", "--to", tmp_path / "again.jsonl"]):
        done = command(words[0], crawled.folder.parent, *words[1:])
        assert done.returncode == 0, done.stdout + done.stderr
    assert (tmp_path / "again.jsonl").read_bytes() == (crawled.folder / "articles.jsonl").read_bytes()


def test_the_run_links_robots_and_list_pages_to_their_records(crawled: Crawled) -> None:
    line = last_run(crawled.folder)
    (policy,) = line["robots"]
    (robots,) = of(crawled, "/robots.txt", "response")
    assert policy["warc"]["record_id"] == robots.id
    assert line["listing_pages"] == [f"{crawled.server.url}/list/"]
    assert [ref["record_id"] for ref in line["listing_records"]] == [of(crawled, "/list/", "response")[0].id]


def test_warcinfo_says_who_made_the_file_with_what_and_by_which_rules(crawled: Crawled) -> None:
    info, line = read_fields(crawled.records[0].payload or b""), last_run(crawled.folder)
    assert info["run"] == line["run"]
    assert info["profile"] == line["profile"]
    assert info["software"] == " ".join(f"{name}/{number}" for name, number in line["software"].items())
    assert info["format"] == "WARC File Format 1.1"
    assert info["conformsTo"].endswith("/warc-1.1/")
    assert info["operator"] == "not given"
    assert info["robots"] == "RFC 9309, fail closed"
    agent = f"User-Agent: {info['http-header-user-agent']}\r\n".encode()
    assert all(agent in head for head in crawled.server.heard)
    assert "http-header-from" not in info  # none is sent


def test_an_answer_out_of_time_is_kept_as_truncated(tmp_path: Path) -> None:
    head = b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n"
    scripts: dict[str, Script] = {"/body": [head + b"some", 5.0], "/head": [head[:30], 5.0]}
    with evil(scripts) as server:
        archive = open_site(tmp_path / "site", "run-1")
        for path in scripts:
            transfer = Transfer(Ask(url=server.url + path, limit=2000))
            with pytest.raises(TimeoutError):
                run(transfer, 0.3)
            exchange = transfer.exchange()
            assert exchange is not None
            archive.keep(exchange, role="article", via=None, list_url=None)
        archive.close(run_line("run-1"))
        kept = [one for one in records(tmp_path / "site") if one.type == "response"]
        assert [(one.head, one.payload) for one in kept] == [(head, b"some"), (head[:30], b"")]
        assert [one.headers["WARC-Truncated"] for one in kept] == ["time", "time"]


def test_a_post_is_kept_as_it_was_sent() -> None:
    with evil({"/form": page(b"ok")}) as server:
        ask = Ask(url=f"{server.url}/form", method="POST", body=b"page=2", headers=[(b"X-Name", b"\xb1\xb1")], limit=99)
        transfer = Transfer(ask)
        run(transfer)
        exchange = transfer.exchange()
        assert exchange is not None
        assert exchange.request == server.heard[0] + b"page=2"
        assert b"Content-Length: 6\r\n" in exchange.request


def test_nothing_came_so_nothing_is_kept() -> None:
    with evil({"/": [CLOSE]}) as server:
        transfer = Transfer(Ask(url=f"{server.url}/", limit=99))
        with pytest.raises(Exception, match="ended unanswered"):
            run(transfer)
        assert transfer.exchange() is None
