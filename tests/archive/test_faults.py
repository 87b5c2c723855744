"""Does the archive survive a kill, a full disk, and a disk that fails at any call?

Real processes and real limits; for "at any call" a Disk that fails at its N-th call, for every N, as SQLite tests
itself: afterwards each article is there whole or not at all, and the next run completes.
"""

import errno
import json
import os
import random
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from congress_crawler.archive.disk import Disk
from congress_crawler.archive.errors import Damaged, StorageError
from congress_crawler.archive.index import Index
from congress_crawler.verify.check import verify
from tests.archive.material import (
    article_id,
    crawl,
    exchange,
    keep_article,
    keep_failure,
    keep_listing,
    lines,
    open_site,
    run_line,
)

ROOT = Path(__file__).resolve().parents[2]
COUNT = 60


def start(folder: Path, run: str, *more: str, user: int | None = None) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "tests.archive.child", str(folder), run, str(COUNT), *more]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, user=user)


def finish(folder: Path, run: str, *more: str, user: int | None = None) -> tuple[int, str]:
    with start(folder, run, *more, user=user) as process:
        _, said = process.communicate(timeout=60)
    return process.returncode, said


def complete(folder: Path, count: int = COUNT) -> None:
    """Every article exactly once, and everything agrees."""
    report = verify(folder)
    assert [str(one) for one in report.findings] == []
    ids = [json.loads(row)["id"] for row in lines(folder / "articles.jsonl")]
    assert sorted(ids) == sorted(article_id(number) for number in range(count))
    assert report.events == count


def test_killed_at_ten_instants_every_article_is_there_once(tmp_path: Path) -> None:
    noise = random.Random(2027)
    for attempt in range(10):
        with start(tmp_path, f"run-{attempt}", "--pause", "0.004") as process:
            assert process.stdout is not None
            assert process.stdout.readline() == "open\n"
            time.sleep(noise.uniform(0, 0.2))
            process.kill()
        assert process.returncode == -9
    code, said = finish(tmp_path, "run-last")
    assert (code, said) == (0, "")
    complete(tmp_path)
    assert len(lines(tmp_path / "runs.jsonl")) >= 2


def test_a_kill_during_the_opening_is_mended_by_the_next(tmp_path: Path) -> None:
    crawl(tmp_path, "run-0", range(20))
    noise = random.Random(1)
    for attempt in range(5):
        (tmp_path / "index.sqlite3").unlink(missing_ok=True)
        with (tmp_path / "articles.jsonl").open("ab") as file:
            file.write(b"torn")
        with start(tmp_path, f"run-{attempt + 1}", "--pause", "1") as process:
            time.sleep(noise.uniform(0.1, 0.25))
            process.kill()
    assert finish(tmp_path, "run-last")[0] == 0
    complete(tmp_path)


def test_a_second_process_is_refused_within_a_second_naming_the_first(tmp_path: Path) -> None:
    with start(tmp_path, "run-1", "--pause", "1") as process:
        assert process.stdout is not None
        process.stdout.readline()
        began = time.monotonic()
        with pytest.raises(Exception, match=f"process {process.pid}") as told:
            open_site(tmp_path, "run-2")
        assert time.monotonic() - began < 1
        assert told.type.__name__ == "Locked"
        assert verify(tmp_path).writing == process.pid
        process.kill()
    open_site(tmp_path, "run-2").abandon()


@pytest.mark.parametrize("limit", [3_000, 20_000, 66_000, 110_000])
def test_a_file_size_limit_stops_within_a_commit_and_the_next_run_completes(tmp_path: Path, limit: int) -> None:
    code, said = finish(tmp_path, "run-1", "--limit", str(limit), "--size", "100000")
    assert code == 74, said
    assert "File too large" in said or "index.sqlite3" in said
    check_and_complete(tmp_path)


