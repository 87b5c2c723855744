"""How many rows and pages does this listing say it has?"""

import re
from typing import NamedTuple

import lxml.html

from congress_crawler.listing import widgets
from congress_crawler.listing.comments import live
from congress_crawler.listing.tree import words

LONGEST = 120  # characters of the words around a total: a pager says it shortly, an article does not
PARTS = 40  # elements right below one that is no pager
SHORT = 50  # characters beyond which a line that names no page is prose
TITLE = 12  # characters of a link beyond which it is a row and no part of a pager
UP = 3
#: Pieces of text that may hold one, short of white space around them.
PIECES = (
    "//text()[contains(., '页') or contains(., '頁') or contains(., '共') or contains(., '总') or contains(., '计')"
    " or contains(., '条') or contains(., 'otal') or contains(., '/')]"
)
BEHIND = (
    r"(?=\s{0,3}(?:记录|信息|数据|文章|新闻|内容|稿件|结果|[每第当分共页首上下尾]|[^\u4e00-\u9fff]|$))"  # no 15条意见
)
ROWS = re.compile(
    r"(?:共\s{0,3}(?:有|计)?|总\s{0,3}(?:共|计|数)\s{0,3}(?:有)?|合计)\s{0,3}[:：]?\s{0,3}(\d{1,7})\s{0,3}(?:(?:条|條|篇|项|则|件)"
    rf"{BEHIND}|个?记录|个?信息)"
    r"|(?:记录总?数|总?记录数|总条数|信息总数|文章总数|总\s{0,2}数|总计|total)\s{0,3}[:：]\s{0,3}(\d{1,7})(?!\s{0,3}[页頁])"
    r"|(?<![\d第])(\d{1,7})\s{0,3}(?:条|條|篇)\s{0,2}(?:记录|信息|文章|数据)",
    re.IGNORECASE,
)
PAGES = re.compile(
    r"(?:共\s{0,3}(?:有|计)?|总\s{0,3}(?:共|计))\s{0,3}[:：]?\s{0,3}(\d{1,5})\s{0,3}[页頁]|(?:总页数|页数|总页|total\s{0,2}pages?)\s{0,3}[:：]?\s{0,3}(\d{1,5})"
    r"|(?<![\d/.-])\d{1,5}\s{0,3}[页頁]?\s{0,3}/\s{0,3}(?:共\s{0,3})?(\d{1,5})\s{0,3}[页頁]?(?![\d/.-])|of\s{1,3}(\d{1,5})\s{0,3}pages?",
    re.IGNORECASE,
)
CURRENT = re.compile(
    r"(?:当前|目前|现在)?\s{0,3}第\s{0,3}(\d{1,5})\s{0,3}(?:[页頁]|/)|(?:页次|当前页码?|当前)\s{0,3}[:：]?\s{0,3}(\d{1,5})"
    r"|(?<![\d/.-])(\d{1,5})\s{0,3}[页頁]?\s{0,3}/\s{0,3}(?:共\s{0,3})?\d{1,5}\s{0,3}[页頁]?(?![\d/.-])",
)
SAID_ROWS = re.compile(
    r"(?i)(?<![\w$])[\"']?(?:total_?records?|record_?count|total_?count|total_?num(?:ber)?|total_?rows?|records_?total)[\"']?"
    r"\s{0,4}[=:]\s{0,4}[\"']?(\d{1,7})\b"
)
SAID_PAGES = re.compile(
    r"(?i)(?<![\w$])[\"']?(?:page_?counts?|total_?pages?|count_?pages?|max_?page(?:num)?|page_?total|n_?page_?count|pages_?total)[\"']?"
    r"\s{0,4}[=:]\s{0,4}[\"']?(\d{1,5})\b"
)
PAGER = re.compile(r"[页頁]|pages?", re.IGNORECASE)
SLASH = re.compile(r"\s{0,4}\d{1,5}\s{0,3}/\s{0,3}\d{1,5}\s{0,4}")


class Totals(NamedTuple):
    """What a listing says of itself."""

    promised: int | None  #: rows
    pages: int | None
    current: int | None  #: the page that this is, 1 the first


def read(tree: lxml.html.HtmlElement | None, code: str) -> Totals:
    """In: the page, its scripts. Out: what the words of the page say, else its scripts; None for what neither does."""
    promised = pages = current = None
    for line in _lines(tree):
        if len(line) > SHORT and not PAGER.search(line):
            continue
        promised = _number(ROWS.search(line)) or promised
        if PAGER.search(line):
            pages = _number(PAGES.search(line)) or pages
            current = _number(CURRENT.search(line)) or current
    widget = widgets.read(code) or widgets.Settings(None, None, None)
    said_rows, said_pages = _number(live(SAID_ROWS, code)), _number(live(SAID_PAGES, code))
    return Totals(
        next((one for one in (promised, said_rows, widget.promised) if one is not None), None),
        next((one for one in (pages, said_pages, widget.pages) if one is not None), None),
        current if current is not None else widget.current,
    )


def _lines(tree: lxml.html.HtmlElement | None) -> list[str]:
    """The short lines that may hold a total, outside of links with more words than it."""
    found: dict[str, None] = {}
    for piece in tree.xpath(PIECES) if tree is not None else ():
        node = piece.getparent()
        if node.tag in {"script", "style", "title", "option", "head"} and not piece.is_tail:
            continue
        if SLASH.fullmatch(piece):
            found[f"{piece} 页"] = None
        elif len(piece) < LONGEST:
            found[_line(node.getparent() if piece.is_tail else node, piece)] = None
    return [line for line in found if line]


def _line(node: lxml.html.HtmlElement, piece: str) -> str:
    """The words of the largest short element around a node; "" for a title of a row."""
    if node.tag == "a" and len(words(node)) > TITLE:
        return ""
    line = " ".join(piece.split())
    for one in (node, *list(node.iterancestors())[:UP]):
        if one.tag in {"body", "html"} or len(one) > PARTS or any(len(words(link)) > TITLE for link in one.iter("a")):
            break
        if len(text := _spaced(one)) > LONGEST:
            break
        line = text
    return line


def _spaced(node: lxml.html.HtmlElement) -> str:
    """The words of a node with a blank between its elements: the pages 1 and 2 are not 12."""
    return " ".join(" ".join(str(piece) for piece in node.itertext()).split())


def _number(match: re.Match[str] | None) -> int | None:
    return int(next(group for group in match.groups() if group)) if match is not None else None
