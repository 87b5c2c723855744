"""The page after page N is N+1, whatever the pager looks like; the last page is the end."""

import pytest

from congress_crawler.listing import read_listing
from tests.listing.pieces import SECTION, SITE, listed, walk


def script(code: str) -> str:
    return f"<script>{code}</script>"


FORM = """<form name="f1" method="post" action="list.do"><input type="hidden" name="cid" value="7">
<input type="hidden" name="pageNo" id="pageNo" value="1"></form>"""
#: name, address of the page, its pager, dialect, address of the next page (below the site)
NEXT = [
    ("query", "/list.jsp?cid=5", '<a href="list.jsp?cid=5&page=2">下一页</a>', "query", "/list.jsp?cid=5&page=2"),
    ("short key", "/sxrd/", '<a href="?p=2">下页</a>', "query", "/sxrd/?p=2"),
    ("offset", "/sxrd/?start=20", '<a href="?start=40">下一页</a>', "query", "/sxrd/?start=40"),
    ("numbers only", "/sxrd/", '<span>1</span><a href="?p=2">2</a><a href="?p=3">3</a>', "query", "/sxrd/?p=2"),
    (
        "current by class",
        "/sxrd/?p=2",
        '<a href="?p=1">1</a><a class="on" href="?p=2">2</a><a href="?p=3">3</a>',
        "query",
        "/sxrd/?p=3",
    ),
    (
        "next jumps",
        "/sxrd/?page=2",
        '<a href="?page=1">1</a><b>2</b><a href="?page=3">3</a><a href="?page=9">下一页</a>',
        "query",
        "/sxrd/?page=3",
    ),
    (
        "path first",
        "/channel/1/zsxrd.html",
        '<a href="/channel/2/zsxrd.html">下一页</a> 1/3',
        "path",
        "/channel/2/zsxrd.html",
    ),
    (
        "two numbers",
        "/List/19-1.htm",
        '<a href="/List/19-2.htm">&gt;</a><a href="/List/19-9.htm">&gt;&gt;</a><a href="/List/19-1.htm">1</a>',
        "path",
        "/List/19-2.htm",
    ),
    (
        "page and size",
        "/list-41lua5d5/dbmd/1/15",
        '<a href="/list-41lua5d5/dbmd/2/15">下一页</a>',
        "path",
        "/list-41lua5d5/dbmd/2/15",
    ),
    ("underscore", "/html/more960.html", '<a href="/html/more960_2.html">下页</a>', "path", "/html/more960_2.html"),
    (
        "picture",
        "/home/u/search/p/1.html",
        '<a href="/home/u/search/p/2.html"><img alt="下一页"></a>',
        "path",
        "/home/u/search/p/2.html",
    ),
    ("index_2", "/sxrd/", '<a href="index_2.shtml">后一页</a>', "path", "/sxrd/index_2.shtml"),
    ("rel", "/sxrd/", '<a rel="next" href="/old/archive.html">较早的文章</a>', "plain", "/old/archive.html"),
    ("arrow", "/sxrd/?page=1", '<b>1</b><a href="?page=2">2</a><a href="?page=2">›</a>', "query", "/sxrd/?page=2"),
    (
        "button",
        "/sxrd/",
        "<input type='button' value='下一页' onclick=\"location.href='list_2.html'\">",
        "path",
        "/sxrd/list_2.html",
    ),
    (
        "select of addresses",
        "/sxrd/",
        (
            '第1/3页 <select><option value="a.html" selected>1</option><option value="a_2.html">2</option>'
            '<option value="a_3.html">3</option></select>'
        ),
        "path",
        "/sxrd/a_2.html",
    ),
    (
        "select of numbers",
        "/sxrd/",
        (
            "共2页 第1页 <select onchange=\"location='?pageNum='+this.value\"><option value=1>1</option>"
            "<option value=2>2</option></select>"
        ),
        "query",
        "/sxrd/?pageNum=2",
    ),
    (
        "script, two branches",
        "/sxrd/",
        '1/4 <a href="javascript:goPage(2)">下一页</a>'
        + script(
            'function goPage(n){if(n==1){location.href="index.html";}else{location.href="index_"+(n-1)+".html";}}'
        ),
        "path",
        "/sxrd/index_1.html",
    ),
    (
        "script, variable",
        "/sxrd/",
        '1/4 <a href="#" onclick="gotoPage(2);return false">下一页</a>'
        + script(
            'function gotoPage(p){ var url="list.jsp?cid=7"; url += "&currpage="+p; window.location.href = url; }'
        ),
        "query",
        "/sxrd/list.jsp?cid=7&currpage=2",
    ),
    (
        "script, current",
        "/sxrd/",
        '1/4 <a href="javascript:next()">下一页</a>'
        + script('var cur=1; function next(){ location.href="list_" + (cur+1) + ".html"; }'),
        "path",
        "/sxrd/list_2.html",
    ),
    (
        "script, input",
        "/sxrd/",
        '共4页 第1页 <input id="pn"><a href="javascript:go()">下一页</a>'
        + script('function go(){ location.href="?page=" + document.getElementById("pn").value; }'),
        "query",
        "/sxrd/?page=2",
    ),
    ("total and query", "/sxrd/?cid=3&page=1", "共4页 第1页", "query", "/sxrd/?cid=3&page=2"),
    ("last and total", "/sxrd/", '第1/4页 <a href="list_4.html">尾页</a>', "path", "/sxrd/list_2.html"),
]


