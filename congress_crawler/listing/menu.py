"""Which names with addresses does this script, bundle or JSON hold: the navigation that a script makes?"""

import re
from bisect import bisect
from collections.abc import Iterator
from typing import Any
from urllib.parse import urldefrag, urlencode

from congress_crawler.listing import api_rows
from congress_crawler.listing.fragments import absolute
from congress_crawler.listing.page_names import inline
from congress_crawler.listing.parameter_names import fold, word_list
from congress_crawler.listing.script_names import Script
from congress_crawler.listing.script_tokens import places
from congress_crawler.listing.sections import Section
from congress_crawler.listing.tree import parse

#: What stands before the name of a section: a key, or the bracket of a call.
KEYED = re.compile(r"(?:name|title|label|text)[\"']?\s?:\s?$|\($", re.IGNORECASE)
HAN = re.compile(r"[\u4e00-\u9fff]")
NAMES = word_list("name title label text menuname columnname channelname catname navname nodename typename classname")
PATHS = word_list("path route to")
LINKS = word_list("url href link linkurl columnurl channelurl menuurl listurl pageurl")
HASH = re.compile(r"createWebHashHistory|VueRouter|vue-router|createRouter|routes\s?:|component\s?:|\$route|hashchange")
HISTORY = re.compile(r"createWebHistory|mode\s?:\s?[\"']history[\"']")
ASKED = re.compile(r"\.query\.(\w{1,40})|query\[[\"'](\w{1,40})[\"']\]")
DEEPEST = 24  # menus within menus
MOST = 400


def menu(text: str, url: str) -> list[Section]:
    """Names with their addresses.

    In: HTML, a script, a bundle or JSON; the address of the page that uses it (its home page). Out: in the order of
    the text; a path of a hash router is `home#/path`, with what the router asks for in its query.

    >>> menu('{"data": [{"name": "市县人大", "url": "/sxrd/"}]}', "http://a.cn/")
    [Section(name='市县人大', url='http://a.cn/sxrd/')]
    """
    data = api_rows.decode(text)
    if data is not None:
        found = _walk(data, url, hashed="#/" in url, asked=set(), above="", depth=0)
    else:
        source = inline(parse(text)) if text.lstrip("\ufeff \t\r\n")[:1] == "<" else text
        hashed = is_hashed(source)
        asked = {one or two for one, two in ASKED.findall(source)}
        found = _script(source, url, hashed=hashed, asked=asked)
    return list(dict.fromkeys(found))[:MOST]


def is_hashed(source: str) -> bool:
    """Whether the paths of a script's router stand behind `#`. In: a script or bundle."""
    return HASH.search(source) is not None and HISTORY.search(source) is None


def _is_name(before: str, word: str) -> bool:
    """Whether a string literal of a bundle may be the name of a section. In: what stands before it."""
    chinese = len(word) < 130 and (HAN.search(word) is not None or "\\u" in word)
    return chinese and KEYED.search(before) is not None


def _script(source: str, url: str, *, hashed: bool, asked: set[str]) -> Iterator[Section]:
    """The outermost objects and arrays of objects that hold names."""
    script = Script(places(source, _is_name))
    behind = 0
    named = [at for at, token in enumerate(script.words) if token.kind == "text" and HAN.search(token.value)]
    for at, end in sorted(script.reader.closing.items()):
        opens = script.reader.sign(at) == "{" or (script.reader.sign(at) == "[" and script.reader.sign(at + 1) == "{")
        if at < behind or not opens or bisect(named, at) == bisect(named, end):
            continue
        if script.reader.sign(at) == "{" and (at + 2 >= end or script.reader.sign(at + 2) not in {":", ",", "("}):
            continue  # a block of statements: what is in it is looked at by itself
        found = list(_walk(script.value(at), url, hashed=hashed, asked=asked, above="", depth=0))
        behind = end if found else behind
        yield from found


def _walk(value: Any, url: str, *, hashed: bool, asked: set[str], above: str, depth: int) -> Iterator[Section]:
    if isinstance(value, list) and depth <= DEEPEST:
        for one in value:
            yield from _walk(one, url, hashed=hashed, asked=asked, above=above, depth=depth + 1)
    if not isinstance(value, dict) or depth > DEEPEST:
        return
    folded = {fold(key): one for key, one in value.items()}
    path = next((str(folded[one]) for one in PATHS if isinstance(folded.get(one), str)), "")
    whole = path if path.startswith(("/", "http")) or not path else f"{above.rstrip('/')}/{path}"
    name, address = name_of(folded), _address(folded, whole, url, hashed=hashed, asked=asked)
    if name and address:
        yield Section(name, address)
    for one in value.values():
        yield from _walk(one, url, hashed=hashed, asked=asked, above=whole or above, depth=depth + 1)


def name_of(folded: dict[str, Any]) -> str:
    """The Chinese name that an object says. In: the object, keys folded. Out: "" when it says none."""
    meta = folded.get("meta")
    said = [folded.get(one) for one in NAMES] + ([meta.get("title")] if isinstance(meta, dict) else [])
    names = [" ".join(one.split()) for one in said if isinstance(one, str) and HAN.search(one) and len(one) <= 30]
    return names[0] if names else ""


def _address(folded: dict[str, Any], path: str, url: str, *, hashed: bool, asked: set[str]) -> str | None:
    """Where an object leads: its link, else its path, for a hash router behind `#`."""
    home = urldefrag(url)[0]
    link = next((str(folded[one]) for one in LINKS if isinstance(folded.get(one), str) and folded[one]), None)
    if link is not None and not link.startswith(("javascript:", "#")):
        return absolute(home, link)
    path = link if link is not None and link.startswith("#/") else path
    if (
        not path
        or "/:" in path.partition("://")[2] + path.partition("://")[0]
        or "*" in path
        or path.startswith("javascript:")
    ):
        return None
    query = {key: folded[fold(key)] for key in sorted(asked) if isinstance(folded.get(fold(key)), str)}
    path += f"?{urlencode(query)}" if query and "?" not in path else ""
    if path.startswith("http"):
        return path
    return absolute(home, path if path.startswith("#") or not hashed else f"#{path}")
