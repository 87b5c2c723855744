"""How does gentleCMS serve its lists: many client-side pages in one file?"""

from datetime import date
from hashlib import blake2b

from congress_crawler.practice import skin
from congress_crawler.practice.answer import Answer
from congress_crawler.practice.ask import Ask
from congress_crawler.practice.dialects.trs import place
from congress_crawler.practice.dress import row
from congress_crawler.practice.kind import Column, Kind, Look, columns
from congress_crawler.practice.serving import Serving
from congress_crawler.practice.shop import Shop

TURN = 10  # rows that the script shows at a time


def lists(shop: Shop, ask: Ask) -> Answer | None:
    """index.shtml with the rows of several turns, then index_1.shtml, …"""
    longest = len(shop.lines(shop.kind.ours[0]))
    names = ["index.shtml", *(f"index_{number}.shtml" for number in range(1, longest))]
    found = place(shop, ask.path, names)
    if found is None:
        return None
    column, page = found
    pages = shop.pages(column)
    inner = "\n".join(row(shop.look, line, ask).replace("<li>", '<li class="pagedContent">', 1) for line in pages[page])
    next_file = f'<a href="{names[page + 1]}">下一页</a>' if page + 1 < len(pages) else ""
    back = f'<a href="{names[page - 1]}">上一页</a>' if page else ""
    body = f"""<ul id="list">
{inner}
</ul>
<script type="text/javascript">var totalCount={len(shop.lines(column))},pageSize={TURN},filePages={len(pages)};</script>
<div class="pages">共{len(shop.lines(column))}条记录 每页{TURN}条 <a href="javascript:turn(1)">2</a></div>
<div class="morepages">{back} {next_file}</div>"""
    return shop.page(skin.listing(shop, column, body))


def _first(column: Column, _era: int) -> str:
    return f"/channels/ch{column.ident:05d}/"


def _article(column: Column, ident: int, day: date, _era: int) -> str:
    raw = blake2b(f"{column.code}/{ident}".encode(), digest_size=16).hexdigest()
    name = "-".join((raw[:8], raw[8:12], raw[12:16], raw[16:20], raw[20:]))
    return f"/articles/ch{column.ident:05d}/{day:%Y%m}/{name}.shtml"


KINDS = (
    Serving(
        Kind(
            name="gentlecms",
            dialect="gentlecms",
            site="石桥人大网",
            columns=columns(
                Column("市县人大", "sxrd", 1046),
                Column("经验交流", "jyjl", 1047, "sxrd"),
                Column("工作剪影", "gzjy", 1048, "sxrd", ours=True),
                decoy="代表剪影",
            ),
            first=_first,
            article=_article,
            look=Look(link="absolute", cut=20, pinned=True, nested=False),
            size=30,
            articles=56,
            validators=True,
        ),
        lists,
    ),
)
