"""The record: one line a row, a schema that holds, a description for each field."""

import json

import jsonschema
import msgspec
from hypothesis import given
from hypothesis import strategies as st

from congress_crawler import items


def article(**changes: object) -> items.Article:
    base = items.Article(
        id="x-0123456789abcdef",
        url="http://a.example/1",
        canonical_url="a.example/1",
        site="x",
        host="a.example",
        charset=items.Charset(used="utf-8", declared_header=None, declared_meta="gb2312", rung="utf-8"),
        digests=items.Digests(payload="sha256:" + "0" * 64, text="sha256:" + "1" * 64),
    )
    for name, value in changes.items():
        setattr(base, name, value)
    return base


def test_a_row_is_one_utf8_line_and_keeps_unicode_line_separators() -> None:
    line = items.line(article(text="一\u2028二\u2029三\u0085四\n五"))
    assert line.endswith(b"\n")
    assert line.count(b"\n") == 1
    assert "一\u2028二\u2029三\u0085四".encode() in line


@given(st.text(st.characters(exclude_categories=[])))
def test_no_text_breaks_the_line_or_leaves_a_lone_surrogate(text: str) -> None:
    line = items.line(article(title=text))
    assert line.count(b"\n") == 1
    back = msgspec.json.decode(line, type=items.Article)
    assert back.title is not None
    back.title.encode("utf-8")
    if text.isprintable():
        assert back.title == text


def test_explicit_nulls_are_written() -> None:
    row = json.loads(items.line(article()))
    assert row["published"] is None
    assert row["place"] is None
    assert row["missing"] == {}


def test_a_row_fits_the_json_schema() -> None:
    schema = items.schema()
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    jsonschema.Draft202012Validator.check_schema(schema)
    row = article(
        paragraphs=[
            items.Paragraph(kind="heading", text="一、", level=1),
            items.Paragraph(kind="paragraph", text="二"),
        ],
        authors=[items.Author(name="李倩", kind="person", raw="李 倩")],
        place=items.Place(
            code="370983", name="肥城市", path=["山东省", "泰安市", "肥城市"], level="county", from_="author"
        ),
    )
    jsonschema.validate(json.loads(items.line(row)), schema)


def test_every_field_of_every_record_is_described_in_the_schema() -> None:
    for name, part in items.schema()["$defs"].items():
        assert part.get("description"), name
        for field, said in part.get("properties", {}).items():
            assert said.get("description"), f"{name}.{field} has no description"
