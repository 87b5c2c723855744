"""How does enorth number the pages of its lists: counters padded with zeros, the newest page the highest?"""

from datetime import date

from congress_crawler.practice import skin
from congress_crawler.practice.answer import Answer
from congress_crawler.practice.ask import Ask
from congress_crawler.practice.dress import rows
from congress_crawler.practice.kind import GB2312, Column, Kind, Look, columns
from congress_crawler.practice.serving import Serving
from congress_crawler.practice.shop import Shop


def lists(shop: Shop, ask: Ask) -> Answer | None:
    """index.shtml is the newest page; the pages behind it count down to …_00000001.shtml."""
    for column in shop.kind.columns:
        if shop.under(column.code):
            continue
        pages = shop.pages(column)
        names = [shop.first(column), *(_counter(column, number) for number in range(len(pages) - 1, 0, -1))]
        alias = _counter(column, len(pages))
        if ask.path in {alias, *names}:
            page = 0 if ask.path == alias else names.index(ask.path)
            body = rows(shop.look, pages[page], ask) + _pager(names, page)
            return shop.page(skin.listing(shop, column, body))
    return None


def _counter(column: Column, number: int) -> str:
    code = f"{113000000000000000 + column.ident}"
    return f"/system/more/{code}/0000/{code}_{number:08d}.shtml"


def _pager(names: list[str], page: int) -> str:
    last = len(names) - 1
    back = f'<a href="{names[0]}">首页</a>&nbsp;<a href="{names[page - 1]}">上一页</a>&nbsp;' if page else ""
    ahead = f'<a href="{names[page + 1]}">下一页</a>&nbsp;<a href="{names[last]}">尾页</a>' if page < last else ""
    return f'<table width="100%" class="pagenum"><tr><td align="center">{back}{ahead}</td></tr></table>'


def _first(column: Column, _era: int) -> str:
    return f"/{column.code}/index.shtml"


def _article(_column: Column, ident: int, day: date, _era: int) -> str:
    return f"/system/{day:%Y/%m/%d}/{ident:09d}.shtml"


KINDS = (
    Serving(
        Kind(
            name="enorth",
            dialect="enorth",
            site="鹿鸣人大网",
            columns=columns(Column("各地人大", "gdrd", 1044, ours=True)),
            first=_first,
            article=_article,
            look=Look(rows="table", name="weiruan16", day="(%m-%d)", two_anchors=True, link="absolute"),
            charset=GB2312,
            total=False,
        ),
        lists,
    ),
)
