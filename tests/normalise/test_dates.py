"""Is every form of a date the right day, or null with the right reason?"""

import re
from datetime import UTC, date, datetime, timedelta
from functools import partial

import pytest
from hypothesis import given
from hypothesis import strategies as st

from congress_crawler.normalise.clock import ZONE
from congress_crawler.normalise.day import read_date
from tests.pace import seconds

CAPTURED = date(2021, 6, 5)
NEAR = date(2021, 5, 30)
NOON = datetime(2021, 6, 5, 12, 0, tzinfo=ZONE)

FORMS = {
    # figures
    "2021-05-13": "2021-05-13",
    "2021-5-3": "2021-05-03",
    "2021.5.13": "2021-05-13",
    "2021.05.03": "2021-05-03",
    "2021/5/13": "2021-05-13",
    "2021—05—13": "2021-05-13",
    "20210513": "2021-05-13",
    "202105130912": "2021-05-13T09:12+08:00",
    "20210513091233": "2021-05-13T09:12:33+08:00",
    "２０２１－０５－１３": "2021-05-13",
    "２０２１年５月１３日": "2021-05-13",
    "21-05-13": "2021-05-13",
    "21年5月13日": "2021-05-13",
    "98-05-13": "1998-05-13",
    # words
    "2021年5月13日": "2021-05-13",
    "2021年05月03日": "2021-05-03",
    "2021 年 5 月 13 日": "2021-05-13",
    "2021年5月13号": "2021-05-13",
    "2021年5月13日星期四": "2021-05-13",
    "2021年5月13日（周四）09:12": "2021-05-13T09:12+08:00",
    # Chinese numerals, with every zero
    "二〇二一年五月十三日": "2021-05-13",
    "二○二一年五月十三日": "2021-05-13",
    "二零二一年五月三十一日": "2021-05-31",
    "二O二〇年十二月廿三日": "2020-12-23",
    "二０二一年五月十三日": "2021-05-13",
    "二0二一年五月十三日": "2021-05-13",
    "二Ｏ二一年五月十三日": "2021-05-13",
    "二◯二一年五月十三日": "2021-05-13",
    "二〇二一年元月十三日": "2021-01-13",
    "2021年五月十三日": "2021-05-13",
    "一九九八年十月三十日": "1998-10-30",
    # the time of day
    "2021年05月13日 09:12": "2021-05-13T09:12+08:00",
    "2021-05-13 9:12:33": "2021-05-13T09:12:33+08:00",
    "2021-05-13 00:00:00": "2021-05-13",
    "2021-05-13 00:00": "2021-05-13T00:00+08:00",
    "2021-05-13 24:00": "2021-05-13",
    "2021年05月13日09时30分": "2021-05-13T09:30+08:00",
    "2021年05月13日09时30分15秒": "2021-05-13T09:30:15+08:00",
    "2021年5月13日上午9时12分": "2021-05-13T09:12+08:00",
    "2021年5月13日 下午3:05": "2021-05-13T15:05+08:00",
    "2021年5月13日下午 15:05": "2021-05-13T15:05+08:00",
    "2021年5月13日中午12点": "2021-05-13T12:00+08:00",
    "2021年5月13日中午1点20分": "2021-05-13T13:20+08:00",
    "2021年5月13日凌晨12点": "2021-05-13T00:00+08:00",
    "2021年5月13日凌晨2点半": "2021-05-13T02:30+08:00",
    "2021年5月13日晚8时": "2021-05-13T20:00+08:00",
    "2021年5月13日傍晚6點": "2021-05-13T18:00+08:00",
    "2021年5月13日晚上12点": "2021-05-13",  # of which day?
    "2021年5月13日上午15:00": "2021-05-13",  # contradicts itself
    "2021/5/13 3:05:22 PM": "2021-05-13T15:05:22+08:00",
    "2021/5/13 12:05 AM": "2021-05-13T00:05+08:00",
    "2021-05-13 5点击": "2021-05-13",
    # zones
    "2021-05-13T09:12:33+08:00": "2021-05-13T09:12:33+08:00",
    "2021-05-13T09:12:33.000+0800": "2021-05-13T09:12:33+08:00",
    "2021-05-12T20:12Z": "2021-05-13T04:12+08:00",
    "2021-05-12T16:00:00Z": "2021-05-13",
    "2021-05-12 20:12:33-05:00": "2021-05-13T09:12:33+08:00",
    # glued and split
    "2021-05-1309:12": "2021-05-13T09:12+08:00",
    "2021-05-13 09:122021-05-13 09:12": "2021-05-13T09:12+08:00",
    "2021-05-132021-05-13": "2021-05-13",
    "2021\n年\n5\n月\n13\n日": "2021-05-13",
    "2021 5 13": "2021-05-13",
    "2021、5、13": "2021-05-13",
    "13\n2021-05": "2021-05-13",
    "13 / 2021-05": "2021-05-13",
    "2021-05 13": "2021-05-13",
    "05-13 2021": "2021-05-13",
    "5/13/2021": "2021-05-13",
    # labels
    "发布时间:2021/5/13 9:12:33": "2021-05-13T09:12:33+08:00",
    "发布时间：2021-05-13 09:12": "2021-05-13T09:12+08:00",
    "發佈時間：2021年5月13日 下午3:05": "2021-05-13T15:05+08:00",
    "时 间：20210513": "2021-05-13",
    "发表日期：昨天": "2021-06-04",
    "作者:云溪县人大常委会办公室 方小舟 林一帆   时间:2021-05-13": "2021-05-13",
    # no year
    "05-13": "2021-05-13",
    "[05-13]": "2021-05-13",
    "（5/13）": "2021-05-13",
    "5月13日": "2021-05-13",
    "5月13日 18:10": "2021-05-13T18:10+08:00",
    # against the capture
    "今天": "2021-06-05",
    "昨天": "2021-06-04",
    "昨天 15:30": "2021-06-04T15:30+08:00",
    "昨天下午3:05": "2021-06-04T15:05+08:00",
    "前天": "2021-06-03",
    "3天前": "2021-06-02",
    "5分钟前": "2021-06-05",
    "刚刚": "2021-06-05",
}
NONE = {
    "": "empty",
    "（）": "empty",
    "暂无": "no-date",
    "2021年第3期": "no-date",
    "2021年": "no-date",
    "电话:0100-86092016": "no-date",
    "某ICP备05034806号": "no-date",
    "192.168.2021.1": "no-date",
    "12345678": "no-date",
    "编号：20210513": "no-date",
    "1620868353": "no-date",
    "昨天上午会议开幕": "no-date",
    "昨日": "no-date",  # of a sentence, not of a date column
    "2021年5月": "month-only",
    "时间:2021-05": "month-only",
    "二〇二一年五月": "month-only",
    "2021年5月上旬": "month-only",
    "2021-02-30": "impossible-date",
    "2021-13-01": "impossible-date",
    "20210231": "impossible-date",
    "二〇二一年二月三十日": "impossible-date",
    "13-45": "impossible-date",
    "1948-12-31": "out-of-bounds",
    "2021-06-07": "out-of-bounds",
    "20210607": "out-of-bounds",
    "丙申年四月二十八": "lunar",
    "2021年农历四月初三": "lunar",
    "辛丑年腊月廿三": "lunar",
    "05/06/2021": "ambiguous",
    "2021-5-312:30": "ambiguous",
    "2021年5月13日至15日": "range",
    "会议时间：2021年5月13日": "other-label",
    "报名截止日期：2021-05-13": "other-label",
    "2小时前": "no-capture",
}


