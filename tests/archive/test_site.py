"""Does the archive keep each thing once, and say what it knows?"""

import time
from pathlib import Path

import msgspec
import pytest

from congress_crawler.archive.errors import ArchiveError, Damaged, Locked, StorageError, Unfinished
from congress_crawler.archive.ledger import read
from congress_crawler.archive.members import read_at
from congress_crawler.archive.site import Kept, SiteArchive
from congress_crawler.items import Article, Event, Failure, Run
from congress_crawler.verify.check import verify
from tests.archive.material import (
    AT,
    INFO,
    LIST,
    PROFILE,
    SITE,
    STARTED,
    article_id,
    crawl,
    etag,
    exchange,
    keep_article,
    keep_failure,
    lines,
    open_site,
    page,
    row,
    run_line,
    unmodified,
    url,
)


def test_nothing_is_created_for_a_run_before_something_is_kept(tmp_path: Path) -> None:
    archive = open_site(tmp_path / "output" / SITE, "run-1")
    assert sorted(path.name for path in archive.folder.iterdir() if not path.name.startswith("index")) == [
        ".lock",
        "warc",
    ]
    assert not list((archive.folder / "warc").iterdir())
    archive.close(run_line("run-1"))
    assert len(lines(archive.folder / "runs.jsonl")) == 1


def test_a_run_leaves_rows_events_and_a_line_that_counts_them(tmp_path: Path) -> None:
    archive = open_site(tmp_path, "run-1")
    made = [keep_article(archive, number) for number in range(3)]
    failure = keep_failure(archive, 9)
    line = run_line("run-1")
    archive.close(line)
    assert [place.row for place in read(tmp_path / "articles.jsonl")] == made
    assert [place.row for place in read(tmp_path / "failures.jsonl")] == [failure]
    assert [(e.row.event, e.row.version) for e in read(tmp_path / "events.jsonl") if isinstance(e.row, Event)] == [
        ("new", 1)
    ] * 3
    assert [place.row for place in read(tmp_path / "runs.jsonl")] == [line]
    assert (line.rows, line.failure_lines, line.repaired) == (3, 1, [])
    assert verify(tmp_path).findings == []


def test_what_is_known_survives_the_run_and_shows_at_once(tmp_path: Path) -> None:
    archive = open_site(tmp_path, "run-1")
    assert (archive.known(url(1)), archive.article(article_id(1)), archive.last_failure(url(1))) == (None, None, None)
    made = keep_article(archive, 1)
    failure = keep_failure(archive, 2)
    before = (archive.known(url(1)), archive.article(article_id(1)), archive.last_failure(url(2)))
    archive.close(run_line("run-1"))
    archive = open_site(tmp_path, "run-2")
    after = (archive.known(url(1)), archive.article(article_id(1)), archive.last_failure(url(2)))
    archive.abandon()
    assert before == after
    known, state, failed = after
    assert known is not None
    assert state is not None
    assert made.provenance is not None
    assert (known.etag, known.last_modified) == (etag(1), "Fri, 01 Jan 2027 00:00:00 GMT")
    assert (known.ref, known.payload_digest, known.at) == (made.provenance.warc, made.digests.payload, exchange(1).at)
    assert (state.version, state.text_digest, state.ref) == (1, made.digests.text, made.provenance.warc)
    assert failed == failure


def test_only_whole_200_answers_are_asked_for_conditionally(tmp_path: Path) -> None:
    archive = open_site(tmp_path, "run-1")
    keep_failure(archive, 1)
    torn = msgspec.structs.replace(exchange(2), truncated="time")
    archive.keep(torn, role="article", via=None, list_url=None)
    assert (archive.known(url(1)), archive.known(url(2))) == (None, None)
    archive.abandon()


def fail_at(archive: SiteArchive, payload: bytes) -> Kept:
    """A 200 answer that is a wall or a soft 404: kept, with a failure row."""
    kept = archive.keep(exchange(1, payload=payload), role="article", via=LIST, list_url=LIST)
    archive.add(Failure(url=url(1), at=AT, reason="soft-404", detail="", run=archive.run, warc=kept.ref))
    return kept


