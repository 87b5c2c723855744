"""What do the pages of a small practice site look like?"""

from congress_crawler.practice.ask import Ask
from congress_crawler.practice.bylines import GAP
from congress_crawler.practice.dress import rows
from congress_crawler.practice.furniture import OLD_DOCTYPE, short
from congress_crawler.practice.kind import Column
from congress_crawler.practice.layouts import is_heading
from congress_crawler.practice.phrases import LICENCE
from congress_crawler.practice.shop import Line, Shop
from congress_crawler.practice.words import listed

NEWEST = 5  # titles in a block
FRAMES = ("main", "wrapper", "container")  # class of the frame, by skin
LISTS = ("listbox", "right-con", "content-list")
NAVS = ("nav", "menu", "navbar")


def home(shop: Shop, ask: Ask) -> str:
    """The home page: navigation, and a block of newest titles for each section of the bar."""
    blocks = "".join(block(shop, column, ask) for column in shop.under(None))
    return document(shop, shop.kind.site, f'<div class="index">\n{blocks}</div>')


def hub(shop: Shop, column: Column, ask: Ask) -> str:
    """The page of a section that only leads to those below it."""
    blocks = "".join(block(shop, below, ask) for below in shop.under(column.code))
    return listing(shop, column, blocks)


def listing(shop: Shop, column: Column, body: str, head: str = "") -> str:
    """The frame of a list page. In: the section; its rows and pager; what the head holds beside the usual."""
    name = LISTS[shop.look.skin]
    main = f'<div class="{name}">\n<div class="position">{crumb(shop, column)}</div>\n{body}\n</div>\n'
    beside = sidebar(shop, column)
    both = main + beside if shop.look.side == "after" else beside + main
    return document(shop, f"{column.name}_{shop.kind.site}", both, head)


def block(shop: Shop, column: Column, ask: Ask) -> str:
    """The newest titles of a section, or of the first one below it, and the way to it."""
    source = column if shop.numbers(column) else shop.under(column.code)[0]
    lines = [line for line in shop.lines(source) if line.reason is None][:NEWEST]
    way = shop.first(column)
    return f"""<div class="block"><h3><a href="{way}">{column.name}</a>\
<a class="more" href="{way}">更多&gt;&gt;</a></h3>
{rows(shop.look, lines, ask)}</div>
"""


def article(shop: Shop, column: Column, number: int) -> str:
    """The page of an article. The same at every epoch that did not change it."""
    sheet = shop.sheet(column, number)
    second = "" if sheet.subtitle is None else f'<h2 class="subtitle">{sheet.subtitle}</h2>\n'
    inner = _text(shop, column, number)
    gap = "&nbsp;&nbsp;&nbsp;&nbsp;" if shop.look.skin == 0 else "　　"
    name = ("h1", "h1", "div")[shop.look.skin]
    body = f"""<div class="{FRAMES[shop.look.skin]}-article">
<div class="position">{crumb(shop, column)}</div>
<{name} class="title">{sheet.title}</{name}>
{second}<div class="info">{sheet.byline.line.replace(GAP, gap)}{gap}{sheet.counter}</div>
{inner}
<div class="tools"><a href="javascript:window.print()">【打印】</a>
<a href="javascript:window.close()">【关闭】</a></div>
</div>
{sidebar(shop, column)}"""
    return document(shop, f"{sheet.title}_{shop.kind.site}", body)


def document(shop: Shop, title: str, body: str, head: str = "") -> str:
    """A whole page: navigation above, links to other sites and the owner below."""
    look, label = shop.look, shop.kind.charset.meta
    charset = f'<meta http-equiv="Content-Type" content="text/html; charset={label}">\n' if label else ""
    doctype = OLD_DOCTYPE if look.skin == 0 else "<!DOCTYPE html>"
    return f"""{doctype}
<html>
<head>
{charset}<title>{title}</title>
<link href="/res/css/style.css" rel="stylesheet">
<script src="/res/js/common.js"></script>
{head}</head>
<body>
<div class="header"><a href="/"><img src="/res/images/banner.gif" alt="{shop.kind.site}"></a></div>
<div class="{NAVS[look.skin]}">
{navigation(shop)}
</div>
<div class="{FRAMES[look.skin]}">
{body}
</div>
{_footer(shop)}"""


def navigation(shop: Shop) -> str:
    """The bar of sections, with those below them where the look shows them."""
    items = ['<li><a href="/">首页</a></li>']
    for column in shop.under(None):
        below = "".join(f'<li><a href="{shop.first(one)}">{one.name}</a></li>' for one in shop.under(column.code))
        menu = f"<ul>{below}</ul>" if below and shop.look.nested else ""
        items.append(f'<li><a href="{shop.first(column)}">{column.name}</a>{menu}</li>')
    return "<ul>\n" + "\n".join(items) + "\n</ul>"


def crumb(shop: Shop, column: Column) -> str:
    """The breadcrumb line as HTML, without a tag around it."""
    sign = ("&gt;&gt;", "&gt;", "&raquo;")[shop.look.skin]
    steps = "".join(f' {sign} <a href="{shop.first(step)}">{step.name}</a>' for step in shop.trail(column))
    return f'当前位置：<a href="/">首页</a>{steps}'


def sidebar(shop: Shop, column: Column) -> str:
    """Sister sections, and hot articles of decoy sections, each with its date."""
    sisters = "\n".join(
        f'<li><a href="{shop.first(one)}">{one.name}</a></li>' for one in shop.under(column.parent or column.code)
    )
    hot = [line for one in shop.kind.columns if not one.ours for line in shop.lines(one)[2:4]][:6]
    items = "\n".join(_hot(line) for line in hot)
    return f"""<div class="sidebar">
<h3>{shop.trail(column)[0].name}</h3>
<ul class="subnav">
{sisters}
</ul>
<h3>热点新闻</h3>
<ul class="hot">
{items}
</ul>
</div>
"""


def _hot(line: Line) -> str:
    return f'<li><a href="{line.path}" title="{line.title}">{short(line.title, 14)}</a><i>{line.day:%m-%d}</i></li>'


def _text(shop: Shop, column: Column, number: int) -> str:
    """The paragraphs, in the container and the tags of the skin."""
    sheet = shop.sheet(column, number)
    picture = "" if sheet.picture is None else f'<p align="center"><img src="{sheet.picture[0]}" alt="现场"></p>\n'
    blocks = [f"<p><strong>{one}</strong></p>" if is_heading(one) else f"<p>　　{one}</p>" for one in sheet.paragraphs]
    text = picture + "\n".join(blocks)
    if shop.look.skin == 0:
        return f'<div id="zoom"><div class="TRS_Editor">{text}</div></div>'
    return (
        f'<div class="article-content">{text}</div>' if shop.look.skin == 1 else f'<div id="vsb_content">{text}</div>'
    )


def _footer(shop: Shop) -> str:
    friends = "\n".join(
        f'<option value="http://rd{at:02d}.qingyuan-practice.gov.cn/">{name}人大</option>'
        for at, name in enumerate(listed("COUNTIES")[:8], 1)
    )
    return f"""<div class="friends">友情链接：<select onchange="window.open(this.value)">
{friends}
</select> <a href="http://www.qingyuan-practice.gov.cn/">青原省政府门户网站</a></div>
<div class="footer"><p>主办：{shop.kind.site}　{LICENCE}</p></div>
</body>
</html>
"""
