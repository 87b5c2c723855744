"""What does the call of a pager's library say: laypage({pages: 4, curr: 1}), $("#p").pagination(57, {…})?"""

import math
import re
from typing import NamedTuple

from congress_crawler.listing.comments import live

CALL = re.compile(
    r"(?i)(?<![\w$])(?:laypage(?:\.render)?|kkpager\.\w{4,20}|pagination|jqPaginator|createPage|twbsPagination|myPage|paging)\s{0,3}"
    r"\(\s{0,3}(?:(\d{1,7})\s{0,3},\s{0,3})?\{"
)
FAR = 700  # characters of its settings
SETTING = r"(?i)(?<![\w$.])[\"']?(?:{})[\"']?\s{{0,4}}:\s{{0,4}}[\"']?(\d{{1,7}})(?![\w$.])"
PAGES = re.compile(SETTING.format("pages|total_?pages?|page_?count|pageTotal"))
ROWS = re.compile(SETTING.format("count|total_?records?|total_?counts?|total_?data|total_?num|items"))
TOTAL = re.compile(SETTING.format("total"))
SIZE = re.compile(SETTING.format("limit|page_?size|items_?per_?page|show_?data|itemsOnPage"))
HERE = re.compile(SETTING.format("curr|current|current_?page|curr_?page|pno|startPage|pageIndex"))


class Settings(NamedTuple):
    """What the call says; None for what it does not."""

    promised: int | None  #: rows
    pages: int | None
    current: int | None  #: this page, 1 the first


def read(code: str) -> Settings | None:
    """In: the scripts of a page. Out: None when no call of such a library with a total is among them."""
    found = live(CALL, code)
    if found is None:
        return None
    inside = code[found.end() : found.end() + FAR]
    total, size = _number(TOTAL, inside), _number(SIZE, inside)
    rows = int(found[1]) if found[1] else _number(ROWS, inside)
    pages = _number(PAGES, inside)
    if pages is None and size and (rows is not None or total is not None):
        rows = rows if rows is not None else total
        pages = math.ceil((rows or 0) / size)
    elif pages is None:
        pages = total
    here = _number(HERE, inside)
    zero = found[1] is not None  # the older library counts from 0
    return Settings(rows, pages, here + 1 if here is not None and zero else here or None) if pages else None


def _number(pattern: re.Pattern[str], text: str) -> int | None:
    match = pattern.search(text)
    return int(match[1]) if match else None
