"""What if the lists of a site are drawn by a script whose API can be read in it, and the articles are pages?"""

from datetime import date
from hashlib import blake2b
from typing import Any

from congress_crawler.practice import skin
from congress_crawler.practice.answer import Answer, answer
from congress_crawler.practice.ask import Ask
from congress_crawler.practice.dialects.json import reply
from congress_crawler.practice.kind import Column, Kind, Look, columns
from congress_crawler.practice.serving import Serving
from congress_crawler.practice.shop import Line, Shop

API = "/api/content/list"
BUNDLE = "/assets/index.7c31d0.js"
SCRIPT = r"""(function(){
var LIST_API="/api/content/list";
function query(name){var m=location.hash.match(new RegExp("[?&]"+name+"=([^&]*)"));return m?m[1]:"";}
function get(url,done){
  var call=new XMLHttpRequest();call.open("GET",url,true);
  call.onload=function(){done(JSON.parse(call.responseText));};call.send();
}
function load(page){
  var unid=query("columnunid");
  if(!unid){document.getElementById("view").innerHTML="";return;}
  get(LIST_API+"?columnunid="+unid+"&pageNum="+page+"&pageSize=SIZE",function(res){
    var out='<ul class="news">';
    for(var i=0;i<res.rows.length;i++){
      var row=res.rows[i];
      out+='<li><a href="'+row.url+'">'+row.title+'</a><span>'+row.createTime.substring(0,10)+'</span></li>';
    }
    document.getElementById("view").innerHTML=out+'</ul><p>共'+res.total+'条</p>';
  });
}
window.onhashchange=function(){load(1);};
load(1);
})();
"""


def lists(shop: Shop, ask: Ask) -> Answer | None:
    """The one page with the navigation, its bundle, and the API that the bundle names."""
    if ask.path == "/":
        body = f'<div id="view" class="router-view"></div>\n<script src="{BUNDLE}"></script>'
        return shop.page(skin.document(shop, shop.kind.site, body))
    if ask.path == BUNDLE:
        script = SCRIPT.replace("SIZE", str(shop.kind.size))
        return answer(200, [("Content-Type", "application/javascript; charset=utf-8")], script.encode())
    return _api(shop, ask) if ask.path == API else None


def _api(shop: Shop, ask: Ask) -> Answer:
    column = next((one for one in shop.kind.columns if _unid(one) == ask.query.get("columnunid")), None)
    page, size = ask.number("pageNum", 1), ask.number("pageSize", shop.kind.size)
    if column is None or page is None or page < 1 or size is None or not 1 <= size <= 100:
        return reply({"code": 500, "msg": "columnunid不能为空", "total": 0, "rows": []})
    lines = shop.lines(column)
    rows = [_record(line) for line in lines[(page - 1) * size : page * size]]
    return reply({"code": 200, "msg": "查询成功", "total": len(lines), "rows": rows})


def _record(line: Line) -> dict[str, Any]:
    return {"title": line.title, "url": line.path, "createTime": f"{line.day} 09:30:00", "isTop": 0}


def _unid(column: Column) -> str:
    return f"J{blake2b(column.code.encode(), digest_size=16).hexdigest()[1:]}"


def _first(column: Column, _era: int) -> str:
    return f"/#/{column.code}/list?columnunid={_unid(column)}"


def _article(_column: Column, ident: int, day: date, _era: int) -> str:
    return f"/content/{day:%Y/%m}/{ident}.html"


KINDS = (
    Serving(
        Kind(
            name="router-api",
            dialect="router",
            site="清水人大网",
            columns=columns(Column("旗县区人大", "qxqrd", 1068, ours=True)),
            first=_first,
            article=_article,
            look=Look(skin=2, name="news"),
            size=15,
            articles=40,
        ),
        lists,
    ),
)
