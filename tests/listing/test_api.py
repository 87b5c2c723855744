"""Lists that a script fills are walked through the API that the page or its script names."""

import json
from urllib.parse import parse_qs, urlsplit

import pytest

from congress_crawler.listing import api, api_rows, inline
from congress_crawler.listing.step import Step
from tests.listing.steps import given, read, walk

URL = "http://rd.a.example/sxrd/list.html"
LINK = (
    "'<li><a href=\"/content/' + item.id + '.html\">' + item.title + '</a><span>' + item.publishTime + '</span></li>'"
)


def shell(script: str, inside: str = '<ul id="list"></ul><div id="pager"></div>', head: str = "") -> str:
    nav = "".join(f'<li><a href="/{name}/">{name}</a></li>' for name in ("首页", "人大要闻", "市县人大", "代表工作"))
    return (
        f"<html><head><title>市县人大</title>{head}</head><body><ul class='nav'>{nav}</ul><h2>市县人大</h2>{inside}"
        f"<div class='footer'>青禾市人大常委会办公室 地址：青禾市人民路 1 号 邮编 000000 网站标识码 0000000000 "
        f"建议使用 1024 以上分辨率浏览本站</div>{script}</body></html>"
    )


def item(number: int) -> dict[str, object]:
    return {"id": 1000 + number, "title": f"青禾县第{number}次会议召开", "publishTime": f"2021-03-{number % 28 + 1:02}"}


def answer_of(page: int, size: int, total: int, *, first: int = 1) -> str:
    start = (page - first) * size
    rows = [item(number) for number in range(start, min(start + size, total))]
    return json.dumps({"code": 200, "data": {"total": total, "list": rows}})


def asked(step: Step) -> dict[str, str]:
    """What a step asks with, in its query or in its form."""
    return {**{key: one[0] for key, one in parse_qs(urlsplit(step.url).query).items()}, **dict(step.form or ())}


GET = f"""<script>var columnId="c12"; var base="/api"; var page=1, pageSize=10;
function load(){{ $.ajax({{url: base + "/getList?columnId=" + columnId + "&page=" + page + "&size=" + pageSize,
 type:"GET", dataType:"json", success:function(res){{ var html=''; $.each(res.data.list,function(i,
 item){{ html += {LINK}; }});
 $('#list').html(html); }} }}); }} load();
$.get('/api/site/visit/count?id=3');</script>"""
POST = f"""<script>function getList(id,page){{ $.post("/info/list.do",{{channelId:id,pageNo:page,pageSize:10}},
 function(r){{
 for(var i=0;i<r.data.list.length;i++){{ var item=r.data.list[i]; html += {LINK}; }} }},"json");
 }} getList("abc",1);</script>"""
BODY = f"""<script>const form = {{current: 1, size: 10, cid: '7', keyword: ''}};
fetch('/prod-api/portal/list', {{method:'POST', headers:{{'Content-Type':'application/json'}},
 body: JSON.stringify(form)}})
 .then(r => r.json()).then(d => d.data.list.forEach(item => {{ html += {LINK} }}))</script>"""
AXIOS = """<script>axios.get('/prod-api/artPageByColumn/5', {params:{pageNum:this.pageNum,pageSize:10}}).then(res=>{
 html = `<a href="/content/${item.id}.html">` })</script>"""
XHR = f"""<script>var pageIndex=1; var x=new XMLHttpRequest(); x.open("GET","/data/list_"+pageIndex+".json",
 true); x.send();
 x.onload=function(){{ html += {LINK} }}</script>"""
OFFSET = f"""<script>var start=0; $.getJSON("/api/news",{{start:start,limit:10,cid:$("#cid").val()}},
 function(d){{ html += {LINK} }});
</script><input type="hidden" id="cid" value="77">"""


