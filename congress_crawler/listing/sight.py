"""What is seen of a page in one look: the order of its elements, its pager, its breadcrumb, its name?"""

import re

from lxml.html import HtmlElement as Node

from congress_crawler.listing.tree import words

PAGER = re.compile(
    r"[\W_]{0,3}(?:下一?页|上一?页|后一?页|前一?页|尾页|末页|最后一?页|下一頁|next)[\W_]{0,3}", re.IGNORECASE
)
TOTAL = re.compile(
    r"共\s{0,3}\d{1,6}\s{0,3}(?:页|条(?:[^\u4e00-\u9fff]|记录|信息|$))|\d\s{0,3}/\s{0,3}\d{1,4}\s{0,3}页"
)
SHORT = 60  # characters of a pager's words
CALL = re.compile(r"(?i)create_?page\w{0,8}\s{0,4}\(|showpage\w{0,8}\s{0,4}\(|pagination")
PLACE = ("当前位置", "您的位置", "现在的位置", "所在位置", "您现在", "当前栏目", "位置：", "位置:")
TRAIL = 120  # characters of a breadcrumb


class Sight:
    """What is seen of a page in one look: the order of its elements, its pager, its breadcrumb, its name."""

    def __init__(self, tree: Node) -> None:
        self.order: dict[Node, int] = {}
        self.pagers: list[Node] = []
        self.place: Node | None = None
        self.title = words(tree.find(".//title"))
        self.trail = ""
        for number, node in enumerate(tree.iter()):
            self.order[node] = number
            text = node.text
            if text and _is_pager(node, text):
                self.pagers.append(node)
            elif text and self.place is None and any(word in text for word in PLACE):
                self.place = node
                self.trail = words(node if len(words(node)) > len(text) + 4 else node.getparent())[:TRAIL]


def _is_pager(node: Node, text: str) -> bool:
    """Whether an element is of a pager: a link of one, a short total, the script that writes one."""
    if node.tag == "script":
        return CALL.search(text) is not None
    return len(text) < SHORT and (PAGER.fullmatch(text) or TOTAL.search(text)) is not None
