"""Does each kind of practice site serve what its truth says, at every epoch, and nothing else?"""

import re
import time
from collections import Counter
from functools import cache

import pytest

from congress_crawler.practice.kinds import KINDS, PracticeSite, Truth, make
from tests.practice.walks import ORIGIN, WALKS, Visitor, decode, walk

STATIC = [kind for kind in KINDS if kind != "router"]
EPOCHS = (0, 1, 2)
every = pytest.mark.parametrize("kind", KINDS)
every_static = pytest.mark.parametrize("kind", STATIC)
epochs = pytest.mark.parametrize("epoch", EPOCHS)
later = pytest.mark.parametrize("epoch", EPOCHS[1:])


@cache
def at(kind: str, epoch: int) -> PracticeSite:
    return make(kind, epoch)


@cache
def truth(kind: str, epoch: int) -> Truth:
    return at(kind, epoch).expected()


@cache
def page(kind: str, epoch: int, path: str) -> bytes:
    return at(kind, epoch).respond("GET", path, {"Host": "127.0.0.1:8711"}).body


def test_there_is_a_walk_for_every_kind() -> None:
    assert set(WALKS) == set(KINDS)
    assert len(KINDS) >= 15


@epochs
@every
def test_the_lists_hold_every_article_of_the_truth_and_nothing_else(kind: str, epoch: int) -> None:
    expected, links = truth(kind, epoch), walk(at(kind, epoch))
    rows = [row.path for row in expected.rows]
    failing = [link for link, _ in expected.failures]
    assert Counter(dict.fromkeys(links, 1)) == Counter([*rows, *failing])
    once = list(dict.fromkeys(links)) if kind in {"enorth", "rss", "query"} else links
    assert len(once) - len(set(once)) in {0, 2}, "only the two pinned rows stand twice, and rows with two anchors"
    assert expected.promised in {None, len(set(links))}
    assert not expected.decoys & set(links)
    assert {row.list_path for row in expected.rows} <= set(expected.lists)


@epochs
@pytest.mark.parametrize("kind", [kind for kind in STATIC if kind not in {"json", "router-api"}])  # there the API does
def test_the_promised_total_stands_on_the_first_page_of_the_list(kind: str, epoch: int) -> None:
    expected = truth(kind, epoch)
    if expected.promised is not None:
        text = Visitor(at(kind, epoch)).text(expected.lists[0])
        says = rf"(?i)(共 ?|total\w+[=:]|'shtml',){expected.promised}(?!\d)"
        assert re.search(says, text), expected.promised


@epochs
@every_static
def test_every_link_answers_as_the_truth_says(kind: str, epoch: int) -> None:
    visitor, expected = Visitor(at(kind, epoch)), truth(kind, epoch)
    for row in expected.rows:
        assert row.title in decode(page(kind, epoch, row.path)), row
        assert row.published[:4] in decode(page(kind, epoch, row.path)), row
    for link, reason in expected.failures:
        here = link.startswith("/")
        assert {"off-site": not here, "not-html": here, "not-found": here}[reason]
        assert not here or visitor.status(link) == (404 if reason == "not-found" else 200)
    for decoy in expected.decoys:
        assert visitor.status(decoy) == 200, "a decoy can be reached, or it tempts nobody"


@later
@every
def test_events_are_what_differs_from_the_epoch_before(kind: str, epoch: int) -> None:
    now, before = truth(kind, epoch), truth(kind, epoch - 1)
    here, there = {row.path for row in now.rows}, {row.path for row in before.rows}
    arrived, left = {new for _, new in now.moved}, {old for old, _ in now.moved}
    assert here - there == {*now.new, *now.returned} | arrived
    assert there - here == set(now.removed) | left
    assert len(now.new) == 4
    assert len(now.moved) >= 1
    assert (kind == "query" and epoch == 2) or (now.edited and now.cosmetic and now.removed)
    order = [row.path for row in now.rows if row.path in there]
    assert order != [row.path for row in before.rows if row.path in here] or (kind == "query" and epoch == 2)


@later
@every_static
def test_pages_change_where_and_how_the_truth_says(kind: str, epoch: int) -> None:
    now, site, before = truth(kind, epoch), at(kind, epoch), at(kind, epoch - 1)
    old = {row.path for row in truth(kind, epoch - 1).rows}
    for row in now.rows:
        if row.path in old:
            same_bytes = page(kind, epoch, row.path) == page(kind, epoch - 1, row.path)
            same_text = site.paragraphs(row.path) == before.paragraphs(row.path)
            assert same_bytes == (row.path not in {*now.edited, *now.cosmetic}), row
            assert same_text == (row.path not in now.edited), row
    visitor = Visitor(site)
    for gone, arrived in now.moved:
        assert visitor.status(gone) == 404
        assert site.paragraphs(arrived) == before.paragraphs(gone)
    assert {visitor.status(path) for path in now.removed} <= {404}


def test_one_kind_is_redesigned_and_in_one_articles_come_back() -> None:
    redesigned = truth("query", 2)
    assert len(redesigned.moved) == len(truth("query", 1).rows)
    assert redesigned.lists != truth("query", 1).lists
    assert Visitor(at("query", 2)).status(truth("query", 1).lists[0]) == 404
    assert truth("path", 2).returned == truth("path", 1).removed
    assert [kind for kind in KINDS if truth(kind, 2).returned] == ["path"]


