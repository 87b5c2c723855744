"""Which form of this page asks for another page of its list, and what does it send?"""

import re
from collections.abc import Mapping
from urllib.parse import urlencode, urljoin, urlsplit

from lxml.html import HtmlElement as Node

from congress_crawler.listing.address import KEYS
from congress_crawler.listing.given import Given
from congress_crawler.listing.step import Pairs, Step
from congress_crawler.listing.tree import words
from congress_crawler.normalise.url import without_session

SILENT = frozenset(("button", "submit", "image", "reset", "checkbox", "radio", "file"))
NEXT = re.compile(r"\W{0,4}(?:下\s?一?\s?[页頁]|next)\W{0,4}", re.IGNORECASE)
DIGITS = re.compile(r"\D{0,4}(\d{1,5})\D{0,4}")
MOST = 40  # fields of a form that pages a list; one around a whole page has more


def target(given: Given, address: str) -> str | None:
    """The absolute address of an action, without the visit's number; None for what is no web address."""
    try:
        full = without_session(urljoin(given.base, address))
        return full if urlsplit(full).scheme in {"http", "https"} else None
    except ValueError:
        return None


def fields(form: Node, sets: Mapping[str, str]) -> Pairs:
    """What a form sends: its named inputs and what is selected, with the values that a script sets by name or id."""
    found: dict[str, str] = {}
    for one in form.iter("input", "select"):
        name = one.get("name")
        if name and (one.get("type") or "text").lower() not in SILENT:
            found[name] = sets.get(one.get("id") or "", sets.get(name, _value(one)))
    return tuple(found.items())


def sent(given: Given, form: Node, sent_fields: Pairs, number: int, *, sure: bool = True) -> Step | None:
    """The step of a form that is sent for page `number`; None when its action is no web address."""
    action = target(given, form.get("action") or given.url)
    if action is None:
        return None
    if (form.get("method") or "get").lower() == "post":
        headers = (("Referer", given.url),)
        return Step(url=action, form=sent_fields, headers=headers, mark=f"page {number}", sure=sure)
    return Step(url=f"{action.partition('?')[0]}?{urlencode(sent_fields)}", sure=sure)


def find(given: Given, number: int, *, sure: bool) -> Step | None:
    """The form with a field for the number of the page.

    In: the page; the number wanted; whether only a form counts that shows how it is sent: by choosing from its list of
    numbers, by its button 下一页. Out: the step; not sure where a script elsewhere sends the form.
    """
    for form in given.tree.iter("form") if given.tree is not None else ():
        inputs = [one for one in form.iter("input", "select", "textarea") if one.get("name")]
        paging = [one for one in inputs if re.sub(r"[\W_]", "", _last(one)).lower() in KEYS]
        if not paging or len(inputs) > MOST or any(_typed(one) for one in inputs if one not in paging):
            continue
        field = paging[-1]
        value, shows = _chosen(field, number) if field.tag == "select" else _counted(form, field, number)
        if value is not None and (shows or not sure):
            step = sent(given, form, fields(form, {str(field.get("name")): value}), number, sure=shows)
            if step is not None:
                return step
    return None


def _value(one: Node) -> str:
    """What an input holds; of a list the chosen option, else the first."""
    if one.tag != "select":
        return one.get("value") or ""
    options = list(one.iter("option"))
    chosen = next((option for option in options if option.get("selected") is not None), options[0] if options else None)
    return "" if chosen is None else chosen.get("value") or words(chosen)


def _last(one: Node) -> str:
    """The last part of a field's name: pageNo of pageDoc.pageNo."""
    return str(one.get("name")).rpartition(".")[2]


def _typed(one: Node) -> bool:
    """Whether something is to be typed into a field: the form is a search."""
    return one.tag == "textarea" or (
        one.tag == "input" and (one.get("type") or "text").lower() in {"text", "search", "password"}
    )


def _chosen(field: Node, number: int) -> tuple[str | None, bool]:
    """The value of the number in a list of numbers, and whether choosing it sends the form."""
    for option in field.iter("option"):
        match = DIGITS.fullmatch(words(option))
        if match and int(match[1]) == number:
            return option.get("value") or words(option), "submit" in (field.get("onchange") or "").lower()
    return None, False


def _counted(form: Node, field: Node, number: int) -> tuple[str | None, bool]:
    """The number as the field counts it, from 1 or 0, and whether the form has a button 下一页."""
    here = (field.get("value") or "").strip()
    shift = 0 if here in {"", str(number - 1)} else 1 if here == str(number - 2) else None
    buttons = [one for one in form.iter("input", "button") if NEXT.fullmatch(one.get("value") or words(one) or "-")]
    return (None if shift is None else str(number - shift)), bool(buttons)
