"""How does a file get to its place whole, or not at all?"""

import contextlib
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from congress_crawler.archive.errors import StorageError


@contextlib.contextmanager
def saved(path: Path) -> Iterator[BinaryIO]:
    """A file to write into, that takes the place of `path` when the block ends well, and is gone when it does not.

    In: the file to be made; it lies in a folder that is there. Raises StorageError when it cannot be written.
    """
    check(path)
    try:
        fd, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    except OSError as error:
        raise _refused(path, error) from error
    try:
        with os.fdopen(fd, "wb") as out:
            yield out
            out.flush()
            os.fchmod(out.fileno(), 0o644)
            os.fsync(out.fileno())
        Path(name).replace(path)
    except OSError as error:
        raise _refused(path, error) from error
    finally:
        Path(name).unlink(missing_ok=True)


def check(path: Path) -> None:
    """See before long work that a file can be made there. In: the file to be made. Raises StorageError."""
    if path.exists() and not path.is_file():
        raise StorageError(f"{path}: is no file; name one, in a folder that is there")
    try:
        with tempfile.TemporaryFile(dir=path.parent):
            pass
    except OSError as error:
        raise _refused(path, error) from error


def _refused(path: Path, error: OSError) -> StorageError:
    return StorageError(f"{path}: cannot be written: {error.strerror or error}; name another file, or make room")
