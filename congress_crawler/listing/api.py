"""Which rows does an API give, and how is its next page asked for?"""

import msgspec

from congress_crawler.listing import api_rows, bundles, inline
from congress_crawler.listing.api_calls import KEYS, is_of_interest
from congress_crawler.listing.api_page import has_pager, is_filled, is_shell, read_page, with_script
from congress_crawler.listing.api_way import Way, carried, direct, following, request, start
from congress_crawler.listing.fragments import read_pieces
from congress_crawler.listing.given import Found, Given
from congress_crawler.listing.page_names import SCRIPTS
from congress_crawler.listing.row import Row
from congress_crawler.listing.script_names import Script
from congress_crawler.listing.script_tokens import places

EMPTY = "the API answered without rows"


def read(given: Given) -> Found | None:
    """An answer of an API, a script on the way to one, or a page whose script asks one; None for others."""
    way = carried(given.step)
    if way is not None:  # also of a hash router: what its API answers is JSON as any other
        return follow(given, way)
    if (data := api_rows.decode(given.text)) is not None:
        return _answered(given, direct(given.url, given.step), data)
    return _page(given) if given.tree is not None and _is_markup(given.text) else None


def follow(given: Given, way: Way) -> Found | None:
    """What an answer on the way to the rows says: rows, the next step, or that nothing is left to ask.

    In: the answer; how far we had come. Out: None for a script that holds the rows itself (`inline`).
    """
    if (data := api_rows.decode(given.text)) is not None:
        return _answered(given, way, data)
    if way.call is not None or _is_markup(given.text):
        return _fragment(given, way)
    if len(inline.find_rows(given.text, way.base, given.url)[0]) > 1:
        return None
    way = with_script(way, Script(places(given.text, is_of_interest, KEYS)))
    more = [one for one in bundles.further(given.text, given.url, way.page) if one not in (*way.scripts, *way.looked)]
    way = msgspec.structs.replace(way, scripts=[*way.scripts, *more][: max(0, SCRIPTS - len(way.looked))])
    return _onward(way, "a script of the page")


def _is_markup(text: str) -> bool:
    return text.lstrip("\ufeff \t\r\n")[:1] == "<"


def _page(given: Given) -> Found | None:
    """The first page: its script asks for the rows when the page has none, or no other way to its next page."""
    dated = [row for row in given.rows if row.date is not None]
    if is_shell(given) or has_pager(given):
        return None
    way = read_page(given, "json")
    paged = bool(way.calls) and way.calls[0].paged
    if inline.read(given) is not None or (dated and not paged):
        return None
    if dated and (not is_filled(given) or len(given.rows) == way.calls[0].size):
        return _embedded(way, given.rows)
    if way.calls and (paged or not given.rows):
        return _started(way, "a script asks an API for the rows")
    waits = not given.rows and bool(way.scripts) and is_filled(given)
    return _started(way, "something in the page waits for a script") if waits else None


def _started(way: Way, why: str) -> Found:
    return Found(why=why, rows=[], next=start(way))


def _embedded(way: Way, rows: list[Row]) -> Found:
    """Rows in the page, and an API for more: asked from page 2 when the page shows as many rows as the API gives."""
    call, *others = way.calls
    shown = len(rows) if len(rows) == call.size else 0
    way = msgspec.structs.replace(way, call=call, calls=others, number=call.first + (shown > 0), seen=shown)
    return Found(why="a script asks an API for more rows", next=request(way))


def _answered(given: Given, way: Way, data: object) -> Found:
    """The rows of JSON, and the next page of its API."""
    answer = api_rows.read(data, way.base, given.url, way.links)
    if not answer.count and way.call is not None and way.number == way.call.first and answer.total != 0:
        return _onward(way, EMPTY)
    unled = bool(answer.count) and not answer.rows
    return Found(
        why=f"JSON of {given.url.partition('?')[0]}",
        rows=answer.rows,
        next=None if unled else following(way, answer.count, answer.total, answer.pages, answer.size),
        promised=answer.total,
        pages=answer.pages,
        browser=f"{given.url} lists {answer.count} titles, but no script says what their addresses are"
        if unled
        else None,
    )


def _fragment(given: Given, way: Way) -> Found:
    """The rows of HTML or XML that an API gives."""
    rows = read_pieces([given.text], way.base, given.url)
    if not rows and (way.call is None or way.number == way.call.first):
        return _onward(way, EMPTY)
    total = next((int(found[1]) for found in [api_rows.STATED["totalrecord"].search(given.text)] if found), None)
    return Found(
        why=f"HTML of {given.url}", rows=rows, next=following(way, len(rows), total, None, None), promised=total
    )


def _onward(way: Way, why: str) -> Found:
    """The next thing to ask; when there is none, that only a browser can fill the page."""
    step = start(way)
    return Found(why=why, rows=[], next=step, browser=None if step is not None else nothing(way))


def nothing(way: Way) -> str:
    """A sentence for people: the page is filled by scripts, and none of them names an API. In: how far we came."""
    names = [script.partition("?")[0].rpartition("/")[2] for script in way.looked]
    said = f"looked into {', '.join(names[:5])}" if names else "it names no script of its own"
    return f"{way.page} is filled by its scripts, and no API with the rows was found ({said}); a browser can fill it"
