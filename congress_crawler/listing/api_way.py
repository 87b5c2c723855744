"""What must be asked next to get at the rows that an API holds: its next page, another API, a script?"""

from typing import Any
from urllib.parse import parse_qsl, urldefrag, urlencode, urlsplit

import msgspec

from congress_crawler.listing.api_call import ApiCall, Pairs, ask, complete
from congress_crawler.listing.fragments import absolute
from congress_crawler.listing.step import Step

MARK = 200  # characters of a request's body that tell its pages apart


class Way(msgspec.Struct, frozen=True, kw_only=True):
    """How far we have come from a page without rows; carried from step to step."""

    dialect: str = "json"
    page: str  #: the list's address, as a visitor sees it
    base: str  #: what the links of its rows are relative to
    call: ApiCall | None = None  #: the API that is asked
    number: int = 0  #: of the page of that API
    seen: int = 0  #: rows it has given so far
    calls: list[ApiCall] = []  #: other APIs that may hold the rows
    scripts: list[str] = []  #: scripts that have not been looked into
    looked: list[str] = []  #: those that have
    known: dict[str, str] = {}  #: what the page says that scripts may ask with
    links: list[str] = []  #: how the address of a row is made: `/content/{id}.html`


def carried(step: Step | None) -> Way | None:
    """The way that a step is part of; None when it is part of none."""
    said = step.carried("api") if step is not None else None
    return msgspec.json.decode(said, type=Way) if said is not None else None


def start(way: Way) -> Step | None:
    """The first step: an API with pages, else the likeliest script, else another API; None when there is none."""
    if way.calls and ((way.calls[0].paged and not way.calls[0].missing) or not way.scripts):
        call, *others = way.calls
        way = msgspec.structs.replace(way, call=call, number=call.first, seen=0, calls=others)
        return request(way)
    if not way.scripts:
        return None
    script, *more = way.scripts
    way = msgspec.structs.replace(way, call=None, scripts=more, looked=[*way.looked, script])
    return Step(url=script, headers=(("Referer", urldefrag(way.page)[0]),), sure=False, carry=_carry(way))


def request(way: Way, *, sure: bool = True) -> Step | None:
    """The request for the page of the API at which the way stands.

    In: the way; whether that page is known to be there. Out: None when the way has no API.
    """
    if way.call is None:
        return None
    url, form, body = ask(way.call, way.number)
    sent = msgspec.json.encode(body).decode() if body is not None else None
    return Step(
        url=absolute(way.base, url),
        form=tuple(form) if form is not None else None,
        json=sent,
        headers=(("Referer", urldefrag(way.page)[0]), *way.call.headers),
        sure=way.call.sure and sure,
        mark=(sent or urlencode(form or []))[:MARK],
        carry=_carry(way),
    )


def following(way: Way, rows: int, total: int | None, pages: int | None, stated: int | None) -> Step | None:
    """The next page of the API.

    In: the way at the page just read; how many rows it gave; how many the API says it has, in how many pages, of what
    size. Out: None at the end: all are read, the last page was this, or it was not full and nothing is promised.
    """
    call = way.call
    if call is None or not call.paged or not rows:
        return None
    seen = way.seen + rows
    size = stated or call.size
    if total is not None and seen >= total:
        return None
    if pages is not None and way.number - call.first + 1 >= pages and total is None:
        return None
    if total is None and pages is None and size is not None and rows < size:
        return None
    way = msgspec.structs.replace(way, number=way.number + 1, seen=seen, calls=[], scripts=[], looked=[], known={})
    return request(way, sure=total is not None or pages is not None)


def direct(url: str, step: Step | None) -> Way:
    """The way of an API that was asked without one: what it is asked with is seen from its own address.

    In: its address, the step that led there.
    """
    form: Pairs | None = list(step.form) if step is not None and step.form is not None else None
    said = step.json if step is not None else None
    body: Any = msgspec.json.decode(said) if said else None
    whole = ApiCall(url=url, form=form, body=body if isinstance(body, dict) else None)
    call = complete(whole) or whole
    fields = [*parse_qsl(urlsplit(url).query), *(form or []), *(whole.body or {}).items()]
    number = next((int(str(value)) for key, value in fields if (key, "{{1,0}}") in _all(call)), call.first)
    return Way(page=url, base=url, call=call, number=number)


def _all(call: ApiCall) -> list[tuple[str, Any]]:
    return [*parse_qsl(urlsplit(call.url).query), *(call.form or []), *(call.body or {}).items()]


def _carry(way: Way) -> tuple[tuple[str, str], ...]:
    return (("api", msgspec.json.encode(way).decode()),)
