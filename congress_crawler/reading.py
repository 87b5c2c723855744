"""What do we read in a saved page, or in a record of the archive?"""

import contextlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

from congress_crawler import extract
from congress_crawler.archive import ArchiveError
from congress_crawler.archive.record import Record
from congress_crawler.items import Article, Unreadable
from congress_crawler.listing import Row
from congress_crawler.profile import Profile
from congress_crawler.replay import captures, read_record


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
    as it reads today; raises Unreadable when it is none. Memory: some 300 bytes an article answer.
    """
    known: dict[str, tuple[Profile, Row | None]] = {}
    with contextlib.suppress(ArchiveError):  # what lies behind damage is not reread; verify names the damage
        for capture in captures(folder):
            known[capture.ref.record_id] = (capture.profile, capture.row)

    def reread(record: Record, article: Article) -> Article:
        if record.id not in known:
            raise Unreadable("no-body", "the archive does not say that this answer was to a request for an article")
        profile, row = known[record.id]
        made = article.provenance
        if made is not None and made.listed is not None and (row is None or row.list_url != made.list_url):
            # Asked again on its day, when no list page of that run showed it: the row that told of it last was used.
            row = Row(article.url, made.listed.title, made.listed.date, made.list_url or "", made.listed.near)
        return read_record(record, profile, row)

    return reread
