"""Which postback leads to the next page of an ASP.NET list?

A pager of ASP.NET is no link: it fills `__EVENTTARGET` and `__EVENTARGUMENT` of the page's form and posts it with the
hidden state (seen at www.qhrd.gov.cn: GridView1, Page$N).
"""

import re
from typing import NamedTuple

import lxml.html

from congress_crawler.listing.fragments import absolute
from congress_crawler.listing.given import Found, Given
from congress_crawler.listing.step import Pairs, Step
from congress_crawler.listing.tree import words

POSTBACK = re.compile(r"__doPostBack\(\s{0,3}['\"]([^'\"()]{0,200})['\"]\s{0,3},\s{0,3}['\"]([^'\"()]{0,200})['\"]")
OPTIONS = re.compile(
    r"WebForm_PostBackOptions\(\s{0,3}['\"]([^'\"()]{0,200})['\"]\s{0,3},\s{0,3}['\"]([^'\"()]{0,200})['\"]"
)
NEXT = re.compile(
    r"^(?:[\[<(（【]?\s?(?:下一?页|后一?页|下页|next|>|›|»|＞|:)\s?(?:>|›|»|＞)?[\]>)）】]?|>>?)$", re.IGNORECASE
)
PAGE = re.compile(r"^(?:Page\$)?(\d{1,6})$")
TOTAL = re.compile(
    r"共\s{0,3}(?:有\s{0,3})?(\d{1,7})\s{0,3}(?:条|篇|项|个?记录)|(?:总记录数?|记录总数|总条数)\s{0,3}[:：]?\s{0,3}(\d{1,7})"
)
PAGES = re.compile(
    r"共\s{0,3}(\d{1,6})\s{0,3}页|\d{1,6}\s{0,3}/\s{0,3}(\d{1,6})\s{0,3}页|总页数\s{0,3}[:：]?\s{0,3}(\d{1,6})"
)
SHOWN = re.compile(
    r"第\s{0,3}(\d{1,6})\s{0,3}(?:/\s{0,3}\d{1,6}\s{0,3})?页|(?:当前页|页次|页码)\s{0,3}[:：]?\s{0,3}(?:第\s{0,3})?(\d{1,6})|(\d{1,6})\s{0,3}/\s{0,3}\d{1,6}\s{0,3}页"
)


class Link(NamedTuple):
    """A link of a pager: what it posts, and what it shows."""

    target: str
    argument: str
    text: str
    node: lxml.html.HtmlElement


def read(given: Given) -> Found | None:
    """A page with a pager of postbacks in its form; None for others."""
    if given.tree is None or ("__doPostBack" not in given.text and "PostBackOptions" not in given.text):
        return None
    links = [link for node in given.tree.iter("a", "input", "option") if (link := _link(node)) is not None]
    pager = [link for link in links if PAGE.match(link.argument) or NEXT.match(link.text)]
    if not pager:
        return None
    around = _around(pager[0].node)
    return Found(
        why=f"a pager of postbacks ({pager[0].target})",
        next=_next(given, pager, around),
        promised=_number(TOTAL, around) or _number(TOTAL, words(given.tree)),
        pages=_number(PAGES, around),
    )


def _link(node: lxml.html.HtmlElement) -> Link | None:
    said = f"{node.get('href') or ''} {node.get('onclick') or ''}"
    found = POSTBACK.search(said) or OPTIONS.search(said)
    if found is None or node.get("disabled") is not None or "disabled" in str(node.get("class") or "").lower():
        return None
    shown = words(node) or str(node.get("title") or node.get("value") or "")
    image = node.xpath("string(.//img/@alt)") if not shown else ""
    return Link(found[1], found[2], (shown or str(image)).strip(), node)


def _around(node: lxml.html.HtmlElement) -> str:
    """The words of the pager: the element of a link, and the two around it."""
    block = node
    for _ in range(4):
        block = block.getparent() if block.getparent() is not None and block.getparent().tag != "body" else block
    return words(block)


