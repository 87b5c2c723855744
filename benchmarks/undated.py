"""What is left of a page when its dates are taken out of it?"""

import re

YEAR = r"(?:19|20)\d\d"
GAP = r"(?:\s|&nbsp;|<[^<>]*>)*"  # markup may stand inside a date: 3月<span>24日
HAN = "[一二三四五六七八九十]{1,3}"
DATES = re.compile(
    rf"""
    (?<!\d){YEAR}\s*[-/._]\s*\d{{1,2}}(?:\s*[-/._]\s*\d{{1,2}})?T?         # 2016-06-03, 2016.6, /2016/06/
    | (?<!\d){YEAR}{GAP}年{GAP}\d{{1,2}}{GAP}月(?:{GAP}\d{{1,2}}{GAP}日)?  # 2016年6月3日
    | (?<!\d){YEAR}[01]\d(?:[0-3]\d(?:[0-2]\d[0-5]\d(?:[0-5]\d)?)?)?(?!\d) # 20160603, t20160603_, 201606
    | (?<!\d)\d{{1,2}}{GAP}月{GAP}\d{{1,2}}{GAP}日                         # 6月3日
    | (?<![\d.])\d\d[-/.]\d\d[-/.]\d\d(?![\d.])                            # 16-06-03
    | (?<![\d.])[01]?\d[-/][0-3]?\d(?![\d.])                               # 06-03
    | [〇○零一二三四五六七八九OＯ]{{4}}\s*年(?:{HAN}月)?(?:{HAN}日)?      # 二〇一六年六月三日
    | {HAN}月{HAN}日
    | (?<!\d)1\d{{9}}(?:\d{{3}})?(?!\d)                                    # seconds, milliseconds
    | (?<!\d)\d{{1,2}}\s*[:：]\s*\d\d(?:\s*[:：]\s*\d\d)?(?!\d)            # 09:12:33
    | (?<!\d){YEAR}{GAP}年?(?!\d)                                          # what is left of a year
    | \d+\s*(?:天|小时|分钟)前 | [昨前今]天
    """,
    re.VERBOSE,
)
TAG = re.compile(r"<[^<>]*>")
SENTENCES = re.compile(r"(?<=>)(?=[^<>]*[，。])(?:[^<>{}=\u4e00-\u9fff]*[\u4e00-\u9fff]){20}[^<>{}=]*(?=<)")
PRIVATE = 0xE000  # of Unicode, where no page has signs


def undated(page: str) -> str:
    """The page without its dates, in text, attributes, addresses and scripts alike; its markup stays.

    >>> undated('<p class="d">发布时间：2016年6月3日 09:12</p><a href="/t20160603_1.html">6月<b>3日讯</b></a>')
    '<p class="d">发布时间： </p><a href="/t_1.html"><b>讯</b></a>'
    """
    return DATES.sub(lambda found: "".join(TAG.findall(found[0])), page)


def unpublished(page: str) -> str:
    """The page without its dates, but for those that its sentences speak of: none of them is the publication.

    >>> unpublished("<p>时间：2016-06-03</p><p>2015年5月4日，县人大常委会听取了县人民政府关于食品安全工作的报告。</p>")
    '<p>时间：</p><p>2015年5月4日，县人大常委会听取了县人民政府关于食品安全工作的报告。</p>'
    """
    kept: list[str] = []

    def keep(found: re.Match[str]) -> str:
        kept.append(found[0])
        return chr(PRIVATE + len(kept) - 1)

    bare = undated(SENTENCES.sub(keep, page))
    return "".join(kept[ord(sign) - PRIVATE] if 0 <= ord(sign) - PRIVATE < len(kept) else sign for sign in bare)
