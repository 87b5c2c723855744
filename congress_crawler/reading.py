"""What do we read in a saved page, or in a record of the archive?"""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec

from congress_crawler import extract
from congress_crawler.archive import Unfinished
from congress_crawler.archive.record import Record
from congress_crawler.items import Article, Unreadable
from congress_crawler.listing import Row
from congress_crawler.profile import Profile
from congress_crawler.replay import captures, read_record
from congress_crawler.spill import Spill
from congress_crawler.versions import EXTRACTOR, listed


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
    as it reads today, its provenance as the archive tells it; raises Unreadable when it is none. Memory: some MiB.
    """
    known = Spill(_Known)
    profiles: dict[str, Profile] = {}
    lists: set[str] = set()
    for capture in captures(folder, _passed):
        profiles.setdefault(capture.profile.digest, capture.profile)
        lists.add(capture.row.list_url if capture.row else "")
        known.put(capture.ref.record_id, _Known(capture.profile.digest, capture.run, capture.row))

    def reread(record: Record, article: Article) -> Article:
        found = known.get(record.id)
        if found is None:
            raise Unreadable("no-body", "the archive does not say that this answer was to a request for an article")
        profile, row, made = profiles[found.profile], found.row, article.provenance
        seen = made is not None and made.list_url in lists
        if made is not None and made.listed is not None and seen and (row is None or row.list_url != made.list_url):
            # Asked again on its day, when no list page of that run showed it: the row that told of it last was used.
            row = Row(article.url, made.listed.title, made.listed.date, made.list_url or "", made.listed.near)
        again = read_record(record, profile, row)
        if made is not None:
            led, said = (row.list_url or None) if row else None, listed(row, again.url)
            more = {"list_url": led, "listed": said, "run": found.run, "profile": found.profile}
            again.provenance = msgspec.structs.replace(made, extractor=EXTRACTOR, **more)
        return again

    return reread


class _Known(msgspec.Struct, frozen=True):
    """What is known of an answer to a request for an article."""

    profile: str
    run: str
    row: Row | None


def _passed(_: Unfinished) -> None:
    """What cannot be read is not read again; verify names it."""
