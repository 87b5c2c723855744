"""Lists built as those of the provinces are (public facts) are read whole: rows, dates, next page, cities."""

from congress_crawler.listing import Listing, read_listing
from tests.listing.pieces import FOOT, HEAD, SIDE, SITE, TITLES

DAYS = range(1, 6)


def rows(row: str) -> str:
    return "".join(row.replace("{n}", str(n)).replace("{t}", TITLES[n]).replace("{cut}", TITLES[n][:9]) for n in DAYS)


def read(main: str, path: str, side: str = SIDE) -> Listing:
    page = read_listing(HEAD + side + main + FOOT, SITE + path)
    assert [row.title for row in page.rows] == [TITLES[n] for n in DAYS]
    return page


def following(page: Listing) -> str:
    assert page.next is not None
    assert page.next.sure
    return page.next.url.removeprefix(SITE)


def test_gentlecms_as_in_shandong() -> None:
    row = '<li class="pagedContent"><a href="/articles/ch1/20210{n}/{n}.shtml">{t}</a><i>2021-05-0{n}</i></li>'
    pager = '<div>共470条记录</div><a href="index_1.shtml">更多&gt;&gt;</a>'
    page = read(f"<ul>{rows(row)}</ul>{pager}", "/channels/ch00711/")
    assert (page.dialect, following(page), page.promised) == ("gentlecms", "/channels/ch00711/index_1.shtml", 470)


def test_tables_and_counters_as_in_tianjin() -> None:
    row = """<tr><td class="weiruan16" width="77%">·<a href="/system/2021/05/0{n}/0300{n}.shtml">{t}</a></td>
<td class="weiruan" width="23%">2021-05-0{n}</td></tr><tr><td colspan=2 background="dot.gif"></td></tr>"""
    count = "/xwzx/system/count//0003016/000000000000/000/000/c0003016000000000000_0000000"
    pager = f'<a href="{count}12.shtml">首页</a><a href="{count}11.shtml">下一页</a><a href="{count}01.shtml">末页</a>'
    main = f'<table><tr><td width="200">{SIDE}</td><td><table>{rows(row)}</table><div>{pager}</div></td></tr></table>'
    page = read(main, f"{count}12.shtml", side="")
    assert (page.dialect, following(page), page.rows[0].date) == ("enorth", f"{count}11.shtml", "2021-05-01")


def test_a_table_a_row_and_cities_as_in_zhejiang() -> None:
    row = """<table width=770><tr><td width="3%">·</td><td>
<a href="./202105/t2021050{n}_1{n}.html">{t}</a></td><td width="12%">2021-05-0{n}</td></tr></table>"""
    cities = "".join(
        f'<table><tr><td><a href="../{code}/">{name}</a></td></tr></table>'
        for code, name in (("nbs", "宁波市"), ("wzs", "温州市"))
    )
    call = '<script>createPageHTML(13, 0, "index", "html");</script>'
    page = read(f"<table><tr><td width=180>{cities}</td><td>{rows(row)}{call}</td></tr></table>", "/sxrd/hzs/")
    assert (page.dialect, following(page), page.pages) == ("trs", "/sxrd/hzs/index_1.html", 13)
    assert [one.url.removeprefix(SITE) for one in page.sublists] == ["/sxrd/nbs/", "/sxrd/wzs/"]


def test_dl_rows_with_summaries_as_in_inner_mongolia() -> None:
    row = """<dl><dt><a href="./202105/t2021050{n}_1{n}.html">{t}</a></dt>
<dd><span>来源：某县人大 发布时间：2021-05-0{n}</span>
<p>常委会组织部分组成人员对水源地保护情况进行视察，听取汇报，提出意见建议。</p></dd></dl>"""
    page = read(
        f'<div class="right_box">{rows(row)}</div><script>createPageHTML(5, 0, "index", "html");</script>', "/sxrd/"
    )
    assert (page.dialect, page.rows[4].date) == ("trs", "2021-05-05")


