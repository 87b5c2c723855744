"""Does pywb show every capture as it was kept?"""

import gzip
from pathlib import Path

import pytest

from tests.archive.material import page, url
from tests.replay import rendered
from tests.replay import town as said
from tests.replay.captures import Capture, captures
from tests.replay.pywb import Pywb
from tests.replay.town import Town

KEPT = ("content-type", "content-encoding", "location", "etag")


@pytest.fixture(scope="session")
def kept(town: Town) -> list[Capture]:
    return captures(town.warcs)


@pytest.mark.parametrize("collection", ["ours", "own"])
def test_pywb_replays_every_capture_to_the_byte(
    wayback: Pywb, kept: list[Capture], collection: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert not all_of(kept, wayback, collection, capsys)


def test_pywb_replays_every_capture_of_the_export_in_warc_1_0(
    wayback: Pywb, kept: list[Capture], warc10: list[Path], capsys: pytest.CaptureFixture[str]
) -> None:
    exported = captures(warc10)
    assert [(one.url, one.head, one.payload) for one in exported] == [(one.url, one.head, one.payload) for one in kept]
    assert not all_of(exported, wayback, "warc10", capsys)


def all_of(kept: list[Capture], wayback: Pywb, collection: str, capsys: pytest.CaptureFixture[str]) -> list[str]:
    """What is shown otherwise than it was kept; says how many of how many are shown right."""
    wrong = [why for one in kept if (why := differs(wayback, collection, one))]
    with capsys.disabled():
        print(f"\nreplay ({collection}): {len(kept) - len(wrong)} of {len(kept)}")
    return wrong


def differs(wayback: Pywb, collection: str, one: Capture) -> str:
    """What pywb shows otherwise than it was kept; "" for nothing."""
    got = wayback.get(collection, one.stamp, one.url)
    headers = {name: one.headers[name] for name in KEPT if name in one.headers}
    expected = (one.status, headers, one.payload)
    shown = (got.status, {name: got.header(name) for name in headers}, got.body)
    return "" if shown == expected else f"{one.kind} {one.url} at {one.stamp}: {shown} is shown for {expected}"


def test_every_kind_of_capture_was_among_them(town: Town, kept: list[Capture]) -> None:
    revisits = [one for one in kept if one.kind == "identical"]
    assert any(one.of == one.file and one.of_url != one.url for one in revisits)  # same run, another address
    assert any(one.of != one.file and one.of_url == one.url for one in revisits)  # another run, another file
    assert any(one.of != one.file and one.of_url != one.url for one in revisits)  # both
    assert sum(one.kind == "not-modified" for one in kept) == 2
    assert {one.status for one in kept} == {200, 302, 404}


def test_an_unmodified_page_is_shown_whole(town: Town, wayback: Pywb, kept: list[Capture]) -> None:
    for one in (one for one in kept if one.kind == "not-modified"):
        got = wayback.get("ours", one.stamp, one.url)
        assert (got.status, one.url) == (200, f"{town.url}/a/etag")
        assert said.CHECKED.encode() in got.body


def test_the_bytes_of_a_page_in_gbk_are_those_that_the_server_sent(town: Town, wayback: Pywb) -> None:
    got = wayback.get("ours", stamp(town, "/a/gbk"), f"{town.url}/a/gbk")
    assert got.body == said.GBK
    assert "charset" not in got.headers["content-type"]


def test_a_coded_body_is_replayed_coded(town: Town, wayback: Pywb) -> None:
    got = wayback.get("ours", stamp(town, "/a/gzip"), f"{town.url}/a/gzip")
    assert got.headers["content-encoding"] == "gzip"
    assert gzip.decompress(got.body).startswith(b"<html>")


def test_files_and_pictures_of_an_article_are_replayed(town: Town, wayback: Pywb, kept: list[Capture]) -> None:
    for path, body in {"/files/plan.pdf": said.PDF, "/img/river.png": said.PNG}.items():
        one = next(one for one in kept if one.url == town.url + path)
        assert wayback.get("ours", one.stamp, one.url).body == body


@pytest.mark.parametrize("collection", ["dom-ours", "dom-own"])
def test_what_a_browser_made_of_a_page_never_takes_its_place(wayback: Pywb, collection: str) -> None:
    for at in (rendered.LATER, rendered.LATER_STILL):
        got = wayback.get(collection, "".join(sign for sign in at if sign.isdigit()), url(rendered.SHELL))
        assert (got.status, got.body) == (200, page(rendered.SHELL))


def stamp(town: Town, path: str) -> str:
    """When the article at a path was fetched first, as 14 digits."""
    return "".join(sign for sign in town.row(path)["provenance"]["fetched_at"] if sign.isdigit())[:14]
