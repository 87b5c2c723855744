"""Which date does this row show?"""

import re
from collections.abc import Iterator
from itertools import pairwise

import lxml.html

from congress_crawler.listing.tree import words
from congress_crawler.normalise.day import read_date

TIME = r"(?:\s{0,4}[0-2]?\d:[0-5]\d(?::[0-5]\d)?(?!\d))?"
#: A date with its year, or 06-03: what makes an element with a link a row.
DATE = re.compile(
    r"\d{4}\s{0,4}[-/.年]\s{0,4}\d{1,2}(?:\s{0,4}[-/.月]\s{0,4}\d{1,2})?日?"
    + TIME
    + r"|(?<![\d-])\d{2}[-/.]\d{1,2}[-/.]\d{1,2}(?![\d-])|(?<![\d-])\d{1,2}-\d{1,2}(?![\d-])"
)
#: More forms, for the words beside the link: 6月3日, 二〇一六年六月三日, 昨天, 3天前.
BESIDE = re.compile(
    r"\d{1,2}\s?月\s?\d{1,2}\s?日|[〇○零一二三四五六七八九]{4}年[一二三四五六七八九十]{1,3}月[一二三四五六七八九十]{1,3}日"
    r"|(?<![\d./])\d{1,2}[/.]\d{1,2}(?![\d./])"
    rf"|(?:今天|昨天|前天){TIME}|\d{{1,3}}\s?(?:天|小时|分钟)前|刚刚"
)
BRACKETS = " []()（）【】〔〕"


def find(node: lxml.html.HtmlElement, link: lxml.html.HtmlElement) -> str | None:
    """The raw date of a row.

    In: the element of the row, the titled link in it. Out: the first date beside the link; a calendar leaf (`03` in
    one element, `2016-06` in the next) joined by a blank; inside the link, where a title may name dates, only an
    element that holds nothing but a date; at last a month. None when the row shows none.
    """
    beside = words(node).replace(words(link), " ", 1)
    match = DATE.search(beside) or BESIDE.search(beside)
    if match is not None and read_date(match[0])[1] not in {"month-only", "no-date", "impossible-date"}:
        return match[0]
    pieces = [" ".join(str(piece).split()) for piece in node.itertext()]
    whole = next(_whole([piece for piece in pieces if piece]), None)
    return whole or (match[0] if match is not None else None)


def _whole(pieces: list[str]) -> Iterator[str]:
    """Neighbours that are a date only together, and pieces that are nothing but a date."""
    for one, two in pairwise(pieces):
        if len(one) + len(two) <= 12 and (one + two)[0].isdigit() and read_date(f"{one} {two}")[0] is not None:
            yield f"{one} {two}" if read_date(one)[0] is None else one
    for piece in pieces:
        bare = piece.strip(BRACKETS)
        if DATE.fullmatch(bare) and read_date(bare)[1] in {None, "no-year"}:
            yield bare
