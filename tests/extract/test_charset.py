"""Does every rung of the charset ladder hold, and none give mojibake?"""

import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from congress_crawler.extract.charset import decode
from congress_crawler.items import Unreadable

WORDS = "云溪县人大代表朱镕喆、㛃𬭎"  # the last two need four bytes in GB 18030


def html(label: str) -> str:
    return f'<html><head><meta http-equiv="Content-Type" content="text/html; charset={label}"></head>{WORDS}'


@pytest.mark.parametrize(
    ("codec", "header", "meta", "used", "rung"),
    [
        ("utf-8", "text/html; charset=utf-8", "utf-8", "utf-8", "utf-8"),
        ("utf-8", "text/html; charset=GBK", "gb2312", "utf-8", "utf-8"),  # two lying labels
        ("utf-8", None, "", "utf-8", "utf-8"),
        ("gb18030", "text/html; charset=gb2312", "", "gb18030", "header"),
        ("gb18030", None, "GBK", "gb18030", "meta"),
        ("gb18030", "text/html; charset=utf-8", "gb2312", "gb18030", "meta"),  # the header lies
        ("gb18030", "text/html; charset=ISO-8859-1", "", "gb18030", "gb18030"),  # a single-byte label proves nothing
        ("gb18030", None, "", "gb18030", "gb18030"),
        ("utf-8-sig", None, "gb2312", "utf-8", "bom"),
        ("utf-16", None, "gb2312", "utf-16-le", "bom"),
    ],
)
def test_the_characters_come_back_whatever_the_labels_say(
    codec: str, header: str | None, meta: str, used: str, rung: str
) -> None:
    read = decode(html(meta).encode(codec), header)
    text, how = read.text, read.charset
    assert read.utf8 == text.encode()
    assert text == html(meta)
    assert (how.used, how.rung) == (used, rung)
    assert how.declared_meta == (meta.lower() or None)


def test_big5_is_read_where_it_is_declared() -> None:
    read = decode("縣人大常委會".encode("big5"), "text/html; charset=big5")
    assert (read.text, read.charset.rung) == ("縣人大常委會", "header")


def test_a_broken_byte_is_a_failure_that_says_where() -> None:
    data = "代表".encode("gb18030") + b"\xff" + "建议".encode("gb18030")
    with pytest.raises(Unreadable) as fault:
        decode(data, "text/html; charset=gbk")
    assert fault.value.reason == "undecodable"
    assert "byte 4" in fault.value.detail


def test_a_label_of_utf16_in_ascii_is_not_believed() -> None:
    data = "<meta charset=utf-16>代表".encode("gb18030")
    assert decode(data, None).charset.used == "gb18030"


@given(st.binary(max_size=400), st.sampled_from([None, "text/html; charset=gbk", "text/html; charset=hex"]))
def test_any_bytes_are_text_or_a_named_failure_and_text_is_lossless(data: bytes, header: str | None) -> None:
    try:
        read = decode(data, header)
    except Unreadable:  # a named failure
        return
    text, how = read.text, read.charset
    if how.damaged:
        assert text.count("\ufffd") >= how.damaged
        assert read.doubt
        return
    assert "\ufffd" not in text or "\ufffd".encode(how.used) in data
    mark = {"utf-8": codecs.BOM_UTF8}.get(how.used, data[:4]) if how.rung == "bom" else b""
    assert data.endswith(text.encode(how.used)) or mark
