"""What can be clicked on in this page that may lead to another page of its list?"""

import re
from collections.abc import Iterator
from typing import NamedTuple
from urllib.parse import urlsplit

from lxml.html import HtmlElement as Node

from congress_crawler.listing.address import KEYS, OFFSETS, slots
from congress_crawler.listing.given import Given
from congress_crawler.listing.links import absolute, bare
from congress_crawler.listing.tree import words
from congress_crawler.listing.zones import tokens
from congress_crawler.normalise.url import without_session

SIGNS = {
    "next": frozenset((">", "›", "»", ">>", "→", "▶", "▸", "＞", "》")),
    "back": frozenset(("<", "‹", "«", "<<", "←", "◀", "＜", "《")),
}
NUMBER = re.compile(r"[\s\[\]【】（）()第.]{0,4}(\d{1,4})[\s\[\]【】（）()页頁.]{0,4}")
DEAD = frozenset(("disabled", "disable", "nolink", "forbid"))
CALENDAR = re.compile(r"[日一]\W{0,9}[一二]\W{0,9}[二三]\W{0,9}[三四]\W{0,9}[四五]\W{0,9}[五六]\W{0,9}[六日]")
#: A day or a month in a query: by a figure, for `?m=list` names what is asked for.
DAYS = re.compile(r"(?i)[?&]((?:year|month|date|day|y|m|d|ym)=\d[\d./-]{0,9})(?=[&#]|$)")
CALENDARS = re.compile(r"(?i)/(?:calendar|rili)/")
NOWHERE = re.compile(
    r"(?i)^(?:#(?!!?/).{0,80}"
    r"|javascript\s{0,3}:\s{0,3}(?:void\s{0,3}\(?\s{0,3}0?\s{0,3}\)?|;|//|return false)?\s{0,3};?)?$"
)
MOST = 400  # figures and arrows that are looked at: a pager shows fewer
LONGEST = 14  # characters of a label
TAGS = ("a", "area", "button", "input", "span", "li", "em", "i", "div", "td", "strong", "b", "font", "link", "option")


class Control(NamedTuple):
    """Something to click on: its element, its label, where it leads, or the script it runs."""

    node: Node
    label: str
    url: str | None
    call: str | None


def _all(tree: Node, given: Given) -> Iterator[Control]:
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


def read(tree: Node, given: Given) -> list[Control]:
    """The controls with words, and the first of the figures and arrows that are none of a calendar.

    In: the tree of the page, the page.
    """
    found, known, bare = list[Control](), dict[Node, bool](), 0
    for one in _all(tree, given):
        if digits(one) or sign(one):
            bare += 1
            if bare > MOST or _in_calendar(one, known):
                continue
        found.append(one)
    return found


def _href(node: Node) -> str | None:
    """Where an element says that it leads: its address, or the value of an option that is one."""
    if node.tag == "option":
        value = (node.get("value") or "").strip()
        return value if re.search(r"[./?]", value) else None
    return (node.get("href") or node.get("data-href") or node.get("data-url") or "").strip() or None


def _address(href: str, given: Given) -> str | None:
    if NOWHERE.match(href) or href.lower().startswith("javascript"):
        return None
    full = without_session(bare(absolute(given.base, href)))
    try:
        parts = urlsplit(full)
    except ValueError:
        return None
    same = parts.netloc.lower().removeprefix("www.") == urlsplit(given.url).netloc.lower().removeprefix("www.")
    return full if parts.scheme in {"http", "https"} and same and not _is_day(full, given.url) else None


def _is_day(url: str, here: str) -> bool:
    """Whether an address is a day of a calendar: it names another day or month than this page's, and no page."""
    if CALENDARS.search(url):
        return True
    days = [day for day in DAYS.findall(url) if day not in DAYS.findall(here)]
    return bool(days) and not any(slot.key in KEYS | OFFSETS for slot in slots(url))


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


def sign(control: Control) -> str | None:
    """What an arrow says: the word that it stands for; None for a label of words."""
    bare = control.label.replace(" ", "")
    return next((name for name, signs in SIGNS.items() if bare in signs), None)


def digits(control: Control) -> str:
    """The number that a control is labelled with: 2, [2], 第2页. Out: "" when it is labelled otherwise."""
    match = NUMBER.fullmatch(control.label)
    return match[1] if match else ""


def _in_calendar(control: Control, known: dict[Node, bool]) -> bool:
    """Whether a control turns the months of a calendar. `known`: what was found out of the elements around others."""
    for one in list(control.node.iterancestors())[:6]:
        if one not in known:
            days = one.tag in {"table", "div"} and CALENDAR.search(words(one)[:400]) is not None
            known[one] = days or bool(tokens(one) & {"calendar", "rili", "datepicker"})
        if known[one]:
            return True
    return False
