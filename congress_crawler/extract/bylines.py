"""Which lines name writers, sources, editors and dates?"""

import itertools
import re
from functools import cache

from congress_crawler.extract import marks
from congress_crawler.extract.sheet import Line
from congress_crawler.extract.text import Text
from congress_crawler.extract.title import Headline
from congress_crawler.lexicon.words import pairs

ABOVE = 24  # lines above the headline that may hold the byline, when they are labelled
BELOW = 30  # lines behind the text that may name its editor
BETWEEN = 25  # lines between headline and text: more of them is another part of the page
DATED = 70  # characters of a byline with a date and no label: longer ones are a summary
SHORT = 40
NO_LABEL = frozenset(("noise", "modifier"))
STAMPED = 3  # lines behind a text in which its date may stand
LABEL = 12  # characters of a label that stands alone
LEADS = 4  # paragraphs at the front that may begin with （记者 …）
ENDS = 4  # paragraphs at either end of the text that may hold a credit


def head(lines: list[Line], headline: Headline | None, text: Text | None) -> list[str]:
    """The byline lines by the headline, as shown: labelled ones above it, all that is no widget below it."""
    if headline is None:
        return []
    stop = text.numbers[0] if text is not None and text.numbers else headline.last + 1 + BETWEEN
    above = _labelled(lines[max(0, headline.first - ABOVE) : headline.first])
    near = itertools.takewhile(lambda line: not marks.is_footer(line.text), lines[headline.last + 1 : stop][:BETWEEN])
    below = [line.text for line in near if _between(line)]
    return [text for text in dict.fromkeys((*above, *below)) if text not in headline.lines]


def _labelled(lines: list[Line]) -> list[str]:
    """Labelled lines of the table of facts above a headline, each with the line behind it when its label is empty."""
    found: list[str] = []
    for number, line in enumerate(lines):
        if line.links == len(line.text):  # navigation
            continue
        if marks.is_crumb(line.text):
            found.clear()
        elif (lone := _lone(line.text)) or _above(line):
            found.append(line.text)
            after = lines[number + 1 : number + 2]
            lone = lone or line.text.endswith((":", "："))
            if lone and after and len(after[0].text) <= SHORT and not _above(after[0]) and not _lone(after[0].text):
                found.append(after[0].text)
    return found


def tail(lines: list[Line], text: Text | None) -> list[str]:
    """The labelled lines dropped from the text, and those between its end and the footer."""
    if text is None or not text.numbers:
        return []
    inside = [lines[number] for number in text.dropped if number > text.numbers[0]]
    behind: list[Line] = []
    for line in lines[text.end : text.end + BELOW]:
        if marks.is_footer(line.text):
            break
        behind.append(line)
    found = [line.text for line in (*inside, *behind) if line.links < len(line.text) and _credit(line)]
    found += [line.text for line in behind[:STAMPED] if marks.is_dated(line.text) and _posted().match(line.text)][:1]
    return list(dict.fromkeys(found))


def _above(line: Line) -> bool:
    return marks.is_labelled(line.text) and not marks.is_crumb(line.text) and not marks.is_footer(line.text)


def is_one(line: Line) -> bool:
    """Whether a line that a profile's selector names is a byline: footers bear the same classes."""
    return _above(line) or (marks.is_dated(line.text) and not marks.is_footer(line.text))


def _lone(text: str) -> bool:
    """Whether a line is a label and nothing else: its value is in the next cell."""
    return len(text) <= LABEL and pairs("labels.tsv").get("".join(text.split()), "noise") not in NO_LABEL


def _between(line: Line) -> bool:
    if marks.is_labelled(line.text):
        return not marks.is_footer(line.text)
    if marks.is_linked(line) or marks.is_crumb(line.text) or marks.is_end(line.text) or len(line.text) > 120:
        return False
    if marks.has_date(line.text):
        return len(line.text) <= DATED and not marks.is_adoption(line.text)
    return len(line.text) > 1 and not marks.is_tool(line.text) and not marks.is_promotion(line.text)


def _credit(line: Line) -> bool:
    return len(line.text) <= 120 and (marks.is_labelled(line.text) or marks.only_editor_or_source(line.text))


def trailers(text: Text) -> list[str]:
    """Credits in the text: short first and last lines, brackets at the ends, role words before a colon or a bar.

    In: the text. Out: the stretches that may name writers, in order; what they mean is decided by normalise.
    """
    found: list[str] = []
    last = len(text.blocks) - ENDS
    for number, block in enumerate(text.blocks):
        line = block.text
        if number < LEADS and (match := _lead().match(line)):
            found.append(match.group())
        if (number < 2 or number >= last) and len(line) <= SHORT:
            found.append(line)
        elif number >= last and (match := _tail().search(line)):
            found.append(match.group())
        elif len(line) <= 2 * SHORT and _roled().match(line):
            found.append(line)
    return list(dict.fromkeys(found))


@cache
def _posted() -> re.Pattern[str]:
    """Below a text only such a word says that a date is its own: comments have dates too."""
    return re.compile(r"(?:posted|发布于|发表于|编辑于|首发于)", re.IGNORECASE)


@cache
def _lead() -> re.Pattern[str]:
    """（记者 …） within the first words, or 记者…报道："""
    return re.compile(
        r"[^。]{0,40}?[（(][^（）()。]{0,50}?(?:记者|通讯员)[^（）()。]{0,50}[）)]"
        r"|[^。，：:“”]{0,14}(?:记者|通讯员)[^。：:“”]{1,40}?报道[：:]"
    )


@cache
def _tail() -> re.Pattern[str]:
    return re.compile(r"[（(【\[][^（）()【】\[\]。]{2,60}[）)】\]]\s*$")


@cache
def _roled() -> re.Pattern[str]:
    return re.compile(
        r"[（(【\s]*(?:本版|本报)?(?:文字?|撰文|撰稿|采写|执笔人?|作者|记者|通讯员|供稿)\s*[:：|｜︱丨/／]"
    )