@pytest.mark.parametrize(
    "script", [GET, POST, BODY, AXIOS, XHR, OFFSET], ids=["get", "post", "body", "axios", "xhr", "offset"]
)
def test_an_api_of_the_page_is_walked_to_its_stated_total(script: str) -> None:
    def answer(step: Step) -> str:
        if step.url == URL:
            return shell(script)
        said = asked(step) | (json.loads(step.json) if step.json else {})
        name = next((one for one in ("page", "pageNo", "current", "pageNum") if one in said), None)
        page = int(said[name]) if name else int(said["start"]) // 10 + 1 if "start" in said else int(step.url[-6])
        return answer_of(page, 10, 27)

    rows, steps, founds = walk(URL, answer)
    assert len(rows) == 27
    assert len(steps) == 4
    assert len({step.key for step in steps}) == 4
    assert rows[0].url == "http://rd.a.example/content/1000.html"
    assert (rows[0].title, rows[0].date) == ("青禾县第0次会议召开", "2021-03-01")
    assert founds[1].promised == 27
    assert all(step.sure for step in steps)
    assert dict(steps[1].headers)["Referer"] == URL


def test_every_request_of_a_script_says_that_it_is_one() -> None:
    for script in (GET, POST, XHR, BODY, AXIOS):
        found = read(shell(script), URL)
        assert found is not None
        assert found.next is not None
        assert ("X-Requested-With", "XMLHttpRequest") in found.next.headers


def test_a_post_keeps_the_kinds_of_its_values() -> None:
    found = read(shell(BODY), URL)
    assert found is not None
    assert found.next is not None
    assert found.next.json is not None
    assert json.loads(found.next.json) == {"current": 1, "size": 10, "cid": "7", "keyword": ""}


def test_a_counter_is_no_list() -> None:
    script = "<script>$.get('/api/site/visit/count?id=3&page=1'); $.getJSON('/api/weather/list',function(){});</script>"
    page = shell(script, "<ul><li><a href='/a/1.html'>甲会</a><span>2021-03-09</span></li></ul>")
    assert api.read(given(page, URL)) is None


def test_a_page_with_its_own_pager_is_left_to_it() -> None:
    rows = "".join(f"<li><a href='/a/{one}.html'>第{one}次会议</a><span>2021-03-09</span></li>" for one in range(5))
    assert api.read(given(shell(GET, f"<ul>{rows}</ul><a href='list_2.html'>下一页</a>"), URL)) is None


def test_truecms_gives_html_inside_json() -> None:
    script = (
        "<script>var columnId='82e1eed4-ef97-4ba8-b3da-2299d731060c';"
        "function page(n){ $.ajax({type:'get',url:'/TrueCMS/messageController/getMessage.do',"
        "data:{startrecord:(n-1)*20+1,endrecord:n*20,perpage:20,columnId:columnId}}) } page(1);</script>"
    )

    def part(number: int) -> str:
        return (
            f"<div class='part'><a href='content/{number}.html' title='石桥区第{number}次会议'>石桥区…</a>"
            f"<span>2020-05-06</span></div>"
        )

    def answer(step: Step) -> str:
        if step.url == URL:
            return shell(script, f"<ul id='initData'>{''.join(map(part, range(20)))}</ul>")
        said = asked(step)
        assert said["endrecord"] == str(int(said["startrecord"]) + 19)
        parts = "".join(map(part, range(int(said["startrecord"]) - 1, min(int(said["endrecord"]), 45))))
        return json.dumps({"result": f"<totalrecord>45</totalrecord><perpage>20</perpage>{parts}"})

    rows, steps, founds = walk(URL, answer)
    assert len(rows) == 45
    assert rows[44].url == "http://rd.a.example/sxrd/content/44.html"
    assert founds[-1].promised == 45
    assert ("X-Requested-With", "XMLHttpRequest") in steps[1].headers


def test_truecms_without_its_script_is_asked_by_habit_and_not_surely() -> None:
    script = (
        "<script>var columnId='82e1eed4-ef97-4ba8-b3da-2299d731060c';</script><script "
        "src='/TrueCMS/js/jquery.page.js'></script>"
    )
    found = read(shell(script, "<ul id='initData'></ul>"), URL)
    assert found is not None
    assert found.next is not None
    assert found.next.url.startswith(
        "http://rd.a.example/TrueCMS/messageController/getMessage.do?startrecord=1&endrecord=20"
    )
    assert not found.next.sure


FIELD = "$('#columnId').val()"
COLUMN = "82e1eed4-ef97-4ba8-b3da-2299d731060c"
CALL = (
    "$.ajax({url:'/TrueCMS/messageController/getMessage.do',data:{startrecord:s,endrecord:e,perpage:10,columnId:%s}})"
)


