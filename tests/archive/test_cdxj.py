"""Does the sorted index say where each capture lies, and does it stay right whatever happens to the files?"""

import errno
import json
import multiprocessing
import os
import random
import shutil
import time
from pathlib import Path

import msgspec
import pytest

from congress_crawler.archive import SiteArchive, cdxj
from congress_crawler.archive.entry import Entry
from congress_crawler.archive.errors import StorageError
from congress_crawler.archive.exchange import Exchange
from congress_crawler.archive.keeping import Rendering
from congress_crawler.archive.sorting import Sorter
from congress_crawler.practice.server import serve
from congress_crawler.practice.site import Site
from congress_crawler.practice.trying import practice_toml
from tests.archive import material
from tests.archive.material import crawl, exchange, keep_article, keep_failure, keep_listing, open_site, run_line
from tests.archive.test_faults import FailingDisk
from tests.support import run
from tests.tools import use

LATER = "2026-01-09T03:04:05Z"
FORM = b"application/x-www-form-urlencoded; charset=UTF-8"


def answer(path: str, head: bytes, payload: bytes, *, asked: bytes = b"GET", more: bytes = b"") -> Exchange:
    request = b"%s %s HTTP/1.1\r\nHost: a\r\n%s" % (asked, path.encode(), more or b"\r\n")
    url = f"http://www.lianxi-renda.example{path}"
    return Exchange(url=url, at=material.AT, request=request, head=head, payload=payload, ip=None)


def keep(archive: SiteArchive, got: Exchange) -> None:
    archive.keep(got, role="other", via=None, list_url=None)


def posted(kind: bytes, body: bytes) -> bytes:
    return b"Content-Type: %s\r\nContent-Length: %d\r\n\r\n%s" % (kind, len(body), body)


def every_kind(folder: Path) -> None:
    """Two runs with every kind of record that we write, and what servers send in headers."""
    archive = open_site(folder, "run-1")
    keep_listing(archive)
    rows = [keep_article(archive, number) for number in range(30)]
    keep_failure(archive, 99)
    odd = b"HTTP/1.1 200 OK\r\ncontent-type:TEXT/html ;charset=GBK\r\nX-Odd: \xc7\xe0\xd4\xad\r\n\r\n"
    keep(archive, answer("/a%CF%D8.html", odd, b"1"))
    keep(archive, answer("/no-type", b"HTTP/1.1 204 \r\n\r\n", b""))
    keep(archive, answer("/empty-type", b"HTTP/1.0 200\r\nContent-Type:\r\n\r\n", b"2"))
    keep(archive, answer("/twice", b"HTTP/1.1 200 OK\r\nContent-Type: a/b\r\nContent-Type: c/d\r\n\r\n", b"3"))
    keep(archive, answer("/chinese-type", b"HTTP/1.1 200 OK\r\nContent-Type: \xc7\xe0;x\r\n\r\n", b"4"))
    plain = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n"
    for kind, body in ((FORM, b"page=2&name=%E5%8E%BF&x=a+b"), (FORM, b"\xff=1"), (b"application/octet-stream", b"\0")):
        keep(archive, answer("/list.aspx?id=1", plain, body, asked=b"POST", more=posted(kind, body)))
    for text in ('{"page": {"no": 2, "no2": [1, {"no": true}]}, "none": null, "县": "人大"}', "{", "[1, 2]"):
        more = posted(b"application/json", text.encode())
        keep(archive, answer("/api", plain, text.encode(), asked=b"POST", more=more))
    of = rows[0].provenance
    assert of is not None
    made = Rendering(url=f"{rows[0].url}#/1", asked=rows[0].url, at=material.AT, html=b"<p>", of=of.warc)
    archive.keep_conversion(made, role="article", via=None, list_url=None)
    archive.close(run_line("run-1"))
    second_run(folder)


def second_run(folder: Path) -> None:
    archive = open_site(folder, "run-2")
    keep(archive, msgspec.structs.replace(exchange(3), at=LATER))
    keep(archive, msgspec.structs.replace(material.unmodified(4), at=LATER))
    keep_article(archive, 5, edition=2)
    archive.close(run_line("run-2"))


def warcs(folder: Path) -> list[Path]:
    return sorted((folder / "warc").glob("*.warc.gz"))


