"""Which whole records does a file hold, damage or not?"""

from collections.abc import Generator, Iterator
from pathlib import Path

import msgspec

from congress_crawler.archive.members import HOLD, Damage, next_member, scan
from congress_crawler.archive.record import Record


def walk(path: Path, start: int = 0, end: int | None = None, *, hold: int = HOLD) -> Iterator[Record | Damage]:
    """Every whole record of a file from `start` to `end`, and what lies between them.

    As `members.scan`, but it goes on behind any damage: a Damage whose `next` is None is the last, and nothing whole
    follows it (a torn tail, or a record that is being written). Raises OSError.
    """
    end = path.stat().st_size if end is None else end
    place: int | None = start
    while place is not None and place < end:
        place = yield from _stretch(path, place, end, hold)


def _stretch(path: Path, start: int, end: int, hold: int) -> Generator[Record | Damage, None, int | None]:
    """Up to where `scan` stops. Returns where to go on; None when nowhere."""
    for found in scan(path, start, end, hold=hold):
        if isinstance(found, Record) or found.next is not None:
            yield found
            continue
        after = next_member(path, found.offset + 1, end)
        yield msgspec.structs.replace(found, next=after)
        return after
    return None
