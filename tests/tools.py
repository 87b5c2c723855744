"""Where are the independent tools, which tests run as processes of their own?

They live apart, in `<sys.prefix>/tools`, and are never imported: `make tools` installs what tests/tools.txt names.
"""

import functools
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

HOME = Path(sys.prefix, "tools")
HOW = "`make tools` installs it"


def need(name: str) -> str:
    """The path of a tool, "warcio"; the calling test is skipped when it is not installed."""
    path = HOME / "bin" / name
    if not os.access(path, os.X_OK):
        pytest.skip(f"the independent tool {name} is not installed: {HOW}")
    return str(path)


def version(package: str) -> str:
    """Which version of a package tests/tools.txt pins. In: its name as it stands there, "pywb"."""
    text = Path(__file__).with_suffix(".txt").read_text(encoding="utf-8")
    found = re.search(rf"^{re.escape(package)}==(\S+)$", text, re.MULTILINE)
    assert found, f"tests/tools.txt pins no {package}"
    return found.group(1)


def player() -> Path:
    """The folder with ReplayWeb.page's ui.js and sw.js; the calling test is skipped when it is not there."""
    folder = HOME / "replaywebpage"
    if not all((folder / name).is_file() for name in ("ui.js", "sw.js")):
        pytest.skip(f"the npm package replaywebpage is not installed: {HOW}, where npm reaches a registry")
    return folder


def use(name: str, *words: object, cwd: Path | None = None, timeout: float = 120) -> subprocess.CompletedProcess[str]:
    """Run a tool to its end. Out: exit code and what it said; the calling test is skipped when it is not installed."""
    command = [need(name), *(str(word) for word in words)]
    return subprocess.run(command, capture_output=True, text=True, cwd=cwd, timeout=timeout, check=False, env=_plain())


@functools.cache
def _plain() -> dict[str, str]:
    """The environment without what would lead a tool to another Python's packages, and with its own first on PATH."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    return kept | {"PATH": f"{HOME / 'bin'}{os.pathsep}{os.environ.get('PATH', os.defpath)}"}
