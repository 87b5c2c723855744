"""Which links of this page may be rows, and which title does each bear?"""

import re
from typing import NamedTuple
from urllib.parse import urljoin

import lxml.html

from congress_crawler.listing import dated
from congress_crawler.listing.tree import words

SCRIPT = re.compile(r"(?i)^(?:javascript:|#(?!!?/)|$)")  # `#/…` and `#!…` are routes, and lead somewhere
OPENED = re.compile(r"(?:open|href|assign|replace)\s{0,4}[(=]\s{0,4}['\"]([^'\"]{2,300})['\"]")
NO_PAGE = re.compile(r"(?i)^(?:mailto|tel|data|about|file|vbscript):")
#: What links of pagers, tools and navigation say; never a title.
TOOL = re.compile(
    r"[\[【<«‹（(]{0,2}(?:首页|网站首页|尾页|末页|最后一?页|第一页|(?:上|下|前|后)一?[页頁]|[前后上下]页|更多|查看更多|more|next|prev(?:ious)?|"
    r"first|last|首頁|末頁|打印(?:本页)?|关闭(?:窗口|本页)?|返回(?:顶部|首页|上页|列表)?|收藏(?:本站)?|分享|设为首页|加入收藏|登录|注册|"
    r"繁体(?:版)?|简体(?:版)?|无障碍(?:浏览)?|联系我们|网站地图|关于我们|English|go|跳转|确定|转到|搜索|\d{1,4}|\W{1,4})"
    r"[\]】>»›）)]{0,4}",
    re.IGNORECASE,
)
ANSWERS = re.compile(
    r"[\[【（(<]?(?:查看|点击|阅读)?(?:详细|详情|全文|内容|查看|阅读|详细内容|阅读全文|查看全文|查看详情|更多|下载)[\]】）)>»\s]{0,4}"
)
PINNED = re.compile(r"^\s{0,4}[\[【（(〔]?\s{0,2}(?:置\s?顶|顶)[\]】）)〕]\s{0,4}|^\s{0,4}置顶[\s:：]\s{0,4}")
BULLET = re.compile(r"^[·•●○■□◆◇▪▫★☆►▶→※>»\s]{1,6}")
CUT = re.compile(r"(?:…{1,3}|\.{2,6}|．{2,6}|。{2,6})\s{0,4}$")
HEADING = ("h1", "h2", "h3", "h4", "h5", "h6")
TITLED = re.compile(r"(?i)(?:^|[\s_-])(?:\w{0,12}title\w{0,6}|tit|bt|name|biaoti)(?:$|[\s_-])")
BLOCKS = (*HEADING, "p", "div", "span", "i", "em", "b", "strong", "dt", "dd", "li", "font", "time", "td")


class Link(NamedTuple):
    """A link as a row may hold it."""

    node: lxml.html.HtmlElement
    href: str  #: as the page has it, or as its script opens it
    url: str  #: absolute; as written when it cannot be made so
    title: str  #: "" for a picture


def read_link(node: lxml.html.HtmlElement, base: str) -> Link | None:
    """A link that may be a row's. In: an `a`; what addresses are relative to. Out: None for tools and dead hooks."""
    href = _address(node)
    if href is None:
        return None
    title = title_of(node)
    if TOOL.fullmatch(title):
        return None
    return Link(node, href, absolute(base, href), title)


def opened(node: lxml.html.HtmlElement) -> bool:
    """Whether an element that is no link is one by its script: onclick="location.href='…'"."""
    return OPENED.search(node.get("onclick") or "") is not None and next(node.iter("a"), None) is None


def bare(url: str) -> str:
    """An address without its fragment, but for one that is a route: that is what names the page.

    >>> bare("http://a.cn/x#top"), bare("http://a.cn/#/list/2")
    ('http://a.cn/x', 'http://a.cn/#/list/2')
    """
    head, mark, fragment = url.partition("#")
    return url if mark and fragment.startswith(("/", "!")) else head


def absolute(base: str, href: str) -> str:
    """The absolute address; as written when urllib cannot split it: the spider names it bad-url."""
    try:
        return urljoin(base, href)
    except ValueError:
        return href


def _address(node: lxml.html.HtmlElement) -> str | None:
    """The address of a link, or what its script opens; None for a hook that leads nowhere."""
    href = (node.get("href") or "").strip()
    if SCRIPT.match(href):
        opened = OPENED.search(href) or OPENED.search(node.get("onclick") or "")
        if opened is not None:
            return opened[1]
        return href if href.lower().startswith("javascript:") else None
    return None if NO_PAGE.match(href) else href


def title_of(node: lxml.html.HtmlElement) -> str:
    """The whole title of a link: its attribute where that is one, else its words, without bullet and [置顶]."""
    text = BULLET.sub("", PINNED.sub("", _shown(node)))
    attribute = _attribute(node, text)
    return attribute or text


def _attribute(node: lxml.html.HtmlElement, text: str) -> str:
    """The title attribute when it is a title: no address, no invitation, and no other thing than the words shown."""
    raw = (node.get("title") or "").strip()
    if not raw or raw.lower().startswith(("http://", "https://", "/", "www.")) or ANSWERS.fullmatch(raw):
        return ""
    lines = [line for line in (" ".join(line.split()) for line in raw.splitlines()) if line]
    stem = CUT.sub("", text)
    best = next((line for line in lines if stem and _bare(line).startswith(_bare(stem))), None)
    if best is not None:
        return best if not CUT.search(best) or len(best) > len(text) else text
    labelled = next((line for line in lines if stem and _bare(stem) in _bare(line)), None)
    if labelled is not None and len(lines) > 1:
        return re.sub(r"^[^:：]{1,8}[:：]\s{0,4}", "", labelled)
    unlike = len(text) >= 6 and not CUT.search(text)  # 点此进入, the name of the site: what is shown is the title
    return "" if unlike else " ".join(lines)


def _bare(text: str) -> str:
    return re.sub(r"[\s·\u3000]{1,9}", "", text)


def _shown(node: lxml.html.HtmlElement) -> str:
    """The words of a link that are its title: of a heading in it, else all without a date that stands by itself."""
    if len(node) == 0:
        return words(node)
    for one in node.iter(*HEADING):
        if text := words(one):
            return text
    for one in node.iter("p", "div", "span", "em", "strong", "b", "i", "font", "td", "dt"):
        if TITLED.search(one.get("class") or "") and (text := words(one)):
            return text
    text = words(node)
    for one in node.iter(*BLOCKS):
        piece = words(one)
        if piece and piece != text and len(piece) <= 24 and dated.is_date(piece):
            text = text.replace(piece, " ", 1)
    return " ".join(text.split())
