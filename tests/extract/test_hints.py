"""Do the selectors of a profile help where the page alone would mislead?"""

import pytest

from congress_crawler.extract import Row, read
from congress_crawler.extract.hints import matches
from congress_crawler.extract.scribe import write
from congress_crawler.profile import parse
from tests.extract.material import PARAGRAPHS, SITE, TITLE, URL, page

TEXT = """
site = "yunxi"
name = "云溪县人民代表大会常务委员会"
hosts = ["www.yunxi.example"]
home = "http://www.yunxi.example/"
checked = "practice"
suffixes = ["云溪人大网"]
[[listing]]
section = ["代表工作"]
[hints]
title = ["p.name"]
body = ["#zoom"]
"""
PROFILE = parse(TEXT)


@pytest.mark.parametrize(
    ("selector", "answer"),
    [
        ("p", True),
        ("p.fs20", True),
        ("p.fs20.fw", True),
        ("#t", True),
        (".fw", True),
        ("div", False),
        (".x", False),
        ("", False),
        ("td.box p.fs20", True),
        ("table .fw", True),
        ("div p", False),
        ("td table p", False),
    ],
)
def test_a_compound_selector_matches_tag_id_and_classes(selector: str, answer: bool) -> None:
    line = write(b'<table><tr><td class=box><p id=t class="fs20 fw">x</table>').lines[0]
    assert matches(line.node, selector) is answer


def test_a_byline_far_from_the_headline_is_found_where_the_profile_says() -> None:
    profile = parse(TEXT.replace('title = ["p.name"]', 'byline = ["div.foot p.who"]'))
    foot = "<div class=foot><p>版权所有</p><p class=who>供稿：云溪县人大办 方小舟</p></div>"
    found = read(page(f"<h1>{TITLE}</h1><div id=zoom>{PARAGRAPHS}</div>{foot}"), url=URL, profile=profile)
    assert [author.name for author in found.authors] == ["云溪县人大办", "方小舟"]
    assert not read(page(f"<h1>{TITLE}</h1><div id=zoom>{PARAGRAPHS}</div>{foot}"), url=URL).authors


def test_a_longer_notice_outside_the_named_block_is_not_the_text() -> None:
    body = f"<p class=name>{TITLE}</p><p>时间：2021-05-13</p><div id=zoom><p>见附件。</p><a href=/1.pdf>报告</a></div>"
    found = read(page(f"{body}<div class=r>{PARAGRAPHS}</div>", title=SITE), url=URL, profile=PROFILE)
    assert (found.title, found.text) == (TITLE, "见附件。")
    assert [link.url for link in found.attachments] == ["http://www.yunxi.example/1.pdf"]


def test_a_selector_that_finds_nothing_does_no_harm() -> None:
    found = read(page(f"<h1>{TITLE}</h1><p>时间：2021-05-13</p>{PARAGRAPHS}"), url=URL, profile=PROFILE)
    assert (found.title, found.site) == (TITLE, "yunxi")


def test_the_listing_names_an_article_whose_page_does_not() -> None:
    row = Row(URL, TITLE, "2021-05-13", "http://www.yunxi.example/rd/")
    found = read(page(f"<div id=zoom>{PARAGRAPHS}</div>", title=SITE), url=URL, profile=PROFILE, row=row)
    assert (found.title, found.published) == (TITLE, "2021-05-13")
    assert found.evidence["title"].method == "list"


def test_a_footer_of_the_same_class_as_the_byline_is_none() -> None:
    profile = parse(TEXT.replace('title = ["p.name"]', 'byline = ["p.fs12"]'))
    foot = (
        "<p class=fs12>版权所有:云溪县人大常委会 云ICP备00000号</p><p class=fs12>地址:云溪县练习路7号 邮编:000711</p>"
    )
    line = "<p class=fs12>作者:方小舟 时间:2021-05-13</p>"
    found = read(page(f"<h1>{TITLE}</h1>{line}<div id=zoom>{PARAGRAPHS}</div>{foot}"), url=URL, profile=profile)
    assert found.byline_raw == "作者:方小舟 时间:2021-05-13"
    assert found.evidence["authors"].raw == found.byline_raw
