"""Does a byline line mean what a reader would say it means?"""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from congress_crawler.normalise import read_byline

# raw, persons, organisations, source, editors, published
ROWS = [
    (
        "作者：云溪县人大常委会办公室 方小舟 林一帆  时间：2021-05-13",
        ["方小舟", "林一帆"],
        ["云溪县人大常委会办公室"],
        None,
        [],
        "2021-05-13",
    ),
    ("石桥乡 方小舟", [], [], None, [], None),  # no label, no date: a place and a name are not enough
    ("作者：石桥乡 方小舟", ["方小舟"], ["石桥乡"], None, [], None),
    ("作者:时间:2021-05-13点击:390", [], [], None, [], "2021-05-13"),
    ("来源：  日期：2021-05-13 12:00", [], [], None, [], "2021-05-13T12:00+08:00"),
    ("来源:未知来源 作者:佚名", [], [], None, [], None),
    ("来源：云溪新闻编辑:方舟责编:林一帆", [], [], "云溪新闻", ["方舟", "林一帆"], None),
    ("2021-05-13 08:30来源：云溪网作者：方小舟", ["方小舟"], [], "云溪网", [], "2021-05-13T08:30+08:00"),
    ("文|方小舟 图|林一帆", ["方小舟", "林一帆"], [], None, [], None),
    ("作者：文/方小舟 图/林一帆", ["方小舟", "林一帆"], [], None, [], None),
    ("作者：方 舟", ["方舟"], [], None, [], None),
    ("作者：方舟 林帆", ["方舟", "林帆"], [], None, [], None),
    ("作者：方小舟、林一帆,王石；李云", ["方小舟", "林一帆", "王石", "李云"], [], None, [], None),
    ("作者：欧阳一帆 司马舟", ["欧阳一帆", "司马舟"], [], None, [], None),
    ("作者：古丽娜·艾山", ["古丽娜·艾山"], [], None, [], None),
    ("作者：扎西平措", ["扎西平措"], [], None, [], None),
    ("作者：财务科", [], ["财务科"], None, [], None),
    ("作者：redcloud", [], [], None, [], None),
    ("作者：系统管理员 编辑：admin", [], [], None, ["admin"], None),
    ("作者：县人大常委会副主任 方小舟", ["方小舟"], [], None, [], None),
    ("作者：县人大常委会副主任方小舟", ["方小舟"], [], None, [], None),
    ("本报讯（记者方小舟通讯员林一帆）", ["方小舟", "林一帆"], [], None, [], None),
    ("本报讯（记者 通讯员 方小舟 林一帆）昨日，代表视察养老服务。", ["方小舟", "林一帆"], [], None, [], None),
    ("（云溪日报记者 方舟 通讯员 林帆）", ["方舟", "林帆"], [], None, [], None),
    ("云溪日报记者方小舟林一帆王石", ["方小舟", "林一帆", "王石"], [], None, [], None),
    ("记者方小舟、通讯员林一帆报道：近日，代表视察养老服务。", ["方小舟", "林一帆"], [], None, [], None),
    ("（方小舟）", ["方小舟"], [], None, [], None),
    ("（方小舟 林一帆 ）", ["方小舟", "林一帆"], [], None, [], None),
    ("（方小舟 云溪报道）", ["方小舟"], [], None, [], None),
    ("（方小舟 撰稿）", ["方小舟"], [], None, [], None),
    ("（石桥镇人大）", [], ["石桥镇人大"], None, [], None),
    ("（石桥街道  供稿）", [], ["石桥街道"], None, [], None),
    ("供稿：石桥镇人大主席团", [], ["石桥镇人大主席团"], None, [], None),
    ("发 布 机 构 县人民政府办公室 发 文 日 期 2021-05-13", [], ["县人民政府办公室"], None, [], "2021-05-13"),
    ("来源\n街道人大工委\n编辑\n方舟", [], [], "街道人大工委", ["方舟"], None),
    ("来 源：云溪日报 责 任 编 辑：方 舟", [], [], "云溪日报", ["方舟"], None),
    ("編輯：陳舟\n責任編輯：趙帆", [], [], None, ["陳舟", "趙帆"], None),
    ("编辑 方小舟 校对 林一帆", [], [], None, ["方小舟", "林一帆"], None),
    ("责任编辑：方小舟_NB1234", [], [], None, ["方小舟"], None),
    ("方小舟/云溪日报\n2021-05-13", ["方小舟"], [], "云溪日报", [], "2021-05-13"),
    (
        "方小舟 林一帆 云溪日报·新云溪客户端 2021-05-13",
        ["方小舟", "林一帆"],
        [],
        "云溪日报·新云溪客户端",
        [],
        "2021-05-13",
    ),
    ("2021-05-13 云溪网", [], [], "云溪网", [], "2021-05-13"),
    ("云溪网 http://www.yunxi.example 2021-05-13 来源： 石桥日报", [], [], "石桥日报", [], "2021-05-13"),
    ("来源：云溪人大网 - 石桥频道  2021-05-13", [], [], "云溪人大网 - 石桥频道", [], "2021-05-13"),
    ("来源：云溪融媒 发布开发区：云溪经济开发区", [], [], "云溪融媒", [], None),
    (
        "发表于2021-05-13 21:30| 1164次阅读| 来源云溪网| 作者方小舟",
        ["方小舟"],
        [],
        "云溪网",
        [],
        "2021-05-13T21:30+08:00",
    ),
    ("石桥镇人民代表大会主席团\n2021年5月13日", [], ["石桥镇人民代表大会主席团"], None, [], "2021-05-13"),
    ("第二期乡镇人大主席培训班开班\n我县作了经验介绍", [], [], None, [], None),
    ("记者从县人大常委会获悉，代表视察了养老服务。", [], [], None, [], None),
    ("（江苏）", [], [], None, [], None),
    ("（图）（完）（待续）", [], [], None, [], None),
    ("（实习生方小舟对此文亦有贡献）", [], [], None, [], None),
    ("更新时间：2021-05-20 时间：2021-05-13", [], [], None, [], "2021-05-13"),
    ("有效期：2025-01-01", [], [], None, [], None),
    ("", [], [], None, [], None),
]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row[0][:30] or "nothing")
def test_a_line_means_what_it_says(row: tuple[str, list[str], list[str], str | None, list[str], str | None]) -> None:
    raw, persons, organisations, source, editors, published = row
    found = read_byline(raw)
    assert (found.persons, found.organisations) == (persons, organisations)
    assert (found.source, found.editors, found.published) == (source, editors, published)


