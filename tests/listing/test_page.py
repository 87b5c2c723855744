"""Dialects work together on a page, and no page takes long."""

import pytest

from congress_crawler.listing import read_listing
from tests.listing.pieces import SECTION, SITE, around, items, listed
from tests.pace import seconds

FEED = '<link rel="alternate" type="application/rss+xml" title="{}" href="{}">'
PLACE = "{n}"
ROW = "<li><a href='/a/{n}1.html'>青禾县人大常委会视察</a><span>2021/05/01</span></li>"
PAGES = {
    "numbers": "<a href='?page={n}'>{n}</a>",
    "arrows": "<a href='?page={n}'>&gt;</a>",
    "cities": "<li><a href='/sxrd/c{n}/'>青禾县</a></li>",
    "cards": "<div><h4><a href='/sxrd/{n}.html'>代表活动若干</a></h4><i>2021-05-01</i></div>",
    "tables": "<table><tr><td><a href='/a/{n}.html'>青禾县人大常委会视察</a></td><td>2021-05-01</td></tr></table>",
    "blocks": "<h3>栏目{n}</h3><ul>" + ROW + "</ul>",
    "more": "<div><a href='/sxrd/x{n}/'>更多</a></div>",
    "calls": "<script>createPageHTML(x{n}, 0, 'index', 'html');</script>",
    "functions": "<script>function goPage(n){location.href='?page='+n;}</script>",
    "totals": "<p>共{n}页 第1页</p>",
}


@pytest.mark.parametrize("piece", PAGES.values(), ids=PAGES)
def test_a_page_made_to_take_long_takes_a_moment(piece: str) -> None:
    html = around(
        "".join(piece.replace("{n}", str(n)) for n in range(2000)) + "<a href='javascript:goPage(2)'>下一页</a>"
    )
    assert seconds(lambda: read_listing(html, SECTION)) < 2


def test_a_list_of_the_newest_rows_leads_to_the_feed_of_its_section() -> None:
    page = around(f"<ul>{items(5)}</ul>").replace("</head>", FEED.format("市县人大", "/rss/7.xml") + "</head>")
    found = read_listing(page, SECTION)
    assert found.next is not None
    assert (found.next.url, found.next.sure) == (f"{SITE}/rss/7.xml", False)
    assert read_listing(page.replace('title="市县人大"', 'title="某省人大"'), SECTION).next is None
    assert read_listing(page.replace("</ul></div>", "</ul>共5条</div>"), SECTION).next is None


def test_a_numbered_page_without_rows_of_the_system_goes_on_where_it_led_here() -> None:
    base = f"{SITE}/channels/ch00711/"
    first = read_listing('<li class="pagedContent"><a href="1.html">甲</a></li><a href="index_1.shtml">更多</a>', base)
    assert first.next is not None
    second = read_listing(listed('<a href="index_2.shtml">下一页</a>'), f"{base}index_1.shtml", None, first.next)
    assert second.dialect == "gentlecms"
    assert second.next is not None
    assert second.next.url == f"{base}index_2.shtml"


def test_rows_of_a_script_go_on_by_the_pager_around_them() -> None:
    row = '<li><a href="/a/{n}1.html">青禾县人大第{n}次视察</a>2021-05-0{n}</li>'
    code = "".join(f"document.write('{row.replace(PLACE, str(n))}');" for n in (1, 2, 3))
    page = read_listing(around(f'<script>{code}</script><a href="index_2.html">下一页</a> 共9条', ""), SECTION)
    assert (page.dialect, len(page.rows), page.promised) == ("script", 3, 9)
    assert page.next is not None
    assert page.next.url == f"{SECTION}index_2.html"
