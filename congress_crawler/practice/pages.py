"""What do the home page, the channels and the lists of the practice site look like?"""

from congress_crawler.practice.entries import Entry, Extra, Paging
from congress_crawler.practice.furniture import banner, crumb, footer, head, links, short, sidebar
from congress_crawler.practice.phrases import SITE
from congress_crawler.practice.plan import CHANNEL, Charset, Plan
from congress_crawler.practice.sections import DECOYS, SECTIONS, link, top, under
from congress_crawler.practice.words import listed

NEWEST = 6  # titles in a block of the home page or a channel page
CLIENT_ROWS = 20  # rows that the script shows at a time
SHOWN = {"ch00071": CHANNEL}  # on the home page
TITLE_CUT = 20  # characters of a title that fit into a row


def home(plan: Plan) -> str:
    """The home page: navigation, and a block of newest titles for each section.

    市县人大 shows titles of 工作剪影 there but does not name it: that name is found one step further.
    """
    blocks = "".join(_block(plan, section.code, shown=SHOWN.get(section.code, section.code)) for section in top())
    return f"""{head(SITE, "utf-8")}{banner()}<table width="1000" align="center"><tr><td valign="top">
{blocks}</td></tr></table>
{footer()}"""


def channel(plan: Plan, code: str) -> str:
    """The page of a section that has none but decoys, or of 市县人大 with its sub-navigation."""
    blocks = "".join(_block(plan, section.code, shown=section.code) for section in under(code))
    rows = links([link(plan, number, code) for number in reversed(range(DECOYS))])
    own = f'<ul class="news">\n{rows}\n</ul>\n<p class="fs12">共{DECOYS}条记录 第1/1页</p>\n'
    return _framed(plan, code, blocks or own, "utf-8")


def listing(plan: Plan, paging: Paging, page: int, origin: str, charset: Charset) -> str:
    """One file of the list of 工作剪影: all rows of many client-side pages, then the way to the next file.

    In: `page` 0 for index.shtml, 1 for index_1.shtml, …; `origin` for absolute links (http://host:port).
    """
    entries = paging.slice(page)
    rows = "\n".join(row(plan, entry, origin) for entry in entries)
    keeper = listed("RARE")[1]
    body = f"""<div class="newslist"><ul id="list">
{rows}
</ul></div>
{_pager(paging, page, len(entries))}<p class="fs12" align="right">本栏编辑：{keeper}</p>
"""
    return _framed(plan, CHANNEL, body, charset.meta)


def row(plan: Plan, entry: Entry, origin: str) -> str:
    """One row. The ways to write a link take turns: absolute, from the root, relative; title in a@title or text."""
    if isinstance(entry, Extra):
        return (
            f'<li class="pagedContent"><a href="{entry.href}" target="_blank">{entry.title}</a>{_day(entry.day)}</li>'
        )
    number = entry.number
    path, title = link(plan, number, CHANNEL)
    href = (origin + path, path, "../.." + path)[number % 3]
    picture = f'<a href="{href}"><img src="/res/images/dot.gif" border="0"></a>' if number % 10 == 4 else ""
    shown = f' title="{title}">{short(title, TITLE_CUT)}' if number % 4 else f">{title}"
    top_mark = '<em class="top">[置顶]</em>' if entry.pinned else ""
    day = _day(plan.day(number).isoformat())
    return f'<li class="pagedContent">{top_mark}{picture}<a href="{href}" target="_blank"{shown}</a>{day}</li>'


def message(title: str, text: str) -> str:
    """A short page: not found, moved, page taken away."""
    return f"""{head(f"{title}_{SITE}", "utf-8")}{banner()}<div class="message" align="center"><h2>{title}</h2>
<p>{text}</p><p><a href="/">返回首页</a></p></div>
{footer()}"""


def _framed(plan: Plan, code: str, body: str, label: str | None) -> str:
    section = SECTIONS[code]
    return f"""{head(f"{section.name}_{SITE}", label)}{banner()}<table width="1000" border="0" align="center">
<tr><td width="220" valign="top">
{sidebar(plan, int(code.removeprefix("ch")), code)}</td><td valign="top"><p class="fs12">{crumb(code)}</p>
{body}</td></tr></table>
{footer()}"""


def _block(plan: Plan, code: str, *, shown: str) -> str:
    """A block with the name of section `code` and the newest titles of section `shown`."""
    section = SECTIONS[code]
    newest = (plan.numbers if shown == CHANNEL else range(DECOYS))[: -NEWEST - 1 : -1]
    return f"""<div class="block"><h3><a href="{section.path}">{section.name}</a>\
<a class="more" href="{section.path}">更多&gt;&gt;</a></h3>
<ul>
{links([link(plan, number, shown) for number in newest])}
</ul></div>
"""


def _day(day: str) -> str:
    return f"<span>[{day}]</span>"


def _pager(paging: Paging, page: int, rows: int) -> str:
    """Client-side buttons, and the real links to the neighbouring files where there are any."""
    turns = -(-rows // CLIENT_ROWS)
    buttons = " ".join(f'<a href="javascript:turn({turn})">{turn + 1}</a>' for turn in range(min(turns, 10)))
    ahead, back = page + 1 < paging.files, page > 0
    steps = ['<a href="index.shtml">首页</a>', f'<a href="{paging.name(page - 1)}">上一页</a>'] if back else []
    if ahead:
        steps.append(f'<a href="{paging.name(page + 1)}">{"下一页" if back else "更多&gt;&gt;"}</a>')
        steps.append(f'<a href="{paging.name(paging.files - 1)}">尾页</a>')
    elif back:
        steps += ["<span>下一页</span>", "<span>尾页</span>"]
    return f"""<script type="text/javascript">
var totalCount={paging.promised},pageSize={CLIENT_ROWS},filePages={paging.files},current=0;
function turn(n){{current=n;var li=document.getElementById('list').getElementsByTagName('li');
for(var i=0;i<li.length;i++){{li[i].style.display=Math.floor(i/pageSize)==n?'':'none';}}}}
</script>
<div class="pages">共{paging.promised}条记录 每页{CLIENT_ROWS}条 {buttons}
<a href="javascript:turn(current-1)">上页</a> <a href="javascript:turn(current+1)">下页</a></div>
<div class="morepages">{" ".join(steps)}</div>
"""
