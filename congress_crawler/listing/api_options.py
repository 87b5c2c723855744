"""What does a script send with this request: which parameters, as a form or as JSON, with which headers?"""

from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qsl, urlencode

from congress_crawler.listing.api_call import ApiCall
from congress_crawler.listing.meaning import BLANK, UNKNOWN, Meaning
from congress_crawler.listing.parameter_names import PAGE, fold
from congress_crawler.listing.script_names import Script
from congress_crawler.listing.script_values import Call, Join, Name

MOST = 12  # headers that a script sets for all its requests
OURS = frozenset(
    ("accept-encoding", "authorization", "connection", "content-type", "cookie", "host", "referer", "user-agent")
)


def as_json(script: Script, place: int, options: dict[str, Any], *, library: bool) -> bool:
    """Whether what is posted is JSON: said by a header, by JSON.stringify, or by the library's habit.

    In: the script, where the options stand in it, the options; whether it is a library's call other than jQuery's.
    """
    kind = f"{options.get('contentType', '')} {options.get('headers', '')}".lower()
    if "urlencoded" in kind or "emulateJSON" in options:
        return False
    sent = options.get("data", options.get("body"))
    if isinstance(sent, Name):
        sent = next((value for value, _ in script.values(sent.last, place) if isinstance(value, dict | Call)), sent)
    if isinstance(sent, Call):
        return sent.path.startswith("JSON") and sent.last == "stringify"
    return not isinstance(sent, str | Join) and ("json" in kind or library)


def headers_of(meaning: Meaning, place: int, options: dict[str, Any], *, library: bool) -> list[tuple[str, str]]:
    """The headers that a request names, and the one by which servers know the requests of scripts.

    In: the options, where they stand; whether it is a library's call other than jQuery's. Out: those whose values are
    known, without what the crawl says itself. `X-Requested-With` goes with all: jQuery adds it, and servers that ask
    for it answer 403 without it, wherever axios or fetch are told to send it.
    """
    found = {"X-Requested-With": "XMLHttpRequest"}
    for place_of, given in (*_common(meaning.script, library=library), (place, options.get("headers"))):
        for key, one in given.items() if isinstance(given, dict) else ():
            said = meaning.text(one, place_of)
            if UNKNOWN not in said and said.isascii() and said.isprintable() and said and key.lower() not in OURS:
                found = {name: value for name, value in found.items() if name.lower() != key.lower()} | {key: said}
    return list(found.items())


def _common(script: Script, *, library: bool) -> Iterator[tuple[int, dict[str, Any]]]:
    """What a script sets once for all its requests: `ajaxSetup`, `axios.create`, `….headers.common["X-Site"] = "1"`."""
    for place in script.calls.get("create" if library else "ajaxSetup", []):
        call = script.value(place)
        setup = call.args[0] if isinstance(call, Call) and call.args else None
        if isinstance(setup, dict) and isinstance(setup.get("headers"), dict):
            yield place, setup["headers"]
    for place in script.calls.get("setRequestHeader", [])[:MOST]:
        call = script.value(place)
        if isinstance(call, Call) and len(call.args) == 2 and isinstance(call.args[0], str):
            yield place, {call.args[0]: call.args[1]}
    for at in script.headers[:MOST]:
        yield from _assigned(script, at)


def _assigned(script: Script, at: int) -> Iterator[tuple[int, dict[str, Any]]]:
    """`headers.common["X-Site"] = "1"`, `headers.siteId = "1"`. In: where `headers` stands."""
    key = ""
    while script.reader.sign(at + 1) == "." and at + 2 < len(script.words):
        at += 2
        key = script.words[at].value
    if script.reader.sign(at + 1) == "[" and script.reader.sign(at + 3) == "]" and script.words[at + 2].kind == "text":
        key, at = script.words[at + 2].value, at + 3
    if key and script.reader.sign(at + 1) == "=":
        yield at, {key: script.value(at + 2)}


