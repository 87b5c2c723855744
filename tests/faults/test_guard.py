"""Manners hold against every server: scope, addresses, robots.txt, Retry-After, walls, delays."""

import contextlib
from pathlib import Path
from typing import Any

import pytest

from congress_crawler.archive.members import read_at
from congress_crawler.archive.record import Record
from congress_crawler.connection import may_connect
from tests.faults.pages import article, listing
from tests.faults.server import CLOSE, RESET, Script, allow, evil, page
from tests.support import last_run, lines, profile, run


def record(tmp_path: Path, ref: dict[str, Any]) -> Record:
    """The record at a reference."""
    found = read_at(tmp_path / "out/evil/warc" / ref["file"], ref["offset"], ref["length"])
    assert found.id == ref["record_id"]
    return found


def crawl(tmp_path: Path, url: str, *words: object, listing: str | None = "/list/") -> tuple[int, str]:
    words = words or ("--delay", 0)
    done = run("crawl", profile(tmp_path, url, listing=listing), "--output", tmp_path / "out", *words)
    return done.returncode, done.stderr


@pytest.mark.parametrize(
    ("address", "host", "allowed"),
    [
        ("93.184.216.34", "a.example", True),
        ("127.0.0.1", "a.example", False),
        ("127.0.0.1", "127.0.0.1", True),
        ("127.0.0.1", "localhost", False),
        ("127.0.0.2", "127.0.0.1", False),
        ("10.1.2.3", "a.example", False),
        ("192.168.0.9", "192.168.0.9", True),
        ("172.16.0.1", "a.example", False),
        ("169.254.169.254", "a.example", False),
        ("100.64.0.1", "a.example", False),
        ("0.0.0.0", "a.example", False),
        ("224.0.0.1", "a.example", False),
        ("::1", "a.example", False),
        ("::1", "[::1]", True),
        ("::ffff:127.0.0.1", "a.example", False),
        ("fe80::1%eth0", "a.example", False),
        ("fc00::1", "a.example", False),
        ("2606:2800:220:1::1", "a.example", True),
    ],
)
def test_an_address_is_judged_at_connect(address: str, host: str, allowed: bool) -> None:
    assert may_connect(address, host) is allowed


def test_a_host_name_that_resolves_to_this_machine_is_not_connected_to(tmp_path: Path) -> None:
    with evil({"/list/": listing("/a/1")}) as server:
        code, said = crawl(tmp_path, f"http://localhost:{server.port}", "--delay", 1)
        assert code == 69
        assert "not a public address" in said
        assert server.heard == []


@pytest.mark.parametrize(
    ("script", "code"),
    [
        (page(b"", status=b"500 Oops"), 69),
        (page(b"", b"Retry-After: 86400", status=b"503 Busy"), 75),
        (page(b"<script>var __jsl_clearance='x';location.reload()</script>", status=b"521 Origin Down"), 75),
        ([RESET], 69),
        ([CLOSE], 69),
        (page(b"User-agent: *\nDisallow: /list/\n", b"Content-Type: text/plain"), 65),
    ],
    ids=["500", "503", "521", "reset", "close", "disallow"],
)
def test_no_crawl_without_a_robots_txt_that_allows_it(tmp_path: Path, script: Script, code: int) -> None:
    with evil({"/robots.txt": script, "/list/": listing("/a/1"), "/a/1": page(article(1))}) as server:
        found, said = crawl(tmp_path, server.url)
        assert found == code, said
        assert set(server.asked()) <= {"/robots.txt"}
        assert lines(tmp_path / "out/evil/articles.jsonl") == []
        assert last_run(tmp_path / "out/evil")["exit"] == code


def test_a_missing_robots_txt_allows_and_one_of_many_megabytes_is_read_to_its_limit(tmp_path: Path) -> None:
    with evil({"/list/": listing("/a/1"), "/a/1": page(article(1))}) as server:
        server.paths["/robots.txt"] = page(b"none", status=b"404 Not Found")
        assert crawl(tmp_path, server.url)[0] == 0
        server.paths["/robots.txt"] = page(
            b"User-agent: *\nDisallow: /x\n" + b"# padding\n" * 2_000_000, b"Content-Type: text/plain"
        )
        assert crawl(tmp_path, server.url, "--delay", 0, "--full")[0] == 0


def test_a_disallowed_article_is_a_named_failure_and_is_not_asked(tmp_path: Path) -> None:
    robots = page(b"User-agent: *\nDisallow: /a/2\n", b"Content-Type: text/plain")
    with evil({"/robots.txt": robots, "/list/": listing("/a/1", "/a/2"), "/a/1": page(article(1))}) as server:
        assert crawl(tmp_path, server.url)[0] == 0
        assert "/a/2" not in server.asked()
        assert [f["reason"] for f in lines(tmp_path / "out/evil/failures.jsonl")] == ["robots"]


