"""Is an article read right in each shape a page may have?"""

from datetime import date

import pytest

from congress_crawler.extract import Row, read
from congress_crawler.items import Article, Unreadable
from tests.extract.material import PARAGRAPHS, SITE, TEXT, TITLE, URL, page


def article(body: bytes, url: str = URL, row: Row | None = None) -> Article:
    return read(body, url=url, row=row, captured=date(2021, 6, 1))


def texts(found: Article) -> list[str]:
    return [paragraph.text for paragraph in found.paragraphs]


BODIES = {
    "paragraphs": f"<div class=TRS_Editor>{PARAGRAPHS}</div>",
    "lines in one cell": "<table><tr><td id=zoom>" + "<br>".join(f"　　{text}" for text in TEXT) + "</td></tr></table>",
    "double breaks": "<div class=con>" + "<br><br>&nbsp;&nbsp;&nbsp;&nbsp;".join(TEXT) + "</div>",
    "a block a line": "<div>" + "".join(f"<div><font size=4>　{text}</font></div>" for text in TEXT) + "</div>",
    "a row a line": "<table>" + "".join(f"<tr><td>　　{text}</td></tr>" for text in TEXT) + "</table>",
    "Word markup": "<div>" + "".join(f"<p class=MsoNormal><span>{t}<o:p></o:p></span></p>" for t in TEXT) + "</div>",
    "for desk and telephone": f"<div><div class=pc>{PARAGRAPHS}</div><div class=wap>{PARAGRAPHS}</div></div>",
    "box of links inside": f"<div>{PARAGRAPHS[:60]}</p><table><tr><td>今日焦点：</td></tr><tr><td><a href=/x>石桥镇召开"
    f"人代会推进民生实事</a></td></tr></table></div>".replace(PARAGRAPHS[:60], f"<p>{TEXT[0]}")
    + "".join(f"<p>{text}</p>" for text in TEXT[1:]),
}


@pytest.mark.parametrize("shape", BODIES)
def test_the_paragraphs_come_in_order_and_alone(shape: str) -> None:
    found = article(page(f"<div><h1>{TITLE}</h1><p>时间：2021-05-13</p>{BODIES[shape]}</div>"))
    assert texts(found) == list(TEXT)
    assert found.text == "\n".join(TEXT)
    assert found.title == TITLE


BYLINES = {
    "one line": "<p>来源：云溪日报 作者：方小舟 林一帆 时间：2021-05-13 08:30</p>",
    "spans that touch": "<p><span>来源：云溪日报</span><span>作者：方小舟 林一帆</span><span>时间：2021-05-13 08:30</span></p>",
    "cells": "<table><tr><td>来源：</td><td>云溪日报</td><td>作者：</td><td>方小舟 林一帆</td><td>时间：</td>"
    "<td>2021年5月13日 08:30</td></tr></table>",
    "list": "<ul><li>发布日期： 2021/5/13 08:30</li><li>稿件来源： 云溪日报</li><li>作 者： 方小舟、林一帆</li></ul>",
    "no labels": "<div>方小舟 林一帆 云溪日报 2021.05.13 08:30</div>",
    "widgets between": "<div>来源：云溪日报</div><div>字号：[大 中 小]</div><div>作者：方小舟 林一帆</div>"
    "<div><a href=#>打印</a></div><div>发布时间：2021-05-13 08:30</div>",
}


@pytest.mark.parametrize("shape", BYLINES)
def test_the_byline_is_read_however_it_is_laid_out(shape: str) -> None:
    found = article(page(f"<h1>{TITLE}</h1>{BYLINES[shape]}<div id=zoom>{PARAGRAPHS}</div>"))
    assert [author.name for author in found.authors] == ["方小舟", "林一帆"]
    assert found.source == "云溪日报"
    assert found.published == "2021-05-13T08:30+08:00"
    assert texts(found) == list(TEXT)


HEADLINES = {
    "two lines in one block": f"<p class=bt>{TITLE}<br>把服务送到家门口</p>",
    "two headings": f"<h1>{TITLE}</h1><h2>把服务送到家门口</h2>",
    "a dash": f"<div class=title>{TITLE}</div><div>——把服务送到家门口</div>",
}


