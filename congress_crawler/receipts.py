"""What does a run keep in its hands: the operator's options, the archive's receipts, what was missing?"""

from pathlib import Path
from typing import Literal

import msgspec

from congress_crawler.archive import ArticleState
from congress_crawler.items import Reason, WarcRef


class Options(msgspec.Struct, frozen=True, kw_only=True):
    """What the operator chose for this run."""

    output: Path = Path("output")
    full: bool = False  #: walk every listing to its end and ask every known article again, unconditionally
    full_every: float = 30.0  #: days after which a listing is walked to its end again
    limit: int | None = None  #: stop after so many article requests
    delay: float = 1.0  #: seconds between requests to a host
    contact: str = ""  #: e-mail or web address for the User-Agent and the warcinfo
    key: Path | Literal["none"] | None = None  #: what the tree head is signed with; None: the usual key
    tsa: str | None = None  #: address of an authority that time stamps the tree head (RFC 3161)


class Receipt(msgspec.Struct, frozen=True, kw_only=True):
    """Where an answer lies in the archive, and whether its bytes are news."""

    ref: WarcRef
    at: str  #: its WARC-Date
    payload_digest: str  #: of its payload; for a 304 that of the payload it stands for
    before: str | None  #: digest of the answer that the same URL gave last time


class Missing(msgspec.Struct, frozen=True, kw_only=True):
    """A known article whose address gave no article today."""

    state: ArticleState
    reason: Reason
    answer: WarcRef
    to: str | None = None  #: where its address leads now, when that is another article
