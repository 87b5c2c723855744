"""Coming back, by the real command: is what is new found, what changed noticed, and as little asked as that takes?"""

import importlib
import signal
import time
from pathlib import Path
from typing import Any

from congress_crawler.practice.entries import paging
from congress_crawler.practice.kinds import make
from congress_crawler.practice.plan import Plan
from congress_crawler.practice.server import serve
from congress_crawler.practice.site import Site
from congress_crawler.practice.trying import practice_toml
from tests.faults.pages import TEXT, article
from tests.faults.server import Step, evil, page
from tests.returning.town import Town, list_path
from tests.support import last_run, lines, run_later, start

ArchiveIterator = importlib.import_module("warcio.archiveiterator").ArchiveIterator  # it has no types to import
SOON = 0.001  # days: a minute and a half, the same day

# --- how far a list is walked -------------------------------------------------------------------------------------


def test_new_rows_are_found_and_the_walk_stops_after_two_pages_of_known_ones(tmp_path: Path) -> None:
    with evil({}) as server:
        town = Town(server, tmp_path, 20)
        assert town.crawl(0).returncode == 0
        town.add(21)
        assert town.crawl(SOON).returncode == 0
        assert town.asked == ["/list/", "/a/21", "/list/index_1.html", "/list/index_2.html"]
        walked = town.line["listings"][0]
        assert (walked["ended"], walked["full"], walked["complete"]) == ("known rows", False, False)
        assert (walked["new"], walked["known"], walked["warnings"]) == (1, 11, [])
        assert town.crawl(2 * SOON).returncode == 0
        assert town.asked == ["/list/", "/list/index_1.html"]
        town.agrees()


def test_pinned_rows_neither_stop_the_walk_nor_keep_it_going(tmp_path: Path) -> None:
    with evil({}) as server:
        town = Town(server, tmp_path, 20)
        town.change(3, pinned=True)
        town.entries.insert(0, town.entries.pop(-3))
        town.publish()
        assert town.crawl(0).returncode == 0
        town.change(3, title="青禾县:第3次视察记事(修订)")
        assert town.crawl(SOON).returncode == 0
        assert town.asked == ["/list/", "/list/index_1.html"]
        town.add(21, at=1)
        assert town.crawl(2 * SOON).returncode == 0
        assert town.asked == ["/list/", "/a/21", "/list/index_1.html", "/list/index_2.html"]


def test_a_post_that_is_dated_back_is_found_by_the_full_walk(tmp_path: Path) -> None:
    with evil({}) as server:
        town = Town(server, tmp_path, 20)
        assert town.crawl(0).returncode == 0
        town.add(21, at=14)
        assert town.crawl(1).returncode == 0
        assert (town.line["new"], town.line["listings"][0]["full"]) == (0, False)
        assert town.crawl(31).returncode == 0
        assert (town.line["new"], town.line["listings"][0]["full"]) == (1, True)
        town.add(22, at=14)
        assert town.crawl(31 + SOON).returncode == 0
        assert town.line["new"] == 0
        assert town.crawl(32.5, "--full-every", 1).returncode == 0
        assert (town.line["new"], town.line["listings"][0]["complete"]) == (1, True)


def test_after_a_run_that_left_links_behind_the_list_is_walked_to_its_end(tmp_path: Path) -> None:
    with evil({}) as server:
        town = Town(server, tmp_path, 20)
        assert town.crawl(0).returncode == 0
        for number in range(21, 27):
            town.add(number)
        assert town.crawl(SOON, "--limit", 2).returncode == 0
        assert (town.line["new"], town.line["end"]) == (2, "limited")
        assert town.crawl(2 * SOON).returncode == 0
        walked = town.line["listings"][0]
        assert (walked["new"], walked["full"], walked["complete"], walked["pages"]) == (4, True, True, 7)
        assert town.crawl(3 * SOON).returncode == 0
        assert town.asked == ["/list/", "/list/index_1.html"]


def test_a_list_that_shifts_while_it_is_walked_loses_nothing(tmp_path: Path) -> None:
    for kind in ("trs-one", "json"):
        with serve(make(kind, shifting=True)) as server:
            file = tmp_path / f"{kind}.toml"
            file.write_text(practice_toml(server.url, kind=kind), encoding="utf-8")
            done = run_later(0, "crawl", file, "--output", tmp_path / "out", "--delay", 0)
            assert done.returncode == 0, done.stderr
            folder, expected = tmp_path / f"out/practice-{kind}", server.site.expected()
            found = {row["url"].removeprefix(server.url[:-1]) for row in lines(folder / "articles.jsonl")}
            assert found == {row.path for row in expected.rows}
            walked = last_run(folder)["listings"][0]
            assert (walked["walks"], walked["complete"], walked["warnings"]) == (2, True, [])


