"""A profile that is wrong is refused with file, line and key; a family is inherited as data."""

import subprocess
import sys
from pathlib import Path

import pytest
from msgspec import structs

from congress_crawler import profile
from congress_crawler.profile import BadProfile, in_scope, parse, why_outside

GOOD = """\
site = "qinghe"
name = "青禾县人大常委会"
division = "370000"
hosts = ["www.qinghe.example", "127.0.0.1:8080", "[::1]:81"]
home = "http://www.qinghe.example/"
family = "gentlecms"
checked = "captured page"

[[listing]]
section = ["市县人大", "工作剪影"]
"""


def test_a_good_profile_inherits_its_family_as_data() -> None:
    one = parse(GOOD)
    assert one.dialect == "gentlecms"
    assert one.hints.row == (".pagedContent",)
    assert one.listing[0].section == ("市县人大", "工作剪影")


def test_own_hints_stand_above_the_family_and_the_rest_stays() -> None:
    one = parse(GOOD + '\n[hints]\nbody = ["#text"]\n')
    assert one.hints.body == ("#text",)
    assert one.hints.title == ("p.fs20.fcR.fw",)


@pytest.mark.parametrize(
    ("old", "new", "where"),
    [
        ("division", "divison", "x.toml:3: divison: is not a key"),
        ("section = ", "sektion = ", "x.toml:10: sektion: is not a key"),
        ('"www.qinghe.example", ', '"*.qinghe.example", ', "x.toml:4: hosts: '*.qinghe.example' is no host name"),
        ('"www.qinghe.example", ', '"WWW.qinghe.example", ', "x.toml:4: hosts: 'WWW.qinghe.example'"),
        ('"www.qinghe.example", ', '"http://www.qinghe.example", ', "x.toml:4: hosts:"),
        ('hosts = ["www.qinghe.example", "127.0.0.1:8080", "[::1]:81"]', "hosts = []", "x.toml:4: hosts: at least one"),
        ("http://www.qinghe.example/", "file:///etc/passwd", "x.toml:5: home: 'file:///etc/passwd' must begin with"),
        (
            "http://www.qinghe.example/",
            "http://other.example/",
            "x.toml:5: home: 'http://other.example/' is not on one",
        ),
        ('"qinghe"', '"../qinghe"', "x.toml:1: site:"),
        ('"370000"', '"37"', "x.toml:3: division: '37' must be six digits"),
        ('"captured page"', '"trust me"', "x.toml:7: checked:"),
        ('checked = "captured page"\n', "", "checked: Object missing required field"),
        ('"gentlecms"', '"../../x"', "x.toml:6: family: no family"),
        ("[[listing]]\nsection = ", '[[listing]]\nurl = "ftp://a/"\nsection = ', "x.toml:10: url:"),
        ("site = ", "site : ", "x.toml: is not TOML"),
        ("127.0.0.1:8080", "127.0.0.1:0", "x.toml:4: hosts: '127.0.0.1:0' has no port"),
        ("127.0.0.1:8080", "127.0.0.1:65536", "x.toml:4: hosts: '127.0.0.1:65536' has no port"),
        ("127.0.0.1:8080", "127.0.0.1:080", "x.toml:4: hosts: '127.0.0.1:080' has no port"),
        ("http://www.qinghe.example/", "http://[oops/", "x.toml:5: home: 'http://[oops/' is no address"),
        ("checked", 'dialect = "wubble"\nchecked', "x.toml:7: dialect: 'wubble' must be aspnet or enorth or gentlecms"),
        ('["市县人大", "工作剪影"]', '["市县人大", " \u3000"]', "x.toml:10: section: give the names"),
        ('["市县人大", "工作剪影"]', '["»"]', "x.toml:10: section: give the names"),
        ('["市县人大", "工作剪影"]', '["甲"]\nurl = ""', "x.toml:11: url: '' must begin with"),
        ("青禾县", "青禾县" * 200, "x.toml:2: name: '青禾县青禾县"),
        ('"370000"', '"３７００００"', "x.toml:3: division:"),
    ],
)
def test_a_bad_profile_is_refused_with_file_line_and_key(old: str, new: str, where: str) -> None:
    with pytest.raises(BadProfile) as error:
        parse(GOOD.replace(old, new, 1), "x.toml")
    assert where in str(error.value)


