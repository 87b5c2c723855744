"""Is a page with a few broken bytes read, marked where it is broken, and whole everywhere else?"""

import pytest

from congress_crawler.extract import read
from congress_crawler.items import Article
from tests.extract.material import PARAGRAPHS, TEXT, TITLE, URL, page

MARK = "\ufffd"
BYLINE = "来源：云溪日报 作者：方小舟 时间：2021-05-13 08:30"
CODECS = ("gb18030", "utf-8")
LONG = "".join(f"<p>{text}</p>" for text in TEXT * 3)


def article(body: bytes) -> Article:
    return read(body, url=URL)


def whole(codec: str, label: str | None = None) -> bytes:
    """A page in a charset, labelled; GB 18030 under its usual label."""
    written = page(f"<h1>{TITLE}</h1><p>{BYLINE}</p><div>{LONG}</div>").decode()
    name = label if label is not None else {"gb18030": "gb2312"}.get(codec, codec)
    return written.replace("<meta charset=utf-8>", f"<meta charset={name}>" if name else "").encode(codec)


def first(body: bytes, word: str, codec: str) -> int:
    """Where a word begins, the first time that it stands in the text."""
    return body.index(word.encode(codec), body.index(b"<div>"))


def fields(found: Article) -> tuple[object, ...]:
    return found.title, found.source, [author.name for author in found.authors], found.published


def lost(codec: str, word: str, part: str) -> bytes:
    """A page that lost the first or the last byte of a character."""
    body, size = whole(codec), len(word[0].encode(codec))
    at = first(body, word, codec) + (0 if part == "lead" else size - 1)
    return body[:at] + body[at + 1 :]


def only_broken_there(found: Article, body: bytes, most: int = 6) -> None:
    """All paragraphs but one are whole; the broken one has its marks, and around them what was written."""
    expected = [paragraph.text for paragraph in article(body).paragraphs]
    texts = [paragraph.text for paragraph in found.paragraphs]
    assert len(texts) == len(expected)
    wrong = [(mine, theirs) for mine, theirs in zip(texts, expected, strict=True) if mine != theirs]
    assert len(wrong) == 1, wrong
    mine, theirs = wrong[0]
    assert MARK in mine
    head, _, tail = mine.partition(MARK)
    assert theirs.startswith(head), (mine, theirs)
    assert theirs.endswith(tail.rpartition(MARK)[2]), (mine, theirs)
    assert len(head) + len(tail.rpartition(MARK)[2]) >= len(theirs) - most, (mine, theirs)


@pytest.mark.parametrize("codec", CODECS)
@pytest.mark.parametrize("part", ["lead", "trail"])
@pytest.mark.parametrize("word", ["养老服务工作", "，对全县", "代表们先后", "更好的服务。"])
def test_half_a_character_is_marked_and_the_rest_is_whole(codec: str, part: str, word: str) -> None:
    found = article(lost(codec, word, part))
    assert found.charset.damaged >= 1
    assert "charset" in found.doubts
    assert fields(found) == fields(article(whole(codec)))
    only_broken_there(found, whole(codec))


@pytest.mark.parametrize("codec", CODECS)
@pytest.mark.parametrize("stray", [b"\xff", b"\x80", b"\xff\xff", b"\xff\x80\xff"], ids=["ff", "80", "ffff", "ff80ff"])
@pytest.mark.parametrize("word", ["养老服务工作", "代表们先后"])
def test_a_stray_byte_is_marked_and_the_rest_is_whole(codec: str, stray: bytes, word: str) -> None:
    body = whole(codec)
    at = first(body, word, codec)
    found = article(body[:at] + stray + body[at:])
    assert found.charset.damaged >= 1
    assert "charset" in found.doubts
    assert fields(found) == fields(article(body))
    only_broken_there(found, body)


