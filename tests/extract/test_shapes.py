"""Is an article read right in each shape a page may have?"""

from datetime import date

import pytest

from congress_crawler.extract import Row, read
from congress_crawler.items import Article
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
    "spans that touch": "<p><span>来源：云溪日报</span><span>作者：方小舟 林一帆</span>"
    "<span>时间：2021-05-13 08:30</span></p>",
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
        "<div>当前位置：</div><ul><li><a>首页</a></li><li><a>代表工作</a></li><li><a>视察调研</a></li></ul>",
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
    behind = "<p>（记者 方小舟 通讯员 林一帆）</p><p>责任编辑：王石</p><p>相关链接：</p><p><a>石桥镇召开人代会</a></p>"
    found = article(page(f"<h1>{TITLE}</h1><p>时间：2021-05-13</p><div id=zoom>{PARAGRAPHS}{behind}</div>"))
    assert [(author.name, author.role) for author in found.authors] == [
        ("方小舟", "reporter"),
        ("林一帆", "correspondent"),
    ]
    assert found.editors == ["王石"]
    assert texts(found) == [*TEXT, "（记者 方小舟 通讯员 林一帆）"]


def test_a_line_below_a_picture_that_tells_what_it_shows_is_its_caption() -> None:
    below = "<p align=center><img src=/p.jpg width=600></p><p>图为代表在云溪村走访。方小舟 摄</p>"
    found = article(page(f"<h1>{TITLE}</h1><p>时间：2021-05-13</p><div>{PARAGRAPHS}{below}</div>"))
    assert [(part.kind, part.text) for part in found.paragraphs][-1] == ("caption", "图为代表在云溪村走访。方小舟 摄")


def test_a_kicker_may_stand_in_a_block_of_its_own() -> None:
    above = "<p class=yinti>云溪县人大常委会开展专题询问</p>"
    found = article(page(f"<div>{above}<h1>{TITLE}</h1><p>时间：2021-05-13</p></div><div>{PARAGRAPHS}</div>"))
    assert (found.kicker, found.title) == ("云溪县人大常委会开展专题询问", TITLE)


@pytest.mark.parametrize("href", ["/files/a.doc?v=2", "/module/downfile.jsp?classid=0&id=7", "a.PDF"])
def test_a_link_to_a_file_is_an_attachment_and_its_line_stays(href: str) -> None:
    body = f'<div>{PARAGRAPHS}<p><a href="{href}">附件：代表建议办理情况表</a></p><p>2021年5月12日</p></div>'
    found = article(page(f"<h1>{TITLE}</h1><p>时间：2021-05-13</p>{body}"))
    assert [link.text for link in found.attachments] == ["附件：代表建议办理情况表"]
    assert texts(found) == [*TEXT, "附件：代表建议办理情况表", "2021年5月12日"]


def test_one_short_paragraph_keeps_what_is_above_and_who_signs_below() -> None:
    law = "《云溪市城镇管理条例》已经会议通过，现予公布。"
    body = f"<td><p>第七号</p><p>{law}</p><p>云溪市人大常委会</p><p>2021年5月12日</p></td>"
    found = article(
        page(f"<h1>云溪市人民代表大会常务委员会公告</h1><p>时间：2021-05-13</p><table><tr>{body}</tr></table>")
    )
    assert texts(found) == [
        "第七号",
        "《云溪市城镇管理条例》已经会议通过，现予公布。",
        "云溪市人大常委会",
        "2021年5月12日",
    ]


def test_an_organ_over_the_kind_of_its_paper_is_one_title() -> None:
    head = "<div class=h><b>云溪市人民代表大会常务委员会<br>任免名单</b></div><div>2021-05-13 字体：大 中 小</div>"
    found = article(page(f"{head}<div>{PARAGRAPHS}</div>", title=SITE))
    assert (found.title, found.published) == ("云溪市人民代表大会常务委员会任免名单", "2021-05-13")


