"""The sites that come with the package: 31 profiles and 294 prefectures, honest, and none in another's pages."""

from collections import defaultdict
from itertools import permutations
from pathlib import Path

import pytest

from congress_crawler import profile, sites_table
from congress_crawler.lexicon.divisions import index
from congress_crawler.prefectures import as_toml, find_place, prefectures
from congress_crawler.profile import BadProfile, Profile, in_scope
from congress_crawler.scope import denied, deny_list

FACTS = Path(__file__).resolve().parents[2] / "shared" / "facts" / "hosts.tsv"
PROFILES = {site: profile.find(site) for site in sites_table.ids(every=True)}
PROVINCES = [PROFILES[site] for site in profile.names()]
OWN = [row for row in prefectures() if row.scope != "none"]


def test_every_province_of_the_mainland_has_its_profile() -> None:
    codes = {code for code in index().codes if code.endswith("0000")} - {"710000", "810000", "820000"}
    assert {one.division for one in PROVINCES} == codes
    assert len(PROVINCES) == 31


@pytest.mark.parametrize("one", PROVINCES, ids=lambda one: one.site)
def test_a_profile_says_no_more_than_is_known(one: Profile) -> None:
    """Nobody saw a live page: no address of a list, no row selector but the family's, no certainty."""
    name = index().codes[one.division or ""][-1].name
    assert one.name == f"{name}人民代表大会常务委员会"
    assert one.checked == "public facts"
    assert all(item.url is None for item in one.listing)
    assert one.dialect is None or one.family is not None
    text = (Path(profile.__file__).parent / "profiles" / f"{one.site}.toml").read_text("utf-8")
    assert text.startswith("# ")  # says what is known and what not
    assert len(text.splitlines()) <= 20
    assert one.listing[0].section or "never seen" in text


def test_the_names_of_sections_are_those_that_were_seen() -> None:
    known = {site: one.listing[0].section for site, one in PROFILES.items() if one.listing[0].section}
    assert known == {
        "shandong": ("市县人大", "工作剪影"),
        "hunan": ("市县人大",),
        "yunnan": ("新闻中心", "州市人大"),
        "p370300": ("区县之窗",),
        "p410300": ("县(市)区人大",),
        "p430700": ("县乡人大",),
    }


def test_all_prefectures_of_the_directory_are_here_with_valid_codes() -> None:
    rows = prefectures()
    assert len(rows) == len({row.code for row in rows}) == 294
    for row in rows:
        assert row.name in {unit.name for unit in index().codes[row.code]}
        assert row.province == f"{row.code[:2]}0000"
        assert row.source.startswith("Laosheng.top@960d764c:")


@pytest.mark.skipif(not FACTS.exists(), reason="../shared is not here: nothing to compare the table with")
def test_the_table_says_what_the_facts_say() -> None:
    lines = [line.split("\t") for line in FACTS.read_text("utf-8").splitlines()]
    given = {(line[0], line[2], line[5], line[7]) for line in lines if line[3] == "prefecture"}
    assert {(row.code, row.place, row.url, row.source.rpartition(":")[2]) for row in prefectures()} == given


def test_two_sites_on_one_host_never_have_a_page_in_common() -> None:
    """Whatever lies under the home or a prefix of one site is outside every other site that names the host."""
    sharing: dict[str, list[Profile]] = defaultdict(list)
    for one in PROFILES.values():
        for host in one.hosts:
            sharing[host].append(one)
    shared = {host: {one.site for one in sites} for host, sites in sharing.items() if len(sites) > 1}
    assert shared == {"www.sdrd.gov.cn": {"shandong", "p370600"}, "111.12.155.14": {"p632600", "p632700"}}
    for host in shared:
        for one, other in permutations(sharing[host], 2):
            roots = [one.home, *(f"http://{entry}" for entry in one.scope)]
            for root in roots:
                for url in (root, f"{root.rstrip('/')}/a/b.html", f"{root.rstrip('/')}//c.html?x=1"):
                    assert in_scope(one, url), url
                    assert not in_scope(other, url), url
    assert not in_scope(PROFILES["p632600"], "http://111.12.155.14/")


def test_a_subdomain_of_the_provinces_host_is_a_site_of_its_own() -> None:
    luoyang, henan = PROFILES["p410300"], PROFILES["henan"]
    assert in_scope(luoyang, "http://lysrd.henanrd.gov.cn/x/")
    assert not in_scope(henan, "http://lysrd.henanrd.gov.cn/x/")
    assert not in_scope(luoyang, "http://www.henanrd.gov.cn/x/")


def test_a_minimal_profile_is_made_of_the_row_alone() -> None:
    yantai = PROFILES["p370600"]
    assert (yantai.name, yantai.division) == ("烟台市人民代表大会常务委员会", "370600")
    assert yantai.scope == ("www.sdrd.gov.cn/ytrdweb/",)
    assert (yantai.home, yantai.listing[0].section, yantai.family) == ("http://www.sdrd.gov.cn/ytrdweb", (), None)
    assert all(profile.decode(PROFILES[row.site].encode()) == PROFILES[row.site] for row in OWN)
    assert "nobody saw the page" in as_toml(OWN[0])


def test_a_place_is_found_by_code_id_and_address() -> None:
    for row in OWN:
        assert find_place(row.code) == find_place(row.site) == find_place(PROFILES[row.site].home) == row
    assert find_place("http://www.example.org/") is None
    assert sites_table.site_of("http://111.12.155.14/yszrd/a.html") == "p632700"
    assert sites_table.site_of("http://www.jlrd.gov.cn/") == "jilin"
    assert sites_table.site_of("http://111.12.155.14/") is None


@pytest.mark.parametrize("site", ["p220500", "p220700", "p220800"])
def test_a_place_for_which_only_the_provinces_host_is_given_is_not_crawled_in_its_name(site: str) -> None:
    with pytest.raises(BadProfile, match="another site's"):
        profile.find(site)
    assert site not in PROFILES


def test_the_table_names_what_is_unknown() -> None:
    rows = sites_table.table(every=True)
    assert len(rows) == 31 + 294
    assert {len(row) for row in rows} == {len(sites_table.HEADS)}
    by_site = {row[0]: row for row in rows}
    assert by_site["p370600"][3] == "www.sdrd.gov.cn/ytrdweb/"
    assert by_site["p220500"][3] == "none of its own (www.jlrd.gov.cn)"
    assert by_site["beijing"][5] == by_site["p370100"][5] == "?"
    assert sites_table.table() == rows[:31]


def test_no_profile_and_no_row_is_on_the_deny_list_and_its_neighbours_are_free() -> None:
    assert [row.host for row in deny_list()] == ["spcsc.sh.cn"]
    assert all(row.why and row.seen and row.source for row in deny_list())
    urls = [f"http://{host}/" for one in PROFILES.values() for host in one.hosts]
    assert not [url for url in urls if denied(url)]
    assert denied("http://www.spcsc.sh.cn./n1939/")
    assert not denied("http://notspcsc.sh.cn/")
    assert not denied("http://www.sh.cn/")
