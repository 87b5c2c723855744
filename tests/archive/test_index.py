"""Can the index be thrown away, and does it say so when it was?"""

import random
import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from congress_crawler.archive.index import fingerprint, pack
from congress_crawler.archive.site import SiteArchive
from congress_crawler.verify.check import verify
from tests.archive.material import (
    article_id,
    crawl,
    exchange,
    keep_article,
    keep_failure,
    keep_listing,
    open_site,
    run_line,
    url,
)

COUNT = 30


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two runs: thirty articles, then a revisit, an edited article and a failure."""
    folder = tmp_path_factory.mktemp("whole")
    crawl(folder, "run-1", range(COUNT))
    archive = open_site(folder, "run-2")
    keep_listing(archive)
    archive.keep(exchange(1), role="article", via=None, list_url=None)
    keep_article(archive, 2, edition=2)
    keep_failure(archive, 99)
    archive.close(run_line("run-2"))
    return folder


def answers(archive: SiteArchive) -> list[object]:
    """Everything a crawl can ask of it."""
    numbers = [*range(COUNT), 99]
    return [
        [archive.known(url(number)) for number in numbers],
        [archive.article(article_id(number)) for number in numbers],
        [archive.last_failure(url(number)) for number in numbers],
    ]


def remove(folder: Path) -> None:
    (folder / "index.sqlite3").unlink()


def noise(folder: Path) -> None:
    (folder / "index.sqlite3").write_bytes(random.Random(3).randbytes(50_000))


def empty(folder: Path) -> None:
    (folder / "index.sqlite3").write_bytes(b"")


def hole(folder: Path) -> None:
    data = bytearray((folder / "index.sqlite3").read_bytes())
    data[8192:24576] = random.Random(4).randbytes(16384)
    (folder / "index.sqlite3").write_bytes(bytes(data))


def cut_short(folder: Path) -> None:
    with (folder / "index.sqlite3").open("r+b") as file:
        file.truncate(20_000)


def other_version(folder: Path) -> None:
    with sqlite3.connect(folder / "index.sqlite3") as db:
        db.execute("PRAGMA user_version = 99")
    db.close()


def someone_elses(folder: Path) -> None:
    crawl(folder.parent / "other", "run-1", range(3, 9))
    shutil.copy(folder.parent / "other" / "index.sqlite3", folder / "index.sqlite3")


def leftover_log(folder: Path) -> None:
    (folder / "index.sqlite3").unlink()
    (folder / "index.sqlite3-wal").write_bytes(random.Random(5).randbytes(10_000))


def nothing_in_it(folder: Path) -> None:
    with sqlite3.connect(folder / "index.sqlite3") as db:
        db.executescript("DROP TABLE captures; DROP TABLE files;")
    db.close()


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (remove, "is missing"),
        (leftover_log, "is missing"),
        (noise, "file is not a database"),
        (hole, "cannot be used"),
        (cut_short, "cannot be used"),
        (other_version, "of version 99"),
        (someone_elses, "is not the file it was made from"),
        (nothing_in_it, "no such table"),
    ],
)
def test_a_spoilt_index_is_built_anew_and_says_why(
    whole: Path, tmp_path: Path, spoil: Callable[[Path], None], said: str
) -> None:
    folder = tmp_path / "site"
    shutil.copytree(whole, folder)
    archive = open_site(folder, "run-3")
    assert (archive.notices, archive.repaired) == ([], [])
    before = answers(archive)
    archive.abandon()
    spoil(folder)
    archive = open_site(folder, "run-4")
    after = answers(archive)
    archive.close(run_line("run-4"))
    (notice,) = archive.notices
    assert said in notice
    assert "built anew from 6 files" in notice
    assert (after, archive.repaired) == (before, [])
    assert verify(folder).findings == []


def test_an_empty_index_file_is_filled_like_a_new_one(whole: Path, tmp_path: Path) -> None:
    folder = tmp_path / "site"
    shutil.copytree(whole, folder)
    empty(folder)
    archive = open_site(folder, "run-3")
    assert archive.article(article_id(2)) is not None
    archive.abandon()


def test_an_index_that_is_behind_catches_up_without_a_word(whole: Path, tmp_path: Path) -> None:
    folder = tmp_path / "site"
    shutil.copytree(whole, folder)
    old = (folder / "index.sqlite3").read_bytes()
    crawl(folder, "run-3", range(COUNT, COUNT + 5))
    (folder / "index.sqlite3").write_bytes(old)
    archive = open_site(folder, "run-4")
    state = archive.article(article_id(COUNT + 4))
    archive.abandon()
    assert (archive.notices, archive.repaired) == ([], [])
    assert state is not None


def test_a_row_file_written_over_makes_the_index_stale(whole: Path, tmp_path: Path) -> None:
    folder = tmp_path / "site"
    shutil.copytree(whole, folder)
    path = folder / "articles.jsonl"
    rows = path.read_bytes().split(b"\n")[:-1]
    path.write_bytes(b"\n".join([*rows[1:], rows[0], b""]))
    archive = open_site(folder, "run-3")
    found = archive.article(article_id(0))
    archive.abandon()
    assert "articles.jsonl is not the file" in archive.notices[0]
    assert found is not None


def test_a_row_doubled_by_hand_does_not_stop_a_crawl(whole: Path, tmp_path: Path) -> None:
    folder = tmp_path / "site"
    shutil.copytree(whole, folder)
    path = folder / "articles.jsonl"
    path.write_bytes(path.read_bytes() + path.read_bytes().split(b"\n")[0] + b"\n")
    archive = open_site(folder, "run-3")
    archive.close(run_line("run-3"))
    assert {one.kind for one in verify(folder).findings} == {"duplicate-version", "row-out-of-order", "run-count"}


def test_a_fingerprint_knows_the_end_it_saw(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_bytes(b"a" * 10_000)
    seen = fingerprint(path, 5000)
    path.write_bytes(b"a" * 20_000)
    assert fingerprint(path, 5000) == seen
    path.write_bytes(b"a" * 4999 + b"b" * 10)
    assert fingerprint(path, 5000) != seen
    path.write_bytes(b"a" * 4999)
    assert fingerprint(path, 5000) is None
    assert fingerprint(tmp_path / "none", 0) is None


def test_only_sha256_digests_are_packed() -> None:
    assert [len(pack(text)) for text in ("sha256:" + "0" * 64, "sha1:ABC", "sha256:00", "")] == [32, 0, 0, 0]
