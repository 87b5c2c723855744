"""Which county or city is the article about?"""

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from itertools import groupby
from typing import NamedTuple

from congress_crawler.items import Place
from congress_crawler.lexicon import divisions
from congress_crawler.lexicon.divisions import Unit, inside
from congress_crawler.normalise.mention import Mention, label, mentions, subject, towns

CRUMBS = re.compile(r"\s*[>/»›|＞→]+\s*")
HEAD = 200  # characters of a field that are read: an article says in its first sentences where it is
WIDTHS = (6, 4, 2)  # digits that two codes of one county, city, province have in common


class Reading(NamedTuple):
    """What one field says. More than one unit: it does not say which of them."""

    field: str
    units: list[Unit]  #: those the article may be about
    beside: list[Unit]  #: others it names: they tell homonyms apart, no more
    weak: bool  #: a province, or the site of a city: it gives way to a unit inside it


def read_place(
    strings: Sequence[tuple[str, str]], *, on: str | None, division: str | None
) -> tuple[Place | None, str | None]:
    """The place of an article, from what its fields name.

    In: (field name, text) in the order of trust: author organisations, source, title, section, first paragraph (names
    that begin with `title`, `section`, `paragraph` are read as such, all others as the name of a body; equal names in
    a row are one field); the publication date (ISO, at least to the month) or None; the GB/T 2260 code of the unit
    whose site it is, or None. Out: a Place whose code was valid on the date, `from` the field, and None; or None and
    `not-on-page` (no unit that existed then is named) or `ambiguous` (homonyms, or several units side by side).

    The most trusted field that names a unit decides, and in it the most specific unit. Homonyms are told apart by the
    units beside them, in the same field first, then in the others, then by the site's division.

    >>> read_place([("author", "肥城市人大常委会办公室")], on="2016-06-03", division=None)[0].code
    '370983'
    >>> read_place([("author", "鼓楼区人大常委会")], on="2016-06-03", division=None)
    (None, 'ambiguous')
    >>> read_place([("author", "鼓楼区人大常委会")], on="2016-06-03", division="350000")[0].path
    ['福建省', '福州市', '鼓楼区']
    """
    month = on[:7] if on and len(on) >= len("2016-06") else None
    fields = list(_fields(strings))
    read = cache(lambda at: _read(*fields[at], month, division))  # most often the first field says it all
    held: tuple[Unit, str] | None = None
    for at in range(len(fields)):
        reading = read(at)
        if held and held[1].startswith("author") and reading.field.startswith("paragraph"):
            continue  # where a province's congress met is not what its article is about
        units = _narrow(reading, (read(i) for i in range(len(fields)) if i != at), division)
        if not units or (len(units) == 1 and held and inside(held[0], units[0])):
            continue
        if len(units) > 1 or (held and not inside(units[0], held[0])):
            return None, "ambiguous"
        held = (units[0], reading.field)
        if not reading.weak:
            break
    return (_place(*held, month), None) if held else (None, "not-on-page")


def _narrow(reading: Reading, others: Iterator[Reading], division: str | None) -> list[Unit]:
    """The units of a field, homonyms told apart: by what is beside them, by the other fields, by the site."""
    units = reading.units
    if len(units) > 1:
        named = [unit for other in others for unit in (*other.units, *other.beside)]
        units = _near(_beside(units, [*named, *reading.beside]), division)
    return [unit for unit in units if not _stranger(unit, division)]


def _fields(strings: Sequence[tuple[str, str]]) -> Iterator[tuple[str, list[str]]]:
    for field, group in groupby(strings, key=lambda pair: pair[0]):
        yield field, [text.strip()[:HEAD] for _, text in group]


def _read(field: str, texts: list[str], month: str | None, division: str | None) -> Reading:
    """One field: its most specific units; the county of a township when it names none itself."""
    found = _once(mention for text in texts for mention in _mentions(field, text, month, division))
    reading = _specific(field, found)
    if field.startswith(("title", "paragraph")):
        reading = _told(reading, found, division)
    if field.startswith(("section", "paragraph")) or any(unit.level == "county" for unit in reading.units):
        return reading
    known = reading.units + reading.beside
    counties = [unit for text in texts for unit in towns(text, month, alone=not known and not division)]
    counties = _near(_beside(counties, known), division)
    if len(counties) == 1 and _agrees(counties[0], known, division):
        return Reading(field, counties, known, weak=False)
    return reading


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
    told = [mention._replace(units=_children(mention, found)) for mention in found]
    able = [m for m in told if m.weight in {"body", "site"} or (m.weight != "media" and m.units[0].level != "province")]
    units: dict[str, Unit] = {}
    for mention in able:
        lower = [unit for other in able for unit in other.units]
        for unit in mention.units:
            if not any(_within(one, unit) for one in lower):
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
    upper = [unit for other in found if other is not mention for unit in other.units]
    return [unit for unit in mention.units if any(_within(unit, one) for one in upper)] or mention.units


def _within(unit: Unit, other: Unit) -> bool:
    return unit.code != other.code and inside(unit, other)


def _beside(units: list[Unit], others: list[Unit]) -> list[Unit]:
    """Those that contain, lie in or are one of the others; all when none does."""
    kept = [unit for unit in units if any(inside(unit, other) or inside(other, unit) for other in others)]
    return kept or units


def _near(units: list[Unit], division: str | None) -> list[Unit]:
    """Those nearest to the site's own unit: the same county, else city, else province; all when none is."""
    for width in WIDTHS if len(units) > 1 else ():
        if division and (kept := [unit for unit in units if unit.code[:width] == division[:width]]):
            return kept
    return units


def _stranger(unit: Unit, division: str | None) -> bool:
    """Whether it only shares the name with a unit of the site's own province that is gone or not yet there."""
    own = (division or unit.code)[:2]
    return unit.code[:2] != own and any(row.code[:2] == own for row in divisions.index().names[unit.name])


def _agrees(county: Unit, known: list[Unit], division: str | None) -> bool:
    """Whether a township's county is believable: in what the field names beside it, else in the site's province."""
    if known:
        return any(inside(county, unit) for unit in known)
    return not division or county.code[:2] == division[:2]


def _place(unit: Unit, field: str, month: str | None) -> Place:
    return Place(code=unit.code, name=unit.name, path=divisions.chain(unit, month), level=unit.level, from_=field)
