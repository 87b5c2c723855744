"""Which provinces, cities and counties does this string name?"""

import re
from collections.abc import Callable, Iterator
from functools import cache
from typing import Literal, NamedTuple

from congress_crawler.lexicon import divisions, townships
from congress_crawler.lexicon.divisions import Unit

Weight = Literal["body", "site", "media", "act", "word", "bare"]
Find = Callable[[str, str | None], list[Unit]]

MANY = 8  # counties with a township of one name
TOWNS = 4  # townships of one string that are looked up
LABEL = 20  # characters of the longest label: 黔西南布依族苗族自治州望谟县 has 14

# What stands behind a place when the two name an organ of it, its site, or a medium that is printed there.
ORGAN = (
    r"人大(?!代表(?!大会)|附|学)|人民代表大会|政协|人民政府|政府|(?:(?:高级|中级)?人民)?法院|(?:人民)?检察院|纪委|监委|党委|团委|妇联|"
    r"总工会"
)
BARE = re.compile(ORGAN)
BODY = re.compile(
    rf"[省市县区州旗]?(?:{ORGAN}|委(?!托)|[市县区州旗]直|第.{{1,3}}届|.{{0,12}}(?:局|厅|办公室|委员会|融媒体中心|电视台))"
)
SITE = re.compile(r"[省市县区州旗]?(?:人大|政协|政府|党委)(?:信息|门户|常委会)?(?:网|公众号|微信)")
MEDIA = re.compile(r".{0,3}(?:日报|晚报|早报|晨报|时报|商报|都市报|导报|电视|广播|电台|新闻|融媒|客户端|在线|发布|网)")
# Bare names count as the subject of a headline when they stand at its head before one of these.
ACTS = re.compile(r"召开|开展|举行|举办|组织|检查|视察|调研|出台|启动|推进|加强|创新|首次|全面|积极|扎实")
PREFIX = re.compile(r"\s?(?:[【\[［〔](?P<a>[^】\]］〕]{2,15})[】\]］〕]|(?P<b>[^\s:：|｜—·]{2,15})\s?[:：|｜—·])")
TOWN = re.compile(
    r"(?:^|(?<=[市县区旗州\s]))(?=([一-鿿]{1,6}?(?:镇|乡|街道))(?:人大|党|政府|人民政府|办事处|纪|代表|[^一-鿿]|$))"
)
TOWNISH = re.compile("[镇乡]|街道|兵团")
CORPS = re.compile(r"兵团(第[一二三四五六七八九十]{1,3}师)")
# Names of districts that are words too: they count beside their city, or as a body.
WORDS = {
    "老城区",
    "新城区",
    "解放区",
    "城中区",
    "城东区",
    "城西区",
    "城南区",
    "城北区",
    "新市区",
    "港口区",
    "海港区",
    "工农区",
}
HAN = re.compile(r"[一-鿿]")
SPOT = re.compile(r"(?P<edge>(?<![一-鿿])[一-鿿])|[省市县区旗盟州]")
SHARED = ("市中区", "市南区", "市北区")


class Mention(NamedTuple):
    """A place in a string: the units that bear the name, where it stands, and what it is there."""

    units: list[Unit]
    start: int
    end: int
    weight: Weight


def mentions(text: str, month: str | None) -> list[Mention]:
    """The places that a string names in full (肥城市, 石柱县), or bare before a body (肥城人大) or a unit of theirs.

    In: any text; the month, YYYY-MM or None. Out: in the order of the text, never overlapping.

    >>> [(m.units[0].code, m.weight) for m in mentions("枣庄市市中区人大常委会", "2016-06")]
    [('370400', 'word'), ('370402', 'body')]
    >>> mentions("常委会副主任赵莱芜", "2016-06")
    []
    """
    found: list[Mention] = []
    floor = 0
    for start in _starts(text):
        at = start
        while at >= floor and (mention := _at(text, at, month, found[-1] if found else None)) is not None:
            found.append(mention)
            # 枣庄市中区 is the city 枣庄 and its district 市中区: the two share a character.
            floor = mention.end - (text.startswith(SHARED, mention.end - 1))
            at = floor  # what is glued to a place may be one in it
    return found


def _at(text: str, at: int, month: str | None, last: Mention | None) -> Mention | None:
    """The place that stands at an offset, in full or bare."""
    head, index = text[at : at + 2], divisions.index()
    mention = _full(text, at, month, last) if head in index.heads else None
    return _bare(text, at, month, last) if mention is None and head in index.stem_heads else mention


def _starts(text: str) -> list[int]:
    """Where a place can begin: where a full name begins that ends here (省市县区…), and behind what is no Han."""
    starts: set[int] = set()
    names, stems, tails = divisions.index().names, divisions.index().stem_heads, _tails()
    for spot in SPOT.finditer(text):
        at = spot.start()
        if spot.lastgroup:
            if text[at : at + 2] in stems:
                starts.add(at)
            continue
        for size in tails.get(text[at - 1 : at + 1], ()):
            if at + 1 >= size and text[at + 1 - size : at + 1] in names:
                starts.add(at + 1 - size)
    return sorted(starts)


@cache
def _tails() -> dict[str, tuple[int, ...]]:
    """The last two characters of full names → how long the names are that end so."""
    sizes: dict[str, set[int]] = {}
    for name in divisions.index().names:
        sizes.setdefault(name[-2:], set()).add(len(name))
    return {tail: tuple(found) for tail, found in sizes.items()}


