"""How does VSB (博达) number the pages of its lists: the oldest is 1.htm?"""

from datetime import date

from congress_crawler.practice import skin
from congress_crawler.practice.answer import Answer
from congress_crawler.practice.ask import Ask
from congress_crawler.practice.dress import near, rows
from congress_crawler.practice.kind import Column, Kind, Look, columns
from congress_crawler.practice.serving import Serving
from congress_crawler.practice.shop import Shop


def lists(shop: Shop, ask: Ask) -> Answer | None:
    """sxrd/gzdt.htm, then gzdt/3.htm, gzdt/2.htm, gzdt/1.htm."""
    for column in shop.kind.columns:
        names = _names(shop, column)
        if ask.path in names and not shop.under(column.code):
            page = names.index(ask.path)
            body = rows(shop.look, shop.pages(column)[page], ask) + _pager(shop, column, names, page, ask)
            return shop.page(skin.listing(shop, column, body))
    return None


def _names(shop: Shop, column: Column) -> list[str]:
    first, pages = shop.first(column), len(shop.pages(column))
    return [first, *(f"{first.removesuffix('.htm')}/{number}.htm" for number in range(pages - 1, 0, -1))]


def _pager(shop: Shop, column: Column, names: list[str], page: int, ask: Ask) -> str:
    def link(to: int, text: str, name: str) -> str:
        return f'<span class="{name}"><a href="{near(names[to], ask.path).removeprefix("./")}">{text}</a></span>'

    last = len(names) - 1
    back = (
        link(0, "首页", "p_first p_fun") + link(page - 1, "上页", "p_prev p_fun")
        if page
        else '<span class="p_first_d p_fun_d">首页</span><span class="p_prev_d p_fun_d">上页</span>'
    )
    ahead = (
        link(page + 1, "下页", "p_next p_fun") + link(last, "尾页", "p_last p_fun")
        if page < last
        else '<span class="p_next_d p_fun_d">下页</span><span class="p_last_d p_fun_d">尾页</span>'
    )
    numbers = "".join(
        f'<span class="p_no_d">{one + 1}</span>' if one == page else link(one, str(one + 1), "p_no")
        for one in range(max(0, page - 2), min(last, page + 2) + 1)
    )
    total = f'<span class="p_t">共{len(shop.lines(column))}条</span>'
    return f'<div class="pb_sys_common pb_sys_normal"><span class="p_pages">{total}{back}{numbers}{ahead}</span></div>'


def _first(column: Column, _era: int) -> str:
    return f"/{column.parent}/{column.code}.htm" if column.parent else f"/{column.code}.htm"


def _article(column: Column, ident: int, _day: date, _era: int) -> str:
    return f"/info/{column.ident}/{ident}.htm"


KINDS = (
    Serving(
        Kind(
            name="vsb",
            dialect="vsb",
            site="桃渚人大网",
            columns=columns(Column("县乡人大", "xxrd", 1043, ours=True)),
            first=_first,
            article=_article,
            look=Look(skin=2, name="list_u8", link="relative", noise=True, day="%Y-%m-%d", day_first=True, pinned=True),
            size=13,
            validators=True,
        ),
        lists,
    ),
)
