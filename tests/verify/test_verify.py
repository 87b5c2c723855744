"""Does verify name each bad thing, and only bad things?"""

import gzip
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec
import pytest

from congress_crawler.archive import kinds
from congress_crawler.archive.errors import StorageError
from congress_crawler.archive.keeping import opening
from congress_crawler.archive.members import read_at, scan
from congress_crawler.archive.record import Record, digest, member
from congress_crawler.items import Article, Event, Unreadable
from congress_crawler.items import line as encoded
from congress_crawler.verify.check import verify
from congress_crawler.verify.findings import Finding
from tests.archive.material import (
    AT,
    LIST,
    article_id,
    crawl,
    exchange,
    keep_article,
    keep_failure,
    keep_listing,
    lines,
    open_site,
    page,
    row,
    run_line,
    text,
    unmodified,
    url,
)

FIRST = "warc/lianxi-20260102030405-00001.warc.gz"
SECOND = "warc/lianxi-20260102030405-00002.warc.gz"


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two runs: four articles; then one the same, one unmodified, one edited, one gone."""
    folder = tmp_path_factory.mktemp("whole")
    crawl(folder, "run-1", range(4))
    archive = open_site(folder, "run-2")
    keep_listing(archive)
    archive.keep(exchange(0), role="article", via=LIST, list_url=LIST)
    archive.keep(unmodified(1), role="article", via=LIST, list_url=LIST)
    keep_article(archive, 2, edition=2)
    keep_failure(archive, 9)
    archive.close(run_line("run-2"))
    return folder


@pytest.fixture
def site(whole: Path, tmp_path: Path) -> Path:
    folder = tmp_path / "site"
    shutil.copytree(whole, folder)
    return folder


def found(folder: Path) -> list[tuple[str, str, str]]:
    return [(one.kind, one.file, one.where) for one in verify(folder).findings]


def records(folder: Path, name: str = FIRST) -> list[Record]:
    return [one for one in scan(folder / name) if isinstance(one, Record)]


def edit(folder: Path, name: str, number: int, change: Callable[[dict[str, Any]], None]) -> None:
    """Change line `number` (from 1) of a row file."""
    rows = lines(folder / name)
    row = json.loads(rows[number - 1])
    change(row)
    rows[number - 1] = json.dumps(row, ensure_ascii=False, separators=(",", ":")).encode()
    (folder / name).write_bytes(b"\n".join([*rows, b""]))


def swap(folder: Path, name: str, at: Record, bytes_: bytes) -> None:
    """Put other bytes in the place of a record; what lies behind moves."""
    data = (folder / name).read_bytes()
    (folder / name).write_bytes(data[: at.offset] + bytes_ + data[at.offset + at.length :])


def test_a_sound_archive_has_no_findings_with_an_index_or_without(site: Path) -> None:
    before = {path: path.stat().st_mtime_ns for path in site.rglob("*")}
    report = verify(site)
    assert (report.ok, report.findings, report.writing) == (True, [], None)
    assert [note.partition(":")[0] for note in report.notes] == ["heads.jsonl"]  # nothing is sealed here
    assert (report.articles, report.failures, report.events, report.runs) == (5, 1, 5, 2)
    assert report.records == len(records(site)) + len(records(site, SECOND))
    assert report.warc_bytes == sum(path.stat().st_size for path in (site / "warc").iterdir())
    assert {path: path.stat().st_mtime_ns for path in site.rglob("*")} == before
    (site / "index.sqlite3").unlink()
    assert verify(site).ok
    assert not (site / "index.sqlite3").exists()


def test_a_body_byte_changed_and_packed_again_is_named(site: Path) -> None:
    hit = next(one for one in records(site) if one.url == url(3))
    raw = gzip.decompress((site / FIRST).read_bytes()[hit.offset : hit.offset + hit.length])
    again = gzip.compress(raw.replace("听取".encode(), "采纳".encode()), mtime=0)
    swap(site, FIRST, hit, again)
    findings = verify(site).findings
    assert (findings[0].kind, findings[0].where, findings[0].subject) == ("wrong-digest", f"byte {hit.offset}", hit.id)
    assert "WARC-Block-Digest says" in findings[0].what
    assert findings[0].articles == (article_id(3),)
    assert ("row-points-nowhere", "articles.jsonl", "line 4") in found(site)


def test_an_edited_text_is_named(site: Path) -> None:
    edit(site, "articles.jsonl", 2, lambda row: row.update(text=row["text"].replace("视察", "检查")))
    (one,) = verify(site).findings
    assert (one.kind, one.file, one.where, one.subject) == ("row-edited", "articles.jsonl", "line 2", article_id(1))
    assert str(one) == f"articles.jsonl: line 2: its text is not the text of its digest ({article_id(1)})"


def test_an_edited_text_with_its_digest_is_named_by_reading_again(site: Path) -> None:
    def forge(row: dict[str, Any]) -> None:
        row["text"] += "。"
        row["digests"]["text"] = digest(row["text"].encode())

    edit(site, "articles.jsonl", 2, forge)
    assert verify(site).ok
    (one,) = verify(site, reread=reader()).findings
    assert (one.kind, one.where) == ("reread-differs", "line 2")
    assert "another text, digests" in one.what


@pytest.mark.parametrize(
    ("change", "kind", "what"),
    [
        (lambda row: row.update(url="http://www.lianxi-renda.example/other"), "row-differs", "its URL is"),
        (lambda row: row.update(canonical_url="lianxi-renda.example/other"), "row-edited", "its id is not"),
        (lambda row: row["digests"].update(payload=digest(b"")), "row-differs", "its payload digest is"),
        (lambda row: row["provenance"].update(fetched_at="2026-01-01T00:00:00Z"), "row-differs", "its date is"),
        (lambda row: row["provenance"].update(status=404), "row-differs", "its status is"),
        (lambda row: row.update(paragraphs=[{"kind": "paragraph", "text": "x"}]), "row-edited", "not its paragraphs"),
        (lambda row: row["provenance"]["warc"].update(record_id="<urn:uuid:0>"), "row-points-nowhere", "lies"),
        (lambda row: row["provenance"]["warc"].update(length=7), "row-points-nowhere", "lies"),
        (lambda row: row["provenance"]["warc"].update(offset=7), "row-points-nowhere", "no response, revisit"),
        (lambda row: row["provenance"]["warc"].update(file="none.warc.gz"), "row-points-nowhere", "of warc/none"),
        (lambda row: row.update(provenance=None), "row-points-nowhere", "no provenance"),
    ],
)
def test_a_row_that_says_something_else_is_named(
    site: Path, change: Callable[[dict[str, Any]], None], kind: str, what: str
) -> None:
    edit(site, "articles.jsonl", 3, change)
    first = verify(site).findings[0]
    assert (first.kind, first.file, first.where) == (kind, "articles.jsonl", "line 3")
    assert what in first.what


def test_a_row_pointing_at_another_article_is_named(site: Path) -> None:
    other = json.loads(lines(site / "articles.jsonl")[0])["provenance"]["warc"]
    edit(site, "articles.jsonl", 2, lambda row: row["provenance"].update(warc=other))
    told = verify(site).findings
    assert [(one.kind, one.file, one.where) for one in told] == [
        ("row-differs", "articles.jsonl", "line 2"),  # the URL
        ("row-differs", "articles.jsonl", "line 2"),  # the payload
        ("event-differs", "events.jsonl", "line 2"),
    ]


def test_a_row_doubled_is_named_with_its_first(site: Path) -> None:
    path = site / "articles.jsonl"
    path.write_bytes(path.read_bytes() + lines(path)[1] + b"\n")
    first, order, count = verify(site).findings
    assert (order.kind, order.where) == ("row-out-of-order", "line 6")
    assert (first.kind, first.where, first.what) == (
        "duplicate-version",
        "line 6",
        "version 1 is there already, in line 2",
    )
    assert (count.kind, count.what) == ("run-count", "says 4 article rows, there are 5")


def test_a_version_left_out_is_named(site: Path) -> None:
    path = site / "articles.jsonl"
    rows = [row for row in lines(path) if not (article_id(2).encode() in row and b'"version":1' in row)]
    path.write_bytes(b"\n".join([*rows, b""]))
    assert {kind for kind, _, _ in found(site)} == {"version-gap", "event-without-article", "run-count"}


def test_events_and_articles_must_pair(site: Path) -> None:
    rows = lines(site / "events.jsonl")
    (site / "events.jsonl").write_bytes(b"\n".join([*rows[1:], b""]))
    assert found(site) == [
        ("article-without-event", "articles.jsonl", "line 1"),
        ("run-count", "runs.jsonl", "line 1"),
    ]
    edit(site, "events.jsonl", 1, lambda row: row.update(version=7))
    assert ("event-without-article", "events.jsonl", "line 1") in found(site)


def test_a_failure_and_an_event_that_point_elsewhere_are_named(site: Path) -> None:
    edit(site, "failures.jsonl", 1, lambda row: row["warc"].update(offset=3))
    edit(site, "events.jsonl", 2, lambda row: row["evidence"].update(length=3))
    assert found(site) == [
        ("row-points-nowhere", "failures.jsonl", "line 1"),
        ("row-points-nowhere", "events.jsonl", "line 2"),
    ]


def test_a_failure_of_the_page_that_its_link_led_on_to_is_no_finding(site: Path) -> None:
    edit(site, "failures.jsonl", 1, lambda row: row["warc"].update(lines_of_first(site)))
    assert verify(site).findings == []


def lines_of_first(folder: Path) -> dict[str, Any]:
    found_: dict[str, Any] = json.loads(lines(folder / "articles.jsonl")[0])["provenance"]["warc"]
    return found_


@pytest.mark.parametrize("name", ["articles.jsonl", "failures.jsonl", "events.jsonl", "runs.jsonl"])
def test_a_line_that_is_no_row_is_named_and_the_rest_still_read(site: Path, name: str) -> None:
    rows = lines(site / name)
    (site / name).write_bytes(b"\n".join([b"\xff{", *rows, b'{"half":']))
    kinds_ = [(kind, file, where) for kind, file, where in found(site) if file == name]
    assert kinds_ == [("bad-row", name, "line 1"), ("torn-tail", name, f"line {len(rows) + 2}")]


def test_run_lines_must_count(site: Path) -> None:
    edit(site, "runs.jsonl", 2, lambda row: row.update(rows=9, failure_lines=0))
    assert [(one.kind, one.where, one.subject) for one in verify(site).findings] == [
        ("run-count", "line 2", "run-2")
    ] * 2
    (site / "runs.jsonl").write_bytes(lines(site / "runs.jsonl")[0] + b"\n")
    (one,) = verify(site).findings
    assert (one.kind, one.subject) == ("run-without-line", "run-2")


def test_a_corrected_run_line_replaces_the_first(site: Path) -> None:
    row = json.loads(lines(site / "runs.jsonl")[0])
    edit(site, "runs.jsonl", 1, lambda old: old.update(rows=9))
    with (site / "runs.jsonl").open("ab") as file:
        file.write(json.dumps(row).encode() + b"\n")
    assert verify(site).ok


def test_a_flip_in_the_middle_is_named_and_the_rest_still_read(site: Path) -> None:
    hit = records(site)[6]
    data = bytearray((site / FIRST).read_bytes())
    data[hit.offset + hit.length // 2] ^= 0x20
    (site / FIRST).write_bytes(bytes(data))
    report = verify(site)
    assert (report.findings[0].kind, report.findings[0].where) == ("damaged", f"byte {hit.offset}")
    assert report.records == len(records(site, SECOND)) + 6 + records_after(site, hit)


def records_after(folder: Path, hit: Record) -> int:
    """How many records lie behind a damaged one."""
    return len([one for one in scan(folder / FIRST, hit.offset + hit.length) if isinstance(one, Record)])


@pytest.mark.parametrize("tail", [b"\0" * 100, b"\x1f\x8b\x08half", b"noise"])
def test_a_torn_tail_is_named(site: Path, tail: bytes) -> None:
    size = (site / SECOND).stat().st_size
    with (site / SECOND).open("ab") as file:
        file.write(tail)
    assert found(site) == [("torn-tail", SECOND, f"byte {size}")]


def test_a_warc_compressed_as_a_whole_is_named(site: Path) -> None:
    (site / SECOND).write_bytes(gzip.compress(gzip.decompress((site / SECOND).read_bytes())))
    first = verify(site).findings[0]
    assert (first.kind, first.where) == ("whole-file-gzip", "byte 0")
    assert "more than one record in one gzip member" in first.what


def test_a_record_id_used_twice_is_named_with_both_places(site: Path) -> None:
    record = read_at(site / FIRST, records(site)[-3].offset)
    size = (site / SECOND).stat().st_size
    with (site / SECOND).open("ab") as file:
        file.write(member(record))
    one = next(one for one in verify(site).findings if one.kind == "duplicate-record-id")
    assert (one.kind, one.file, one.where, one.subject) == ("duplicate-record-id", SECOND, f"byte {size}", record.id)
    assert one.what == f"has the record id of {FIRST}, byte {record.offset}"


def original(record: Record) -> kinds.Original:
    return kinds.Original(record_id=record.id, url=record.url or "", at=record.date, payload_digest=digest(page(0)))


@pytest.mark.parametrize(
    ("change", "kind", "what"),
    [
        ({}, None, ""),
        ({"record_id": "<urn:uuid:00000000-0000-4000-8000-000000000000>"}, "dangling-revisit", "which is no response"),
        ({"payload_digest": digest(b"other")}, "revisit-mismatch", "payload digest"),
        ({"url": "http://www.lianxi-renda.example/other"}, "revisit-mismatch", "URL"),
        ({"at": "2026-01-01T00:00:00Z"}, "revisit-mismatch", "date"),
    ],
)
def test_a_revisit_must_find_its_original(site: Path, change: dict[str, str], kind: str | None, what: str) -> None:
    response = next(one for one in records(site) if one.type == "response" and one.url == url(0))
    revisit = kinds.identical(exchange(0), msgspec.structs.replace(original(response), **change))
    size = (site / SECOND).stat().st_size
    with (site / SECOND).open("ab") as file:
        beside = [kinds.request(exchange(0), revisit), kinds.metadata(revisit, {"role": "article"})]
        file.write(b"".join(map(member, [revisit, *beside])))
    findings = verify(site).findings
    assert [(one.kind, one.where, one.subject) for one in findings] == [(kind, f"byte {size}", revisit.id)] * bool(kind)
    assert all(what in one.what for one in findings)


def test_removing_a_file_leaves_its_revisits_and_rows_dangling(site: Path) -> None:
    (site / FIRST).unlink()
    kinds_ = [kind for kind, _, _ in found(site)]
    assert kinds_.count("dangling-revisit") == 3
    assert kinds_.count("row-points-nowhere") == 8  # four articles, four events


@pytest.mark.parametrize(
    ("name", "value", "kind", "what"),
    [
        ("WARC-Type", "answer", "bad-field", "none of WARC/1.1"),
        ("WARC-Date", "yesterday", "bad-date", "'yesterday' is none"),
        ("WARC-IP-Address", "300.1.1.1", "bad-field", "'300.1.1.1' is none"),
        ("WARC-Record-ID", "<urn:uuid:1>", "bad-field", "is no <urn:uuid:…>"),
        ("WARC-Concurrent-To", "<urn:uuid:1>", "dangling-record", "which no record before it is"),
    ],
)
def test_fields_that_other_validators_let_pass_are_named(
    site: Path, name: str, value: str, kind: str, what: str
) -> None:
    last = records(site, SECOND)[-1]
    changed = msgspec.structs.replace(last, headers={**last.headers, name: value})
    swap(site, SECOND, last, member(changed))
    one = verify(site).findings[0]
    assert (one.kind, one.file, one.where) == (kind, SECOND, f"byte {last.offset}")
    assert what in one.what


def reader(*, extractor: str = "test/1", unreadable: bool = False, title: str | None = None) -> Any:
    """Reads our own pages again: the text between the tags."""

    def reread(record: Record, row: Article) -> Article:
        if unreadable:
            raise Unreadable("no-body", "nothing there")
        assert record.payload is not None
        heading, _, rest = record.payload.decode().removeprefix("<h1>").partition("</h1><p>")
        text = f"{heading}\n{rest.partition('</p>')[0]}"
        digests = msgspec.structs.replace(row.digests, text=digest(text.encode()))
        assert row.provenance is not None
        made = msgspec.structs.replace(row.provenance, extractor=extractor)
        return msgspec.structs.replace(row, text=text, title=title or heading, digests=digests, provenance=made)

    return reread


def test_reading_again_agrees_revisits_included(site: Path) -> None:
    archive = open_site(site, "run-3")
    same = archive.keep(exchange(5, payload=page(3)), role="article", via=LIST, list_url=LIST)
    assert same.revisit
    made = row(5, same, "run-3")
    digests = msgspec.structs.replace(made.digests, text=digest(text(3).encode()))
    archive.add(msgspec.structs.replace(made, title="第3号视察", text=text(3), digests=digests))
    archive.add(
        Event(event="new", url=made.url, id=made.id, version=1, at=AT, run="run-3", evidence=same.ref),
    )
    archive.close(run_line("run-3"))
    report = verify(site, reread=reader())
    assert report.findings == []
    assert report.checked["reread"] == 6


def test_a_newer_reading_is_a_note_and_an_unreadable_record_a_finding(site: Path) -> None:
    report = verify(site, reread=reader(extractor="test/2", title="新"))
    assert (report.ok, len(report.notes)) == (True, 6)  # and that nothing is sealed
    assert "another title, with a newer reading" in report.notes[0]
    report = verify(site, reread=reader(title="新"))
    assert {one.kind for one in report.findings} == {"reread-differs"}
    report = verify(site, reread=reader(unreadable=True))
    assert report.findings[0].what == "its record cannot be read as an article: no-body: nothing there"


def test_progress_ends_at_all_bytes(site: Path) -> None:
    seen: list[tuple[int, int]] = []
    verify(site, progress=lambda done, total: seen.append((done, total)))
    assert seen == sorted(seen)
    assert seen[-1][0] == seen[-1][1]


def test_what_is_being_written_is_no_finding(tmp_path: Path) -> None:
    crawl(tmp_path, "run-1", range(2))
    archive = open_site(tmp_path, "run-2")
    keep_article(archive, 5)
    archive.commit()
    keep_article(archive, 6)
    path = max((tmp_path / "warc").iterdir())
    os.truncate(path, path.stat().st_size - 100)  # as a reader may see a write that is under way
    report = verify(tmp_path)
    assert (report.findings, report.writing, report.articles) == ([], os.getpid(), 3)
    assert "a record is being written" in report.notes[0]
    archive.abandon()
    assert {one.kind for one in verify(tmp_path).findings} == {"torn-tail", "run-without-line"}


def test_a_folder_that_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(StorageError, match="no such folder"):
        verify(tmp_path / "none")


def test_an_empty_folder_has_nothing_wrong(tmp_path: Path) -> None:
    report = verify(tmp_path)
    assert (report.ok, report.records, report.articles) == (True, 0, 0)


MEASURE = """
import re, sys
from pathlib import Path
from congress_crawler.verify.check import verify
report = verify(Path(sys.argv[1]))
assert report.ok, report.findings[:3]
print(report.records, re.search(r"VmHWM:\\s+(\\d+) kB", Path("/proc/self/status").read_text())[1])
"""


def test_memory_does_not_grow_with_a_huge_record_or_a_bomb(tmp_path: Path) -> None:
    (tmp_path / "warc").mkdir()
    big = kinds.resource("urn:x", "2026-01-01T00:00:00Z", "text/plain", b"\0" * (300 << 20))
    path = tmp_path / "warc" / "x-20260102030405-00001.warc.gz"
    first = opening(path.name, site="x", run="r", profile=b"{}", info={})
    path.write_bytes(b"".join(map(member, [*first, big])))
    line = msgspec.structs.replace(run_line("r"), run="r", profile=digest(b"{}"), software={}, robots=[])
    (tmp_path / "runs.jsonl").write_bytes(encoded(line))
    command = [sys.executable, "-c", MEASURE, str(tmp_path)]
    done = subprocess.run(command, capture_output=True, text=True, check=True, cwd=Path(__file__).parents[2])
    count, peak = done.stdout.split()
    assert count == "3"
    assert int(peak) < 80_000  # KiB; the record is 300 MiB


def test_a_finding_is_a_sentence() -> None:
    assert str(Finding("bad-row", "x.jsonl", "line 1", "is no row")) == "x.jsonl: line 1: is no row"
