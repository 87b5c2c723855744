"""Which time of day stands behind a date?"""

import re
from datetime import date, datetime, timedelta, timezone

ZONE = timezone(timedelta(hours=8))  # all of China; no site of the survey states a zone

MORNING = frozenset({"上午", "早上", "早晨", "清晨", "早"})
EVENING = frozenset({"晚上", "晚间", "晚間", "夜间", "夜間", "晚"})

#: A weekday, a half of the day, hours, minutes, seconds, AM or PM, a zone: what may follow a date. Counts are bounded,
#: so that a page of blanks costs no more than its length. Words: 点击, 时间, 时长 begin no time.
TAIL = (
    r"(?:\s{0,8}[T,，]?\s{0,8}(?:[(（]?(?:星期|[周週]|[礼禮]拜)[一二三四五六日天][)）]?\s{0,8})?"
    r"(?P<half>[上下中]午|凌晨|早[上晨]|清晨|晚[上间間]|傍晚|夜[间間]|午[后後]|[早晚])?\s{0,4}"
    r"(?P<H>[01]?\d|2[0-3])\s{0,2}"
    r"(?:[:时時点點]\s{0,2}(?P<M>[0-5]?\d)(?:\s{0,2}[:分]\s{0,2}(?P<S>[0-5]\d)(?:\.\d{1,9})?(?:\s?秒)?|\s{0,2}分)?"
    r"|[时時点點](?P<word>半|[整正]|(?![间間长長讯訊段击擊赞贊评評半])))"
    r"(?:\s?(?P<ap>[AaPp]\.?[Mm]\b\.?))?(?P<zone>\s?(?:Z|[+-](?:0\d|1[0-4]):?[0-5]\d)(?![\d:]))?)?"
)


def clock(match: re.Match[str]) -> str:
    """The time of day that a match of `TAIL` names.

    In: the match. Out: `HH:MM` or `HH:MM:SS`, before any zone; "" when there is none, or none that is certain: an
    evening of 12 o'clock may be either end of the day, 上午15:00 contradicts itself. 9点 and 9时 are the full hour.
    """
    hour, minute, second, half, word, ap = match.group("H", "M", "S", "half", "word", "ap")
    if hour is None:
        return ""
    hours = _hours(int(hour), half, ap) if half or ap else int(hour)
    if hours is None:
        return ""
    minute = "30" if word == "半" else (minute or "0")
    return f"{hours:02}:{minute.zfill(2)}:{second}" if second else f"{hours:02}:{minute.zfill(2)}"


def shifted(day: date, time: str, zone: str | None) -> tuple[date, str]:
    """A day and a time in the zone of China.

    In: the day; `HH:MM`, `HH:MM:SS` or ""; "Z", "+08:00", "-0500" or None, which means China. Out: day and time; the
    time is "" for 00:00:00, which is a date-only field printed with its empty time.

    >>> shifted(date(2016, 6, 2), "16:12", "Z"), shifted(date(2016, 6, 3), "09:12", "+0800")
    ((datetime.date(2016, 6, 3), '00:12'), (datetime.date(2016, 6, 3), '09:12'))
    """
    if time and zone:
        local = datetime.fromisoformat(f"{day}T{time}{zone.strip()}").astimezone(ZONE)
        day, time = local.date(), local.strftime("%H:%M:%S")[: len(time)]
    return day, "" if time == "00:00:00" else time


def _hours(hour: int, half: str | None, ap: str | None) -> int | None:
    """The hour on the clock of 24; None when the half of the day does not settle it."""
    if ap is not None:
        late = ap[0] in "Pp"
        return hour % 12 + 12 * late if 1 <= hour <= 12 else hour if late == (hour > 12) else None
    if half in MORNING:
        return hour if hour < 12 else None
    if half == "凌晨":
        return hour % 12 if hour <= 12 else None
    if half == "中午":
        return hour if 11 <= hour <= 14 else hour + 12 if 1 <= hour <= 2 else None
    if half in EVENING:
        return hour + 12 if 5 <= hour < 12 else hour if hour >= 17 else None
    return hour + 12 if 1 <= hour < 12 else hour or None  # 下午, 午后, 傍晚
