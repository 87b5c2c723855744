"""Who may write here?

One process a folder: `flock` on `.lock`, which the kernel gives back when the process dies, however it dies. The pid
inside is for people.
"""

import fcntl
import os
import time
from pathlib import Path
from typing import Self

from congress_crawler.archive.disk import Disk, refused
from congress_crawler.archive.errors import Locked, StorageError

NAME = ".lock"


class FolderLock:
    """The right to write into a folder. Made by `take`."""

    def __init__(self, fd: int) -> None:
        self._fd = fd

    @classmethod
    def take(cls, folder: Path, disk: Disk) -> Self:
        """Create the folder when needed and lock it. Raises Locked at once, or StorageError."""
        _prepare(folder, disk)
        path = folder / NAME
        try:
            fd = disk.open(path, os.O_RDWR | os.O_CREAT)
        except OSError as error:
            raise refused(path, error) from error
        try:
            fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
            disk.truncate(fd, 0)
            disk.write(fd, b"%d\n" % os.getpid())
        except BlockingIOError as error:
            pid = _pid_soon(fd)
            os.close(fd)
            raise Locked(str(folder), pid) from error
        except OSError as error:
            os.close(fd)
            raise refused(path, error) from error
        return cls(fd)

    def release(self) -> None:
        """Give the folder back. A second call does nothing. The file stays: removing it would race with a taker."""
        if self._fd >= 0:
            os.close(self._fd)
            self._fd = -1


def holder(folder: Path) -> int | None:
    """The pid of the process that writes into the folder now; 0 when its pid is not known; None when nobody does.

    Changes nothing, takes no lock that another could run into for longer than this call.
    """
    try:
        fd = os.open(folder / NAME, os.O_RDONLY | os.O_CLOEXEC)
    except OSError:
        return None
    try:
        fcntl.flock(fd, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return _pid(fd) or 0
    finally:
        os.close(fd)
    return None


def _prepare(folder: Path, disk: Disk) -> None:
    """Create the folder and warc/ durably; StorageError when it cannot be written."""
    warc = folder / "warc"
    try:
        missing = [path for path in (warc, *warc.parents) if not path.exists()]
        warc.mkdir(parents=True, exist_ok=True)
        for path in missing:
            disk.sync_folder(path.parent)
    except OSError as error:
        raise refused(folder, error) from error
    for path in (folder, warc):
        if not os.access(path, os.W_OK | os.X_OK):
            raise StorageError(f"{path}: cannot be written to. Give this user the right to, or choose another --output")


def _pid_soon(fd: int) -> int | None:
    """The pid in the file; a holder that has only just locked it gets a moment to write it."""
    for _ in range(10):
        if (pid := _pid(fd)) is not None:
            return pid
        time.sleep(0.02)
    return None


def _pid(fd: int) -> int | None:
    text = os.pread(fd, 20, 0).strip()
    return int(text) if text.isdigit() else None
