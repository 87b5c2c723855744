"""What would this script put here when it asks for page n?

A text with blanks: `{{1,0}}` is the page's number n, `{{20,-19}}` is 20 n - 19, `{{?}}` is what nothing tells.
"""

import re
from typing import Any

from congress_crawler.listing import spoken
from congress_crawler.listing.parameter_names import PAGE, fold, word_list
from congress_crawler.listing.script_names import ROUTED, Script, parts
from congress_crawler.listing.script_values import Call, Join, Name

UNKNOWN = "{{?}}"
BLANK = re.compile(r"\{\{(-?\d{1,9}),(-?\d{1,9})\}\}")
SAME = frozenset(
    word_list(
        "encodeURIComponent encodeURI escape decodeURIComponent unescape String parseInt Number trim toString URL"
        " Request"
    )
)
QUERY = re.compile(r"query|param|geturl|getarg|request|urlsearch|search", re.IGNORECASE)
NOW = frozenset(word_list("getTime now random Date valueOf"))
FIRSTS = range(4)  # what a page's number may start with; a script that shows page 1 itself starts with 2
DEEPEST = 8
Linear = tuple[int, int]


class Meaning:
    """Reads values of a script as texts; `known` is what the page says beside it, `first` the first page's number."""

    def __init__(self, script: Script, known: dict[str, str]) -> None:
        self.script = script
        self.known = known
        self.first: int | None = None

    def text(self, value: Any, at: int, depth: int = 0) -> str:
        """The text of a value that stands at a token, with blanks for the page's number and what is not known."""
        if isinstance(value, str):
            return value
        if isinstance(value, bool):
            return str(value).lower()
        if isinstance(value, int | float):
            return str(value)
        if value is None:
            return ""
        if depth > DEEPEST:
            return UNKNOWN
        if isinstance(value, Name):
            return self._name(value, at, depth)
        if isinstance(value, Call):
            return self._call(value, at, depth)
        return self._join(value, at, depth) if isinstance(value, Join) else UNKNOWN

    def _join(self, value: Join, at: int, depth: int) -> str:
        if value.sign in {"||", "??"}:
            left = self.text(value.left, at, depth + 1)
            return self.text(value.right, at, depth + 1) if left in {"", UNKNOWN} else left
        if (number := self.number(value, at, depth + 1)) is not None:
            return blank(number)
        found = ""
        for part in parts(value) if value.sign == "+" else []:
            piece = self.text(part, at, depth + 1)
            key = re.search(r"[?&](\w{1,40})=$", found[-60:])
            found += blank((1, 0)) if piece == UNKNOWN and key and fold(key[1]) in PAGE else piece
        return found or UNKNOWN

    def _name(self, name: Name, at: int, depth: int) -> str:
        if fold(name.last) in PAGE:
            self._start(name, at)
            return blank((1, 0))
        if (said := spoken.part(name.path, self.known)) is not None:
            return said
        if ".dataset." in name.path:
            return self.known.get("data-" + re.sub(r"[A-Z]", lambda m: "-" + m[0].lower(), name.last), UNKNOWN)
        if ".params." in name.path and f":{name.last}" in self.known:
            return self.known[f":{name.last}"]
        if ".query." in name.path and "?" + name.last in self.known:
            return self.known["?" + name.last]
        if self.counts(name, at):
            return blank((1, 0))
        if (added := self.script.added(name.last)) and depth < DEEPEST // 2:
            return self._with(name, added, at, depth)
        given = self._given(name, at, depth)
        return given or self.known.get(name.last, self.known.get("?" + name.last, UNKNOWN if given is None else ""))

    def _given(self, name: Name, at: int, depth: int) -> str | None:
        """What a variable is set to; "" when it is only emptied; None when nothing known is put into it."""
        empty = None
        for value, place in self.script.values(name.last, at):
            if isinstance(value, Name) and not ROUTED.search(value.path):
                if len(value.last) > 3 and (said := self.known.get(value.last)):  # another script of the page says it
                    return said
                continue
            if UNKNOWN not in (found := self.text(value, place, depth + 1)):
                if found:
                    return found
                empty = ""
        return empty

    def counts(self, name: Name, at: int) -> bool:
        """Whether a variable counts pages; what it starts with is the number of the first page."""
        if not self.script.counts(name.last, at, FIRSTS):
            return False
        self._start(name, at)
        return True

    def _with(self, name: Name, added: list[tuple[str, Any, int]], at: int, depth: int) -> str:
        """The text of a URLSearchParams or a URL with what is put into it."""
        made = next((one for one, _ in self.script.values(name.last, at) if isinstance(one, Call)), None)
        head = self.text(made.args[0], at, depth + 1) if made is not None and made.last == "URL" and made.args else ""
        query = _query([(key, self.text(value, place, depth + 1)) for key, value, place in added])
        return f"{head}{'&' if '?' in head else '?'}{query}" if head else query

    def _start(self, name: Name, at: int) -> None:
        """The number the pages start with: what the variable is first set to."""
        for value, _ in self.script.values(name.last, at):
            said = value
            while isinstance(said, Join) and said.sign in {"||", "??"}:
                said = said.right
            if isinstance(said, int) and said in FIRSTS and self.first is None:
                self.first = said

    def _call(self, call: Call, at: int, depth: int) -> str:
        if call.last in {"serialize", "serializeArray"} and isinstance(call.inner, Call) and call.inner.args:
            return self.known.get(f"{_identified(str(call.inner.args[0]))}@form", UNKNOWN)
        word = call.args[0] if call.args and isinstance(call.args[0], str) else ""
        if call.last in NOW:
            return ""
        if call.last in spoken.CUTS or call.path == "[]":
            return self._cut(call, at, depth)
        if call.last in {"URLSearchParams", "param", "stringify"} and call.args and isinstance(call.args[0], dict):
            return _query([(key, self.text(one, at, depth + 1)) for key, one in call.args[0].items()])
        if call.last == "concat":
            return "".join(self.text(part, at, depth + 1) for part in [call.inner, *call.args])
        if call.last in SAME:
            on = call.inner if call.inner is not None else spoken.owner(call)
            return self.text(call.args[0] if call.args else on, at, depth + 1)
        if isinstance(call.inner, Call) or call.last in {"val", "value", "attr", "data", "getAttribute"}:
            return self._element(call, word)
        if word and QUERY.search(call.path):
            return self.known.get("?" + word, UNKNOWN)
        return self.known.get("?" + word, UNKNOWN) if word and call.last == "get" else UNKNOWN

    def _cut(self, call: Call, at: int, depth: int) -> str:
        """A piece of a text: `location.hash.slice(2)`, `path.split("/")[1]`, also through names."""
        if call.path != "[]" and call.last != "pop":
            whole = self.text(call.inner if call.inner is not None else spoken.owner(call), at, depth + 1)
            return spoken.cut(whole, call) if UNKNOWN not in whole else UNKNOWN
        listed = call.inner if call.inner is not None else spoken.owner(call)
        if isinstance(listed, Name):
            values = self.script.values(listed.last, at)
            listed = next((one for one, _ in values if isinstance(one, Call)), None)
        full = True
        while isinstance(listed, Call) and listed.last == "filter":
            listed, full = listed.inner, False
        if not isinstance(listed, Call) or listed.last != "split":
            return UNKNOWN
        whole = self.text(listed.inner if listed.inner is not None else spoken.owner(listed), at, depth + 1)
        return spoken.piece(whole, listed, call, full=full) if UNKNOWN not in whole else UNKNOWN

    def _element(self, call: Call, word: str) -> str:
        """A value that the script takes from an element of the page: `$("#id").val()`, `el.getAttribute("data-x")`."""
        inner = call.inner if isinstance(call.inner, Call) else None
        if inner is not None and inner.last == "dataset":
            return self.known.get("data-" + re.sub(r"[A-Z]", lambda m: "-" + m[0].lower(), call.last), UNKNOWN)
        chosen = str(inner.args[0]) if inner is not None and inner.args and isinstance(inner.args[0], str) else ""
        if call.last == "get" or (inner is not None and inner.last == "URLSearchParams"):
            return self.known.get("?" + word, UNKNOWN)
        if call.last in {"data", "attr", "getAttribute", "prop"} and word:
            meta = re.search(r"name=[\"']?(\w{1,40})", chosen)
            wanted = [f"meta {meta[1].lower()}"] if meta else []
            key = word if word.startswith("data-") or call.last != "data" else f"data-{word}"
            wanted += [f"{_identified(chosen)}@{key}", key]
            return next((self.known[one] for one in wanted if one in self.known), UNKNOWN)
        return self.known.get(_identified(chosen), UNKNOWN) if chosen else UNKNOWN

    def number(self, value: Any, at: int, depth: int = 0) -> Linear | None:
        """(a, b) of a value that is a n + b, n the page's number; None when it is not known to be one."""
        if isinstance(value, bool) or value is None or depth > DEEPEST:
            return None
        if isinstance(value, int):
            return 0, value
        if isinstance(value, Join):
            left, right = self.number(value.left, at, depth + 1), self.number(value.right, at, depth + 1)
            return _reckon(value.sign, left, right) if left is not None and right is not None else None
        if isinstance(value, Name | Call):
            found = self.text(value, at, depth + 1)
            if (match := BLANK.fullmatch(found)) is not None:
                return int(match[1]), int(match[2])
            plain = found.isascii() and found.isdigit() and len(found) < 8
            return (0, int(found)) if plain and not isinstance(value, str) else None
        return None


