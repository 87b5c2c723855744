"""Gone, moved, back again, or only broken: what does the real command take for a removal, and what never?"""

from pathlib import Path

import pytest

from tests.faults.pages import TEXT, article, listing
from tests.faults.server import CLOSE, RESET, Evil, Script, evil, page
from tests.returning.town import Town, entry
from tests.support import run_later

SOON = 0.001  # days: the same day


def moved_to(target: str) -> Script:
    return page(b"", b"Location: " + target.encode(), status=b"301 Moved Permanently")


# --- what is evidence ---------------------------------------------------------------------------------------------


def test_gone_from_a_complete_walk_and_one_answer_that_says_so_is_removed(tmp_path: Path) -> None:
    with evil({}) as server:
        town = Town(server, tmp_path, 30, size=12)
        assert town.crawl(0).returncode == 0
        town.unlist(2, 3, 4, 5, 6)
        town.gone(2)
        town.gone(3, status=b"410 Gone")
        server.paths["/a/4"] = page("<title>提示</title><p>您访问的页面不存在或已被删除</p>".encode())
        server.paths["/a/5"] = moved_to("/list/")  # where sites send those who ask for what they took away
        assert town.crawl(31).returncode == 0
        assert sorted(town.events()) == [("removed", f"/a/{number}") for number in (2, 3, 4, 5)]  # 6 is still there
        assert town.line["removed"] == 4
        for event in town.kept("events")[30:]:
            assert "complete walk" in event["because"]
            assert event["evidence"]["offset"] > 0
        assert town.crawl(62).returncode == 0
        assert len(town.events()) == 4
        town.agrees(62)


def test_404_on_two_days_is_removed_though_it_is_listed_and_on_one_day_it_is_not(tmp_path: Path) -> None:
    with evil({}) as server:
        town = Town(server, tmp_path, 6)
        assert town.crawl(0).returncode == 0
        town.gone(2)
        assert town.crawl(1).returncode == 0
        assert town.crawl(1 + SOON, "--full").returncode == 0
        assert town.asked.count("/a/2") == 1
        assert (town.events(), town.line["reasons"]) == ([], {"not-found": 1})
        assert town.crawl(3).returncode == 0
        assert town.events() == [("removed", "/a/2")]
        event = town.kept("events")[-1]
        assert event["because"].count("404") == 2
        assert [one["record_id"] for one in event["supporting"]] != [event["evidence"]["record_id"]]
        town.agrees(3)


def test_what_is_there_again_has_returned_and_can_go_again(tmp_path: Path) -> None:
    with evil({}) as server:
        town = Town(server, tmp_path, 6, size=10)
        assert town.crawl(0).returncode == 0
        town.unlist(2)
        town.gone(2)
        assert town.crawl(1).returncode == 0
        town.add(2, at=4)
        assert town.crawl(1 + SOON).returncode == 0
        assert town.asked == ["/list/", "/a/2"]
        assert town.events() == [("removed", "/a/2"), ("returned", "/a/2")]
        assert (town.line["returned"], town.line["new"]) == (1, 0)
        assert len(town.kept("articles")) == 6
        town.unlist(2)
        town.gone(2)
        assert town.crawl(5).returncode == 0
        assert town.events("removed") == [("removed", "/a/2")] * 2
        town.agrees(5)


def test_what_returns_with_another_text_has_returned_and_is_edited(tmp_path: Path) -> None:
    with evil({}) as server:
        town = Town(server, tmp_path, 6, size=10)
        assert town.crawl(0).returncode == 0
        town.unlist(2)
        town.gone(2)
        assert town.crawl(1).returncode == 0
        town.add(2, at=4)
        town.article(2, text=TEXT.replace("七条", "八条"))
        assert town.crawl(2).returncode == 0
        assert town.events() == [("removed", "/a/2"), ("returned", "/a/2"), ("edited", "/a/2")]
        town.agrees(2)


def test_the_same_text_at_a_new_address_has_moved_when_the_old_one_is_gone_or_leads_there(tmp_path: Path) -> None:
    with evil({}) as server:
        town = Town(server, tmp_path, 12)
        assert town.crawl(0).returncode == 0
        for number in (5, 6, 7):
            town.article(number, folder="b")
        town.change(5, folder="b")
        town.change(6, folder="b")
        town.gone(5)
        server.paths["/a/6"] = moved_to("/b/6")
        server.paths["/a/7"] = moved_to("/b/7")  # the list still says /a/7
        assert town.crawl(1).returncode == 0
        assert sorted(town.events()) == [("moved", f"/a/{number}") for number in (5, 6, 7)]
        told = {one["url"]: one["to"] for one in town.kept("events") if one["event"] == "moved"}
        assert told == {f"{server.url}/a/{number}": f"{server.url}/b/{number}" for number in (5, 6, 7)}
        assert (town.line["moved"], town.line["new"]) == (3, 3)
        for day in (2, 3, 35):
            assert town.crawl(day).returncode == 0
        assert len(town.events()) == 3
        town.agrees(35)


