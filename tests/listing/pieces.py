"""What do the listing pages of the tests have in common?"""

from congress_crawler.listing import Listing, Step, read_listing

SITE = "http://www.a.example"
SECTION = f"{SITE}/sxrd/"
TITLES = (
    "青禾县人大常委会视察水源地保护工作",
    "石桥区人大代表走进社区听民声",
    "云栖市人大常委会开展执法检查",
    "平川县人大常委会召开主任会议",
    "临江区人大组织代表集中学习",
    "西岭县人大常委会调研乡村振兴",
)
HEAD = """<html><head><title>市县人大_某省人大</title></head><body>
<div class="header"><ul class="nav"><li><a href="/">首页</a></li><li><a href="/lfgz/">立法工作</a></li>
<li><a href="/jdgz/">监督工作</a></li><li><a href="/sxrd/">市县人大</a></li></ul></div>
<div class="position">当前位置：<a href="/">首页</a> &gt; <a href="/sxrd/">市县人大</a></div>"""
SIDE = """<div class="side"><h3>热点文章</h3><ul>
<li><a href="/art/2020/1/1/art_9_1.html">省人大常委会主任会议听取汇报</a><span>2020-01-01</span></li>
<li><a href="/art/2020/1/2/art_9_2.html">省人大常委会组成人员审议议案</a><span>2020-01-02</span></li>
<li><a href="/art/2020/1/3/art_9_3.html">省人大常委会会议闭幕并通过办法</a><span>2020-01-03</span></li></ul></div>"""
FOOT = """<div class="footer"><ul><li><a href="http://b.example/1.html">友情链接之外省人大网站</a> 2020-01-01</li></ul>
<p>主办：某省人大常委会办公厅</p></div></body></html>"""


def items(count: int = 5, start: int = 0) -> str:
    """Rows as most sites write them."""
    return "".join(
        f'<li><a href="/art/2021/5/{number + 1}/art_12_{number}.html">{TITLES[number % 6]}</a>'
        f"<span>2021-05-{28 - number % 28:02d}</span></li>"
        for number in range(start, start + count)
    )


def around(main: str, side: str = SIDE) -> str:
    """A page with navigation, breadcrumb, a side column and a footer around its list."""
    return f'{HEAD}{side}<div class="main">{main}</div>{FOOT}'


def listed(pager: str, count: int = 5) -> str:
    """A page with rows and a pager."""
    return around(f'<ul class="list">{items(count)}</ul><div class="pages">{pager}</div>')


def walk(pages: dict[str, str], url: str = SECTION) -> tuple[list[str], list[Listing]]:
    """Follow the steps through pages (address → pager). Out: the addresses asked for, what was read of those there."""
    asked, read = [url], list[Listing]()
    step: Step | None = None
    while url in pages and len(asked) < 12:
        read.append(read_listing(listed(pages[url]), url, None, step))
        step = read[-1].next
        if step is None:
            break
        url = step.url
        asked.append(url)
    return asked, read
