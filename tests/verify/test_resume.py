"""Does a verify that was killed go on where it was, and read again what changed?"""

import itertools
import os
import signal
import sqlite3
from pathlib import Path

import pytest

from congress_crawler.archive.errors import StorageError
from congress_crawler.verify import Report, verify
from tests.archive.material import crawl

RUNS = 4


@pytest.fixture
def site(tmp_path: Path) -> Path:
    folder = tmp_path / "site"
    for number in range(RUNS):
        crawl(folder, f"run-{number}", range(6 * (number + 1)))
    return folder


def files(folder: Path) -> list[Path]:
    return sorted((folder / "warc").iterdir())


def killed(folder: Path, state: Path, at: int) -> None:
    """A process that verifies and is killed when it has read so many bytes."""
    pid = os.fork()
    if pid == 0:
        try:
            verify(folder, resume=state, progress=lambda done, _: die() if done >= at else None)
        finally:
            os._exit(1)  # never reached: it was to be killed
    assert os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == -signal.SIGKILL


def die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def steps(folder: Path, state: Path | None) -> tuple[Report, list[int]]:
    """Verify; how many bytes were read between two looks."""
    seen = [0]
    report = verify(folder, resume=state, progress=lambda done, _: seen.append(done))
    assert seen[-1] == sum(path.stat().st_size for path in [*files(folder), *rows(folder)])
    return report, [after - before for before, after in itertools.pairwise(seen)]


def rows(folder: Path) -> list[Path]:
    return [folder / f"{name}.jsonl" for name in ("articles", "events", "runs")]


def test_it_goes_on_after_the_last_whole_file_and_says_the_same(site: Path, tmp_path: Path) -> None:
    whole, _ = steps(site, None)
    assert whole.ok
    sizes = [path.stat().st_size for path in files(site)]
    for number in range(RUNS):
        state = tmp_path / f"state-{number}"
        killed(site, state, sum(sizes[:number]) + sizes[number] // 2)
        report, read = steps(site, state)
        assert (report.findings, report.checked, report.records) == ([], whole.checked, whole.records)
        assert read[:number] == sizes[:number]  # each at one look: nothing of it was read
        assert all(step < sizes[number] for step in read[number:])


def test_killed_at_any_time_it_says_the_same_in_the_end(site: Path, tmp_path: Path) -> None:
    whole, state = verify(site), tmp_path / "state"
    most = sum(path.stat().st_size for path in [*files(site), *rows(site)])
    for part in (1, 300, 500, 501, 800, 990, 999):
        killed(site, state, most * part // 1000)
    report = verify(site, resume=state)
    assert (report.findings, report.checked) == ([], whole.checked)


def test_what_is_wrong_in_a_file_read_before_is_said_again(site: Path, tmp_path: Path) -> None:
    first = files(site)[0]
    data = bytearray(first.read_bytes())
    data[len(data) // 2] ^= 8
    first.write_bytes(bytes(data))
    state, whole = tmp_path / "state", verify(site)
    assert whole.findings
    killed(site, state, len(data) + 100)
    assert verify(site, resume=state).findings == whole.findings


@pytest.mark.parametrize("number", range(RUNS))
def test_what_changed_since_is_read_again(site: Path, tmp_path: Path, number: int) -> None:
    state = tmp_path / "state"
    assert verify(site, resume=state).ok
    path = files(site)[number]
    data, times = bytearray(path.read_bytes()), (path.stat().st_atime_ns, path.stat().st_mtime_ns)
    data[len(data) // 2] ^= 8
    path.write_bytes(bytes(data))
    os.utime(path, ns=times)  # who changes it may set the time back
    report, read = steps(site, state)
    assert report.findings == verify(site).findings != []
    sizes = [path.stat().st_size for path in files(site)]
    assert read[:number] == sizes[:number]
    assert read[number] < sizes[number]


def test_a_file_put_in_between_or_taken_away_is_seen(site: Path, tmp_path: Path) -> None:
    state = tmp_path / "state"
    assert verify(site, resume=state).ok
    files(site)[1].unlink()
    assert verify(site, resume=state).findings == verify(site).findings != []
    assert verify(site, resume=state).checked["warc-files"] == RUNS - 1


def test_rows_are_always_read_anew(site: Path, tmp_path: Path) -> None:
    state, path = tmp_path / "state", site / "articles.jsonl"
    assert verify(site, resume=state).ok
    path.write_bytes(path.read_bytes().replace("视察".encode(), "考察".encode()))
    assert verify(site, resume=state).findings == verify(site).findings != []


def test_a_state_that_is_something_else_is_refused_and_left_alone(site: Path, tmp_path: Path) -> None:
    text, other = tmp_path / "text", tmp_path / "other.sqlite3"
    text.write_text("my thesis\n" * 100, encoding="utf-8")
    with sqlite3.connect(other) as db:
        db.execute("CREATE TABLE thesis (page TEXT)")
    db.close()
    for path in (text, other, site / "index.sqlite3", tmp_path):
        before = path.read_bytes() if path.is_file() else b""
        with pytest.raises(StorageError, match="cannot keep the state of verify"):
            verify(site, resume=path)
        assert not path.is_file() or path.read_bytes() == before
