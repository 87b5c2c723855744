"""The promises that a process which dies must keep: exactly once, evidence, nothing silent."""

import os
import random
import resource
import signal
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from congress_crawler.practice import uploads
from congress_crawler.practice.server import Server, serve
from congress_crawler.practice.site import Site
from congress_crawler.practice.trying import practice_toml
from tests.support import COMMAND, PLAIN, last_run, lines, run, start

ARTICLES = 60


@pytest.fixture(scope="module")
def site() -> Iterator[Server]:
    with serve(Site(ARTICLES, rows_first=40, rows_next=20)) as server:
        yield server


@pytest.fixture
def profile(site: Server, tmp_path: Path) -> Path:
    path = tmp_path / "practice.toml"
    path.write_text(practice_toml(site.url), encoding="utf-8")
    return path


def check_complete(site: Server, out: Path) -> None:
    """Every article and file of the site exactly once, every other link a named failure, and all of it verified."""
    rows = lines(out / "practice/articles.jsonl")
    expected = site.site.expected()
    assert sorted(row["url"].partition(site.host)[2] for row in rows) == sorted(
        row.answered_by for row in expected.rows
    )
    assert len({(row["id"], row["version"]) for row in rows}) == len(rows)
    links = [path for row in expected.rows for path in (*row.attachments, *row.images)]
    told = [(line["url"].partition(site.host)[2], line["reason"]) for line in lines(out / "practice/files.jsonl")]
    assert sorted(told) == sorted((path, uploads.fate(path)) for path in links)
    done = run("verify", out)
    assert done.returncode == 0, done.stdout


def kill_once(words: list[object], after: float) -> int:
    process = start(*words)
    try:
        process.wait(after)
    except subprocess.TimeoutExpired:
        process.kill()
    process.communicate()
    return process.returncode


def kill_again_and_again(site: Server, profile: Path, out: Path, times: int, seed: int) -> int:
    """Kill -9 at random instants of a crawl, each time going on where the last one died. Out: kills that hit."""
    chance = random.Random(seed)
    words: list[object] = ["crawl", profile, "--output", out, "--delay", 0]
    began = time.monotonic()
    assert run(*words).returncode == 0
    whole = time.monotonic() - began
    hits = 0
    for number in range(times):
        folder = out.with_name(f"{out.name}{number // 5}")  # five kills on one folder, then a fresh one
        hits += kill_once([*words[:3], folder, *words[4:]], chance.uniform(0.15, 0.75) * whole) == -signal.SIGKILL
        if number % 5 == 4 or number == times - 1:
            assert run(*words[:3], folder, *words[4:]).returncode == 0
            check_complete(site, folder)
    return hits


def test_kill_9_at_25_random_instants_then_one_run_gives_every_article_exactly_once(
    site: Server, profile: Path, tmp_path: Path
) -> None:
    assert kill_again_and_again(site, profile, tmp_path / "out", 25, seed=1) >= 15


@pytest.mark.soak
def test_kill_9_at_250_random_instants(site: Server, profile: Path, tmp_path: Path) -> None:
    assert kill_again_and_again(site, profile, tmp_path / "out", 250, seed=2) >= 150


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_one_signal_seals_and_exits(site: Server, profile: Path, tmp_path: Path, number: signal.Signals) -> None:
    process = start("crawl", profile, "--output", tmp_path / "out", "--delay", 0.05)
    wait_for_rows(tmp_path / "out/practice/articles.jsonl")
    process.send_signal(number)
    _, said = process.communicate(timeout=20)
    assert process.returncode == 128 + number, said
    line = last_run(tmp_path / "out/practice")
    assert (line["end"], line["exit"]) == ("interrupted", 128 + number)
    assert line["rows"] == len(lines(tmp_path / "out/practice/articles.jsonl")) > 0
    assert run("verify", tmp_path / "out").returncode == 0
    assert run("crawl", profile, "--output", tmp_path / "out", "--delay", 0).returncode == 0
    check_complete(site, tmp_path / "out")


@pytest.mark.parametrize("later", [0.02, 0.05, 0.08, 0.11])
def test_a_signal_ends_the_run_whatever_it_is_doing(site: Server, profile: Path, tmp_path: Path, later: float) -> None:
    """Scrapy's engine, closed while an item was in the pipelines, waited for ever: two runs in five did not end."""
    process = start("crawl", profile, "--output", tmp_path / "out", "--delay", 0.02)
    wait_for_rows(tmp_path / "out/practice/articles.jsonl")
    time.sleep(later)
    process.send_signal(signal.SIGINT)
    _, said = process.communicate(timeout=20)
    assert process.returncode == 130, said
    assert "fault of this program" not in said


def test_two_signals_stop_now_and_leave_a_valid_archive(site: Server, profile: Path, tmp_path: Path) -> None:
    process = start("crawl", profile, "--output", tmp_path / "out", "--delay", 0.05)
    wait_for_rows(tmp_path / "out/practice/articles.jsonl")
    process.send_signal(signal.SIGINT)
    time.sleep(0.05)
    process.send_signal(signal.SIGINT)
    process.communicate(timeout=5)
    assert process.returncode == 130
    assert run("crawl", profile, "--output", tmp_path / "out", "--delay", 0).returncode == 0
    check_complete(site, tmp_path / "out")


def wait_for_rows(path: Path, seconds: float = 30) -> None:
    end = time.monotonic() + seconds
    while not (path.exists() and path.stat().st_size):
        assert time.monotonic() < end, f"no row in {path} within {seconds} s"
        time.sleep(0.02)


