"""Which listing page led to the article, and where on it does its row stand?"""

import html
import json
from collections.abc import Iterator

import msgspec

from congress_crawler.archive.members import Unreadable as NoRecord
from congress_crawler.items import Article, Listed, Provenance, Run, Unreadable, WarcRef
from congress_crawler.provenance.model import Spot, Way
from congress_crawler.provenance.pages import Page, page
from congress_crawler.provenance.shelf import Shelf

LOOKED = 50  # captures of a listing's address that are looked through: some lists have one address for all pages
Found = tuple[Way, Page | None]


def way(shelf: Shelf, row: Article, made: Provenance, run: Run | None) -> Found:
    """The listing page as it was read before the article was asked for.

    In: the archive; a row and its provenance; the line of its run. Out: what led there, with the page itself when its
    record can be read. Raises StorageError.
    """
    found = Way(version=row.version, list_url=made.list_url, listed=made.listed)
    if made.list_url is None or made.listed is None:
        found.note = "no listing page led here"
        return found, None
    first: Found | None = None
    for ref, note in _candidates(shelf, made.list_url, made, run):
        one = msgspec.structs.replace(found, record=shelf.said(ref), run=shelf.front(ref.file).run, note=note)
        try:
            read = page(shelf.whole(ref), ref)
        except (NoRecord, Unreadable):
            first = first or (one, None)
            continue
        one.spot = _row(read, made.listed, row.url)
        if one.spot is not None:
            return one, read
        first = first or (one, read)
    if first is None:
        found.note = "no answer of that page is in the archive"
        return found, None
    where = f"{first[0].note}; " if first[0].note else ""
    first[0].note = f"{where}the row is not found in the page as it is written there"
    return first


def _candidates(shelf: Shelf, url: str, made: Provenance, run: Run | None) -> Iterator[tuple[WarcRef, str]]:
    """Where the page may lie, likeliest first: what was read last before the article, in its run, then before that."""
    here = (made.warc.file, made.warc.offset)
    before = [ref for ref in shelf.places.answers(url, posted=True) if (ref.file, ref.offset) < here]
    same = [ref for ref in before if shelf.front(ref.file).run == made.run]
    for ref in same[: -LOOKED - 1 : -1]:
        yield ref, ""
    if run is not None and len(run.listing_records) == len(run.listing_pages):
        for ref in [ref for at, ref in zip(run.listing_pages, run.listing_records, strict=True) if at == url]:
            if ref not in same:
                yield ref, "as the run read it last"
    for ref in [ref for ref in before if ref not in same][: -LOOKED - 1 : -1]:
        yield ref, "read by an earlier run: in its own run no list page showed the article"


def _row(read: Page, listed: Listed, url: str) -> Spot | None:
    """Where the row stands in the page: by its title, else by the end of its link."""
    link = (listed.url or url).partition("://")[2].partition("/")[2]
    spellings = [listed.title, json.dumps(listed.title)[1:-1], html.escape(listed.title), link, json.dumps(link)[1:-1]]
    return next((spot for one in spellings if one and (spot := read.find(one)) is not None), None)
