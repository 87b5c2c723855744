"""A small site that a test changes between two crawls: a list of some pages, and articles in our own sentences."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from subprocess import CompletedProcess
from typing import Any

from tests.faults.pages import article
from tests.faults.server import Evil, Script, page
from tests.support import last_run, lines, profile, run_later


@dataclass(frozen=True)
class Entry:
    """A row of the list."""

    number: int
    title: str
    day: str = "2020-05-06"
    pinned: bool = False
    folder: str = "a"

    @property
    def path(self) -> str:
        """Where it leads."""
        return f"/{self.folder}/{self.number}"


def entry(number: int, **more: Any) -> Entry:
    """The row of an article as it usually is."""
    return Entry(**{"number": number, "title": f"青禾县:第{number}次视察记事", **more})


class Town:
    """The site on a server, and its crawls. `entries` are the rows, newest first; `publish` makes the list of them."""

    def __init__(self, server: Evil, folder: Path, count: int, *, size: int = 4, etag: bool = False) -> None:
        self.server, self.size = server, size
        self.toml = profile(folder, server.url)
        self.out = folder / "out/evil"
        self.entries = [entry(number) for number in range(count, 0, -1)]
        for number in range(1, count + 1):
            self.article(number, etag=etag)
        self.publish()

    def article(self, number: int, *, etag: bool = False, folder: str = "a", **more: Any) -> None:
        """Put an article on the site. With `etag` it is answered with 304 as long as it is what the asker has."""
        body = article(number, **more)
        tag = b'ETag: "%d"' % len(body)

        def checked(head: bytes) -> Any:
            same = tag.partition(b" ")[2] in head
            return page(b"", tag, status=b"304 Not Modified") if same else page(body, tag)

        self.server.paths[f"/{folder}/{number}"] = checked if etag else page(body)

    def gone(self, *numbers: int, status: bytes = b"404 Not Found", folder: str = "a") -> None:
        """Take articles off the site."""
        for number in numbers:
            self.server.paths[f"/{folder}/{number}"] = page(b"<p>404</p>", status=status)

    def unlist(self, *numbers: int) -> None:
        """Take rows out of the list."""
        self.entries = [one for one in self.entries if one.number not in numbers]
        self.publish()

    def change(self, number: int, **more: Any) -> None:
        """Change what a row says."""
        self.entries = [replace(one, **more) if one.number == number else one for one in self.entries]
        self.publish()

    def add(self, number: int, at: int = 0, **more: Any) -> None:
        """A new article, with its row."""
        self.article(number)
        self.entries.insert(at, entry(number, **more))
        self.publish()

    def publish(self) -> None:
        """Put the pages of the list on the server."""
        for name in [name for name in self.server.paths if name.startswith("/list/")]:
            del self.server.paths[name]
        pages = [self.entries[at : at + self.size] for at in range(0, len(self.entries), self.size)] or [[]]
        for number, rows in enumerate(pages):
            self.server.paths[list_path(number)] = self.list_page(rows, number, len(pages))

    def list_page(self, rows: Sequence[Entry], number: int, pages: int) -> Script:
        """One page of the list."""
        inner = "".join(
            f'<li><a href="{one.path}" title="{one.title}">{"[置顶]" if one.pinned else ""}{one.title}</a>'
            f"<span>{one.day}</span></li>"
            for one in rows
        )
        more = f'<a href="{list_path(number + 1)}">下一页</a>' if number + 1 < pages else ""
        return page(f'<html><body><ul class="list">{inner}</ul><p class="pager">{more}</p></body></html>'.encode())

    def crawl(self, days: float, *words: object) -> CompletedProcess[str]:
        """Crawl it so many days from now."""
        self.server.heard.clear()
        self.server.times.clear()
        return run_later(days, "crawl", self.toml, "--output", self.out.parent, "--delay", 0, *words)

    @property
    def asked(self) -> list[str]:
        """What the last crawl asked for, robots.txt left out."""
        return [one for one in self.server.asked() if one != "/robots.txt"]

    @property
    def line(self) -> dict[str, Any]:
        """The line of the last run."""
        return last_run(self.out)

    def kept(self, name: str) -> list[dict[str, Any]]:
        """The records of articles, failures, events or runs."""
        return lines(self.out / f"{name}.jsonl")

    def events(self, *kinds: str) -> list[tuple[str, str]]:
        """The events of these kinds (of all but new when none is named), in order: kind and path."""
        told = [(one["event"], one["url"].removeprefix(self.server.url)) for one in self.kept("events")]
        return [one for one in told if one[0] in (kinds or {"edited", "cosmetic", "removed", "returned", "moved"})]

    def agrees(self, days: float = 0) -> None:
        """Its archive verifies, and its rows come out of the WARC files alone."""
        checked = run_later(days, "verify", self.out)
        assert checked.returncode == 0, checked.stdout
        again = run_later(days, "reextract", self.out, "--to", self.out.parent / "again.jsonl")
        assert "all as in articles.jsonl" in again.stderr, again.stderr


def list_path(number: int) -> str:
    """The address of a page of the list."""
    return f"/list/index_{number}.html" if number else "/list/"
