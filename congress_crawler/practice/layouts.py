"""How is a practice article laid out?"""

from congress_crawler.practice.bylines import GAP
from congress_crawler.practice.furniture import banner, crumb, footer, head, menu, sidebar
from congress_crawler.practice.phrases import SITE
from congress_crawler.practice.plan import Plan
from congress_crawler.practice.sheet import Sheet
from congress_crawler.practice.words import NUMERALS

INDENTS = ("&nbsp;&nbsp;&nbsp;&nbsp;", "　　")


def article(plan: Plan, sheet: Sheet) -> str:
    """The page of an article in the layout its sheet asks for. Out: HTML text."""
    return _modern(plan, sheet) if sheet.layout == 1 else _table(plan, sheet)


def _table(plan: Plan, sheet: Sheet) -> str:
    """The old look: tables, and the body in `td#zoom`."""
    bodies = {0: _spans, 2: _rows, 3: _fonts}
    second = "" if sheet.subtitle is None else f"<br>{sheet.subtitle}"
    counter = "" if sheet.counter is None else f'<p class="fs12" align="right">{sheet.counter}</p>'
    name = SITE if sheet.layout == 0 else f"{sheet.title}_{SITE}"
    return f"""{head(name, sheet.label)}{banner()}<table width="1000" border="0" align="center" cellspacing="0">
<tr><td width="220" valign="top">
{sidebar(plan, sheet.seed, sheet.channel)}</td><td valign="top"><table width="760" border="0" cellspacing="0">
<tr><td height="30" class="fs12">{crumb(sheet.channel)}</td></tr>
<tr><td align="center"><p class="fs20 fcR fw">{sheet.title}{second}</p>
<p class="fs12">{sheet.byline.line.replace(GAP, "&nbsp;&nbsp;&nbsp;")}</p>{counter}<hr size="1"></td></tr>
<tr><td id="zoom" style="padding:10px;line-height:28px">{bodies[sheet.layout](sheet)}</td></tr>
{_enclosure(sheet, '<tr><td class="fujian">{}</td></tr>')}<tr><td align="right" class="fs12">\
<a href="javascript:window.print()">【打印】</a> <a href="javascript:window.close()">【关闭】</a></td></tr>
</table></td></tr></table>
{footer()}"""


def _modern(plan: Plan, sheet: Sheet) -> str:
    """The new look: divs, class names of its own, a span a part of the byline."""
    parts = "".join(f"<span>{part}</span> " for part in sheet.byline.line.split(GAP))
    counter = "" if sheet.counter is None else f'<span class="hits">{sheet.counter}</span>'
    second = "" if sheet.subtitle is None else f'<h2 class="arti-subtitle">{sheet.subtitle}</h2>\n'
    body = "\n".join(_modern_block(block) for block in sheet.paragraphs) or _file(sheet, "<p>{}</p>")
    return f"""{head(f"{sheet.title}_{SITE}", sheet.label, modern=True)}{menu()}<div class="wrap main">
<div class="position">{crumb(sheet.channel)}</div>
<div class="left">
{sidebar(plan, sheet.seed, sheet.channel)}</div>
<div class="right article">
<h1 class="arti-title">{sheet.title}</h1>
{second}<div class="arti-meta">{parts}{counter}</div>
<div class="arti-con">
{_image(sheet, "<p>{}</p>")}{body}
</div>
{_enclosure(sheet, '<div class="fujian">{}</div>')}<div class="tools">
<a href="javascript:window.print()">打印本页</a></div>
</div>
</div>
{footer()}"""


def _modern_block(block: str) -> str:
    return f"<p><strong>{block}</strong></p>" if is_heading(block) else f"<p>　　{block}</p>"


def _spans(sheet: Sheet) -> str:
    """One span, a line break behind each paragraph, indented by blanks of either kind."""
    indent = INDENTS[sheet.seed // 8 % 2]
    lines = "<br>\n".join(indent + block for block in sheet.paragraphs) or _file(sheet, "{}")
    return f'<span style="FONT-SIZE: 18px">{_image(sheet, "<center>{}</center>")}{lines}<br></span>'


def _rows(sheet: Sheet) -> str:
    """A table row a paragraph."""
    rows = "\n".join(f'<tr><td class="fs14">　　{block}</td></tr>' for block in sheet.paragraphs)
    rows = rows or _file(sheet, '<tr><td class="fs14">{}</td></tr>')
    picture = _image(sheet, '<tr><td align="center">{}</td></tr>')
    return f'<table width="100%" border="0" cellspacing="0">\n{picture}{rows}\n</table>'


def _fonts(sheet: Sheet) -> str:
    """A div with a font tag a paragraph."""
    font = '<div><font face="仿宋_GB2312" size="4">{}</font></div>'
    lines = "\n".join(font.format("&nbsp;　" + block) for block in sheet.paragraphs)
    return _image(sheet, '<div align="center">{}</div>') + (lines or _file(sheet, "<div>{}</div>"))


def _image(sheet: Sheet, around: str) -> str:
    if sheet.picture is None:
        return ""
    path, alt = sheet.picture
    return around.format(f'<img src="{path}" alt="{alt}" width="480" border="0">') + "\n"


def _enclosure(sheet: Sheet, around: str) -> str:
    """The attachment beside the body; nothing when the attachment is the body."""
    if sheet.attachment is None or not sheet.paragraphs:
        return ""
    return _file(sheet, around) + "\n"


def _file(sheet: Sheet, around: str) -> str:
    if sheet.attachment is None:
        return ""
    path, text = sheet.attachment
    return around.format(f'附件：<a href="{path}">{text}</a>')


def is_heading(block: str) -> bool:
    """Whether a block is a heading (一、…) between the paragraphs.

    >>> is_heading("一、走进现场，听真话"), is_heading("一位代表说，路修好了。")
    (True, False)
    """
    return block[1:2] == "、" and block[0] in NUMERALS
