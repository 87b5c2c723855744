"""How are lists served as JSON by an API that the page's script names?"""

from datetime import date, datetime, time
from typing import Any
from urllib.parse import urlsplit

import msgspec

from congress_crawler.practice import skin
from congress_crawler.practice.answer import Answer, answer
from congress_crawler.practice.ask import Ask
from congress_crawler.practice.kind import Column, Kind, Look, columns
from congress_crawler.practice.serving import Serving
from congress_crawler.practice.shop import Line, Shop
from congress_crawler.practice.story import BEIJING

API = "/api/article/list"


def lists(shop: Shop, ask: Ask) -> Answer | None:
    """The page without rows, and the API, which refuses to answer without a Referer of its own host."""
    if ask.path == API:
        return _api(shop, ask)
    column = next((one for one in shop.kind.columns if shop.first(one) == ask.path), None)
    if column is None or shop.under(column.code):
        return None
    return shop.page(skin.listing(shop, column, _shell(shop, column)))


def reply(content: Any, status: int = 200) -> Answer:
    """An answer in JSON. In: what to encode; the status, 200 or 403."""
    kind = [("Content-Type", "application/json;charset=UTF-8")]
    body = msgspec.json.encode(content)
    return answer(200, kind, body) if status == 200 else Answer(status, "Forbidden", kind, body)


def refers(ask: Ask) -> bool:
    """Whether the request says that it comes from a page of the site."""
    return urlsplit(ask.headers.get("referer", "")).netloc == ask.headers.get("host", "-")


def _api(shop: Shop, ask: Ask) -> Answer:
    if not refers(ask):
        return reply({"code": 403, "msg": "非法访问"}, 403)
    column = shop.by_code.get(ask.query.get("columnId", ""))
    page, size = ask.number("pageNo", 1), ask.number("pageSize", shop.kind.size)
    if column is None or page is None or size is None or not 1 <= size <= 100 or page < 1:
        return reply({"code": 500, "msg": "参数错误", "data": None})
    lines = shop.lines(column)
    data = {
        "total": len(lines),
        "pageNo": page,
        "pages": -(-len(lines) // size),
        "rows": [_record(line) for line in lines[(page - 1) * size : page * size]],
    }
    return reply({"code": 200, "msg": "success", "data": data})


def _record(line: Line) -> dict[str, Any]:
    moment = datetime.combine(line.day, time(9, 30), BEIJING)
    return {"id": line.number, "title": line.title, "url": line.path, "publishDate": int(moment.timestamp()) * 1000}


def _shell(shop: Shop, column: Column) -> str:
    return f"""<ul class="{shop.look.name}" id="list"></ul><div id="pager"></div>
<script type="text/javascript">
var columnId = "{column.code}";
var pageSize = {shop.kind.size};
function load(pageNo){{
  $.ajax({{url:"{API}?columnId="+columnId+"&pageNo="+pageNo+"&pageSize="+pageSize,type:"GET",dataType:"json",
  success:function(res){{
    var html="";
    $.each(res.data.rows,function(i,row){{html+='<li><a href="'+row.url+'">'+row.title+'</a></li>';}});
    $("#list").html(html);
  }}}});
}}
load(1);
</script>"""


def _first(column: Column, _era: int) -> str:
    return f"/column/{column.code}.html"


def _article(_column: Column, ident: int, day: date, _era: int) -> str:
    return f"/content/{day:%Y-%m/%d}/content_{ident}.html"


KINDS = (
    Serving(
        Kind(
            name="json",
            dialect="json",
            site="望溪区人大",
            columns=columns(Column("街镇人大", "jzrd", 1037, ours=True)),
            first=_first,
            article=_article,
            look=Look(skin=1, name="news-list"),
            size=10,
        ),
        lists,
    ),
)
