"""The list of a page is found among its navigation, side columns and footer, however its rows are written."""

import pytest

from congress_crawler.listing import Row, read_listing
from tests.listing.pieces import FOOT, HEAD, SECTION, SIDE, TITLES, around, items, listed
from tests.pace import seconds

T1, T2, T3 = TITLES[:3]
#: Ways to write rows: (name, one row from number, title and day, what is around them, the date of the first).
SHAPES = [
    ("li, span", '<li><a href="/a/1{n}.html">{t}</a><span>2021-05-1{n}</span></li>', "<ul>{}</ul>", "2021-05-10"),
    ("li, date first", '<li><span>[05-1{n}]</span><a href="/a/1{n}.html">{t}</a></li>', "<ul>{}</ul>", "05-10"),
    ("date in the link", '<li><a href="/a/1{n}.html">{t}<em>2021/5/1{n}</em></a></li>', "<ul>{}</ul>", "2021/5/10"),
    (
        "table",
        "<tr><td>{n}</td><td><a href='/a/1{n}.html'>{t}</a></td><td>2021-05-1{n}</td></tr>",
        "<table><tr><th>序号</th><th>标题</th><th>日期</th></tr>{}</table>",
        "2021-05-10",
    ),
    (
        "table a row",
        "<table><tr><td>·</td><td><a href='/a/1{n}.html'>{t}</a></td><td>2021.5.1{n}</td></tr></table>",
        "<div>{}</div>",
        "2021.5.10",
    ),
    (
        "dl",
        "<dl><dt><a href='/a/1{n}.html'>{t}</a></dt><dd>2021年05月1{n}日</dd></dl>",
        "<div>{}</div>",
        "2021年05月10日",
    ),
    ("dt and dd", "<dt><a href='/a/1{n}.html'>{t}</a></dt><dd>2021-05-1{n} 摘要若干</dd>", "<dl>{}</dl>", "2021-05-10"),
    (
        "div",
        '<div class="it"><h4><a href="/a/1{n}.html">{t}</a></h4><p>摘要若干</p><i>2021-05-1{n}</i></div>',
        "<div>{}</div>",
        "2021-05-10",
    ),
    ("p", "<p><a href='/a/1{n}.html'>{t}</a>（2021-05-1{n}）</p>", "<div>{}</div>", "2021-05-10"),
    ("bare", "<a href='/a/1{n}.html'>{t}</a> <span>2021-05-1{n}</span><br>", "<div>{}</div>", "2021-05-10"),
    ("bare, date first", "<span>2021-05-1{n}</span> <a href='/a/1{n}.html'>{t}</a><br>", "<div>{}</div>", "2021-05-10"),
    (
        "leaf",
        "<a href='/a/1{n}.html'><b>1{n}</b><i>2021-05</i><h3>{t}</h3><p>摘要若干</p></a>",
        "<div>{}</div>",
        "10 2021-05",
    ),
    (
        "ul a row",
        "<ul><li><a href='/a/1{n}.html'>{t}</a></li><li>2021-05-1{n}</li></ul>",
        "<div>{}</div>",
        "2021-05-10",
    ),
    (
        "separators",
        "<li><a href='/a/1{n}.html'>{t}</a>2021-05-1{n}</li><li class='line'></li>",
        "<ul>{}</ul>",
        "2021-05-10",
    ),
    (
        "headings",
        "<h3>5月</h3><ul><li><a href='/a/1{n}.html'>{t}</a>2021-05-1{n}</li></ul>",
        "<div>{}</div>",
        "2021-05-10",
    ),
    ("hidden", "<li style='display:none'><a href='/a/1{n}.html'>{t}</a>2021-05-1{n}</li>", "<ul>{}</ul>", "2021-05-10"),
    ("no date", "<li><a href='/a/1{n}.html'>{t}</a></li>", "<ul>{}</ul>", None),
    (
        "two links",
        (
            "<li><a href='/a/1{n}.html'><img src='x.jpg'></a><a href='/a/1{n}.html'>{t}</a><a href='/a/1{n}.html'>"
            "[详细]</a> 2021-05-1{n}</li>"
        ),
        "<ul>{}</ul>",
        "2021-05-10",
    ),
    (
        "category",
        "<li>[<a href='/sxrd/qhx/'>青禾县</a>]<a href='/a/1{n}.html'>{t}</a> 2021-05-1{n}</li>",
        "<ul>{}</ul>",
        "2021-05-10",
    ),
    (
        "validity first",
        "<tr><td><a href='/a/1{n}.html'>{t}</a></td><td>有效期：2020-01-01</td><td>发布日期：2021-05-1{n}</td></tr>",
        "<table>{}</table>",
        "2021-05-10",
    ),
    (
        "labelled",
        "<li><a href='/a/1{n}.html'>{t}</a><p>来源：青禾县人大 发布时间：2021-05-1{n} 浏览：12</p></li>",
        "<ul>{}</ul>",
        "2021-05-10",
    ),
]


def made(row: str, frame: str, count: int) -> str:
    return frame.replace("{}", "".join(row.replace("{n}", str(n)).replace("{t}", TITLES[n]) for n in range(count)))


