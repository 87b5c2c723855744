"""Do the lines of files survive as rows do: after their article, once, torn tails cut, counted for a killed run?"""

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec
import pytest

from congress_crawler.archive.errors import Damaged
from congress_crawler.archive.peek import peek
from congress_crawler.archive.site import SiteArchive
from congress_crawler.items import Article, Event, File, Link
from congress_crawler.verify.check import verify
from tests.archive.material import AT, HOST, LIST, exchange, keep_listing, lines, open_site, row, run_line

PDF = b"%PDF-1.4 " + b"x" * 5000
FIRST, SECOND = f"http://{HOST}/a.pdf", f"http://{HOST}/b.gif"
Harm = Callable[[dict[str, Any]], None]


def carrier(
    archive: SiteArchive, number: int, *, version: int = 1, links: tuple[str, ...] = (FIRST, SECOND)
) -> Article:
    """Keep an article that links to files, and its event."""
    kept = archive.keep(exchange(number), role="article", via=LIST, list_url=LIST)
    made = row(number, kept, archive.run, version=version, edition=version)
    made.attachments = [Link(url=url, text="附件") for url in links if url.endswith("pdf")]
    made.images = [Link(url=url, text="") for url in links if not url.endswith("pdf")]
    archive.add(made)
    of: dict[str, Any] = {"url": made.url, "id": made.id, "version": version, "at": AT, "run": archive.run}
    archive.add(Event(event="new" if version == 1 else "edited", evidence=kept.ref, **of))
    return made


def keep_file(archive: SiteArchive, article: Article, url: str = FIRST, body: bytes = PDF) -> File:
    """Keep a file and its line."""
    head = b"HTTP/1.1 200 OK\r\nContent-Type: Application/PDF; name=a\r\n\r\n"
    asked = f"GET /{url.rpartition('/')[2]} HTTP/1.1\r\nHost: {HOST}\r\n\r\n".encode()
    got = msgspec.structs.replace(exchange(0, payload=body), url=url, head=head, request=asked)
    kept = archive.keep(got, role="file", via=article.url, list_url=None)
    line = File(
        id=article.id,
        url=url,
        kind="attachment",
        at=AT,
        run=archive.run,
        status=200,
        media_type="application/pdf",
        size=len(body),
        digest=kept.payload_digest,
        warc=kept.ref,
    )
    archive.add(line)
    return line


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """Two runs: two articles with the same file kept for both, one file failed; then one article edited."""
    archive = open_site(tmp_path, "run-1")
    keep_listing(archive)
    one, two = carrier(archive, 1), carrier(archive, 2)
    line = keep_file(archive, one)
    archive.add(File(id=one.id, url=SECOND, kind="image", at=AT, run="run-1", reason="timeout", detail="60 s"))
    archive.add(msgspec.structs.replace(line, id=two.id))
    archive.close(run_line("run-1"))
    archive = open_site(tmp_path, "run-2")
    keep_listing(archive)
    carrier(archive, 1, version=2, links=(FIRST,))
    archive.close(run_line("run-2"))
    return tmp_path


def test_what_is_wanted_follows_from_the_newest_versions_and_the_lines(site: Path) -> None:
    assert verify(site).findings == []
    (site / "index.sqlite3").unlink()
    archive = open_site(site, "run-3")
    wanted, kept = archive.history.carried(), archive.history.files_kept()
    assert [(one.url, one.line) for one in wanted] == [(SECOND, None)]  # of article 2; article 1 has it no more
    assert (kept, archive.history.carried("run-2"), len(archive.history.file_lines(FIRST))) == (2, [], 2)
    archive.close(run_line("run-3"))


def test_a_line_without_its_article_or_its_bytes_is_refused_and_so_is_a_second_one(site: Path) -> None:
    archive = open_site(site, "run-3")
    line = archive.history.file_lines(FIRST)[0]
    assert line.warc is not None
    nowhere = msgspec.structs.replace(line.warc, offset=7)
    for wrong, why in (
        ({"id": "lianxi-0000000000000000"}, "add it first"),
        ({"warc": nowhere}, "no record is kept"),
        ({"warc": None}, "where is not said"),
        ({}, "kept for"),
    ):
        bad = msgspec.structs.replace(line, **({"url": "http://x/"} if wrong else {}), **wrong)
        with pytest.raises(ValueError, match=why):
            archive.add(bad)
    archive.close(run_line("run-3"))


