"""Is this page filled by a script, and where does the script get the rows?"""

import re
from urllib.parse import urlsplit

import lxml.html
import msgspec

from congress_crawler.listing.api_call import ApiCall, complete
from congress_crawler.listing.api_calls import ADDRESS, FILE, find_calls
from congress_crawler.listing.api_links import find_links
from congress_crawler.listing.api_way import Way
from congress_crawler.listing.given import Given
from congress_crawler.listing.page_names import inline, is_script, known, scripts
from congress_crawler.listing.script_names import Script
from congress_crawler.listing.script_tokens import tokens
from congress_crawler.listing.script_values import Call, Reader
from congress_crawler.listing.tree import words

STATIC = re.compile(r"createPageHTML\s{0,3}\(|__doPostBack|pagedContent|<datastore>|dataproxy\.jsp")
PAGER = re.compile(r"下一?页|后一?页|末页|尾页|next", re.IGNORECASE)
TEMPLATE = re.compile(r"\{\{|v-for=|ng-repeat=|<%=|text/html|text/template|x-template|text/x-", re.IGNORECASE)
HOLDER = re.compile(r"list|news|con|data|article|main|app|info|result|body|root", re.IGNORECASE)
SHELL = 200  # characters: a page that shows fewer is empty but for its scripts
NAMES = 300  # values that are carried along
UUID = re.compile(r"[\w-]{8,64}$")
TRUECMS = re.compile(r"TrueCMS|\bid\s{0,3}=\s{0,3}[\"']?initData\b")
#: Where TrueCMS pages say their column: in a script, a form field, an attribute, a meta.
COLUMNS = ("columnId", "columnid", "#columnId", "#columnid", "data-columnid", "data-column-id", "meta columnid")
USUAL = 20  # rows of a page of TrueCMS
FEWEST = 5  # rows that a page of TrueCMS shows by itself, if it is a page of its list


def read_page(given: Given, dialect: str) -> Way:
    """What the scripts of a page say, beside the scripts it names. In: the page; the dialect that asks."""
    text = inline(given.tree)
    script = Script(tokens(text))
    names = {**script_names(script), **known(given.tree, given.url)}
    calls = [*_built(given.tree), *find_calls(script, names)]
    calls = calls or _habits(given, names)
    return Way(
        dialect=dialect,
        page=given.url,
        base=given.base,
        calls=calls,
        scripts=scripts(given.tree, given.base, given.url, app=dialect == "router"),
        known=dict(list(names.items())[:NAMES]),
        links=find_links(script, given.tree),
    )


def script_names(script: Script) -> dict[str, str]:
    """What other scripts of the page may read: names set to one value, and arguments of calls as `call name n`."""
    found = {name: value for name, value in script.constants().items() if 0 < len(value) <= 200}
    for name, places in script.calls.items():
        call = script.value(places[0])
        for number, one in enumerate(call.args if isinstance(call, Call) and len(places) == 1 else []):
            if isinstance(one, str | int) and not isinstance(one, bool) and len(str(one)) <= 200:
                found[f"call {name} {number}"] = str(one)
    return found


def _built(tree: lxml.html.HtmlElement | None) -> list[ApiCall]:
    """Jpaas (大汉): `<script parseType="buildstatic" url="…" queryData="{…}">` (seen at www.miit.gov.cn)."""
    found = []
    for node in tree.xpath("//script[@url and @querydata]") if tree is not None else []:
        query = Reader(tokens(str(node.get("querydata")))).value(0)[0]
        fields = [(key, str(one)) for key, one in query.items()] if isinstance(query, dict) else []
        asked = "&".join(f"{key}={one}" for key, one in fields)
        call = complete(ApiCall(url=f"{node.get('url')}?{asked}", headers=[("X-Requested-With", "XMLHttpRequest")]))
        found += [call] if call is not None else []
    return found


def _habits(given: Given, names: dict[str, str]) -> list[ApiCall]:
    """What a CMS asks when the page names no more than its column: TrueCMS, UCAP."""
    column = next((names[one] for one in COLUMNS if one in names), "")
    if TRUECMS.search(given.text) and UUID.match(column):
        size = len(given.rows) if len(given.rows) >= FEWEST else USUAL
        query = f"startrecord=1&endrecord={size}&perpage={size}&columnId={column}"
        return _habit(f"/TrueCMS/messageController/getMessage.do?{query}")
    channel = names.get("meta channelid", "")
    if UUID.match(channel) and not given.rows:
        return _habit(f"/searchList/{channel}?_isAgg=true&_isJson=true&_pageSize=18&_template=index&page=1")
    return []


def _habit(url: str) -> list[ApiCall]:
    call = complete(ApiCall(url=url, headers=[("X-Requested-With", "XMLHttpRequest")], sure=False))
    return [call] if call is not None else []


