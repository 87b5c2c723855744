"""Is one page one name, and two pages two?"""

import pytest
from hypothesis import given
from hypothesis import strategies as st

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


PIECES = ("http://", "https://[", "]", "//", ":", "@", "?", "#", "&", "=", ";jsessionid=", "a.example", "\ud800", "℀")
ANYTHING = st.characters(exclude_categories=())  # lone surrogates and control characters included


@given(st.lists(st.one_of(st.sampled_from(PIECES), st.text(ANYTHING, max_size=5)), max_size=8).map("".join))
def test_no_text_is_too_odd_for_a_name_and_an_id(url: str) -> None:
    assert article_id("yunxi", canonical(url)).startswith("yunxi-")


@pytest.mark.parametrize("url", ["http://[oops/x.html", "http://a℀.example/", "//[x"])
def test_what_cannot_be_split_is_its_own_name(url: str) -> None:
    assert canonical(f" {url}\n") == url


def test_addresses_that_differ_in_a_lone_surrogate_are_two_pages() -> None:
    names = {canonical(f"http://a.example/{odd}") for odd in ("\ud800", "\ud801", "\ufffd", "")}
    assert len(names) == 4
    assert all(name.isascii() for name in names)
