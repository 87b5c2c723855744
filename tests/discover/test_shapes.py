"""Is the section found in every way in which a home page may lead to it, and never a decoy?"""

import tomllib
from pathlib import Path

import pytest

from tests.discover.pages import HOME, Pages

SHAPES = tomllib.loads(Path(__file__).with_name("shapes.toml").read_text(encoding="utf-8"))
HOMES = {name: shape["home"] for name, shape in SHAPES["home"].items()}
CHILDREN = {name: (shape["home"], shape["page"]) for name, shape in SHAPES["part"].items()}
WAYS = {name: (shape["home"], shape["page"]) for name, shape in SHAPES["way"].items()}
EXPECTED = {"wide letters": ("市（县、区）人大",)}
CITIES = '<ul><li><a href="/sx/bl/">白鹭市</a></li><li><a href="/sx/sq/">石桥市</a></li></ul>'
COUNTIES = ("白鹭县", "石桥区", "云栖市")
AWAY = "".join(f'<a href="http://rd{n}.example.cn/">{name}人大</a>' for n, name in enumerate(COUNTIES))


@pytest.mark.parametrize("shape", HOMES)
def test_the_section_is_found(shape: str) -> None:
    site = Pages(HOMES[shape]).add("/sx/", "市县人大").add("/gd/", "地方人大").add("/ht/", "换届", about="own")
    found = site.discover()
    assert [one.url for one in found.chosen] == [f"{HOME}sx/"], found.near
    assert found.chosen[0].section[-1:] == EXPECTED.get(shape, ("市县人大",))
    assert found.asked <= 8


@pytest.mark.parametrize("shape", CHILDREN)
def test_of_the_parts_the_one_with_the_articles_is_taken(shape: str) -> None:
    home, inner = CHILDREN[shape]
    site = Pages(home).add("/sx/", "市县人大", rows=2, body=inner).add("/sx/jy/", "市县人大", "工作动态")
    site.add("/sx/jl/", "市县人大", "经验交流").add("/db/dt/", "代表工作", "工作动态", about="own")
    found = site.discover()
    assert [(one.section, one.url) for one in found.chosen] == [(("市县人大", "工作动态"), f"{HOME}sx/jy/")], found.near
    assert (("市县人大", "经验交流"), f"{HOME}sx/jl/") in [(one.section, one.url) for one in found.near]


def test_a_part_of_another_section_is_not_taken_for_one_of_ours() -> None:
    menu = (
        '<ul><li><a href="/db/">代表工作</a><ul><li><a href="/db/dt/">工作动态</a></li></ul></li>'
        '<li><a href="/sx/">市县人大</a></li></ul>'
    )
    site = Pages(menu).add("/sx/", "市县人大", body=menu).add("/db/dt/", "代表工作", "工作动态", about="own")
    assert [one.section for one in site.discover().chosen] == [("市县人大",)]
    assert f"{HOME}db/dt/" not in site.asked


def test_cities_below_the_section_leave_the_section_itself() -> None:
    cities = f'<ul><li><a href="/sx/">市县人大</a>{CITIES}</li></ul>'
    found = Pages(cities).add("/sx/", "市县人大").add("/sx/bl/", "市县人大", "白鹭市").discover()
    assert [(one.section, one.url) for one in found.chosen] == [(("市县人大",), f"{HOME}sx/")]


def test_a_page_of_nothing_but_cities_is_the_section_with_lists_below_it() -> None:
    site = Pages('<a href="/sx/">市县人大</a><a href="/yw/">要闻</a>', **{"/sx/": CITIES})
    found = site.add("/sx/bl/", "市县人大", "白鹭市").add("/sx/sq/", "市县人大", "石桥市").discover()
    assert [(one.section, one.url) for one in found.chosen] == [(("市县人大",), f"{HOME}sx/")]
    assert [one.url for one in found.chosen[0].listing.sublists] == [f"{HOME}sx/bl/", f"{HOME}sx/sq/"]


def test_a_section_one_level_down_is_named_with_the_one_above_it() -> None:
    side = '<ul class="side"><li><a href="/gz/jc/">基层人大</a></li><li><a href="/gz/zf/">执法检查</a></li></ul>'
    site = Pages('<ul><li><a href="/yw/">人大要闻</a></li><li><a href="/gz/">人大工作</a></li></ul>')
    found = site.add("/gz/", "人大工作", about="own", body=side).add("/gz/jc/", "人大工作", "基层人大").discover()
    assert [one.section for one in found.chosen] == [("人大工作", "基层人大")]


def test_a_name_that_may_mean_anything_needs_an_article_that_says_so() -> None:
    menu = '<ul><li><a href="/dj/">机关党建</a><ul><li><a href="/dj/jc/">基层动态</a></li></ul></li></ul>'
    own = Pages(menu).add("/dj/jc/", "机关党建", "基层动态", about="own").discover()
    assert not own.chosen
    assert "none of its articles names a county" in own.near[0].note
    county = Pages('<a href="/jc/">基层动态</a><a href="/yw/">要闻</a>').add("/jc/", "基层动态").discover()
    assert [one.section for one in county.chosen] == [("基层动态",)]


