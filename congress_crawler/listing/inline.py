"""Which rows stand in the scripts of this page?

Parallel arrays (`urls[i]='…';headers[i]='…';year[i]='…'`, seen at kw.beijing.gov.cn), `new title_array('url','title',
'date')` (www.cppcc.gov.cn), `document.write('<li>…')` (www.bjhd.gov.cn), arrays of objects.
"""

import re
from typing import Any
from urllib.parse import urlsplit

import msgspec

from congress_crawler.listing import api_rows, numbered
from congress_crawler.listing.api_fields import IMAGE, TAG
from congress_crawler.listing.api_way import carried
from congress_crawler.listing.dated import DATE, is_date
from congress_crawler.listing.fragments import absolute, read_pieces
from congress_crawler.listing.given import Found, Given
from congress_crawler.listing.page_names import inline, islands
from congress_crawler.listing.row import Row
from congress_crawler.listing.script_names import Script, parts
from congress_crawler.listing.script_tokens import LARGE, Token, tokens
from congress_crawler.listing.script_values import Call
from congress_crawler.listing.tree import parse

HAN = re.compile(r"[\u4e00-\u9fff]")
NUMBERED = re.compile(r"\d{3}|[0-9a-f]{8}")  # an article's address has its number; a menu's has a name
GOES_ON = "script"  # what a step carries: the page before had its rows in a script
FEW = 3  # rows without a date must be so many: fewer are a box of the page


def read(given: Given) -> Found | None:
    """A page whose scripts hold more rows than its HTML, or a script that was asked for its rows; None for others."""
    way = carried(given.step)
    if way is not None and way.call is not None:
        return None  # the answer of an API
    script = given.text if way is not None and not _is_html(given) else inline(given.tree)
    base = way.base if way is not None else given.base
    rows, why = find_rows(script, base, given.url)
    if not rows and given.tree is not None:
        rows, why = _islands(given, base)
    shown = [row for row in given.rows if row.date is not None] if _is_html(given) else []
    goes_on = given.step is not None and given.step.carried(GOES_ON) is not None
    if not rows or (len(rows) <= len(shown) and not goes_on):
        return None
    return _with_pager(given, rows, why) if _is_html(given) else Found(why=why, rows=rows)


def _with_pager(given: Given, rows: list[Row], why: str) -> Found:
    """The rows, and the page behind when the page has a pager of links beside its script."""
    _, pager = numbered.read(msgspec.structs.replace(given, rows=rows))
    if pager.next is None and (html := _html(Script(tokens(inline(given.tree))))):
        _, written = numbered.read(
            msgspec.structs.replace(given, rows=rows, tree=parse(f"<div>{html}</div>"), text=html)
        )
        pager = msgspec.structs.replace(pager, next=written.next)
    step = pager.next
    if step is not None and step.carried(GOES_ON) is None:
        step = msgspec.structs.replace(step, carry=(*step.carry, (GOES_ON, "1")))
    return Found(why=why, rows=rows, next=step, promised=pager.promised, pages=pager.pages)


def _is_html(given: Given) -> bool:
    return given.text.lstrip("\ufeff \t\r\n")[:1] == "<"


def find_rows(script: str, base: str, url: str) -> tuple[list[Row], str]:
    """The rows that a script writes out or holds, and in which way.

    In: a script; what its links are relative to; the address of the page it stands in. Out: no rows when it holds
    none, or so few without date that they may be a box of links.
    """
    if not (HAN.search(script) or "\\u" in script) or len(script) > 4 * LARGE:
        return [], ""
    read_script = Script(tokens(script))
    ways = (
        ("rows in parallel arrays of a script", _arrays(read_script, base, url)),
        ("rows as arguments of a call in a script", _calls(read_script, base, url)),
        ("rows as objects in a script", _objects(read_script, base, url)),
        ("rows that a script writes", _written(read_script, base, url)),
    )
    why, rows = max(ways, key=lambda way: len(way[1]) if _is_list(way[1]) else 0)
    return (rows, why) if _is_list(rows) else ([], "")


def _is_list(rows: list[Row]) -> bool:
    dated = sum(row.date is not None for row in rows)
    numbered = sum(NUMBERED.search(urlsplit(row.url).path + urlsplit(row.url).query) is not None for row in rows)
    listed = 2 * dated >= len(rows) or (len(rows) >= FEW and 2 * numbered > len(rows))
    return bool(rows) and listed and any(HAN.search(row.title) for row in rows)


def _arrays(script: Script, base: str, url: str) -> list[Row]:
    """Arrays of the same length: which are the addresses, titles and dates is seen from what they hold."""
    columns = _columns(script)
    urls = _best(columns, _is_address)
    if urls is None:
        return []
    same = {name: values for name, values in columns.items() if len(values) == len(columns[urls]) and name != urls}
    titles = _best(same, lambda value: HAN.search(value) is not None and not is_date(value))
    if titles is None:
        return []
    dates = _dates({name: values for name, values in same.items() if name != titles}, len(columns[urls]))
    lines = zip(columns[urls], same[titles], dates, strict=True)
    return [Row(absolute(base, link), _plain(title), day, url) for link, title, day in lines if link and title]


