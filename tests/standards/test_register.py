"""Are the figures of the register those that anyone else counts?"""

import csv
import hashlib
import importlib
import io
import json
import shutil
from collections import Counter
from pathlib import Path

import pytest

from congress_crawler.archive.errors import StorageError
from congress_crawler.standards.register import register
from congress_crawler.standards.register_forms import as_line, compare
from congress_crawler.standards.saving import check
from tests.archive.material import crawl, open_site
from tests.support import lines, run, start

ArchiveIterator = importlib.import_module("warcio.archiveiterator").ArchiveIterator  # it has no types to import


def counted(path: Path) -> tuple[str, Counter[str], int]:
    """The run that a WARC file names, its records by type, and the bytes of its bodies, by warcio."""
    types, payload, run_id = Counter[str](), 0, ""
    with path.open("rb") as file:
        for record in ArchiveIterator(file, no_record_parse=False):
            types[record.rec_type] += 1
            body = record.raw_stream.read()
            if record.rec_type in {"response", "resource", "conversion"}:
                payload += len(body)
            if record.rec_type == "warcinfo":
                run_id = body.decode().partition("\r\nrun: ")[2].partition("\r\n")[0]
    return run_id, types, payload


def by_run(folder: Path, name: str) -> Counter[str]:
    """Lines of a row file by run."""
    return Counter(str(row.get("run") or row["provenance"]["run"]) for row in lines(folder / name))


def test_the_figures_are_those_of_independent_counts(crawled: Path) -> None:
    made = register(crawled)
    assert [one.run for one in made.runs] == [row["run"] for row in lines(crawled / "runs.jsonl")]
    for one in made.runs:
        files = [path for path in sorted((crawled / "warc").iterdir()) if counted(path)[0] == one.run]
        told = [counted(path) for path in files]
        assert [file.name for file in one.warc_files] == [path.name for path in files]
        assert one.bytes == sum(path.stat().st_size for path in files)
        assert one.records == sum(types.total() for _, types, _ in told)
        assert [file.types for file in one.warc_files] == [dict(sorted(types.items())) for _, types, _ in told]
        assert one.payload == sum(payload for _, _, payload in told)
        assert one.versions == by_run(crawled, "articles.jsonl")[one.run]
        assert one.failures == by_run(crawled, "failures.jsonl")[one.run]
        assert one.events == by_run(crawled, "events.jsonl")[one.run]
        assert one.files + one.files_failed == by_run(crawled, "files.jsonl")[one.run]
        assert (one.damaged, one.differs) == (0, [])
    assert made.runs[0].articles > 20
    assert made.runs[1].articles == 0


def test_the_total_is_the_sum_and_its_manifest_that_of_sha256sum(crawled: Path) -> None:
    made = register(crawled)
    total = made.total()
    files = sorted((crawled / "warc").iterdir())
    sums = "".join(f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.name}\n" for path in files)
    assert total.manifest == f"sha256:{hashlib.sha256(sums.encode()).hexdigest()}"
    assert total.bytes == sum(path.stat().st_size for path in files)
    assert total.versions == (crawled / "articles.jsonl").read_bytes().count(b"\n")
    assert total.failures == (crawled / "failures.jsonl").read_bytes().count(b"\n")


def test_each_run_has_the_head_that_sealed_it(crawled: Path) -> None:
    heads = {row["run"]: row["root"] for row in lines(crawled / "heads.jsonl")}
    assert {one.run: one.head for one in register(crawled).runs} == heads
    assert all(one.signed for one in register(crawled).runs)


def test_json_and_csv_say_the_same(crawled: Path, tmp_path: Path) -> None:
    done = run("register", crawled, "--json", "--csv", tmp_path / "r.csv")
    assert (done.returncode, done.stderr) == (0, "")
    heads, *table = csv.reader(io.StringIO((tmp_path / "r.csv").read_text(encoding="utf-8-sig")))
    assert (tmp_path / "r.csv").read_bytes().startswith(b"\xef\xbb\xbf")
    one = json.loads(done.stdout)
    assert len(table) == len(one["runs"]) + 1
    for row, said in zip(table, [*one["runs"], one["total"]], strict=True):
        found = dict(zip(heads, row, strict=True))
        for name in ("run", "articles", "versions", "files", "failures", "records", "bytes", "payload", "manifest"):
            assert found[name] == str(said[name]), name


