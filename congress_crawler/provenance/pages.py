"""What are the characters of the page in this record?"""

import msgspec

from congress_crawler.archive.exchange import header_values
from congress_crawler.archive.kinds import RENDERED
from congress_crawler.archive.record import Record
from congress_crawler.extract import coding
from congress_crawler.extract.charset import Decoded, decode
from congress_crawler.items import WarcRef
from congress_crawler.provenance import spot
from congress_crawler.provenance.model import Spot


class Page(msgspec.Struct, frozen=True):
    """A page as bytes and as text."""

    url: str
    ref: WarcRef
    body: bytes  #: without its content-coding
    read: Decoded

    def find(self, raw: str, locator: str = "") -> Spot | None:
        """Where a string stands in it; None when it does not. In: as `spot.find`."""
        found = spot.find(self.read.text, raw, locator)
        if found is None:
            return None
        return Spot(
            within=self.url,
            record=self.ref,
            character=found.start,
            byte=spot.byte_of(self.body, self.read, found.start),
            length=found.end - found.start,
            count=found.count,
            how=found.how,
            excerpt=found.excerpt(self.read.text),
        )


def page(record: Record, ref: WarcRef) -> Page:
    """The page in a record.

    In: the record with its payload (a revisit with that of its original), its reference. Raises items.Unreadable when
    its content-coding or its charset does not decode.
    """
    body = uncoded(record)
    types = [RENDERED] if record.rendered else [value.decode("latin-1") for value in _values(record, "Content-Type")]
    return Page(record.url or "", ref, body, decode(body, ", ".join(types) or None))


def uncoded(record: Record) -> bytes:
    """The payload without its content-coding. Raises items.Unreadable `bad-encoding` or `too-large`."""
    codings = [] if record.rendered else [value.decode("latin-1") for value in _values(record, "Content-Encoding")]
    return coding.decoded(record.payload or b"", codings)


def codings(record: Record) -> list[str]:
    """The content-codings of a record's payload, in the order applied."""
    if record.rendered:
        return []
    return coding.codings([value.decode("latin-1") for value in _values(record, "Content-Encoding")])


def _values(record: Record, name: str) -> list[bytes]:
    return header_values(record.head, name)
