"""Which day does this string name?"""

import re
from datetime import date, datetime, timedelta, timezone
from functools import cache

import msgspec

ZONE = timezone(timedelta(hours=8))  # all of China; no site of the survey states a zone
EARLIEST = 1949
DIGITS = "零一二三四五六七八九"
WIDE = str.maketrans("０１２３４５６７８９／－．：年月日", "0123456789/-.:年月日")
HAN = str.maketrans("〇○Ｏ０OoＯ零一二三四五六七八九", "0000000" + "0123456789")


class Moment(msgspec.Struct, frozen=True):
    """A day, and the time of day when the string says it. `raw` is the stretch it was read from."""

    day: date
    time: str  #: "", "HH:MM" or "HH:MM:SS"
    raw: str
    start: int  #: offset of `raw` in the string searched

    @property
    def iso(self) -> str:
        """`YYYY-MM-DD` or `YYYY-MM-DDTHH:MM[:SS]+08:00`, no more precise than the string."""
        return f"{self.day.isoformat()}T{self.time}+08:00" if self.time else self.day.isoformat()


def moments(text: str, *, captured: date | None = None) -> list[Moment]:
    """All full dates of a string, in order. In: any text. Out: those between 1949 and the day after the capture.

    >>> [m.iso for m in moments("发布时间:2016/6/3 9:12:33 更新:二〇一六年十二月二十三日 电话:0531-86092016")]
    ['2016-06-03T09:12:33+08:00', '2016-12-23']
    """
    wide = text.translate(WIDE)
    found = [moment for match in _full().finditer(wide) if (moment := _moment(match, text, captured))]
    if "年" in wide and (spelt := [m for match in _han().finditer(wide) if (m := _spelt(match, captured))]):
        found = sorted([*found, *spelt], key=lambda moment: moment.start)
    return found


def read(text: str, *, captured: date | None = None, near: date | None = None) -> Moment | None:
    """The first date of a string that holds little else.

    In: the string; the day of the capture, which bounds it and anchors 昨天; a day near the wanted one (from the URL
    or a neighbour), which completes a date without a year. Out: a Moment, or None: nothing is guessed.

    >>> read("[06-03]", near=date(2016, 5, 30)).iso, read("2016年第3期"), read("2016-02-30")
    ('2016-06-03', None, None)
    >>> read("昨天", captured=date(2016, 6, 5)).iso
    '2016-06-04'
    """
    if full := moments(text, captured=captured):
        return full[0]
    bare = text.translate(WIDE).strip(" \t\n[]()（）【】〔〕")
    return _compact(bare, text, captured) or _short(bare, text, captured, near) or _relative(bare, text, captured)


def epoch(text: str, *, captured: date | None = None) -> Moment | None:
    """Seconds or milliseconds since 1970, for script variables only: elsewhere ten digits may be a telephone.

    >>> epoch("1464916353000").iso
    '2016-06-03T09:12:33+08:00'
    """
    digits = text.strip()
    if not re.fullmatch(r"\d{10}|\d{13}", digits):
        return None
    at = datetime.fromtimestamp(int(digits[:10]), tz=ZONE)
    return _bounded(at.year, at.month, at.day, at.strftime("%H:%M:%S"), text, 0, captured)


def _moment(match: re.Match[str], text: str, captured: date | None) -> Moment | None:
    year, month, day = (int(match.group(name)) for name in ("y", "m", "d"))
    raw = text[match.start() : match.end()].strip()
    return _bounded(year, month, day, _clock(match), raw, match.start(), captured)


def _clock(match: re.Match[str]) -> str:
    """HH:MM[:SS] of a match; "" when no time is given or it is no time of day."""
    hour, minute, second, half = (match.group(name) for name in ("H", "M", "S", "half"))
    if hour is None or minute is None:
        return ""
    if (int(hour), int(minute), second) == (0, 0, "00"):  # a date-only field printed with its empty time
        return ""
    hours = int(hour) + (12 if half in {"下午", "晚上"} and int(hour) < 12 else 0)
    return f"{hours:02}:{int(minute):02}" + (f":{int(second):02}" if second else "")


def _spelt(match: re.Match[str], captured: date | None) -> Moment | None:
    """二〇一六年十二月二十三日: the year digit by digit, month and day as numbers."""
    year = match.group(1).translate(HAN)
    month, day = _number(match.group(2)), _number(match.group(3))
    return _bounded(int(year), month, day, "", match.group(), match.start(), captured)


