"""Which files beside pages does the practice site serve?

Small files of our own making, and, as on real sites, some addresses where something else comes instead of the picture.
"""

import re
from functools import cache

from congress_crawler.items import Reason
from congress_crawler.practice.answer import Answer, answer, html

#: A picture of one pixel (GIF 89a), without its last byte.
PIXEL = bytes.fromhex("47494638396101000100800000ffffff00000021f90401000000002c00000000010001000002024401003b")[:-1]
WORD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # the signature of the file format behind .doc ([MS-CFB], section 2.2)
TYPES = {
    "gif": "image/gif",
    "doc": "application/msword",
    "pdf": "application/pdf",
    "css": "text/css",
    "js": "application/javascript",
}
LIMIT = 1  # MiB of one file: `file_limit` of the practice profiles
#: The last two digits of a picture's number → why it cannot be kept.
ODD: dict[str, Reason] = {"24": "not-found", "38": "soft-404", "52": "too-large"}


def find(path: str) -> Answer | None:
    """What comes for the address of a file; None when there is none. The same address always gives the same bytes."""
    found = _address().fullmatch(path)
    odd = fate(path)
    if found is None or odd == "not-found":
        return None
    if odd == "soft-404":
        return html("<html><head><title>提示</title></head><body><p>对不起，您访问的文件不存在</p></body></html>")
    kind = found.group(1)
    body = _content(kind, path)
    if odd == "too-large":
        body = body.ljust(LIMIT * 1024 * 1024 + 1, b"\0")
    return answer(200, [("Content-Type", TYPES[kind]), ("Accept-Ranges", "none")], body)


def fate(path: str) -> Reason | None:
    """Why the file at an address cannot be kept; None when it must be.

    >>> fate("/uploads/images/p24.gif"), fate("/uploads/images/p25.gif")
    ('not-found', None)
    """
    found = _picture().search(path)
    return ODD.get(found.group(1)) if found else None


def _content(kind: str, path: str) -> bytes:
    if kind == "gif":
        said = path.encode()  # a comment (GIF 89a, section 24), so that no two are the same
        return PIXEL + b"\x21\xfe%c%b\0\x3b" % (len(said), said)
    if kind == "doc":
        return WORD + path.encode().ljust(4088, b"\0")
    if kind == "pdf":
        return _pdf(path)
    return b"/* practice site */\n"


def _pdf(path: str) -> bytes:
    """A document of one empty page (ISO 32000-1, annex H.2); where its objects lie stands at its end."""
    objects = (
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << >> >>",
    )
    made, places = b"%PDF-1.4\n% practice file " + path.encode() + b"\n", []
    for number, one in enumerate(objects, 1):
        places.append(b"%010d 00000 n \n" % len(made))
        made += b"%d 0 obj\n%b\nendobj\n" % (number, one)
    table = b"xref\n0 4\n0000000000 65535 f \n" + b"".join(places)
    return made + table + b"trailer\n<< /Size 4 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % len(made)


@cache
def _address() -> re.Pattern[str]:
    return re.compile(r"/(?:uploads|res)/(?:\w+/)?\w+\.(gif|doc|pdf|css|js)")


@cache
def _picture() -> re.Pattern[str]:
    return re.compile(r"/uploads/images/p\d{0,6}(\d\d)\.gif$")
