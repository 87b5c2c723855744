"""Which lines of the region are the text, and what is each of them?"""

import re

import msgspec

from congress_crawler.extract import blocks, marks
from congress_crawler.extract.region import Region
from congress_crawler.extract.sheet import Line, Node, Sheet
from congress_crawler.normalise import labels
from congress_crawler.normalise.raw import Block

HAN = re.compile(r"[\u4e00-\u9fff]")
LETTER = re.compile(r"[^\W\d_]|[\uff08\uff09]")  # signs of an icon font are none; a bracket may be left of a link
STAMP = re.compile(r"(?:19|20)\d\d[-/.年]\d{1,2}[-/.月]\d{1,2}日?\s*\d{1,2}:\d\d")
SUMMARY = re.compile(r"[【\[]?\s?(?:核心提示|内容提要|内容摘要|摘\s?要|导\s?读|导\s?语)\s?[】\]:：]")
ABSTRACT = re.compile(r"[【\[]?\s?(?:内容)?(?:提要|摘\s?要)")
KEYWORDS = re.compile(r"[【\[]?\s?关\s?键\s?词")
ATTACHED = re.compile(r"附\s*件|[(（]?\d{1,2}[.．、)）]")  # a list of files below a text is part of it, even linked
FACTS = frozenset(("source", "author", "editor", "date", "reporter", "correspondent"))
DATE_SIGNS = 3  # 年月日
FIGURE = 8  # characters of a line that may be a counter or a bullet
ORDINAL = re.compile(r"0[1-9]|[1-9]|[IVX]{1,4}")  # alone on a line of the text: the number of a section
TOPPED = 8  # lines of crumb, headline and byline above a text in its own block
SPOKEN = 30  # characters: a line so long with punctuation reads like text, a headline is shorter
SENTENCE = 12  # characters: a sentence behind a box inside the text is longer, a button is not
BOX = 40  # lines within which a text goes on behind a box, or is over
BYLINE = 6  # lines of the text's block in which its byline may stand
ENOUGH = 0.3  # of the region: a mark of the end before that is a box inside the text
SHARE = 0.4  # of a block's characters in links: it is a box of links, its labels are none of the text
BOXES = frozenset(("table", "ul", "ol", "dl", "div", "section", "aside", "nav"))


class Text(msgspec.Struct):
    """The text: its blocks, the numbers of the lines they were made of, and where it ends."""

    blocks: list[Block]
    numbers: list[int]
    first: int
    end: int  #: the first line behind the text
    dropped: list[int]  #: lines inside it that are none of it: editor, source, widgets


def find(sheet: Sheet, region: Region, start: int) -> Text:
    """The text of a region.

    In: the sheet, the region, the first line behind the headline. Out: the text from its first line to the first line
    that ends an article (related links, comments, footer), without what stands between.
    """
    lines = sheet.lines
    first = _behind_byline(lines, max(region.node.first, start), region.last)
    above = [line.text for line in lines[start:first]]
    dated = any(map(marks.has_date, above))  # the byline stands above
    said = "".join("".join(above).split())
    kept: list[int] = []
    dropped: list[int] = []
    boxes: dict[int, bool] = {}
    end, size, behind = region.last, 0, 0
    whole = sum(len(line.text) - line.links for line in lines[first:end])
    for number in range(first, region.last):
        line = lines[number]
        if number < behind:
            dropped.append(number)
            continue
        over = bool(kept) and _ends(line.text) and not _is_keywords(line.text, lines[kept[-1]].text)
        if over and size >= ENOUGH * whole:
            behind = 0 if marks.is_footer(line.text) else _behind_box(lines, number, kept, region.last)
            if not behind:
                end = number
                break
        size += len(line.text) - line.links
        attached = bool(kept) and ATTACHED.match(line.text) is not None
        attached = attached and (line.text[0] == "附" or any(sheet.files(number, number)))
        again = marks.is_labelled(line.text) and "".join(line.text.split()) in said  # the byline once more
        boxed = not kept and _is_summary(lines, number, region.last)
        if over or again or boxed or (not attached and _outside(line, kept, sheet, region, boxes, dated=dated)):
            dropped.append(number)
        else:
            kept.append(number)
    found, numbers = blocks.of(sheet, kept, region.node)
    return Text(found, numbers, first, end, dropped)


def _is_summary(lines: list[Line], number: int, last: int) -> bool:
    """Whether a line is a summary in a box of its own over the text: 核心提示：…, 摘要：…"""
    if SUMMARY.match(lines[number].text) is None:
        return False
    below = next((line for line in lines[number + 1 : last] if _is_spoken(line)), None)
    return below is not None and not _stands_like(lines[number], below)


def _behind_box(lines: list[Line], number: int, kept: list[int], last: int) -> int:
    """Where the text goes on behind a box inside it (延伸阅读 and its links); 0 when it does not.

    It does when later lines that read like text are elements of the same kind in the same block as the text before.
    """
    like = next((lines[at] for at in reversed(kept) if _is_spoken(lines[at])), None)
    if like is None:
        return 0
    same = [at for at in range(number + 1, min(last, number + BOX)) if _stands_like(lines[at], like)]
    goes_on = any(_is_spoken(lines[at], SENTENCE) and not (_is_mark(lines[at]) or _ends(lines[at].text)) for at in same)
    return same[0] if goes_on else 0


