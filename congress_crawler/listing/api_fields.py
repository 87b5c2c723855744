"""What does this object of JSON say of an article: its title, its address, its day?"""

import html
import re
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

from congress_crawler.listing.parameter_names import fold, word_list

CHINA = timezone(timedelta(hours=8))
TITLES = word_list(
    "title headtitle articletitle infotitle newstitle doctitle contenttitle subject name topic"
    " showtitle linktitle maintitle biaoti bt"
)
LINKS = word_list(
    "url link href linkurl articleurl docpuburl puburl infourl htmlurl pageurl staticurl weburl contenturl visiturl"
    " pcurl detailurl newsurl docurl path htmlpath filepath uri address"
)
IDS = word_list("id articleid infoid newsid docid contentid uuid unid iid aid guid manuscriptid objectid oid pkid code")
DATES = word_list(
    "publishtime pubdate publisheddate publishedtime publishdate pubtime releasedate releasetime showtime showdate"
    " displaytime docreltime docpubtime fbsj fbrq date time adddate addtime inputtime writedate writetime createtime"
    " createdate crtime createdat created publishedat updatetime"
)
HAN = re.compile(r"[\u4e00-\u9fff]")
NO_TITLE = re.compile(
    r"content|summary|desc|abstract|source|author|channel|column|site|dept|type|remark", re.IGNORECASE
)
PLACE = re.compile(r"(?:https?://|/)[\w./?=&%:-]{2,300}$")
NO_LINK = re.compile(r"img|pic|image|thumb|cover|icon|logo|photo|video|attach|avatar|source|author", re.IGNORECASE)
IMAGE = re.compile(r"\.(?:jpe?g|png|gif|bmp|webp|mp4)(?:$|\?)", re.IGNORECASE)
TAG = re.compile(r"</?[a-zA-Z][^<>]{0,200}>")
NET = re.compile(r"^/Date\((-?\d{9,14})")
ZONED = re.compile(r"^\d{4}-\d\d-\d\dT[\d:.]{5,15}(?:Z|[+-]\d\d:?\d\d)$")
EPOCHS = (600_000_000, 4_000_000_000)  # seconds, 1989 to 2096: other numbers are no time


def value_of(one: dict[str, Any], names: list[str]) -> Any:
    """The first value that is there.

    In: the object; names of keys, folded (`meaning.fold`), the likeliest first. Out: a value that is not empty, also of
    an object within it; None when it has none.
    """
    folded = {fold(key): value for key, value in one.items()}
    for name in names:
        if folded.get(name) not in (None, "", [], {}):
            return folded[name]
    inner = [value for value in one.values() if isinstance(value, dict)]
    return next((found for value in inner if (found := value_of(value, names)) is not None), None)


def title_of(one: dict[str, Any]) -> str:
    """The title of an object without marks of a search or a font. Out: "" when it says none.

    >>> title_of({"title": "<em>青禾</em>县&amp;石桥区"})
    '青禾县&石桥区'
    """
    found = value_of(one, TITLES)
    if not isinstance(found, str):
        ends = [value for key, value in one.items() if fold(key).endswith("title") and isinstance(value, str) and value]
        long = [value for key, value in one.items() if isinstance(value, str) and _is_title(key, value)]
        found = ends[0] if ends else long[0] if long else ""
    return " ".join(html.unescape(TAG.sub("", found)).split())


def _is_title(key: str, value: str) -> bool:
    """Whether a text under a key that says nothing may be a title: some Chinese words that are no summary or source."""
    return 6 <= len(value) <= 80 and HAN.search(value) is not None and "<" not in value and not NO_TITLE.search(key)


def link_of(one: dict[str, Any], links: list[str]) -> str | None:
    """The address of an object: as a pattern of the script makes it, else as the object says it.

    In: the object; patterns (`api_links`). Out: as written, perhaps relative; None when nothing makes one.

    >>> link_of({"id": 7}, ["/content/{id}.html"]), link_of({"url": "/a/7.html"}, []), link_of({"id": 7}, [])
    ('/content/7.html', '/a/7.html', None)
    """
    said = _said(one)
    for pattern in links:
        made = _filled(pattern, one)
        if made is not None and (said is None or said in made):
            return made
    return said


