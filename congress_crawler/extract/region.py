"""Which part of the page is the article?"""

import re
from collections.abc import Iterator
from itertools import accumulate

import msgspec

from congress_crawler.extract import marks
from congress_crawler.extract.sheet import Line, Node, Sheet

LONGEST = 500  # characters that one line may count for: a single endless line shall not outweigh a text
FEW = 8  # characters: shorter lines without punctuation are labels and buttons
NEARLY = 0.94  # of the best: what a headline or a byline adds to a text is less
COMMENTS = re.compile(r"(?<![a-z])(?:comments?|cmt|pinglun|reply|disclaimer|banquan\w*)(?![a-z])")
CELLS = frozenset(("td", "th"))
SMALL = 200.0  # worth of a text short enough to be doubted
NEAR = 12  # lines behind the headline within which a short text begins
COMMENTED = 0.1  # what a character of a comment counts: little, not nothing, for the word may name the whole page
DEEPEST = 60  # blocks that are looked at above a line; deeper pages are made to hurt
UNPUNCTUATED = 0.3  # what a character counts without punctuation: programmes, tables, verses are texts too


class Region(msgspec.Struct):
    """The block that holds the text, and its lines as a half-open range."""

    node: Node
    first: int
    last: int
    worth: float


def find(sheet: Sheet, after: int = 0) -> Region | None:
    """The block whose lines are worth most: text counts for it, links count against it.

    In: the sheet, the first line that may be text (what stands above the headline is none). Out: the smallest of
    the blocks that are nearly as good as the best; None when no line is text.
    """
    inside: dict[int, bool] = {}
    worth = [_worth(line, inside) if number >= after else 0.0 for number, line in enumerate(sheet.lines)]
    regions = [region for region in _regions(sheet, worth, after) if region.worth > 0]
    if not regions:
        return None
    enough = NEARLY * max(region.worth for region in regions)
    best = min((region for region in regions if region.worth >= enough), key=_size)
    if after and best.worth < SMALL:
        best = _nearer(best, regions, worth, after)
    return _grown(best, sheet.lines, after) if _size(best) == 1 else best


def _nearer(best: Region, regions: list[Region], worth: list[float], after: int) -> Region:
    """Of two short texts the one that follows the headline: a notice of the sidebar may be longer than the article."""
    first = next((number for number in range(after, best.first) if worth[number] >= FEW), None)
    if first is None or first > after + NEAR:
        return best
    near = [one for one in regions if one.first <= first < one.last <= best.first]
    return max(near, key=lambda one: (one.worth, -_size(one)), default=best)


def _grown(best: Region, lines: list[Line], after: int) -> Region:
    """A text of one paragraph with the plain lines beside it in the same block: a number above, who signs below."""
    block = best.node.up
    if block is None:
        return best
    first, last = best.first, best.last
    while first > max(after, block.first) and _is_plain(lines[first - 1], block):
        first -= 1
    while last < min(len(lines), block.last if block.last >= 0 else len(lines)) and _is_plain(lines[last], block):
        last += 1
    return best if last - first == 1 else Region(block, first, last, best.worth)


def _is_plain(line: Line, block: Node) -> bool:
    text = line.text
    if line.links or (line.node is not block and line.node.up is not block):
        return False
    return not (marks.is_footer(text) or marks.is_end(text) or marks.is_tool(text) or marks.is_labelled(text))


def _size(region: Region) -> int:
    return region.last - region.first


def _regions(sheet: Sheet, worth: list[float], after: int) -> Iterator[Region]:
    """Each block above a line of text, once. Sums from the left make the worth of a block one subtraction."""
    sums = [0.0, *accumulate(worth)]
    seen: set[int] = set()
    for number, value in enumerate(worth):
        node: Node | None = sheet.lines[number].node if value > 0 else None
        while node is not None and id(node) not in seen:
            seen.add(id(node))
            first, last = max(node.first, after), _last(node, sheet)
            yield Region(node, first, last, sums[last] - sums[first])
            node = node.up


def _last(node: Node, sheet: Sheet) -> int:
    return node.last if node.last >= 0 else len(sheet.lines)


def _worth(line: Line, inside: dict[int, bool]) -> float:
    """What a line counts for: its unlinked characters; nothing for a label; less than nothing for links and footers."""
    text = line.text
    size = len(text)
    if line.links * 5 >= size * 2:  # marks.is_linked, for every line of the page
        return -3.0 - min(size, 30) / 2
    plain: float = min(size - line.links, LONGEST)
    if size <= marks.LONGEST_MARK and (marks.is_labelled(text) or marks.is_contact(text)):
        return -0.5
    if plain < FEW:
        return plain * UNPUNCTUATED if _is_cell(line.node) else -0.5
    if marks.is_footer(text) or marks.is_end(text):
        return -20.0
    if not marks.PUNCTUATION.search(text):
        if marks.is_dated(text):
            return -0.5
        plain *= UNPUNCTUATED
    return plain * COMMENTED if _in_comments(line.node, inside) else plain


def _is_cell(node: Node) -> bool:
    """Whether a line is a cell of a table or a paragraph of one: the cells of a table of figures are short."""
    return node.tag in CELLS or (node.up is not None and node.up.tag in CELLS)


def _in_comments(node: Node | None, inside: dict[int, bool]) -> bool:
    """Whether a block of reader comments is above. `inside` remembers the blocks asked before."""
    asked: list[int] = []
    found = False
    while node is not None and len(asked) < DEEPEST:
        if (known := inside.get(id(node))) is not None:
            found = known
            break
        asked.append(id(node))
        if COMMENTS.search(node.names):
            found = True
            break
        node = node.up
    inside.update(dict.fromkeys(asked, found))
    return found
