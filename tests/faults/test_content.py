"""Whatever a server calls a list or an article, each link becomes a row or a named failure, and the exit code tells."""

import gzip
from pathlib import Path

import pytest

from tests.faults.pages import article, listing
from tests.faults.server import CLOSE, Evil, Script, Step, evil, page
from tests.support import last_run, lines, profile, run


def crawl(tmp_path: Path, server: Evil, *words: object) -> tuple[int, str]:
    done = run("crawl", profile(tmp_path, server.url), "--output", tmp_path / "out", "--delay", 0, *words)
    return done.returncode, done.stderr


def paged(number: int, *links: str) -> list[Step]:
    """A list page that names page `number` as the next one."""
    body = b"".join(step for step in listing(*links) if isinstance(step, bytes)).partition(b"\r\n\r\n")[2]
    return page(body + f'<a href="index_{number}.shtml">下一页</a>'.encode())


@pytest.mark.parametrize(
    ("script", "code", "word"),
    [
        (page(b"<html><body><ul></ul></body></html>"), 65, "empty-listing"),
        (page(b""), 65, "empty-listing"),
        (page(b"<p>gone</p>", status=b"404 Not Found"), 65, "not-found"),
        (page(b"<p>oops</p>", status=b"500 Oops"), 69, "http-error"),
        (page(b"<p>\x81\xff\xff" * 50), 65, "undecodable"),
        ([b"HTTP/1.1 200 OK\r\nContent-Length: 5000\r\n\r\n<ul><li>", CLOSE], 69, "disconnect"),
        (page(b"%PDF-1.4 ...", b"Content-Type: application/pdf"), 65, "not-html"),
    ],
    ids=["no rows", "empty", "404", "500", "no charset", "half a page", "pdf"],
)
def test_a_list_that_cannot_be_read_is_never_success(tmp_path: Path, script: Script, code: int, word: str) -> None:
    with evil({"/list/": script}) as server:
        found, said = crawl(tmp_path, server)
        assert (found, last_run(tmp_path / "out/evil")["end"]) == (code, word), said
        assert f"{server.url}/list/" in said


def test_a_broken_second_list_page_is_told_and_the_first_page_is_kept(tmp_path: Path) -> None:
    with evil({"/list/": paged(1, "/a/1", "/a/2"), "/a/1": page(article(1)), "/a/2": page(article(2))}) as server:
        server.paths["/list/index_1.shtml"] = page(b"", status=b"500 Oops")
        code, said = crawl(tmp_path, server)
        assert code == 69
        assert "index_1.shtml" in said
        assert len(lines(tmp_path / "out/evil/articles.jsonl")) == 2


def test_a_pager_that_repeats_the_last_page_for_ever_ends(tmp_path: Path) -> None:
    def more(head: bytes) -> list[Step]:
        number = int(head.split(b"index_")[1].split(b".")[0])
        return paged(number + 1, "/a/1")

    paths: dict[str, Script] = {f"/list/index_{n}.shtml": more for n in range(1, 50)}
    with evil({"/list/": paged(1, "/a/1"), "/a/1": page(article(1)), **paths}) as server:
        assert crawl(tmp_path, server)[0] == 0
        assert len(last_run(tmp_path / "out/evil")["listing_pages"]) == 2


