"""Which county or city is the article about?"""

from collections.abc import Iterator, Sequence
from itertools import groupby

from congress_crawler.items import Place
from congress_crawler.lexicon import divisions
from congress_crawler.lexicon.divisions import Unit, inside
from congress_crawler.normalise import whereabouts
from congress_crawler.normalise.fold import simplified
from congress_crawler.normalise.whereabouts import Reading

HEAD = 200  # characters of a field that are read: an article says in its first sentences where it is


def read_place(
    strings: Sequence[tuple[str, str]], *, on: str | None, division: str | None
) -> tuple[Place | None, str | None]:
    """The place of an article, from what its fields name.

    In: (field name, text) in the order of trust: author organisations, source, title, section, first paragraph (names
    that begin with `title`, `section`, `paragraph` are read as such, all others as the name of a body; equal names in
    a row are one field); the publication date (ISO, at least to the month) or None; the GB/T 2260 code of the unit
    whose site it is, or None. Out: a Place whose code was valid on the date, `from` the field, and None; or None and
    `not-on-page` (no unit that existed then is named) or `ambiguous` (homonyms, or several units side by side).
    Traditional script is read like simplified. 县人大 without a name is the site's own county, when the site is a
    county's (市人大 a city's, 区人大 a district's); elsewhere it names nothing.

    The most trusted field that names a unit decides, and in it the most specific unit. Homonyms are told apart by the
    units beside them, in the same field first, then in the others, then by the site's division.

    >>> read_place([("author", "肥城市人大常委会办公室")], on="2016-06-03", division=None)[0].code
    '370983'
    >>> read_place([("author", "鼓楼区人大常委会")], on="2016-06-03", division=None)
    (None, 'ambiguous')
    >>> read_place([("author", "縣人大常委會")], on="2016-06-03", division="430121")[0].name
    '长沙县'
    >>> read_place([("author", "鼓楼区人大常委会")], on="2016-06-03", division="350000")[0].path
    ['福建省', '福州市', '鼓楼区']
    """
    month = on[:7] if on and len(on) >= len("2016-06") else None
    held, reason = _decide(_Fields(strings, month, division), division)
    return (_place(*held, month), None) if held else (None, reason)


class _Fields:
    """The fields of an article, each read when it is asked for: most often the first says it all."""

    def __init__(self, strings: Sequence[tuple[str, str]], month: str | None, division: str | None) -> None:
        self._texts = list(_fields(strings))
        self._known: dict[int, Reading] = {}
        self._month, self._division = month, division

    def __len__(self) -> int:
        return len(self._texts)

    def __getitem__(self, at: int) -> Reading:
        if at not in self._known:
            self._known[at] = whereabouts.read(*self._texts[at], self._month, self._division)
        return self._known[at]


def _decide(fields: _Fields, division: str | None) -> tuple[tuple[Unit, str] | None, str | None]:
    """The unit with the field it is from; or None and the reason."""
    held: tuple[Unit, str] | None = None
    for at in range(len(fields)):
        reading = fields[at]
        if held and held[1].startswith("author") and reading.field.startswith("paragraph"):
            continue  # where a province's congress met is not what its article is about
        units = _narrow(reading, (fields[i] for i in range(len(fields)) if i != at), division)
        if not units or (len(units) == 1 and held and inside(held[0], units[0])):
            continue
        if len(units) > 1 or (held and not inside(units[0], held[0])):
            return None, "ambiguous"
        held = (units[0], reading.field)
        if not reading.weak:
            break
    return held, None if held else "not-on-page"


def _narrow(reading: Reading, others: Iterator[Reading], division: str | None) -> list[Unit]:
    """The units of a field, homonyms told apart: by what is beside them, by the other fields, by the site."""
    units = reading.units
    if len(units) > 1:
        named = [unit for other in others for unit in (*other.units, *other.beside)]
        units = whereabouts.near(whereabouts.beside(units, [*named, *reading.beside]), division)
    return [unit for unit in units if not _stranger(unit, division)]


def _fields(strings: Sequence[tuple[str, str]]) -> Iterator[tuple[str, list[str]]]:
    for field, group in groupby(strings, key=lambda pair: pair[0]):
        yield field, [simplified(text.strip()[:HEAD]) for _, text in group]


def _stranger(unit: Unit, division: str | None) -> bool:
    """Whether it only shares the name with a unit of the site's own province that is gone or not yet there."""
    own = (division or unit.code)[:2]
    return unit.code[:2] != own and any(row.code[:2] == own for row in divisions.index().names[unit.name])


def _place(unit: Unit, field: str, month: str | None) -> Place:
    return Place(code=unit.code, name=unit.name, path=divisions.chain(unit, month), level=unit.level, from_=field)
