"""What does the practice site send, and how is it dressed?"""

import gzip
from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import format_datetime, parsedate_to_datetime

import msgspec

REASONS = {200: "OK", 301: "Moved Permanently", 302: "Found", 304: "Not Modified", 404: "Not Found"}


class Answer(msgspec.Struct, frozen=True):
    """A response. Headers in order, case and repeats as sent; latin-1 text. The body is not yet cut into chunks.

    Content-Length is left to the server; a `Transfer-Encoding: chunked` header tells it to send chunks instead.
    """

    status: int
    reason: str
    headers: list[tuple[str, str]]
    body: bytes


def answer(status: int, headers: list[tuple[str, str]], body: bytes = b"") -> Answer:
    """An answer with the reason phrase that goes with its status. In: headers in order; the body, uncut."""
    return Answer(status, REASONS[status], headers, body)


def html(text: str, status: int = 200) -> Answer:
    """An answer with a page in UTF-8, labelled so. In: the HTML text; the status."""
    return answer(status, [("Content-Type", "text/html; charset=utf-8")], text.encode())


def content_type(label: str | None, *, odd: bool) -> tuple[str, str]:
    """The Content-Type header of a page; `odd` writes its name as a careless server does."""
    return "content-TYPE" if odd else "Content-Type", "text/html" if label is None else f"text/html; charset={label}"


def cookies(number: int) -> list[tuple[str, str]]:
    """Two Set-Cookie headers: the one header that must never be joined (RFC 6265, section 3)."""
    return [
        ("Set-Cookie", f"JSESSIONID={number:032X}; Path=/; HttpOnly"),
        ("Set-Cookie", "practice_skin=red; Path=/; Expires=Wed, 01 Jan 2031 00:00:00 GMT"),
    ]


def packed(body: bytes) -> bytes:
    """Gzip without a time stamp, so that the same body gives the same bytes."""
    return gzip.compress(body, 1, mtime=0)  # level 1: the server must not be the brake of a benchmark


def takes_gzip(headers: Mapping[str, str]) -> bool:
    """Whether Accept-Encoding allows gzip. In: headers with lower-case names. A list without it refuses it.

    >>> takes_gzip({"accept-encoding": "gzip, br"}), takes_gzip({"accept-encoding": "gzip;q=0"}), takes_gzip({})
    (True, False, False)
    """
    for item in headers.get("accept-encoding", "").lower().split(","):
        coding, _, weight = item.replace(" ", "").partition(";q=")
        if coding in {"gzip", "*"}:
            return weight.strip("0.") != "" or weight == ""
    return False


def http_date(moment: datetime) -> str:
    """Last-Modified and its like (RFC 9110, section 5.6.7).

    >>> http_date(datetime(2019, 6, 3, 9, 30, tzinfo=UTC))
    'Mon, 03 Jun 2019 09:30:00 GMT'
    """
    return format_datetime(moment.astimezone(UTC), usegmt=True)


def is_fresh(headers: Mapping[str, str], etag: str, changed: datetime) -> bool:
    """Whether the asker's copy is still good (RFC 9110, section 13.2.2). In: headers with lower-case names.

    If-None-Match counts alone when it is there; tags are compared weakly. An unreadable date is no condition.
    """
    tags = headers.get("if-none-match")
    if tags is not None:
        known = {tag.strip().removeprefix("W/") for tag in tags.split(",")}
        return etag.removeprefix("W/") in known or tags.strip() == "*"
    since = headers.get("if-modified-since")
    if since is None:
        return False
    try:
        # A date without a zone is in GMT: HTTP knows no other.
        return changed <= parsedate_to_datetime(since).replace(tzinfo=UTC)
    except ValueError:
        return False
