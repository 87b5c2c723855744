"""Where does this page send a reader who has not come to the home page yet, or to a list of all sections?"""

import re
from urllib.parse import urljoin, urlsplit

import msgspec

from congress_crawler.discover import names
from congress_crawler.discover.find import host
from congress_crawler.extract.shown import visible
from congress_crawler.listing.trails import Link
from congress_crawler.listing.tree import base_of, parse

FEW = 12  # links: a page with fewer may be a cover
VERY_FEW = 4  # links: a page with so few has nothing else to lead to
REFRESH = re.compile(r"url\s{0,9}=\s{0,9}[\"']?\s{0,9}([^\"'\s>]{1,300})", re.IGNORECASE)
JUMP = re.compile(
    r"(?:location(?:\.href)?\s{0,9}=\s{0,9}|location\.(?:replace|assign)\s{0,9}\(\s{0,9}|window\.open\s{0,9}\(\s{0,9})"
    r"[\"']([^\"'\s<>]{1,300})[\"']",
    re.IGNORECASE,
)
ENTER = re.compile(
    r"(?:点击|点此|直接)?进入(?:首页|主页|网站|本站|官网|主站|人大网)?|首页|网站首页|主页|enter|index", re.IGNORECASE
)
INDEX = re.compile(r"/(?:index|default|main|home)\d?\.\w{3,5}", re.IGNORECASE)
OFFICE = re.compile(
    r"联系|关于|我们|登录|注册|邮箱|收藏|设为|搜索|投稿|声明|手机|微信|微博|客户端|无障碍|繁体|RSS|English|版权"
)
SCRIPTS = re.compile(
    r"(?:menu|nav|head|top|channel|column|app|main|index|chunk|router|common|site|data|config|lanmu|daohang)",
    re.IGNORECASE,
)
LIBRARIES = re.compile(
    r"jquery|vendor|swiper|layui|bootstrap|polyfill|vue(?:\.min)?\.js|count|stat|share|player|hm\.js", re.IGNORECASE
)


#: Pieces of a page that a script puts there: $("#top").load("/inc/top.html"), fetch("nav.html"), data-include="…".
INCLUDE = re.compile(
    r"(?:\.load|\.get|\.post|fetch|include|import|ajax|open)\s{0,9}\([^()\n]{0,60}?[\"']([^\"'\s<>]{1,200})[\"']"
    r"|\b(?:url|href|src)\s{0,9}:\s{0,9}[\"']([^\"'\s<>]{1,200})[\"']"
    r"|\b(?:data-|w3-)?include(?:-html|-src|-url)?\s{0,9}=\s{0,9}[\"']([^\"'\s<>]{1,200})[\"']",
    re.IGNORECASE,
)
PIECE = re.compile(r"\.(?:s?html?|inc|tpl|jsp|aspx?|php|txt|do)(?:\?|$)", re.IGNORECASE)


class Way(msgspec.Struct, frozen=True):
    """A page to look at when this one has no section. `kind`: frame, jump, cover, include, script, likely or other."""

    kind: str
    url: str
    name: str


def ways(text: str, url: str, links: list[Link]) -> list[Way]:
    """The ways on from a page without a section, the most promising first.

    In: the decoded page, its address, its links. Out: its frames, where it jumps to, the door of a cover page, its
    script files, the pages that may have more sections; each address once, this page not among them.
    """
    found = [
        *_frames(text, url),
        *jumps(text, url, links),
        *_covers(text, url, links),
        *_likely(links),
        *_includes(text, url),
        *_files(text, url),
        *_others(links),
    ]
    one_each = {way.url: way for way in reversed(found) if way.url not in {url, url.partition("#")[0]}}
    return [way for way in dict.fromkeys(found) if one_each.get(way.url) == way]


def bare(text: str) -> str:
    """What a page without links consists of, in words. In: a decoded page. Out: "" for a page with links."""
    tree = parse(text)
    if tree is None:
        return f"{len(text)} characters and no HTML"
    if tree.xpath("//a[@href]"):
        return ""
    sources = [str(src).rpartition("/")[2][:40] for src in tree.xpath("//script/@src")]
    named = " ".join(sources[:5]) or "inline"
    return f"{len(tree.xpath('//script'))} scripts ({named}) and {len(visible(text))} visible characters"


