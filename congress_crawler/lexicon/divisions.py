"""Which province, city or county bore this name in that month?"""

import re
from collections.abc import Iterable, Sequence
from functools import cache
from importlib import resources
from typing import Literal, NamedTuple, cast

Level = Literal["province", "city", "county"]

FOREVER = "9999-12"
WEB = "1995-01"  # no page is older than the web: an undated name is looked for from here on
# The nationalities in names like 石柱土家族自治县, as written there; a name may hold several.
PEOPLES = (
    "各族|蒙古族?|回族|藏族|维吾尔|苗族|彝族|壮族|布依族|朝鲜族|满族|侗族|瑶族|白族|土家族|哈尼族|哈萨克族?|傣族|黎族|"
    "傈僳族|佤族|畲族|拉祜族|水族|东乡族|纳西族|景颇族|柯尔克孜|土族|达斡尔族|仫佬族|羌族|布朗族|撒拉族|毛南族|仡佬族|"
    "锡伯|塔吉克|普米族|怒族|鄂温克族|独龙族|裕固族|保安族"
)
ETHNIC = re.compile(rf"(.{{2,}}?)(?:{PEOPLES})+(自治[区州县旗]|区)")
SUFFIX = re.compile(r"族?(?:特别行政区|自治[区州县旗]|[地特新林]区|[省市县区旗盟])$")


class Unit(NamedTuple):
    """A row of divisions.tsv. `since` and `until` are months (YYYY-MM), both inclusive; "" is before all months."""

    code: str
    name: str
    level: Level
    since: str
    until: str

    @property
    def prefix(self) -> str:
        """The digits that the codes of everything inside it begin with."""
        return self.code[: {"province": 2, "city": 4, "county": 6}[self.level]]


class Index(NamedTuple):
    """The table by what one looks for. `heads` has the longest names first."""

    codes: dict[str, list[Unit]]
    names: dict[str, list[Unit]]
    stems: dict[str, list[Unit]]
    heads: dict[str, list[str]]  #: the first two characters → full and short names that begin with them
    stem_heads: dict[str, list[str]]


@cache
def index() -> Index:
    """The table, read once (about 20 ms, 6,600 rows; sources and licences in the head of divisions.tsv)."""
    codes: dict[str, list[Unit]] = {}
    names: dict[str, list[Unit]] = {}
    stems: dict[str, list[Unit]] = {}
    for line in resources.files(__package__).joinpath("divisions.tsv").read_text("utf-8").splitlines():
        if line.startswith("#"):
            continue
        code, name, level, since, until = line.split("\t")
        unit = Unit(code, name, cast("Level", level), since, until or FOREVER)
        codes.setdefault(code, []).append(unit)
        names.setdefault(name, []).append(unit)
        short, stem = shorten(name)
        if short:
            names.setdefault(short, []).append(unit)
        if stem:
            stems.setdefault(stem, []).append(unit)
    return Index(codes, names, stems, _heads(names), _heads(stems))


def shorten(name: str) -> tuple[str | None, str | None]:
    """The short form and the bare stem of an official name; None where there is none.

    >>> shorten("石柱土家族自治县"), shorten("湘西土家族苗族自治州")
    (('石柱县', '石柱'), ('湘西州', '湘西'))
    >>> shorten("东乡族自治县"), shorten("内蒙古自治区"), shorten("赵县")
    (('东乡县', '东乡'), (None, '内蒙古'), (None, None))
    """
    found = ETHNIC.fullmatch(name) if "族" in name or "自治" in name else None
    stem = found[1] if found else SUFFIX.sub("", name)
    short = stem + name[-1] if (found or "自治" in name) and not name.endswith("自治区") else None
    return short, stem if len(stem) > 1 else None


def named(name: str, month: str | None) -> list[Unit]:
    """The units whose official name or short form it is. In: a name, YYYY-MM or None. Out: homonyms; [] for none.

    >>> [(unit.code, unit.name) for unit in named("石柱县", "2016-06")]
    [('500240', '石柱土家族自治县')]
    >>> [unit.code for unit in named("公主岭市", "2020-03")], [unit.code for unit in named("公主岭市", "2021-01")]
    (['220381'], ['220184'])
    """
    return settled(index().names.get(name, []), month)


def called(stem: str, month: str | None) -> list[Unit]:
    """The units that the bare name may mean. A province goes before all others, a city before what lies in it.

    >>> [unit.name for unit in called("邵阳", "2016-06")], [unit.name for unit in called("章丘", "2015-06")]
    (['邵阳市'], ['章丘市'])
    """
    units = settled(index().stems.get(stem, []), month)
    if provinces := [unit for unit in units if unit.level == "province"]:
        return provinces
    return [unit for unit in units if not any(inside(unit, other) for other in units if other.level != unit.level)]


def settled(units: Sequence[Unit], month: str | None) -> list[Unit]:
    """Those valid in the month, a unit that was renumbered or renamed counted once.

    While a change is known to the year only, both rows are valid; the old one counts until then. Without a month
    the last one counts: the same unit, under the last code it bore.
    """
    if month is None:
        valid = [unit for unit in units if unit.until >= WEB]
        return [unit for unit in valid if not any(_follows(other, unit) for other in valid)]
    valid = [unit for unit in units if unit.since <= month <= unit.until]
    if len(valid) < 2:
        return valid
    year = month[:4]  # both rows of a change are valid in its year only
    return [unit for unit in valid if unit.since[:4] != year or not any(_follows(unit, other) for other in valid)]


def inside(unit: Unit, other: Unit) -> bool:
    """Whether `unit` is `other` or lies in it, by their codes."""
    return unit.code.startswith(other.prefix)


def chain(unit: Unit, month: str | None) -> list[str]:
    """The names from the province down to the unit, as they were in the month (undated: in its last month).

    >>> chain(named("肥城市", "2016-06")[0], "2016-06")
    ['山东省', '泰安市', '肥城市']
    >>> chain(named("仙桃市", "2016-06")[0], "2016-06")
    ['湖北省', '仙桃市']
    """
    upper = [code for code in (unit.code[:2] + "0000", unit.code[:4] + "00") if code != unit.code]
    found = (settled(index().codes.get(code, []), month or unit.until) for code in dict.fromkeys(upper))
    return [*(units[0].name for units in found if units), unit.name]


def _follows(late: Unit, early: Unit) -> bool:
    """Whether `late` took the place of `early`: it begins in the year in which the other ends, in the same province.

    Chongqing (50) left Sichuan (51) in 1997.
    """
    places = {late.code[:2], early.code[:2]}
    same = len(places) == 1 or places == {"50", "51"}
    return same and early.since < late.since and late.since[:4] == early.until[:4] and early.until < late.until


def _heads(names: Iterable[str]) -> dict[str, list[str]]:
    heads: dict[str, list[str]] = {}
    for name in sorted(names, key=len, reverse=True):
        heads.setdefault(name[:2], []).append(name)
    return heads
