"""When are two strings the same to a reader?"""

import re
import unicodedata
from functools import cache

from congress_crawler.lexicon.words import pairs

# Zero-width, direction and byte-order marks, soft hyphen, and the control characters but tab and line feed.
INVISIBLE = re.compile("[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]")
BLANKS = re.compile(r"\s+")


def key(text: str) -> str:
    """The comparison key of a text: NFKC, lower case, no blanks, nothing invisible. The key of a key is itself.

    It is for comparing only (titles, duplicates): `text` of the record keeps full-width figures and signs as written.

    >>> key("  《半月谈》（ 2022 ）") == key("《半月谈》(２０２２)")
    True
    """
    bare = BLANKS.sub("", INVISIBLE.sub("", unicodedata.normalize("NFKC", text))).lower()
    return unicodedata.normalize("NFKC", bare)  # an accent that lost its blank may join the letter before it


def agree(one: str, other: str) -> bool:
    """Whether two names of a thing are one to a reader: the same, or one cut short.

    >>> agree("云溪:代表在行动", "云溪：代表在…"), agree("云溪日报", "云溪网")
    (True, False)
    """
    first, second = key(one).rstrip("."), key(other).rstrip(".")
    return first in second or second in first


def seen(text: str) -> str:
    r"""A text without what no reader sees: a soft hyphen between two figures makes no other date.

    >>> seen("2021-05-1\xad3")
    '2021-05-13'
    """
    return INVISIBLE.sub("", text) if INVISIBLE.search(text) else text


def clean(text: str) -> str:
    r"""A line as a reader sees it: invisible characters out, blanks of all kinds one space, ends trimmed.

    >>> clean("\u3000\u3000王\u200b磊 \xa0 说")
    '王磊 说'
    """
    if INVISIBLE.search(text):
        text = INVISIBLE.sub("", text)
    return " ".join(text.split())


def simplified(text: str) -> str:
    """Label characters and surnames in simplified script; same length, so offsets stay valid.

    >>> simplified("責任編輯：陳舟")
    '责任编辑：陈舟'
    """
    if text.isascii() or not _old().search(text):
        return text
    return text.translate(_traditional())


@cache
def _old() -> re.Pattern[str]:
    """Any traditional character of the table: a look for one costs a third of the translation."""
    return re.compile("[" + "".join(pairs("traditional.tsv")) + "]")


@cache
def _traditional() -> dict[int, str]:
    return {ord(key): value for key, value in pairs("traditional.tsv").items()}
