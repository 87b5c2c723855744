"""Do the pure parts hold on strings made to trip them?"""

import time

import msgspec
import pytest

from congress_crawler.archive.record import digest
from congress_crawler.extract.charset import decode
from congress_crawler.items import Article, Author, Charset, Digests, Provenance, WarcRef
from congress_crawler.provenance.changes import diff, marked
from congress_crawler.provenance.cite import cite
from congress_crawler.provenance.robots import rule
from congress_crawler.provenance.spot import byte_of, find

MADE = Provenance(
    fetched_at="2026-01-02T20:00:00Z",
    status=200,
    warc=WarcRef(file="a.warc.gz", offset=7, length=9, record_id="<urn:uuid:1>"),
    list_url=None,
    run="r",
    extractor="x/1",
    profile="",
)


ROW = Article(
    id="qinghe-0123456789abcdef",
    url="http://a.cn/x_1.html?q=50%25",
    canonical_url="a.cn/x_1.html",
    site="qinghe",
    host="a.cn",
    charset=Charset(used="utf-8", declared_header=None, declared_meta=None, rung="utf-8"),
    digests=Digests(payload=digest(b"x"), text=digest(b"")),
    provenance=MADE,
)


def row(**more: object) -> Article:
    return msgspec.structs.replace(ROW, **more)


@pytest.mark.parametrize("codec", ["utf-8", "gb18030", "big5", "utf-16", "utf-8-sig"])
def test_a_byte_offset_leads_to_the_string_in_every_charset(codec: str) -> None:
    text = f'<meta charset="{codec.removesuffix("-sig")}"><p>會議記錄與代表建議的辦理情況</p><p>青禾縣人大的報告</p>'
    body = text.encode(codec)
    read = decode(body, None)
    found = find(read.text, "青禾縣人大")
    assert found is not None
    at = byte_of(body, read, found.start)
    assert at is not None
    assert body[at:].decode(read.charset.used).startswith("青禾縣人大")


def test_where_bytes_were_broken_no_byte_offset_is_given() -> None:
    body = ("<p>" + "青禾县人大常委会组织代表视察" * 20).encode()[:-1] + "<p>题目".encode()
    read = decode(body, None)
    found = find(read.text, "题目")
    assert found is not None
    assert byte_of(body, read, found.start) is None


def test_a_string_in_a_comment_or_in_no_place_is_not_found_as_what_a_person_sees() -> None:
    assert find("<p>甲<!-- 乙 --> 丙</p>", "甲丙") is not None
    assert find("<p>甲<!-- 乙", "甲 乙") is None
    assert find("<p>甲</p>", "乙") is None
    assert find("<p>甲</p>", "  ") is None


def test_pages_made_to_hurt_take_linear_time() -> None:
    for unit in ("<", "<!--", "&", " ", "<a", "&lt", "题"):
        begin = time.thread_time()
        find(unit * 50_000, "题目 的")
        assert time.thread_time() - begin < 1, unit


def test_differences_made_to_hurt_are_told_whole_and_soon() -> None:
    before, after = ["a"] * 1900, ["a", "b"] * 900
    begin = time.thread_time()
    lines = diff(before, after)
    assert time.thread_time() - begin < 2
    assert len([line for line in lines if line == "- a"]) - len([line for line in lines if line == "+ a"]) == 1000
    long = ["一" * 5000], ["一" * 4999 + "二"]
    assert marked(*long) == [f"- {long[0][0]}", f"+ {long[1][0]}"]


def test_a_paragraph_that_changed_a_little_shows_where() -> None:
    before = ["会议听取了关于农田水利建设情况的汇报。", "不变。"]
    after = ["会议听取了关于农田水利建设管护情况的汇报。", "不变。", "新的一段。"]
    assert marked(before, after) == [
        "~ …于农田水利建设{+管护+}情况的汇报。".replace("…于", "会议听取了关于"),
        "+ 新的一段。",
    ]


def test_the_rule_of_robots_is_that_of_our_group_the_longest_and_allow_at_a_tie() -> None:
    text = "User-agent: other\nDisallow: /\n\nUser-agent: *\nUser-agent: x\n"
    text += "Disallow: /a/\nAllow: /a/b # ours\nDisallow: /a/b\n"
    assert rule(text, "http://h/a/b.html").line == 7
    assert rule(text, "http://h/a/c.html").line == 6
    assert rule(text, "http://h/c").line is None
    assert rule("User-agent: congress-crawler\nAllow: /\nUser-agent: *\nDisallow: /\n", "http://h/c").line == 2
    assert rule("User-agent: other\nDisallow: /\n", "http://h/c").says.startswith("it has no group for us")
    assert rule("User-agent: *\nDisallow: /*.html$\n", "http://h/a.html").line == 2
    assert rule("", "http://h/").line is None


def test_four_authors_become_three_and_others_and_photographers_do_not_write() -> None:
    people = [Author(name=name, kind="person", raw=name) for name in ("甲一", "乙二", "丙三", "丁四")]
    taken = Author(name="戊五", kind="person", role="photographer", raw="戊五")
    cited = cite(row(title="题", authors=[*people, taken], published="2025-12-31T08:00+08:00"), MADE, "试验人大")
    assert cited.gbt7714.startswith(
        "甲一, 乙二, 丙三, 等. 题[EB/OL]. (2025-12-31)[2026-01-03]. http://a.cn/x_1.html?q=50%25. 存档"
    )
    assert "author       = {甲一 and 乙二 and 丙三 and 丁四}," in cited.bibtex
    assert "  date         = {2025-12-31}," in cited.biblatex


def test_bibtex_keeps_what_tex_takes_for_commands_and_bodies_whole() -> None:
    body = Author(name="青禾县人大 and 其他_部门", kind="organisation", raw="")
    cited = cite(row(title="预算{草案}100%:A&B_#$~^\\", subtitle="副题", authors=[body]), MADE, None)
    assert r"预算\{草案\}100\%:A\&B\_\#\$\textasciitilde{}\textasciicircum{}\textbackslash{}: 副题" in cited.bibtex
    assert r"author       = {{青禾县人大 and 其他\_部门}}," in cited.biblatex
    assert "url          = {http://a.cn/x_1.html?q=50%25}," in cited.biblatex
    for entry in (cited.bibtex, cited.biblatex):
        bare = entry.replace(r"\{", "").replace(r"\}", "")
        assert bare.count("{") == bare.count("}")


def test_nobody_and_no_title_are_said_not_made_up() -> None:
    cited = cite(row(missing={"published": "not-on-page"}), MADE, None)
    assert cited.gbt7714.startswith("佚名. [无题名][EB/OL]. [2026-01-03]. ")
    assert any("not-on-page" in note for note in cited.notes)
    source = cite(row(title="题", source="青禾日报"), MADE, "试验人大")
    assert source.gbt7714.startswith("青禾日报. 题")
    assert "来源" in source.notes[0]
