"""The counters of an enorth list are followed up or down, with or without links."""

from congress_crawler.listing import read_listing
from tests.listing.pieces import SECTION, SITE, listed, walk

MORE = f"{SITE}/system/more/113002011000000000/0000/113002011000000000_"
COUNT = f"{SITE}/xwzx/system/count//0003016/000000000000/000/000/c0003016000000000000_"


def numbers(asked: list[str]) -> list[int]:
    return [int(url.rpartition("_")[2].removesuffix(".shtml")) for url in asked if "_" in url]


def test_counters_go_up_by_their_links() -> None:
    pages = {
        f"{MORE}00000001.shtml": f'<a href="{MORE}00000002.shtml">下一页</a>',
        f"{MORE}00000002.shtml": f'<a href="{MORE}00000001.shtml">上一页</a><a href="{MORE}00000003.shtml">下一页</a>',
        f"{MORE}00000003.shtml": f'<a href="{MORE}00000002.shtml">上一页</a>',
    }
    asked, read = walk(pages, f"{MORE}00000001.shtml")
    assert numbers(asked) == [1, 2, 3]
    assert {page.dialect for page in read} == {"enorth"}


def link(number: int, label: str) -> str:
    return f'<a href="{COUNT}{number:09d}.shtml">{label}</a>'


def test_counters_go_down_by_their_links() -> None:
    pages = {
        f"{COUNT}000000012.shtml": link(11, "下一页"),
        f"{COUNT}000000011.shtml": link(12, "上一页") + link(10, "下一页"),
        f"{COUNT}000000010.shtml": link(11, "上一页") + link(12, "下一页"),
    }
    asked, _ = walk(pages, f"{COUNT}000000012.shtml")
    assert numbers(asked) == [12, 11, 10]


def test_counters_go_on_by_the_total_where_there_are_no_links() -> None:
    up = {f"{MORE}0000000{n}.shtml": "共3页" for n in (1, 2, 3)}
    assert numbers(walk(up, f"{MORE}00000001.shtml")[0]) == [1, 2, 3]
    down = {f"{MORE}0000000{n}.shtml": f"共3页 第{4 - n}页" for n in (1, 2, 3)}
    assert numbers(walk(down, f"{MORE}00000003.shtml")[0]) == [3, 2, 1]


def test_a_counter_without_a_word_of_another_page_is_a_guess() -> None:
    page = read_listing(listed(""), f"{MORE}00000001.shtml")
    assert page.next is not None
    assert (page.next.url, page.next.sure) == (f"{MORE}00000002.shtml", False)


def test_a_column_page_leads_on_by_the_more_of_its_list_only() -> None:
    page = read_listing(listed(f'<a href="{MORE}00000001.shtml">更多&gt;&gt;</a>'), SECTION)
    assert page.dialect == "enorth"
    assert page.next is not None
    assert page.next.url == f"{MORE}00000001.shtml"
    assert len(page.rows) == 5
    other = MORE.replace("113002011", "113002099")
    two = listed(f'<a href="{MORE}00000001.shtml">更多</a><a href="{other}00000001.shtml">更多</a>')
    assert read_listing(two, SECTION).next is None
