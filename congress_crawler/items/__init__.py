"""What do we promise the reader of the data?

The record `congress-article/1` and its sister lines, as msgspec structs. Names are fixed: a field may be added, none
renamed. Times are ISO 8601; digests are `sha256:` and 64 lower-case hex digits; offsets and lengths are bytes of the
compressed WARC file. The docstring under a field is its description in the JSON Schema.
"""

from congress_crawler.items.article import (
    SCHEMA,
    Article,
    Author,
    Charset,
    DateCandidate,
    Digests,
    Evidence,
    Kind,
    Link,
    Listed,
    Method,
    Paragraph,
    Place,
    Provenance,
    Role,
    Rung,
    WarcRef,
)
from congress_crawler.items.encode import line, schema
from congress_crawler.items.file import File
from congress_crawler.items.outcome import Event, EventKind, Failure, Reason, Run, Unreadable, Wait, Walked

__all__ = [
    "SCHEMA",
    "Article",
    "Author",
    "Charset",
    "DateCandidate",
    "Digests",
    "Event",
    "EventKind",
    "Evidence",
    "Failure",
    "File",
    "Kind",
    "Link",
    "Listed",
    "Method",
    "Paragraph",
    "Place",
    "Provenance",
    "Reason",
    "Role",
    "Run",
    "Rung",
    "Unreadable",
    "Wait",
    "Walked",
    "WarcRef",
    "line",
    "schema",
]