def _stands_like(line: Line, other: Line) -> bool:
    """Whether two lines are in the same block, or each in a block of its own of one kind in the same block."""
    if line.node is other.node:
        return True
    return line.node.up is other.node.up and line.node.tag == other.node.tag


def _is_spoken(line: Line, longer: int = SPOKEN) -> bool:
    return len(line.text) > longer and marks.PUNCTUATION.search(line.text) is not None


def _ends(text: str) -> bool:
    return marks.is_end(text) or marks.is_footer(text)


def _is_keywords(text: str, before: str) -> bool:
    """The keywords of a study stand below its abstract; those of a site stand below the text."""
    return KEYWORDS.match(text) is not None and ABSTRACT.match(before) is not None


def opening(lines: list[Line], region: Region) -> int:
    """The first line of a region that reads like text: its block may hold crumb, headline and byline above it."""
    for number in range(region.first, min(region.last, region.first + TOPPED)):
        line = lines[number]
        if _is_spoken(line) and not _is_mark(line):
            return number
    return region.first


def _is_mark(line: Line) -> bool:
    text = line.text
    return marks.is_linked(line) or marks.is_crumb(text) or marks.is_tool(text) or _starts_byline(text)


def _behind_byline(lines: list[Line], first: int, last: int) -> int:
    """The first line behind a byline that stands in the text's own block, among its first lines."""
    for number in range(min(first + BYLINE, last) - 1, first - 1, -1):
        text = lines[number].text
        if len(text) <= marks.LONGEST_MARK and marks.has_date(text) and (_has_label(text) or _stamped(text)):
            return number + 1
    return first


def _outside(line: Line, kept: list[int], sheet: Sheet, region: Region, boxes: dict[int, bool], *, dated: bool) -> bool:
    text = line.text
    linked = marks.is_linked(line) and not _celled(line, region) and marks.without_more(text) == text
    if linked or marks.is_tool(text):
        return True
    if marks.only_editor_or_source(text) or marks.is_promotion(text) or _is_byline(text):
        return True
    above = not kept and len(text) <= marks.LONGEST_MARK
    if above and (marks.is_crumb(text) or (_starts_byline(text) and not (dated and _bare(text)))):
        return True
    return (_is_figure(text) and not _celled(line, region)) or _boxed(line.node, sheet, region, boxes)


def _is_byline(text: str) -> bool:
    """Whether a line says source, author and editor, each with its label, and nothing else."""
    if len(text) > marks.LONGEST_MARK or not marks.is_labelled(text):
        return False
    kinds = [part.kind for part in labels.split(text)]
    return "editor" in kinds and len(set(kinds)) > 1 and set(kinds) <= FACTS


def _is_figure(text: str) -> bool:
    """Whether a line has no letter: a counter, a bullet, a rule."""
    return len(text) < FIGURE and not LETTER.search(text) and not ORDINAL.fullmatch(text)


def _celled(line: Line, region: Region) -> bool:
    """Whether a line stands in a table of the text: a cell may be a link."""
    return blocks.above(line.node, ("td", "th"), region.node) is not None


def _starts_byline(text: str) -> bool:
    """A byline above the text, in its block: a label of the lexicon, or a date with its time of day."""
    return _has_label(text) if marks.is_labelled(text) else marks.is_dated(text) and (":" in text or _bare(text))


def _stamped(text: str) -> bool:
    """Whether a line begins with a date and its time of day, and names a label anywhere."""
    return STAMP.match(text) is not None and marks.is_labelled(text)


def _bare(text: str) -> bool:
    """Whether a dated line says nothing else."""
    return len(LETTER.findall(text)) <= DATE_SIGNS


def _has_label(text: str) -> bool:
    """Whether a line has a label of the lexicon; 会议时间 is a word of the text that ends like one."""
    parts = labels.split(text) if marks.is_labelled(text) else []
    if parts and not parts[0].label and parts[0].value:
        end = text.find(parts[0].value) + len(parts[0].value)
        if HAN.match(text[end - 1 : end]) and not text[end : end + 1].isspace():
            return False
    return any(part.kind not in {"", "noise"} for part in parts)


def _boxed(node: Node | None, sheet: Sheet, region: Region, boxes: dict[int, bool]) -> bool:
    """Whether a block between the line and the region is a box of links. `boxes` remembers the blocks asked before."""
    asked: list[int] = []
    found = False
    while node is not None and node is not region.node and not found:
        if (known := boxes.get(id(node))) is not None:
            found = known
            break
        asked.append(id(node))
        found = node.tag in BOXES and _is_box(sheet.lines[node.first : node.last])
        node = node.up
    boxes.update(dict.fromkeys(asked, found))
    return found


def _is_box(inside: list[Line]) -> bool:
    return sum(line.links for line in inside) > SHARE * sum(len(line.text) for line in inside)
