"""Do the steps fill the draft, and does the judge let only articles pass?"""

from datetime import date
from typing import Any

import pytest

from congress_crawler import normalise
from congress_crawler.items import Article, Charset, Link
from congress_crawler.normalise import Draft, Raw
from congress_crawler.normalise.body import heading_level
from congress_crawler.normalise.raw import Block, Dated, Pair
from congress_crawler.profile import Profile, parse

PROFILE = """
site = "yunxi"
name = "云溪县人民代表大会常务委员会"
hosts = ["www.yunxi.example"]
home = "http://www.yunxi.example/"
checked = "practice"
[[listing]]
section = ["代表工作"]
"""
DIGEST = "sha256:" + "0" * 64


def raw(**fields: Any) -> Raw:
    known: dict[str, Any] = {
        "url": "http://www.yunxi.example/rd/1.html",
        "charset": Charset(used="utf-8", declared_header=None, declared_meta=None, rung="utf-8"),
        "titles": ["代表视察养老服务"],
        "blocks": [Block("paragraph", "\u3000\u3000今天上午，会议\u200b开幕。")],
    }
    return Raw(**(known | fields))


def draft(profile: Profile | None = None, **fields: Any) -> Draft:
    made = normalise.begin(raw(**fields), payload=DIGEST, profile=profile, captured=date(2021, 6, 1))
    for step in normalise.STEPS:
        step(made)
    return made


def article(profile: Profile | None = None, **fields: Any) -> Article:
    made = draft(profile, **fields)
    assert normalise.judge(made) is None
    return normalise.finish(made)


def test_text_is_nfc_without_indent_or_invisible_characters_and_punctuation_as_written() -> None:
    blocks = [
        Block("paragraph", "\u3000\u3000代\u200b表（１２名）,cafe\u0301 \xa0 说。"),
        Block("paragraph", " \ufeff "),
    ]
    found = article(blocks=blocks)
    assert found.text == "代表（１２名）,café 说。"
    assert found.digests.text == normalise.digest(found.text.encode())


def test_the_record_says_where_it_stands() -> None:
    found = article(parse(PROFILE))
    assert (found.site, found.host, found.canonical_url) == ("yunxi", "www.yunxi.example", "yunxi.example/rd/1.html")
    assert found.id == normalise.article_id("yunxi", found.canonical_url)
    assert found.digests.payload == DIGEST
    assert article().site == "unknown"


@pytest.mark.parametrize("own", ["本网", "本站", "本网讯"])
def test_our_own_site_as_source_is_named_where_the_profile_is_known(own: str) -> None:
    lines = [f"来源：{own} 时间：2021-05-13"]
    found = article(parse(PROFILE), bylines=lines)
    assert (found.source, found.source_raw) == ("云溪县人民代表大会常务委员会", own)
    found = article(bylines=lines)
    assert (found.source, found.source_raw) == (own, own)


def test_a_source_of_the_meta_tags_counts_only_when_the_page_has_no_label() -> None:
    pairs = [Pair("ContentSource", "云溪日报", "meta[name=ContentSource]")]
    assert article(pairs=pairs).source == "云溪日报"
    found = article(pairs=pairs, bylines=["信息来源：  时间：2021-05-13"])
    assert (found.source, found.missing["source"]) == (None, "empty-label")


def test_the_meta_author_is_no_author_when_it_is_the_editor() -> None:
    pairs = [Pair("ColumnName", "代表工作", ""), Pair("Author", "方小舟", "meta[name=Author]")]
    assert [author.name for author in article(pairs=pairs).authors] == ["方小舟"]
    assert article(pairs=pairs, tail=["责任编辑：方小舟"]).authors == []
    assert article(pairs=pairs[1:]).authors == []  # without the government tag set it may be anything


def test_the_label_wins_over_the_list_and_the_list_over_meta_and_url() -> None:
    dates = [
        Dated("meta", "2021-05-20", "PubDate"),
        Dated("url", "2021/05/15", "path"),
        Dated("list", "05-12", "date column"),
    ]
    assert article(dates=dates, bylines=["时间：2021-05-13"]).published == "2021-05-13"
    assert article(dates=dates).published == "2021-05-12"
    assert article(dates=dates[:2]).published == "2021-05-15"  # generated later than the file
    assert article(dates=dates[:1]).published == "2021-05-20"
    assert {item.origin for item in article(dates=dates).date_candidates} == {"meta", "url", "list"}