@pytest.mark.parametrize(
    "script",
    [
        f"<script>var columnId='{COLUMN}';</script><script src='/TrueCMS/js/jquery.page.js'></script>",
        f"<input type='hidden' id='columnId' value='{COLUMN}'><script src='/js/list.js'></script>",
        f"<meta name='ColumnId' content='{COLUMN}'><script src='/js/list.js'></script>",
        f"<script>function go(n){{var s=(n-1)*10+1,e=n*10;{CALL % repr(COLUMN)}}}</script>",
        f"<input id='columnId' value='{COLUMN}'><script>function go(s,e){{{CALL % FIELD}}}</script>",
    ],
    ids=["another script", "a hidden field", "a meta", "a call within the page", "a call with a field"],
)
def test_truecms_goes_on_behind_the_rows_of_its_page(script: str) -> None:
    parts = "".join(
        f"<div class='part'><a href='c/{n}.html'>石桥区第{n}次会议</a><span>2020.05.06</span></div>" for n in range(10)
    )
    found = read(shell(script, f"<ul id='initData'>{parts}</ul>"), URL)
    assert found is not None
    assert found.next is not None
    said = asked(found.next)
    assert (said["startrecord"], said["endrecord"], said["columnId"]) == ("11", "20", COLUMN)


def test_a_ucap_channel_is_asked_through_its_search_list() -> None:
    head = '<meta name="channelid" content="a1b2c3d4e5">'
    rows = [
        {"title": "甲会召开", "url": "/c1/2021/1.shtml", "publishedTime": 1615248000000, "contentHtml": "<p>文</p>"}
    ]

    def answer(step: Step) -> str:
        return (
            shell("", "<ul id='list'></ul>", head)
            if step.url == URL
            else json.dumps({"data": {"total": 1, "results": rows}})
        )

    found, steps, _ = walk(URL, answer)
    assert (
        steps[1].url
        == "http://rd.a.example/searchList/a1b2c3d4e5?_isAgg=true&_isJson=true&_pageSize=18&_template=index&page=1"
    )
    assert [(row.url, row.date) for row in found] == [("http://rd.a.example/c1/2021/1.shtml", "2021-03-09 08:00:00")]


def test_a_built_unit_is_asked_with_its_query_data() -> None:
    script = (
        '<div class=\'list\'><script parseType="buildstatic" url="/api-gateway/front/page/build/unit" '
        "queryData=\"{'parseType':'buildstatic','webId':'8d82','tplSetId':'2097','pageId':'ca51'}\"></script></div>"
    )

    def answer(step: Step) -> str:
        markup = "<ul><li><a href='/art/1.html'>甲会召开</a><span>2021-03-09</span></li></ul>"
        return shell(script) if step.url == URL else json.dumps({"success": True, "data": {"html": markup}})

    rows, steps, _ = walk(URL, answer)
    assert [row.title for row in rows] == ["甲会召开"]
    assert asked(steps[1]) == {"parseType": "buildstatic", "webId": "8d82", "tplSetId": "2097", "pageId": "ca51"}


def test_an_api_in_a_script_file_is_found_with_the_values_of_the_page() -> None:
    page = shell(
        "<script src='/js/jquery.min.js'></script><script src='/js/common.js'></script><script "
        "src='/js/list.js?v=3'></script>"
        "<script>var channelId='c9';</script>"
    )
    script = (
        f"$(function(){{ getPage(1) }}); function getPage(p){{ "
        f"$.ajax({{url:'/szinf/info/getInfoCommon/?pagesize=15&currpage='+p+"
        f"'&channelid='+channelId, success:function(d){{ html += {LINK} }} }}) }}"
    )

    def answer(step: Step) -> str:
        if step.url == URL:
            return page
        if step.url.endswith(".js") or ".js?" in step.url:
            return script if "list.js" in step.url else "function nothing(){}"
        return answer_of(int(asked(step)["currpage"]), 15, 20)

    rows, steps, _ = walk(URL, answer)
    assert len(rows) == 20
    assert [urlsplit(step.url).path for step in steps] == [
        "/sxrd/list.html",
        "/js/list.js",
        *["/szinf/info/getInfoCommon/"] * 2,
    ]
    assert asked(steps[2]) == {"pagesize": "15", "currpage": "1", "channelid": "c9"}


