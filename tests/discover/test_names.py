"""Which names are the county/city section's, which are its parts', and which only share words with them?"""

from pathlib import Path

import pytest

from congress_crawler.discover import names
from congress_crawler.lexicon.words import lines

FOLDER = Path(__file__).parent
SECTIONS, OTHERS = (
    (FOLDER / name).read_text(encoding="utf-8").split() for name in ("section_names.txt", "other_names.txt")
)


@pytest.mark.parametrize("name", SECTIONS)
def test_a_name_of_the_section_is_known(name: str) -> None:
    assert names.section(name) >= 50


@pytest.mark.parametrize("name", OTHERS)
def test_a_name_that_shares_words_is_not_taken(name: str) -> None:
    assert names.section(name) == 0


def test_a_name_of_counties_goes_before_one_of_villages() -> None:
    assert names.section("市县人大") > names.section("县乡人大") > names.section("乡镇人大") > names.section("镇街动态")


def test_the_part_with_the_articles_goes_before_its_sisters() -> None:
    order = ["工作剪影", "工作动态", "市县动态", "人大动态", "基层动态", "经验交流", "机构设置", "代表工作"]
    weights = [names.child(name) for name in order]
    assert weights == sorted(weights, reverse=True)
    assert weights[-1] == 0


def test_every_row_of_the_lexicon_can_be_found_by_its_name() -> None:
    rows = [line.split("\t") for line in lines("sections.tsv")]
    assert len({(name, role) for name, role, _ in rows}) == len(rows)
    for name, role, weight in rows:
        assert role == "way" or names.fold(name) == name, f"{name} is not folded and can never match"
        found = {"section": names.section, "child": names.child, "way": names.way, "not": names.section}[role](name)
        assert found == int(weight), name


@pytest.mark.parametrize("name", ["杭州市", "白鹭县", "石桥区人大", "津市", "白鹭镇"])
def test_a_place_is_a_place(name: str) -> None:
    assert names.place(name)


@pytest.mark.parametrize("name", ["工作动态", "经验交流", "市县区", "更多", "各地人大", "首页"])
def test_a_word_is_no_place(name: str) -> None:
    assert not names.place(name)
