"""Every kind of practice site at three epochs, by the real command: is all found, nothing else, and politely?

Five weeks lie between the epochs, so that every article's day has come and every list is walked to its end.
"""

import itertools
import threading
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from protego import Protego

from congress_crawler import chromium
from congress_crawler.practice.facts import Truth
from congress_crawler.practice.kinds import KINDS, PracticeSite, make
from congress_crawler.practice.server import Request, Running, serve, wire
from congress_crawler.practice.trying import practice_toml
from tests.faults.server import Script, Step, evil
from tests.support import last_run, lines, run_later

APART = 35  # days from one epoch to the next
BROWSER = "router"  # no script names its address: only a browser can read it
MAPPED = "sitemap"  # its list shows the newest ten: that the rest stands in a sitemap is what `discover` finds out
STATIC = [kind for kind in KINDS if kind != BROWSER]
KEPT = ("articles", "failures", "events")
#: What a walk may call a kind beside its own dialect. A link 下一页 to another path is told apart from numbered paths
#: only by whether its numbers count; a feed and the lists below a section are behind a first page of another build.
ALIKE = {"plain": {"path"}, "rss": {"plain"}, "sublists": {"plain"}}
#: Requests of the second crawl of a day: robots.txt and two pages of known rows; more where the rows are behind a shell
#: and its script, where each city has a list of its own, and where a sitemap is one page, walked as it is.
SECOND = {"json": 4, "router-api": 6, "sublists": 7}


@dataclass
class Crawl:
    """One crawl: what there was to find, what was asked, what was added to the folder."""

    truth: Truth
    code: int
    said: str
    asked: list[Request]
    articles: list[dict[str, Any]]
    failures: list[dict[str, Any]]
    events: list[dict[str, Any]]
    line: dict[str, Any]

    @property
    def walked(self) -> dict[str, Any]:
        """The listing; of two the one that holds the other."""
        walked: dict[str, Any] = self.line["listings"][-1]
        return walked

    def events_of(self, kind: str) -> list[str]:
        """The paths that an event was told of."""
        return sorted(path(event["url"]) for event in self.events if event["event"] == kind)


@dataclass
class Seen:
    """One kind of site, crawled at epoch 0, once more on that day, at epoch 1 and at epoch 2."""

    kind: str
    folder: Path
    robots: str
    first: Crawl
    again: Crawl
    later: list[Crawl]

    @property
    def epochs(self) -> list[Crawl]:
        """The crawl of each epoch."""
        return [self.first, *self.later]

    @property
    def crawls(self) -> list[Crawl]:
        """All four."""
        return [self.first, self.again, *self.later]


def path(url: str) -> str:
    """An address on the practice site from its root; any other as it is."""
    return "/" + url.split("/", 3)[3] if url.startswith("http://127.0.0.1") else url


def crawl(server: Running[PracticeSite], file: Path, folder: Path, epoch: int, *words: object) -> Crawl:
    """Crawl a site at an epoch."""
    server.site = make(server.site.kind, epoch)
    server.requests.clear()
    before = {name: len(lines(folder / f"{name}.jsonl")) for name in KEPT}
    done = run_later(APART * epoch, "crawl", file, "--output", folder.parent, "--delay", 0, *words)
    added = {name: lines(folder / f"{name}.jsonl")[before[name] :] for name in KEPT}
    line = last_run(folder)
    return Crawl(server.site.expected(), done.returncode, done.stderr, list(server.requests), line=line, **added)


def profile_of(server: Running[PracticeSite], file: Path) -> str:
    """Write the profile of a site: its section by name, or what `discover` finds. Out: the id of the site."""
    kind = server.site.kind
    if kind == MAPPED:
        done = run_later(0, "discover", server.url, "--write", file, "--delay", 0)
        assert done.returncode == 0, done.stderr
        return f"127-0-0-1-{server.port}"
    file.write_text(practice_toml(server.url, kind=kind), encoding="utf-8")
    return f"practice-{kind}"


@pytest.fixture(scope="module", params=STATIC)
def seen(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Seen]:
    """One kind of site, crawled four times."""
    kind, home = str(request.param), tmp_path_factory.mktemp("kind")
    with serve(make(kind)) as server:
        folder = home / "out" / profile_of(server, home / "site.toml")
        first, again, *later = (crawl(server, home / "site.toml", folder, epoch) for epoch in (0, 0, 1, 2))
        robots = server.site.respond("GET", "/robots.txt", {"Host": server.host}).body.decode()
        yield Seen(kind, folder, robots, first, again, later)


