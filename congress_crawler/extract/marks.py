"""What kind of line is this: text, or one of the things that stand round a text?"""

import re
from functools import cache, lru_cache

from congress_crawler.extract.sheet import Line

PUNCTUATION = re.compile(r"[，。；！？、,;]")
STOPS = re.compile(r"[。！？；…”）)]$")
LONGEST_MARK = 60  # characters: a line that only marks something is short; in longer ones the words are content
LONGEST_FOOTER = 200
SEEN = 2048  # lines remembered: the lines of a template come back on every page of a site

# Every alternative below begins with a plain character, so that the search skips to those characters: a line of text
# costs about a microsecond. A character of one of these sets must be there before a slower pattern is tried.
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
    return len(text) < LONGEST_FOOTER and _footer().search(text) is not None


@lru_cache(SEEN)
def is_end(text: str) -> bool:
    """Whether the article is over with this line: related links, comments, share bar, counter, print button.

    >>> is_end("相关链接："), is_end("扫一扫在手机打开当前页"), is_end("分享到："), is_end("相关部门负责人参加会议。")
    (True, True, True, False)
    """
    return len(text) <= LONGEST_MARK and _end().match(text) is not None


@lru_cache(SEEN)
def is_tool(text: str) -> bool:
    """Whether a line is a widget: font size, print, pager, counter.

    >>> is_tool("字号：〖大 中 小〗"), is_tool("上一页 123 下一页"), is_tool("【打印】 【关闭】")
    (True, True, True)
    """
    return len(text) <= LONGEST_MARK and _tool().match(text) is not None


@lru_cache(SEEN)
def is_crumb(text: str) -> bool:
    """Whether a line tells where the page stands in its site.

    >>> is_crumb("当前位置: 首页>> 市县人大>> 工作剪影"), is_crumb("首页 > 要闻动态 > 市县")
    (True, True)
    """
    if len(text) > 150 or CRUMBY.search(text) is None:
        return False
    return _place().search(text) is not None or _path().match(text) is not None


@lru_cache(SEEN)
def is_labelled(text: str) -> bool:
    """Whether a line has a byline label: 来源, 作者, 时间, 责任编辑 … before a colon or a bar.

    >>> is_labelled("来 源：某某日报"), is_labelled("会议的时间定在六月。")
    (True, False)
    """
    return len(text) <= LONGEST_FOOTER and _label().search(text) is not None


@lru_cache(SEEN)
def only_editor_or_source(text: str) -> bool:
    """Whether a line says who edited or where it came from and nothing else: no part of the text.

    >>> [only_editor_or_source(line) for line in ("（责任编辑：方小舟）", "[稿源：云溪网]", "作者：方小舟")]
    [True, True, False]
    """
    if len(text) > LONGEST_MARK or EDITED.search(text) is None:
        return False
    return _only().fullmatch(text.removeprefix("【纠错】")) is not None


@lru_cache(SEEN)
def is_promotion(text: str) -> bool:
    """Whether a line advertises the site: an app to install, an account to follow, how to reprint.

    >>> is_promotion("（更多内容请继续关注 某某网 www.example.cn）"), is_promotion("转载请注明出处：某某网")
    (True, True)
    """
    return len(text) <= 90 and _promotion().search(text) is not None


@lru_cache(SEEN)
def has_date(text: str) -> bool:
    """Whether a line has a full date in figures.

    >>> has_date("2016-06-03 09:12"), has_date("2012/1/12 17:21:00 云溪网"), has_date("第十三届人民代表大会")
    (True, True, False)
    """
    return len(text) <= LONGEST_FOOTER and _date().search(text) is not None


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
    return len(text) < LONGEST_FOOTER and _contact().search(text) is not None


@cache
def _contact() -> re.Pattern[str]:
    return re.compile(r"联系电话\s*[:：]|电子邮箱\s*[:：]|邮编\s*[:：]|邮政编码\s*[:：]|地址\s*[:：]")


def is_adoption(text: str) -> bool:
    """Whether a line says when a law or a decision was adopted: part of the text, no date of publication."""
    return _adoption().search(text) is not None


@cache
def _adoption() -> re.Pattern[str]:
    return re.compile(r"日.{0,60}(?:通过|批准|修正|修订|公布|施行|任命|免去)\s*[)）。]?\s*$")


@cache
def _promotion() -> re.Pattern[str]:
    return re.compile(
        r"更多.{0,12}(?:资讯|内容|新闻|报道|信息).{0,10}(?:下载|关注|点击|登录)|请下载.{0,12}(?:APP|客户端)|立即下载|安装.{0,10}客户端"
        r"|转载请注明|如有侵权|关注.{0,14}(?:公众号|微信号)|扫描?.{0,8}二维码.{0,6}(?:关注|下载|解锁)|【点击.{0,6}】|投稿请?(?:发|至)"
    )


@cache
def _footer() -> re.Pattern[str]:
    return re.compile(
        r"版权所有|版权与免责|版权及免责|版权和免责|版权声明|版权相关声明|免责声明|ICP\s*[备证]|公网安备|网站标识码|Copyright|copyright|COPYRIGHT"
        r"|All [Rr]ights [Rr]eserved|all rights reserved|©|主办(?:单位)?\s*[:：]|承办(?:单位)?\s*[:：]"
        r"|协办(?:单位)?\s*[:：]|维护单位\s*[:：]|建设单位\s*[:：]|技术支持\s*[:：]|网站地图|未经.{0,14}(?:授权|许可).{0,8}(?:不得|禁止|请勿|转载)|最佳(?:浏览)?效果"
        r"|建议使用.{0,24}浏览|违法和不良信息|投稿邮箱\s*[:：]|凡本[网站].{0,12}(?:注明|转载)"
        r"|许可证(?:号|编号)?\s*[:：]|反侵权公告|在本网|不代表本[网站]|本网原创新闻|本网欢迎|文责自负|举报虚假"
    )


