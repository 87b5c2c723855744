"""What does our own command read, and what does our reading cost?"""

import contextlib
import json
import re
import subprocess
import sys
from collections.abc import Callable
from typing import Any

from benchmarks.gold import byline
from benchmarks.peers.job import Fields, Job, Reader
from congress_crawler.extract import read
from congress_crawler.items import Unreadable

COMMAND = [sys.executable, "-m", "congress_crawler", "extract"]
RUN = re.compile(r">[^<>]+<")
LONG = re.compile(r"[\u4e00-\u9fff][^<>]{18,}[\u4e00-\u9fff]")
HAN = re.compile(r"[\u4e00-\u9ffe]")


def extract(pages: list[tuple[str, str]]) -> dict[str, dict[str, Any]]:
    """Read saved pages with the command that users have.

    In: (file, address or ""). Out: file → what the command said of it. The command takes one address a call, so pages
    without one go in one call and the others in a call each.
    """
    calls = [[file, "--url", url] for file, url in pages if url]
    if alone := [file for file, url in pages if not url]:
        calls.append(alone)
    said: dict[str, dict[str, Any]] = {}
    for call in calls:
        done = subprocess.run([*COMMAND, *call], capture_output=True, text=True, encoding="utf-8", check=False)
        said |= {row["file"]: row for row in map(json.loads, done.stdout.splitlines())}
        if done.returncode not in {0, 65}:  # 65: no article in any of these files, which each line says
            raise SystemExit(f"congress-crawler extract {call[0]} … exit {done.returncode}: {done.stderr.strip()}")
    return said


def memories() -> list[Callable[[], None]]:
    """What makes each function of ours forget the lines it has seen.

    A bounded cache is one whose keys come from pages. Those without a bound hold patterns and tables of the lexicon:
    loaded once a run, they stay.
    """
    rooms = [module for name, module in sys.modules.items() if name.startswith("congress_crawler.")]
    found = {id(value): value for room in rooms for value in vars(room).values() if hasattr(value, "cache_parameters")}
    return [value.cache_clear for value in found.values() if value.cache_parameters()["maxsize"] is not None]


def _read(job: Job) -> Fields:
    read(job.body, url=job.url or "http://www.example.cn/1.html")
    return {}


def first_page() -> Reader:
    """Our reading, of the first page of its site: no line of a page is remembered."""
    forget = memories()

    def before(_: Job) -> None:
        for one in forget:
            one()

    return Reader(_read, before)


def next_page() -> Reader:
    """Our reading, of a later page of its site: the lines of the template are remembered, those of the article not."""
    first = first_page()

    def before(job: Job) -> None:
        first.before(job)
        with contextlib.suppress(Unreadable):  # the twin only has to have been looked at
            read(twin(job.text).encode(), url=job.url or "http://www.example.cn/1.html")

    return Reader(_read, before)


def bylines() -> Reader:
    """`read_byline`, on a byline."""
    return Reader(lambda job: byline({"id": "", "raw": job.text}))


def twin(page: str) -> str:
    """Another article in the same template: each long run of text and each number is another, short lines are the same.

    >>> twin('<a class="n1">首页</a><p>云溪县人大常委会听取了二〇一六年度工作报告。</p>')[:20]
    '<a class="n1">首页</a>'
    """
    return RUN.sub(lambda run: _other(run[0]), page)


def _other(run: str) -> str:
    numbers = re.sub(r"\d", lambda digit: str((int(digit[0]) + 1) % 10), run)
    return LONG.sub(lambda text: HAN.sub(lambda sign: chr(ord(sign[0]) + 1), text[0]), numbers)
