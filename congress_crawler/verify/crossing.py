"""Do rows pair with rows, and which articles rest on a record?

Questions that no single row or record answers, to an open book.
"""

from collections.abc import Iterator

from congress_crawler.archive.index import pack
from congress_crawler.items import Article, Event, Provenance, WarcRef
from congress_crawler.verify.book import Book
from congress_crawler.verify.keys import key, unpacked


def enter_version(book: Book, row: Article, made: Provenance, line: int, offset: int) -> int | None:
    """Take in one article row. Out: the line of the first row of this version, when there is one."""
    place = (book.number(made.warc.file), made.warc.offset)
    values = (row.id, row.version, line, made.run, *place, pack(row.digests.text), row.url, offset)
    if book.db.execute("INSERT OR IGNORE INTO versions VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", values).rowcount:
        return None
    found = book.db.execute("SELECT line FROM versions WHERE id = ? AND version = ?", values[:2]).fetchone()
    return int(found[0])


def enter_reference(book: Book, ref: WarcRef, article_id: str) -> None:
    """Note that an article rests on a record, beside that of its row: what is wrong with it hits the article."""
    book.later("INSERT OR IGNORE INTO refs VALUES (?, ?, ?)", (book.number(ref.file), ref.offset, article_id))


def enter_event(book: Book, row: Event, line: int) -> None:
    """Take in one event row. In: the book; the row; its line, from 1."""
    place = (book.number(row.evidence.file), row.evidence.offset)
    book.later(
        "INSERT INTO events VALUES (?, ?, ?, ?, ?, ?, ?)", (row.id, row.version, line, row.event, row.run, *place)
    )


def enter_failure(book: Book, url: str, reason: str) -> None:
    """Take in one failure row. In: the book; the address and the reason it names."""
    book.db.execute("INSERT OR IGNORE INTO failed VALUES (?, ?)", (url, reason))


def has_failed(book: Book, url: str, *reasons: str) -> bool:
    """Whether any failure row says of an address one of these reasons."""
    rows = book.db.execute("SELECT reason FROM failed WHERE url = ?", (url,))
    return any(reason in reasons for (reason,) in rows)


class Version:
    """What an article row says, as far as events are compared with it."""

    def __init__(self, book: Book, line: int, file: int, start: int, text: bytes, url: str, offset: int) -> None:
        self.line, self.place, self.url, self.offset = line, (file, start), url, offset
        self.text = unpacked(text)
        self.file = book.name(file) if file >= 0 else None


def version(book: Book, article_id: str, number: int) -> Version | None:
    """An article version; None when it has no row."""
    found = book.db.execute(
        "SELECT line, file, start, text, url, offset FROM versions WHERE id = ? AND version = ?", (article_id, number)
    ).fetchone()
    return Version(book, *found) if found else None


def text_at(book: Book, ref: WarcRef) -> set[str | None]:
    """The digests of the texts that article rows have read in a record."""
    book.db.execute("CREATE INDEX IF NOT EXISTS versions_place ON versions (file, start)")
    place = (book.number(ref.file), ref.offset)
    rows = book.db.execute("SELECT text FROM versions WHERE file = ? AND start = ?", place)
    return {unpacked(text) for (text,) in rows}


def redirected(book: Book, url: str) -> bool:
    """Whether an address was ever answered with a redirect."""
    book.db.execute("CREATE INDEX IF NOT EXISTS captures_moved ON captures (url) WHERE status BETWEEN 300 AND 399")
    found = book.db.execute(
        "SELECT 1 FROM captures WHERE url = ? AND status BETWEEN 300 AND 399 AND status != 304", (url,)
    ).fetchone()
    return found is not None


def outside(book: Book, file: str, first: str, last: str) -> Iterator[tuple[int, str, str]]:
    """Captures of a file that are dated before or after two moments (WARC-Date): offset, record id, date."""
    rows = book.db.execute(
        "SELECT start, record, at FROM captures WHERE file = ? AND (at < ? OR at > ?)", (book.number(file), first, last)
    )
    for start, record, at in rows.fetchall():
        capture = book.at(file, start)
        yield start, capture.ref.record_id if capture else str(record), at