def _columns(script: Script) -> dict[str, list[str]]:
    """What is put into each array, in order: `a[i]='…'`, `a.push('…')`, `a = ['…', …]`, `new Array('…', …)`."""
    found: dict[str, list[str]] = {}
    words, sign = script.words, script.reader.sign
    for at, token in enumerate(words[:-3]):
        if token.kind != "name":
            continue
        end = script.reader.closing.get(at + 1) if sign(at + 1) == "[" else None
        if end is not None and sign(end + 1) == "=" and end - at <= 4:
            _put(found, token.value, script.value(end + 2))
        elif sign(at + 1) == "." and words[at + 2].value == "push":
            call = script.value(at + 2)
            _put(found, token.value, call.args[0] if isinstance(call, Call) and len(call.args) == 1 else None)
        elif sign(at + 1) == "=" and (sign(at + 2) == "[" or _is_array(words, at + 2)):
            value = script.value(at + 2)
            for one in (
                value.args
                if isinstance(value, Call)
                else script.reader.items(at + 2, script.reader.closing.get(at + 2, 0))
            ):
                _put(found, token.value, one)
    return found


def _is_array(words: list[Token], at: int) -> bool:
    return [word.value for word in words[at : at + 2]] == ["new", "Array"]


def _put(found: dict[str, list[str]], name: str, value: Any) -> None:
    said = [str(part) for part in parts(value) if isinstance(part, str | int) and not isinstance(part, bool)]
    if len(said) == len(parts(value)):
        found.setdefault(name, []).append("".join(said))


def _best(columns: dict[str, list[str]], holds: Any) -> str | None:
    """The longest column most of whose values are such; None when there is none."""
    fit = {name: sum(holds(one) for one in values) for name, values in columns.items()}
    name = max(fit, key=lambda one: (fit[one], len("".join(columns[one]))), default=None)
    return name if name is not None and fit[name] and 2 * fit[name] >= len(columns[name]) else None


def _is_address(value: str) -> bool:
    if HAN.search(value) or " " in value.strip() or "<" in value or IMAGE.search(value):
        return False
    return "/" in value or re.search(r"\.(?:s?html?|jsp|php|aspx?)(?:$|\?)", value) is not None


def _dates(columns: dict[str, list[str]], size: int) -> list[str | None]:
    """A column of dates, or those of years, months and days put together."""
    whole = _best(columns, is_date)
    if whole is not None and DATE.search("".join(columns[whole])):
        return [one.strip() or None for one in columns[whole]]
    named = {next((part for part in ("year", "month", "day") if part in name.lower()), name): name for name in columns}
    if {"year", "month", "day"} <= set(named):
        parted = zip(*(columns[named[part]] for part in ("year", "month", "day")), strict=True)
        return ["-".join(part.strip() for part in day) for day in parted]
    return [None] * size


def _calls(script: Script, base: str, url: str) -> list[Row]:
    """Calls of one function with an address, a title and perhaps a date."""
    best: list[Row] = []
    for name, places in script.calls.items():
        if name in {"write", "writeln", "push", "append", "html", "attr", "replace", "css", "open"}:
            continue
        made = [_argued(script.value(place), base, url) for place in places]
        rows = [row for row in made if row is not None]
        best = rows if len(rows) > len(best) and 2 * len(rows) > len(places) else best
    return best


def _argued(call: Any, base: str, url: str) -> Row | None:
    args = [one for one in call.args if isinstance(one, str)] if isinstance(call, Call) else []
    links = [one for one in args if _is_address(one)]
    titles = [one for one in args if HAN.search(one) and not is_date(one)]
    if not links or not titles:
        return None
    date = next((one for one in args if is_date(one)), None)
    return Row(absolute(base, links[0]), _plain(max(titles, key=len) if date is None else titles[0]), date, url)


def _objects(script: Script, base: str, url: str) -> list[Row]:
    """Arrays of objects, read as JSON answers are."""
    best: list[Row] = []
    behind = 0
    for at, end in sorted(script.reader.closing.items()):
        if at >= behind and script.reader.sign(at) == "[" and script.reader.sign(at + 1) == "{":
            value, behind = script.reader.items(at, end), end
            rows = api_rows.read(_plain_values(value), base, url, []).rows
            best = rows if len(rows) > len(best) else best
    return best


def _plain_values(value: Any) -> Any:
    """Objects with their strings, numbers and objects; names, calls and functions are left out."""
    if isinstance(value, dict):
        return {key: _plain_values(one) for key, one in value.items() if isinstance(one, dict | list | str | int)}
    return [_plain_values(one) for one in value] if isinstance(value, list) else value


def _written(script: Script, base: str, url: str) -> list[Row]:
    """Rows of the HTML that a script writes."""
    html = _html(script)
    return read_pieces([html], base, url) if "<a" in html.lower() else []


def _html(script: Script) -> str:
    """HTML in strings, put together where nothing but strings is in it."""
    pieces: list[str] = []
    behind = 0
    for at, token in enumerate(script.words):
        if at < behind or token.kind != "text" or "<" not in token.value:
            continue
        value, behind = script.reader.value(at)
        said = parts(value)
        if all(isinstance(part, str) for part in said):
            pieces.append("".join(said))
    return "".join(pieces)


def _islands(given: Given, base: str) -> tuple[list[Row], str]:
    """Rows of JSON that stands in the page: `<script type="application/json">`."""
    for data in islands(given.tree):
        rows = api_rows.read(data, base, given.url, []).rows
        if _is_list(rows):
            return rows, "rows as JSON in the page"
    return [], ""


def _plain(title: str) -> str:
    return " ".join(TAG.sub("", title).split())
