"""Does the export say what the row and its record say, each null with its reason, in three forms alike?"""

import csv
import io
import json
import shutil
from pathlib import Path
from typing import Any

import msgspec
import pytest
from lxml import etree

from congress_crawler.archive.members import read_at
from congress_crawler.archive.record import digest, member
from congress_crawler.standards.mapping import UNVERIFIED, mapping
from congress_crawler.standards.metadata import Described, metadata
from congress_crawler.standards.metadata_forms import NAMESPACE, Form, write
from tests.archive.material import HOST, crawl
from tests.support import lines, run

NS = {"m": NAMESPACE}


@pytest.fixture(scope="module")
def described(crawled: Path) -> list[Described]:
    return list(metadata(crawled))


def elements(one: Described) -> dict[str, Any]:
    """Field → value, of fields of ours."""
    return {each.field: each.value for each in one.elements if each.field != "-"}


def test_every_version_is_described_in_order(crawled: Path, described: list[Described]) -> None:
    rows = lines(crawled / "articles.jsonl")
    assert [(one.id, one.version, one.url) for one in described] == [(r["id"], r["version"], r["url"]) for r in rows]


def test_values_are_those_of_the_row(crawled: Path, described: list[Described]) -> None:
    for row, one in zip(lines(crawled / "articles.jsonl"), described, strict=True):
        said = elements(one)
        for field in ("title", "authors", "source", "published", "language", "section", "attachments"):
            assert said[field] == (row[field] or None), field
        assert said["digests.payload"] == row["digests"]["payload"]
        assert said["provenance.warc"] == row["provenance"]["warc"]


def test_values_of_the_capture_are_those_of_its_records(crawled: Path, described: list[Described]) -> None:
    said = elements(described[0])
    assert (said["capture.method"], said["capture.ip"]) == ("GET", "127.0.0.1")
    assert said["capture.media_type"].startswith("text/html")
    assert said["capture.bytes"] > 1000
    assert int(said["capture.milliseconds"]) >= 0
    assert said["warcinfo.software"].startswith("congress-crawler/")
    assert said["site.name"] == "枫渡人大网"
    assert [event["event"] for event in said["events"]] == ["new"]
    files = [row for row in lines(crawled / "files.jsonl") if row["id"] == described[0].id]
    assert len(said["files"] or []) == len(files)


def test_each_null_has_its_reason_and_each_value_has_none(described: list[Described]) -> None:
    for one in described:
        for each in one.elements:
            assert (each.value is None) == bool(each.missing), each


def test_the_reason_is_the_one_of_the_row(crawled: Path, described: list[Described]) -> None:
    for row, one in zip(lines(crawled / "articles.jsonl"), described, strict=True):
        said = {each.field: each.missing for each in one.elements}
        for field in ("source", "authors", "published", "title"):
            assert said[field] == (None if row[field] else row["missing"][field])


def test_every_mapped_row_of_the_table_is_there_for_every_version(described: list[Described]) -> None:
    for one in described:
        assert [(each.field, each.element, each.number) for each in one.elements] == [
            (row.field, row.element, row.number) for row in mapping() if row.mapped
        ]


def made(described: list[Described], form: Form) -> bytes:
    out = io.BytesIO()
    assert write(described, form, out) == len(described)
    return out.getvalue()


def test_json_lines_csv_and_xml_say_the_same(described: list[Described]) -> None:
    objects = [json.loads(row) for row in made(described, "jsonl").split(b"\n") if row]
    table = list(csv.DictReader(io.StringIO(made(described, "csv").decode("utf-8-sig"), newline="")))
    tree = etree.fromstring(made(described, "xml"))
    flat = [(one["id"], each) for one in objects for each in one["elements"]]
    found = tree.findall(".//m:article/m:element", NS)
    assert len(flat) == len(table) == len(found)
    for (key, each), row, element in zip(flat, table, found, strict=True):
        assert (row["id"], row["element"], row["number"]) == (key, each["element"], each["number"])
        assert (element.get("name") or "", element.get("number") or "") == (each["element"], each["number"])
        assert (row["missing"] or None) == element.get("missing") == each["missing"]
        assert row["verified"] == element.get("verified") == str(each["verified"]).lower()
        if isinstance(each["value"], str):
            assert row["value"] == element.text == each["value"]
        elif each["value"] is not None:
            assert json.loads(row["value"]) == each["value"]
    assert tree.get("note") == UNVERIFIED
    assert {child.tag for child in tree.iter(etree.Element)} == {
        f"{{{NAMESPACE}}}{name}" for name in ("metadata", "article", "url", "element", "item", "part")
    }


