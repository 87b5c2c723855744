"""Where do the answers of an address lie, by the sorted index?

`index.cdxj` answers in a moment what looking through the whole archive answers in minutes. It is derived and does not
list everything (pages shown in a browser, what was posted), so who misses something looks through the archive itself.
"""

from pathlib import Path

from congress_crawler.archive import cdxj
from congress_crawler.archive.bisect import lines_from
from congress_crawler.archive.cdxj_state import NAME
from congress_crawler.archive.members import Unreadable, read_at
from congress_crawler.archive.surt import surt
from congress_crawler.items import WarcRef
from congress_crawler.normalise import canonical

UNKNOWN = "<unknown>"  #: the id of a record that cannot be read


class Indexed:
    """What the sorted index of a site says. Nothing to close."""

    def __init__(self, folder: Path) -> None:
        """In: the site's folder. Brings its index up to date; raises StorageError where that cannot be written."""
        self._folder = folder
        cdxj.update(folder)

    def answers(self, url: str, *, posted: bool = False) -> list[WarcRef]:
        """Every response and revisit of an address, in the order in which they came.

        In: it, in any spelling; whether those to what was posted to it are wanted, too: lists are asked like that.
        """
        name = canonical(url)
        entries = cdxj.find(self._folder, url) + (self._posted(url) if posted else [])
        refs = {(entry.filename, entry.offset): entry for entry in entries if canonical(entry.url) == name}
        found = (self._ref(refs[place], name) for place in sorted(refs))
        return [ref for ref in found if ref is not None]

    def _posted(self, url: str) -> list[cdxj.Entry]:
        """What was posted to an address. Its key has what was posted among its sorted arguments: all are looked at."""
        start = f"{surt(url).partition('?')[0]}?".encode()
        with (self._folder / NAME).open("rb") as file:
            lines = [line for line in lines_from(file.fileno(), start) if b'"method": ' in line]
        return [cdxj.Entry.read(line) for line in lines]

    def of_id(self, record_id: str, url: str = "", /) -> list[WarcRef]:
        """The answers of an address that have this id."""
        return [ref for ref in self.answers(url) if ref.record_id == record_id] if url else []

    def _ref(self, entry: cdxj.Entry, name: str) -> WarcRef | None:
        """The record at a line's place; None when it is another one, so that the line is wrong."""
        ref = WarcRef(file=entry.filename, offset=entry.offset, length=entry.length, record_id=UNKNOWN)
        try:
            record = read_at(self._folder / "warc" / entry.filename, entry.offset)
        except Unreadable:
            return ref
        if canonical(record.url or "") != name:
            return None
        return WarcRef(file=ref.file, offset=ref.offset, length=record.length, record_id=record.id)