@pytest.mark.parametrize("raw", FORMS)
def test_a_form_is_the_day_it_names_and_no_more_precise(raw: str) -> None:
    assert read_date(raw, captured=CAPTURED, near=NEAR) == (FORMS[raw], None)


@pytest.mark.parametrize("raw", NONE)
def test_what_is_no_day_is_null_with_its_reason(raw: str) -> None:
    assert read_date(raw, captured=CAPTURED, near=NEAR) == (None, NONE[raw])


def test_epochs_count_only_where_scripts_and_meta_tags_say_so() -> None:
    for raw in ("1620868353", "1620868353000"):
        assert read_date(raw, epochs=True) == ("2021-05-13T09:12:33+08:00", None)
        assert read_date(raw) == (None, "no-date")


def test_a_date_without_year_is_nothing_without_a_neighbour_and_near_it_with_one() -> None:
    assert read_date("12-30", captured=CAPTURED) == (None, "no-year")
    assert read_date("12-30", near=date(2021, 1, 4)) == ("2020-12-30", None)
    assert read_date("01-02", near=date(2020, 12, 30)) == ("2021-01-02", None)
    assert read_date("02-29", near=date(2021, 3, 1)) == (None, "no-year")


def test_two_figures_are_a_year_only_when_one_century_fits() -> None:
    assert read_date("21-05-13") == ("2021-05-13", None)
    assert read_date("51-05-13", captured=CAPTURED) == ("1951-05-13", None)
    assert read_date("51-05-13") == (None, "no-date")  # without a capture it may be 2051
    assert read_date("30-05-13", captured=CAPTURED) == (None, "no-date")