@pytest.mark.parametrize(
    ("tail", "where"),
    [
        ('[[listing]]\nsection = ["乙"]\nurl = "http://other.example/l"\n', "x.toml:13: url: 'http://other.example/l'"),
        ('[[listing]]\nsection = [" "]\n', "x.toml:12: section: give the names"),
        ("[[listing]]\nsection = []\n[[listing]]\n", "x.toml:13: section: two listings have neither names nor url"),
        ('[[listing]]\nsection = ["乙"]\nurl = 7\n', "x.toml:13: url: Expected"),
        ('[hints]\nbody = ["p[align]"]\n', "x.toml:12: body: 'p[align]': name blocks by tag, id or class"),
        ('[hints]\nrow = [".r"]\nbody = ["p["]\n', "x.toml:13: body: 'p[' is no CSS selector"),
        ('[hints]\nrow = ["x|p"]\n', "x.toml:12: row: 'x|p' is no CSS selector"),
        ('[hints]\nrow = [""]\n', "x.toml:12: row: '' is no CSS selector"),
        (f'[hints]\nrow = ["{"p " * 2000}"]\n', "x.toml:12: row: 'p p p p p p p p p p '… has 4000 characters"),
        ('[hints]\nname = ["p"]\n', "x.toml:12: name: is not a key"),
    ],
)
def test_the_line_named_is_that_of_the_table_that_is_wrong(tail: str, where: str) -> None:
    with pytest.raises(BadProfile) as error:
        parse(
            GOOD.replace("section", 'url = "http://www.qinghe.example/l"\nsection').replace("\n\n", "\n") + tail,
            "x.toml",
        )
    assert where in str(error.value)


@pytest.mark.parametrize(
    ("line", "where"),
    [
        ('scope = "www.qinghe.example/a/"', "x.toml:7: scope: Expected `array`"),
        ('scope = ["other.example/a/"]', "x.toml:7: scope: 'other.example/a/' is not on one of the hosts"),
        ('scope = ["www.qinghe.example"]', "x.toml:7: scope: 'www.qinghe.example' must be host and path"),
        ('scope = ["www.qinghe.example/"]', "x.toml:7: scope: 'www.qinghe.example/' must be host and path"),
        ('scope = ["http://www.qinghe.example/a/"]', "x.toml:7: scope: 'http://www.qinghe.example/a/' must be"),
        ('scope = ["www.qinghe.example/a/../b/"]', "x.toml:7: scope: 'www.qinghe.example/a/../b/' must be"),
        ('scope = ["www.qinghe.example/%61/"]', "x.toml:7: scope: 'www.qinghe.example/%61/' must be"),
        ('scope = ["www.qinghe.example/*"]', "x.toml:7: scope: 'www.qinghe.example/*' must be"),
        ('scope = ["www.qinghe.example/a/"]', "x.toml:5: home: 'http://www.qinghe.example/' is not under"),
        ('not_ours = ["other.example/a/"]', "x.toml:7: not_ours: 'other.example/a/' is not on one of the hosts"),
        ('not_ours = ["www.qinghe.example//"]', "x.toml:7: not_ours: 'www.qinghe.example//' must be host and path"),
        ('old_hosts = ["http://a/"]', "x.toml:7: old_hosts: 'http://a/' is no host name"),
        ('old_hosts = ["www.qinghe.example"]', "x.toml:7: old_hosts: 'www.qinghe.example' is one of the hosts too"),
        ('render = "yes"', "x.toml:7: render: Expected `bool`"),
        ("max_pages = 0", "x.toml:7: max_pages: 0 must be from 1 to 20000"),
        ("file_limit = 0", "x.toml:7: file_limit: 0 must be from 1 to 50"),
        ("file_limit = 51", "x.toml:7: file_limit: 51 must be from 1 to 50"),
        ('files = "no"', "x.toml:7: files: Expected `bool`"),
        ("max_pages = 20001", "x.toml:7: max_pages: 20001 must be from 1 to 20000"),
        ('max_pages = "9"', "x.toml:7: max_pages: Expected `int`"),
        ('since = "2026-02-30"', "x.toml:7: since: '2026-02-30' must be a day of the calendar"),
        ('since = "20260201"', "x.toml:7: since: '20260201' must be a day of the calendar"),
        ("since = 2026-02-01", "x.toml:7: since: Expected `str"),
    ],
)
def test_a_bad_key_of_scope_or_walk_is_refused(line: str, where: str) -> None:
    with pytest.raises(BadProfile) as error:
        parse(GOOD.replace("checked", f"{line}\nchecked", 1), "x.toml")
    assert where in str(error.value)


@pytest.mark.parametrize(
    ("old", "new", "key"),
    [
        ('"www.qinghe.example", ', '"www.spcsc.sh.cn", "www.qinghe.example", ', "x.toml:4: hosts: 'www.spcsc.sh.cn'"),
        ('"www.qinghe.example", ', '"a.b.spcsc.sh.cn:81", "www.qinghe.example", ', "x.toml:4: hosts: 'a.b.spcsc"),
    ],
)
def test_a_profile_that_names_a_denied_host_is_refused_with_the_reason(old: str, new: str, key: str) -> None:
    with pytest.raises(BadProfile, match="taken over") as error:
        parse(GOOD.replace(old, new, 1), "x.toml")
    assert key in str(error.value)


def test_a_denied_host_is_in_no_scope_even_of_a_profile_made_otherwise() -> None:
    forged = structs.replace(parse(GOOD), hosts=("www.spcsc.sh.cn", "www.qinghe.example"))
    assert not in_scope(forged, "https://www.spcsc.sh.cn/robots.txt")
    assert "taken over" in (why_outside(forged, "http://www.spcsc.sh.cn/") or "")
    assert in_scope(forged, "http://www.qinghe.example/")


