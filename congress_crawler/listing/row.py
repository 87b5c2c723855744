"""What did the listing say of this article?"""

import msgspec


class Row(msgspec.Struct, frozen=True):
    """One row of a listing page.

    `url` is absolute; `title` is the whole title where the page has it (attribute) or the anchor text; `date` is the
    raw string beside it, None when the row shows none; `list_url` is the page the row stands on; `near` is the day of
    that date, YYYY-MM-DD, by itself or by the order of the listing (`years.fill`), None when it is not certain;
    `pinned` says that the row is kept on top (置顶), whatever its date.
    """

    url: str
    title: str
    date: str | None
    list_url: str
    near: str | None = None
    pinned: bool = False
