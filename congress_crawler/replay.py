"""What did each capture in the archive mean to the crawl?

Walks the WARC files of a site in the order they were written and gives back, for each article answer, what the crawl
had in its hands: the bytes, the profile of that run, the row of the listing that led there.
"""

from collections.abc import Callable, Iterator
from datetime import date, datetime
from pathlib import Path

import msgspec

from congress_crawler import extract
from congress_crawler.archive import Unfinished
from congress_crawler.archive.exchange import header_values
from congress_crawler.archive.kinds import FIELDS, RENDERED
from congress_crawler.archive.members import WHOLE, Damage, read_at
from congress_crawler.archive.members import Unreadable as NoRecord
from congress_crawler.archive.record import Record, read_fields
from congress_crawler.archive.walking import walk
from congress_crawler.items import Article, Unreadable, WarcRef
from congress_crawler.listing import Row, Step, fill, read_listing
from congress_crawler.normalise import canonical
from congress_crawler.profile import BadProfile, Profile, decode
from congress_crawler.spill import Spill

Passed = Callable[[Unfinished], None]  #: told what could not be read, and was passed over


class Capture(msgspec.Struct, frozen=True, kw_only=True):
    """One answer to a request for an article."""

    record: Record  #: a revisit has no payload of its own
    place: tuple[Path, int]  #: file and offset of the record that holds the payload
    ref: WarcRef
    run: str
    profile: Profile
    row: Row | None

    def read(self) -> Article:
        """Read it now, with the profile of its run. Raises Unreadable when it is no article."""
        payload = read_at(*self.place).payload if self.record.type == "revisit" else self.record.payload
        return read_record(msgspec.structs.replace(self.record, payload=payload), self.profile, self.row)


def read_record(record: Record, profile: Profile, row: Row | None) -> Article:
    """Read the answer in a record as the crawl reads it.

    In: a record with its payload (a revisit with that of its original); the profile; the row that led there. Out: the
    article without provenance. Raises Unreadable when it is none; archive.members.Unreadable when its date is none.
    """
    try:
        captured = datetime.fromisoformat(record.date)
    except ValueError as error:
        raise NoRecord(f"WARC-Date {record.date!r} of {record.id} is none: {error}") from error
    return extract.read(
        record.payload or b"",
        headers=_headers(record),
        url=record.url or "",
        profile=profile,
        row=row,
        status=record.status,
        captured=captured,
    )


def captures(folder: Path, passed: Passed | None = None) -> Iterator[Capture]:
    """Every article answer of a site's archive, in order.

    In: the site's folder; who is told of what cannot be read and is passed over. Without one, that raises Unfinished.
    Memory: some MiB, and what the listing pages of one run need.
    """
    site = _Site(passed)
    for path in sorted((folder / "warc").glob("*.warc.gz")):
        yield from site.file(path)


