"""Which file does a record go to?

WARC files that only grow, named by site, start and serial number. Each begins with the records that say how it came
to be (warcinfo, the profile in force), so that a file alone explains itself.
"""

from collections.abc import Callable, Sequence
from pathlib import Path

import msgspec

from congress_crawler.archive.disk import AppendFile, Disk
from congress_crawler.archive.record import Record, member

#: A new file is begun before one would grow past this (annex B of WARC/1.1 advises about 1 GB).
ROLL_AT = 1 << 30

Placed = tuple[str, Record]  #: the name below warc/, and the record with its offset and length


class WarcWriter:
    """The WARC files of one run. Nothing is created before the first `put`."""

    def __init__(
        self, folder: Path, stem: str, opening: Callable[[str], list[Record]], *, disk: Disk, roll_at: int = ROLL_AT
    ) -> None:
        """`stem` is `<site>-<YYYYMMDDhhmmss>`; `opening(name)` gives the records that a new file begins with."""
        self._folder, self._stem, self._opening = folder, stem, opening
        self._disk, self._roll_at = disk, roll_at
        self._file: AppendFile | None = None
        self._serial = 0

    def put(self, records: Sequence[Record]) -> list[Placed]:
        """Write records side by side into one file, in one go; a file that would get too long is closed first.

        Out: where they lie, in order; when a new file was begun, its opening records come first. Raises StorageError.
        """
        members = [member(record) for record in records]
        placed: list[Placed] = []
        file = self._file
        if file is None or file.size + sum(map(len, members)) > self._roll_at:
            file = self._roll()
            first = self._opening(file.path.name)
            placed = _write(file, first, [member(record) for record in first])
        return placed + _write(file, records, members)

    def sync(self) -> None:
        """Confirm everything written. Raises StorageError."""
        if self._file is not None:
            self._file.sync()

    def cut_back(self) -> None:
        """After a failure: drop what is not confirmed, take nothing more. Never raises."""
        if self._file is not None:
            self._file.cut_back()

    def close(self) -> None:
        """Give the file back; writes nothing."""
        if self._file is not None:
            self._file.close()

    def _roll(self) -> AppendFile:
        """Seal the file at hand and begin the next free serial number (another run may have had this second)."""
        self.sync()
        self.close()
        while True:
            self._serial += 1
            try:
                self._file = AppendFile.create(self._disk, self._folder / f"{self._stem}-{self._serial:05d}.warc.gz")
            except FileExistsError:
                continue
            return self._file


def _write(file: AppendFile, records: Sequence[Record], members: Sequence[bytes]) -> list[Placed]:
    at = file.append(b"".join(members))
    placed: list[Placed] = []
    for record, packed in zip(records, members, strict=True):
        placed.append((file.path.name, msgspec.structs.replace(record, offset=at, length=len(packed))))
        at += len(packed)
    return placed
