"""Is every field of the record mapped, or said not to be, and is every element answered, or said not to be?"""

import re
from typing import Any, get_args

import pytest

from congress_crawler import items
from congress_crawler.standards.mapping import NONE, mapping
from congress_crawler.standards.scheme import PROPERTIES, Ours, code_of, scheme
from congress_crawler.verify.findings import Kind

FIELDS = {one.field for one in mapping()} - {NONE}
NESTED = {"charset", "digests", "provenance"}  # structs whose fields the table names one by one
REASONS = {"assigned-on-transfer", "not-of-web-pages", "not-recorded", "in-another-record"}


def properties(name: str) -> dict[str, Any]:
    found: dict[str, Any] = items.schema()["$defs"][name]["properties"]
    return found


@pytest.mark.parametrize("field", sorted(properties("Article")))
def test_every_field_of_an_article_is_mapped_or_says_why_not(field: str) -> None:
    if field in NESTED:
        inner = {f"{field}.{name}" for name in properties(field.capitalize())}
        assert inner <= FIELDS, f"not in the table: {sorted(inner - FIELDS)}"
    else:
        assert field in FIELDS


def test_the_table_knows_no_field_that_there_is_not() -> None:
    whole = set(properties("Article")) | {f"{one}.{name}" for one in NESTED for name in properties(one.capitalize())}
    beside = {field for field in FIELDS - whole if field.split(".")[0] in {"site", "warcinfo", "capture"}}
    assert FIELDS - whole - beside == {"files", "events"}


@pytest.mark.parametrize("row", mapping(), ids=lambda row: f"{row.field} {row.element}")
def test_a_row_is_mapped_with_a_basis_or_unmapped_with_a_reason(row: Any) -> None:
    if row.mapped or row.element:
        assert row.basis in {"seen", "observed", "third-party", "memory"}
        assert not row.remark.startswith("unmapped")
    else:
        assert row.remark.startswith("unmapped: ")
    assert row.number == "" or (re.fullmatch(r"M\d{1,2}", row.number) and row.basis == "third-party")


def test_an_element_without_a_field_of_ours_says_why() -> None:
    assert {row.absent for row in mapping() if row.field == NONE} == REASONS


def test_nothing_of_the_chinese_standards_counts_as_verified() -> None:
    """Their texts were not seen: only WARC's was."""
    assert all(not row.verified for row in mapping() if row.element or row.meta)


def test_an_item_that_the_table_names_is_in_the_report() -> None:
    codes = [one.code for one in scheme()]
    for row in mapping():
        assert row.check == "" or any(row.check == code or row.check in code.split("/") for code in codes), row


def test_every_kind_of_finding_has_one_item() -> None:
    told = [kind for one in scheme() for kind in one.kinds.split()]
    assert len(told) == len(set(told))
    assert set(told) == set(get_args(Kind)) | set(get_args(Ours))
    assert all(code_of(kind) for kind in told)


def test_items_stand_in_the_order_of_the_four_properties() -> None:
    order = list(PROPERTIES)
    places = [order.index(one.property) for one in scheme()]
    assert places == sorted(places)
    assert set(places) == {0, 1, 2, 3}
