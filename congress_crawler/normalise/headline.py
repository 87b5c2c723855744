"""Which line of the headline is the title, and in which section does the article stand?"""

import re

import msgspec

from congress_crawler.normalise.fold import agree, clean

HOME = re.compile(r"(?:网站|本站|返回)?首\s*页|主页|home", re.IGNORECASE)
HERE = frozenset(("正文", "内容", "详细内容", "信息内容", "文章内容", "详情", "浏览文章", "文章正文", "内容页"))


class Headline(msgspec.Struct, frozen=True):
    """The lines of a headline by their part (主题, 副题, 引题)."""

    title: str | None
    subtitle: str | None
    kicker: str | None


def read(lines: list[str], title: int) -> Headline:
    """Name the lines. In: the lines as shown, and which is the title. Out: what stands above it is the kicker, below
    it the subtitle; several lines are joined by a blank.

    >>> read(["云溪:代表在行动", "把会场搬到田间地头"], 0)
    Headline(title='云溪:代表在行动', subtitle='把会场搬到田间地头', kicker=None)
    """
    lines = [clean(line) for line in lines]
    if not lines or not lines[title]:
        return Headline(None, None, None)
    above, below = " ".join(lines[:title]), " ".join(lines[title + 1 :])
    return Headline(lines[title], below or None, above or None)


def read_title(raw: str) -> tuple[Headline | None, str | None]:
    r"""Read a headline by its lines. In: the lines as shown; the first that begins with no dash is the title. Out: the
    headline and None; or None and `empty`.

    >>> read_title("代表在行动\n——云溪县人大一年间")[0].subtitle, read_title(" \u3000")
    ('——云溪县人大一年间', (None, 'empty'))
    """
    lines = [line for line in map(clean, raw.split("\n")) if line]
    title = next((at for at, line in enumerate(lines) if line[0] not in "—-－―"), 0)
    return (read(lines, title), None) if lines else (None, "empty")


def doubt(lines: list[str], others: list[tuple[str, str]]) -> str | None:
    """What calls the article something else than its headline does.

    In: the lines of the headline; (origin, name) of what else names it: the listing, the meta tags. Out: each origin
    that disagrees with what it says; None when all agree. A listing cuts names short and adds to them: that is none.

    >>> doubt(["云溪:代表在行动"], [("list", "云溪:代表在…"), ("meta", "县人大召开会议")])
    'the page says 云溪:代表在行动; meta 县人大召开会议'
    """
    shown = "".join(lines)
    against = [f"{origin} {name}" for origin, name in others if shown and name and not agree(shown, name)]
    return "; ".join([f"the page says {shown}", *against]) if against else None


def section(crumbs: list[str]) -> list[str]:
    """The breadcrumb without the home page and the page's own stop.

    >>> section(["首页", "市县人大", "工作剪影", "正文"])
    ['市县人大', '工作剪影']
    """
    names = [clean(crumb) for crumb in crumbs]
    return [name for name in names if name and not HOME.fullmatch(name) and name not in HERE]
