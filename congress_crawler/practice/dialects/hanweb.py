"""How does Hanweb serve its lists: rows in a data store within the page, the others by dataproxy.jsp?"""

from datetime import date

from congress_crawler.practice import skin
from congress_crawler.practice.answer import Answer, answer
from congress_crawler.practice.ask import Ask
from congress_crawler.practice.dress import row
from congress_crawler.practice.kind import Column, Kind, Look, columns
from congress_crawler.practice.serving import Serving
from congress_crawler.practice.shop import Line, Shop

PROXY = "/module/web/jpage/dataproxy.jsp"
GROUP = 2  # pages whose rows come in one answer
UNIT = 51_000  # added to the column's number for that of the list on the page


def lists(shop: Shop, ask: Ask) -> Answer | None:
    """The page with the first group of rows, and the proxy for the others, by POST or by GET."""
    if ask.path == PROXY:
        return _proxy(shop, ask)
    column = next((one for one in shop.kind.columns if shop.first(one) == ask.path), None)
    if column is None or shop.under(column.code):
        return None
    return shop.page(skin.listing(shop, column, _page(shop, column, ask)))


def _group(shop: Shop, column: Column) -> list[Line]:
    """All rows, pinned ones first."""
    return [line for page in shop.pages(column) for line in page]


def _page(shop: Shop, column: Column, ask: Ask) -> str:
    lines, size = _group(shop, column), shop.kind.size
    unit = column.ident + UNIT
    store = _store(shop, column, lines[: size * GROUP], 1, ask)
    return f"""<div id="{unit}" class="{shop.look.name}"></div>
<script type="text/xml">
{store}
</script>
<script type="text/javascript">
$(function(){{
$("#{unit}").jpage({{dataStore:dataStore{unit},openCookies:false,
proxyUrl:'{PROXY}',perPage:{size},groupSize:{GROUP},totalRecord:{len(lines)},barPosition:'bottom',
ajaxParam:{{col:1,appid:1,webid:12,path:'/',columnid:{column.ident},sourceContentType:1,unitid:{unit},\
webname:'{shop.kind.site}',permissiontype:0}}}});
}});
</script>"""


def _store(shop: Shop, column: Column, lines: list[Line], following: int, ask: Ask) -> str:
    """Rows in CDATA, and the address of the group behind them where there is one."""
    total = len(_group(shop, column))
    more = following * shop.kind.size * GROUP < total
    way = (
        f"{PROXY}?page={following}&appid=1&webid=12&path=/&columnid={column.ident}&unitid={column.ident + UNIT}"
        f"&webname={shop.kind.site}&permissiontype=0"
    )
    group = f'<nextgroup><![CDATA[<a href="{way}"></a>]]></nextgroup>\n' if more else ""
    records = "\n".join(f"<record><![CDATA[{row(shop.look, line, ask)}]]></record>" for line in lines)
    return f"<datastore>\n{group}<recordset>\n{records}\n</recordset>\n</datastore>"


def _proxy(shop: Shop, ask: Ask) -> Answer | None:
    """The rows asked for: by their numbers (startrecord, endrecord), or by that of the group (page)."""
    column = shop.by_ident.get(ask.number("columnid", 0) or 0)
    if column is None or ask.number("unitid", 0) != column.ident + UNIT:
        return None
    size = shop.kind.size * GROUP
    group = ask.number("page", 0)
    start, end = ask.number("startrecord", (group or 0) * size + 1), ask.number("endrecord", (group or 0) * size + size)
    if group is None or start is None or end is None:
        return None
    lines = _group(shop, column)
    store = _store(shop, column, lines[max(0, start - 1) : end], end // size, ask)
    count = f"<totalrecord>{len(lines)}</totalrecord>\n<totalpage>{-(-len(lines) // shop.kind.size)}</totalpage>\n"
    text = f"<?xml version='1.0' encoding='UTF-8'?>\n{store.replace('<datastore>', f'<datastore>{count}', 1)}\n"
    return answer(200, [("Content-Type", "text/xml;charset=UTF-8")], text.encode())


def _first(column: Column, _era: int) -> str:
    return f"/col/col{column.ident}/index.html"


def _article(column: Column, ident: int, day: date, _era: int) -> str:
    return f"/art/{day.year}/{day.month}/{day.day}/art_{column.ident}_{ident}.html"


KINDS = (
    Serving(
        Kind(
            name="hanweb",
            dialect="hanweb",
            site="澄湖人大网",
            columns=columns(
                Column("市县人大", "sxrd", 1041),
                Column("工作动态", "gzdt", 1042, "sxrd", ours=True),
                decoy="代表动态",
            ),
            first=_first,
            article=_article,
            look=Look(skin=1, name="default_pgContainer", cut=22, day="%Y-%m-%d", side="after"),
            size=9,
        ),
        lists,
    ),
)
