"""What is wrong with the values of this profile, and on which line?

The rules that no type says, over the plain values of a profile whose keys and types are right already.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple
from urllib.parse import urlsplit

import lxml.html
from cssselect import SelectorError
from lxml.cssselect import CSSSelector
from lxml.etree import XPathError

HOST = re.compile(
    r"(?:\[[0-9a-f:.]+\]|(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)*[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?)"
    r"(?P<port>:[0-9]+)?"
)
PORT = re.compile(r":[1-9][0-9]{0,4}")
SITE = re.compile(r"[a-z0-9][a-z0-9_-]{0,39}")
CHECKED = re.compile(r"live [0-9]{4}-[0-9]{2}-[0-9]{2}|captured page|public facts|practice")
DIALECTS = frozenset(("gentlecms", "plain"))  # those that the room `listing` reads
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
    yield from _hosts(values["hosts"])
    yield from _url(values["home"], values["hosts"], Fault("home", ""))
    if not values["listing"]:
        yield Fault("listing", "at least one [[listing]] is needed")
    for nth, item in enumerate(values["listing"]):
        yield from _listing(item, values["hosts"], nth)
    yield from _selectors(values["hints"])


def on_host(hosts: tuple[str, ...], url: str) -> bool:
    """Whether the URL is http(s), without user info, on one of the hosts (with port when not the scheme's)."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return False
    if parts.scheme not in {"http", "https"} or parts.hostname is None or "@" in parts.netloc:
        return False
    usual = {"http": 80, "https": 443}[parts.scheme]
    host = f"[{parts.hostname}]" if ":" in parts.hostname else parts.hostname
    name = host if port in {None, usual} else f"{host}:{port}"
    return name in hosts


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


def _hosts(hosts: tuple[str, ...]) -> Iterator[Fault]:
    if not hosts:
        yield Fault("hosts", "at least one host is needed")
    for host in hosts:
        found = HOST.fullmatch(host)
        if found is None:
            what = f"{host!r} is no host name; write it in lower case, without scheme, path or *"
            yield Fault("hosts", what)
        elif (port := found["port"]) and not (PORT.fullmatch(port) and int(port[1:]) <= 65535):
            yield Fault("hosts", f"{host!r} has no port from 1 to 65535 (without leading zeros)")


def _url(url: str, hosts: tuple[str, ...], place: Fault) -> Iterator[Fault]:
    try:
        scheme = urlsplit(url).scheme
    except ValueError as error:
        yield place._replace(what=f"{url!r} is no address: {error}")
        return
    if scheme not in {"http", "https"}:
        yield place._replace(what=f"{url!r} must begin with http:// or https://")
    elif not on_host(hosts, url):
        yield place._replace(what=f"{url!r} is not on one of the hosts {', '.join(hosts)}")


def _listing(item: Mapping[str, Any], hosts: tuple[str, ...], nth: int) -> Iterator[Fault]:
    if item["url"] is not None:
        yield from _url(item["url"], hosts, Fault("url", "", "listing", nth))
    # A name of blanks or marks alone would answer to any link that shows a picture or an arrow.
    if not item["section"] or not all(any(map(str.isalnum, name)) for name in item["section"]):
        yield Fault("section", 'give the names a reader sees, e.g. ["市县人大", "工作剪影"]', "listing", nth)


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
