"""Does the practice site keep what it promises to those who crawl it?"""

from collections import Counter
from typing import get_args
from urllib.parse import urljoin

import lxml.html
import pytest

from congress_crawler.items import Reason
from congress_crawler.practice.plan import Plan
from congress_crawler.practice.site import Site
from congress_crawler.practice.truth import ExpectedRow

HOST = "127.0.0.1:8711"
HEADERS = {"Host": HOST}
LIST = "/channels/ch00711/"


def page(site: Site, path: str, codec: str = "utf-8") -> lxml.html.HtmlElement:
    return lxml.html.document_fromstring(site.respond("GET", path, HEADERS).body.decode(codec))


def list_links(site: Site) -> list[str]:
    """Every href of every list row on every list page, made absolute."""
    found: list[str] = []
    for number, path in enumerate(site.expected().list_paths):
        tree = page(site, path, "gb18030" if number == 1 else "utf-8")
        found += [
            urljoin(f"http://{HOST}{path}", str(href)) for href in tree.xpath("//li[@class='pagedContent']//a/@href")
        ]
    return found


def test_the_same_question_gets_the_same_bytes_from_another_instance(rows: list[ExpectedRow]) -> None:
    first, second = Site(), Site()
    for path in ["/", LIST, "/channels/ch00071/", *(row.answered_by for row in rows[:40])]:
        assert first.respond("GET", path, HEADERS) == second.respond("GET", path, HEADERS)


def test_every_listed_link_is_an_expected_row_or_an_expected_failure_and_the_total_counts_them(site: Site) -> None:
    expected = site.expected()
    truth = [row.path for row in expected.rows] + [failure.link for failure in expected.failures]
    assert len(truth) == len(set(truth)) == expected.promised
    assert set(list_links(site)) == {urljoin(f"http://{HOST}", link) for link in truth}
    for number, path in enumerate(expected.list_paths):
        text = page(site, path, "gb18030" if number == 1 else "utf-8").text_content()
        assert f"共{expected.promised}条记录" in text


def test_failures_have_reasons_of_the_closed_list_and_the_answers_to_match(site: Site) -> None:
    failures = site.expected().failures
    assert {failure.reason for failure in failures} <= set(get_args(Reason))
    assert Counter(failure.reason for failure in failures) == {
        "off-site": 3, "not-html": 2, "bad-url": 1, "not-found": 1, "soft-404": 1,
    }  # fmt: skip
    own = {f.reason: site.respond("GET", f.link, HEADERS) for f in failures if f.link.startswith("/articles/")}
    assert own["not-found"].status == 404
    assert own["soft-404"].status == 200
    assert "页面不存在" in own["soft-404"].body.decode()
    assert own["off-site"].status == 302
    assert dict(own["off-site"].headers)["Location"].startswith("http://www.yunqi-practice.gov.cn/")


def test_every_expected_row_answers_and_only_the_moved_one_elsewhere(site: Site, rows: list[ExpectedRow]) -> None:
    assert {site.respond("GET", row.answered_by, HEADERS).status for row in rows} == {200}
    moved = [row for row in rows if row.path != row.answered_by]
    assert len(moved) == 1
    answer = site.respond("GET", moved[0].path, HEADERS)
    assert (answer.status, dict(answer.headers)["Location"]) == (301, f"http://{HOST}{moved[0].answered_by}")


def test_decoys_are_served_and_linked_but_not_expected(site: Site) -> None:
    expected = site.expected()
    assert len(expected.decoys) > 100
    assert not expected.decoys & {row.path for row in expected.rows}
    assert {site.respond("GET", path, HEADERS).status for path in expected.decoys} == {200}
    linked = {str(href) for href in page(site, LIST).xpath("//a/@href")}
    assert linked & expected.decoys


def test_the_section_is_found_by_its_names_from_the_home_page(site: Site) -> None:
    home = page(site, "/")
    assert not home.xpath("//a[.='工作剪影']")
    (channel,) = set(home.xpath("//a[.='市县人大']/@href"))
    (section,) = set(page(site, str(channel)).xpath("//a[.='工作剪影']/@href"))
    assert section == LIST
    names = home.xpath("//a[@class='nav']/text()")
    assert names == ["首页", "人大要闻", "立法工作", "监督工作", "代表工作", "市县人大", "理论研究"]


def test_list_files_lead_to_the_next_until_the_last(site: Site) -> None:
    paths = site.expected().list_paths
    assert paths == [LIST, f"{LIST}index_1.shtml", f"{LIST}index_2.shtml"]
    for number, path in enumerate(paths):
        links = page(site, path, "gb18030" if number == 1 else "utf-8").xpath("//div[@class='morepages']/a")
        ahead = [urljoin(path, a.get("href")) for a in links if a.text in {"更多>>", "下一页"}]
        assert ahead == paths[number + 1 : number + 2]
    assert site.respond("GET", f"{LIST}index_3.shtml", HEADERS).status == 404