def by_the_tool(folder: Path, *more: str) -> bytes:
    """What cdxj-indexer makes of the WARC files, the calling test is skipped when it is not installed."""
    words = ("--sort", "--post-append", *more, *warcs(folder))
    done = use("cdxj-indexer", *words)
    assert done.returncode == 0, done.stderr
    return done.stdout.encode()


SHOWN = ("--records", "response,revisit,resource")  # see archive/entry.py: no metadata record


def test_the_index_is_byte_for_byte_what_cdxj_indexer_makes(tmp_path: Path) -> None:
    every_kind(tmp_path)
    own = cdxj.update(tmp_path).read_bytes()
    assert own.count(b"\n") == 48
    assert own.count(b'"method": "POST"') == 6
    assert own.count(b"warc/revisit") == 2
    assert own == by_the_tool(tmp_path, *SHOWN)


def test_without_a_304_it_is_what_cdxj_indexer_makes_by_itself(tmp_path: Path) -> None:
    crawl(tmp_path, "run-1", range(20))
    assert cdxj.update(tmp_path).read_bytes() == by_the_tool(tmp_path)


def test_what_is_added_is_read_and_nothing_else(tmp_path: Path) -> None:
    crawl(tmp_path, "run-1", range(20))
    before = cdxj.update(tmp_path).read_bytes()
    first = warcs(tmp_path)[0]
    raw = first.read_bytes()
    first.write_bytes(bytes(len(raw) - 4096) + raw[-4096:])  # read again, it would be no record
    second_run(tmp_path)
    grown = cdxj.update(tmp_path).read_bytes()
    first.write_bytes(raw)
    (tmp_path / "index.cdxj").unlink()
    assert cdxj.update(tmp_path).read_bytes() == grown
    assert len(grown.splitlines()) == len(before.splitlines()) + 4  # the profile of the second run, and its answers


def test_an_index_that_is_up_to_date_is_not_written_again(tmp_path: Path) -> None:
    crawl(tmp_path, "run-1", range(5))
    before = cdxj.update(tmp_path).stat()
    assert cdxj.update(tmp_path).stat() == before
    assert not list(tmp_path.glob(".*.new"))


def test_a_crawl_leaves_its_index_behind_it(tmp_path: Path) -> None:
    with serve(Site(24)) as server:
        (tmp_path / "practice.toml").write_text(practice_toml(server.url), encoding="utf-8")
        done = run("crawl", tmp_path / "practice.toml", "--output", tmp_path, "--delay", 0)
    assert done.returncode == 0, done.stderr
    written = (tmp_path / "practice/index.cdxj").read_bytes()
    assert list(cdxj.check(tmp_path / "practice")) == []
    (tmp_path / "practice/index.cdxj").unlink()
    assert cdxj.update(tmp_path / "practice").read_bytes() == written


def test_a_member_that_is_being_written_waits_until_it_is_whole(tmp_path: Path) -> None:
    crawl(tmp_path, "run-1", range(6))
    path = warcs(tmp_path)[0]
    raw = path.read_bytes()
    noise = random.Random(2026)
    whole = cdxj.update(tmp_path).read_bytes()
    for _ in range(12):
        path.write_bytes(raw[: noise.randrange(len(raw))])
        part = cdxj.update(tmp_path).read_bytes()
        assert set(part.splitlines()) <= set(whole.splitlines())
        path.write_bytes(raw)
        assert cdxj.update(tmp_path).read_bytes() == whole


def test_the_line_of_a_post_waits_for_its_request_while_a_crawl_writes(tmp_path: Path) -> None:
    archive = open_site(tmp_path, "run-1")
    plain = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n"
    keep(archive, answer("/list", plain, b"1", asked=b"POST", more=posted(FORM, b"page=2")))
    archive.commit()
    path = warcs(tmp_path)[0]
    raw = path.read_bytes()
    path.write_bytes(raw[: raw.rindex(b"\x1f\x8b\x08", 0, raw.rindex(b"\x1f\x8b\x08"))])  # the answer, no request yet
    assert b"/list" not in cdxj.update(tmp_path).read_bytes()
    path.write_bytes(raw)
    archive.close(run_line("run-1"))
    assert b"/list?__wb_method=post&page=2 " in cdxj.update(tmp_path).read_bytes()


