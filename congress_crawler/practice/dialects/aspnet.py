"""How does ASP.NET page its lists: a postback that gives the page's state back?"""

from base64 import b64encode
from datetime import date
from hashlib import blake2b

from congress_crawler.practice import skin
from congress_crawler.practice.answer import Answer
from congress_crawler.practice.ask import Ask
from congress_crawler.practice.dress import rows
from congress_crawler.practice.kind import Column, Kind, Look, columns
from congress_crawler.practice.serving import Serving
from congress_crawler.practice.shop import Shop

GRID = "ctl00$Main$GridView1"
SHOWN = 10  # numbers of a pager row; the next ten are behind "..."


def lists(shop: Shop, ask: Ask) -> Answer | None:
    """List.aspx?cid=…: page 1 by GET, the others by POST of the form, the viewstate with it."""
    column = shop.by_ident.get(ask.number("cid", 0) or 0)
    if ask.path != "/List.aspx" or column is None or shop.under(column.code):
        return None
    pages = shop.pages(column)
    if ask.method == "GET":
        return _page(shop, column, 1, ask)
    page = _argument(ask.form)
    fits = any(_fields(shop, column, one).items() <= ask.form.items() for one in range(1, len(pages) + 1))
    if not fits or page is None or not 1 <= page <= len(pages):
        text = skin.document(shop, "验证视图状态 MAC 失败", "<h1>“/”应用程序中的服务器错误。</h1>")
        return Answer(500, "Internal Server Error", [("Content-Type", "text/html; charset=utf-8")], text.encode())
    return _page(shop, column, page, ask)


def _argument(form: dict[str, str]) -> int | None:
    """The page asked for: Page$N of the grid; None for anything else."""
    name, _, page = form.get("__EVENTARGUMENT", "").partition("$")
    if form.get("__EVENTTARGET") != GRID or name != "Page" or not page.isdecimal():
        return None
    return int(page)


def _fields(shop: Shop, column: Column, page: int) -> dict[str, str]:
    """What a page of the list hides in its form. Made from what is on it, so that no other page's will do."""
    state = f"{shop.kind.name}/{column.ident}/{page}/{[line.path for line in shop.pages(column)[page - 1]]}"
    parts = [blake2b(state.encode(), person=name, digest_size=48).digest() for name in (b"state", b"valid")]
    return {"__VIEWSTATE": b64encode(parts[0] * 6).decode(), "__EVENTVALIDATION": b64encode(parts[1]).decode()}


def _page(shop: Shop, column: Column, page: int, ask: Ask) -> Answer:
    pages = shop.pages(column)
    hidden = {"__EVENTTARGET": "", "__EVENTARGUMENT": "", **_fields(shop, column, page)}
    inputs = "\n".join(f'<input type="hidden" name="{k}" id="{k}" value="{v}" />' for k, v in hidden.items())
    start = (page - 1) // SHOWN * SHOWN + 1
    numbers = range(max(1, start - 1), min(len(pages), start + SHOWN) + 1)
    cells = "".join(_cell(number, page, start) for number in numbers)
    total = f"共{len(shop.lines(column))}条记录，共{len(pages)}页"
    body = f"""<form name="aspnetForm" method="post" action="List.aspx?cid={column.ident}" id="aspnetForm">
<div>
{inputs}
</div>
<script type="text/javascript">
//<![CDATA[
var theForm=document.forms['aspnetForm'];
function __doPostBack(eventTarget,eventArgument){{
theForm.__EVENTTARGET.value=eventTarget;theForm.__EVENTARGUMENT.value=eventArgument;theForm.submit();}}
//]]>
</script>
{rows(shop.look, pages[page - 1], ask)}
<table class="pager"><tr>{cells}</tr></table><span>{total}</span>
<input type="submit" name="ctl00$Main$btnSearch" value="搜索" />
</form>"""
    return shop.page(skin.listing(shop, column, body))


def _cell(number: int, page: int, start: int) -> str:
    if number == page:
        return f"<td><span>{number}</span></td>"
    text = str(number) if start <= number < start + SHOWN else "..."
    return f"<td><a href=\"javascript:__doPostBack('{GRID}','Page${number}')\">{text}</a></td>"


def _first(column: Column, _era: int) -> str:
    return f"/List.aspx?cid={column.ident}"


def _article(_column: Column, ident: int, _day: date, _era: int) -> str:
    return f"/Info.aspx?ModelId=1&Id={ident}"


KINDS = (
    Serving(
        Kind(
            name="aspnet",
            dialect="aspnet",
            site="星渡人大",
            columns=columns(Column("市州人大", "szrd", 1036, ours=True)),
            first=_first,
            article=_article,
            look=Look(rows="table", day="%Y-%m-%d", name="GridView", side="after"),
            size=12,
        ),
        lists,
    ),
)
