"""Which lines are the headline?"""

import re

import msgspec

from congress_crawler.extract import marks
from congress_crawler.extract.anchor import HEADS, OWN, is_title
from congress_crawler.extract.sheet import Line
from congress_crawler.normalise.fold import key

ABOVE = 40  # lines above the text in which a headline is looked for
INSIDE = 3  # lines of the text's own block that may be its headline
AROUND = 3  # lines of a headline above and below the title
SIZES = {"h1": 5.0, "h2": 4.0, "h3": 3.0, "h4": 2.0, "h5": 2.0, "h6": 1.0}
FURNITURE = re.compile(
    r"logo|nav|menu|foot|copyright|sidebar|aside|search|crumb|weizhi|position|location|more|login|share"
)
FIRST = re.compile(r"yinti|yin_ti|jianti|kicker|pre-?tit|sup-?tit|intro-?tit|shoulder|ytit|y_tit|eyebrow")
LONGEST_KICKER = 40  # characters
SECOND = re.compile(r"sub|second|fubiao|futi|ftit|title2|titles")
DASH = re.compile(r"^\s*(?:—|–|-|―|－){1,2}")
SUFFIX = re.compile(r"[-_|｜—–]+|\s{2,}|\s(?=\S{2,12}网)")
BRACKETS = "（(〔"
GAP = {True: "", False: " "}  # between the lines of one title
MATE = 1.0  # points by which a later line of a headline must beat the first one
HALF = 0.5  # of the name that a line must share with it: the name of an issue shares its number with much
STAMP = re.compile(r"[\d\s\-:/.年月日时分秒]|星期.|字[体号]|大|中|小|浏览|点击|阅读|访问|[次数量]|[:：|｜]")
ORGAN = re.compile(r"(?:委员会|常委会|人民政府|代表大会|办公[室厅]|主席团|委|局|厅|院)$")
PAPER = re.compile(
    r"^(?:[^，。：]{0,30})(?:公告|通告|公报|通知|通报|决定|决议|名单|命令|令|意见|报告|办法|规定|细则|方案|议程|函)$"
)
ALIKE = 0.7  # share of character pairs in common: one of the two was edited after the other


class Headline(msgspec.Struct):
    """The lines of a headline: `lines` in order, `title` which is the title, `last` the number of the last line."""

    lines: list[str]
    title: int
    first: int
    last: int
    at: int


def find(lines: list[Line], names: list[str], text: int) -> Headline | None:
    """The headline above a text.

    In: the lines; what the page calls itself (title tag, meta tags, listing); the first line of the text. Out: its
    lines, None when no line looks like one. Candidates are scored by what speaks for them: a byline below, the
    heading's tag, its block's name, the page's own names.
    """
    best, found = 2.0, None  # less than two points is no headline
    known = [(name, _pairs(SUFFIX.split(name, maxsplit=1)[0])) for name in names]
    for number in range(max(0, text - ABOVE), min(len(lines), text + INSIDE)):
        score = _score(lines, number, known, text)
        mate = found is not None and lines[found].node is lines[number].node  # of two lines alike the first is it
        if score > best + (MATE if mate else 0.0):
            best, found = score, number
    if found is None and all(len(name) < FEWEST for name in names) and _is_over(lines, text):
        found = text - 1
    return None if found is None else _with_neighbours(lines, found, text, names)


def _is_over(lines: list[Line], text: int) -> bool:
    """Whether the line over a text is its headline although nothing else says so: it stands in the text's own block,
    unlinked, and is no sentence. Only for pages that have no name.
    """
    if not 0 < text < len(lines):
        return False
    line, first = lines[text - 1], lines[text]
    near = line.node is first.node or line.node.up is first.node.up
    plain = not (line.links or marks.is_labelled(line.text) or marks.has_date(line.text) or marks.is_tool(line.text))
    return near and plain and FEWEST <= len(line.text) <= LONGEST_KICKER and line.text[-1] not in "。；！？：:"


def of_tag(title: str, sites: list[str]) -> str | None:
    """The article's part of `<title>`: without the site's name behind it; None when it is the site's name only.

    >>> of_tag("人大代表视察工业园-某某人大网", ["某某人大网"]), of_tag("某某人大网", ["某某人大网"])
    ('人大代表视察工业园', None)
    """
    if not title or any(key(site) == key(title) for site in sites if site):
        return None
    first = SUFFIX.split(title, maxsplit=1)[0].strip()
    return first if len(first) >= FEWEST else None


FEWEST = 8  # characters of a title taken from the tag alone: shorter ones are names of sites and columns


