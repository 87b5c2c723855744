"""Does the check report show each fault at its item, and never call passed what was not checked?"""

import gzip
import json
import shutil
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from congress_crawler.standards.assess import Item, SiteCheck, assess
from congress_crawler.standards.looks import SHOWN
from congress_crawler.standards.mapping import UNVERIFIED
from congress_crawler.standards.report_text import encode
from congress_crawler.verify import verify
from congress_crawler.verify.findings import Finding, Report
from tests.archive.material import crawl, open_site
from tests.support import lines, run

AT = datetime(2027, 1, 2, 3, 4, 5, tzinfo=UTC)
PASSED = {"1-1": "partly checked", "2-7/2-10/2-11": None, "3-3 OFD": "not checked", "4-1/4-2": "not checked"}
Damage = Callable[[Path], object]


def items(check: SiteCheck) -> dict[str, Item]:
    return {item.code: item for group in check.properties for item in group.items}


def edit(name: str, number: int, change: Callable[[dict[str, Any]], object]) -> Damage:
    """Change a line (from 0) of a row file."""

    def damage(site: Path) -> None:
        rows = lines(site / name)
        change(rows[number])
        text = "".join(json.dumps(row, ensure_ascii=False, separators=(",", ":")) + "\n" for row in rows)
        (site / name).write_text(text, encoding="utf-8")

    return damage


def drop(name: str, number: int) -> Damage:
    """Take a line out of a row file."""

    def damage(site: Path) -> None:
        rows = (site / name).read_bytes().split(b"\n")
        del rows[number]
        (site / name).write_bytes(b"\n".join(rows))

    return damage


def first(site: Path) -> Path:
    return min((site / "warc").iterdir())


