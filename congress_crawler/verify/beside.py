"""Does each answer have its request and what is said of it, and does each file begin with how it came to be?

What lies side by side in a WARC file, as we write it: warcinfo and profile first; then each answer, its request, its
metadata.
"""

import re
from collections.abc import Iterator, Sequence

from congress_crawler.archive.exchange import header_values
from congress_crawler.archive.kinds import FIELDS
from congress_crawler.archive.record import Record, read_fields
from congress_crawler.verify.book import CAPTURES, Seen
from congress_crawler.verify.findings import Kind

_URL = re.compile(r"https?://([^/?#]*)([^#]*)", re.IGNORECASE)
_ROLE = b"\nrole: article\r"
Wrong = tuple[Record, Kind, str]
_NOTHING: Sequence[Wrong] = ()


class Beside:
    """The answer at hand, and what came beside it. One for each file."""

    def __init__(self, seen: Seen) -> None:
        """In: what is noted of the file; this fills it in."""
        self._seen = seen
        self._answer: Record | None = None
        self._asked = self._said = False
        self._number = 0

    def take(self, record: Record) -> Sequence[Wrong]:
        """What is wrong with the next record where it stands."""
        self._number += 1
        if self._number <= 2:
            return [*self._opening(record), *self._next(record)]
        return self._next(record)

    def _next(self, record: Record) -> Sequence[Wrong]:
        if record.headers["WARC-Type"] in CAPTURES:
            lacks = _NOTHING if self._asked and self._said else [*self.end()]
            self._answer, self._asked, self._said = record, False, False
            self._count(record)
            return lacks
        answer = self._answer
        if answer is None or record.headers.get("WARC-Concurrent-To") != answer.headers["WARC-Record-ID"]:
            return _NOTHING
        self._note(record, answer)
        return _NOTHING if self._fits(record, answer) else [*self._joined(record, answer)]

    def _note(self, record: Record, answer: Record) -> None:
        """What there is beside the answer at hand."""
        type_ = record.headers["WARC-Type"]
        if type_ == "request":
            self._asked = True
        elif type_ == "metadata" and record.headers.get("Content-Type") == FIELDS:
            self._said = True
            if answer.status in {200, 304} and _ROLE in b"\n" + (record.payload or b""):
                self._seen.answers += 1

    @staticmethod
    def _fits(record: Record, answer: Record) -> bool:
        """Whether nothing is wrong with a record of the answer at hand; quick to say of nearly all."""
        one, other = record.headers, answer.headers
        same = (
            one.get("WARC-Target-URI") == other.get("WARC-Target-URI")
            and one["WARC-Date"] == other["WARC-Date"]
            and one.get("WARC-IP-Address") == other.get("WARC-IP-Address")
        )
        if not same or one["WARC-Type"] != "request":
            return same
        scheme, _, rest = one["WARC-Target-URI"].partition("://")
        host, slash, path = rest.partition("/")
        wanted = f" /{path} HTTP/1.1\r\nHost: {host}\r\n"
        begins = record.head[:4] == b"GET " and record.head.startswith(wanted.encode(), 3)
        return begins and bool(scheme and slash) and "#" not in path

    def end(self) -> Iterator[Wrong]:
        """What the answer at hand lacks; called when the next one comes and when the file ends."""
        answer, self._answer = self._answer, None
        if answer is None:
            return
        if not self._asked and not answer.rendered:
            yield answer, "missing-request", "no request record lies beside this answer"
        if not self._said:
            yield answer, "missing-metadata", "no metadata record says what this answer was asked for"

    def unsure(self) -> None:
        """Bytes here are no record: what the answer at hand lacks may have been there."""
        self._answer = None
        self._number += 1

    def _count(self, answer: Record) -> None:
        seen, date = self._seen, answer.headers["WARC-Date"]
        seen.captures += 1
        if date > seen.last:
            seen.last = date
        if date < seen.first or not seen.first:
            seen.first = date

    def _opening(self, record: Record) -> Iterator[Wrong]:
        """The first two records of a file: who made it and how, and the profile in force."""
        seen = self._seen
        if self._number == 1:
            said = read_fields(record.payload or b"") if record.type == "warcinfo" else {}
            seen.info = record.offset if said else None
            seen.run, seen.profile = said.get("run", ""), said.get("profile", "")
            seen.software = said.get("software", "")
            if not seen.run or not seen.profile:
                yield (
                    record,
                    "warcinfo-differs",
                    "the file begins with no warcinfo that names run and profile",
                )
            elif (name := record.headers.get("WARC-Filename")) != seen.name:
                yield record, "warcinfo-differs", f"was written for a file named {name}"
        elif record.type != "resource" or record.payload_digest != seen.profile:
            yield record, "warcinfo-differs", f"the second record is not the profile {seen.profile} that warcinfo names"

    def _joined(self, record: Record, answer: Record) -> Iterator[Wrong]:
        """A request or metadata record of the answer at hand."""
        if record.url != answer.url:
            yield record, "request-differs", f"its address is {record.url}, that of its answer is {answer.url}"
        for name in ("WARC-Date", "WARC-IP-Address"):
            if record.headers.get(name) != answer.headers.get(name):
                kind: Kind = "bad-date" if name == "WARC-Date" else "request-differs"
                what = f"its {name} is {record.headers.get(name)}, that of its answer is {answer.headers.get(name)}"
                yield record, kind, what
        if record.type == "request" and (why := request_fault(record.head, answer.url or "")) is not None:
            yield record, "request-differs", why


def request_fault(head: bytes, url: str) -> str | None:
    r"""Why a request is none for an address; None when it is one, or when the address is not plain ASCII.

    >>> request_fault(b"GET /a?b=1 HTTP/1.1\r\nHost: x\r\n\r\n", "http://x/a?b=1#c")
    >>> request_fault(b"GET /a HTTP/1.1\r\nHost: x\r\n\r\n", "http://x/a?b=1")
    'asks for /a of x, not for http://x/a?b=1'
    """
    parts = _URL.match(url)
    if parts is None or not url.isascii():
        return None
    words = head.partition(b"\r\n")[0].split(b" ")
    target = words[1].decode("latin-1") if len(words) == 3 else "nothing"
    hosts = header_values(head, "Host")
    host = hosts[0].decode("latin-1").lower() if hosts else ""
    authority = parts[1].rpartition("@")[2].lower()
    wanted = parts[2] if parts[2].startswith("/") else f"/{parts[2]}"
    if target == wanted and host in {authority, authority.removesuffix(":80"), authority.removesuffix(":443")}:
        return None
    return f"asks for {target} of {host or 'no host'}, not for {url}"