def test_the_masthead_of_a_digital_paper_dates_its_articles() -> None:
    head = "<div>2021年05月13日 星期四 上一期 下一期</div><div>第04版：代表工作</div>"
    found = article(page(f"{head}<h1>{TITLE}</h1><div>作者：方小舟 来源：云溪日报</div><div>{PARAGRAPHS}</div>"))
    assert (found.published, found.evidence["published"].locator) == ("2021-05-13", "masthead")


def test_the_day_of_the_visit_in_a_header_is_no_date_of_the_article() -> None:
    found = article(page(f"<div>今天是2021年05月13日 星期四</div><h1>{TITLE}</h1><p>作者：方小舟</p>{PARAGRAPHS}"))
    assert (found.published, found.missing["published"]) == (None, "not-on-page")


def test_facts_in_cells_of_their_own_are_read_without_colons() -> None:
    cells = "<tr><th>发布机构</th><td>云溪市人大常委会办公室</td><th>发布日期</th><td>2021年05月13日</td></tr>"
    found = article(page(f"<table>{cells}</table><h1>{TITLE}</h1><div>{PARAGRAPHS}</div>"))
    assert ([author.name for author in found.authors], found.published) == (["云溪市人大常委会办公室"], "2021-05-13")


BOX = (
    "<div class=more><h5>延伸阅读</h5><p><a href=/2>石桥镇代表在行动</a></p><p><a href=/3>人代会日程公布</a></p></div>"
)


def test_the_text_goes_on_behind_a_box_of_links_inside_it() -> None:
    first, second = TEXT[:2], TEXT[2:]
    body = "".join(f"<p>{text}</p>" for text in first) + BOX + "".join(f"<p>{text}</p>" for text in second)
    found = article(page(f"<h1>{TITLE}</h1><p>时间：2021-05-13</p><div>{body}</div>"))
    assert texts(found) == list(TEXT)


def test_the_text_ends_at_a_box_that_nothing_follows() -> None:
    after = (
        "<div class=say><p>网友评论：代表们的建议很好，希望能够早一点落实，让老人们都吃上热饭，住得也安心。</p></div>"
    )
    found = article(page(f"<h1>{TITLE}</h1><p>时间：2021-05-13</p><div>{PARAGRAPHS}{BOX}{after}</div>"))
    assert texts(found) == list(TEXT)


def test_a_headline_that_links_to_its_own_page_is_the_headline() -> None:
    head = f"<h1><a href=/>云溪人大的博客</a></h1><h2><a href={URL}>{TITLE}</a></h2>"
    found = article(
        page(f"{head}<div>{PARAGRAPHS}</div><p>posted @ 2021-05-13 08:30</p>", title=f"{TITLE} - 云溪人大的博客")
    )
    assert (found.title, found.published) == (TITLE, "2021-05-13T08:30+08:00")


def test_a_title_with_literal_markup_is_read_without_it() -> None:
    found = article(page(f"<div>{PARAGRAPHS}</div>", title=f"&lt;b&gt;{TITLE}&lt;/b&gt;_云溪人大网"))
    assert found.title == TITLE


def test_a_line_that_leads_back_or_on_ends_before_it() -> None:
    tail = "<p>供稿：云溪县人大常委会办公室<a href=/>返回首页，查看更多</a></p>"
    found = article(page(f"<h1>{TITLE}</h1><p>时间：2021-05-13</p><div>{PARAGRAPHS}{tail}</div>"))
    assert [author.name for author in found.authors] == ["云溪县人大常委会办公室"]
    assert texts(found)[-1] == "供稿：云溪县人大常委会办公室"


def test_an_abstract_and_its_keywords_belong_to_a_study() -> None:
    body = f"<p>内容提要：本文考察乡镇人大。</p><p>关键词：乡镇人大；代表</p>{PARAGRAPHS}"
    found = article(page(f"<h1>{TITLE}</h1><p>时间：2021-05-13</p><div>{body}</div>"))
    assert texts(found) == ["内容提要：本文考察乡镇人大。", "关键词：乡镇人大；代表", *TEXT]