@pytest.mark.parametrize(
    ("path", "pager", "dialect", "following"), [one[1:] for one in NEXT], ids=[one[0] for one in NEXT]
)
def test_the_next_page(path: str, pager: str, dialect: str, following: str) -> None:
    page = read_listing(listed(pager), SITE + path)
    assert page.next is not None
    assert (page.dialect, page.next.url, page.next.sure) == (dialect, SITE + following, True)


@pytest.mark.parametrize(
    ("path", "pager"),
    [
        ("/sxrd/", ""),
        ("/sxrd/", '<a href="javascript:;" class="disabled">下一页</a>'),
        ("/sxrd/", "<span>下一页</span> 共1页"),
        ("/sxrd/?page=9", '<a href="?page=8">上一页</a><a href="?page=9">下一页</a><a href="?page=9">尾页</a>'),
        ("/sxrd/?page=9", '<a href="?page=1">首页</a><a href="?page=8">上一页</a><a href="?page=1">下一页</a>'),
        ("/sxrd/list_3.html", '<a href="list_2.html">上一页</a><a href="list_2.html">下一页</a>'),
        (
            "/sxrd/?page=4",
            "第4页 共4页 <a href='javascript:goPage(5)'>下一页</a>"
            + script('function goPage(n){location.href="?page="+n;}'),
        ),
        ("/sxrd/", '<a href="/art/1/2.html">下一篇</a>'),
        ("/sxrd/", '<a href="http://b.example/list_2.html">下一页</a>'),
        (
            "/sxrd/",
            (
                '<table class="calendar"><tr><td><a href="/d/202104.html">&lt;</a></td><td><a href="/d/202106.html">'
                "&gt;</a></td>"
                '</tr><tr><td><a href="/d/1.html">1</a></td><td><a href="/d/2.html">2</a></td></tr></table>'
            ),
        ),
        (
            "/sxrd/",
            (
                "<table><tr><td>日</td><td>一</td><td>二</td><td>三</td><td>四</td><td>五</td><td>六</td>"
                "</tr><tr><td>"
                '<a href="/d/1.html">1</a></td><td><a href="/d/2.html">2</a></td><td><a href="/d/3.html">&gt;</a></td>'
                "</tr></table>"
            ),
        ),
        ("/sxrd/", '<b>1</b><a href="?year=2020&month=4">&lt;&lt;</a><a href="?year=2020&month=6">&gt;&gt;</a>'),
    ],
)
def test_the_end_is_the_end(path: str, pager: str) -> None:
    assert read_listing(listed(pager), SITE + path).next is None


def test_a_last_page_that_leads_back_to_the_first_is_the_end() -> None:
    pages = {
        SECTION: '<a href="list_2.html">下一页</a>',
        f"{SECTION}list_2.html": '<a href="index.html">上一页</a><a href="list_3.html">下一页</a>',
        f"{SECTION}list_3.html": '<a href="list_2.html">上一页</a><a href="index.html">下一页</a>',
    }
    asked, read = walk(pages)
    assert [url.removeprefix(SECTION) for url in asked] == ["", "list_2.html", "list_3.html"]
    assert [page.dialect for page in read] == ["path"] * 3


@pytest.mark.parametrize(
    ("path", "pager", "following"),
    [
        (
            "/sxrd/",
            "共5页" + script("""for(var i=1;i<=5;i++){document.write("<a href='list_"+i+".html'>"+i+"</a>");}"""),
            "/sxrd/list_2.html",
        ),
        ("/sxrd/", script("""var totalPage = 5; var h = '?pageIndex=' + i + '';"""), "/sxrd/?pageIndex=2"),
        ("/sxrd/", "第1/5页" + script("""var h = 'index_' + (i-1) + '.shtml';"""), "/sxrd/index_1.shtml"),
        ("/channel/1/zsxrd.html", "1/3", "/channel/2/zsxrd.html"),
    ],
)
def test_what_only_habit_names_is_a_guess(path: str, pager: str, following: str) -> None:
    page = read_listing(listed(pager), SITE + path)
    assert page.next is not None
    assert (page.next.url, page.next.sure) == (SITE + following, False)


def test_a_total_without_any_address_leads_nowhere() -> None:
    page = read_listing(listed("共57条记录 第1/4页"), SECTION)
    assert (page.next, page.promised, page.pages) == (None, 57, 4)


def test_a_form_is_sent_with_its_fields() -> None:
    pager = FORM + '第1/4页 <a href="javascript:turnPage(2)">下一页</a>'
    code = "function turnPage(p){ document.f1.pageNo.value = p; document.f1.submit(); }"
    page = read_listing(listed(pager + script(code)), SECTION)
    assert page.next is not None
    assert (page.next.url, page.next.form) == (f"{SECTION}list.do", (("cid", "7"), ("pageNo", "2")))
    assert page.dialect == "query"
    assert page.next.key != f"{SECTION}list.do"
    got = read_listing(listed((pager + script(code)).replace('method="post"', "")), SECTION)
    assert got.next is not None
    assert got.next.url == f"{SECTION}list.do?cid=7&pageNo=2"
