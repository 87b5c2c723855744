"""Are the practice articles dressed as real ones are: charsets, labels, codings, validators, layouts?"""

import gzip
import re
from collections import Counter

import lxml.html
import pytest

from congress_crawler.practice import uploads
from congress_crawler.practice.site import Site
from congress_crawler.practice.truth import ExpectedRow

HEADERS = {"Host": "127.0.0.1:8711"}
LIST = "/channels/ch00711/"


def test_pages_decode_as_promised_and_hold_every_value_the_truth_names(site: Site, rows: list[ExpectedRow]) -> None:
    for row in rows:
        answer = site.respond("GET", row.answered_by, HEADERS)
        tree = lxml.html.document_fromstring(answer.body.decode(row.charset.codec))
        text = str(tree.xpath("string()"))
        flat = re.sub(r"\s", "", text)
        for value in (row.title, row.subtitle or "", row.source or "", *row.organisations, *row.persons, *row.editors):
            assert re.sub(r"\s", "", value) in flat, row
        for block in site.paragraphs(row.path):
            assert block in text, row


def test_labels_lie_where_the_truth_says_so(site: Site, rows: list[ExpectedRow]) -> None:
    for row in rows:
        answer = site.respond("GET", row.answered_by, HEADERS)
        kind = next(value for name, value in answer.headers if name.lower() == "content-type")
        meta = re.search(rb'charset="?([\w-]+)"?>', answer.body[:600])
        assert kind.partition("charset=")[2] == (row.charset.header or "")
        assert (meta.group(1).decode() if meta else None) == row.charset.meta
    rungs = Counter(row.charset.rung for row in rows)
    assert set(rungs) == {"bom", "utf-8", "header", "meta", "gb18030"}
    assert rungs["bom"] == 1
    assert any(row.charset.header == "gb2312" and row.charset.codec == "utf-8" for row in rows)


def test_a_quarter_of_the_articles_cannot_be_read_as_gb2312_or_gbk(site: Site, rows: list[ExpectedRow]) -> None:
    old = [row for row in rows if row.charset.codec == "gb18030"]
    assert 0.2 < len(old) / len(rows) < 0.3
    for row in old:
        body = site.respond("GET", row.answered_by, HEADERS).body
        for codec in ("gb2312", "gbk", "utf-8"):
            with pytest.raises(UnicodeDecodeError):
                body.decode(codec)
    with pytest.raises(UnicodeDecodeError):
        site.respond("GET", f"{LIST}index_1.shtml", HEADERS).body.decode("gbk")


def test_half_of_the_articles_answer_304_to_their_own_validators(site: Site, rows: list[ExpectedRow]) -> None:
    assert 0.4 < sum(row.has_validators for row in rows) / len(rows) < 0.6
    for row in rows:
        headers = {name.lower(): value for name, value in site.respond("GET", row.answered_by, HEADERS).headers}
        assert ("etag" in headers, "last-modified" in headers) == (row.has_validators, row.has_validators)
        if row.has_validators:
            etag, changed = headers["etag"], headers["last-modified"]
            for asked in ({"if-none-match": etag}, {"If-Modified-Since": changed}, {"If-None-Match": f'"x", {etag}'}):
                answer = site.respond("GET", row.answered_by, HEADERS | asked)
                assert (answer.status, answer.body) == (304, b"")
            for asked in ({"If-None-Match": '"x"', "If-Modified-Since": changed}, {"If-Modified-Since": "yesterday"}):
                assert site.respond("GET", row.answered_by, HEADERS | asked).status == 200


def test_gzip_is_sent_only_to_those_who_take_it(site: Site, rows: list[ExpectedRow]) -> None:
    packed = 0
    for row in rows:
        plain = site.respond("GET", row.answered_by, HEADERS)
        asked = site.respond("GET", row.answered_by, HEADERS | {"Accept-Encoding": "gzip, deflate"})
        assert ("Content-Encoding", "gzip") not in plain.headers
        if ("Content-Encoding", "gzip") in asked.headers:
            packed += 1
            assert gzip.decompress(asked.body) == plain.body
    assert 0.3 < packed / len(rows) < 0.5


def test_headers_repeat_and_vary_in_case_and_some_bodies_are_chunked(site: Site, rows: list[ExpectedRow]) -> None:
    names = [[name for name, _ in site.respond("GET", row.answered_by, HEADERS).headers] for row in rows]
    assert any(each.count("Set-Cookie") == 2 for each in names)
    assert any("content-TYPE" in each for each in names)
    assert any("ETAG" in each for each in names)
    assert 0.3 < sum("Transfer-Encoding" in each for each in names) / len(rows) < 0.5


def test_bylines_titles_and_layouts_come_in_all_their_forms(site: Site, rows: list[ExpectedRow]) -> None:
    assert sum(row.subtitle is not None for row in rows) > 60
    assert {len(row.persons) for row in rows} == {0, 1, 2}
    assert any("T" in row.published for row in rows)
    for sign in ("作者:", "作者：", "供稿:", "来源:", "责任编辑:", "日期：", "年", " "):
        assert any(sign in row.byline for row in rows)
    bodies = [site.respond("GET", row.answered_by, HEADERS).body for row in rows]
    for mark in (b'<td id="zoom"', b"FONT-SIZE: 18px", b'class="arti-con"', b'<tr><td class="fs14">', b"<font face="):
        assert sum(mark in body for body in bodies) > 50


def test_attachments_stand_beside_one_body_and_instead_of_another(site: Site, rows: list[ExpectedRow]) -> None:
    enclosed = [row for row in rows if row.attachments]
    assert [row.has_text for row in enclosed] == [False, True]
    for row in enclosed:
        body = site.respond("GET", row.answered_by, HEADERS).body
        tree = lxml.html.document_fromstring(body.decode(row.charset.codec))
        assert bool(tree.xpath("//*[@class='fujian']//a[contains(@href, '.doc')]")) == row.has_text
        file = site.respond("GET", row.attachments[0], HEADERS)
        assert (file.status, file.body[:4]) == (200, b"\xd0\xcf\x11\xe0")
    for row in rows:
        for path in row.images:  # as on real sites, some pictures are not there
            gone = uploads.fate(path) == "not-found"
            assert site.respond("GET", path, HEADERS).status == (404 if gone else 200)


def test_pages_are_as_heavy_as_real_ones(site: Site, rows: list[ExpectedRow]) -> None:
    sizes = [len(site.respond("GET", row.answered_by, HEADERS).body) for row in rows]
    assert 14_000 < sum(sizes) / len(sizes) < 18_000
    texts = ["".join(site.paragraphs(row.path)) for row in rows if row.has_text]
    assert len(set(texts)) == len(texts)
    assert min(len(text) for text in texts) > 500
