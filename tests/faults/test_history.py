"""What a second look must not get wrong: redirects, edits, lying servers, overlapping lists, the archive itself."""

import contextlib
import signal
import sqlite3
import time
from pathlib import Path

from tests.faults.pages import TEXT, article, listing
from tests.faults.server import CLOSE, Evil, Step, evil, page
from tests.support import last_run, lines, profile, run, run_later, start


def crawl(tmp_path: Path, server: Evil, *words: object, days: float = 0) -> tuple[int, str]:
    said = ["crawl", profile(tmp_path, server.url), "--output", tmp_path / "out", "--delay", 0, *words]
    done = run_later(days, *said)
    return done.returncode, done.stderr


def agrees(tmp_path: Path) -> None:
    """The archive verifies, and its rows come out of the WARC files alone."""
    checked = run("verify", tmp_path / "out")
    assert checked.returncode == 0, checked.stdout
    again = run("reextract", tmp_path / "out", "--to", tmp_path / "again.jsonl")
    assert "all as in articles.jsonl" in again.stderr, again.stderr
    rows = (tmp_path / "out/evil/articles.jsonl").read_bytes()
    assert (tmp_path / "again.jsonl").read_bytes() == rows


def dated(*pairs: tuple[str, str]) -> list[Step]:
    """A list page whose rows have a date each."""
    rows = "".join(f'<li class="pagedContent"><a href="{u}">题 {u}</a><span>{d}</span></li>' for u, d in pairs)
    return page(f"<ul>{rows}</ul>".encode())


def moved(target: bytes) -> list[Step]:
    return page(b"", b"Location: " + target, status=b"301 Moved Permanently")


def test_a_redirect_to_an_article_that_is_listed_too_gives_one_row_that_reads_the_same_again(tmp_path: Path) -> None:
    undated = article(2).replace("   时间:2020-05-06".encode(), b"")
    with evil({"/list/": dated(("/a/old", "2020-01-01"), ("/a/new", "2021-02-02"))}) as server:
        server.paths.update({"/a/old": moved(b"/a/new"), "/a/new": page(undated)})
        assert crawl(tmp_path, server)[0] == 0
        rows = lines(tmp_path / "out/evil/articles.jsonl")
        assert [row["published"] for row in rows] == ["2020-01-01"]
        agrees(tmp_path)


def test_a_location_in_raw_utf8_is_followed_and_reads_the_same_again(tmp_path: Path) -> None:
    undated = article(2).replace("   时间:2020-05-06".encode(), b"")
    with evil({"/list/": dated(("/a/old", "2020-01-01"))}) as server:
        server.paths.update({"/a/old": moved("/a/新.html".encode()), "/a/%E6%96%B0.html": page(undated)})
        assert crawl(tmp_path, server)[0] == 0
        assert lines(tmp_path / "out/evil/articles.jsonl")[0]["published"] == "2020-01-01"
        agrees(tmp_path)


def test_an_answer_that_broke_off_before_the_whole_one_is_no_version(tmp_path: Path) -> None:
    body = article(1)
    head = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: %d\r\n\r\n" % len(body)
    answers: list[list[Step]] = [[head + body[:-300], CLOSE], page(body)]
    with evil({"/list/": listing("/a/1")}) as server:
        server.paths["/a/1"] = lambda _: answers.pop(0)
        assert crawl(tmp_path, server)[0] == 0
        assert len(lines(tmp_path / "out/evil/articles.jsonl")) == 1
        agrees(tmp_path)


def test_a_listed_link_that_redirects_to_an_error_page_is_a_failure_that_verifies(tmp_path: Path) -> None:
    with evil({"/list/": listing("/a/1", "/a/2"), "/a/1": moved(b"/404.html"), "/a/2": page(article(2))}) as server:
        assert crawl(tmp_path, server)[0] == 0
        assert [f["url"] for f in lines(tmp_path / "out/evil/failures.jsonl")] == [f"{server.url}/a/1"]
        agrees(tmp_path)


def test_a_removed_article_that_leads_to_the_home_page_is_no_article(tmp_path: Path) -> None:
    home = "<html><title>试验人大</title><h1>试验人大</h1>" + f"<p>{TEXT}</p>" * 5
    with evil({"/list/": listing("/a/1", "/a/2"), "/": page(home.encode()), "/a/2": page(article(2))}) as server:
        server.paths["/a/1"] = moved(b"/")
        assert crawl(tmp_path, server)[0] == 0
        assert [row["url"] for row in lines(tmp_path / "out/evil/articles.jsonl")] == [f"{server.url}/a/2"]
        assert [f["reason"] for f in lines(tmp_path / "out/evil/failures.jsonl")] == ["not-found"]
        agrees(tmp_path)


