"""Where does one name end and the next begin?"""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from congress_crawler.lexicon.words import words
from congress_crawler.normalise import organisation, person


@pytest.mark.parametrize("name", ["方小舟", "林帆", "欧阳一帆", "司马舟", "古丽娜·艾山", "陳小舟", "王登科", "张学会"])
def test_a_name_is_a_person(name: str) -> None:
    assert person.strict(name)
    assert not organisation.is_organisation(name)


@pytest.mark.parametrize(
    "name",
    [
        *("财务科", "高新区", "石桥镇", "云溪县人大常委会办公室", "县人大", "石桥街道", "云溪日报"),
        *("县人大常委会代表工委", "云溪大学社会学系", "课题组", "市融媒体中心"),
    ],
)
def test_an_office_is_an_organisation_even_where_it_begins_like_a_surname(name: str) -> None:
    assert organisation.is_organisation(name)


@pytest.mark.parametrize("word", ["江苏", "高清", "图文", "资料图", "完", "云溪", "方小舟摄", "时政"])
def test_a_common_word_is_neither(word: str) -> None:
    assert not person.strict(word)


@pytest.mark.parametrize(
    ("glued", "names"),
    [
        ("方小舟林一帆王石", ["方小舟", "林一帆", "王石"]),
        ("方舟林帆", ["方舟", "林帆"]),
        ("欧阳一帆方小舟", ["欧阳一帆", "方小舟"]),
        ("张莎莎李云", ["张莎莎", "李云"]),
    ],
)
def test_glued_names_are_cut_where_surnames_begin(glued: str, names: list[str]) -> None:
    assert person.unglue(glued) == names


def test_what_begins_with_no_surname_is_not_cut() -> None:
    assert person.unglue("扎西平措") is None
    assert person.unglue("方" * 60) is None


@given(st.text(alphabet="方林王张李欧阳小舟一帆石云", min_size=1, max_size=20))
def test_cutting_loses_no_character(text: str) -> None:
    pieces = person.unglue(text)
    assert pieces is None or "".join(pieces) == text


def test_the_surnames_are_single_or_double_and_each_stands_once() -> None:
    names = words("surnames.txt")
    assert len(names) == len(set(names)) > 400
    assert {len(name) for name in names} == {1, 2}
