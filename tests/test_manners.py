"""robots.txt fails closed (RFC 9309); Retry-After is read as it is meant."""

from datetime import UTC, datetime

import pytest

from congress_crawler.manners import LONGEST_DELAY, read_robots, retry_after

NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
URL = "http://a.example/robots.txt"
PAGE = "http://a.example/articles/1.shtml"


@pytest.mark.parametrize(
    ("status", "body", "allowed", "unreachable"),
    [
        (200, b"User-agent: *\nDisallow:\n", True, False),
        (200, b"User-agent: *\nDisallow: /articles/\n", False, False),
        (200, b"User-agent: congress-crawler\nDisallow: /\n\nUser-agent: *\nDisallow:\n", False, False),
        (200, b"User-agent: *\nDisallow: /\n\nUser-agent: congress-crawler\nAllow: /\n", True, False),
        (200, b"\xef\xbb\xbfUser-agent: *\rDisallow: /\r", False, False),
        (200, b"", True, False),
        (200, "User-agent: *\nDisallow: /文章/\n".encode("gb18030"), True, False),
        (404, b"<html>none</html>", True, False),
        (403, b"", True, False),
        (401, b"", True, False),
        (429, b"", False, False),
        (500, b"", False, True),
        (503, b"", False, True),
        (521, b"<script>document.cookie='__jsl_clearance=1'</script>", False, False),
        (302, b"", False, True),
    ],
)
def test_what_a_robots_answer_allows(status: int, body: bytes, allowed: bool, unreachable: bool) -> None:
    policy = read_robots(URL, status, [("content-type", "text/plain")], body)
    assert policy.allows(PAGE) is allowed
    assert policy.unreachable is unreachable
    assert policy.wall is (status in {429, 521})


def test_a_path_in_gbk_means_the_url_with_those_octets() -> None:
    rules = "User-agent: *\nDisallow: /文章/\n".encode("gb18030")
    policy = read_robots(URL, 200, [("content-type", "text/plain")], rules)
    assert not policy.allows("http://a.example/%CE%C4%D5%C2/1.htm")
    assert policy.allows("http://a.example/%E6%96%87%E7%AB%A0/1.htm")


@pytest.mark.parametrize(("line", "delay"), [("5", 5.0), ("0.5", 0.5), ("1e9", 1e9), ("soon", None), ("-3", None)])
def test_crawl_delay_is_read(line: str, delay: float | None) -> None:
    policy = read_robots(URL, 200, [], f"User-agent: *\nCrawl-delay: {line}\n".encode())
    assert policy.crawl_delay == delay
    assert LONGEST_DELAY < 1e9


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        (b"0", 0.0),
        (b"120", 120.0),
        (b" 7 ", 7.0),
        (b"1000000000", 1e9),
        (b"Tue, 24 Nov 2026 12:01:00 GMT", 60.0),
        (b"Tue, 24 Nov 2026 11:00:00 GMT", 0.0),
        (b"-1", None),
        (b"soon", None),
        (b"", None),
        (b"\xb5\xc8\xb4\xfd", None),
        (None, None),
    ],
)
def test_retry_after_is_seconds_or_a_date_or_nothing(value: bytes | None, seconds: float | None) -> None:
    assert retry_after(value, NOW) == seconds
