"""Which tamperings of WARC files must be flagged?  T01 to T17 are those of the study of validators, in its numbers."""

import gzip

import msgspec

from congress_crawler.archive.record import Record, digest, fields, read_fields
from tests.verify.cases import ANY, Case, Place, case, warc
from tests.verify.forger import Forger, edited, pack

WARCS: list[Case] = []
NOBODY = "<urn:uuid:00000000-0000-4000-8000-000000000000>"


def byte(offset: int) -> str:
    return f"byte {offset}"


def hit(forger: Forger, number: int, index: int, kind: str) -> list[Place]:
    """The finding is about this record where it lies now."""
    return [(kind, warc(forger, number), byte(forger.records(number)[index].offset))]


@case(WARCS, "T01", "body byte changed", hits="/a/4")
def body(forger: Forger) -> list[Place]:
    index = forger.find(0, "response", "/a/4")
    starts = forger.change(0, index, raw=lambda raw: raw.replace("视察".encode(), "考察".encode(), 1))
    return [("wrong-digest", warc(forger, 0), byte(starts[index]))]


@case(WARCS, "T02", "tail truncated")
def tail(forger: Forger) -> list[Place]:
    last = forger.records(3)[-1]
    path = forger.folder / warc(forger, 3)
    path.write_bytes(path.read_bytes()[:-20])
    return [("torn-tail", warc(forger, 3), byte(last.offset))]


@case(WARCS, "T03", "whole file in one gzip member")
def whole(forger: Forger) -> list[Place]:
    path = forger.folder / warc(forger, 1)
    path.write_bytes(pack(gzip.decompress(path.read_bytes())))
    return [("whole-file-gzip", warc(forger, 1), "byte 0")]


@case(WARCS, "T04", "Content-Length too short", hits="/a/4")
def length(forger: Forger) -> list[Place]:
    index = forger.find(0, "response", "/a/4")
    size = len(forger.records(0)[index].head) + len(forger.records(0)[index].payload or b"")

    def shorter(raw: bytes) -> bytes:
        before, after = b"Content-Length: %d\r\n\r\nHTTP" % size, b"Content-Length: %d\r\n\r\nHTTP" % (size - 5)
        assert before in raw
        return raw.replace(before, after)

    return [("wrong-length", warc(forger, 0), byte(forger.change(0, index, raw=shorter)[index]))]


@case(WARCS, "T05", "revisit of nothing", hits="/a/4")
def dangling(forger: Forger) -> list[Place]:
    index = forger.find(1, "revisit", "/a/4")
    forger.fields(1, index, WARC_Refers_To=NOBODY)
    return hit(forger, 1, index, "dangling-revisit")


@case(WARCS, "T06", "revisit's digest is not its target's", hits="/a/4")
def mismatch(forger: Forger) -> list[Place]:
    index = forger.find(1, "revisit", "/a/4")
    forger.fields(1, index, WARC_Payload_Digest=digest(b"another"))
    return hit(forger, 1, index, "revisit-mismatch")


@case(WARCS, "T07", "no digests at all")
def undigested(forger: Forger) -> list[Place]:
    def bare(raw: bytes) -> bytes:
        head, _, rest = raw.partition(b"\r\n\r\n")
        rows = [row for row in head.split(b"\r\n") if b"-Digest:" not in row]
        return b"\r\n".join(rows) + b"\r\n\r\n" + rest

    starts = forger.write(0, [pack(bare(forger.raw(one))) for one in forger.records(0)], follow=False)
    return [("missing-digest", warc(forger, 0), byte(start)) for start in starts]


@case(WARCS, "T08", "record id twice", hits="/a/4")
def twice(forger: Forger) -> list[Place]:
    records = forger.records(2)
    index = forger.find(2, "metadata", "/a/4")
    forger.fields(2, index, WARC_Record_ID=records[0].id)
    return hit(forger, 2, index, "duplicate-record-id")


@case(WARCS, "T09", "date missing", hits="/a/4")
def undated(forger: Forger) -> list[Place]:
    index = forger.find(0, "response", "/a/4")
    starts = forger.change(0, index, raw=lambda raw: without(raw, b"WARC-Date"))
    return [("missing-field", warc(forger, 0), byte(starts[index]))]


@case(WARCS, "T10", "request missing", hits="/a/4")
def unasked(forger: Forger) -> list[Place]:
    index = forger.find(0, "request", "/a/4")
    answer = forger.find(0, "response", "/a/4")
    forger.drop(0, index)
    return hit(forger, 0, answer, "missing-request")


@case(WARCS, "T11", "body edited, digests recomputed")
def recomputed(forger: Forger) -> list[Place]:
    index = forger.find(0, "response", "/a/4")
    record = forger.records(0)[index]
    page = (record.payload or b"").replace("视察".encode(), "考察".encode())
    forger.change(0, index, put=edited(record, page))
    return [("row-differs", "articles.jsonl", line(forger, "articles", "/a/4"))]


