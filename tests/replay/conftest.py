"""One archive and one pywb for all tests of replay."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from congress_crawler.archive import cdxj
from tests.replay import pywb, rendered
from tests.replay.pywb import Pywb
from tests.replay.town import Town, crawl
from tests.support import run
from tests.tools import need


@pytest.fixture(scope="session")
def town(tmp_path_factory: pytest.TempPathFactory) -> Town:
    """The archive of a small site after three crawls."""
    need("wayback")
    return crawl(tmp_path_factory.mktemp("town"))


@pytest.fixture(scope="session")
def warc10(town: Town, tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """The archive's files as WARC 1.0."""
    folder = tmp_path_factory.mktemp("warc10")
    done = run("export", town.folder, "--warc-version", "1.0", "--to", folder)
    assert done.returncode == 0, done.stderr
    return sorted((folder / town.folder.name).iterdir())


@pytest.fixture(scope="session")
def dom(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An archive with a page of which a browser made another."""
    return rendered.keep(tmp_path_factory.mktemp("dom"))


@pytest.fixture(scope="session")
def wayback(town: Town, warc10: list[Path], dom: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pywb]:
    """A pywb over that archive: `ours` has our index, `own` the one that pywb makes, `warc10` is the export.

    `dom-ours` and `dom-own` are the archive with the rendered page.
    """
    folder = tmp_path_factory.mktemp("pywb")
    pywb.index(folder, "own", town.warcs)
    pywb.index(folder, "warc10", warc10)
    pywb.index(folder, "dom-own", sorted((dom / "warc").iterdir()))
    indexed = {"ours": (cdxj.update(town.folder), town.folder / "warc"), "dom-ours": (cdxj.update(dom), dom / "warc")}
    with pywb.serve(folder, indexed) as server:
        yield server
