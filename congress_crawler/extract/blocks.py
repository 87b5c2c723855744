"""What is each line of the text: a paragraph, a heading, a row of a table, a caption?"""

import re

from congress_crawler.extract import marks
from congress_crawler.extract.sheet import Line, Node, Sheet
from congress_crawler.normalise.raw import Block, Kind

HEADING_TAGS = {"h1": 1, "h2": 1, "h3": 2, "h4": 3, "h5": 4, "h6": 5}
LONGEST_HEADING = 45  # characters of a heading without a number
LONGEST_CAPTION = 120  # characters below a picture
CAPTION = re.compile(r"图为|^[（(]?图[一二三四五六\d]?[:：/]|[摄图][)）]?$|供图|图片来源|资料图|组图")
SUMMARY = 20  # characters of a summary
LEADS = 3  # blocks at the front, itself among them, whose beginning it may repeat
DEEPEST = 40  # blocks between a line and its table row; deeper pages are made to hurt


def of(sheet: Sheet, kept: list[int], top: Node) -> tuple[list[Block], list[int]]:
    """The blocks of a text.

    In: the sheet, the numbers of the lines that are its text, the block that holds it. Out: a block a line, one for
    each table row, and the number of its first line; a text that stands there twice is taken once.
    """
    lines = sheet.lines
    pictured = {thing.at for thing in sheet.pictures}
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
        kind, level = _kind(line, pictured=kept[at] in pictured)
        blocks.append(Block(kind, marks.without_more(line.text), level))
        numbers.append(kept[at])
        at += 1
    return _once(blocks, numbers)


def _once(blocks: list[Block], numbers: list[int]) -> tuple[list[Block], list[int]]:
    """A text that stands twice in its block, for the desk and for the telephone, once."""
    half = len(blocks) // 2
    if half > 1 and [block.text for block in blocks[:half]] == [block.text for block in blocks[half:]]:
        return blocks[:half], numbers[:half]
    lead = blocks[0].text.rstrip(".…。 ") if blocks else ""
    if any(len(lead) > SUMMARY and one.text.startswith(lead) for one in blocks[1:LEADS]):
        return blocks[1:], numbers[1:]  # a summary that repeats how the text begins
    return blocks, numbers


def _row(lines: list[Line], kept: list[int], at: int, top: Node) -> tuple[Node | None, list[str], int]:
    """The table row that begins with a line: its cells, and the first line behind it."""
    row = above(lines[kept[at]].node, ("tr",), top)
    cells: list[str] = []
    last: Node | None = None
    while row is not None and at < len(kept) and above(lines[kept[at]].node, ("tr",), top) is row:
        cell = above(lines[kept[at]].node, ("td", "th"), top)
        if cell is last and cells:
            cells[-1] += " " + lines[kept[at]].text
        else:
            cells.append(lines[kept[at]].text)
        last = cell
        at += 1
    return row, cells, at


def above(node: Node | None, tags: tuple[str, ...], top: Node) -> Node | None:
    """The nearest block of one of the tags, inside the region."""
    for _ in range(DEEPEST):
        if node is None or node is top:
            return None
        if node.tag in tags:
            return node
        node = node.up
    return None


def _kind(line: Line, *, pictured: bool) -> tuple[Kind, int | None]:
    """What a line is, by its element, its type and the picture above it; `level` is what the markup says."""
    if line.node.tag in {"figcaption", "caption"} or (pictured and _is_caption(line.text)):
        return "caption", None
    level = HEADING_TAGS.get(line.node.tag)
    short = len(line.text) <= LONGEST_HEADING and not marks.STOPS.search(line.text)
    if short and level is not None:
        return "heading", level
    if short and line.bold * 10 >= len(line.text) * 9:
        return "heading", None
    if line.node.tag == "li":
        return "list", None
    return "paragraph", None


def _is_caption(text: str) -> bool:
    return len(text) <= LONGEST_CAPTION and CAPTION.search(text) is not None
