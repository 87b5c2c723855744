"""Which address stands for a question that was posted?

A POST goes to an address that a GET may ask for as well. Indexes tell them apart by writing the method and what was
posted behind the address, as query arguments (Webrecorder, Request Body Canonicalization; the form of cdxj-indexer
1.5 and of pywb). Forms and JSON are what crawls post; any other body is written down in base64.
"""

import base64
import json
from typing import Any
from urllib.parse import unquote_plus, urlencode

import msgspec

from congress_crawler.archive.exchange import header_values

_LONGEST = 4096  # characters of the body that count
_UNSAID = 8192  # bytes read of a body whose length is not said


class Posted(msgspec.Struct, frozen=True):
    """What was asked by POST or PUT."""

    method: str
    body: str  #: as query arguments; "" for none

    def behind(self, url: str) -> str:
        """The address that tells this question from others to `url`."""
        query = f"&{self.body}" if self.body else ""
        return f"{url}{'&' if '?' in url else '?'}__wb_method={self.method}{query}"


def posted(head: bytes, body: bytes) -> Posted | None:
    r"""What a request says beyond its address; None unless it is a POST or PUT. In: its head and body as sent.

    >>> head = b"POST /list HTTP/1.1\r\nContent-Type: application/x-www-form-urlencoded\r\n\r\n"
    >>> posted(head, b"page=2&name=%E5%8E%BF")
    Posted(method='POST', body='page=2&name=县')
    """
    method = head.split(b" ", 1)[0].decode("latin-1").upper()
    if method not in {"POST", "PUT"}:
        return None
    kinds = header_values(head, "Content-Type")
    read = body[: _length(header_values(head, "Content-Length"))]
    return Posted(method, _query(kinds[0].decode("latin-1") if kinds else "", read)[:_LONGEST])


def _length(said: list[bytes]) -> int:
    if not said:
        return _UNSAID
    return int(said[0]) if said[0].isdigit() else 0


def _query(media_type: str, body: bytes) -> str:
    if media_type.startswith("application/x-www-form-urlencoded"):
        try:
            return unquote_plus(body.decode("utf-8"))
        except UnicodeDecodeError:
            return _binary(body)
    if media_type.startswith(("application/json", "text/plain")):
        try:
            return _flat(json.loads(body))
        except (ValueError, RecursionError):
            return "" if media_type.startswith("application/json") else _binary(body)
    return _binary(body)


def _binary(body: bytes) -> str:
    return "__wb_post_data=" + base64.b64encode(body).decode("ascii")


def _flat(value: Any) -> str:
    """Every leaf of a JSON value by the name nearest above it; a name that comes again gets a number."""
    found: dict[str, str] = {}
    times: dict[str, int] = {}

    def enter(part: Any, name: str) -> None:
        if isinstance(part, dict):
            for key, inner in part.items():
                enter(inner, key)
        elif isinstance(part, list):
            for inner in part:
                enter(inner, name)
        elif name:
            times[name] = times.get(name, 0) + 1
            found[name if times[name] == 1 else f"{name}.{times[name]}_"] = str(part)

    enter(value, "")
    return urlencode(found)
