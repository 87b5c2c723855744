"""What if a list never ends: its last page again and again, a calendar beside it, session ids in every link?"""

import re
from calendar import monthrange
from datetime import date
from hashlib import blake2b

from congress_crawler.practice import skin
from congress_crawler.practice.answer import Answer
from congress_crawler.practice.ask import Ask
from congress_crawler.practice.dress import rows
from congress_crawler.practice.kind import Column, Kind, Look, columns
from congress_crawler.practice.serving import Serving
from congress_crawler.practice.shop import Shop

SESSIONS = re.compile(r'href="(/(?:list|show|day)\.jsp)')


def lists(shop: Shop, ask: Ask) -> Answer | None:
    """list.jsp?cid=…&page=N for every N, and day.jsp?d=YYYY-MM for every month there ever will be."""
    column = shop.by_ident.get(ask.number("cid", 0) or 0)
    if column is None or shop.under(column.code):
        return None
    if ask.path == "/day.jsp":
        return _day(shop, column, ask)
    page = ask.number("page", 1)
    if ask.path != "/list.jsp" or page is None or page < 1:
        return None
    pages = shop.pages(column)
    lines = pages[min(page, len(pages)) - 1]
    way = f"/list.jsp?cid={column.ident}&amp;page="
    body = f"""{rows(shop.look, lines, ask)}
<div class="pager">第{page}页 <a href="{way}{max(1, page - 1)}">上一页</a> <a href="{way}{page + 1}">下一页</a></div>
{_calendar(column, shop.story.today.replace(day=1))}"""
    return _with_sessions(shop, skin.listing(shop, column, body), ask)


def _day(shop: Shop, column: Column, ask: Ask) -> Answer | None:
    """A page of the calendar: nothing but more calendar."""
    try:
        day = date.fromisoformat(ask.query.get("d", ""))
    except ValueError:
        return None
    body = f'<p class="none">{day:%Y年%m月%d日}没有信息</p>{_calendar(column, day.replace(day=1))}'
    return _with_sessions(shop, skin.listing(shop, column, body), ask)


def _calendar(column: Column, month: date) -> str:
    way = f"/day.jsp?cid={column.ident}&amp;d="
    days = range(1, monthrange(month.year, month.month)[1] + 1)
    links = "".join(f'<td><a href="{way}{month.replace(day=day)}">{day}</a></td>' for day in days)
    before = date(month.year - (month.month == 1), (month.month - 2) % 12 + 1, 1)
    after = date(month.year + (month.month == 12), month.month % 12 + 1, 1)
    return f"""<table class="calendar"><tr><td><a href="{way}{before}">上一月</a></td><td>{month:%Y年%m月}</td>
<td><a href="{way}{after}">下一月</a></td></tr><tr>{links}</tr></table>"""


def _with_sessions(shop: Shop, text: str, ask: Ask) -> Answer:
    """The page with a session id in its links: another one on each page."""
    session = blake2b(ask.target.encode(), digest_size=16).hexdigest().upper()
    return shop.page(SESSIONS.sub(rf'href="\1;jsessionid={session}', text))


def _first(column: Column, _era: int) -> str:
    return f"/list.jsp?cid={column.ident}"


def _article(column: Column, ident: int, _day: date, _era: int) -> str:
    return f"/show.jsp?cid={column.ident}&id={ident}"


KINDS = (
    Serving(
        Kind(
            name="trap",
            dialect="query",
            site="古井人大网",
            columns=columns(Column("县区人大", "xqrd", 1066, ours=True), decoy="代表活动"),
            first=_first,
            article=_article,
            look=Look(skin=1, name="infolist", day="%Y-%m-%d", pinned=True),
            size=14,
            articles=40,
            total=False,
        ),
        lists,
    ),
)
