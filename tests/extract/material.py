"""Pages of a county that does not exist, in the dress of real ones: what the tests of this folder read."""

TITLE = "云溪县人大常委会视察养老服务工作"
SITE = "云溪人大网"
TEXT = (
    "云溪县人大常委会近日组织部分人大代表，对全县养老服务工作开展集中视察。",
    "代表们先后走进三个社区，听取了工作情况汇报，并与老人亲切交谈。",
    "视察组建议，要补齐短板，让老人在家门口享受到更好的服务。",
)
PARAGRAPHS = "".join(f"<p>　　{text}</p>" for text in TEXT)
NAMES = ("首页", "人大概况", "常委会工作", "代表工作", "理论研究")
NAVIGATION = (
    "<ul class=nav>" + "".join(f"<li><a href='/c{n}'>{name}</a></li>" for n, name in enumerate(NAMES)) + "</ul>"
)
SIDEBAR = (
    "<div class=side><h3>最新信息</h3><ul><li><a href=/1>石桥镇召开人代会</a><span>05-12</span></li>"
    "<li><a href=/2>柳林镇代表走访选民</a><span>05-11</span></li></ul></div>"
)
FOOTER = (
    "<div class=footer><p>版权所有：云溪县人大常委会 某ICP备00000000号</p><p>地址：人民路1号 邮编：300000</p></div>"
)
URL = "http://www.yunxi.example/rd/view.html"


def page(article: str, *, title: str = f"{TITLE}-{SITE}", head: str = "", charset: str = "utf-8") -> bytes:
    """A page round an article's markup: navigation above, sidebar and footer below."""
    body = NAVIGATION + article + SIDEBAR + FOOTER
    meta = f"<meta charset={charset}>"
    return f"<!DOCTYPE html><html><head>{meta}<title>{title}</title>{head}</head><body>{body}</body></html>".encode(
        "gb18030" if charset.startswith("gb") else charset
    )
