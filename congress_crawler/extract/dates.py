"""Which dates does the page state outside its byline?"""

import re
from functools import cache
from urllib.parse import urlsplit

from congress_crawler.normalise.raw import Dated

# Meta tags that state the day of publication; Maketime and lastmodified state another.
TAGS = frozenset(
    (
        *("pubdate", "publishdate", "publish_date", "publishtime", "publish_time", "published", "firstpublishedtime"),
        *("docdate", "og:release_date", "article:published_time", "weibo:article:create_at", "datepublished"),
    )
)


def find(scripts: list[str], metas: list[tuple[str, str]], url: str) -> list[Dated]:
    """The raw candidates of meta tags, scripts and the URL, in that order.

    In: short inline scripts, (name, content) of the meta tags, the URL as fetched. Out: the strings, unread.
    """
    found = [Dated("meta", value, name) for name, value in metas if value and _is_dated(name.lower(), value)]
    for script in (text for text in scripts if "ub" in text or "fbrq" in text):
        found += [Dated("script", match.group(2), match.group(1)) for match in _variable().finditer(script)]
    if (match := _path().search(urlsplit(url).path)) is not None:
        raw = next(group for group in match.groups() if group)
        found.append(Dated("url", raw, "path"))
    return found


def _is_dated(name: str, value: str) -> bool:
    """A tag of publication, or one that states when the page was generated: what a false PubDate is known by."""
    return name in TAGS or (name == "others" and "生成时间" in value)


@cache
def _variable() -> re.Pattern[str]:
    return re.compile(
        r"((?:fbrq|pub(?:lish)?_?(?:time|date))\w{0,12})[\"'\s]{0,6}[:=][\"'\s]{0,6}((?:19|20)\d\d[^\"';<>]{4,24}|\d{10}|\d{13})",
        re.IGNORECASE,
    )


@cache
def _path() -> re.Pattern[str]:
    """/2016/06/03/, /2016-06/03/, /2016/06-03/, /2016/0603/, t20160603_, /20160603/."""
    day, month, year = r"(?:0[1-9]|[12]\d|3[01])", r"(?:0[1-9]|1[0-2])", r"(?:19|20)\d\d"
    return re.compile(
        rf"/({year}[-/](?:1[0-2]|0?[1-9])[-/](?:[12]\d|3[01]|0?[1-9]))/|/({year}-{month}-{day})(?:[/_.]|$)"
        rf"|/t({year}{month}{day})_|[/_]({year}{month}{day})[/_.]"
    )
