"""Which phrases stand round the text of an article?

Every alternative of a pattern that is searched for begins with a plain character, so that the search skips to those
characters: a line of text costs about a microsecond.
"""

import re
from functools import cache


@cache
def contact() -> re.Pattern[str]:
    """Where to write or call."""
    return re.compile(r"联系电话\s*[:：]|电子邮箱\s*[:：]|邮编\s*[:：]|邮政编码\s*[:：]|地址\s*[:：]")


@cache
def adoption() -> re.Pattern[str]:
    """The day on which a law or a decision was adopted."""
    return re.compile(r"日.{0,60}(?:通过|批准|修正|修订|公布|施行|任命|免去)\s*[)）。]?\s*$")


@cache
def promotion() -> re.Pattern[str]:
    """An app to install, an account to follow, how to reprint."""
    return re.compile(
        r"想爆料|新闻热线\s?[:：]?\s?\d|点亮.{0,3}在看|手机看新闻|元/月|扫描.{0,8}二维码|点击.{0,6}(?:蓝字|阅读原文|关注)|更多.{0,12}(?:资讯|内容|新闻|报道|信息).{0,10}(?:下载|关注|点击|登录)|请下载.{0,12}(?:APP|客户端)|尽在.{2,14}(?:APP|客户端)|立即下载|安装.{0,10}客户端"
        r"|转载请注明|如有侵权|关注.{0,14}(?:公众号|微信号)|扫描?.{0,8}二维码.{0,6}(?:关注|下载|解锁)|【点击.{0,6}】|投稿请?(?:发|至)"
    )


@cache
def footer() -> re.Pattern[str]:
    """Copyright, registration, owner, disclaimer."""
    return re.compile(
        r"版权所有|版权与免责|版权及免责|版权和免责|版权声明|版权相关声明|免责声明|ICP\s*[备证]|公网安备|网站标识码|Copyright|copyright|COPYRIGHT"
        r"|All [Rr]ights [Rr]eserved|all rights reserved|©|主办(?:单位)?\s*[:：]|承办(?:单位)?\s*[:：]"
        r"|协办(?:单位)?\s*[:：]|维护单位\s*[:：]|建设单位\s*[:：]|技术支持\s*[:：]|网站地图|未经.{0,14}(?:授权|许可).{0,8}(?:不得|禁止|请勿|转载)|最佳(?:浏览)?效果"
        r"|建议使用.{0,24}浏览|违法和不良信息|投稿邮箱\s*[:：]|凡本[网站].{0,12}(?:注明|转载)"
        r"|许可证(?:号|编号)?\s*[:：]|反侵权公告|在本网|不代表本[网站]|本[网站].{0,12}仅供参考|本网原创新闻|本网欢迎|文责自负|举报虚假"
    )


@cache
def end() -> re.Pattern[str]:
    """Related links, comments, share bar, pager, print button."""
    return re.compile(
        r"[\s※■●◆▶>·【\[|]*(?:"
        r"相关(?:链接|新闻|阅读|信息|报道|文章|专题|稿件|推荐|评论|资讯|解读|内容|文件|图片)(?:\s*[】\]:：>]|\s*$)"
        r"|(?:延伸|推荐|扩展|关联|更多)阅读|(?:热门|热点|最新|精彩|网友|全部|发表|我要|查看)(?:推荐|评论|新闻|文章|留言|资讯)"
        r"|[\d,]+\s*条(?:评论|回复)|延伸\s*[·•]\s*推荐|评论\s*(?:[（(]\d*[)）])?\s*$|\d*\s*跟[帖贴]|我要跟帖|参与评论|特别声明|Notice\s*:"
        r"|猜你喜欢|为你推荐|我来说两句|上一[篇条]|下一[篇条]|分享(?:到|至|让|给|：|:|\s*$)|扫一扫|微信扫|手机扫|用微信|打印(?:本|此|\s*$)|打印\s"
        r"|关闭(?:本|窗口|此)|返回(?:顶部|首页|列表|上|页首)|本(?:篇|文|条)?新?闻?(?:热门)?关键词|关键词?字?\s*[:：>]|标签\s*[:：]"
        r"|\S{0,4}声明\s*[:：]|版权声明|免责声明|友情链接|网站导航|(?:您|你)此时的心情|附件信息|频道精选|今日导读|新闻排行"
        r")"
    )


