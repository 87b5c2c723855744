"""What is a tampering, and what must be said of it?"""

from collections.abc import Callable
from dataclasses import dataclass

from tests.verify.forger import Forger

ANY = "anywhere"
#: (kind, file, where) of one finding that must be there.
Place = tuple[str, str, str]
Forge = Callable[[Forger], list[Place]]
SEALED = {"proof", "not-as-sealed", "head-missing"}  # what needs tree heads


@dataclass(frozen=True)
class Case:
    """One tampering: its number, what it is in words, who does it."""

    name: str
    words: str
    forge: Forge
    sealed: bool = False  #: only the signed heads can tell
    group: str = "WARC"
    hits: str = ""  #: the end of the address of the article that the finding must name


def case(
    table: list[Case], name: str, words: str, *, sealed: bool = False, group: str = "WARC", hits: str = ""
) -> Callable[[Forge], Forge]:
    """Put a forger's function into a table."""

    def enter(forge: Forge) -> Forge:
        table.append(Case(name, words, forge, sealed, group, hits))
        return forge

    return enter


def warc(forger: Forger, number: int) -> str:
    """The name of a WARC file, as findings say it."""
    return f"warc/{forger.warcs[number]}"
