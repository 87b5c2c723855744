"""What does files.jsonl say of an answer?

The line of an attachment or image, from the answer that came for it a moment ago or that lies in the archive. Pure.
"""

import msgspec

from congress_crawler.archive.exchange import header_values
from congress_crawler.archive.record import Record, digest
from congress_crawler.archive.state import Carried
from congress_crawler.extract.carried import media_type, misfit
from congress_crawler.items import File, Reason, WarcRef

HEADERS = ("Content-Type", "Content-Encoding", "Retry-After")  # all that is read of an answer


class Answer(msgspec.Struct, frozen=True, kw_only=True):
    """One answer that is kept."""

    status: int
    headers: list[tuple[str, str]]
    body: bytes | None  #: the entity-body as sent; None when it is not kept whole
    at: str  #: its WARC-Date
    ref: WarcRef


def of_record(record: Record, ref: WarcRef) -> Answer:
    """The answer in a record. In: the record with the payload it stands for; where it lies."""
    cut = record.type == "response" and "WARC-Truncated" in record.headers  # of a revisit it is the standard's word
    said = [(name, value.decode("latin-1")) for name in HEADERS for value in header_values(record.head, name)]
    body = None if cut else record.payload
    return Answer(status=record.status, headers=said, body=body, at=record.date, ref=ref)


def told(one: Carried, run: str, answer: Answer) -> File:
    """The line of a whole answer: kept, or named for what it is instead of the file. In: what was wanted; the run."""
    fault = misfit(answer.status, answer.headers, answer.body or b"")
    if fault is not None:
        return failed(one, run, answer.at, fault.reason, fault.detail, answer)
    return msgspec.structs.replace(_line(one, run, answer.at), **_facts(answer))


def failed(one: Carried, run: str, at: str, reason: Reason, detail: str, answer: Answer | None = None) -> File:
    """The line of a file that could not be kept. In: what was wanted; the run; why; the answer that says so, if any."""
    line = _line(one, run, answer.at if answer is not None else at)
    facts = _facts(answer) if answer is not None else {}
    return msgspec.structs.replace(line, **facts, reason=reason, detail=detail)


def _line(one: Carried, run: str, at: str) -> File:
    return File(id=one.id, url=one.url, kind=one.kind, at=at, run=run)


def _facts(answer: Answer) -> dict[str, object]:
    """What the record of an answer says, as the fields of a line."""
    body = answer.body
    return {
        "status": answer.status or None,
        "media_type": media_type(answer.headers),
        "size": len(body) if body is not None else None,
        "digest": digest(body) if body is not None else None,
        "warc": answer.ref,
    }
