"""How do bytes reach the disk, and what when they do not?

A file that only grows knows two sizes: what the operating system has, and what an fsync has confirmed. On the first
failed write or fsync it is cut back to the confirmed size and takes nothing more.
"""

import contextlib
import os
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Self

import msgspec

from congress_crawler.archive.errors import StorageError


class Disk:
    """The system calls that change files. Tests pass a subclass that fails at the N-th of them."""

    def open(self, path: Path, flags: int) -> int:
        """A file descriptor (closed on exec); mode 0666 and the umask for a new file. Raises OSError."""
        return os.open(path, flags | os.O_CLOEXEC, 0o666)

    def write(self, fd: int, data: bytes | memoryview) -> int:
        """Bytes taken, perhaps fewer than given. Raises OSError."""
        return os.write(fd, data)

    def fsync(self, fd: int) -> None:
        """Wait until the file is on the medium. Raises OSError; then nobody knows what is."""
        os.fsync(fd)

    def truncate(self, fd: int, size: int) -> None:
        """Cut the file to `size` bytes. Raises OSError."""
        os.ftruncate(fd, size)

    def unlink(self, path: Path) -> None:
        """Remove a file. Raises OSError."""
        path.unlink()

    def sync_folder(self, folder: Path) -> None:
        """Make the names in a folder durable: a new file's name is not, by its own fsync alone (fsync(2))."""
        fd = self.open(folder, os.O_RDONLY | os.O_DIRECTORY)
        try:
            self.fsync(fd)
        finally:
            os.close(fd)


def refused(path: Path, error: OSError, needed: int = 0) -> StorageError:
    """The StorageError that tells people about an OSError: which file, what the system said, what to do."""
    room = f" {needed} bytes were to be written." if needed else ""
    said = error.strerror or str(error)
    return StorageError(
        f"{path}: {said}.{room} The archive is as after its last commit; make room or mend the disk, and start again"
    )


class AppendFile:
    """A file that only grows. Made by `create` or `reopen`; `good` bytes of it are confirmed by an fsync."""

    def __init__(self, disk: Disk, path: Path, fd: int, size: int) -> None:
        self.path = path
        self.good = size
        self.size = size
        self._disk = disk
        self._fd = fd
        self._broken = False

    @classmethod
    def create(cls, disk: Disk, path: Path) -> Self:
        """A new, empty file whose name is durable. Raises FileExistsError, or StorageError for anything else."""
        try:
            fd = disk.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_APPEND)
        except FileExistsError:
            raise
        except OSError as error:
            raise refused(path, error) from error
        new = cls(disk, path, fd, 0)
        try:
            disk.sync_folder(path.parent)
        except OSError as error:
            new.cut_back()
            new.close()
            raise refused(path, error) from error
        return new

    @classmethod
    def reopen(cls, disk: Disk, path: Path) -> Self:
        """The file as it stands, created when absent. Raises StorageError."""
        with contextlib.suppress(FileExistsError):
            return cls.create(disk, path)
        try:
            fd = disk.open(path, os.O_WRONLY | os.O_APPEND)
        except OSError as error:
            raise refused(path, error) from error
        return cls(disk, path, fd, os.fstat(fd).st_size)

    def append(self, data: bytes) -> int:
        """Hand bytes to the operating system; out: the offset they begin at. Raises StorageError, once for all."""
        self._refuse_when_broken()
        start = self.size
        rest = memoryview(data)
        whole = False
        try:
            while rest:  # a write may take less than it was given, e.g. just before the disk is full
                taken = self._disk.write(self._fd, rest)
                self.size += taken
                rest = rest[taken:]
            whole = True
        except OSError as error:
            raise refused(self.path, error, len(data)) from error
        finally:
            if not whole:  # an interrupt does it too: nothing may come after half a record
                self.cut_back()
        return start

    def sync(self) -> None:
        """Confirm everything appended so far. Raises StorageError, once for all: an fsync is never tried again."""
        self._refuse_when_broken()
        if self.good == self.size:
            return
        try:
            self._disk.fsync(self._fd)
        except OSError as error:
            self.cut_back()
            raise refused(self.path, error) from error
        self.good = self.size

    def cut_back(self) -> None:
        """Drop what no fsync has confirmed, and take nothing more. A file with nothing confirmed is removed.

        Best effort, on a disk that has just failed: what it cannot do, the repair of the next opening does.
        """
        if self._broken:
            return
        self._broken = True
        with contextlib.suppress(OSError):
            if self.good == 0:
                self._disk.unlink(self.path)
            else:  # always: a write that failed may have left bytes that `size` does not know of
                self._disk.truncate(self._fd, self.good)

    def close(self) -> None:
        """Give the descriptor back; writes nothing. A second call does nothing."""
        if self._fd >= 0:
            os.close(self._fd)
            self._fd = -1

    def _refuse_when_broken(self) -> None:
        if self._broken or self._fd < 0:
            raise StorageError(f"{self.path}: takes nothing more since a write failed; start again")


@contextlib.contextmanager
def told(folder: Path) -> Iterator[None]:
    """Say what the system or SQLite refuses within as a StorageError."""
    try:
        yield
    except OSError as error:
        raise refused(folder, error) from error
    except (sqlite3.Error, msgspec.MsgspecError) as error:  # the latter: a row in a broken index
        said = str(error).rstrip(".")
        raise StorageError(f"{folder}/index.sqlite3: {said}. It is derived: make room, and start again") from error


def cut(disk: Disk, path: Path, size: int) -> None:
    """Cut a file to its first `size` bytes, durably; to nothing means: remove it. Raises StorageError."""
    try:
        if size == 0:
            disk.unlink(path)
            disk.sync_folder(path.parent)
            return
        fd = disk.open(path, os.O_WRONLY)
        try:
            disk.truncate(fd, size)
            disk.fsync(fd)
        finally:
            os.close(fd)
    except OSError as error:
        raise refused(path, error) from error