@case(WARCS, "T12", "capture deleted, all else led to its new place")
def deleted(forger: Forger) -> list[Place]:
    index = forger.find(0, "response", "/a/4")
    forger.drop(0, index, index + 1, index + 2)
    return [("row-points-nowhere", "articles.jsonl", line(forger, "articles", "/a/4"))]


@case(WARCS, "T13", "date back-dated, request, metadata, row and event too", hits="/a/4")
def back(forger: Forger) -> list[Place]:
    index = forger.find(0, "response", "/a/4")
    records: list[Record | bytes] = [*forger.records(0)]
    for n in range(index, index + 3):
        one = records[n]
        assert isinstance(one, Record)
        records[n] = msgspec.structs.replace(one, headers={**one.headers, "WARC-Date": "2024-05-06T07:08:09Z"})
    forger.write(0, records)
    when = "2024-05-06T07:08:09Z"
    forger.row("articles", number(forger, "articles", "/a/4"), lambda row: row["provenance"].update(fetched_at=when))
    forger.row("events", number(forger, "events", "/a/4"), lambda row: row.update(at=when))
    return hit(forger, 0, index, "bad-date")


@case(WARCS, "T14", "invalid IP address", hits="/a/4")
def address(forger: Forger) -> list[Place]:
    index = forger.find(0, "response", "/a/4")
    forger.fields(0, index, WARC_IP_Address="127.0.0.999")
    return hit(forger, 0, index, "bad-field")


@case(WARCS, "T15", "invalid WARC-Type", hits="/a/4")
def kind(forger: Forger) -> list[Place]:
    index = forger.find(0, "metadata", "/a/4")
    forger.fields(0, index, WARC_Type="answer")
    return hit(forger, 0, index, "bad-field")


@case(WARCS, "T16", "record id missing", hits="/a/4")
def nameless(forger: Forger) -> list[Place]:
    index = forger.find(0, "response", "/a/4")
    starts = forger.change(0, index, raw=lambda raw: without(raw, b"WARC-Record-ID"))
    return [("missing-field", warc(forger, 0), byte(starts[index]))]


