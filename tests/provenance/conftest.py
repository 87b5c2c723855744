"""One archive, made by the real command: the practice site, and eight days later."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from congress_crawler.items import Article
from congress_crawler.practice.server import Running, serve
from congress_crawler.practice.site import Site
from congress_crawler.practice.trying import practice_toml
from congress_crawler.provenance.rows import decoded
from tests.support import lines, run_later

ARTICLES = 24
DAYS = 8


class Town:
    """The crawled archive and the server that it is of."""

    def __init__(self, server: Running[Site], folder: Path) -> None:
        self.server = server
        self.out = folder / "out"
        self.folder = self.out / "practice"
        self.key = folder / "key.pem"

    def rows(self) -> list[Article]:
        """Its article rows, in order."""
        return [row for _, row in decoded(self.folder / "articles.jsonl", Article)]

    def article(self, event: str) -> str:
        """The id of an article with such an event."""
        return str(next(one["id"] for one in lines(self.folder / "events.jsonl") if one["event"] == event))


@pytest.fixture(scope="session")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    folder = tmp_path_factory.mktemp("provenance")
    with serve(Site(ARTICLES)) as server:
        town = Town(server, folder)
        (folder / "practice.toml").write_text(practice_toml(server.url), encoding="utf-8")
        for epoch in (0, 1):
            server.site = Site(ARTICLES, epoch)
            words = ("--output", town.out, "--delay", 0, "--full", "--key", town.key, "--contact", "a@example.org")
            done = run_later(epoch * DAYS, "crawl", folder / "practice.toml", *words)
            assert done.returncode == 0, done.stderr
        yield town
