"""What does the command say, to people and to programs?"""

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from congress_crawler.verify.told import SCHEMA
from tests.support import run_later
from tests.verify.forger import Forger
from tests.verify.made import LAST, site
from tests.verify.tampered_derived import WACZ, packed
from tests.verify.tampered_rows import title
from tests.verify.tampered_warcs import body


def command(*words: object) -> subprocess.CompletedProcess[str]:
    """`verify`, on a day after the last run."""
    return run_later(LAST, "verify", *words)


@pytest.fixture
def forger(tmp_path: Path) -> Forger:
    shutil.copytree(site(), tmp_path / "evil")
    return Forger(tmp_path / "evil")


def objects(text: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in text.splitlines()]


def test_all_is_well(tmp_path: Path) -> None:
    done = command(site())
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == "evil: 10 articles, 2 failures, 13 events, 4 runs, 161 records: nothing wrong\n"
    (said,) = objects(command(site(), "--json").stdout)
    assert (said["schema"], said["summary"], said["ok"], said["findings"], said["kinds"]) == (
        SCHEMA,
        "evil",
        True,
        0,
        {},
    )
    assert said["checked"]["records"] == 161
    assert said["checked"]["reread"] == said["checked"]["articles"] == 10
    assert "reread" not in objects(command(site(), "--json", "--no-reread").stdout)[0]["checked"]
    assert said["warc_bytes"] == sum(path.stat().st_size for path in (site() / "warc").iterdir())


def test_each_fault_is_a_line_with_file_place_record_and_article(forger: Forger) -> None:
    ((_, file, where),) = body(forger)
    title(forger)
    done = command(forger.folder, "--json")
    assert done.returncode == 74
    *findings, summary = objects(done.stdout)
    first, *_ = [one for one in findings if one.get("finding") == "wrong-digest"]
    row = forger.lines("articles")[3]
    assert set(first) == {"finding", "site", "file", "where", "offset", "line", "record", "subject", "articles", "what"}
    assert (first["file"], first["where"], first["offset"], first["line"]) == (file, where, int(where[5:]), None)
    assert first["record"] == row["provenance"]["warc"]["record_id"]
    assert first["articles"] == [row["id"]]
    reread = next(one for one in findings if one.get("finding") == "row-differs" or one.get("line") == 4)
    assert (reread["file"], reread["offset"], reread["record"]) == ("articles.jsonl", None, None)
    assert summary["findings"] == sum(summary["kinds"].values()) == len([one for one in findings if "finding" in one])
    told = command(forger.folder)
    assert told.returncode == 74
    assert f"evil: {file}: {where}: WARC-Block-Digest says" in told.stdout


def test_wacz_files_are_checked_beside_a_site_and_alone(tmp_path: Path) -> None:
    good = packed(site(), tmp_path)
    done = command(site(), "--wacz", good)
    assert done.returncode == 0
    assert done.stdout.splitlines()[1] == f"{good.name}: WACZ: nothing wrong"
    bad = good.with_name("bad.wacz")
    shutil.copy(good, bad)
    place = WACZ[0][2](bad)
    alone = command(bad)
    assert alone.returncode == 74
    assert alone.stdout.startswith(f"bad.wacz: {place}")
    *findings, summary = objects(command(bad, "--json").stdout)
    assert {one["finding"] for one in findings} == {"wacz"}
    assert (summary["summary"], summary["ok"], summary["checked"]["wacz-files"]) == ("bad.wacz", False, 1)
    assert command(site(), "--wacz", good, "--wacz", bad).returncode == 74


def test_a_wacz_that_is_not_there_is_said(tmp_path: Path) -> None:
    done = command(site(), "--wacz", tmp_path / "none.wacz")
    assert done.returncode == 74
    assert "none.wacz" in done.stderr


def test_the_state_is_gone_when_all_was_read(tmp_path: Path) -> None:
    state = tmp_path / "state"
    done = command(site(), "--resume", state)
    assert (done.returncode, [*tmp_path.iterdir()]) == (0, [])
    shutil.copytree(site(), tmp_path / "out/evil")
    shutil.copytree(site(), tmp_path / "out/more")
    done = command(tmp_path / "out", "--resume", state)
    assert (done.returncode, [path.name for path in tmp_path.iterdir()]) == (0, ["out"])
    state.write_text("my thesis", encoding="utf-8")
    refused = command(site(), "--resume", state)
    assert (refused.returncode, state.read_text(encoding="utf-8")) == (74, "my thesis")
    assert "Give a new file" in refused.stderr
