"""Does the report say what went wrong, where, and since when?"""

import io
import json
from pathlib import Path

import pytest
from msgspec.structs import replace
from rich.console import Console

from congress_crawler.archive import StorageError
from congress_crawler.archive.disk import Disk
from congress_crawler.archive.lock import FolderLock
from congress_crawler.items import Run
from congress_crawler.report import SiteReport, as_json, build, exit_code, overview, show, text
from tests.report.material import HOST, LISTED, NOW, article, at, attached, event, failure, run, write


def report(folder: Path) -> SiteReport:
    return build(folder, NOW)


@pytest.fixture
def site(tmp_path: Path) -> Path:
    return tmp_path / "lianxi"


def test_a_good_run_is_told_with_its_listing_and_is_ok(site: Path) -> None:
    write(site, article(1, 19), article(1, 19, version=2), article(2, 19), run(19, read=3, filled={"title": 3}))
    said = report(site)
    assert (said.ok, said.state, said.articles, said.trouble) == (True, "crawled", 2, None)
    lines = text(said).splitlines()
    assert lines[0] == "lianxi: crawled, 2 articles"
    assert "2027-01-19 03:00 UTC (1 day ago), 1 h 5 min; finished (exit 0): every listed link" in lines[1]
    assert "57 of 57 promised on 1 page: 2 new, 1 edited" in lines[2]
    assert "    links     57 of 57 promised: 2 new, 1 edited, 53 known, 1 failed (1 × not-found)" in lines
    assert "    rows      60 on 4 of 4 promised pages" in lines
    assert "    built as  gentlecms: a div of class pagedContent" in lines
    assert exit_code([said]) == 0


def test_files_are_told_by_what_was_said_of_each_last(site: Path) -> None:
    write(
        site, article(1, 18), article(2, 18), attached(1, 18, "a.gif", "timeout"), attached(2, 18, "a.gif", "timeout")
    )
    write(site, attached(1, 18, "b.gif", "off-site"), attached(1, 19, "a.gif"), attached(2, 19, "a.gif", "not-found"))
    write(site, run(18), run(19, files={"asked": 1, "kept": 1, "failed": 2}))
    said = report(site)
    assert (said.ok, said.files, said.files_failed) == (True, 1, {"off-site": 1, "not-found": 1})
    assert "  files     1 asked, 1 kept, 2 failed; of all, 1 kept, 2 not (1 × not-found, 1 × off-site)" in text(said)
    told = json.loads(as_json(said))
    assert (told["files"], told["last"]["files"]["asked"]) == (1, 1)
    assert "files" not in text(report(write(site.with_name("none"), article(1, 18), run(18))))


def test_not_crawled_is_told_from_crawled_without_an_article(site: Path, tmp_path: Path) -> None:
    empty = tmp_path / "empty"
    empty.mkdir()
    write(
        site, run(19, 65, "empty-listing", listings=[replace(LISTED, rows=0, links=0)], found=0, failed=0, reasons={})
    )
    none, begun, bare = report(tmp_path / "absent"), report(empty), report(site)
    assert (none.state, none.says) == ("not-crawled", "not crawled")
    assert begun.state == "no-run"
    assert "killed" in begun.says
    assert bare.state == "no-article"
    assert bare.says.startswith("crawled, no article: empty-listing: a listing shows no row")
    assert exit_code([none]) == exit_code([begun]) == exit_code([bare]) == 65


def test_no_article_names_the_reasons_of_the_failures(site: Path) -> None:
    reasons = {"challenge": 50, "not-found": 7}
    write(site, run(19, 75, "refused", failed=57, reasons=reasons, new=0, edited=0, skipped=0))
    said = report(site).says
    assert said == "crawled, no article: 57 of 57 listed links failed (50 × challenge, 7 × not-found); refused"


def test_trouble_is_dated_from_the_first_of_the_row_and_killed_runs_do_not_break_it(site: Path) -> None:
    bad = [run(day, 65, "empty-listing") for day in (12, 13)]
    write(site, run(10), run(11, 69, "dns"), *bad, run(14, None, "killed"), run(15, 130, "interrupted"))
    write(site, run(16, 65, "empty-listing"))
    said = report(site)
    assert said.trouble is not None
    assert (said.trouble.kind, said.trouble.since, said.trouble.runs) == ("empty-listing", at(12), 3)
    assert said.trouble.last_good == at(10)
    assert said.killed == [at(14)]
    assert "trouble   empty-listing since 2027-01-12 03:00 UTC, 3 runs; the last good one 2027-01-10" in text(said)
    assert "killed    1 run, the last on 2027-01-14 03:00 UTC" in text(said)


