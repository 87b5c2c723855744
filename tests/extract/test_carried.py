"""Is what came the file that was linked? Whatever its label says."""

import gzip

import pytest

from congress_crawler.extract.carried import media_type, misfit

GONE = "<!DOCTYPE html><html><title>提示</title><body><p>对不起，您访问的文件不存在或已被删除</p></body></html>"
HOME = f"<html><title>某市人大网</title><body>{'<p>县人大常委会组织代表视察了河道整治的进展。</p>' * 40}</body></html>"
SVG = b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"><title>1</title><script>1</script></svg>'
WORD = b'\xef\xbb\xbf\r\n<html xmlns:o="urn:schemas-microsoft-com:office:office"><head><meta></head><p>1</p></html>'


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("application/pdf", b"%PDF-1.7 <html>"),
        ("text/html", b"%PDF-1.7"),
        ("text/html; charset=gbk", b"PK\x03\x04<html><body>"),
        ("text/html", b"BM\x10\x00\x00\x00 bitmap without a signature that we know"),
        ("image/svg+xml", SVG),
        ("image/svg+xml", SVG[21:]),
        ("application/msword", WORD),
        ("text/plain", "名单：李倩、王敏".encode()),
        ("text/csv", b"a,b\n<html>,1\n"),
        ("application/octet-stream", "名单".encode("gbk")),
        ("application/xml", b"<?xml version='1.0'?><list/>"),
        (None, b"7z\xbc\xaf'\x1c"),
        ("image/png", b"\x89PNG\r\n\x1a\n"),
    ],
)
def test_a_file_is_taken_as_it_comes(kind: str | None, body: bytes) -> None:
    headers = {"Content-Type": kind} if kind else {}
    assert misfit(200, headers, body) is None
    assert misfit(200, {**headers, "Content-Encoding": "gzip"}, gzip.compress(body)) is None


@pytest.mark.parametrize(
    ("kind", "body", "reason"),
    [
        ("text/html", GONE.encode(), "soft-404"),
        ("application/pdf", GONE.encode("gbk"), "soft-404"),
        ("image/gif", b"\xef\xbb\xbf\n " + GONE.encode(), "soft-404"),
        ("application/msword", HOME.encode(), "soft-404"),
        ("text/html", "文件不存在".encode(), "soft-404"),
        ("application/json", b'{"code": 500}', "soft-404"),
        ("text/html", b"<html><script>document.cookie='__jsl_clearance=1'</script></html>", "challenge"),
        ("text/html", "<html><title>登录</title><form>请先登录</form></html>".encode(), "challenge"),
        ("application/pdf", b"", "no-body"),
    ],
)
def test_a_page_in_its_place_is_named(kind: str, body: bytes, reason: str) -> None:
    for headers, sent in (({}, body), ({"Content-Encoding": "gzip"}, gzip.compress(body))):
        fault = misfit(200, {"Content-Type": kind, **headers}, sent)
        assert fault is not None
        assert (fault.reason, fault.detail != "") == (reason, True)


@pytest.mark.parametrize(
    ("status", "headers", "reason"),
    [
        (404, {}, "not-found"),
        (410, {}, "not-found"),
        (412, {}, "challenge"),
        (429, {}, "rate-limited"),
        (503, {"Retry-After": "9"}, "rate-limited"),
        (500, {}, "http-error"),
        (403, {"Content-Encoding": "gzip"}, "http-error"),
        (304, {}, "redirect"),
        (206, {}, "http-error"),
        (204, {}, "http-error"),
    ],
)
def test_a_status_says_so_whatever_comes_with_it(status: int, headers: dict[str, str], reason: str) -> None:
    for body in (b"", b"%PDF-1.7", GONE.encode()):
        fault = misfit(status, headers, body)
        assert fault is not None
        assert fault.reason == reason


def test_what_does_not_decode_is_named_and_a_bomb_is_kept_as_it_was_sent() -> None:
    fault = misfit(200, {"Content-Encoding": "gzip"}, b"no gzip")
    assert fault is not None
    assert fault.reason == "bad-encoding"
    assert misfit(200, {"Content-Encoding": "gzip"}, gzip.compress(bytes(17 << 20))) is None


def test_the_media_type_is_what_the_header_says_without_its_parameters() -> None:
    assert media_type([("content-type", " Image/GIF ; charset=x")]) == "image/gif"
    assert media_type([("Content-Type", "")]) is None
