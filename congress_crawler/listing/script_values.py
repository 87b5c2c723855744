"""Which value does this piece of script stand for?

Objects, arrays, strings put together, names and calls are read; functions, conditions and loops are passed over.
"""

from typing import Any

import msgspec

from congress_crawler.listing.script_tokens import Token, brackets, tokens

DEEPEST = 40  # brackets within brackets
POWER = {"||": 1, "??": 1, "&&": 1, "+": 3, "-": 3, "*": 4, "/": 4, "%": 4}
COMPARING = frozenset(("==", "===", "!=", "!==", "<", ">"))
WORDS: dict[str, Any] = {"true": True, "false": False, "null": None, "undefined": None}
BEFORE = frozenset(("new", "await", "return", "void", "typeof", "async"))


class Name(msgspec.Struct, frozen=True):
    """A variable, by its path: `this.page.size`."""

    path: str

    @property
    def last(self) -> str:
        """The last word of the path."""
        return self.path.rpartition(".")[2]


class Call(msgspec.Struct, frozen=True):
    """`path(args)`; `inner` is what it is called on when that is a call itself: `$("#a").val()`."""

    path: str
    args: list[Any]
    inner: Any = None

    @property
    def last(self) -> str:
        """The last word of the path."""
        return self.path.rpartition(".")[2]


class Join(msgspec.Struct, frozen=True):
    """Two values and the sign between them."""

    sign: str
    left: Any
    right: Any


class Other(msgspec.Struct, frozen=True):
    """What is not read: a function, a condition."""


class Reader:
    """Reads values out of the tokens of one script."""

    def __init__(self, words: list[Token]) -> None:
        self.words = words
        self.closing = brackets(words)

    def sign(self, at: int) -> str:
        """The sign at a place; "" when there is none."""
        return self.words[at].value if 0 <= at < len(self.words) and self.words[at].kind == "sign" else ""

    def value(self, at: int, power: int = 0, depth: int = 0) -> tuple[Any, int]:
        """The value that begins at a token, and the first token behind it.

        >>> Reader(tokens("{url: '/a?p=' + page, n: [1, 2]}")).value(0)[0]
        {'url': Join(sign='+', left='/a?p=', right=Name(path='page')), 'n': [1, 2]}
        """
        left, at = self._operand(at, depth)
        while True:
            sign = self.sign(at)
            if sign in COMPARING:
                _, at = self.value(at + 1, 2, depth + 1)
                left = Other()
            elif sign == "?" and power == 0:
                left, at = self._choice(at, depth)
            elif POWER.get(sign, 0) > power and depth < DEEPEST:
                right, at = self.value(at + 1, POWER[sign], depth + 1)
                left = Join(sign, left, right)
            else:
                return left, at

    def _choice(self, at: int, depth: int) -> tuple[Any, int]:
        """`a ? b : c` is one of b and c."""
        one, at = self.value(at + 1, 0, depth + 1)
        if self.sign(at) != ":":
            return Other(), at
        two, at = self.value(at + 1, 0, depth + 1)
        return Join("||", one, two), at

    def _operand(self, at: int, depth: int) -> tuple[Any, int]:
        if at >= len(self.words) or depth >= DEEPEST:
            return Other(), at + 1
        token = self.words[at]
        if token.kind == "text":
            return self._behind(template(token.value) if token.tick else token.value, at + 1, depth)
        if token.kind == "number":
            return _number(token.value), at + 1
        if token.kind == "name":
            return self._named(at, depth)
        return self._signed(at, depth)

    def _signed(self, at: int, depth: int) -> tuple[Any, int]:
        sign, end = self.sign(at), self.closing.get(at)
        if sign in {"!", "-", "+"}:
            inner, after = self._operand(at + 1, depth + 1)
            if sign == "!":
                return (not inner if isinstance(inner, int) else Other()), after
            return (-inner if sign == "-" and isinstance(inner, int) else inner), after
        if end is None:
            return Other(), at + 1
        if sign == "(" and self.sign(end + 1) == "=>":
            return self._arrow(end + 2, depth)
        if sign == "{":
            return self._behind(self._object(at, end, depth), end + 1, depth)
        items = self.items(at, end, depth)
        inside = items if sign == "[" else (items[-1] if items else Other())
        return self._behind(inside, end + 1, depth)

    def _named(self, at: int, depth: int) -> tuple[Any, int]:
        word = self.words[at].value
        if word in BEFORE:
            return self._operand(at + 1, depth + 1)
        if word in WORDS:
            return WORDS[word], at + 1
        if word == "function":
            return self._function(at + 1)
        if self.sign(at + 1) == "=>":
            return self._arrow(at + 2, depth)
        return self._behind(Name(word), at + 1, depth)

    def _function(self, at: int) -> tuple[Any, int]:
        """A function, by the first `(` and the body behind it, is passed over."""
        at += self.words[at].kind == "name" if at < len(self.words) else 0
        end = self.closing.get(at)
        body = self.closing.get(end + 1) if end is not None else None
        return Other(), body + 1 if body is not None else at + 1

    def _arrow(self, at: int, depth: int) -> tuple[Any, int]:
        if self.sign(at) == "{" and at in self.closing:
            return Other(), self.closing[at] + 1
        return Other(), self.value(at, 0, depth + 1)[1]

    def _behind(self, value: Any, at: int, depth: int) -> tuple[Any, int]:
        """What follows a value and belongs to it: `.name`, `[index]`, `(arguments)`."""
        while True:
            sign, end = self.sign(at), self.closing.get(at)
            if sign in {".", "?."} and at + 1 < len(self.words) and self.words[at + 1].kind == "name":
                value, at = _member(value, self.words[at + 1].value), at + 2
            elif sign == "[" and end is not None:
                inside = self.items(at, end, depth)
                value, at = _member(value, inside[0] if inside else None), end + 1
            elif sign == "(" and end is not None:
                value, at = _called(value, self.items(at, end, depth)), end + 1
            else:
                return value, at

    def items(self, at: int, end: int, depth: int = 0) -> list[Any]:
        """The values between two brackets, by number of their tokens."""
        found, at = [], at + 1
        while at < end:
            value, after = self.value(at, 0, depth + 1)
            found.append(value)
            at = self._next(after, end)
        return found

    def _object(self, at: int, end: int, depth: int) -> dict[str, Any]:
        found: dict[str, Any] = {}
        at += 1
        while at < end:
            key, sign = self.words[at].value, self.sign(at + 1)
            after = at + 1
            if sign == ":":
                found[key], after = self.value(at + 2, 0, depth + 1)
            elif self.words[at].kind == "name" and sign in {",", "}"}:
                found[key] = Name(key)
            at = self._next(after, end)
        return found

    def _next(self, at: int, end: int) -> int:
        """Behind the next comma of this level."""
        while at < end and self.sign(at) != ",":
            at = self.closing.get(at, at) + 1
        return at + 1


