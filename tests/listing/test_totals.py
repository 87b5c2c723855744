"""How many rows and pages a listing promises is read from its own words, and never from a row."""

import pytest

from congress_crawler.listing import read_listing
from tests.listing.pieces import SECTION, around, items, listed


@pytest.mark.parametrize(
    ("pager", "promised", "pages"),
    [
        ("共57条", 57, None),
        ("共 57 条记录 每页20条 第1/3页", 57, 3),
        ("共<b>57</b>条 <span>1/4</span>", 57, 4),
        ("<span>1</span><a href='?p=2'>2</a><em>1/4</em><i>共 57 条</i>", 57, 4),
        ("第1页/共4页", None, 4),
        ("页次：1/4", None, 4),
        ("总记录数：57 总页数：4", 57, 4),
        ("[共4页57条记录]", 57, 4),
        ("总计57条", 57, None),
        ("Total: 57", 57, None),
        ("<script>var totalRecord = 57, pageCount = 4;</script>", 57, 4),
        ('<script>var data = {"totalCount":57,"totalPages":4}</script>', 57, 4),
        ("", None, None),
    ],
)
def test_totals(pager: str, promised: int | None, pages: int | None) -> None:
    page = read_listing(listed(pager), SECTION)
    assert (page.promised, page.pages) == (promised, pages)


def test_what_a_row_says_is_no_total() -> None:
    row = '<a href="/a/1.html">会议听取审议共15条意见落实情况的报告</a> 2021-05-30'
    rows = f"<li>{row}<p>会议共有15条意见，分3/4类。</p></li>"
    page = read_listing(around(f"<ul>{rows}{items(3)}</ul>"), SECTION)
    assert (len(page.rows), page.promised, page.pages) == (4, None, None)
