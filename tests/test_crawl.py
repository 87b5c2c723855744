"""The main job: the practice site, crawled by the real command, against what the site knows of itself."""

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from congress_crawler.practice.server import Server, serve
from congress_crawler.practice.site import Site
from congress_crawler.practice.trying import practice_toml
from tests.support import PLAIN, last_run, lines, run, run_later


@pytest.fixture(scope="module")
def site() -> Iterator[Server]:
    with serve(Site()) as server:
        yield server


@pytest.fixture(scope="module")
def crawled(site: Server, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The output folder after one crawl of the whole practice site."""
    folder = tmp_path_factory.mktemp("crawl")
    (folder / "practice.toml").write_text(practice_toml(site.url), encoding="utf-8")
    done = run("crawl", folder / "practice.toml", "--output", folder / "out", "--delay", 0)
    assert done.returncode == 0, done.stderr
    return folder


def rows_by_path(folder: Path) -> dict[str, dict[str, Any]]:
    return {"/" + row["url"].split("/", 3)[3]: row for row in lines(folder / "out/practice/articles.jsonl")}


def names(row: dict[str, Any], kind: str) -> list[str]:
    return [author["name"] for author in row["authors"] if author["kind"] == kind]


def test_every_article_is_a_row_and_nothing_else_is(site: Server, crawled: Path) -> None:
    assert sorted(rows_by_path(crawled)) == sorted(row.answered_by for row in site.site.expected().rows)


def test_every_other_link_is_a_failure_with_its_name(site: Server, crawled: Path) -> None:
    found = sorted(f["reason"] for f in lines(crawled / "out/practice/failures.jsonl"))
    assert found == sorted(f.reason for f in site.site.expected().failures)


@pytest.mark.parametrize("field", ["title", "subtitle", "organisations", "persons", "source", "editors", "published"])
def test_what_is_read_is_what_the_site_says(site: Server, crawled: Path, field: str) -> None:
    rows = rows_by_path(crawled)
    wrong = {}
    for article in site.site.expected().rows:
        row = rows[article.answered_by]
        read = {
            "title": row["title"],
            "subtitle": row["subtitle"],
            "organisations": tuple(names(row, "organisation")),
            "persons": tuple(names(row, "person")),
            "source": row["source"],
            "editors": tuple(row["editors"]),
            "published": row["published"],
        }[field]
        if read != getattr(article, field):
            wrong[article.path] = (read, getattr(article, field))
    assert not wrong


def test_the_run_says_what_it_did(site: Server, crawled: Path) -> None:
    line, expected = last_run(crawled / "out/practice"), site.site.expected()
    assert (line["exit"], line["end"]) == (0, "finished")
    assert line["new"] == line["rows"] == len(expected.rows)
    assert line["failed"] == line["failure_lines"] == len(expected.failures)
    assert line["found"] == line["new"] + line["unchanged"] + line["failed"]
    assert line["robots"][0]["status"] == 200
    assert len(line["listing_pages"]) > 1


def test_every_row_has_its_event(crawled: Path) -> None:
    events = lines(crawled / "out/practice/events.jsonl")
    rows = lines(crawled / "out/practice/articles.jsonl")
    assert [(e["event"], e["id"], e["version"]) for e in events] == [("new", row["id"], 1) for row in rows]


def test_no_decoy_is_asked(site: Server, crawled: Path) -> None:
    asked = {request.path for request in site.requests if "/articles/" in request.path}
    assert asked
    assert all(path.startswith("/articles/ch00711/") for path in asked)


def test_verify_is_clean_and_reextract_gives_the_same_rows(crawled: Path) -> None:
    done = run("verify", crawled / "out")
    assert done.returncode == 0, done.stdout
    again = run("reextract", crawled / "out", "--to", crawled / "again.jsonl")
    assert again.returncode == 0, again.stderr
    old = [json.loads(line) for line in (crawled / "out/practice/articles.jsonl").read_bytes().splitlines()]
    new = [json.loads(line) for line in (crawled / "again.jsonl").read_bytes().splitlines()]
    assert new == old  # from the WARC files alone, provenance included: this run was not interrupted
    assert (crawled / "again.jsonl").read_bytes() == (crawled / "out/practice/articles.jsonl").read_bytes()


def test_independent_readers_accept_the_archive(crawled: Path) -> None:
    for path in (crawled / "out/practice/warc").glob("*.warc.gz"):
        for command in (["warcio", "check", "-v", str(path)], ["fastwarc", "check", str(path)]):
            tool = Path(sys.executable).with_name(command[0])
            done = subprocess.run([str(tool), *command[1:]], capture_output=True, text=True, check=False)
            assert done.returncode == 0, done.stdout + done.stderr


def test_a_second_crawl_adds_no_row_and_no_payload(site: Server, crawled: Path) -> None:
    folder = crawled / "out/practice"
    rows, failures = (folder / "articles.jsonl").read_bytes(), (folder / "failures.jsonl").read_bytes()
    site.requests.clear()
    words = ["crawl", crawled / "practice.toml", "--output", crawled / "out", "--delay", 0]
    done = run(*words)
    assert done.returncode == 0, done.stderr
    line = last_run(folder)
    assert (line["new"], line["edited"], line["cosmetic"], line["unchanged"]) == (0, 0, 0, 0)
    assert line["skipped"] > 0
    assert len(site.requests) <= 3  # robots.txt and two pages of known rows
    done = run_later(2, *words)
    assert done.returncode == 0, done.stderr
    line = last_run(folder)
    assert line["new"] == line["edited"] == line["cosmetic"] == 0
    unchanged = line["unchanged"] + line["rechecks"].get("unchanged", 0)
    assert unchanged > 100
    assert (folder / "articles.jsonl").read_bytes() == rows
    assert (folder / "failures.jsonl").read_bytes() == failures
    conditional = [r for r in site.requests if "if-none-match" in r.headers or "if-modified-since" in r.headers]
    expected = site.site.expected().rows
    assert len(conditional) >= sum(row.has_validators and row.path == row.answered_by for row in expected)
    first, *later = sorted((folder / "warc").glob("*.warc.gz"))
    assert sum(one.stat().st_size for one in later) < first.stat().st_size / 4
    assert run_later(2, "verify", crawled / "out").returncode == 0


def test_the_site_weeks_later_gives_new_articles_a_version_and_an_event(tmp_path: Path) -> None:
    with serve(Site(40)) as server:
        (tmp_path / "practice.toml").write_text(practice_toml(server.url), encoding="utf-8")
        words = ["crawl", tmp_path / "practice.toml", "--output", tmp_path / "out", "--delay", 0]
        assert run(*words).returncode == 0
        before = server.site.expected()
        server.site = Site(40, epoch=1)
        after = server.site.expected()
        assert run(*words, "--full").returncode == 0
        assert run(*words, "--full").returncode == 0  # and a third time nothing happens again
    rows = lines(tmp_path / "out/practice/articles.jsonl")
    events = [event["event"] for event in lines(tmp_path / "out/practice/events.jsonl")]
    assert events.count("new") == len(before.rows) + len(after.new) > len(before.rows)
    assert events.count("edited") == len(after.edited) > 0
    assert events.count("cosmetic") == len(after.cosmetic) > 0
    assert [row["version"] for row in rows].count(2) == len(after.edited)
    assert last_run(tmp_path / "out/practice")["unchanged"] > 0
    assert run("verify", tmp_path / "out").returncode == 0
    again = run("reextract", tmp_path / "out", "--to", tmp_path / "again.jsonl")
    assert "all as in articles.jsonl" in again.stderr, again.stderr


def test_scrapy_crawl_gives_the_same_files(site: Server, crawled: Path, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "scrapy", "crawl", "snapshots", "-a", f"site={crawled / 'practice.toml'}"]
    command += ["-a", f"output={tmp_path / 'out'}", "-a", "delay=0"]
    root = Path(__file__).resolve().parents[1]
    done = subprocess.run(command, cwd=root, capture_output=True, text=True, check=False, env=PLAIN, timeout=120)
    assert done.returncode == 0, done.stderr
    ours, theirs = (
        [{**row, "provenance": None} for row in lines(folder / "practice/articles.jsonl")]
        for folder in (crawled / "out", tmp_path / "out")
    )
    assert theirs == ours
    assert last_run(tmp_path / "out/practice")["exit"] == 0
    assert run("verify", tmp_path / "out").returncode == 0


def test_a_section_that_is_not_there_ends_with_65_and_says_what_there_is(site: Server, tmp_path: Path) -> None:
    file = tmp_path / "practice.toml"
    file.write_text(practice_toml(site.url).replace("工作剪影", "工作动态"), encoding="utf-8")
    done = run("crawl", file, "--output", tmp_path / "out", "--delay", 0)
    assert done.returncode == 65
    assert "工作动态" in done.stderr
    assert "工作剪影" in done.stderr


def test_limit_asks_for_no_more_articles(site: Server, crawled: Path, tmp_path: Path) -> None:
    done = run("crawl", crawled / "practice.toml", "--output", tmp_path / "out", "--delay", 0, "--limit", 5)
    assert done.returncode == 0, done.stderr
    assert len(lines(tmp_path / "out/practice/articles.jsonl")) <= 5