def is_shell(given: Given) -> bool:
    """Whether a page shows next to nothing and names scripts: the shell of a single-page application.

    A page behind a hash route is one too: what stands beside it is the same for every route.
    """
    if given.tree is None or not given.tree.xpath("//script[@src or @type='module']"):
        return False
    if urlsplit(given.url).fragment.startswith(("/", "!/")):
        return not any(row.date for row in given.rows)
    return len(_shown(given.tree)) < SHELL and not given.tree.xpath("//body//a[@href][string-length(@href) > 1]")


def _shown(tree: lxml.html.HtmlElement) -> str:
    """The words that the page shows without running scripts."""
    body = tree.find("body")
    hidden = {"script", "style", "noscript", "template"}
    pieces = (
        [str(node.text or "") for node in body.iter() if isinstance(node.tag, str) and node.tag not in hidden]
        if body is not None
        else []
    )
    pieces += [str(node.tail or "") for node in body.iter() if node is not body] if body is not None else []
    return " ".join(" ".join(pieces).split())


def has_pager(given: Given) -> bool:
    """Whether the page leads to its next page by itself: by a link below its rows, or by what another dialect reads."""
    if STATIC.search(given.text) or given.tree is None:
        return given.tree is not None
    return bool(given.rows) and any(
        PAGER.search(words(link)) and _leads(str(link.get("href") or "")) for link in given.tree.iter("a")
    )


def _leads(href: str) -> bool:
    return bool(href.strip("# ")) and not href.lower().lstrip().startswith("javascript:")


def is_filled(given: Given) -> bool:
    """Whether something in the page waits to be filled by a script: a template, or an empty element for a list."""
    if given.tree is None:
        return False
    return TEMPLATE.search(given.text) is not None or any(
        _is_empty(node) for node in given.tree.iter("ul", "ol", "tbody", "dl", "div")
    )


def _is_empty(node: lxml.html.HtmlElement) -> bool:
    if any(child.tag != "script" or not is_script(child) for child in node if isinstance(child.tag, str)):
        return False
    if (node.text or "").strip() or any((child.tail or "").strip() for child in node):
        return False
    name = f"{node.get('id') or ''} {node.get('class') or ''}"
    return HOLDER.search(name) is not None if node.tag == "div" else True


def with_script(way: Way, script: Script) -> Way:
    """The way with what one more script says: APIs, patterns of addresses, names."""
    routed = _of_route(way, script)
    names = {**way.known, **routed}
    calls = find_calls(script, {**names, **_default_base(script)})
    links = find_links(script)
    constants = {key: one for key, one in script.constants().items() if len(key) > 3 and ADDRESS.match(one)}
    constants = {key: one for key, one in constants.items() if len(one) < 200 and not FILE.search(one)}
    return msgspec.structs.replace(
        way,
        calls=sorted([*calls, *way.calls], key=lambda call: not call.paged),
        links=list(dict.fromkeys([*way.links, *links]))[:24],
        known=dict(list({**names, **constants}.items())[:NAMES]),
    )


def _default_base(script: Script) -> dict[str, str]:
    return {key: one for key, one in script.constants().items() if len(key) > 3}


def _of_route(way: Way, script: Script) -> dict[str, str]:
    """What the routes of a script say of the page's address.

    `{path: '/sxrd', columnunid: 'J1'}` says the values beside the path; `/list/:code` says `:code`.
    """
    path = (urlsplit(way.page).fragment or urlsplit(way.page).path).partition("?")[0].strip("!/")
    found: dict[str, str] = {}
    for place in script.given.get("path", []) if path else []:
        said = script.value(place)
        if not isinstance(said, str):
            continue
        if ":" in said:
            found |= _matched(said, path)
        elif said.strip("/") in {path, path.rpartition("/")[2]}:
            found |= _beside(script, place)
    return {key: inner for key, inner in found.items() if len(inner) <= 200}


def _matched(route: str, path: str) -> dict[str, str]:
    """`{":code": "sxrd"}` of the route /list/:code and the path list/sxrd; a part with `?` may be missing."""
    wanted, there = route.strip("/").split("/"), path.split("/")
    needed = [one for one in wanted if not one.endswith("?")]
    fits = len(needed) <= len(there) <= len(wanted)
    pairs = list(zip(wanted, there, strict=False))
    if not fits or any(not one.startswith(":") and one != two for one, two in pairs):
        return {}
    return {re.sub(r"[?(].{0,80}", "", one): two for one, two in pairs if one.startswith(":")}


def _beside(script: Script, place: int) -> dict[str, str]:
    """The texts of the object in which a path stands, and of its meta and query."""
    opening = next((at for at in range(place, max(0, place - 40), -1) if script.reader.sign(at) == "{"), None)
    value = script.value(opening) if opening is not None else None
    found: dict[str, str] = {}
    for one in (value, value.get("meta"), value.get("query")) if isinstance(value, dict) else ():
        plain = {key: inner for key, inner in one.items() if isinstance(inner, str)} if isinstance(one, dict) else {}
        found |= plain | {f"?{key}": inner for key, inner in plain.items()}
    return found
