"""Does undoing a content-coding give the very bytes, or a named failure?"""

import contextlib
import gzip
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from congress_crawler.extract.coding import LIMIT, decoded
from congress_crawler.items import Unreadable

brotli = pytest.importorskip("brotli", reason="the codec of content-coding br is not installed")

PAGE = "<p>代表建议办理情况</p>".encode() * 200


def packed(name: str, data: bytes) -> bytes:
    bare = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    return {
        "gzip": lambda: gzip.compress(data),
        "two members": lambda: gzip.compress(data[:100]) + gzip.compress(data[100:]),
        "zlib": lambda: zlib.compress(data),
        "bare": lambda: bare.compress(data) + bare.flush(),
        "br": lambda: bytes(brotli.compress(data)),
    }[name]()


LABELS = [("gzip", "gzip"), ("two members", "x-gzip"), ("zlib", "deflate"), ("bare", "deflate"), ("br", "br")]


@pytest.mark.parametrize(("how", "label"), LABELS)
def test_each_coding_gives_the_bytes_back(how: str, label: str) -> None:
    assert decoded(packed(how, PAGE), label) == PAGE


@pytest.mark.parametrize(("how", "label"), LABELS)
def test_a_cut_stream_is_never_read_as_a_whole_one(how: str, label: str) -> None:
    body = packed(how, PAGE)
    for end in (len(body) - 1, len(body) // 2, 12):
        with pytest.raises(Unreadable) as fault:
            decoded(body[:end], label)
        assert fault.value.reason == "bad-encoding"


def test_a_wrong_checksum_is_a_failure() -> None:
    body = bytearray(gzip.compress(PAGE))
    body[-6] ^= 1
    with pytest.raises(Unreadable, match="bad-encoding"):
        decoded(bytes(body), "gzip")


@pytest.mark.parametrize(("how", "label"), LABELS)
def test_a_bomb_stops_at_the_limit(how: str, label: str) -> None:
    with pytest.raises(Unreadable, match="too-large"):
        decoded(packed(how, bytes(LIMIT + 1)), label)


def test_two_layers_are_undone_and_three_refused() -> None:
    assert decoded(gzip.compress(zlib.compress(PAGE)), ["deflate", "gzip"]) == PAGE
    with pytest.raises(Unreadable, match="3 content-codings"):
        decoded(PAGE, "gzip, gzip, gzip")


def test_plain_html_under_a_lying_label_is_read_as_it_is() -> None:
    assert decoded(PAGE, "gzip") == PAGE
    assert decoded(b"\xef\xbb\xbf\n<html>", "br") == b"\xef\xbb\xbf\n<html>"


def test_an_unknown_coding_is_named() -> None:
    with pytest.raises(Unreadable, match="zstd"):
        decoded(b"\x28\xb5\x2f\xfd", "zstd")


@given(st.binary(max_size=300), st.sampled_from(["gzip", "deflate", "br"]))
def test_any_bytes_are_bytes_or_a_named_failure(body: bytes, label: str) -> None:
    with contextlib.suppress(Unreadable):  # a named failure
        assert isinstance(decoded(body, label), bytes)