def _frames(text: str, url: str) -> list[Way]:
    tree = parse(text)
    base = base_of(tree, url)
    nodes = tree.xpath("//frame[@src] | //iframe[@src]") if tree is not None else []
    targets = [(_join(base, str(node.get("src"))), str(node.get("name") or node.get("id") or "")) for node in nodes]
    return [Way("frame", target, f"frame {name}".strip()) for target, name in targets if target]


def jumps(text: str, url: str, links: list[Link]) -> list[Way]:
    """Where a page sends browsers. In: the decoded page, its address, its links. Out: a way for each address.

    A refresh at any time; a script's jump only on a page with few links, for menus jump too.
    """
    tree = parse(text)
    refreshes = (
        tree.xpath("//meta[translate(@http-equiv,'REFSH','refsh')='refresh']/@content") if tree is not None else []
    )
    targets = [found.group(1) for one in refreshes if (found := REFRESH.search(str(one)))]
    if len({link.url for link in links}) < FEW:
        targets += [found.group(1) for found in JUMP.finditer(text)]
    base = base_of(tree, url)
    return [Way("jump", full, "sends browsers on") for target in targets if (full := _join(base, target))]


def _covers(text: str, url: str, links: list[Link]) -> list[Way]:
    """The doors of a page with few links: what says so, what is an index page; of very few links, pictures too, all."""
    if len({link.url for link in links}) >= FEW:
        return []
    doors = [(link.url, link.name) for link in links if ENTER.fullmatch(link.name) or _is_index(link.url)]
    tree = parse(text)
    hrefs = {str(href) for href in tree.xpath("//a/@href | //area/@href")} if tree is not None else set()
    if len(hrefs) <= VERY_FEW:
        base, named = base_of(tree, url), {link.url for link in links} if len(hrefs) > 1 else set()
        pictures = [full for href in hrefs if (full := _join(base, href)) and host(full) == host(url)]
        doors += [(full, "a picture") for full in sorted(pictures) if full not in named]
    return [Way("cover", target, name) for target, name in doors]


def _is_index(url: str) -> bool:
    return INDEX.fullmatch(urlsplit(url).path) is not None


def _likely(links: list[Link]) -> list[Way]:
    """Site maps and the sections in which others keep theirs, by the lexicon's weight."""
    found = sorted((link for link in links if names.way(link.name)), key=lambda link: -names.way(link.name))
    return [Way("likely", link.url, link.name) for link in found]


def _others(links: list[Link]) -> list[Way]:
    """The other sections of the menu: short names that no lexicon knows, in page order."""
    short = [link for link in links if 2 <= len(names.fold(link.name)) <= 6 and not link.more]
    found = [
        link for link in short if not (names.way(link.name) or ENTER.fullmatch(link.name) or OFFICE.search(link.name))
    ]
    return [Way("other", link.url, link.name) for link in found]


def _files(text: str, url: str) -> list[Way]:
    """Script files whose name says that they may hold the menu."""
    tree = parse(text)
    base = base_of(tree, url)
    sources = [str(src) for src in tree.xpath("//script/@src")] if tree is not None else []
    named = [(_file(full), full) for src in sources if (full := _join(base, src))]
    found = [full for name, full in named if not LIBRARIES.search(name)]
    found.sort(key=lambda full: SCRIPTS.search(_file(full)) is None)
    return [Way("script", full, _file(full)) for full in found]


def _includes(text: str, url: str) -> list[Way]:
    """Pieces of pages that the scripts of this one load: those with a name like a menu's first."""
    named = [next(filter(None, found.groups())) for found in INCLUDE.finditer(text)]
    full = [one for target in named if PIECE.search(target) and (one := _join(url, target)) and host(one) == host(url)]
    full.sort(key=lambda one: SCRIPTS.search(_file(one)) is None)
    return [Way("include", one, _file(one)) for one in full]


def _file(url: str) -> str:
    return urlsplit(url).path.rpartition("/")[2][:60]


def _join(base: str, href: str) -> str | None:
    try:
        full = urljoin(base, href.strip())
        return full if urlsplit(full).scheme in {"http", "https"} else None
    except ValueError:
        return None