def test_a_redirect_out_of_the_profile_is_refused_even_from_the_start_page(tmp_path: Path) -> None:
    with evil({}) as other, evil({}) as server:
        server.paths["/list/"] = page(b"", b"Location: %b/secret" % other.url.encode(), status=b"302 Found")
        code, said = crawl(tmp_path, server.url)
        assert code == 65, said
        assert other.heard == []
        assert "off-site" in said


@pytest.mark.parametrize(
    "target", ["file:///etc/passwd", "data:text/html,x", "ftp://127.0.0.1/x", "javascript:alert(1)"]
)
def test_a_redirect_to_another_scheme_is_not_followed(tmp_path: Path, target: str) -> None:
    with evil({"/list/": listing("/a/1", "/a/2"), "/a/2": page(article(2))}) as server:
        server.paths["/a/1"] = page(b"", b"Location: " + target.encode(), status=b"302 Found")
        assert crawl(tmp_path, server.url)[0] == 0
        failures = lines(tmp_path / "out/evil/failures.jsonl")
        assert [f["reason"] in {"redirect", "off-site", "http-error"} for f in failures] == [True]


def test_a_redirect_loop_ends_after_five_hops_as_a_named_failure(tmp_path: Path) -> None:
    with evil({"/list/": listing("/a/loop", "/a/2"), "/a/2": page(article(2))}) as server:
        server.paths["/a/loop"] = page(b"", b"Location: /a/loop", status=b"302 Found")
        assert crawl(tmp_path, server.url)[0] == 0
        assert server.asked().count("/a/loop") == 6
        assert [f["reason"] for f in lines(tmp_path / "out/evil/failures.jsonl")] == ["redirect"]


def test_off_site_wechat_file_and_script_links_are_named_and_not_asked(tmp_path: Path) -> None:
    links = ["http://b.example/1", "https://mp.weixin.qq.com/s/x", "/up/1.pdf", "javascript:;", "/a/1"]
    with evil({"/list/": listing(*links), "/a/1": page(article(1))}) as server:
        assert crawl(tmp_path, server.url)[0] == 0
        found = sorted(f["reason"] for f in lines(tmp_path / "out/evil/failures.jsonl"))
        assert found == ["bad-url", "not-html", "off-site", "off-site"]
        assert server.asked() == ["/robots.txt", "/list/", "/a/1"]


def test_requests_are_a_second_apart_and_one_at_a_time(tmp_path: Path) -> None:
    with evil({"/list/": listing("/a/1"), "/a/1": page(article(1))}) as server:
        assert crawl(tmp_path, server.url, "--delay", 1)[0] == 0
        gaps = [later - earlier for earlier, later in zip(server.times, server.times[1:], strict=False)]
        assert len(gaps) == 2
        assert min(gaps) >= 0.99


def test_crawl_delay_is_obeyed_even_on_loopback(tmp_path: Path) -> None:
    robots = page(b"User-agent: *\nCrawl-delay: 1\n", b"Content-Type: text/plain")
    with evil({"/robots.txt": robots, "/list/": listing("/a/1"), "/a/1": page(article(1))}) as server:
        assert crawl(tmp_path, server.url)[0] == 0
        assert server.times[-1] - server.times[-2] >= 0.99
        assert last_run(tmp_path / "out/evil")["delay"] == 1.0


def test_retry_after_is_obeyed_and_the_article_comes_in_the_end(tmp_path: Path) -> None:
    with evil({"/list/": listing("/a/1")}) as server:
        answers = [page(b"", b"Retry-After: 2", status=b"429 Too Many Requests"), page(article(1))]
        server.paths["/a/1"] = lambda _: answers.pop(0)
        assert crawl(tmp_path, server.url)[0] == 0
        assert server.times[-1] - server.times[-2] >= 2.0
        assert len(lines(tmp_path / "out/evil/articles.jsonl")) == 1
        (wait,) = last_run(tmp_path / "out/evil")["waits"]
        assert (wait["url"], wait["status"], wait["retry_after"]) == (f"{server.url}/a/1", 429, "2")
        assert 2.0 <= wait["seconds"] < 4.0
        assert record(tmp_path, wait["warc"]).status == 429


def test_a_server_that_asks_for_a_day_is_left_alone_with_exit_75(tmp_path: Path) -> None:
    with evil({"/list/": listing("/a/1", "/a/2"), "/a/2": page(article(2))}) as server:
        server.paths["/a/1"] = page(b"", b"Retry-After: 86400", status=b"503 Busy")
        code, said = crawl(tmp_path, server.url)
        assert code == 75, said
        assert "/a/2" not in server.asked()
        (wait,) = last_run(tmp_path / "out/evil")["waits"]
        assert (wait["status"], wait["retry_after"], wait["seconds"]) == (503, "86400", 0.0)


