"""What do the WARC files hold, at a glance?

A database for one `verify`: where each record lies and what rows and revisits may say of it. SQLite keeps it in memory
up to 48 MiB and in a nameless temporary file beyond, so 5 GiB of WARC cost no more memory than 10 MiB. With `--resume`
it is a file that outlives a killed `verify`: each WARC file is one transaction of it.
"""

import itertools
from collections.abc import Iterator
from pathlib import Path

import msgspec

from congress_crawler.archive.record import Record, address
from congress_crawler.items import WarcRef
from congress_crawler.verify.findings import Finding
from congress_crawler.verify.keys import key, named, packed, unpacked
from congress_crawler.verify.state import Known, open_state

CAPTURES = frozenset(("response", "revisit", "conversion"))  #: kinds of record that rows may point at
_FORGET = (
    "DELETE FROM files WHERE number >= ?",
    "DELETE FROM captures WHERE file >= ?",
    "DELETE FROM ids WHERE file >= ?",
    "DELETE FROM told WHERE file >= ?",
)
_BATCH = 512  # records written at a time


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
        self._later: dict[str, list[tuple[object, ...]]] = {}
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

    def end(self, known: Known, seen: Seen) -> None:
        """A WARC file has been read to its end: keep that. Call `doubles` before."""
        self.settle()
        values = (self._numbers[seen.name], seen.name, msgspec.json.encode(known), msgspec.json.encode(seen))
        self.db.execute("INSERT INTO files VALUES (?, ?, ?, ?)", values)
        self.db.execute("COMMIT")
        self.db.execute("BEGIN")

    def tell(self, file: int, finding: Finding, *, alone: bool) -> None:
        """Keep what was found in a WARC file.

        `alone`: it is about the record itself, not about the capture that it belongs to.
        """
        self.later("INSERT INTO told VALUES (?, ?, ?)", (file, alone, msgspec.json.encode(finding)))

    def told(self) -> Iterator[tuple[Finding, bool]]:
        """What was found in WARC files, in order; as `tell` was given it."""
        self.settle()
        for alone, finding in self.db.execute("SELECT alone, finding FROM told ORDER BY rowid"):
            yield msgspec.json.decode(finding, type=Finding), bool(alone)

    def again(self, known: list[Known]) -> list[Seen]:
        """What a `verify` before this one saw of the first of these files, as many as are as they were then.

        Whatever else the book kept is thrown away: of a file that changed, and of those that came after it.
        """
        rows = self.db.execute("SELECT known, seen FROM files ORDER BY number").fetchall()
        pairs = itertools.takewhile(
            lambda pair: msgspec.json.decode(pair[0][0], type=Known) == pair[1], zip(rows, known, strict=False)
        )
        same = [msgspec.json.decode(seen, type=Seen) for (_, seen), _ in pairs]
        for statement in _FORGET:
            self.db.execute(statement, (len(same),))
        for seen in same:
            self.begin(seen.name)
        return same

    def enter(self, file: int, record: Record) -> None:
        """Take in one record of a file. It is there for questions after the next `doubles`."""
        record_id, type_ = key(record.headers["WARC-Record-ID"]), record.headers["WARC-Type"]
        self._ids.append((record_id, file, record.offset))
        if type_ in CAPTURES:
            get = record.headers.get
            refers = get("WARC-Refers-To")
            said = (
                key(refers) if refers else None,
                address(get("WARC-Refers-To-Target-URI")),
                get("WARC-Refers-To-Date"),
            )
            of = (record_id, type_, record.url, record.date, record.status, packed(record.payload_digest))
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

    # --- rows ---------------------------------------------------------------------------------------------------

    def later(self, statement: str, values: tuple[object, ...]) -> None:
        """Take in a row by an INSERT, some time before the next `settle`."""
        waiting = self._later.setdefault(statement, [])
        waiting.append(values)
        if len(waiting) >= _BATCH:
            self.db.executemany(statement, waiting)
            waiting.clear()

    def settle(self) -> None:
        """Write what `later` was given; asked before any question about it."""
        for statement, waiting in self._later.items():
            self.db.executemany(statement, waiting)
            waiting.clear()

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


def _shown(said: list[bytes | str | None]) -> tuple[object, ...]:
    record, kind, payload, *rest = said
    return (named(record) if record else None, kind, unpacked(payload), *rest)