@pytest.mark.parametrize("what", ["shorter", "another", "gone", "edited", "state", "version"])
def test_it_is_made_anew_when_a_file_is_not_the_one_that_was_read(tmp_path: Path, what: str) -> None:
    crawl(tmp_path, "run-1", range(9))
    crawl(tmp_path, "run-2", range(9, 12))
    path, state = cdxj.update(tmp_path), tmp_path / "index.cdxj.json"
    first = warcs(tmp_path)[0]
    if what == "shorter":
        os.truncate(first, 3000)
    elif what == "another":
        shutil.copy(warcs(tmp_path)[1], first)
    elif what == "gone":
        first.unlink()
    elif what == "edited":
        path.write_bytes(path.read_bytes().replace(b'"offset": "', b'"offset": "1', 1))
    elif what == "state":
        state.write_bytes(state.read_bytes()[:50])
    else:
        state.write_text(json.dumps({**json.loads(state.read_bytes()), "version": 0}), encoding="utf-8")
    mended = cdxj.update(tmp_path).read_bytes()
    path.unlink()
    assert cdxj.update(tmp_path).read_bytes() == mended
    assert list(cdxj.check(tmp_path)) == []


def test_an_index_that_was_changed_is_never_merged_into_a_new_one(tmp_path: Path) -> None:
    crawl(tmp_path, "run-1", range(40))  # long enough that its first lines are not in the fingerprint of its end
    path = cdxj.update(tmp_path)
    before = path.stat()
    path.write_bytes(path.read_bytes().replace(b'"status": "200"', b'"status": "201"', 1))
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    crawl(tmp_path, "run-2", range(40, 42))
    assert b'"201"' not in cdxj.update(tmp_path).read_bytes()


