"""Is an article read right at its edges: what is missing, hidden, beside it or more than text?"""

from datetime import date

import pytest

from congress_crawler.extract import Row, read
from congress_crawler.items import Article, Unreadable
from tests.extract.material import PARAGRAPHS, SITE, TEXT, TITLE, URL, page


def article(body: bytes, url: str = URL, row: Row | None = None) -> Article:
    return read(body, url=url, row=row, captured=date(2021, 6, 1))


def texts(found: Article) -> list[str]:
    return [paragraph.text for paragraph in found.paragraphs]


def test_a_short_text_is_not_replaced_by_a_longer_notice_of_the_sidebar() -> None:
    notice = "<div class=r><p>本网站欢迎社会各界对代表工作提出意见和建议，来信来电均可，我们将认真办理。</p></div>"
    found = article(
        page(f"<h1>{TITLE}</h1><p>时间：2021-05-13</p><div class=con><p>今天上午，会议开幕。</p></div>{notice}")
    )
    assert texts(found) == ["今天上午，会议开幕。"]


def test_reader_comments_are_none_of_the_text() -> None:
    comments = "".join(
        f"<li class=comment-item><p>说得好，支持代表的建议，希望尽快落实到位。{n}</p></li>" for n in range(9)
    )
    found = article(
        page(f"<h1>{TITLE}</h1><p>时间：2021-05-13</p><div>{PARAGRAPHS}</div><ul class=comments>{comments}</ul>")
    )
    assert texts(found) == list(TEXT)


def test_hidden_text_is_left_out_but_a_hidden_body_is_found() -> None:
    hidden = "<p style='display: none'>这一段谁也看不见，是给机器的。</p>"
    found = article(page(f"<h1>{TITLE}</h1><p>时间：2021-05-13</p><div>{hidden}{PARAGRAPHS}</div>"))
    assert texts(found) == list(TEXT)
    found = article(page(f"<h1>{TITLE}</h1><p>时间：2021-05-13</p><div style='display:none'>{PARAGRAPHS}</div>"))
    assert texts(found) == list(TEXT)


def test_rows_of_a_table_of_figures_keep_their_cells() -> None:
    cells = (("th", "镇名", "建议"), ("td", "石桥镇", "12"), ("td", "柳林镇", "9"))
    table = "<table>" + "".join(f"<tr><{t}>{a}</{t}><{t}>{b}</{t}></tr>" for t, a, b in cells) + "</table>"
    found = article(page(f"<h1>{TITLE}</h1><p>时间：2021-05-13</p><div id=zoom><p>办理情况如下表。</p>{table}</div>"))
    assert [(p.kind, p.text) for p in found.paragraphs] == [
        ("paragraph", "办理情况如下表。"),
        ("table", "镇名\t建议"),
        ("table", "石桥镇\t12"),
        ("table", "柳林镇\t9"),
    ]


def test_headings_have_their_level_and_counted_sentences_stay_text() -> None:
    lines = ("一、走进社区", TEXT[1], "（一）听取汇报", f"一是{TEXT[2]}", "二、提出建议", TEXT[0])
    found = article(
        page(f"<h1>{TITLE}</h1><p>时间：2021-05-13</p><div>{''.join(f'<p>{line}</p>' for line in lines)}</div>")
    )
    assert [(p.kind, p.level) for p in found.paragraphs if p.kind == "heading"] == [
        ("heading", 1),
        ("heading", 2),
        ("heading", 1),
    ]
    assert texts(found) == list(lines)


def test_files_and_images_are_links_with_absolute_addresses() -> None:
    body = (
        f"<div id=zoom>{PARAGRAPHS}<p><img src='../up/1.jpg' alt='视察现场'><img src=/img/icon.gif></p></div>"
        "<p>附件：<a href=/up/f1.docx>视察方案.docx</a></p>"
    )
    found = article(page(f"<h1>{TITLE}</h1><p>时间：2021-05-13</p>{body}"))
    assert [(link.url, link.text) for link in found.images] == [("http://www.yunxi.example/up/1.jpg", "视察现场")]
    assert [(link.url, link.text) for link in found.attachments] == [
        ("http://www.yunxi.example/up/f1.docx", "视察方案.docx")
    ]


