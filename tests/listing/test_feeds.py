"""Feeds and sitemaps are read as XML, without entities and without guessing a date."""

from congress_crawler.listing import feeds
from congress_crawler.listing.step import Step
from congress_crawler.profile import parse
from tests.listing.steps import given, walk

URL = "http://rd.a.example/rss.xml"
RSS = """<?xml version="1.0" encoding="gb2312"?><rss version="2.0"><channel><title>市县人大</title><link>http://rd.a.example/</link>
<item><title><![CDATA[青禾县开门立规]]></title><link>http://rd.a.example/a/1.html</link>
<pubDate>Tue, 09 Mar 2021 08:00:00 +0800</pubDate></item>
<item><title>云栖市视察水源地</title><link>/a/2.html</link></item></channel></rss>"""
PROFILE = """site = "a"
name = "甲市人大"
hosts = ["rd.a.example"]
home = "http://rd.a.example/"
checked = "practice"
[[listing]]
section = ["市县人大"]
url = "http://rd.a.example/sxrd/index.html"
"""


def test_items_of_a_feed_are_rows() -> None:
    found = feeds.read_rss(given(RSS, URL))
    assert found is not None
    assert [(row.url, row.title, row.date) for row in found.rows or []] == [
        ("http://rd.a.example/a/1.html", "青禾县开门立规", "2021-03-09 08:00:00"),
        ("http://rd.a.example/a/2.html", "云栖市视察水源地", None),
    ]


def test_entries_of_atom_are_rows_and_its_next_is_followed() -> None:
    text = (
        '<feed xmlns="http://www.w3.org/2005/Atom"><title>动态</title><link rel="next" '
        'href="?page=2"/><entry><title>甲会</title>'
        '<link rel="edit" href="/e/1"/><link href="/a/1.html"/><published>'
        "2021-03-09T08:00:00+08:00</published></entry></feed>"
    )
    found = feeds.read_rss(given(text, URL))
    assert found is not None
    assert [(row.url, row.date) for row in found.rows or []] == [
        ("http://rd.a.example/a/1.html", "2021-03-09T08:00:00+08:00")
    ]
    assert found.next is not None
    assert found.next.url == "http://rd.a.example/rss.xml?page=2"


def test_entities_are_not_expanded() -> None:
    text = (
        '<!DOCTYPE rss [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;&a;">]><rss><channel>'
        "<item><title>甲会&b;</title><link>/a/1.html</link></item></channel></rss>"
    )
    found = feeds.read_rss(given(text, URL))
    assert found is not None
    assert "aaaa" not in (found.rows or [])[0].title


def test_an_index_of_sitemaps_leads_through_its_children() -> None:
    def answer(step: Step) -> str:
        if step.url.endswith("index.xml"):
            return (
                "<sitemapindex><sitemap><loc>/s1.xml</loc></sitemap><sitemap><loc>/s2.xml</loc></sitemap>"
                "</sitemapindex>"
            )
        number = step.url[-5]
        return (
            f'<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"><url>'
            f"<loc>http://rd.a.example/sxrd/{number}.html</loc><lastmod>2024-01-01</lastmod></url></urlset>"
        )

    rows, steps, _ = walk("http://rd.a.example/index.xml", answer)
    assert [row.url[-13:] for row in rows] == ["e/sxrd/1.html", "e/sxrd/2.html"]
    assert [row.date for row in rows] == [None, None]
    assert len(steps) == 3


def test_only_addresses_below_the_section_are_rows() -> None:
    text = (
        "<urlset><url><loc>http://rd.a.example/sxrd/index.html</loc></url><url><loc>"
        "http://rd.a.example/sxrd/1.html</loc></url><url><loc>"
        "http://rd.a.example/about/2.html</loc></url></urlset>"
    )
    found = feeds.read_sitemap(given(text, "http://rd.a.example/sitemap.xml", parse(PROFILE)))
    assert found is not None
    assert [row.url for row in found.rows or []] == ["http://rd.a.example/sxrd/1.html"]


def test_a_page_is_no_feed() -> None:
    assert feeds.read_rss(given("<html><body>rss</body></html>", URL)) is None
    assert feeds.read_sitemap(given("<html><body>rss</body></html>", URL)) is None