def test_a_row_that_leaves_the_list_while_it_is_walked_hides_no_other(tmp_path: Path) -> None:
    with evil({}) as server:
        town = Town(server, tmp_path, 12)

        def shorten(_: bytes) -> list[Step]:
            town.unlist(12)
            return page(article(9))

        server.paths["/a/9"] = shorten  # the last of page 1: what began page 2 is now on page 1
        done = town.crawl(0)
        assert done.returncode == 0, done.stderr
        assert len(town.kept("articles")) == 12
        assert (town.line["listings"][0]["walks"], town.line["listings"][0]["complete"]) == (2, True)


def test_a_list_that_never_stands_still_is_walked_three_times_and_no_more(tmp_path: Path) -> None:
    with evil({}) as server:
        town = Town(server, tmp_path, 8)

        def first(_: bytes) -> list[Step]:
            town.entries.append(town.entries.pop(0))
            made = town.list_page(town.entries[:4], 0, 2)
            assert isinstance(made, list)
            return made

        server.paths["/list/"] = first
        town.crawl(0)
        walked = town.line["listings"][0]
        assert walked["walks"] == 3
        assert town.asked.count("/list/index_1.html") == 3


def test_a_list_of_two_pages_that_are_all_known_is_a_complete_one(tmp_path: Path) -> None:
    with evil({}) as server:
        town = Town(server, tmp_path, 8)
        for day in (0, SOON):
            assert town.crawl(day).returncode == 0
        assert town.asked == ["/list/", "/list/index_1.html"]
        assert town.line["listings"][0]["complete"]


# --- when an article is asked again -------------------------------------------------------------------------------


def test_an_article_is_asked_again_on_a_day_that_follows_its_changes(tmp_path: Path) -> None:
    with evil({}) as server:
        town = Town(server, tmp_path, 2)
        asked: dict[float, list[str]] = {}
        for day in (0, 0.5, 1, 2, 3, 5, 7, 8, 9, 11, 15):
            if day == 7:
                town.article(2, text=TEXT + "会后补充了两条意见。")
            assert town.crawl(day).returncode == 0
            asked[day] = [one for one in town.asked if one.startswith("/a/")]
        assert [day for day, paths in asked.items() if "/a/1" in paths] == [0, 1, 3, 7, 15]
        assert [day for day, paths in asked.items() if "/a/2" in paths] == [0, 1, 3, 7, 9, 15]
        assert town.events() == [("edited", "/a/2")]


def test_a_row_that_says_something_new_has_its_article_asked_again_and_only_once(tmp_path: Path) -> None:
    with evil({}) as server:
        town = Town(server, tmp_path, 6, size=10)
        for day in (0, 1):
            assert town.crawl(day).returncode == 0
        town.change(5, title="青禾县:第5次视察记事(修订)")
        town.change(3, day="2020-05-09")
        town.article(5, text=TEXT + "会后补充了两条意见。")
        assert town.crawl(2).returncode == 0
        assert town.asked == ["/list/", "/a/5", "/a/3"]
        assert town.events() == [("edited", "/a/5"), ("cosmetic", "/a/3")]
        assert town.crawl(2 + SOON).returncode == 0
        assert town.asked == ["/list/"]


def test_a_row_whose_article_did_not_change_is_not_asked_day_after_day(tmp_path: Path) -> None:
    with evil({}) as server:
        town = Town(server, tmp_path, 6, size=10)
        for day in (0, 1, 3):
            assert town.crawl(day).returncode == 0
        town.change(3, day="2020-05-09")
        assert town.crawl(4).returncode == 0
        assert town.asked == ["/list/", "/a/3"]
        assert town.crawl(5).returncode == 0
        assert town.asked == ["/list/"]


def test_a_list_whose_links_lead_on_is_left_alone_on_the_same_day(tmp_path: Path) -> None:
    with evil({}) as server:
        town = Town(server, tmp_path, 12)
        for number in range(1, 13):
            town.article(number, folder="b")
            server.paths[f"/a/{number}"] = page(b"", b"Location: /b/%d" % number, status=b"301 Moved Permanently")
        assert town.crawl(0).returncode == 0
        assert town.crawl(SOON).returncode == 0
        assert town.asked == ["/list/", "/list/index_1.html"]
        town.article(12, folder="b", text=TEXT.replace("七条", "八条"))
        assert town.crawl(1).returncode == 0
        assert town.events() == [("edited", "/b/12")]
        assert town.asked[1:3] == ["/a/12", "/b/12"]


