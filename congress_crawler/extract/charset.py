"""Which characters are these bytes?"""

import codecs
import re
from collections.abc import Iterator
from functools import cache

import msgspec

from congress_crawler.extract import damage
from congress_crawler.items import Charset, Rung, Unreadable

# UTF-32 before UTF-16: its little-endian mark begins with the mark of UTF-16.
BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
HEAD = 4096  # bytes searched for a meta label; HTML asks for the first 1024, old pages begin later
# What a label stands for: the superset that browsers read under the old names (WHATWG Encoding Standard, section
# 4.2). A label that is not here decides nothing: single-byte sets decode any bytes, so they prove nothing.
GB = ("gb2312", "gb_2312", "gb_2312-80", "csgb2312", "euc-cn", "gbk", "x-gbk", "cp936", "ms936", "chinese", "gb18030")
BIG5 = ("big5", "big5-hkscs", "cn-big5", "csbig5", "x-x-big5")
PRIVATE = re.compile("[\ue000-\uf8ff]")  # what GB 18030 makes of the frequent characters of Big5
PROBED = (
    1024  # bytes in which UTF-16 without its mark is looked for: the tags of a page are ASCII, every other byte zero
)
ASCII = 0.2  # of the pairs of bytes that must be ASCII beside a zero
FEW = 4  # times as many zeros on their side as on the other
CODECS = dict.fromkeys(GB, "gb18030") | dict.fromkeys(BIG5, "big5hkscs")


class Decoded(msgspec.Struct):
    """A page as text."""

    text: str  #: without its BOM
    utf8: bytes  #: the same, as the parser takes it
    charset: Charset
    doubt: str | None = None  #: where bytes were broken, for people


def decode(data: bytes, content_type: str | None) -> Decoded:
    """Bytes to text by the first rung that holds strictly: BOM, UTF-16 by its zeros, UTF-8, header, meta, GB 18030.

    In: the page after content-decoding; the Content-Type header or None. Out: the text, and how it was decoded. UTF-8
    comes before the labels because UTF-8 Chinese often is valid GB 18030 and would turn to mojibake under a lying
    label; Big5 under a label of GB is told by its private characters. UTF-8 with a few broken bytes comes before the
    other charsets; when none holds, the last rungs are tried again with the broken bytes marked (see `damage.marked`).
    Raises Unreadable `undecodable`, naming the byte where the last one broke.

    >>> read = decode("中".encode("gb18030"), "text/html; charset=gb2312")
    >>> read.text, read.charset.used, read.charset.rung, read.charset.declared_header
    ('中', 'gb18030', 'header', 'gb2312')
    """
    header, meta = _label(content_type or ""), declared(data)
    rungs = list(_ladder(data, header, meta))
    broken: UnicodeDecodeError | None = None
    for rung, name, start in rungs:
        charset = Charset(used=name, declared_header=header, declared_meta=meta, rung=rung)
        body = data[start:] if start else data
        try:
            text = body.decode(name)
        except UnicodeDecodeError as error:
            broken = error
            if name == "utf-8" and (read := _damaged(body, charset)) is not None:
                return read
        else:
            if name == "gb18030" and _is_big5(body, text):
                text = body.decode("big5hkscs")
                charset = msgspec.structs.replace(charset, used="big5hkscs", rung="big5")
            return Decoded(text, body if name == "utf-8" else text.encode(), charset)
    for rung, name, start in rungs:
        charset = Charset(used=name, declared_header=header, declared_meta=meta, rung=rung)
        if (read := _damaged(data[start:], charset)) is not None:
            return read
    where = f"byte {broken.start} ({broken.reason})" if broken else "the first byte"
    raise Unreadable("undecodable", f"{broken.encoding if broken else 'no charset'} breaks at {where}")


def _damaged(body: bytes, charset: Charset) -> Decoded | None:
    """A page of which a few bytes are broken; None when it is not in this charset at all."""
    if (found := damage.marked(body, charset.used)) is None:
        return None
    text, marks, first = found
    doubt = f"{charset.used} breaks in {marks} place(s), first at byte {first}: marked U+FFFD"
    return Decoded(text, text.encode(), msgspec.structs.replace(charset, damaged=marks), doubt)


def declared(data: bytes) -> str | None:
    """The charset that a meta tag declares, as written in lower case; None when there is none.

    >>> declared(b'<meta http-equiv="Content-Type" content="text/html; charset=GB2312">')
    'gb2312'
    """
    head = data[:HEAD]
    if head[:2] in {codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE}:
        head = head.replace(b"\0", b"")  # ASCII in UTF-16 is the letter and a zero
    found = _meta().search(head)
    return found.group(1).decode("ascii").lower() if found else None


def _ladder(data: bytes, header: str | None, meta: str | None) -> Iterator[tuple[Rung, str, int]]:
    """(rung, codec, bytes to skip) in the order of trust. A BOM ends the ladder: nothing else can be meant."""
    for mark, name in BOMS:
        if data.startswith(mark):
            yield "bom", name, len(mark)
            return
    if (wide := _wide(data)) is not None:
        yield "utf-16", wide, 0
        return
    yield "utf-8", "utf-8", 0
    if header in CODECS:
        yield "header", CODECS[header], 0
    if meta in CODECS:
        yield "meta", CODECS[meta], 0
    yield "gb18030", "gb18030", 0


def _wide(data: bytes) -> str | None:
    """UTF-16 by its zeros: without a mark labels are no proof, and Python would guess the order of the bytes."""
    head = data[:PROBED]
    pairs = len(head) // 2
    for first, name in ((1, "utf-16-le"), (0, "utf-16-be")):
        zeros = head[first::2].count(0)
        if zeros > ASCII * pairs and head[1 - first :: 2].count(0) * FEW <= zeros:  # 一 is 4E 00
            return name
    return None


def _is_big5(body: bytes, text: str) -> bool:
    """Whether a page that decodes as GB 18030 is Big5: it has characters that GB 18030 leaves to private use, and none
    of them when it is read as Big5.
    """
    if PRIVATE.search(text) is None:
        return False
    try:
        return PRIVATE.search(body.decode("big5hkscs")) is None
    except UnicodeDecodeError:
        return False


def _label(content_type: str) -> str | None:
    found = re.search(r"charset\s{0,8}=[\s\"']{0,8}([\w.:-]{1,40})", content_type, re.IGNORECASE | re.ASCII)
    return found.group(1).lower() if found else None


@cache
def _meta() -> re.Pattern[bytes]:
    return re.compile(rb"<meta[^>]{0,400}?charset\s{0,8}=[\s\"']{0,8}([\w.:-]{1,40})", re.IGNORECASE)
