"""The command as a user runs it, and what it leaves behind."""

import atexit
import functools
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

import msgspec

COMMAND = [sys.executable, "-m", "congress_crawler"]
ROOT = Path(__file__).resolve().parents[1]
PLAIN = {name: value for name, value in os.environ.items() if name != "CONGRESS_CRAWLER_CONTACT"}


def run(*words: object, cwd: Path | None = None, timeout: float = 120) -> subprocess.CompletedProcess[str]:
    """Run the command to its end. Out: exit code and what it said."""
    command = [*COMMAND, *(str(word) for word in words)]
    return subprocess.run(command, capture_output=True, text=True, cwd=cwd, timeout=timeout, check=False, env=PLAIN)


def run_later(days: float, *words: object) -> subprocess.CompletedProcess[str]:
    """Run the command to its end, so many days from now, in a fork of a process that has its libraries loaded."""
    said = [str(word) for word in words]
    with tempfile.TemporaryDirectory() as folder:
        files = [Path(folder, name) for name in ("out", "err")]
        warm = _warm()
        assert warm.stdin is not None
        assert warm.stdout is not None
        warm.stdin.write(json.dumps([days, said, *map(str, files)]) + "\n")
        warm.stdin.flush()
        code = int(warm.stdout.readline())
        out, err = (file.read_text(encoding="utf-8") for file in files)
    return subprocess.CompletedProcess(said, code, out, err)


@functools.cache
def _warm() -> subprocess.Popen[str]:
    """The process that forks; it ends when the tests do."""
    command = [sys.executable, "-m", "tests.warm"]
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=ROOT, env=PLAIN)
    atexit.register(process.communicate)
    return process


def start(*words: object) -> subprocess.Popen[str]:
    """Start the command and let it run."""
    command = [*COMMAND, *(str(word) for word in words)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=PLAIN)


def profile(folder: Path, url: str, *, listing: str | None = "/list/", site: str = "evil", more: str = "") -> Path:
    """Write a profile for a site at `url` (no slash at its end) and give its path."""
    host = url.removeprefix("http://")
    where = f'url = "{url}{listing}"' if listing else ""
    path = folder / f"{site}.toml"
    path.write_text(
        f'site = "{site}"\nname = "试验人大"\nhosts = ["{host}"]\nhome = "{url}/"\nchecked = "practice"\n{more}\n'
        f'[[listing]]\nsection = ["市县人大", "工作剪影"]\n{where}\n',
        encoding="utf-8",
    )
    return path


def lines(path: Path) -> list[dict[str, Any]]:
    """The records of a JSONL file; [] when it is absent."""
    if not path.exists():
        return []
    return [msgspec.json.decode(line) for line in path.read_bytes().split(b"\n") if line]


def last_run(folder: Path) -> dict[str, Any]:
    """The newest line of runs.jsonl."""
    return lines(folder / "runs.jsonl")[-1]
