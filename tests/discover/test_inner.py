"""Is the part named whose first rows the section's own page shows, and no part that is none?"""

import re

import pytest

from congress_crawler.discover.names import child, inner, plain
from tests.discover.pages import HOME, Pages, page, trail

MENU = (
    '<ul><li><a href="/">首页</a></li><li><a href="/yw/">人大要闻</a></li><li><a href="/sx/">市县人大</a>{}</li></ul>'
)
FOLDERS = {"below it": "/sx/ms/", "beside it": "/ms/", "by number": "/col/col31472/"}
LEADS = {
    "a tab": '<div><a href="{0}">{1}</a></div>',
    "更多 beside its name": '<h3>{1}<a href="{0}">更多&gt;&gt;</a></h3>',
    "更多 below the rows": "<h3>{1}</h3>{2}<p><a href='{0}'>更多</a></p>",
}
MOVES = {
    "a refresh": '<html><head><meta http-equiv="refresh" content="0;url=/sx/gz/"></head></html>',
    "a script": '<html><script>location.replace("gz/");</script></html>',
    "onload": "<html><body onload=\"window.location='/sx/gz/'\"></body></html>",
}


def front(folder: str, name: str, lead: str) -> Pages:
    """A site whose section shows the first rows of its part."""
    site = Pages(MENU.format("")).add(folder, "市县人大", name)
    rows = "".join(re.findall(r"<li>.*?</li>", site.pages[folder])[:4])
    block = f"<ul class='list'>{rows}</ul>"
    body = lead.format(folder, name, block) + ("" if "{2}" in lead else block)
    site.pages["/sx/"] = page("市县人大", trail(("市县人大",)) + body)
    return site


@pytest.mark.parametrize("folder", FOLDERS)
@pytest.mark.parametrize("lead", LEADS)
@pytest.mark.parametrize("name", ["民情在身边", "工作纪实", "县市动态"])
def test_a_page_that_shows_the_first_rows_of_a_part_gives_way_to_it(folder: str, lead: str, name: str) -> None:
    found = front(FOLDERS[folder], name, LEADS[lead]).discover()
    assert [(one.section, one.url) for one in found.chosen] == [
        (("市县人大", name), f"{HOME}{FOLDERS[folder].lstrip('/')}")
    ], found.near
    assert found.asked <= 14


def test_a_section_with_articles_of_its_own_stays() -> None:
    side = '<div><a href="/sx/jg/">机构设置</a><a href="/sx/my/">民主评议</a></div>'
    site = Pages(MENU.format("")).add("/sx/", "市县人大", body=side)
    site.add("/sx/jg/", "市县人大", "机构设置", about="own").add("/sx/my/", "市县人大", "民主评议", about="own")
    assert [one.section for one in site.discover().chosen] == [("市县人大",)]


@pytest.mark.parametrize("move", MOVES)
def test_a_section_that_sends_browsers_on_is_the_part_to_which_it_does(move: str) -> None:
    site = Pages(MENU.format(""), **{"/sx/": MOVES[move]}).add("/sx/gz/", "市县人大", "工作纪实")
    found = [(one.section, one.url) for one in site.discover().chosen]
    assert found == [(("市县人大", "工作纪实"), f"{HOME}sx/gz/")]


def test_a_part_of_an_unknown_name_is_tried_where_the_section_lists_nothing() -> None:
    parts = '<ul><li><a href="/sx/jg/">机构简介</a></li><li><a href="/sx/ms/">民情在身边</a></li></ul>'
    site = Pages(MENU.format(parts), **{"/sx/": page("市县人大", trail(("市县人大",)))})
    site.add("/sx/jg/", "市县人大", "机构简介", about="own").add("/sx/ms/", "市县人大", "民情在身边")
    assert [one.section for one in site.discover().chosen] == [("市县人大", "民情在身边")]
    assert f"{HOME}sx/jg/" not in site.asked


def test_a_menu_that_leads_to_the_part_alone_names_it() -> None:
    part = '<ol><li><a href="/jc/jl/">经验交流</a></li></ol>'
    menu = f'<ul><li><a href="/">首页</a></li><li><span>基层人大</span>{part}</li></ul>'
    block = '<div><h2>基层人大<a href="/jc/jl/">更多</a></h2><ul><li><a href="/jc/jl/1.html">一篇</a></li></ul></div>'
    found = Pages(menu + block).add("/jc/jl/", "基层人大", "经验交流").discover()
    assert [one.section for one in found.chosen] == [("基层人大", "经验交流")]


@pytest.mark.parametrize(
    "script",
    [
        '<script>$("#h").load("/inc/header.html?v=2");</script>',
        '<script>$.ajax({type:"get",url:"/inc/header.html?v=2",success:draw});</script>',
        '<script>fetch("inc/header.html?v=2").then(draw)</script>',
        '<div data-include="/inc/header.html?v=2"></div>',
    ],
)
def test_a_menu_in_a_piece_that_a_script_loads_is_read(script: str) -> None:
    home = f'<div id="h"></div>{script}<a href="/yw/">人大要闻</a>'
    site = Pages(home, **{"/inc/header.html?v=2": '<ul><li><a href="sx/">市县人大</a></li></ul>'})
    assert [one.url for one in site.add("/sx/", "市县人大").discover().chosen] == [f"{HOME}sx/"]


@pytest.mark.parametrize(
    "name", ["机构设置", "通知公告", "领导成员", "规章制度", "联系方式", "代表风采", "白鹭县", "更多", "县人大"]
)
def test_what_holds_no_articles_about_counties_is_no_part(name: str) -> None:
    assert not inner(name)


def test_names_of_sections_that_say_news_are_names_of_parts() -> None:
    assert child("县市区人大动态") >= 60
    assert child("县区动态") > child("经验交流")
    assert child("市县人大") == 0
    assert plain("市县人大 COUNTIES") == plain("市县\u200b人大(128)") == "市县人大"
