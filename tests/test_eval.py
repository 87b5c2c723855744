"""Does the comparison say what it should, with or without the libraries it compares with?"""

import doctest
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from benchmarks import ours, undated
from benchmarks.gold import FOLDER
from benchmarks.peers.contender import PEERS, ROOT, SEGMENTERS, Worker
from benchmarks.peers.job import Fields, Job, Reader
from congress_crawler.normalise import read_byline

SCORER = FOLDER / "score.py"
PAGE = """<html><head><meta charset="{charset}"><title>{title}-云溪人大网</title></head><body>
<div class="nav"><a href="/">首页</a> <a href="/dt/">工作动态</a></div>
<h1>{title}</h1><p class="info">{byline}</p>
<div id="zoom"><p>{first}</p><p>{second}</p></div>
<div class="foot">主办：云溪县人大常委会办公室</div></body></html>"""
FIRST = "云溪县人大常委会组织部分代表视察了城区三所学校的食堂，听取了教育部门的情况汇报。"
SECOND = "代表们建议，进一步完善食材采购制度，让学生吃得放心，让家长更加安心。"


def broken() -> Reader:
    """A reader that fails on every page."""

    def read(_: Job) -> Fields:
        raise ZeroDivisionError("no paragraph")

    return Reader(read)


def dying() -> Reader:
    """A reader whose process ends in the middle."""
    return Reader(lambda _: os._exit(7))


def record(key: str, charset: str, **fields: Any) -> dict[str, Any]:
    names: dict[str, list[str]] = {"persons": [], "organisations": [], "editors": []}
    same = {"id": key, "file": f"pages/{key}.html", "host": "www.example.cn", "url": None, "charset": charset}
    return {**same, **names, "published": None, "source": None, "body": [FIRST, SECOND], **fields}


@pytest.fixture
def gold(tmp_path: Path) -> Path:
    """A folder of the gold's form with two pages: one of all fields, one in GB 18030 that says neither when nor who."""
    rows = [
        record(
            "full", "utf-8", title="云溪县人大视察学校食堂", published="2019-05-06", source="云溪日报", persons=["方舟"]
        ),
        record("bare", "gb18030", title="云溪县代表建议办理见实效"),
    ]
    lines = {"full": "来源：云溪日报 作者：方舟 时间：2019-05-06", "bare": ""}
    (tmp_path / "pages").mkdir()
    for row in rows:
        charset = row["charset"]
        words = {
            "charset": charset,
            "title": row["title"],
            "byline": lines[row["id"]],
            "first": FIRST,
            "second": SECOND,
        }
        (tmp_path / row["file"]).write_bytes(PAGE.format(**words).encode(charset))
    byline = {"id": "b1", "raw": lines["full"], "published": "2019-05-06", "source": "云溪日报", "persons": ["方舟"]}
    write(tmp_path / "gold.jsonl", rows)
    write(tmp_path / "bylines.jsonl", [{**byline, "organisations": [], "editors": []}])
    return tmp_path


def write(file: Path, rows: list[dict[str, Any]]) -> None:
    file.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")


def evaluate(*words: object) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "benchmarks.eval", *map(str, words)]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, encoding="utf-8", check=False)


@pytest.mark.skipif(not SCORER.is_file(), reason="the gold's scorer (../shared/gold/score.py) is not here")
def test_a_folder_of_two_pages_is_scored_and_every_peer_is_named(gold: Path) -> None:
    file = gold / "figures.json"
    done = evaluate("--gold", gold / "gold.jsonl", "--rounds", 1, "--json", file)
    assert done.returncode == 0, done.stderr
    for one in (*PEERS, *SEGMENTERS):
        state = "NOT INSTALLED" if one.version() is None else one.version()
        assert f"{one.name}: " in done.stdout
        assert str(state) in next(line for line in done.stdout.splitlines() if line.startswith(f"{one.name}: "))
    found = json.loads(file.read_text(encoding="utf-8"))
    us = found["pages"]["congress-crawler"]
    assert (us["title"]["exact"], us["published"]["exact"], us["persons"]["f1"]) == (1, 1, 1), us["wrong"]
    assert us["body"]["share_f1_ge_0.99"] == 1, us
    assert found["bylines"]["congress-crawler"]["names_exact"] == 1
    assert found["invented"]["congress-crawler"]["published"] == [0, 1]
    assert found["invented"]["congress-crawler"]["undated"] == [0, 2]
    assert found["invented"]["congress-crawler"]["unpublished"] == [0, 2]
    assert found["speed"]["congress-crawler"]["pages"] == 2
    assert set(found["hard"]) == {"500 kB table", "5,000 deep"}


@pytest.mark.skipif(not SCORER.is_file(), reason="the gold's scorer (../shared/gold/score.py) is not here")
def test_a_wrong_reading_is_scored_as_wrong(gold: Path) -> None:
    """Records that say something else than the pages: a comparison that cannot fail would compare nothing."""
    rows = [json.loads(line) for line in (gold / "gold.jsonl").read_text(encoding="utf-8").splitlines()]
    other = {"title": "另一个标题", "published": "2001-01-01", "persons": ["林一帆"], "body": ["另一篇文章。"]}
    write(gold / "gold.jsonl", [{**row, **other} for row in rows])
    file = gold / "figures.json"
    assert evaluate("--gold", gold / "gold.jsonl", "--rounds", 1, "--alone", "--json", file).returncode == 0
    us = json.loads(file.read_text(encoding="utf-8"))["pages"]["congress-crawler"]
    assert (us["title"]["exact"], us["published"]["exact"], us["persons"]["f1"]) == (0, 0, 0)
    assert us["body"]["f1_mean"] < 0.1


def test_gold_that_is_not_there_is_said_in_one_sentence(tmp_path: Path) -> None:
    done = evaluate("--gold", tmp_path / "none.jsonl")
    assert done.returncode == 1
    assert "the gold is not here" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_peer_that_fails_is_counted_and_the_next_page_is_asked(tmp_path: Path) -> None:
    with Worker("tests.test_eval:broken", tmp_path / "log") as worker:
        answers = [worker.ask({"raw": "作者：方舟"}) for _ in range(2)]
    assert [answer["error"] for answer in answers] == ["ZeroDivisionError: no paragraph"] * 2
    assert [answer["fields"] for answer in answers] == [None, None]


def test_a_peer_whose_process_ends_is_counted_on_every_page(tmp_path: Path) -> None:
    with Worker("tests.test_eval:dying", tmp_path / "log") as worker:
        answers = [worker.ask({"raw": "作者：方舟"}) for _ in range(2)]
    assert all(answer["error"].startswith("no answer") for answer in answers)


def test_the_examples_of_the_comparison_hold() -> None:
    for module in (undated, ours):
        assert doctest.testmod(module).failed == 0


SAID = (
    "2016-06-03|2016年6月3日|2016.6.3|2016/6/3|二〇一六年六月三日|16-06-03|2016-06-03 09:12:33|3天前|2016年6月|20160603"
)


@pytest.mark.parametrize("said", SAID.split("|"))
def test_no_date_that_we_read_survives_in_an_undated_page(said: str) -> None:
    assert read_byline(f"时间：{undated.undated(said)}").published is None
    assert not any(sign.isdigit() for sign in undated.undated(said))


def test_what_pages_leave_in_memory_is_forgotten_before_a_first_page() -> None:
    assert ours.memories(), "no bounded cache is known; the figure for a first page would be one of a later page"