def test_what_only_a_failure_speaks_of_is_not_known(tmp_path: Path) -> None:
    archive = open_site(tmp_path, "run-1")
    fail_at(archive, b"<p>wall</p>")
    assert archive.known(url(1)) is None
    made = keep_article(archive, 1)
    fail_at(archive, b"<p>gone</p>")
    before = archive.known(url(1))
    archive.close(run_line("run-1"))
    (tmp_path / "index.sqlite3").unlink()
    archive = open_site(tmp_path, "run-2")
    after = archive.known(url(1))
    archive.abandon()
    assert before is not None
    assert made.provenance is not None
    assert (before.payload_digest, before.ref) == (made.digests.payload, made.provenance.warc)
    assert after == before


def test_what_an_event_proves_is_known(tmp_path: Path) -> None:
    archive = open_site(tmp_path, "run-1")
    made = keep_article(archive, 1)
    kept = archive.keep(exchange(1, payload=page(1) + b" "), role="article", via=LIST, list_url=LIST)
    archive.add(Event(event="cosmetic", url=url(1), id=made.id, version=1, at=AT, run="run-1", evidence=kept.ref))
    known = archive.known(url(1))
    archive.abandon()
    assert known is not None
    assert known.ref == kept.ref


def test_a_reader_stopped_by_a_tail_does_not_call_it_damage() -> None:
    told = Unfinished("warc/x.warc.gz", "byte 9", "ends in the middle of a record")
    assert isinstance(told, ArchiveError)
    assert not isinstance(told, Damaged)
    assert (told.file, told.where, told.why) == ("warc/x.warc.gz", "byte 9", "ends in the middle of a record")
    assert str(told).startswith("warc/x.warc.gz: byte 9: ends in the middle of a record. Run a crawl, which cuts")


def test_a_304_to_a_question_never_asked_is_kept_as_it_came(tmp_path: Path) -> None:
    archive = open_site(tmp_path, "run-1")
    kept = archive.keep(unmodified(1), role="article", via=None, list_url=None)
    assert not kept.revisit
    assert archive.read(kept.ref).status == 304
    archive.abandon()


def test_empty_payloads_are_never_revisits_of_each_other(tmp_path: Path) -> None:
    archive = open_site(tmp_path, "run-1")
    for number in (1, 2):
        moved = exchange(number, payload=b"", status=b"302 Found")
        assert not archive.keep(moved, role="other", via=None, list_url=None).revisit
    archive.abandon()


def test_a_revisit_is_read_with_the_payload_it_stands_for(tmp_path: Path) -> None:
    crawl(tmp_path, "run-1", range(2))
    archive = open_site(tmp_path, "run-2")
    same = archive.keep(exchange(0), role="article", via=LIST, list_url=LIST)
    again = archive.keep(unmodified(1), role="article", via=LIST, list_url=LIST)
    assert (same.revisit, again.revisit) == (True, True)
    for kept, number in ((same, 0), (again, 1)):
        found = archive.read(kept.ref)
        assert (found.payload, found.head) == (page(number), exchange(number).head)
    latest = archive.known(url(0))
    assert latest is not None
    assert (latest.ref, latest.etag) == (same.ref, etag(0))
    archive.close(run_line("run-2"))
    assert verify(tmp_path).findings == []


def test_no_version_is_written_twice_or_out_of_order(tmp_path: Path) -> None:
    archive = open_site(tmp_path, "run-1")
    made = keep_article(archive, 1)
    for version in (0, 1, 3):
        with pytest.raises(ValueError, match="does not follow 1"):
            archive.add(msgspec.structs.replace(made, version=version))
    archive.add(msgspec.structs.replace(made, version=2))
    archive.commit()
    with pytest.raises(ValueError, match="does not follow 2"):
        archive.add(msgspec.structs.replace(made, version=2))
    archive.abandon()
    assert [r.row.version for r in read(tmp_path / "articles.jsonl") if isinstance(r.row, Article)] == [1, 2]