def _full(text: str, at: int, month: str | None, last: Mention | None) -> Mention | None:
    for name in divisions.index().heads[text[at : at + 2]]:
        if not text.startswith(name, at) or not (units := divisions.named(name, month)):
            continue
        end = at + len(name)
        if name[-1] == "市" and text.startswith("场", end):
            return None
        weight = _weight(text, end, BODY)
        children = [unit for unit in units if last and last.end >= at and _child(unit, last)]
        if last and last.end == at and not children and _wider(last, units):
            continue  # 重庆市江北区 after 2025 is not the 江北区 of 宁波
        # Two characters make a word of their own too easily (召开县人大…, 老城区): they need an edge or their parent.
        if len(name) == 2 and not children and (name[-1] == "区" or not _edge(text, at)):
            continue
        if name in WORDS and weight not in {"body", "site"} and not children:
            continue
        return Mention(children or units, at, end, weight)
    return None


def _bare(text: str, at: int, month: str | None, last: Mention | None) -> Mention | None:
    if not (_edge(text, at) or (last and last.end == at)):
        return None
    for stem in divisions.index().stem_heads[text[at : at + 2]]:
        if not text.startswith(stem, at) or not (units := divisions.called(stem, month)):
            continue
        end = at + len(stem)
        weight = _weight(text, end, BARE)
        if weight == "media" and not (units := [unit for unit in units if unit.level != "county"]):
            continue  # 新华网, 光明日报 and 东方早报 are not of the districts of that name
        if weight in {"body", "site", "media"} or _unit_of(text, end, month, units):
            return Mention(units, at, end, weight)
    return None


def _unit_of(text: str, at: int, month: str | None, units: list[Unit]) -> bool:
    """Whether a full name stands at `at` that lies in one of the units."""
    names = (name for name in divisions.index().heads.get(text[at : at + 2], []) if text.startswith(name, at))
    return any(divisions.inside(one, unit) for name in names for one in divisions.named(name, month) for unit in units)


def _child(unit: Unit, mention: Mention) -> bool:
    return any(unit.code != other.code and divisions.inside(unit, other) for other in mention.units)


def _wider(mention: Mention, units: list[Unit]) -> bool:
    return max(len(unit.prefix) for unit in mention.units) < min(len(unit.prefix) for unit in units)


def _weight(text: str, end: int, body: re.Pattern[str]) -> Weight:
    if SITE.match(text, end):
        return "site"
    if body.match(text, end):
        return "body"
    if ACTS.match(text, end):
        return "act"
    return "media" if MEDIA.match(text, end) else "word"


def _edge(text: str, at: int) -> bool:
    return at == 0 or not HAN.match(text[at - 1])


def label(text: str, month: str | None) -> list[Mention]:
    """The places of a string that is nothing but a place: a prefix, a crumb. [] when it holds anything else.

    >>> [(m.units[0].code, m.weight) for m in label("山东肥城市", "2016-06")]
    [('370000', 'bare'), ('370983', 'word')]
    >>> label("肥城新闻", "2016-06")
    []
    """
    return next(_split(text, 0, month), []) if len(text) <= LABEL else []


def _split(text: str, at: int, month: str | None) -> Iterator[list[Mention]]:
    if at == len(text):
        yield []
    index = divisions.index()
    kinds: tuple[tuple[dict[str, list[str]], Find, Weight], ...] = (
        (index.heads, divisions.named, "word"),
        (index.stem_heads, divisions.called, "bare"),
    )
    for heads, find, weight in kinds:
        for name in heads.get(text[at : at + 2], []):
            if text.startswith(name, at) and (units := find(name, month)):
                end = at + len(name)
                yield from ([Mention(units, at, end, weight), *rest] for rest in _split(text, end, month))


def subject(title: str, month: str | None) -> list[Mention]:
    """The places that a headline opens with as a label: `肥城:…`, `【邵阳】…`, `沅陵开展…`; else [].

    >>> [m.units[0].name for m in subject("【邵阳】经验", "2016-06")]
    ['邵阳市']
    """
    if found := PREFIX.match(title):
        return label(found["a"] or found["b"], month)
    act = ACTS.search(title, 2, 12)
    return label(title[: act.start()].strip(), month) if act else []


def towns(text: str, month: str | None, *, within: tuple[str, ...]) -> list[Unit]:
    """The counties that have the township at the head of the string or behind a space; the city of a 兵团 division.

    `within`: how the codes begin of where it must lie; () when there is nothing to go by. Then 街道 are left out
    (天平街道 may be short for 天平路街道), and names that many counties have (城关镇).

    >>> [unit.name for unit in towns("石横镇人大在会上作介绍", "2016-06", within=())]
    ['肥城市']
    """
    if not TOWNISH.search(text):
        return []
    names = dict.fromkeys([*CORPS.findall(text), *TOWN.findall(text)][:TOWNS])
    codes = [code for name in names if within or name[-1] != "道" for code in townships.counties(name)]
    if within:
        codes = [code for code in codes if code.startswith(within)]
    elif len(codes) > MANY:
        return []
    return [unit for code in codes for unit in divisions.settled(divisions.index().codes.get(code, []), month)]
