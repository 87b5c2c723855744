"""How does this script make the address of a row: `/content/{id}.html`?"""

import re
from collections.abc import Iterator
from typing import Any

import lxml.html

from congress_crawler.listing.meaning import SAME
from congress_crawler.listing.parameter_names import PAGE, fold
from congress_crawler.listing.script_names import Script, parts
from congress_crawler.listing.script_tokens import tokens
from congress_crawler.listing.script_values import Call, Join, Name, Reader

HREF = re.compile(r"href\s{0,3}=\s{0,3}\\?[\"']?([^\"'\s<>\\]{1,300})")
#: A name in a template of the page: `{{item.id}}`, `<%= id %>`, `${row.url}`, `{{:url}}`.
MUSTACHE = re.compile(
    r"(?:\{\{|<%[=-]?|\$\{|\{%)[:\s=#]{0,9}(?:[\w$]{1,40}\.){0,4}([\w$]{1,40})\s{0,9}(?:\}\}|%>|\}|%\})"
)
BOUND = (":href", "v-bind:href", "ng-href", "data-href", "to", ":to")
LEADING = frozenset(("href", "url", "link", "path", "location", "open", "navigateto", "assign", "linkurl"))
REQUESTS = frozenset(("get", "getJSON", "fetch", "axios", "ajax", "request"))
OPTIONS = frozenset(("method", "type", "dataType", "success", "responseType", "contentType"))  # keys beside `url`
BLANK = re.compile(r"\{(\w{1,60})\}")
WHOLE = re.compile(r"[\w./:?&=#%{}~-]{2,300}$")
MOST = 12


def find_links(script: Script, tree: lxml.html.HtmlElement | None = None) -> list[str]:
    """Patterns of addresses, the likeliest first.

    In: a script; the page's tree, whose templates may say it too. Out: each with the names of an object's values in
    braces; those put together for an `href` come before other addresses.
    """
    found: list[tuple[int, str]] = []
    for at, value in _sums(script):
        text = _text(script, value, at, 0)
        hrefs = [one for one in HREF.findall(text) if _is_pattern(one)]
        found += [(0, one) for one in hrefs]
        if not hrefs and _is_pattern(text):
            found.append((1 if _leads(script, at) else 2, text))
    found += [(1, one) for one in _routes(script)]
    found += [(0, one) for one in _templates(tree)] if tree is not None else []
    return list(dict.fromkeys(one for _, one in sorted(found, key=lambda pair: pair[0])))[:MOST]


def _sums(script: Script) -> Iterator[tuple[int, Any]]:
    """Every sum of strings and names, and template literals with names; where it begins."""
    behind = 0
    for at, token in enumerate(script.words):
        joined = script.reader.sign(at + 1) == "+" and token.kind in {"text", "name"}
        holds = token.kind == "text" and ((token.tick and "${" in token.value) or _is_concat(script, at))
        if at < behind or not (joined or holds) or script.reader.sign(at - 1) == ".":
            continue
        if at >= 2 and script.reader.sign(at - 1) == "(" and script.words[at - 2].value in {"push", "resolve"}:
            continue  # a route: see _routes
        value, behind = script.reader.value(at)
        if _is_asked(script, at):
            continue
        if isinstance(value, Join | Call):
            yield at, value


def _is_asked(script: Script, at: int) -> bool:
    """Whether what begins at a token is what a request asks for: `get("/api/article/" + id)`, `{url: …, method: …}`."""
    if at < 2:
        return False
    if script.reader.sign(at - 1) == "(":
        return script.words[at - 2].value in REQUESTS
    if script.reader.sign(at - 1) != ":" or script.words[at - 2].value != "url":
        return False
    opening = script.opening(at)
    value = script.value(opening) if opening is not None else None
    return isinstance(value, dict) and not OPTIONS.isdisjoint(value)


def _is_concat(script: Script, at: int) -> bool:
    return script.reader.sign(at + 1) == "." and at + 2 < len(script.words) and script.words[at + 2].value == "concat"


