"""How far have we understood this page?"""

from datetime import date

import msgspec

from congress_crawler.items import Author, DateCandidate, Evidence, Paragraph, Place
from congress_crawler.normalise import headline
from congress_crawler.normalise.byline import Byline, joined
from congress_crawler.normalise.byline import read as read_byline
from congress_crawler.normalise.raw import Raw
from congress_crawler.profile import Profile

TITLE_TAGS = frozenset(("articletitle", "og:title"))


class Draft(msgspec.Struct, kw_only=True):
    """An article in the making: the raw strings, and the fields that the steps fill one after another.

    The fields mean what they mean in `items.Article`. Each step reads `raw` (and what earlier steps filled), fills
    its own fields, and leaves a reason in `missing` for each that stays empty.
    """

    raw: Raw
    site: str  #: profile id, or "unknown"
    name: str | None  #: the site's name: what 本网 stands for
    division: str | None  #: GB/T 2260 code of the unit whose congress this is
    payload: str  #: digest of the body as sent
    captured: date | None  #: the fetch, the upper bound of dates: a day in China, or a time; None when not known
    byline: Byline  #: what the byline lines say
    section: list[str] = []
    title: str | None = None
    subtitle: str | None = None
    kicker: str | None = None
    authors: list[Author] = []
    source: str | None = None
    source_raw: str | None = None
    editors: list[str] = []
    published: str | None = None
    published_raw: str | None = None
    date_candidates: list[DateCandidate] = []
    place: Place | None = None
    paragraphs: list[Paragraph] = []
    text: str = ""
    missing: dict[str, str] = {}
    doubts: dict[str, str] = {}
    evidence: dict[str, Evidence] = {}


def begin(raw: Raw, *, payload: str, profile: Profile | None = None, captured: date | None = None) -> Draft:
    """A draft with the headline and the section read, and nothing else understood yet.

    In: what extract found, the digest of the body as sent (`sha256:` and hex), the site's profile, the day or
    the time of the fetch. Out: a draft for the steps `author`, `date`, `body`, `place`.
    """
    head = headline.read(raw.titles, raw.title)
    missing = dict(raw.missing)
    if head.title is None:
        missing.setdefault("title", "not-on-page")
    doubts = dict(raw.doubts)
    if (doubt := headline.doubt(raw.titles, _names(raw))) is not None:
        doubts["title"] = doubt
    return Draft(
        raw=raw,
        site=profile.site if profile else "unknown",
        name=profile.name if profile else None,
        division=profile.division if profile else None,
        payload=payload,
        captured=captured,
        byline=joined(*(read_byline("\n".join(lines), captured=captured) for lines in (raw.bylines, raw.tail))),
        section=headline.section(raw.crumbs),
        title=head.title,
        subtitle=head.subtitle,
        kicker=head.kicker,
        missing=missing,
        doubts=doubts,
        evidence=dict(raw.evidence),
    )


def _names(raw: Raw) -> list[tuple[str, str]]:
    """What else names the article: the listing and the meta tags."""
    tagged = [("meta", pair.value) for pair in raw.pairs if pair.label.lower() in TITLE_TAGS]
    return [*([("list", raw.row_title)] if raw.row_title else []), *tagged]
