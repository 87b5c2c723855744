"""Which payload does a record stand for?

A revisit holds none: the response or conversion it refers to does.
"""

from collections.abc import Callable
from pathlib import Path

import msgspec

from congress_crawler.archive.members import Unreadable, read_at
from congress_crawler.archive.record import Record
from congress_crawler.items import WarcRef

Find = Callable[[str, str], WarcRef | None]  #: record id and payload digest → where that response lies


def read(folder: Path, ref: WarcRef, find: Find) -> Record:
    """The record at a reference, with the payload it stands for; a revisit without a head gets the original's.

    Raises Unreadable when it, or the response it refers to, is not there.
    """
    record = read_at(folder / "warc" / ref.file, ref.offset, ref.length)
    if record.type != "revisit":
        return record
    target, digest = record.headers.get("WARC-Refers-To", ""), record.payload_digest or ""
    place = find(target, digest)
    if place is None:
        raise Unreadable(f"warc/{ref.file}: byte {ref.offset}: refers to {target}, which is not in this archive")
    original = read_at(folder / "warc" / place.file, place.offset, place.length)
    return msgspec.structs.replace(record, head=record.head or original.head, payload=original.payload)