def test_large_sites_cut_their_list_at_1000_and_500_rows() -> None:
    site = Site(3000)
    codecs = ["utf-8", "gb18030", "utf-8"]
    paths = site.expected().list_paths
    pages = [page(site, path, codec) for path, codec in zip(paths, codecs, strict=False)]
    found = [len(tree.find_class("pagedContent")) for tree in pages]
    assert found == [1000, 500, 500]
    assert len(paths) == 6
    assert len(site.expected().rows) == 2997


def test_rows_have_the_faces_that_a_listing_reader_must_know(site: Site) -> None:
    items = page(site, LIST).find_class("pagedContent")
    hrefs = [str(item.xpath("(.//a/@href)[last()]")[0]) for item in items]
    assert {href.split("/")[0] for href in hrefs} >= {"http:", "", ".."}
    assert [len(item.xpath(".//em")) for item in items[:3]] == [1, 1, 0]
    absolute = [urljoin(f"http://{HOST}{LIST}", href) for href in hrefs]
    assert sum(absolute.count(url) == 2 for url in absolute[:2]) >= 1, "a pinned article shows again further down"
    assert any(item.xpath("count(.//a)") == 2 for item in items)
    assert any(item.xpath(".//a[@title]") and item.text_content().count("…") for item in items)
    assert any(not item.xpath(".//a[@title]") for item in items)


def test_a_later_epoch_brings_new_edited_cosmetic_and_gone_articles_and_changes_nothing_else() -> None:
    before, after = Site(epoch=0), Site(epoch=1)
    old, new = before.expected(), after.expected()
    assert (len(old.new), len(old.edited), len(old.cosmetic), len(old.gone)) == (0, 0, 0, 0)
    assert (len(new.new), len(new.edited), len(new.cosmetic), len(new.gone)) == (3, 2, 1, 1)
    assert [row.path for row in new.rows[:3]] == new.new
    assert {row.path for row in new.rows} == {row.path for row in old.rows} - set(new.gone) | set(new.new)
    assert after.respond("GET", new.gone[0], HEADERS).status == 404
    assert not any(new.gone[0] in link for link in list_links(after))
    for row in old.rows:
        same = before.respond("GET", row.answered_by, HEADERS) == after.respond("GET", row.answered_by, HEADERS)
        assert same == (row.path not in {*new.edited, *new.cosmetic, *new.gone}), row.path
        if row.path not in new.gone:
            text_same = before.paragraphs(row.path) == after.paragraphs(row.path)
            assert text_same == (row.path not in new.edited)


def test_a_changed_page_is_told_by_its_old_validators_and_a_second_epoch_edits_again() -> None:
    sites = [Site(epoch=epoch) for epoch in range(3)]
    edited = {row.path: row for row in sites[1].expected().rows}
    watched = sites[1].expected().edited + sites[1].expected().cosmetic
    assert sorted(edited[path].has_validators for path in watched) == [False, True, True]
    for path in watched:
        headers = dict(sites[0].respond("GET", path, HEADERS).headers)
        asked = HEADERS | {"If-None-Match": headers.get("ETag", headers.get("ETAG", '"none"'))}
        assert sites[1].respond("GET", path, asked).status == 200
        bodies = {site.respond("GET", path, HEADERS).body for site in sites}
        assert len(bodies) == 3


def test_robots_txt_names_the_counter_and_the_search(site: Site) -> None:
    lines = site.respond("GET", "/robots.txt", HEADERS).body.decode().splitlines()
    assert lines == ["User-agent: *", "Disallow: /InterFront/", "Disallow: /search"]


def test_unknown_addresses_are_404_with_a_page_and_other_methods_405(site: Site, rows: list[ExpectedRow]) -> None:
    wrong = rows[0].path.replace("ch00711", "ch00712")
    for path in (
        "/nothing",
        "/articles/",
        "/articles/ch00711/201901/x.shtml",
        "/channels/ch99999/",
        "/channels/",
        wrong,
    ):
        answer = site.respond("GET", path, HEADERS)
        assert (answer.status, dict(answer.headers)["Content-Type"]) == (404, "text/html; charset=utf-8")
    assert site.respond("POST", "/", HEADERS).status == 405
    assert site.respond("GET", f"{rows[0].path}?from=list", HEADERS).status == 200


def test_a_host_header_that_is_no_host_never_gets_into_a_page(site: Site) -> None:
    body = site.respond("GET", LIST, {"Host": '"><script>'}).body.decode()
    assert '"><script>' not in body


@pytest.mark.parametrize("articles", [24, 25, 31, 100, 320, 5000, 20_000])
def test_every_part_has_an_article_of_its_own_at_every_size(articles: int) -> None:
    plan = Plan(articles, 0)
    assert len(plan.parts) == 11
    assert not set(plan.pinned) & set(plan.parts)
    assert len(set(plan.pinned)) == 2
    numbers = range(0, articles, max(1, articles // 500))
    assert [plan.number(plan.path(number)) for number in numbers] == list(numbers)
    assert sorted(plan.day(number) for number in numbers) == [plan.day(number) for number in numbers]


def test_a_site_too_small_for_its_parts_is_refused() -> None:
    with pytest.raises(ValueError, match="at least 24 articles"):
        Site(23)
