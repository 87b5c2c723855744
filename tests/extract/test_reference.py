"""Is the reference article read right in every field, in each of its skins?"""

import json
from pathlib import Path
from typing import Any

import pytest

from congress_crawler.extract import read
from congress_crawler.normalise.fold import key

FOLDER = Path(__file__).resolve().parents[3] / "shared/gold/reference"
SKINS = sorted(path.stem for path in FOLDER.glob("*.json"))

pytestmark = pytest.mark.skipif(not SKINS, reason="the reference pages (../shared/gold/reference) are not here")


@pytest.fixture(params=SKINS)
def skin(request: pytest.FixtureRequest) -> tuple[dict[str, Any], Any]:
    gold = json.loads((FOLDER / f"{request.param}.json").read_text(encoding="utf-8"))
    body = (FOLDER / f"{request.param}.html").read_bytes()
    return gold, read(body, url="http://www.sdrd.gov.cn/articles/ch00001/201606/1.shtml")


def test_title_and_subtitle(skin: tuple[dict[str, Any], Any]) -> None:
    gold, found = skin
    assert key(found.title) == key(gold["title"])
    assert key(found.subtitle) == key(gold["subtitle"])


def test_the_section_is_the_breadcrumb_without_the_home_page(skin: tuple[dict[str, Any], Any]) -> None:
    gold, found = skin
    assert found.section == [name for name in gold["breadcrumb"] if name != "首页"]


def test_organisations_and_persons(skin: tuple[dict[str, Any], Any]) -> None:
    gold, found = skin
    assert [author.name for author in found.authors if author.kind == "organisation"] == gold["author_orgs"]
    assert [author.name for author in found.authors if author.kind == "person"] == gold["author_persons"]


def test_the_day(skin: tuple[dict[str, Any], Any]) -> None:
    gold, found = skin
    assert found.published[:10] == gold["date"]


def test_the_place(skin: tuple[dict[str, Any], Any]) -> None:
    gold, found = skin
    assert (found.place.code, found.place.name) == (gold["adcode"], gold["place"])


def test_the_paragraphs_in_order_and_the_headings_among_them(skin: tuple[dict[str, Any], Any]) -> None:
    gold, found = skin
    assert [key(p.text) for p in found.paragraphs] == [key(text) for text in gold["paragraphs"]]
    assert [key(p.text) for p in found.paragraphs if p.kind == "heading"] == [key(text) for text in gold["headings"]]
    assert not {key(line) for line in gold["footer"]} & {key(p.text) for p in found.paragraphs}
