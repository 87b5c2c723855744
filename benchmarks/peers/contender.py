"""Who is compared, under which licence, is it installed, and how is it asked?"""

import contextlib
import json
import subprocess
import sys
import threading
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path
from types import TracebackType
from typing import Any, Self

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 300.0  #: seconds of wall time for one page; the machine may be shared
PAGE = ("title", "published", "persons", "body")


@dataclass(frozen=True)
class Contender:
    """A reader: its name in the tables, who publishes it, how the worker loads it, which fields it has at all."""

    name: str
    distribution: str
    licence: str
    factory: str
    fields: tuple[str, ...] = PAGE

    def version(self) -> str | None:
        """The installed version; None when it is not installed."""
        try:
            return metadata.version(self.distribution)
        except metadata.PackageNotFoundError:
            return None


def _peer(name: str, distribution: str, licence: str, function: str, *fields: str) -> Contender:
    return Contender(name, distribution, licence, f"benchmarks.peers.readers:{function}", fields or PAGE)


#: Licences as the packages say them (read in the installed packages, 2026-11).
PEERS = (
    _peer("trafilatura, bytes", "trafilatura", "Apache-2.0", "trafilatura_bytes"),
    _peer("trafilatura, text", "trafilatura", "Apache-2.0", "trafilatura_text"),
    _peer("trafilatura fast, text", "trafilatura", "Apache-2.0", "trafilatura_fast"),
    _peer("GNE", "gne", "GPL-3.0", "gne"),
    _peer("newspaper4k", "newspaper4k", "MIT", "newspaper"),
    _peer("readability-lxml", "readability-lxml", "Apache-2.0", "readability", "title", "body"),
    _peer("goose3", "goose3", "Apache-2.0", "goose"),
    _peer("htmldate", "htmldate", "Apache-2.0", "htmldate", "published"),
    _peer("resiliparse", "resiliparse", "Apache-2.0", "resiliparse", "body"),
)
SEGMENTERS = (_peer("jieba.posseg (nr, nt)", "jieba", "MIT", "jieba", "persons", "organisations"),)


class Worker:
    """The process of one reader. A process that dies or hangs answers with an error from then on."""

    def __init__(self, factory: str, log: Path) -> None:
        self.log = log
        command = [sys.executable, "-m", "benchmarks.peers.worker", factory]
        pipe = subprocess.PIPE
        with log.open("wb") as out:
            self.process = subprocess.Popen(command, cwd=ROOT, stdin=pipe, stdout=pipe, stderr=out, text=True)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, _: type[BaseException] | None, __: BaseException | None, ___: TracebackType | None) -> None:
        self.process.kill()
        self.process.communicate()

    def ask(self, words: dict[str, Any], times: int = 1) -> dict[str, Any]:
        """Give it one job, so many times. Out: {"fields", "error", "read", "parse"} as `worker` writes it."""
        alarm = threading.Timer(PATIENCE, self.process.kill)
        alarm.start()
        said = ""
        with contextlib.suppress(BrokenPipeError):  # it died before: there is no answer, which is told below
            said = self._exchange(json.dumps({**words, "times": times}))
        alarm.cancel()
        if said:
            return dict(json.loads(said))
        last = self.log.read_text(encoding="utf-8").strip().rsplit("\n", 1)[-1]
        return {"fields": None, "error": f"no answer: {last[:200]}", "read": None, "parse": None}

    def _exchange(self, line: str) -> str:
        assert self.process.stdin is not None  # both are pipes, asked for above
        assert self.process.stdout is not None
        print(line, file=self.process.stdin, flush=True)
        return self.process.stdout.readline()
