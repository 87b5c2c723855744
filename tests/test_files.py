"""Attachments and pictures, by the real command: had once, named when they are not, never asked for in vain."""

import signal
import time
from pathlib import Path
from typing import Any

import pytest

from congress_crawler.practice import uploads
from congress_crawler.practice.server import serve
from congress_crawler.practice.site import Site
from congress_crawler.practice.trying import practice_toml
from tests.faults.pages import TEXT, listing
from tests.faults.server import CLOSE, RESET, Evil, Script, evil, page
from tests.support import last_run, lines, profile, run, run_later, start

PDF = b"%PDF-1.4\n1 0 obj << >> endobj\n%%EOF\n"
GIF = uploads.PIXEL + b"\x3b"
SOON = 0.001  # days: a minute and a half, the same day
HTML = b"Content-Type: text/html; charset=utf-8"


def article(number: int, *, images: tuple[str, ...] = (), files: tuple[str, ...] = (), text: str = TEXT) -> Script:
    pictures = "".join(f'<p><img src="{image}" alt="代表在现场"></p>' for image in images)
    links = "".join(f'<p><a href="{file}">附件：{file.rsplit("/", 1)[-1]}</a></p>' for file in files)
    return page(
        (
            '<html><head><meta charset="utf-8"><title>试验人大</title></head><body>'
            f"<h1>青禾县:第{number}次视察记事</h1><p>作者:青禾县人大常委会办公室 李倩   时间:2020-05-06</p>"
            f'<div id="zoom"><p>第{number}次视察。{text}</p>{pictures}<p>常委会将跟踪督办。{text}</p>{links}</div>'
            "<p>版权所有:试验人大</p></body></html>"
        ).encode()
    )


def file(body: bytes, kind: bytes = b"application/pdf") -> Script:
    return page(body, b"Content-Type: " + kind)


class Town:
    """A site of a few articles with files, its profile and its output."""

    def __init__(self, server: Evil, folder: Path, articles: list[Script], more: str = "") -> None:
        self.server, self.out, self.days = server, folder / "out", 0.0
        links = [f"/a/{number}" for number in range(1, len(articles) + 1)]
        server.paths.update({"/list/": listing(*links), **dict(zip(links, articles, strict=True))})
        self.file = profile(folder, server.url, more=more)

    def crawl(self, days: float = 0, *words: object, code: int = 0) -> dict[str, Any]:
        """Crawl so many days from now. Out: the run's line; what was asked is in `asked`."""
        self.server.heard.clear()
        self.days = days
        done = run_later(days, "crawl", self.file, "--output", self.out, "--delay", 0, *words)
        assert done.returncode == code, done.stderr
        return last_run(self.folder)

    @property
    def folder(self) -> Path:
        return self.out / "evil"

    @property
    def asked(self) -> list[str]:
        """The files asked for."""
        return [path for path in self.server.asked() if path.startswith(("/f/", "/i/"))]

    def lines(self) -> list[dict[str, Any]]:
        return lines(self.folder / "files.jsonl")

    def reasons(self) -> dict[str, str | None]:
        """By path, what was said last."""
        return {line["url"].removeprefix(self.server.url): line["reason"] for line in self.lines()}

    def agrees(self) -> None:
        done = run_later(self.days, "verify", self.folder)
        assert done.returncode == 0, done.stdout + done.stderr


def test_every_file_of_the_practice_site_is_kept_or_named_and_none_is_asked_for_again(tmp_path: Path) -> None:
    with serve(Site(60, rows_first=40, rows_next=20)) as server:
        (tmp_path / "practice.toml").write_text(practice_toml(server.url), encoding="utf-8")
        words = ["crawl", tmp_path / "practice.toml", "--output", tmp_path / "out", "--delay", 0]
        assert run_later(0, *words).returncode == 0
        folder, expected = tmp_path / "out/practice", server.site.expected()
        links = [path for row in expected.rows for path in (*row.attachments, *row.images)]
        found = {line["url"].removeprefix(server.url[:-1]): line for line in lines(folder / "files.jsonl")}
        assert {path: line["reason"] for path, line in found.items()} == {path: uploads.fate(path) for path in links}
        assert {"not-found", "soft-404", "too-large", None} == {line["reason"] for line in found.values()}
        assert found["/uploads/files/f40.doc"]["size"] == 4096
        assert last_run(folder)["files"] == {"asked": 9, "kept": 6, "failed": 3}
        assert last_run(folder)["file_lines"] == 9
        server.requests.clear()
        assert run_later(SOON, *words).returncode == 0
        assert not [request.path for request in server.requests if "/uploads/" in request.path]
        assert last_run(folder)["files"] == {"known": 6, "failed": 3}
        assert run("verify", tmp_path / "out").returncode == 0
        assert run("reextract", tmp_path / "out").returncode == 0
        said = run("report", tmp_path / "out").stdout
        assert "6 known, 3 failed; of all, 6 kept, 3 not (1 × not-found, 1 × soft-404, 1 × too-large)" in said


