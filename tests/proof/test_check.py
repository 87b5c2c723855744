"""The check: every change of a sealed byte is found, and named as closely as can be."""

from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from congress_crawler.archive.disk import Disk
from congress_crawler.archive.lock import FolderLock
from congress_crawler.archive.members import read_at
from congress_crawler.archive.record import digest, member
from congress_crawler.proof import Fault, Head, check, check_heads, heads, seal
from congress_crawler.proof.keys import load
from congress_crawler.verify import proofs
from congress_crawler.verify.findings import Finding
from tests.archive import material
from tests.proof.material import archive, faults, notes, overwrite, row, run, sealed, swapped, without


@pytest.fixture
def site(tmp_path: Path) -> Path:
    archive(tmp_path / "site")
    return tmp_path / "site"


def first_line(path: Path, number: int) -> int:
    """Where a line begins, numbers from 0."""
    return sum(len(one) + 1 for one in material.lines(path)[:number])


def one(folder: Path) -> Fault:
    (fault,) = faults(folder)
    return fault


def test_an_archive_that_nobody_touched_is_as_it_was_sealed(site: Path) -> None:
    assert (faults(site), notes(site)) == ([], [])
    assert list(check_heads(site)) == []
    (site / "leaves.bin").unlink()
    assert (faults(site), notes(site)) == ([], [])


