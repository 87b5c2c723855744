"""Which part of an address only says who was asking?

Session ids as URLRegexTransformer of IIPC's webarchive-commons (Apache-2.0) knows them. Each kind is cut once, where it
stands last.
"""

import re

_PATHS = (  # ASP.NET without cookies: /(S(…))/page.aspx and the older /(…)/page.aspx
    re.compile(rb"(?i)(?<=/)\((?:[a-z]\([0-9a-z]{24}\))+\)/"),
    re.compile(rb"(?i)(?<=/)\([0-9a-z]{24}\)/"),
)
_ARGUMENTS = (  # each stands at the end of one argument
    re.compile(rb"(?i)jsessionid=[0-9a-z]{32}\Z"),
    re.compile(rb"(?i)phpsessid=[0-9a-z]{32}\Z"),
    re.compile(rb"(?i)sid=[0-9a-z]{32}\Z"),
    re.compile(rb"(?i)aspsessionid[a-z]{8}=[a-z]{24}\Z"),
)
_CFID, _TOKEN = b"cfid=", b"cftoken="


def without_path_session(path: bytes) -> bytes:
    """A path without the session id that ASP.NET writes into it.

    >>> without_path_session(b"/a/(S(abcdefghijklmnopqrstuvwx))/list.aspx")
    b'/a/list.aspx'
    """
    for pattern in _PATHS:
        for found in reversed(list(pattern.finditer(path))):
            if _is_page(path[found.end() :]):
                path = path[: found.start()] + path[found.end() :]
                break
    return path


def _is_page(rest: bytes) -> bool:
    place = rest.lower().find(b".aspx", 1)
    return place > 0 and b"?" not in rest[:place]


def without_query_session(query: bytes) -> bytes:
    """A query without session ids.

    >>> without_query_session(b"a=1&PHPSESSID=0123456789abcdef0123456789abcdef&b=2")
    b'a=1&b=2'
    """
    for pattern in _ARGUMENTS:
        query = _cut(query, pattern)
    return _cut_coldfusion(query)


def _cut(query: bytes, pattern: re.Pattern[bytes]) -> bytes:
    arguments = query.split(b"&")
    for number in range(len(arguments) - 1, -1, -1):
        if found := pattern.search(arguments[number]):
            return _left(arguments[:number], arguments[number][: found.start()], arguments[number + 1 :])
    return query


def _cut_coldfusion(query: bytes) -> bytes:
    """Without `cfid=…&cftoken=…`, two arguments that stand side by side."""
    arguments = query.split(b"&")
    for number in range(len(arguments) - 2, -1, -1):
        first, second = arguments[number], arguments[number + 1]
        place = first.lower().rfind(_CFID, 0, len(first) - 1)
        if place >= 0 and second.lower().startswith(_TOKEN) and len(second) > len(_TOKEN):
            return _left(arguments[:number], first[:place], arguments[number + 2 :])
    return query


def _left(before: list[bytes], front: bytes, after: list[bytes]) -> bytes:
    return b"&".join([*before, front]) + b"&".join(after)