def test_the_same_text_at_a_second_address_is_no_move_while_the_first_one_answers(tmp_path: Path) -> None:
    with evil({}) as server:
        town = Town(server, tmp_path, 6, size=10)
        assert town.crawl(0).returncode == 0
        town.article(5, folder="b")
        town.entries.insert(0, entry(5, folder="b"))
        town.publish()
        assert town.crawl(1).returncode == 0
        assert (town.events(), town.line["new"]) == ([], 1)


# --- what is none -------------------------------------------------------------------------------------------------


CUT = b"HTTP/1.1 200 OK\r\nContent-Length: 9000\r\n\r\n<p>"
NO_EVIDENCE: dict[str, Script] = {
    "a broken server": page(b"", status=b"500 Internal Server Error"),
    "a refusal": page(b"", status=b"403 Forbidden"),
    "a connection that is reset": [RESET],
    "an answer that breaks off": [CUT, CLOSE],
    "a wall": page(b"<html><script>document.cookie='__jsl_clearance=1';location.reload()</script></html>"),
    "a wall with a status": page(b"<html><script>challenge()</script></html>", status=b"521 Web Server Is Down"),
    "an empty page": page(b"<html></html>"),
    "another host": moved_to("http://127.0.0.2:9/"),
    "busy": page(b"", b"Retry-After: 0", status=b"503 Busy"),
}


def test_what_says_nothing_about_the_article_removes_nothing_on_three_days(tmp_path: Path) -> None:
    with evil({}) as server:
        town = Town(server, tmp_path, 2 * len(NO_EVIDENCE) + 4, size=40)
        assert town.crawl(0).returncode == 0
        for number, answer in enumerate(NO_EVIDENCE.values(), 1):
            server.paths[f"/a/{2 * number}"] = answer
            town.unlist(2 * number)
        for day in (1, 2, 4):
            town.crawl(day)
            assert (town.line["listings"][0]["complete"], town.line["rechecks"]["failed"]) == (True, len(NO_EVIDENCE))
        assert town.events() == []
        town.agrees(4)


def test_robots_that_refuse_an_article_remove_nothing(tmp_path: Path) -> None:
    with evil({}) as server:
        town = Town(server, tmp_path, 6, size=10)
        assert town.crawl(0).returncode == 0
        server.paths["/robots.txt"] = page(b"User-agent: *\nDisallow: /a/2\n", b"Content-Type: text/plain")
        town.unlist(2)
        town.gone(2)
        for day in (1, 2):
            assert town.crawl(day).returncode == 0
            assert "/a/2" not in town.asked
        assert town.events() == []


BREAKS: dict[str, Script] = {
    "500": page(b"", status=b"500 Internal Server Error"),
    "404": page(b"", status=b"404 Not Found"),
    "a wall": NO_EVIDENCE["a wall"],
    "a page without rows": page(b"<html><body><p>...</p></body></html>"),
}


@pytest.mark.parametrize("how", BREAKS)
def test_a_list_that_breaks_off_proves_no_absence(tmp_path: Path, how: str) -> None:
    with evil({}) as server:
        town = Town(server, tmp_path, 12)
        assert town.crawl(0).returncode == 0
        town.unlist(2)
        town.gone(2)
        server.paths["/list/index_1.html"] = BREAKS[how]
        done = town.crawl(31)
        assert "/a/2" in town.asked
        assert town.events() == []
        if how != "a page without rows":
            assert done.returncode != 0
            assert not town.line["listings"][0]["complete"]


def test_a_walk_for_news_proves_no_absence(tmp_path: Path) -> None:
    with evil({}) as server:
        town = Town(server, tmp_path, 20)
        assert town.crawl(0).returncode == 0
        town.unlist(2)
        town.gone(2)
        assert town.crawl(1).returncode == 0
        assert town.line["listings"][0]["ended"] == "known rows"
        assert "/a/2" in town.asked
        assert (town.events(), town.line["rechecks"]["failed"]) == ([], 1)