@pytest.mark.parametrize("cut", [1, 30, 200, 650])
def test_a_torn_tail_is_cut_and_the_run_corrected(site: Path, cut: int) -> None:
    path = site / "files.jsonl"
    path.write_bytes(path.read_bytes()[:-cut])
    archive = open_site(site, "run-3")
    assert any("files.jsonl: cut" in what for what in archive.repaired)
    archive.close(run_line("run-3"))
    assert verify(site).findings == []


def test_a_line_whose_article_went_with_a_cut_goes_too_but_no_more_than_one_commit_writes(site: Path) -> None:
    for name in ("articles.jsonl", "events.jsonl", "runs.jsonl"):
        (site / name).write_bytes(b"".join(line + b"\n" for line in lines(site / name)[:1]))
    (site / "index.sqlite3").unlink()
    archive = open_site(site, "run-3")
    assert any("files.jsonl: cut" in what and "has no article row" in what for what in archive.repaired)
    archive.close(run_line("run-3"))
    (site / "articles.jsonl").write_bytes(b"")
    (site / "events.jsonl").write_bytes(b"")
    (site / "index.sqlite3").unlink()
    (site / "files.jsonl").write_bytes((lines(site / "files.jsonl")[0] + b"\n") * 300)
    with pytest.raises(Damaged, match=r"files\.jsonl"):
        open_site(site, "run-4")


def test_a_killed_run_is_told_how_many_files_it_had(tmp_path: Path) -> None:
    archive = open_site(tmp_path, "run-1")
    keep_listing(archive)
    one = carrier(archive, 1)
    keep_file(archive, one)
    archive.add(File(id=one.id, url=SECOND, kind="image", at=AT, run="run-1", reason="timeout", detail="60 s"))
    archive.commit()
    archive.abandon()
    archive = open_site(tmp_path, "run-2")
    line = archive.history.runs()[0]
    assert (line.exit, line.file_lines, line.files) == (None, 2, {"kept": 1, "failed": 1})
    archive.close(run_line("run-2"))


@pytest.mark.parametrize(
    ("number", "harm", "kind", "what"),
    [
        (1, lambda it: it.update(size=7), "file-differs", "size"),
        (1, lambda it: it.update(digest="sha256:" + "0" * 64), "file-differs", "digest"),
        (1, lambda it: it.update(media_type="text/html"), "file-differs", "media type"),
        (1, lambda it: it.update(at="2026-01-01T00:00:00Z"), "file-differs", "date"),
        (1, lambda it: it["warc"].update(offset=0), "row-points-nowhere", "byte 0"),
        (1, lambda it: it.update(url="http://x/"), "file-differs", "links to it"),
        (3, lambda it: it.update(reason="not-found"), "file-differs", "not-found"),
        (2, lambda it: it.update(reason=None), "row-points-nowhere", "where is not said"),
        (2, lambda it: it.update(status=200), "file-differs", "no record"),
    ],
)
def test_verify_names_a_line_that_was_changed(site: Path, number: int, harm: Harm, kind: str, what: str) -> None:
    rows = lines(site / "files.jsonl")
    said = msgspec.json.decode(rows[number - 1])
    harm(said)
    rows[number - 1] = msgspec.json.encode(said)
    (site / "files.jsonl").write_bytes(b"".join(row + b"\n" for row in rows))
    findings = verify(site).findings
    assert (kind, "files.jsonl", f"line {number}") in {(one.kind, one.file, one.where) for one in findings}
    assert any(what in one.what for one in findings)


@pytest.mark.parametrize("how", ["deleted", "doubled"])
def test_verify_counts_the_lines_of_each_run(site: Path, how: str) -> None:
    rows = lines(site / "files.jsonl")
    rows = rows[1:] if how == "deleted" else [*rows, rows[0]]
    (site / "files.jsonl").write_bytes(b"".join(row + b"\n" for row in rows))
    kinds = {one.kind for one in verify(site).findings}
    assert kinds == ({"run-count"} if how == "deleted" else {"run-count", "duplicate-row"})


def test_the_front_of_a_record_is_read_without_its_body(site: Path) -> None:
    archive = open_site(site, "run-3")
    ref = archive.history.file_lines(FIRST)[0].warc
    archive.close(run_line("run-3"))
    assert ref is not None
    path = site / "warc" / ref.file
    front = peek(path, ref.offset)
    assert front is not None
    assert (front.size, front.headers["WARC-Record-ID"]) == (len(PDF), ref.record_id)
    assert front.head.endswith(b"\r\n\r\n")
    assert peek(path, ref.offset + 1) is None
    copy = shutil.copy(path, site / "cut")
    Path(copy).write_bytes(path.read_bytes()[: ref.offset + 20])
    assert peek(Path(copy), ref.offset) is None
