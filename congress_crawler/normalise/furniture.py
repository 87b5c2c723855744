"""What in a byline is the page's furniture, and says nothing about the article?"""

import re

from congress_crawler.lexicon import divisions

BRACKETS = str.maketrans("〖〗［］｛｝", "【】[]()")
# A line without one of these has no furniture.
SIGNS = re.compile(r"[〖〗［］｛｝阅閱浏瀏点點播评評赞访訪原转轉首独发發属我参收看字万大·•]")
COUNTER = re.compile(
    r"(?:阅读|閱讀|浏览|瀏覽|点击|點擊|播放|评论|評論|点赞|访问)(?:量|数|數|次数|人次)?"
    r"\s{0,3}[\d.,]{1,12}\s?[万w]?\+?\s?(?:次|人次)?|\d{1,4}万\+"
    r"|(?:(?<![:\d])[\d.,]{1,12}\s?万?\+?\s?)?(?:次|人次)(?:浏览|阅读|点击|播放|访问)"
)
# Buttons, and how to reprint: 我要评论(0), 收藏, 如若转载，请注明出处：…
BUTTON = re.compile(
    r"[【\[]?(?:我要|网友|发表|查看|参与)评论[】\]]?\s{0,3}(?:[（(]\d{0,9}[)）]|\d{1,9}\s?条?)?|评论(?:收藏|\s{0,3}[（(]?\d{1,9}[)）]?)|我有话说|收藏\s{0,3}\d{1,9}|参与互动(?:[（(]\d{0,9}[)）])?"
    r"|大\s{1,3}中\s{1,3}小|看点$|字号\s?[:：]?\s?T?[|｜]?T?$"
)
REPRINT = re.compile(
    r"[，,。；;\s]{0,3}(?:(?:如若|如需|欢迎|未经[^\n]{0,10})转载|(?:转载|轉載)(?:请|須|须|需|必)).*$", re.MULTILINE
)
ORIGINAL = re.compile(r"^[ \t\u3000]*(?:原创|转载|首发|独家)[ \t\u3000]+(?=[^\s:：])", re.MULTILINE)
# Where the account wrote from, as platforms print it: 发表于陕西, 发布于：山东省; never a date.
FROM = re.compile(r"(?:发[表布]于|发[表布]地|IP属地)\s?[:：]?\s?([\u4e00-\u9fff]{2,8})(?=\s|$)")
TAIL = re.compile(r"[ \t\u3000]{0,4}[·•]{1,3}[ \t\u3000]{0,4}(?=\n|$)")


def removed(lines: str) -> str:
    """Byline lines without counters, marks of originality and where the account wrote from; brackets of one kind.

    In: the lines as shown. Out: the lines; each piece of furniture is a blank.

    >>> removed("原创 云溪人大 2023-09-08 08:22 发表于陕西"), removed("云溪日报 阅读 3.2万 〖来源：本网〗")
    ('云溪人大 2023-09-08 08:22  ', '云溪日报  【来源：本网】')
    """
    if SIGNS.search(lines) is None:
        return lines
    lines = REPRINT.sub("", BUTTON.sub(" ", COUNTER.sub(" ", lines.translate(BRACKETS))))
    return TAIL.sub("", FROM.sub(_from, ORIGINAL.sub("", lines)))


def _from(match: re.Match[str]) -> str:
    """The name of a place alone is where the account is; an office that published is left."""
    name = match[1]
    known = name in divisions.index().names or name in divisions.index().stems
    return " " if known else match[0]
