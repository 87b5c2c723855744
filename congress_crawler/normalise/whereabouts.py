"""Which places does one field of an article speak of?"""

import re
from collections.abc import Iterable
from typing import NamedTuple

from congress_crawler.lexicon import divisions
from congress_crawler.lexicon.divisions import Unit, inside
from congress_crawler.normalise.mention import ORGAN, Mention, label, mentions, subject, towns

CRUMBS = re.compile(r"\s?[>/»›|＞→]{1,4}\s?")
OWN = re.compile(rf"(?:^|[^一-鿿])([县市区旗])(?:{ORGAN}|委)|[我本全]([县市区旗])")  # 县人大常委会, 我县
WIDTHS = (6, 4, 2)  # digits that two codes of one county, city, province have in common


class Reading(NamedTuple):
    """What one field says. More than one unit: it does not say which of them."""

    field: str
    units: list[Unit]  #: those the article may be about
    beside: list[Unit]  #: others it names: they tell homonyms apart, no more
    weak: bool  #: a province, or the site of a city: it gives way to a unit inside it


def read(field: str, texts: list[str], month: str | None, division: str | None) -> Reading:
    """What a field says: its most specific units; the county of a township when it names none itself.

    In: the field's name, its strings in simplified script, the month (YYYY-MM) or None, the code of the site's unit or
    None. Out: a Reading; without units when the strings name none that existed then.
    """
    found = _once(mention for text in texts for mention in _mentions(field, text, month, division))
    reading = _specific(field, found) if found else Reading(field, [], [], weak=False)
    if found and field.startswith(("title", "paragraph")):
        reading = _told(reading, found, division)
    if not found and (unit := _own(texts, month, division)) is not None:
        return reading._replace(units=[unit])
    if field.startswith(("section", "paragraph")) or any(unit.level == "county" for unit in reading.units):
        return reading
    known = reading.units + reading.beside
    within = tuple(unit.prefix for unit in known) or ((division[:2],) if division else ())
    counties = [unit for text in texts for unit in towns(text, month, within=within)]
    counties = near(beside(counties, known), division)
    if len(counties) == 1 and _agrees(counties[0], known, division):
        return Reading(field, counties, known, weak=False)
    return reading


def _own(texts: list[str], month: str | None, division: str | None) -> Unit | None:
    """县人大 on the county's own site: the unit of the site, where the string names a body of its kind and no place."""
    units = divisions.settled(divisions.index().codes.get(division or "", []), month)
    if len(units) != 1 or units[0].level == "province":
        return None
    kinds = {found[1] or found[2] for text in texts if (found := OWN.search(text))}
    return units[0] if kinds == {units[0].name[-1]} else None


def _once(found: Iterable[Mention]) -> list[Mention]:
    """The first mention of each name, so that the cost does not grow with repetition."""
    first: dict[tuple[str, ...], Mention] = {}
    for mention in found:
        first.setdefault((mention.weight, *(unit.code for unit in mention.units)), mention)
    return list(first.values())


def _told(reading: Reading, found: list[Mention], division: str | None) -> Reading:
    """What running text is believed: a body, or a place that acts, and in a headline one at its head or of the site.

    Where they went (赴杭州市学习) is not where they are from, so a first paragraph says nothing about other provinces.
    """
    text = reading.field.startswith("paragraph")
    acting = {
        unit.code
        for mention in found
        for unit in mention.units
        if mention.weight in {"body", "site", "act", "bare"} or (not text and mention.start == 0)
    }
    own = {unit.code for unit in reading.units if division and unit.code[:2] == division[:2]}
    if text:
        kept = [
            u for u in reading.units if u.code in acting and u.level != "province" and (not division or u.code in own)
        ]
    else:
        kept = [unit for unit in reading.units if not division or unit.code in own | acting]
    rest = [unit for unit in reading.units if unit not in kept]
    return reading._replace(units=kept, beside=reading.beside + rest)


