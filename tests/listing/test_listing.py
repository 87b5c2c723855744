"""Rows, their dates and the next page are read from the page; nothing is taken from a neighbour."""

from congress_crawler.listing import find_section, read_listing
from congress_crawler.listing.trails import read_links
from congress_crawler.profile import parse

BASE = "http://a.example/channels/ch00001/"


def onward(html: str, base: str = BASE) -> str | None:
    step = read_listing(html, base).next
    return step.url if step else None


def rows(html: str, base: str = BASE) -> list[tuple[str, str, str | None]]:
    return [(row.url, row.title, row.date) for row in read_listing(html, base).rows]


def test_all_rows_of_many_client_side_pages_are_read() -> None:
    items = "".join(f'<li class="pagedContent"><a href="/a/{n}.shtml">第{n}篇报道</a></li>' for n in range(470))
    assert len(rows(f"<ul>{items}</ul>")) == 470


def test_the_whole_title_comes_from_the_attribute_and_else_from_the_text() -> None:
    html = (
        '<li class="pagedContent"><a href="1.shtml" title="青禾县:代表走进田间听民声">青禾县:代表走进…</a></li>'
        '<li class="pagedContent"><a href="2.shtml">石桥区: 开门立规</a></li>'
    )
    assert [title for _, title, _ in rows(html)] == ["青禾县:代表走进田间听民声", "石桥区: 开门立规"]


def test_an_image_link_before_the_title_link_is_the_same_row() -> None:
    html = (
        '<div class="pagedContent"><a href="/a/9.shtml"><img src="x.jpg"></a>'
        '<a href="/a/9.shtml">云栖市视察水源地</a><span>[2021-03-09]</span></div>'
    )
    assert rows(html) == [("http://a.example/a/9.shtml", "云栖市视察水源地", "2021-03-09")]


def test_a_pinned_row_further_up_is_the_same_row() -> None:
    row = '<li class="pagedContent"><a href="/a/1.shtml">甲</a><span>2020-01-02</span></li>'
    assert len(rows(f"<ul>{row}{row}</ul>")) == 1


def test_links_are_relative_root_relative_absolute_and_other_host() -> None:
    html = "".join(
        f'<li class="pagedContent"><a href="{href}">题{number}</a></li>'
        for number, href in enumerate(
            ["1.shtml", "../x/2.shtml", "/3.shtml", "http://b.example/4.shtml", "javascript:;"]
        )
    )
    assert [url for url, _, _ in rows(html)] == [
        "http://a.example/channels/ch00001/1.shtml",
        "http://a.example/channels/x/2.shtml",
        "http://a.example/3.shtml",
        "http://b.example/4.shtml",
        "javascript:;",
    ]


def test_a_date_is_of_its_own_row_and_not_of_the_title() -> None:
    html = (
        '<li class="pagedContent"><a href="1.shtml">2019年1月1日起施行的办法</a></li>'
        '<li class="pagedContent"><a href="2.shtml">乙</a><span>[2020-05-06]</span></li>'
        '<li class="pagedContent"><a href="3.shtml">丙</a><span>05-04</span></li>'
    )
    assert [date for _, _, date in rows(html)] == [None, "2020-05-06", "05-04"]


def test_the_next_page_takes_its_extension_from_the_page() -> None:
    row = '<li class="pagedContent"><a href="1.html">甲</a></li>'
    assert onward(f'{row}<a href="index_1.html">更多</a>') == f"{BASE}index_1.html"
    assert onward(f'{row}<script>var next="index_3.shtml"</script>', f"{BASE}index_2.shtml") == (f"{BASE}index_3.shtml")
    assert onward(row) is None


def test_a_full_first_page_that_names_no_next_one_gives_a_guess_that_says_so() -> None:
    full = "".join(f'<li class="pagedContent"><a href="{n}.shtml">题</a></li>' for n in range(1000))
    page = read_listing(full, BASE)
    assert page.next is not None
    assert (page.next.url, page.next.sure) == (f"{BASE}index_1.shtml", False)


def test_the_promised_total_is_read() -> None:
    row = '<li class="pagedContent"><a href="1.html">甲</a></li>'
    assert read_listing(f"{row}<p>共 470 条记录</p>", BASE).promised == 470


