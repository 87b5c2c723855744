"""Which API of this script gives the tree of the site's columns, and where does each column lead?"""

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import urldefrag, urlencode

import msgspec

from congress_crawler.listing import api_rows
from congress_crawler.listing.api_call import ApiCall
from congress_crawler.listing.api_calls import CHANGES, KEYS, all_calls
from congress_crawler.listing.api_way import carried
from congress_crawler.listing.fragments import absolute
from congress_crawler.listing.menu import ASKED, LINKS, PATHS, is_hashed, name_of
from congress_crawler.listing.parameter_names import PAGE, fold, word_list
from congress_crawler.listing.script_names import Script
from congress_crawler.listing.script_tokens import places
from congress_crawler.listing.step import Step
from congress_crawler.listing.trails import Link

VISITOR = re.compile(r"login|auth|user|role|admin|token", re.IGNORECASE)
#: The last two parts of an address that gives columns: `column/tree`, `channel/list`, `getMenu`, `navList`.
TREE = re.compile(
    r"tree|menu|nav(?![a-z])|nav(?:list|bar|igation)|column|channel|catalog|category|lanmu", re.IGNORECASE
)
OTHER = re.compile(
    r"article|news|page|content|doc|hot|detail|dept|router|search|link|banner|info(?!/)",
    re.IGNORECASE,
)
ROUTE = re.compile(r"\bpath\s?:\s?[\"'](/[\w/:?*()-]{0,80})[\"']")
WORDS = re.compile(r"[a-zA-Z]")  # what a route has; `/1/12` and `0,1,12` are the ids of the columns round it
ROUTED = re.compile(r"\broute(?:\.value)?\.query\.(\w{1,40})")
LIST = re.compile(r"list|column|channel|catalog|category|lanmu|/lm|/cate?/", re.IGNORECASE)
ONE = re.compile(r"detail|content|article/|search|login|\*", re.IGNORECASE)
OF_COLUMN = re.compile(
    r"(?:column|channel|cate?|category|catalog|menu|node|lm|lanmu|c|class|section)?(?:un|uu)?id|\w{0,20}code"
)
IDS = word_list(
    "columnunid unid columnid channelid categoryid catalogid catid menuid nodeid lmid cid id uuid columncode"
    " channelcode code"
)
STEPS = 2  # APIs of a script that are asked for columns
DEEPEST = 12
MOST = 400


class Routes(msgspec.Struct, frozen=True, kw_only=True):
    """What the router of a bundle makes of an address."""

    hashed: bool = False  #: its paths stand behind `#`
    asked: tuple[str, ...] = ()  #: names that it reads from the query
    lists: tuple[str, ...] = ()  #: its paths that look like one of a list: `/list/:id`


def routes(text: str) -> Routes:
    """The routes of a bundle.

    >>> routes('routes:[{path:"/list"},{path:"/detail"}];mode:"hash";x(this.$route.query.cid)')
    Routes(hashed=True, asked=('cid',), lists=('/list',))
    """
    paths = [path for path in dict.fromkeys(ROUTE.findall(text)) if LIST.search(path) and not ONE.search(path)]
    asked = sorted(set(ROUTED.findall(text)) or {one or two for one, two in ASKED.findall(text)})
    return Routes(
        hashed=is_hashed(text), asked=tuple(asked), lists=tuple(sorted(paths, key=lambda path: ":" not in path))
    )


def trees(text: str, page: str, step: Step | None = None) -> list[Step]:
    """What to ask for the columns of a site.

    In: a script; the address of the page that uses it; the step that led to the script, for what scripts before it
    said. Out: requests without a column, a page or a word of a visitor, the likeliest first; [] when it names none.
    """
    way = carried(step)
    script = Script(places(text, _is_of_interest, KEYS))
    known = {**(way.known if way is not None else {}), **script.constants()}
    found = {call.url: call for call in map(_bare, all_calls(script, known)) if call is not None}
    ranked = sorted(found.values(), key=lambda call: "tree" not in call.url.lower())
    return [_step(call, page) for call in ranked][:STEPS]


def _is_of_interest(_before: str, word: str) -> bool:
    return "/" in word and len(word) < 200 and TREE.search(word) is not None