def _mentions(field: str, text: str, month: str | None, division: str | None) -> list[Mention]:
    if field.startswith("section"):
        crumbs = CRUMBS.split(text)
        return [found for crumb in crumbs for found in _labels(label(crumb, month), division) or mentions(crumb, month)]
    if field.startswith("paragraph"):
        return mentions(text, month)
    return _labels(subject(text, month), division) or mentions(text, month)


def _labels(found: list[Mention], division: str | None) -> list[Mention]:
    """The labels, unless the bare name of a district is among them that may be no more than a word."""
    return [] if any(m.weight == "bare" and all(_word(unit, division) for unit in m.units) for m in found) else found


def _word(unit: Unit, division: str | None) -> bool:
    """Whether the bare name of a district is likely a word (和平, 解放): it is not of the site's province, and was no
    county or city before (章丘区 was).
    """
    rows = divisions.index().stems[divisions.shorten(unit.name)[1] or unit.name]
    once = any(row.code[:2] == unit.code[:2] and not row.name.endswith("区") for row in rows)
    return unit.name.endswith("区") and not once and unit.code[:2] != (division or "")[:2]


def _specific(field: str, found: list[Mention]) -> Reading:
    """The units that lie lowest; what contains them, provinces in passing and media are beside."""
    if len(found) == 1 and len(found[0].units) == 1:  # most fields name one place or none
        units, able = found[0].units, [mention for mention in found if _is_able(mention)]
        weak = not able or units[0].level == "province" or (units[0].level == "city" and found[0].weight == "site")
        return Reading(field, units, [], weak) if able else Reading(field, [], units, weak)
    told = [mention._replace(units=_children(mention, found)) for mention in found]
    return _lowest(field, told, [mention for mention in told if _is_able(mention)])


def _is_able(mention: Mention) -> bool:
    """Whether the article may be about the place: a medium is printed there, a province is named in passing."""
    return mention.weight in {"body", "site"} or (mention.weight != "media" and mention.units[0].level != "province")


def _lowest(field: str, told: list[Mention], able: list[Mention]) -> Reading:
    units: dict[str, Unit] = {}
    every = {unit.code: unit for mention in able for unit in mention.units}
    for unit in every.values():  # nothing lies in a county
        if unit.level == "county" or not any(_within(one, unit) for one in every.values()):
            units[unit.code] = unit
    weak = all(
        unit.level == "province" or (unit.level == "city" and mention.weight == "site")
        for mention in able
        for unit in mention.units
        if unit.code in units
    )
    beside = [unit for mention in told for unit in mention.units if unit.code not in units]
    return Reading(field, list(units.values()), beside, weak)


def _children(mention: Mention, found: list[Mention]) -> list[Unit]:
    upper = [unit for other in found if other is not mention for unit in other.units if unit.level != "county"]
    return [unit for unit in mention.units if any(_within(unit, one) for one in upper)] or mention.units


def _within(unit: Unit, other: Unit) -> bool:
    return unit.code != other.code and inside(unit, other)


def beside(units: list[Unit], others: list[Unit]) -> list[Unit]:
    """Those that contain, lie in or are one of the others; all when none does."""
    kept = [unit for unit in units if any(inside(unit, other) or inside(other, unit) for other in others)]
    return kept or units


def near(units: list[Unit], division: str | None) -> list[Unit]:
    """Those nearest to the site's own unit: the same county, else city, else province; all when none is."""
    for width in WIDTHS if len(units) > 1 else ():
        if division and (kept := [unit for unit in units if unit.code[:width] == division[:width]]):
            return kept
    return units


def _agrees(county: Unit, known: list[Unit], division: str | None) -> bool:
    """Whether a township's county is believable: in what the field names beside it, else in the site's province."""
    if known:
        return any(inside(county, unit) for unit in known)
    return not division or county.code[:2] == division[:2]
