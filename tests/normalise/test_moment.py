"""Are all full dates of a line found, where they stand, and none that is none?"""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from congress_crawler.normalise.moment import china, epoch, moments

CAPTURED = date(2021, 6, 5)


def test_epochs_are_read_in_the_zone_of_china() -> None:
    seconds, thousands = epoch("1620868353"), epoch("1620868353000")
    assert seconds is not None
    assert thousands is not None
    assert seconds.iso == thousands.iso == "2021-05-13T09:12:33+08:00"
    assert epoch("16208683") is None
    assert epoch("9999999999") is None  # 2286


def test_all_dates_of_a_line_come_in_order() -> None:
    found = moments("成文日期：二〇二一年五月一日 发布日期：2021-05-13 2020年三月2日")
    assert [one.iso for one in found] == ["2021-05-01", "2021-05-13", "2020-03-02"]


def test_a_date_is_found_once_whichever_pattern_takes_it() -> None:
    assert [one.iso for one in moments("2021年5月13日至二〇二一年五月十四日")] == ["2021-05-13", "2021-05-14"]


@pytest.mark.parametrize(
    ("text", "raw"),
    [
        ("方小舟 2021-05-13 云溪日报", "2021-05-13"),
        ("时间：２０２１年５月１３日\u3000０９：１２ 点击", "２０２１年５月１３日\u3000０９：１２"),
        ("2021-05-13 09:122021-05-13", "2021-05-13 09:12"),
        ("2021-05-13T01:12:33Z,", "2021-05-13T01:12:33Z"),
        ("2021-05-13 5点击", "2021-05-13"),
        ("2021-05-13 8时间：2021", "2021-05-13"),
    ],
)
def test_the_stretch_is_what_was_read_and_nothing_beside_it(text: str, raw: str) -> None:
    one = moments(text)[0]
    assert (one.raw, text[one.start : one.start + len(one.raw)]) == (raw, raw)


@pytest.mark.parametrize(
    ("lines", "day"),
    [
        ("2021\n年\n5\n月\n13\n日", "2021-05-13"),
        ("13\n2021-05\n云溪日报", "2021-05-13"),
        ("04\n2021年5月\n方小舟", "2021-05-04"),
        ("13\n云溪日报\n2021-05", None),
        ("3\n2021-05", None),  # one figure alone may count anything
        ("213\n2021-05", None),
    ],
)
def test_a_date_over_several_lines_is_read_when_it_is_certain(lines: str, day: str | None) -> None:
    assert next((one.iso for one in moments(lines)), None) == day


def test_the_day_of_a_capture_is_the_day_in_china() -> None:
    assert china(datetime(2021, 6, 4, 16, 30, tzinfo=UTC)) == CAPTURED
    late = datetime(2021, 6, 4, 15, 30, tzinfo=UTC)
    assert moments("2021-06-05", captured=late)
    assert not moments("2021-06-06", captured=late)


@given(st.text(max_size=60))
def test_any_text_gives_days_within_the_bounds_in_order(raw: str) -> None:
    found = moments(raw, captured=CAPTURED)
    assert all(date(1949, 1, 1) <= one.day <= date(2021, 6, 6) for one in found)
    assert [one.start for one in found] == sorted(one.start for one in found)