def _query(pairs: list[tuple[str, str]]) -> str:
    """A query, with a blank for a page's number that is not known."""
    paged = [(key, blank((1, 0)) if one == UNKNOWN and fold(key) in PAGE else one) for key, one in pairs]
    return "&".join(f"{key}={one}" for key, one in paged)


def _identified(selector: str) -> str:
    """`#id` of a selector, or of what getElementById takes."""
    word = re.search(r"[\w-]{1,60}$", selector)
    return "#" + word[0] if word else ""


def _reckon(sign: str, left: Linear, right: Linear) -> Linear | None:
    (a, b), (c, d) = left, right
    if sign == "+":
        return a + c, b + d
    if sign == "-":
        return a - c, b - d
    return (a * d + c * b, b * d) if sign == "*" and (a == 0 or c == 0) else None


def blank(number: Linear) -> str:
    """The blank for a n + b. In: a and b. Out: the plain number when a is 0.

    >>> blank((20, -19)), blank((0, 3))
    ('{{20,-19}}', '3')
    """
    return f"{{{{{number[0]},{number[1]}}}}}" if number[0] else str(number[1])


def fill(text: str, page: int) -> str:
    """The text for a page, by its number.

    >>> fill("/list?start={{20,-19}}&page={{1,0}}", 3)
    '/list?start=41&page=3'
    """
    return BLANK.sub(lambda match: str(int(match[1]) * page + int(match[2])), text)