def test_every_kind_of_bad_article_has_its_name(tmp_path: Path) -> None:
    packed = gzip.compress(article(9) * 5)
    flipped = packed[:-6] + bytes([packed[-6] ^ 1]) + packed[-5:]
    gz = b"Content-Encoding: gzip"
    bad: dict[str, tuple[list[Step], str]] = {
        "cut-gzip": (page(packed[: len(packed) // 2], gz), "bad-encoding"),
        "bad-crc": (page(flipped, gz), "bad-encoding"),
        "bomb": (page(gzip.compress(b"<p>a</p>" * 4_000_000), gz), "too-large"),
        "bytes": (page(b"<html><p>\x81\xff\xff\xff" + b"\x80" * 40), "undecodable"),
        "pdf": (page(b"%PDF-1.4\n" + b"\0" * 100, b"Content-Type: application/pdf"), "not-html"),
        "empty": (page(b""), "no-body"),
        "gone": (page(b"x", status=b"410 Gone"), "not-found"),
        "login": (page("<html><title>404</title><p>抱歉,您访问的页面不存在</p></html>".encode()), "soft-404"),
        "forbidden": (page(b"no", status=b"403 Forbidden"), "http-error"),
    }
    with evil({f"/a/{name}": script for name, (script, _) in bad.items()}) as server:
        server.paths["/list/"] = listing("/a/good", *(f"/a/{name}" for name in bad))
        server.paths["/a/good"] = page(article(1))
        code, said = crawl(tmp_path, server)
        assert code == 0, said
        found = {f["url"].rpartition("/")[2]: f["reason"] for f in lines(tmp_path / "out/evil/failures.jsonl")}
        assert found == {name: reason for name, (_, reason) in bad.items()}
        assert len(lines(tmp_path / "out/evil/articles.jsonl")) == 1
        assert run("verify", tmp_path / "out").returncode == 0


def test_no_article_at_all_is_exit_65(tmp_path: Path) -> None:
    with evil({"/list/": listing("/a/1", "/a/2")}) as server:
        code, said = crawl(tmp_path, server)
        assert code == 65
        assert "2 × not-found" in said


def test_an_article_that_vanishes_keeps_its_row_and_is_a_failure_once(tmp_path: Path) -> None:
    with evil({"/list/": listing("/a/1", "/a/2"), "/a/1": page(article(1)), "/a/2": page(article(2))}) as server:
        assert crawl(tmp_path, server)[0] == 0
        del server.paths["/a/2"]
        for _ in range(2):
            assert crawl(tmp_path, server, "--full")[0] == 0
        folder = tmp_path / "out/evil"
        assert len(lines(folder / "articles.jsonl")) == 2
        assert [f["reason"] for f in lines(folder / "failures.jsonl")] == ["not-found"]  # said once, counted each time
        assert last_run(folder)["reasons"] == {"not-found": 1}


def test_the_order_of_rows_is_the_order_of_the_list(tmp_path: Path) -> None:
    paths: dict[str, Script] = {f"/a/{n}": page(article(n)) for n in range(30)}
    with evil({"/list/": listing(*paths), **paths}) as server:
        assert crawl(tmp_path, server)[0] == 0
        rows = lines(tmp_path / "out/evil/articles.jsonl")
        assert [row["url"].removeprefix(server.url) for row in rows] == list(paths)


def test_a_title_of_markup_and_a_formula_are_kept_as_text(tmp_path: Path) -> None:
    title = '=HYPERLINK("http://x") &lt;script&gt;alert(1)&lt;/script&gt;视察记事两则'
    body = article(1).replace("青禾县:第1次视察记事".encode(), title.encode())
    with evil({"/list/": listing("/a/1"), "/a/1": page(body)}) as server:
        assert crawl(tmp_path, server)[0] == 0
        row = lines(tmp_path / "out/evil/articles.jsonl")[0]
        assert row["title"] == '=HYPERLINK("http://x") <script>alert(1)</script>视察记事两则'


@pytest.mark.parametrize("answer", ["404", "soft 404", "no rows"])
def test_a_next_page_that_only_habit_names_may_be_missing(tmp_path: Path, answer: str) -> None:
    full = [f"/a/{n}" for n in range(1000)]  # so many rows that a further file is likely, though the page names none
    script = {
        "404": page(b"none", status=b"404 Not Found"),
        "soft 404": page("<html><title>404</title><p>抱歉,您访问的页面不存在</p></html>".encode()),
        "no rows": page(b"<html><body><ul></ul></body></html>"),
    }[answer]
    with evil({"/list/": listing(*full), "/a/0": page(article(0)), "/list/index_1.shtml": script}) as server:
        code, said = crawl(tmp_path, server, "--limit", 1)
        assert code == 0, said
        assert "/list/index_1.shtml" in server.asked()
        assert last_run(tmp_path / "out/evil")["end"] == "limited"


def test_heads_with_bare_line_feeds_are_kept_and_those_that_never_end_are_a_failure(tmp_path: Path) -> None:
    long = b"HTTP/1.1 200 OK\r\n" + b"".join(b"X-%d: %b\r\n" % (n, b"a" * 7000) for n in range(20))
    body = article(2)
    with evil({"/list/": listing("/a/long", "/a/lf", "/a/1"), "/a/1": page(article(1))}) as server:
        server.paths["/a/long"] = [long + b"Content-Length: 3\r\n\r\nabc"]
        server.paths["/a/lf"] = [b"HTTP/1.1 200 OK\nContent-Type: text/html\nContent-Length: %d\n\n" % len(body) + body]
        code, said = crawl(tmp_path, server)
        assert code == 0, said
        failures = {f["url"].rpartition("/")[2]: f["reason"] for f in lines(tmp_path / "out/evil/failures.jsonl")}
        assert failures.pop("long") == "too-large"
        assert set(failures.values()) <= {"disconnect"}  # where the parser refuses bare line feeds, it says so
        assert run("verify", tmp_path / "out").returncode == 0