def test_every_article_is_a_row_and_nothing_else_is(seen: Seen) -> None:
    rows: set[str] = set()
    for one in seen.epochs:
        assert one.code == 0, one.said
        known, rows = rows, rows | {path(row["url"]) for row in one.articles}
        wanted = {row.path for row in one.truth.rows}
        assert wanted - rows == set()
        assert rows - known - wanted == set()
        assert not rows & one.truth.decoys


def test_no_decoy_is_asked_for(seen: Seen) -> None:
    for one in seen.crawls:
        assert not {request.path for request in one.asked} & one.truth.decoys


def test_title_and_date_are_what_the_site_says(seen: Seen) -> None:
    for one in seen.epochs:
        said = {row.path: (row.title, row.published) for row in one.truth.rows}
        read = {path(row["url"]): (row["title"], row["published"]) for row in one.articles}
        assert {where: what for where, what in read.items() if said.get(where) != what} == {}


def test_every_other_link_is_a_failure_with_its_name(seen: Seen) -> None:
    before: set[tuple[str, str]] = set()
    for one in seen.epochs:
        expected = {(link, str(reason)) for link, reason in one.truth.failures}
        assert one.walked["reasons"] == Counter(reason for _, reason in expected)
        left = {*one.truth.removed, *(old for old, _ in one.truth.moved)}
        found = [(path(failure["url"]), failure["reason"]) for failure in one.failures]
        assert sorted(found) == sorted((expected - before) | {(link, "not-found") for link in left})
        before = expected


def test_at_first_all_is_new_and_on_the_same_day_nothing_is(seen: Seen) -> None:
    assert Counter(event["event"] for event in seen.first.events) == {"new": len(seen.first.truth.rows)}
    assert (seen.again.code, seen.again.articles, seen.again.failures, seen.again.events) == (0, [], [], [])


@pytest.mark.parametrize("name", ["new", "edited", "cosmetic", "removed", "returned", "moved"])
def test_what_happened_since_is_told_and_nothing_more(seen: Seen, name: str) -> None:
    for one in seen.later:
        wanted = [old for old, _ in one.truth.moved] if name == "moved" else list(getattr(one.truth, name))
        if name == "new":  # the text that moved is an article of its own, told of by `moved`
            wanted += [new for _, new in one.truth.moved]
        assert one.events_of(name) == sorted(wanted)
        if name in {"removed", "returned", "moved"}:
            assert one.line[name] == len(wanted)


def test_events_say_what_they_must(seen: Seen) -> None:
    for one in seen.later:
        moved = {(path(e["url"]), path(e["to"])) for e in one.events if e["event"] == "moved"}
        assert moved == set(one.truth.moved)
        for event in one.events:
            assert event["evidence"]["record_id"].startswith("<urn:uuid:")
            if event["event"] == "edited":
                assert {line[:2] for line in event["diff"]} <= {"- ", "+ "}
                assert event["diff"]
            if event["event"] in {"removed", "returned", "moved"}:
                assert event["because"]


def test_an_edited_article_has_a_version_more(seen: Seen) -> None:
    for one in seen.later:
        newer = sorted(path(row["url"]) for row in one.articles if row["version"] > 1)
        assert newer == sorted(one.truth.edited)


def test_the_list_is_known_for_what_it_is_and_read_to_its_end(seen: Seen) -> None:
    for one in seen.epochs:
        walked, links = one.walked, len(one.truth.rows) + len(one.truth.failures)
        assert walked["dialect"] in {make(seen.kind).dialect, *ALIKE.get(seen.kind, ())}
        assert (walked["complete"], walked["full"], walked["links"]) == (True, True, links)
        assert [one["warnings"] for one in one.line["listings"]] == [[]] * (2 if seen.kind == MAPPED else 1)
        assert one.line["alarms"] == []
        assert walked["new"] + walked["edited"] + walked["known"] + walked["failed"] == links


def test_what_the_list_promises_is_noted(seen: Seen) -> None:
    for one in seen.epochs:  # the section above four lists says no total; each of them says its own
        promised = one.walked["links"] if seen.kind == "sublists" else one.truth.promised
        assert one.walked["promised"] == promised


def test_robots_come_first_and_are_obeyed(seen: Seen) -> None:
    rules = Protego.parse(seen.robots)
    for one in seen.crawls:
        paths = [request.path for request in one.asked]
        assert paths[0] == "/robots.txt"
        assert paths.count("/robots.txt") == 1
        assert all(rules.can_fetch(f"http://127.0.0.1{one}", "congress-crawler") for one in paths)


