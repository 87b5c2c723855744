"""How does the book keep ids and digests?  As short as they go."""

import re

from congress_crawler.archive.index import pack

ID = re.compile(r"<urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}>")  #: as we write them


def key(record_id: str) -> bytes | str:
    """A record id as the book keeps it: the 16 bytes of a UUID, or the text of what is none.

    >>> key("<urn:uuid:00000000-0000-4000-8000-0000000000ff>").hex(), key("<urn:x>")
    ('000000000000400080000000000000ff', '<urn:x>')
    """
    return bytes.fromhex(record_id[10:46].replace("-", "")) if ID.fullmatch(record_id) else record_id


def named(record: bytes | str) -> str:
    """A record id as it stands in a record, from what the book keeps.

    >>> named(bytes(16)), named("<urn:x>")
    ('<urn:uuid:00000000-0000-0000-0000-000000000000>', '<urn:x>')
    """
    if isinstance(record, str):
        return record
    digits = record.hex()
    return f"<urn:uuid:{digits[:8]}-{digits[8:12]}-{digits[12:16]}-{digits[16:20]}-{digits[20:]}>"


def packed(digest: str | None) -> bytes | str | None:
    """A labelled digest as the book keeps it: the 32 bytes of a SHA-256, or the text of what is none."""
    return pack(digest) or digest if digest else None


def unpacked(digest: bytes | str | None) -> str | None:
    """A labelled digest, from what the book keeps of it."""
    return f"sha256:{digest.hex()}" if isinstance(digest, bytes) else digest
