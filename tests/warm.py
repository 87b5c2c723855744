"""How can the real command run a hundred times without loading its libraries a hundred times?

`python -m tests.warm` loads them once and forks a process for each command: own memory, own exit code, own clock. In:
a JSON line each, [days, words, file for standard output, file for standard error]; out: the exit code, a line each. A
fork runs `main` as the installed command does, its clock set `days` forward; it shares nothing but imported modules and
the lexicons that reading one page loads.
"""

import contextlib
import json
import os
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import time_machine

from congress_crawler import cli, extract
from congress_crawler.practice.kinds import make


def load() -> None:
    """Read one page, so that what is loaded at the first page is there."""
    site = make("vsb")
    path = site.expected().rows[0].path
    extract.read(site.respond("GET", path, {}).body, url=f"http://127.0.0.1{path}")


def command(days: float, words: list[str], out: Path, err: Path) -> int:
    """Run one command in this process. Out: its exit code."""
    for number, path in ((1, out), (2, err)):
        opened = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
        os.dup2(opened, number)
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    sys.argv = ["congress-crawler", *words]
    with time_machine.travel(datetime.now(UTC) + timedelta(days=days), tick=True):
        try:
            cli.main()
        except SystemExit as done:
            return int(done.code or 0)


def forked(days: float, words: list[str], out: Path, err: Path) -> int:
    """Run one command in a process of its own. Out: its exit code; minus the signal that ended it."""
    process = os.fork()
    if process == 0:
        code = 70
        try:
            code = command(days, words, out, err)
        finally:
            for stream in (sys.stdout, sys.stderr):
                with contextlib.suppress(ValueError):  # `reextract` closes its output
                    stream.flush()
            os._exit(code)
    return os.waitstatus_to_exitcode(os.waitpid(process, 0)[1])


if __name__ == "__main__":
    load()
    for line in sys.stdin:
        days, words, out, err = json.loads(line)
        print(forked(days, words, Path(out), Path(err)), flush=True)