@cache
def more() -> re.Pattern[str]:
    """A link at the end of a line that leads back or on."""
    return re.compile(
        r"(?:返回[\u4e00-\u9fff]{2,4}[，,]\s?)?(?:点击)?(?:查看更多|查看全文|阅读全文|阅读更多|展开全文)[>》]*$"
    )


@cache
def tool() -> re.Pattern[str]:
    """Widgets: fonts, share, pager, counters."""
    return re.compile(
        r"[\s【〖\[(（|]*(?:(?:文章|浏览|正文)?(?:字体|字号)(?:大小)?|T\s*\+|大\s*中\s*小|打印|关闭|上一页|下一页|末页|尾页|首页\s*$"
        r"|(?:分享至?|举报|图集|纠错|\+1|微信|微博|QQ空间|人人|空间|手机|更多|官方微信(?:平台)?|返回|语音|播放|朗读|收藏|推荐)"
        r"(?:[\s|>》:：到\]】)）]|$)|双击自动滚屏|视力保护|我要说说|无障碍|浏览(?:次数|量)|点击(?:数|量|率)?\s*[:：]"
        r"|阅读(?:次数|量)?\s*[:：]|访问量|暂无.{0,4}评论|正有.{0,8}评论|发表评论|查看评论|本文共\s?\d+\s?页|共\s?\d+\s?页\s|顶一下|踩一下|-{3,}\s?分隔线|复制链接|加入收藏|设为首页|有奖纠错|[小大]字[号体]|点击播报|听(?:全文|新闻)|收听)"
    )


@cache
def place() -> re.Pattern[str]:
    """当前位置 and its like."""
    return re.compile(
        r"当前的?\s*(?:位置|页面|栏目)|所在的?\s*(?:位置|页面|栏目)|现在的?\s*(?:位置|页面)|目前的?位置"
        r"|您(?:现在|当前|所在)|位置(?:提示|导航)?\s*[:：]"
    )


@cache
def path() -> re.Pattern[str]:
    """首页 > 栏目, or three stops between brackets that point right."""
    return re.compile(
        r"\s*(?:\S{0,8}网?站?)?(?:首\s*页|主页)\s*(?:[>＞»›→/\\]|--|-\s)"
        r"|\s*\S{1,12}\s*(?:>{1,2}|＞{1,2}|»|›)\s*\S{1,20}\s*(?:>{1,2}|＞{1,2}|»|›)"
    )


@cache
def label() -> re.Pattern[str]:
    """A byline label before a colon or a bar."""
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
def credit() -> re.Pattern[str]:
    """A label of an editor or a source, with its sign; an editor's may do without."""
    who = (
        r"(?:责\s?任?\s?|执行|值班|网络|本文|本期)?(?:编\s?辑|编\s?审|责\s?编)|审\s?核|[初复终一二三]\s?[审校]|校\s?对"
        r"|监\s?制|責任編輯|編輯"
    )
    whence = r"(?:本文|文章|信息|稿件|新闻|内容)?(?:来\s?源|來\s?源)于?|稿\s?源|出\s?处"
    sign = r"\s{0,3}[:：|｜︱丨/]"
    return re.compile(rf"[^\s:：，。()（）\[\]【】|]{{0,10}}?(?:{who})(?:{sign}|\s)|(?:{whence}){sign}")


@cache
def date() -> re.Pattern[str]:
    """Year, month and day in figures."""
    return re.compile(r"(?:19|20)\d\d\s*[-./年]\s*[01]?\d\s*[-./月]\s*[0-3]?\d")