def _text(script: Script, value: Any, at: int, depth: int) -> str:
    """A value with the last word of each name in braces."""
    if isinstance(value, str | int) and not isinstance(value, bool):
        return str(value)
    if depth > 6:
        return "{?}"
    if isinstance(value, Name):
        said = script.values(value.last, at) if "." not in value.path or value.path.startswith("this.") else ()
        plain = next((one for one, _ in said if isinstance(one, str) and one), None)
        return plain if plain is not None and "{" not in plain and len(plain) < 200 else "{" + value.last + "}"
    if isinstance(value, Call):
        if value.last == "concat":
            return "".join(_text(script, one, at, depth + 1) for one in [value.inner, *value.args])
        return _text(script, value.args[0], at, depth + 1) if value.last in SAME and value.args else "{?}"
    if isinstance(value, Join) and value.sign == "||":
        return _text(script, value.left, at, depth + 1)
    sums = parts(value) if isinstance(value, Join) and value.sign == "+" else []
    return "".join(_text(script, one, at, depth + 1) for one in sums) or "{?}"


def _is_pattern(text: str) -> bool:
    """Whether a text is an address made of what an object says; a page's number makes the address of a list."""
    blanks = BLANK.findall(text)
    if not blanks or "{?}" in text or not WHOLE.fullmatch(text) or any(fold(one) in PAGE for one in blanks):
        return False
    return (
        any(sign in text for sign in ("/", "?", ".htm", "#"))
        or re.fullmatch(r"\{\w*(?:[uU]rl|[lL]ink|href)\}", text) is not None
    )


def _leads(script: Script, at: int) -> bool:
    """Whether what begins at a token is given to something that leads elsewhere: `location.href =`, `open(`."""
    return at >= 2 and script.words[at - 2].value.lower() in LEADING and script.reader.sign(at - 1) in {"=", "(", ":"}


def _routes(script: Script) -> Iterator[str]:
    """`push({path: "/detail", query: {id: item.id}})`, and the same through a path alone."""
    mode = "" if any(one == "history" for one, _ in script.values("mode", 0)) else "#"
    for place in [*script.calls.get("push", []), *script.calls.get("resolve", [])]:
        call = script.value(place)
        options = call.args[0] if isinstance(call, Call) and call.args else None
        if isinstance(options, dict) and isinstance(options.get("path"), str):
            query = options.get("query")
            fields = (
                {key: _text(script, one, place, 0) for key, one in query.items()} if isinstance(query, dict) else {}
            )
            asked = "&".join(f"{key}={one}" for key, one in fields.items())
            if any(BLANK.search(one) for one in fields.values()):
                yield f"{mode}{options['path']}?{asked}"
            continue
        text = _text(script, options, place, 0) if isinstance(options, Join | Call) else ""
        if text.startswith("/") and _is_pattern(text):
            yield f"{mode}{text}"


def _templates(tree: lxml.html.HtmlElement) -> Iterator[str]:
    """Patterns of the page's own templates: `href="/c/{{item.id}}.html"`, `:href="'/c/' + item.id"`."""
    for node in tree.iter("a", "router-link", "li", "div"):
        for name in BOUND:
            if (said := node.get(name)) is not None and "{{" not in said:
                script = Script(tokens(str(said)))
                text = _text(script, Reader(script.words).value(0)[0], 0, 0)
                mode = "#" if name in {"to", ":to"} else ""
                yield from [mode + text] if _is_pattern(text) else []
    sources = [str(node.text or "") for node in tree.iter("script") if "<a" in str(node.text or "")]
    sources += [
        f'href="{node.get("href") or node.get("ng-href")}"'
        for node in tree.iter("a")
        if node.get("href") or node.get("ng-href")
    ]
    for source in sources:
        filled = MUSTACHE.sub(lambda match: "{" + match[1] + "}", source)
        yield from (one for one in HREF.findall(filled) if _is_pattern(one))