def test_a_second_crawl_on_the_same_folder_is_refused_within_a_second_naming_the_pid(
    site: Server, profile: Path, tmp_path: Path
) -> None:
    first = start("crawl", profile, "--output", tmp_path / "out", "--delay", 0.2)
    try:
        wait_for_rows(tmp_path / "out/practice/articles.jsonl")
        idle = time.monotonic()
        assert run("sites").returncode == 0  # what starting Python and the imports alone take
        idle = time.monotonic() - idle
        began = time.monotonic()
        second = run("crawl", profile, "--output", tmp_path / "out", "--delay", 0)
        assert time.monotonic() - began - idle < 1.0
        assert second.returncode == 74
        assert str(first.pid) in second.stderr
    finally:
        first.kill()
        first.communicate()


def test_a_site_whose_folder_cannot_be_used_does_not_keep_the_others_from_their_crawl(
    site: Server, profile: Path, tmp_path: Path
) -> None:
    other = tmp_path / "other.toml"
    other.write_text(practice_toml(site.url).replace('"practice"', '"other"', 1), encoding="utf-8")
    (tmp_path / "out").mkdir()
    (tmp_path / "out/other").write_text("a file where a folder should be", encoding="utf-8")
    done = run("crawl", other, profile, "--output", tmp_path / "out", "--delay", 0)
    assert done.returncode == 74
    assert "out/other" in done.stderr
    check_complete(site, tmp_path / "out")


def full_disk(words: list[object], room: int) -> subprocess.CompletedProcess[str]:
    """Run the command where no file may grow beyond `room` bytes (Python ignores SIGXFSZ: writes fail with EFBIG)."""
    command = [*COMMAND, *(str(word) for word in words)]

    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (room, room))

    return subprocess.run(
        command, capture_output=True, text=True, preexec_fn=limit, check=False, timeout=120, env=PLAIN
    )


@pytest.mark.parametrize("room", [30_000, 120_000])
def test_a_full_disk_ends_the_run_with_exit_74_and_the_next_run_completes_it(
    site: Server, profile: Path, tmp_path: Path, room: int
) -> None:
    words: list[object] = ["crawl", profile, "--output", tmp_path / "out", "--delay", 0]
    site.requests.clear()
    done = full_disk(words, room)
    assert done.returncode == 74, done.stderr
    rows = len(lines(tmp_path / "out/practice/articles.jsonl"))
    asked = sum("/articles/" in request.path for request in site.requests)
    assert asked - rows <= 64 + 2  # within one commit
    assert run(*words).returncode == 0
    check_complete(site, tmp_path / "out")


def test_a_full_file_system_ends_the_run_with_exit_74(site: Server, profile: Path, tmp_path: Path) -> None:
    small = tmp_path / "small"
    small.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=300k", "tmpfs", str(small)], capture_output=True, text=True, check=False
    )
    if mounted.returncode:
        pytest.skip(f"no tmpfs can be mounted here: {mounted.stderr.strip()}")
    try:
        words: list[object] = ["crawl", profile, "--output", small / "out", "--delay", 0]
        done = run(*words)
        assert done.returncode == 74, done.stderr
        subprocess.run(["mount", "-o", "remount,size=64m", str(small)], check=True)
        assert run(*words).returncode == 0
        check_complete(site, small / "out")
    finally:
        subprocess.run(["umount", str(small)], check=True)


@pytest.mark.parametrize("kind", ["read-only", "a file", "below a file"])
def test_an_output_that_cannot_be_written_is_refused_before_any_request(
    site: Server, profile: Path, tmp_path: Path, kind: str
) -> None:
    out = tmp_path / "out"
    if kind == "read-only":
        out = Path("/proc/congress")  # root may write anywhere else, whatever the mode says
    else:
        out.write_text("I am a file", encoding="utf-8")
        out = out / "deeper" if kind == "below a file" else out
    site.requests.clear()
    done = run("crawl", profile, "--output", out, "--delay", 0)
    assert done.returncode == 74, done.stderr
    assert str(out) in done.stderr
    assert site.requests == []


def test_a_missing_output_folder_is_made(site: Server, profile: Path, tmp_path: Path) -> None:
    assert run("crawl", profile, "--output", tmp_path / "a/b/c", "--delay", 0).returncode == 0
    check_complete(site, tmp_path / "a/b/c")


@pytest.mark.parametrize("harm", ["missing", "garbage", "stale", "cut"])
def test_the_index_is_rebuilt_whatever_happened_to_it(site: Server, profile: Path, tmp_path: Path, harm: str) -> None:
    words: list[object] = ["crawl", profile, "--output", tmp_path / "out", "--delay", 0]
    index = tmp_path / "out/practice/index.sqlite3"
    assert run(*words, "--limit", 20).returncode == 0
    early = index.read_bytes()
    assert run(*words).returncode == 0
    if harm == "missing":
        index.unlink()
    elif harm == "garbage":
        index.write_bytes(os.urandom(20_000))
    elif harm == "stale":
        index.write_bytes(early)
    else:
        index.write_bytes(index.read_bytes()[: len(early) // 2])
    done = run(*words)
    assert done.returncode == 0, done.stderr
    if harm != "stale":
        assert "index" in done.stderr
    assert last_run(tmp_path / "out/practice")["new"] == 0
    check_complete(site, tmp_path / "out")
