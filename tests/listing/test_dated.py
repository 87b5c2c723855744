"""Which date does a row show, in whatever elements it is cut?"""

import pytest

from congress_crawler.listing import read_listing
from tests.pace import seconds


@pytest.mark.parametrize(
    ("html", "date"),
    [
        ("{a}<span>2021-05-13</span>", "2021-05-13"),
        ("{a}<span>[05-13]</span>", "05-13"),
        ("{a}<span>5月13日</span>", "5月13日"),
        ("{a}<span>05/13</span>", "05/13"),
        ("{a}<span>21-05-13</span>", "21-05-13"),
        ("{a}<span>2021-05-13 09:12</span>", "2021-05-13 09:12"),
        ("{a}<span>2021年5月13日</span>", "2021年5月13日"),
        ("{a}<span>二〇二一年五月十三日</span>", "二〇二一年五月十三日"),
        ("{a}<span>昨天 15:30</span>", "昨天 15:30"),
        ("{a}<span>3天前</span>", "3天前"),
        ("{a}<span>2021-05</span>", "2021-05"),
        ("<div><b>13</b><span>2021-05</span></div>{a}", "13 2021-05"),
        ("<div><b>13</b>\n<span>2021年05月</span></div>{a}", "13 2021年05月"),
        ("<div><b>05-13</b><span>2021</span></div>{a}", "05-13 2021"),
        ("<i>2</i>{a}<span>2021-05-13</span><i>390</i>", "2021-05-13"),
        ('<a href="1.html"><b>13</b><span>2021-05</span><h3>云溪县视察养老服务</h3></a>', "13 2021-05"),
        ('<a href="1.html"><h3>2020-01-01起施行的办法</h3><span>2021-05-13</span></a>', "2021-05-13"),
        ('<a href="1.html">2020-01-01起施行的办法</a><i>第3期</i>', None),
    ],
)
def test_the_date_of_a_row(html: str, date: str | None) -> None:
    link = '<a href="1.html">云溪县视察养老服务</a>'
    rows = read_listing(f'<ul><li class="pagedContent">{html.replace("{a}", link)}</li></ul>', "http://a.example/").rows
    assert [row.date for row in rows] == [date]


def test_a_plain_list_is_known_by_any_date_beside_its_links() -> None:
    for date in ("6月3日", "06/03", "昨天", "2021-06-03"):
        rows = read_listing(f'<ul><li><a href="1.html">题名甲</a> {date}</li></ul>', "http://a.example/").rows
        assert [row.date for row in rows] == [date]
    menu = '<ul><li><a href="1.html">6月3日要闻</a></li><li><a href="2.html">3天前的事</a></li></ul>'
    assert read_listing(menu, "http://a.example/").rows == []


@pytest.mark.parametrize(
    "piece", ["2021", "2021-05-13 ", "13 2021-05 ", "二〇二一年", "5月", "<b>13</b><b>2021-05</b>", "5/", "3天"]
)
def test_a_row_of_a_hundred_thousand_characters_takes_a_moment(piece: str) -> None:
    html = f'<ul><li><a href="1.html">题</a> {(piece * (100_000 // len(piece)))}x</li></ul>'
    assert seconds(lambda: read_listing(html, "http://a.example/")) < 1
