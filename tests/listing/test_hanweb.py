"""Rows of a jcms datastore are all found, and dataproxy.jsp is asked as the page's own script asks it."""

from urllib.parse import parse_qs, urlsplit

from congress_crawler.listing import hanweb
from congress_crawler.listing.step import Step
from tests.listing.steps import given, walk

URL = "http://rd.a.example/col/col79/index.html"


def record(number: int) -> str:
    return (
        f"<record><![CDATA[<li><a href='/art/2021/3/{number}/art_79_{number}.html' "
        f"title='青禾县第{number}次会议'>青禾县…</a>"
        f"<span>2021-03-{number:02}</span></li>]]></record>"
    )


def store(numbers: range, total: int, group: str = "") -> str:
    return (
        f"<datastore><nextgroup>{group}</nextgroup><totalrecord>{total}</totalrecord>"
        f"<totalpage>{-(-total // 5)}</totalpage>"
        f"<recordset>{''.join(map(record, numbers))}</recordset></datastore>"
    )


def page(inside: str, script: str = "") -> str:
    return (
        f"<html><body><div class='nav'><a href='/'>首页</a></div><div id='42'></div>"
        f"<script type='text/xml'>{inside}</script><script>{script}</script></body></html>"
    )


SETTINGS = """$(function(){ $('#42').jpage({ themeName:'default', totalRecord:28, perPage:5, groupSize:3,
 barPosition:'bottom',
 proxyUrl:'/module/web/jpage/dataproxy.jsp', openCookies:false,
 ajaxParam:{"col":"1","appid":"1","webid":"3","path":"/","columnid":"79","sourceContentType":"1","unitid":"42",
 "webname":"青禾县人大","permissiontype":"0"} }); });"""


def test_a_datastore_may_hold_all_rows() -> None:
    found = hanweb.read(given(page(store(range(1, 21), 20)), URL))
    assert found is not None
    assert found.rows is not None
    assert len(found.rows) == 20
    assert (found.promised, found.next) == (20, None)
    row = found.rows[0]
    assert (row.url, row.title, row.date) == (
        "http://rd.a.example/art/2021/3/1/art_79_1.html",
        "青禾县第1次会议",
        "2021-03-01",
    )


def test_further_groups_are_posted_for_as_the_settings_say() -> None:
    def answer(step: Step) -> str:
        if step.url == URL:
            return page(store(range(1, 16), 28), SETTINGS)
        asked = {key: int(one[0]) for key, one in parse_qs(urlsplit(step.url).query).items()}
        assert asked == {"startrecord": 16, "endrecord": 30, "perpage": 5}
        return store(range(asked["startrecord"], 29), 28)

    rows, steps, _ = walk(URL, answer)
    assert len(rows) == 28
    assert steps[1].url.startswith("http://rd.a.example/module/web/jpage/dataproxy.jsp?")
    assert steps[1].form is not None
    assert dict(steps[1].form)["webname"] == "青禾县人大"
    assert [key for key, _ in steps[1].form][:3] == ["col", "appid", "webid"]
    assert ("Referer", URL) in steps[1].headers
    assert len(steps) == 2


def test_an_empty_datastore_is_asked_for_from_its_first_record() -> None:
    found = hanweb.read(given(page(store(range(0), 28), SETTINGS), URL))
    assert found is not None
    assert found.next is not None
    assert "startrecord=1&endrecord=15" in found.next.url


def test_the_next_group_named_in_the_datastore_is_followed_to_its_end() -> None:
    def answer(step: Step) -> str:
        number = int(dict(parse_qs(urlsplit(step.url).query)).get("page", ["0"])[0])
        group = f'<![CDATA[<a href="./dataproxy.jsp?page={number + 1}&webid=3&columnid=79&webname=青禾"></a>]]>'
        if number == 0:
            group = group.replace("./", "/module/jpage/")
        inside = store(range(number * 9 + 1, min(number * 9 + 10, 21)), 20, group if number < 2 else "")
        return inside if number else page(inside)

    rows, steps, _ = walk(URL, answer)
    assert len(rows) == 20
    assert (
        steps[2].url
        == "http://rd.a.example/module/jpage/dataproxy.jsp?page=2&webid=3&columnid=79&webname=%E9%9D%92%E7%A6%BE"
    )


def test_records_as_table_rows_and_with_entities_are_rows_too() -> None:
    inside = (
        "<datastore><recordset><record><![CDATA[<tr><td><a href='a/1.html'>甲会</a></td><td>"
        "2021-03-09</td></tr>]]></record>"
        "<record>&lt;li&gt;&lt;a href='a/2.html'&gt;乙会&lt;/a&gt;[2021-03-08]&lt;/li&gt;</record>"
        "</recordset></datastore>"
    )
    found = hanweb.read(given(page(inside), URL))
    assert found is not None
    assert [(row.title, row.date) for row in found.rows or []] == [("甲会", "2021-03-09"), ("乙会", "2021-03-08")]


def test_a_page_without_datastore_is_not_ours() -> None:
    assert hanweb.read(given("<ul><li><a href='1.html'>甲</a>2021-03-09</li></ul>", URL)) is None