def test_a_killed_run_that_is_the_last_is_trouble_of_its_own(site: Path) -> None:
    write(site, run(10), run(14, None, "killed", listings=[], listing_pages=[]))
    said = report(site)
    assert said.trouble is not None
    assert said.trouble.kind == "killed"
    assert "killed (no exit code): run the crawl again" in text(said)
    assert "listing   市县人大 › 工作剪影 (not walked in the last run; this is of 2027-01-10 03:00 UTC)" in text(said)


def test_an_alarm_is_trouble_even_where_the_run_counts_as_complete(site: Path) -> None:
    write(site, run(10), run(11, alarms=["title is read on 0 of 9 pages"]), run(12, alarms=["title is read on 0 of 3"]))
    said = report(site)
    assert said.trouble is not None
    assert (said.trouble.kind, said.trouble.since, said.ok) == ("alarm", at(11), False)
    assert "  alarm     title is read on 0 of 3" in text(said).splitlines()


def test_warnings_are_shown_and_are_no_trouble(site: Path) -> None:
    write(site, run(19, listings=[replace(LISTED, warnings=["it promises 60 rows, 57 links were found"])]))
    assert "    warning   it promises 60 rows, 57 links were found" in text(report(site)).splitlines()
    assert report(site).ok


def test_days_are_counted_from_the_last_complete_full_walk_of_every_listing(site: Path) -> None:
    news = replace(LISTED, full=False, complete=False, ended="known rows")
    other = replace(LISTED, section=["区县之窗"], url=f"{HOST}/other/")
    write(site, run(5, listings=[LISTED, other]), run(8, 65, listings=[other]), run(19, listings=[news, other]))
    said = report(site)
    assert (said.last_full, said.days_since_full) == (at(5), 15)
    assert {one.name: one.last_full for one in said.listings} == {"市县人大 › 工作剪影": at(5), "区县之窗": at(19)}


def test_lines_of_earlier_versions_without_listings_are_read(site: Path) -> None:
    old = b'{"run":"a","site":"lianxi","started":"2027-01-09T03:00:00Z","ended":"2027-01-09T03:00:40Z",'
    old += (
        b'"profile":"sha256:1","software":{},"listing_pages":["http://a/"],"found":3,"new":3,"exit":0,"end":"finished"}'
    )
    write(site, article(1, 9))
    (site / "runs.jsonl").write_bytes(old + b"\n")
    said = report(site)
    assert (said.ok, said.last_full, said.days_since_full, said.listings) == (True, "2027-01-09T03:00:00Z", 11, [])
    assert "40 s; finished (exit 0)" in text(said)


def test_the_newest_line_of_a_run_counts_once_and_in_its_place(site: Path) -> None:
    write(site, run(10, 65, "dns"), run(11), run(10, 0, repaired=["articles.jsonl torn"]))
    said = report(site)
    assert said.last is not None
    assert (said.runs, said.last.run, said.trouble) == (2, "run-11", None)


def test_failures_say_since_when_and_where(site: Path) -> None:
    write(
        site, failure(1, 10, "timeout"), failure(1, 12), failure(2, 14), failure(3, 15), failure(4, 16), failure(5, 18)
    )
    write(site, article(5, 19), run(19, failed=4, reasons={"not-found": 4}))
    (one,) = report(site).failures
    assert (one.reason, one.last_run, one.standing, one.since) == ("not-found", 4, 4, at(12))
    assert [(failing.url, failing.since) for failing in one.examples] == [
        (f"{HOST}/{number}.html", at(day)) for number, day in ((4, 16), (3, 15), (2, 14))
    ]
    assert "failed    not-found: 4 in the last run; 4 addresses standing so, the first since 2027-01-12" in text(
        report(site)
    )
    assert f"    since     2027-01-16 03:00 UTC: {HOST}/4.html: not-found, said the server" in text(report(site))


def test_an_article_that_failed_once_and_is_well_now_is_not_held_against_the_site(site: Path) -> None:
    """A page found unchanged leaves no row, so only the last run's reasons tell that nothing fails any more."""
    write(site, article(1, 10), failure(1, 12, "timeout"), run(12, reasons={"timeout": 1}))
    assert [one.standing for one in report(site).failures] == [1]
    write(site, run(13, failed=0, reasons={}))
    assert report(site).failures == []


def test_an_address_that_never_became_a_row_stands_though_the_last_run_did_not_ask(site: Path) -> None:
    write(site, failure(1, 10), run(10), run(13, failed=0, reasons={}))
    (one,) = report(site).failures
    assert (one.last_run, one.standing, one.since) == (0, 1, at(10))


