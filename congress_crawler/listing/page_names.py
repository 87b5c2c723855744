"""Which values does this page hold that its scripts may ask with, and which scripts does it name?"""

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qsl, urldefrag, urlencode, urlsplit

import lxml.html

from congress_crawler.listing.api_rows import decode
from congress_crawler.listing.fragments import absolute

MOST = 200  # values of a page that are kept
LONGEST = 200  # characters of one
DEEPEST = 4  # objects within objects of JSON in a page
SCRIPTS = 14  # scripts of a page that are looked into
#: Libraries that name no API of the site.
VENDOR = re.compile(
    r"jquery|swiper|bootstrap|layui|layer|laydate|laypage|echarts|element|axios|polyfill|require|html5|respond|share|"
    r"baidu|cnzz|analytics|jweixin|qrcode|superslide|slide|marquee|swf|video|player|lazyload|animate|moment|lodash|"
    r"underscore|template|modernizr|wow|iscroll|fastclick|flexible|print|vendor|vue|react|angular|pagination|"
    r"hm\.js|tongji|counter|captcha|speech|accessib|wza|canyou|date|calendar|weather|dwz|ueditor|\bie\d",
    re.IGNORECASE,
)
LIKELY = re.compile(r"list|page|col|channel|article|news|content", re.IGNORECASE)
COMMON = re.compile(r"main|app|index|common", re.IGNORECASE)
FIRST = re.compile(r"(?:^|[._/-])(?:config|api|apis|constants?|settings?|env|urls?)(?:[._-]|$)", re.IGNORECASE)


def known(tree: lxml.html.HtmlElement | None, url: str) -> dict[str, str]:
    """What a script can ask its page for.

    Out: `?name` of the address's query and that of its fragment, `#id` and name of form fields, `data-…` attributes
    (also `#id@data-…`), `meta name` of metas, `location` the address, `#id@form` the fields of a form, and what JSON in
    the page says.
    """
    found: dict[str, str] = {"location": url[:LONGEST]}
    for key, value in _asked(url):
        found.setdefault("?" + key, value)
    for form in tree.iter("form") if tree is not None else ():
        fields = [(str(one.get("name")), str(one.get("value") or "")) for one in form.iter("input") if one.get("name")]
        found.setdefault(f"#{form.get('id')}@form", urlencode(fields))
    for data in islands(tree):
        found |= {key: value for key, value in _plain(data, 0) if key not in found}
    for node in tree.iter("input", "meta", "textarea") if tree is not None else ():
        value = str(node.get("value") or node.get("content") or "").strip()
        if node.tag == "meta" and node.get("name"):
            found.setdefault(f"meta {str(node.get('name')).lower()}", value)
        elif value:
            found.update({f"#{node.get('id')}": value} if node.get("id") else {})
            found.update({str(node.get("name")): value} if node.get("name") else {})
    for node in tree.xpath("//*[@*[starts-with(name(), 'data-')]]") if tree is not None else ():
        for key, value in node.items():
            if str(key).startswith("data-"):
                found.setdefault(str(key), str(value))
                found.setdefault(f"#{node.get('id')}@{key}", str(value))
    return {key: value for key, value in list(found.items())[:MOST] if value and len(value) <= LONGEST}


def islands(tree: lxml.html.HtmlElement | None) -> list[Any]:
    """The JSON that stands in a page's script elements, decoded."""
    nodes = tree.xpath("//script[contains(@type, 'json')]") if tree is not None else []
    return [data for node in nodes if (data := decode(str(node.text or ""))) is not None]


def _plain(data: Any, depth: int) -> Iterator[tuple[str, str]]:
    for key, value in data.items() if isinstance(data, dict) and depth < DEEPEST else ():
        if isinstance(value, dict):
            yield from _plain(value, depth + 1)
        elif isinstance(value, str | int) and not isinstance(value, bool):
            yield str(key), str(value)


def _asked(url: str) -> list[tuple[str, str]]:
    """The query of an address and that of a hash route."""
    parts = urlsplit(url)
    return [*parse_qsl(parts.fragment.partition("?")[2]), *parse_qsl(parts.query)]


def inline(tree: lxml.html.HtmlElement | None) -> str:
    """The scripts that stand in the page, one behind the other; templates and data are none."""
    scripts = tree.xpath("//script[not(@src)]") if tree is not None else []
    return "\n;\n".join(str(node.text or "") for node in scripts if is_script(node))


def is_script(node: lxml.html.HtmlElement) -> bool:
    """Whether a script element holds a script: no template, no XML, no JSON."""
    kind = str(node.get("type") or "").lower()
    return kind in {"", "module"} or "javascript" in kind or "ecmascript" in kind


def scripts(tree: lxml.html.HtmlElement | None, base: str, url: str, *, app: bool = False) -> list[str]:
    """Addresses of the page's own scripts that may name an API, the likeliest first: no libraries, no other host."""
    if tree is None:
        return []
    named = [str(one) for one in tree.xpath("//script/@src")]
    named += [str(one) for one in tree.xpath("//link[@as='script' or @rel='modulepreload']/@href")]
    return chosen([absolute(base, one) for one in named], url, app=app)


def chosen(addresses: list[str], url: str, *, app: bool = False) -> list[str]:
    """Those of some scripts that may name an API, the likeliest first.

    In: absolute addresses, the page's; whether they make an application, whose main script says where its API is.
    """
    host = urlsplit(url).netloc.lower()
    own = [one for one in dict.fromkeys(urldefrag(one)[0] for one in addresses) if _host(one) == host]
    own = [one for one in own if not VENDOR.search(urlsplit(one).path.rpartition("/")[2])]
    order = (FIRST, COMMON, LIKELY) if app else (FIRST, LIKELY, COMMON)
    return sorted(own, key=lambda one: _rank(one, order))[:SCRIPTS]


def _rank(address: str, order: tuple[re.Pattern[str], ...]) -> int:
    name = urlsplit(address).path.rpartition("/")[2]
    return next((number for number, pattern in enumerate(order) if pattern.search(name)), len(order))


def _host(address: str) -> str:
    try:
        return urlsplit(address).netloc.lower()
    except ValueError:  # an address urllib cannot split names no script of ours
        return ""
