"""Which day lies so long before the capture?"""

import re
from datetime import date, datetime, timedelta
from functools import cache

from congress_crawler.normalise.clock import TAIL, ZONE, clock
from congress_crawler.normalise.moment import Moment, bounded, china

BACK = {"今": 0, "昨": 1, "前": 2, "大": 3}


def is_relative(bare: str) -> bool:
    """Whether a string is 昨天 15:30, 3天前, 5分钟前 or their like. In: it, without label and brackets around it.

    >>> is_relative("昨天 15:30"), is_relative("3天前"), is_relative("昨天上午会议开幕")
    (True, True, False)
    """
    return _pattern().fullmatch(bare) is not None


def back(bare: str, captured: date) -> Moment | None:
    """The day that a string counts back to.

    In: the string without label and brackets; the capture, as a day in China or as a point in time. Out: a Moment or
    None. Days are days of the calendar. Minutes are a time when the capture is one; when only its day is known they
    give that day. Hours, which pages round, give a day when all of the hour lies in it, and none when only
    the day of the capture is known.

    >>> back("昨天 15:30", date(2016, 6, 5)).iso, back("3天前", date(2016, 6, 5)).iso
    ('2016-06-04T15:30+08:00', '2016-06-02')
    >>> back("5分钟前", datetime(2016, 6, 5, 12, 0)).iso, back("2小时前", date(2016, 6, 5))
    ('2016-06-05T11:55+08:00', None)
    """
    match = _pattern().fullmatch(bare)
    if match is None:
        return None
    if match["unit"]:
        return _ago(int(match["n"]), match["unit"], bare, captured)
    if match["just"]:
        return _ago(0, "分", bare, captured)
    day = china(captured) - timedelta(days=int(match["days"]) if match["days"] else BACK[match["name"][0]])
    return bounded((day.year, day.month, day.day), clock(match), bare, captured, zone=match["zone"])


def _ago(number: int, unit: str, bare: str, captured: date) -> Moment | None:
    if not isinstance(captured, datetime):
        return None if unit == "小时" else bounded(_figures(captured), "", bare, captured)
    last = captured.astimezone(ZONE) if captured.tzinfo else captured
    if unit == "小时":
        last -= timedelta(hours=number)
        same = (last - timedelta(hours=1)).date() == last.date()
        return bounded(_figures(last), "", bare, captured) if same else None
    last -= timedelta(minutes=number if unit == "分" else 0, seconds=number if unit == "秒" else 0)
    return bounded(_figures(last), last.strftime("%H:%M"), bare, captured)


def _figures(day: date) -> tuple[int, int, int]:
    return day.year, day.month, day.day


@cache
def _pattern() -> re.Pattern[str]:
    return re.compile(
        r"(?:(?P<name>大?前天|[今昨]天)|(?P<days>\d{1,3})\s?天[之以]?前)" + TAIL + r"|(?P<just>刚[刚才])"
        r"|(?P<n>\d{1,3})\s?个?(?P<unit>秒|分|小时)[钟鐘]?[之以]?前",
        re.ASCII,
    )