class _Site:
    """What the walk remembers: where payloads lie, and what the listings of the run at hand say."""

    def __init__(self, passed: Passed | None) -> None:
        self._passed = passed
        self._run = ""
        self._profile: Profile | None = None
        self._rows = Spill(Row)
        self._led: dict[str, Row] = {}  # by the address of an article that redirected
        self._lists: set[str] = set()
        self._days: dict[str, date | None] = {}  # by the address of a listing page: the last certain day of its rows
        self._steps: dict[str, Step] = {}  # by address: how the listing page before it leads there
        self._last = Spill(Row)  # by canonical address: the row that led to an article before, in any run
        self._payloads = Spill(tuple[str, int])

    def file(self, path: Path) -> Iterator[Capture]:
        answer: Record | None = None
        for record in walk(path, hold=WHOLE):
            if isinstance(record, Damage):
                self._pass(Unfinished(f"warc/{path.name}", f"byte {record.offset}", record.why))
                continue
            if record.type in {"response", "revisit", "conversion"}:
                answer = record
            try:
                yield from self._record(path, record, answer)
            except (KeyError, ValueError, BadProfile) as error:
                why = f"says what cannot be read: {error}"
                self._pass(Unfinished(f"warc/{path.name}", f"byte {record.offset}", why))
            except Unfinished as error:
                self._pass(error)

    def _pass(self, error: Unfinished) -> None:
        if self._passed is None:
            raise error
        self._passed(error)

    def _record(self, path: Path, record: Record, answer: Record | None) -> Iterator[Capture]:
        if record.type == "warcinfo":
            self._begin(read_fields(record.payload or b"")["run"])
        elif record.type == "resource":
            self._profile = decode(record.payload or b"")
        elif record is answer and record.type != "revisit" and record.payload_digest:
            self._payloads.keep(record.payload_digest, (path.name, record.offset))
        elif record.type == "metadata" and answer is not None and record.headers.get("Content-Type") == FIELDS:
            said = read_fields(record.payload or b"")
            if record.headers.get("WARC-Concurrent-To") == answer.id:
                yield from self._meant(path, answer, said)

    def _begin(self, run: str) -> None:
        if run != self._run:
            self._run, self._led, self._lists, self._days, self._steps = run, {}, set(), {}, {}
            self._rows.clear()

    def _meant(self, path: Path, answer: Record, said: dict[str, str]) -> Iterator[Capture]:
        """Learn from a listing page; give back an article answer that has a body of its own to read."""
        url, role = answer.url or "", said.get("role")
        broken = answer.type == "response" and "WARC-Truncated" in answer.headers  # never read, by the crawl either
        if role == "listing" and 300 <= answer.status < 400 and said.get("via", "") in self._days:
            self._days[url] = self._days[said["via"]]  # the page that led here leads on
        if role == "listing" and answer.status == 200 and not broken:
            self._listing(path, answer, url, said.get("via", "") if "list" in said else None)
        if role != "article" or self._profile is None or answer.status == 304 or broken:
            return
        asked = said.get("asked", url)  # of a page shown in a browser that went on by itself
        name = canonical(asked)
        row = self._led.get(said.get("via", "")) or self._rows.get(name) or self._last.get(name)
        if 300 <= answer.status < 400:
            if row is not None:  # the row that led here leads on
                self._led[url] = row
            return
        if canonical(url) in {canonical(self._profile.home), *self._lists}:
            return  # where sites send removed articles
        if row is not None:
            self._last.put(name, row)
        yield Capture(
            record=answer,
            place=self._place(path, answer),
            ref=WarcRef(file=path.name, offset=answer.offset, length=answer.length, record_id=answer.id),
            run=self._run,
            profile=self._profile,
            row=row,
        )

    def _listing(self, path: Path, answer: Record, url: str, via: str | None) -> None:
        """Learn from a listing page. `via`: the page of the same list before it; None for a list's first page."""
        payload = read_at(*self._place(path, answer)).payload if answer.type == "revisit" else answer.payload
        try:
            text = extract.page_text(payload or b"", headers=_headers(answer), status=answer.status)
        except Unreadable:
            return  # it was none to the crawl either
        page, at = read_listing(text, url, self._profile, self._steps.get(url)), datetime.fromisoformat(answer.date)
        if page.next is not None:
            self._steps[page.next.url] = page.next
        start = self._days.get(via) if via is not None else None
        rows, day = fill(page.rows, captured=at, start=start, first=via is None)
        for row in rows:
            self._rows.keep(canonical(row.url), row)
        if rows:
            self._lists.add(canonical(url))
            self._days[url] = day

    def _place(self, path: Path, answer: Record) -> tuple[Path, int]:
        """Where the entity-body lies: in the record itself, or for a revisit in the record it stands for."""
        if answer.type != "revisit":
            return path, answer.offset
        place = self._payloads.get(answer.payload_digest or "")
        if place is None:
            raise Unfinished(
                f"warc/{path.name}", f"byte {answer.offset}", "a revisit whose original is not in the archive"
            )
        return path.with_name(place[0]), place[1]


def _headers(record: Record) -> list[tuple[str, str]]:
    """The header lines that reading needs, as (name, value)."""
    if record.rendered:
        return [("Content-Type", RENDERED)]
    head = record.head
    names = ("Content-Type", "Content-Encoding", "Retry-After", "Server", "Set-Cookie")
    return [(name, value.decode("latin-1")) for name in names for value in header_values(head, name)]
