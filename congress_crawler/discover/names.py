"""Is this the name of the county/city section of a congress site, or of a part of it?"""

import re
import unicodedata
from functools import cache, lru_cache

from congress_crawler.lexicon.divisions import called, named
from congress_crawler.lexicon.words import lines

LONGEST = 16  # characters of a folded name; longer ones are headlines
INNER = 8  # characters of the name of a part that no lexicon knows
MAPS = 90  # weight of a way from which it is a map of the site, not a section above the one looked for
MARKS = "·•●■◆◇★☆▪►▶>»›|[]【】〔〕<《》「」:：-—=+*.…"
#: What stands between the levels of a name and says nothing: 县(市、区)人大, 镇、街道人大.
BETWEEN = re.compile(r"[()（）、,，/·和与及其的\s]")
UNSEEN = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u2060\ufeff\u00ad"))  # what editors leave between letters
CHINESE = re.compile(r"[\u4e00-\u9fff]")
#: What stands beside a Chinese name: the same in English, the number of its articles.
ALIAS = re.compile(r"^[A-Za-z&'.]{2,60}(?=[\u4e00-\u9fff])|(?<=[\u4e00-\u9fff])(?:[A-Za-z&'.]{2,60}|\d{1,6})$")
BESIDE = re.compile(r"(?:[A-Za-z&'. ]{2,60}|[(（\[]\d{1,6}[)）\]])$")
ENDS = re.compile(r"(?:频道|专栏|栏目|专区|版块|板块|更多|首页)$")
LEVEL = r"(?:街道|工委|团场|地区|(?:市|县|区|州|旗)级|[地市县区州旗盟镇乡街师])"
UPPER = re.compile(r"[市县区州旗盟]")
OWN = frozenset(("市", "州", "盟", "省"))  # a city's own congress calls its work 市人大工作
ONE = 58  # points for one level alone, 区人大工作: a municipality's counties, or a district's own work
TAIL = (
    r"(?:工作)?(?:动态|之窗|信息|传真|风采|在线|快讯|简讯|新闻|要闻|窗口|园地|天地|交流|掠影|剪影|联播|集锦|纵横|播报|速递"
    r"|工作|建设|视窗|连线|之声|声音|联动|视点|巡礼|经纬|扫描)"
)
ORGAN = r"人大(?:常委会|工委|办)?"
WHOLE = r"(?:全[省市区州县]|[我本][省市区州县]|[省市]内)?"
OF_CONGRESS = re.compile(rf"{WHOLE}(各|基层|地方|各地)?({LEVEL}{{0,6}}){ORGAN}({TAIL})?")
OF_BASE = re.compile(
    rf"(?:来自|走进|聚焦)(?:基层|各地|市县|县区|区县|县乡)|人大在(?:基层|一线)|(?:基层|各地|地方){TAIL}"
)
OF_LEVELS = re.compile(rf"{WHOLE}(各)?({LEVEL}{{2,6}}){TAIL}")
#: Words of sections that are about something else, whichever levels they name.
TOPICS = re.compile(
    r"代表|换届|选举|党建|政府|政协|街道办|监督|立法|法规|网站|链接|法院|检察|纪念|会议|论坛|学习|专题|培训|政务|部门"
)
CHILD_ENDS = (
    (re.compile(r"(?:动态|剪影|掠影|纪实|信息|传真|快讯|简讯|速递|播报|扫描|集锦|联播|巡礼|撷英|撷萃)$"), 52),
    (re.compile(r"(?:交流|风采|经验|纵横|之窗|视窗|天地|园地|在线|连线|新闻|资讯|报道|观察|故事|亮点|做法)$"), 30),
)
#: Points that a name of a section loses as that of a part: 各地人大 › 县市动态 is one, 市县人大 below it is its twin.
TWIN = 6
OF_NEWS = re.compile(r"(?:动态|信息|传真|快讯|简讯|新闻|要闻|工作|掠影|剪影|联播|集锦|播报|速递|扫描|巡礼)$")
#: Names of parts and links that hold no list of articles about counties, or are no part of a section at all.
NO_LIST = re.compile(
    r"机构|简介|概况|概览|介绍|通知|公告|公示|公报|领导|班子|成员|主任|制度|规章|规定|规则|职责|职能|联系|地址|电话|邮箱|信箱"
    r"|投稿|登录|注册|搜索|检索|首页|主页|地图|导航|下载|打印|关闭|收藏|设为|分享|返回|[上下尾末前后]一?页|更多|微信|微博|公众号"
    r"|客户端|手机|移动|无障碍|繁体|简体|订阅|留言|举报|版权|声明|关于|帮助|视频|音频|图库|名单|名录|花名册|大事记|历届|历史"
    r"|条例|文件|决议|决定|任免|预算|决算|统计|政务|部门|百科|知识|问答|热线|日历|日程|电子报|期刊|阅读|排行|热点|推荐|^[市县区镇街人大]{1,4}$"
)


