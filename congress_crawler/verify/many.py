"""Where do findings go when there are very many?

A sequence that only grows: the first in memory, the rest in a nameless temporary file, so that an archive in which
every record is bad takes no more memory than a good one.
"""

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from typing import Generic, TypeVar, overload

import msgspec

Item = TypeVar("Item")
HELD = 5000  #: so many are kept in memory


class Many(Sequence[Item], Generic[Item]):
    """Items of one type that msgspec knows, in the order in which they came. Equal to a list of the same items."""

    def __init__(self, kind: type[Item], items: Iterable[Item] = ()) -> None:
        """In: their type; the first of them.

        >>> some = Many(int, range(HELD + 2)); some.append(7)
        >>> len(some), some[0], some[-1], some[HELD:], some == [*range(HELD + 2), 7]
        (5003, 0, 7, [5000, 5001, 7], True)
        """
        self._held: list[Item] = []
        self._more: sqlite3.Connection | None = None
        self._count = 0
        self._decode = msgspec.json.Decoder(kind).decode
        self += items

    def append(self, item: Item) -> None:
        """One more. Raises sqlite3.Error when there is no room on the disk."""
        self._count += 1
        if self._count <= HELD:
            self._held.append(item)
            return
        if self._more is None:
            self._more = sqlite3.connect("", isolation_level=None)
            self._more.executescript("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -4096;")
            self._more.execute("CREATE TABLE items (number INTEGER PRIMARY KEY, item BLOB)")
            self._more.execute("BEGIN")
        self._more.execute("INSERT INTO items VALUES (?, ?)", (self._count - 1, msgspec.json.encode(item)))

    def __iadd__(self, items: Iterable[Item]) -> "Many[Item]":
        """Some more."""
        for item in items:
            self.append(item)
        return self

    def __len__(self) -> int:
        """How many there are."""
        return self._count

    def __iter__(self) -> Iterator[Item]:
        """All of them, in order."""
        yield from self._held
        if self._more is not None:
            for (raw,) in self._more.execute("SELECT item FROM items ORDER BY number"):
                yield self._decode(raw)

    @overload
    def __getitem__(self, place: int) -> Item: ...
    @overload
    def __getitem__(self, place: slice) -> list[Item]: ...
    def __getitem__(self, place: int | slice) -> Item | list[Item]:
        """One of them, or a list of some. Raises IndexError."""
        if isinstance(place, slice):
            return [self[number] for number in range(*place.indices(self._count))]
        number = place + self._count if place < 0 else place
        if number < len(self._held) or self._more is None:
            return self._held[number]
        found = self._more.execute("SELECT item FROM items WHERE number = ?", (number,)).fetchone()
        if found is None:
            raise IndexError(place)
        return self._decode(found[0])

    def __eq__(self, other: object) -> bool:
        """Whether the other has the same items in the same order."""
        if not isinstance(other, Sequence) or isinstance(other, str | bytes):
            return NotImplemented
        return len(self) == len(other) and all(one == two for one, two in zip(self, other, strict=True))

    def __hash__(self) -> int:
        """By identity: it grows."""
        return id(self)

    def __repr__(self) -> str:
        """The first of them, and how many there are."""
        return f"{self._held[:20]!r} ({self._count} in all)"