def _number(word: str) -> int:
    """十二 → 12, 二十三 → 23, 三 → 3; 廿 and 卅 are 20 and 30.

    >>> [_number(word) for word in ("三", "十", "十二", "二十", "二十三", "三十一", "廿五")]
    [3, 10, 12, 20, 23, 31, 25]
    """
    tens, mark, ones = word.replace("廿", "二十").replace("卅", "三十").partition("十")
    if not mark:
        return DIGITS.find(tens)
    return 10 * (DIGITS.find(tens) if tens else 1) + (DIGITS.find(ones) if ones else 0)


def _compact(bare: str, text: str, captured: date | None) -> Moment | None:
    """20160603, 201606030912 or 20160603091233 and nothing else; 16-06-03 with a two-digit year."""
    if match := re.fullmatch(r"((?:19|20)\d\d)(\d\d)(\d\d)(?:\s*(\d\d):?(\d\d)(?::?(\d\d))?)?", bare):
        year, month, day, hour, minute, second = match.groups()
        clock = ":".join(part for part in (hour, minute, second) if part)
        return _bounded(int(year), int(month), int(day), clock, text.strip(), 0, captured)
    if match := re.fullmatch(r"(\d\d)[-./](\d{1,2})[-./](\d{1,2})", bare):
        year, month, day = match.groups()
        return _bounded(2000 + int(year), int(month), int(day), "", text.strip(), 0, captured)
    return None


def _short(bare: str, text: str, captured: date | None, near: date | None) -> Moment | None:
    """06-03, 6月3日, 4月20日 18:10: completed to the year that lies nearest to a known day, never without one."""
    match = re.fullmatch(r"(\d{1,2})(?:[-./]|\s*月\s*)(\d{1,2})\s*日?(?:\s+(\d{1,2}):(\d\d))?", bare)
    if match is None or near is None:
        return None
    month, day, hour, minute = match.groups()
    clock = f"{int(hour):02}:{minute}" if hour else ""
    years = (near.year, near.year - 1, near.year + 1)
    found = [m for year in years if (m := _bounded(year, int(month), int(day), clock, text.strip(), 0, captured))]
    return min(found, key=lambda moment: abs((moment.day - near).days), default=None)


def _relative(bare: str, text: str, captured: date | None) -> Moment | None:
    """今天, 昨天, 前天, 3天前 against the day of the capture; None when that day is not known."""
    back = {"今天": 0, "昨天": 1, "前天": 2}.get(bare[:2])
    if back is None and (match := re.match(r"(\d{1,3})\s*天前", bare)):
        back = int(match.group(1))
    if back is None or captured is None or len(bare) > 12:  # longer: a sentence
        return None
    return Moment(captured - timedelta(days=back), "", text.strip(), 0)


def _bounded(year: int, month: int, day: int, clock: str, raw: str, start: int, captured: date | None) -> Moment | None:
    """A Moment when the calendar has the day and it lies between 1949 and the day after the capture."""
    try:
        found = date(year, month, day)
    except ValueError:
        return None
    latest = captured + timedelta(days=1) if captured else date(2099, 12, 31)
    return Moment(found, clock, raw, start) if year >= EARLIEST and found <= latest else None


@cache
def _full() -> re.Pattern[str]:
    """Year, month and day with the same kind of separator; a time of day may follow, even without a blank."""
    return re.compile(
        r"(?<![\d.])(?P<y>(?:19|20)\d\d)\s*[-./年]\s*(?P<m>1[0-2]|0?[1-9])\s*[-./月]\s*"
        r"(?P<d>3[01]|[12]\d|0?[1-9])(?!\d(?!\d?:\d\d))(?:\s*日)?"
        r"(?:(?:\s*星期.|T|\s)*(?P<half>上午|下午|晚上|凌晨|中午)?\s*(?P<H>[01]?\d|2[0-3])\s*[:时點点]\s*(?P<M>[0-5]?\d)"
        r"(?:\s*[:分]\s*(?P<S>[0-5]\d)(?:\s*秒)?|\s*分)?)?"
    )


@cache
def _han() -> re.Pattern[str]:
    return re.compile(
        r"([〇○ＯOo0零一二三四五六七八九]{4})年([一二三四五六七八九十]{1,3})月([一二三四五六七八九十廿卅]{1,4})日"
    )
