"""What did the address of the article answer, and to which request?"""

from collections.abc import Iterable, Sequence

from congress_crawler.archive.exchange import header_values
from congress_crawler.archive.members import Unreadable
from congress_crawler.archive.record import NOT_MODIFIED, Record, read_fields
from congress_crawler.items import WarcRef
from congress_crawler.normalise import canonical
from congress_crawler.provenance.model import Asked, Capture
from congress_crawler.provenance.shelf import Shelf

HOPS = 5  # redirects that led to an article; the crawl follows no more
_HEADERS = ("Host", "User-Agent", "Referer", "If-None-Match", "If-Modified-Since", "Accept", "Cookie")


def captures(shelf: Shelf, addresses: Iterable[str], refs: Sequence[WarcRef]) -> list[Capture]:
    """Every answer of these addresses, and of those that redirected to them.

    In: the archive, the addresses that rows and failures know, the records that rows were read from; where the index
    does not have one of these, the archive itself is looked through. Out: in the order in which the answers came.
    Raises StorageError.
    """
    wanted = [*addresses]
    found = _captures(shelf, wanted)
    if any((ref.file, ref.offset) not in found for ref in refs):
        shelf.look()
        found = _captures(shelf, wanted)
    for ref in refs:
        capture = found.get((ref.file, ref.offset))
        if capture is None or capture.said.ref != ref:  # damaged, so that the index knows no more than its place
            found[ref.file, ref.offset] = look(shelf, ref)
    return [found[place] for place in sorted(found)]


def _captures(shelf: Shelf, addresses: Sequence[str]) -> dict[tuple[str, int], Capture]:
    found: dict[tuple[str, int], Capture] = {}
    todo = {canonical(address): address for address in addresses}
    known = set(todo)
    for _ in range(HOPS + 1):
        more: dict[str, str] = {}
        for address in todo.values():
            for ref in shelf.places.answers(address):
                capture = found[ref.file, ref.offset] = look(shelf, ref)
                before = capture.metadata.get("via", "")
                if capture.metadata.get("role") == "article" and canonical(before) not in known and _led(shelf, before):
                    more[canonical(before)] = before
        known |= set(more)
        todo = more
    return found


def look(shelf: Shelf, ref: WarcRef) -> Capture:
    """One answer with the records beside it. In: the archive, where the answer lies. Raises StorageError."""
    capture = Capture(said=shelf.said(ref), run=shelf.front(ref.file).run)
    try:
        record = shelf.read(ref)
    except Unreadable:
        return capture
    capture.head = _line(record.head)
    capture.block_digest = record.headers.get("WARC-Block-Digest")
    capture.ip = record.headers.get("WARC-IP-Address")
    if record.type == "revisit":
        capture.revisit = record.headers.get("WARC-Profile", "").rpartition("/")[2]
        capture.of = shelf.original(record)
    else:
        capture.truncated = record.headers.get("WARC-Truncated")
    for beside in shelf.beside(ref.file, record):
        _add(capture, beside, ref.file, shelf)
    return capture


def sent_head(shelf: Shelf, ref: WarcRef) -> bytes | None:
    """The head of an answer as its record has it; that of a 304 stands in a record beside it; None when there is none.

    Raises Unreadable, StorageError.
    """
    record = shelf.read(ref)
    if record.head:
        return record.head
    if record.headers.get("WARC-Profile") == NOT_MODIFIED:
        for beside in shelf.beside(ref.file, record):
            if _is_head(beside):
                return beside.payload
    return None


def _add(capture: Capture, beside: Record, file: str, shelf: Shelf) -> None:
    """Take in a record of the same capture."""
    capture.beside.append(shelf.seen[file, beside.offset])
    if beside.type == "request":
        ref = shelf.seen[file, beside.offset].ref
        said = ((name, header_values(beside.head, name)) for name in _HEADERS)
        headers = {name: values[0].decode("latin-1") for name, values in said if values}
        capture.request = Asked(ref=ref, line=_line(beside.head) or "", headers=headers)
    elif _is_head(beside):
        capture.head = _line(beside.payload or b"")
    elif beside.type == "metadata":
        capture.metadata |= _fields(beside.payload or b"")


def _is_head(record: Record) -> bool:
    return record.type == "metadata" and record.headers.get("Content-Type", "").startswith("application/http")


def _fields(block: bytes) -> dict[str, str]:
    try:
        return read_fields(block)
    except UnicodeDecodeError:
        return {}


def _led(shelf: Shelf, address: str) -> bool:
    """Whether an address redirected at some time."""
    for ref in shelf.places.answers(address):
        try:
            if 300 <= shelf.read(ref).status < 400 and shelf.read(ref).status != 304:
                return True
        except Unreadable:
            continue
    return False


def _line(head: bytes) -> str | None:
    """The first line of a head, byte by byte."""
    return head.split(b"\n", 1)[0].rstrip(b"\r").decode("latin-1") if head else None