def test_validators_do_not_travel_along_a_redirect(tmp_path: Path) -> None:
    with evil({"/list/": listing("/a/1"), "/a/1": page(article(1), b'ETag: "one"')}) as server:
        assert crawl(tmp_path, server)[0] == 0
        server.paths["/a/1"] = moved(b"/a/2")
        server.paths["/a/2"] = page(article(2))
        assert crawl(tmp_path, server, days=1)[0] == 0
        asked = [head for head in server.heard if head.startswith(b"GET /a/2 ")]
        assert asked
        assert not any(b"If-None-Match" in head for head in asked)
        assert len(lines(tmp_path / "out/evil/articles.jsonl")) == 2


def test_full_gets_past_a_server_whose_etag_never_changes(tmp_path: Path) -> None:
    def lying(head: bytes) -> list[Step]:
        return page(b"", status=b"304 Not Modified") if b"If-None-Match" in head else page(text, b'ETag: "always"')

    text = article(1)
    with evil({"/list/": listing("/a/1"), "/a/1": lying}) as server:
        assert crawl(tmp_path, server)[0] == 0
        text = article(1, text=TEXT + "会后补充了两条意见。")
        assert crawl(tmp_path, server, days=1)[0] == 0
        assert last_run(tmp_path / "out/evil")["unchanged"] == 1
        assert crawl(tmp_path, server, "--full", days=1)[0] == 0
        assert last_run(tmp_path / "out/evil")["edited"] == 1
        agrees(tmp_path)


def test_an_edit_is_noticed_at_an_address_with_chinese_characters(tmp_path: Path) -> None:
    path = "/a/%E8%A7%86%E5%AF%9F.html"
    with evil({"/list/": listing("/a/视察.html"), path: page(article(1), b'ETag: "1"')}) as server:
        assert crawl(tmp_path, server)[0] == 0
        server.paths[path] = page(article(1, text=TEXT + "会后补充了两条意见。"), b'ETag: "2"')
        assert crawl(tmp_path, server, days=1)[0] == 0
        assert last_run(tmp_path / "out/evil")["edited"] == 1


def test_a_known_article_behind_a_wall_fails_each_time_and_recovers(tmp_path: Path) -> None:
    wall = page(b"<html><script>document.cookie='__jsl_clearance=1';location.reload()</script></html>", b'ETag: "w"')
    with evil({"/list/": listing("/a/1", "/a/2"), "/a/2": page(article(2), b'ETag: "2"')}) as server:
        server.paths["/a/1"] = page(article(1), b'ETag: "1"')
        assert crawl(tmp_path, server)[0] == 0
        server.paths["/a/1"] = wall
        for day in (1, 3):
            crawl(tmp_path, server, days=day)
            line = last_run(tmp_path / "out/evil")
            assert (line["failed"], line["reasons"]) == (1, {"challenge": 1})
        server.paths["/a/1"] = page(article(1), b'ETag: "1"')
        assert crawl(tmp_path, server, days=7)[0] == 0
        assert last_run(tmp_path / "out/evil")["unchanged"] == 2


def test_an_article_that_vanishes_again_is_said_again(tmp_path: Path) -> None:
    with evil({"/list/": listing("/a/1", "/a/2"), "/a/2": page(article(2))}) as server:
        assert crawl(tmp_path, server)[0] == 0
        server.paths["/a/1"] = page(article(1))
        assert crawl(tmp_path, server, days=1)[0] == 0
        del server.paths["/a/1"]
        assert crawl(tmp_path, server, "--full", days=2)[0] == 0
        assert [f["reason"] for f in lines(tmp_path / "out/evil/failures.jsonl")] == ["not-found", "not-found"]


def test_a_section_that_repeats_another_is_walked_to_its_own_end(tmp_path: Path) -> None:
    def with_next(body: list[Step]) -> list[Step]:
        html = b"".join(step for step in body if isinstance(step, bytes)).partition(b"\r\n\r\n")[2]
        return page(html + b'<a href="index_1.shtml">more</a>')

    with evil({"/list/": listing("/a/1", "/a/2"), "/two/": with_next(listing("/a/1", "/a/2"))}) as server:
        server.paths["/two/index_1.shtml"] = listing("/a/3", "/a/4")
        server.paths.update({f"/a/{n}": page(article(n)) for n in range(1, 5)})
        file = profile(tmp_path, server.url)
        more = f'\n[[listing]]\nsection = ["乙"]\nurl = "{server.url}/two/"\n'
        file.write_text(file.read_text(encoding="utf-8") + more, encoding="utf-8")
        done = run("crawl", file, "--output", tmp_path / "out", "--delay", 0)
        assert done.returncode == 0, done.stderr
        assert len(lines(tmp_path / "out/evil/articles.jsonl")) == 4
        agrees(tmp_path)


def test_a_link_that_cannot_be_split_does_not_end_the_list(tmp_path: Path) -> None:
    with evil({"/list/": listing("/a/1", "http://[oops/x.html", "/a/2")}) as server:
        server.paths.update({f"/a/{n}": page(article(n)) for n in (1, 2)})
        assert crawl(tmp_path, server)[0] == 0
        assert len(lines(tmp_path / "out/evil/articles.jsonl")) == 2
        assert [f["reason"] for f in lines(tmp_path / "out/evil/failures.jsonl")] == ["bad-url"]
        agrees(tmp_path)


