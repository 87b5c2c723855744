"""Sealing: what a head covers, what a crash leaves, and that nothing lost is passed over."""

import errno
import hashlib
import logging
import os
import random
import subprocess
import sys
import time
import zlib
from pathlib import Path

import pytest

from congress_crawler.archive import Damaged, Locked, StorageError
from congress_crawler.archive.disk import Disk
from congress_crawler.archive.lock import FolderLock
from congress_crawler.archive.members import scan
from congress_crawler.proof import heads, seal
from congress_crawler.proof.heads import covered, ranges, steps
from congress_crawler.proof.tree import leaf_hash, root
from congress_crawler.proof.units import Range, units
from tests.archive import material
from tests.proof.material import archive, faults, notes, overwrite, run, sealed, without

ROOT = Path(__file__).parents[2]


def test_a_head_covers_every_record_and_every_line_in_the_order_of_the_documentation(tmp_path: Path) -> None:
    """docs/proofs.md, by hand: no function of the package makes the leaves here."""
    made = archive(tmp_path / "site", 2)
    leaves: list[bytes] = []
    known: dict[str, int] = {}
    for head in made:
        names = sorted(name for name in head.files if name.startswith("warc/"))
        names += [f"{name}.jsonl" for name in ("articles", "files", "failures", "events", "runs", "heads")]
        for name in [name for name in names if name in head.files]:
            data, start, end = (tmp_path / "site" / name).read_bytes(), known.get(name, 0), head.files[name]
            if name.startswith("warc/"):
                places = [(one.offset, one.length) for one in scan(tmp_path / "site" / name) if hasattr(one, "length")]
            else:
                ends = [at + 1 for at in range(start, end) if data[at : at + 1] == b"\n"]
                places = [(a, b - a) for a, b in zip([start, *ends], ends, strict=False)]
            for offset, length in places:
                digest = hashlib.sha256(data[offset : offset + length]).hexdigest()
                leaves.append(leaf_hash(f"{name}\n{offset}\n{length}\n{digest}\n".encode()))
            known[name] = end
        assert (head.size, head.root) == (len(leaves), root(leaves).hex())
    assert set(known) == {
        *("articles.jsonl", "events.jsonl", "runs.jsonl", "heads.jsonl"),
        *(f"warc/{path.name}" for path in (tmp_path / "site/warc").iterdir()),
    }
    assert all(known[name] == (tmp_path / "site" / name).stat().st_size for name in known if name != "heads.jsonl")


def test_only_what_is_new_is_read(tmp_path: Path) -> None:
    made = archive(tmp_path / "site", 2)
    before = covered(made[:1])
    (first,) = [name for name in before if name.startswith("warc/")]
    assert first not in made[1].files
    assert {part.name: part.start for part in ranges(made[1], before)}["articles.jsonl"] == before["articles.jsonl"]
    overwrite(tmp_path / "site" / first, 0, b"\0\0\0\0")  # a file that a run has closed is not read again to seal
    assert run(tmp_path / "site", 2).size > made[1].size


def test_sealing_again_when_nothing_is_new_writes_nothing(tmp_path: Path) -> None:
    archive(tmp_path / "site", 1)
    before = (tmp_path / "site/heads.jsonl").read_bytes()
    assert seal(tmp_path / "site", "lianxi", "again", key=tmp_path / "key.pem") is None
    assert (tmp_path / "site/heads.jsonl").read_bytes() == before


def test_a_run_that_was_killed_is_covered_by_the_head_of_the_next(tmp_path: Path) -> None:
    folder = tmp_path / "site"
    archive(folder, 1)
    killed = material.open_site(folder, "killed")
    material.keep_article(killed, 500)
    killed.commit()
    killed.abandon()
    assert any("under no tree head yet" in note for note in notes(folder))
    head = run(folder, 2)
    assert (faults(folder), notes(folder)) == ([], [])
    assert sum(name.startswith("warc/") for name in head.files) == 2