def test_damage_in_the_middle_is_told_and_the_rest_is_there(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    crawl(tmp_path, "run-1", range(9))
    whole = cdxj.update(tmp_path).read_bytes().splitlines()
    path = warcs(tmp_path)[0]
    raw = bytearray(path.read_bytes())
    lost = next(line for line in whole if b"/4.shtml" in line)
    raw[Entry.read(lost + b"\n").offset + 200] ^= 255
    path.write_bytes(raw)
    (tmp_path / "index.cdxj").unlink()
    assert cdxj.update(tmp_path).read_bytes().splitlines() == [line for line in whole if line != lost]
    assert "verify" in caplog.text


def test_every_failure_of_the_disk_leaves_the_old_index_or_the_new(tmp_path: Path) -> None:
    crawl(tmp_path, "run-1", range(5))
    before = cdxj.update(tmp_path).read_bytes()
    crawl(tmp_path, "run-2", range(5, 9))
    disk = FailingDisk(0, errno.ENOSPC, for_ever=False)
    whole = shutil.copytree(tmp_path, tmp_path.with_name(f"{tmp_path.name}-whole"))
    after = cdxj.update(whole, disk=disk).read_bytes()
    assert disk.calls > 8
    for call in range(1, disk.calls + 1):
        copy = shutil.copytree(tmp_path, tmp_path.with_name(f"{tmp_path.name}-{call}"))
        with pytest.raises(StorageError, match="No space left"):
            cdxj.update(copy, disk=FailingDisk(call, errno.ENOSPC, for_ever=True))
        assert (copy / "index.cdxj").read_bytes() in {before, after}
        assert cdxj.update(copy).read_bytes() == after


def _update_at(folder: Path, when: float) -> None:
    time.sleep(max(0, when - time.time()))
    cdxj.update(folder)


def test_several_at_once_make_one_right_index(tmp_path: Path) -> None:
    crawl(tmp_path, "run-1", range(50))
    spawned = multiprocessing.get_context("fork")
    for number in range(3):
        when = time.time() + 0.1
        processes = [spawned.Process(target=_update_at, args=(tmp_path, when)) for _ in range(4)]
        for process in processes:
            process.start()
        for process in processes:
            process.join()
        assert [process.exitcode for process in processes] == [0] * 4
        assert list(cdxj.check(tmp_path)) == []
        crawl(tmp_path, f"run-{number + 2}", range(50 + number, 51 + number))


def test_all_captures_of_an_address_are_found_the_oldest_first(tmp_path: Path) -> None:
    every_kind(tmp_path)
    found = cdxj.find(tmp_path, material.url(4).replace("http://www.", "HTTPS://") + "#part")
    assert [(one.timestamp, one.record, one.status) for one in found] == [
        ("20260102030405", "response", "200"),
        ("20260109030405", "revisit", None),
    ]
    assert [one.url for one in cdxj.find(tmp_path, material.url(1))] == [material.url(1)]  # and not 10, 11, …
    assert cdxj.find(tmp_path, "http://nowhere.example/") == []
    assert cdxj.find(tmp_path, "urn:congress-crawler:profile:lianxi")[0].record == "resource"


def test_each_of_many_addresses_is_found(tmp_path: Path) -> None:
    crawl(tmp_path, "run-1", range(200))
    for number in range(200):
        assert [one.url for one in cdxj.find(tmp_path, material.url(number))] == [material.url(number)]


def test_what_is_added_while_the_index_is_behind_is_found(tmp_path: Path) -> None:
    crawl(tmp_path, "run-1", range(2))
    assert cdxj.find(tmp_path, material.url(2)) == []
    crawl(tmp_path, "run-2", range(2, 3))
    assert len(cdxj.find(tmp_path, material.url(2))) == 1


def test_a_site_without_a_capture_has_an_empty_index(tmp_path: Path) -> None:
    open_site(tmp_path, "run-1").close(run_line("run-1"))
    assert cdxj.update(tmp_path).read_bytes() == b""
    assert cdxj.find(tmp_path, "http://a/") == []
    assert list(cdxj.check(tmp_path)) == []


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        (b'"offset": "', b'"offset": "1', "no capture begins at byte"),
        (b'"length": "', b'"length": "1', "length 1"),
        (b'"digest": "sha256:', b'"digest": "sha256:0', "digest 'sha256:0"),
        (b'"status": "200"', b'"status": "404"', "status '404' instead of '200'"),
        (b'/2.shtml", "mime"', b'/3.shtml", "mime"', "url '"),
        (b"20260102030405 {", b"20250102030405 {", "timestamp '20250102030405'"),
        (b'"filename": "', b'"filename": "x', "no capture begins at byte"),
        (b'{"url"', b'["url"', "is no entry"),
    ],
)
def test_every_wrong_line_is_named(tmp_path: Path, old: bytes, new: bytes, says: str) -> None:
    crawl(tmp_path, "run-1", range(9))
    path = cdxj.update(tmp_path)
    lines = path.read_bytes().splitlines(keepends=True)
    lines[2] = lines[2].replace(old, new)
    path.write_bytes(b"".join(lines))
    found = [what for where, what in cdxj.check(tmp_path) if where == "line 3"]
    assert any(says in what for what in found), list(cdxj.check(tmp_path))


def test_a_line_too_many_one_missing_and_two_out_of_order_are_named(tmp_path: Path) -> None:
    crawl(tmp_path, "run-1", range(9))
    path = cdxj.update(tmp_path)
    lines = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(b"".join([lines[1], *lines[1:]]))
    found = dict(cdxj.check(tmp_path))
    assert "one too many" in found["line 2"]
    missing = Entry.read(lines[0])
    assert found[f"warc/{missing.filename}, byte {missing.offset}"] == f"has no line: {missing.url}"
    path.write_bytes(b"".join([*lines[:2], lines[3], lines[2], *lines[4:]]))
    assert "out of order" in dict(cdxj.check(tmp_path))["line 4"]


def test_what_came_after_the_index_is_no_fault(tmp_path: Path) -> None:
    crawl(tmp_path, "run-1", range(3))
    cdxj.update(tmp_path)
    crawl(tmp_path, "run-2", range(3, 6))
    assert list(cdxj.check(tmp_path)) == []


def test_more_lines_than_memory_holds_are_sorted(tmp_path: Path) -> None:
    noise = random.Random(7)
    lines = [b"%x\n" % noise.getrandbits(40) * noise.randrange(1, 3) for _ in range(3000)]
    lines = [line for one in lines for line in one.splitlines(keepends=True)] + [b"z" * 70_000 + b"\n"]
    with Sorter(tmp_path, run=2000) as sorter:
        for line in lines:
            sorter.add(line)
        assert list(sorter.lines()) == sorted(lines)
        assert list(tmp_path.iterdir()) == []  # nameless: a kill leaves nothing