def test_structured_values_have_an_element_a_part(described: list[Described]) -> None:
    tree = etree.fromstring(made(described[:1], "xml"))
    warc = next(one for one in tree.findall(".//m:element", NS) if one.get("field") == "provenance.warc")
    assert [(part.get("key"), part.text) for part in warc] == [
        (name, str(value)) for name, value in elements(described[0])["provenance.warc"].items()
    ]


@pytest.mark.parametrize("text", ["a\x0bb", "a\rb", "a\x01", "\ufffe", "\udc80"])
def test_what_xml_cannot_say_is_written_as_json_and_marked(described: list[Described], text: str) -> None:
    first = described[0]
    odd = msgspec.structs.replace(first.elements[5], value=text, missing=None)
    tree = etree.fromstring(made([msgspec.structs.replace(first, elements=[odd])], "xml"))
    (element,) = tree.findall(".//m:element", NS)
    assert element.get("coded") == "json"
    assert json.loads(element.text or "") == text


def test_a_row_that_was_tampered_with_is_still_written(described: list[Described]) -> None:
    odd = msgspec.structs.replace(described[0].elements[5], value={"a\x00": "b"}, missing="c\x01")
    one = msgspec.structs.replace(described[0], id="d\x02", elements=[odd])
    tree = etree.fromstring(made([one], "xml"))
    (part,) = tree.findall(".//m:part", NS)
    assert (part.get("key"), part.text) == ('"a\\u0000"', "b")
    assert made([one], "csv")


def test_markup_and_quotes_of_a_page_stay_text(described: list[Described]) -> None:
    text = 'a<b>&amp;"c",\n=1+1 ]]>'
    one = msgspec.structs.replace(
        described[0], elements=[msgspec.structs.replace(described[0].elements[5], value=text)]
    )
    assert etree.fromstring(made([one], "xml")).findtext(".//m:element", namespaces=NS) == text
    (row,) = csv.DictReader(io.StringIO(made([one], "csv").decode("utf-8-sig"), newline=""))
    assert row["value"] == text


def test_a_record_that_is_not_whole_is_said_and_the_row_still_described(crawled: Path, tmp_path: Path) -> None:
    site = shutil.copytree(crawled, tmp_path / "site")
    ref = lines(site / "articles.jsonl")[0]["provenance"]["warc"]
    path = site / "warc" / ref["file"]
    data = bytearray(path.read_bytes())
    data[ref["offset"] + ref["length"] // 2] ^= 0xFF
    path.write_bytes(bytes(data))
    first, second = list(metadata(site))[:2]
    said = {each.field: each for each in first.elements}
    assert (said["capture.ip"].value, said["capture.ip"].missing) == (None, "unreadable")
    assert said["title"].value
    assert elements(second)["capture.ip"] == "127.0.0.1"


def test_a_capture_whose_fields_are_no_text_is_said_and_not_guessed(tmp_path: Path) -> None:
    crawl(tmp_path / "site", "run-1", range(1))
    path = next((tmp_path / "site/warc").iterdir())
    first = read_at(path, 0)
    broken = msgspec.structs.replace(
        first, payload=b"\xff", headers={**first.headers, "WARC-Block-Digest": digest(b"\xff")}
    )
    ref = lines(tmp_path / "site/articles.jsonl")[0]["provenance"]["warc"]
    data = path.read_bytes()
    path.write_bytes(member(broken) + data[first.length :])
    assert ref["offset"] > first.length
    said = {each.field: each.missing for each in next(metadata(tmp_path / "site")).elements}
    assert said["warcinfo.software"] == said["capture.ip"] == "unreadable"


def test_an_archive_without_its_warc_files_is_described_by_its_rows(tmp_path: Path) -> None:
    crawl(tmp_path / "site", "run-1", range(2))
    shutil.rmtree(tmp_path / "site/warc")
    one = next(metadata(tmp_path / "site"))
    assert elements(one)["title"] == "第0号视察"
    assert elements(one)["host"] == HOST
    assert {each.missing for each in one.elements if each.field.startswith("capture.")} == {"unreadable"}


def test_the_command_writes_the_form_that_the_name_asks_for(crawled: Path, tmp_path: Path) -> None:
    done = run("metadata", crawled, "--to", tmp_path / "m.xml")
    assert (done.returncode, done.stdout) == (0, "")
    assert len(etree.parse(tmp_path / "m.xml").getroot()) == len(lines(crawled / "articles.jsonl"))
    assert [path.name for path in tmp_path.iterdir()] == ["m.xml"]
