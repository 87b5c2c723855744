"""What if a list shows only its newest rows, and the others stand in sitemap.xml or in a feed?"""

from datetime import UTC, date, datetime, time
from email.utils import format_datetime

from congress_crawler.practice import skin
from congress_crawler.practice.answer import Answer, answer
from congress_crawler.practice.ask import Ask
from congress_crawler.practice.dress import rows
from congress_crawler.practice.kind import Column, Kind, Look, columns
from congress_crawler.practice.serving import Serving
from congress_crawler.practice.shop import Line, Shop

SHOWN = 10  # rows of the page
RFC822 = time(1, 30)  # of a feed's dates: half past nine in Beijing


def lists_mapped(shop: Shop, ask: Ask) -> Answer | None:
    """A page of each section without a pager, and one sitemap for all the site."""
    return _sitemap(shop, ask) if ask.path == "/sitemap.xml" else _newest(shop, ask, "")


def lists_fed(shop: Shop, ask: Ask) -> Answer | None:
    """A page of each section without a pager, and a feed of each, which its head names."""
    for column in shop.kind.columns:
        if ask.path == _feed(column) and not shop.under(column.code):
            return _rss(shop, column, ask)
    return _newest(shop, ask, '<link rel="alternate" type="application/rss+xml" title="{}" href="{}">\n')


def _newest(shop: Shop, ask: Ask, head: str) -> Answer | None:
    for column in shop.kind.columns:
        if ask.path == shop.first(column) and not shop.under(column.code):
            body = rows(shop.look, shop.lines(column)[:SHOWN], ask)
            return shop.page(skin.listing(shop, column, body, head.format(column.name, _feed(column))))
    return None


def _feed(column: Column) -> str:
    return f"/rss/{column.code}.xml"


def _sitemap(shop: Shop, ask: Ask) -> Answer:
    """Home, sections and every article of the site, oldest first."""
    pages = ["/", *(shop.first(column) for column in shop.kind.columns)]
    urls = [f"<url><loc>{ask.origin}{path}</loc></url>" for path in pages]
    lines = [line for column in shop.kind.columns for line in reversed(shop.lines(column))]
    urls += [_entry(line, ask) for line in lines]
    text = "\n".join(urls)
    return _xml(
        f'<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n{text}\n</urlset>\n'
    )


def _entry(line: Line, ask: Ask) -> str:
    return f"<url><loc>{ask.origin}{line.path}</loc><lastmod>{line.day}</lastmod></url>"


def _rss(shop: Shop, column: Column, ask: Ask) -> Answer:
    items = "\n".join(_item(line, ask) for line in shop.lines(column))
    return _xml(
        f'<?xml version="1.0" encoding="UTF-8"?>\n<rss version="2.0"><channel><title>{column.name}_{shop.kind.site}'
        f"</title><link>{ask.origin}{shop.first(column)}</link><description>{column.name}</description>\n{items}\n"
        f"</channel></rss>\n"
    )


def _item(line: Line, ask: Ask) -> str:
    link = ask.origin + line.path if line.path.startswith("/") else line.path
    moment = format_datetime(datetime.combine(line.day, RFC822, UTC))
    return f"<item><title><![CDATA[{line.title}]]></title><link>{link}</link><pubDate>{moment}</pubDate></item>"


def _xml(text: str) -> Answer:
    return answer(200, [("Content-Type", "application/xml; charset=utf-8")], text.encode())


def _first(column: Column, _era: int) -> str:
    return f"/{column.code}/"


def _article(column: Column, ident: int, day: date, _era: int) -> str:
    return f"/{column.code}/{day:%Y/%m}/{ident}.html"


KINDS = (
    Serving(
        Kind(
            name="sitemap",
            dialect="sitemap",
            site="白鹭人大网",
            columns=columns(Column("区市人大", "qsrd", 1057, ours=True)),
            first=_first,
            article=_article,
            look=Look(skin=1, name="news"),
            articles=40,
            total=False,
            extras=False,
            robots="User-agent: *\nDisallow: /search\n\nSitemap: {origin}/sitemap.xml\n",
        ),
        lists_mapped,
    ),
    Serving(
        Kind(
            name="rss",
            dialect="rss",
            site="青禾人大",
            columns=columns(Column("乡镇人大", "xzrd", 1058), Column("工作动态", "gzdt", 1059, "xzrd", ours=True)),
            first=_first,
            article=_article,
            look=Look(skin=2, name="list-group", day="%Y/%m/%d", two_anchors=True, nested=False),
            articles=36,
            total=False,
        ),
        lists_fed,
    ),
)
