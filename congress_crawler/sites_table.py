"""Which sites are known, and how well?"""

from congress_crawler import profile
from congress_crawler.prefectures import JOIN, Prefecture, find_place, prefectures
from congress_crawler.profile import Profile

HEADS = ("site", "name", "level", "hosts", "family", "section", "checked")
UNKNOWN = "?"


def ids(*, every: bool = False) -> list[str]:
    """The ids that `profile.find` takes: the profiles, sorted; with `every` the prefectures that have an address too.

    >>> len(ids()), len(ids(every=True))
    (31, 322)
    """
    own = [row.site for row in prefectures() if row.scope != "none"] if every else []
    return profile.names() + own


def table(*, every: bool = False) -> list[tuple[str, ...]]:
    """A row a site, in the columns of HEADS: the profiles, and with `every` all prefectures.

    In: whether prefectures are wanted. Out: texts; `?` for a section whose name nobody has seen, "" for no family.
    Hosts stand with the paths to which the site is bound. Raises BadProfile when a profile is not valid.
    """
    rows = [_row(profile.find(site)) for site in profile.names()]
    return rows + [_prefecture(row) for row in prefectures()] if every else rows


def site_of(url: str) -> str | None:
    """The id of the known site that the address belongs to; None when it is nobody's.

    In: an address.

    >>> site_of("http://www.sdrd.gov.cn/channels/ch00031/"), site_of("http://www.sdrd.gov.cn/ytrdweb/")
    ('shandong', 'p370600')
    """
    for site in profile.names():
        if profile.in_scope(profile.find(site), url):
            return site
    found = find_place(url)
    return found.site if found else None


def _row(one: Profile) -> tuple[str, ...]:
    sections = [JOIN.join(item.section) or item.url or UNKNOWN for item in one.listing]
    bound = {entry.partition("/")[0] for entry in one.scope}
    hosts = [*(host for host in one.hosts if host not in bound), *one.scope]
    return (one.site, one.name, "province", ", ".join(hosts), one.family or "", "; ".join(sections), one.checked)


def _prefecture(row: Prefecture) -> tuple[str, ...]:
    hosts = f"none of its own ({row.host})" if row.scope == "none" else ", ".join(row.prefixes) or row.host
    return (row.site, row.place, "prefecture", hosts, "", row.section or UNKNOWN, "public facts")
