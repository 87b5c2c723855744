"""How does a run end so that nobody can change it unseen?

Adds what is new on the disk to the tree, signs the head and appends it to heads.jsonl. Only the new bytes are read;
what has gone since the last head is said in this one, not passed over.
"""

import hashlib
import logging
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal

import msgspec

from congress_crawler.archive.disk import AppendFile, Disk, cut, told
from congress_crawler.archive.lock import FolderLock
from congress_crawler.items import line
from congress_crawler.proof import leaves as cache
from congress_crawler.proof.heads import TORN, Head, covered, heads, lines, ranges
from congress_crawler.proof.keys import BadKey, Key, choose
from congress_crawler.proof.stamp import NoStamp, stamp
from congress_crawler.proof.tree import Frontier
from congress_crawler.proof.units import HEADS, ROWS, Range, sizes, units

logger = logging.getLogger(__name__)


def seal(
    folder: Path,
    site: str,
    run: str,
    *,
    key: Path | Literal["none"] | None,
    tsa: str | None = None,
    agent: str = "congress-crawler",
    disk: Disk | None = None,
) -> Head | None:
    """End a run with a tree head, durable when this returns.

    In: the site's folder, which no other process may be writing; site and run for the head; the key to sign with (a
    file, `none`, or None for the usual one); the address of a time stamp authority, and the User-Agent for it. Out: the
    head; None when nothing is new. A key that has become unusable and an authority that does not answer are warnings,
    and the head goes without. Raises Locked, StorageError, or Damaged when heads.jsonl is not as it was written.
    """
    disk = disk or Disk()
    lock = FolderLock.take(folder, disk)
    try:
        with told(folder):
            _mend(folder, disk)
            made = heads(folder)
            grown = _grow(folder, made)
            if grown is None:
                return None
            head = _signed(grown(site, run), key, tsa, agent)
            _append(folder, disk, head)
            return head
    finally:
        lock.release()


class _Grown:
    """What a new head says of the tree. Called with site and run it makes the head, unsigned."""

    def __init__(self, frontier: Frontier, anew: dict[str, str]) -> None:
        self.frontier, self.anew = frontier, anew
        self.files: dict[str, int] = {}
        self.digests: dict[str, str] = {}

    def __call__(self, site: str, run: str) -> Head:
        return Head(
            site=site,
            run=run,
            at=datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
            size=self.frontier.size,
            root=self.frontier.root().hex(),
            files=self.files,
            digests=self.digests,
            anew=self.anew,
            peaks=[peak.hex() for peak in self.frontier.peaks],
        )


def _grow(folder: Path, made: list[Head]) -> _Grown | None:
    """The tree with everything that is new on the disk; None when nothing is."""
    known, there = covered(made), sizes(folder)
    anew = _gone(folder, made, known, there)
    new = [
        Range(name, 0 if name in anew else known.get(name, 0), size)
        for name, size in there.items()
        if name in anew or size > known.get(name, 0)
    ]
    if not anew and all(part.name == HEADS for part in new):
        return None
    grown = _Grown(made[-1].frontier() if made else Frontier(), anew)
    grown.files.update(dict.fromkeys(anew.keys() - there.keys(), 0))
    with cache.appending(folder, made) as file:
        for part in new:
            end, digest = cache.grow(folder, part, grown.frontier, file.write)
            if end > part.start or part.name in anew:
                grown.files[part.name], grown.digests[part.name] = end, digest
            if end < part.end:
                logger.warning("%s/%s: byte %d: is no whole record or row; sealed up to there", folder, part.name, end)
    return grown


def _gone(folder: Path, made: list[Head], known: dict[str, int], there: dict[str, int]) -> dict[str, str]:
    """Files of which bytes are not there any more that a head covers, and what is known of it.

    WARC files never grow again, so their size tells; of row files what the last head covered of them is read again.
    """
    anew: dict[str, str] = {}
    for name, size in known.items():
        if size and name not in there:
            anew[name] = f"is missing; {size} bytes of it were sealed"
        elif there.get(name, 0) < size:
            anew[name] = f"has {there[name]} bytes, {size} were sealed"
        elif name in ROWS and not _as_sealed(folder, made, name):
            anew[name] = "is not what was sealed last"
    for name, why in anew.items():
        logger.warning("%s/%s: %s. It is sealed again as it is now; `verify` goes on telling so", folder, name, why)
    return anew


def _as_sealed(folder: Path, made: list[Head], name: str) -> bool:
    """Whether the newest range of a row file that a head covers is still what it was."""
    place = max(number for number, head in enumerate(made) if name in head.files)
    part = next((one for one in ranges(made[place], covered(made[:place])) if one.name == name), None)
    digest = hashlib.sha256()
    for unit in units(folder, part) if part is not None else ():
        digest.update(unit.leaf())
    return part is None or digest.hexdigest() == made[place].digests.get(name)


def _signed(head: Head, key: Path | Literal["none"] | None, tsa: str | None, agent: str) -> Head:
    """The head with a signature and a time stamp, as far as they can be had."""
    try:
        signer: Key | None = choose(key)
    except BadKey as error:
        logger.error("the tree head of run %s is not signed: %s", head.run, error)
        signer = None
    if signer is not None:
        head = msgspec.structs.replace(head, key=signer.public, signature=signer.sign(head.text()))
    if tsa is None:
        return head
    try:
        return msgspec.structs.replace(head, tsa=stamp(tsa, head.stamped(), agent))
    except NoStamp as error:
        logger.warning("the tree head of run %s has no time stamp: %s", head.run, error)
        return head


def _mend(folder: Path, disk: Disk) -> None:
    """Cut a last line of heads.jsonl that a crash left without its end; nothing has been built on it."""
    torn = next((one for one in lines(folder) if one.why == TORN), None)
    if torn is not None:
        cut(disk, folder / HEADS, torn.offset)
        logger.warning(
            "%s/%s: cut at byte %d, %d bytes dropped (no whole line)", folder, HEADS, torn.offset, torn.length
        )


def _append(folder: Path, disk: Disk, head: Head) -> None:
    file = AppendFile.reopen(disk, folder / HEADS)
    try:
        file.append(line(head))
        file.sync()
    finally:
        file.close()
