"""Which date wins when the places of a page disagree, and does the record say that they do?"""

from datetime import date, datetime
from typing import Any

import pytest

from congress_crawler import normalise
from congress_crawler.items import Article, Charset
from congress_crawler.normalise import Raw
from congress_crawler.normalise.clock import ZONE
from congress_crawler.normalise.raw import Block, Dated

LIST, URL, META, SCRIPT = "list", "url", "meta", "script"


def article(*dates: tuple[Any, str], captured: date | None = date(2021, 6, 5), **fields: Any) -> Article:
    """The record of a page with these dates outside its byline."""
    raw = Raw(
        url="http://www.yunxi.example/rd/1.html",
        charset=Charset(used="utf-8", declared_header=None, declared_meta=None, rung="utf-8"),
        titles=["代表视察养老服务"],
        blocks=[Block("paragraph", "会议开幕。")],
        dates=[Dated(origin, shown, f"{origin} of the test") for origin, shown in dates],
        **fields,
    )
    draft = normalise.begin(raw, payload="sha256:" + "0" * 64, captured=captured)
    for step in normalise.STEPS:
        step(draft)
    return normalise.finish(draft)


LABEL = ["时间：2021-05-13"]
ALONE = ["2021-05-13 云溪日报"]

# why, byline, dates outside it, published, doubts
RULES: list[tuple[str, list[str], list[tuple[str, str]], str | None, str | None]] = [
    ("all agree", LABEL, [(META, "2021-05-13 09:12"), (LIST, "2021-05-13"), (URL, "2021/05/13")], "2021-05-13", None),
    ("a day apart is one event", LABEL, [(META, "2021-05-14"), (URL, "2021-05-13")], "2021-05-13", None),
    ("label before list", LABEL, [(LIST, "2021-05-20")], "2021-05-13", "label 2021-05-13; list 2021-05-20"),
    ("label before meta", LABEL, [(META, "2021-05-20")], "2021-05-13", "label 2021-05-13; meta 2021-05-20"),
    ("label before url", LABEL, [(URL, "2021-05-10")], "2021-05-13", "label 2021-05-13; url 2021-05-10"),
    ("bare before list", ALONE, [(LIST, "2021-05-20")], "2021-05-13", "structure 2021-05-13; list 2021-05-20"),
    (
        "list before meta",
        [],
        [(META, "2021-05-20"), (LIST, "2021-05-13")],
        "2021-05-13",
        "list 2021-05-13; meta 2021-05-20",
    ),
    ("list before script", [], [(SCRIPT, "2021-05-14 09:12"), (LIST, "2021-05-13")], "2021-05-13", None),
    ("script before meta", [], [(META, "2021-05-14"), (SCRIPT, "2021-05-13 09:12")], "2021-05-13T09:12+08:00", None),
    ("meta before url", [], [(META, "2021-05-12 09:12"), (URL, "20210513")], "2021-05-12T09:12+08:00", None),
    (
        "a late PubDate is a generation",
        [],
        [(META, "2021-05-20"), (URL, "2021/05/13")],
        "2021-05-13",
        "url 2021-05-13; meta 2021-05-20",
    ),
    ("generated next day, no contradiction", [], [(META, "2021-05-14"), (URL, "2021/05/13")], "2021-05-13", None),
    ("a late PubDate without URL stands", [], [(META, "2021-05-20")], "2021-05-20", None),
    (
        "a list row beats a late PubDate",
        [],
        [(META, "2021-06-01"), (URL, "2021/05/13"), (LIST, "2021-05-12")],
        "2021-05-12",
        "list 2021-05-12; url 2021-05-13; meta 2021-06-01",
    ),
    (
        "a stated generation is no doubt",
        LABEL,
        [(META, "2021-05-20 08:23:48"), (META, "页面生成时间 2021-05-20 08:23:48")],
        "2021-05-13",
        None,
    ),
    (
        "a stated generation loses to the URL",
        [],
        [(META, "2021-05-12 08:23:48"), (META, "页面生成时间 2021-05-12 08:23:48"), (URL, "20210513")],
        "2021-05-13",
        None,
    ),
    (
        "a stated generation is better than nothing",
        [],
        [(META, "页面生成时间 2021-05-12 08:23:48")],
        "2021-05-12T08:23:48+08:00",
        None,
    ),
    ("更新 loses to the URL", ["更新时间：2021-05-20"], [(URL, "2021/05/13")], "2021-05-13", None),
    ("更新 is better than nothing", ["更新时间：2021-05-20"], [], "2021-05-20", None),
    ("成文 and 发布", ["成文日期：2021-04-01 发布日期：2021-05-13"], [], "2021-05-13", None),
    (
        "two labels that differ",
        ["时间：2021-05-13 发布日期：2021-05-20"],
        [],
        "2021-05-13",
        "label 2021-05-13; label 2021-05-20",
    ),
    ("beyond the capture is none", ["时间：2021-08-13"], [(URL, "2021/05/13")], "2021-05-13", None),
    ("epochs in scripts", [], [(SCRIPT, "1620868353000")], "2021-05-13T09:12:33+08:00", None),
    ("ten figures in a URL are no time", [], [(URL, "1620868353")], None, None),
]


