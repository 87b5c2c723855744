"""What does a TRS page say of its pages: createPageHTML(4, 0, "index", "html"), or countPage = 4, currentPage = 0?"""

import re
from itertools import islice
from typing import NamedTuple

from congress_crawler.listing.comments import is_commented, live

CALL = re.compile(
    r"(?i)(?<![\w$])(?:create_?page(?:html|s|nav|list|bar)?\w{0,8}|show_?pages?(?:html)?|make_?page(?:html)?|get_?page_?(?:nav|html))\s{0,4}\(([^()]{3,400})\)"
)
DEFINED = re.compile(r"function\s{1,4}$")
PART = re.compile(r"\"([^\"\n]{0,120})\"|'([^'\n]{0,120})'|([^,'\"\s][^,'\"]{0,60})|(?<=,)\s{0,4}(?=,)")
COUNT = re.compile(
    r"(?i)(?<![\w$.])(?:(?:m_)?n?page_?count|count_?page|total_?pages?|n?page_?total|maxpage)\s{0,4}=(?!=)\s{0,4}[\"']?(\d{1,5})\b"
)
INDEX = re.compile(
    r"(?i)(?<![\w$.])(?:current_?page|(?:m_n)?curr?_?page|page_?index|n?curr_?index|now_?page|this_?page)\s{0,4}=(?!=)\s{0,4}[\"']?(\d{1,5})\b"
)
#: The same in an object: Pager({size: 4, current: 0, prefix: "index", suffix: "html"}).
OBJECT = re.compile(r"(?i)(?<![\w$])pager\s{0,4}\(\s{0,4}\{([^{}]{10,400})\}")
PAIR = re.compile(r"(\w{1,20})[\"']?\s{0,4}:\s{0,4}[\"']?([\w./-]{1,60})")
JOINT = re.compile(r"_[\"']\s{0,4}\+")  # "index" + "_" + nextPage
STEM = re.compile(r"([\w/-]{1,60})[\"']?\s{0,4}\+?\s{0,4}[\"']?$")
ENDING = re.compile(r"(?<![A-Za-z])(s?html?)\b", re.IGNORECASE)
EXTENSION = re.compile(r"\.?((?:s?html?|jsp|aspx?|php))", re.IGNORECASE)
NAME = re.compile(r"[\w./-]{1,60}")
#: One of these is in every page of this kind: a quick look before the patterns.
WORDS = (
    "createpage",
    "create_page",
    "showpage",
    "show_page",
    "makepage",
    "countpage",
    "pagecount",
    "count_page",
    "page_count",
    "pagenav",
    "page_nav",
    "pager",
)
MOST = 20  # calls that are looked at


class Call(NamedTuple):
    """What a page says of its pages."""

    pages: int
    at: int  #: this page, counted from 0 or 1
    name: str | None
    extension: str | None
    total: int | None
    live: bool  #: False: in a comment
    bare: bool = False  #: by variables alone: what makes addresses of them is in a script elsewhere


def find_call(text: str) -> Call | None:
    """What the page says of its pages: by a live call, else by live variables, at last by a call in a comment.

    Out: None when there is neither, or without figures. With variables alone the name and the extension of a call in a
    comment are kept, for want of better ones.
    """
    lower, dead = text.lower(), list[Call]()
    if not any(word in lower for word in WORDS):
        return None
    for match in islice(CALL.finditer(text), MOST):
        before = text[max(0, match.start() - 300) : match.start()]
        if DEFINED.search(before):
            continue
        alive = not is_commented(text, match.start())
        if (call := _parse(match[1], text, alive=alive)) is not None:
            if alive:
                return call
            dead.append(call)
    if (told := _told(text)) is not None:
        return told
    if (written := _written(text)) is not None and not (written.bare and dead and written.pages < 2):
        old = dead[0] if dead and written.bare else None
        return written._replace(name=old.name, extension=old.extension) if old is not None else written
    return dead[0] if dead else None


def _parse(arguments: str, text: str, *, alive: bool) -> Call | None:
    """The arguments: the first two figures are pages and this page, the words behind them name and extension."""
    figures: list[int] = []
    names: list[str] = []
    for one, two, bare in PART.findall(arguments):
        value = (one or two or bare).strip()
        if bare and not value.isdecimal():
            value = _variable(value, text)
        if value.isascii() and value.isdecimal():
            figures.append(int(value))
        elif len(figures) >= 2 and NAME.fullmatch(value):
            names.append(value)
    if len(figures) < 2 or figures[0] > 100_000:
        return None
    extension = next((match[1] for name in names[1:] if (match := EXTENSION.fullmatch(name))), None)
    name = names[0] if names and not EXTENSION.fullmatch(names[0]) else None
    total = next((figure for figure in figures[2:] if figure >= figures[0]), None)
    return Call(figures[0], figures[1], name, extension, total, alive)


def _told(text: str) -> Call | None:
    """The call with an object."""
    found = live(OBJECT, text)
    said = dict(PAIR.findall(found[1])) if found else {}
    pages, at = said.get("size", ""), said.get("current", "")
    if "prefix" not in said or not (pages.isdecimal() and at.isdecimal()):
        return None
    suffix = EXTENSION.fullmatch(said.get("suffix", ""))
    return Call(int(pages), int(at), said["prefix"], suffix[1] if suffix else None, total=None, live=True)


def _variable(name: str, text: str) -> str:
    """The value of a variable of the page; "" when it is none."""
    if not re.fullmatch(r"[A-Za-z_$][\w$]{0,40}", name):
        return ""
    pattern = re.compile(rf"(?<![\w$.]){re.escape(name)}\s{{0,4}}=(?!=)\s{{0,4}}[\"']?([\w.-]{{1,60}})")
    match = live(pattern, text)
    return match[1] if match else ""


def _written(text: str) -> Call | None:
    """The older form: var countPage = 5, currentPage = 0, and "index" + "_" + … by hand, here or in another script."""
    pages, index = live(COUNT, text), live(INDEX, text)
    if pages is None or index is None:
        return None
    joint = live(JOINT, text)
    called, end = _variable("m_sPageName", text), EXTENSION.fullmatch(_variable("m_sPageExt", text))
    if called:
        return Call(int(pages[1]), int(index[1]), called, end[1] if end else None, total=None, live=True)
    if joint is None:
        return Call(int(pages[1]), int(index[1]), None, None, total=None, live=True, bare=True)
    name = STEM.search(text[max(0, joint.start() - 80) : joint.start()])
    ending = ENDING.search(text[joint.end() : joint.end() + 160])
    found = name[1] if name else None, ending[1] if ending else None
    return Call(int(pages[1]), int(index[1]), *found, total=None, live=True)
