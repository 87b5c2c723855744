"""What do the WARC files hold, at a glance?

A database for one `verify`: where each record lies and what rows and revisits may say of it. SQLite keeps it in memory
up to 48 MiB and in a nameless temporary file beyond, so 5 GiB of WARC cost no more memory than 10 MiB. With `--resume`
it is a file that outlives a killed `verify`: each WARC file is one transaction of it.
"""

import re
import uuid
from collections.abc import Iterator
from pathlib import Path

import msgspec

from congress_crawler.archive.index import pack
from congress_crawler.archive.record import Record, address
from congress_crawler.items import WarcRef
from congress_crawler.verify.findings import Finding
from congress_crawler.verify.state import Known, open_state

CAPTURES = frozenset(("response", "revisit", "conversion"))  #: kinds of record that rows may point at
#: What was found in a WARC file; whether it is about the record alone, not about the capture that it belongs to.
Told = list[tuple[Finding, bool]]
_BATCH = 512  # records written at a time
ID = re.compile(r"<urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}>")  #: as we write them


class Capture(msgspec.Struct, frozen=True, kw_only=True):
    """What the book says of a response, revisit or conversion record."""

    ref: WarcRef
    kind: str
    url: str
    at: str
    status: int
    payload: str


class Seen(msgspec.Struct, kw_only=True):
    """What one WARC file says of itself, and how much it holds."""

    name: str  #: below warc/
    run: str = ""  #: as its warcinfo says; empty when it says nothing
    profile: str = ""  #: digest, as its warcinfo says
    software: str = ""
    info: int | None = None  #: offset of its warcinfo; None when it has none
    first: str = ""  #: the earliest date of a capture
    last: str = ""  #: the latest
    captures: int = 0
    answers: int = 0  #: captures with status 200 or 304 to questions for articles
    torn: list[Finding] = []  #: what its last capture lacks: nothing is wrong when a crash came before it was written
    counts: dict[str, int] = {}  #: what was looked at, by name of check


