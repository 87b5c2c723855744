"""How is page n of this API asked for?"""

from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

import msgspec

from congress_crawler.listing.meaning import BLANK, FIRSTS, UNKNOWN, blank, fill
from congress_crawler.listing.parameter_names import FINISH, PAGE, SIZE, START, fold, word_list

NOISE = frozenset(word_list("_ t ts timestamp rnd rand random r nocache v time stamp sjs"))
#: What a search form leaves empty: left out as well when the script does not say it.
EMPTY = frozenset(
    word_list(
        "q key keyword keywords search searchword searchkey title word content starttime endtime startdate enddate"
        " begintime begindate year month date type token sort order orderby callback jsoncallback jsonpcallback"
    )
)
Pairs = list[tuple[str, str]]
BLANK_PAGE = "{{1,0}}"


class ApiCall(msgspec.Struct, frozen=True, kw_only=True):
    """A request with blanks (`meaning`): the same for every page but for the page's number."""

    url: str  #: as the script says it: absolute, or relative to the page
    form: Pairs | None = None
    body: dict[str, Any] | None = None  #: of a POST of JSON
    headers: Pairs = []
    first: int = 1  #: the number of the first page
    size: int | None = None  #: rows of a page, as asked for
    sure: bool = True  #: False: the habit of a CMS, not named by the page
    missing: int = 0  #: how many of its parameters the script does not say

    @property
    def paged(self) -> bool:
        """Whether the page's number is anywhere in it."""
        return BLANK.search(self.url + repr(self.form) + repr(self.body)) is not None


def ask(call: ApiCall, page: int) -> tuple[str, Pairs | None, dict[str, Any] | None]:
    """(address, form, body) of a page, by its number."""
    form = [(key, fill(value, page)) for key, value in call.form] if call.form is not None else None
    return fill(call.url, page), form, _filled(call.body, page) if call.body is not None else None


def _filled(value: Any, page: int) -> Any:
    if isinstance(value, dict):
        return {key: _filled(inner, page) for key, inner in value.items()}
    if isinstance(value, str) and BLANK.search(value):
        filled = fill(value, page)
        return int(filled) if BLANK.fullmatch(value) else filled
    return value


def complete(call: ApiCall) -> ApiCall | None:
    """A call whose parameters are looked at by their names.

    In: as the script says it. Out: with blanks for literal page numbers and record numbers, the size of a page, without
    what changes at each request and what is not known; None when the address itself is not known.
    """
    if "\0" in call.url.replace(UNKNOWN, "\0").partition("?")[0].partition("#")[0]:
        return None
    parts = urlsplit(call.url)
    query = parse_qsl(parts.query, keep_blank_values=True)
    fields = [*query, *(call.form or []), *_flat(call.body or {})]
    size = next((int(str(value)) for key, value in fields if fold(key) in SIZE and _counts(value)), None)
    first = next((int(str(value)) for key, value in fields if fold(key) in PAGE and _begins(value)), call.first)
    size = size or _span(fields)
    query, lost = _named(query, first, size)
    form, lost_form = _named(call.form, first, size) if call.form is not None else (None, 0)
    body, lost_body = _named(list(call.body.items()), first, size) if call.body is not None else (None, 0)
    url = urlunsplit(parts._replace(query=urlencode(query, safe="/:,{}"), fragment=""))
    return msgspec.structs.replace(
        call,
        url=url if query else url.rstrip("?"),
        form=form,
        body=dict(body) if body is not None else None,
        first=first,
        size=size,
        missing=lost + lost_form + lost_body,
    )


def _flat(body: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    """The fields of a body and of the objects in it."""
    for key, value in body.items():
        if isinstance(value, dict):
            yield from _flat(value)
        else:
            yield key, value


def _counts(value: Any) -> bool:
    return str(value).isascii() and str(value).isdigit() and 0 < int(str(value)) <= 1000


def _begins(value: Any) -> bool:
    return str(value).isascii() and str(value).isdigit() and int(str(value)) in FIRSTS


def _span(fields: list[tuple[str, Any]]) -> int | None:
    """Rows of a page that says its first and its last record."""
    numbers = {"s" if fold(key) in START else "f": value for key, value in fields if fold(key) in START | FINISH}
    plain = [str(numbers.get(key, "")) for key in "sf"]
    return int(plain[1]) - int(plain[0]) + 1 if all(word.isascii() and word.isdigit() for word in plain) else None


def _named(fields: list[tuple[str, Any]], first: int, size: int | None) -> tuple[list[tuple[str, Any]], int]:
    """Each parameter as it is asked for, and how many are not known."""
    found: list[tuple[str, Any]] = []
    lost = 0
    for key, value in fields:
        name = fold(key)
        if name in NOISE or key == "_":
            continue
        if isinstance(value, dict):
            inner, more = _named(list(value.items()), first, size)
            found.append((key, dict(inner)))
            lost += more
        elif isinstance(value, str) and UNKNOWN in value and name in START and size:
            found.append((key, blank((size, ("record" in name) - size * first))))  # what is shown so far
        elif isinstance(value, str) and UNKNOWN in value and name in FINISH and size:
            found.append((key, blank((size, size - size * first))))  # what is shown with this page
        elif isinstance(value, str) and UNKNOWN in value and name not in PAGE:
            lost += name not in EMPTY
        else:
            found.append((key, _blanked(name, value, first, size)))
    return found, lost


def _blanked(name: str, value: Any, first: int, size: int | None) -> Any:
    """A parameter's value with the blank that its name asks for."""
    if isinstance(value, dict | list | bool) or BLANK.search(str(value)):
        return value
    plain = str(value).isascii() and str(value).isdigit()
    if name in PAGE and (_begins(value) or value in {"", UNKNOWN}):
        return BLANK_PAGE
    if size and plain and name in START | FINISH:
        return blank((size, int(str(value)) - size * first))
    return value