@pytest.mark.parametrize("rule", RULES, ids=[rule[0] for rule in RULES])
def test_the_written_rule(rule: tuple[str, list[str], list[tuple[str, str]], str | None, str | None]) -> None:
    _, bylines, dates, published, doubt = rule
    found = article(*dates, bylines=bylines)
    assert (found.published, found.doubts.get("published")) == (published, doubt)
    shown = {(item.origin, item.raw) for item in found.date_candidates}
    assert shown >= set(dates)  # won or not


@pytest.mark.parametrize(
    ("why", "dates", "bylines", "near", "published"),
    [
        ("the listing's order", [(LIST, "05-12")], [], "2019-05-12", "2019-05-12"),
        (
            "a full date of the page that names the day",
            [(LIST, "05-12"), (URL, "2018/05/13")],
            [],
            "2019-05-12",
            "2018-05-12",
        ),
        (
            "a PubDate far off completes nothing",
            [(LIST, "05-12"), (META, "2020-11-20")],
            [],
            "2019-05-12",
            "2019-05-12",
        ),
        ("nor without the order", [(LIST, "05-12"), (META, "2020-11-20")], [], None, "2020-11-20"),
        (
            "the label over the order",
            [(LIST, "05-12")],
            ["时间：2018-05-12 10:00"],
            "2019-05-12",
            "2018-05-12T10:00+08:00",
        ),
        ("a label without year", [(LIST, "2019-05-12")], ["时间：05-12 08:30"], "2019-05-12", "2019-05-12T08:30+08:00"),
        ("a label without year, by the URL", [(URL, "2019/0512")], ["时间：5月12日"], None, None),
        ("the capture alone completes nothing", [(LIST, "05-12")], [], None, None),
        ("昨天 of the day the list was fetched", [(LIST, "昨天")], [], "2021-06-03", "2021-06-03"),
    ],
)
def test_a_year_left_out_is_taken_from_what_is_certain(
    why: str, dates: list[tuple[str, str]], bylines: list[str], near: str | None, published: str | None
) -> None:
    assert article(*dates, bylines=bylines, near=near).published == published, why


@pytest.mark.parametrize(
    ("bylines", "dates", "reason", "raw"),
    [
        (["时间：2021年5月"], [], "month-only", "2021年5月"),
        (["时间：2021-05 来源：云溪网"], [], "month-only", "2021-05"),
        (["时间：05-12"], [], "no-year", "05-12"),
        (["时间：2021-02-30"], [], "impossible-date", "2021-02-30"),
        (["时间：2031-02-03"], [], "out-of-bounds", "2031-02-03"),
        (["时间：丙申年四月二十八"], [], "lunar", "丙申年四月二十八"),
        (["时间：待定"], [], "no-date", None),
        (["时间：  来源：云溪网"], [], "empty-label", None),
        (["来源：云溪网"], [], "not-on-page", None),
        ([], [(LIST, "2021-05")], "month-only", "2021-05"),
        ([], [(LIST, "05-12")], "no-year", "05-12"),
        (["时间：2021-05"], [(LIST, "05-12")], "month-only", "2021-05"),
        (["会议时间：2021年5月13日"], [], "not-on-page", None),
    ],
)
def test_no_date_has_a_reason_and_keeps_the_string_that_is_less_than_a_day(
    bylines: list[str], dates: list[tuple[str, str]], reason: str, raw: str | None
) -> None:
    found = article(*dates, bylines=bylines)
    assert (found.published, found.missing["published"], found.published_raw) == (None, reason, raw)
    assert {item.value for item in found.date_candidates} <= {None}
    assert raw is None or raw in {item.raw for item in found.date_candidates}


def test_minutes_ago_count_from_the_time_of_the_capture() -> None:
    at = datetime(2021, 6, 5, 12, 0, tzinfo=ZONE)
    assert article(bylines=["时间：5分钟前"], captured=at).published == "2021-06-05T11:55+08:00"
    assert article((LIST, "5分钟前"), captured=at, near="2021-06-05").published == "2021-06-05"


def test_a_record_without_contradictions_has_no_doubts() -> None:
    assert article(bylines=LABEL).doubts == {}