def _bare(call: ApiCall) -> ApiCall | None:
    """The call as it is made for all columns; None for one that asks for something else or with what is not known."""
    way = call.url.partition("?")[0]
    named = "/".join(way.split("/")[-2:])
    if (
        not TREE.search(named)
        or CHANGES.search(way)
        or VISITOR.search(way)
        or (OTHER.search(named) and "tree" not in named.lower())
    ):
        return None
    if call.paged:
        call = msgspec.structs.replace(call, url=way, form=None if call.form is None else [], body=None)
    return call if not call.missing and not call.paged else None


def _step(call: ApiCall, page: str) -> Step:
    return Step(
        url=absolute(page, call.url),
        form=tuple(call.form) if call.form is not None else None,
        json=msgspec.json.encode(call.body).decode() if call.body is not None else None,
        headers=(("Referer", urldefrag(page)[0]), *call.headers),
        sure=False,
    )


def columns(text: str, url: str, by: Routes) -> list[Link]:
    """The columns of an API's answer as links.

    In: the answer; the address of the home page; the routes of the bundle. Out: those whose address is known, each
    below the names of the columns round it; [] for what is no tree of columns.
    """
    data = api_rows.decode(text)
    return list(dict.fromkeys(_walk(data, urldefrag(url)[0], by, (), "", 0)))[:MOST] if data is not None else []


def _walk(value: Any, url: str, by: Routes, above: tuple[str, ...], path: str, depth: int) -> Iterator[Link]:
    if depth > DEEPEST:
        return
    if isinstance(value, list):
        for one in value:
            yield from _walk(one, url, by, above, path, depth + 1)
    if not isinstance(value, dict):
        return
    folded = {fold(key): one for key, one in value.items()}
    name = name_of(folded)
    said = next((str(folded[one]) for one in PATHS if isinstance(folded.get(one), str)), "")
    whole = said if not said or said.startswith(("/", "http", "#")) else f"{path.rstrip('/')}/{said}"
    if name and (address := _address(folded, whole, url, by)) is not None:
        yield Link(name=name, url=address, above=above)
    for one in value.values():
        yield from _walk(one, url, by, (*above, name) if name else above, whole or path, depth + 1)


def _address(folded: dict[str, Any], path: str, url: str, by: Routes) -> str | None:
    """Where a column leads: its own link, its own route, the route of lists with its id; None when neither is known."""
    link = next((str(folded[one]) for one in LINKS if isinstance(folded.get(one), str) and folded[one]), "")
    if link.startswith(("/", "http", "./", "../")) and link not in by.lists:
        return absolute(url, link)
    path = link if link in by.lists or link.startswith("#/") else path
    own = WORDS.search(path) is not None
    made = next(
        (made for one in ([path] if own else by.lists) if (made := _filled(one.lstrip("#"), folded)) is not None), None
    )
    if made is None or made.startswith("http"):
        return made
    query = {key: said for key in by.asked if (said := _said(key, folded))}
    if not own and not query and made in by.lists:
        return None  # all columns would lead there
    made += f"?{urlencode(query)}" if query and "?" not in made else ""
    return absolute(url, f"#{made}" if by.hashed else made)


def _filled(path: str, folded: dict[str, Any]) -> str | None:
    """A route with what the column says for its blanks: `/list/7` of `/list/:id`."""
    parts = []
    for part in path.split("/"):
        if part.startswith(":"):
            name = re.sub(r"[?(*].{0,80}", "", part[1:])
            said = "1" if fold(name) in PAGE and not part.endswith("?") else _said(name, folded)
            if not said and not part.endswith("?"):
                return None
            parts += [said] if said else []
        else:
            parts.append(part)
    return "/".join(parts) if "*" not in path else None


def _said(key: str, folded: dict[str, Any]) -> str:
    """What a column says for a name of the router: under that name, or its id when the name is one of an id."""
    name = fold(key)
    value = folded.get(name)
    if value in (None, "") and OF_COLUMN.fullmatch(name):
        value = next((folded[one] for one in IDS if _is_plain(folded.get(one)) and folded[one] != ""), None)
    return str(value) if _is_plain(value) else ""


def _is_plain(value: Any) -> bool:
    return isinstance(value, str | int) and not isinstance(value, bool)
