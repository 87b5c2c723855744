"""Is this answer the file that was linked, or does something else stand in its place?

Attachments and pictures are kept as they come, whatever type the server gives them. What must not pass for one is a
page that the server sends instead: that there is none, that one must log in, that a browser has to prove itself.
"""

import re
from functools import cache

from congress_crawler.extract import answer
from congress_crawler.extract.charset import decode
from congress_crawler.extract.coding import decoded
from congress_crawler.extract.page import Headers, header, pairs
from congress_crawler.items import Unreadable

LOOK = 2048  # bytes in which a page shows that it is one
#: What Word writes into its "web pages", which are often named .doc: a document all the same.
OFFICE = b"urn:schemas-microsoft-com:office"
NAMED_PAGES = ("text/html", "application/xhtml+xml")


def media_type(headers: Headers) -> str | None:
    """What Content-Type says, lower case and without parameters; None when it says nothing.

    >>> media_type({"Content-Type": "Application/PDF; name=a.pdf"}), media_type({})
    ('application/pdf', None)
    """
    return (header(pairs(headers), "content-type") or "").partition(";")[0].strip().lower() or None


def misfit(status: int, headers: Headers, body: bytes) -> Unreadable | None:
    """Why an answer is not the file that its address names; None when it is taken for it.

    In: the status, the response headers, the entity-body as sent. Out: not-found, rate-limited, challenge, http-error
    or redirect by its status; bad-encoding; no-body when it is empty; challenge or soft-404 when it is a page or JSON.

    >>> misfit(200, {"Content-Type": "text/html"}, b"%PDF-1.4 ...") is None  # mislabelled, but what it should be
    True
    >>> misfit(200, {"Content-Type": "application/pdf"}, b"<html><title>a</title>").reason
    'soft-404'
    """
    known, broken = pairs(headers), None
    try:
        content = decoded(body, header(known, "content-encoding"))
    except Unreadable as fault:
        content, broken = b"", fault
    wrong = answer.data_verdict(status, known, _text(content, known) if status >= 400 else "")
    if wrong is not None:
        return wrong
    if broken is not None:
        return None if broken.reason == "too-large" else broken  # as sent it is within the limit, and is kept as sent
    if not content:
        return Unreadable("no-body", "the answer is empty")
    kind = media_type(known)
    if answer.by_magic(content) is None and _is_page(content, kind):
        return _notice(_text(content, known), kind)
    return None


def _is_page(content: bytes, kind: str | None) -> bool:
    """Whether a web page, or data for one, came: by its tags, or by its label when nothing in it is binary."""
    start = content[:LOOK].removeprefix(b"\xef\xbb\xbf").lstrip()
    if OFFICE in start:
        return False
    found = _tags().search(start) if start.startswith(b"<") else None
    if found is not None and b"<svg" not in start[: found.start()].lower():
        return True
    labelled = kind in NAMED_PAGES or (kind or "").endswith("json")
    return labelled and b"\0" not in content[:LOOK]


def _notice(text: str, kind: str | None) -> Unreadable:
    """The name of a page that came in place of a file."""
    said = answer.verdict(200, {"Content-Type": "text/html"}, text)
    if said is not None and said.reason in {"challenge", "soft-404"}:
        return said
    title = _title().search(text)
    name = f": {' '.join(title.group(1).split())[:80]}" if title else ""
    return Unreadable("soft-404", f"no file, but a page ({kind or 'without a type'}) came in its place{name}")


def _text(body: bytes, headers: list[tuple[str, str]]) -> str:
    """A page as text; byte by byte when no charset fits, since only words of walls are looked for in it."""
    try:
        return decode(body, header(headers, "content-type")).text
    except Unreadable:
        return body.decode("latin-1")


@cache
def _tags() -> re.Pattern[bytes]:
    return re.compile(rb"<(?:!doctype\s{1,9}html|html|head|body|script)[\s>]", re.IGNORECASE)


@cache
def _title() -> re.Pattern[str]:
    return re.compile(r"<title[^>]{0,200}>([^<]{1,300})<", re.IGNORECASE)
