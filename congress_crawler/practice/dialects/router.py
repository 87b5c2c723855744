"""What if a site is one page, and a script in the browser draws all of it from an API?"""

from datetime import date
from typing import Any

from congress_crawler.practice.answer import Answer, answer
from congress_crawler.practice.ask import Ask
from congress_crawler.practice.dialects.json import reply
from congress_crawler.practice.dialects.router_app import APP
from congress_crawler.practice.kind import Column, Kind, Look, columns
from congress_crawler.practice.serving import Serving
from congress_crawler.practice.shop import Shop

API = "/pub/s7/"  # named nowhere: the script adds it up from numbers


def lists(shop: Shop, ask: Ask) -> Answer | None:
    """The shell, the script, and the API behind it: m (menu), l (list), d (detail)."""
    if ask.path == "/":
        return shop.page(_shell(shop))
    if ask.path == "/static/js/app.js":
        codes = ",".join(str(ord(sign)) for sign in API)
        return answer(200, [("Content-Type", "application/javascript")], APP.replace("CODES", codes).encode())
    if ask.path == f"{API}m":
        return reply({"name": shop.kind.site, "menu": [_menu(shop, column) for column in shop.under(None)]})
    if ask.path == f"{API}l":
        return _list(shop, ask)
    return _detail(shop, ask) if ask.path == f"{API}d" else None


def _shell(shop: Shop) -> str:
    return f"""<!DOCTYPE html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<title>{shop.kind.site}</title>
</head>
<body>
<noscript>请启用JavaScript后访问本站。</noscript>
<div id="app"></div>
<script src="/static/js/app.js"></script>
</body>
</html>
"""


def _menu(shop: Shop, column: Column) -> dict[str, Any]:
    below = [_menu(shop, one) for one in shop.under(column.code)]
    return {"code": column.code, "name": column.name, "below": below}


def _list(shop: Shop, ask: Ask) -> Answer | None:
    column, page = shop.by_code.get(ask.query.get("c", "")), ask.number("p", 1)
    if column is None or page is None:
        return None
    pages = shop.pages(column) if shop.lines(column) else [[]]
    if not 1 <= page <= len(pages):
        return None
    rows = [{"way": line.path, "title": line.title, "day": f"{line.day}"} for line in pages[page - 1]]
    trail = [one.name for one in shop.trail(column)]
    return reply({"trail": trail, "rows": rows, "page": page, "pages": len(pages), "total": len(shop.lines(column))})


def _detail(shop: Shop, ask: Ask) -> Answer | None:
    place = shop.paths.get(f"/#/detail/{ask.query.get('i', '')}")
    if place is None:
        return None
    sheet = shop.sheet(*place)
    return reply(
        {
            "trail": [one.name for one in shop.trail(place[0])],
            "title": sheet.title,
            "subtitle": sheet.subtitle or "",
            "byline": sheet.byline.line,
            "counter": sheet.counter,
            "blocks": sheet.paragraphs,
        }
    )


def _first(column: Column, _era: int) -> str:
    return f"/#/list/{column.code}"


def _article(_column: Column, ident: int, _day: date, _era: int) -> str:
    return f"/#/detail/{ident}"


KINDS = (
    Serving(
        Kind(
            name="router",
            dialect="router",
            site="望溪人大",
            columns=columns(Column("市区人大", "sqrd", 1067, ours=True)),
            first=_first,
            article=_article,
            look=Look(skin=1),
            size=10,
            articles=30,
            extras=False,
        ),
        lists,
    ),
)
