"""What must be asked to read on in this listing?"""

import msgspec

Pairs = tuple[tuple[str, str], ...]


class Step(msgspec.Struct, frozen=True, kw_only=True):
    """One request that a listing page leads to: its next page, or what must be looked at to know its rows."""

    url: str  #: absolute; for a hash-router page with its fragment
    form: Pairs | None = None  #: fields of a POST (application/x-www-form-urlencoded, UTF-8); None: a GET
    json: str | None = None  #: the body of a POST of JSON; None: no such body
    headers: Pairs = ()  #: what the page's own script would send beside the usual: Referer, X-Requested-With
    sure: bool = True  #: False: named by the dialect's habit, not by the page; its 404 is the end, not a fault
    mark: str = ""  #: tells pages of one address apart (the argument of a postback)
    carry: Pairs = ()  #: what the pages behind need of this one: base of their links, a link's pattern

    @property
    def key(self) -> str:
        """What tells this page from the others of its listing: its address, and a mark or body where that is shared."""
        body = self.mark or self.json or "&".join("=".join(pair) for pair in self.form or ())
        return f"{self.url} {body}".rstrip()

    def carried(self, name: str) -> str | None:
        """A value of `carry`; None when it is not there."""
        return dict(self.carry).get(name)
