"""An archive as the real command makes it, for forgers: four runs, all kinds of records, rows and events."""

import functools
import tempfile
from datetime import UTC, datetime, timedelta
from pathlib import Path

import time_machine

from congress_crawler.reading import rereader
from congress_crawler.verify import Report, verify
from tests.faults.pages import article
from tests.faults.server import evil, page
from tests.returning.town import Town
from tests.support import run_later

PICTURE = bytes.fromhex("47494638396101000100800000ffffff00000021f90401000000002c00000000010001000002024401003b")
WORD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(99)
OTHER = "青禾县人大常委会听取了关于泵站改造的补充报告,代表们提出了新的建议,常委会将继续跟踪督办。"
APART = 40  # days between two crawls, so that every article's day comes
LAST = 3 * APART + 1  # when to verify it: no date is in the future then


def carrying(number: int) -> bytes:
    """An article with a picture and a file."""
    more = '<p><img src="/img/1.gif"></p><p><a href="/doc/1.doc">附件:视察方案.doc</a></p></div>'
    return article(number).replace(b"</div>", more.encode())


@functools.cache
def site() -> Path:
    """The folder of a site crawled four times; made once a process. Not to be changed: forgers work on a copy.

    Run 1: seven articles, one with a picture and a file. Run 2: the same again, by conditional requests (304) and
    without (identical). Run 3: one is edited, one gone, one new. Run 4: the gone one is back, one has moved.
    """
    home = Path(tempfile.mkdtemp(prefix="made-"))
    with evil({}) as server:
        town = Town(server, home, 7)
        for number in (1, 2):
            town.article(number, etag=True)
        server.paths["/a/3"] = page(carrying(3))
        server.paths["/img/1.gif"] = page(PICTURE, b"Content-Type: image/gif")
        server.paths["/doc/1.doc"] = page(WORD, b"Content-Type: application/msword")
        crawl(town, 0, home)
        crawl(town, APART, home)
        town.article(4, text=OTHER)
        town.gone(5)
        town.unlist(5)
        town.add(8)
        crawl(town, 2 * APART, home)
        town.add(5)
        town.article(6, folder="b")
        town.gone(6)
        town.change(6, folder="b")
        crawl(town, 3 * APART, home)
    return town.out


def crawl(town: Town, days: float, home: Path) -> None:
    """One run, so many days from now, sealed with a key that lies outside of the output."""
    done = town.crawl(days, "--key", home / "key.pem")
    assert done.returncode == 0, done.stderr


def verified(folder: Path) -> Report:
    """What verify finds, on a day after the last run."""
    with time_machine.travel(datetime.now(UTC) + timedelta(days=LAST)):
        return verify(folder, reread=rereader(folder))


def told(folder: Path, *words: object) -> tuple[int, str]:
    """What the command says, on that day. Out: exit code, what it prints."""
    done = run_later(LAST, "verify", folder, *words)
    return done.returncode, done.stdout + done.stderr
