"""A profile that is wrong is refused with file, line and key; a family is inherited as data."""

import subprocess
import sys
from pathlib import Path

import pytest

from congress_crawler import profile
from congress_crawler.profile import BadProfile, in_scope, parse

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
        ('["市县人大", "工作剪影"]', "[]", "x.toml:10: section:"),
        ("site = ", "site : ", "x.toml: is not TOML"),
        ("127.0.0.1:8080", "127.0.0.1:0", "x.toml:4: hosts: '127.0.0.1:0' has no port"),
        ("127.0.0.1:8080", "127.0.0.1:65536", "x.toml:4: hosts: '127.0.0.1:65536' has no port"),
        ("127.0.0.1:8080", "127.0.0.1:080", "x.toml:4: hosts: '127.0.0.1:080' has no port"),
        ("http://www.qinghe.example/", "http://[oops/", "x.toml:5: home: 'http://[oops/' is no address"),
        ("checked", 'dialect = "wubble"\nchecked', "x.toml:7: dialect: 'wubble' must be gentlecms or plain"),
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
        ('[[listing]]\nurl = "http://www.qinghe.example/"\n', "x.toml:11: section: Object missing"),
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


def test_the_command_refuses_a_bad_profile_with_exit_78_before_any_request(tmp_path: Path) -> None:
    file = tmp_path / "bad.toml"
    file.write_text(GOOD.replace("home", "house"), encoding="utf-8")
    command = [sys.executable, "-m", "congress_crawler", "crawl", str(file), "--output", str(tmp_path / "out")]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 78
    assert f"{file}:5: house:" in done.stderr
    assert not (tmp_path / "out").exists()


def test_shandong_is_honest_about_what_was_seen() -> None:
    one = profile.find("shandong")
    assert one.checked == "public facts"
    assert one.listing[0].url is None  # the address of the section was never seen: it is found by name
