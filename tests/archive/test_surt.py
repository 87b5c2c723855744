"""Is our key the key of the indexers? Their package (`surt`) is asked itself where the tools are installed."""

import itertools
import json
import subprocess
from pathlib import Path

import pytest

from congress_crawler.archive.surt import surt
from tests.tools import need

SESSION = "0123456789abcdef0123456789ABCDEF"
LETTERS = "abcdefghijklmnopqrstuvwx"
PLACES = (
    *("http://www.a.gov.cn", "https://WWW2.A.gov.cn.", "http://a.gov.cn:80", "https://a.gov.cn:80", "https://a.cn:443"),
    *("http://a.gov.cn:8080", "http://a.cn:", "http://user:pw@a.cn", "http://127.0.0.1", "http://127.0.0.1:8765"),
    *(
        "http://127.1",
        "http://2130706433",
        "http://0177.0.0.1",
        "http://[::1]:80",
        "http://人大.中国",
        "http://%E4%BA%BA.cn",
    ),
    *("http://a..b.cn", "http://.a.cn.", "http://256.1.1.1", "http://1.2.3.4.5", "http://a.cn:abc", "http://a.cn:0"),
    *(
        "HTTP://A.cn",
        "a.cn",
        "http://http://a.cn",
        "http:////a.cn:80",
        "ftp://a.cn",
        "dns:www.a.cn",
        "http://www.www.cn",
    ),
    *("  http://a.cn", "//a.cn", "http://%ff.cn", "http:", "http://", "urn:x:Y/", "http://a_b.cn", "http://www9.x.cn"),
)
PATHS = (
    *("", "/", "//", "/a/", "/A/B.shtml", "/a/./b", "/a/../b", "/../a", "/a//b///", "/县/人大.html", "/%E5%8E%BF/"),
    *(
        "/%CF%D8.html",
        "/a%20b",
        "/a b",
        "/a%2520b",
        "/a%23b",
        "/a%3Fb",
        f"/a;jsessionid={SESSION}",
        "/%",
        "/%zz",
        "/~a",
    ),
    *(f"/x/(S({LETTERS}))/l.aspx", f"/x/({LETTERS})/l.aspx", f"/x/(S({LETTERS}))/l.html", f"/x/(S({LETTERS}))/.aspx"),
    *('/"<>^`{|}', "/a\\b", "/a+b", "/.", "/..", "/a/..", f"/(a({LETTERS})S({LETTERS}))/l.aspx"),
)
QUERIES = (
    *(
        "",
        "?",
        "?a=1",
        "?b=2&a=1",
        "?B=1&b",
        "?a",
        "?a=",
        "?=",
        "?&",
        "?%26",
        "?c=%E4%BA%BA",
        "?c=人",
        "?c=%CF",
        "?a=b=c",
    ),
    *(f"?a=1&jsessionid={SESSION}&b=2", f"?PHPSESSID={SESSION}", f"?a=1&sid={SESSION}", f"?xsid={SESSION}&b=2"),
    *(f"?sid={SESSION}0", f"?sid={SESSION}&sid={SESSION}", f"?ASPSESSIONIDABCDEFGH={LETTERS}&b=1", "?cfid=1&cftoken=2"),
    *("?x=cfid=1&cftoken=2&b=1", "?cfid=&cftoken=2", "?cfid=cfid=3&cftoken=4", "?cfid=1&b=2&cftoken=3", "?%2525", "??"),
)
FRAGMENTS = ("", "#top", "#/a/1", "#")

ASK = """
import json, sys
from surt import surt
for line in sys.stdin:
    try:
        print(json.dumps(surt(json.loads(line))))
    except Exception:
        print(line.strip())  # cdxj-indexer takes the address itself then
"""


def addresses() -> list[str]:
    """Every place with every path, every path with every query, and some of everything."""
    pairs = [place + path for place, path in itertools.product(PLACES, PATHS)]
    pairs += [f"http://a.cn{path}{query}" for path, query in itertools.product(PATHS, QUERIES)]
    pairs += [place + query + part for place, query, part in itertools.product(PLACES, QUERIES, FRAGMENTS)]
    return sorted(set(pairs) - {""})


def test_every_key_is_the_key_that_the_indexers_make() -> None:
    asked = addresses()
    python = Path(need("cdxj-indexer")).with_name("python")
    lines = "".join(json.dumps(url) + "\n" for url in asked)
    done = subprocess.run([python, "-c", ASK], input=lines, capture_output=True, text=True, check=True)
    keys = [json.loads(line) for line in done.stdout.splitlines()]
    assert len(keys) == len(asked) > 6000
    wrong = {url: (surt(url), key) for url, key in zip(asked, keys, strict=True) if surt(url) != key}
    assert wrong == {}


@pytest.mark.parametrize(
    ("url", "key"),
    [
        ("http://www.shandong-renda.example/A/1.shtml?b=2&a=1#x", "example,shandong-renda)/a/1.shtml?a=1&b=2"),
        ("https://renda.example:8443/县/", "example,renda:8443)/%e5%8e%bf"),
        ("http://renda.example/%CF%D8.html", "example,renda)/%cf%d8.html"),
        (f"http://renda.example/a?PHPSESSID={SESSION}", "example,renda)/a"),
        ("http://127.0.0.1:8765/", "1,0,0,127:8765)/"),
        ("http://renda.example:nine/", "http://renda.example:nine/"),
        ("", "-"),
    ],
)
def test_keys_without_the_tools(url: str, key: str) -> None:
    assert surt(url) == key
