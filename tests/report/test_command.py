"""Does the verb say it to people, to programs and to a monitor?"""

import json
from pathlib import Path

import pytest
from msgspec.structs import replace

from tests.report.material import article, run, write
from tests.support import run as command


@pytest.fixture
def output(tmp_path: Path) -> Path:
    """One site that is well, one that could not be reached."""
    write(tmp_path / "lianxi", article(1, 19), run(19))
    write(tmp_path / "ceshi", replace(run(19, 69, "dns"), site="ceshi", listings=[], found=0, failed=0, reasons={}))
    return tmp_path


def test_an_output_folder_gives_an_overview_and_each_site_and_65_when_one_is_not_well(output: Path) -> None:
    done = command("report", output)
    assert (done.returncode, done.stderr) == (65, "")
    assert done.stdout.startswith("BAD ceshi: crawled, no article: dns")
    assert "\nok  lianxi: crawled, 1 article\nnot crawled here: " in done.stdout
    assert "trouble   dns since 2027-01-19 03:00 UTC, 1 run; none was good so far" in done.stdout
    assert "\x1b" not in done.stdout


def test_json_is_one_object_a_site_and_a_site_asked_for_and_never_crawled_is_trouble(output: Path) -> None:
    done = command("report", output, "--site", "lianxi", "--site", "nobody", "--json")
    said = list(map(json.loads, done.stdout.splitlines()))
    assert [(one["site"], one["state"], one["ok"]) for one in said] == [
        ("lianxi", "crawled", True),
        ("nobody", "not-crawled", False),
    ]
    assert done.returncode == 65
