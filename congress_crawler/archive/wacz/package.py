"""How is a WACZ file put together?

A ZIP file that is written from its beginning to its end: entries with a fixed date, so that the same archive gives the
same bytes; WARC files and their index stored, not deflated, so that a player reads a record without the rest; and what
it holds, by digest, in datapackage.json (WACZ 1.1.1, sections 5 and 6).
"""

import hashlib
import zipfile
from collections.abc import Iterable
from types import TracebackType
from typing import Any, Self

import msgspec

from congress_crawler.archive.draft import Draft

VERSION = "1.1.1"  #: of WACZ; py-wacz 0.6 calls a file of 1.2.0 invalid
DATAPACKAGE = "datapackage.json"
DIGEST = "datapackage-digest.json"

_DATE = (1980, 1, 1, 0, 0, 0)  # the first that ZIP can say


class Package:
    """A WACZ file that is being written. A context manager: left without `finish`, nothing more is written."""

    def __init__(self, draft: Draft) -> None:
        self._zip = zipfile.ZipFile(draft, "w", allowZip64=True)
        self._resources: list[dict[str, Any]] = []

    def __enter__(self) -> Self:
        """Ready to take entries."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Let go of the file; zipfile would write a directory to it."""
        self._zip.fp = None

    def add(self, path: str, pieces: Iterable[bytes], *, size: int = 0, packed: bool = False) -> None:
        """Write an entry. In: its path; its bytes; how many they are at most, when known; whether to deflate it.

        Raises StorageError, and what `pieces` raises.
        """
        hasher, written = hashlib.sha256(), 0
        with self._zip.open(_info(path, size, packed=packed), "w") as entry:
            for piece in pieces:
                hasher.update(piece)
                written += len(piece)
                entry.write(piece)
        digest = f"sha256:{hasher.hexdigest()}"
        name = path.rpartition("/")[2].lower()  # Data Package: lower case
        # Else frictionless, which `wacz validate` asks, guesses column types from the first rows of a table of lines.
        kind = {"type": "file"} if path.endswith(".jsonl") else {}
        self._resources.append({"name": name, "path": path, "hash": digest, "bytes": written, **kind})

    def finish(self, said: dict[str, Any]) -> None:
        """Write the manifest and the directory. In: what else datapackage.json is to say. Raises StorageError."""
        manifest = {"profile": "data-package", "wacz_version": VERSION, **said, "resources": self._resources}
        data = msgspec.json.format(msgspec.json.encode(manifest)) + b"\n"
        digest = {"path": DATAPACKAGE, "hash": f"sha256:{hashlib.sha256(data).hexdigest()}"}
        for path, text in ((DATAPACKAGE, data), (DIGEST, msgspec.json.encode(digest) + b"\n")):
            with self._zip.open(_info(path, len(text), packed=True), "w") as entry:
                entry.write(text)
        self._zip.close()


def _info(path: str, size: int, *, packed: bool) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(path, _DATE)
    info.compress_type = zipfile.ZIP_DEFLATED if packed else zipfile.ZIP_STORED
    info.create_system, info.external_attr = 3, 0o100644 << 16
    info.file_size = size
    return info