def test_events_of_the_last_run_are_shown_with_what_is_gone_first_and_ten_at_most(site: Path) -> None:
    write(
        site, event("removed", 90, 10), *(event("new", number, 19) for number in range(20)), event("cosmetic", 50, 19)
    )
    write(site, event("removed", 91, 19, because="404 on two days"), event("moved", 92, 19, to=f"{HOST}/new/92.html"))
    write(site, event("returned", 90, 19), run(19))
    said = report(site)
    assert said.events == {"new": 20, "cosmetic": 1, "removed": 1, "moved": 1, "returned": 1}
    assert [one.event for one in said.shown] == ["removed", "moved", "returned", *["new"] * 7]
    assert said.gone == 2
    assert f"    removed   {HOST}/91.html (404 on two days)" in text(said)
    assert f"    moved     {HOST}/92.html → {HOST}/new/92.html" in text(said)
    assert "10 of them here, events.jsonl has all" in text(said)


def test_a_broken_line_and_rows_without_a_run_are_noted_and_the_rest_is_told(site: Path) -> None:
    write(site, article(1, 18), article(2, 19), run(18))
    with (site / "runs.jsonl").open("ab") as file:
        file.write(b'{"run": "torn')
    notes = report(site).notes
    assert [note[:36] for note in notes] == [
        "runs.jsonl: line 2 is no row (Input ",
        "run run-19 has 1 row and no line: it",
    ]
    assert "killed" in notes[1]


def test_a_crawl_that_is_going_on_is_said(site: Path) -> None:
    write(site, article(1, 18), article(2, 19), run(18))
    lock = FolderLock.take(site, Disk())
    try:
        said = report(site)
    finally:
        lock.release()
    assert said.writing
    assert "is crawling it" in text(said)
    assert "going on" in said.notes[0]


def test_a_file_that_cannot_be_read_is_an_error_with_its_name(site: Path) -> None:
    (site / "runs.jsonl").mkdir(parents=True)
    with pytest.raises(StorageError, match=r"runs\.jsonl: cannot be read"):
        report(site)


def test_json_has_the_promised_keys_on_one_line(site: Path) -> None:
    write(site, article(1, 19), failure(2, 19), event("new", 1, 19), run(19))
    said = as_json(report(site))
    assert said.count("\n") == 1
    one = json.loads(said)
    assert list(one) == list(SiteReport.__struct_fields__)
    assert one["last"]["exit"] == 0
    assert one["listings"][0]["walked"]["promised"] == 57
    assert one["failures"][0]["examples"][0]["since"] == at(19)


def test_an_overview_has_a_line_for_each_of_several_sites_and_names_the_profiles_not_crawled(tmp_path: Path) -> None:
    first = report(write(tmp_path / "lianxi", article(1, 19), run(19)))
    second = report(write(tmp_path / "ceshi", replace(run(19, 69, "dns"), site="ceshi", found=0, failed=0, reasons={})))
    assert overview([first]) == []
    assert overview([first, second], ["anhui", "lianxi"]) == [
        "ok  lianxi: crawled, 1 article",
        "BAD ceshi: crawled, no article: dns: a host could not be reached; try again later",
        "not crawled here: anhui",
    ]
    assert exit_code([first, second]) == 65


def test_a_pipe_gets_no_colour_code_and_a_terminal_gets_a_table(site: Path) -> None:
    listed = replace(LISTED, warnings=["it promises [60] rows"])
    write(site, article(1, 19), failure(2, 19), run(19, alarms=["[bold]"], listings=[listed]))
    pipe, terminal = io.StringIO(), io.StringIO()
    show(report(site), Console(file=pipe, force_terminal=False))
    show(report(site), Console(file=terminal, force_terminal=True, width=160))
    assert pipe.getvalue() == text(report(site))
    assert "\x1b" not in pipe.getvalue()
    assert "\x1b[" in terminal.getvalue()
    for said in ("57/57", "gentlecms", "it promises [60] rows", "[bold]", "known"):
        assert said in terminal.getvalue()


def test_an_unknown_end_and_times_are_said_as_they_are(site: Path) -> None:
    write(site, Run(run="x", site="lianxi", started="", ended="soon", profile="", software={}, exit=99, end="odd"))
    said = report(site)
    assert said.last is not None
    assert (said.last.seconds, said.last.days_ago) == (None, None)
    assert "odd (exit 99): exit 99 is none of this program's codes" in text(said)