def test_no_row_without_its_bytes(tmp_path: Path) -> None:
    archive = open_site(tmp_path, "run-1")
    kept = archive.keep(exchange(1), role="article", via=LIST, list_url=LIST)
    wrong = msgspec.structs.replace(kept.ref, offset=kept.ref.offset + 1)
    elsewhere = msgspec.structs.replace(kept, ref=wrong)
    homeless = msgspec.structs.replace(row(1, kept, "run-1"), provenance=None)
    event = Event(
        event="new", url=url(1), id=article_id(1), version=1, at=exchange(1).at, run="run-1", evidence=kept.ref
    )
    failure = Failure(url=url(1), at=AT, reason="no-body", detail="", run="run-1", warc=wrong)
    for bad in (row(1, elsewhere, "run-1"), homeless, event, failure):
        with pytest.raises(ValueError, match=r"no record|no provenance|not there"):
            archive.add(bad)
    archive.close(run_line("run-1"))
    assert not (tmp_path / "articles.jsonl").exists()


@pytest.mark.parametrize(
    "wrong",
    [
        {"head": b""},
        {"head": b"HTTP/1.1 200 OK\r\n\r\nX: after the blank line\r\n\r\n"},
        {"head": b"HTTP/1.1 200 OK\r\nX: no blank line"},
        {"head": b"HTTP/1.1 200 OK\r\nX: " + b"x" * 200_000 + b"\r\n\r\n"},
        {"at": "2026-01-02 03:04:05"},
        {"url": "http://www.lianxi-renda.example/a\r\nWARC-Type: response"},
        {"url": "http://www.lianxi-renda.example/\ud800"},
    ],
)
def test_an_exchange_that_cannot_be_kept_as_it_is_changes_nothing(tmp_path: Path, wrong: dict[str, object]) -> None:
    archive = open_site(tmp_path, "run-1")
    with pytest.raises(ValueError, match=r"answer|head|like 2027|one line|surrogates"):
        archive.keep(msgspec.structs.replace(exchange(1), **wrong), role="article", via=None, list_url=None)
    keep_article(archive, 2)
    archive.close(run_line("run-1"))
    report = verify(tmp_path)
    assert (report.findings, report.articles, report.records) == ([], 1, 5)


def test_64_articles_are_committed_together(tmp_path: Path) -> None:
    archive = open_site(tmp_path, "run-1")
    for number in range(63):
        keep_article(archive, number)
    assert not (tmp_path / "articles.jsonl").exists()
    keep_article(archive, 63)
    assert len(lines(tmp_path / "articles.jsonl")) == 64
    archive.abandon()


def test_half_a_second_is_the_longest_wait(tmp_path: Path) -> None:
    archive = open_site(tmp_path, "run-1")
    archive.tick()
    assert not archive.commit_due()
    keep_article(archive, 1)
    archive.tick()
    assert not (tmp_path / "articles.jsonl").exists()
    time.sleep(0.51)
    assert archive.commit_due()
    archive.tick()
    assert not archive.commit_due()
    assert len(lines(tmp_path / "articles.jsonl")) == len(lines(tmp_path / "events.jsonl")) == 1
    archive.abandon()


def test_files_are_rolled_before_they_grow_too_long(tmp_path: Path) -> None:
    archive = open_site(tmp_path, "run-1", roll_at=5000)
    for number in range(20):
        keep_article(archive, number)
    archive.close(run_line("run-1"))
    files = sorted((tmp_path / "warc").iterdir())
    assert [path.name for path in files[:2]] == [f"lianxi-20260102030405-0000{n}.warc.gz" for n in (1, 2)]
    assert len(files) > 5
    assert all(path.stat().st_size <= 5000 for path in files)
    assert verify(tmp_path).findings == []
    archive = open_site(tmp_path, "run-2")
    assert (archive.repaired, archive.notices) == ([], [])
    assert archive.keep(exchange(0), role="article", via=None, list_url=None).revisit
    archive.abandon()


