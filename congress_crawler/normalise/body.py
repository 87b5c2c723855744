"""What does the text say, paragraph by paragraph?"""

import re
import unicodedata

from congress_crawler.items import Paragraph
from congress_crawler.normalise.draft import Draft
from congress_crawler.normalise.fold import clean
from congress_crawler.normalise.raw import Block

# The numbering of official Chinese documents (GB/T 9704-2012, section 7.3.3): 一、 （一） 1. （1）; before them the
# chapters of a law (立法法 2023, article 65: 编、章、节、条、款、项、目). A 条 is text: its sentence follows.
LEVELS = (
    (1, re.compile(r"第[一二三四五六七八九十百]{1,4}[编章](?!程)")),
    (1, re.compile(r"[一二三四五六七八九十]{1,3}、")),
    (2, re.compile(r"第[一二三四五六七八九十百]{1,4}节")),
    (2, re.compile(r"[(（][一二三四五六七八九十]{1,3}[)）]")),
    (3, re.compile(r"\d{1,2}[.．、](?!\d)")),
    (4, re.compile(r"[(（]\d{1,2}[)）](?!\d)")),
)
FIRSTS = frozenset("第一二三四五六七八九十(（0123456789０１２３４５６７８９")  # how a number begins
LONGEST = 45  # characters of a numbered heading; longer ones are sentences of the text
ENDS = re.compile(r"[。；;，,：:！!]$|。")
ARABIC = 2  # levels above are seldom lists; 1. 2. 3. in a row are


def step(draft: Draft) -> None:
    """Fill `paragraphs` and `text` of a draft.

    In: the raw blocks. Out: NFC, indents and invisible characters gone, runs of blanks one space, punctuation and
    numbers as written; numbered and marked headings with their level. `text` is the paragraphs joined by a line feed;
    its digest is SHA-256 over its UTF-8 bytes (`judge.digest`). `fold.key` of it is what comparisons use.
    """
    draft.paragraphs = paragraphs(draft.raw.blocks)
    draft.text = "\n".join([paragraph.text for paragraph in draft.paragraphs])
    if not draft.text:
        draft.missing.setdefault("text", "not-on-page")


def read_text(raw: str) -> tuple[list[Paragraph], str | None]:
    r"""Read a text whose paragraphs are lines. In: the lines as shown. Out: its paragraphs and None, or [] and why.

    >>> found, reason = read_text("一、总体情况\n\u3000\u3000会议\u200b听取了１２个报告。")
    >>> [(p.kind, p.level, p.text) for p in found]
    [('heading', 1, '一、总体情况'), ('paragraph', None, '会议听取了１２个报告。')]
    >>> read_text(" \u3000 ")
    ([], 'empty')
    """
    found = paragraphs([Block("paragraph", line) for line in raw.split("\n")])
    return found, None if found else "empty"


def paragraphs(blocks: list[Block]) -> list[Paragraph]:
    """The paragraphs of raw blocks; blocks without a visible character are left out."""
    whole = "".join([block.text for block in blocks])
    plain = whole.isascii() or unicodedata.is_normalized("NFC", whole)  # one look instead of one a paragraph
    texts = [_text(block.text, plain=plain) for block in blocks]
    kept = [(block, text) for block, text in zip(blocks, texts, strict=True) if text]
    levels = [None if block.kind == "table" else heading_level(text) for block, text in kept]
    levels.append(None)
    last = len(kept) - 1
    return [
        _paragraph(block, text, levels[at], levels[at + 1], last=at == last) for at, (block, text) in enumerate(kept)
    ]


def heading_level(text: str) -> int | None:
    """The level of a numbered heading; None for text.

    >>> [heading_level(text) for text in ("一、落实决策部署", "（二）加大宣传", "一是广泛集中民智,助力规划。")]
    [1, 2, None]
    >>> [heading_level(text) for text in ("第一章 总则", "第一条 为了规范监督工作", "1.加强监督", "（1）议题")]
    [1, None, 3, 4]
    """
    if not text or text[0] not in FIRSTS or len(text) > LONGEST or ENDS.search(text):
        return None
    return next((level for level, pattern in LEVELS if pattern.match(text)), None)


def _text(raw: str, *, plain: bool) -> str:
    """Cleaned cell by cell; NFC unless the whole text is."""
    text = "\t".join([clean(cell) for cell in raw.split("\t")]).strip() if "\t" in raw else clean(raw)
    return text if plain else unicodedata.normalize("NFC", text)


def _paragraph(block: Block, text: str, level: int | None, after: int | None, *, last: bool) -> Paragraph:
    if block.kind == "heading":
        return Paragraph(kind="heading", text=text, level=level or block.level or 1)
    if block.kind != "paragraph" or level is None or last or (level > ARABIC and after == level):
        return Paragraph(kind=block.kind, text=text)  # 1. 2. 3. in a row are a list, not headings
    return Paragraph(kind="heading", text=text, level=level)
