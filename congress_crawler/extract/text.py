"""Which lines of the region are the text, and what is each of them?"""

import re

import msgspec

from congress_crawler.extract import marks
from congress_crawler.extract.region import Region
from congress_crawler.extract.sheet import Line, Node, Sheet
from congress_crawler.normalise import labels
from congress_crawler.normalise.raw import Block, Kind

HEADING_TAGS = {"h1": 1, "h2": 1, "h3": 2, "h4": 3, "h5": 4, "h6": 5}
LONGEST_HEADING = 45  # characters of a heading without a number
HAN = re.compile(r"[\u4e00-\u9fff]")
LETTER = re.compile(r"[^\W\d_]|[\uff08\uff09]")  # signs of an icon font are none; a bracket may be left of a link
FIGURE = 8  # characters of a line that may be a counter or a bullet
DEEPEST = 40  # blocks between a line and its table row; deeper pages are made to hurt
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
    first = _behind_byline(sheet.lines, max(region.node.first, start), region.last)
    kept: list[int] = []
    dropped: list[int] = []
    boxes: dict[int, bool] = {}
    end, size = region.last, 0
    enough = ENOUGH * sum(len(line.text) - line.links for line in sheet.lines[first:end])
    for number in range(first, region.last):
        line = sheet.lines[number]
        over = bool(kept) and (marks.is_end(line.text) or marks.is_footer(line.text))
        if over and size >= enough:
            end = number
            break
        size += len(line.text) - line.links
        if over or _outside(line, kept, sheet, region, boxes):
            dropped.append(number)
        else:
            kept.append(number)
    blocks, numbers = _once(*_blocks(sheet.lines, kept, region.node))
    return Text(blocks, numbers, first, end, dropped)


def _once(blocks: list[Block], numbers: list[int]) -> tuple[list[Block], list[int]]:
    """A text that stands twice in its block, for the desk and for the telephone, once."""
    half = len(blocks) // 2
    if half > 1 and [block.text for block in blocks[:half]] == [block.text for block in blocks[half:]]:
        return blocks[:half], numbers[:half]
    return blocks, numbers


def _behind_byline(lines: list[Line], first: int, last: int) -> int:
    """The first line behind a byline that stands in the text's own block, among its first lines."""
    for number in range(min(first + BYLINE, last) - 1, first - 1, -1):
        text = lines[number].text
        if len(text) <= marks.LONGEST_MARK and marks.has_date(text) and _has_label(text):
            return number + 1
    return first


def _outside(line: Line, kept: list[int], sheet: Sheet, region: Region, boxes: dict[int, bool]) -> bool:
    text = line.text
    if (marks.is_linked(line) and not _celled(line, region)) or marks.is_tool(text):
        return True
    if marks.only_editor_or_source(text) or marks.is_promotion(text):
        return True
    if not kept and len(text) <= marks.LONGEST_MARK and (marks.is_crumb(text) or _starts_byline(text)):
        return True
    return (_is_figure(text) and not _celled(line, region)) or _boxed(line.node, sheet, region, boxes)


def _is_figure(text: str) -> bool:
    """Whether a line has no letter: a counter, a bullet, a rule."""
    return len(text) < FIGURE and not LETTER.search(text)


def _celled(line: Line, region: Region) -> bool:
    """Whether a line stands in a table of the text: a cell may be a link."""
    return _above(line.node, ("td", "th"), region.node) is not None


def _starts_byline(text: str) -> bool:
    """A byline above the text, in its block: a label of the lexicon, or a date with its time of day."""
    return _has_label(text) if marks.is_labelled(text) else marks.is_dated(text) and ":" in text


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


def _blocks(lines: list[Line], kept: list[int], top: Node) -> tuple[list[Block], list[int]]:
    """Blocks of the kept lines: a table row is one, every other line is one."""
    blocks: list[Block] = []
    numbers: list[int] = []
    at = 0
    while at < len(kept):
        row, cells, after = _row(lines, kept, at, top)
        if row is not None and len(cells) > 1:
            blocks.append(Block("table", "\t".join(cells)))
            numbers.append(kept[at])
            at = after
            continue
        line = lines[kept[at]]
        kind, level = _kind(line)
        blocks.append(Block(kind, line.text, level))
        numbers.append(kept[at])
        at += 1
    return blocks, numbers


def _row(lines: list[Line], kept: list[int], at: int, top: Node) -> tuple[Node | None, list[str], int]:
    """The table row that begins with a line: its cells, and the first line behind it."""
    row = _above(lines[kept[at]].node, ("tr",), top)
    cells: list[str] = []
    last: Node | None = None
    while row is not None and at < len(kept) and _above(lines[kept[at]].node, ("tr",), top) is row:
        cell = _above(lines[kept[at]].node, ("td", "th"), top)
        if cell is last and cells:
            cells[-1] += " " + lines[kept[at]].text
        else:
            cells.append(lines[kept[at]].text)
        last = cell
        at += 1
    return row, cells, at


def _above(node: Node | None, tags: tuple[str, ...], top: Node) -> Node | None:
    """The nearest block of one of the tags, inside the region."""
    for _ in range(DEEPEST):
        if node is None or node is top:
            return None
        if node.tag in tags:
            return node
        node = node.up
    return None


def _kind(line: Line) -> tuple[Kind, int | None]:
    level = HEADING_TAGS.get(line.node.tag)
    short = len(line.text) <= LONGEST_HEADING and not marks.STOPS.search(line.text)
    if short and level is not None:
        return "heading", level
    if short and line.bold * 10 >= len(line.text) * 9:
        return "heading", None
    if line.node.tag == "li":
        return "list", None
    return ("caption", None) if line.node.tag in {"figcaption", "caption"} else ("paragraph", None)
