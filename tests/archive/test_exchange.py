"""Is an answer read as the server meant it?"""

import pytest

from congress_crawler.archive.exchange import header_values, status_of
from tests.archive.material import exchange


@pytest.mark.parametrize(
    ("head", "status"),
    [
        (b"HTTP/1.1 200 OK\r\n\r\n", 200),
        (b"HTTP/1.0 521\r\n\r\n", 521),
        (b"HTTP/1.1 999 \xc9\xbd\xce\xf7\r\n\r\n", 999),
        (b"HTTP/1.1 2000 OK\r\n\r\n", 0),
        (b"ICY 200 OK\r\n\r\n", 0),
        (b"", 0),
    ],
)
def test_the_status_is_that_of_the_status_line_or_none(head: bytes, status: int) -> None:
    assert status_of(head) == status


def test_header_bytes_that_are_no_utf8_come_through_untouched() -> None:
    assert header_values(b"HTTP/1.1 200 OK\r\nX-Name: \xc8\xcb\xb4\xf3\r\n\r\n", "x-name") == [b"\xc8\xcb\xb4\xf3"]


def test_line_feed_only_heads_and_lines_without_a_colon_are_read() -> None:
    head = b"HTTP/1.1 200 OK\nnonsense\nETag: a\n\n"
    assert header_values(head, "ETag") == [b"a"]


def test_a_status_line_is_no_header() -> None:
    assert header_values(b"HTTP/1.1: 200 OK\r\n\r\n", "HTTP/1.1") == []


def test_an_exchange_answers_for_its_head() -> None:
    got = exchange(7, payload=b"x")
    assert (got.status, got.header("etag")) == (200, [b'"7-1"'])
