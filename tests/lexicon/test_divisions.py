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


def test_names_that_belong_to_several_units_stay_several() -> None:
    assert len(divisions.named("鼓楼区", "2016-06")) == 4
    assert [unit.name for unit in divisions.called("吉林", "2016-06")] == ["吉林省"]


def test_a_township_is_found_in_its_county() -> None:
    assert townships.counties("石横镇") == ["370983"]
    assert len(townships.counties("城关镇")) > 50
    assert townships.counties("横镇") == []
