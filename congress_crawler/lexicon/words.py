"""Which words does the lexicon hold?"""

from functools import cache
from importlib import resources


@cache
def lines(name: str) -> tuple[str, ...]:
    """The lines of one data file of this room, in order. In: its name. Out: lines without comments and blanks.

    A line that begins with `#` is a comment: each file says there where it comes from and under which licence.
    """
    text = (resources.files("congress_crawler.lexicon") / name).read_text(encoding="utf-8")
    return tuple(line for line in text.splitlines() if line.strip() and not line.startswith("#"))


@cache
def words(name: str) -> tuple[str, ...]:
    """The words of a list file: any number on a line, split by blanks, in order, each once."""
    return tuple(dict.fromkeys(word for line in lines(name) for word in line.split()))


@cache
def pairs(name: str) -> dict[str, str]:
    """The rows of a two-column file: key, tab, value. A key given twice keeps its first value."""
    found: dict[str, str] = {}
    for line in lines(name):
        key, _, value = line.partition("\t")
        found.setdefault(key, value)
    return found
