"""Postback pagers lead page by page, with the form's state posted as a browser posts it."""

import re

from congress_crawler.listing import aspnet
from congress_crawler.listing.step import Step
from tests.listing.steps import given, walk

URL = "http://rd.a.example/search/Default.aspx?id=7"


def form(rows: str, pager: str, state: str = "abc/+=") -> str:
    return (
        f'<html><body><form method="post" action="./Default.aspx?id=7" id="form1">'
        f'<input type="hidden" name="__EVENTTARGET" id="__EVENTTARGET" value="" />'
        f'<input type="hidden" name="__EVENTARGUMENT" value="" />'
        f'<input type="hidden" name="__VIEWSTATE" value="{state}" />'
        f'<input type="text" name="txtKey" value="" /><input type="submit" name="btnSearch" value="搜索" />'
        f"<table id='GridView1'>{rows}<tr class='pager'><td><table><tr>{pager}</tr></table></td></tr></table>"
        f'<input type="hidden" name="__VIEWSTATEGENERATOR" value="CA0B0334" /><input type="hidden" '
        f'name="__EVENTVALIDATION" value="ev" />'
        f"<select name='area'><option value='1'>甲</option><option value='2' selected>乙</option>"
        f"</select></form></body></html>"
    )


def row(number: int) -> str:
    return f"<tr><td><a href='show.aspx?id={number}'>石桥区第{number}次会议</a></td><td>2020-05-{number:02}</td></tr>"


def numbers(here: int, last: int, target: str = "GridView1", prefix: str = "Page$") -> str:
    return "".join(
        f"<td><span>{one}</span></td>"
        if one == here
        else f"<td><a href=\"javascript:__doPostBack('{target}','{prefix}{one}')\">{one}</a></td>"
        for one in range(1, last + 1)
    )


def test_a_gridview_is_walked_to_its_last_page() -> None:
    def answer(step: Step) -> str:
        here = int(re.sub(r"\D", "", dict(step.form or ())["__EVENTARGUMENT"])) if step.form else 1
        return form("".join(map(row, range(here * 5 - 4, here * 5 + 1))), numbers(here, 3), f"state{here}")

    rows, steps, _ = walk(URL, answer)
    assert len(rows) == 15
    assert [step.mark for step in steps] == ["", "GridView1 Page$2", "GridView1 Page$3"]
    assert len({step.key for step in steps}) == 3
    assert {step.url for step in steps} == {URL}


def test_fields_are_posted_in_the_order_of_the_document_without_buttons() -> None:
    found = aspnet.read(given(form(row(1), numbers(1, 2)), URL))
    assert found is not None
    assert found.next is not None
    assert found.next.form == (
        ("__EVENTTARGET", "GridView1"),
        ("__EVENTARGUMENT", "Page$2"),
        ("__VIEWSTATE", "abc/+="),
        ("txtKey", ""),
        ("__VIEWSTATEGENERATOR", "CA0B0334"),
        ("__EVENTVALIDATION", "ev"),
        ("area", "2"),
    )


def test_an_aspnetpager_says_its_totals() -> None:
    pager = (
        "<td><div id='AspNetPager1'>共 57 条 第 2 / 4 页 "
        "<a href=\"javascript:__doPostBack('AspNetPager1','1')\">首页</a><a "
        "href=\"javascript:__doPostBack('AspNetPager1','1')\">上一页</a>"
        "<a href=\"javascript:__doPostBack('AspNetPager1','3')\">下一页</a><a "
        "href=\"javascript:__doPostBack('AspNetPager1','4')\">尾页</a></div></td>"
    )
    found = aspnet.read(given(form(row(1), pager), URL))
    assert found is not None
    assert found.next is not None
    assert (found.promised, found.pages, found.next.mark) == (57, 4, "AspNetPager1 3")


def test_a_link_button_without_number_has_a_mark_of_its_own_on_each_page() -> None:
    def answer(step: Step) -> str:
        here = int(re.findall(r"\d+", step.mark)[0]) if step.mark else 1
        link = (
            "<a id='lbtnNext' href=\"javascript:__doPostBack('lbtnNext','')\">下一页</a>"
            if here < 3
            else "<a disabled>下一页</a>"
        )
        first = "<a href=\"javascript:__doPostBack('lbtnFirst','')\">首页</a>"
        return form(row(here), f"<td>第<span>{here}</span>页 {first} {link}</td>")

    rows, steps, _ = walk(URL, answer)
    assert len(rows) == 3
    assert [step.mark for step in steps] == ["", "lbtnNext page 2", "lbtnNext page 3"]


def test_dots_lead_to_the_next_ten_numbers() -> None:
    pager = numbers(10, 10) + "<td><a href=\"javascript:__doPostBack('GridView1','Page$11')\">...</a></td>"
    found = aspnet.read(given(form(row(1), pager), URL))
    assert found is not None
    assert found.next is not None
    assert found.next.mark == "GridView1 Page$11"


def test_the_last_page_leads_nowhere() -> None:
    found = aspnet.read(given(form(row(1), numbers(3, 3)), URL))
    assert found is not None
    assert found.next is None


def test_a_disabled_next_is_the_end_and_a_login_button_is_no_pager() -> None:
    assert (
        aspnet.read(given(form(row(1), "<td><a href=\"javascript:__doPostBack('login','')\">登录</a></td>"), URL))
        is None
    )


def test_a_page_of_another_system_is_not_ours() -> None:
    assert aspnet.read(given("<ul><li><a href='1.html'>甲</a>2021-03-09</li></ul>", URL)) is None
