"""What became of a file or picture that an article carries?"""

from typing import Literal

import msgspec

from congress_crawler.items.article import WarcRef
from congress_crawler.items.outcome import Reason


class File(msgspec.Struct, frozen=True, kw_only=True):
    """An attachment or image of an article: the line of files.jsonl. One line or more an article and address.

    A file that two articles carry is asked for once; both lines then name the same record. A file that
    failed and was asked for again has a further line: the newest counts.
    """

    id: str
    """Of the article that carries it."""
    url: str
    """As in the article's `attachments` or `images`."""
    kind: Literal["attachment", "image"]
    """In which of the two it stands."""
    at: str
    """When it was answered, or failed."""
    run: str
    """The run that says so."""
    status: int | None = None
    """HTTP status of the answer; null when none came."""
    media_type: str | None = None
    """What Content-Type says, without its parameters; null when it says nothing."""
    size: int | None = None
    """Bytes of the entity-body as sent; null when it is not kept whole."""
    digest: str | None = None
    """The entity-body as sent; null when it is not kept whole."""
    warc: WarcRef | None = None
    """The answer; null when none came."""
    reason: Reason | None = None
    """Why it could not be kept, from the closed list; null when it is kept."""
    detail: str | None = None
    """Why, for people; null when it is kept."""
