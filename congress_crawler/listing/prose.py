"""Is this page an article, whose links only lead on?"""

import re

from lxml.html import HtmlElement as Node

BYLINE = re.compile(
    r"(?:来源|发布时间|发布日期|作者|责任编辑|责编|浏览次数|阅读次数|点击数|字号|字体)\s{0,4}[:：【\[（]|上一篇|下一篇"
)
PROSE = 220  # characters of paragraphs beside the rows that make a page an article
PARAGRAPH = 40  # characters of one
LABELS = ("p", "td", "div", "span", "a", "li", "font", "b", "em", "i", "strong")


def is_article(tree: Node, rows: set[Node]) -> bool:
    """Whether the words of a page are an article's, and its rows only lead on.

    In: the tree; the elements of the rows, with what stands between them. Out: True when much prose and the labels of
    a byline stand beside the rows.
    """
    prose = 0
    for node in tree.iter("p", "td", "div", "span"):
        own = sum(len(str(piece).strip()) for piece in (node.text, *(child.tail for child in node)) if piece)
        if own >= PARAGRAPH and not _is_inside(node, rows):
            prose += own
    if prose < PROSE:
        return False
    return any(node.text and BYLINE.search(node.text) and not _is_inside(node, rows) for node in tree.iter(*LABELS))


def _is_inside(node: Node, rows: set[Node]) -> bool:
    return node in rows or any(one in rows for one in node.iterancestors())