def test_an_api_is_found_through_data_attributes() -> None:
    page = shell(
        "<script>var el=document.getElementById('list'); var n=1; fetch(el.dataset.api + '?channel=' "
        "+ el.dataset.channelId + '&page=' + n)"
        f".then(r=>r.json()).then(d=>{{ html += {LINK} }})</script>",
        '<ul id="list" data-api="/api/list" data-channel-id="31"></ul>',
    )
    found = read(page, URL)
    assert found is not None
    assert found.next is not None
    assert found.next.url == "http://rd.a.example/api/list?channel=31&page=1"


def test_the_address_of_the_page_says_the_column() -> None:
    page = shell(
        f"<script>$.getJSON('/api/list',{{cid:getQueryString('cid'),pageNo:1,pageSize:5}},"
        f"function(d){{ html += {LINK} }})</script>"
    )
    found = read(page, URL + "?cid=42")
    assert found is not None
    assert found.next is not None
    assert asked(found.next) == {"cid": "42", "pageNo": "1", "pageSize": "5"}


def test_pages_that_start_with_zero_do_so() -> None:
    page = shell(
        f"<script>var page=0; $.getJSON('/api/list?page='+page+'&size=10',function(d){{ html += {LINK} }})</script>"
    )
    rows, steps, _ = walk(
        URL, lambda step: page if step.url == URL else answer_of(int(asked(step)["page"]), 10, 27, first=0)
    )
    assert [asked(step)["page"] for step in steps[1:]] == ["0", "1", "2"]
    assert len(rows) == 27


def test_without_a_total_a_page_that_is_not_full_is_the_last() -> None:
    def answer(step: Step) -> str:
        if step.url == URL:
            return shell(GET)
        page = int(asked(step)["page"])
        return json.dumps({"list": [item(one) for one in range((page - 1) * 10, min(page * 10, 23))]})

    rows, steps, founds = walk(URL, answer)
    assert (len(rows), len(steps), founds[-1].promised) == (23, 4, None)
    assert [step.sure for step in steps] == [True, True, False, False]


def test_a_server_that_gives_fewer_rows_than_asked_is_walked_to_its_total() -> None:
    def answer(step: Step) -> str:
        return shell(GET) if step.url == URL else answer_of(int(asked(step)["page"]), 4, 11)

    rows, _, _ = walk(URL, answer)
    assert len(rows) == 11


def test_an_html_fragment_is_read_relative_to_the_page() -> None:
    page = shell("<script>function go(p){ $('#list').load('/ajax/list.jsp?cid=3&page='+p) } go(1)</script>")

    def answer(step: Step) -> str:
        if step.url == URL:
            return page
        number = int(asked(step)["page"])
        return (
            "".join(f"<li><a href='{number}{one}.html'>第{number}{one}次会议</a>2021-03-09</li>" for one in range(3))
            if number < 3
            else "<p></p>"
        )

    rows, _, _ = walk(URL, answer)
    assert len(rows) == 6
    assert rows[0].url == "http://rd.a.example/sxrd/10.html"


def test_a_wrong_api_leads_to_the_next_one() -> None:
    page = shell(
        f"<script>$.getJSON('/api/notice/list?page=1',function(){{}}); "
        f"$.getJSON('/api/article/list?page=1',function(d){{ html += {LINK} }})</script>"
    )

    def answer(step: Step) -> str:
        return page if step.url == URL else json.dumps({"msg": "no"}) if "notice" in step.url else answer_of(1, 10, 3)

    rows, _, _ = walk(URL, answer)
    assert len(rows) == 3


def test_an_api_that_says_it_has_nothing_is_an_empty_list() -> None:
    _, _, founds = walk(
        URL, lambda step: shell(GET) if step.url == URL else json.dumps({"data": {"total": 0, "list": []}})
    )
    assert (founds[-1].rows, founds[-1].browser, founds[-1].promised) == ([], None, 0)


def test_titles_without_addresses_are_told_and_not_guessed() -> None:
    page = shell("<script>$.getJSON('/api/article/list?page=1',function(d){ draw(d) })</script>")
    _, _, founds = walk(URL, lambda step: page if step.url == URL else answer_of(1, 10, 3))
    assert founds[-1].rows == []
    assert "no script says" in str(founds[-1].browser)


