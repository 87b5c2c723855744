"""Lists of cities and blocks with a 更多 belong to a section; other sites and the navigation do not."""

import pytest

from congress_crawler.listing import read_listing
from congress_crawler.listing.sublists import is_division
from tests.listing.pieces import SECTION, SITE, around, items


def names(html: str, url: str = SECTION) -> list[tuple[str, str]]:
    return [(one.name, one.url.removeprefix(SITE)) for one in read_listing(html, url).sublists]


CITIES = [("杭州市", "hzs"), ("宁波", "nbs"), ("余杭区人大", "yhq")]
LINKS = "".join(f'<li><a href="/sxrd/{code}/">{name}</a></li>' for name, code in CITIES)
FOUND = [(name, f"/sxrd/{code}/") for name, code in CITIES]


def test_a_section_of_cities_is_followed_and_its_rows_are_read_too() -> None:
    html = around(f'<ul class="citys">{LINKS}</ul><ul>{items(5)}</ul><a href="index_1.html">下一页</a>')
    page = read_listing(html, SECTION)
    assert names(html) == FOUND
    assert len(page.rows) == 5
    assert page.next is not None
    assert read_listing(around(f'<ul class="citys">{LINKS}</ul>'), SECTION).rows == []


def test_the_page_of_one_city_names_them_again() -> None:
    html = around(f'<ul class="citys">{LINKS}</ul><ul>{items(5)}</ul>')
    assert names(html, f"{SECTION}nbs/") == [FOUND[0], FOUND[2]] or names(html, f"{SECTION}nbs/") == FOUND


@pytest.mark.parametrize(
    ("url", "hrefs"),
    [
        ("/channels/ch00711/", ("/channels/ch00712/", "/channels/ch00713/")),
        ("/col/col101/index.html", ("/col/col102/index.html", "/col/col103/index.html")),
        ("/list.php?catid=5", ("/list.php?catid=6", "/list.php?catid=7")),
        ("/List/19-1.htm", ("/List/20-1.htm", "/List/21-1.htm")),
        ("/sxrd.htm", ("/sxrd/hz.htm", "/sxrd/nb.htm")),
        ("/html/gedirenda/", ("/html/gedirenda/km/", "/html/gedirenda/dl/")),
    ],
)
def test_addresses_below_and_beside_the_section_belong_to_it(url: str, hrefs: tuple[str, str]) -> None:
    html = around(f'<div><a href="{hrefs[0]}">青禾县</a> <a href="{hrefs[1]}">云栖市</a></div><ul>{items(3)}</ul>')
    assert names(html, SITE + url) == [("青禾县", hrefs[0]), ("云栖市", hrefs[1])]


@pytest.mark.parametrize(
    "links",
    [
        '<a href="http://hz.example/">杭州市</a><a href="http://nb.example/">宁波市</a>',
        '<a href="/sxrd/hzs/">杭州市</a>',
        '<a href="/sxrd/a/">工作动态</a><a href="/sxrd/b/">经验交流</a><a href="/sxrd/c/">互动专区</a>',
        '<a href="/lfgz/">杭州市</a><a href="/jdgz/">宁波市</a>',
        '<a href="/sxrd/202105/t20210503_1.html">杭州市</a><a href="/sxrd/202105/t20210503_2.html">宁波市</a>',
        '<select><option value="/sxrd/hzs/">杭州市</option><option value="/sxrd/nbs/">宁波市</option></select>',
    ],
)
def test_what_does_not_belong_is_not_followed(links: str) -> None:
    assert names(around(f"<div>{links}</div><ul>{items(3)}</ul>")) == []


def block(name: str, code: str, start: int) -> str:
    more = f'<a class="more" href="/sxrd/{code}/">更多&gt;&gt;</a>'
    return f'<div class="block"><h3>{name}{more}</h3><ul>{items(4, start)}</ul></div>'


HUB = block("基层动态", "jcdt", 0) + block("工作剪影", "gzjy", 10) + block("经验交流", "jyjl", 20)


def test_a_hub_leads_to_the_lists_of_its_blocks() -> None:
    page = read_listing(around(HUB), SECTION)
    assert [(one.name, one.url.removeprefix(SITE)) for one in page.sublists] == [
        ("基层动态", "/sxrd/jcdt/"),
        ("工作剪影", "/sxrd/gzjy/"),
        ("经验交流", "/sxrd/jyjl/"),
    ]
    assert page.rows == []


def test_blocks_beside_a_list_or_on_the_home_page_are_no_hub() -> None:
    with_list = around(f"<ul>{items(9, 30)}</ul>", f'<div class="side">{HUB}</div>')
    page = read_listing(with_list, SECTION)
    assert page.sublists == []
    assert len(page.rows) == 9
    assert read_listing(around(HUB), f"{SITE}/").sublists == []
    assert read_listing(around(HUB + '<a href="index_2.html">下一页</a>'), SECTION).sublists == []
    other = HUB.replace("/sxrd/", "/lfgz/")
    assert read_listing(around(other), SECTION).sublists == []


def test_names_of_divisions_are_known_by_the_lexicon_or_their_form() -> None:
    for name in ("杭州市", "杭州", "余杭区人大", "青禾县", "宁波市人大常委会", "石柱土家族自治县", "湘西州"):
        assert is_division(name), name
    for name in ("立法工作", "首页", "互动专区", "社区", "市县", "全市", "代表风采", "下载专区", "各县区"):
        assert not is_division(name), name


def test_blocks_may_have_their_name_as_link_and_no_more() -> None:
    blocks = "".join(
        f'<div class="block"><h3><a href="/sxrd/{code}/">{name}</a></h3><ul>{items(4, start)}</ul></div>'
        for name, code, start in (("基层动态", "jcdt", 0), ("经验交流", "jyjl", 10))
    )
    assert names(around(blocks)) == [("基层动态", "/sxrd/jcdt/"), ("经验交流", "/sxrd/jyjl/")]
    cities = blocks.replace("基层动态", "杭州市").replace("经验交流", "宁波市")
    assert names(around(cities)) == [("杭州市", "/sxrd/jcdt/"), ("宁波市", "/sxrd/jyjl/")]


def test_rows_with_their_titles_in_headings_are_no_hub() -> None:
    cards = "".join(
        f'<div class="card"><h4><a href="/sxrd/{n}1.html">代表活动{n}</a></h4><i>2021-05-0{n}</i></div>'
        for n in range(5)
    )
    page = read_listing(around(f"<div>{cards}</div>"), SECTION)
    assert (len(page.rows), page.sublists) == (5, [])
