"""Does a byline of every known kind mean what a careful reader would write down?"""

import re
import unicodedata
from pathlib import Path
from typing import NamedTuple

import pytest

from congress_crawler.normalise import read_byline

TABLE = Path(__file__).with_name("byline_cases.tsv")
DOTS = re.compile(r"[\u00b7\u2022\u30fb\u2027\u2219\uff65\u22c5.]")
OPEN = "open"  # lines that are known not to be read yet


class Case(NamedTuple):
    """A row of the table; `allowed` has the values that may be given besides."""

    kind: str
    raw: str
    fields: dict[str, set[str]]
    allowed: dict[str, set[str]]


def folded(name: str | None) -> str:
    return DOTS.sub("·", "".join(unicodedata.normalize("NFKC", name or "").split()))


def several(cell: str) -> set[str]:
    return {folded(name) for name in cell.split("、") if name}


def cases() -> list[Case]:
    found = []
    for line in TABLE.read_text(encoding="utf-8").splitlines():
        if line.startswith("#"):
            continue
        kind, raw, persons, organisations, source, editors, day, more = line.split("\t")
        allowed = dict(part.split("=", 1) for part in more.split(";") if part)
        fields = {"p": several(persons), "o": several(organisations), "e": several(editors)}
        fields |= {"s": {folded(source)}, "d": {day}}
        found.append(
            Case(kind, raw.replace("\\n", "\n"), fields, {key: several(value) for key, value in allowed.items()})
        )
    return found


def wrong(case: Case) -> list[tuple[str, set[str], set[str]]]:
    """The fields that are not as in the table: field, wanted, found."""
    line = read_byline(case.raw)
    found = {
        "p": {folded(name) for name in line.persons},
        "o": {folded(name) for name in line.organisations},
        "e": {folded(name) for name in line.editors},
        "s": {folded(line.source)},
        "d": {(line.published or "")[:10]},
    }
    bad = []
    for field, wanted in case.fields.items():
        may = case.allowed.get(field, set())
        if field in "sd":
            fine = found[field] <= wanted | may | ({""} if may else set())
        else:
            fine = found[field] - (may - wanted) == wanted
        if not fine:
            bad.append((field, wanted, found[field]))
    return bad


@pytest.mark.parametrize(
    "case", [case for case in cases() if case.kind != OPEN], ids=lambda case: f"{case.kind}: {case.raw[:40]}"
)
def test_a_byline_is_read_as_a_careful_reader_would(case: Case) -> None:
    assert wrong(case) == []


def test_the_table_has_many_kinds_and_each_line_once() -> None:
    rows = cases()
    assert len(rows) >= 390
    assert len({case.raw for case in rows}) == len(rows)
    assert len({case.kind for case in rows}) >= 20


def test_what_the_table_calls_open_is_open() -> None:
    assert all(wrong(case) for case in cases() if case.kind == OPEN)