def test_a_file_of_two_articles_is_asked_for_once_and_told_of_for_both(tmp_path: Path) -> None:
    with evil({"/f/a.pdf": file(PDF)}) as server:
        town = Town(server, tmp_path, [article(1, files=("/f/a.pdf",)), article(2, files=("/f/a.pdf",))])
        line = town.crawl()
        assert town.asked == ["/f/a.pdf"]
        one, two = town.lines()
        assert one["id"] != two["id"]
        assert one["warc"] == two["warc"]
        assert (line["files"], line["file_lines"]) == ({"asked": 1, "kept": 2}, 2)
        server.paths["/a/3"] = article(3, files=("/f/a.pdf",))
        server.paths["/list/"] = listing("/a/3", "/a/1", "/a/2")
        line = town.crawl(SOON)
        assert town.asked == []
        assert (line["files"], line["file_lines"]) == ({"known": 3}, 1)
        assert town.lines()[2]["warc"] == one["warc"]
        town.agrees()


def test_a_file_is_asked_for_as_from_its_article_unpacked_and_without_conditions(tmp_path: Path) -> None:
    with evil({"/f/a.pdf": page(PDF, b"Content-Type: application/pdf", b'ETag: "1"')}) as server:
        town = Town(server, tmp_path, [article(1, files=("/f/a.pdf",))])
        town.crawl()
        head = next(one for one in server.heard if b" /f/a.pdf " in one).lower()
        assert f"referer: {server.url}/a/1".encode() in head
        assert b"accept-encoding: identity" in head
        assert b"if-none-match" not in head
        assert b"if-modified-since" not in head


def test_what_comes_in_place_of_a_file_is_named_and_never_kept(tmp_path: Path) -> None:
    login = page("<html><title>用户登录</title><form>请登录后查看</form></html>".encode(), HTML)
    wall = page(b"<html><script>document.cookie='__jsl_clearance=1'</script></html>", HTML)
    answers: dict[str, tuple[Script, str | None]] = {
        "/f/ok.pdf": (file(PDF), None),
        "/f/mislabelled.pdf": (page(PDF, HTML), None),
        "/f/word.doc": (file(b'<html xmlns:o="urn:schemas-microsoft-com:office:office"><p>1</p></html>'), None),
        "/f/gone.pdf": (page(b"<p>no such page</p>", HTML, status=b"404 Not Found"), "not-found"),
        "/f/home.pdf": (page(b"<!DOCTYPE html><html><title>a</title><p>b</p></html>", HTML), "soft-404"),
        "/f/lying.pdf": (file("<html><p>对不起，您访问的文件不存在</p></html>".encode()), "soft-404"),
        "/f/login.pdf": (login, "challenge"),
        "/f/wall.pdf": (wall, "challenge"),
        "/f/json.pdf": (file(b'{"code": 404}', b"application/json"), "soft-404"),
        "/f/empty.pdf": (file(b""), "no-body"),
        "/f/packed.pdf": (
            page(b"no gzip", b"Content-Encoding: gzip", b"Content-Type: application/pdf"),
            "bad-encoding",
        ),
        "/f/large.pdf": (file(PDF.ljust(1024 * 1024 + 1)), "too-large"),
        "/f/away.pdf": (page(b"", b"Location: http://example.invalid/a.pdf", status=b"302 Found"), "off-site"),
        "/f/cut.pdf": ([b"HTTP/1.1 200 OK\r\nContent-Length: 9999\r\n\r\n" + PDF, CLOSE], "disconnect"),
    }
    with evil({path: script for path, (script, _) in answers.items()}) as server:
        names = tuple(answers)  # more than a dozen behind one text are no attachments
        town = Town(server, tmp_path, [article(1, files=names[:7]), article(2, files=names[7:])], more="file_limit = 1")
        line = town.crawl()
        assert town.reasons() == {path: reason for path, (_, reason) in answers.items()}
        assert line["files"] == {"asked": 14, "kept": 3, "failed": 11}
        said = {line["url"].rpartition("/")[2]: line for line in town.lines()}
        assert (said["large.pdf"]["size"], said["cut.pdf"]["digest"]) == (None, None)
        assert (said["away.pdf"]["status"], said["home.pdf"]["media_type"]) == (302, "text/html")
        assert all(one["warc"] for one in said.values())
        town.agrees()