def test_a_plain_list_is_read_by_its_dates_and_navigation_is_not() -> None:
    html = (
        '<ul class="nav"><li><a href="/">首页</a></li><li><a href="/b/">立法</a></li></ul>'
        '<table><tr><th>标题</th><th>日期</th></tr><tr><td><a href="5.htm">戊</a></td><td>2022/1/2</td></tr></table>'
        '<ul><li><a href="6.htm">己</a><span>2022-01-03</span></li></ul>'
    )
    assert [url.rpartition("/")[2] for url, _, _ in rows(html)] == ["5.htm", "6.htm"]


def test_the_row_selector_of_a_profile_is_used_where_the_page_is_plain() -> None:
    toml = """
site = "x"
name = "x"
hosts = ["a.example"]
home = "http://a.example/"
checked = "captured page"
[[listing]]
section = ["甲"]
[hints]
row = [".r"]
"""
    page = read_listing('<p class="r"><a href="1.htm">无日期</a></p><p><a href="2.htm">x</a></p>', BASE, parse(toml))
    assert [row.url for row in page.rows] == [f"{BASE}1.htm"]


def test_an_empty_page_lists_nothing() -> None:
    assert rows("") == []
    assert rows("没有内容") == []
    assert rows("<html></html>") == []


def test_a_section_is_found_by_its_name_and_never_by_the_nearest_thing() -> None:
    html = (
        '<a href="/c/1/">市县人大之窗</a><a href="#top">市县人大</a><a href="/c/2/"> 市县 人大 </a>'
        '<a href="javascript:void(0)">市县人大</a><a href="/c/3/" title="工作剪影"><img></a>'
    )
    found, seen = find_section(html, "http://a.example/", "市县人大")
    assert found is not None
    assert found.url == "http://a.example/c/2/"
    assert "市县人大之窗" in seen
    by_title, _ = find_section(html, "http://a.example/", "工作剪影")
    assert by_title is not None
    assert by_title.url == "http://a.example/c/3/"
    assert find_section(html, "http://a.example/", "工作动态")[0] is None


def test_links_start_from_the_base_of_the_page() -> None:
    row = '<li class="pagedContent"><a href="x/1.shtml">甲</a></li>'
    for href, first in (
        ("../other/", "http://a.example/channels/other/x/1.shtml"),
        ("http://b.example/c/", "http://b.example/c/x/1.shtml"),
        ("javascript:void(0)", f"{BASE}x/1.shtml"),
        ("http://[oops/", f"{BASE}x/1.shtml"),
    ):
        page = read_listing(f'<head><base target=_blank><base href="{href}"></head>{row}', BASE)
        assert [(one.url, one.list_url) for one in page.rows] == [(first, BASE)]


def test_navigation_starts_from_the_base_too() -> None:
    html = '<base href="/site/"><a href="#">市县人大</a><a href="c/2/">市县人大</a>'
    found, _ = find_section(html, "http://a.example/", "市县人大")
    assert found is not None
    assert found.url == "http://a.example/site/c/2/"


def test_the_next_page_is_one_of_this_section() -> None:
    row = '<li class="pagedContent"><a href="1.html">甲</a></li>'
    other = '<a href="/channels/ch00009/index_1.shtml">通知公告更多</a><a href="http://b.example/channels/ch00001/index_1.shtml">x</a>'
    assert onward(f'{other}{row}<a href="index_1.shtml">下一页</a>') == f"{BASE}index_1.shtml"
    assert onward(f"{other}{row}") is None
    assert onward(f'<a href="http://[x/index_1.shtml">x</a>{row}') is None
    based = f'<base href="/">{row}<a href="channels/ch00001/index_1.shtml">下一页</a>'
    assert onward(based) == f"{BASE}index_1.shtml"


def test_a_row_whose_address_cannot_be_split_keeps_it_as_written() -> None:
    assert rows('<li class="pagedContent"><a href="http://[oops/1.html">甲</a></li>')[0][0] == "http://[oops/1.html"


def test_a_head_in_em_is_a_heads_name_and_a_comment_before_a_link_is_none() -> None:
    html = (
        '<div><em>乡镇人大</em><!-- 更多 --><a href="List.aspx?ClassId=17">更多…</a></div>'
        '<ul><li><!-- dot --><a href="1.html">石桥镇人大代表走访记</a></li></ul><em>06-03</em><a href="2.html">公告</a>'
    )
    named = {link.name: link.url for link in read_links(html, BASE)}
    assert named["乡镇人大"] == f"{BASE}List.aspx?ClassId=17"
    assert not any("06-03" in link.above for link in read_links(html, BASE))