#: What an address may answer that is its own fault, not the network's or the server's.
OWN: dict[str, list[Step]] = {
    "not-found": page(b"", status=b"404 Not Found"),
    "soft-404": page("<title>提示</title><p>您访问的页面不存在或已被删除</p>".encode()),
    "no-body": page("<html><head><title>某事_试验人大</title></head><body><h1>青禾县某事</h1></body></html>".encode()),
    "not-html": page(b"%PDF-1.4", b"Content-Type: application/pdf"),
    "off-site": page(b"", b"Location: http://127.0.0.2:9/", status=b"302 Found"),
}


def test_a_link_that_failed_by_its_own_fault_is_asked_again_on_its_day_and_no_sooner(tmp_path: Path) -> None:
    with evil({}) as server:
        town = Town(server, tmp_path, 12)
        for number, answer in enumerate(OWN.values(), 8):
            server.paths[f"/a/{number}"] = answer
        assert town.crawl(0).returncode == 0
        assert town.line["reasons"] == dict.fromkeys(OWN, 1)
        assert town.crawl(SOON).returncode == 0
        assert town.asked == ["/list/", "/list/index_1.html"]
        for number in range(8, 13):
            town.article(number)
        assert town.crawl(1).returncode == 0
        assert (town.line["new"], town.line["failed"]) == (5, 0)


def test_a_link_that_failed_by_the_servers_fault_is_asked_by_the_next_run(tmp_path: Path) -> None:
    with evil({}) as server:
        town = Town(server, tmp_path, 6)
        server.paths["/a/6"] = page(b"", status=b"500 Internal Server Error")
        assert town.crawl(0).returncode == 0
        town.article(6)
        assert town.crawl(SOON).returncode == 0
        assert (town.line["new"], len(town.kept("articles"))) == (1, 6)


# --- what an answer means -----------------------------------------------------------------------------------------


def records(folder: Path) -> list[tuple[str, dict[str, str], bytes]]:
    """Every record of an archive, read by warcio: type, headers, block without the HTTP head."""
    found = []
    for path in sorted(folder.glob("warc/*.warc.gz")):
        with path.open("rb") as stream:
            for record in ArchiveIterator(stream, check_digests="raise"):
                headers = dict(record.rec_headers.headers)
                found.append((record.rec_type, headers, record.content_stream().read()))
    return found


def test_not_modified_is_a_revisit_that_verifies_and_replays(tmp_path: Path) -> None:
    with evil({}) as server:
        town = Town(server, tmp_path, 3, etag=True)
        for day in (0, 1):
            assert town.crawl(day).returncode == 0
        assert sum(b"If-None-Match: " in head for head in server.heard) == 3
        assert (town.line["unchanged"], town.line["cosmetic"], len(town.kept("articles"))) == (3, 0, 3)
        town.agrees(1)
        kept = records(town.out)
    responses = {(one["WARC-Target-URI"], one["WARC-Date"]): one for kind, one, _ in kept if kind == "response"}
    told = [(one, block) for kind, one, block in kept if kind == "revisit" and "/a/" in one["WARC-Target-URI"]]
    assert len(told) == 3
    for one, block in told:
        assert one["WARC-Profile"].endswith("/server-not-modified")
        assert block == b""
        original = responses[one["WARC-Refers-To-Target-URI"], one["WARC-Refers-To-Date"]]
        assert one["WARC-Refers-To"] == original["WARC-Record-ID"]
        assert one["WARC-Payload-Digest"] == original["WARC-Payload-Digest"]
        assert one["WARC-Target-URI"] == original["WARC-Target-URI"]


