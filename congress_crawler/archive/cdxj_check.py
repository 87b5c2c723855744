"""Does the sorted index say of each capture what its record says?"""

from collections.abc import Iterator
from pathlib import Path

from congress_crawler.archive.cdxj_state import NAME, STATE, State, sizes, whole
from congress_crawler.archive.draft import saying
from congress_crawler.archive.entry import Clerk
from congress_crawler.archive.entry_book import EntryBook
from congress_crawler.archive.members import Damage
from congress_crawler.archive.walking import walk

_PATIENCE = 5  # times that the index may be replaced while it is opened


def check(folder: Path) -> Iterator[tuple[str, str]]:
    """Everything wrong in `index.cdxj` of a site's folder, as (where, what).

    Reads the WARC files as far as the index says it has read them: what came later is no fault. Wrong is a line out of
    order, that is no entry, that points at no whole record or says something else than it (offset, length, digest,
    address, time, …); a capture without a line; a line too many. Raises StorageError, also when there is no index.
    """
    with saying(folder / NAME):
        state = _state(folder)
        if state is None:
            yield STATE, f"is missing, or not of this {NAME}: delete both, they are made anew by the next crawl"
        with EntryBook() as book, (folder / NAME).open("rb") as file:
            for name, size in sizes(folder).items():
                _enter(folder, name, size if state is None else min(size, state.done(name)), book)
            yield from book.compare(file)
            for entry in book.missing():
                yield f"warc/{entry.filename}, byte {entry.offset}", f"has no line: {entry.url}"


def _state(folder: Path) -> State | None:
    """The state that goes with the index; asked again when a crawl has just replaced both."""
    for _ in range(_PATIENCE):
        if (state := whole(folder)) is not None:
            return state
    return None


def _enter(folder: Path, name: str, end: int, book: EntryBook) -> None:
    clerk = Clerk(name)
    for found in walk(folder / "warc" / name, 0, end):
        if not isinstance(found, Damage) and (entry := clerk.enter(found)) is not None:
            book.enter(entry)
    if (entry := clerk.end()) is not None:
        book.enter(entry)