def flip(site: Path) -> None:
    """Flip a bit in the record that the first row was read from."""
    ref = lines(site / "articles.jsonl")[0]["provenance"]["warc"]
    data = bytearray(first(site).read_bytes())
    data[ref["offset"] + ref["length"] // 2] ^= 0x20
    first(site).write_bytes(bytes(data))


def cut(site: Path) -> None:
    first(site).write_bytes(first(site).read_bytes()[:-7])


def pack_whole(site: Path) -> None:
    """Compress a file as a whole, so that no record can be reached by itself."""
    path = max((site / "warc").iterdir())
    path.write_bytes(gzip.compress(gzip.decompress(path.read_bytes())))


def same_address(site: Path) -> None:
    rows = lines(site / "articles.jsonl")
    edit("articles.jsonl", 1, lambda row: row.update(url=rows[0]["url"]))(site)


def leave_out(site: Path) -> None:
    """Let every walk have read four pages of five."""
    said = {"full": True, "complete": False, "warnings": ["4 of 5 pages"]}
    for number in (0, 1):
        edit("runs.jsonl", number, lambda row: row["listings"][0].update(said))(site)


DAMAGES: dict[str, tuple[str, str, Damage]] = {
    "a bit flipped": ("真实性", "1-1", flip),
    "a control character in a title": (
        "真实性",
        "1-2…1-9",
        edit("articles.jsonl", 0, lambda row: row.update(title="\x07")),
    ),
    "a date after the fetch": (
        "真实性",
        "1-2…1-9",
        edit("articles.jsonl", 0, lambda row: row.update(published="2199-01-01")),
    ),
    "a date before there were congresses": (
        "真实性",
        "1-2…1-9",
        edit("articles.jsonl", 0, lambda row: row.update(published="1899-01-01")),
    ),
    "one address for two articles": ("真实性", "1-2…1-9", same_address),
    "a digest that is another": (
        "真实性",
        "1-10",
        edit("articles.jsonl", 0, lambda row: row["digests"].update(payload="sha256:" + "0" * 64)),
    ),
    "a row that points elsewhere": (
        "真实性",
        "1-11",
        edit("articles.jsonl", 0, lambda row: row["provenance"]["warc"].update(offset=7)),
    ),
    "a byte changed after it was sealed": (
        "真实性",
        "1-14",
        edit("runs.jsonl", 0, lambda row: row.update(end="Finished")),
    ),
    "a row deleted": ("完整性", "2-1", drop("articles.jsonl", 3)),
    "a file shorter than it was sealed": ("完整性", "2-2", cut),
    "a null without a reason": (
        "完整性",
        "2-3/2-4",
        edit("articles.jsonl", 0, lambda row: row.update(place=None, missing={})),
    ),
    "an event deleted": ("完整性", "2-5", drop("events.jsonl", 0)),
    "a run without its software": ("完整性", "2-5", edit("runs.jsonl", 0, lambda row: row.update(software={}))),
    "a walk that left pages out": (
        "完整性",
        "2-6",
        leave_out,
    ),
    "a walk that broke off": (
        "完整性",
        "2-6",
        edit("runs.jsonl", 1, lambda row: row["listings"][0].update(ended="failed")),
    ),
    "a file torn": ("完整性", "2-7/2-10/2-11", cut),
    "a line that is no row": ("可用性", "3-1/3-2", lambda site: (site / "failures.jsonl").write_bytes(b"\xff\n{}\n")),
    "a WARC compressed as a whole": ("可用性", "3-3/3-8", pack_whole),
    "a file that everyone may change": ("安全性", "4-7", lambda site: (site / "runs.jsonl").chmod(0o666)),
}


@pytest.fixture
def site(crawled: Path, tmp_path: Path) -> Path:
    return shutil.copytree(crawled, tmp_path / "site")


@pytest.mark.parametrize("name", DAMAGES)
def test_a_fault_is_shown_at_its_item(site: Path, name: str) -> None:
    group, code, damage = DAMAGES[name]
    damage(site)
    check = assess(verify(site), AT)
    item = items(check)[code]
    assert (
        item.result,
        code in [one.code for one in next(p for p in check.properties if p.chinese == group).items],
    ) == (
        "failed",
        True,
    )
    assert item.failed >= len(item.findings) > 0
    row = next(row for row in encode([check], Path("r.md")).decode().splitlines() if row.startswith(f"| {code} "))
    assert row.endswith("| 不合格 failed |")


def test_a_sound_archive_fails_nothing_and_says_what_was_not_checked(crawled: Path) -> None:
    found = items(assess(verify(crawled), AT))
    assert {item.failed for item in found.values()} == {0}
    assert [one.result for one in found.values()].count("failed") == 0
    for code, result in PASSED.items():
        assert result is None or found[code].result == result
    for item in found.values():
        assert item.looked_at or item.result == "not checked"
        assert item.not_checked or item.result == "passed" or not item.looked_at
    assert "not scanned" in found["4-1/4-2"].not_checked[0]
    assert any("time stamps" in said for said in found["1-1"].not_checked)


def test_what_verify_was_told_to_leave_out_is_not_passed(crawled: Path) -> None:
    item = items(assess(verify(crawled), AT))["1-10"]
    assert item.result == "partly checked"
    assert "--no-reread" in item.not_checked[0]


def test_every_item_says_that_its_mapping_is_not_verified(crawled: Path) -> None:
    check = assess(verify(crawled), AT)
    assert {item.mapping for item in items(check).values()} == {UNVERIFIED}
    text = encode([check], Path("r.md")).decode()
    assert text.count(f"- {UNVERIFIED}") == len(items(check)) + 2  # the head and the register say it, too


def test_the_four_properties_come_in_order(crawled: Path) -> None:
    text = encode([assess(verify(crawled), AT)], Path("r.md")).decode()
    heads = [row for row in text.splitlines() if row.startswith("## ")]
    assert [head[:8] for head in heads[:4]] == ["## 一、真实性", "## 二、完整性", "## 三、可用性", "## 四、安全性"]
    assert heads[4].startswith("## 登记表")


def test_the_first_twenty_findings_are_named_and_all_counted(crawled: Path) -> None:
    found = [Finding("row-differs", "articles.jsonl", f"line {n}", "its URL is another") for n in range(50)]
    item = items(assess(Report(crawled, findings=found, articles=50), AT))["1-10"]
    assert (item.failed, len(item.findings)) == (50, SHOWN)
    text = encode([assess(Report(crawled, findings=found, articles=50), AT)], Path("r.md")).decode()
    assert "30 项未列 more, not listed here" in text


def test_no_finding_of_verify_is_lost(site: Path) -> None:
    for _, _, damage in DAMAGES.values():
        damage(site)
    report = verify(site)
    check = assess(report, AT)
    assert sum(item.failed for item in items(check).values()) >= len(report.findings) > 10


def test_words_of_a_page_stay_words_in_markdown(crawled: Path) -> None:
    found = [Finding("row-differs", "articles.jsonl", "line 1", "a | b\n# c <b> [d](e) `f`")]
    text = encode([assess(Report(crawled, findings=found), AT)], Path("r.md")).decode()
    assert "a \\| b # c &lt;b> \\[d](e) \\`f\\`" in text


def test_attachments_that_no_line_tells_of_are_faults_when_runs_fetch_them(site: Path) -> None:
    rows = lines(site / "articles.jsonl")
    carrying = next(number for number, row in enumerate(rows) if row["attachments"] or row["images"])
    edit("articles.jsonl", carrying, lambda row: row["images"].append({"url": "http://127.0.0.1/x.png", "text": ""}))(
        site
    )
    edit("runs.jsonl", 0, lambda row: row.update(files={"asked": 1}))(site)
    item = items(assess(Report(site), AT))["2-7/2-10/2-11"]
    assert item.result == "failed"
    assert any("http://127.0.0.1/x.png has no line in files.jsonl" in fault.what for fault in item.findings)


def test_attachments_that_no_run_fetched_are_said_not_to_be_checked(tmp_path: Path) -> None:
    crawl(tmp_path / "site", "run-1", range(2))
    edit("articles.jsonl", 0, lambda row: row["images"].append({"url": "http://127.0.0.1/x.png", "text": ""}))(
        tmp_path / "site"
    )
    item = items(assess(Report(tmp_path / "site"), AT))["2-7/2-10/2-11"]
    assert item.result == "partly checked"
    assert item.not_checked == ["1 attachments and images are listed, none was fetched"]


def test_an_archive_without_heads_has_no_signature_to_pass(tmp_path: Path) -> None:
    crawl(tmp_path / "site", "run-1", range(2))
    found = items(assess(verify(tmp_path / "site"), AT))
    assert [found[code].result for code in ("1-1", "1-14", "2-2")] == ["partly checked", "not checked", "not checked"]


def test_a_fault_that_verify_named_is_not_counted_twice(site: Path) -> None:
    drop("articles.jsonl", 3)(site)
    report = verify(site)
    named = [one for one in report.findings if one.kind == "run-count"]
    assert items(assess(report, AT))["2-1"].failed == len(named) == 1


def test_an_empty_site_passes_nothing_but_what_can_be_seen(tmp_path: Path) -> None:
    (tmp_path / "warc").mkdir()
    found = items(assess(verify(tmp_path), AT))
    assert {code for code, item in found.items() if item.result == "passed"} == set()
    assert found["4-7"].result == "partly checked"


def test_while_a_crawl_writes_the_report_says_so(tmp_path: Path) -> None:
    archive = open_site(tmp_path / "site", "run-1")
    try:
        check = assess(verify(tmp_path / "site"), AT)
    finally:
        archive.abandon()
    assert check.writing
    assert "正在抓取" in encode([check], Path("r.md")).decode()


def test_the_command_writes_both_forms_and_keeps_the_verdict_of_verify(site: Path, tmp_path: Path) -> None:
    drop("articles.jsonl", 2)(site)
    done = run("verify", site, "--no-reread", "--report", tmp_path / "r.json")
    assert done.returncode == 74
    said = json.loads((tmp_path / "r.json").read_bytes())
    assert said["schema"] == "congress-check-report/1"
    (one,) = said["sites"]
    assert one["results"]["failed"] == sum(i["result"] == "failed" for p in one["properties"] for i in p["items"]) > 0
    assert one["register"][-1]["run"] == "total"
    assert run("verify", site, "--no-reread", "--report", tmp_path / "r.md").returncode == 74
    assert "不合格" in (tmp_path / "r.md").read_text(encoding="utf-8")


def test_a_report_in_no_known_form_is_refused_before_the_work(site: Path, tmp_path: Path) -> None:
    done = run("verify", site, "--report", tmp_path / "r.doc")
    assert (done.returncode, done.stdout) == (1, "")
    assert "r.doc: of which form? Give a name that ends in .md or .json" in done.stderr
    assert not (tmp_path / "r.doc").exists()
