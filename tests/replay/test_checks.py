"""Do the checkers of others find nothing to say against our files?"""

from pathlib import Path

import pytest

from tests.replay.town import Town
from tests.tools import use


@pytest.mark.parametrize("tool", ["warcio", "fastwarc"])
def test_the_archive_passes(town: Town, dom: Path, tool: str) -> None:
    for file in [*town.warcs, *sorted((dom / "warc").iterdir())]:
        done = use(tool, "check", file)  # fastwarc -p has false alarms: it takes metadata and revisits for payloads
        assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("tool", ["warcio", "fastwarc"])
def test_the_export_in_warc_1_0_passes(warc10: list[Path], tool: str) -> None:
    for file in warc10:
        done = use(tool, "check", file)
        assert done.returncode == 0, done.stdout + done.stderr
