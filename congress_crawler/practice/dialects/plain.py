"""How are lists paged by nothing but a link that says 下一页, to a file whose name says nothing?"""

from datetime import date
from hashlib import blake2b

from congress_crawler.practice import skin
from congress_crawler.practice.answer import Answer
from congress_crawler.practice.ask import Ask
from congress_crawler.practice.dress import rows
from congress_crawler.practice.kind import GBK, Column, Kind, Look, columns
from congress_crawler.practice.serving import Serving
from congress_crawler.practice.shop import Shop


def lists(shop: Shop, ask: Ask) -> Answer | None:
    """Each page names the next one, and the one before; no number, no total."""
    for column in shop.kind.columns:
        pages = shop.pages(column)
        names = [_name(column, page) for page in range(len(pages))]
        if ask.path in names and not shop.under(column.code):
            page = names.index(ask.path)
            back = f'<a href="{names[page - 1]}">上一页</a>' if page else ""
            ahead = f'<a href="{names[page + 1]}">下一页</a>' if page + 1 < len(names) else ""
            body = f'{rows(shop.look, pages[page], ask)}<p class="turn">{back}　{ahead}</p>'
            return shop.page(skin.listing(shop, column, body))
    return None


def _name(column: Column, page: int) -> str:
    return f"/xxgk/{blake2b(f'{column.code}/{page}'.encode(), digest_size=5).hexdigest()}.html"


def _first(column: Column, _era: int) -> str:
    return _name(column, 0)


def _article(column: Column, ident: int, _day: date, _era: int) -> str:
    return f"/xxgk/{blake2b(f'{column.code}:{ident}'.encode(), digest_size=6).hexdigest()}.html"


KINDS = (
    Serving(
        Kind(
            name="plain",
            dialect="plain",
            site="柳泉人大",
            columns=columns(Column("县（市、区）人大", "xsqrd", 1056, ours=True)),
            first=_first,
            article=_article,
            look=Look(skin=0, name="txtlist", day="%m月%d日", cut=17, noise=True, side="after"),
            charset=GBK,
            size=16,
            total=False,
        ),
        lists,
    ),
)
