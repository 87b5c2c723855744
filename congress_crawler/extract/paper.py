"""Is this a page of a digital newspaper (数字报), and of which day is the issue?"""

import re
from functools import cache

from congress_crawler.extract import marks
from congress_crawler.extract.sheet import Line
from congress_crawler.normalise.raw import Dated

LONGEST = 60  # characters of a masthead


def issue(lines: list[Line], headline: int) -> list[Dated]:
    """The day of the issue, which its pages print in the masthead and not by the article.

    In: the lines, the first line of the headline. Out: the masthead's date, alone; [] unless the page names its leaf
    (第04版) or the way to other issues (上一期), since many other sites print the day of the visit up there.
    """
    if not any(len(line.text) <= LONGEST and _leaf().search(line.text) for line in lines):
        return []
    for line in lines[:headline]:
        if len(line.text) <= LONGEST and marks.has_date(line.text) and not marks.is_crumb(line.text):
            return [Dated("structure", line.text, "masthead")]
    return []


@cache
def _leaf() -> re.Pattern[str]:
    return re.compile(
        r"第\s?[A-Z]?\d{1,2}\s?版|[上下]一期|上期\s*下期|往期(?:回顾|报纸)|版面(?:导航|目录|概览)|返回(?:版面|目录)"
    )