def unfounded(book: Book) -> Iterator[tuple[str, int, int, str]]:
    """Events whose article version has no row: id, version, line, event."""
    book.settle()
    yield from book.db.execute(
        "SELECT id, version, line, event FROM events WHERE NOT EXISTS "
        "(SELECT 1 FROM versions WHERE versions.id = events.id AND versions.version = events.version) ORDER BY line"
    )


def gaps(book: Book) -> Iterator[tuple[str, int, int]]:
    """Articles whose versions are not 1, 2, … n: id, the lowest version's line, and the highest version."""
    yield from book.db.execute(
        "SELECT id, min(line), max(version) FROM versions GROUP BY id "
        "HAVING count(*) != max(version) OR min(version) != 1"
    )


def repeated(book: Book) -> Iterator[tuple[str, int, int, str]]:
    """Events that their run tells twice, with the same evidence: id, version, line of the later one, event.

    After `unannounced`, whose index it needs.
    """
    yield from book.db.execute(
        "SELECT id, version, max(line), event FROM events GROUP BY id, version, event, run, file, start "
        "HAVING count(*) > 1"
    )


def unannounced(book: Book) -> Iterator[tuple[str, int, int, str]]:
    """Article versions without a `new` or `edited` event: id, version, line, run."""
    book.settle()
    book.db.execute("CREATE INDEX IF NOT EXISTS events_version ON events (id, version, event, run, file, start, line)")
    yield from book.db.execute(
        "SELECT id, version, line, run FROM versions WHERE NOT EXISTS "
        "(SELECT 1 FROM events WHERE events.id = versions.id AND events.version = versions.version "
        "AND event IN ('new', 'edited')) ORDER BY line"
    )


def rest(book: Book) -> None:
    """Get ready for `hit`, now that all rows are in the book."""
    book.settle()
    book.db.execute("INSERT OR IGNORE INTO refs SELECT file, start, id FROM versions")


def hit(book: Book, file: str, offset: int, record_id: str | None, *, alone: bool) -> tuple[str, ...]:
    """The articles whose rows rest on the record at a place, or on a revisit of it.

    In: the book, after `rest`; the name below warc/; the record's id when it is known; `alone` when it is a capture, or
    of none. What else lies at the place (a request, a metadata record, bytes that are no record) belongs to the capture
    before it, as we write.
    """
    db, number = book.db, book.number(file)
    (after,) = db.execute("SELECT min(start) FROM captures WHERE file = ? AND start > ?", (number, offset)).fetchone()
    end = after if after is not None else 1 << 62
    within = "SELECT id FROM refs WHERE file = ? AND start >= ? AND start < ?"
    found = {one for (one,) in db.execute(within, (number, offset, end))}
    if not found and not alone:
        before = "SELECT max(start) FROM captures WHERE file = ? AND start <= ?"
        (start,) = db.execute(before, (number, offset)).fetchone()
        found |= {one for (one,) in db.execute(within, (number, start, offset))} if start is not None else set()
    if record_id is not None:
        db.execute("CREATE INDEX IF NOT EXISTS captures_refers ON captures (refers) WHERE refers IS NOT NULL")
        joined = (
            "SELECT id FROM captures JOIN refs ON refs.file = captures.file AND refs.start = captures.start "
            "WHERE captures.refers = ?"
        )
        found |= {one for (one,) in db.execute(joined, (key(record_id),))}
    return tuple(sorted(found or _at_address(book, number, offset)))


def _at_address(book: Book, file: int, offset: int) -> set[str]:
    """The articles whose address the capture at a place, or before it, answered: no row rests on it."""
    book.db.execute("CREATE INDEX IF NOT EXISTS versions_url ON versions (url)")
    rows = book.db.execute(
        "SELECT id FROM versions WHERE url = (SELECT url FROM captures WHERE file = ? AND start <= ? "
        "ORDER BY start DESC LIMIT 1)",
        (file, offset),
    )
    return {one for (one,) in rows}