@pytest.mark.parametrize(
    ("raw", "captured", "expected"),
    [
        ("5分钟前", NOON, "2021-06-05T11:55+08:00"),
        ("5分钟前", NOON.astimezone(UTC), "2021-06-05T11:55+08:00"),
        ("5分钟前", datetime(2021, 6, 5, 0, 2, tzinfo=ZONE), "2021-06-04T23:57+08:00"),
        ("30秒前", NOON, "2021-06-05T11:59+08:00"),
        ("2小时前", NOON, "2021-06-05"),
        ("12小时前", NOON, None),  # rounded: today or yesterday
        ("14小时前", NOON, "2021-06-04"),
        ("昨天", datetime(2021, 6, 4, 17, 0, tzinfo=UTC), "2021-06-04"),  # in China it is the 5th
        ("昨天", None, None),
        ("3天前", None, None),
    ],
)
def test_what_is_told_against_the_capture_needs_it(raw: str, captured: date | None, expected: str | None) -> None:
    assert read_date(raw, captured=captured) == (expected, None if expected else "no-capture")


WRITTEN = [
    *("%Y-%m-%d", "%Y年%m月%d日", "%Y/%m/%d", "%Y.%m.%d", "%Y%m%d", "%Y 年 %m 月 %d 日", "[%Y-%m-%d]", "%d\n%Y-%m"),
    *("发布时间：%Y-%m-%d", "%Y-%m-%d%Y-%m-%d", "%Y-%m-%d 来源：云溪网", "%Y %m %d", "%m-%d %Y", "%Y年%m月%d日 星期四"),
]
TIMES = ["%Y-%m-%d %H:%M", "%Y年%m月%d日%H时%M分", "%Y-%m-%dT%H:%M+08:00", "%Y-%m-%d%H:%M", "%Y/%m/%d  %H：%M"]
HAN = str.maketrans("0123456789", "〇一二三四五六七八九")


@given(st.dates(date(1949, 1, 1), date(2030, 12, 31)), st.sampled_from(WRITTEN))
def test_every_day_comes_back_from_every_form(day: date, form: str) -> None:
    assert read_date(day.strftime(form))[0] == day.isoformat()


@given(st.builds(datetime.combine, st.dates(date(1949, 1, 1), date(2030, 12, 31)), st.times()), st.sampled_from(TIMES))
def test_every_minute_comes_back_from_every_form(at: datetime, form: str) -> None:
    assert read_date(at.strftime(form))[0] == at.strftime("%Y-%m-%dT%H:%M+08:00")


