"""Which API does this page or script name?"""

import re
from collections.abc import Iterator
from typing import Any

import msgspec

from congress_crawler.listing.api_call import ApiCall, complete
from congress_crawler.listing.api_options import as_json, headers_of, parameters, shaped
from congress_crawler.listing.meaning import UNKNOWN, Meaning
from congress_crawler.listing.script_names import Script
from congress_crawler.listing.script_values import Call, Join, Name

#: Names in a bundle that tell what an API is asked with.
KEYS = re.compile(r"\b[pP]age(?:Num|No|Index|Size)\b|\bbaseURL\b|\$route\b")
POSITIONAL = ("get", "post", "getJSON", "load", "fetch", "open", "request", "jsonp", "axios", "ajax")
JQUERY = ("$", "jQuery", "jquery", "xhr", "xmlhttp", "layui")
ADDRESS = re.compile(
    r"(?:https?:)?//|\.{0,2}/|[\w{},-]{1,60}/[\w{},-]|[\w{},-]{1,60}\.(?:do|jsp|json|php|aspx?|ashx|action|html?)\b"
)
FILE = re.compile(r"\.(?:js|css|png|jpe?g|gif|svg|swf|ico|mp4|woff2?)(?:$|\?)", re.IGNORECASE)
FOR = re.compile(r"list|query|page|search|article|news|content|info|channel|column|message|data|doc", re.IGNORECASE)
AGAINST = re.compile(
    r"count|click|hits?\b|visit|weather|login|captcha|upload|config|sms|wechat|weixin|jssdk|token|stat\b|tongji|baidu|"
    r"menu|nav|tree|vote|survey|comment|banner|link|user|auth|detail|getbyid|suggest|hot",
    re.IGNORECASE,
)
#: What is asked for to change something: no list, and none of our business.
CHANGES = re.compile(
    r"(?:^|/)(?:add|save|update|delete|del|remove|edit|insert|create|import|export|upload|submit|move|sort)(?![a-z])"
)
MOST = 12  # calls of a script


def is_of_interest(before: str, word: str) -> bool:
    """Whether a string literal of a bundle may be the address of an API, or of a route. In: what stands before it."""
    return "/" in word and len(word) < 200 and (FOR.search(word) is not None or before.endswith("path:"))


def find_calls(script: Script, known: dict[str, str]) -> list[ApiCall]:
    """The calls that may answer with the rows of a list, the likeliest first.

    In: a script; what the page says beside it (`page_names.known`). Out: each with blanks for the page's number;
    those that count clicks, log in or read one article are left out.
    """
    found = {msgspec.json.encode(call): call for call in all_calls(script, known)}
    ranked = sorted(found.values(), key=_merit, reverse=True)
    return [call for call in ranked if _merit(call) > 0][:MOST]


def _merit(call: ApiCall) -> int:
    """How likely a call answers with the rows of a list."""
    way = call.url.partition("?")[0]
    named = "/".join(way.split("/")[-2:])
    if CHANGES.search(way):
        return 0
    return 4 * call.paged + 2 * (FOR.search(named) is not None) - 5 * (AGAINST.search(named) is not None) - call.missing


def all_calls(script: Script, known: dict[str, str]) -> Iterator[ApiCall]:
    """Every request that a script names, whatever it is for. In: as for `find_calls`."""
    for place, path, args in _asked(script):
        meaning = Meaning(script, known)
        for url, options in _shapes(script, place, path, args):
            address = meaning.text(url, place)
            if ADDRESS.match(address) and not FILE.search(address) and len(address) < 2000:
                yield from _made(meaning, place, path, address, options)


def _asked(script: Script) -> Iterator[tuple[int, str, list[Any]]]:
    """(place, path of the function, arguments) of what may be a request."""
    for name in POSITIONAL:
        for place in script.calls.get(name, []):
            call = script.value(place)
            if isinstance(call, Call):
                yield place, script.path(place), _args(call)
    for place in script.given.get("src", []):  # JSONP: an API is asked through a script element
        value = script.value(place)
        if isinstance(value, Join):
            yield place, "src", [value]
    for place in script.given.get("url", []):
        if (opening := script.opening(place)) is not None:
            yield opening, script.path(opening - 2), [script.value(opening)]


def _args(call: Call) -> list[Any]:
    """The arguments of the innermost call: `fetch(url).then(…)` is read as fetch(url)."""
    while isinstance(call.inner, Call):
        call = call.inner
    return call.args


def _shapes(script: Script, place: int, path: str, args: list[Any]) -> Iterator[tuple[Any, dict[str, Any]]]:
    """(address, options) in the ways the libraries are called."""
    first = args[0] if args else None
    if isinstance(first, Name):
        first = next((value for value, _ in script.values(first.last, place) if isinstance(value, dict)), first)
    if isinstance(first, dict):
        if "url" in first:
            yield first["url"], first
    elif path.endswith("open") and len(args) > 1 and isinstance(first, str) and first.upper() in {"GET", "POST"}:
        sent = [script.value(at) for at in script.calls.get("send", []) if place < at < place + 200]
        data = sent[0].args[0] if sent and isinstance(sent[0], Call) and sent[0].args else None
        yield args[1], {"method": first, "data": data}
    elif first is not None and not path.endswith("open"):
        yield first, _positional(path, args)


def _positional(path: str, args: list[Any]) -> dict[str, Any]:
    """The options of `$.get(url, data, done)`, `axios.post(url, body, options)`, `fetch(url, options)`."""
    last = path.rpartition(".")[2]
    second = args[1] if len(args) > 1 else None
    third = args[2] if len(args) > 2 and isinstance(args[2], dict) else {}
    if last in {"fetch", "axios", "request", "ajax", "src"}:
        return second if isinstance(second, dict) else {}
    if last == "post":
        return {**third, "method": "post", "data": second}
    if isinstance(second, dict) and ("params" in second or "headers" in second):
        return second
    return {"params" if _is_library(path) else "data": second}


def _is_library(path: str) -> bool:
    """Whether a call is axios or its like, which posts JSON: jQuery posts a form."""
    return path.split(".", maxsplit=1)[0] not in JQUERY or "$http" in path or "$axios" in path


def _made(meaning: Meaning, place: int, path: str, address: str, options: dict[str, Any]) -> Iterator[ApiCall]:
    """The request of an address and its options; one for each object that its parameters may be."""
    method = meaning.text(options.get("method", options.get("type", "get")), place).lower()
    library = (_is_library(path) and path.rpartition(".")[2] not in {"load", "open", "src"}) or path.endswith("fetch")
    asked = as_json(meaning.script, place, options, library=library)
    headers = headers_of(meaning, place, options, library=library)
    if options.get("dataType") == "jsonp":
        address += f"{'&' if '?' in address else '?'}{options.get('jsonp') or 'callback'}=callback"
    base = meaning.text(Name("baseURL"), place) if library and not path.endswith("fetch") else UNKNOWN
    if base != UNKNOWN and "//" not in address:
        address = f"{base.rstrip('/')}/{address.lstrip('/')}"
    for query in parameters(meaning, place, options.get("params", options.get("where"))):
        for data in parameters(meaning, place, options.get("data", options.get("body"))):
            call = shaped(address, method, query, data, headers, json=asked)
            found = complete(msgspec.structs.replace(call, first=1 if meaning.first is None else meaning.first))
            if found is not None:
                yield found