def test_a_page_whose_scripts_name_no_api_needs_a_browser() -> None:
    page = shell("<script src='/js/list.js'></script><script src='/js/app.js'></script>")
    _, steps, founds = walk(URL, lambda step: page if step.url == URL else "function a(){}")
    assert len(steps) == 3
    assert "list.js, app.js" in str(founds[-1].browser)


def test_an_empty_page_without_any_sign_of_a_script_is_not_ours() -> None:
    assert api.read(given(shell("<script src='/js/nav.js'></script>", "<div><p>暂无内容</p></div>"), URL)) is None


def test_jsonp_is_asked_for_with_a_callback_and_read() -> None:
    page = shell(
        f"<script>$.ajax({{url:'//data.a.example/api/list',dataType:'jsonp',data:{{page:1,size:10}},"
        f"success:function(d){{ html += {LINK} }} }})</script>"
    )
    rows, steps, _ = walk(URL, lambda step: page if step.url == URL else f"callback({answer_of(1, 10, 3)});")
    assert len(rows) == 3
    assert asked(steps[1])["callback"] == "callback"


def test_an_api_that_is_the_listing_itself_is_walked() -> None:
    rows = [{"title": "甲会召开", "url": "/a/{}.html", "date": "2021-03-09"}]

    def answer(step: Step) -> str:
        number = asked(step)["pageNum"]
        return json.dumps({"total": 3, "rows": [{**rows[0], "url": f"/a/{number}.html"}]})

    found, steps, _ = walk("http://rd.a.example/api/list?pageNum=1&pageSize=1", answer)
    assert [row.url for row in found] == [f"http://rd.a.example/a/{one}.html" for one in (1, 2, 3)]
    assert len(steps) == 3


@pytest.mark.parametrize(
    ("said", "date"),
    [
        (1615248000000, "2021-03-09 08:00:00"),
        (1615219200, "2021-03-09"),
        ("1615219200000", "2021-03-09"),
        ("/Date(1615219200000)/", "2021-03-09"),
        ([2021, 3, 9, 8, 0], "2021-3-9"),
        ({"time": 1615219200000, "year": 121}, "2021-03-09"),
        ("2021-03-08T16:00:00.000+0000", "2021-03-09"),
        ("2021-03-09 10:11", "2021-03-09 10:11"),
        ("2021年3月9日", "2021年3月9日"),
        (None, None),
        (0, None),
    ],
)
def test_a_date_of_json_is_the_day_in_china(said: object, date: str | None) -> None:
    answer = api_rows.read({"list": [{"title": "甲会", "url": "/a/1.html", "publishTime": said}]}, URL, URL, [])
    assert answer.rows[0].date == date


def test_marks_in_a_title_and_images_are_left_out() -> None:
    data = {
        "list": [
            {
                "title": "<em>青禾</em>县&amp;石桥区",
                "imgUrl": "/i/1.jpg",
                "linkUrl": "",
                "htmlPath": "/a/1.html",
                "id": 7,
            }
        ]
    }
    row = api_rows.read(data, URL, URL, []).rows[0]
    assert (row.title, row.url) == ("青禾县&石桥区", "http://rd.a.example/a/1.html")


def test_of_several_lists_that_with_titles_and_dates_is_read() -> None:
    data = {
        "banners": [{"title": "图", "url": "/b/1.html"}],
        "page": {
            "totalElements": 2,
            "content": [{"title": f"第{one}次", "url": f"/a/{one}", "time": "2021-03-09"} for one in (1, 2)],
        },
    }
    answer = api_rows.read(data, URL, URL, [])
    assert ([row.title for row in answer.rows], answer.total) == (["第1次", "第2次"], 2)


def test_a_prefix_of_the_script_is_put_before_the_address() -> None:
    data = {"list": [{"title": "甲会", "url": "/a/1.html", "date": "2021-03-09"}]}
    assert api_rows.read(data, URL, URL, ["/site{url}"]).rows[0].url == "http://rd.a.example/site/a/1.html"


def test_no_json_is_no_answer() -> None:
    assert api_rows.decode("function a(){ return {} }") is None
    assert api_rows.decode("{broken") is None
    assert inline.read(given("{}", URL)) is None