@given(st.dates(date(1949, 1, 1), date(2030, 12, 31)), st.sampled_from("〇○零◯OＯ0０"))
def test_every_day_comes_back_from_chinese_numerals(day: date, zero: str) -> None:
    raw = f"{str(day.year).translate(HAN).replace('〇', zero)}年{_spelt(day.month)}月{_spelt(day.day)}日"
    assert read_date(raw)[0] == day.isoformat()


def _spelt(number: int) -> str:
    tens, ones = divmod(number, 10)
    return ("" if tens == 0 else "十" if tens == 1 else str(tens).translate(HAN) + "十") + (
        str(ones).translate(HAN) if ones else ""
    )


@given(st.dates(date(2000, 1, 1), date(2030, 12, 31)), st.integers(-170, 170), st.sampled_from(["%m-%d", "%m月%d日"]))
def test_a_year_left_out_comes_back_from_a_neighbour_within_half_a_year(day: date, off: int, form: str) -> None:
    found = read_date(day.strftime(form), near=day + timedelta(days=off))
    assert found == (day.isoformat(), None) or (day.month, day.day) == (2, 29)


PIECES = st.lists(
    st.sampled_from(
        [
            *("2021", "21", "1948", "13", "5", "05", "0", "年", "月", "日", "-", "/", ".", ":", "：", " ", "\n"),
            *("时", "分", "点", "二〇二一", "五", "十", "昨天", "前", "天", "下午", "凌晨", "Z", "+08:00", "T"),
            *("发布时间", "期", "农历", "至"),
        ]
    ),
    max_size=14,
).map("".join)


@given(st.one_of(st.text(max_size=80), PIECES), st.sampled_from([None, CAPTURED, NOON]))
def test_any_text_is_a_day_within_the_bounds_or_a_reason(raw: str, captured: date | None) -> None:
    value, reason = read_date(raw, captured=captured, near=NEAR, epochs=True)
    assert (value is None) != (reason is None)
    if value is not None:
        latest = date(2021, 6, 6) if captured else date(2099, 12, 31)
        assert date(1949, 1, 1) <= date.fromisoformat(value[:10]) <= latest


FIGURES = re.compile(r"[0-9]+")


@given(PIECES)
def test_each_figure_of_an_absolute_date_stands_in_the_string(raw: str) -> None:
    value, _ = read_date(raw)
    if value is None or any(word in raw for word in ("下午", "凌晨", "Z", "+08:00", "点", "二", "五", "十")):
        return
    shown = "".join(FIGURES.findall(raw))
    year, month, day = value[:10].split("-")
    assert year[2:] in shown
    assert str(int(month)) in shown
    assert str(int(day)) in shown
    for part in FIGURES.findall(value[11:].removesuffix("+08:00")):
        assert str(int(part)) in shown or ("时" in raw and part == "00")


HOSTILE = [
    *(
        "2021",
        " ",
        "2021 ",
        "2021-05-13",
        "2021-",
        "2021年 ",
        "二〇二一年",
        "二",
        "0",
        "昨天",
        "发布时间：",
        "时 间 ",
        "\n",
    ),
    *("13\n2021-05\n", "2021年5月13日 ", "1天前", "：", "[", "上午", "2021-05-13 09:12", "2021 5 ", "农", "\u3000"),
]


@pytest.mark.parametrize("piece", HOSTILE)
def test_a_hundred_thousand_characters_take_a_moment(piece: str) -> None:
    raw = (piece * (100_000 // len(piece) + 1))[:100_000]
    for text in (raw, f"2021{raw}", f"{raw}2021-05", f"2021-05-13{raw}x"):
        read = partial(read_date, text, captured=CAPTURED, near=NEAR, epochs=True)
        assert seconds(read) < 0.2, text[:30]