@pytest.mark.parametrize(
    ("paths", "status", "path"),
    [
        ({"/robots.txt": page(b"", b"Location: /r.txt", status=b"301 Moved"), "/r.txt": allow()}, 200, "/r.txt"),
        ({"/robots.txt": page(b"", b"Location: http://127.0.0.2/", status=b"302 Moved")}, 0, "/robots.txt"),
        ({"/robots.txt": [b"HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\nUser-agent: *\n", CLOSE]}, 0, "/robots.txt"),
    ],
    ids=["moved", "moved away", "cut"],
)
def test_the_robots_txt_in_force_is_linked_to_its_record(
    tmp_path: Path, paths: dict[str, Script], status: int, path: str
) -> None:
    with evil({**paths, "/list/": listing("/a/1"), "/a/1": page(article(1))}) as server:
        code, _ = crawl(tmp_path, server.url)
        assert code == (0 if status else 69)
        (policy,) = last_run(tmp_path / "out/evil")["robots"]
        assert (policy["url"], policy["status"]) == (f"{server.url}/robots.txt", status)
        assert record(tmp_path, policy["warc"]).url == server.url + path


def test_a_wall_is_archived_named_respected_and_ends_the_run(tmp_path: Path) -> None:
    wall = page(
        b"<html><script>document.cookie='__jsl_clearance=1';location.reload()</script></html>", status=b"521 Down"
    )
    links = [f"/a/{n}" for n in range(9)]
    with evil({"/list/": listing(*links), **dict.fromkeys(links, wall)}) as server:
        code, said = crawl(tmp_path, server.url)
        assert code == 75, said
        assert len([path for path in server.asked() if path.startswith("/a/")]) <= 4  # one may be under way
        assert {f["reason"] for f in lines(tmp_path / "out/evil/failures.jsonl")} == {"challenge"}
        assert all(f["warc"] for f in lines(tmp_path / "out/evil/failures.jsonl"))


def test_the_user_agent_names_project_and_contact(tmp_path: Path) -> None:
    with evil({"/list/": listing("/a/1"), "/a/1": page(article(1))}) as server:
        crawl(tmp_path, server.url, "--delay", 0, "--contact", "someone@a.example")
        assert all(b"User-Agent: congress-crawler/0.1.0 (+someone@a.example)\r\n" in head for head in server.heard)


@pytest.mark.parametrize("delay", ["0", "0.9", "-1", "nan"])
def test_a_short_delay_is_refused_for_any_name_that_is_no_literal_loopback_address(tmp_path: Path, delay: str) -> None:
    code, said = crawl(tmp_path, "http://localhost:1", f"--delay={delay}")
    assert code == 1
    assert "delay" in said


def sockets(word: str) -> set[str]:
    """Inodes of the sockets of the crawl in whose command line a word stands: other tests may listen meanwhile."""
    found = set()
    for process in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):  # it may end while we look
            words = (process / "cmdline").read_bytes().decode("utf-8", "surrogateescape")
            if word in words and "congress_crawler" in words:
                found |= {fd.readlink().name for fd in (process / "fd").iterdir() if "socket" in str(fd.readlink())}
    return {name.removeprefix("socket:[").removesuffix("]") for name in found}


def test_nothing_listens_while_we_crawl(tmp_path: Path) -> None:
    seen: list[tuple[set[str], set[str]]] = []

    def look(_: bytes) -> list[bytes | float | str]:
        tables = [Path(f"/proc/net/{name}").read_text(encoding="ascii").splitlines()[1:] for name in ("tcp", "tcp6")]
        rows = [row.split() for table in tables for row in table]
        listening = {row[9] for row in rows if row[3] == "0A"}
        ours = sockets(str(tmp_path))
        seen.append((ours, ours & listening))
        return page(article(1))

    with evil({"/list/": listing("/a/1"), "/a/1": look}) as server:
        assert crawl(tmp_path, server.url)[0] == 0
    ((ours, listening),) = seen
    assert ours  # the connection to the server at least
    assert listening == set()


def test_dns_failure_and_refused_connection_are_exit_69(tmp_path: Path) -> None:
    code, said = crawl(tmp_path, "http://no-such-host.invalid", "--delay", 1)
    assert code == 69, said
    code, said = crawl(tmp_path, "http://127.0.0.1:1")
    assert code == 69, said
    assert last_run(tmp_path / "out/evil")["exit"] == 69