def test_a_half_written_record_or_row_is_sealed_only_when_it_is_whole(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    folder = tmp_path / "site"
    material.crawl(folder, "run-0", range(3))
    with (folder / "events.jsonl").open("ab") as file:
        file.write(b'{"half')
    head = sealed(folder, "run-0")
    assert head.files["events.jsonl"] == (folder / "events.jsonl").stat().st_size - 6
    assert "sealed up to there" in caplog.text
    assert faults(folder) == []


@pytest.mark.parametrize("torn", [1, 40, 700])
def test_a_head_torn_by_a_crash_is_cut_and_the_next_one_covers_all(tmp_path: Path, torn: int) -> None:
    folder = tmp_path / "site"
    first, _ = archive(folder, 2)
    lines = material.lines(folder / "heads.jsonl")
    (folder / "heads.jsonl").write_bytes(lines[0] + b"\n" + lines[1][:torn])
    assert heads(folder) == [first]
    head = run(folder, 2)
    assert [one.run for one in heads(folder)] == [first.run, head.run]
    assert faults(folder) == []


def test_leaves_that_no_head_covers_are_dropped(tmp_path: Path) -> None:
    """Killed between leaves.bin and heads.jsonl."""
    folder = tmp_path / "site"
    archive(folder, 1)
    with (folder / "leaves.bin").open("ab") as file:
        file.write(os.urandom(4000))
    head = run(folder, 1)
    assert (folder / "leaves.bin").stat().st_size == 40 * head.size
    assert (faults(folder), notes(folder)) == ([], [])


@pytest.mark.parametrize("damage", ["missing", "behind", "zeros"])
def test_leaves_are_derived_and_made_anew(tmp_path: Path, damage: str) -> None:
    folder = tmp_path / "site"
    archive(folder, 2)
    whole = (folder / "leaves.bin").read_bytes()
    if damage == "missing":
        (folder / "leaves.bin").unlink()
    else:
        (folder / "leaves.bin").write_bytes(whole[:400] if damage == "behind" else whole[:-400] + bytes(400))
    run(folder, 2)
    assert (folder / "leaves.bin").read_bytes()[: len(whole)] == whole
    assert (faults(folder), notes(folder)) == ([], [])


def test_bytes_that_were_sealed_and_are_cut_later_are_told_by_the_next_head_and_for_ever(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """Only a disk that lied does it: a seal comes after the fsyncs. The crawl cuts, goes on, and the head says so."""
    folder = tmp_path / "site"
    archive(folder, 2)
    size = (folder / "articles.jsonl").stat().st_size
    os.truncate(folder / "articles.jsonl", size - 10)
    head = run(folder, 2)
    assert head.anew == {"articles.jsonl": "is not what was sealed last", "events.jsonl": "is not what was sealed last"}
    assert "sealed again as it is now" in caplog.text
    told = {fault.file: fault for fault in faults(folder)}
    assert set(told) == {"articles.jsonl", "events.jsonl"}
    assert "a later head says: is not what was sealed last" in told["articles.jsonl"].what
    assert run(folder, 3).anew == {}
    assert set(told) == {fault.file for fault in faults(folder)}


def test_a_file_that_is_gone_is_told_once_by_a_head(tmp_path: Path) -> None:
    folder = tmp_path / "site"
    archive(folder, 1)
    (warc,) = (folder / "warc").iterdir()
    size = warc.stat().st_size
    warc.unlink()
    head = sealed(folder, "after")
    assert head.anew == {f"warc/{warc.name}": f"is missing; {size} bytes of it were sealed"}
    assert head.files[f"warc/{warc.name}"] == 0
    assert seal(folder, "lianxi", "after that", key=tmp_path / "key.pem") is None
    (fault,) = faults(folder)
    assert (fault.kind, fault.file) == ("gone", f"warc/{warc.name}")


@pytest.mark.parametrize("field", ["root", "peaks", "size", "files", "digests", "site", "at", "signature", "key"])
def test_nothing_is_built_on_a_head_that_was_changed(tmp_path: Path, field: str) -> None:
    folder = tmp_path / "site"
    archive(folder, 1)
    path = folder / "heads.jsonl"
    place = path.read_bytes().index(f'"{field}":'.encode()) + len(field) + 6
    while not chr(path.read_bytes()[place]).isalnum():
        place += 1
    old = path.read_bytes()[place : place + 1]
    overwrite(path, place, b"1" if old != b"1" else b"2")
    material.crawl(folder, "next", range(50, 52))
    with pytest.raises(Damaged, match=r"heads\.jsonl: line 1"):
        seal(folder, "lianxi", "next", key=tmp_path / "key.pem")
    assert any(fault.file == "heads.jsonl" for fault in faults(folder))


def test_a_lost_heads_file_begins_a_new_log_over_everything(tmp_path: Path) -> None:
    folder = tmp_path / "site"
    archive(folder, 2)
    (folder / "heads.jsonl").unlink()
    head = run(folder, 2)
    assert sum(name.startswith("warc/") for name in head.files) == 3
    assert (faults(folder), notes(folder)) == ([], [])


def test_sealing_waits_for_nobody(tmp_path: Path) -> None:
    archive(tmp_path / "site", 1)
    lock = FolderLock.take(tmp_path / "site", Disk())
    try:
        with pytest.raises(Locked):
            seal(tmp_path / "site", "lianxi", "x", key="none")
    finally:
        lock.release()


class Full(Disk):
    """A disk that refuses the n-th write or fsync, and all that follow."""

    def __init__(self, left: int) -> None:
        self.left = left

    def _step(self) -> None:
        self.left -= 1
        if self.left < 0:
            raise OSError(errno.ENOSPC, "No space left on device")

    def write(self, fd: int, data: bytes | memoryview) -> int:
        self._step()
        return super().write(fd, data)

    def fsync(self, fd: int) -> None:
        self._step()
        super().fsync(fd)


def test_a_disk_that_refuses_leaves_the_heads_as_they_were(tmp_path: Path) -> None:
    folder = tmp_path / "site"
    archive(folder, 1)
    material.crawl(folder, "run-1", range(20, 30))
    before = (folder / "heads.jsonl").read_bytes()
    refused = 0
    for left in range(10):
        try:
            seal(folder, "lianxi", "run-1", key=tmp_path / "key.pem", disk=Full(left))
            break
        except StorageError:
            refused += 1
            assert (folder / "heads.jsonl").read_bytes() == before
    assert refused == 3  # the pid, the line, its fsync
    assert len(heads(folder)) == 2
    assert (faults(folder), notes(folder)) == ([], [])


def test_kill_9_at_any_instant_leaves_heads_that_hold(tmp_path: Path) -> None:
    folder, chance, number = tmp_path / "site", random.Random(5), 0
    for _ in range(5):
        words = [sys.executable, "-m", "tests.proof.child", str(folder), str(number)]
        with subprocess.Popen(words, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
            assert process.stdout is not None
            assert process.stdout.readline() == f"{number}\n"
            time.sleep(chance.uniform(0, 0.1))
            process.kill()
            said = process.stdout.read().split()
        assert {fault.kind for fault in faults(folder)} <= {"unsealed"}
        number = int(said[-1] if said else number) + 2  # the run that was killed has used its number
        run(folder, number)
        assert (faults(folder), notes(folder)) == ([], [])
        number += 1
    assert len(heads(folder)) >= 10


def test_a_key_that_is_no_key_any_more_costs_the_signature_not_the_head(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    material.crawl(tmp_path / "site", "run-0", range(3))
    (tmp_path / "key.pem").write_text("no key", encoding="ascii")
    head = sealed(tmp_path / "site", "run-0")
    assert (head.key, head.signature) == (None, None)
    assert "is not signed" in caplog.text
    assert [record.levelno for record in caplog.records] == [logging.ERROR]


def test_units_of_a_file_are_its_bytes_without_gap(tmp_path: Path) -> None:
    for head, before in steps(archive(tmp_path / "site", 2)):
        for part in ranges(head, before):
            found = list(units(tmp_path / "site", part))
            assert [part.start, *(one.offset + one.length for one in found)] == [
                *(one.offset for one in found),
                part.end,
            ]


def test_a_member_that_inflates_without_end_takes_no_memory(tmp_path: Path) -> None:
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    bomb = b"".join([*(packer.compress(bytes(1 << 20)) for _ in range(64)), packer.flush()])
    (tmp_path / "warc").mkdir()
    (tmp_path / "warc/a.warc.gz").write_bytes(bomb + bomb[:-1])
    found = list(units(tmp_path, Range("warc/a.warc.gz", 0, 2 * len(bomb) - 1)))
    assert [(one.offset, one.length) for one in found] == [(0, len(bomb))]
    assert found[0].digest == hashlib.sha256(bomb).hexdigest()


def test_a_head_taken_away_with_its_run_is_what_only_a_copy_elsewhere_shows(tmp_path: Path) -> None:
    """The limit that docs/proofs.md states: the last head, and all that came with it, can be taken back unseen."""
    folder = tmp_path / "site"
    archive(folder, 2)
    known = covered(heads(folder)[:1])
    for name in ("articles.jsonl", "events.jsonl", "runs.jsonl"):
        os.truncate(folder / name, known[name])
    max((folder / "warc").iterdir()).unlink()
    without(folder / "heads.jsonl", 1)
    assert (faults(folder), notes(folder)) == ([], [])