@cache
def _end() -> re.Pattern[str]:
    return re.compile(
        r"[\s※■●◆▶>·【\[|]*(?:"
        r"相关(?:链接|新闻|阅读|信息|报道|文章|专题|稿件|推荐|评论|资讯|解读|内容|文件|图片)(?:\s*[】\]:：>]|\s*$)"
        r"|(?:延伸|推荐|扩展|关联|更多)阅读|(?:热门|热点|最新|精彩|网友|全部|发表|我要|查看)(?:推荐|评论|新闻|文章|留言|资讯)"
        r"|[\d,]+\s*条(?:评论|回复)|延伸\s*[·•]\s*推荐|评论\s*(?:[（(]\d*[)）])?\s*$|\d*\s*跟[帖贴]|我要跟帖|参与评论|特别声明|Notice\s*:"
        r"|猜你喜欢|为你推荐|我来说两句|上一[篇条]|下一[篇条]|分享(?:到|至|：|:|\s*$)|扫一扫|微信扫|手机扫|用微信|打印(?:本|此|\s*$)|打印\s"
        r"|关闭(?:本|窗口|此)|返回(?:顶部|首页|列表|上|页首)|本(?:篇|文|条)?新?闻?(?:热门)?关键词|关键词?字?\s*[:：>]|标签\s*[:：]"
        r"|声明\s*[:：]|版权声明|免责声明|友情链接|网站导航|(?:您|你)此时的心情|附件信息|频道精选|今日导读|新闻排行"
        r")"
    )


@cache
def _tool() -> re.Pattern[str]:
    return re.compile(
        r"[\s【〖\[(（|]*(?:(?:文章|浏览|正文)?(?:字体|字号)(?:大小)?|T\s*\+|大\s*中\s*小|打印|关闭|上一页|下一页|末页|尾页|首页\s*$"
        r"|(?:分享至?|举报|图集|纠错|\+1|微信|微博|QQ空间|人人|空间|手机|更多|官方微信(?:平台)?|返回|语音|播放|朗读|收藏|推荐)"
        r"(?:[\s|>》:：到\]】)）]|$)|双击自动滚屏|视力保护|我要说说|无障碍|浏览(?:次数|量)|点击(?:数|量|率)?\s*[:：]"
        r"|阅读(?:次数|量)?\s*[:：]|访问量|暂无.{0,4}评论|正有.{0,8}评论|发表评论|查看评论|复制链接|加入收藏|设为首页|有奖纠错)"
    )


@cache
def _place() -> re.Pattern[str]:
    return re.compile(
        r"当前的?\s*(?:位置|页面|栏目)|所在的?\s*(?:位置|页面|栏目)|现在的?\s*(?:位置|页面)|目前的?位置"
        r"|您(?:现在|当前|所在)|位置(?:提示|导航)?\s*[:：]"
    )


@cache
def _path() -> re.Pattern[str]:
    """首页 > 栏目, or three stops between brackets that point right."""
    return re.compile(
        r"\s*(?:\S{0,8}网?站?)?(?:首\s*页|主页)\s*(?:[>＞»›→/\\]|--|-\s)"
        r"|\s*\S{1,12}\s*(?:>{1,2}|＞{1,2}|»|›)\s*\S{1,20}\s*(?:>{1,2}|＞{1,2}|»|›)"
    )


@cache
def _label() -> re.Pattern[str]:
    words = (
        *(
            "来源",
            "稿源",
            "出处",
            "来自",
            "转自",
            "來源",
            "作者",
            "供稿",
            "撰稿",
            "采写",
            "执笔",
            "记者",
            "通讯员",
            "编辑",
        ),
        *("責任編輯", "編輯", "责编", "审核", "初审", "终审", "编审", "一审", "二审", "三审", "时间", "日期", "時間"),
        *(
            "发表于",
            "发布于",
            "发布单位",
            "供稿单位",
            "报送单位",
            "作者单位",
            "发布机构",
            "发文机关",
            "发文机构",
            "制发机关",
            "录入",
            "校对",
            "监制",
        ),
    )
    spaced = "|".join(r"\s{0,4}".join(word) for word in words)
    return re.compile(rf"(?:{spaced})\s*(?:人|于)?\s*[:：︰|｜︱丨/]")


@cache
def _only() -> re.Pattern[str]:
    who = (
        r"(?:责\s*任?\s*|执行|值班|网络|本文|本期)?(?:编\s*辑|编\s*审|责\s*编)|审\s*核|[初复终一二三]\s*[审校]|校\s*对"
        r"|监\s*制|責任編輯|編輯"
    )
    whence = r"(?:本文|文章|信息|稿件|新闻|内容)?(?:来\s*源|來\s*源)(?:于)?|稿\s*源|出\s*处"
    value = r"[^:：，。；]{0,30}?"
    part = rf"(?:[^\s:：，。]{{0,10}}?(?:{who})(?:\s*[:：|︱丨/]|\s+){value}|(?:{whence})\s*[:：|︱丨/]{value})"
    return re.compile(rf"[(（\[【\s]*(?:{part})(?:[\s)）\]】|]+(?:{part}))*[)）\]】\s]*")


@cache
def _date() -> re.Pattern[str]:
    return re.compile(r"(?:19|20)\d\d\s*[-./年]\s*[01]?\d\s*[-./月]\s*[0-3]?\d")