def _number(pattern: re.Pattern[str], text: str) -> int | None:
    found = pattern.search(text)
    return int(next(one for one in found.groups() if one)) if found else None


def _next(given: Given, pager: list[Link], around: str) -> Step | None:
    """The step to the page behind the one shown: by its number, else by 下一页."""
    here = _here(given, pager, around)
    for link in pager:
        argument = PAGE.match(link.argument)
        if here is not None and argument and int(argument[1]) == here + 1:
            return _step(given, link, here)
    for link in pager:
        argument = PAGE.match(link.argument)
        if NEXT.match(link.text) and not (argument and here is not None and int(argument[1]) <= here):
            return _step(given, link, here)
    numbers = [(int(found[1]), link) for link in pager if (found := PAGE.match(link.argument))]
    beyond = [(number, link) for number, link in numbers if here is not None and number > here]
    # `...` leads to the next ten numbers: its argument is the first of them
    return _step(given, min(beyond, key=lambda one: one[0])[1], here) if beyond else None


def _here(given: Given, pager: list[Link], around: str) -> int | None:
    """The number of the page shown: posted last, named by the pager, or shown in it without a link."""
    if given.step is not None and (posted := given.step.carried("page")) is not None:
        return int(posted)
    if (shown := _number(SHOWN, around)) is not None:
        return shown
    numbers = {int(found[1]) for link in pager if (found := PAGE.match(link.argument))}
    block = pager[0].node.getparent()
    while block is not None and block.tag not in {"table", "div", "ul", "body"}:
        block = block.getparent()
    bare = (
        block.xpath(".//*[self::span or self::b or self::font or self::li or self::strong or self::em]")
        if block is not None
        else []
    )
    for node in bare:
        text = words(node).strip("[]")
        if text.isascii() and text.isdigit() and not node.xpath(".//a[@href]") and int(text) not in numbers:
            return int(text)
    return 1 if 2 in numbers or not numbers else None


def _step(given: Given, link: Link, here: int | None) -> Step | None:
    """The post of a form for one link. The fields are those of the form in document order."""
    form = next(link.node.iterancestors("form"), None)
    if form is None:
        form = (
            next(iter(given.tree.xpath("//form[.//input[@name='__VIEWSTATE']]")), None)
            if given.tree is not None
            else None
        )
    if form is None:
        return None
    argument = PAGE.match(link.argument)
    number = int(argument[1]) if argument else (here or 1) + 1
    return Step(
        url=absolute(given.url, str(form.get("action") or "")) if form.get("action") else given.url,
        form=_fields(form, link),
        headers=(("Referer", given.url),),
        mark=f"{link.target} {link.argument or f'page {number}'}",
        carry=(("page", str(number)),),
    )


def _fields(form: lxml.html.HtmlElement, link: Link) -> Pairs:
    """What a browser posts: hidden and filled-in fields, no buttons (HTML Standard, form submission)."""
    event = {"__EVENTTARGET": link.target, "__EVENTARGUMENT": link.argument}
    found: list[tuple[str, str]] = []
    for node in form.iter("input", "select", "textarea"):
        name, kind = str(node.get("name") or ""), str(node.get("type") or "text").lower()
        if not name or node.get("disabled") is not None or kind in {"submit", "button", "image", "reset", "file"}:
            continue
        if kind in {"checkbox", "radio"} and node.get("checked") is None:
            continue
        found.append((name, event.pop(name) if name in event else _filled(node)))
    return (*event.items(), *found)


def _filled(node: lxml.html.HtmlElement) -> str:
    """The value a field has."""
    if node.tag == "select":
        options = node.xpath(".//option[@selected]") or node.xpath(".//option")
        return str(options[0].get("value", words(options[0]))) if options else ""
    return str(node.get("value") or "") if node.tag == "input" else str(node.text or "")
