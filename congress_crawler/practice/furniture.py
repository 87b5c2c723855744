"""What surrounds the content of a practice page?"""

from functools import cache

from congress_crawler.practice import phrases
from congress_crawler.practice.plan import CHANNEL, Plan
from congress_crawler.practice.sections import DECOYS, SECTIONS, link, top, trail, under
from congress_crawler.practice.words import Dice, listed

NEIGHBOURS, HOT = 8, 6  # links of the sidebar: to articles of the section, to decoys


def head(title: str, label: str | None, *, modern: bool = False) -> str:
    """Doctype and `<head>`. In: the text of `<title>`; the charset to declare, None for no meta tag."""
    if modern:
        meta = "" if label is None else f'<meta charset="{label}">\n'
        return (
            f'<!DOCTYPE html>\n<html lang="zh-CN">\n<head>\n{meta}<title>{title}</title>\n{_modern_assets()}</head>\n'
        )
    meta = "" if label is None else f'<meta http-equiv="Content-Type" content="text/html; charset={label}">\n'
    return f"{OLD_DOCTYPE}\n<html>\n<head>\n{meta}<title>{title}</title>\n{_old_assets()}</head>\n"


@cache
def banner() -> str:
    """Banner, navigation bar and search box in tables."""
    cells = "".join(
        f'<td width="96" align="center"><a href="{path}" class="nav" target="_self">{name}</a></td>\n'
        for path, name in _bar()
    )
    return f"""<body topmargin="0" leftmargin="0">
<table width="1000" border="0" align="center" cellpadding="0" cellspacing="0">
<tr><td><img src="/res/images/banner.gif" width="1000" height="160" alt="{phrases.SITE}"></td></tr>
<tr><td background="/res/images/bar.gif"><table width="100%" border="0" cellspacing="0" cellpadding="0"><tr>
{cells}</tr></table></td></tr>
<tr><td height="30" class="fs12"><script type="text/javascript">showToday();</script>
<form action="/search" method="get" style="display:inline"><input type="text" name="q" size="18" value="请输入关键词">
<input type="submit" value="搜索"></form> <a href="javascript:addFavorite()">加入收藏</a>
<a href="/sitemap.shtml">网站地图</a></td></tr>
</table>
"""


@cache
def menu() -> str:
    """The same as `banner` in lists and divs."""
    items = "\n".join(f'<li class="menu-item"><a href="{path}" title="{name}">{name}</a></li>' for path, name in _bar())
    return f"""<body class="page page-detail">
<div class="top-bar"><div class="wrap"><span class="today" id="today"></span>
<form class="search" action="/search" method="get"><input name="q" placeholder="请输入关键词">
<button>搜索</button></form></div></div>
<div class="header wrap"><a href="/"><img src="/res/images/banner.gif" alt="{phrases.SITE}"></a></div>
<ul class="menu wrap">
{items}
</ul>
"""


def crumb(channel: str) -> str:
    """The breadcrumb line, 当前位置: 首页>> … In: the code of a section. Out: HTML without a tag around it."""
    steps = "".join(f'&gt;&gt; <a href="{step.path}">{step.name}</a>' for step in trail(channel))
    return f'当前位置: <a href="/">首页</a>{steps}'


def sidebar(plan: Plan, seed: int, channel: str) -> str:
    """Sister sections, links to other articles of 工作剪影 and to decoys, the same at every epoch."""
    sisters = "\n".join(f'<li><a href="{item.path}">{item.name}</a></li>' for item in under(trail(channel)[0].code))
    dice = Dice(seed + 13)
    codes = [code for code in SECTIONS if code != CHANNEL]
    near = [link(plan, dice.below(plan.articles), CHANNEL) for _ in range(NEIGHBOURS)]
    hot = [link(plan, dice.below(DECOYS), dice.pick(codes)) for _ in range(HOT)]
    return f"""<div class="side">
<h3 class="lbt">{trail(channel)[0].name}</h3>
<ul class="subnav">
{sisters}
</ul>
<h3 class="lbt">相关阅读</h3>
<ul class="sidelist">
{links(near)}
</ul>
<h3 class="lbt">热点新闻</h3>
<ul class="sidelist hot">
{links(hot)}
</ul>
</div>
"""


def links(pairs: list[tuple[str, str]]) -> str:
    """List items with links, the texts cut as sidebars cut them, the whole title in `title`."""
    return "\n".join(
        f'<li>·<a href="{path}" target="_blank" title="{title}">{short(title, 16)}</a></li>' for path, title in pairs
    )


def short(title: str, most: int) -> str:
    """The title, cut with an ellipsis behind `most` characters.

    >>> short("云栖市人大常委会", 4)
    '云栖市人…'
    """
    return title if len(title) <= most else title[:most] + "…"


@cache
def footer() -> str:
    """Links to other (made-up) sites, owner, licence, and the end of the page."""
    options = "\n".join(
        f'<option value="http://rd{number:02d}.qingyuan-practice.gov.cn/">{name}人大网</option>'
        for number, name in enumerate(listed("COUNTIES"), 1)
    )
    return f"""<div class="friends">友情链接：<select onchange="if(this.value)window.open(this.value)">
<option value="">市县人大网站</option>
{options}
</select></div>
<div class="footer" align="center"><p class="fs12">版权所有:{phrases.OWNER}　{phrases.LICENCE}</p>
<p class="fs12">地址:{phrases.PROVINCE}云栖市练习路7号　邮编:000711　投稿邮箱: tougao@qingyuan-practice.invalid</p>
<p class="fs12">建议使用1024×768以上分辨率浏览　<a href="/about.shtml">关于我们</a> |
<a href="/contact.shtml">联系方式</a></p></div>
<script type="text/javascript" src="/res/js/count.js"></script>
</body>
</html>
"""


def _bar() -> list[tuple[str, str]]:
    return [("/", "首页"), *((section.path, section.name) for section in top())]


@cache
def _old_assets() -> str:
    return """<link href="/res/css/style.css" rel="stylesheet" type="text/css">
<style type="text/css">
.fs12{font-size:12px;line-height:22px}.fs14{font-size:14px}.fs20{font-size:20px}.fcR{color:#c00}.fw{font-weight:bold}
.nav{color:#fff;text-decoration:none}.lbt{background:url(/res/images/bar.gif);height:32px;color:#fff}
</style>
<script type="text/javascript" src="/res/js/common.js"></script>
<script type="text/javascript">
function doZoom(size){var box=document.getElementById('zoom');if(box){box.style.fontSize=size+'px';}}
function showToday(){var d=new Date();document.write(d.getFullYear()+'年'+(d.getMonth()+1)+'月'+d.getDate()+'日');}
function addFavorite(){try{window.external.AddFavorite(location.href,document.title);}
catch(e){alert('请按Ctrl+D收藏');}}
</script>
"""


@cache
def _modern_assets() -> str:
    return f"""<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="SiteName" content="{phrases.SITE}">
<link rel="stylesheet" href="/res/css/page.css">
<script src="/res/js/common.js"></script>
<script>
window.onload=function(){{document.getElementById('today').innerText=new Date().toLocaleDateString();}};
</script>
"""


OLD_DOCTYPE = '<!DOCTYPE HTML PUBLIC "-//W3C//DTD HTML 4.01 Transitional//EN" "http://www.w3.org/TR/html4/loose.dtd">'
