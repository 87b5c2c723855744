"""Does ReplayWeb.page, in a real browser, show the articles of our WACZ?"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.replay import player
from tests.replay import town as said
from tests.replay.captures import Capture, captures
from tests.replay.town import Town
from tests.support import run
from tests.tools import player as replaywebpage
from tests.tools import use


@dataclass(frozen=True)
class Player:
    """A browser in front of ReplayWeb.page with the WACZ of the town."""

    page: Any
    files: dict[str, Path | bytes]
    home: str

    def opens(self, one: Capture, text: str) -> str:
        """The text that the player shows of a capture."""
        self.files["/"] = player.PAGE.format(url=one.url, stamp=one.stamp).encode()
        self.page.goto(f"{self.home}/")
        return player.shown(self.page, one.url, one.stamp, text)


@pytest.fixture(scope="module")
def opened(town: Town, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Player]:
    home = replaywebpage()
    files = {"/ui.js": home / "ui.js", "/replay/ui.js": home / "ui.js", "/replay/sw.js": home / "sw.js"}
    whole: dict[str, Path | bytes] = {**files, "/archive.wacz": packed(town, tmp_path_factory.mktemp("wacz"))}
    with player.browser() as page, player.serve(whole) as address:
        yield Player(page, whole, address)


def packed(town: Town, folder: Path) -> Path:
    """The WACZ of the site, by our own command; ReplayWeb.page's makers' tool finds nothing wrong with it."""
    done = run("wacz", town.folder, "--to", folder)
    assert done.returncode == 0, done.stderr
    (made,) = folder.glob("*.wacz")
    checked = use("wacz", "validate", "-f", made)
    assert checked.returncode == 0, checked.stdout + checked.stderr
    return made


@pytest.mark.parametrize(
    ("path", "kind"),
    [("/a/gbk", "original"), ("/a/same-too", "identical"), ("/a/etag", "not-modified"), ("/a/gzip", "original")],
)
def test_the_player_shows_the_article_of_a_capture(town: Town, opened: Player, path: str, kind: str) -> None:
    one = next(one for one in captures(town.warcs) if one.url == town.url + path and one.kind == kind)
    row = town.row(path)
    text = opened.opens(one, row["title"])
    assert row["title"] in text
    for paragraph in row["paragraphs"]:
        assert paragraph["text"] in text
    if path == "/a/etag":
        assert said.CHECKED in text


def test_the_picture_in_an_article_is_shown(town: Town, opened: Player) -> None:
    one = next(one for one in captures(town.warcs) if one.url == f"{town.url}/a/plain")
    opened.opens(one, town.row("/a/plain")["title"])
    frame = next(frame for frame in opened.page.frames if frame.url.endswith(f"mp_/{one.url}"))
    frame.wait_for_function("document.images.length == 1 && document.images[0].complete", timeout=20_000)
    assert frame.evaluate("document.images[0].naturalWidth") == 1