def template(text: str) -> Any:
    """A template literal as values put together. In: what stands between its ticks.

    >>> template("/a/${item.id}.html")
    Join(sign='+', left=Join(sign='+', left='/a/', right=Name(path='item.id')), right='.html')
    """
    head, *rest = text.split("${")
    found: Any = head
    for piece in rest:
        end = _closing(piece)
        found = Join("+", found, Reader(tokens(piece[:end])).value(0)[0] if end < len(piece) else Other())
        found = Join("+", found, piece[end + 1 :]) if end + 1 < len(piece) else found
    return found


def _closing(text: str) -> int:
    """Where the brace is closed that was opened before a text; its length when it is not."""
    open_ones = 1
    for at, letter in enumerate(text):
        open_ones += (letter == "{") - (letter == "}")
        if not open_ones:
            return at
    return len(text)


def _number(word: str) -> int | float | Other:
    try:
        return float(word) if "." in word else int(word)
    except ValueError:
        return Other()


def _member(value: Any, key: Any) -> Any:
    if isinstance(value, dict) and isinstance(key, str) and key in value:
        return value[key]
    if isinstance(key, int) and isinstance(value, Name | Call):
        return Call("[]", [key], value)
    if isinstance(value, Name):  # data[i] is one of data
        return Name(f"{value.path}.{key}") if isinstance(key, str) else value
    return Call(f".{key}", [], value) if isinstance(value, Call | str | Join) and isinstance(key, str) else Other()


def _called(value: Any, args: list[Any]) -> Call:
    if isinstance(value, Call) and value.path.startswith(".") and not value.args and value.inner is not None:
        return Call(value.path, args, value.inner)  # a member of a call, called: $("#a").val()
    return Call(value.path, args) if isinstance(value, Name) else Call("", args, value)
