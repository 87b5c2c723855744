"""Where on the page does the headline of `<title>` stand?"""

from congress_crawler.extract import marks
from congress_crawler.extract.sheet import Line

HEADS = ("h1", "h2", "h3", "h4", "h5", "h6")
BORDERS = " -_—–|｜·>《》:："  # and the end of the name, since "" is in every string
OWN = 8  # characters of a heading that links to its own page, as those of blogs do
SHORTEST = 4  # characters: fewer are names of columns


def find(lines: list[Line], names: list[str]) -> int | None:
    """The line that repeats a name the page has for itself.

    In: the lines; what `<title>`, the meta tags and the listing call the article. Out: the number of the best line:
    at the beginning of a name before inside it, a heading before other lines, long before short. None when no
    unlinked line or linked heading is repeated. A name's tail (site, column) counts only when it is a heading.
    """
    best: tuple[int, int, int] = (0, 0, 0)
    found: int | None = None
    for number, line in enumerate(lines):
        text = line.text
        if not SHORTEST <= len(text) <= 120:
            continue
        linked = marks.is_linked(line)
        if linked and line.node.tag not in HEADS:
            continue
        place = _place(text, names)
        if place is None or (linked and (place or len(text) < OWN)):
            continue
        head = line.node.tag in HEADS or is_title(line.node.names)
        rank = (int(place == 0), int(head), len(text))
        if rank > best and (place == 0 or head):
            best, found = rank, number
    return found


def _place(text: str, names: list[str]) -> int | None:
    """Where a text stands in a name: 0 at its beginning, 1 as a later part of it, None when it is no part."""
    for name in names:
        at = name.find(text)
        if at == 0:
            return 0
        if at > 0 and name[at - 1] in BORDERS and name[at + len(text) : at + len(text) + 1] in BORDERS:
            return 1
    return None


def is_title(names: str) -> bool:
    """Whether the id and classes of a block say that a title stands there: title, bt, biaoti, headline."""
    return any(word in names for word in ("tit", "biaoti", "headline", "heading", "bt", "ftheme"))