def test_one_listing_of_two_that_is_not_had_proves_no_absence(tmp_path: Path) -> None:
    with evil({}) as server:
        town = Town(server, tmp_path, 6, size=10)
        text = town.toml.read_text(encoding="utf-8")
        more = f'\n[[listing]]\nsection = ["乙"]\nurl = "{server.url}/two/"\n'
        town.toml.write_text(text + more, encoding="utf-8")
        server.paths["/two/"] = listing("/c/1")
        server.paths["/c/1"] = page(article(71))
        assert town.crawl(0).returncode == 0
        town.unlist(2)
        town.gone(2)
        server.paths["/two/"] = page(b"", status=b"500 Internal Server Error")
        assert town.crawl(1).returncode != 0
        assert town.events() == []
        server.paths["/two/"] = listing("/c/1")
        assert town.crawl(1 + SOON).returncode == 0
        assert town.events() == [("removed", "/a/2")]


# --- a site that was rebuilt --------------------------------------------------------------------------------------


def redesigned(server: Evil, town: Town) -> None:
    """All old addresses are gone; the list has as many new ones, with other texts."""
    town.gone(*(one.number for one in town.entries))
    town.entries = [entry(one.number, folder="b") for one in town.entries]
    for one in town.entries:
        town.article(one.number, folder="b", text=TEXT.replace("七条", "八条"))
    town.publish()


def test_when_everything_vanishes_at_once_it_is_an_alarm_and_a_removal_only_on_another_day(tmp_path: Path) -> None:
    with evil({}) as server:
        town = Town(server, tmp_path, 30, size=10)
        assert town.crawl(0).returncode == 0
        redesigned(server, town)
        done = town.crawl(31)
        assert (done.returncode, town.line["end"], town.events()) == (65, "alarm", [])
        assert town.line["new"] == 30
        assert "30 of 60" in town.line["alarms"][0]
        assert "30 of 60" in done.stderr
        again = town.crawl(31 + SOON, "--full")
        assert (again.returncode, town.events()) == (65, [])  # the same day proves no more
        assert town.crawl(62).returncode == 0
        assert sorted(town.events()) == sorted(("removed", f"/a/{number}") for number in range(1, 31))
        town.agrees(62)


def test_a_list_without_rows_is_exit_65_and_removes_nothing_however_often(tmp_path: Path) -> None:
    with evil({}) as server:
        town = Town(server, tmp_path, 12)
        assert town.crawl(0).returncode == 0
        town.gone(*range(1, 13))
        server.paths["/list/"] = page("<html><body><div id='app'><p>欢迎访问</p></div></body></html>".encode())
        for day in (1, 3, 35):
            done = town.crawl(day)
            assert (done.returncode, town.events()) == (65, [])
            assert "/list/" in done.stderr


DATED = "来源:本网   时间:2020-05-06"


def undated(number: int) -> bytes:
    return article(number).replace("   时间:2020-05-06".encode(), b"")


def test_a_field_that_is_no_longer_filled_is_exit_65_and_removes_nothing_and_old_pages_keep_their_profile(
    tmp_path: Path,
) -> None:
    with evil({}) as server:
        town = Town(server, tmp_path, 24, size=12)
        for number in range(1, 25):
            body = article(number).replace("时间:2020-05-06".encode(), DATED.encode())
            server.paths[f"/a/{number}"] = page(body)
            town.change(number, day="")
        assert town.crawl(0).returncode == 0
        assert {row["published"] for row in town.kept("articles")} == {"2020-05-06"}
        for number in range(1, 25):
            server.paths[f"/a/{number}"] = page(undated(number))
        town.unlist(2)
        town.gone(2)
        done = town.crawl(31)
        assert (done.returncode, town.line["end"], town.events("removed", "edited")) == (65, "alarm", [])
        assert "published is read on 0 of 23 pages" in town.line["alarms"][0]
        assert town.line["alarms"][0] in done.stderr
        text = town.toml.read_text(encoding="utf-8")
        town.toml.write_text(text.replace("试验人大", "改版人大"), encoding="utf-8")  # 本网 of today is another
        town.add(25)
        town.crawl(32)
        assert {row["source"] for row in town.kept("articles")[:24]} == {"试验人大"}
        assert len({row["provenance"]["profile"] for row in town.kept("articles")}) == 2
        town.agrees(32)


def test_report_says_what_the_alarm_said(tmp_path: Path) -> None:
    with evil({}) as server:
        town = Town(server, tmp_path, 30, size=10)
        assert town.crawl(0).returncode == 0
        redesigned(server, town)
        assert town.crawl(31).returncode == 65
        told = run_later(31, "report", town.out)
        assert told.returncode == 65
        assert "30 of 60" in told.stdout.replace("\n", " ")
