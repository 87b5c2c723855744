"""Which links of a menu does this script hold?

Menus are written by scripts in two ways: as HTML in strings (`document.write('<a href=…>')`), and as data: objects or
calls with a name and an address (`{name: "市县人大", url: "/sxrd/", children: […]}`, `addMenu("市县人大", "/sxrd/")`).
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from urllib.parse import urljoin, urlsplit

from congress_crawler.listing.menu import menu
from congress_crawler.listing.sections import Section
from congress_crawler.listing.trails import Link, bare, read_links

MOST = 2_000_000  # characters of a script that are looked at: bundles of a framework reach a megabyte
TOKEN = re.compile(r"\"(?:[^\"\\\n]|\\.){0,400}\"|'(?:[^'\\\n]|\\.){0,400}'|[{}\[\]()]")
SCRIPT = re.compile(r"<script\b[^<>]{0,500}>", re.IGNORECASE)
CHINESE = re.compile(r"[\u4e00-\u9fff]")
STARTS = ("http://", "https://", "/", "./", "../", "#/", "#!/", "?")  # of a string that is an address
PAGE = re.compile(r"\.(?:s?html?|jsp|aspx?|php|do)(?:\?|$)")
BROKEN = re.compile(r"[\s\"'<>]")  # what no address has
JOIN = re.compile(r"[\"']\s{0,9}\+\s{0,9}[\"']")
LONGEST = 16
DEEPEST = 12


@dataclass
class _Open:
    """A bracket that is open: what was said in it so far."""

    name: str = ""
    url: str = ""
    inside: list["_Open"] = field(default_factory=list)


def script_links(text: str, url: str) -> list[Link]:
    """The links that the scripts of a page, or a script file, would put on the page.

    In: a decoded page, script or JSON; the address that the links are relative to: that of the page. Out: links in
    order. Of what has two readings the room `listing` says the address, since it knows routers; nesting is read here.
    """
    page = text.lstrip("\ufeff \t\r\n")[:1] == "<"
    script = "\n".join(_scripts(text[:MOST])) if page else text[:MOST]
    listed = list(_listed(script, url))
    routed = list(_nested(menu(text[:MOST], url), listed))
    known = {link.name for link in routed}
    return list(dict.fromkeys([*_written(script, url), *routed, *(link for link in listed if link.name not in known)]))


def _nested(sections: Iterable[Section], listed: list[Link]) -> Iterator[Link]:
    """Sections as links, below the names under which our own reading found them: the nth of a name is the nth."""
    waiting: dict[str, list[Link]] = {}
    for link in listed:
        waiting.setdefault(link.name, []).append(link)
    for one in sections:
        same = waiting.get(one.name) or [Link(name=one.name, url=one.url)]
        yield Link(name=one.name, url=one.url, above=(same.pop(0) if len(same) > 1 else same[0]).above)


def _scripts(text: str) -> Iterator[str]:
    """What stands in the script elements of a page."""
    for opened in SCRIPT.finditer(text):
        end = text.find("</", opened.end())
        while end >= 0 and text[end : end + 8].lower() != "</script":
            end = text.find("</", end + 2)
        yield text[opened.end() : end if end >= 0 else len(text)]


def _written(script: str, url: str) -> list[Link]:
    """Links in strings of HTML."""
    if "<a" not in script and "<A" not in script and "<option" not in script:
        return []
    plain = JOIN.sub("", script.replace('\\"', '"').replace("\\'", "'").replace("\\/", "/").replace("\\n", " "))
    return [link for link in read_links(f"<div>{plain}</div>", url) if CHINESE.search(link.name)]


def _listed(script: str, url: str) -> Iterator[Link]:
    """Links in objects and calls: a bracket with a Chinese name and an address, below the names of those round it."""
    root = _Open()
    stack = [root]
    for token in TOKEN.finditer(script):
        one = token.group()
        if one in "{[(":
            opened = _Open()
            if len(stack) < DEEPEST:
                stack[-1].inside.append(opened)
            stack.append(opened)
        elif one in "}])":
            if len(stack) > 1:
                stack.pop()
        else:
            _note(stack[-1], one[1:-1])
    yield from _links(root, (), url)


def _note(at: _Open, string: str) -> None:
    string = string.replace("\\/", "/")
    if not at.name and CHINESE.search(string) and len(string) <= LONGEST and "<" not in string:
        at.name = bare(string)
    elif not at.url and _is_address(string):
        at.url = string


def _is_address(string: str) -> bool:
    return (string.startswith(STARTS) or PAGE.search(string) is not None) and BROKEN.search(string) is None


def _links(at: _Open, above: tuple[str, ...], url: str) -> Iterator[Link]:
    if at.name and at.url and (target := _absolute(url, at.url)):
        yield Link(name=at.name, url=target, above=above)
    below = (*above, at.name) if at.name else above
    for inner in at.inside:
        yield from _links(inner, below, url)


def _absolute(url: str, href: str) -> str | None:
    try:
        full = urljoin(url, href)
        parts = urlsplit(full)
    except ValueError:
        return None
    if parts.scheme not in {"http", "https"}:
        return None
    return full if parts.fragment.startswith(("/", "!/")) else full.partition("#")[0]