def read(html: str, url: str = SECTION) -> list[Row]:
    return read_listing(html, url).rows


@pytest.mark.parametrize(("row", "frame", "date"), [shape[1:] for shape in SHAPES], ids=[shape[0] for shape in SHAPES])
def test_rows_are_read_in_any_shape_and_nothing_else_is(row: str, frame: str, date: str | None) -> None:
    for count in (5, 2):
        rows = read(around(made(row, frame, count)))
        assert [one.title for one in rows] == list(TITLES[:count])
        assert [one.url.rpartition("/")[2] for one in rows] == [f"1{n}.html" for n in range(count)]
        assert rows[0].date == date
        assert date is None or rows[1].date == date[::-1].replace("0", "1", 1)[::-1] or "10" in date


@pytest.mark.parametrize(
    ("row", "frame", "date"), [shape[1:] for shape in SHAPES[:15]], ids=[s[0] for s in SHAPES[:15]]
)
def test_a_page_with_one_row_is_read(row: str, frame: str, date: str | None) -> None:
    rows = read(around(made(row, frame, 1)))
    assert [(one.title, one.date) for one in rows] == [(T1, date)]


def test_a_side_column_with_more_rows_than_the_list_is_not_the_list() -> None:
    for head in ("最新文章", "热点排行", "相关阅读", "推荐阅读"):
        side = f'<table><tr><td width="220"><h4>{head}</h4><ul>{items(8, 50)}</ul></td><td>'
        rows = read(f"{HEAD}{side}<ul>{items(2)}</ul><p>第4/4页</p></td></tr></table>{FOOT}", f"{SECTION}index_3.html")
        assert [row.title for row in rows] == [T1, T2]


def test_a_last_page_with_one_row_is_told_from_a_side_column_by_the_page_before() -> None:
    side = '<div class="x"><ul>' + items(8, 50) + "</ul></div>"
    first = read_listing(around(f'<ul class="l">{items(20)}</ul><a href="index_2.html">下一页</a>', side), SECTION)
    assert len(first.rows) == 20
    last = around(f'<ul class="l">{items(1)}</ul>', side)
    assert [row.title for row in read_listing(last, f"{SECTION}index_2.html", None, first.next).rows] == [T1]


def test_a_list_in_parts_is_one_list_and_a_first_row_with_a_picture_belongs_to_it() -> None:
    parts = "<hr>".join(f"<ul>{items(3, start)}</ul>" for start in (0, 3, 6))
    assert len(read(around(parts))) == 9
    top = (
        '<div class="pic"><a href="/art/2021/5/30/art_12_99.html"><img src="x.jpg"></a>'
        f'<h3><a href="/art/2021/5/30/art_12_99.html">{TITLES[5]}</a></h3><p>摘要若干</p></div>'
    )
    assert [row.title for row in read(around(f"{top}<ul>{items(2)}</ul>"))] == [TITLES[5], T1, T2]


def test_an_article_and_an_empty_page_list_nothing() -> None:
    prose = "".join(
        f"<p>本报讯，某县人大常委会组织代表对第{n}处现场进行视察，听取汇报，提出意见，并就下一步工作作出安排部署。</p>"
        for n in range(9)
    )
    article = f"<h1>{T1}</h1><p>来源：某县人大 发布时间：2021-05-01</p>{prose}<h3>相关阅读</h3><ul>{items(5)}</ul>"
    assert read(around(article)) == []
    assert read(around(article.replace("相关阅读", ""), "")) == []
    assert read(around("<p>暂无内容</p>")) == []
    menu = '<ul><li><a href="/a/">立法工作</a></li><li><a href="/b/">监督工作</a></li></ul>'
    assert read(around(menu, "")) == []


def test_rows_in_comments_are_none_and_scripts_are_links_as_written() -> None:
    html = around(
        f'<ul>{items(2)}<!-- <li><a href="/old.html">{T3}</a>2020-01-01</li> -->'
        f"<li><a href=\"javascript:openVideo('7')\">{T3}</a><span>2021-05-01</span></li></ul>"
        '<a href="javascript:window.print()">打印</a><a href="#top">返回顶部</a>'
    )
    assert [row.url for row in read(html)][2:] == ["javascript:openVideo('7')"]


def test_what_a_script_opens_is_the_address() -> None:
    row = "<li><a href='#' onclick=\"window.open('/a/{n}1.html')\">{t}</a>2021-05-0{n}</li>"
    assert [row.url for row in read(around(made(row, "<ul>{}</ul>", 2)))] == [
        f"http://www.a.example/a/{n}1.html" for n in (0, 1)
    ]


