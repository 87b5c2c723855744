"""How does a record look in WARC 1.0, the format of GB/T 33994-2017 (identical to ISO 28500:2009)?

Pure: header and block in, header and block out. What 1.0 says otherwise than 1.1, and nothing else, is changed:
the version line, the profile of a revisit, and what warcinfo says of its own file. docs/standards.md gives the reasons.
"""

import re

from congress_crawler.archive.errors import ArchiveError
from congress_crawler.archive.record import digest, fields

FORMAT = "WARC File Format 1.0"
CONFORMS = "http://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.0/"
_PROFILES = b"http://netpreserve.org/warc/%b/revisit/"  # 1.0: section 6.7.2 and .3; 1.1: the same sections
_WHOLE_SECONDS = re.compile(rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")  # 1.0, section 5.4
_LINE = b"\r\n"


class NotInWarc10(ArchiveError):
    """A record that WARC 1.0 has no way to say. The message says which, and why."""


def header(front: bytes) -> bytes:
    r"""The header of a record, blank line included, in WARC 1.0. Raises NotInWarc10.

    Fields that 1.0 does not know (WARC-Refers-To-Target-URI, -Date) stay: it allows extension fields, which a reader
    must ignore when it does not know them (sections 4 and 5.1), and players need these two.

    >>> header(b"WARC/1.1\r\nWARC-Type: request\r\n\r\n")
    b'WARC/1.0\r\nWARC-Type: request\r\n\r\n'
    """
    version, *rows = front.split(_LINE)
    if version not in {b"WARC/1.1", b"WARC/1.0"}:
        raise NotInWarc10(f"a record begins with {version[:20]!r}, not with WARC/1.1; `verify` names all that is bad")
    return _LINE.join([b"WARC/1.0", *map(_row, rows)])


def warcinfo(front: bytes, block: bytes, name: str, source: dict[str, str]) -> tuple[bytes, bytes]:
    """Header and block of a warcinfo for the file `name`, which says from what the file was made.

    In: header (blank line included) and block as they are in the source; the new file's name; the fields that are added
    at the end of the block. What the source said of its format stands in sourceFormat and sourceConformsTo.
    Raises NotInWarc10.
    """
    said = {"sourceFormat": _value(block, b"format"), "sourceConformsTo": _value(block, b"conformsTo"), **source}
    new = _replaced(_replaced(block, b"format", FORMAT), b"conformsTo", CONFORMS)
    new += fields({key: value for key, value in said.items() if value})
    front = _replaced(header(front), b"WARC-Filename", name)
    front = _replaced(front, b"WARC-Block-Digest", digest(new))
    return _replaced(front, b"Content-Length", str(len(new))), new


def kind(front: bytes) -> str:
    r"""`WARC-Type` of a header, "" when it has none.

    >>> kind(b"WARC/1.1\r\nWARC-Type: warcinfo\r\n\r\n")
    'warcinfo'
    """
    return _value(front, b"WARC-Type")


def _row(row: bytes) -> bytes:
    name, _, value = row.partition(b":")
    match name.lower():
        case b"warc-profile":
            return row.replace(_PROFILES % b"1.1", _PROFILES % b"1.0")
        case b"warc-date" if not _WHOLE_SECONDS.fullmatch(value.strip()):
            said = value.strip().decode("utf-8", "backslashreplace")
            raise NotInWarc10(f"WARC-Date {said} has no place in WARC 1.0, which knows whole seconds in UTC only")
    return row


def _value(text: bytes, name: bytes) -> str:
    """The value of a field; "" when there is none."""
    at, rows = _find(text, name)
    return rows[at].partition(b":")[2].decode("utf-8").strip() if at is not None else ""


def _replaced(text: bytes, name: bytes, value: str) -> bytes:
    """The text with another value in the line of a field; as it is when it has no such line."""
    at, rows = _find(text, name)
    if at is not None:
        rows[at] = rows[at].partition(b":")[0] + b": " + value.encode()
    return _LINE.join(rows)


def _find(text: bytes, name: bytes) -> tuple[int | None, list[bytes]]:
    """In which line a field stands, and the lines."""
    rows = text.split(_LINE)
    same = (at for at, row in enumerate(rows) if row.partition(b":")[0].lower() == name.lower())
    return next(same, None), rows
