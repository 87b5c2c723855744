"""How does one who knows the practice sites walk their lists? By the truth, not by what the crawler recognises."""

import json
import re
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import quote, urlencode, urljoin

import lxml.etree
import lxml.html

from congress_crawler.practice.kinds import PracticeSite

ORIGIN = "http://127.0.0.1:8711"
CODECS = {"gb2312": "gb18030", "gbk": "gbk", "utf-8": "utf-8"}


class Visitor:
    """A client of a practice site that answers without a socket."""

    def __init__(self, site: PracticeSite) -> None:
        self.site = site
        self.sent = {"Host": ORIGIN.removeprefix("http://")}

    def status(self, path: str, **headers: str) -> int:
        return self.site.respond("GET", path, self.sent | headers).status

    def bytes(self, path: str) -> bytes:
        return self.site.respond("GET", path, self.sent).body

    def text(self, path: str, **headers: str) -> str:
        answer = self.site.respond("GET", path, self.sent | headers)
        assert answer.status == 200, (self.site.kind, path, answer.status)
        return decode(answer.body)

    def post(self, path: str, form: dict[str, str]) -> str:
        answer = self.site.respond("POST", path, self.sent, urlencode(form).encode())
        assert answer.status == 200, (self.site.kind, path, answer.status)
        return decode(answer.body)


def decode(body: bytes) -> str:
    label = re.search(rb"charset=([\w-]+)", body[:600])
    return body.decode(CODECS[label.group(1).decode()] if label else "utf-8")


def tree_of(page: str | bytes) -> Any:
    return lxml.etree.fromstring(page) if isinstance(page, bytes) else lxml.html.document_fromstring(page)


def hrefs(text: str, where: str, at: str) -> list[str]:
    """The links of the elements that an XPath names, as paths from the root or addresses elsewhere."""
    tree = tree_of(text)
    return [resolved(str(href), at) for node in tree.xpath(where) for href in node.xpath(".//a/@href")]


def resolved(href: str, at: str) -> str:
    return re.sub(r";jsessionid=\w+", "", urljoin(ORIGIN + at, href).removeprefix(ORIGIN))


def rows_of(name: str) -> str:
    return f"//div[not(@class='block')]/*[@class='{name}']"


def files(name: Callable[[int], str], rows: str) -> Callable[[Visitor, str], Iterator[str]]:
    """Pages by their file names in the folder of the list, until one is not there."""

    def walk(visitor: Visitor, first: str) -> Iterator[str]:
        page = 0
        while visitor.status(path := name(page) if name(page)[:1] == "/" else first + name(page)) == 200:
            yield from hrefs(visitor.text(path), rows, path)
            page += 1

    return walk


def words(word: str, rows: str) -> Callable[[Visitor, str], Iterator[str]]:
    """Pages by the link that says so."""

    def walk(visitor: Visitor, first: str) -> Iterator[str]:
        path = first
        while path:
            text = visitor.text(path)
            yield from hrefs(text, rows, path)
            tree = tree_of(text)
            path = next((resolved(str(link.get("href")), path) for link in tree.xpath(f"//a[text()='{word}']")), "")

    return walk


def statements(pattern: str) -> Callable[[Visitor, str], Iterator[str]]:
    """Rows by a pattern in the script; pages by 下一页."""

    def walk(visitor: Visitor, first: str) -> Iterator[str]:
        pages = ["index.html"]
        while pages:
            text = visitor.text(first + pages[0])
            yield from re.findall(pattern, text)
            pages = re.findall(r'<a href="(list_\d+\.html)">下一页', text)

    return walk


def hanweb(visitor: Visitor, first: str) -> Iterator[str]:
    """The first rows from the page, the others by POST as its script would ask."""
    text = visitor.text(first)
    said = dict(re.findall(r"(perPage|totalRecord|unitid|columnid):(\d+)", text))
    per, total = int(said["perPage"]), int(said["totalRecord"])
    yield from re.findall(r'CDATA\[<li><a href="([^"]+)', text)
    proxy = "/module/web/jpage/dataproxy.jsp"
    form = {"columnid": said["columnid"], "unitid": said["unitid"], "webid": "12"}
    for start in range(2 * per + 1, total + 1, 2 * per):
        way = f"{proxy}?startrecord={start}&endrecord={start + 2 * per - 1}&perpage={per}"
        posted = visitor.post(way, form)
        assert posted == visitor.text(f"{proxy}?{urlencode(form)}&page={start // (2 * per)}"), "GET and POST agree"
        yield from re.findall(r'CDATA\[<li><a href="([^"]+)', posted)


def aspnet(visitor: Visitor, first: str) -> Iterator[str]:
    text, page = visitor.text(first), 1
    while True:
        yield from hrefs(text, "//form/table[@class='GridView']", first)
        page += 1
        if f"'Page${page}'" not in text:
            return
        form = dict(re.findall(r'type="hidden" name="(\w+)" id="\w+" value="([^"]*)"', text))
        text = visitor.post(first, form | {"__EVENTTARGET": "ctl00$Main$GridView1", "__EVENTARGUMENT": f"Page${page}"})