class Book:
    """The open book. Thrown away by `close`, but for one in a file."""

    def __init__(self, state: Path | None = None) -> None:
        """In: the file that keeps it; None for one that is gone with the process. Raises StorageError."""
        self.db = open_state(state)
        self._ids: list[tuple[bytes | str, int, int]] = []
        self._captures: list[tuple[object, ...]] = []
        self._numbers: dict[str, int] = {}
        self._names: list[str] = []

    def close(self) -> None:
        """Let go of it; what is in no file is gone."""
        self.db.close()

    # --- WARC files ---------------------------------------------------------------------------------------------

    def begin(self, name: str) -> int:
        """Take up the next WARC file, in the order of names. Out: its number."""
        self._numbers[name] = number = len(self._names)
        self._names.append(name)
        return number

    def end(self, known: Known, seen: Seen, found: Told) -> None:
        """A WARC file has been read to its end: keep that, with what was found in it. Call `doubles` before."""
        number = self._numbers[seen.name]
        values = (number, seen.name, msgspec.json.encode(known), msgspec.json.encode(seen), msgspec.json.encode(found))
        self.db.execute("INSERT INTO files VALUES (?, ?, ?, ?, ?)", values)
        self.db.execute("COMMIT")
        self.db.execute("BEGIN")

    def again(self, known: list[Known]) -> list[tuple[Seen, Told]]:
        """What a `verify` before this one found in the first of these files, as many as are as they were then.

        Whatever else the book kept is thrown away: of a file that changed, and of those that came after it.
        """
        rows = self.db.execute("SELECT known, seen, told FROM files ORDER BY number").fetchall()
        same = []
        for (raw, seen, told), now in zip(rows, known, strict=False):
            if msgspec.json.decode(raw, type=Known) != now:
                break
            same.append((msgspec.json.decode(seen, type=Seen), msgspec.json.decode(told, type=Told)))
        self.db.execute("DELETE FROM files WHERE number >= ?", (len(same),))
        self.db.execute("DELETE FROM captures WHERE file >= ?", (len(same),))
        self.db.execute("DELETE FROM ids WHERE file >= ?", (len(same),))
        for seen, _ in same:
            self.begin(seen.name)
        return same

    def enter(self, file: int, record: Record) -> None:
        """Take in one record of a file. It is there for questions after the next `doubles`."""
        self._ids.append((key(record.id), file, record.offset))
        if record.type in CAPTURES:
            get = record.headers.get
            refers = get("WARC-Refers-To")
            said = (
                key(refers) if refers else None,
                address(get("WARC-Refers-To-Target-URI")),
                get("WARC-Refers-To-Date"),
            )
            of = (key(record.id), record.type, record.url, record.date, record.status, _packed(record.payload_digest))
            self._captures.append((file, record.offset, record.length, *of, *said, record.rendered))

    @property
    def full(self) -> bool:
        """Whether enough has been taken in to be worth writing: ask for `doubles` then, and when all is in."""
        return len(self._ids) >= _BATCH

    def doubles(self) -> list[tuple[str, int, int, str]]:
        """Write what was taken in. Out: records whose id was there before: id, file, offset, where the first lies."""
        ids, self._ids = self._ids, []
        before = self.db.total_changes
        self.db.executemany("INSERT OR IGNORE INTO ids VALUES (?, ?, ?)", ids)
        new = self.db.total_changes - before
        self.db.executemany("INSERT INTO captures VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", self._captures)
        self._captures = []
        return [] if new == len(ids) else [found for one in ids if (found := self._double(*one)) is not None]

    def _double(self, record: bytes | str, file: int, offset: int) -> tuple[str, int, int, str] | None:
        first = self.db.execute("SELECT file, start FROM ids WHERE record = ?", (record,)).fetchone()
        if first == (file, offset):
            return None
        return named(record), file, offset, f"warc/{self._names[first[0]]}, byte {first[1]}"

    # --- questions ----------------------------------------------------------------------------------------------

    def number(self, name: str) -> int:
        """The number of a file below warc/; -1 when there is none of that name."""
        return self._numbers.get(name, -1)

    def name(self, number: int) -> str:
        """The name of a file below warc/, from its number."""
        return self._names[number]

    def has(self, record_id: str) -> bool:
        """Whether any record has this id."""
        record = key(record_id)
        if any(record == waiting[0] for waiting in self._ids):
            return True
        return self.db.execute("SELECT 1 FROM ids WHERE record = ?", (record,)).fetchone() is not None

    def at(self, file: str, offset: int) -> Capture | None:
        """The response, revisit or conversion that begins at this place; None when none does."""
        found = self.db.execute(
            "SELECT length, record, kind, url, at, status, payload FROM captures WHERE file = ? AND start = ?",
            (self.number(file), offset),
        ).fetchone()
        if found is None:
            return None
        length, record, kind, url, at, status, payload = found
        ref = WarcRef(file=file, offset=offset, length=length, record_id=named(record))
        return Capture(ref=ref, kind=kind, url=url or "", at=at, status=status, payload=unpacked(payload) or "")

    def place_of(self, record_id: str, payload_digest: str) -> WarcRef | None:
        """Where the response or conversion with this id and payload lies; None when it is not there."""
        found = self.db.execute("SELECT file, start FROM ids WHERE record = ?", (key(record_id),)).fetchone()
        capture = self.at(self._names[found[0]], found[1]) if found else None
        return capture.ref if capture and capture.kind != "revisit" and capture.payload == payload_digest else None

    def revisits(self) -> Iterator[tuple[int, int, str, tuple[object, ...], tuple[object, ...] | None]]:
        """Every revisit: file, offset, id, what it says of its original, and what the original says of itself.

        Both are (id, kind, payload digest, URL, date); None when there is no such record. The original of
        a revisit of a rendering is a conversion, that of any other a response.
        """
        rows = self.db.execute(
            "SELECT r.file, r.start, r.record, r.refers, iif(r.rendered, 'conversion', 'response'), "
            "r.payload, r.refers_url, r.refers_at, "
            "o.record, o.kind, o.payload, o.url, o.at FROM captures r LEFT JOIN ids ON ids.record = r.refers "
            "LEFT JOIN captures o ON o.file = ids.file AND o.start = ids.start WHERE r.kind = 'revisit'"
        )
        for file, start, record, *both in rows:
            said, found = _shown(both[:5]), _shown(both[5:]) if both[5] else None
            yield file, start, named(record), said, found


def key(record_id: str) -> bytes | str:
    """A record id as the book keeps it: the 16 bytes of a UUID, or the text of what is none.

    >>> key("<urn:uuid:00000000-0000-4000-8000-0000000000ff>").hex(), key("<urn:x>")
    ('000000000000400080000000000000ff', '<urn:x>')
    """
    return bytes.fromhex(record_id[10:46].replace("-", "")) if ID.fullmatch(record_id) else record_id


def named(record: bytes | str) -> str:
    """A record id as it stands in a record, from what the book keeps.

    >>> named(bytes(16)), named("<urn:x>")
    ('<urn:uuid:00000000-0000-0000-0000-000000000000>', '<urn:x>')
    """
    return record if isinstance(record, str) else f"<urn:uuid:{uuid.UUID(bytes=record)}>"


def _packed(digest: str | None) -> bytes | str | None:
    return pack(digest) or digest if digest else None


def unpacked(digest: bytes | str | None) -> str | None:
    """A labelled digest, from what the book keeps of it."""
    return f"sha256:{digest.hex()}" if isinstance(digest, bytes) else digest


def _shown(said: list[bytes | str | None]) -> tuple[object, ...]:
    record, kind, payload, *rest = said
    return (named(record) if record else None, kind, unpacked(payload), *rest)