def test_what_must_not_be_asked_for_is_not(tmp_path: Path) -> None:
    robots = page(b"User-agent: *\nDisallow: /f/secret\n", b"Content-Type: text/plain")
    images = ("http://example.invalid/i.gif", "data:image/gif;base64,R0lGOD", "http://127.0.0.1:1/i/2.gif", "/i/1.gif")
    with evil({"/robots.txt": robots, "/i/1.gif": file(GIF, b"image/gif")}) as server:
        files = ("/f/secret.pdf", "javascript:open('a.pdf')")
        town = Town(server, tmp_path, [article(1, images=images, files=files)])
        line = town.crawl()
        assert town.asked == ["/i/1.gif"]
        assert town.reasons() == {
            "/f/secret.pdf": "robots",
            "http://example.invalid/i.gif": "off-site",
            "http://127.0.0.1:1/i/2.gif": "off-site",
            "/i/1.gif": None,
        }
        assert line["files"] == {"asked": 1, "kept": 1, "failed": 3}
        town.crawl(SOON)
        town.crawl(2)
        assert town.asked == []
        assert len(town.lines()) == 5  # of robots.txt, which may change, the schedule asks
        town.agrees()


def test_a_profile_may_want_no_files(tmp_path: Path) -> None:
    with evil({"/f/a.pdf": file(PDF)}) as server:
        town = Town(server, tmp_path, [article(1, files=("/f/a.pdf",))], more="files = false")
        line = town.crawl()
        assert (town.asked, town.lines(), line["files"], line["file_lines"]) == ([], [], {}, 0)
        town.file = profile(tmp_path, server.url)
        assert town.crawl(SOON)["files"] == {"asked": 1, "kept": 1}
        town.agrees()


def test_with_a_limit_only_the_files_of_what_this_run_kept_are_asked_for(tmp_path: Path) -> None:
    with evil({f"/f/{number}.pdf": file(PDF + b"%d" % number) for number in range(1, 5)}) as server:
        town = Town(server, tmp_path, [article(number, files=(f"/f/{number}.pdf",)) for number in range(1, 5)])
        assert town.crawl(0, "--limit", 1)["files"] == {"asked": 1, "kept": 1}
        assert town.asked == ["/f/1.pdf"]
        town.crawl(SOON, "--limit", 1)
        assert town.asked == ["/f/2.pdf"]
        assert town.crawl(SOON)["files"] == {"asked": 2, "kept": 2, "known": 2}
        town.agrees()


def test_what_failed_is_asked_for_again_on_its_day_and_what_is_kept_never(tmp_path: Path) -> None:
    with evil({"/i/1.gif": file(GIF, b"image/gif")}) as server:
        town = Town(server, tmp_path, [article(1, images=("/i/1.gif",), files=("/f/a.pdf",))])
        town.crawl()
        assert town.asked == ["/f/a.pdf", "/i/1.gif"]
        town.crawl(SOON)
        assert town.asked == []
        for day, asked in ((1, True), (2, False), (3, True), (5, False), (7, True)):  # each interval twice the last
            town.crawl(day)
            assert town.asked == ["/f/a.pdf"] * asked, day
        town.crawl(7 + SOON, "--full")
        assert town.asked == ["/f/a.pdf"]
        server.paths["/f/a.pdf"] = file(PDF)
        assert town.crawl(16)["files"] == {"asked": 1, "kept": 1, "known": 1}
        town.crawl(100, "--full")
        assert town.asked == []
        assert [line["reason"] for line in town.lines() if "/f/" in line["url"]] == [*["not-found"] * 5, None]
        town.agrees()


def test_an_edited_article_has_only_its_new_files_asked_for(tmp_path: Path) -> None:
    with evil({f"/f/{name}.pdf": file(PDF + name.encode()) for name in "abc"}) as server:
        town = Town(server, tmp_path, [article(1, files=("/f/a.pdf", "/f/b.pdf"))])
        town.crawl()
        server.paths["/a/1"] = article(1, files=("/f/b.pdf", "/f/c.pdf"), text=TEXT + "会后作了补充。")
        line = town.crawl(1)
        assert (line["edited"], town.asked) == (1, ["/f/c.pdf"])
        assert line["files"] == {"asked": 1, "kept": 1, "known": 1}
        assert town.reasons() == {"/f/a.pdf": None, "/f/b.pdf": None, "/f/c.pdf": None}
        town.agrees()


