"""Where does this page's script lead for the next page: goPage(2), location.href = 'list_' + n + '.html'?"""

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from lxml.html import HtmlElement as Node

from congress_crawler.listing import forms
from congress_crawler.listing.address import KEYS
from congress_crawler.listing.expressions import Names, Value, evaluate
from congress_crawler.listing.given import Given
from congress_crawler.listing.parameter_names import fold
from congress_crawler.listing.step import Step

CALL = re.compile(r"(?<![\w$.])([A-Za-z_$][\w$]{0,60})\s{0,4}\(([^()]{0,200}(?:\([^()]{0,60}\)[^()]{0,60})?)\)")
SETS = re.compile(r"([\w$.]{1,120})\s{0,4}(\+?=)(?!=)\s{0,4}([^;\n{}]{1,400})")
OPENS = re.compile(r"(?:location\s{0,2}\.\s{0,2}(?:assign|replace)|(?:window\.)?open)\s{0,4}\(([^;\n{}]{1,400})")
FIELD = re.compile(
    r"(?:(?:getElementById|getElementsByName|\$|jQuery)\s{0,2}\(\s{0,2}['\"]#?(?:input\[name=)?([\w.-]{1,60})\]?['\"]\s{0,2}\)"
    r"(?:\[0\])?|\.([\w-]{1,60}))\s{0,2}(?:\.value\s{0,4}=(?!=)\s{0,4}([^;\n{}]{1,200})|\.val\(([^;\n{}]{1,200})\))"
)
SUBMITS = re.compile(
    r"(?:(?:getElementById|getElementsByName|\$|jQuery)\s{0,2}\(\s{0,2}['\"]#?([\w.-]{1,60})['\"]\s{0,2}\)(?:\[0\])?"
    r"|(?:document|forms)\.([\w-]{1,60}))\s{0,2}\.submit\s{0,2}\("
)
PLACES = frozenset(("location", "location.href", "window.location", "window.location.href", "self.location", "action"))
TEMPLATE = re.compile(r"`([^`'\n]{0,400})`")
VALUE = re.compile(r"\$\{([^{}]{1,60})\}")
MOST = 4_000  # characters of a function
LONGEST = 300_000  # characters of scripts that are looked through
PIECE = re.compile(
    r"['\"]([^'\"\n<>]{0,200}?)['\"]\s{0,4}\+\s{0,4}(\(?\s{0,4}[A-Za-z_$][\w$.]{0,40}\s{0,4}(?:[-+]\s{0,4}1)?\s{0,4}\)?)"
    r"(?:\s{0,4}\+\s{0,4}['\"]([^'\"\n<>]{0,60}))?"
)


def scripts(tree: Node | None) -> str:
    """All scripts that stand in a page, one below the other."""
    if tree is None:
        return ""
    return spelled("\n".join(str(node.text) for node in tree.iter("script") if node.text)[:LONGEST])


def spelled(code: str) -> str:
    """Texts of a script with values in them, written as sums.

    >>> spelled("location.href = `list_${n}.html`")
    "location.href = 'list_'+(n)+'.html'"
    """
    return TEMPLATE.sub(lambda match: "'" + VALUE.sub(r"'+(\1)+'", match[1]) + "'", code) if "${" in code else code


def follow(given: Given, call: str, number: int) -> Step | None:
    """What a link's script asks for.

    In: the page, the script (`javascript:goPage(2)`), the number of the page it is to lead to. Out: the step, when
    the page shows how its address or its form is built; None otherwise.
    """
    code = scripts(given.tree)
    call = spelled(re.sub(r"(?i)^\s{0,9}javascript\s{0,4}:", "", call))
    for body, names in _bodies(call, code, number):
        step = _by_address(given, body, names, code, number) or _by_form(given, body, names, code, number)
        if step is not None:
            return step
    return None


def _bodies(call: str, code: str, number: int) -> Iterator[tuple[str, Names]]:
    """The script of the link itself, and the functions that it calls with what they are given."""
    yield call, {"this.value": Value(number, moves=True)}
    for match in CALL.finditer(call):
        found = _function(code, match[1])
        if found is not None:
            params, body = found
            given = [evaluate(part, {}, lambda name: _global(name, code, number)) for part in match[2].split(",")]
            values = {name: value.plain for name, value in zip(params, given, strict=False) if value is not None}
            pages = {name for name, plain in values.items() if str(plain) in {str(number), str(number - 1)}}
            pages = pages or {name for name, plain in values.items() if str(plain).isdecimal()}  # rows: go(20)
            yield body, {name: Value(plain, moves=name in pages) for name, plain in values.items()}


