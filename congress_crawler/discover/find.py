"""Which links of this page may be the county/city section, and which parts does each have?"""

import re
from collections.abc import Iterable
from urllib.parse import urlsplit

import msgspec

from congress_crawler.discover import names
from congress_crawler.discover.menus import script_links
from congress_crawler.listing.trails import Link, read_links
from congress_crawler.normalise.url import PATH_SESSION, canonical

FRIENDS = re.compile(r"链接|网站群|相关网站|网站导航|站群|友情|兄弟")
FRIENDLY = 45  # points off for a name among links to other sites
PARTED = 4  # points for a name with parts that the lexicon knows
SESSION = re.compile(r"([?&])(?:jsessionid|phpsessid|sessionid|aspsessionid\w{0,40})=[^&#]{0,200}&?", re.IGNORECASE)
MANY = 30  # links of such a name that are looked at: a page has one to five
LONGEST = 12  # characters of a part's name: longer links are headlines
HOMES = frozenset(("首页", "网站首页", "主页", "返回首页", "本站首页", "官网首页"))
#: What stands beside the navigation and is no section.
FURNITURE = re.compile(
    r"首页|搜索|检索|登录|注册|导航|地图|欢迎|栏目$|菜单|频道$|当前|位置|收藏|无障碍|繁体|简体|客户端|微信|微博|邮箱|今天|星期"
    r"|(?:人大网|信息网|人大常委会|人民代表大会|官网|门户网站)$"
)


class Head(msgspec.Struct, frozen=True, kw_only=True):
    """A name of the section, where it leads, and the parts that the page's menu shows below it."""

    section: tuple[str, ...]
    url: str | None
    weight: int
    parts: tuple[Link, ...] = ()

    @property
    def name(self) -> str:
        """The section's own name."""
        return self.section[-1]


class Candidates(msgspec.Struct, frozen=True, kw_only=True):
    """What a page offers."""

    heads: list[Head]  #: on this site, best first
    away: list[Link]  #: links of such a name that leave the site
    links: list[Link]  #: all links of the page


def host(url: str) -> str:
    """Host and port of an address, www. left out: what makes two addresses one site's.

    >>> host("http://www.a.gov.cn/x") == host("https://a.gov.cn/"), host("http://127.0.0.1:9101/")
    (True, '127.0.0.1:9101')
    """
    try:
        parts = urlsplit(url)
    except ValueError:
        return ""
    usual = {"http": ":80", "https": ":443"}.get(parts.scheme, "")
    return parts.netloc.lower().removesuffix(usual).removeprefix("www.")


def find(text: str, url: str, *, script: bool = False) -> Candidates:
    """The candidates of a page for the county/city section.

    In: the decoded page and its address; `script`: the text is a script file of the page at that address. Out: the
    names of the lexicon that the page has a link or a menu for, best first, those that lead to other hosts apart.
    """
    links = list(dict.fromkeys([*([] if script else read_links(text, url)), *script_links(text, url)]))
    return among(links, url)


def among(links: list[Link], url: str) -> Candidates:
    """As `find`, of links that were read already. In: the links, the address of the page they stand on."""
    ours = host(url)
    shown, menus = {names.fold(link.name) for link in links}, menu_names(links)
    named = [link for link in links if names.section(link.name)]
    heads = [_linked(link, links, menus, url) for link in named[: 5 * MANY] if host(link.url) == ours]
    heads += _unlinked(links, shown, menus, url)
    best: dict[tuple[str, str | None], Head] = {}
    for head in sorted(heads, key=lambda head: (-head.weight, not head.parts)):
        best.setdefault((names.fold(head.name), head.url), head)
    away = [link for link in named if host(link.url) != ours]
    return Candidates(heads=list(best.values()), away=away[:MANY], links=links)


def _linked(link: Link, links: list[Link], menus: set[str], url: str) -> Head:
    parts = _parts(link.name, links, url)
    weight = names.section(link.name) + (PARTED if any(names.child(part.name) for part in parts) else 0)
    if _among_friends(link, links, url) or any(map(names.topic, link.above)):
        weight -= FRIENDLY
    return Head(section=(*_trail(link.above, menus), link.name), url=link.url, weight=weight, parts=parts)


