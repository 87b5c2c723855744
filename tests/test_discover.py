"""A new site without a line of code: does `discover` find the section, keep its manners, and say what it cannot?"""

import itertools
from collections.abc import Mapping

import pytest

from congress_crawler import chromium, profile
from congress_crawler.discovering import discover
from congress_crawler.practice.answer import Answer, answer, html
from congress_crawler.practice.kinds import KINDS, make
from congress_crawler.practice.server import serve
from congress_crawler.practice.site import Site

BROWSER = {"router"}  # no script names its address: only a browser can read it
ALIKE = {"plain": "path"}  # a link 下一页 to another path: told apart only by whether its numbers count
FEW = 16  # requests, robots.txt, three articles and a second page included
SHOWN = 18  # in a browser the second page asks for its rows itself


class Fixed:
    """A site of a few fixed pages; all else is not there."""

    def __init__(self, **pages: Answer) -> None:
        self.pages = {"/" + name.replace("_", "."): page for name, page in pages.items()}

    def respond(self, _method: str, target: str, _headers: Mapping[str, str], _body: bytes = b"", /) -> Answer:
        """The answer to one request."""
        return self.pages.get(target, html("<title>404</title>404 Not Found", 404))


def no_browser() -> str:
    """Why the sites that need one cannot be looked at here; "" when they can."""
    try:
        chromium.find()
    except chromium.NoBrowser as error:
        return str(error)
    return ""


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_site_gives_its_own_section_and_dialect(kind: str) -> None:
    if kind in BROWSER and (why := no_browser()):
        pytest.skip(why)
    site = make(kind)
    with serve(site) as server:
        found, truth = discover(server.url, {"delay": 0}), site.expected()
    assert found.exit == 0, found.sentence
    one = profile.parse(found.toml)
    path = one.listing[0].url.partition(one.hosts[0])[2] if one.listing[0].url else ""
    assert (list(one.listing[0].section), path) == (truth.section, truth.lists[0])
    assert one.dialect in {site.dialect, ALIKE.get(site.dialect)}
    assert (one.hosts, one.home, one.checked) == ((server.host,), server.url, "practice")
    assert one.render == (kind in BROWSER)
    asked = {request.path for request in server.requests}
    assert not asked & truth.decoys
    assert len(server.requests) <= (SHOWN if kind in BROWSER else FEW)


def test_the_site_of_the_main_job_is_found_with_its_near_misses() -> None:
    with serve(Site()) as server:
        found = discover(server.url, {"delay": 0, "contact": "test@example.org"})
    one = profile.parse(found.toml)
    assert [listing.section for listing in one.listing] == [("市县人大", "工作剪影")]
    assert (one.family, one.site) == ("gentlecms", f"127-0-0-1-{server.port}")
    assert [near.section[-1] for near in found.near] == ["基层动态", "经验交流"]
    assert "基层动态" in found.toml
    assert {request.headers["user-agent"] for request in server.requests} != {""}
    assert all("test@example.org" in request.headers["user-agent"] for request in server.requests)
    assert server.requests[0].path == "/robots.txt"


def test_a_delay_is_kept() -> None:
    with serve(Site()) as server:
        discover(server.url, {"delay": 0.06})
    times = [request.time for request in server.requests]
    assert min(after - before for before, after in itertools.pairwise(times)) >= 0.055


def test_robots_that_say_no_are_obeyed_and_named() -> None:
    robots = answer(200, [("Content-Type", "text/plain")], b"User-agent: *\nDisallow: /\n")
    with serve(Fixed(robots_txt=robots)) as server:
        found = discover(server.url, {"delay": 0})
    assert (found.exit, found.toml) == (65, "")
    assert "robots" in found.sentence
    assert [request.path for request in server.requests] == ["/robots.txt"]


def test_a_wall_is_named_and_not_climbed() -> None:
    wall = Answer(521, "", [("Content-Type", "text/html")], b"<script>document.cookie='__jsl_clearance=1'</script>")
    with serve(Fixed(**{"": wall})) as server:
        found = discover(server.url, {"delay": 0})
    assert (found.exit, found.toml) == (75, "")
    assert "challenge" in found.sentence


def test_a_host_that_does_not_answer_is_unreachable() -> None:
    with serve(Fixed()) as server:
        gone = server.url
    found = discover(gone, {"delay": 0})
    assert (found.exit, found.toml) == (69, "")
    assert "could not be had" in found.sentence


def test_the_first_redirect_of_the_home_page_says_where_the_site_is() -> None:
    with serve(Site()) as server:
        sent = answer(302, [("Location", server.url), ("Content-Type", "text/html")], b"")
        with serve(Fixed(**{"": sent})) as old:
            found = discover(old.url, {"delay": 0})
    assert found.exit == 0
    assert found.hosts == [server.host]
    assert any("redirects to" in note for note in found.notes)


def test_without_a_browser_a_page_that_needs_one_is_said_to_do_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(chromium.EXECUTABLE, "no-such-program")
    with serve(make("router")) as server:
        found = discover(server.url, {"delay": 0})
    assert (found.exit, found.toml) == (65, "")
    assert "script" in found.sentence
    assert "browser" in found.sentence
