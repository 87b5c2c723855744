"""Is a wall, an error page or a file never taken for an article, and an article never for one of them?"""

import pytest

from congress_crawler.extract import page_text, read
from congress_crawler.extract.answer import verdict
from congress_crawler.items import Unreadable
from tests.extract.material import NAVIGATION, PARAGRAPHS, page

HTML = {"Content-Type": "text/html; charset=utf-8"}


@pytest.mark.parametrize(
    ("status", "headers", "text", "reason"),
    [
        (404, {}, "", "not-found"),
        (410, {}, "", "not-found"),
        (429, {}, "", "rate-limited"),
        (503, {"Retry-After": "60"}, "", "rate-limited"),
        (503, {}, "", "http-error"),
        (500, {}, "", "http-error"),
        (403, {}, "<p>没有权限</p>", "http-error"),
        (403, {}, "<p>您的请求存在威胁，已被拦截</p>", "challenge"),
        (412, {}, "", "challenge"),
        (521, {}, "<script>document.cookie='__jsl_clearance_s=1'</script>", "challenge"),
        (302, {}, "", "redirect"),
        (206, {}, "", "http-error"),
        (200, HTML, "<html><script>var $_ts=1;$_ts = window['$_ts'];</script></html>", "challenge"),
        (200, HTML, "<p>系统维护中，请稍后访问</p>", "challenge"),
        (200, HTML, "<p>请登录后查看</p>", "challenge"),
        (200, HTML, "<title>提示</title><p>抱歉，您访问的页面不存在</p>", "soft-404"),
        (200, HTML, "<p>该信息已被删除！</p>", "soft-404"),
        (200, HTML, "<h1>404</h1>", "soft-404"),
        (200, HTML, "<title>安全验证</title><p>请完成安全验证，正在检查您的浏览器</p>", "challenge"),
        (200, HTML, "<h2>访问验证</h2><p>请稍候</p>", "challenge"),
        (200, HTML, "<p>请先通过滑块验证</p>", "challenge"),
        (200, HTML, "<p>请开启JavaScript</p>", "challenge"),
        (200, HTML, "<script>window.location.href='/new.html'</script>", "redirect"),
        (200, {"Content-Type": "application/pdf"}, "", "not-html"),
        (200, {"Content-Type": "application/json"}, "{}", "not-html"),
        (200, {"Content-Type": "text/plain"}, "一行文字", "not-html"),
    ],
)
def test_what_is_no_page_is_named(status: int, headers: dict[str, str], text: str, reason: str) -> None:
    fault = verdict(status, headers, text)
    assert fault is not None
    assert fault.reason == reason


@pytest.mark.parametrize(
    "text",
    [
        PARAGRAPHS,
        PARAGRAPHS + "<p>代表反映，网站有的页面不存在、有的内容已被删除，系统维护不及时。</p>",
        f"<script>document.cookie='__jsl_clearance=1'</script>{PARAGRAPHS}",
        "<p>今天上午，会议开幕。</p>",
        "",
        "<noscript><strong>请开启JavaScript后访问</strong></noscript><div id=app></div><script src=a.js></script>",
        "<noscript>You need to enable JavaScript to run this app.</noscript><div id=root></div>",
        "<!-- enable JavaScript --><p>会场一角</p>",
    ],
)
def test_an_article_that_speaks_of_errors_is_an_article(text: str) -> None:
    assert verdict(200, HTML, text) is None


ROUND = NAVIGATION * 20  # links alone are far more than a thin page holds


@pytest.mark.parametrize(
    ("notice", "reason"),
    [
        ("<p>请完成安全验证</p>", "challenge"),
        ("<h2>访问验证</h2>", "challenge"),
        ("<p>人机验证中…</p>", "challenge"),
        ("<p>对不起，您访问的页面不存在</p>", "soft-404"),
        ("<h1>404</h1>", "soft-404"),
    ],
)
def test_a_notice_with_a_site_round_it_is_named(notice: str, reason: str) -> None:
    fault = verdict(200, HTML, page(ROUND + notice, title="提示").decode())
    assert fault is not None
    assert fault.reason == reason


@pytest.mark.parametrize(
    "article",
    [
        "<p>今天，代表们体验了政务大厅的安全验证设备。</p>",
        "<p>代表反映，有的网页内容不存在。</p>",
        "<img src=1.jpg><p>会场一角。浏览次数：404</p>",
        "<noscript>请开启JavaScript</noscript><img src=1.jpg><p>会场一角</p>",
        f"<h1>安全验证</h1>{PARAGRAPHS}",
    ],
)
def test_a_short_article_with_a_site_round_it_may_use_these_words(article: str) -> None:
    assert verdict(200, HTML, page(ROUND + article).decode()) is None


def test_a_page_under_a_doubtful_type_is_looked_into() -> None:
    for kind in ("text/plain", "application/octet-stream", ""):
        assert verdict(200, {"content-type": kind}, "  <html><p>今天上午，会议开幕。</p>") is None


@pytest.mark.parametrize("body", [b"%PDF-1.5 ...", b"PK\x03\x04...", b"\xd0\xcf\x11\xe0...", b"\x89PNG\r\n"])
def test_a_file_under_the_label_of_a_page_is_known_by_its_first_bytes(body: bytes) -> None:
    with pytest.raises(Unreadable, match="not-html"):
        page_text(body, headers=HTML)


def test_page_text_gives_the_text_of_any_page() -> None:
    assert "养老服务" in page_text(page(PARAGRAPHS, charset="gb2312"), headers=[("Content-Type", "text/html")])


@pytest.mark.timeout(20)
@pytest.mark.parametrize("piece", ["<script", "<!--", "<", "<style>", "</script", "<a href=x>", "&"])
def test_a_million_openings_that_are_never_closed_do_not_hang_the_reading(piece: str) -> None:
    body = (piece * (1_000_000 // len(piece))).encode()
    with pytest.raises(Unreadable):
        read(body, url="http://a.example/1.shtml")