def api(visitor: Visitor, first: str) -> Iterator[str]:
    column = re.search(r'columnId = "(\w+)"', visitor.text(first))
    assert column is not None
    page = pages = 1
    while page <= pages:
        way = f"/api/article/list?columnId={column.group(1)}&pageNo={page}&pageSize=10"
        data = json.loads(visitor.text(way, Referer=ORIGIN + first))["data"]
        yield from (row["url"] for row in data["rows"])
        page, pages = page + 1, data["pages"]


def truecms(visitor: Visitor, first: str) -> Iterator[str]:
    text = visitor.text(first)
    yield from hrefs(text, "//ul[@id='initData']", first)
    found = re.search(r"columnId='([\w-]+)',perpage=(\d+),totalrecord=(\d+)", text)
    assert found is not None
    per, total = int(found.group(2)), int(found.group(3))
    sent = {"Referer": ORIGIN + first, "X-Requested-With": "XMLHttpRequest"}
    for start in range(per + 1, total + 1, per):
        way = f"/TrueCMS/messageController/getMessage.do?startrecord={start}&endrecord={start + per - 1}&perpage={per}"
        result = json.loads(visitor.text(f"{way}&columnId={found.group(1)}", **sent))["result"]
        yield from hrefs(result, "//div[@class='part']", first)


def router(visitor: Visitor, first: str) -> Iterator[str]:
    """Works out the API as a browser does."""
    codes = re.search(r"\[([\d,]+)\]", visitor.text("/static/js/app.js"))
    assert codes is not None
    base = "".join(chr(int(code)) for code in codes.group(1).split(","))
    page = pages = 1
    while page <= pages:
        data = json.loads(visitor.text(f"{base}l?c={first.rpartition('/')[2]}&p={page}"))
        yield from (row["way"] for row in data["rows"])
        page, pages = page + 1, data["pages"]


def router_api(visitor: Visitor, first: str) -> Iterator[str]:
    found, page = 0, 1
    while True:
        way = f"/api/content/list?{first.partition('?')[2]}&pageNum={page}&pageSize=15"
        data = json.loads(visitor.text(way))
        yield from (row["url"] for row in data["rows"])
        found, page = found + len(data["rows"]), page + 1
        if found >= data["total"]:
            return


def sitemap(visitor: Visitor, first: str) -> Iterator[str]:
    assert f"Sitemap: {ORIGIN}/sitemap.xml" in visitor.text("/robots.txt")
    tree = tree_of(visitor.bytes("/sitemap.xml"))
    links = [resolved(str(loc), "/") for loc in tree.xpath("//*[local-name()='loc']/text()")]
    yield from (link for link in reversed(links) if link.startswith(first) and link != first)


def rss(visitor: Visitor, first: str) -> Iterator[str]:
    feed = re.search(r'type="application/rss\+xml" title="[^"]+" href="([^"]+)"', visitor.text(first))
    assert feed is not None
    tree = tree_of(visitor.bytes(feed.group(1)))
    yield from (resolved(str(link), "/") for link in tree.xpath("//item/link/text()"))


def trap(visitor: Visitor, first: str) -> Iterator[str]:
    before: list[str] = []
    for page in range(1, 100):
        links = hrefs(visitor.text(f"{first}&page={page}"), rows_of("infolist"), first)
        if links == before:
            return
        yield from links
        before = links


def numbered(before: str, start: int, ending: str) -> Callable[[int], str]:
    """File names: nothing for the first page, then numbers from `start`."""
    return lambda page: f"{before}{page - 1 + start}.{ending}" if page else ""


TRS = files(numbered("index_", 1, "shtml"), rows_of("newsline1"))
CITIES = files(numbered("index_", 1, "shtml"), rows_of("citylist"))
WALKS: dict[str, Callable[[Visitor, str], Iterator[str]]] = {
    "gentlecms": files(numbered("index_", 1, "shtml"), "//li[@class='pagedContent']"),
    "trs-one": TRS,
    "trs-two": files(numbered("index_", 2, "html"), rows_of("list-dl")),
    "hanweb": hanweb,
    "vsb": words("下页", rows_of("list_u8")),
    "enorth": words("下一页", rows_of("weiruan16")),
    "query": words("下一页", f"{rows_of('tablelist')} | {rows_of('news-ul')}"),
    "path": files(lambda page: f"/channel/{page + 1}/zsxrd.html", rows_of("list")),
    "aspnet": aspnet,
    "json": api,
    "truecms": truecms,
    "script-arrays": statements(r"urls\[\d+\]='([^']+)'"),
    "script-titles": statements(r"new title_array\('([^']+)'"),
    "script-write": statements(r"document\.write\('<li><a href=\"([^\"]+)"),
    "plain": words("下一页", rows_of("txtlist")),
    "router": router,
    "router-api": router_api,
    "sitemap": sitemap,
    "rss": rss,
    "sublists": CITIES,
    "trap": trap,
}


def walk(site: PracticeSite) -> list[str]:
    """Every link of every list of the section, in order, as often as it stands there."""
    lists = site.expected().lists
    visitor = Visitor(site)
    return [link for first in lists[len(lists) > 1 :] for link in WALKS[site.kind](visitor, quote(first, "/?=&#"))]
