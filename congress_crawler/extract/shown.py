"""What does a reader see of this page, roughly, and what of it is said outside its links?"""

import re
from functools import cache

SCRIPTS = frozenset(("script", "style"))
PROGRAMS = frozenset((*SCRIPTS, "noscript"))


def visible(text: str) -> str:
    """What a reader may see of a page, roughly. In: a decoded page. Out: no scripts, styles, tags or blanks."""
    return "".join(_tag().sub(" ", without(text, SCRIPTS)).replace("&nbsp;", " ").split())


def own(text: str) -> list[str]:
    """What the page itself says. In: a decoded page. Out: its visible lines outside links, blanks removed."""
    lines: list[str] = []
    linked = False
    for number, piece in enumerate(_tag().split(without(text, PROGRAMS))):
        if number % 2:
            linked = piece[1:2] != "/" if _link().match(piece) else linked
        elif not linked and (line := "".join(piece.replace("&nbsp;", " ").split())):
            lines.append(line)
    return lines


def without(text: str, hidden: frozenset[str]) -> str:
    """The page without comments and some elements, in one pass forward: hostile pages open them by the million.

    In: a decoded page; which of script, style and noscript to cut. Out: the rest; one that is never closed hides what
    follows it, as in a browser.
    """
    pieces, at = [], 0
    while (opened := _opening().search(text, at)) is not None:
        name = (opened.group(1) or "").lower()
        if name and name not in hidden:
            pieces.append(text[at : opened.end()])
            at = opened.end()
            continue
        pieces.append(text[at : opened.start()])
        closed = _closing(name).search(text, opened.end())
        at = closed.end() if closed else len(text)
    return " ".join([*pieces, text[at:]])


@cache
def _opening() -> re.Pattern[str]:
    return re.compile(r"<(script|style|noscript)\b|<!--", re.IGNORECASE)


@cache
def _closing(name: str) -> re.Pattern[str]:
    return re.compile(rf"</{name}[^<>]*>" if name else "-->", re.IGNORECASE)


@cache
def _tag() -> re.Pattern[str]:
    return re.compile(r"(<[^<>]*>)")


@cache
def _link() -> re.Pattern[str]:
    return re.compile(r"</?a(?![\w-])", re.IGNORECASE)
