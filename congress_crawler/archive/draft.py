"""How does a whole file take another's place?

It is written under a hidden name beside its own and gets its name when it is whole and on the medium. Whoever is killed
leaves at most the hidden one, which the next writer of the same file takes over.
"""

import contextlib
import fcntl
import os
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import Self

from congress_crawler.archive.disk import Disk, refused

_PIECE = 1 << 20  # bytes handed over at a time


class Draft:
    """A file that is being written, by this process alone. Leaving the context without `publish` removes it."""

    def __init__(self, path: Path, disk: Disk | None = None) -> None:
        """In: the name that it gets in the end. Waits while another process writes the same. Raises StorageError."""
        self.path = path
        self.hidden = path.with_name(f".{path.name}.new")
        self._disk = disk or Disk()
        self._fd, self._at, self._there = -1, 0, True
        self._waiting = bytearray()  # what is to be written at the place at hand
        with saying(self.hidden):
            while self._fd < 0:
                self._fd = self._taken()

    def __enter__(self) -> Self:
        """Ready to be written."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Give the file back; remove it unless it was published."""
        self.close()

    def write(self, data: bytes) -> int:
        """Take bytes for the place at hand. Out: how many, which is all. Raises StorageError."""
        self._waiting += data
        if len(self._waiting) >= _PIECE:
            self.flush()
        return len(data)

    def flush(self) -> None:
        """Hand what was taken to the operating system. Raises StorageError."""
        with saying(self.path, len(self._waiting)), memoryview(self._waiting) as rest:
            done = 0
            while done < len(rest):
                done += self._disk.write(self._fd, rest[done:])
        self._at += done
        self._waiting.clear()

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        """Go to a place. Out: it."""
        self.flush()
        self._at = os.lseek(self._fd, offset, whence)
        return self._at

    def tell(self) -> int:
        """The place at hand."""
        return self._at + len(self._waiting)

    def clear(self) -> None:
        """Begin again with nothing. Raises StorageError."""
        self.seek(0)
        with saying(self.path):
            self._disk.truncate(self._fd, 0)

    def sync(self) -> None:
        """Make what was written durable, under the hidden name. Raises StorageError."""
        self.flush()
        with saying(self.path):
            self._disk.fsync(self._fd)

    def publish(self) -> Path:
        """Make it durable under its own name. Out: the name. Raises StorageError."""
        self.sync()
        with saying(self.path):
            self.hidden.replace(self.path)
            self._there = False
            self._disk.sync_folder(self.path.parent)
        return self.path

    def close(self) -> None:
        """Give the file back; remove it unless it was published. A second call does nothing."""
        if self._fd < 0:
            return
        if self._there:
            self._remove()
        os.close(self._fd)
        self._fd = -1

    def _remove(self) -> None:
        with contextlib.suppress(OSError):  # best effort: who writes the file next takes the hidden one over
            self._disk.unlink(self.hidden)

    def _taken(self) -> int:
        """The hidden file, locked; -1 when it was renamed or removed while we waited for it."""
        fd = self._disk.open(self.hidden, os.O_RDWR | os.O_CREAT)
        with contextlib.ExitStack() as unless_it_is_ours:
            unless_it_is_ours.callback(os.close, fd)
            fcntl.flock(fd, fcntl.LOCK_EX)
            with contextlib.suppress(FileNotFoundError):
                if os.path.samestat(os.fstat(fd), self.hidden.stat()):
                    unless_it_is_ours.callback(self._remove)
                    self._disk.truncate(fd, 0)
                    unless_it_is_ours.pop_all()
                    return fd
        return -1


@contextlib.contextmanager
def saying(path: Path, needed: int = 0) -> Iterator[None]:
    """Say what the system refuses within as a StorageError about a file. In: how many bytes were to be written."""
    try:
        yield
    except OSError as error:
        raise refused(path, error, needed) from error
