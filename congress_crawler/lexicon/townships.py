"""In which county is this township?"""

from functools import cache, lru_cache
from importlib import resources

SEEN = 1024  # names remembered: a site speaks of its own townships again and again


@cache
def table() -> str:
    """townships.tsv as one string: a search in it takes less than an index over 38,000 names would cost."""
    return resources.files(__package__).joinpath("townships.tsv").read_text("utf-8")


@lru_cache(SEEN)
def counties(township: str) -> tuple[str, ...]:
    """The codes of the counties that have a township of this name, in the state of 2023; () for none.

    In: the full name with 镇, 乡 or 街道, or a division of 兵团 (第八师 → its city).

    >>> counties("石横镇"), counties("第八师"), counties("无此镇")
    (('370983',), ('659001',), ())
    """
    text, codes, at = table(), [], 0
    while (at := text.find(f" {township} ", at)) >= 0:
        line = text.rfind("\n", 0, at) + 1
        codes.append(text[line : line + 6])
        at += 1
    return tuple(dict.fromkeys(codes))