def test_a_date_that_cannot_be_read_is_kept_and_a_reason_given() -> None:
    found = article(dates=[Dated("list", "05-12", "date column")], bylines=["时间：待定"], near="2021-05-12")
    assert found.published == "2021-05-12"  # the order of the listing completes the year
    found = article(dates=[Dated("list", "近期", "date column")], bylines=["时间：待定"])
    assert (found.published, found.missing["published"]) == (None, "no-date")
    assert [item.value for item in found.date_candidates] == [None, None]


def test_dates_behind_the_text_do_not_beat_the_one_above_it() -> None:
    found = article(bylines=["2021-05-13 云溪网"], tail=["发表时间：2021-05-14 9:51:00 责任编辑：方舟"])
    assert (found.published, found.editors) == ("2021-05-13", ["方舟"])


def test_names_in_the_text_are_added_once() -> None:
    found = article(bylines=["作者：方小舟"], trailers=["（记者 方小舟 通讯员 林一帆）"])
    assert [author.name for author in found.authors] == ["方小舟", "林一帆"]


def test_numbered_lines_in_a_row_are_a_list_and_before_text_headings() -> None:
    blocks = [Block("paragraph", text) for text in ("1.方小舟", "2.林一帆", "3.提出建议", "会议通过了报告。")]
    assert [p.kind for p in draft(blocks=blocks).paragraphs] == ["paragraph", "paragraph", "heading", "paragraph"]


@pytest.mark.parametrize(
    ("text", "level"),
    [
        ("一、总体情况", 1),
        ("十二、附则", 1),
        ("（三）主要做法", 2),
        ("2.加强监督", 3),
        ("一是加强监督。", None),
        ("2021.5", None),
        ("一、会议听取了报告，并作出决定。", None),
    ],
)
def test_a_heading_is_known_by_its_number(text: str, level: int | None) -> None:
    assert heading_level(text) == level


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"titles": []}, "no-title"),
        ({"blocks": []}, "no-body"),
        ({"blocks": [], "missing": {"text": "body-in-frame"}}, "body-in-frame"),
    ],
)
def test_what_is_no_article_is_a_named_failure(fields: dict[str, Any], reason: str) -> None:
    fault = normalise.judge(draft(**fields))
    assert fault is not None
    assert fault.reason == reason


@pytest.mark.parametrize(
    "fields",
    [
        {
            "blocks": [],
            "attachments": [Link(url="http://a.example/1.pdf", text="报告")],
            "missing": {"text": "attachment-only"},
        },
        {"blocks": [], "images": [Link(url="http://a.example/1.jpg", text="")]},
        {"blocks": [], "missing": {"text": "video"}},
    ],
)
def test_an_article_of_files_images_or_film_passes_with_its_reason(fields: dict[str, Any]) -> None:
    found = article(**fields)
    assert (found.text, found.missing["text"]) == ("", found.missing["text"])


def test_every_null_has_a_reason_and_every_value_its_evidence() -> None:
    found = article()
    for field in ("authors", "source", "published", "place"):
        assert found.missing[field] == "not-on-page"
    found = article(bylines=["来源：云溪日报 作者：方小舟 时间：2021-05-13"])
    assert not {"authors", "source", "published"} & set(found.missing)
    assert found.evidence["published"].raw == "2021-05-13"


def test_what_the_listing_and_the_meta_tags_say_otherwise_is_a_doubt_and_changes_nothing() -> None:
    found = draft(
        titles=["云溪:代表在行动"],
        row_title="云溪县人大召开会议",
        bylines=["来源：云溪日报 时间：2021-05-13"],
        pairs=[Pair("ContentSource", "云溪网", "meta"), Pair("ArticleTitle", "云溪：代表在行动", "meta")],
    )
    assert (found.title, found.source) == ("云溪:代表在行动", "云溪日报")
    assert found.doubts == {
        "title": "the page says 云溪:代表在行动; list 云溪县人大召开会议",
        "source": "the byline says 云溪日报; ContentSource 云溪网",
    }
