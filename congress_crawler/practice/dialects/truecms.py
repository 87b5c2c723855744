"""How does TrueCMS serve its lists: page 1 in the page, the others as HTML within JSON?"""

from datetime import date

from congress_crawler.practice import skin
from congress_crawler.practice.answer import Answer
from congress_crawler.practice.ask import Ask
from congress_crawler.practice.dialects.json import refers, reply
from congress_crawler.practice.dress import anchor, shown_day
from congress_crawler.practice.kind import Column, Kind, Look, columns
from congress_crawler.practice.serving import Serving
from congress_crawler.practice.shop import Line, Shop

API = "/TrueCMS/messageController/getMessage.do"


def lists(shop: Shop, ask: Ask) -> Answer | None:
    """The page with its first rows, and the API, which answers only what looks like the page's own script."""
    if ask.path == API:
        return _api(shop, ask)
    column = next((one for one in shop.kind.columns if shop.first(one) == ask.path), None)
    if column is None or shop.under(column.code):
        return None
    return shop.page(skin.listing(shop, column, _page(shop, column, ask)))


def _ident(column: Column) -> str:
    return f"82e1{column.ident:04x}-4aa8-4ba8-b3da-2299d7310{column.ident}"


def _part(shop: Shop, line: Line, ask: Ask) -> str:
    return f'<div class="part">{anchor(shop.look, line, ask)}<span>{shown_day(shop.look, line.day)}</span></div>'


def _page(shop: Shop, column: Column, ask: Ask) -> str:
    lines, size = shop.lines(column), shop.kind.size
    parts = "\n".join(_part(shop, line, ask) for line in lines[:size])
    return f"""<div class="{shop.look.name}" id="dataList"></div>
<ul id="initData" style="display:none">
{parts}
</ul>
<div id="page"></div>
<script type="text/javascript">
var columnId='{_ident(column)}',perpage={size},totalrecord={len(lines)};
function turnTo(page){{
$.ajax({{url:'{API}',type:'get',dataType:'json',
data:{{startrecord:(page-1)*perpage+1,endrecord:page*perpage,perpage:perpage,columnId:columnId}},
success:function(data){{showList(data.result);}}}});
}}
</script>"""


def _api(shop: Shop, ask: Ask) -> Answer:
    if not refers(ask) or ask.headers.get("x-requested-with") != "XMLHttpRequest":
        return reply({"result": "", "error": "forbidden"}, 403)
    column = next((one for one in shop.kind.columns if _ident(one) == ask.query.get("columnId")), None)
    start, end = ask.number("startrecord", 1), ask.number("endrecord", 0)
    if column is None or start is None or end is None or not 1 <= start <= end + 1:
        return reply({"result": "<totalrecord>0</totalrecord>"})
    lines = shop.lines(column)
    parts = "".join(_part(shop, line, ask) for line in lines[start - 1 : min(end, start + 99)])
    return reply({"result": f"<totalrecord>{len(lines)}</totalrecord><datalist>{parts}</datalist>"})


def _first(column: Column, _era: int) -> str:
    return f"/rdweb/{column.code}/{column.code}.html"


def _article(column: Column, ident: int, day: date, _era: int) -> str:
    return f"/rdweb/{column.code}/{day:%Y-%m-%d}/{ident}.html"


KINDS = (
    Serving(
        Kind(
            name="truecms",
            dialect="json",
            site="金穗区人大",
            columns=columns(Column("街道人大", "jdrd", 1051, ours=True)),
            first=_first,
            article=_article,
            look=Look(skin=1, name="list-con", day="%Y-%m-%d", cut=24),
            size=16,
        ),
        lists,
    ),
)
