"""Which links of this page lead to its other pages?"""

import re
from collections.abc import Iterator
from typing import NamedTuple
from urllib.parse import urlsplit

from lxml.html import HtmlElement as Node

from congress_crawler.listing import totals as said
from congress_crawler.listing.given import Given
from congress_crawler.listing.goto import scripts
from congress_crawler.listing.links import absolute
from congress_crawler.listing.totals import Totals
from congress_crawler.listing.tree import words
from congress_crawler.listing.zones import name_set, tokens

AROUND = r"[\s\[\]【】<>«»‹›（）()|·→←▶◀▸◂…]{0,6}"
NEXT = re.compile(rf"{AROUND}(?:下\s?一?\s?[页頁]|[后後]一?[页頁]|向后|翻下页|next(?:\s?page)?){AROUND}", re.IGNORECASE)
BACK = re.compile(rf"{AROUND}(?:上\s?一?\s?[页頁]|前一?[页頁]|向前|prev(?:ious)?(?:\s?page)?){AROUND}", re.IGNORECASE)
LAST = re.compile(rf"{AROUND}(?:尾\s?[页頁]|末\s?[页頁]|最后一?[页頁]|最末页|last(?:\s?page)?){AROUND}", re.IGNORECASE)
FIRST = re.compile(rf"{AROUND}(?:首\s?[页頁]|第一[页頁]|最前页|first(?:\s?page)?){AROUND}", re.IGNORECASE)
SIGNS = {
    "next": frozenset((">", "›", "»", ">>", "→", "▶", "▸", "＞", "》")),
    "back": frozenset(("<", "‹", "«", "<<", "←", "◀", "＜", "《")),
}
NUMBER = re.compile(r"[\s\[\]【】（）()第.]{0,4}(\d{1,4})[\s\[\]【】（）()页頁.]{0,4}")
CURRENT = name_set("current active on cur now selected thisclass thispage hover currentpage sel curr focus pagecurrent")
DEAD = frozenset(("disabled", "disable", "nolink", "forbid"))
CALENDAR = re.compile(r"[日一]\W{0,9}[一二]\W{0,9}[二三]\W{0,9}[三四]\W{0,9}[四五]\W{0,9}[五六]\W{0,9}[六日]")
DAYS = re.compile(r"(?i)[?&](?:year|month|date|day|y|m|d|ym)=|/(?:calendar|rili)/")
NOWHERE = re.compile(
    r"(?i)^(?:#.{0,80}|javascript\s{0,3}:\s{0,3}(?:void\s{0,3}\(?\s{0,3}0?\s{0,3}\)?|;|//|return false)?\s{0,3};?)?$"
)
LONGEST = 14  # characters of a label
TAGS = ("a", "area", "button", "input", "span", "li", "em", "i", "div", "td", "strong", "b", "font", "link", "option")


class Control(NamedTuple):
    """Something to click on: its element, its label, where it leads, or the script it runs."""

    node: Node
    label: str
    url: str | None
    call: str | None


class Pager(NamedTuple):
    """What a page shows of its neighbours."""

    next: str | None = None  #: address of 下一页, absolute
    back: str | None = None
    first: str | None = None
    last: str | None = None
    calls: tuple[str, ...] = ()  #: scripts of 下一页 and of the numbers, which lead there where no address does
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
    controls = [one for one in _controls(tree, given) if not _in_calendar(one)]
    named = [one for one in controls if _is(one, NEXT) or _is(one, BACK) or _is(one, LAST)]
    arrows = [one for one in controls if _sign(one)]
    figures = _figures(controls, named + arrows)
    signs = [one for one in arrows if _near(one, named + figures + [other for other in arrows if other is not one])]
    signs.sort(key=lambda one: len(one.label))  # > is the next page, >> may be the last
    found = said.read(tree, scripts(tree))
    following = [one for one in controls if _is(one, NEXT)] + [one for one in signs if _sign(one) == "next"]
    numbers = {int(_digits(one)): one.url for one in reversed(figures) if one.url}
    current = found.current or _current(figures, named + signs)
    return Pager(
        next=_first(following, given.url),
        back=_first([one for one in controls if _is(one, BACK)], None)
        or _first([one for one in signs if _sign(one) == "back"], None),
        first=_first([one for one in controls if _is(one, FIRST) and _near(one, named)], None),
        last=_first([one for one in controls if _is(one, LAST)], None),
        calls=tuple(one.call for one in following if one.call) + _calls_on(figures, current) + _choices(tree),
        numbers=numbers,
        totals=Totals(found.promised, found.pages, current),
        shown=bool(named or figures),
    )


