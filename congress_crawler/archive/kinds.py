"""Which records does one answer become?

Builders for the kinds of record we write, each from plain values. Order and names follow WARC/1.1, section 6.
"""

import re

import msgspec

from congress_crawler.archive.exchange import Exchange
from congress_crawler.archive.record import IDENTICAL, NOT_MODIFIED, Record, aside, digest, fields, new_id

_RESPONSE = "application/http; msgtype=response"
_REQUEST = "application/http; msgtype=request"
FIELDS = "application/warc-fields"
RENDERED = "text/html; charset=utf-8"  #: how a browser's DOM is written down
_TRANSFER = re.compile(rb"(?i)(?<=\n)(?=transfer-encoding[ \t]*:)")
_TRANSFERRED = re.compile(rb"(?i)(?<=\n)x-crawl-(?=transfer-encoding[ \t]*:)")


def kept_head(head: bytes) -> bytes:
    r"""A response head as a record holds it, beside a payload without its transfer-coding.

    `Transfer-Encoding` gets the prefix that Common Crawl and StormCrawler give it: a reader that met "chunked" would
    look for chunks (FastWARC fails, warcio eats a first line that looks like a length). Nothing else changes.

    >>> kept_head(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
    b'HTTP/1.1 200 OK\r\nX-Crawl-Transfer-Encoding: chunked\r\n\r\n'
    """
    return _TRANSFER.sub(b"X-Crawl-", head)


def sent_head(head: bytes) -> bytes:
    r"""The head as the server sent it, from the one in a record: undoes `kept_head`, to the byte.

    >>> sent_head(b"HTTP/1.1 200 OK\r\nX-Crawl-Transfer-Encoding: chunked\r\n\r\n")
    b'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n'
    """
    return _TRANSFERRED.sub(b"", head)


class Original(msgspec.Struct, frozen=True, kw_only=True):
    """The record that holds a payload which need not be stored again."""

    record_id: str
    url: str
    at: str
    payload_digest: str


def response(exchange: Exchange, payload_digest: str) -> Record:
    """The answer as it came. `payload_digest` is the labelled digest of `exchange.payload`."""
    headers = _captured("response", exchange)
    if exchange.truncated is not None:
        headers["WARC-Truncated"] = exchange.truncated
    headers["WARC-Payload-Digest"] = payload_digest
    headers["Content-Type"] = _RESPONSE
    return _whole(headers, kept_head(exchange.head), exchange.payload)


def identical(exchange: Exchange, original: Original) -> Record:
    """A revisit whose payload has the same digest as the original's: the head is kept, the payload is not.

    `WARC-Truncated: length` is what section 6.7.2 asks for when the head alone is the block.
    """
    headers = _captured("revisit", exchange) | _refers(IDENTICAL, original)
    headers["WARC-Truncated"] = "length"
    headers["Content-Type"] = _RESPONSE
    return _whole(headers, kept_head(exchange.head), b"")


def not_modified(exchange: Exchange, original: Original) -> Record:
    """A revisit for a 304: no block, so that a player shows the original's head and payload.

    The 304's own head is kept by `not_modified_head`.
    """
    headers = _captured("revisit", exchange) | _refers(NOT_MODIFIED, original)
    return _whole(headers, b"", b"")


def not_modified_head(exchange: Exchange, of: Record) -> Record:
    """The head of a 304, verbatim, as a metadata record beside its revisit."""
    headers = _beside("metadata", of)
    headers["WARC-Target-URI"] = aside("head", of.url or "")
    headers["Content-Type"] = _RESPONSE
    return _whole(headers, b"", exchange.head)


def conversion(url: str, at: str, html: bytes, of: str) -> Record:
    """What a browser made of the page in the record with the id `of`; its payload is its block (section 6.8).

    The target stands for the address that the browser showed, fragment included (on a hash-router site only that tells
    one page from another), but is not that address: what we derived never takes the place of what the server said.
    """
    headers = {"WARC-Type": "conversion", "WARC-Record-ID": new_id(), "WARC-Date": at}
    headers["WARC-Target-URI"] = aside("rendered", url)
    headers |= {"WARC-Refers-To": of, "WARC-Payload-Digest": digest(html), "Content-Type": RENDERED}
    return _whole(headers, b"", html)


def same_conversion(url: str, at: str, original: Original) -> Record:
    """A revisit for a page of which a browser made the same as before: no block, there is no head to keep."""
    headers = {"WARC-Type": "revisit", "WARC-Record-ID": new_id(), "WARC-Date": at}
    headers["WARC-Target-URI"] = aside("rendered", url)
    headers |= _refers(IDENTICAL, original)
    headers["WARC-Refers-To-Target-URI"] = aside("rendered", original.url)
    return _whole(headers, b"", b"")


def request(exchange: Exchange, of: Record) -> Record:
    """The request that the record `of` answers, bytes as sent, joined to it."""
    headers = _beside("request", of)
    headers["Content-Type"] = _REQUEST
    return _whole(headers, exchange.request, b"")


def metadata(of: Record, values: dict[str, str]) -> Record:
    """What else is known of the capture `of`, as `application/warc-fields`."""
    headers = _beside("metadata", of)
    headers["Content-Type"] = FIELDS
    return _whole(headers, b"", fields(values))


def warcinfo(file: str, at: str, values: dict[str, str]) -> Record:
    """The first record of a file: who made it, with what, how. `at` is a WARC-Date."""
    headers = {"WARC-Type": "warcinfo", "WARC-Record-ID": new_id(), "WARC-Date": at, "WARC-Filename": file}
    headers["Content-Type"] = FIELDS
    return _whole(headers, b"", fields(values))


def resource(url: str, at: str, media_type: str, body: bytes) -> Record:
    """Something we made ourselves, under a made-up URN (section 6.4.1 allows that)."""
    headers = {"WARC-Type": "resource", "WARC-Record-ID": new_id(), "WARC-Date": at, "WARC-Target-URI": url}
    headers["WARC-Payload-Digest"] = digest(body)
    headers["Content-Type"] = media_type
    return _whole(headers, b"", body)


def _captured(kind: str, exchange: Exchange) -> dict[str, str]:
    headers = {"WARC-Type": kind, "WARC-Record-ID": new_id(), "WARC-Date": exchange.at, "WARC-Target-URI": exchange.url}
    if exchange.ip is not None:
        headers["WARC-IP-Address"] = exchange.ip
    return headers


def _refers(profile: str, original: Original) -> dict[str, str]:
    """Always with target URI and date: pywb and wabac.js resolve by these two, not by the id."""
    return {
        "WARC-Profile": profile,
        "WARC-Refers-To": original.record_id,
        "WARC-Refers-To-Target-URI": original.url,
        "WARC-Refers-To-Date": original.at,
        "WARC-Payload-Digest": original.payload_digest,
    }


def _beside(kind: str, of: Record) -> dict[str, str]:
    """Fields of a record of the same capture: same date and address, joined by WARC-Concurrent-To."""
    headers = {"WARC-Type": kind, "WARC-Record-ID": new_id(), "WARC-Date": of.date, "WARC-Target-URI": of.url or ""}
    if (ip := of.headers.get("WARC-IP-Address")) is not None:
        headers["WARC-IP-Address"] = ip
    headers["WARC-Concurrent-To"] = of.id
    return headers


def _whole(headers: dict[str, str], head: bytes, payload: bytes) -> Record:
    headers["WARC-Block-Digest"] = digest(head, payload)
    return Record(headers=headers, head=head, payload=payload)
