"""Pages that are empty but for their scripts lead to the scripts, and through them to the API."""

import json
from urllib.parse import parse_qs, urlsplit

import pytest

from congress_crawler.listing import columns, menu, router
from congress_crawler.listing.sections import Section
from congress_crawler.listing.step import Step
from tests.listing.steps import given, read, walk

HOME = "http://rd.a.example/"
URL = f"{HOME}#/sxrd?columnunid=J12ab"
PAGE = (
    "<!DOCTYPE html><html><head><meta charset=utf-8><title>青禾市人大</title><link "
    "href=/js/chunk-list.77.js rel=prefetch as=script>"
    "</head><body><noscript><strong>请启用 JavaScript</strong></noscript><div id=app></div>"
    "<script src=/js/chunk-vendors.1.js></script>"
    "<script src=/js/app.2.js></script></body></html>"
)
APP = (
    '(function(e){var r=n("1");r.defaults.baseURL="/prod-api";var o=[{path:"/",redirect:"/home"},'
    '{path:"/home",name:"home"},'
    '{path:"/sxrd",name:"sxrd",meta:{title:"市县人大",columnunid:"J12ab"},component:function(){return n.e(3)}}];'
    'var m=[{name:"\\u8981\\u95fb\\u52a8\\u6001",path:"/ywdt",columnunid:"J7"},{name:"市县人大",'
    'path:"/sxrd",columnunid:"J12ab",'
    'children:[{name:"工作动态",path:"gzdt",columnunid:"J13"}]}];x(this.$route.query.columnunid)})([]);'
)
CHUNK = (
    'n.d(t,"a",function(){return i});var r=n("b7");function i(e){return '
    'Object(r["a"])({url:"/article/list",method:"get",params:e})}'
    "var c={data:function(){return{list:[],total:0,queryParams:{pageNum:1,pageSize:10,"
    "columnunid:this.$route.query.columnunid}}},"
    'methods:{go:function(e){window.open("/content/"+e.id+".html")}}}'
)


def items(page: int, total: int) -> str:
    rows = [
        {"id": n, "title": f"青禾县第{n}次会议", "pubDate": "2021-03-09"}
        for n in range((page - 1) * 10, min(page * 10, total))
    ]
    return json.dumps({"rows": rows, "total": total})


def site(step: Step) -> str:
    path = urlsplit(step.url).path
    if path == "/":
        return PAGE
    if path.endswith(".js"):
        return APP if "app" in path else CHUNK
    query = parse_qs(urlsplit(step.url).query)
    assert query["columnunid"] == ["J12ab"]
    return items(int(query["pageNum"][0]), 24)


def test_a_hash_route_is_walked_through_the_api_of_its_bundle() -> None:
    rows, steps, founds = walk(URL, site)
    assert len(rows) == 24
    assert rows[0].url == f"{HOME}content/0.html"
    assert founds[0].why == "the page is empty but for its scripts"
    assert "/prod-api/article/list" in {urlsplit(step.url).path for step in steps}
    assert not any("vendors" in step.url for step in steps)


def test_a_route_without_query_is_known_by_the_routes_of_the_bundle() -> None:
    rows, _, _ = walk(f"{HOME}#/sxrd", site)
    assert len(rows) == 24


def test_a_shell_without_any_api_needs_a_browser_and_says_why() -> None:
    _, steps, founds = walk(URL, lambda step: PAGE if step.url == URL else "function a(){}")
    assert founds[-1].rows == []
    assert "no API" in str(founds[-1].browser)
    assert "app.2.js" in str(founds[-1].browser)
    assert len(steps) == 3


def test_a_shell_with_libraries_only_needs_a_browser_at_once() -> None:
    found = read(PAGE.replace("app.2", "vue.min").replace("chunk-list", "chunk-vendors"), URL)
    assert found is not None
    assert found.next is None
    assert "names no script" in str(found.browser)


def test_parts_that_a_bundle_loads_later_are_looked_into() -> None:
    page = PAGE.replace("<link href=/js/chunk-list.77.js rel=prefetch as=script>", "")
    loader = (
        'n.p="/";function l(e){return n.p+"js/"+({3:"list",4:"about"}[e]||e)+"."+{3:"1a2b3c4d",4:"5e6f7a8b"}[e]+".js"}'
    )

    def answer(step: Step) -> str:
        if step.url == URL:
            return page
        return loader + APP if "app" in step.url else CHUNK if "list.1a2b3c4d" in step.url else site(step)

    rows, steps, _ = walk(URL, answer)
    assert f"{HOME}js/list.1a2b3c4d.js" in [step.url for step in steps]
    assert len(rows) == 24