def _unlinked(links: list[Link], shown: set[str], menus: set[str], url: str) -> list[Head]:
    """Names that are only a heading: a menu that drops down, or a block."""
    heads = {link.above[-1]: link.above for link in links if link.above and names.section(link.above[-1])}
    found = []
    for name, above in heads.items():
        if names.fold(name) in shown or not (parts := _parts(name, links, url)):
            continue
        known = sum(bool(names.child(one.name) or names.place(one.name) or names.inner(one.name)) for one in parts)
        if known:
            section = (*_trail(above[:-1], menus), name)
            found.append(Head(section=section, url=None, weight=names.section(name) + PARTED, parts=parts))
    return found


def _parts(name: str, links: Iterable[Link], url: str) -> tuple[Link, ...]:
    """The short links of this site right below a name in a menu; below a city's name in it too."""
    found = [link for link in links if len(link.name) <= LONGEST and not link.more and host(link.url) == host(url)]
    return tuple(link for link in found if link.above and names.same(link.above[-1], name))


def menu_names(links: Iterable[Link]) -> set[str]:
    """The names of the sections of a page, folded: what may stand above another in a menu.

    In: the links of the page. Out: not the home page, what leads to it (a logo, the name of the site),
    nor a heading below which 首页 stands: that is one of the whole navigation, or of what stands beside it.
    """
    shown: set[str] = set()
    furniture = set(HOMES)
    for link in links:
        name = names.fold(link.name)
        if name in HOMES:
            furniture.update(map(names.fold, link.above))
        elif urlsplit(link.url).path in {"", "/"} and not urlsplit(link.url).query and "#/" not in link.url:
            furniture.add(name)
        shown.add(name)
    return {name for name in shown - furniture if name and not FURNITURE.search(name)}


def _trail(above: tuple[str, ...], menus: set[str]) -> tuple[str, ...]:
    """The headings above a link that are sections themselves: named by a menu of the page or by the lexicon."""
    return tuple(one for one in above if names.fold(one) in menus or names.section(one) or is_way(one))[-2:]


def is_way(name: str) -> bool:
    """Whether a name is that of a section in which others keep theirs; a map of the site is none."""
    return 0 < names.way(name) < names.MAPS


def _among_friends(link: Link, links: list[Link], url: str) -> bool:
    """Whether a link stands under 友情链接 or its like, or in a block that mostly leads to other hosts."""
    if any(FRIENDS.search(one) for one in link.above):
        return True
    block = [other for other in links if other.group == link.group and link.group]
    return len(block) > 2 and sum(host(other.url) != host(url) for other in block) * 2 > len(block)


def clean(url: str) -> str:
    """An address without the session that a server wrote into it for this visit.

    >>> clean("http://a.cn/list.jsp;jsessionid=1F?cid=7"), clean("http://a.cn/l.php?PHPSESSID=ab&cid=7")
    ('http://a.cn/list.jsp?cid=7', 'http://a.cn/l.php?cid=7')
    """
    return SESSION.sub(r"\1", PATH_SESSION.sub("", url)).rstrip("?&")


def children(head: Head, links: list[Link], url: str, home: Iterable[Link]) -> list[Link]:
    """The parts of a section, looked for in the sub-navigation of its own page.

    In: the section; the links of its page and that page's address; the links of the home page. Out: the short links
    below its name; where there are none those in the folder of the page; where there are none either those that the
    home page does not have and that stand under no other section's name; then those below its name or in its folder
    whose names the lexicon does not know. What has a name like a part elsewhere on the
    page (代表工作 › 工作动态 in a menu) is none.
    """
    home = list(home)
    known = {canonical(link.url) for link in home}
    others = {names.fold(link.name) for link in home} - {names.fold(head.name)}
    ranked: dict[int, list[Link]] = {}
    unknown: list[Link] = []
    for link in links:
        if len(link.name) > LONGEST or host(link.url) != host(url):
            continue
        if names.child(link.name) or names.place(link.name):
            ranked.setdefault(_rank(link, head, url, known, others), []).append(link)
        elif names.inner(link.name) and _rank(link, head, url, known, others) < 2:
            unknown.append(link)
    return [*next((ranked[rank] for rank in (0, 1, 2) if rank in ranked), []), *unknown]


def _rank(link: Link, head: Head, url: str, known: set[str], others: set[str]) -> int:
    nearest = link.above[-1] if link.above else ""
    if names.same(nearest, head.name):
        return 0
    if names.fold(nearest) in others and nearest:
        return 3
    folder = urlsplit(url).path.rpartition("/")[0]
    if len(folder) > 1 and urlsplit(link.url).path.startswith(folder + "/") and canonical(link.url) not in known:
        return 1
    return 2 if canonical(link.url) not in known else 3