def parameters(meaning: Meaning, place: int, value: Any) -> list[list[tuple[str, Any]]]:
    """The parameters that a value may stand for.

    In: the value, where it stands. Out: pairs for each object that it may be; one empty list when there is none.
    """
    if isinstance(value, Call) and value.last in {"serialize", "serializeArray"}:
        return [parse_qsl(meaning.text(value, place), keep_blank_values=True)]
    if isinstance(value, Call) and value.args and value.last in {"stringify", "param", "URLSearchParams", "assign"}:
        value = next((one for one in value.args if one != {}), None)
    if isinstance(value, dict):
        return [[(key, _field(meaning, place, key, inner)) for key, inner in value.items()]]
    if isinstance(value, Name):
        if (added := meaning.script.added(value.last)) != []:
            return [[(key, _field(meaning, at, key, one)) for key, one, at in added]]
        named = [(one, at) for one, at in meaning.script.values(value.last, place) if isinstance(one, dict | str)]
        named = named or [(one, at) for one, at in _pageparameters(meaning.script)]
        found = [pairs for one, at in named[:3] for pairs in parameters(meaning, at, one)]
        return found or [[]]
    if value is None or value is True:
        return [[]]
    text = meaning.text(value, place)
    return [list(parse_qsl(text, keep_blank_values=True))] if "=" in text else [[]]


def _pageparameters(script: Script) -> Iterator[tuple[dict[str, Any], int]]:
    """Objects that say a page's number: what a request is given whose parameters are a bare name."""
    for name in [name for name in script.given if fold(name) in PAGE]:
        for place in script.given[name][:8]:
            opening = script.opening(place)
            value = script.value(opening) if opening is not None else None
            if isinstance(value, dict) and len(value) > 1 and opening is not None:
                yield value, opening


def _field(meaning: Meaning, place: int, key: str, value: Any) -> Any:
    """A parameter's value: plain ones as they are, so that JSON keeps its numbers."""
    if isinstance(value, dict):
        return {name: _field(meaning, place, name, inner) for name, inner in value.items()}
    if value in ("", None) and fold(key) not in PAGE:
        return _set_later(meaning, key) or value
    if isinstance(value, str | int | bool):
        return value
    if isinstance(value, Name):
        values = (one for one, _ in meaning.script.values(value.last, place) if not isinstance(one, Name))
        plain = next(values, None)
        if isinstance(plain, int) and fold(key) not in PAGE and not meaning.counts(value, place):
            return plain
    text = meaning.text(value, place)
    return "{{1,0}}" if text == UNKNOWN and fold(key) in PAGE else text


def _set_later(meaning: Meaning, key: str) -> str:
    """What an empty field is set to before it is sent: `this.query.columnId = this.$route.query.id`; "" for nothing."""
    script = meaning.script
    for place in script.given.get(key, [])[:MOST]:
        if script.reader.sign(place - 1) == "=" and script.reader.sign(place - 3) == ".":
            value = script.value(place)
            said = meaning.text(value, place) if isinstance(value, Name | Call | Join) else ""
            if said and UNKNOWN not in said and not BLANK.search(said):
                return said
    return ""


def shaped(
    address: str,
    method: str,
    query: list[tuple[str, Any]],
    data: list[tuple[str, Any]],
    headers: list[tuple[str, str]],
    *,
    json: bool,
) -> ApiCall:
    """The request as the options say it. In: its address, method and parameters; whether it posts JSON."""
    if method != "post":
        query, data = [*query, *data], []
    if query:
        joined = urlencode([(key, _said(value)) for key, value in query], safe="/:,{}?")
        address += ("&" if "?" in address else "?") + joined
    if method != "post":
        return ApiCall(url=address, headers=headers)
    if json:
        return ApiCall(url=address, body=dict(data), headers=headers)
    return ApiCall(url=address, form=[(key, _said(value)) for key, value in data], headers=headers)


def _said(value: Any) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    return "" if value is None else str(value)