@lru_cache(4096)
def fold(name: str) -> str:
    """The letters of a name: width and blanks folded, brackets, marks and joints between levels away.

    >>> fold("县（市、区）人大"), fold("【镇、街道人大】"), fold(" 市县人大 >> ")
    ('县市区人大', '镇街道人大', '市县人大')
    """
    bare = _letters(name)
    return ENDS.sub("", bare) or bare


def _letters(name: str) -> str:
    plain = "".join(unicodedata.normalize("NFKC", name[:80]).split()).translate(UNSEEN).strip(MARKS)
    plain = BETWEEN.sub("", plain).strip(MARKS)
    return (ALIAS.sub("", plain).strip(MARKS) or plain) if CHINESE.search(plain) else plain


def plain(name: str) -> str:
    """A name as shown, without what editors put beside it: the same in English, a count, letters of no width.

    >>> plain("市县人大 LOCAL CONGRESS"), plain("县（市、区）人大(128)"), plain("News")
    ('市县人大', '县（市、区）人大', 'News')
    """
    bare = name.translate(UNSEEN)
    return (BESIDE.sub("", bare).strip() or bare) if CHINESE.search(bare) else bare


def same(one: str, two: str) -> bool:
    """Whether two names are the same section's. In: names as shown."""
    return fold(one) == fold(two) != ""


@cache
def _known(role: str) -> dict[str, int]:
    rows = (line.split("\t") for line in lines("sections.tsv"))
    return {name: int(weight) for name, kind, weight in rows if kind == role}


def section(name: str) -> int:
    """How surely a name is that of the county/city section.

    In: a name as shown. Out: 0 (not at all) to 100: what the lexicon says, else by the levels that the name lists.

    >>> section("市县人大"), section("县(市)区人大"), section("代表工作"), section("县乡人大换届选举")
    (100, 100, 0, 0)
    """
    bare = fold(name)
    if not 2 <= len(bare) <= LONGEST or bare in _known("not"):
        return 0
    return _known("section").get(bare) or _by_grammar(bare)


def _by_grammar(bare: str) -> int:
    if TOPICS.search(bare):
        return 0
    if found := OF_CONGRESS.fullmatch(bare):
        whose, levels, tail = found.groups()
        several = len(levels.replace("街道", "街").replace("工委", "工")) > 1
        if tail == "建设" or not (whose or several or (tail and levels and levels not in OWN)):
            return 0
        if not (whose or several):
            return ONE
        return (88 if UPPER.search(levels) or (whose and not levels) else 66) - (4 if tail else 0)
    if found := OF_LEVELS.fullmatch(bare):
        return 74 if UPPER.search(found.group(2)) else 54
    return 56 if OF_BASE.fullmatch(bare) else 0


def topic(name: str) -> bool:
    """Whether a name is that of a section about something else: what stands below it is no county section."""
    bare = fold(name)
    return TOPICS.search(bare) is not None or bare in _known("not")


def child(name: str) -> int:
    """How surely a name is that of the part with the articles, below the section. In: as shown. Out: 0 to 100.

    >>> child("工作剪影") > child("基层动态") > child("经验交流") > child("机构设置") > child("首页")
    True
    """
    bare = fold(name)
    if not 2 <= len(bare) <= LONGEST:
        return 0
    if known := _known("child").get(bare):
        return known
    if TOPICS.search(bare) or bare in _known("not"):
        return 0
    if weight := section(bare):
        return weight - TWIN if OF_NEWS.search(bare) else 0
    return next((weight for ending, weight in CHILD_ENDS if ending.search(bare)), 0)


def inner(name: str) -> bool:
    """Whether a name that no lexicon knows may be that of the part with the articles. In: as shown.

    >>> inner("民情在身边"), inner("机构设置"), inner("代表风采"), inner("白鹭县")
    (True, False, False, False)
    """
    bare = fold(name)
    if not 3 <= len(bare) <= INNER or CHINESE.search(bare) is None:
        return False
    return not (NO_LIST.search(bare) or topic(bare) or place(bare) or way(bare) >= MAPS or child(bare) in range(1, 10))


def way(name: str) -> int:
    """How likely the page of this name leads to the section, when nothing else does. In: as shown. Out: 0 to 100."""
    return _known("way").get(_letters(name), 0)


def place(name: str) -> bool:
    """Whether a name is that of a city or a county, with 人大 behind it or without.

    >>> place("杭州市"), place("津市"), place("桃源县人大"), place("工作动态")
    (True, True, True, False)
    """
    bare = fold(name).removesuffix("人大").removesuffix("人大常委会")
    if not 2 <= len(bare) <= LONGEST:
        return False
    if any(unit.level != "province" for unit in (*named(bare, None), *called(bare, None))):
        return True
    return re.fullmatch(r"[^\W\d_]{1,7}[市县区州旗盟镇乡]", bare) is not None and not section(bare)
