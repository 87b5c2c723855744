"""Is a WACZ file whole, always the same, right in the eyes of other tools, and does the check see what they miss?"""

import errno
import gzip
import hashlib
import io
import json
import os
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import msgspec
import pytest

from congress_crawler.archive.errors import StorageError, Unfinished
from congress_crawler.archive.members import Damage, scan
from congress_crawler.archive.wacz import NothingWanted, check_wacz, pack
from congress_crawler.items import Failure
from tests.archive import material
from tests.archive.material import crawl, exchange, keep_article, keep_failure, keep_listing, open_site, run_line
from tests.archive.test_cdxj import every_kind, keep, warcs
from tests.archive.test_faults import FailingDisk
from tests.support import run
from tests.tools import use

LATER = "2026-01-09T03:04:05Z"
ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A site of two runs with every kind of record."""
    every_kind(tmp_path / "lianxi")
    return tmp_path / "lianxi"


def entries(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as file:
        return {info.filename: file.read(info) for info in file.infolist()}


def records(data: bytes, folder: Path) -> set[bytes]:
    """The members of a WARC file, each by its bytes."""
    path = folder / "records.warc.gz"
    path.write_bytes(data)
    found = list(scan(path))
    assert not any(isinstance(one, Damage) for one in found)
    path.unlink()
    return {data[one.offset : one.offset + one.length] for one in found if not isinstance(one, Damage)}


def archived(path: Path, folder: Path) -> set[bytes]:
    """Every record in a WACZ file."""
    return {one for name, data in entries(path).items() if name.startswith("archive/") for one in records(data, folder)}


def wrong(path: Path) -> list[str]:
    return [f"{where}: {what}" for where, what in check_wacz(path)]


def index(path: Path) -> list[bytes]:
    return gzip.decompress(entries(path)["indexes/index.cdx.gz"]).splitlines()


def pages(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in entries(path)["pages/pages.jsonl"].splitlines()]


# --- a whole site -------------------------------------------------------------------------------------------------


def test_a_whole_site_is_copied_byte_for_byte(site: Path) -> None:
    (path,) = pack(site, site.parent)
    assert path.name == "lianxi-20260109030405.wacz"
    held = entries(path)
    for file in warcs(site):
        assert held[f"archive/{file.name}"] == file.read_bytes()
    for name in ("articles", "failures", "events", "runs"):
        assert held[f"ledgers/{name}.jsonl"] == (site / f"{name}.jsonl").read_bytes()
    assert wrong(path) == []


def test_the_tools_of_webrecorder_accept_it(site: Path) -> None:
    archive = open_site(site, "run-3")  # rows whose values look like numbers at first: the tool reads them as a table
    for number in range(120):
        keep_failure(archive, number + 200)
    archive.add(Failure(url="http://a/", at=LATER, reason="bad-url", detail="no address", run="run-3"))
    archive.close(run_line("run-3"))
    (path,) = pack(site, site.parent)
    said = use("wacz", "validate", "-f", path)
    assert "is valid" in said.stdout, said.stdout + said.stderr


def test_it_has_the_index_that_cdxj_indexer_makes_of_what_is_in_it(site: Path) -> None:
    (path,) = pack(site, site.parent)
    done = use("cdxj-indexer", "--sort", "--post-append", "--records", "response,revisit,resource", *warcs(site))
    assert index(path) == done.stdout.encode().splitlines()


def test_a_zip_tool_that_knows_nothing_of_us_reads_it(site: Path) -> None:
    (path,) = pack(site, site.parent)
    with zipfile.ZipFile(path) as file:
        assert file.testzip() is None
        stored = {info.filename for info in file.infolist() if info.compress_type == zipfile.ZIP_STORED}
        dates = {info.date_time for info in file.infolist()}
    assert stored == {f"archive/{one.name}" for one in warcs(site)} | {"indexes/index.cdx.gz", "indexes/index.idx"}
    assert dates == {(1980, 1, 1, 0, 0, 0)}


def test_the_same_archive_gives_the_same_bytes(site: Path) -> None:
    (first,) = pack(site, site.parent)
    before = first.read_bytes()
    os.utime(warcs(site)[0])
    (second,) = pack(site, site.parent)
    assert second == first
    assert second.read_bytes() == before


def test_the_manifest_says_what_is_there_and_where_to_begin(site: Path) -> None:
    (path,) = pack(site, site.parent, software="congress-crawler/9")
    said = json.loads(entries(path)["datapackage.json"])
    assert (said["wacz_version"], said["profile"]) == ("1.1.1", "data-package")
    assert (said["software"], said["created"], said["title"]) == ("congress-crawler/9", LATER, "lianxi")
    assert (said["mainPageUrl"], said["mainPageDate"]) == (material.LIST, material.AT)
    for one in said["resources"]:
        data = entries(path)[one["path"]]
        assert (one["hash"], one["bytes"]) == (f"sha256:{hashlib.sha256(data).hexdigest()}", len(data))


def test_the_newest_versions_come_first_and_each_page_has_its_text(site: Path) -> None:
    (path,) = pack(site, site.parent)
    header, *rows = pages(path)
    assert header["format"] == "json-pages-1.0"
    assert header["hasText"] is True
    assert len(rows) == 31
    assert rows[-1]["id"] == f"{material.article_id(5)}-1"  # an earlier version
    assert [row["text"] for row in rows if row["url"] == material.url(5)] == [
        material.text(5, edition=2),
        material.text(5),
    ]


def test_every_block_of_a_long_index_is_found(tmp_path: Path) -> None:
    crawl(tmp_path / "lianxi", "run-1", range(1100))
    (path,) = pack(tmp_path / "lianxi", tmp_path)
    meta, *lines = entries(path)["indexes/index.idx"].splitlines()
    assert meta.startswith(b"!meta 0 ")
    assert len(lines) == 2
    packed = entries(path)["indexes/index.cdx.gz"]
    for line in lines:
        place = json.loads(line[line.index(b"{") :])
        block = packed[place["offset"] :][: place["length"]]
        assert gzip.decompress(block).startswith(line[: line.index(b" {")])
    assert wrong(path) == []


# --- a selection, and parts ------------------------------------------------------------------------------------------


def test_a_run_alone_replays_with_what_its_revisits_stand_for(site: Path) -> None:
    (path,) = pack(site, site.parent, run="run-2")
    assert path.name == "lianxi-20260109030405-run-run-2.wacz"
    assert wrong(path) == []
    held = archived(path, site.parent)
    first, second = (records(file.read_bytes(), site.parent) for file in warcs(site))
    assert second <= held <= first | second
    assert len(held & first) == 2 + 2 * 3  # the opening; two articles, each with its request and what is said of it
    assert json.loads(entries(path)["datapackage.json"])["selection"] == {"run": "run-2"}
    assert not any(name.startswith("ledgers/") for name in entries(path))
    assert {row["url"] for row in pages(path)[1:]} == {material.url(number) for number in (3, 4, 5)}


def test_days_are_chosen_by_the_date_of_the_capture(site: Path) -> None:
    (path,) = pack(site, site.parent, until=date(2026, 1, 8))
    assert not any(b"20260109" in line for line in index(path))
    (later,) = pack(site, site.parent, since=date(2026, 1, 9), until=date(2026, 1, 9))
    assert later.name == "lianxi-20260109030405-since-2026-01-09-until-2026-01-09.wacz"
    assert wrong(path) == wrong(later) == []
    assert sum(b"20260109" in line for line in index(later)) == 2
    with pytest.raises(NothingWanted, match="since 2026-02-01"):
        pack(site, site.parent, since=date(2026, 2, 1))


def test_parts_hold_every_capture_once_and_each_replays_by_itself(tmp_path: Path) -> None:
    site = tmp_path / "lianxi"
    archive = open_site(site, "run-1", roll_at=40_000)
    keep_listing(archive)
    for number in range(60):
        keep_article(archive, number, size=6000)
    archive.close(run_line("run-1"))
    archive = open_site(site, "run-2")
    for number in range(0, 60, 7):
        keep(archive, msgspec.structs.replace(exchange(number, payload=material.page(number, size=6000)), at=LATER))
    archive.close(run_line("run-2"))
    limit = 150_000
    parts = pack(site, tmp_path, part_bytes=limit)
    assert [part.name for part in parts] == [
        f"lianxi-20260109030405-part-{number:05d}.wacz" for number in range(1, len(parts) + 1)
    ]
    assert len(parts) > 2
    held = [archived(part, tmp_path) for part in parts]
    assert set().union(*held) == set().union(*(records(file.read_bytes(), tmp_path) for file in warcs(site)))
    for number, part in enumerate(parts, 1):
        assert wrong(part) == []
        assert part.stat().st_size <= limit
        said = json.loads(entries(part)["datapackage.json"])
        assert said["part"] == {"number": number, "count": len(parts)}
    assert [any(name.startswith("ledgers/") for name in entries(part)) for part in parts] == [
        True,
        *[False] * (len(parts) - 1),
    ]
    assert {row["id"] for part in parts for row in pages(part)[1:]} == {
        f"{material.article_id(number)}-1" for number in range(60)
    }


def test_a_capture_larger_than_a_part_is_a_part_of_its_own(tmp_path: Path) -> None:
    crawl(tmp_path / "lianxi", "run-1", range(3))
    parts = pack(tmp_path / "lianxi", tmp_path, part_bytes=1)
    assert len(parts) == 4  # the list page and three articles
    assert [wrong(part) for part in parts] == [[]] * 4


# --- what happens meanwhile ------------------------------------------------------------------------------------------


def test_what_a_crawl_is_writing_stays_out_and_is_told(tmp_path: Path) -> None:
    site = tmp_path / "lianxi"
    crawl(site, "run-1", range(5))
    path = warcs(site)[0]
    raw = path.read_bytes()
    path.write_bytes(raw[:-100])
    told: list[str] = []
    (made,) = pack(site, tmp_path, tell=told.append)
    assert wrong(made) == []
    assert len(told) == 1
    assert "no whole record yet" in told[0]


def test_damage_in_the_middle_is_refused(tmp_path: Path) -> None:
    site = tmp_path / "lianxi"
    crawl(site, "run-1", range(5))
    raw = bytearray(warcs(site)[0].read_bytes())
    raw[len(raw) // 2] ^= 255
    warcs(site)[0].write_bytes(raw)
    with pytest.raises(Unfinished, match=r"byte \d+.*Nothing was packed.*verify"):
        pack(site, tmp_path)
    assert not list(tmp_path.glob("*.wacz"))


def test_an_empty_site_is_said_to_be_empty(tmp_path: Path) -> None:
    open_site(tmp_path / "lianxi", "run-1").close(run_line("run-1"))
    with pytest.raises(NothingWanted, match="holds no capture, so nothing was packed"):
        pack(tmp_path / "lianxi", tmp_path)


def test_every_failure_of_the_disk_leaves_nothing(tmp_path: Path) -> None:
    site, to = tmp_path / "lianxi", tmp_path / "to"
    crawl(site, "run-1", range(5))
    to.mkdir()
    disk = FailingDisk(0, errno.ENOSPC, for_ever=False)
    pack(site, to, part_bytes=1, disk=disk)
    shutil.rmtree(to)
    to.mkdir()
    calls = disk.calls - 3 * 6  # the last of each part, when it gets its name: then all of them are whole
    for call in range(1, calls + 1):
        with pytest.raises(StorageError, match="No space left"):
            pack(site, to, part_bytes=1, disk=FailingDisk(call, errno.ENOSPC, for_ever=False))
        assert list(to.iterdir()) == []


def test_an_interrupt_leaves_nothing(tmp_path: Path) -> None:
    crawl(tmp_path / "lianxi", "run-1", range(5))
    (tmp_path / "to").mkdir()

    def interrupt(done: int, whole: int) -> None:
        if done > whole * 0.6:  # while it copies
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        pack(tmp_path / "lianxi", tmp_path / "to", progress=interrupt)
    assert list((tmp_path / "to").iterdir()) == []


# --- the verb ------------------------------------------------------------------------------------------------------


def test_the_verb_packs_each_site_and_says_what_it_made(site: Path) -> None:
    crawl(site.parent / "other", "run-1", range(2))
    to = site.parent / "made"
    done = run("wacz", site.parent, "--to", to)
    assert done.returncode == 0, done.stderr
    assert sorted(line.split("\t")[0] for line in done.stdout.splitlines()) == sorted(map(str, to.iterdir()))
    assert [wrong(path) for path in to.iterdir()] == [[], []]
    none = run("wacz", site.parent, "--to", to, "--site", "lianxi", "--run", "no-run")
    assert none.returncode == 1
    assert "holds no capture of run no-run" in none.stderr


def test_memory_does_not_grow_with_the_archive(tmp_path: Path) -> None:
    """13 MB of WARC cost no more than 8 MiB above what 1 MB costs."""
    code = (
        "import resource, sys\nfrom pathlib import Path\n"
        "from congress_crawler.archive import cdxj\nfrom congress_crawler.archive.wacz import check_wacz, pack\n"
        "site, to = Path(sys.argv[1]), Path(sys.argv[2])\n"
        "cdxj.update(site)\nfor path in pack(site, to): assert not list(check_wacz(path))\n"
        "print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)\n"
    )
    most = []
    for name, count in (("small", 4), ("large", 60)):
        archive = open_site(tmp_path / name, "run-1")
        for number in range(count):
            noise = b"<p>" + os.urandom(200_000).hex().encode()
            keep(archive, exchange(number, payload=noise))
        archive.close(run_line("run-1"))
        words = [sys.executable, "-c", code, str(tmp_path / name), str(tmp_path)]
        most.append(int(subprocess.run(words, capture_output=True, text=True, check=True, cwd=ROOT).stdout))
    assert most[1] - most[0] < 8 << 10, most


# --- what the check sees -------------------------------------------------------------------------------------------

Change = Callable[[dict[str, bytes], dict[str, int]], None]


def rewritten(path: Path, change: Change, *, relist: bool) -> Path:
    """A copy in which something was changed. `relist`: and the manifest made to say so."""
    held, how = entries(path), dict.fromkeys(entries(path), zipfile.ZIP_STORED)
    change(held, how)
    if relist and "datapackage.json" in held:
        said = json.loads(held["datapackage.json"])
        listed = {one["path"] for one in said["resources"]} & held.keys()
        said["resources"] = [
            {"name": name.rpartition("/")[2], "path": name, "bytes": len(data), "hash": _hash(data)}
            for name, data in held.items()
            if name in listed
        ]
        held["datapackage.json"] = json.dumps(said).encode()
        held["datapackage-digest.json"] = json.dumps(
            {"path": "datapackage.json", "hash": _hash(held["datapackage.json"])}
        ).encode()
    made = path.with_name("changed.wacz")
    with zipfile.ZipFile(made, "w") as file:
        for name, data in held.items():
            file.writestr(name, data, compress_type=how.get(name, zipfile.ZIP_STORED))
    return made


def _hash(data: bytes) -> str:
    return f"sha256:{hashlib.sha256(data).hexdigest()}"


def _warc(held: dict[str, bytes]) -> str:
    return max((name for name in held if name.startswith("archive/")), key=lambda name: len(held[name]))


def _index(change: Callable[[list[bytes]], None]) -> Change:
    """Change the lines of the index, and write its directory accordingly."""

    def apply(held: dict[str, bytes], _: dict[str, int]) -> None:
        lines = gzip.decompress(held["indexes/index.cdx.gz"]).splitlines(keepends=True)
        change(lines)
        packed = gzip.compress(b"".join(lines), mtime=0)
        held["indexes/index.cdx.gz"] = packed
        place = json.dumps({"offset": 0, "length": len(packed), "digest": _hash(packed)}).encode()
        first = lines[0].partition(b"{")[0]
        held["indexes/index.idx"] = b'!meta 0 {"format": "cdxj-gzip-1.0"}\n' + first + place + b"\n"

    return apply


def _replace(name: str, old: bytes, new: bytes) -> Change:
    def apply(held: dict[str, bytes], _: dict[str, int]) -> None:
        assert old in held[name]
        held[name] = held[name].replace(old, new, 1)

    return apply


def _drop(*names: str) -> Change:
    def apply(held: dict[str, bytes], _: dict[str, int]) -> None:
        for name in [one for one in held if one.startswith(names)]:
            del held[name]

    return apply


def _deflate(held: dict[str, bytes], how: dict[str, int]) -> None:
    how[_warc(held)] = zipfile.ZIP_DEFLATED


def _nothing(held: dict[str, bytes], how: dict[str, int]) -> None:
    """Change nothing."""


def _add(held: dict[str, bytes], _: dict[str, int]) -> None:
    held["note"] = b"unlisted, without an extension"


def _flip(held: dict[str, bytes], _: dict[str, int]) -> None:
    name = _warc(held)
    data = bytearray(held[name])
    data[len(data) // 2] ^= 1
    held[name] = bytes(data)


def _without_the_originals(held: dict[str, bytes], _: dict[str, int]) -> None:
    del held[_warc(held)]


CASES: dict[str, tuple[Change, bool, str]] = {
    "no pages": (_drop("pages/pages.jsonl"), True, "pages/pages.jsonl: is missing"),
    "no header": (
        _replace("pages/pages.jsonl", b'"json-pages-1.0"', b'"other"'),
        True,
        "pages.jsonl, line 1: is no header",
    ),
    "a broken page": (_replace("pages/pages.jsonl", b'\n{"id', b'\n["id'), True, "pages.jsonl, line 2: is no page"),
    "a page that is nowhere": (_replace("pages/pages.jsonl", b"/1.shtml", b"/x.shtml"), True, "no capture at its time"),
    "no WARC": (_drop("archive/"), True, "archive/: holds no WARC file"),
    "a WARC deflated": (_deflate, False, "is deflated"),
    "an unlisted file": (_add, False, "note: is not listed"),
    "a listed file gone": (_drop("ledgers/runs.jsonl"), False, "ledgers/runs.jsonl: is listed, but not there"),
    "a bit flipped in a WARC": (_flip, False, ": hash is"),
    "a bit flipped, relisted": (_flip, True, "archive/lianxi-20260102030405-00001.warc.gz, byte "),
    "the originals gone": (_without_the_originals, True, "which is no answer in this file"),
    "a ledger edited": (
        _replace("ledgers/runs.jsonl", b"finished", b"finishing"),
        False,
        "ledgers/runs.jsonl: hash is",
    ),
    "the manifest edited": (
        _replace("datapackage.json", b'"title"', b'"titel"'),
        False,
        "datapackage-digest.json: says",
    ),
    "no manifest": (_drop("datapackage.json"), False, "datapackage.json: is missing"),
    "no digest": (_drop("datapackage-digest.json"), False, "datapackage-digest.json: is missing"),
    "another version": (_replace("datapackage.json", b'"1.1.1"', b'"1.2.0"'), True, "wacz_version is '1.2.0'"),
    "no index": (_drop("indexes/"), True, "indexes/: holds no index"),
    "no directory": (_drop("indexes/index.idx"), True, "has no index.idx beside it"),
    "an offset wrong": (
        _index(lambda lines: lines.__setitem__(3, lines[3].replace(b'"offset": "', b'"offset": "1'))),
        *(True, "index.cdx.gz, line 4: no capture begins at byte"),
    ),
    "a digest wrong": (
        _index(lambda lines: lines.__setitem__(3, lines[3].replace(b"sha256:", b"sha256:0"))),
        *(True, "index.cdx.gz, line 4: says of the record"),
    ),
    "a line gone": (_index(lambda lines: lines.remove(lines[4])), True, "is not in indexes/index.cdx.gz"),
    "a line twice": (_index(lambda lines: lines.insert(4, lines[4])), True, "line 6: is one too many"),
    "out of order": (_index(lambda lines: lines.insert(9, lines.pop(2))), True, "is out of order"),
    "a directory that leads astray": (
        _replace("indexes/index.idx", b'"offset":0', b'"offset":9'),
        *(True, "index.idx, line 2: offset is 9"),
    ),
    "the digest of a block wrong": (
        _replace("indexes/index.idx", b'"digest":"sha256:', b'"digest":"sha256:0'),
        *(True, "index.idx, line 2: digest is"),
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_the_check_names_what_is_wrong(site: Path, name: str) -> None:
    change, relist, says = CASES[name]
    (path,) = pack(site, site.parent)
    assert any(says in one for one in wrong(rewritten(path, change, relist=relist))), wrong(
        site.parent / "changed.wacz"
    )


def test_a_copy_in_which_nothing_was_changed_is_right(site: Path) -> None:
    (path,) = pack(site, site.parent)
    assert wrong(rewritten(path, _nothing, relist=True)) == []


def test_the_check_names_a_file_that_is_torn_or_has_a_name_twice(site: Path) -> None:
    (path,) = pack(site, site.parent)
    whole = path.read_bytes()
    path.write_bytes(whole[:-500])
    assert "is no whole ZIP file" in wrong(path)[0]
    buffer = io.BytesIO(whole)
    with zipfile.ZipFile(buffer, "a") as file, pytest.warns(UserWarning, match="Duplicate"):
        file.writestr("datapackage.json", b"{}")
    path.write_bytes(buffer.getvalue())
    assert any("is there 2 times" in one for one in wrong(path))


def test_a_bit_flipped_anywhere_is_seen(site: Path) -> None:
    (path,) = pack(site, site.parent)
    whole = path.read_bytes()
    with zipfile.ZipFile(path) as file:
        end = file.start_dir  # of the directory some bits say nothing (attributes of files)
    headers = [
        info.header_offset + at for info in file.infolist()[::4] for at in (0, 2, 6, 8, 10, 12, 14, 18, 22, 26, 28, 31)
    ]
    for at in [*range(20, end, end // 15), *headers]:
        data = bytearray(whole)
        data[at] ^= 4
        path.write_bytes(data)
        assert wrong(path) != [], f"byte {at} of {len(whole)}"
