"""What address does this expression of a script make?

Only what pagers write is understood: strings, figures and variables joined by + and -, parentheses, parseInt(…), the
value of an input. Nothing is run.
"""

import re
from collections.abc import Callable, Mapping
from typing import NamedTuple

TOKEN = re.compile(r"\"[^\"\\\n]{0,400}\"|'[^'\\\n]{0,400}'|`[^`\\$\n]{0,400}`|[A-Za-z_$][\w$.]{0,80}|\d{1,9}|\S")
CONVERT = frozenset(
    ("parseInt", "Number", "String", "encodeURIComponent", "encodeURI", "escape", "eval", "trim", "$.trim")
)
INPUT = re.compile(r"(?:^|\.)(?:getElementById|getElementsByName|querySelector|all|\$|jQuery)$|^(?:\$|jQuery)$")
MOST = 60  # pieces of an expression


class Value(NamedTuple):
    """What an expression comes to. `moves`: the number of the page is in it, so that another page has another."""

    plain: str | int
    moves: bool = False


Names = Mapping[str, Value]


class _Unknown(Exception):
    """Something this room does not understand."""


def evaluate(text: str, names: Names, asked: Callable[[str], Value | None]) -> Value | None:
    """The value of an expression.

    In: its text; the variables; who knows those that are not among them (globals, `input:ID` for the value of an
    input). Out: None when it holds anything else.

    >>> evaluate("'index_' + (n - 1) + '.html'", {"n": Value(3, True)}, lambda name: None)
    Value(plain='index_2.html', moves=True)
    >>> evaluate("a + f(2)", {"a": Value(1)}, lambda name: None) is None
    True
    """
    pieces = TOKEN.findall(text)[: MOST + 1]
    if not pieces or len(pieces) > MOST:
        return None
    parser = _Parser(pieces, names, asked)
    try:
        value = parser.sum()
    except _Unknown:
        return None
    return value if parser.done() else None


class _Parser:
    def __init__(self, pieces: list[str], names: Names, asked: Callable[[str], Value | None]) -> None:
        self._pieces, self._at, self._names, self._asked = pieces, 0, names, asked

    def done(self) -> bool:
        return self._at >= len(self._pieces)

    def _peek(self) -> str:
        return self._pieces[self._at] if not self.done() else ""

    def _take(self, wanted: str | None = None) -> str:
        piece = self._peek()
        if not piece or (wanted is not None and piece != wanted):
            raise _Unknown
        self._at += 1
        return piece

    def sum(self) -> Value:
        value = self._term()
        while self._peek() in {"+", "-", "*"}:
            sign, other = self._take(), self._term()
            value = _joined(value, sign, other)
        return value

    def _term(self) -> Value:
        piece = self._take()
        if piece[0] in "\"'`" and len(piece) > 1:
            return Value(piece[1:-1])
        if piece.isdecimal():
            return Value(int(piece))
        if piece == "+":
            return self._term()
        if piece == "(":
            value = self.sum()
            self._take(")")
            return value
        if re.match(r"[A-Za-z_$]", piece):
            return self._called(piece) if self._peek() in {"(", "["} else self._named(piece)
        raise _Unknown

    def _named(self, name: str) -> Value:
        value = self._names.get(name) or self._asked(name)
        if value is None:
            raise _Unknown
        return value

    def _called(self, name: str) -> Value:
        if name in CONVERT:
            self._take("(")
            value = self.sum()
            if self._peek() == ",":
                self._take()
                self.sum()
            self._take(")")
            return Value(int(value.plain), value.moves) if name in {"parseInt", "Number"} and _is_int(value) else value
        if INPUT.search(name):
            return self._input()
        raise _Unknown

    def _input(self) -> Value:
        """The value of an input: getElementById("page").value, $("#page").val()."""
        close = {"(": ")", "[": "]"}[self._take()]
        wanted = self._take()
        self._take(close)
        rest = ""
        while self._peek() in {".", "[", "]", "(", ")", "0", "value", "val", ".value"} and len(rest) < 12:
            rest += self._take()
        if "val" not in rest:
            raise _Unknown
        while rest.count("(") < rest.count(")"):  # the bracket around it is not ours
            self._at -= 1
            rest = rest[:-1]
        return self._named("input:" + wanted.strip("\"'#"))


def _joined(one: Value, sign: str, two: Value) -> Value:
    """What JavaScript makes of it: figures are added, anything else is joined."""
    moves = one.moves or two.moves
    if sign in {"-", "*"}:
        if not (_is_int(one) and _is_int(two)):
            raise _Unknown
        left, right = int(one.plain), int(two.plain)
        return Value(left - right if sign == "-" else left * right, moves)
    if isinstance(one.plain, int) and isinstance(two.plain, int):
        return Value(one.plain + two.plain, moves)
    return Value(f"{one.plain}{two.plain}", moves)


def _is_int(value: Value) -> bool:
    return isinstance(value.plain, int) or (value.plain.isascii() and value.plain.isdecimal() and len(value.plain) < 10)