def test_a_page_that_is_always_busy_is_one_failure_and_holds_up_nothing(tmp_path: Path) -> None:
    busy = page(b"", b"Retry-After: 1", status=b"503 Busy")
    with evil({"/list/": listing("/a/1", "/a/2"), "/a/1": busy, "/a/2": page(article(2))}) as server:
        assert crawl(tmp_path, server)[0] == 0
        assert server.asked().count("/a/1") == 2
        assert [f["reason"] for f in lines(tmp_path / "out/evil/failures.jsonl")] == ["rate-limited"]
        assert len(lines(tmp_path / "out/evil/articles.jsonl")) == 1


def test_a_connection_closed_without_an_answer_is_asked_again_by_us_alone_and_a_second_later(tmp_path: Path) -> None:
    with evil({"/list/": listing("/a/1", "/a/2"), "/a/1": [CLOSE], "/a/2": page(article(2))}) as server:
        done = run("crawl", profile(tmp_path, server.url), "--output", tmp_path / "out")
        assert done.returncode == 0, done.stderr
        assert server.asked().count("/a/1") == 3
        gaps = [later - earlier for earlier, later in zip(server.times, server.times[1:], strict=False)]
        assert min(gaps) >= 0.99


def test_a_signal_does_not_wait_for_a_crawl_delay(tmp_path: Path) -> None:
    robots = page(b"User-agent: *\nCrawl-delay: 60\n", b"Content-Type: text/plain")
    with evil({"/robots.txt": robots, "/list/": listing("/a/1")}) as server:
        process = start("crawl", profile(tmp_path, server.url), "--output", tmp_path / "out", "--delay", 0)
        while not server.heard:
            time.sleep(0.02)
        time.sleep(0.5)
        process.send_signal(signal.SIGTERM)
        _, said = process.communicate(timeout=5)
        assert process.returncode == 143, said
        assert last_run(tmp_path / "out/evil")["end"] == "interrupted"


def test_a_signal_gives_a_stalled_page_ten_seconds(tmp_path: Path) -> None:
    stalled: list[Step] = [b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n<p>", 60.0]
    with evil({"/list/": listing("/a/1"), "/a/1": stalled}) as server:
        process = start("crawl", profile(tmp_path, server.url), "--output", tmp_path / "out", "--delay", 0)
        while "/a/1" not in server.asked():
            time.sleep(0.02)
        time.sleep(0.3)
        process.send_signal(signal.SIGTERM)
        process.communicate(timeout=15)
        assert process.returncode == 143
        assert run("verify", tmp_path / "out").returncode == 0


def test_a_public_host_is_not_asked_without_a_contact(tmp_path: Path) -> None:
    done = run("crawl", profile(tmp_path, "http://93.184.216.34"), "--output", tmp_path / "out")
    assert done.returncode == 1  # refused before a socket is made: nothing leaves this machine
    assert "CONGRESS_CRAWLER_CONTACT" in done.stderr


def test_an_index_that_breaks_while_we_crawl_ends_the_run_with_exit_74(tmp_path: Path) -> None:
    index = tmp_path / "out/evil/index.sqlite3"

    def harm(_: bytes) -> list[Step]:
        time.sleep(1.2)  # by then the group commit is through, and the index is nobody's
        with contextlib.closing(sqlite3.connect(index, isolation_level=None)) as db:
            for (name,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall():
                db.execute(f"DROP TABLE {name}")
        return page(article(1))

    with evil({"/list/": listing("/a/1", "/a/2"), "/a/1": harm, "/a/2": page(article(2))}) as server:
        code, said = crawl(tmp_path, server)
        assert code == 74, said
        assert "Traceback" not in said
        server.paths["/a/1"] = page(article(1))
        assert crawl(tmp_path, server)[0] == 0
        assert len(lines(tmp_path / "out/evil/articles.jsonl")) == 2
        assert run("verify", tmp_path / "out").returncode == 0


def test_reextract_of_a_run_without_rows_and_of_a_torn_file_is_no_crash(tmp_path: Path) -> None:
    with evil({"/list/": listing("/a/1", "/a/2")}) as server:
        crawl(tmp_path, server)
        assert run("reextract", tmp_path / "out").returncode == 0
        server.paths["/a/1"] = page(article(1))
        crawl(tmp_path, server, days=1)
        rows = tmp_path / "out/evil/articles.jsonl"
        rows.write_bytes(rows.read_bytes()[:-20])
        assert "Traceback" not in run("reextract", tmp_path / "out").stderr
        done = run("verify", tmp_path / "out")
        assert (done.returncode, "Traceback" in done.stderr) == (74, False)
        warc = max((tmp_path / "out/evil/warc").glob("*"))
        warc.write_bytes(warc.read_bytes()[:-20])
        done = run("verify", tmp_path / "out")
        assert done.returncode == 74
        assert warc.name in done.stdout
        assert run("reextract", tmp_path / "out", "--to", "/proc/no/such").returncode == 1
