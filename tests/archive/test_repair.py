"""Does opening cut what is torn, and nothing else?

Every test damages the files of a finished run the way a crash, a lying disk or a hand does, opens the folder again, and
asks `verify`. The next run must then bring every article exactly once.
"""

import random
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from congress_crawler.archive.errors import Damaged
from congress_crawler.archive.ledger import read
from congress_crawler.archive.members import scan
from congress_crawler.archive.record import Record, digest, read_fields
from congress_crawler.items import Run
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
    page,
    run_line,
    url,
)

COUNT = 4
WARC = "warc/lianxi-20260102030405-00001.warc.gz"


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A finished run of four articles."""
    folder = tmp_path_factory.mktemp("whole")
    crawl(folder, "run-1", range(COUNT))
    return folder


@pytest.fixture(params=["with index", "without index"])
def copy(request: pytest.FixtureRequest, whole: Path, tmp_path: Path) -> Callable[[], Path]:
    """Makes a fresh copy of that run, in the same place each time."""

    def make() -> Path:
        folder = tmp_path / "copy"
        shutil.rmtree(folder, ignore_errors=True)
        shutil.copytree(whole, folder)
        if request.param == "without index":
            (folder / "index.sqlite3").unlink()
        return folder

    return make


def reopened(folder: Path, *, articles: set[int]) -> list[str]:
    """Open, let go, verify. Out: what was repaired."""
    archive = open_site(folder, "run-2")
    have = {number for number in range(COUNT) if archive.article(article_id(number)) is not None}
    archive.abandon()
    assert have >= articles
    report = verify(folder)
    assert [str(one) for one in report.findings] == []
    assert report.articles == report.events == len(have)
    return archive.repaired


def again(folder: Path) -> None:
    """One more run brings every article exactly once."""
    crawl(folder, "run-3", range(COUNT))
    report = verify(folder)
    assert [str(one) for one in report.findings] == []
    assert (report.articles, report.events) == (COUNT, COUNT)


def records(folder: Path) -> list[Record]:
    return [one for one in scan(folder / WARC) if isinstance(one, Record)]


def test_a_warc_cut_at_every_byte_of_its_last_exchange_loses_it_alone(copy: Callable[[], Path]) -> None:
    path = copy() / WARC
    response, request, metadata = records(path.parent.parent)[-3:]
    end = response.offset + response.length
    for size in range(response.offset, metadata.offset + metadata.length):
        folder = copy()
        with (folder / WARC).open("r+b") as file:
            file.truncate(size)
        told = reopened(folder, articles=set(range(COUNT - 1)))
        torn = size not in {response.offset, request.offset, metadata.offset}
        assert any(f"{WARC}: cut at byte" in one for one in told) == torn
        lost = size < end
        assert len(lines(folder / "articles.jsonl")) == COUNT - lost
        assert any("articles.jsonl: cut" in one for one in told) == lost
        if size % 97 == 0:
            again(folder)


def test_the_run_line_is_corrected_when_its_rows_are_cut(copy: Callable[[], Path]) -> None:
    folder = copy()
    response = records(folder)[-3]
    with (folder / WARC).open("r+b") as file:
        file.truncate(response.offset + 10)
    reopened(folder, articles=set(range(COUNT - 1)))
    first, second = [place.row for place in read(folder / "runs.jsonl") if isinstance(place.row, Run)]
    assert (first.run, first.rows) == (second.run, second.rows + 1) == ("run-1", COUNT)
    assert "articles.jsonl and events.jsonl torn: rows 4 → 3" in second.repaired[0]
    reopened(folder, articles=set(range(COUNT - 1)))
    assert len(lines(folder / "runs.jsonl")) == 2


def tails(seed: int) -> Iterator[bytes]:
    """Zeros and seeded noise of many lengths, some with the magic of gzip or a line feed in them."""
    noise = random.Random(seed)
    yield from (b"\0" * size for size in (1, 2, 17, 512, 4096))
    for size in (1, 2, 3, 10, 100, 1000, 5000):
        yield noise.randbytes(size)
        yield noise.randbytes(size) + b"\n"
        yield b"\x1f\x8b\x08" + noise.randbytes(size)
        yield noise.randbytes(size) + b"\n" + noise.randbytes(size)
    yield b'{"id":"x"}\n'
    yield b"{}\n[]\nnull\n"
    yield b"[" * 100_000


@pytest.mark.parametrize("name", [WARC, "articles.jsonl", "events.jsonl", "runs.jsonl"])
def test_zeros_and_noise_behind_a_file_are_cut_and_nothing_else(copy: Callable[[], Path], name: str) -> None:
    for tail in tails(7):
        folder = copy()
        before = (folder / name).read_bytes()
        (folder / name).write_bytes(before + tail)
        (told,) = reopened(folder, articles=set(range(COUNT)))
        assert told.startswith(f"{name}: cut at byte {len(before)}, {len(tail)} bytes dropped (")
        assert (folder / name).read_bytes() == before
    again(folder)


@pytest.mark.parametrize("name", [WARC, "articles.jsonl"])
def test_a_zeroed_end_within_the_last_unit_is_cut(copy: Callable[[], Path], name: str) -> None:
    last = records(copy())[-3].offset if name == WARC else len(b"".join(lines(copy() / name)[:-1])) + COUNT - 1
    size = (copy() / name).stat().st_size
    for start in range(last, size, 7):
        folder = copy()
        with (folder / name).open("r+b") as file:
            file.seek(start)
            file.write(b"\0" * (size - start))
        reopened(folder, articles=set(range(COUNT - 1)))
    again(folder)


def test_an_article_row_cut_at_every_byte_is_written_again_once(copy: Callable[[], Path]) -> None:
    path = copy() / "articles.jsonl"
    size, last = path.stat().st_size, len(lines(path)[-1]) + 1
    for cut in range(size - last, size, 5):
        folder = copy()
        with (folder / "articles.jsonl").open("r+b") as file:
            file.truncate(cut)
        told = reopened(folder, articles=set(range(COUNT - 1)))
        assert any("events.jsonl: cut" in one and "has no article row" in one for one in told)
        if cut % 50 == 0:
            again(folder)


def test_an_event_lost_is_said_again(copy: Callable[[], Path]) -> None:
    path = copy() / "events.jsonl"
    size = path.stat().st_size
    for cut in (0, 10, size // 2, size - 1):
        folder = copy()
        with (folder / "events.jsonl").open("r+b") as file:
            file.truncate(cut)
        told = reopened(folder, articles=set(range(COUNT)))
        assert any("events.jsonl: added the event of" in one for one in told)


def test_a_torn_run_line_is_written_again_as_killed(copy: Callable[[], Path]) -> None:
    folder = copy()
    with (folder / "runs.jsonl").open("r+b") as file:
        file.truncate(50)
    told = reopened(folder, articles=set(range(COUNT)))
    assert any("runs.jsonl" in one and "run-1 was killed" in one for one in told)
    (place,) = read(folder / "runs.jsonl")
    assert isinstance(place.row, Run)
    assert (place.row.rows, place.row.new, place.row.exit, place.row.end) == (COUNT, COUNT, None, "killed")
    info = read_fields(records(folder)[0].payload or b"")
    assert (place.row.profile, place.row.started) == (info["profile"], records(folder)[0].date)


def test_a_file_with_nothing_whole_is_removed(copy: Callable[[], Path]) -> None:
    for content in (b"", b"\0" * 100, (copy() / WARC).read_bytes()[:40]):
        folder = copy()
        extra = folder / "warc" / "lianxi-20260102030406-00001.warc.gz"
        extra.write_bytes(content)
        (told,) = reopened(folder, articles=set(range(COUNT)))
        assert told.startswith(f"warc/{extra.name}: removed")
        assert not extra.exists()


def snapshot(folder: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and "index" not in path.name and path.name != ".lock"
    }


@pytest.mark.parametrize("offset", [20, 900])
def test_a_flipped_bit_before_records_that_rows_point_at_stops_all(whole: Path, tmp_path: Path, offset: int) -> None:
    folder = tmp_path / "copy"
    shutil.copytree(whole, folder)
    (folder / "index.sqlite3").unlink()
    data = bytearray((folder / WARC).read_bytes())
    data[offset] ^= 0x10
    (folder / WARC).write_bytes(bytes(data))
    before = snapshot(folder)
    with pytest.raises(Damaged) as told:
        open_site(folder, "run-2")
    assert told.value.file == WARC
    at = int(told.value.where.removeprefix("byte "))
    assert at <= offset < at + 1000
    assert "nothing was cut" in str(told.value)
    assert snapshot(folder) == before
    first = verify(folder).findings[0]
    assert (first.kind, first.file, first.where) == ("damaged", WARC, told.value.where)


def test_a_bad_row_before_good_rows_stops_everything(copy: Callable[[], Path], request: pytest.FixtureRequest) -> None:
    folder = copy()
    path = folder / "articles.jsonl"
    rows = lines(path)
    path.write_bytes(b"\n".join([rows[0], b"{nonsense" + rows[1][9:], *rows[2:], b""]))
    (folder / "index.sqlite3").unlink(missing_ok=True)
    before = snapshot(folder)
    with pytest.raises(Damaged, match=f"articles.jsonl: byte {len(rows[0]) + 1}: .* whole rows follow"):
        open_site(folder, "run-2")
    assert snapshot(folder) == before


def test_a_missing_warc_file_stops_everything(copy: Callable[[], Path]) -> None:
    folder = copy()
    (folder / WARC).unlink()
    before = snapshot(folder)
    with pytest.raises(Damaged, match="is missing, and rows point into it"):
        open_site(folder, "run-2")
    assert snapshot(folder) == before


def test_more_rows_in_the_air_than_a_commit_writes_stop_everything(tmp_path: Path) -> None:
    crawl(tmp_path, "run-1", range(130))
    first = records(tmp_path)[5]
    with (tmp_path / WARC).open("r+b") as file:
        file.truncate(first.offset)
    before = snapshot(tmp_path)
    with pytest.raises(Damaged, match="more rows than one commit writes"):
        open_site(tmp_path, "run-2")
    assert snapshot(tmp_path) == before


def test_a_killed_run_gets_a_line_that_counts_its_rows(tmp_path: Path) -> None:
    archive = open_site(tmp_path, "run-1")
    keep_listing(archive)
    keep_article(archive, 1)
    keep_article(archive, 1, edition=2)
    keep_failure(archive, 2)
    archive.commit()
    archive.abandon()
    archive = open_site(tmp_path, "run-2")
    archive.close(run_line("run-2"))
    killed, finished = [place.row for place in read(tmp_path / "runs.jsonl") if isinstance(place.row, Run)]
    assert (killed.run, killed.end, killed.exit) == ("run-1", "killed", None)
    assert (killed.rows, killed.new, killed.edited, killed.failed, killed.failure_lines) == (2, 1, 1, 1, 1)
    assert killed.reasons == {"not-found": 1}
    assert finished.repaired == ["runs.jsonl: run run-1 was killed; its line was added (2 rows)"]
    assert verify(tmp_path).findings == []


def test_an_edit_whose_row_was_lost_is_not_taken_for_known(tmp_path: Path) -> None:
    crawl(tmp_path, "run-1", range(1, 2))
    archive = open_site(tmp_path, "run-2")
    before = archive.known(url(1))
    archive.keep(exchange(1, payload=page(1, edition=2)), role="article", via=None, list_url=None)
    archive.abandon()  # killed before the row
    archive = open_site(tmp_path, "run-3")
    assert archive.known(url(1)) == before
    made = keep_article(archive, 1, edition=2)
    assert made.version == 2
    known = archive.known(url(1))
    archive.close(run_line("run-3"))
    assert before is not None
    assert known is not None
    assert (known.payload_digest, before.payload_digest) == (digest(page(1, edition=2)), digest(page(1)))
    assert verify(tmp_path).findings == []


def test_records_without_rows_are_used_not_stored_twice(tmp_path: Path) -> None:
    archive = open_site(tmp_path, "run-1")
    keep_article(archive, 1)
    archive.abandon()  # the record reached the file, the row did not
    crawl(tmp_path, "run-2", range(1, 2))
    report = verify(tmp_path)
    assert (report.findings, report.articles) == ([], 1)
    archive = open_site(tmp_path, "run-3")
    state = archive.article(article_id(1))
    assert state is not None
    assert archive.read(state.ref).type == "revisit"
    archive.abandon()
