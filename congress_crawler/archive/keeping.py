"""What of an answer is kept, and what is said about it?

Chooses the records of one exchange, and those that every WARC file begins with. Pure but for the clock of warcinfo.
"""

import json
import re
from datetime import UTC, datetime

import msgspec

from congress_crawler.archive import kinds
from congress_crawler.archive.exchange import Exchange
from congress_crawler.archive.kinds import Original
from congress_crawler.archive.record import HEAD_LIMIT, Record, digest, head_length
from congress_crawler.archive.state import Role
from congress_crawler.items import WarcRef

_DATE = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")


def records(exchange: Exchange, payload_digest: str, original: Original | None, said: dict[str, str]) -> list[Record]:
    """The records of one exchange: the answer first, then the request, then what is said about it.

    In: `payload_digest` of the payload; `original` when the payload need not be stored again; `said` for the metadata
    record. Raises ValueError for an exchange that cannot be kept as it is.
    """
    _check(exchange)
    if original is None:
        answer = kinds.response(exchange, payload_digest)
    elif exchange.status == 304:
        answer = kinds.not_modified(exchange, original)
    else:
        answer = kinds.identical(exchange, original)
    made = [answer]
    if exchange.request:
        made.append(kinds.request(exchange, answer))
    if original is not None and exchange.status == 304:
        made.append(kinds.not_modified_head(exchange, answer))
    made.append(kinds.metadata(answer, said))
    return made


class Rendering(msgspec.Struct, frozen=True, kw_only=True):
    """What a browser made of one page."""

    url: str  #: as the browser showed it, fragment included
    asked: str  #: the address that was to be shown; another one when the server redirected
    at: str  #: when the browser was given the page; becomes WARC-Date
    html: bytes  #: the DOM written down, UTF-8
    of: WarcRef  #: the answer that held the page's document
    made: dict[str, str] = {}  #: what else to say of it: with what it was made, from which records; one line each


def conversion(
    rendering: Rendering, original: Original | None, role: Role, via: str | None, list_url: str | None
) -> list[Record]:
    """The records of one rendering: the DOM, or a revisit when `original` holds the same; then what is said about it.

    Raises ValueError for a date that is none.
    """
    if not _DATE.fullmatch(rendering.at):
        raise ValueError(f"{rendering.url}: at is {rendering.at!r}; it must be like 2027-01-02T03:04:05Z")
    if original is None:
        answer = kinds.conversion(rendering.url, rendering.at, rendering.html, rendering.of.record_id)
    else:
        answer = kinds.same_conversion(rendering.url, rendering.at, original)
    asked = rendering.asked if rendering.asked != rendering.url else None
    said = {"via": via, "role": role, "list": list_url, "asked": asked, **rendering.made}
    return [answer, kinds.metadata(answer, {name: value for name, value in said.items() if value is not None})]


def about(exchange: Exchange, role: Role, via: str | None, list_url: str | None, hops: str | None) -> dict[str, str]:
    """What the metadata record says of a capture: who led there and what for, how long it took, who answered.

    What came around the answer (`interim`, `trailer`, `excess`) is said as a JSON string, a character for each byte:
    ISO 8859-1 gives the bytes back.
    """
    tls = exchange.tls
    said = {
        "via": via,
        "hopsFromSeed": hops,
        "fetchTimeMs": str(exchange.milliseconds),
        "connectMs": None if exchange.connect is None else str(exchange.connect),
        "firstByteMs": None if exchange.first_byte is None else str(exchange.first_byte),
        "role": role,
        "list": list_url,
        "tls": tls.version if tls else None,
        "cipher": tls.cipher if tls else None,
        "certificate": tls.certificate if tls else None,
        "interim": _quoted(exchange.interim),
        "trailer": _quoted(exchange.trailer),
        "excess": _quoted(exchange.excess),
    }
    return {name: value for name, value in said.items() if value is not None}


def _quoted(raw: bytes) -> str | None:
    return json.dumps(raw.decode("latin-1")) if raw else None


def opening(file: str, *, site: str, run: str, profile: bytes, info: dict[str, str]) -> list[Record]:
    """The records a WARC file begins with: warcinfo and the effective profile."""
    at = f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ}"
    said = {
        **info,
        "format": "WARC File Format 1.1",
        "conformsTo": "http://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/",
        "isPartOf": site,
        "run": run,
        "profile": digest(profile),
    }
    urn = f"urn:congress-crawler:profile:{site}"
    return [kinds.warcinfo(file, at, said), kinds.resource(urn, at, "application/json", profile)]


def _check(exchange: Exchange) -> None:
    if not exchange.head:
        raise ValueError(f"{exchange.url}: no answer came, so there is none to keep; add a Failure without a reference")
    if head_length(exchange.head) != len(exchange.head) or len(exchange.head) >= HEAD_LIMIT:
        raise ValueError(f"{exchange.url}: the head must end with its first blank line and be under {HEAD_LIMIT} bytes")
    if exchange.payload and not exchange.head.endswith(b"\n"):
        raise ValueError(f"{exchange.url}: there is a payload, but the head has no blank line before it")
    if not _DATE.fullmatch(exchange.at):
        raise ValueError(f"{exchange.url}: at is {exchange.at!r}; it must be like 2027-01-02T03:04:05Z")
