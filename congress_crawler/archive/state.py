"""What does the archive say about a page, when asked?

The answers that `SiteArchive` gives, as plain values.
"""

from typing import Literal

import msgspec

from congress_crawler.items import File, Listed, WarcRef

Role = Literal["robots", "home", "listing", "article", "file", "other"]


class Kept(msgspec.Struct, frozen=True, kw_only=True):
    """Where an answer lies now."""

    ref: WarcRef  #: the response or revisit record; good for rows at once
    payload_digest: str  #: "sha256:…" of the payload; of the original's for a 304
    revisit: bool  #: True when the payload was kept before (same bytes, or 304)


class Known(msgspec.Struct, frozen=True, kw_only=True):
    """The newest whole 200 answer for a URL that was read as an article, for asking conditionally."""

    etag: str | None  #: as sent (latin-1), for If-None-Match
    last_modified: str | None  #: as sent, for If-Modified-Since
    payload_digest: str
    at: str  #: its WARC-Date
    ref: WarcRef  #: its own record: a response, or a revisit that points at the response


class ArticleState(msgspec.Struct, frozen=True, kw_only=True):
    """The newest version of an article, queued rows included."""

    id: str
    version: int
    url: str
    text_digest: str
    payload_digest: str
    at: str  #: WARC-Date of the answer that this version was read from
    ref: WarcRef
    listed: Listed | None = None  #: what the listing said then
    list_url: str | None = None  #: the page that said it


class Check(msgspec.Struct, frozen=True, kw_only=True):
    """One answer that an address gave, whatever it was."""

    at: str  #: its WARC-Date
    status: int
    payload_digest: str  #: of a 304 that of the answer it stands for
    ref: WarcRef


class Carried(msgspec.Struct, frozen=True, kw_only=True):
    """A file or picture that the newest version of an article links to, and that is not kept for it yet."""

    id: str  #: of the article
    url: str  #: as in the article's `attachments` or `images`
    kind: Literal["attachment", "image"]
    page: str  #: address of the article
    line: File | None = None  #: what was last said of it for this article; None for nothing
