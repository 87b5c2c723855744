"""Can the evidence folder be checked by those who do not have this software?"""

import hashlib
import json
import resource
import subprocess
import sys
from pathlib import Path

import pytest

from congress_crawler.archive.members import read_at, scan
from congress_crawler.archive.record import Record
from tests.provenance.conftest import DAYS, Town
from tests.support import COMMAND, PLAIN, ROOT, lines, run_later
from tests.tools import use


@pytest.fixture(scope="module")
def bundle(town: Town, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The evidence of an article with two versions."""
    folder = tmp_path_factory.mktemp("bundle") / "evidence"
    done = run_later(DAYS + 1, "provenance", town.article("edited"), town.out, "--bundle", folder)
    assert done.returncode == 0, done.stderr
    assert str(folder) in done.stdout
    return folder


def test_it_is_a_valid_bag(bundle: Path) -> None:
    done = use("bagit.py", "--validate", bundle)
    assert done.returncode == 0, done.stderr
    oxum = next(line for line in (bundle / "bag-info.txt").read_text().splitlines() if line.startswith("Payload-Oxum"))
    files = [path for path in (bundle / "data").rglob("*") if path.is_file()]
    assert oxum == f"Payload-Oxum: {sum(path.stat().st_size for path in files)}.{len(files)}"
    for manifest in ("manifest-sha256.txt", "tagmanifest-sha256.txt"):
        command = ["sha256sum", "--quiet", "-c", manifest]
        assert subprocess.run(command, cwd=bundle, check=False).returncode == 0


def test_its_records_are_those_of_the_archive_byte_for_byte(bundle: Path, town: Town) -> None:
    whole = (bundle / "data/warc/evidence.warc.gz").read_bytes()
    table = lines(bundle / "data/records.jsonl")
    assert sum(one["bundle"]["length"] for one in table) == len(whole)
    for one in table:
        there, here = one["archive"], one["bundle"]
        raw = (town.folder / there["file"]).read_bytes()[there["offset"] : there["offset"] + there["length"]]
        assert whole[here["offset"] : here["offset"] + here["length"]] == raw
        assert hashlib.sha256(raw).hexdigest() == one["sha256"]


def test_its_warc_holds_the_whole_chain_and_independent_tools_take_it(bundle: Path) -> None:
    path = bundle / "data/warc/evidence.warc.gz"
    found = [one for one in scan(path) if isinstance(one, Record)]
    story = json.loads((bundle / "data/provenance.json").read_bytes())
    held = {one.id for one in found}
    assert {one.type for one in found} >= {"warcinfo", "resource", "response", "request", "metadata"}
    assert {one["said"]["ref"]["record_id"] for one in story["captures"]} <= held
    assert {one["record"]["ref"]["record_id"] for one in story["ways"] + story["robots"]} <= held
    assert {one.headers["WARC-Refers-To"] for one in found if one.type == "revisit"} <= held
    assert {one.headers["WARC-Concurrent-To"] for one in found if "WARC-Concurrent-To" in one.headers} <= held
    assert use("warcio", "check", path).returncode == 0
    assert use("fastwarc", "check", path).returncode == 0


def test_its_rows_are_verbatim_and_its_page_and_text_have_the_digests_of_the_row(bundle: Path, town: Town) -> None:
    for path in (bundle / "data/rows").iterdir():
        there = (town.folder / path.name).read_bytes().splitlines(keepends=True)
        assert all(line in there for line in path.read_bytes().splitlines(keepends=True))
    for row in lines(bundle / "data/rows/articles.jsonl"):
        stem = f"version-{row['version']}"
        page = next(path for path in (bundle / "data/page").glob(f"{stem}.html*"))
        for path, digest in (
            (page, row["digests"]["payload"]),
            (page.with_name(f"{stem}.txt"), row["digests"]["text"]),
        ):
            assert f"sha256:{hashlib.sha256(path.read_bytes()).hexdigest()}" == digest


def test_its_proofs_hold_by_the_script_that_is_in_it(bundle: Path) -> None:
    script = bundle / "data/proof/check_proof.py"
    for folder in sorted((bundle / "data/proof").glob("version-*")):
        files = [folder / "row.jsonl", *folder.glob("*.warc.gz")]
        command = [sys.executable, str(script), str(folder / "proof.json"), *map(str, files)]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout + done.stderr
        assert "this tree head seals them" in done.stdout
    leaves = json.loads((bundle / "data/proof/all.json").read_bytes())["leaves"]
    assert len(leaves) == len(lines(bundle / "data/records.jsonl")) + sum(
        len(lines(path)) for path in (bundle / "data/rows").iterdir()
    )


def test_the_script_in_the_package_is_the_one_in_the_documents() -> None:
    packed = ROOT / "congress_crawler/provenance/check_proof.txt"
    assert packed.read_bytes() == (ROOT / "docs/check_proof.py").read_bytes()


def test_its_prov_loads_elsewhere_and_tells_the_chain(bundle: Path, tmp_path: Path) -> None:
    out = tmp_path / "prov.provn"
    done = use("prov-convert", "-f", "provn", bundle / "data/prov.json", out)
    assert done.returncode == 0, done.stderr
    said = out.read_text(encoding="utf-8")
    row = lines(bundle / "data/rows/articles.jsonl")[0]
    record = row["provenance"]["warc"]["record_id"].strip("<>").removeprefix("urn:uuid:")
    assert f"wasDerivedFrom(row:{row['id']}-v1, rec:{record}" in said
    assert f"wasDerivedFrom(row:{row['id']}-v2, row:{row['id']}-v1" in said
    assert f"wasGeneratedBy(rec:{record}, act:fetch-{record}" in said


def test_its_readme_says_in_both_languages_how_to_check(bundle: Path) -> None:
    said = (bundle / "README.txt").read_text(encoding="utf-8")
    for words in ("如何校验", "How to check", "sha256sum -c manifest-sha256.txt", "../check_proof.py", "无 / none"):
        assert words in said
    assert "$" not in said


def test_a_folder_that_is_there_is_never_touched(town: Town, tmp_path: Path) -> None:
    for taken in (tmp_path / "empty", tmp_path / "file"):
        taken.mkdir() if taken.name == "empty" else taken.write_text("mine")
        done = run_later(DAYS + 1, "provenance", town.rows()[0].id, town.out, "--bundle", taken)
        assert done.returncode == 1
        assert "never written over" in done.stderr
    assert (tmp_path / "file").read_text() == "mine"
    nowhere = run_later(DAYS + 1, "provenance", town.rows()[0].id, town.out, "--bundle", tmp_path / "a/b")
    assert nowhere.returncode == 1
    assert "there is no folder" in nowhere.stderr


def test_a_full_disk_ends_with_74_and_leaves_nothing(town: Town, tmp_path: Path) -> None:
    words = ["provenance", town.rows()[0].id, str(town.out), "--bundle", str(tmp_path / "evidence")]
    process = subprocess.Popen([*COMMAND, *words], stderr=subprocess.PIPE, text=True, env=PLAIN)
    resource.prlimit(process.pid, resource.RLIMIT_FSIZE, (9_000, 9_000))
    _, said = process.communicate()
    assert process.returncode == 74, said
    assert "cannot be written" in said
    assert list(tmp_path.iterdir()) == []


def test_a_record_that_is_damaged_is_left_out_and_said(town: Town, tmp_path: Path) -> None:
    row = town.rows()[0]
    assert row.provenance is not None
    ref = row.provenance.warc
    path = town.folder / "warc" / ref.file
    whole = path.read_bytes()
    try:
        path.write_bytes(whole[: ref.offset + 300] + bytes([whole[ref.offset + 300] ^ 1]) + whole[ref.offset + 301 :])
        done = run_later(DAYS + 1, "provenance", row.id, town.out, "--bundle", tmp_path / "evidence")
    finally:
        path.write_bytes(whole)
    assert done.returncode == 74
    assert use("bagit.py", "--validate", tmp_path / "evidence").returncode == 0
    assert "warc/" in (tmp_path / "evidence/README.txt").read_text(encoding="utf-8").partition("不一致之处")[2][:300]
    assert read_at(path, ref.offset, ref.length).id == ref.record_id
