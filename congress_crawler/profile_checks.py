"""What is wrong with the values of this profile, and on which line?

The rules that no type says, over the plain values of a profile whose keys and types are right already.
"""

import re
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any, NamedTuple

import lxml.html
from cssselect import SelectorError
from lxml.cssselect import CSSSelector
from lxml.etree import XPathError

SITE = re.compile(r"[a-z0-9][a-z0-9_-]{0,39}")
CHECKED = re.compile(r"live [0-9]{4}-[0-9]{2}-[0-9]{2}|captured page|public facts|practice")
DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
MOST_PAGES = 20_000  # list pages of one listing: at 20 rows a page more than any congress has written
#: MiB of one attachment or image. The archive holds a record in memory while it is read back, 64 MiB at the most
#: (archive.members.WHOLE): a file must stay below that with its head, or `verify` could not check it.
MOST_OF_A_FILE = 50
#: Those that the room `listing` reads.
DIALECTS = frozenset(
    {"gentlecms", "trs", "hanweb", "vsb", "enorth", "query", "path"}
    | {"aspnet", "json", "script", "plain", "router", "sitemap", "rss"}
)
LONGEST = 300  # characters of any one value: names, selectors and addresses of sites are far below
HEADER = re.compile(r"\s*\[+\s*([^\]]*?)\s*\]+")

#: One step of a selector that the reading of an article follows.
STEP = re.compile(r"([a-zA-Z][\w-]*)?((?:[#.][\w-]+)*)")


class Fault(NamedTuple):
    """One thing wrong: under which key, in which table, and what. `nth` counts the [[listing]] tables from 0."""

    key: str
    what: str
    table: str = ""
    nth: int = 0


def faults(values: Mapping[str, Any]) -> Iterator[Fault]:
    """What is wrong with a profile.

    In: its effective values as builtins (msgspec.to_builtins). Out: the faults, the plainest first; a later one may
    follow from an earlier one.
    """
    yield from _lengths(values)
    yield from _names(values)
    yield from _listings(values["listing"])
    yield from _selectors(values["hints"])


def line_of(text: str, fault: Fault) -> int:
    r"""The line of the TOML text on which the fault's key stands, from 1.

    When the key is not there, the line of its table; when that is not there either, 1.

    >>> line_of('[[listing]]\nurl = "a"\n[[listing]]\nurl = "b"', Fault("url", "", "listing", 1))
    4
    """
    table, seen, head = "", {"": 0}, 1
    for number, row in enumerate(text.splitlines(), 1):
        if (header := HEADER.match(row)) is not None:
            table = header.group(1)
            seen[table] = seen.get(table, -1) + 1
            if not fault.table and table == fault.key:
                return number
        if table != fault.table or seen[table] != fault.nth:
            continue
        head = number if header is not None else head
        if re.match(rf"\s*[\"']?{re.escape(fault.key)}\b", row):
            return number
    return head


def _strings(values: Mapping[str, Any], table: str = "", nth: int = 0) -> Iterator[tuple[Fault, str]]:
    """Every string of the profile, with where it stands."""
    for key, value in values.items():
        for at, one in enumerate(value if isinstance(value, list | tuple) else [value]):
            if isinstance(one, str):
                yield Fault(key, "", table, nth), one
            elif isinstance(one, Mapping):
                yield from _strings(one, key, at)


def _lengths(values: Mapping[str, Any]) -> Iterator[Fault]:
    for place, one in _strings(values):
        if len(one) > LONGEST:
            yield place._replace(what=f"{one[:20]!r}… has {len(one)} characters; at most {LONGEST} are allowed")


def _names(values: Mapping[str, Any]) -> Iterator[Fault]:
    site, checked, division, dialect = (values[key] for key in ("site", "checked", "division", "dialect"))
    if not SITE.fullmatch(site):
        yield Fault("site", f"{site!r} must be lower-case letters, digits, - or _ (it names the output folder)")
    if not CHECKED.fullmatch(checked):
        allowed = '"live YYYY-MM-DD", "captured page", "public facts" or "practice"'
        yield Fault("checked", f"{checked!r} must be {allowed}")
    if division is not None and not re.fullmatch(r"[0-9]{6}", division):
        yield Fault("division", f"{division!r} must be six digits (GB/T 2260)")
    if dialect is not None and dialect not in DIALECTS:
        allowed = " or ".join(sorted(DIALECTS))
        yield Fault("dialect", f"{dialect!r} must be {allowed}, or left out: it is recognised from the page then")
    if not 1 <= values["max_pages"] <= MOST_PAGES:
        yield Fault("max_pages", f"{values['max_pages']} must be from 1 to {MOST_PAGES}")
    if not 1 <= values["file_limit"] <= MOST_OF_A_FILE:
        yield Fault("file_limit", f"{values['file_limit']} must be from 1 to {MOST_OF_A_FILE} (MiB)")
    if values["since"] is not None and not _is_day(values["since"]):
        yield Fault("since", f'{values["since"]!r} must be a day of the calendar, "YYYY-MM-DD"')


def _is_day(text: str) -> bool:
    try:
        return bool(DAY.fullmatch(text) and date.fromisoformat(text))
    except ValueError:
        return False


def _listings(items: list[Mapping[str, Any]]) -> Iterator[Fault]:
    if not items:
        yield Fault("listing", "at least one [[listing]] is needed; `section = []` when its name is not known")
    for nth, item in enumerate(items):
        # A name of blanks or marks alone would answer to any link that shows a picture or an arrow.
        if not all(any(map(str.isalnum, name)) for name in item["section"]):
            yield Fault("section", 'give the names a reader sees, e.g. ["市县人大", "工作剪影"]', "listing", nth)
    blank = [nth for nth, item in enumerate(items) if not item["section"] and item["url"] is None]
    if len(blank) > 1:
        what = "two listings have neither names nor url and would be the same; one is enough"
        yield Fault("section", what, "listing", blank[1])


def understood(selector: str) -> bool:
    """Whether a selector is of the kind that the reading of an article follows: tags, ids, classes, one in another.

    >>> understood("div.info p"), understood("p[align]"), understood("p > span")
    (True, False, False)
    """
    return bool(selector.split()) and all(STEP.fullmatch(step) for step in selector.split())


def _selectors(hints: Mapping[str, Any]) -> Iterator[Fault]:
    page = lxml.html.fromstring("<p></p>")  # some selectors compile and fail only on a page (an unknown prefix)
    for key, selectors in hints.items():
        for selector in selectors:
            try:
                CSSSelector(selector, translator="html")(page)
            except (SelectorError, XPathError, ValueError) as error:
                yield Fault(key, f"{selector!r} is no CSS selector: {error}", "hints")
            else:
                if key != "row" and not understood(selector):
                    yield Fault(key, f"{selector!r}: name blocks by tag, id or class, one inside another", "hints")
