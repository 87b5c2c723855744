"""Where does each capture of an address lie?

`index.cdxj`, sorted, beside `index.cdxj.json`, which says how far each WARC file has been read into it. Both are
derived and may be deleted at any time. Nothing else is needed to make them: no SQLite index, no rows. Only whole
records are read, so a crawl may be writing meanwhile.
"""

import contextlib
import hashlib
import heapq
import logging
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import msgspec

from congress_crawler.archive.bisect import lines_from
from congress_crawler.archive.cdxj_check import check
from congress_crawler.archive.cdxj_state import NAME, STATE, Read, State, replaced, sizes, tail, whole
from congress_crawler.archive.disk import Disk
from congress_crawler.archive.draft import Draft, saying
from congress_crawler.archive.entry import Clerk, Entry
from congress_crawler.archive.errors import StorageError
from congress_crawler.archive.lock import holder
from congress_crawler.archive.members import Damage
from congress_crawler.archive.sorting import Sorter
from congress_crawler.archive.surt import surt
from congress_crawler.archive.walking import walk

__all__ = ["Entry", "check", "find", "refresh", "update"]

logger = logging.getLogger(__name__)


class _Spoilt(Exception):
    """The index at hand is not the one that was left there."""


def update(folder: Path, *, disk: Disk | None = None) -> Path:
    """Bring `index.cdxj` of a site's folder up to date. Out: its path.

    Reads what has been added since the last time; everything when a WARC file is not the one that was read then, or the
    index is not as it was left. Memory: some 30 MB, whatever the size of the archive. What is no whole record is left
    out, and damage in the middle of a file is logged as a warning. Raises StorageError.
    """
    with saying(folder):
        if _is_current(folder):
            return folder / NAME
    with Draft(folder / NAME, disk) as draft, saying(folder):  # who comes second waits here, and finds nothing to do
        try:
            _extend(folder, _usable(folder) or State(), draft, disk)
        except _Spoilt:
            draft.clear()
            _extend(folder, State(), draft, disk)
    return folder / NAME


def refresh(folder: Path) -> None:
    """Bring the index up to date as `update` does, at the end of a run. What keeps it back is logged as a warning.

    It is derived: a run that kept everything it was sent is not the worse for a full disk at this point.
    """
    try:
        update(folder)
    except StorageError as error:
        logger.warning("%s is behind; the next run makes up for it. %s", NAME, error)


def find(folder: Path, url: str) -> list[Entry]:
    """All captures of an address in a site's folder, the oldest first.

    Found by its key: http or https, www, session ids, the order of arguments and the fragment make no difference. What
    was asked by POST is not among them. Brings the index up to date first. Raises StorageError.
    """
    path = update(folder)
    with saying(path), path.open("rb") as file:
        return [Entry.read(line) for line in lines_from(file.fileno(), f"{surt(url)} ".encode())]


def _usable(folder: Path) -> State | None:
    state = whole(folder)
    if state is None:
        return None
    if (name := replaced(folder, state)) is not None:
        logger.info("%s: warc/%s is not the file that %s was made from: made anew", folder, name, NAME)
        return None
    return state


def _is_current(folder: Path) -> bool:
    state = whole(folder)
    if state is None or replaced(folder, state) is not None:
        return False
    return sizes(folder) == {name: read.bytes for name, read in state.files.items()}


def _extend(folder: Path, before: State, draft: Draft, disk: Disk | None) -> None:
    """Write the index anew with what has been added since `before`. Raises _Spoilt, StorageError or OSError."""
    files: dict[str, Read] = {}
    with Sorter(folder) as sorter:
        for name, size in sizes(folder).items():
            done = _read(folder, name, before.done(name), size, sorter)
            files[name] = Read(done, tail(folder / "warc" / name, done))
        if before.sha256 and files == before.files:
            return
        state = State(files=files, **_write(folder, before, sorter, draft))
    with Draft(folder / STATE, disk) as said:  # first: a state without its index is found out, and the index made anew
        said.write(msgspec.json.format(msgspec.json.encode(state)) + b"\n")
        said.publish()
    draft.publish()


def _read(folder: Path, name: str, start: int, size: int, sorter: Sorter) -> int:
    """Sort in the captures of a WARC file from byte `start` on. Out: up to where it holds whole records."""
    clerk, last, end = Clerk(name), start, start
    for found in walk(folder / "warc" / name, start, size):
        if isinstance(found, Damage):
            end = _passed(folder, name, found, end)
            continue
        if (entry := clerk.enter(found)) is not None:
            sorter.add(entry.line())
        last, end = found.offset, found.offset + found.length
    if (entry := clerk.end()) is None:
        return end
    if end == size and holder(folder) is not None:
        return last  # its request may be on its way
    sorter.add(entry.line())
    return end


def _passed(folder: Path, name: str, damage: Damage, end: int) -> int:
    """Tell of damage. Out: up to where the file has been read: behind it, when whole records follow."""
    if damage.next is None:
        return end
    logger.warning(
        "%s/warc/%s: byte %d: %s; it is not in %s. `verify` names all that is bad",
        *(folder, name, damage.offset, damage.why, NAME),
    )
    return damage.next


def _write(folder: Path, before: State, sorter: Sorter, draft: Draft) -> dict[str, Any]:
    """Merge the old lines and the new. Out: size, sha256 and tail of the whole. Raises _Spoilt, OSError."""
    hasher, old = hashlib.sha256(), hashlib.sha256()
    with contextlib.ExitStack() as files:
        had = files.enter_context((folder / NAME).open("rb")) if before.sha256 else ()
        for line in heapq.merge(_told(had, old), sorter.lines()):
            hasher.update(line)
            draft.write(line)
    draft.flush()
    if before.sha256 and old.hexdigest() != before.sha256:
        raise _Spoilt
    size = draft.tell()
    return {"size": size, "sha256": hasher.hexdigest(), "tail": tail(draft.hidden, size)}


def _told(lines: Iterable[bytes], hasher: "hashlib._Hash") -> Iterator[bytes]:
    for line in lines:
        hasher.update(line)
        yield line
