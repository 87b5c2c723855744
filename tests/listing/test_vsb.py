"""The page numbers of a list by Visual SiteBuilder go down."""

import pytest

from congress_crawler.listing import read_listing
from tests.listing.pieces import SITE, listed, walk

LIST = f"{SITE}/xw/xxrd"


def test_pages_are_followed_by_their_links() -> None:
    asked, read = walk(
        {
            f"{LIST}.htm": '<a href="xxrd/3.htm">2</a><a href="xxrd/3.htm">下页</a><a href="xxrd/1.htm">尾页</a>',
            f"{LIST}/3.htm": '<a href="../xxrd.htm">首页</a><a href="../xxrd.htm">上页</a><a href="2.htm">下页</a>',
            f"{LIST}/2.htm": '<a href="../xxrd.htm">首页</a><a href="3.htm">上页</a><a href="1.htm">下页</a>',
            f"{LIST}/1.htm": '<a href="../xxrd.htm">首页</a><a href="2.htm">上页</a><span>下页</span>',
        },
        f"{LIST}.htm",
    )
    assert [url.removeprefix(LIST) for url in asked] == [".htm", "/3.htm", "/2.htm", "/1.htm"]
    assert {page.dialect for page in read} == {"vsb"}


@pytest.mark.parametrize(
    "first",
    [
        "共57条 1/4 <script>_simple_list_gotopage_fun(4,'u_0',2)</script>",
        '<span class="p_pages"><span class="p_t">共57条</span> <span class="p_t">1/4</span></span>',
    ],
)
def test_pages_are_followed_by_the_total_where_there_are_no_links(first: str) -> None:
    pages = {f"{LIST}.htm": first, f"{LIST}/3.htm": "2/4", f"{LIST}/2.htm": "3/4", f"{LIST}/1.htm": "4/4"}
    asked, read = walk(pages, f"{LIST}.htm")
    assert [url.removeprefix(LIST) for url in asked] == [".htm", "/3.htm", "/2.htm", "/1.htm"]
    assert (read[0].promised, read[0].pages) == (57, 4)


def test_only_a_total_without_the_script_of_the_system_is_a_guess() -> None:
    pager = '<span class="p_pages"><span class="p_t">1/4</span></span>'
    page = read_listing(listed(pager), f"{LIST}.htm")
    assert page.next is not None
    assert (page.next.url, page.next.sure) == (f"{LIST}/3.htm", False)


def test_two_pages() -> None:
    pages = {
        f"{LIST}.htm": '<a href="xxrd/1.htm">下页</a><a href="xxrd/1.htm">尾页</a> 1/2',
        f"{LIST}/1.htm": '<a href="../xxrd.htm">首页</a><a href="../xxrd.htm">上页</a> 2/2',
    }
    asked, _ = walk(pages, f"{LIST}.htm")
    assert [url.removeprefix(LIST) for url in asked] == [".htm", "/1.htm"]


def test_numbers_that_go_up_are_another_dialect() -> None:
    pages = {
        f"{LIST}.htm": '<a href="xxrd/2.htm">下一页</a> 1/4',
        f"{LIST}/2.htm": '<a href="../xxrd.htm">上一页</a><a href="3.htm">下一页</a> 2/4',
        f"{LIST}/3.htm": '<a href="2.htm">上一页</a><a href="4.htm">下一页</a> 3/4',
        f"{LIST}/4.htm": '<a href="3.htm">上一页</a> 4/4',
    }
    asked, read = walk(pages, f"{LIST}.htm")
    assert [url.removeprefix(LIST) for url in asked] == [".htm", "/2.htm", "/3.htm", "/4.htm"]
    assert {page.dialect for page in read} == {"path"}
