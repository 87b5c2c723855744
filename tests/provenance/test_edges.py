"""What of pages without a date, in GBK, moved, or said to be unchanged? By the real command."""

from pathlib import Path

from congress_crawler.practice.trying import practice_toml, serve_kinds
from congress_crawler.provenance.finding import find
from tests.faults.pages import article
from tests.faults.server import evil, page
from tests.provenance.test_provenance import told
from tests.returning.town import Town
from tests.support import lines, run_later

UNDATED = (
    '<html><head><meta charset="gb2312"><title>试验人大</title></head><body><h1>青禾县:无日期的记事</h1>'
    "<div id=zoom><p>青禾县人大常委会组织代表视察三处泵站,听取情况介绍,就管护经费和冬春清淤提出七条建议,"
    "常委会将跟踪督办,并向下次会议报告办理的情况。</p><p>代表们还走访了两个村,看了村里新修的水渠。</p></div></body></html>"
)


def test_a_page_in_gbk_without_date_or_author_is_cited_by_what_there_is(tmp_path: Path) -> None:
    with evil({}) as server:
        town = Town(server, tmp_path, 3)
        server.paths["/a/2"] = page(UNDATED.encode("gb18030"), b"Content-Type: text/html")
        town.change(2, title="青禾县:无日期的记事", day="")
        assert town.crawl(0).returncode == 0
        row = next(one for one in town.kept("articles") if one["url"].endswith("/a/2"))
        assert (row["published"], row["authors"], row["charset"]["used"]) == (None, [], "gb18030")
        story = told(town.out, row["id"])
        cited, fields = story["cited"], {one["name"]: one for one in story["versions"][0]["fields"]}
        assert cited["gbt7714"].startswith("试验人大. 青禾县:无日期的记事[EB/OL]. [")
        assert "year" not in cited["bibtex"]
        assert "  date " not in cited["biblatex"]
        assert any("更新或修改日期 is left out" in note for note in cited["notes"])
        assert any("neither author nor source" in note for note in cited["notes"])
        assert fields["published"]["missing"] == row["missing"]["published"]
        spot = fields["title"]["spot"]
        body = UNDATED.encode("gb18030")
        assert body[spot["byte"] :].decode("gb18030").startswith("青禾县:无日期的记事</h1>")


def test_a_moved_article_is_told_at_both_addresses(tmp_path: Path) -> None:
    with evil({}) as server:
        town = Town(server, tmp_path, 6)
        assert town.crawl(0).returncode == 0
        town.article(2, folder="b")
        town.gone(2)
        town.change(2, folder="b")
        assert town.crawl(40, "--full").returncode == 0
        moved = next(one for one in town.kept("events") if one["event"] == "moved")
        old = told(town.out, moved["id"])
        assert (old["events"][-1]["event"]["event"], old["events"][-1]["event"]["to"]) == ("moved", moved["to"])
        assert {one["status"] for one in old["events"][-1]["records"]} >= {404}
        assert [one["url"] for one in old["twins"]] == [moved["to"]]
        new = told(town.out, find(moved["to"], [town.out]).id)
        assert "moved" in [one["event"]["event"] for one in new["events"]]


def test_an_answer_that_says_unchanged_leads_to_the_bytes_it_stands_for(tmp_path: Path) -> None:
    with evil({}) as server:
        town = Town(server, tmp_path, 2, etag=True)
        assert town.crawl(0).returncode == 0
        assert town.crawl(3).returncode == 0
        row = town.kept("articles")[0]
        story = told(town.out, row["id"])
        same = story["captures"][-1]
        assert (same["revisit"], same["head"]) == ("server-not-modified", "HTTP/1.1 304 Not Modified")
        assert same["of"] == row["provenance"]["warc"]
        assert same["said"]["size"] == len(article(int(row["url"].rpartition("/")[2])))
        name = same["said"]["ref"]["record_id"]
        body = run_later(4, "show-source", row["id"], town.out, "--capture", name)
        assert body.stdout.encode() == article(int(row["url"].rpartition("/")[2]))
        assert "is a revisit (304)" in body.stderr
        head = run_later(4, "show-source", row["id"], town.out, "--capture", name, "--headers")
        assert head.stdout.startswith("HTTP/1.1 304 Not Modified")
        assert "<html" not in head.stdout


def test_a_killed_run_is_told_without_its_line(tmp_path: Path) -> None:
    with evil({}) as server:
        town = Town(server, tmp_path, 2)
        assert town.crawl(0).returncode == 0
        for name in ("runs.jsonl", "heads.jsonl", "index.sqlite3"):
            (town.out / name).unlink()
        story = told(town.out, town.kept("articles")[0]["id"])
        assert story["runs"][0]["line"] is None
        assert (story["robots"][0]["allows"], story["robots"][0]["line"]) == (True, 2)
        assert story["robots"][0]["says"] == 'line 2, "Allow: /"'
        assert "nothing is sealed yet" in story["seal"]["says"]
        assert lines(town.out / "runs.jsonl") == []


def test_a_row_on_a_later_page_of_a_list_that_is_posted_leads_to_that_page(tmp_path: Path) -> None:
    with serve_kinds(("aspnet",), 0, None, 0) as urls:
        toml = tmp_path / "aspnet.toml"
        toml.write_text(practice_toml(urls["aspnet"], "aspnet"), encoding="utf-8")
        words = ("--output", tmp_path / "out", "--delay", 0, "--key", "none", "--limit", 20)
        assert run_later(0, "crawl", toml, *words).returncode == 0
        folder = tmp_path / "out/practice-aspnet"
        stories = [told(folder, one["id"]) for one in (lines(folder / "articles.jsonl")[at] for at in (0, -1))]
        first, last = (story["ways"][0]["record"] for story in stories)
        assert first["url"] == last["url"]
        assert first["ref"] != last["ref"]
        for story in stories:
            assert story["versions"][0]["row"]["title"] in story["ways"][0]["spot"]["excerpt"]
        assert stories[0]["seal"]["signed"] is False
