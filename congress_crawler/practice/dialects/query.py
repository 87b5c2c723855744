"""How are lists paged by a query string?"""

from datetime import date

from congress_crawler.practice import skin
from congress_crawler.practice.answer import Answer
from congress_crawler.practice.ask import Ask
from congress_crawler.practice.dress import rows
from congress_crawler.practice.kind import GBK, Column, Kind, Look, columns
from congress_crawler.practice.serving import Serving
from congress_crawler.practice.shop import Shop


def lists(shop: Shop, ask: Ask) -> Answer | None:
    """list.php?catid=…&page=N, with the totals and a link for each neighbour."""
    path, name = ("/news/index.php", "cid") if shop.story.era else ("/list.php", "catid")
    ident = ask.number(name, 0)
    column = shop.by_ident.get(ident or 0)
    if ask.path != path or column is None or shop.under(column.code):
        return None
    pages, page = shop.pages(column), ask.number("page", 1)
    if page is None or not 1 <= page <= len(pages):
        return None
    pager = _pager(shop, f"{path}?{name}={column.ident}&amp;page=", page, len(pages), len(shop.lines(column)))
    return shop.page(skin.listing(shop, column, rows(shop.look, pages[page - 1], ask) + pager))


def _pager(shop: Shop, way: str, page: int, pages: int, total: int) -> str:
    near = [number for number in range(page - 2, page + 3) if 1 <= number <= pages]
    links = [f"<b>{one}</b>" if one == page else f'<a href="{way}{one}">{one}</a>' for one in near]
    ahead = (
        f'<a href="{way}{page + 1}">下一页</a> <a href="{way}{pages}">末页</a>'
        if page < pages
        else "<span>下一页</span>"
    )
    back = f'<a href="{way}1">首页</a> <a href="{way}{page - 1}">上一页</a>' if page > 1 else "<span>上一页</span>"
    count = (
        f"第{page}页/共{pages}页 共{total}条记录" if shop.story.era else f"共{total}条 共{pages}页 第{page}/{pages}页"
    )
    return f'<div class="pages">{count} {back} {" ".join(links)} {ahead}</div>'


def _first(column: Column, era: int) -> str:
    return f"/news/index.php?cid={column.ident}" if era else f"/list.php?catid={column.ident}"


def _article(column: Column, ident: int, day: date, era: int) -> str:
    return f"/detail/{day:%Y/%m/%d}/{ident}.html" if era else f"/show.php?catid={column.ident}&id={ident}"


KINDS = (
    Serving(
        Kind(
            name="query",
            dialect="query",
            site="禾丰人大网",
            columns=columns(
                Column("基层人大", "jcrd", 1033),
                Column("工作动态", "gzdt", 1034, "jcrd", ours=True),
                Column("经验交流", "jyjl", 1035, "jcrd"),
            ),
            first=_first,
            article=_article,
            look=Look(rows="table", day="%Y/%m/%d", noise=True, name="tablelist", nested=False),
            later=Look(skin=2, name="news-ul", day="%Y.%m.%d", cut=20, two_anchors=True, nested=False),
            charset=GBK,
            size=14,
            redesign=2,
        ),
        lists,
    ),
)
