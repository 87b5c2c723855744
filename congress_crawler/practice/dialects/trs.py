"""How does TRS page its lists: a script call that draws the links to index_N?"""

from datetime import date

from congress_crawler.practice import skin
from congress_crawler.practice.answer import Answer
from congress_crawler.practice.ask import Ask
from congress_crawler.practice.dress import rows
from congress_crawler.practice.kind import GB2312, UTF8, Column, Kind, Look, columns
from congress_crawler.practice.serving import Serving
from congress_crawler.practice.shop import Shop


def lists_one(shop: Shop, ask: Ask) -> Answer | None:
    """index.shtml, then index_1.shtml: the call has more arguments than the pages and the place."""
    return _lists(shop, ask, "shtml", 1)


def lists_two(shop: Shop, ask: Ask) -> Answer | None:
    """index.html, then index_2.html: the call is commented out, a script writes links from 2 on."""
    return _lists(shop, ask, "html", 2)


def file_name(page: int, ending: str, second: int) -> str:
    """The file of a page counted from 0, where the number of the second file is `second`.

    >>> file_name(0, "shtml", 1), file_name(1, "shtml", 1), file_name(1, "html", 2)
    ('index.shtml', 'index_1.shtml', 'index_2.html')
    """
    return f"index_{page - 1 + second}.{ending}" if page else f"index.{ending}"


def place(shop: Shop, path: str, names: list[str]) -> tuple[Column, int] | None:
    """The section and the page behind a path. In: the file names of the pages, in order, as many as there may be."""
    for column in shop.kind.columns:
        folder = shop.first(column)
        if path.startswith(folder) and not shop.under(column.code):
            name = path.removeprefix(folder) or names[0]
            pages = len(shop.pages(column))
            return (column, names.index(name)) if name in names[:pages] else None
    return None


def _lists(shop: Shop, ask: Ask, ending: str, second: int) -> Answer | None:
    names = [file_name(page, ending, second) for page in range(len(shop.lines(shop.kind.ours[0])))]
    found = place(shop, ask.path, names)
    if found is None:
        return None
    column, page = found
    pages = shop.pages(column)
    draw = _call if second == 1 else _commented
    pager = draw(len(pages), page, ending, len(shop.lines(column)))
    return shop.page(skin.listing(shop, column, rows(shop.look, pages[page], ask) + pager))


def _call(pages: int, page: int, ending: str, total: int) -> str:
    return f"""<div class="page" id="page_div"><script type="text/javascript">
createPageHTML('page_div',{pages},{page},'index','{ending}',{total});
</script></div>"""


def _commented(pages: int, page: int, ending: str, _total: int) -> str:
    return f"""<div class="page"><script type="text/javascript">
//createPageHTML({pages}, {page}, "index", "{ending}");
var countPage = {pages};
var currentPage = {page};
if(currentPage>0){{document.write('<a href="index.{ending}">首页</a>');}}
for(var i=2;i<=countPage;i++){{document.write('<a href="index_'+i+'.{ending}">'+i+'</a>');}}
</script></div>"""


def _first(column: Column, _era: int) -> str:
    return f"/{column.code}/"


def _first_below(column: Column, _era: int) -> str:
    return f"/xwzx/{column.code}/"


def _article(column: Column, ident: int, day: date, _era: int) -> str:
    return f"/{column.code}/{day:%Y%m}/t{day:%Y%m%d}_{ident}.html"


def _article_below(column: Column, ident: int, day: date, _era: int) -> str:
    return f"/xwzx/{column.code}/{day:%Y%m}/t{day:%Y%m%d}_{ident}.shtml"


KINDS = (
    Serving(
        Kind(
            name="trs-one",
            dialect="trs",
            site="枫渡人大网",
            columns=columns(Column("州市人大", "zsrd", 1031, ours=True)),
            first=_first_below,
            article=_article_below,
            look=Look(link="relative", cut=18, pinned=True, name="newsline1", side="after"),
            charset=GB2312,
            size=15,
            validators=True,
        ),
        lists_one,
    ),
    Serving(
        Kind(
            name="trs-two",
            dialect="trs",
            site="麦浦人大",
            columns=columns(Column("区县之窗", "qxzc", 1032, ours=True)),
            first=_first,
            article=_article,
            look=Look(rows="dl", day="%Y年%m月%d日", name="list-dl", skin=1),
            charset=UTF8,
            size=12,
            total=False,
        ),
        lists_two,
    ),
)
