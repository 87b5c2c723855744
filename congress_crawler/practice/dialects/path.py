"""How are lists paged by a number in the middle of the path?"""

from datetime import date

from congress_crawler.practice import skin
from congress_crawler.practice.answer import Answer
from congress_crawler.practice.ask import Ask
from congress_crawler.practice.dress import rows
from congress_crawler.practice.kind import Column, Kind, Look, columns
from congress_crawler.practice.serving import Serving
from congress_crawler.practice.shop import Shop


def lists(shop: Shop, ask: Ask) -> Answer | None:
    """/channel/1/zsxrd.html, /channel/2/zsxrd.html, …: the pager has numbers and no words."""
    for column in shop.kind.columns:
        pages = shop.pages(column)
        names = [_name(column, number) for number in range(1, len(pages) + 1)]
        if ask.path in names and not shop.under(column.code):
            page = names.index(ask.path)
            links = "".join(
                f'<a class="on" href="javascript:;">{at}</a>' if at == page + 1 else f'<a href="{name}">{at}</a>'
                for at, name in enumerate(names, 1)
                if abs(at - page - 1) < 3 or at in {1, len(names)}
            )
            count = f"<em>{page + 1}/{len(names)}</em><i>共 {len(shop.lines(column))} 条</i>"
            body = f'{rows(shop.look, pages[page], ask)}<div class="pagination">{links}{count}</div>'
            return shop.page(skin.listing(shop, column, body))
    return None


def _name(column: Column, number: int) -> str:
    return f"/channel/{number}/{column.code}.html"


def _first(column: Column, _era: int) -> str:
    return _name(column, 1)


def _article(_column: Column, ident: int, day: date, _era: int) -> str:
    return f"/{day:%Y/%m-%d}/{ident}.html"


KINDS = (
    Serving(
        Kind(
            name="path",
            dialect="path",
            site="银沙人大网",
            columns=columns(Column("地方人大", "zsxrd", 1045, ours=True), decoy="地方立法"),
            first=_first,
            article=_article,
            look=Look(skin=1, rows="card", name="list", day="%Y-%m-%d", cut=16),
            size=11,
            returns=True,
            validators=True,
        ),
        lists,
    ),
)
