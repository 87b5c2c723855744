"""Is this a person's name, and where does one end and the next begin?"""

import re
from functools import cache

from congress_crawler.lexicon import divisions
from congress_crawler.lexicon.words import words
from congress_crawler.normalise.fold import simplified

HAN = re.compile(r"[\u3400-\u9fff\U00020000-\U0003ffff〇]+")
MEDIUM = re.compile(r"(?:[报報网網社台]|新闻|壹点|客户端|周刊|传媒|融媒)(?:[·•・.]|$)")  # 云溪晚报·云溪壹点
DOTTED = re.compile(r"[\u3400-\u9fff]{1,8}(?:[·•・‧∙･⋅.][\u3400-\u9fff]{1,8}){1,3}")  # 古丽娜·艾山
LATIN = re.compile(r"[A-Z][A-Za-z.'’-]*(?: [A-Z][A-Za-z.'’-]*){1,3}")  # Anna Lin
COMMON = 308  # the surnames of about 97 % of the people: enough where nothing but the shape speaks for a name
NO_ENDINGS = "站版图摄讯"  # 南方站, 资料图, 方舟摄
LONGEST = 36  # characters: a dozen names; a longer run is a sentence
SHORTEST_SPELT = 3
SPELT = 8  # characters of a name that is spelt by its sound
RARE = 20.0
PLACE = 3  # characters of a place that no reader takes for a name: 张家口, 石家庄


def strict(text: str) -> bool:
    """Whether the shape alone says "one person": a frequent surname and one or two characters, or a dotted name.

    >>> strict("方小舟"), strict("欧阳一帆"), strict("古丽娜·艾山"), strict("江苏"), strict("财务科")
    (True, True, True, False, False)
    """
    return shaped(text, COMMON)


def shaped(text: str, ranks: int | None = None) -> bool:
    """Whether it has the shape of one name, with one of the first `ranks` surnames; None: with any of the list."""
    plain = simplified(text)
    size = len(plain)
    if not 2 <= size <= 4:
        return size > 4 and _is_dotted(text)
    rank = _ranks().get(plain[0])
    compound = size > 2 and plain[:2] in _compound()
    if (size < 4 and rank is not None and (ranks is None or rank < ranks)) or compound:
        return plain[-1] not in NO_ENDINGS and not _is_word(plain) and HAN.fullmatch(text) is not None
    return size > 2 and _is_dotted(text)


def loose(text: str) -> bool:
    """Whether it can be a name where a label says that one stands here: two to four Han characters, or dotted.

    Pen names (小石头) and names of other peoples (扎西平措, 阿衣夏木古丽) have no surname of the list.
    """
    if HAN.fullmatch(text):
        plain = simplified(text)
        return (2 <= len(text) <= 4 and not _is_word(plain)) or (
            4 < len(text) <= SPELT and _foreign().issuperset(plain)
        )
    return _is_dotted(text)


def spelt(text: str) -> bool:
    """Whether it is a name of another people, spelt by its sound in three or more of the characters used for that.

    >>> spelt("扎西平措"), spelt("多杰"), spelt("通报表扬")
    (True, False, False)
    """
    return SHORTEST_SPELT <= len(text) <= SPELT and _foreign().issuperset(simplified(text)) and not _is_word(text)


def is_given(surname: str, word: str) -> bool:
    """Whether a word is the given name that stands apart from its surname: two characters, no name of their own.

    >>> is_given("林", "小舟"), is_given("林", "方舟"), is_given("摄", "小舟")
    (True, False, False)
    """
    plain = simplified(word)
    named = _ranks().get(simplified(surname), COMMON) < COMMON
    return named and len(plain) == 2 and HAN.fullmatch(word) is not None and not shaped(word) and not _is_word(plain)


def is_latin(text: str) -> bool:
    """Whether it is a name in Latin letters: two to four words, each with a capital.

    >>> is_latin("Anna Lin"), is_latin("redcloud"), is_latin("system admin")
    (True, False, False)
    """
    return text[:1].isascii() and LATIN.fullmatch(text) is not None


def pairs(text: str) -> list[str]:
    """Characters that were written apart, as names: two by two when each pair begins with a surname, else glued.

    >>> pairs("方舟林帆"), pairs("方小舟"), pairs("方小舟林帆")
    (['方舟', '林帆'], ['方小舟'], ['方小舟', '林帆'])
    """
    if len(text) <= PLACE:
        return [text]
    two = [text[at : at + 2] for at in range(0, len(text), 2)]
    return two if len(text) % 2 == 0 and all(map(shaped, two)) else unglue(text) or [text]


def _is_dotted(text: str) -> bool:
    """Whether it is a name of several parts with dots between them; a medium's name is none (云溪晚报·云溪壹点)."""
    return DOTTED.fullmatch(text) is not None and MEDIUM.search(text) is None


def _is_word(plain: str) -> bool:
    """Whether it is a word, or a county or city of three characters."""
    return plain in _words() or (len(plain) == PLACE and plain in divisions.index().stems)


def unglue(text: str) -> list[str] | None:
    """Names written without anything between them, cut apart; None when they cannot be.

    Each piece must begin with a surname; of all ways to cut, the one with the most frequent surnames wins.

    >>> unglue("方小舟林一帆王石"), unglue("欧阳一帆"), unglue("扎西平措")
    (['方小舟', '林一帆', '王石'], ['欧阳一帆'], None)
    """
    plain = simplified(text)
    if len(text) > LONGEST or not HAN.fullmatch(text) or not _begins_name(plain):
        return None
    best: list[tuple[float, int] | None] = [(0.0, 0)] + [None] * len(plain)
    for end in range(2, len(plain) + 1):
        for start in range(max(0, end - 4), end - 1):
            before = best[start]
            cost = _cost(plain[start:end])
            if before is None or cost is None:
                continue
            total = before[0] + cost
            here = best[end]
            if here is None or total < here[0]:
                best[end] = (total, start)
    return _cuts(text, best)


def _begins_name(plain: str) -> bool:
    return plain[0] in _ranks() or plain[:2] in _compound()


def _cuts(text: str, best: list[tuple[float, int] | None]) -> list[str] | None:
    pieces: list[str] = []
    end = len(text)
    while end > 0:
        here = best[end]
        if here is None:
            return None
        pieces.append(text[here[1] : end])
        end = here[1]
    return pieces[::-1] or None


def _cost(name: str) -> float | None:
    """How odd a name is: lower for frequent surnames, and for three characters, which most names have."""
    if name[:2] in _compound() and len(name) in {3, 4}:
        return 3.0
    if len(name) > 3 or (rank := _ranks().get(name[0])) is None:
        return None
    doubled = len(name) == 3 and name[1] == name[2]
    return 3.0 + min(rank / 20, RARE) + (0.0 if len(name) == 3 else 1.5) - (1.0 if doubled else 0.0)


@cache
def _ranks() -> dict[str, int]:
    return {name: rank for rank, name in enumerate(words("surnames.txt")) if len(name) == 1}


@cache
def _compound() -> frozenset[str]:
    return frozenset(name for name in words("surnames.txt") if len(name) == 2)


@cache
def _words() -> frozenset[str]:
    return frozenset(words("notnames.txt"))


@cache
def _foreign() -> frozenset[str]:
    return frozenset(words("transliteration.txt"))