@pytest.mark.parametrize(
    ("inside", "reason"),
    [("<a href=/up/f1.pdf>视察报告</a>", "attachment-only"), ("<video src=/v/1.mp4></video>", "video")],
)
def test_an_article_without_text_says_why(inside: str, reason: str) -> None:
    found = article(page(f"<h1>{TITLE}</h1><p>时间：2021-05-13</p><div class=con>{inside}</div>"))
    assert (found.text, found.paragraphs, found.missing["text"]) == ("", [], reason)


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (f"<h1>{TITLE}</h1><p>时间：2021-05-13</p><div><iframe src=/doc/1.html></iframe></div>", "body-in-frame"),
        (f"<h1>{TITLE}</h1><p>时间：2021-05-13</p>", "no-body"),
    ],
)
def test_a_page_without_an_article_is_a_named_failure(body: str, reason: str) -> None:
    with pytest.raises(Unreadable) as fault:
        article(page(body))
    assert fault.value.reason == reason


def test_a_page_that_says_it_is_gone_inside_its_site_is_a_soft_404() -> None:
    with pytest.raises(Unreadable, match="soft-404"):
        article(page("<div class=con><p>该信息不存在或已删除</p></div>", title=SITE))


def test_nothing_is_invented_where_the_page_says_nothing() -> None:
    found = article(page(f"<h1>{TITLE}</h1><div id=zoom>{PARAGRAPHS}</div>"))
    assert (found.published, found.source, found.authors, found.editors) == (None, None, [], [])
    assert {name: found.missing[name] for name in ("published", "source", "authors")} == dict.fromkeys(
        ("published", "source", "authors"), "not-on-page"
    )


def test_empty_labels_and_unknown_markers_are_reasons() -> None:
    found = article(page(f"<h1>{TITLE}</h1><p>作者:佚名 来源:时间:2021-05-13点击:390</p>{PARAGRAPHS}"))
    assert (found.missing["authors"], found.missing["source"]) == ("unknown-marker", "empty-label")
    assert found.published == "2021-05-13"


def test_every_date_is_kept_with_its_origin_and_the_label_wins() -> None:
    head = '<meta name="PubDate" content="2021-05-20 10:00:00"><script>var fbrq = "2021年05月14日";</script>'
    row = Row(URL, TITLE, "05-12", "http://www.yunxi.example/rd/")
    found = article(
        page(f"<h1>{TITLE}</h1><p>时间：2021-05-13</p>{PARAGRAPHS}", head=head),
        url="http://www.yunxi.example/art/2021/5/15/art_1_2.html",
        row=row,
    )
    assert found.published == "2021-05-13"
    assert {(item.origin, item.value) for item in found.date_candidates} == {
        ("label", "2021-05-13"),
        ("meta", "2021-05-20T10:00:00+08:00"),
        ("script", "2021-05-14"),
        ("list", "2021-05-12"),
        ("url", "2021-05-15"),
    }


def test_the_day_a_page_was_generated_is_not_its_day_of_publication() -> None:
    head = '<meta name="PubDate" content="2021-05-20 10:00:00">'
    found = article(page(f"<h1>{TITLE}</h1>{PARAGRAPHS}", head=head), url="http://a.example/202105/t20210513_1.html")
    assert found.published == "2021-05-13"


def test_the_same_bytes_give_the_same_record() -> None:
    body = page(f"<h1>{TITLE}</h1><p>来源：云溪日报 时间：2021-05-13</p>{PARAGRAPHS}")
    assert article(body) == article(body)


def test_an_official_notice_keeps_its_addressee_its_facts_and_its_sign_off() -> None:
    lines = (
        "各镇人大主席团、各有关单位：",
        "现将视察活动有关事项通知如下。",
        "一、会议时间：2021年5月20日",
        "二、会议地点：县人大会议室",
        "云溪县人大常委会办公室",
        "2021年5月13日",
    )
    body = "".join(f"<p>{line}</p>" for line in lines)
    found = article(
        page(f"<h1>关于开展视察活动的通知</h1><p>时间：2021-05-14</p><div id=zoom>{body}</div>", title=SITE)
    )
    assert texts(found) == list(lines)
    assert found.published == "2021-05-14"
    assert [(author.name, author.kind) for author in found.authors] == [("云溪县人大常委会办公室", "organisation")]


def test_the_note_of_adoption_is_text_and_its_day_no_publication() -> None:
    note = "（2021年4月30日云溪县第十七届人民代表大会常务委员会第三十次会议通过）"
    found = article(page(f"<h1>关于批准财政决算的决议</h1><div id=zoom><p>{note}</p>{PARAGRAPHS}</div>", title=SITE))
    assert (texts(found)[0], found.published) == (note, None)
