"""In which section does the page stand?"""

import re

from congress_crawler.extract import marks
from congress_crawler.extract.sheet import Line

PREFIX = re.compile(r"^[^>＞»›→/:：]{0,12}(?:位置|页面|栏目|所在|提示|现在|导航)(?:是|在)?\s*[:：]?\s*")
SPLIT = re.compile(r"\s*(?:-{1,3}>+|>+|＞+|»|›|→|--|\\|/|｜|\||\s-\s|::)\s*")
ENDING = re.compile(r"\s+(?:正文|内容|详细内容|文章内容|浏览文章|详情)\s*$")
MORE = 8  # lines that a breadcrumb may be spread over
LONGEST = 20  # characters of a stop


def find(lines: list[Line], before: int) -> tuple[list[str], str] | None:
    """The breadcrumb nearest above a line.

    In: the lines, the first line of the headline. Out: the stops as shown, from the home page on, and the raw text;
    None when there is none. It may stand in one line or be spread over list items.
    """
    for number in range(min(before, len(lines)) - 1, -1, -1):
        if marks.is_crumb(lines[number].text) and not marks.is_labelled(lines[number].text):
            gathered = _gathered(lines, number, before)
            joined = [gathered[0], *(text if SPLIT.match(text) else f"> {text}" for text in gathered[1:])]
            if stops := _stops(" ".join(joined)):
                return stops, "\n".join(gathered)
    return None


def _gathered(lines: list[Line], number: int, before: int) -> list[str]:
    """The line, and the following short linked ones when the stops are spread over several blocks."""
    text = lines[number].text
    if len(_stops(text)) > 1:
        return [text]
    parts = [text]
    for line in lines[number + 1 : min(before, number + 1 + MORE)]:
        if len(line.text) > LONGEST or not (marks.is_linked(line) or SPLIT.match(line.text)):
            break
        parts.append(line.text)
    return parts


def _stops(raw: str) -> list[str]:
    text = ENDING.sub("", PREFIX.sub("", raw, count=1))
    parts = [part.strip() for part in SPLIT.split(text)]
    if len(parts) == 1:
        parts = text.split()
    return [part for part in parts if part and len(part) <= LONGEST]