def _score(lines: list[Line], number: int, names: list[tuple[str, set[str]]], text: int) -> float:
    line = lines[number]
    size = len(line.text)
    if not 3 <= size <= 120 or (marks.is_linked(line) and not _links_to_itself(line, names)):
        return -1.0
    if marks.is_crumb(line.text) or marks.is_footer(line.text):
        return -1.0
    if marks.is_labelled(line.text) or marks.is_tool(line.text) or marks.is_end(line.text) or _is_stamp(line.text):
        return -1.0
    score = max((_likeness(line.text, name, pairs) for name, pairs in names), default=0.0)
    score += 1.0 if line.bold == size else 0.0
    called = _names(line)
    score += SIZES.get(line.node.tag, 0.0) + (3.0 if is_title(called) else 0.0)
    score -= 4.0 if FURNITURE.search(called) else 0.0
    score += 3.0 if _byline_below(lines, number) else 0.0
    score -= 2.0 if size < 6 else 0.0
    score -= 3.0 if marks.STOPS.search(line.text) and line.text[-1] in "。；" else 0.0
    return score - (0.15 * (text - number) if number < text else 2.0 + number - text)


def _links_to_itself(line: Line, names: list[tuple[str, set[str]]]) -> bool:
    """A linked heading with which a name of the page begins: blogs link their headlines to their own pages."""
    size = len(line.text)
    return line.node.tag in HEADS and size >= OWN and any(name.startswith(line.text) for name, _ in names)


def _is_stamp(text: str) -> bool:
    """A date with counters and widgets beside it, and no words of its own."""
    return marks.has_date(text) and len(STAMP.sub("", text)) < FEWEST


def _names(line: Line) -> str:
    up = line.node.up
    return line.node.names + " " + (up.names if up is not None else "")


def _likeness(text: str, name: str, of_name: set[str]) -> float:
    """What a name of the page says for a line: 10 when it begins with it, 7 when they are nearly the same."""
    if len(text) >= 4 and name.startswith(text):
        return 10.0
    if len(text) >= 6 and text in name:
        return 6.0
    if len(name) >= 6 and text.startswith(name.rstrip(".… ")):  # a listing cuts long titles short
        return 8.0
    pairs = _pairs(text)
    common = len(pairs & of_name)
    return 7.0 if pairs and common >= ALIKE * len(pairs) and common >= HALF * len(of_name) else 0.0


def _pairs(text: str) -> set[str]:
    return {text[at : at + 2] for at in range(len(text) - 1)}


def _byline_below(lines: list[Line], number: int) -> bool:
    """Whether a line of the byline stands within three lines below."""
    return any(marks.is_labelled(line.text) or marks.has_date(line.text) for line in lines[number + 1 : number + 4])


def _with_neighbours(lines: list[Line], at: int, text: int, names: list[str]) -> Headline:
    """The title with the lines of its own block, a subtitle below and a kicker above."""
    first = last = at
    while first > max(0, at - AROUND) and _belongs(lines, first - 1, at, text):
        first -= 1
    while last < min(at + AROUND, len(lines) - 1) and _belongs(lines, last + 1, at, text):
        last += 1
    texts = [line.text for line in lines[first : last + 1]]
    title = at - first
    while title + 1 < len(texts) and _continues(texts[title], texts[title + 1], names):
        whole = texts[title + 1][0] in BRACKETS or ORGAN.search(texts[title]) is not None
        texts[title : title + 2] = [texts[title] + GAP[whole] + texts[title + 1]]
    return Headline(texts, title, first, last, at)


def _continues(title: str, below: str, names: list[str]) -> bool:
    """Whether a second line is the rest of the title: it begins with a bracket, a name of the page has both, or an
    organ stands over the kind of its paper (某某市人大常委会 / 任免名单).
    """
    if DASH.match(below):
        return False
    if ORGAN.search(title) and PAPER.match(below):
        return True
    return below[0] in BRACKETS or any(key(name).startswith(key(title + below)) for name in names)


def _belongs(lines: list[Line], number: int, at: int, text: int) -> bool:
    line, title = lines[number], lines[at]
    if len(line.text) < 4 or marks.is_linked(line) or marks.is_crumb(line.text) or marks.is_labelled(line.text):
        return False
    if marks.is_tool(line.text) or marks.is_end(line.text) or marks.has_date(line.text):
        return False
    if key(line.text) == key(title.text):  # a page that says its title twice
        return False
    if line.node is title.node:
        return True
    if number == at - 1:
        return bool(FIRST.search(line.node.names)) and len(line.text) <= LONGEST_KICKER
    below = at < number < text or text <= at < number  # between title and text, or in the text's own block
    return below and bool(
        DASH.match(line.text) or SECOND.search(line.node.names) or (line.node.tag in HEADS and title.node.tag in HEADS)
    )