@pytest.mark.parametrize(
    "mark",
    [
        "<li><b>[置顶]</b>{a}</li>",
        "<li>{a}<i>【顶】</i></li>",
        '<li class="top">{a}</li>',
        '<li><img src="/img/icon_top.gif">{a}</li>',
        '<li><img src="/i.gif" alt="置顶">{a}</li>',
        '<li><span class="zhiding"></span>{a}</li>',
    ],
)
def test_a_row_kept_on_top_says_so(mark: str) -> None:
    link = f'<a href="/a/99.html">{T3}</a> 2019-01-01'
    rows = read(around(f"<ul>{mark.replace('{a}', link)}{items(3)}</ul>"))
    assert [(row.title, row.pinned) for row in rows][:2] == [(T3, True), (T1, False)]
    inside = read(around(f'<ul><li><a href="/a/99.html">【置顶】{T3}</a> 2019-01-01</li>{items(3)}</ul>'))
    assert (inside[0].title, inside[0].pinned) == (T3, True)


@pytest.mark.parametrize(
    ("link", "title"),
    [
        (f'<a href="/a/7.html" title="{T1}">{T1[:8]}…</a>', T1),
        (f'<a href="/a/7.html" title="{T1}">{T1[:8]}...</a>', T1),
        (f'<a href="/a/7.html" title="{T1}">{T1[:8]}</a>', T1),
        (f'<a href="/a/7.html" title="http://www.a.example/a/7.html">{T1}</a>', T1),
        (f'<a href="/a/7.html" title="">{T1}</a>', T1),
        (f'<a href="/a/7.html" title="点击查看">{T1}</a>', T1),
        (f'<a href="/a/7.html" title="标题：{T1}&#10;发布时间：2021-05-01">{T1[:8]}…</a>', T1),
        (f'<a href="/a/7.html">·{T1}</a>', T1),
        (
            f'<a href="/a/7.html"><h3 class="tit">{T1}</h3><p>某县人大常委会组织部分委员开展视察，听取了汇报。</p></a>',
            T1,
        ),
        (f'<a href="/a/7.html" title="{T1}"><img src="x.jpg" alt="图"></a>', T1),
    ],
)
def test_the_title_is_the_whole_one(link: str, title: str) -> None:
    assert read(around(f"<ul><li>{link}<span>2021-05-30</span></li>{items(3)}</ul>"))[0].title == title


def test_two_columns_of_a_table_are_rows_with_their_own_dates() -> None:
    cells = "".join(
        f"<tr><td><a href='/a/{n}1.html'>{T1}{n}</a></td><td>05-0{n}</td>"
        f"<td><a href='/a/{n}2.html'>{T2}{n}</a></td><td>06-0{n}</td></tr>"
        for n in range(1, 4)
    )
    rows = read(around(f"<table>{cells}</table>"))
    assert [(row.title[-1], row.date) for row in rows] == [
        (str(n), f"{month}-0{n}") for n in range(1, 4) for month in ("05", "06")
    ]


def test_a_date_never_comes_from_the_neighbour() -> None:
    html = around(
        f'<ul><li><a href="/a/1.html">{T1}</a></li><li><a href="/a/2.html">{T2}</a>2021-05-02</li>'
        f'<li><a href="/a/3.html">{T3}</a>2021-05-03</li></ul>'
    )
    assert [row.date for row in read(html)] == [None, "2021-05-02", "2021-05-03"]


def test_a_page_of_a_thousand_rows_takes_a_moment() -> None:
    html = listed("", 1000)
    assert seconds(lambda: read(html)) < 1.5
    assert len(read(html)) == 1000


def test_the_navigation_and_the_footer_alone_are_no_list() -> None:
    assert read(HEAD + SIDE + FOOT) == []


def test_undated_titles_with_the_page_s_name_over_them_go_before_a_dated_block_of_another_name() -> None:
    rows = "".join(f'<li><a href="/content/2018/01/28/7248{n:03d}.html">{TITLES[n % 6]}{n}</a></li>' for n in range(12))
    block = f'<div class="right"><h3>通知公告</h3><ul>{items(8, 50)}</ul></div>'
    found = read(around(f"<h2>市县人大</h2><ul>{rows}</ul>", block))
    assert [row.title for row in found] == [f"{TITLES[n % 6]}{n}" for n in range(12)]


@pytest.mark.parametrize(
    "row",
    [
        "<li>{t}<a href='/a/{n}1.html'>[查看详情]</a><span>2021-05-1{n}</span></li>",
        "<li onclick=\"location.href='/a/{n}1.html'\">{t}<span>2021-05-1{n}</span></li>",
        "<li><a href='/a/{n}1.html'>{t}　2021-05-1{n}</a></li>",
        "<li><a href='/a/{n}1.html'>[2021-05-1{n}]{t}</a></li>",
    ],
)
def test_odd_rows_have_title_address_and_date(row: str) -> None:
    rows = read(around(made(row, "<ul>{}</ul>", 3)))
    assert [(one.title, one.url.rpartition("/")[2], one.date) for one in rows] == [
        (TITLES[n], f"{n}1.html", f"2021-05-1{n}") for n in range(3)
    ]


def test_long_titles_without_date_and_figures_are_rows() -> None:
    names = ("shicha", "zoujin", "jiancha")
    rows = "".join(f'<p><a href="/sxrd/{name}.html">{TITLES[n]}并提出意见</a></p>' for n, name in enumerate(names))
    assert len(read(around(rows))) == 3