def test_a_list_without_a_next_page_is_completed_by_a_sitemap() -> None:
    site = Pages('<a href="/sx/">市县人大</a><a href="/yw/">要闻</a>').add("/sx/", "市县人大")
    more = [f"{HOME}sx/t2023050{number}_{number}.html" for number in range(1, 9)]
    places = "".join(f"<url><loc>{url}</loc></url>" for url in [*more, f"{HOME}yw/t20230501_1.html"])
    site.pages["/robots.txt"] = f"User-agent: *\nSitemap: {HOME}map.xml\n"
    site.pages["/map.xml"] = f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{places}</urlset>'
    assert site.discover().chosen[0].sitemap == f"{HOME}map.xml"
    site.pages["/map.xml"] = site.pages["/map.xml"].replace("t20230501_1.html</loc>", "jl/9.html</loc>", 1)
    assert site.discover().chosen[0].sitemap is None  # another list lies below the folder: its articles are not ours


def test_a_second_page_that_is_not_there_is_a_doubt() -> None:
    pager = '<div class="page"><a href="/sx/index_2.html">下一页</a></div>'
    site = Pages('<a href="/sx/">市县人大</a><a href="/yw/">要闻</a>').add("/sx/", "市县人大", body=pager)
    assert any("second page" in doubt for doubt in site.discover().chosen[0].doubts)


def test_cities_below_a_heading_are_a_list_each() -> None:
    cities = f'<ul><li><a href="/yw/">要闻</a></li><li><span>市县人大</span>{CITIES}</li></ul>'
    found = Pages(cities).add("/sx/bl/", "市县人大", "白鹭市").add("/sx/sq/", "市县人大", "石桥市").discover()
    assert [one.section for one in found.chosen] == [("市县人大", "白鹭市"), ("市县人大", "石桥市")]


@pytest.mark.parametrize("way", WAYS)
def test_what_stands_before_the_navigation_is_passed(way: str) -> None:
    home, inner = WAYS[way]
    site = Pages(home, **{"/x/": inner or "空", "/x/menu.js": "document.write('<a href=\"/sx/\">市县人大</a>');"})
    found = site.add("/sx/", "市县人大").discover()
    assert [one.url for one in found.chosen] == [f"{HOME}sx/"]
    assert found.notes
    assert found.asked <= 12


def test_a_list_whose_links_leave_the_site_is_not_taken() -> None:
    home = '<a href="/gd/">市县人大</a><a href="/jc/">基层人大</a><a href="/yw/">要闻</a>'
    rows = "".join(
        f'<li><a href="http://rd{n}.example.cn/">白鹭县人大网</a><span>2024-05-01</span></li>' for n in range(4)
    )
    found = Pages(home, **{"/gd/": f"<ul>{rows}</ul>"}).add("/jc/", "基层人大").discover()
    assert [one.section for one in found.chosen] == [("基层人大",)]
    assert any("other sites" in one.note for one in found.near)


def test_an_empty_list_gives_way_to_the_next_candidate() -> None:
    home = '<a href="/sx/">市县人大</a><a href="/qx/">区县之窗</a><a href="/yw/">要闻</a>'
    found = Pages(home, **{"/sx/": "<p>暂无内容</p>"}).add("/qx/", "区县之窗").discover()
    assert [one.section for one in found.chosen] == [("区县之窗",)]
    assert (found.near[0].section, found.near[0].note) == (("市县人大",), "it lists nothing")


def test_a_list_whose_articles_stand_in_another_section_is_not_taken() -> None:
    home = '<a href="/yw/">人大要闻</a><a href="/jc/">基层动态</a><a href="/gd/">各地人大</a>'
    site = Pages(home).add("/jc/", "人大要闻", about="own").add("/gd/", "各地人大")
    assert [one.section for one in site.discover().chosen] == [("各地人大",)]


def test_rows_that_cannot_be_read_are_passed_over() -> None:
    site = Pages(HOMES["a list"]).add("/sx/", "市县人大")
    for number in (0, 2):
        del site.pages[f"/sx/t2024050{number + 1}_{number}.html"]
    found = site.discover()
    assert sum(read.article is not None for read in found.chosen[0].reads) == 3
    assert len(found.chosen[0].reads) == 5
    assert not found.chosen[0].unread


def test_a_list_of_which_nothing_can_be_read_is_a_guess_that_says_so() -> None:
    site = Pages(HOMES["a list"]).add("/sx/", "市县人大")
    site.pages = {path: text for path, text in site.pages.items() if "/t2024" not in path}
    found = site.discover()
    assert "not-found" in found.chosen[0].unread


@pytest.mark.parametrize(
    "home",
    [
        '<a href="/yw/">人大要闻</a><a href="/db/">代表工作</a>',
        "<div id=app></div><script src=/app.js></script>",
        f"<p>友情链接</p>{AWAY}",
    ],
)
def test_a_site_without_the_section_has_none(home: str) -> None:
    site = Pages(home).add("/yw/", "人大要闻", about="own").add("/db/", "代表工作", about="own")
    found = site.discover()
    assert not found.chosen
    assert found.asked <= 12
