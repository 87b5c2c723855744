"""What do the names in this script stand for, and where are its functions called?"""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from typing import Any

import msgspec

from congress_crawler.listing.script_tokens import Token
from congress_crawler.listing.script_values import Call, Join, Name, Reader

STATEMENTS = frozenset(("if", "for", "while", "switch", "catch", "function", "with"))
SEVERAL = 4  # values or calls of one name that are looked at
DEEPEST = 6  # names that stand for names
ROUTED = re.compile(r"\broute\.(?:value\.)?(?:query|params)\.")


class Function(msgspec.Struct, frozen=True):
    """A function: its name ("" for none), its parameters, the tokens of its body."""

    name: str
    params: tuple[str, ...]
    begin: int
    end: int


class Script:
    """A script, read once: where its names are given values, where its functions are and are called."""

    def __init__(self, words: list[Token]) -> None:
        self.words = words
        self.reader = Reader(words)
        self.given: dict[str, list[int]] = {}
        self.calls: dict[str, list[int]] = {}
        self.functions: list[Function] = []
        self.raised: set[str] = set()  #: names with ++ or += 1
        self.headers: list[int] = []  #: where `.headers` stands
        for at, token in enumerate(words):
            if token.kind == "name" or (token.kind == "text" and self.reader.sign(at + 1) == ":"):
                self._look(at, token.value)
            elif self.reader.sign(at) == "(" and self.reader.sign(self.reader.closing.get(at, -2) + 1) == "=>":
                self._arrow(at)
        self.functions.sort(key=lambda one: one.begin)
        self._begins = [one.begin for one in self.functions]

    def _look(self, at: int, name: str) -> None:
        sign = self.reader.sign(at + 1)
        if name == "headers" and self.reader.sign(at - 1) == ".":
            self.headers.append(at)
        if sign == "++" or self.reader.sign(at - 1) == "++" or (sign == "+=" and self._is("1", at + 2)):
            self.raised.add(name)
        if sign in {"=", ":"}:
            self.given.setdefault(name, []).append(at + 2)
        elif sign == "(" and name != "function":
            end = self.reader.closing.get(at + 1)
            if end is not None and self.reader.sign(end + 1) == "{" and name not in STATEMENTS:
                self._add(name, at + 1, end)
            else:
                self.calls.setdefault(name, []).append(at)
        elif sign == "=>":
            self.functions.append(Function(self._name_before(at), (name,), at + 2, self._end(at + 2)))
        if name == "function" and sign == "(" and (end := self.reader.closing.get(at + 1)) is not None:
            self._add(self._name_before(at), at + 1, end)

    def _arrow(self, at: int) -> None:
        end = self.reader.closing[at]
        params = tuple(token.value for token in self.words[at + 1 : end] if token.kind == "name")
        self.functions.append(Function(self._name_before(at), params, end + 2, self._end(end + 2)))

    def _end(self, at: int) -> int:
        """The end of the body of an arrow: its block, or what is left of the bracket around it is not needed."""
        return self.reader.closing.get(at, at + 60)

    def _add(self, name: str, opening: int, end: int) -> None:
        params = tuple(token.value for token in self.words[opening + 1 : end] if token.kind == "name")
        self.functions.append(Function(name, params, end + 1, self.reader.closing.get(end + 1, end + 1)))

    def _is(self, word: str, at: int) -> bool:
        return 0 <= at < len(self.words) and self.words[at].kind in {"name", "number"} and self.words[at].value == word

    def _name_before(self, at: int) -> str:
        """`load` of `load = function(`, `load: async (`."""
        at -= self._is("async", at - 1)
        named = self.reader.sign(at - 1) in {"=", ":"} and at >= 2 and self.words[at - 2].kind in {"name", "text"}
        return self.words[at - 2].value if named else ""

    def value(self, at: int) -> Any:
        """The value that begins at a token."""
        return self.reader.value(at)[0]

    def opening(self, place: int) -> int | None:
        """The `{` of the object that the value of a key stands in; None when it stands in none."""
        for at in range(place - 1, max(0, place - 200), -1):
            if self.reader.sign(at) == "{" and self.reader.closing.get(at, 0) > place:
                return at if self.reader.sign(at - 1) in {"(", "=", ",", "{", ":"} else None
        return None

    def path(self, at: int) -> str:
        """`this.$http.get` of the words that end at a token; "" when it is no name."""
        found = [self.words[at].value] if 0 <= at < len(self.words) and self.words[at].kind == "name" else []
        while found and self.reader.sign(at - 1) == "." and at >= 2:
            at -= 2
            found.insert(0, self.words[at].value)
        return ".".join(found)

    def added(self, name: str) -> list[tuple[str, Any, int]]:
        """(key, value, place) of what is put into a FormData, URLSearchParams or URL: `name.append("page", 1)`."""
        found = []
        for place in [*self.calls.get("append", []), *self.calls.get("set", [])]:
            if self.path(place).rpartition(".")[0] in {name, f"{name}.searchParams"}:
                call = self.value(place)
                if isinstance(call, Call) and len(call.args) == 2 and isinstance(call.args[0], str):
                    found.append((call.args[0], call.args[1], place))
        return found

    def around(self, at: int) -> Iterator[Function]:
        """The functions that a token lies in, the innermost first."""
        number = bisect_right(self._begins, at)
        looked = self.functions[max(0, number - 200) : number]
        yield from (one for one in reversed(looked) if one.begin <= at <= one.end)

    def values(self, name: str, at: int, depth: int = 0) -> Iterator[tuple[Any, int]]:
        """What a name may stand for at a place, the likeliest first, and where each value stands.

        An argument that a call gives for a parameter of the function around it; else what the name is set to, last
        before the place, then the others. Names are followed to their values, but for what the route's
        address says, and for those that the script does not set.
        """
        for value, where in self._values(name, at):
            if isinstance(value, Name) and depth < DEEPEST and ROUTED.search(value.path) is None:
                found = list(self.values(value.last, where, depth + 1)) if value.last != name or where != at else []
                yield from found or [(value, where)]
            else:
                yield value, where

    def _values(self, name: str, at: int) -> Iterator[tuple[Any, int]]:
        for function in self.around(at):
            if name in function.params:
                yield from self._arguments(function, function.params.index(name))
                return
        places = self.given.get(name, [])
        cut = bisect_right(places, at)
        yield from ((self.value(place), place) for place in [*reversed(places[max(0, cut - SEVERAL) : cut])])
        yield from ((self.value(place), place) for place in places[cut : cut + SEVERAL])

    def _arguments(self, function: Function, number: int) -> Iterator[tuple[Any, int]]:
        for place in self.calls.get(function.name, [])[:SEVERAL] if function.name else []:
            call = self.value(place)
            if isinstance(call, Call) and len(call.args) > number:
                yield call.args[number], place

    def counts(self, name: str, at: int, firsts: Iterable[int]) -> bool:
        """Whether a name counts pages: set to a first number, and raised by one or given another number elsewhere."""
        values = [value for value, _ in self.values(name, at)]
        if not any(isinstance(one, int) and not isinstance(one, bool) and one in firsts for one in values):
            return False
        if any(name in function.params for function in self.around(at)):
            return any(
                isinstance(one, Join) and one.sign in {"+", "-"} and 1 in (one.left, one.right) for one in values
            )
        return name in self.raised

    def constants(self) -> dict[str, str]:
        """Names that are set to one string or number: what another script of the page may read."""
        found = {}
        for name, places in self.given.items():
            values = [self.value(place) for place in places[:SEVERAL]] if len(name) > 1 else []
            plain = {str(one) for one in values if isinstance(one, str | int) and not isinstance(one, bool)}
            if len(plain) == 1:
                found[name] = plain.pop()
        return found


def parts(value: Any) -> list[Any]:
    """The values that `+` puts together, in order; the value alone when it is no sum.

    >>> parts(Join("+", Join("+", "/a/", Name("id")), ".html"))
    ['/a/', Name(path='id'), '.html']
    """
    found: list[Any] = []
    while isinstance(value, Join) and value.sign == "+":
        found.append(value.right)
        value = value.left
    return [value, *reversed(found)]