@pytest.mark.parametrize("shape", HEADLINES)
@pytest.mark.parametrize("tag", [SITE, f"{TITLE}-{SITE}", f"{TITLE}_代表工作_{SITE}"])
def test_title_and_subtitle_are_told_apart(shape: str, tag: str) -> None:
    body = f"<div>{HEADLINES[shape]}<p>时间：2021-05-13</p><div id=zoom>{PARAGRAPHS}</div></div>"
    found = article(page(body, title=tag))
    assert found.title == TITLE
    assert (found.subtitle or "").lstrip("—") == "把服务送到家门口"


def test_a_title_of_two_lines_that_the_meta_tag_joins_is_one_title() -> None:
    head = f'<meta name="ArticleTitle" content="{TITLE}情况的报告">'
    found = article(page(f"<h1>{TITLE}<br>情况的报告</h1><p>时间：2021-05-13</p>{PARAGRAPHS}", head=head))
    assert (found.title, found.subtitle) == (f"{TITLE} 情况的报告", None)


def test_the_page_says_its_title_twice_and_it_is_no_subtitle() -> None:
    found = article(page(f"<h1>{TITLE}</h1><h1>{TITLE}</h1><p>时间：2021-05-13</p>{PARAGRAPHS}"))
    assert (found.title, found.subtitle) == (TITLE, None)


@pytest.mark.parametrize(
    "crumb",
    [
        "<p>当前位置：<a href=/>首页</a> &gt; <a href=/3>代表工作</a> &gt; <a href=/31>视察调研</a> &gt; 正文</p>",
        "<div>您所在的位置：<a href=/>首页</a>&gt;&gt;<a href=/3>代表工作</a>&gt;&gt;<a href=/31>视察调研</a></div>",
        "<div>当前位置：</div><ul><li><a href=/>首页</a></li><li><a href=/3>代表工作</a></li>"
        "<li><a href=/31>视察调研</a></li></ul>",
        "<span>首页 » 代表工作 » 视察调研</span>",
    ],
)
def test_the_section_is_the_breadcrumb_without_the_home_page(crumb: str) -> None:
    assert article(page(f"{crumb}<h1>{TITLE}</h1><p>时间：2021-05-13</p>{PARAGRAPHS}")).section == [
        "代表工作",
        "视察调研",
    ]


def test_the_table_of_facts_above_a_headline_is_part_of_the_byline() -> None:
    facts = (
        "<table><tr><td>索 引 号：</td><td>0100/2021-00012</td><td>发布机构：</td><td>云溪县人大常委会办公室</td></tr>"
        "<tr><td>发布日期：</td><td>2021-05-13</td><td>文号：</td><td>无</td></tr></table>"
    )
    found = article(page(f"{facts}<h1>{TITLE}</h1><div id=zoom>{PARAGRAPHS}</div>"))
    assert [(author.name, author.kind) for author in found.authors] == [("云溪县人大常委会办公室", "organisation")]
    assert found.published == "2021-05-13"


def test_what_stands_behind_the_text_names_its_editor_and_is_none_of_it() -> None:
    behind = "<p>（记者 方小舟 通讯员 林一帆）</p><p>责任编辑：王石</p><p>相关链接：</p><p><a href=/3>石桥镇召开人代会</a></p>"
    found = article(page(f"<h1>{TITLE}</h1><p>时间：2021-05-13</p><div id=zoom>{PARAGRAPHS}{behind}</div>"))
    assert [(author.name, author.role) for author in found.authors] == [
        ("方小舟", "reporter"),
        ("林一帆", "correspondent"),
    ]
    assert found.editors == ["王石"]
    assert texts(found) == [*TEXT, "（记者 方小舟 通讯员 林一帆）"]


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
    table = "<table><tr><th>镇名</th><th>建议</th></tr><tr><td>石桥镇</td><td>12</td></tr><tr><td>柳林镇</td><td>9</td></tr></table>"
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