@case(WARCS, "T17", "bit flip in the compressed bytes", hits="/a/4")
def flip(forger: Forger) -> list[Place]:
    one = forger.records(0)[forger.find(0, "response", "/a/4")]
    return flipped(forger, one.offset, one.length // 2, "damaged")


@case(WARCS, "T18", "bit flip in the head of a gzip member", hits="/a/4")
def flip_head(forger: Forger) -> list[Place]:
    one = forger.records(0)[forger.find(0, "response", "/a/4")]
    return flipped(forger, one.offset, 5, "bad-field")


@case(WARCS, "T19", "bit flip in the checksum of a gzip member", hits="/a/4")
def flip_tail(forger: Forger) -> list[Place]:
    one = forger.records(0)[forger.find(0, "response", "/a/4")]
    return flipped(forger, one.offset, one.length - 6, "damaged")


@case(WARCS, "T20", "date that is no day (30 February)", hits="/a/4")
def impossible(forger: Forger) -> list[Place]:
    return dated(forger, "2026-02-30T01:02:03Z")


@case(WARCS, "T21", "date in the future", hits="/a/4")
def future(forger: Forger) -> list[Place]:
    return dated(forger, "2099-01-01T00:00:00Z")


@case(WARCS, "T22", "date before the web", hits="/a/4")
def antique(forger: Forger) -> list[Place]:
    return dated(forger, "1989-06-01T00:00:00Z")


@case(WARCS, "T23", "request for another address", hits="/a/4")
def other(forger: Forger) -> list[Place]:
    index = forger.find(0, "request", "/a/4")
    head = forger.records(0)[index].head.replace(b"/a/4", b"/a/5")
    headers = {**forger.records(0)[index].headers, "WARC-Block-Digest": digest(head)}
    forger.change(0, index, head=head, headers=headers)
    return hit(forger, 0, index, "request-differs")


@case(WARCS, "T24", "metadata missing", hits="/a/4")
def unsaid(forger: Forger) -> list[Place]:
    index = forger.find(0, "response", "/a/4")
    forger.drop(0, index + 2)
    return hit(forger, 0, index, "missing-metadata")


@case(WARCS, "T25", "revisit of another page with the same digest said", hits="/a/4")
def another(forger: Forger) -> list[Place]:
    index = forger.find(1, "revisit", "/a/4")
    target = forger.records(0)[forger.find(0, "response", "/a/5")]
    forger.fields(
        1, index, WARC_Refers_To=target.id, WARC_Refers_To_Target_URI=target.url, WARC_Refers_To_Date=target.date
    )
    return hit(forger, 1, index, "revisit-mismatch")


@case(WARCS, "T26", "list page deleted with its request and metadata")
def unlisted(forger: Forger) -> list[Place]:
    page = forger.lines("runs")[0]["listing_records"][-1]
    index = next(n for n, one in enumerate(forger.records(0)) if one.id == page["record_id"])
    forger.drop(0, index, index + 1, index + 2)
    return [("row-points-nowhere", "runs.jsonl", "line 1")]


@case(WARCS, "T27", "a 304 deleted with its request and metadata")
def same(forger: Forger) -> list[Place]:
    index = forger.find(1, "revisit", "/a/1")
    of = forger.records(1)[index].id
    beside = [n for n, one in enumerate(forger.records(1)) if one.headers.get("WARC-Concurrent-To") == of]
    forger.drop(1, index, *beside)
    return [("run-count", "runs.jsonl", "line 2")]


@case(WARCS, "T28", "warcinfo names other software")
def software(forger: Forger) -> list[Place]:
    said = read_fields(forger.records(2)[0].payload or b"")
    said["software"] = "other/1.0"
    forger.change(2, 0, put=edited(forger.records(2)[0], fields(said)))
    return [("run-differs", "runs.jsonl", "line 3")]


@case(WARCS, "T29", "warcinfo deleted")
def uninformed(forger: Forger) -> list[Place]:
    forger.drop(2, 0)
    return [("warcinfo-differs", warc(forger, 2), "byte 0")]


@case(WARCS, "T30", "file renamed")
def renamed(forger: Forger) -> list[Place]:
    new = forger.warcs[2].replace("-00001", "-00002")
    (forger.folder / "warc" / forger.warcs[2]).rename(forger.folder / "warc" / new)
    for name in ("articles", "files", "failures", "events", "runs"):
        path = forger.folder / f"{name}.jsonl"
        path.write_bytes(path.read_bytes().replace(forger.warcs[2].encode(), new.encode()))
    forger.index()
    return [("warcinfo-differs", f"warc/{new}", "byte 0")]


@case(WARCS, "T31", "file deleted")
def gone(forger: Forger) -> list[Place]:
    (forger.folder / "warc" / forger.warcs[1]).unlink()
    forger.index()
    return [("row-points-nowhere", "runs.jsonl", "line 2")]


@case(WARCS, "T32", "bytes added behind the last record")
def added(forger: Forger) -> list[Place]:
    path = forger.folder / warc(forger, 3)
    size = path.stat().st_size
    path.write_bytes(path.read_bytes() + b"\x1f\x8b\x08\x00 and more")
    return [("torn-tail", warc(forger, 3), byte(size))]


@case(WARCS, "T33", "two captures change places")
def swapped(forger: Forger) -> list[Place]:
    records, one, two = forger.records(0), forger.find(0, "response", "/a/5"), forger.find(0, "response", "/a/4")
    first, second = sorted((one, two))
    order: list[Record | bytes] = [*records[:first], *records[second : second + 3], *records[first + 3 : second]]
    order += [*records[first : first + 3], *records[second + 3 :]]
    forger.write(0, order)
    return [
        ("row-out-of-order", "articles.jsonl", line(forger, "articles", "/a/4")),
    ]


@case(WARCS, "T34", "an article taken out everywhere: capture, row, event, counts", sealed=True)
def everywhere(forger: Forger) -> list[Place]:
    index = forger.find(0, "response", "/a/7")
    forger.drop(0, index, index + 1, index + 2)
    for n in (1, 2, 3):
        about = [one for one in forger.records(n) if (one.url or "").endswith("/a/7")]
        forger.drop(n, *(k for k, one in enumerate(forger.records(n)) if one in about))
    for name in ("articles", "events"):
        forger.save(name, [row for row in forger.lines(name) if not row["url"].endswith("/a/7")])
    first, *others = forger.lines("runs")
    first.update(new=6, rows=6, found=6, read=6)
    first["filled"] = {key: count - 1 for key, count in first["filled"].items()}
    for other_run in others:
        other_run.update(unchanged=other_run["unchanged"] - 1, found=other_run["found"] - 1)
    forger.save("runs", [first, *others])
    return [("not-as-sealed", "articles.jsonl", ANY)]


def without(raw: bytes, name: bytes) -> bytes:
    head, _, rest = raw.partition(b"\r\n\r\n")
    rows = [row for row in head.split(b"\r\n") if not row.startswith(name + b":")]
    return b"\r\n".join(rows) + b"\r\n\r\n" + rest


def dated(forger: Forger, when: str) -> list[Place]:
    index = forger.find(0, "response", "/a/4")
    forger.fields(0, index, WARC_Date=when)
    return hit(forger, 0, index, "bad-date")


def flipped(forger: Forger, offset: int, behind: int, kind_: str) -> list[Place]:
    path = forger.folder / warc(forger, 0)
    data = bytearray(path.read_bytes())
    data[offset + behind] ^= 0x10
    path.write_bytes(bytes(data))
    return [(kind_, warc(forger, 0), byte(offset))]


def number(forger: Forger, name: str, path: str, event: str = "") -> int:
    """The line of the first row about a page."""
    rows = enumerate(forger.lines(name), start=1)
    return next(n for n, row in rows if row["url"].endswith(path) and event in {"", row.get("event")})


def line(forger: Forger, name: str, path: str) -> str:
    return f"line {number(forger, name, path)}"
