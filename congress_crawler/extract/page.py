"""What is extract given?"""

from collections.abc import Iterable, Mapping

import msgspec

#: Response headers, as pairs or as a mapping. Only Content-Type and Content-Encoding are read.
Headers = Mapping[str, str] | Iterable[tuple[str, str]]


class Page(msgspec.Struct, frozen=True, kw_only=True):
    """One answer of a server: the entity-body as sent (content-coding kept) and the headers that name it."""

    body: bytes
    headers: list[tuple[str, str]] = []
    url: str
    status: int = 200


def pairs(headers: Headers) -> list[tuple[str, str]]:
    """Headers as a list of (lower-case name, value). In: pairs or a mapping, any case. Out: in the order given.

    >>> pairs({"Content-Type": "text/html"})
    [('content-type', 'text/html')]
    """
    items = headers.items() if isinstance(headers, Mapping) else headers
    return [(name.lower(), value) for name, value in items]


def header(headers: list[tuple[str, str]], name: str) -> str | None:
    """The values of one header joined by ", " (RFC 9110, section 5.3); None when it is absent.

    >>> header([("content-encoding", "gzip"), ("content-encoding", "br")], "content-encoding")
    'gzip, br'
    """
    found = [value for key, value in headers if key == name]
    return ", ".join(found) if found else None