def check_and_complete(folder: Path) -> None:
    report = verify(folder)
    assert {one.kind for one in report.findings} <= {"run-without-line", "article-without-event"}, report.findings
    assert finish(folder, "run-last", "--size", "100000") == (0, "")
    complete(folder)


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of 400 KB, where this user may mount one."""
    place = tmp_path / "small"
    place.mkdir()
    made = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=400k", "none", str(place)], capture_output=True, text=True, check=False
    )
    if made.returncode:
        pytest.skip(f"no tmpfs can be mounted here: {made.stderr.strip()}")
    yield place
    subprocess.run(["umount", "-l", str(place)], check=True)


def test_a_full_disk_stops_within_a_commit_and_more_room_completes(small_disk: Path) -> None:
    folder = small_disk / "site"
    code, said = finish(folder, "run-1", "--size", "20000")
    assert (code, "No space left" in said or "full" in said) == (74, True), said
    report = verify(folder)
    assert {one.kind for one in report.findings} <= {"run-without-line", "article-without-event"}
    assert finish(folder, "run-2", "--size", "20000")[0] == 74
    subprocess.run(["mount", "-o", "remount,size=40m", str(small_disk)], check=True)
    assert finish(folder, "run-last", "--size", "20000") == (0, "")
    complete(folder)


def test_a_read_only_folder_is_refused_before_anything(tmp_path: Path) -> None:
    folder = tmp_path / "site"
    crawl(folder, "run-1", range(2))
    before = (folder / "articles.jsonl").read_bytes()
    if os.geteuid() == 0:
        made = subprocess.run(["mount", "--bind", str(folder), str(folder)], capture_output=True, check=False)
        if made.returncode:
            pytest.skip("root writes everywhere, and no bind mount can be made here")
        subprocess.run(["mount", "-o", "remount,ro,bind", str(folder)], check=True)
    else:
        folder.chmod(0o555)
    try:
        code, said = finish(folder, "run-2")
    finally:
        if os.geteuid() == 0:
            subprocess.run(["umount", "-l", str(folder)], check=True)
        else:
            folder.chmod(0o755)
    assert code == 74
    assert "Read-only" in said or "Permission denied" in said or "cannot be written" in said
    assert (folder / "articles.jsonl").read_bytes() == before


class FailingDisk(Disk):
    """Fails at its N-th call (and at every later one, when `for_ever`); a failing write takes some bytes first."""

    def __init__(self, fail_at: int, code: int, *, for_ever: bool) -> None:
        self.calls = 0
        self._at, self._code, self._for_ever = fail_at, code, for_ever

    def _count(self) -> bool:
        self.calls += 1
        return self.calls == self._at or (self._for_ever and self.calls > self._at)

    def _fail(self) -> OSError:
        return OSError(self._code, os.strerror(self._code))

    def open(self, path: Path, flags: int) -> int:
        if self._count():
            raise self._fail()
        return super().open(path, flags)

    def write(self, fd: int, data: bytes | memoryview) -> int:
        if self._count():
            os.write(fd, bytes(data[: len(data) // 2]))
            raise self._fail()
        return super().write(fd, data)

    def fsync(self, fd: int) -> None:
        if self._count():
            raise self._fail()
        super().fsync(fd)

    def truncate(self, fd: int, size: int) -> None:
        if self._count():
            raise self._fail()
        super().truncate(fd, size)

    def unlink(self, path: Path) -> None:
        if self._count():
            raise self._fail()
        super().unlink(path)


def session(folder: Path, run: str, disk: Disk) -> int:
    """A run of three commits. Out: how many articles were confirmed by a commit that came back."""
    archive = open_site(folder, run, disk=disk)
    confirmed = 0
    try:
        keep_listing(archive)
        for number in range(6):
            if archive.article(article_id(number)) is None:
                keep_article(archive, number)
            if number % 2:
                keep_failure(archive, number + 100)
                archive.commit()
                confirmed = number + 1
        archive.close(run_line(run))
    finally:
        archive.close(run_line(run))
    return confirmed


def calls_of_a_session(folder: Path) -> int:
    disk = FailingDisk(0, 0, for_ever=False)
    session(folder, "run-count", disk)
    return disk.calls


@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EIO])
@pytest.mark.parametrize("for_ever", [False, True], ids=["once", "for ever"])
def test_a_failure_at_any_call_completes_or_rolls_back(tmp_path: Path, code: int, *, for_ever: bool) -> None:
    total = calls_of_a_session(tmp_path / "count")
    assert total > 25
    for fail_at in range(1, total + 1):
        folder = tmp_path / f"{fail_at}"
        disk = FailingDisk(fail_at, code, for_ever=for_ever)
        with pytest.raises(StorageError):
            session(folder, "run-1", disk)
        if (folder / "warc").is_dir():
            seen = verify(folder)
            torn = {"torn-tail", "run-without-line", "article-without-event"} if for_ever else AFTER
            assert {one.kind for one in seen.findings} <= torn, (fail_at, seen.findings)
        session(folder, "run-2", Disk())
        complete(folder, 6)
        shutil.rmtree(folder)


AFTER = {"run-without-line", "article-without-event"}  # what the next opening says again


def test_a_failure_at_any_call_of_a_repair_is_mended_by_the_next_one(tmp_path: Path) -> None:
    whole = tmp_path / "whole"
    session(whole, "run-1", Disk())
    archive = open_site(whole, "run-2")
    keep_article(archive, 7)
    archive.commit()
    archive.abandon()
    for name in ("articles.jsonl", "events.jsonl", "failures.jsonl", "runs.jsonl"):
        with (whole / name).open("ab") as file:
            file.write(b"torn")
    last = max((whole / "warc").iterdir())
    with last.open("r+b") as torn:
        torn.truncate(last.stat().st_size - 1500)
    fail_at, failed = 0, True
    while failed:
        fail_at += 1
        folder = tmp_path / f"{fail_at}"
        shutil.copytree(whole, folder)
        disk = FailingDisk(fail_at, errno.EIO, for_ever=False)
        try:
            open_site(folder, "run-3", disk=disk).abandon()
            failed = False
        except StorageError:
            failed = True
        session(folder, "run-4", Disk())
        assert [str(one) for one in verify(folder).findings] == []
        shutil.rmtree(folder)
    assert fail_at > 10


def test_after_a_failure_every_call_refuses_and_an_fsync_is_never_tried_again(tmp_path: Path) -> None:
    disk = FailingDisk(0, errno.EIO, for_ever=False)
    archive = open_site(tmp_path, "run-1", disk=disk)
    keep_article(archive, 1)
    archive.commit()
    made = keep_article(archive, 2)
    disk._at = disk.calls + 1  # the fsync of the WARC file
    with pytest.raises(StorageError, match="Input/output error"):
        archive.commit()
    calls = disk.calls
    for refused in (
        archive.commit,
        lambda: archive.known("x"),
        lambda: archive.article("x"),
        lambda: archive.last_failure("x"),
        lambda: archive.add(made),
        lambda: archive.keep(exchange(3), role="other", via=None, list_url=None),
    ):
        with pytest.raises(StorageError, match="Input/output error"):
            refused()
    with pytest.raises(StorageError, match="Input/output error"):
        archive.close(run_line("run-1"))
    archive.close(run_line("run-1"))  # the second does nothing
    assert disk.calls == calls
    assert len(lines(tmp_path / "articles.jsonl")) == 1
    assert not (tmp_path / "runs.jsonl").exists()


class Interrupted(Disk):
    """A write that an exception of the caller's (a signal handler's) breaks off half way."""

    armed = False

    def write(self, fd: int, data: bytes | memoryview) -> int:
        if self.armed:
            os.write(fd, bytes(data[:100]))
            raise KeyboardInterrupt
        return super().write(fd, data)


def test_an_interrupt_in_the_middle_of_a_write_leaves_nothing_torn(tmp_path: Path) -> None:
    disk = Interrupted()
    archive = open_site(tmp_path, "run-1", disk=disk)
    keep_article(archive, 1)
    archive.commit()
    disk.armed = True
    with pytest.raises(KeyboardInterrupt):
        keep_article(archive, 2)
    disk.armed = False
    with pytest.raises(StorageError, match="interrupted"):
        keep_article(archive, 2)
    with pytest.raises(StorageError, match="interrupted"):
        archive.close(run_line("run-1"))
    assert {one.kind for one in verify(tmp_path).findings} == {"run-without-line"}
    crawl(tmp_path, "run-2", range(1, 3))
    assert verify(tmp_path).findings == []


def test_an_index_that_fails_is_a_storage_error_and_loses_nothing(tmp_path: Path) -> None:
    archive = open_site(tmp_path, "run-1")
    keep_article(archive, 1)
    index: Index = archive._index
    index.db.close()
    with pytest.raises(StorageError, match="index"):
        archive.commit()
    with pytest.raises(StorageError, match="index"):
        archive.close(run_line("run-1"))
    crawl(tmp_path, "run-2", range(1, 3))
    report = verify(tmp_path)
    assert (report.findings, report.articles) == ([], 2)


@pytest.mark.parametrize("ask", ["known", "article", "last_failure"])
def test_a_question_to_a_broken_index_is_not_forgotten_by_the_close(tmp_path: Path, ask: str) -> None:
    archive = open_site(tmp_path, "run-1")
    keep_article(archive, 1)
    archive.commit()
    index: Index = archive._index
    index.db.executescript("DROP TABLE captures; DROP TABLE articles; DROP TABLE failures; DROP TABLE files;")
    with pytest.raises(StorageError, match="no such table"):
        getattr(archive, ask)("x")
    with pytest.raises(StorageError, match="no such table"):
        archive.close(run_line("run-1"))
    archive.close(run_line("run-1"))
    archive.abandon()
    assert not (tmp_path / "runs.jsonl").exists()
    crawl(tmp_path, "run-2", range(1, 3))  # the folder was given back
    assert verify(tmp_path).findings == []


def test_damage_is_an_error_of_its_own_and_gives_the_folder_back(tmp_path: Path) -> None:
    crawl(tmp_path, "run-1", range(3))
    rows = lines(tmp_path / "articles.jsonl")
    (tmp_path / "articles.jsonl").write_bytes(b"\n".join([rows[0], b"?", rows[2], b""]))
    for run in ("run-2", "run-3"):
        with pytest.raises(Damaged, match=r"articles\.jsonl"):
            open_site(tmp_path, run)
