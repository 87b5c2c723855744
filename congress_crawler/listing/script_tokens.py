"""Which words, strings and signs is this script made of?

A script is read by its string literals and the signs between them; it is never run.
"""

import bisect
import re
from collections.abc import Callable, Iterator

import msgspec

#: Every alternative that opens something takes the rest of the text when nothing closes it: no second look at it.
STRING = r"\"[^\"\\\n]*(?:\\[\s\S][^\"\\\n]*)*\"?|'[^'\\\n]*(?:\\[\s\S][^'\\\n]*)*'?|`[^`\\]*(?:\\[\s\S][^`\\]*)*`?"
COMMENT = r"/\*[^*]*(?:\*(?!/)[^*]*)*(?:\*/)?|//[^\n]*"
#: A regular expression stands behind a sign that no value ends with; 300 characters are more than any has.
REGEX = r"(?<=[(,=:\[!&|?{};>+])/(?![*/])(?:[^/\\\n\[]|\\.|\[(?:[^\]\\\n]|\\.){0,150}+\]){1,300}+/"
NAME = r"[^\W\d][\w$]*|\$[\w$]*"
TOKEN = re.compile(
    rf"(?P<text>{STRING})|(?P<none>{COMMENT}|{REGEX})|(?P<name>(?:{NAME}))|(?P<number>\d[\d.]*)"
    r"|(?P<sign>=>|===|==|!==|!=|\+=|\+\+|\|\||&&|\?\?|\?\.|[-{}()\[\],;:+=?!<>.*%/&|])"
)
LITERAL = re.compile(rf"(?P<text>{STRING})|{COMMENT}|{REGEX}")
ESCAPE = re.compile(
    r"\\(?:u([dD][89abAB][0-9A-Fa-f]{2})\\u([dD][c-fC-F][0-9A-Fa-f]{2})|u\{([0-9A-Fa-f]{1,6})\}|u([0-9A-Fa-f]{4})|x([0-9A-Fa-f]{2})|([\s\S]))"
)
PLAIN = {"n": "\n", "t": "\t", "r": "\r", "b": "\b", "f": "\f", "v": "\v", "0": "\0", "\n": ""}
LARGE = 150_000  # characters: a larger script is a bundle, of which only the places of interest are read
AROUND = 1_000  # characters read to both sides of a place of interest
FIRST = 60  # places of names of interest that are read
BEFORE = 16  # characters before a literal that tell what it is
MOST = 100  # places of literals that are read: bounds the cost


class Token(msgspec.Struct, frozen=True, gc=False):
    """A word of a script: `kind` is text, name, number or sign; `value` of a text is what it says."""

    kind: str
    value: str
    tick: bool = False  #: a template literal, whose `${…}` is not filled in


PAIRS = {"(": ")", "[": "]", "{": "}"}
END = Token("sign", ";")


def tokens(text: str) -> list[Token]:
    r"""In: a script. Out: its tokens without comments and regular expressions.

    >>> [token.value for token in tokens(r"a = 'x\u4e00' + b; // c")]
    ['a', '=', 'x一', '+', 'b', ';']
    """
    return [_token(match.lastgroup, match[0]) for match in TOKEN.finditer(text) if match.lastgroup != "none"]


def _token(kind: str | None, word: str) -> Token:
    if kind == "text":
        return Token(
            "text", unescape(word[1:-1] if len(word) > 1 and word[-1] == word[0] else word[1:]), word[0] == "`"
        )
    return Token(kind or "sign", word)


def unescape(text: str) -> str:
    r"""What a string literal says. In: what stands between its quotes.

    >>> unescape(r"\u5e02\/a\x41")
    '市/aA'
    """
    return ESCAPE.sub(_escape, text) if "\\" in text else text


def _escape(match: re.Match[str]) -> str:
    if match[1]:  # two halves of a character beyond the first plane
        return chr(0x10000 + ((int(match[1], 16) - 0xD800) << 10) + int(match[2], 16) - 0xDC00)
    code = match[3] or match[4] or match[5]
    if code is None:
        return PLAIN.get(match[6], match[6])
    number = int(code, 16)
    return chr(number) if number < 0x110000 and not 0xD800 <= number < 0xE000 else match[0]


def brackets(words: list[Token]) -> dict[int, int]:
    """Which bracket closes which? In: tokens. Out: opening one → closing one, by number; one left open is left out."""
    found: dict[int, int] = {}
    stack: list[int] = []
    for number, token in enumerate(words):
        if token is END:  # the border of two places of a bundle
            stack.clear()
        elif token.kind == "sign" and token.value in PAIRS:
            stack.append(number)
        elif token.kind == "sign" and token.value in {")", "]", "}"}:
            while stack and PAIRS[words[stack[-1]].value] != token.value:
                stack.pop()
            if stack:
                found[stack.pop()] = number
    return found


def literals(text: str) -> Iterator[tuple[int, int, str]]:
    """(first character, end, what it says) of every string literal of a script: quicker than all tokens."""
    for match in LITERAL.finditer(text):
        if match.lastgroup == "text":
            word = match[0]
            yield match.start(), match.end(), unescape(word[1:-1] if word[-1] == word[0] else word[1:])


def places(text: str, wanted: Callable[[str, str], bool], keys: re.Pattern[str] | None = None) -> list[Token]:
    """The tokens of a script, or of the places of a bundle.

    In: the script; whether a literal is of interest, by the 16 characters before it and itself with its quotes; names
    that are. Out: all tokens of a script of usual size; of a bundle those around the interesting places, a `;` between
    two places.
    """
    if len(text) <= LARGE:
        return tokens(text)
    named = [match.start() for match in keys.finditer(text)] if keys is not None else []
    spans, marks = [], []
    for match in LITERAL.finditer(text):
        spans.append(match.span())
        if match.lastgroup == "text" and wanted(text[max(0, match.start() - BEFORE) : match.start()], match[0]):
            marks.append(match.start())
    found: list[Token] = []
    for begin, end in _windows(sorted([*named[:FIRST], *marks[:MOST]]), len(text)):
        found += [*tokens(text[_outside(spans, begin) : _outside(spans, end)]), END]
    return found


def _windows(marks: list[int], size: int) -> Iterator[tuple[int, int]]:
    """Beginning and end of each place; neighbouring ones are one."""
    begin, end = 0, 0
    for mark in marks:
        if mark - AROUND > end:
            if end > begin:
                yield max(0, begin), end
            begin = mark - AROUND
        end = min(size, mark + AROUND)
    if end > begin:
        yield max(0, begin), end


def _outside(spans: list[tuple[int, int]], at: int) -> int:
    """The position itself, or the end of the literal or comment it lies in."""
    number = bisect.bisect_right(spans, (at, at)) - 1
    return spans[number][1] if 0 <= number < len(spans) and spans[number][0] < at < spans[number][1] else at
