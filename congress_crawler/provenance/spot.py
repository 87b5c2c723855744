"""Where on the page does this string stand?

The readers give strings as a person sees them: blanks folded, entities read, tags gone. Here the way back: to the
characters of the page, and from those to its bytes.
"""

import html
import re
from array import array
from typing import Literal

import msgspec

from congress_crawler.extract.charset import BOMS, Decoded

AROUND = 24  # characters of the page shown before and behind
SHOWN = 80  # characters of the string itself shown
ENTITY = re.compile(r"&#?\w{1,31};?|\s{1,999}")
# A tag is what a parser takes for one, but for > inside of attributes.
TAG = re.compile(r"<!--|<[^<>]{0,9999}>|&#?\w{1,31};?|\s{1,999}")
WORD = re.compile(r"[\w-]{1,99}")
BODY = re.compile(r"<body\b", re.IGNORECASE)
LOOKED = 100  # places that are looked at for the one meant
TAGGED = 500  # characters of a tag and what stands between it and the string
How = Literal["literal", "entities", "tags"]


class Found(msgspec.Struct, frozen=True):
    """A string in a page, by offsets of characters."""

    start: int
    end: int
    count: int
    how: How

    def excerpt(self, text: str) -> str:
        """The page's own characters around it, the middle left out when it is long. In: the page."""
        end = min(self.end, self.start + SHOWN)
        cut = "…" if end < self.end else text[self.end : self.end + AROUND]
        return text[max(0, self.start - AROUND) : end] + cut


def find(text: str, raw: str, locator: str = "") -> Found | None:
    r"""A string's place in a page, and in how many it stands.

    In: the decoded page; the string as read; the locator that was noted with it, which tells one place from another:
    an element (`td/p.title`), a label, the name of a meta tag. Out: where it stands by itself, else with its entities
    read, else with the tags between its characters left out; blanks do not count in the last two. Of several places the
    one behind what the locator names, else the first in the body. None when it stands nowhere.

    >>> find("<p>来源:\n<b>青禾县</b>人大</p>", "来源: 青禾县人大")
    Found(start=3, end=19, count=1, how='tags')
    >>> find('<meta content="A&amp;B">', "A&B")
    Found(start=15, end=22, count=1, how='entities')
    >>> find('<title>甲</title><body><i>甲</i><h1 class="t">甲</h1>', "甲", "div/h1.t")
    Found(start=44, end=45, count=3, how='literal')
    """
    if not raw.strip():
        return None
    if places := _all(text, raw):
        start = places[_choose(text, places, locator)]
        return Found(start, start + len(raw), len(places), "literal")
    bare = "".join(raw.split())
    return _projected(text, bare, locator, "entities") or _projected(text, bare, locator, "tags")


def byte_of(body: bytes, read: Decoded, character: int) -> int | None:
    """The byte of a page at which a character of it begins.

    In: the page without its content-coding; how it was decoded; the character's offset. Out: None where the bytes
    before it are not those that their characters are written with, so that no offset is certain.
    """
    skip = next((len(mark) for mark, _ in BOMS if body.startswith(mark)), 0) if read.charset.rung == "bom" else 0
    try:
        before = read.text[:character].encode(read.charset.used)
    except UnicodeEncodeError:
        return None
    return skip + len(before) if body[skip : skip + len(before)] == before else None


class _Bare:
    """The page as a person reads it, blanks left out; of each character, where its source begins and ends."""

    def __init__(self) -> None:
        self.pieces: list[str] = []
        self.starts = array("L")
        self.ends = array("L")

    def plain(self, text: str, start: int, end: int) -> None:
        """Take in characters that stand for themselves."""
        self.pieces.append(text[start:end])
        self.starts.extend(range(start, end))
        self.ends.extend(range(start + 1, end + 1))

    def read(self, said: str, start: int, end: int) -> None:
        """Take in what an entity stands for."""
        kept = "".join(said.split())
        self.pieces.append(kept)
        self.starts.extend([start] * len(kept))
        self.ends.extend([end] * len(kept))


def _projected(text: str, bare: str, locator: str, how: How) -> Found | None:
    """The string in the page, blanks left out. In: the page, the string without blanks, the locator."""
    page, token, at = _Bare(), TAG if how == "tags" else ENTITY, 0
    while (found := token.search(text, at)) is not None:
        page.plain(text, at, found.start())
        at = found.end()
        if found.group() == "<!--":
            end = text.find("-->", at)
            at = end + 3 if end >= 0 else len(text)
        elif found.group().startswith("&"):
            page.read(html.unescape(found.group()), found.start(), at)
    page.plain(text, at, len(text))
    starts = _all("".join(page.pieces), bare)
    if not starts:
        return None
    start = starts[_choose(text, [page.starts[one] for one in starts], locator)]
    return Found(page.starts[start], page.ends[start + len(bare) - 1], len(starts), how)


def _all(text: str, raw: str) -> list[int]:
    """Where a string begins, each time that it stands by itself."""
    found: list[int] = []
    at = text.find(raw)
    while at >= 0:
        found.append(at)
        at = text.find(raw, at + len(raw))
    return found


def _choose(text: str, places: list[int], locator: str) -> int:
    """Which of several places is meant: see `find`."""
    words = WORD.findall(locator.rpartition("/")[2])
    for number, place in enumerate(places[:LOOKED]):
        before = text[text.rfind("<", max(0, place - TAGGED), place) : place]
        if words and all(word in before for word in words):
            return number
    body = BODY.search(text)
    after = [number for number, place in enumerate(places) if body is not None and place >= body.end()]
    return after[0] if after else 0
