"""A site that is empty but for its scripts is read through the APIs that the scripts name, or not at all."""

import asyncio
import json
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from congress_crawler.discover import Discovery, Explorer, Got, NoPage
from congress_crawler.listing.step import Step
from tests.discover.pages import COUNTIES, HOME, OWN, TODAY, TOPICS, article, page

SHELL = (
    "<!DOCTYPE html><html><head><title>青原省人大</title></head><body><noscript>请开启JavaScript</noscript>"
    "<div id=app></div><script src=/js/config.js></script><script src=/js/app.js></script>"
    "<script src=/js/list.js></script></body></html>"
)
CLIENT = 'var r=axios.create({baseURL:"/web-api"});function rows(e){return r({url:"/info/list",method:"get",params:e})}'
HASHED = 'new VueRouter({mode:"hash",routes:[{path:"/home"},%s,{path:"/detail/:id"}]});'
QUERY = "var c={data:function(){return{q:{columnId:%s,pageNum:1,pageSize:4}}}};"
LATER = (
    'var c={data:function(){return{q:{columnId:"",pageNum:1,pageSize:4}}},created:function(){this.q.columnId='
    "this.$route.query.cid;this.load()},methods:{load:function(){rows(this.q)}}};"
)
PART = "/*the part with the list*/"
#: What a bundle says, what its API gives of a column, and where the section's list is.
BUNDLES: dict[str, tuple[str, str, str]] = {
    "an id in the query": (
        CLIENT
        + 'function tree(){return r({url:"/site/column/tree",method:"get"})}'
        + QUERY % "this.$route.query.columnId"
        + HASHED % '{path:"/list",component:L}',
        "columnId",
        "#/list?columnId=c3",
    ),
    "an id that is set later, under another name": (
        CLIENT + 'var t=function(){return r.get("/site/column/tree")};' + LATER + HASHED % '{path:"/list"}',
        "id",
        "#/list?cid=c3",
    ),
    "an id in the path": (
        CLIENT
        + 'var t=()=>r.get("/site/column/tree");'
        + QUERY % "this.$route.params.id"
        + HASHED % '{path:"/column/:id"}',
        "code",
        "#/column/c3",
    ),
    "addresses without a hash": (
        CLIENT
        + 'var t=()=>r.get("/site/column/tree");'
        + QUERY % "this.$route.params.code"
        + 'new VueRouter({mode:"history",routes:[{path:"/lanmu/:code"}]});',
        "code",
        "lanmu/c3",
    ),
    "a base that another script says": (
        CLIENT.replace('"/web-api"', "window.site.baseApi")
        + 'var t=()=>r.get("/site/column/tree");'
        + QUERY % "this.$route.query.columnId"
        + HASHED % '{path:"/list"}',
        "columnId",
        "#/list?columnId=c3",
    ),
    "a part with the list, loaded beside the one with the routes": (
        'var r=axios.create({baseURL:"/web-api"});var t=()=>r.get("/site/column/tree");'
        + HASHED % '{path:"/list"}'
        + PART
        + CLIENT
        + QUERY % "this.$route.query.columnId",
        "columnId",
        "#/list?columnId=c3",
    ),
    "a large bundle": (
        CLIENT
        + f'var x="{"y" * 90_000}";'
        + 'function tree(){return r({url:"/site/column/tree",method:"get"})}'
        + f'var z="{"y" * 90_000}";'
        + QUERY % "this.$route.query.columnId"
        + HASHED % '{path:"/list"}',
        "columnId",
        "#/list?columnId=c3",
    ),
}