def _controls(tree: Node, given: Given) -> Iterator[Control]:
    for node in tree.iter(*TAGS):
        if node.tag not in {"a", "area", "button", "input", "link", "option"} and not node.get("onclick"):
            continue
        if len(node) == 0 and node.text and len(node.text) > 4 * LONGEST:
            continue
        if (label := _label(node)) is None:
            continue
        call = node.get("onclick") or ""
        href = _href(node)
        url = None if href is None or tokens(node) & DEAD else _address(href, given)
        if href is not None and href.lower().startswith("javascript:") and not NOWHERE.match(href):
            call = href
        yield Control(node, label, url, call or None)


def _href(node: Node) -> str | None:
    """Where an element says that it leads: its address, or the value of an option that is one."""
    if node.tag == "option":
        value = (node.get("value") or "").strip()
        return value if re.search(r"[./?]", value) else None
    return (node.get("href") or node.get("data-href") or node.get("data-url") or "").strip() or None


def _address(href: str, given: Given) -> str | None:
    if NOWHERE.match(href) or href.lower().startswith("javascript"):
        return None
    full = absolute(given.base, href).partition("#")[0]
    try:
        parts = urlsplit(full)
    except ValueError:
        return None
    same = parts.netloc.lower().removeprefix("www.") == urlsplit(given.url).netloc.lower().removeprefix("www.")
    return full if parts.scheme in {"http", "https"} and same and not DAYS.search(full) else None


def _label(node: Node) -> str | None:
    """What a control is called: its words, or those of the picture in it; None when it is too long for one."""
    if node.tag == "link":
        return "next" if "next" in (node.get("rel") or "").lower().split() else None
    if node.tag == "input":
        kind = (node.get("type") or "").lower()
        text = node.get("value") or node.get("alt") or ""
        return text.strip() if kind in {"button", "submit", "image"} and 0 < len(text) <= LONGEST else None
    text = words(node)
    if node.tag == "a" and "next" in (node.get("rel") or "").lower().split() and len(text) <= LONGEST:
        return "next"
    if not text or (len(text) <= 2 and not text.isdigit() and node.get("title")):
        picture = next(
            (one.get("alt") or one.get("title") for one in node.iter("img") if one.get("alt") or one.get("title")), None
        )
        text = picture or node.get("title") or node.get("aria-label") or text
    text = " ".join(text.split())
    return text if 0 < len(text) <= LONGEST else None


def _is(control: Control, label: re.Pattern[str]) -> bool:
    return label.fullmatch(control.label) is not None


def _sign(control: Control) -> str | None:
    """What an arrow says; None for words."""
    bare = control.label.replace(" ", "")
    return next((name for name, signs in SIGNS.items() if bare in signs), None)


def _digits(control: Control) -> str:
    match = NUMBER.fullmatch(control.label)
    return match[1] if match else ""


def _figures(controls: list[Control], named: list[Control]) -> list[Control]:
    """Controls with the number of a page: several together, or beside 下一页."""
    found = [one for one in controls if _digits(one)]
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


def _in_calendar(control: Control) -> bool:
    """Whether a control turns the months of a calendar."""
    if not (_digits(control) or _sign(control)):
        return False
    for one in list(control.node.iterancestors())[:6]:
        if tokens(one) & {"calendar", "rili", "datepicker"}:
            return True
        if one.tag in {"table", "div"} and CALENDAR.search(words(one)[:400]):
            return True
    return False


def _first(controls: list[Control], but: str | None) -> str | None:
    """The first address; one that is the page itself counts for none."""
    return next((one.url for one in controls if one.url and one.url != but), None)


def _current(figures: list[Control], others: list[Control]) -> int | None:
    """The number of this page: marked by its class, or standing among the others without a link."""
    for one in figures:
        if tokens(one.node) & CURRENT or (one.node.getparent() is not None and tokens(one.node.getparent()) & CURRENT):
            return int(_digits(one))
        if one.node.tag == "option" and one.node.get("selected") is not None:
            return int(_digits(one))
    linked = {int(_digits(one)) for one in figures}
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
    return tuple(one.call for one in figures if one.call and int(_digits(one)) == wanted)


def _choices(tree: Node) -> tuple[str, ...]:
    """The scripts of lists to choose a page's number from."""
    return tuple(
        str(node.get("onchange"))
        for node in tree.iter("select")
        if node.get("onchange") and all(NUMBER.fullmatch(words(one)) for one in node.iter("option"))
    )
