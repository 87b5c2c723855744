"""How are rows written into the page by a script, three ways?"""

from collections.abc import Callable
from datetime import date
from functools import partial

from congress_crawler.practice import skin
from congress_crawler.practice.answer import Answer
from congress_crawler.practice.ask import Ask
from congress_crawler.practice.dialects.trs import place
from congress_crawler.practice.dress import shown_day, written
from congress_crawler.practice.kind import GBK, Column, Kind, Look, columns
from congress_crawler.practice.serving import Serving
from congress_crawler.practice.shop import Line, Shop

Statement = Callable[[Shop, Line, int, Ask], str]


def lists(statement: Statement, before: str, shop: Shop, ask: Ask) -> Answer | None:
    """index.html, then list_2.html, …; each row is a statement of the page's script.

    In: what writes the statement of a row; the script before the first one.
    """
    longest = len(shop.lines(shop.kind.ours[0]))
    names = ["index.html", *(f"list_{number}.html" for number in range(2, longest))]
    found = place(shop, ask.path, names)
    if found is None:
        return None
    column, page = found
    pages = shop.pages(column)
    rows = "\n".join(statement(shop, line, at, ask) for at, line in enumerate(pages[page]))
    ahead = f'<a href="{names[page + 1]}">下一页</a>' if page + 1 < len(pages) else "下一页"
    total = f"共{len(shop.lines(column))}条" if shop.kind.total else ""
    body = f"""<div class="{shop.look.name}"><script type="text/javascript">
{before}
{rows}
</script></div>
<div class="pages">{total} 第{page + 1}页 {ahead}</div>"""
    return shop.page(skin.listing(shop, column, body))


def _arrays(shop: Shop, line: Line, at: int, ask: Ask) -> str:
    day = line.day
    return (
        f"urls[{at}]='{written(shop.look, line.path, ask)}';headers[{at}]=\"{line.title}\";"
        f"year[{at}]='{day.year}';month[{at}]='{day.month:02d}';day[{at}]='{day.day:02d}';"
    )


def _title_array(shop: Shop, line: Line, at: int, ask: Ask) -> str:
    words = f"'{written(shop.look, line.path, ask)}','{line.title}','{shown_day(shop.look, line.day)}'"
    return f"titles[{at}]=new title_array({words});"


def _write(shop: Shop, line: Line, _at: int, ask: Ask) -> str:
    href = written(shop.look, line.path, ask)
    day = shown_day(shop.look, line.day)
    return f'document.write(\'<li><a href="{href}" target="_blank">{line.title}</a><span>{day}</span></li>\');'


def _first(column: Column, _era: int) -> str:
    return f"/{column.code}/"


def _article(column: Column, ident: int, day: date, _era: int) -> str:
    return f"/{column.code}/{day:%Y-%m/%d}/c_{ident}.html"


KINDS = (
    Serving(
        Kind(
            name="script-arrays",
            dialect="script",
            site="碧塘人大网",
            columns=columns(Column("县市区人大", "xsqrd", 1052, ours=True)),
            first=_first,
            article=_article,
            look=Look(skin=0, name="jsList"),
            size=18,
            articles=40,
        ),
        partial(lists, _arrays, "var urls=[],headers=[],year=[],month=[],day=[];"),
    ),
    Serving(
        Kind(
            name="script-titles",
            dialect="script",
            site="松川县人大",
            columns=columns(Column("乡镇人大", "xzrd", 1053, ours=True)),
            first=_first,
            article=_article,
            look=Look(skin=2, name="titles", day="%Y-%m-%d"),
            size=20,
            articles=45,
            charset=GBK,
            total=False,
        ),
        partial(lists, _title_array, "var titles=[];\nfunction title_array(u,t,d){this.u=u;this.t=t;this.d=d;}"),
    ),
    Serving(
        Kind(
            name="script-write",
            dialect="script",
            site="芦汀人大",
            columns=columns(Column("基层人大", "jcrd", 1054), Column("基层动态", "jcdt", 1055, "jcrd", ours=True)),
            first=_first,
            article=_article,
            look=Look(skin=1, name="write", day="%Y.%m.%d", nested=False),
            size=17,
            articles=36,
        ),
        partial(lists, _write, "var today=new Date();"),
    ),
)
