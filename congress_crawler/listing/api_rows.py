"""Which rows does this JSON hold?"""

import html
import re
from collections.abc import Iterator
from typing import Any

import msgspec

from congress_crawler.listing.api_fields import IDS, date_of, leads, link_of, title_of, value_of
from congress_crawler.listing.fragments import absolute, read_pieces
from congress_crawler.listing.parameter_names import fold, word_list
from congress_crawler.listing.row import Row

TOTALS = word_list(
    "total count totalrow totalrows recordstotal allcount itemcount totalcount totalrecord totalrecords recordcount"
    " totalelements totalnum totalsize rowcount recordtotal"
)
PAGES = word_list("lastpage maxpage pages totalpage totalpages pagecount pagetotal totalpagenum pagenums")
SIZES = word_list("size pagesize perpage limit pagerows")
STATED = {name: re.compile(rf"<{name}>\s{{0,9}}(\d{{1,9}})", re.IGNORECASE) for name in ("totalrecord", "totalpage")}
PADDED = re.compile(r"^\s{0,9}(?:/\*\*/)?\s{0,9}[\w$.]{1,80}\s{0,9}\(")
HAN = re.compile(r"[\u4e00-\u9fff]")
DEEPEST = 10


class Answer(msgspec.Struct, frozen=True, kw_only=True):
    """What an API answered. `count`: objects of the list, also those that make no row; `listed`: it has a list."""

    rows: list[Row]
    count: int
    listed: bool
    total: int | None = None
    pages: int | None = None
    size: int | None = None


def decode(text: str) -> Any:
    """The JSON of an answer, also in the brackets of a callback (JSONP); None for what is no JSON object or array.

    >>> decode('jQuery1_2({"total": 3});')
    {'total': 3}
    """
    text = text.strip("\ufeff \t\r\n")
    padded = PADDED.match(text)
    inside = text[padded.end() : text.rfind(")")] if padded and ")" in text else text
    if inside.strip()[:1] not in {"{", "["}:
        return None
    try:
        found = msgspec.json.decode(inside.strip())
    except (msgspec.DecodeError, UnicodeEncodeError, RecursionError):  # brackets in a thousand brackets are no list
        return None
    return found if isinstance(found, dict | list) else None


def read(data: Any, base: str, url: str, links: list[str]) -> Answer:
    """The rows of an answer.

    In: decoded JSON; what links are relative to; the answer's address; how the script makes addresses of what an
    object says (`/content/{id}.html`). Out: those of the likeliest list of objects, else of the HTML in it.
    """
    objects, above = max(_lists(data, [], 0), key=lambda found: _likely(found[0], links), default=([], []))
    stated = {
        "total": _total(above, len(objects)),
        "pages": _stated(above, PAGES),
        "size": _stated(above, SIZES),
    }
    if objects and _likely(objects, links) > 0:
        made = [_row(one, base, url, links) for one in objects]
        rows = {row.url: row for row in reversed([row for row in made if row is not None])}
        return Answer(rows=list(reversed(rows.values())), count=len(objects), listed=True, **stated)
    return _markup(data, base, url, stated)


def _total(above: list[dict[str, Any]], shown: int) -> int | None:
    """How many there are; a `count` that is no more than the rows of this page counts those."""
    found = _stated(above, [name for name in TOTALS if name != "count"])
    count = _stated(above, ["count"])
    return found if found is not None or count is None or 0 < count <= shown else count


def _markup(data: Any, base: str, url: str, stated: dict[str, int | None]) -> Answer:
    """The rows of HTML inside JSON (TrueCMS, jpaas)."""
    pieces = [one for one in _texts(data, 0) if "<a" in one.lower() and "href" in one.lower()]
    said = "\n".join(one for one in _texts(data, 0) if "<total" in one)
    for name, key in (("totalrecord", "total"), ("totalpage", "pages")):
        if (found := STATED[name].search(said)) is not None:
            stated[key] = int(found[1])
    above = [data] if isinstance(data, dict) else []
    above += [one for one in data.values() if isinstance(one, dict)] if isinstance(data, dict) else []
    for key, names in (("total", TOTALS), ("pages", PAGES), ("size", SIZES)):
        stated[key] = stated[key] if stated[key] is not None else _stated(above, names)
    rows = read_pieces(pieces, base, url)
    return Answer(rows=rows, count=len(rows), listed=bool(rows) or stated["total"] == 0, **stated)


def _texts(data: Any, depth: int) -> Iterator[str]:
    if isinstance(data, str):
        yield html.unescape(data) if "&lt;" in data and "<" not in data else data
    elif depth < DEEPEST:
        inner = data.values() if isinstance(data, dict) else data if isinstance(data, list) else ()
        for one in inner:
            yield from _texts(one, depth + 1)


def _lists(
    data: Any, above: list[dict[str, Any]], depth: int
) -> Iterator[tuple[list[dict[str, Any]], list[dict[str, Any]]]]:
    """Every list of objects, and the objects it lies in, the nearest first."""
    if depth > DEEPEST:
        return
    if isinstance(data, dict):
        for inner in data.values():
            yield from _lists(inner, [data, *above], depth + 1)
    elif isinstance(data, list):
        objects = [one for one in data if isinstance(one, dict)] or [one for one in map(_named, data) if one]
        if objects:
            yield objects, above
        for inner in data[:50]:
            yield from _lists(inner, above, depth + 1)


def _named(line: Any) -> dict[str, Any]:
    """A row that is a list of texts, as an object: which is the title, the address and the day is seen from them."""
    texts = [one for one in line if isinstance(one, str)] if isinstance(line, list) and 2 <= len(line) <= 12 else []
    links = [one for one in texts if leads(one)]
    titles = [one for one in texts if HAN.search(one) and one not in links and date_of({"date": one}) is None]
    dates = [one for one in texts if len(one) < 24 and one not in links and date_of({"date": one}) is not None]
    if not links or not titles:
        return {}
    return {"url": links[0], "title": max(titles, key=len), **({"date": dates[0]} if dates else {})}


def _likely(objects: list[dict[str, Any]], links: list[str]) -> float:
    """How many of the objects say a title and an address, or what an address is made of; 0 when too few do."""
    named = [one for one in objects[:50] if title_of(one)]
    led = sum(link_of(one, links) is not None for one in named)
    dated = sum(date_of(one) is not None for one in named)
    if len(named) * 2 < len(objects[:50]) or not (led or (dated and any(value_of(one, IDS) for one in named))):
        return 0
    return (led + dated + len(named) / 2) * (len(objects) / min(50, len(objects)))


def _row(one: dict[str, Any], base: str, url: str, links: list[str]) -> Row | None:
    """The row of an object; None when it says no title, or nothing makes an address of it."""
    title, link = title_of(one), link_of(one, links)
    if not title or link is None:
        return None
    pinned = any(str(one.get(key)) in {"1", "True", "true"} for key in ("isTop", "istop", "top", "isStick", "zhiding"))
    return Row(absolute(base, link), title, date_of(one), url, pinned=pinned)


def _stated(above: list[dict[str, Any]], names: list[str]) -> int | None:
    """A number that the objects around the list say, the nearest first."""
    for one in above:
        for key, value in one.items():
            word = str(value.get("value")) if isinstance(value, dict) else str(value)  # Elasticsearch says total.value
            if fold(key) in names and not isinstance(value, bool) and word.isascii() and word.isdigit():
                return int(word)
    return None
