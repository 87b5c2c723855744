"""How does a folder become a bag that anyone can check?

BagIt 1.0 (RFC 8493): payload under data/, a manifest of SHA-256 digests of it, one of the tag files. The bag is made
under a hidden name beside its own and gets its name when it is whole and on the medium; a folder that is there already
is never touched.
"""

import hashlib
import os
import shutil
import tempfile
from collections.abc import Iterable
from pathlib import Path
from types import TracebackType
from typing import Self

from congress_crawler.archive.errors import StorageError

_MANIFEST, _TAGS = "manifest-sha256.txt", "tagmanifest-sha256.txt"
_BAGIT = "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"


class Taken(Exception):
    """The folder is there already, or has nowhere to be. The message says so."""


class Bag:
    """A bag in the making. Use as a context manager; what is not `publish`ed is removed."""

    def __init__(self, path: Path) -> None:
        """In: the folder that it becomes. Raises Taken when that is there already, StorageError."""
        self.path = path
        self._digests: dict[str, str] = {}  # by path below the bag
        self._size = 0
        if os.path.lexists(path):
            raise Taken(f"{path}: is there already, and evidence is never written over: name a new folder")
        if not path.parent.is_dir():
            raise Taken(f"{path}: there is no folder {path.parent} to make it in")
        try:
            self._made = Path(tempfile.mkdtemp(dir=path.parent, prefix=f".{path.name}.", suffix=".partial"))
        except OSError as error:
            raise StorageError(f"{path}: cannot be made: {error.strerror}") from error

    def __enter__(self) -> Self:
        """Ready to be filled."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Remove what was not published."""
        if self._made.exists():
            shutil.rmtree(self._made, ignore_errors=True)

    def add(self, name: str, pieces: Iterable[bytes]) -> None:
        """Write a file of the payload. In: its path below data/, its bytes in pieces. Raises StorageError."""
        self._size += self._write(f"data/{name}", pieces)

    def publish(self, info: dict[str, str], readme: str) -> None:
        """Write the tag files and give the bag its name.

        In: what bag-info.txt says (RFC 8493, section 2.2.2), besides Payload-Oxum; the text of README.txt. Raises
        Taken, StorageError.
        """
        payload = {name: digest for name, digest in self._digests.items() if name.startswith("data/")}
        rows = {**info, "Payload-Oxum": f"{self._size}.{len(payload)}"}
        self._write("bagit.txt", [_BAGIT.encode()])
        self._write("bag-info.txt", [f"{name}: {' '.join(value.split())}\n".encode() for name, value in rows.items()])
        self._write("README.txt", [readme.encode()])
        self._write(_MANIFEST, _lines(payload))
        tags = {name: digest for name, digest in self._digests.items() if not name.startswith("data/")}
        self._write(_TAGS, _lines(tags))
        self._settle()

    def _settle(self) -> None:
        try:
            for folder in [*(path for path in self._made.rglob("*") if path.is_dir()), self._made]:
                _sync(folder)
            self._made.chmod(0o755)  # mkdtemp's 0700 is for secrets
            if os.path.lexists(self.path):
                raise Taken(f"{self.path}: has come to be there meanwhile: name a new folder")
            self._made.rename(self.path)
            _sync(self.path.parent)
        except OSError as error:
            raise StorageError(f"{self.path}: cannot be made: {error.strerror}") from error

    def _write(self, name: str, pieces: Iterable[bytes]) -> int:
        """Write a file to the medium. Out: its size."""
        hasher, size, path = hashlib.sha256(), 0, self._made / name
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            with path.open("xb") as file:
                for piece in pieces:
                    hasher.update(piece)
                    size += file.write(piece)
                file.flush()
                os.fsync(file.fileno())
        except OSError as error:
            raise StorageError(f"{self.path}: {name}: cannot be written: {error.strerror}; nothing is left") from error
        self._digests[name] = hasher.hexdigest()
        return size


def _lines(digests: dict[str, str]) -> list[bytes]:
    """Lines of a manifest. The names are ours: none has a line break or a percent sign in it, which would be coded."""
    return [f"{digest}  {name}\n".encode() for name, digest in sorted(digests.items())]


def _sync(folder: Path) -> None:
    fd = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(fd)
    finally:
        os.close(fd)