def test_nothing_is_asked_twice_but_the_first_page_of_a_list(seen: Seen) -> None:
    shells = seen.kind == "router-api"  # its home page is the page of its list, too
    for one in seen.crawls:
        often = Counter((request.method, request.path, request.body) for request in one.asked)
        twice = [where for (_, where, _), times in often.items() if times > 1]
        assert len(twice) <= len(one.truth.lists) + shells
        assert not {row.path for row in one.truth.rows} & set(twice)
        assert max(often.values()) <= 2


def test_a_second_crawl_on_the_same_day_asks_for_two_pages(seen: Seen) -> None:
    assert len(seen.again.asked) <= SECOND.get(seen.kind, 3)
    assert seen.again.line["skipped"] > 0


def test_all_is_in_the_archive(seen: Seen) -> None:
    done = run_later(2 * APART, "verify", seen.folder)
    assert done.returncode == 0, done.stdout
    again = run_later(2 * APART, "reextract", seen.folder, "--to", seen.folder / "again.jsonl")
    assert "all as in articles.jsonl" in again.stderr, again.stderr


# --- the kind that only a browser can read ------------------------------------------------------------------------


def test_what_only_a_browser_can_read_is_named(tmp_path: Path) -> None:
    with serve(make(BROWSER)) as server:
        folder = tmp_path / "out" / profile_of(server, tmp_path / "site.toml")
        one = crawl(server, tmp_path / "site.toml", folder, 0)
    assert one.code == 65
    assert "render = true" in one.said
    assert [failure["reason"] for failure in one.failures] == ["needs-browser"]
    assert (one.articles, one.line["end"]) == ([], "needs-browser")


def test_a_browser_reads_it(tmp_path: Path) -> None:
    try:
        chromium.find()
    except chromium.NoBrowser as error:
        pytest.skip(str(error))
    with serve(make(BROWSER)) as server:
        folder = tmp_path / "out" / profile_of(server, tmp_path / "site.toml")
        text = (tmp_path / "site.toml").read_text(encoding="utf-8")
        (tmp_path / "site.toml").write_text(text.replace("\n[[listing]]", "render = true\n[[listing]]"), "utf-8")
        one = crawl(server, tmp_path / "site.toml", folder, 0)
    assert one.code == 0, one.said
    read = {path(row["url"]): (row["title"], row["published"]) for row in one.articles}
    assert read == {row.path: (row.title, row.published) for row in one.truth.rows}
    assert (one.failures, one.walked["complete"]) == ([], True)
    assert one.asked[0].path == "/robots.txt"
    assert run_later(0, "verify", folder).returncode == 0


# --- manners that a clock shows -----------------------------------------------------------------------------------


def test_the_delay_is_kept(tmp_path: Path) -> None:
    with serve(make("vsb")) as server:
        folder = tmp_path / "out" / profile_of(server, tmp_path / "site.toml")
        one = crawl(server, tmp_path / "site.toml", folder, 0, "--delay", 0.05, "--limit", 12)
    times = [request.time for request in one.asked]
    assert len(times) > 12
    late = 0.04  # the first request may have been noted late by so much; all others are measured from it
    assert all(after - times[0] >= 0.05 * number - late for number, after in enumerate(times))


class Slow(dict[str, Script]):
    """The paths of a practice site, each answered after a while, each connection in a thread of its own."""

    def __init__(self, site: PracticeSite) -> None:
        self.site = site
        self.spans: list[tuple[float, float]] = []  #: when each request was at work
        self._lock = threading.Lock()

    def get(self, target: str, _usual: object = None) -> Script:
        """What to send for a path: what the site says, 15 ms later."""

        def script(head: bytes) -> list[Step]:
            began = time.monotonic()
            time.sleep(0.015)
            host = next(line for line in head.decode().split("\r\n") if line.lower().startswith("host:"))
            with self._lock:
                body = wire(self.site.respond("GET", target, {"Host": host.partition(":")[2].strip()}))
                self.spans.append((began, time.monotonic()))
            return [body]

        return script


def test_one_request_at_a_time(tmp_path: Path) -> None:
    slow = Slow(make("trs-two"))
    with evil({}) as server:
        server.paths = slow
        (tmp_path / "site.toml").write_text(practice_toml(f"{server.url}/", kind="trs-two"), encoding="utf-8")
        done = run_later(0, "crawl", tmp_path / "site.toml", "--output", tmp_path / "out", "--delay", 0)
    assert done.returncode == 0, done.stderr
    assert len(slow.spans) > 50
    spans = sorted(slow.spans)
    assert all(end <= begin for (_, end), (begin, _) in itertools.pairwise(spans))