@pytest.mark.parametrize("codec", CODECS)
def test_a_page_cut_in_mid_character_is_read_to_the_cut(codec: str) -> None:
    body = whole(codec)
    at = body.rindex("更好的服务。".encode(codec), 0, body.rindex(b"</div><div class=side")) + 1
    found = article(body[:at])
    assert found.charset.damaged == 1
    assert fields(found) == fields(article(body))
    assert found.paragraphs[-1].text.startswith("视察组建议，要补齐短板，让老人在家门口享受到")
    assert [p.text for p in found.paragraphs[:-1]] == [p.text for p in article(body).paragraphs[:-1]]


@pytest.mark.parametrize("codec", CODECS)
@pytest.mark.parametrize(
    "where", ["<p class='云\udcff溪'>", "<script>var a='云溪\udcff县'</script>", "<p\udcff>", "<!-- 云\udcff溪 -->"]
)
def test_a_broken_byte_outside_the_text_leaves_the_text_whole(codec: str, where: str) -> None:
    r"""\udcff stands for the byte 0xFF."""
    body = whole(codec)
    head, _, tail = where.partition("\udcff")
    at = body.index(b"<div>")
    found = article(body[:at] + head.encode(codec) + b"\xff" + tail.encode(codec) + body[at:])
    assert found.charset.damaged >= 1
    assert fields(found) == fields(article(body))
    assert [p.text for p in found.paragraphs] == [p.text for p in article(body).paragraphs]


@pytest.mark.parametrize("codec", CODECS)
@pytest.mark.parametrize("word", [TITLE[2:6], "云溪日报", "方小舟"])
def test_a_field_that_is_broken_shows_the_mark_and_nothing_made_up(codec: str, word: str) -> None:
    body = whole(codec)
    at = body.index(word.encode(codec), body.index(b"<h1>")) + len(word[0].encode(codec))
    found = article(body[: at - 1] + body[at:])
    assert found.charset.damaged >= 1
    names = [found.title or "", found.source or "", *(author.name for author in found.authors)]
    right = {TITLE, "云溪日报", "方小舟"}
    assert all(name in right or MARK in name or not name for name in names), names
    assert [p.text for p in found.paragraphs] == [p.text for p in article(body).paragraphs]


@pytest.mark.parametrize("codec", CODECS)
@pytest.mark.parametrize("label", ["", "utf-8", "gb2312", "iso-8859-1", "big5"])
def test_a_broken_byte_under_any_label_is_no_mojibake(codec: str, label: str) -> None:
    body = whole(codec, label)
    at = first(body, "养老服务工作", codec)
    found = article(body[:at] + b"\xff" + body[at:])
    assert found.charset.used == codec
    assert fields(found) == fields(article(whole(codec)))
    only_broken_there(found, whole(codec))


@pytest.mark.parametrize("codec", CODECS)
def test_a_whole_page_is_not_flagged(codec: str) -> None:
    found = article(whole(codec))
    assert found.charset.damaged == 0
    assert "charset" not in found.doubts
    assert MARK not in found.text


@pytest.mark.parametrize("codec", ["gb18030", "utf-8", "utf-16"])
def test_a_mark_that_the_page_itself_shows_is_no_damage(codec: str) -> None:
    found = article(page(f"<h1>{TITLE}</h1><p>{MARK}{TEXT[0]}</p>{PARAGRAPHS}").decode().encode(codec))
    assert (found.charset.damaged, MARK in found.text) == (0, True)


@pytest.mark.parametrize("codec", CODECS)
def test_several_broken_places_are_each_marked(codec: str) -> None:
    body = whole(codec)
    for word in ("养老服务工作", "代表们先后", "补齐短板"):
        at = first(body, word, codec)
        body = body[:at] + b"\xff" + body[at:]
    found = article(body)
    assert found.charset.damaged == 3
    assert sum(MARK in p.text for p in found.paragraphs) == 3
    assert fields(found) == fields(article(whole(codec)))
