"""Is this the name of the county/city section of a congress site, or of a part of it?"""

import re
import unicodedata
from functools import cache, lru_cache

from congress_crawler.lexicon.divisions import called, named
from congress_crawler.lexicon.words import lines

LONGEST = 16  # characters of a folded name; longer ones are headlines
MARKS = "·•●■◆◇★☆▪►▶>»›|[]【】〔〕<《》「」:：-—=+*.…"
#: What stands between the levels of a name and says nothing: 县(市、区)人大, 镇、街道人大.
BETWEEN = re.compile(r"[()（）、,，/·和与及其的\s]")
ENDS = re.compile(r"(?:频道|专栏|栏目|专区|版块|板块|更多|首页)$")
LEVEL = r"(?:街道|工委|团场|[市县区州旗盟镇乡街])"
UPPER = re.compile(r"[市县区州旗盟]")
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
    r"代表|换届|选举|党建|政府|政协|街道办|监督|立法|法规|网站|链接|法院|检察|纪念|会议|论坛|学习|专题|培训"
)
CHILD_ENDS = (
    (re.compile(r"(?:动态|剪影|掠影|信息|传真|快讯|简讯|速递|播报)$"), 52),
    (re.compile(r"(?:交流|风采|经验)$"), 30),
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
    plain = "".join(unicodedata.normalize("NFKC", name[:80]).split()).strip(MARKS)
    return BETWEEN.sub("", plain).strip(MARKS)


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
        if not (whose or several) or tail == "建设":
            return 0
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
    if section(bare) or TOPICS.search(bare):
        return 0
    return next((weight for ending, weight in CHILD_ENDS if ending.search(bare)), 0)


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
