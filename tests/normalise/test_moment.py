"""Is every form of a date the right day or none?"""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from congress_crawler.normalise.moment import epoch, moments, read

CAPTURED = date(2021, 6, 5)
NEAR = date(2021, 5, 30)

FORMS = {
    "2021-05-13": "2021-05-13",
    "2021-5-3": "2021-05-03",
    "2021年5月13日": "2021-05-13",
    "2021 年 5 月 13 日": "2021-05-13",
    "二〇二一年五月十三日": "2021-05-13",
    "二○二一年五月十三日": "2021-05-13",
    "二零二一年五月三十一日": "2021-05-31",
    "二O二〇年十二月廿三日": "2020-12-23",
    "2021.5.13": "2021-05-13",
    "2021/5/13": "2021-05-13",
    "２０２１年５月１３日": "2021-05-13",
    "２０２１－０５－１３": "2021-05-13",
    "21-05-13": "2021-05-13",
    "05-13": "2021-05-13",
    "[05-13]": "2021-05-13",
    "5月13日": "2021-05-13",
    "5月13日 18:10": "2021-05-13T18:10+08:00",
    "2021年05月13日 09:12": "2021-05-13T09:12+08:00",
    "发布时间:2021/5/13 9:12:33": "2021-05-13T09:12:33+08:00",
    "2021-05-1309:12": "2021-05-13T09:12+08:00",
    "2021-05-13 09:122021-05-13 09:12": "2021-05-13T09:12+08:00",
    "2021年05月13日09时30分": "2021-05-13T09:30+08:00",
    "2021年5月13日 下午3:05": "2021-05-13T15:05+08:00",
    "2021年5月13日上午9时12分": "2021-05-13T09:12+08:00",
    "2021年5月13日星期四": "2021-05-13",
    "2021-05-13T09:12:33+08:00": "2021-05-13T09:12:33+08:00",
    "2021-05-13 00:00:00": "2021-05-13",
    "20210513": "2021-05-13",
    "202105130912": "2021-05-13T09:12+08:00",
    "昨天": "2021-06-04",
    "前天 15:30": "2021-06-03",
    "3天前": "2021-06-02",
}


@pytest.mark.parametrize("raw", FORMS)
def test_a_form_is_the_day_it_names_and_no_more_precise(raw: str) -> None:
    found = read(raw, captured=CAPTURED, near=NEAR)
    assert found is not None
    assert found.iso == FORMS[raw]


@pytest.mark.parametrize(
    "raw",
    [
        *(
            "2021-02-30",
            "2021年5月",
            "2021年第3期",
            "暂无",
            "电话:0100-86092016",
            "某ICP备05034806号",
            "1948-12-31",
            "",
        ),
        *("2021-06-07", "2021-13-01", "192.168.2021.1", "12345678", "5分钟前", "丙申年四月廿八", "1620868353"),
    ],
)
def test_what_is_no_day_is_none(raw: str) -> None:
    assert read(raw, captured=CAPTURED, near=NEAR) is None


def test_a_date_without_year_is_nothing_without_a_neighbour_and_near_it_with_one() -> None:
    assert read("12-30") is None
    assert str(getattr(read("12-30", near=date(2021, 1, 4)), "day", None)) == "2020-12-30"
    assert str(getattr(read("01-02", near=date(2020, 12, 30)), "day", None)) == "2021-01-02"


def test_epochs_are_read_in_the_zone_of_china() -> None:
    seconds, thousands = epoch("1620868353"), epoch("1620868353000")
    assert seconds is not None
    assert thousands is not None
    assert seconds.iso == thousands.iso == "2021-05-13T09:12:33+08:00"
    assert epoch("16208683") is None


def test_all_dates_of_a_line_come_in_order() -> None:
    found = moments("成文日期：二〇二一年五月一日 发布日期：2021-05-13")
    assert [one.iso for one in found] == ["2021-05-01", "2021-05-13"]


@given(
    st.dates(date(1949, 1, 1), date(2030, 12, 31)),
    st.sampled_from(["%Y-%m-%d", "%Y年%m月%d日", "%Y/%m/%d", "%Y.%m.%d"]),
)
def test_every_day_comes_back(day: date, form: str) -> None:
    found = read(day.strftime(form))
    assert found is not None
    assert found.day == day


@given(st.text(max_size=60))
def test_any_text_is_a_day_within_the_bounds_or_none(raw: str) -> None:
    found = read(raw, captured=CAPTURED, near=NEAR)
    assert found is None or date(1949, 1, 1) <= found.day <= date(2021, 6, 6)
