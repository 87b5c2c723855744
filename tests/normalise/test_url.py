"""Is one page one name, and two pages two?"""

import pytest

from congress_crawler.normalise import article_id, canonical


@pytest.mark.parametrize(
    "url",
    [
        "http://www.yunxi.example/rd/1.html",
        "https://yunxi.example/rd/1.html",
        "HTTP://WWW.YUNXI.EXAMPLE:80/rd/1.html#top",
        "https://www.yunxi.example:443/rd/1.html?",
        "http://www.yunxi.example/rd/1.html;jsessionid=0A1B?utm_source=x&spm=1.2",
        "http://www.yunxi.example/rd/1.html?_=1620868353000&t=1620868353&rand=0.123456789",
    ],
)
def test_one_page_has_one_name(url: str) -> None:
    assert canonical(url) == "yunxi.example/rd/1.html"


def test_what_names_a_page_stays() -> None:
    assert canonical("http://a.example:8086/s?b=2&a=1") == "a.example:8086/s?a=1&b=2"
    names = {
        canonical(f"http://a.example/{tail}")
        for tail in ("s?id=1", "s?id=2", "s?t=3", "S?id=1", "s/?id=1", "s?id=%d6%d0")
    }
    assert len(names) == 6


def test_a_name_is_ascii_and_its_id_is_stable() -> None:
    name = canonical("http://a.example/列表/1.html?q=代表")
    assert name.isascii()
    assert article_id("yunxi", "yunxi.example/rd/1.html") == "yunxi-e7e3ede5327dcb8d"