@pytest.mark.parametrize(
    ("raw", "field", "reason"),
    [
        ("作者:时间:2021-05-13", "authors", "empty-label"),
        ("作者：佚名", "authors", "unknown-marker"),
        ("作者：admin", "authors", "account"),
        ("来源：时间：2021-05-13", "source", "empty-label"),
        ("来源：未知来源", "source", "unknown-marker"),
        ("时间：暂无", "published", "no-date"),
        ("云溪", "authors", "not-on-page"),
    ],
)
def test_what_a_line_does_not_give_has_a_reason(raw: str, field: str, reason: str) -> None:
    assert read_byline(raw).missing[field] == reason


def test_a_date_after_the_capture_is_none() -> None:
    assert read_byline("时间：2031-05-13", captured=date(2021, 6, 1)).published is None


def test_the_role_that_the_page_names_is_kept() -> None:
    found = read_byline("（记者 方小舟 通讯员 林一帆 摄影 王石）")
    assert [(author.name, author.role) for author in found.authors] == [
        ("方小舟", "reporter"),
        ("林一帆", "correspondent"),
        ("王石", "photographer"),
    ]


@given(st.text(alphabet="来源作者时间编辑记通讯员方舟林帆：:（）() \n|/·0123456789-年月日", max_size=60))
def test_any_line_is_read_without_fault_and_every_name_stands_in_it(raw: str) -> None:
    found = read_byline(raw)
    flat = "".join(raw.split())
    for name in (*found.persons, *found.organisations, *found.editors):
        assert "".join(name.split()) in flat.replace(" ", "")