def _function(code: str, name: str) -> tuple[list[str], str] | None:
    """The parameters and the body of a function; the last definition counts, as in a browser."""
    found = None
    escaped = re.escape(name)
    for match in re.finditer(
        rf"function\s{{1,4}}{escaped}\s{{0,4}}\(|(?<![\w$]){escaped}\s{{0,4}}[=:]\s{{0,4}}function\s{{0,4}}\(", code
    ):
        params, _, rest = code[match.end() : match.end() + MOST].partition(")")
        found = ([part.strip() for part in params.split(",")], _braced(rest))
    return found


def _braced(text: str) -> str:
    """The text between the first brace and the one that closes it."""
    depth, start = 0, text.find("{")
    for at in range(max(start, 0), len(text)):
        depth += (text[at] == "{") - (text[at] == "}")
        if depth == 0 and at > start:
            return text[start + 1 : at]
    return text[start + 1 :]


def _global(name: str, code: str, number: int) -> Value | None:
    """A variable of the page; the value of an input is the page wanted."""
    if name.startswith("input:") or name in {"this.value", "value"}:
        return Value(number, moves=True)
    last = None
    for match in re.finditer(
        rf"(?<![\w$.]){re.escape(name)}\s{{0,4}}=(?!=)\s{{0,4}}(['\"][^'\"\n]{{0,200}}['\"]|\d{{1,9}})", code
    ):
        last = match[1]
    if last is None:
        return None
    if last.isdecimal():
        return Value(int(last), moves=abs(int(last) - number) <= 2)
    return Value(last[1:-1], moves=last[1:-1] == str(number - 1))


def _by_address(given: Given, body: str, names: Names, code: str, number: int) -> Step | None:
    """The last address that a body goes to and that depends on the page; one that does not, when it is the only."""
    known, found = dict(names), list[Value]()

    def asked(name: str) -> Value | None:
        if name in {"location.pathname", "window.location.pathname"}:
            return Value(urlsplit(given.url).path)
        return _global(name, code, number)

    for match in SETS.finditer(body):
        value = evaluate(match[3].strip().rstrip(","), known, asked)
        name = match[1]
        if value is None:
            continue
        if match[2] == "+=" and name in known:
            value = Value(f"{known[name].plain}{value.plain}", value.moves or known[name].moves)
        known[name] = value
        if name in PLACES or name.rpartition(".")[2] in {"href", "action"} or name.endswith("location"):
            found.append(value)
    for match in OPENS.finditer(body):
        value = evaluate(match[1].rpartition(")")[0].split(",")[0], known, asked)
        if value is not None:
            found.append(value)
    chosen = [value for value in found if value.moves] or (found if len(found) == 1 and body == body.strip() else [])
    return _step(given, str(chosen[-1].plain)) if chosen and not SUBMITS.search(body) else None


def _step(given: Given, address: str) -> Step | None:
    full = forms.target(given, address)
    return Step(url=full) if full is not None else None


def _by_form(given: Given, body: str, names: Names, code: str, number: int) -> Step | None:
    """The form that a body sends, with the fields that it sets."""
    if given.tree is None or ".submit" not in body:
        return None
    sets: dict[str, str] = {}
    for match in FIELD.finditer(body):
        value = evaluate((match[3] or match[4] or "").strip(), names, lambda name: _global(name, code, number))
        if value is not None:
            sets[match[1] or match[2]] = str(value.plain)
    sent = SUBMITS.search(body)
    form = _form(given.tree, (sent[1] or sent[2]) if sent else "", list(sets))
    if form is None or not sets:
        return None
    fields = forms.fields(form, sets)
    if str(number) not in dict(fields).values() and str(number - 1) not in dict(fields).values():
        return None
    return forms.sent(given, form, fields, number)


def _form(tree: Node, name: str, sets: list[str]) -> Node | None:
    forms = list(tree.iter("form"))
    named = [form for form in forms if name and name in {form.get("id"), form.get("name")}]
    holding = [
        form for form in forms if any({one.get("id"), one.get("name")} & set(sets) for one in form.iter("input"))
    ]
    return next(iter(named or holding or (forms if len(forms) == 1 else [])), None)


def habits(given: Given, number: int) -> list[str]:
    """Addresses of a page that scripts of this page name in pieces: 'list_' + i + '.html', '?page=' + n.

    In: the page; the number wanted. Out: absolute addresses, likeliest first; they are habits, not promises.
    """
    found = []
    for match in PIECE.finditer(scripts(given.tree)):
        before, name, after = match[1], match[2].replace(" ", ""), match[3] or ""
        before, after = before.rpartition("=\\")[2], after.split("\\")[0]
        value = number + (-1 if "-1" in name else 1 if "+1" in name and "cur" in name.lower() and number < 0 else 0)
        address = f"{before}{value}{after.partition(' ')[0]}"
        asked = re.search(r"[?&](\w{1,20})=$", before)
        paged = asked is not None and (fold(asked[1]) in KEYS or "page" in asked[1].lower())
        if (paged or re.match(r"\.\w{3,5}", after)) and (step := _step(given, address)):
            found.append(step.url)
    return list(dict.fromkeys(found))
