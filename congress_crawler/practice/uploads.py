"""Which files beside pages does the practice site serve?"""

import re
from functools import cache

from congress_crawler.practice.answer import Answer, answer

#: A picture of one pixel (GIF 89a).
PIXEL = bytes.fromhex("47494638396101000100800000ffffff00000021f90401000000002c00000000010001000002024401003b")
WORD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # the signature of the file format behind .doc ([MS-CFB], section 2.2)
TYPES = {
    "gif": "image/gif",
    "doc": "application/msword",
    "pdf": "application/pdf",
    "css": "text/css",
    "js": "application/javascript",
}


def find(path: str) -> Answer | None:
    """The file at an address; None when there is none. The same address always gives the same bytes."""
    found = _address().fullmatch(path)
    if found is None:
        return None
    kind = found.group(1)
    return answer(200, [("Content-Type", TYPES[kind]), ("Accept-Ranges", "none")], _content(kind, path))


def _content(kind: str, path: str) -> bytes:
    if kind == "gif":
        return PIXEL
    if kind == "doc":
        return WORD + path.encode().ljust(4088, b"\0")
    if kind == "pdf":
        return b"%PDF-1.4\n% practice file " + path.encode() + b"\n%%EOF\n"
    return b"/* practice site */\n"


@cache
def _address() -> re.Pattern[str]:
    return re.compile(r"/(?:uploads|res)/(?:\w+/)?\w+\.(gif|doc|pdf|css|js)")
