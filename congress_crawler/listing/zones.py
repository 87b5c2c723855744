"""Which parts of a page are furniture: navigation, side columns, blocks of hot and related articles?"""

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise

import lxml.html

from congress_crawler.listing.tree import words


def name_set(names: str) -> frozenset[str]:
    """Names written in one line. In: names with blanks between. Out: the set of them."""
    return frozenset(names.split())


#: Words of class and id that say what an element is. Strong: never the list. Weak: rather not.
STRONG = name_set(
    "nav navbar navi navigation navbox topnav mainnav subnav leftnav menu mainmenu submenu header foot footer aside "
    "friend friends friendlink friendlinks flink flinks yqlj crumb crumbs breadcrumb breadcrumbs related relate "
    "relevant xgyd xgwz xgxw xgnr xglj hotnews hotlist hotspot rank ranking ranklist paihang phb topten recommend "
    "tuijian tjyd toolbar share bdshare login search topbar copyright calendar rili swiper carousel slider prevnext "
    "prenext shangxia sitemap langs lang weather"
)
WEAK = name_set("side sidebar sider sidebox hot latest newest banner slide focus links link bottom")
TAGS = frozenset(("nav", "header", "footer", "aside", "template", "select"))
TOKEN = re.compile(r"[A-Za-z][a-z]*")
NARROW = 300  # pixels: a column so narrow stands beside the list
FAR = 3  # steps up from a list in which its head is looked for
#: Heads of blocks that are not this page's list.
OTHER = re.compile(
    r"(?:相关|延伸|推荐|热点|热门|热评|最热|点击|浏览|阅读|最新|新近|近期|随机|猜你|大家都在|编辑推荐|精彩|友情|图片|站内|本站)"
    r"(?:的)?(?:阅读|文章|新闻|链接|信息|推荐|稿件|报道|内容|资讯|更新|发布|动态|排行榜?|排名|点击|热点|喜欢|看|导航|公告|专题|要闻)"
    r"|(?:点击|阅读|浏览|热点|热门|一周|本周|本月|24小时|人气|热度)(?:排行|热榜|排名|榜)"
    r"|排行榜?|热门|热点|推荐|友情链接|上一篇|下一篇|猜你喜欢|网站导航|专题专栏|快速通道|栏目导航|hot|related|links"
)
PERIOD = re.compile(r"[\d一二三四五六七八九十〇年月日份第季度期.\-/ ]{2,16}")  # 2021年5月: parts of one list
HEADS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6", "caption", "legend", "dt"))
HEAD_TOKENS = name_set("title tit titles head hd heading bt btitle lm lmmc mod boxtitle blocktitle caption")
MORE = re.compile(r"[\[【(（]?(?:查看)?(?:更多|全部|more)(?:内容|信息|新闻|文章)?[\W_]{0,6}", re.IGNORECASE)


def weight(node: lxml.html.HtmlElement) -> int:
    """How much speaks against a list in this element. Out: 0 nothing, 3 little, 12 or more it is furniture."""
    found = 0
    for one in (node, *node.iterancestors()):
        if one.tag in {"body", "html"}:
            break
        if one.tag in TAGS:
            return 12
        names = tokens(one)
        if names & STRONG:
            return 12
        found += 3 * bool(names & WEAK) + 3 * _narrow(one)
    return min(found, 6)


def tokens(node: lxml.html.HtmlElement) -> frozenset[str]:
    """The words of class and id, in small letters: `hotNews_box` gives hot, news, box and hotnews."""
    return _tokens(f"{node.get('class') or ''} {node.get('id') or ''}")


@lru_cache(1024)  # the rows of a list bear the same ones
def _tokens(names: str) -> frozenset[str]:
    found: set[str] = set()
    for name in names.split()[:8]:
        parts = [part.lower() for part in TOKEN.findall(name[:60])]
        found.update(parts)
        found.update(one + two for one, two in pairwise(parts))
        found.add(name[:60].lower())
    return frozenset(found)


def head(node: lxml.html.HtmlElement) -> str:
    """The words over a list: those of the nearest head before it. In: what holds its rows. Out: "" for none."""
    for one in (node, *list(node.iterancestors())[:FAR]):
        if one.tag in {"body", "html"}:
            break
        for before in one.itersiblings(preceding=True):
            if isinstance(before.tag, str) and before.tag not in {"script", "style", "br", "hr"}:
                if (text := title_of(before)) is not None:
                    return text
                break
    return ""


def title_of(node: lxml.html.HtmlElement) -> str | None:
    """The words of an element that is a head, without its 更多; None when it is none."""
    text = words(node)
    if len(text) > 40 or not text or _links(node) > 2:
        return None
    named = node.tag in HEADS or bool(tokens(node) & HEAD_TOKENS)
    inner = next((one for one in node.iter(*HEADS)), None)
    more = any(MORE.fullmatch(words(link)) for link in node.iter("a"))
    if not (named or inner is not None or more or (len(text) <= 12 and not _links(node))):
        return None
    text = " ".join(piece for piece in _pieces(node) if not MORE.fullmatch(piece))
    return text if len(text) <= 20 else None


def is_other(text: str) -> bool:
    """Whether a head says that its block is not the list of this page: 热点文章, 相关阅读."""
    return bool(text) and len(text) <= 12 and OTHER.match(text.strip(" ·|>»:：").lower()) is not None


def is_period(text: str) -> bool:
    """Whether a head is a year or month, which parts one list: 2021年5月."""
    return PERIOD.fullmatch(text) is not None


def _links(node: lxml.html.HtmlElement) -> int:
    return sum(1 for _ in node.iter("a"))


def _pieces(node: lxml.html.HtmlElement) -> Iterator[str]:
    for piece in node.itertext():
        if text := " ".join(str(piece).split()):
            yield text


def _narrow(node: lxml.html.HtmlElement) -> bool:
    width = (node.get("width") or "").strip()
    if node.tag not in {"td", "div", "table"} or not width.isascii() or not width[:4].isdigit():
        return False
    return 100 <= int(width[:4]) <= NARROW if "%" not in width else False