def test_a_page_without_a_name_takes_the_line_over_its_text() -> None:
    body = f"<table><tr><td><p>{TITLE}</p>{PARAGRAPHS}<p>2021年5月13日</p></td></tr></table>"
    found = article(page(body, title="新网页 1"))
    assert (found.title, found.published) == (TITLE, "2021-05-13")
    assert found.evidence["published"].locator == "sign-off"


def test_a_signing_date_gives_way_to_every_other_date() -> None:
    body = f"<h1>{TITLE}</h1><div>{PARAGRAPHS}<p>2021年5月11日</p></div>"
    assert read(page(body), url="http://www.yunxi.example/2021/05/13/c_1.html").published == "2021-05-13"


def test_a_summary_that_repeats_how_the_text_begins_is_none_of_it() -> None:
    body = f"<div><p>{TEXT[0][:30]}</p>{PARAGRAPHS}</div>"
    assert texts(article(page(f"<h1>{TITLE}</h1><p>时间：2021-05-13</p>{body}"))) == list(TEXT)


def test_source_author_and_editor_in_one_line_are_no_text() -> None:
    tail = "<p>本文来源：云溪日报 作者：方小舟 责任编辑：林帆</p>"
    found = article(page(f"<h1>{TITLE}</h1><p>时间：2021-05-13</p><div>{PARAGRAPHS}{tail}</div>"))
    assert (texts(found), found.source, found.editors) == (list(TEXT), "云溪日报", ["林帆"])


@pytest.mark.parametrize(
    "how", ["class=print-only", "class='x visible-print-block'", "hidden", "style='display: none'"]
)
def test_what_is_not_seen_on_a_screen_is_no_text(how: str) -> None:
    body = f"<div {how}><p>打印版：云溪县人大网，欢迎关注，更多内容在这里，请查看。</p></div>{PARAGRAPHS}"
    assert texts(article(page(f"<h1>{TITLE}</h1><p>时间：2021-05-13</p><div>{body}</div>"))) == list(TEXT)


def test_a_summary_in_a_box_of_its_own_is_no_text() -> None:
    body = f"<div class=yd>核心提示：代表建议补齐养老服务的短板，让老人满意。</div><div class=con>{PARAGRAPHS}</div>"
    assert texts(article(page(f"<div><h1>{TITLE}</h1><p>时间：2021-05-13</p>{body}</div>"))) == list(TEXT)


def test_a_byline_said_once_more_below_the_text_is_no_text() -> None:
    again = "<p>来源：云溪日报</p><p>作者：方小舟 林一帆</p><p>编辑：redcloud</p>"
    line = "<p>来源：云溪日报 作者：方小舟 林一帆 编辑：redcloud 2021-05-13</p>"
    found = article(page(f"<h1>{TITLE}</h1>{line}<div>{PARAGRAPHS}{again}</div>"))
    assert (texts(found), found.editors) == (list(TEXT), ["redcloud"])


def test_the_second_bracket_of_a_lead_may_name_the_writers() -> None:
    lead = f"<p>云溪网讯（云溪晚报）（记者方小舟 通讯员林一帆）{TEXT[0]}</p>"
    found = article(page(f"<h1>{TITLE}</h1><p>时间：2021-05-13</p><div>{lead}{PARAGRAPHS}</div>"))
    assert [author.name for author in found.authors] == ["方小舟", "林一帆"]


def test_the_date_of_a_comment_below_is_no_date_of_the_article() -> None:
    below = "<div class=say><p>2021-05-14 10:22:31</p><p>说得好。</p></div>"
    found = article(page(f"<h1>{TITLE}</h1><p>作者：方小舟</p><div>{PARAGRAPHS}</div>{below}"))
    assert (found.published, found.missing["published"]) == (None, "not-on-page")
