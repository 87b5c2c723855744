"""Does a page come back whole, every field of it, however its charset is written, labelled or mislabelled?"""

import codecs

import pytest

from congress_crawler.extract import read
from congress_crawler.items import Article
from tests.extract.material import PARAGRAPHS, TEXT, TITLE, URL

NAME = "镕喆堃"  # in GBK; of the next two the last needs four bytes in GB 18030
RARE = "㛃𬭎昇"
FIELDS = (TITLE, "云溪日报", ["方小舟"], "2021-05-13T08:30+08:00", [*TEXT, f"参加视察的有{NAME}、{RARE}。"])
LATIN, GBK, UTF8 = "text/html; charset=ISO-8859-1", "text/html; charset=gbk", "text/html; charset=utf-8"


def written(head: str = "") -> str:
    """Our page, with something in its head."""
    last = f"<p>{FIELDS[4][-1]}</p>"
    return (
        f"<html><head>{head}<title>{TITLE}</title></head><body><h1>{TITLE}</h1>"
        f"<p>来源：云溪日报 作者：方小舟 时间：2021-05-13 08:30</p><div>{PARAGRAPHS}{last}</div></body></html>"
    )


def meta(label: str) -> str:
    return f'<meta http-equiv="Content-Type" content="text/html; charset={label}">'


def article(body: bytes, header: str | None = None) -> Article:
    return read(body, headers=[("Content-Type", header)] if header else [], url=URL)


def fields(found: Article) -> tuple[str | None, str | None, list[str], str | None, list[str]]:
    names = [author.name for author in found.authors]
    return found.title, found.source, names, found.published, [paragraph.text for paragraph in found.paragraphs]


# name → (codec, what the head says, Content-Type): the thirteen ways of the survey of charsets, then ours
VARIANTS: dict[str, tuple[str, str, str | None]] = {
    "gbk, no label": ("gb18030", "", None),
    "gbk, meta gb2312": ("gb18030", meta("gb2312"), None),
    "gbk and rare names, meta gb2312": ("gb18030", meta("gb2312"), "text/html"),
    "utf-8, no label": ("utf-8", "", None),
    "utf-8, meta utf-8": ("utf-8", meta("utf-8"), None),
    "utf-8, meta gb2312": ("utf-8", meta("gb2312"), None),
    "gbk, meta utf-8": ("gb18030", meta("utf-8"), None),
    "utf-8, header gbk": ("utf-8", "", GBK),
    "gbk, header ISO-8859-1, meta gb2312": ("gb18030", meta("gb2312"), LATIN),
    "gbk, header utf-8, meta gb2312": ("gb18030", meta("gb2312"), UTF8),
    "utf-8 with BOM, meta gb2312": ("utf-8-sig", meta("gb2312"), GBK),
    "utf-16 with BOM": ("utf-16", "", None),
    "utf-16 with BOM, every label lies": ("utf-16", meta("gb2312"), UTF8),
    "utf-32 with BOM": ("utf-32", "", None),
    "utf-16-le, header utf-16le": ("utf-16-le", "", "text/html; charset=utf-16le"),
    "utf-16-be, header utf-16be": ("utf-16-be", "", "text/html; charset=UTF-16BE"),
    "utf-16-be, header utf-16": ("utf-16-be", "", "text/html; charset=utf-16"),
    "utf-16-le, no label": ("utf-16-le", "", None),
    "utf-16-be, no label": ("utf-16-be", "", None),
    "utf-16-le, header gbk": ("utf-16-le", meta("gb2312"), GBK),
    "gbk, header utf-16": ("gb18030", "", "text/html; charset=utf-16"),
    "utf-8, header utf-16": ("utf-8", "", "text/html; charset=utf-16"),
    "gbk, header big5": ("gb18030", meta("big5"), "text/html; charset=big5"),
    "two labels, the first lies": ("gb18030", meta("utf-8") + meta("gb2312"), None),
    "two labels, the second lies": ("utf-8", meta("utf-8") + meta("gb2312"), None),
    "two charsets in one header": ("gb18030", "", "text/html; charset=utf-8; charset=gbk"),
    "the label after 2 kB": ("gb18030", f"<!-- {'x' * 2000} -->{meta('gbk')}", None),
    "the label after 6 kB": ("gb18030", f"<!-- {'x' * 6000} -->{meta('gbk')}", None),
    "a label in quotes": ("gb18030", '<meta charset="gbk">', None),
    "a label in single quotes, with blanks": ("gb18030", "<meta charset = ' GBK '>", None),
    "a header in quotes": ("gb18030", "", 'text/html; charset="gbk"'),
    "a label nobody knows": ("gb18030", meta("x-unknown"), "text/html; charset=zh"),
    "an empty label": ("utf-8", meta(""), "text/html; charset="),
    "utf-7 and hex are no labels": ("utf-8", meta("utf-7"), "text/html; charset=hex"),
}