def _said(one: dict[str, Any]) -> str | None:
    found = [value_of(one, [name]) for name in LINKS]
    found += [value for key, value in one.items() if re.search(r"url|link|href", fold(key)) and not NO_LINK.search(key)]
    found += [value for key, value in one.items() if not NO_LINK.search(key) and PLACE.match(str(value))]
    plain = [value.strip() for value in found if isinstance(value, str)]
    return next((one for one in plain if leads(one)), None)


def leads(value: str) -> bool:
    """Whether a text is an address, absolute or relative, and none of an image. In: any text."""
    if not value or " " in value or "<" in value or IMAGE.search(value) or len(value) > 1000:
        return False
    return "/" in value or re.search(r"\.\w{2,5}(?:$|[?#])", value) is not None or "?" in value


def _filled(pattern: str, one: dict[str, Any]) -> str | None:
    """The address that a pattern makes of an object; None when the object does not say what it asks for."""
    folded = {fold(key): value for key, value in one.items()}
    made = pattern
    for key in re.findall(r"\{(\w{1,60})\}", pattern):
        value = one.get(key, folded.get(fold(key)))
        if value is None and (fold(key) in IDS or len(key) == 1):
            value = value_of(one, IDS)
        if value in (None, "") or isinstance(value, dict | list | bool):
            return None
        made = made.replace("{" + key + "}", str(value))
    return made


def date_of(one: dict[str, Any]) -> str | None:
    """The day an object says, as text; None when it says none.

    A stamp (epoch, seconds or milliseconds) and a time with a zone are given as the time in China, midnight as a day.

    >>> date_of({"publishTime": 1615219200000}), date_of({"year": 2021, "month": 3, "day": 9})
    ('2021-03-09', '2021-3-9')
    """
    folded = {fold(key): value for key, value in one.items()}
    if all(str(folded.get(key, "")).isdigit() for key in ("year", "month", "day")):
        return f"{folded['year']}-{folded['month']}-{folded['day']}"
    for name in DATES:
        if (found := _moment(value_of(one, [name]))) is not None:
            return found
    rest = [value for key, value in folded.items() if re.search(r"date|time|rq$|sj$", key)]
    return next((found for value in rest if (found := _moment(value)) is not None), None)


def _moment(value: Any) -> str | None:
    if isinstance(value, dict):
        return _moment(value.get("time"))
    if isinstance(value, list) and len(value) >= 3 and all(isinstance(part, int) for part in value):
        return "-".join(str(part) for part in value[:3])
    word = str(value) if isinstance(value, str | int) and not isinstance(value, bool) else ""
    if (net := NET.match(word)) is not None:
        word = net[1]
    if word.isascii() and word.isdigit() and len(word) in {9, 10, 12, 13}:
        return _stamp(int(word) // (1000 if len(word) > 10 else 1))
    if ZONED.match(word):
        moment = datetime.fromisoformat(re.sub(r"([+-]\d\d)(\d\d)$", r"\1:\2", word.replace("Z", "+00:00")))
        return in_china(moment)
    return word.strip() if re.search(r"\d{1,4}[-/.年月]\d{1,2}", word) and len(word) < 40 else None


def _stamp(seconds: int) -> str | None:
    if not EPOCHS[0] <= seconds <= EPOCHS[1]:
        return None
    return in_china(datetime.fromtimestamp(seconds, UTC))


def in_china(moment: datetime) -> str:
    """A moment with its zone as lists write it: the time in China; midnight is how a day without time is stored.

    >>> in_china(datetime(2021, 3, 8, 16, tzinfo=UTC))
    '2021-03-09'
    """
    moment = moment.astimezone(CHINA)
    midnight = (moment.hour, moment.minute, moment.second) == (0, 0, 0)
    return moment.strftime("%Y-%m-%d" if midnight else "%Y-%m-%d %H:%M:%S")