def test_what_was_too_large_is_asked_for_again_when_the_profile_has_changed(tmp_path: Path) -> None:
    with evil({"/f/a.pdf": file(PDF.ljust(1024 * 1024 + 1))}) as server:
        town = Town(server, tmp_path, [article(1, files=("/f/a.pdf",))], more="file_limit = 1")
        town.crawl()
        town.crawl(40)
        assert (town.asked, town.reasons()) == ([], {"/f/a.pdf": "too-large"})
        town.file = profile(tmp_path, server.url, more="file_limit = 2")
        town.crawl(41)
        assert (town.asked, town.reasons()) == (["/f/a.pdf"], {"/f/a.pdf": None})
        town.agrees()


def test_a_host_that_breaks_off_three_times_is_left_alone_and_what_is_left_comes_first_next_time(
    tmp_path: Path,
) -> None:
    broken: Script = [b"HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\nGIF8", RESET]
    images = tuple(f"/i/{number}.gif" for number in range(1, 6))
    with evil(dict.fromkeys(images, broken)) as server:
        town = Town(server, tmp_path, [article(1, images=images)])
        line = town.crawl()
        assert list(dict.fromkeys(town.asked)) == list(images[:3])
        assert line["files"] == {"asked": 3, "failed": 3, "left": 2}
        server.paths.update(dict.fromkeys(images, file(GIF, b"image/gif")))
        line = town.crawl(1)
        assert town.asked == [*images[3:], *images[:3]]
        assert line["files"] == {"asked": 5, "kept": 5}
        town.agrees()


def test_a_file_that_a_kill_left_without_its_line_is_told_of_and_not_asked_for_again(tmp_path: Path) -> None:
    with evil({"/f/a.pdf": file(PDF), "/f/b.pdf": [30.0]}) as server:
        town = Town(server, tmp_path, [article(1, files=("/f/a.pdf", "/f/b.pdf"))])
        process = start("crawl", town.file, "--output", town.out, "--delay", 0)
        end = time.monotonic() + 30
        while "/f/b.pdf" not in town.asked:
            assert time.monotonic() < end, "the second file was never asked for"
            time.sleep(0.001)
        process.kill()
        process.communicate()
        assert process.returncode == -signal.SIGKILL
        assert town.lines() == []  # a group commit is half a second
        server.paths["/f/b.pdf"] = file(PDF + b"b")
        line = town.crawl()
        assert town.asked == ["/f/b.pdf"]
        assert town.reasons() == {"/f/a.pdf": None, "/f/b.pdf": None}
        assert line["files"] == {"asked": 1, "kept": 2}
        town.agrees()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_while_files_are_asked_for_seals_the_run(tmp_path: Path, number: signal.Signals) -> None:
    images = tuple(f"/i/{place}.gif" for place in range(40))
    with evil({path: file(GIF[:-1] + path.encode(), b"image/gif") for path in images}) as server:
        town = Town(server, tmp_path, [article(1, images=images)])
        process = start("crawl", town.file, "--output", town.out, "--delay", 0.1)
        end = time.monotonic() + 30
        while len(town.asked) < 3:
            assert time.monotonic() < end
            time.sleep(0.01)
        process.send_signal(number)
        _, said = process.communicate(timeout=20)
        assert process.returncode == 128 + number, said
        line = last_run(town.folder)
        assert line["file_lines"] == len(town.lines()) == line["files"]["kept"]
        assert line["files"]["left"] == 40 - line["files"]["kept"]
        before = len(town.lines())
        town.crawl()
        assert len(town.asked) == 40 - before
        assert len({one["url"] for one in town.lines()}) == len(town.lines()) == 40
        town.agrees()


def test_after_kill_9_again_and_again_each_file_is_told_of_once_and_hardly_one_was_asked_for_twice(
    tmp_path: Path,
) -> None:
    images = tuple(f"/i/{place}.gif" for place in range(30))
    with evil({path: file(GIF[:-1] + path.encode(), b"image/gif") for path in images}) as server:
        town = Town(server, tmp_path, [article(1, images=images)])
        for most in (2, 9, 17, 25):
            process = start("crawl", town.file, "--output", town.out, "--delay", 0.02)
            end = time.monotonic() + 60
            while len(set(town.asked)) < most:
                assert time.monotonic() < end
                time.sleep(0.001)
            process.kill()
            process.communicate()
        asked = town.asked
        town.crawl()
        assert len(asked + town.asked) <= 30 + 4  # what was under way at each kill
        told = [one["url"].removeprefix(server.url) for one in town.lines() if one["reason"] is None]
        assert sorted(told) == sorted(images)
        assert len(town.lines()) == 30
        town.agrees()