def test_a_section_that_nobody_has_seen_may_be_left_empty_or_out() -> None:
    empty = parse(GOOD.replace('["市县人大", "工作剪影"]', "[]"))
    assert empty.listing == parse(GOOD[: GOOD.index("section")]).listing
    assert (empty.listing[0].section, empty.listing[0].url) == ((), None)
    known = GOOD[: GOOD.index("section")] + 'url = "http://www.qinghe.example/l"\n'
    assert parse(known).listing[0].url == "http://www.qinghe.example/l"


def test_the_digest_of_a_profile_written_before_the_later_keys_stays_what_it_was() -> None:
    old = parse(GOOD)
    assert b"scope" not in old.encode()
    assert b"max_pages" not in old.encode()
    new = parse(GOOD.replace("checked", 'max_pages = 9\nsince = "2026-01-02"\nrender = true\nchecked', 1))
    assert profile.decode(new.encode()) == new
    assert new.digest != old.digest == profile.decode(old.encode()).digest


@pytest.mark.parametrize(
    ("url", "inside"),
    [
        ("http://www.qinghe.example/a", True),
        ("https://www.qinghe.example:443/a", True),
        ("http://www.qinghe.example:8080/", False),
        ("http://127.0.0.1:8080/", True),
        ("http://127.0.0.1/", False),
        ("http://[::1]:81/x", True),
        ("http://user@www.qinghe.example/", False),
        ("http://www.qinghe.example.evil.example/", False),
        ("ftp://www.qinghe.example/", False),
        ("http://www.qinghe.example:99999/", False),
        ("http://[broken/", False),
    ],
)
def test_scope_is_host_and_port_and_nothing_else(url: str, inside: bool) -> None:
    assert in_scope(parse(GOOD), url) is inside


SCOPED = GOOD.replace("http://www.qinghe.example/", "http://www.qinghe.example/ours/").replace(
    "checked", 'scope = ["www.qinghe.example/ours/", "www.qinghe.example/Both/two"]\nchecked', 1
)
REST = GOOD.replace("checked", 'not_ours = ["www.qinghe.example/ours/"]\nchecked', 1)


@pytest.mark.parametrize(
    ("path", "ours", "rest"),
    [
        ("/ours/", True, False),
        ("/ours", True, False),
        ("/ours?a=1", True, False),
        ("/ours/a/b.html", True, False),
        ("/OURS/a.html", True, False),
        ("/ours//a.html", True, False),
        ("//ours/a.html", True, False),
        ("/o%75rs/a.html", False, False),  # two readings: it is neither's
        ("/ours;jsessionid=1/a.html", True, False),
        ("/ours/a.html?back=/../x", True, False),
        ("/both/two/x", True, True),
        ("/both", False, True),
        ("/", False, True),
        ("", False, True),
        ("/oursandmore/", False, True),
        ("/our", False, True),
        ("/x/ours/", False, True),
        ("/x?y=/ours/", False, True),
        ("/robots.txt", True, True),
        ("/ours/../x.html", False, False),
        ("/ours/a/../../x.html", False, False),
        ("/x/../ours/a.html", False, False),
        ("/ours/%2e%2e/x.html", False, False),
        ("/ours/..%2fx.html", False, False),
        ("/ours%2f..%2fx.html", False, False),
        ("/ours/%252e%252e/x.html", False, False),
        ("/ours/..;a=b/x.html", False, False),
        ("/ours\\..\\x.html", False, False),
        ("/ours/%5c..%5cx.html", False, False),
        ("/x%2f..%2fours/a", False, False),
        ("/ours/" + "%25" * 20 + "2e", True, False),
        ("/ours/%2525252e%2525252e/x", False, False),
    ],
)
def test_no_way_of_writing_a_path_slips_out_of_a_scope(path: str, ours: bool, rest: bool) -> None:
    url = f"http://www.qinghe.example{path}"
    assert (in_scope(parse(SCOPED), url), in_scope(parse(REST), url)) == (ours, rest)


def test_a_host_of_which_scope_says_nothing_is_wholly_inside() -> None:
    assert in_scope(parse(SCOPED), "http://127.0.0.1:8080/anything")


def test_what_is_outside_says_why() -> None:
    assert why_outside(parse(SCOPED), "http://www.qinghe.example/x") == (
        "is not under www.qinghe.example/ours/ or www.qinghe.example/Both/two (scope)"
    )
    assert why_outside(parse(REST), "http://www.qinghe.example/ours/") == (
        "belongs to another site, under www.qinghe.example/ours/ (not_ours)"
    )


def test_the_command_refuses_a_bad_profile_with_exit_78_before_any_request(tmp_path: Path) -> None:
    file = tmp_path / "bad.toml"
    file.write_text(GOOD.replace("home", "house"), encoding="utf-8")
    command = [sys.executable, "-m", "congress_crawler", "crawl", str(file), "--output", str(tmp_path / "out")]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 78
    assert f"{file}:5: house:" in done.stderr
    assert not (tmp_path / "out").exists()