def test_modules_named_by_a_bundle_are_looked_into() -> None:
    page = "<html><body><div id='root'></div><script type='module' src='/assets/index-9f.js'></script></body></html>"
    app = (
        'const m=["assets/List-1a.js","assets/style-2.css"];const r=[{path:"/sxrd",component:()=>'
        'p(()=>import("./List-1a.js"),m)}];'
    )
    part = 'const h=await fetch(`/api/article/list?page=${page.value}&size=10&col=sxrd`);router.push("/detail/"+e.id)'

    def answer(step: Step) -> str:
        if "/assets/" in step.url:
            return app if "index" in step.url else part
        return items(int(parse_qs(urlsplit(step.url).query)["page"][0]), 11) if "/api/" in step.url else page

    rows, _, _ = walk(f"{HOME}#/sxrd", answer)
    assert len(rows) == 11
    assert rows[0].url == f"{HOME}#/detail/0"


def test_a_page_that_is_only_a_frame_leads_to_the_frame() -> None:
    found = read(
        "<html><body><div class='crumb'>市县人大</div><iframe src='list.asp?id=3' width='100%'></iframe></body></html>",
        HOME,
    )
    assert found is not None
    assert found.next is not None
    assert found.next.url == "http://rd.a.example/list.asp?id=3"


def test_a_page_with_words_is_no_shell() -> None:
    page = f"<html><body><p>{'本页正在维护。' * 40}</p><script src='/js/app.js'></script></body></html>"
    assert router.read(given(page, HOME)) is None


def test_the_menu_of_a_bundle_leads_to_hash_routes() -> None:
    found = menu.menu(APP, HOME)
    assert Section("市县人大", f"{HOME}#/sxrd?columnunid=J12ab") in found
    assert Section("工作动态", f"{HOME}#/sxrd/gzdt?columnunid=J13") in found
    assert Section("要闻动态", f"{HOME}#/ywdt?columnunid=J7") in found


def test_the_menu_of_a_script_leads_to_addresses() -> None:
    script = (
        "var nav = [{title:'首页',url:'/'},{title:'市县人大',url:'/sxrd/index.html',"
        "sub:[{title:'青禾县',url:'/sxrd/qh/'}]}]; draw(nav);"
    )
    assert menu.menu(script, HOME) == [
        Section("首页", HOME),
        Section("市县人大", f"{HOME}sxrd/index.html"),
        Section("青禾县", f"{HOME}sxrd/qh/"),
    ]


def test_the_menu_of_json_and_of_inline_scripts_is_read() -> None:
    data = {
        "data": [
            {
                "columnName": "市县人大",
                "columnUrl": "/sxrd/",
                "children": [{"columnName": "工作剪影", "columnUrl": "/sxrd/jy/"}],
            }
        ]
    }
    expected = [Section("市县人大", f"{HOME}sxrd/"), Section("工作剪影", f"{HOME}sxrd/jy/")]
    assert menu.menu(json.dumps(data), HOME) == expected
    assert menu.menu(f"<html><body><script>var m = {json.dumps(data)};</script></body></html>", HOME) == expected


def test_routes_with_history_are_addresses_and_routes_with_blanks_are_none() -> None:
    script = (
        'new VueRouter({mode:"history",routes:[{path:"/sxrd",meta:{title:"市县人大"}},'
        '{path:"/detail/:id",meta:{title:"详情页"}}]})'
    )
    assert menu.menu(script, HOME) == [Section("市县人大", f"{HOME}sxrd")]


TREE = {
    "data": [
        {"columnName": "要闻动态", "columnId": "J1", "path": "/1", "url": ""},
        {
            "columnName": "市县人大",
            "columnId": "J2",
            "path": "/2",
            "children": [
                {"columnName": "工作动态", "columnId": "J3", "path": "/2/3"},
                {"columnName": "青禾县", "columnId": "J4", "url": "/sxrd/qh/index.html"},
            ],
        },
    ]
}


@pytest.mark.parametrize(
    ("bundle", "address"),
    [
        ('mode:"hash",routes:[{path:"/list"}];x(this.$route.query.columnId)', "#/list?columnId=J3"),
        ('routes:[{path:"/:page?/list/:id"},{path:"/detail/:id"}]', "#/list/J3"),
        ('const r=[{path:"/lanmu/:code"}];createRouter({history:createWebHistory(),routes:r})', "lanmu/J3"),
        ('createWebHashHistory();const r=[{path:"/list"}];const q=useRoute();q.query.unid', "#/list?unid=J3"),
    ],
)
def test_a_column_of_an_api_leads_where_the_router_leads(bundle: str, address: str) -> None:
    found = {link.name: link for link in columns.columns(json.dumps(TREE), HOME, columns.routes(bundle))}
    assert (found["工作动态"].url, found["工作动态"].above) == (HOME + address, ("市县人大",))
    assert found["青禾县"].url == f"{HOME}sxrd/qh/index.html"


def test_what_is_no_tree_of_columns_has_none() -> None:
    by = columns.routes('routes:[{path:"/list"}];x(this.$route.query.columnId)')
    assert columns.columns("<html></html>", HOME, by) == []
    assert columns.columns('{"code": 500, "msg": "栏目不存在", "data": null}', HOME, by) == []
    assert columns.columns("[" * 500 + "]" * 500, HOME, by) == []
