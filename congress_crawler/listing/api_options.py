"""What does a script send with this request: which parameters, as a form or as JSON, with which headers?"""

from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qsl, urlencode

from congress_crawler.listing.api_call import ApiCall
from congress_crawler.listing.meaning import UNKNOWN, Meaning
from congress_crawler.listing.parameter_names import PAGE, fold
from congress_crawler.listing.script_names import Script
from congress_crawler.listing.script_values import Call, Join, Name

OURS = frozenset(("content-type", "cookie", "referer", "user-agent", "accept-encoding", "host", "connection"))


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
    """The headers that a request names, and the one that jQuery adds.

    In: the options, where they stand; whether it is a library's call other than jQuery's. Out: those whose values are
    known, without what the crawl says itself.
    """
    setup = next((value for value in map(meaning.script.value, meaning.script.calls.get("ajaxSetup", []))), None)
    common = setup.args[0] if isinstance(setup, Call) and setup.args and not library else None
    found: dict[str, str] = {}
    for given in (common.get("headers") if isinstance(common, dict) else None, options.get("headers")):
        for key, one in given.items() if isinstance(given, dict) else ():
            said = meaning.text(one, place)
            if UNKNOWN not in said and said and key.lower() not in OURS:
                found[key] = said
    return [*found.items(), *([] if library else [("X-Requested-With", "XMLHttpRequest")])]


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
    if isinstance(value, str | int | bool) or value is None:
        return value
    if isinstance(value, Name):
        plain = next((one for one, _ in meaning.script.values(value.last, place)), None)
        if isinstance(plain, int) and fold(key) not in PAGE and not meaning.counts(value, place):
            return plain
    text = meaning.text(value, place)
    return "{{1,0}}" if text == UNKNOWN and fold(key) in PAGE else text


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