def test_a_run_begun_in_the_same_second_gets_its_own_file(tmp_path: Path) -> None:
    for run in ("run-1", "run-2"):
        archive = open_site(tmp_path, run)
        archive.keep(exchange(1), role="robots", via=None, list_url=None)
        archive.close(run_line(run))
    assert [path.name[-13:-8] for path in sorted((tmp_path / "warc").iterdir())] == ["00001", "00002"]


def test_abandoned_rows_are_not_there_and_the_next_run_keeps_them(tmp_path: Path) -> None:
    archive = open_site(tmp_path, "run-1")
    keep_article(archive, 1)
    archive.commit()
    keep_article(archive, 2)
    archive.abandon()
    assert len(lines(tmp_path / "articles.jsonl")) == 1
    crawl(tmp_path, "run-2", range(1, 3))
    report = verify(tmp_path)
    assert (report.findings, report.articles, report.runs) == ([], 2, 2)


def test_a_closed_archive_takes_nothing_more(tmp_path: Path) -> None:
    archive = open_site(tmp_path, "run-1")
    archive.close(run_line("run-1"))
    archive.close(run_line("run-1"))
    archive.abandon()
    with pytest.raises(ValueError, match="closed"):
        archive.keep(exchange(1), role="article", via=None, list_url=None)
    assert len(lines(tmp_path / "runs.jsonl")) == 1


@pytest.mark.parametrize("run", ["", "run 1", "run-1"])
def test_a_run_id_is_new_and_one_word(tmp_path: Path, run: str) -> None:
    crawl(tmp_path, "run-1", range(1))
    with pytest.raises(ValueError, match="run id"):
        open_site(tmp_path, run)
    open_site(tmp_path, "run-2").abandon()  # the lock was given back


def test_a_second_opener_is_told_who_has_it(tmp_path: Path) -> None:
    archive = open_site(tmp_path, "run-1")
    began = time.monotonic()
    with pytest.raises(Locked) as told:
        open_site(tmp_path, "run-2")
    assert time.monotonic() - began < 1
    assert told.value.pid is not None
    assert str(told.value.pid) in str(told.value)
    archive.abandon()
    open_site(tmp_path, "run-2").abandon()


@pytest.mark.parametrize("where", ["file/site", "/proc/self/nothing/site", "file"])
def test_an_output_that_cannot_be_a_folder_is_refused_before_anything(tmp_path: Path, where: str) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(StorageError) as told:
        open_site(tmp_path / where, "run-1")
    assert isinstance(told.value, ArchiveError)
    assert where.rsplit("/", maxsplit=1)[-1] in str(told.value)
    assert [path.name for path in tmp_path.iterdir()] == ["file"]


def test_the_info_of_the_caller_stands_in_warcinfo(tmp_path: Path) -> None:
    info = {**INFO, "not-kept": "the order of header lines below the TLS layer"}
    archive = SiteArchive.open(tmp_path, SITE, run="r", profile=PROFILE, info=info, started=STARTED)
    kept = archive.keep(exchange(1), role="robots", via=None, list_url=None)
    archive.abandon()
    block = read_at(tmp_path / "warc" / kept.ref.file, 0).payload or b""
    assert b"not-kept: the order of header lines below the TLS layer\r\n" in block


def test_a_run_line_of_another_run_is_no_line_of_this_one(tmp_path: Path) -> None:
    archive = open_site(tmp_path, "run-1")
    with pytest.raises(ValueError, match="run-2"):
        archive.close(run_line("run-2"))
    archive.close(run_line("run-1"))
    assert [p.row.run for p in read(tmp_path / "runs.jsonl") if isinstance(p.row, Run)] == ["run-1"]