def test_a_register_handed_over_is_held_against_what_is_there(crawled: Path, tmp_path: Path) -> None:
    handed = tmp_path / "register.json"
    handed.write_bytes(as_line(register(crawled)))
    assert list(compare(register(crawled), register(crawled))) == []
    site = shutil.copytree(crawled, tmp_path / "site")
    rows = (site / "articles.jsonl").read_bytes().split(b"\n")
    (site / "articles.jsonl").write_bytes(b"\n".join(rows[1:]))
    done = run("register", site, "--against", handed)
    assert done.returncode == 74
    first = lines(crawled / "runs.jsonl")[0]["run"]
    assert (
        f"run {first}: its line says {len(rows) - 1} lines of articles.jsonl, there are {len(rows) - 2}" in done.stderr
    )
    assert f"run {first}: versions: the register says {len(rows) - 1}, there is {len(rows) - 2}" in done.stderr
    assert "manifest" not in done.stderr


@pytest.mark.parametrize("cut", [1, 100_000])
def test_a_warc_file_that_is_cut_differs_in_bytes_and_manifest(crawled: Path, tmp_path: Path, cut: int) -> None:
    site = shutil.copytree(crawled, tmp_path / "site")
    path = min((site / "warc").iterdir())
    path.write_bytes(path.read_bytes()[:-cut])
    before, now = register(crawled), register(site)
    said = "\n".join(compare(now, before))
    assert "bytes: the register says" in said
    assert "manifest: the register says" in said
    assert now.runs[0].damaged == 1
    assert [one for one in now.runs[0].differs if one.startswith(f"warc/{path.name} has")]


def test_a_file_whose_first_record_is_broken_stands_under_no_run(tmp_path: Path) -> None:
    crawl(tmp_path / "site", "run-1", range(3))
    path = next((tmp_path / "site/warc").iterdir())
    whole = register(tmp_path / "site").runs[0].records
    data = bytearray(path.read_bytes())
    data[60] ^= 0xFF
    path.write_bytes(bytes(data))
    made = register(tmp_path / "site")
    assert [(one.run, one.versions, len(one.warc_files)) for one in made.runs] == [("run-1", 3, 0), ("", 0, 1)]
    assert (made.runs[1].damaged, made.runs[1].records) == (1, whole - 1)
    assert made.runs[1].differs == ["of a run that is not named"]


def test_one_run_is_counted_alone(crawled: Path) -> None:
    first, second = (row["run"] for row in lines(crawled / "runs.jsonl"))
    assert register(crawled, run=second).runs == register(crawled).runs[1:]
    assert register(crawled, run="none").runs == []
    assert first != second


def test_rows_that_are_none_are_told_and_the_rest_counted(tmp_path: Path) -> None:
    crawl(tmp_path / "site", "run-1", range(3))
    path = tmp_path / "site/articles.jsonl"
    path.write_bytes(b"\xff\n" + path.read_bytes() + b'{"half')
    made = register(tmp_path / "site")
    assert made.notes == ["articles.jsonl: 1 lines are no rows; `verify` names them"]
    assert made.runs[0].versions == 3


def test_an_empty_site_has_an_empty_register(tmp_path: Path) -> None:
    (tmp_path / "warc").mkdir()
    assert register(tmp_path).runs == []


def test_while_a_crawl_writes_its_run_is_no_difference(tmp_path: Path) -> None:
    archive = open_site(tmp_path / "site", "run-1")
    try:
        made = register(tmp_path / "site")
    finally:
        archive.abandon()
    assert made.notes == ["a crawl is writing here: its run is not over, and has no line yet"]


def test_counting_may_be_killed_and_leaves_nothing_behind(crawled: Path, tmp_path: Path) -> None:
    process = start("register", crawled, "--csv", tmp_path / "r.csv")
    process.kill()
    process.communicate()
    assert not list(tmp_path.iterdir())


def test_a_file_that_cannot_be_written_is_said_before_the_count(tmp_path: Path) -> None:
    for name in ("absent/r.csv", ""):
        with pytest.raises(StorageError, match=r"cannot be written|is no file"):
            check(tmp_path / name)
    assert not list(tmp_path.iterdir())
