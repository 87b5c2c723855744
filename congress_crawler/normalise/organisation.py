"""Is this the name of an organisation?"""

import re
from functools import cache

from congress_crawler.lexicon.words import words
from congress_crawler.normalise import person
from congress_crawler.normalise.fold import simplified

# Endings that no personal name has: enough even when the first character is a surname (高新区).
CLEAR = "镇乡县区市省局厅处网报社"
OUTLETS = re.compile(
    r"(?:参考消息|半月谈|周末|月刊|财经|发布|报|社|网|台|广电|新闻|客户端|融媒体?|传媒|网站|在线|频道|杂志|周刊)$"
)
CHATTER = re.compile(r"[。！？!?，,；;：:“”\"]")


def is_organisation(text: str) -> bool:
    """Whether a string of its own is the name of an organisation: it ends like one and is no personal name.

    >>> [is_organisation(name) for name in ("财务科", "春江镇", "张学会", "北京市妇联", "培训班开班")]
    [True, True, False, True, False]
    """
    plain = simplified(text)
    if len(plain) < 3 or CHATTER.search(plain):
        return False
    if plain[-1] in CLEAR:
        return True
    return _has_ending(plain) and (len(plain) > 3 or not person.strict(text))


def is_outlet(text: str) -> bool:
    """Whether a string ends like the name of a medium: 光明日报, 新华社, 南海网."""
    return bool(OUTLETS.search(simplified(text)))


def split_off(text: str) -> tuple[str, str] | None:
    """An organisation and what is glued to it: the longest head that ends like one while a name follows.

    >>> split_off("云溪县安监局方小舟"), split_off("云溪网林一帆"), split_off("方小舟")
    (('云溪县安监局', '方小舟'), ('云溪网', '林一帆'), None)
    """
    plain = simplified(text)
    for cut in range(len(plain) - 2, max(2, len(plain) - person.LONGEST), -1):
        if plain[cut - 1] not in _last_characters():
            continue
        head, tail = text[:cut], text[cut:]
        if is_organisation(head) and not is_organisation(tail) and _names(tail):
            return head, tail
    return None


def _names(text: str) -> bool:
    pieces = person.unglue(text)
    return pieces is not None and all(person.strict(piece) for piece in pieces)


def _has_ending(plain: str) -> bool:
    """Whether it ends like one of the lexicon, with at least one character before."""
    return any(plain[-size:] in _endings() for size in range(1, min(7, len(plain))))


@cache
def _endings() -> frozenset[str]:
    return frozenset(words("organisations.txt"))


@cache
def _last_characters() -> frozenset[str]:
    return frozenset(CLEAR) | frozenset(ending[-1] for ending in _endings())