@epochs
@every_static
def test_the_section_is_found_from_the_home_page_by_its_names(kind: str, epoch: int) -> None:
    visitor, expected = Visitor(at(kind, epoch)), truth(kind, epoch)
    path = "/"
    for step in expected.section:
        found = re.search(
            rf'<a href="([^"]+)">{step}</a>', visitor.text(path).partition(f">{path}<")[2] or visitor.text(path)
        )
        assert found is not None, (kind, step)
        path = found.group(1)
    assert path == expected.lists[0]


@every
def test_the_same_question_gets_the_same_bytes_from_another_instance(kind: str) -> None:
    first, second = make(kind, 1), make(kind, 1)
    for path in ["/", *first.expected().lists, *(row.path for row in first.expected().rows[:5]), "/nowhere.html"]:
        for headers in ({}, {"Host": "127.0.0.1:8711", "Referer": f"{ORIGIN}/"}):
            one, two = first.respond("GET", path, headers), second.respond("GET", path, headers)
            assert (one.status, one.headers, one.body) == (two.status, two.headers, two.body)


def test_validators_are_honoured_where_they_are_sent() -> None:
    with_them = []
    for kind in STATIC:
        visitor, path = Visitor(at(kind, 0)), truth(kind, 0).rows[3].path
        headers = dict(at(kind, 0).respond("GET", path, visitor.sent).headers)
        assert ("ETag" in headers) == ("Last-Modified" in headers)
        if "ETag" in headers:
            with_them.append(kind)
            assert visitor.status(path, **{"If-None-Match": headers["ETag"]}) == 304
            assert visitor.status(path, **{"If-Modified-Since": headers["Last-Modified"]}) == 304
            edited = truth(kind, 1).edited[0]
            before = dict(at(kind, 0).respond("GET", edited, visitor.sent).headers)
            asked = {"If-Modified-Since": before["Last-Modified"]}
            assert Visitor(at(kind, 1)).status(edited, **asked) == 200
    assert 4 <= len(with_them) < len(STATIC) - 4


def test_the_postback_needs_the_state_of_a_page_of_its_own() -> None:
    site = at("aspnet", 0)
    path, good = truth("aspnet", 0).lists[0], b"__EVENTTARGET=ctl00%24Main%24GridView1&__EVENTARGUMENT=Page%242"
    for state in (b"", b"&__VIEWSTATE=x&__EVENTVALIDATION=y"):
        assert site.respond("POST", path, {}, good + state).status == 500


def test_apis_refuse_those_who_do_not_look_like_the_page() -> None:
    visitor = Visitor(at("json", 0))
    way = "/api/article/list?columnId=jzrd&pageNo=1&pageSize=10"
    assert [visitor.status(way), visitor.status(way, Referer=f"{ORIGIN}/")] == [403, 200]
    visitor = Visitor(at("truecms", 0))
    way = "/TrueCMS/messageController/getMessage.do?startrecord=1&endrecord=9&perpage=9&columnId=x"
    sent = {"Referer": f"{ORIGIN}/", "X-Requested-With": "XMLHttpRequest"}
    assert [visitor.status(way, Referer=f"{ORIGIN}/"), visitor.status(way, **sent)] == [403, 200]


def test_nothing_the_hash_router_sends_names_its_api() -> None:
    visitor = Visitor(at("router", 0))
    sent = visitor.text("/") + visitor.text("/static/js/app.js")
    assert "/pub/" not in sent
    assert "/pub/s7/m" not in sent
    assert "大常委会" not in visitor.text("/"), "an empty shell"
    assert '"/api/content/list"' in Visitor(at("router-api", 0)).text("/assets/index.7c31d0.js")


def test_the_trap_never_ends() -> None:
    visitor, first = Visitor(at("trap", 0)), truth("trap", 0).lists[0]
    far = visitor.text(f"{first}&page=9000")
    assert "page=9001" in far
    assert len(set(re.findall(r"jsessionid=(\w+)", far + visitor.text(first)))) == 2
    assert "2099-01-31" in visitor.text(f"/day.jsp?cid={first.partition('=')[2]}&d=2099-01-01")


def test_a_shifting_list_gets_an_article_on_top_while_it_is_walked() -> None:
    site = make("trs-one", shifting=True)
    expected = site.expected()
    newest, asleep = expected.rows[0].path, make("trs-one").expected()
    first = walk(site)
    assert newest not in first
    assert len(set(first)) < len(first) - 2, "a row is met twice: the pages moved"
    second = walk(site)
    assert set(second) == {row.path for row in expected.rows} | {link for link, _ in expected.failures}
    assert len(expected.rows) == len(asleep.rows) + 1


def test_a_thousand_articles_are_served_as_quickly_as_few() -> None:
    for kind in ("gentlecms", "hanweb", "aspnet", "sublists", "plain"):
        site = make(kind, 1, 1000)
        begun = time.monotonic()
        assert len(site.expected().rows) == 1000 + 4 - 2
        assert len(set(walk(make(kind, 0, 1000)))) == 1000 + len(site.expected().failures), kind
        assert time.monotonic() - begun < 5, kind


def test_what_cannot_be_is_said() -> None:
    with pytest.raises(ValueError, match="at least 30 articles"):
        make("plain", articles=29)
    with pytest.raises(ValueError, match="epoch from 0 to 4 with 30"):
        make("plain", 5, 30)
    with pytest.raises(KeyError):
        make("nonsense")
    assert make("plain").respond("DELETE", "/", {}).status == 405
