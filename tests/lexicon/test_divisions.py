"""Is the table of divisions whole, and right about what was abolished?"""

import pytest

from congress_crawler.lexicon import divisions, townships

ABOLISHED = [
    ("110103", "崇文区"),
    ("110104", "宣武区"),
    ("120107", "塘沽区"),
    ("130521", "邢台县"),
    ("210282", "普兰店市"),
    ("310103", "卢湾区"),
    ("310119", "南汇区"),
    ("320684", "海门市"),
    ("330183", "富阳市"),
    ("341400", "巢湖市"),
    ("350681", "龙海市"),
    ("370181", "章丘市"),
    ("370284", "胶南市"),
    ("371200", "莱芜市"),
    ("371727", "定陶县"),
    ("410381", "偃师市"),
    ("420600", "襄樊市"),
    ("510124", "郫县"),
    ("120108", "汉沽区"),
    ("130182", "藁城市"),
    ("130185", "鹿泉市"),
    ("310108", "闸北区"),
    ("320124", "溧水县"),
    ("320584", "吴江市"),
    ("330621", "绍兴县"),
    ("330682", "上虞市"),
    ("370282", "即墨市"),
    ("370882", "兖州市"),
    ("371081", "文登市"),
    ("440183", "增城市"),
    ("440184", "从化市"),
    ("510122", "双流县"),
]

# What became of whom from 2019 to 2026: old name, new name (None: dissolved), year, the new one's code. The source of
# each is in the head of divisions.tsv.
CHANGES = [
    ("莱芜市", "莱芜区", 2019, "370116"),
    ("龙海市", "龙海区", 2021, "350604"),
    ("沙县", "沙县区", 2021, "350405"),
    ("邢台县", None, 2020, None),
    ("海门市", "海门区", 2020, "320614"),
    ("蓬莱市", "蓬莱区", 2020, "370614"),
    ("新津县", "新津区", 2020, "510118"),
    ("繁昌县", "繁昌区", 2020, "340212"),
    ("同仁县", "同仁市", 2020, "632301"),
    ("监利县", "监利市", 2020, "421088"),
    ("偃师市", "偃师区", 2021, "410307"),
    ("孟津县", "孟津区", 2021, "410308"),
    ("江干区", None, 2021, None),
    ("祁阳县", "祁阳市", 2021, "431181"),
    ("旬阳县", "旬阳市", 2021, "610981"),
    ("黔西县", "黔西市", 2021, "520581"),
    ("横县", "横州市", 2021, "450181"),
    ("米林县", "米林市", 2023, "540481"),
    ("错那县", "错那市", 2023, "540581"),
    ("渝北区", "两江新区", 2025, "500157"),
]
# Units that were new.
FOUNDED = [
    *[("龙港市", "2019"), ("胡杨河市", "2019"), ("西沙区", "2020"), ("钱塘区", "2021"), ("新星市", "2021")],
    *[("白杨市", "2022"), ("和安县", "2024"), ("和康县", "2024")],
]


def test_today_has_each_code_once_and_every_row_a_province() -> None:
    codes = divisions.index().codes
    today = [unit for units in codes.values() for unit in units if unit.until == divisions.FOREVER]
    assert len({unit.code for unit in today}) == len(today) == 3213
    assert [unit.level for unit in today].count("province") == 34
    assert [unit.level for unit in today].count("city") == 333
    for units in codes.values():
        for unit in units:
            assert unit.since <= unit.until
            assert unit.code[:2] + "0000" in codes


@pytest.mark.parametrize(("code", "name"), ABOLISHED)
def test_abolished_units_are_known_with_their_years(code: str, name: str) -> None:
    unit = next(unit for unit in divisions.index().codes[code] if unit.name == name)
    assert "2009-01" <= unit.until < divisions.FOREVER


@pytest.mark.parametrize(
    ("name", "month", "path"),
    [
        ("莱芜市", "2015-03", ["山东省", "莱芜市"]),
        ("莱芜区", "2020-03", ["山东省", "济南市", "莱芜区"]),
        ("湘潭县", "2015-03", ["湖南省", "湘潭市", "湘潭县"]),
        ("东城区", "2015-03", ["北京市", "东城区"]),
        ("襄城区", "2009-03", ["湖北省", "襄樊市", "襄城区"]),
        ("襄城区", "2012-03", ["湖北省", "襄阳市", "襄城区"]),
        ("涪陵区", None, ["重庆市", "涪陵区"]),
    ],
)
def test_the_path_is_that_of_the_month(name: str, month: str | None, path: list[str]) -> None:
    (unit,) = divisions.named(name, month)
    assert divisions.chain(unit, month) == path


@pytest.mark.parametrize(("old", "new", "year", "code"), CHANGES)
def test_the_changes_since_2019_are_known(old: str, new: str | None, year: int, code: str | None) -> None:
    assert divisions.named(old, f"{year - 1}-06")
    assert divisions.named(old, f"{year + 1}-06") == []
    if new:
        assert code in {unit.code for unit in divisions.named(new, f"{year + 1}-06")}
        assert code not in {unit.code for unit in divisions.named(new, f"{year - 2}-06")}


@pytest.mark.parametrize(("name", "year"), FOUNDED)
def test_the_units_founded_since_2019_are_known(name: str, year: str) -> None:
    (unit,) = divisions.named(name, "2026-09")
    assert unit.since[:4] == year


def test_every_name_ends_in_a_character_by_which_it_is_found() -> None:
    assert {name[-1] for name in divisions.index().names} <= set("省市县区旗盟州")


def test_names_that_belong_to_several_units_stay_several() -> None:
    assert len(divisions.named("鼓楼区", "2016-06")) == 4
    assert [unit.name for unit in divisions.called("吉林", "2016-06")] == ["吉林省"]


def test_a_township_is_found_in_its_county() -> None:
    assert townships.counties("石横镇") == ("370983",)
    assert len(townships.counties("城关镇")) > 50
    assert townships.counties("横镇") == ()