def test_other_bytes_with_the_same_text_are_cosmetic_and_another_text_is_a_version_with_its_diff(
    tmp_path: Path,
) -> None:
    with evil({}) as server:
        town = Town(server, tmp_path, 4)
        assert town.crawl(0).returncode == 0
        server.paths["/a/1"] = page(article(1).replace("版权所有".encode(), "访问12次 版权所有".encode()))
        town.article(2, text=TEXT.replace("七条", "八条"))
        server.paths["/a/3"] = page(article(3).replace("第3次视察记事".encode(), "第3次视察纪实".encode()))
        assert town.crawl(1).returncode == 0
        # The version of an article is its text. A headline alone that changes is therefore cosmetic: told of, its
        # bytes kept, its row as it was.
        assert sorted(town.events()) == [("cosmetic", "/a/1"), ("cosmetic", "/a/3"), ("edited", "/a/2")]
        edited = next(one for one in town.kept("events") if one["event"] == "edited")
        assert [line[:2] for line in edited["diff"]] == ["- ", "- ", "+ ", "+ "]
        assert sum("七条" in line for line in edited["diff"] if line.startswith("- ")) == 2
        assert sum("八条" in line for line in edited["diff"] if line.startswith("+ ")) == 2
        assert [(one["url"][-3:], one["version"]) for one in town.kept("articles")][4:] == [("a/2", 2)]
        assert town.crawl(1 + SOON, "--full").returncode == 0
        assert len(town.events()) == 3
        town.agrees(1)


# --- dying on the way ---------------------------------------------------------------------------------------------


def test_killed_while_coming_back_then_one_more_run_gives_everything_exactly_once(tmp_path: Path) -> None:
    with evil({}) as server:
        town = Town(server, tmp_path, 40, size=10)
        assert town.crawl(0).returncode == 0
        for number in range(1, 41):
            town.article(number, text=TEXT.replace("七条", "八条"))
        for number in range(41, 45):
            town.add(number)
        town.unlist(7)
        town.gone(7)
        rows = town.out / "articles.jsonl"
        process = start("crawl", town.toml, "--output", town.out.parent, "--delay", 0.03, "--full")
        while len(rows.read_bytes().splitlines()) < 50:
            assert process.poll() is None
            time.sleep(0.02)
        process.send_signal(signal.SIGKILL)
        process.communicate()
        assert process.returncode == -signal.SIGKILL
        done = town.crawl(SOON, "--full")
        assert done.returncode == 0, done.stderr
        assert town.line["listings"][0]["full"]
        versions = sorted((int(one["url"].rsplit("/", 1)[1]), one["version"]) for one in town.kept("articles"))
        expected = [(number, 1) for number in range(1, 45)] + [(n, 2) for n in range(1, 41) if n != 7]
        assert versions == sorted(expected)
        assert town.events("removed") == [("removed", "/a/7")]
        assert len(town.events("edited")) == 39
        assert [one["exit"] for one in town.kept("runs")].count(None) == 1
        town.agrees()
        assert town.crawl(2 * SOON).returncode == 0
        assert town.asked == ["/list/", "/list/index_1.html"]


def test_a_run_that_was_killed_is_followed_by_a_full_walk(tmp_path: Path) -> None:
    with evil({}) as server:
        town = Town(server, tmp_path, 20)
        assert town.crawl(0).returncode == 0
        server.paths["/list/index_1.html"] = [30.0]
        process = start("crawl", town.toml, "--output", town.out.parent, "--delay", 0)
        server.heard.clear()
        while "/list/index_1.html" not in server.asked():
            time.sleep(0.02)
        process.kill()
        process.communicate()
        town.publish()
        assert town.crawl(SOON).returncode == 0
        assert town.asked == [list_path(number) for number in (0, 1, 2, 3, 4, 0)]
        assert town.line["listings"][0]["complete"]


# --- thrift -------------------------------------------------------------------------------------------------------


class Grown(Plan, frozen=True, dict=True):
    """The site with ten articles more on top, and nothing else changed."""

    @property
    def numbers(self) -> range:
        """The numbers listed."""
        return range(self.articles + 10)


def grown(articles: int) -> Site:
    """The site of so many articles after ten new ones."""
    site = Site(articles)
    site.plan = Grown(articles, 0)
    site.paging = paging(site.plan, None, None)
    return site


def test_coming_back_to_a_thousand_articles_costs_3_requests_and_14_with_ten_new_ones(tmp_path: Path) -> None:
    file = tmp_path / "practice.toml"
    words: list[Any] = ["crawl", file, "--output", tmp_path / "out", "--delay", 0]
    with serve(Site(1000)) as server:
        file.write_text(practice_toml(server.url), encoding="utf-8")
        assert run_later(0, *words).returncode == 0
        first = len(server.requests)
        server.requests.clear()
        assert run_later(SOON, *words).returncode == 0
        second = len(server.requests)
        server.requests.clear()
        server.site = grown(1000)
        assert run_later(2 * SOON, *words).returncode == 0
        third = len(server.requests)
        line = last_run(tmp_path / "out/practice")
        assert (line["new"], line["removed"], line["alarms"]) == (10, 0, [])
    assert first > 1000
    assert second <= 3
    assert third <= 16
