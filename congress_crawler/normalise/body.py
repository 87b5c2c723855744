"""What does the text say, paragraph by paragraph?"""

import re
import unicodedata

from congress_crawler.items import Paragraph
from congress_crawler.normalise.draft import Draft
from congress_crawler.normalise.fold import clean
from congress_crawler.normalise.raw import Block

# The numbering of official Chinese documents (GB/T 9704-2012, section 7.3.3): 一、 （一） 1. （1）
LEVELS = (
    re.compile(r"[一二三四五六七八九十]{1,3}、"),
    re.compile(r"[(（][一二三四五六七八九十]{1,3}[)）]"),
    re.compile(r"\d{1,2}[.．、](?!\d)"),
)
LONGEST = 45  # characters of a numbered heading; longer ones are sentences of the text
ENDS = re.compile(r"[。；;，,：:！!]$|。")
ARABIC = 2


def step(draft: Draft) -> None:
    """Fill `paragraphs` and `text` of a draft.

    In: the raw blocks. Out: NFC, indents and invisible characters gone, runs of blanks one space, punctuation and
    numbers as written; numbered and marked headings with their level. `text` is the paragraphs joined by a line feed.
    """
    blocks = [Block(block.kind, _text(block), block.level) for block in draft.raw.blocks]
    blocks = [block for block in blocks if block.text]
    draft.paragraphs = [
        _paragraph(block, blocks[number + 1] if number + 1 < len(blocks) else None)
        for number, block in enumerate(blocks)
    ]
    draft.text = "\n".join(paragraph.text for paragraph in draft.paragraphs)
    if not draft.text:
        draft.missing.setdefault("text", "not-on-page")


def heading_level(text: str) -> int | None:
    """The level of a numbered heading; None for text.

    >>> [heading_level(text) for text in ("一、落实决策部署", "（二）加大宣传", "一是广泛集中民智,助力规划。")]
    [1, 2, None]
    """
    if len(text) > LONGEST or ENDS.search(text):
        return None
    return next((level for level, pattern in enumerate(LEVELS, 1) if pattern.match(text)), None)


def _text(block: Block) -> str:
    """NFC, cell by cell."""
    cells = (clean(cell) for cell in block.text.split("\t"))
    text = "\t".join(cells).strip()
    return text if text.isascii() else unicodedata.normalize("NFC", text)


def _paragraph(block: Block, after: Block | None) -> Paragraph:
    if block.kind == "heading":
        return Paragraph(kind="heading", text=block.text, level=heading_level(block.text) or block.level or 1)
    if block.kind != "paragraph":
        return Paragraph(kind=block.kind, text=block.text)
    level = heading_level(block.text)
    if level is None or after is None or (level > ARABIC and heading_level(after.text) == level):
        return Paragraph(kind="paragraph", text=block.text)  # 1. 2. 3. in a row are a list, not headings
    return Paragraph(kind="heading", text=block.text, level=level)
