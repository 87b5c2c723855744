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
ISSUED = re.compile(r"(?:发布|公布|发文|上网|上传|刊发|印发|公开|添加|录入)(?:日期|时间|于)?\s{0,2}[:：]?\s{0,4}$")
#: Labels of days that are none of a publication, right before a date.
OTHER = re.compile(
    r"(?:有效期?|截[至止]|期限|到期|失效|生效|施行|实施|会议|活动|开始|结束|更新|修改)(?:日期|时间|期限|于|自|至|到)?\s{0,2}[:：]?\s{0,4}$"
)
UNTIL = re.compile(r"^\s{0,4}(?:[至到~～—–]|--|\s-\s|日?[止前])")  # a stretch of time, or its end
AFTER = re.compile(r"(?:[至到~～—–]|--|\s-)\s{0,4}$")
BACK = 12  # characters before a date in which its label is looked for
FULL = r"(\d{4}[-/.年]\d{1,2}[-/.月]\d{1,2}日?)"
BEHIND = re.compile(rf"(?:\s|[\[(（【])\s{{0,3}}{FULL}\s{{0,3}}[\])）】]?\s{{0,3}}$")
BEFORE = re.compile(rf"^\s{{0,3}}(?:[\[(（【]\s{{0,3}}{FULL}\s{{0,3}}[\])）】]|{FULL}\s)")
NO_DAY = frozenset(("month-only", "no-date", "impossible-date"))
LEAF = 12  # characters of a day and a month that are a date together


def find(node: lxml.html.HtmlElement, link: lxml.html.HtmlElement) -> str | None:
    """The raw date of a row.

    In: the element of the row, the titled link in it. Out: the date of publication beside the link, the first of
    several; a calendar leaf (`03` in one element, `2016-06` in the next) joined by a blank; inside the link, where a
    title may name dates, only an element that holds nothing but a date; at last a month. None when the row shows none.
    """
    beside = words(node).replace(words(link), " ", 1)
    match = first(beside)
    if match is not None and read_date(match)[1] not in NO_DAY:
        return match
    pieces = [" ".join(str(piece).split()) for piece in node.itertext()]
    whole = next(_whole([piece for piece in pieces if piece]), None)
    return whole or match


def first(text: str) -> str | None:
    """The date of publication in the words beside a link: labelled so, else the first that is of nothing else."""
    found: str | None = None
    for match in DATE.finditer(text) if DATE.search(text) else BESIDE.finditer(text):
        before, after = text[max(0, match.start() - BACK) : match.start()], text[match.end() : match.end() + BACK]
        if ISSUED.search(before):
            return match[0]
        if found is None and not (OTHER.search(before) or UNTIL.match(after) or AFTER.search(before)):
            found = match[0]
    return found


def parted(title: str) -> tuple[str, str | None]:
    """A title from the full date written before or behind it, set off by blanks or brackets.

    >>> parted("青禾县人大常委会视察 2021-05-13"), parted("2020-01-01起施行的办法")
    (('青禾县人大常委会视察', '2021-05-13'), ('2020-01-01起施行的办法', None))
    """
    match = BEHIND.search(title) or BEFORE.search(title)
    rest = title.replace(match[0], "", 1).strip() if match is not None else ""
    return (rest, match[1] or match[match.lastindex or 1]) if match is not None and rest else (title, None)


def is_date(piece: str) -> bool:
    """Whether a piece of a row is nothing but a date, in brackets or not: [06-03], 2024/6/3, 昨天 15:30."""
    bare = piece.strip(BRACKETS)
    if len(bare) > 24 or not (DATE.fullmatch(bare) or BESIDE.fullmatch(bare)):
        return False
    return read_date(bare)[1] in {None, "no-year", "no-capture"}


def _whole(pieces: list[str]) -> Iterator[str]:
    """Neighbours that are a date only together, and pieces that are nothing but a date."""
    for one, two in pairwise(pieces):
        if len(one) + len(two) <= LEAF and (one + two)[0].isdigit() and read_date(f"{one} {two}")[0] is not None:
            yield f"{one} {two}" if read_date(one)[0] is None else one
    for piece in pieces:
        bare = piece.strip(BRACKETS)
        if DATE.fullmatch(bare) and read_date(bare)[1] in {None, "no-year"}:
            yield bare
