"""Is this the name of an organisation?"""

import re
from functools import cache

from congress_crawler.lexicon import divisions
from congress_crawler.lexicon.words import words
from congress_crawler.normalise import person
from congress_crawler.normalise.fold import simplified

# Endings that hardly a personal name has: enough even when the first character is a surname (高新区, 石桥镇).
CLEAR = frozenset("镇乡县区市省局厅处网报社")
GIVEN = frozenset("社网报")  # 王新社 and 李建网 are people, unless the front is a place or a medium (温州网, 文汇报)
OUTLETS = re.compile(
    r"(?:参考消息|半月谈|周末|月刊|财经|发布|报|社|网|台|广电|新闻|客户端|融媒体?|传媒|网站|在线|频道|杂志|周刊)$"
)
LAST = frozenset("息谈末刊经布报社网台电闻端体媒站线道志")  # the last characters of OUTLETS: one look tells
CHATTER = re.compile(r"[。！？!?，,；;：:“”\"]")
OTHERS = frozenset("各该我你其")  # 各乡镇人大主席团 are spoken to
SHORTEST = 3
LONGEST_ENDING = 7


def is_organisation(text: str) -> bool:
    """Whether a string of its own is the name of an organisation: it ends like one and is no personal name.

    >>> [is_organisation(name) for name in ("财务科", "春江镇", "张学会", "北京市妇联", "培训班开班", "王新社")]
    [True, True, False, True, False, False]
    """
    plain = simplified(text)
    if len(plain) < SHORTEST or plain[0] in OTHERS or not _has_ending(plain) or CHATTER.search(plain):
        return False
    if len(plain) > SHORTEST + 1 or plain in _endings() or not person.strict(text):
        return True
    if plain[-1] in GIVEN:
        return plain in _media() or plain[:-1] in divisions.index().stems
    return len(plain) == SHORTEST and plain[-1] in CLEAR


def is_outlet(text: str) -> bool:
    """Whether a string ends like the name of a medium: 光明日报, 新华社, 南海网."""
    plain = simplified(text)
    if plain[-1:] not in LAST or not OUTLETS.search(plain):
        return False
    return len(plain) > SHORTEST + 1 or not person.strict(text) or is_organisation(text)


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
    return pieces is not None and all(map(person.strict, pieces))


def _has_ending(plain: str) -> bool:
    """Whether it ends like one of the lexicon, with at least one character before."""
    if plain[-1] in CLEAR:
        return True
    if plain[-1] not in _last_characters():
        return False
    return any(plain[-size:] in _endings() for size in range(1, min(LONGEST_ENDING, len(plain)))) or plain in _endings()


@cache
def _endings() -> frozenset[str]:
    return frozenset(words("organisations.txt"))


@cache
def _last_characters() -> frozenset[str]:
    return CLEAR | frozenset(ending[-1] for ending in _endings())


@cache
def _media() -> frozenset[str]:
    return frozenset(words("media.txt"))
