"""What went over the wire, once?

One request and what came back for it, as bytes. `wire` fills it in, the archive keeps it; nobody in between judges.
"""

import re
from typing import Literal

import msgspec

Truncated = Literal["length", "time", "disconnect"]

_STATUS = re.compile(rb"HTTP/\d+(?:\.\d+)?[ \t]+(\d{3})(?!\d)")


def status_of(head: bytes) -> int:
    r"""The status code of a response head; 0 when there is no head or no status line in it.

    >>> status_of(b"HTTP/1.1 404 Not Found\r\n\r\n"), status_of(b"")
    (404, 0)
    """
    found = _STATUS.match(head)
    return int(found.group(1)) if found else 0


def header_values(head: bytes, name: str) -> list[bytes]:
    r"""Every value of a header in a head, in order, bytes as sent without the white space around them.

    In: status or request line, header lines, blank line; `name` in any case. Out: [] when it is absent. Continuation
    lines (RFC 9112, section 5.2) are joined by one space.

    >>> header_values(b'HTTP/1.1 200 OK\r\nETag: "a"\r\netag:b\r\n c\r\n\r\n', "ETag")
    [b'"a"', b'b c']
    """
    wanted = name.lower().encode("latin-1")
    values: list[bytes] = []
    open_ = False
    for row in head.split(b"\n")[1:]:
        if row[:1] in {b" ", b"\t"}:
            if open_:
                values[-1] = b" ".join([values[-1], row.strip()]).strip()
            continue
        key, colon, value = row.partition(b":")
        open_ = bool(colon) and key.strip().lower() == wanted
        if open_:
            values.append(value.strip())
    return values


class Exchange(msgspec.Struct, frozen=True, kw_only=True):
    """One request with its answer.

    `head` and `payload` are what the server sent: the head verbatim (order, case, repeats, reason), the payload
    without transfer-coding but with its content-coding.
    """

    url: str  #: as asked, absolute
    at: str  #: when the request was sent: UTC, whole seconds, "YYYY-MM-DDTHH:MM:SSZ" (becomes WARC-Date)
    request: bytes  #: request line, headers, blank line and body as sent
    head: bytes  #: status line and header lines with the blank line; b"" when none came
    payload: bytes  #: entity-body; b"" when there is none
    ip: str | None  #: the address we were connected to
    truncated: Truncated | None = None  #: why the payload is not whole (WARC/1.1, section 5.13); None when it is
    milliseconds: int = 0  #: from sending the request to the last byte

    @property
    def status(self) -> int:
        """The status code; 0 when no answer came."""
        return status_of(self.head)

    def header(self, name: str) -> list[bytes]:
        """Every value of a response header, in order; [] when it is absent. See `header_values`."""
        return header_values(self.head, name)
