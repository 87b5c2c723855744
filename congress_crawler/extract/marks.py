"""What kind of line is this: text, or one of the things that stand round a text?"""

import re
from functools import lru_cache

from congress_crawler.extract import phrases
from congress_crawler.extract.sheet import Line

PUNCTUATION = re.compile(r"[，。；！？、,;]")
STOPS = re.compile(r"[。！？；…”）)]$")
LONGEST_MARK = 60  # characters: a line that only marks something is short; in longer ones the words are content
LONGEST_FOOTER = 200
CAPTIONED = "▲△▼"  # signs of a caption
LABEL = "\0"  # what stands for a label: no line has one
VALUE = 34  # characters behind a label, with blanks and brackets
SAID = re.compile(r"[:：，。；]")
MORE = ("更多", "全文", ">", "》")
SEEN = 2048  # lines remembered: the lines of a template come back on every page of a site

# A character of one of these sets must be there before a slower pattern is tried.
CRUMBY = re.compile(r"[>＞»›→置页您]")
EDITED = re.compile(r"[编審审源处校監监輯]")


def is_linked(line: Line) -> bool:
    """Whether much of a line is links: navigation, share bars, lists of other articles with their dates."""
    return line.links * 5 >= len(line.text) * 2


@lru_cache(SEEN)
def is_footer(text: str) -> bool:
    """Whether a line belongs to the footer of a site.

    >>> is_footer("版权所有:某某市人民代表大会 鲁ICP备05034806号"), is_footer("会议听取了版权工作情况的报告。")
    (True, False)
    """
    return len(text) < LONGEST_FOOTER and phrases.footer().search(text) is not None


@lru_cache(SEEN)
def is_end(text: str) -> bool:
    """Whether the article is over with this line: related links, comments, share bar, counter, print button.

    >>> is_end("相关链接："), is_end("扫一扫在手机打开当前页"), is_end("分享到："), is_end("相关部门负责人参加会议。")
    (True, True, True, False)
    """
    return len(text) <= LONGEST_MARK and phrases.end().match(text) is not None


@lru_cache(SEEN)
def is_tool(text: str) -> bool:
    """Whether a line is a widget: font size, print, pager, counter.

    >>> is_tool("字号：〖大 中 小〗"), is_tool("上一页 123 下一页"), is_tool("【打印】 【关闭】")
    (True, True, True)
    """
    return len(text) <= LONGEST_MARK and phrases.tool().match(text) is not None


@lru_cache(SEEN)
def is_crumb(text: str) -> bool:
    """Whether a line tells where the page stands in its site.

    >>> is_crumb("当前位置: 首页>> 市县人大>> 工作剪影"), is_crumb("首页 > 要闻动态 > 市县")
    (True, True)
    """
    if len(text) > 150 or CRUMBY.search(text) is None:
        return False
    return phrases.place().search(text) is not None or phrases.path().match(text) is not None


@lru_cache(SEEN)
def is_labelled(text: str) -> bool:
    """Whether a line has a byline label: 来源, 作者, 时间, 责任编辑 … before a colon or a bar.

    >>> is_labelled("来 源：某某日报"), is_labelled("会议的时间定在六月。")
    (True, False)
    """
    return len(text) <= LONGEST_FOOTER and phrases.label().search(text) is not None


@lru_cache(SEEN)
def only_editor_or_source(text: str) -> bool:
    """Whether a line says who edited or where it came from and nothing else: no part of the text.

    >>> [only_editor_or_source(line) for line in ("（责任编辑：方小舟）", "[稿源：云溪网]", "作者：方小舟")]
    [True, True, False]
    """
    if len(text) > LONGEST_MARK or EDITED.search(text) is None:
        return False
    rest = phrases.credit().sub(LABEL, text.removeprefix("【纠错】")).lstrip("(（[【 ")
    return rest.startswith(LABEL) and all(len(value) <= VALUE and not SAID.search(value) for value in rest.split(LABEL))


@lru_cache(SEEN)
def is_promotion(text: str) -> bool:
    """Whether a line advertises the site: an app to install, an account to follow, how to reprint.

    >>> is_promotion("（更多内容请继续关注 某某网 www.example.cn）"), is_promotion("转载请注明出处：某某网")
    (True, True)
    """
    return len(text) <= 90 and text[0] not in CAPTIONED and phrases.promotion().search(text) is not None


@lru_cache(SEEN)
def has_date(text: str) -> bool:
    """Whether a line has a full date in figures.

    >>> has_date("2016-06-03 09:12"), has_date("2012/1/12 17:21:00 云溪网"), has_date("第十三届人民代表大会")
    (True, True, False)
    """
    return len(text) <= LONGEST_FOOTER and phrases.date().search(text) is not None


@lru_cache(SEEN)
def is_dated(text: str) -> bool:
    """Whether a line is a date with little beside it: a byline without labels, or a row of a list.

    >>> is_dated("2016-06-03 09:12 云溪日报"), is_dated("（2007年6月29日第十届人大常委会第二十八次会议通过）")
    (True, False)
    """
    return has_date(text) and len(text) <= LONGEST_MARK and not is_adoption(text)


@lru_cache(SEEN)
def is_contact(text: str) -> bool:
    """Whether a line says where to write or call: of the footer, or of a notice; no proof of a text, nor of its end."""
    return len(text) < LONGEST_FOOTER and phrases.contact().search(text) is not None


def without_more(text: str) -> str:
    """A line without the link at its end that leads back or on.

    >>> without_more("供稿：县人大办返回首页，查看更多"), without_more("会议要求查看更多的材料")
    ('供稿：县人大办', '会议要求查看更多的材料')
    """
    found = phrases.more().search(text) if text.endswith(MORE) else None
    return text[: found.start()].rstrip() if found else text


def is_adoption(text: str) -> bool:
    """Whether a line says when a law or a decision was adopted: part of the text, no date of publication."""
    return phrases.adoption().search(text) is not None