class App:
    """A site of one page: its bundle, an API of columns, one of rows; articles are pages."""

    def __init__(self, bundle: str, key: str = "columnId", link: str | None = "url") -> None:
        self.bundle, self.key, self.link = bundle, key, link
        self.asked: list[Step] = []

    async def ask(self, step: Step, _role: str) -> Got:
        self.asked.append(step)
        parts = urlsplit(step.url)
        text = self._answer(parts.path, {key: one[0] for key, one in parse_qs(parts.query).items()}, step)
        return Got(url=step.url, text=text, body=text.encode(), headers=[("content-type", "text/html; charset=utf-8")])

    def _answer(self, path: str, query: dict[str, str], step: Step) -> str:
        if path.startswith("/js/"):
            app, _, part = self.bundle.partition(PART)
            return app if "app" in path else part if "list" in path else 'window.site={baseApi:"/web-api"};'
        if path == "/web-api/site/column/tree":
            assert dict(step.headers) == {"Referer": HOME, "X-Requested-With": "XMLHttpRequest"}
            inner = [self._column("工作动态", "c3")]
            top = [self._column("人大要闻", "c1"), {**self._column("市县人大", "c2"), "children": inner}]
            return json.dumps({"code": 0, "data": top})
        if path == "/web-api/info/list":
            return json.dumps(self._rows(query), ensure_ascii=False)
        if path.startswith("/a/"):
            number = int(path[3:-5])
            return page(self._title(number), article(self._title(number), ("市县人大", "工作动态"), number % 9 + 1))
        if path in {"/", "/lanmu/c3", "/lanmu/c2", "/lanmu/c1"}:
            return SHELL
        raise NoPage(step.url, "not-found", "status 404")

    def _column(self, name: str, ident: str) -> dict[str, Any]:
        return {"name": name, self.key: ident, "parentId": "0", "sort": 1}

    def _title(self, number: int) -> str:
        own = OWN[number % 6]
        return own if number >= 100 else f"{COUNTIES[number % 6]}人大常委会视察{TOPICS[number % 6]}第{number}站"

    def _rows(self, query: dict[str, str]) -> dict[str, Any]:
        numbers = {"c1": range(100, 106), "c3": range(6)}.get(query.get("columnId", ""), range(0))
        first = (int(query.get("pageNum", "1")) - 1) * 4
        shown = [self._row(number) for number in numbers[first : first + 4]]
        return {"code": 0, "total": len(numbers), "rows": shown}

    def _row(self, number: int) -> dict[str, Any]:
        row = {"title": self._title(number), "publishTime": f"2024-05-0{number % 9 + 1}", "unid": str(number)}
        return {**row, self.link: f"/a/{number}.html"} if self.link else row

    def discover(self) -> Discovery:
        return asyncio.run(Explorer(self.ask, HOME, TODAY).run())


@pytest.mark.parametrize("name", BUNDLES)
def test_the_columns_of_an_api_lead_to_the_list(name: str) -> None:
    bundle, key, address = BUNDLES[name]
    found = App(bundle, key).discover()
    assert [(one.section, one.url) for one in found.chosen] == [(("市县人大", "工作动态"), HOME + address)], found.notes
    assert found.chosen[0].listing.promised == 6
    assert len(found.chosen[0].reads) == 3


def test_rows_whose_addresses_nothing_says_need_a_browser() -> None:
    bundle, key, address = BUNDLES["an id in the query"]
    detail = 'function one(e){return r({url:"/info/detail/"+e,method:"get"})}'
    found = App(bundle + detail, key, link=None).discover()
    assert [one.url for one in found.chosen] == [HOME + address]
    assert "no script says what their addresses are" in found.chosen[0].unread


@pytest.mark.parametrize(
    "call",
    [
        'r.post("/site/column/save")',
        'r.post("/site/column/deleteTree",{all:1})',
        'r.get("/user/menu/list")',
        'r.get("/site/column/tree/"+id)',
        'r.get("/site/nav/list",{params:{areaCode:area}})',
    ],
)
def test_what_is_no_tree_of_columns_or_asks_for_more_is_left_alone(call: str) -> None:
    app = App(CLIENT + f"var t=()=>{call};" + HASHED % '{path:"/list"}')
    assert not app.discover().chosen
    assert {urlsplit(step.url).path for step in app.asked} <= {
        "/",
        "/js/app.js",
        "/js/config.js",
        "/js/list.js",
        "/web-api/info/list",
    }


def test_a_route_that_would_be_the_same_for_all_columns_is_no_address() -> None:
    bundle = CLIENT + 'var t=()=>r.get("/site/column/tree");' + HASHED % '{path:"/list"}'
    found = App(bundle).discover()
    assert not found.chosen
    assert found.bare
