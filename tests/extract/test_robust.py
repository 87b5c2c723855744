"""Does damage to a page ever end in anything but a record or a named failure?"""

import random

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from congress_crawler.extract import read
from congress_crawler.items import Unreadable
from tests.extract.material import PARAGRAPHS, TITLE, URL, page

BASE = page(
    f"<div class=crumb>当前位置：<a href=/>首页</a> &gt; <a href=/3>代表工作</a></div><table><tr><td><h1>{TITLE}</h1>"
    "<p>来源：云溪日报 作者：方小舟 时间：2021-05-13 08:30</p></td></tr><tr><td id=zoom>"
    f"{PARAGRAPHS}<p>（记者 林一帆）</p><img src=/1.jpg><a href=/f.pdf>附件</a></td></tr></table>"
)
PIECES = (b"<table>", b"</div>", b"<div style='display:none'>", b"<!--", b"<script>", b"\xe3\x80\x80", b"2021-13-45")


def damaged(seed: int) -> bytes:
    """The base page with some bytes flipped, cut, doubled or put in."""
    chance = random.Random(seed)
    body = bytearray(BASE)
    for _ in range(chance.randint(1, 6)):
        at = chance.randrange(len(body) + 1)
        match chance.randrange(5):
            case 0:
                body[at : at + 1] = bytes([chance.randrange(256)])
            case 1:
                del body[at:]
            case 2:
                del body[at : at + chance.randrange(300)]
            case 3:
                body[at:at] = body[chance.randrange(len(body) + 1) :][:500]
            case _:
                body[at:at] = chance.choice(PIECES)
    return bytes(body)


def readable(body: bytes) -> None:
    try:
        found = read(body, url=URL)
    except Unreadable:
        return
    msgspec.json.encode(found)
    assert found.title
    assert found.published is None or "2021-05-1" in found.published or found.date_candidates


def test_two_thousand_damaged_pages_are_records_or_named_failures() -> None:
    for seed in range(2000):
        readable(damaged(seed))


@given(st.binary(max_size=500))
def test_any_bytes_are_a_record_or_a_named_failure(body: bytes) -> None:
    readable(body)


@given(st.text(max_size=400))
def test_any_text_in_a_page_is_a_record_or_a_named_failure(text: str) -> None:
    body = f"<h1>{TITLE}</h1><p>{text}</p>{PARAGRAPHS}"
    readable(body.encode("utf-8", "surrogatepass"))
