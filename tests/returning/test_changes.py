"""Does a diff say what went and what came, in order, and never more than a reader wants?"""

from hypothesis import given
from hypothesis import strategies as st

from congress_crawler.returning import diff
from congress_crawler.returning.changes import LONGEST, MOST
from tests.pace import seconds

texts = st.lists(st.sampled_from("甲乙丙丁戊己"), max_size=12)


def test_what_went_and_came_stands_in_reading_order() -> None:
    assert diff(["一", "二", "三"], ["一", "贰", "三", "四"]) == ["- 二", "+ 贰", "+ 四"]


def test_no_difference_is_no_line() -> None:
    assert diff(["一", "二"], ["一", "二"]) == diff([], []) == []


def test_a_text_that_went_or_came_whole() -> None:
    assert diff(["一", "二"], []) == ["- 一", "- 二"]
    assert diff([], ["一"]) == ["+ 一"]


def test_a_paragraph_that_changed_place_went_and_came() -> None:
    assert sorted(diff(["一", "二", "三"], ["三", "一", "二"])) == ["+ 三", "- 三"]


def test_a_long_paragraph_is_cut_and_says_so() -> None:
    (line,) = diff([], ["会" * (LONGEST + 1)])
    assert line == "+ " + "会" * LONGEST + "…"
    assert diff([], ["会" * LONGEST]) == ["+ " + "会" * LONGEST]


def test_many_lines_are_cut_and_say_so() -> None:
    assert diff([], [f"第{n}段" for n in range(MOST)])[-1] == f"+ 第{MOST - 1}段"
    lines = diff([], [f"第{n}段" for n in range(MOST + 1)])
    assert (len(lines), lines[-1]) == (MOST + 1, "…")


@given(texts, texts)
def test_taking_away_what_went_and_adding_what_came_makes_the_new_text(before: list[str], after: list[str]) -> None:
    lines = diff(before, after)
    rest = list(before)
    for line in lines:
        if line.startswith("- "):
            rest.remove(line[2:])
    rest += [line[2:] for line in lines if line.startswith("+ ")]
    assert len(lines) > MOST or sorted(rest) == sorted(after)


def test_a_text_of_one_paragraph_repeated_costs_no_more_than_its_length() -> None:
    """Two thousand equal paragraphs against two thousand half as equal took minutes, and held the crawl."""
    before, after = ["甲"] * 2000, ["甲", "乙"] * 1000
    assert seconds(lambda: diff(before, after)) < 0.5
    assert diff(before, after)[:2] == ["- 甲", "- 甲"]
