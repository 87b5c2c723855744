"""The command as a user runs it, and what it leaves behind."""

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import msgspec

COMMAND = [sys.executable, "-m", "congress_crawler"]
PLAIN = {name: value for name, value in os.environ.items() if name != "CONGRESS_CRAWLER_CONTACT"}


def run(*words: object, cwd: Path | None = None, timeout: float = 120) -> subprocess.CompletedProcess[str]:
    """Run the command to its end. Out: exit code and what it said."""
    command = [*COMMAND, *(str(word) for word in words)]
    return subprocess.run(command, capture_output=True, text=True, cwd=cwd, timeout=timeout, check=False, env=PLAIN)


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
