"""Which links of this page lead to its other pages?"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from lxml.html import HtmlElement as Node

from congress_crawler.listing import controls as buttons
from congress_crawler.listing import totals as said
from congress_crawler.listing.controls import NUMBER, Control, digits, sign
from congress_crawler.listing.given import Given
from congress_crawler.listing.goto import scripts
from congress_crawler.listing.totals import Totals
from congress_crawler.listing.tree import words
from congress_crawler.listing.zones import name_set, tokens

AROUND = r"[\s\[\]【】<>«»‹›（）()|·→←▶◀▸◂…]{0,6}"
NEXT = re.compile(rf"{AROUND}(?:下\s?一?\s?[页頁]|[后後]一?[页頁]|向后|翻下页|next(?:\s?page)?){AROUND}", re.IGNORECASE)
BACK = re.compile(rf"{AROUND}(?:上\s?一?\s?[页頁]|前一?[页頁]|向前|prev(?:ious)?(?:\s?page)?){AROUND}", re.IGNORECASE)
LAST = re.compile(rf"{AROUND}(?:尾\s?[页頁]|末\s?[页頁]|最后一?[页頁]|最末页|last(?:\s?page)?){AROUND}", re.IGNORECASE)
FIRST = re.compile(rf"{AROUND}(?:首\s?[页頁]|第一[页頁]|最前页|first(?:\s?page)?){AROUND}", re.IGNORECASE)
CURRENT = name_set("current active on cur now selected thisclass thispage hover currentpage sel curr focus pagecurrent")


class Pager(NamedTuple):
    """What a page shows of its neighbours."""

    next: str | None = None  #: address of 下一页, absolute
    back: str | None = None
    first: str | None = None
    last: str | None = None
    calls: tuple[str, ...] = ()  #: scripts of 下一页 and of the numbers, which lead there where no address does
    choices: tuple[tuple[str, int], ...] = ()  #: scripts of lists of numbers, and the value of the next page in each
    labels: frozenset[int] = frozenset()  #: numbers that are shown, with and without an address
    numbers: dict[int, str] = {}  #: number of a page → its address
    totals: Totals = Totals(None, None, None)
    shown: bool = False  #: there is a pager at all

    @property
    def current(self) -> int | None:
        """The number of this page as the page says it."""
        return self.totals.current


def read(given: Given) -> Pager:
    """The pager of a page. Out: an empty one when it has none."""
    tree = given.tree
    if tree is None:
        return Pager()
    controls = buttons.read(tree, given)
    named = [one for one in controls if _is(one, NEXT) or _is(one, BACK) or _is(one, LAST)]
    arrows = [one for one in controls if sign(one)]
    figures = _figures(controls, named + arrows)
    signs = [one for one in arrows if _near(one, named + figures + [other for other in arrows if other is not one])]
    signs.sort(key=lambda one: len(one.label))  # > is the next page, >> may be the last
    found = said.read(tree, scripts(tree))
    following = [one for one in controls if _is(one, NEXT)] + [one for one in signs if sign(one) == "next"]
    numbers = {int(digits(one)): one.url for one in reversed(figures) if one.url}
    current = found.current or _current(figures, named + signs)
    return Pager(
        next=_first(following, given.url),
        back=_first([one for one in controls if _is(one, BACK)], None)
        or _first([one for one in signs if sign(one) == "back"], None),
        first=_first([one for one in controls if _is(one, FIRST) and _near(one, named)], None),
        last=_first([one for one in controls if _is(one, LAST)], None),
        calls=tuple(one.call for one in following if one.call) + _calls_on(figures, current),
        choices=tuple(_choices(tree, (current or 1) + 1)),
        labels=frozenset(int(digits(one)) for one in figures),
        numbers=numbers,
        totals=Totals(found.promised, found.pages, current),
        shown=bool(named or figures),
    )


def _is(control: Control, label: re.Pattern[str]) -> bool:
    return label.fullmatch(control.label) is not None


def _figures(controls: list[Control], named: list[Control]) -> list[Control]:
    """Controls with the number of a page: several together, or beside 下一页."""
    found = [one for one in controls if digits(one)]
    return [one for one in found if _near(one, named) or (one.node.tag == "option" and len(found) > 1)] or [
        one for one in found if len(found) > 1 and _near(one, [other for other in found if other is not one])
    ]


def _near(control: Control, others: list[Control]) -> bool:
    """Whether one of the others stands in the same block, at most three steps up."""
    around: list[Node] = []
    for one in control.node.iterancestors():
        if one.tag in {"body", "html"} or len(around) == 3:
            break
        around.append(one)
    return any(one in around for other in others for one in list(other.node.iterancestors())[:3])


def _first(controls: list[Control], but: str | None) -> str | None:
    """The first address; one that is the page itself counts for none."""
    return next((one.url for one in controls if one.url and one.url != but), None)


def _current(figures: list[Control], others: list[Control]) -> int | None:
    """The number of this page: marked by its class, or standing among the others without a link."""
    for one in figures:
        if tokens(one.node) & CURRENT or (one.node.getparent() is not None and tokens(one.node.getparent()) & CURRENT):
            return int(digits(one))
        if one.node.tag == "option" and one.node.get("selected") is not None:
            return int(digits(one))
    linked = {int(digits(one)) for one in figures}
    for control in figures[:1] or others[:1]:
        for around in list(control.node.iterancestors())[:3]:
            for piece in _loose(around):
                value = int(piece)
                if value not in linked and ({value + 1, value - 1} & linked):
                    return value
    return None


def _loose(around: Node) -> Iterator[str]:
    """Figures that stand by themselves in a block, in no link."""
    for node in around.iter():
        if not isinstance(node.tag, str) or len(around) > 60:
            continue
        pieces = [node.tail] if node.tag == "a" and node.get("href") else [node.text, node.tail]
        for piece in pieces:
            if piece and (match := NUMBER.fullmatch(piece)):
                yield match[1]


def _calls_on(figures: list[Control], current: int | None) -> tuple[str, ...]:
    """The script of the number after this page's."""
    wanted = (current or 1) + 1
    return tuple(one.call for one in figures if one.call and int(digits(one)) == wanted)


def _choices(tree: Node, wanted: int) -> Iterator[tuple[str, int]]:
    """The scripts of lists to choose a page's number from, with what the page wanted is called in the list."""
    for node in tree.iter("select"):
        labels = [(NUMBER.fullmatch(words(one)), one) for one in node.iter("option")]
        if not node.get("onchange") or not all(match for match, _ in labels):
            continue
        for match, option in labels:
            value = (option.get("value") or words(option)).strip()
            if match and int(match[1]) == wanted and value.isascii() and value.isdecimal():
                yield str(node.get("onchange")), int(value)
