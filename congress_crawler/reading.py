"""What do we read in a saved page, or in a record of the archive?"""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from congress_crawler import extract
from congress_crawler.archive.record import Record
from congress_crawler.items import Article, Unreadable
from congress_crawler.profile import Profile
from congress_crawler.replay import captures


def read_file(file: Path, *, url: str = "", profile: Profile | None = None) -> dict[str, Any]:
    """Read one saved page with the reading that the crawl uses.

    In: a file of bytes as the server sent them; its address (the file's own when it is not known); a profile. Out:
    {"file", "article"}, or {"file", "article": None, "failure": {"reason", "detail"}}.
    """
    try:
        body = file.read_bytes()
    except OSError as error:
        return _failed(file, "unreadable-file", f"{file}: {error.strerror}")
    try:
        article = extract.read(body, url=url or file.resolve().as_uri(), profile=profile)
    except Unreadable as fault:
        return _failed(file, fault.reason, fault.detail)
    return {"file": str(file), "article": article}


def _failed(file: Path, reason: str, detail: str) -> dict[str, Any]:
    return {"file": str(file), "article": None, "failure": {"reason": reason, "detail": detail}}


def rereader(folder: Path) -> Callable[[Record, Article], Article]:
    """A function that reads an archived answer again, for `verify`.

    In: the site's folder, whose archive holds profiles and listings. Out: (record with its payload, row) → the article
    as it reads today; raises Unreadable when it is none. Raises Damaged when a WARC file cannot be read to its end.
    """
    known = {capture.ref.record_id: capture for capture in captures(folder)}

    def reread(record: Record, row: Article) -> Article:
        made = row.provenance
        if made is None or made.warc.record_id not in known:
            raise Unreadable("no-body", "the archive does not say that this answer was to a request for an article")
        return known[made.warc.record_id].read(record.payload)

    return reread