def test_a_changed_record_is_named_with_its_article(site: Path) -> None:
    ref = row(site, 15).provenance
    assert ref is not None
    name = f"warc/{ref.warc.file}"
    overwrite(site / name, ref.warc.offset + ref.warc.length // 2, b"\xff\xff")
    fault = one(site)
    assert (fault.kind, fault.file, fault.where) == ("changed", name, f"byte {ref.warc.offset}")
    assert fault.subject == row(site, 15).id
    assert "a record" in fault.what
    assert "run-1" in fault.what


def test_a_record_written_again_with_right_digests_is_named(site: Path) -> None:
    """T11 of the tamper suite: no validator of WARC files sees it."""
    ref = row(site, 0).provenance
    assert ref is not None
    path = site / "warc" / ref.warc.file
    record = read_at(path, ref.warc.offset)
    assert record.payload is not None
    body = record.payload.replace("进展".encode(), "停滞".encode())
    assert body != record.payload
    new = {"WARC-Block-Digest": digest(record.head, body), "WARC-Payload-Digest": digest(body)}
    forged = member(msgspec.structs.replace(record, headers={**record.headers, **new}, payload=body))
    data = path.read_bytes()
    path.write_bytes(data[: ref.warc.offset] + forged + data[ref.warc.offset + ref.warc.length :])
    fault = faults(site)[0]
    assert (fault.file, fault.where) == (f"warc/{ref.warc.file}", f"byte {ref.warc.offset}")


def test_a_changed_row_is_named(site: Path) -> None:
    path = site / "articles.jsonl"
    overwrite(path, path.read_bytes().index("视察".encode(), first_line(path, 20)), "调研".encode())
    fault = one(site)
    assert (fault.kind, fault.file, fault.where) == ("changed", "articles.jsonl", f"byte {first_line(path, 20)}")
    assert fault.subject == row(site, 20).id


@pytest.mark.parametrize("name", ["articles.jsonl", "events.jsonl", "runs.jsonl"])
@pytest.mark.parametrize("how", ["taken out", "swapped", "doubled", "cut"])
def test_rows_taken_out_swapped_doubled_or_cut_are_found(site: Path, name: str, how: str) -> None:
    path = site / name
    rows = material.lines(path)
    match how:
        case "taken out":
            without(path, 1)
        case "swapped":
            swapped(path, 0, 1)
        case "doubled":
            path.write_bytes(b"".join(one + b"\n" for one in [rows[0], *rows]))
        case "cut":
            path.write_bytes(b"".join(one + b"\n" for one in rows[:-1]))
    found = faults(site)
    assert {fault.file for fault in found} == {name}
    expected = {"taken out": 1, "swapped": 0, "doubled": 1, "cut": len(rows) - 1}[how]
    assert found[0].where == f"byte {sum(len(one) + 1 for one in rows[:expected])}"


def test_a_run_line_edited_is_found(site: Path) -> None:
    path = site / "runs.jsonl"
    overwrite(path, path.read_bytes().index(b'"failed":0') + 9, b"7")
    assert (one(site).file, one(site).subject) == ("runs.jsonl", "run-0")


def test_a_warc_file_that_is_gone_or_shorter_is_found(site: Path) -> None:
    first, second, _ = sorted((site / "warc").iterdir())
    first.unlink()
    second.write_bytes(second.read_bytes()[:-1])
    gone, shorter = faults(site)
    assert (gone.kind, gone.file, gone.where) == ("gone", f"warc/{first.name}", "byte 0")
    assert "no such file" in gone.what
    assert (shorter.kind, shorter.file) == ("gone", f"warc/{second.name}")
    assert f"ends at byte {second.stat().st_size}" in shorter.what


def test_without_leaves_the_file_and_the_run_are_named(site: Path) -> None:
    (site / "leaves.bin").unlink()
    path = site / "articles.jsonl"
    overwrite(path, path.read_bytes().index("视察".encode(), first_line(path, 20)), "调研".encode())
    fault = one(site)
    assert (fault.file, fault.where) == ("articles.jsonl", f"byte {heads(site)[0].files['articles.jsonl']}")
    assert "not all of 12 lines" in fault.what
    assert "run-1" in fault.what


def test_leaves_that_were_changed_accuse_nobody(site: Path) -> None:
    for place in range(100, (site / "leaves.bin").stat().st_size, 700):
        overwrite(site / "leaves.bin", place, b"\xff\x00\xff")
    assert faults(site) == []
    assert any("derived" in note for note in notes(site))
    assert any("only `verify` tells" in fault.what for fault in check_heads(site))


def test_leaves_changed_together_with_a_row_hide_nothing(site: Path) -> None:
    overwrite(site / "articles.jsonl", 30, b"X")
    overwrite(site / "leaves.bin", 40, b"\xff" * 2000)
    assert "articles.jsonl" in {fault.file for fault in faults(site)}


TAMPERED: list[tuple[str, Callable[[Path], None], str]] = [
    ("taken out", lambda path: without(path, 1), "stands at byte"),
    ("first taken out", lambda path: without(path, 0), "stands at byte"),
    ("swapped", lambda path: swapped(path, 0, 1), "stands at byte"),
    ("edited", lambda path: overwrite(path, path.read_bytes().index(b'"run":"run-1"') + 11, b"9"), "not over its text"),
    ("no JSON", lambda path: overwrite(path, 0, b"["), "is no tree head"),
]


@pytest.mark.parametrize(("how", "tamper", "why"), TAMPERED, ids=[how for how, _, _ in TAMPERED])
@pytest.mark.parametrize("leaves", [True, False])
def test_a_head_edited_taken_out_or_moved_is_found(
    site: Path, how: str, tamper: Callable[[Path], None], why: str, leaves: bool
) -> None:
    tamper(site / "heads.jsonl")
    if not leaves:
        (site / "leaves.bin").unlink()
    found = faults(site)
    assert {fault.file for fault in found} == {"heads.jsonl"}
    assert any(why in fault.what for fault in found)
    assert any(why in fault.what for fault in check_heads(site))


def test_a_head_signed_again_by_another_key_is_noted_and_the_next_head_shows_the_change(site: Path) -> None:
    path = site / "heads.jsonl"
    rows = material.lines(path)
    head = msgspec.json.decode(rows[1], type=Head)
    other = load(site.with_name("other.pem"))
    changed = msgspec.structs.replace(head, at="2031-01-01T00:00:00Z", key=other.public, signature=None)
    changed = msgspec.structs.replace(changed, signature=other.sign(changed.text()))
    assert changed.wrong() == ""
    rows[1] = msgspec.json.encode(changed)
    path.write_bytes(b"".join(one + b"\n" for one in rows))
    assert [fault.file for fault in faults(site)] == ["heads.jsonl"]
    assert sum("another key" in note for note in notes(site)) == 2


def test_the_newest_head_taken_away_is_told_by_the_run_that_has_none(site: Path) -> None:
    without(site / "heads.jsonl", 2)
    assert (one(site).kind, one(site).subject) == ("unsealed", "run-2")


def test_a_crawl_under_way_is_no_fault(site: Path) -> None:
    lock = FolderLock.take(site, Disk())
    try:
        with (site / "runs.jsonl").open("ab") as file:
            file.write(material.lines(site / "runs.jsonl")[0].replace(b"run-0", b"run-9") + b"\n")
        assert (faults(site), notes(site)) == ([], [])
    finally:
        lock.release()
    assert one(site).subject == "run-9"


def test_all_heads_taken_away_is_told_when_a_run_says_that_it_was_made_by_a_version_that_seals(tmp_path: Path) -> None:
    folder = tmp_path / "site"
    line = material.run_line("run-0")
    line.software = {"cryptography": "50.0.2"}
    site = material.open_site(folder, "run-0")
    material.keep_article(site, 1)
    site.close(line)
    sealed(folder, "run-0")
    assert faults(folder) == []
    (folder / "heads.jsonl").unlink()
    assert (one(folder).kind, one(folder).subject) == ("unsealed", "run-0")


def test_an_archive_of_an_older_version_is_only_noted(tmp_path: Path) -> None:
    material.crawl(tmp_path / "site", "run-0", range(3))
    assert faults(tmp_path / "site") == []
    assert any("under no tree head yet" in note for note in notes(tmp_path / "site"))


def test_heads_without_a_signature_are_noted(tmp_path: Path) -> None:
    folder = tmp_path / "site"
    run(folder, 0)
    material.crawl(folder, "run-1", range(30, 33))
    seal(folder, "lianxi", "run-1", key="none")
    assert faults(folder) == []
    assert any("1 heads are not signed" in note for note in notes(folder))


def test_a_head_that_names_a_file_outside_the_folder_is_no_head(site: Path) -> None:
    path = site / "heads.jsonl"
    path.write_bytes(path.read_bytes().replace(b'"warc/', b'"warc/../', 1))
    found = faults(site)
    assert "no file of an archive" in found[0].what


def test_progress_counts_every_sealed_byte_once(site: Path) -> None:
    read: list[int] = []
    list(check(site, read.append))
    assert sum(read) == sum(path.stat().st_size for path in [*(site / "warc").iterdir(), *site.glob("*.jsonl")]) - len(
        material.lines(site / "heads.jsonl")[-1] + b"\n"
    )


def test_verify_gets_findings_and_notes(site: Path) -> None:
    overwrite(site / "articles.jsonl", 30, b"X")
    overwrite(site / "leaves.bin", len((site / "leaves.bin").read_bytes()) - 3, b"\xff")
    without(site / "heads.jsonl", 2)
    found = list(proofs.check(site))
    kinds = [one.kind for one in found if isinstance(one, Finding)]
    assert kinds == ["not-as-sealed", "head-missing"]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=60)
@given(st.data())
def test_no_byte_of_a_sealed_file_can_change_unseen(site: Path, data: st.DataObject) -> None:
    paths = sorted([*(site / "warc").iterdir(), *(p for p in site.glob("*.jsonl"))])
    path = data.draw(st.sampled_from(paths))
    before = path.read_bytes()
    place = data.draw(st.integers(0, len(before) - 1))
    bit = 1 << data.draw(st.integers(0, 7))
    changed = bytearray(before)
    changed[place] ^= bit
    path.write_bytes(changed)
    try:
        found = faults(site)
        noted = notes(site)
    finally:
        path.write_bytes(before)
    assert found or any("torn" in note for note in noted), f"{path.name}, byte {place}, bit {bit}"
    if found and path.name != "heads.jsonl":
        assert {fault.file for fault in found} == {path.relative_to(site).as_posix()}