def test_numbers_in_the_path_as_in_tibet_and_xinjiang() -> None:
    row = '<li><span>05-0{n}</span><a href="/Info/100{n}.htm" title="{t}">{cut}...</a></li>'
    pager = (
        '共 9 页 <a>1</a><a href="/List/19-2.htm">2</a><a href="/List/19-3.htm">3</a>... <a href="/List/19-9.htm">9</a>'
    )
    page = read(f'<ul class="list">{rows(row)}</ul><div class="fy">{pager}</div>', "/List/19-1.htm")
    assert (page.dialect, following(page), page.pages) == ("path", "/List/19-2.htm", 9)
    pager = (
        '<a href="/channel/1/zsxrd.html">上一页</a><b class="current">2</b><a href="/channel/3/zsxrd.html">下一页</a>'
    )
    page = read(f'<ul class="list">{rows(row)}</ul><div class="page">{pager}</div>', "/channel/2/zsxrd.html")
    assert following(page) == "/channel/3/zsxrd.html"


def test_index_2_is_the_second_page_as_in_guizhou_and_index_1_as_in_guangdong() -> None:
    row = '<li><a href="/sxrd/202105/t2021050{n}_7{n}.html" title="{t}">{cut}...</a><span>2021年05月0{n}日</span></li>'
    page = read(
        f'<div class="list-box"><ul>{rows(row)}</ul></div><a href="index_2.shtml">下一页</a>', "/sxrd/index.shtml"
    )
    assert following(page) == "/sxrd/index_2.shtml"
    row = '<li><em>2021-05-0{n}</em><a href="../zxjd/t{n}.html">{t}</a></li>'
    pager = '<a href="index.html">首页</a><a href="index_1.html">下一页</a><a href="index_8.html">尾页</a>'
    page = read(f'<ul class="GsTL1">{rows(row)}</ul><div>{pager}</div>', "/pub/gdrd2012/sxrd/index.html")
    assert following(page) == "/pub/gdrd2012/sxrd/index_1.html"


def test_absolute_links_and_bracketed_dates_as_in_henan() -> None:
    row = f'<li><a href="{SITE}/2021/05-0{{n}}/1{{n}}.html">{{t}}</a><span>[2021-05-0{{n}}]</span></li>'
    page = read(f'<ul class="list cl">{rows(row)}</ul><a class="nxt" href="/sxrd/2.html">下一页</a>', "/sxrd/")
    assert (following(page), page.rows[0].date) == ("/sxrd/2.html", "2021-05-01")


def test_the_day_of_publication_has_a_column_of_its_own() -> None:
    row = "<tr><td><a href='/a/1{n}.html'>{t}</a></td><td>2025-12-31</td><td>2021-05-0{n}</td></tr>"
    page = read(f"<table><tr><th>标题</th><th>有效期</th><th>发布日期</th></tr>{rows(row)}</table>", "/sxrd/")
    assert [row.date for row in page.rows] == [f"2021-05-0{n}" for n in DAYS]


def test_a_page_of_divs_only_beside_another_block_of_divs() -> None:
    row = '<div class="py-2"><div class="flex"><a href="/detail?id=10{n}">{t}</a><div>2021-05-0{n}</div></div></div>'
    other = rows(
        '<div class="py-2"><a href="/detail?id=90{n}">省人大常委会公告第{n}号全文</a><div>2021-05-0{n}</div></div>'
    )
    pager = '<button onclick="toPage(2)">下一页</button>'
    code = '<script>function toPage(n){window.location.href=window.location.pathname+"?page="+n}</script>'
    page = read(
        f'<div class="w-2/3">{rows(row)}<div>{pager}</div></div><div class="w-1/3"><div>公告</div>{other}</div>{code}',
        "/list",
    )
    assert (page.dialect, following(page)) == ("query", "/list?page=2")


def test_a_pager_ends_the_list_before_a_block_of_the_same_build() -> None:
    row = '<li><a href="/a/1{n}.html">{t}</a><span>2021-05-0{n}</span></li>'
    other = rows('<li><a href="/a/9{n}.html">省人大常委会公告第{n}号全文</a><span>2021-05-0{n}</span></li>')
    read(
        f'<div class="box"><ul>{rows(row)}</ul><div>共1页</div></div><div class="box"><ul>{other}</ul></div>', "/sxrd/"
    )
