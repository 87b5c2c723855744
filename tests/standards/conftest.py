"""One real crawl for the tests of this folder: a practice site, twice, and how the site is served."""

from pathlib import Path

import pytest

from congress_crawler.practice.kinds import SERVINGS, PracticeSite
from congress_crawler.practice.server import serve
from congress_crawler.practice.story import Story
from congress_crawler.practice.trying import practice_toml
from tests.support import run

KIND, ARTICLES = "trs-one", 24


@pytest.fixture(scope="package")
def crawled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a site after two runs of the command: all articles; then nothing new."""
    folder = tmp_path_factory.mktemp("standards")
    serving = next(one for one in SERVINGS if one.kind.name == KIND)
    with serve(PracticeSite(serving, Story(ARTICLES, 0))) as server:
        (folder / "site.toml").write_text(practice_toml(server.url, KIND), encoding="utf-8")
        for _ in range(2):
            words = ("--output", folder / "out", "--delay", 0, "--key", folder / "key.pem")
            done = run("crawl", folder / "site.toml", *words)
            assert done.returncode == 0, done.stderr
    return folder / f"out/practice-{KIND}"
