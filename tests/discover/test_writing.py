"""Is what was found a profile that loads, whatever the page calls itself?"""

import msgspec
import pytest

from congress_crawler import profile
from congress_crawler.discover import Discovery
from congress_crawler.discover.identity import identify, site_id
from congress_crawler.discover.telling import failed, remarks, table
from congress_crawler.discover.writing import toml
from congress_crawler.profile_checks import SITE
from tests.discover.pages import HOME, TODAY, Pages


def found_with(**values: object) -> Discovery:
    """A look at a site that went well, some of what it found replaced."""
    one = Pages('<a href="/sx/">市县人大</a><a href="/yw/">要闻</a>').add("/sx/", "市县人大").discover()
    named = msgspec.structs.replace(one, site="a", name="青原人大网", hosts=["127.0.0.1:9101"])
    return msgspec.structs.replace(named, **values)


def test_the_profile_says_what_was_seen() -> None:
    text = toml(found_with(), TODAY)
    one = profile.parse(text)
    assert (one.site, one.hosts, one.home, one.checked) == ("a", ("127.0.0.1:9101",), HOME, "practice")
    assert [(listing.section, listing.url) for listing in one.listing] == [(("市县人大",), f"{HOME}sx/")]
    assert "6 rows on the first page" in text
    assert "3 of 3 articles" in text
    assert 10 <= text.count("\n") <= 20


@pytest.mark.parametrize("name", ['"quoted" \\ name', "two\nlines", "a\u2028b\x00\x07c", "# [[listing]]", "人大🏛"])
def test_no_name_of_a_page_can_break_the_profile(name: str) -> None:
    one = found_with(name=name)
    one.chosen = [msgspec.structs.replace(one.chosen[0], section=(name, "市县人大"), doubts=[name])]
    text = toml(one, TODAY)
    assert len(profile.parse(text).listing) == 1
    assert all(line.startswith(("#", "[")) or " = " in line or not line for line in text.splitlines())


def test_a_site_of_the_network_was_seen_today() -> None:
    one = found_with(home="http://www.a.gov.cn/", hosts=["www.a.gov.cn"])
    one.chosen = [msgspec.structs.replace(one.chosen[0], url="http://www.a.gov.cn/sx/")]
    assert profile.parse(toml(one, TODAY)).checked == "live 2024-06-30"


def test_the_table_has_a_row_an_article_and_names_its_doubts() -> None:
    site = Pages('<a href="/sx/">市县人大</a><a href="/yw/">要闻</a>').add("/sx/", "市县人大")
    del site.pages["/sx/t20240501_0.html"]
    rows = table(site.discover())
    assert [len(row) for row in rows] == [5, 5, 5, 5]
    assert "not-found" in rows[0][4]
    assert rows[1][1] == "2024-05-03"


def test_a_failure_says_what_was_seen_and_what_to_look_at() -> None:
    nothing = Pages('<a href="/yw/">人大要闻</a><a href="/db/">代表工作</a>').discover()
    assert "人大要闻 代表工作" in failed(nothing)
    shell = Pages('<div id="app"></div><script src="/app.js"></script>').discover()
    assert "app.js" in failed(shell)
    empty = Pages('<a href="/sx/">市县人大</a>', **{"/sx/": "<p>暂无</p>"}).discover()
    assert "市县人大 http://127.0.0.1:9101/sx/ (it lists nothing)" in failed(empty)
    assert any("not crawled" in said for said in remarks(empty))


def test_a_known_host_has_its_id_from_the_tables() -> None:
    assert identify("http://www.sdrd.gov.cn/", "").site == "shandong"
    path = identify("http://www.sdrd.gov.cn/ytrdweb/", "")
    assert (path.site, path.division, path.scope) == ("p370600", "370600", ("www.sdrd.gov.cn/ytrdweb/",))


def test_an_unknown_host_is_named_by_its_page() -> None:
    names = {
        "<title>青原市人大网-首页</title>": "青原市人大网",
        "<title>首页_青原市人民代表大会常务委员会</title>": "青原市人民代表大会常务委员会",
        "<title>欢迎访问青原人大</title>": "青原人大",
        "<title>index</title><p>主办单位：青原市人大常委会办公室</p>": "青原市人大常委会办公室",
        "<meta name='SiteName' content='青原人大网'><title>首页</title>": "青原人大网",
        "<p>x</p>": "127.0.0.1:9101",
    }
    assert {html: identify(HOME, html).name for html in names} == names
    assert SITE.fullmatch(site_id("http://" + "a" * 63 + ".gov.cn:81/"))
