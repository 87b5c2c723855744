"""Which sites of prefecture-level congresses are known, and where?

Data: profiles/prefectures.tsv, from a public directory of links. Nobody saw the pages. A row makes a minimal profile.
"""

import re
from functools import cache
from importlib import resources
from typing import NamedTuple
from urllib.parse import urlsplit

from congress_crawler.scope import address, outside

JOIN = " › "  # between the names of a section, as people read them


class NoSite(Exception):
    """A row whose address is another site's. The message says whose, and what to do."""


class Prefecture(NamedTuple):
    """A row of prefectures.tsv."""

    code: str  #: GB/T 2260
    province: str  #: code of its province
    place: str  #: as the directory writes it
    name: str  #: official name of the unit
    url: str  #: as the directory gives it
    scope: str  #: "host": all of it; paths: only what lies under them; "none": the host is another site's
    section: str  #: names of the county section, joined by ›, where a page was seen; "" where not
    source: str

    @property
    def site(self) -> str:
        """Its profile id: p and the code."""
        return f"p{self.code}"

    @property
    def host(self) -> str:
        """Its host, with a port when it is not the scheme's."""
        found = address(self.url)
        return found[0] if found else ""

    @property
    def prefixes(self) -> tuple[str, ...]:
        """Its scope as a profile has it: host and path; () when the whole host is its own, or none of it."""
        return () if self.scope in {"host", "none"} else tuple(f"{self.host}{path}" for path in self.scope.split())


@cache
def prefectures() -> tuple[Prefecture, ...]:
    """All rows, by code (294; 2 ms)."""
    text = resources.files("congress_crawler").joinpath("profiles/prefectures.tsv").read_text("utf-8")
    return tuple(Prefecture(*line.split("\t")) for line in text.splitlines() if line and not line.startswith("#"))


def by_site(site: str) -> Prefecture | None:
    """The row of a profile id; None when it is none.

    >>> by_site("p370600").place, by_site("p999999")
    ('烟台市', None)
    """
    return next((row for row in prefectures() if row.site == site), None)


def find_place(what: str) -> Prefecture | None:
    """The row that a code, a profile id or an address means; None when there is none.

    In: "370600", "p370600" or any address inside the site. A row without an address of its own is found by code only.

    >>> find_place("370600").place, find_place("http://www.sdrd.gov.cn/ytrdweb/a.html").place
    ('烟台市', '烟台市')
    >>> find_place("http://www.sdrd.gov.cn/channels/ch00031/"), find_place("http://www.jlrd.gov.cn/")
    (None, None)
    """
    if re.fullmatch(r"p?[0-9]{6}", what):
        return by_site(f"p{what[-6:]}")
    own = (row for row in prefectures() if row.scope != "none")
    return next((row for row in own if outside((row.host,), row.prefixes, (), what) is None), None)


def body(row: Prefecture) -> str:
    """Whose site it is. In: a row. Out: the name; leagues and 地区 have no congress, but a committee of the province's.

    >>> body(by_site("p370600")), body(by_site("p152500"))
    ('烟台市人民代表大会常务委员会', '锡林郭勒盟人大工作委员会')
    """
    return row.name + ("人大工作委员会" if row.name.endswith(("盟", "地区")) else "人民代表大会常务委员会")


def as_toml(row: Prefecture) -> str:
    """A minimal profile as TOML: host, scope and home from the directory, all else left to recognition.

    In: a row. Out: the text of a profile. Raises NoSite when the directory gives another site's address.
    """
    if row.scope == "none":
        raise NoSite(
            f"{row.site} ({row.place}): the directory ({row.source}) gives {row.url}, which is another site's; "
            "no address of its own is known. When you know one, `congress-crawler discover URL --write FILE.toml`"
        )
    home = row.url if urlsplit(row.url).path else f"{row.url}/"
    scope = [f"scope = {_strings(row.prefixes)}"] if row.prefixes else []
    names = row.section.split(JOIN) if row.section else []
    return "\n".join(
        [
            f"# {row.place}: the address is from a directory of links ({row.source}); nobody saw the page.",
            f'site = "{row.site}"',
            f'name = "{body(row)}"',
            f'division = "{row.code}"',
            f'hosts = ["{row.host}"]',
            *scope,
            f'home = "{home}"',
            'checked = "public facts"',
            "",
            "[[listing]]",
            f"section = {_strings(tuple(names))}",
            "",
        ]
    )


def _strings(values: tuple[str, ...]) -> str:
    return "[" + ", ".join(f'"{value}"' for value in values) + "]"
