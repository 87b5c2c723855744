"""Does the page's furniture leave a byline without taking anything of it along?"""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from congress_crawler.normalise import furniture, read_byline
from congress_crawler.normalise.byline import Byline


def values(found: Byline) -> tuple[list[str], list[str], str | None, list[str]]:
    return found.persons, found.organisations, found.source, found.editors


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("原创 云溪人大 2024-01-18 17:00 江西", ([], [], "云溪人大", [])),
        ("原创 方小舟 云溪人大 2023-09-08 08:22 发表于陕西", (["方小舟"], [], "云溪人大", [])),
        ("2021-04-28云溪县人大常委会203", ([], [], "云溪县人大常委会", [])),
        ("时间：2024-01-24 19:05来源：云溪广播电视台播放：1884次", ([], [], "云溪广播电视台", [])),
        ("2010年12月01日08:44云溪日报方小舟 林一帆我要评论(0)", (["方小舟", "林一帆"], [], "云溪日报", [])),
        ("〖2012-12-28 10:14〗 〖来源：县人大研究室〗 〖作者：方小舟〗", (["方小舟"], [], "县人大研究室", [])),
        ("［责任编辑：方舟］　［来源：云溪日报社］", ([], [], "云溪日报社", ["方舟"])),
        ("2024-02-27 08:50来源：云溪人大发布于：山东省", ([], [], "云溪人大", [])),
        ("作者：方小舟，如若转载，请注明出处：http://www.yunxi.example/1", (["方小舟"], [], None, [])),
        ("上一篇：县人大组织执法检查（2022-01-19）", ([], [], None, [])),
        ("每云记者 方小舟 每云编辑 林帆", (["方小舟"], [], None, ["林帆"])),
        ("（作者系云溪县人大常委会办公室主任 方小舟）", (["方小舟"], ["云溪县人大常委会办公室"], None, [])),
        ("（作者系云溪县人大常委会副主任 方小舟）", (["方小舟"], [], None, [])),
        ("发布人：县政府办　审核人：方小舟", ([], ["县政府办"], None, ["方小舟"])),
        ("县人大办 扎西平措", (["扎西平措"], ["县人大办"], None, [])),
        ("记者：方小舟 林 一帆", (["方小舟", "林一帆"], [], None, [])),
        ("转载自：云溪日报 2015-07-02", ([], [], "云溪日报", [])),
        ("本报评论员 肖飞", (["肖飞"], [], None, [])),
        ("作者：方小舟 单位：县水利局 时间：2015-08-04", (["方小舟"], ["县水利局"], None, [])),
        ("单位：万元", ([], [], None, [])),
        ("主办单位：云溪县人大常委会 电话：0558-6712000", ([], [], None, [])),
        ("云溪晚报·云溪壹点 记者 方小舟 通讯员 林一帆", (["方小舟", "林一帆"], [], None, [])),
        ("云溪日报2024-04-02 07:16记者 方小舟 林一帆10万+", (["方小舟", "林一帆"], [], "云溪日报", [])),
        ("来源：云溪日报(北京) 责任编辑：方舟 大 中 小", ([], [], "云溪日报", ["方舟"])),
        ("本报记者 方小舟 报道员 巴·孟克 文/图", (["方小舟", "巴·孟克"], [], None, [])),
        ("（学生通讯员 方小舟 审稿 林一帆）", (["方小舟"], [], None, ["林一帆"])),
        ("责编丨方舟 值班编委丨林一帆", ([], [], None, ["方舟"])),
        ("来源：云溪网方小舟 2018-07-25", (["方小舟"], [], "云溪网", [])),
        ("2014年5月13日　星期二　第02版：综合新闻\n云溪晚报", ([], [], "云溪晚报", [])),
        ("来源：转载　点击数：233　更新时间：2007-4-18", ([], [], "转载", [])),
        ("责任编辑：方舟（QC0005）", ([], [], None, ["方舟"])),
        ("2021-05-13 云溪网 1,234次浏览", ([], [], "云溪网", [])),
        ("云溪县自来水公司", ([], ["云溪县自来水公司"], None, [])),
    ],
)
def test_what_is_left_is_read(raw: str, expected: tuple[list[str], list[str], str | None, list[str]]) -> None:
    assert values(read_byline(raw)) == expected


@pytest.mark.parametrize(
    "word", ["党建", "督查", "简报", "章程", "项目", "高质量", "和平", "苏州", "本文", "文章", "最后"]
)
@pytest.mark.parametrize(
    "line", ["2021-05-13 10:00 {}", "{} 2021-05-13", "2021-05-13 {} 云溪日报", "{}发表于 2021-05-13"]
)
def test_a_word_of_the_page_beside_a_date_is_no_person(line: str, word: str) -> None:
    found = read_byline(line.format(word))
    assert (found.persons, found.published and found.published[:10]) == ([], "2021-05-13")


def test_a_counter_takes_no_figure_of_the_time_before_it() -> None:
    found = read_byline("2010/1/6 16:43:13 次浏览 分类:政府动态    来源:")
    assert (found.published, found.persons) == ("2010-01-06T16:43:13+08:00", [])


def test_a_date_of_the_pager_is_none_of_the_article() -> None:
    assert read_byline("上一篇：县人大组织执法检查（2022-01-19）").published is None


@given(st.text("来源作者编辑：:云溪日报方小舟原创评论阅读转载发布于（）()·0123456789 \n", max_size=60))
def test_only_stretches_go_and_what_stays_keeps_its_order(raw: str) -> None:
    left = iter(raw)
    stays = "".join(furniture.removed(raw).replace("作者：", "").split())
    assert all(character in left for character in stays)
