"""What do robots.txt and Retry-After ask of us?

Pure: bytes and header values in, wishes out. Fail closed: what cannot be read is a no.
"""

import re
from codecs import BOM_UTF8
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

import msgspec
from protego import Protego

from congress_crawler.extract.answer import verdict
from congress_crawler.extract.charset import decode
from congress_crawler.extract.page import Headers
from congress_crawler.items import Unreadable

PRODUCT = "congress-crawler"  # the product token that robots.txt groups may name (RFC 9309, section 2.2.1)
LONGEST_DELAY = 300.0  # seconds; a Crawl-delay above it is cut, with a notice: 1e9 must not stall a timer for ever


class Policy(msgspec.Struct, frozen=True, kw_only=True):
    """What one robots.txt says. `rules` is None when everything or nothing is allowed."""

    url: str
    status: int  #: 0 when there was no answer
    why: str  #: a sentence for people
    open: bool  #: what counts where there are no rules
    unreachable: bool = False  #: it could not be had, for the host's fault
    wall: bool = False  #: it could not be had, for the host does not want to be asked
    crawl_delay: float | None = None  #: seconds
    rules: Protego | None = None

    def allows(self, url: str) -> bool:
        """Whether the policy lets us fetch an absolute URL."""
        return self.open if self.rules is None else bool(self.rules.can_fetch(url, PRODUCT))


def fail_closed(url: str, status: int, why: str, *, wall: bool = False) -> Policy:
    """The policy of a robots.txt that could not be had: nothing may be fetched (RFC 9309, section 2.3.1.4)."""
    return Policy(url=url, status=status, why=why, open=False, unreachable=not wall, wall=wall)


def read_robots(url: str, status: int, headers: Headers, body: bytes) -> Policy:
    """Read the answer to a request for robots.txt (RFC 9309, section 2.3.1).

    In: its address, status, headers and body (at most the limit the caller set; a last partial line is dropped).
    Out: 2xx → its rules; 4xx → everything is allowed; 5xx, 429, a challenge or anything else → nothing is.
    """
    answer = verdict(status, headers, _shown(body))
    if answer is not None and answer.reason in {"challenge", "rate-limited"}:
        why = f"is answered by a wall ({answer.detail}); no crawl of this host in this run"
        return fail_closed(url, status, why, wall=True)
    if 400 <= status < 500:
        return Policy(url=url, status=status, why="there is none (4xx): everything is allowed", open=True)
    if status != 200:
        return fail_closed(url, status, f"answers {status}; no crawl of this host in this run")
    rules = Protego.parse(_ascii(body))
    delay = rules.crawl_delay(PRODUCT)
    return Policy(
        url=url,
        status=status,
        why="its rules disallow this address",
        open=True,
        crawl_delay=float(delay) if delay is not None and delay >= 0 else None,
        rules=rules,
    )


def _ascii(body: bytes) -> str:
    """robots.txt with each octet beyond ASCII percent-encoded, as in the URLs it speaks of (RFC 9309, section 2.2.2).

    So no charset has to be known: a path in GBK matches the URL with those very octets.
    """
    escaped = re.sub(rb"[\x80-\xff]", lambda found: b"%%%02X" % found.group()[0], body.removeprefix(BOM_UTF8))
    return escaped.decode("ascii").replace("\r\n", "\n").replace("\r", "\n")


def _shown(body: bytes) -> str:
    """What a person would see of the body, for telling a wall from rules; its ASCII where no charset fits."""
    try:
        return decode(body, None).text
    except Unreadable:
        return _ascii(body)


def retry_after(value: bytes | None, now: datetime) -> float | None:
    """Read Retry-After (RFC 9110, section 10.2.3).

    In: the raw header value, seconds or an HTTP-date; `now` in UTC. Out: seconds to wait, never negative; None when the
    header is absent or is neither, so that the caller's own back-off applies.

    >>> retry_after(b"120", datetime(2026, 1, 1, tzinfo=UTC))
    120.0
    >>> retry_after(b"Thu, 01 Jan 2026 00:01:00 GMT", datetime(2026, 1, 1, tzinfo=UTC))
    60.0
    >>> retry_after(b"soon", datetime(2026, 1, 1, tzinfo=UTC)) is None
    True
    """
    if value is None:
        return None
    text = value.decode("latin-1").strip()
    if text.isascii() and text.isdigit():
        return float(text)
    try:
        when = parsedate_to_datetime(text)
    except ValueError:
        return None
    return max(0.0, (when.replace(tzinfo=when.tzinfo or UTC) - now).total_seconds())
