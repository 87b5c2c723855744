"""A pywb of its own, on loopback, over some collections."""

import contextlib
import http.client
import json
import socket
import subprocess
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.tools import need, use

HOST = "127.0.0.1"
PATIENCE = 30.0  # seconds for pywb to start; it takes one


@dataclass(frozen=True)
class Replayed:
    """What came from pywb, undecoded."""

    status: int
    headers: dict[str, str]  #: names in lower case
    body: bytes

    def header(self, name: str) -> str | None:
        """A header of the archived answer. pywb renames those that would mislead a cache of its own answer."""
        return self.headers.get(name, self.headers.get(f"x-archive-orig-{name}"))


@dataclass(frozen=True)
class Pywb:
    """A running `wayback`."""

    port: int

    def get(self, collection: str, stamp: str, url: str) -> Replayed:
        """The bytes of a capture as pywb gives them unrewritten (modifier id_)."""
        return self.ask(f"/{collection}/{stamp}id_/{url}")

    def ask(self, path: str) -> Replayed:
        """Ask for a path."""
        client = http.client.HTTPConnection(HOST, self.port, timeout=30)
        with contextlib.closing(client):
            client.request("GET", path, headers={"Accept-Encoding": "gzip"})  # else pywb decodes the body
            answer = client.getresponse()
            headers = {name.lower(): value for name, value in answer.getheaders()}
            return Replayed(answer.status, headers, answer.read())


def index(folder: Path, name: str, files: list[Path]) -> None:
    """Make a collection with pywb's own manager, indexed by pywb itself."""
    for words in (["init", name], ["add", name, *files]):
        done = use("wb-manager", *words, cwd=folder)
        assert done.returncode == 0, done.stderr


@contextlib.contextmanager
def serve(folder: Path, collections: dict[str, tuple[Path, Path]]) -> Iterator[Pywb]:
    """Run `wayback` in a folder while the context lasts.

    In: the folder, with the collections that `index` made; further ones as name → (CDXJ file, folder of WARC files).
    """
    said = {name: {"index": str(cdxj), "archive_paths": f"{warcs}/"} for name, (cdxj, warcs) in collections.items()}
    (folder / "config.yaml").write_text(json.dumps({"collections": said}), encoding="utf-8")  # JSON is YAML, too
    with socket.create_server((HOST, 0)) as free:
        port = free.getsockname()[1]
    command = [need("wayback"), "-b", HOST, "-p", str(port)]
    with (folder / "pywb.log").open("wb") as log, subprocess.Popen(command, cwd=folder, stdout=log, stderr=log) as own:
        try:
            _wait(own, port, folder / "pywb.log")
            yield Pywb(port)
        finally:
            own.terminate()


def _wait(process: subprocess.Popen[bytes], port: int, log: Path) -> None:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until and process.poll() is None:
        with contextlib.suppress(OSError), socket.create_connection((HOST, port), timeout=1):
            return
        time.sleep(0.05)
    raise AssertionError(f"pywb does not answer: {log.read_text(errors='backslashreplace')[-2000:]}")