@pytest.mark.parametrize("name", VARIANTS)
def test_every_field_comes_back(name: str) -> None:
    codec, head, header = VARIANTS[name]
    found = article(written(head).encode(codec), header)
    assert fields(found) == FIELDS
    assert found.charset.damaged == 0


@pytest.mark.parametrize("name", [name for name in VARIANTS if VARIANTS[name][0] in {"gb18030", "utf-8"}])
def test_every_field_comes_back_with_a_broken_byte_too(name: str) -> None:
    codec, head, header = VARIANTS[name]
    body = written(head).encode(codec)
    at = body.index("近日组织".encode(codec))
    found = article(body[:at] + b"\xff" + body[at:], header)
    assert fields(found)[:4] == FIELDS[:4]
    assert fields(found)[4][1:] == FIELDS[4][1:]
    assert "\ufffd" in found.paragraphs[0].text
    assert found.charset.damaged == 1


def test_a_page_cut_in_mid_character_is_read() -> None:
    body = written(meta("utf-8")).encode()
    found = article(body[: body.index("、".encode() + RARE.encode()) + 1])
    assert fields(found)[:4] == FIELDS[:4]
    assert found.paragraphs[-1].text.rstrip("\ufffd") == f"参加视察的有{NAME}"
    assert found.charset.damaged == 1


def test_a_short_fragment_in_gbk_without_label_is_read() -> None:
    found = article(f"<h1>{TITLE}</h1><p>{TEXT[0]}</p>".encode("gbk"))
    assert (found.title, found.text) == (TITLE, TEXT[0])


TRADITIONAL = ("雲溪縣人大代表視察養老服務工作", "代表們先後走進三個社區，聽取了工作情況彙報，並與老人親切交談。")


@pytest.mark.parametrize("codec", ["big5", "big5hkscs"])
@pytest.mark.parametrize(
    ("label", "header"),
    [("big5", None), ("", "text/html; charset=Big5"), ("", None), ("gb2312", None), ("utf-8", None)],
)
def test_big5_is_read_or_at_least_never_shown_as_other_characters(codec: str, label: str, header: str | None) -> None:
    head = meta(label) if label else ""
    page = f"<html><head>{head}<title>{TRADITIONAL[0]}</title></head><h1>{TRADITIONAL[0]}</h1>"
    found = article((page + f"<p>{TRADITIONAL[1]}</p>" * 3).encode(codec), header)
    assert found.title == TRADITIONAL[0]
    assert {paragraph.text for paragraph in found.paragraphs} == {TRADITIONAL[1]}


def test_a_bom_is_no_part_of_the_text() -> None:
    for mark, codec in (
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
    ):
        found = article(mark + f"<h1>{TITLE}</h1>{TEXT[0]}<br>{TEXT[1]}".encode(codec))
        assert "\ufeff" not in f"{found.title}{found.text}"
