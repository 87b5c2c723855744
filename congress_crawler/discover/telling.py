"""What does a person need to hear of a look at a site?"""

from collections.abc import Iterator

from congress_crawler.discover.found import Discovery, Read
from congress_crawler.discover.writing import NEAR as SHOWN
from congress_crawler.discover.writing import line, near

HEADS = ("title", "published", "authors", "source", "doubts")
NEAR = 8  # near-misses shown
SEEN = 40  # names of links shown when there is no section


def table(found: Discovery) -> list[tuple[str, ...]]:
    """What was read, a row an article under `HEADS`; what could not be read is a row with its reason."""
    return [tuple(map(line, _row(read))) for one in found.chosen for read in one.reads]


def _row(read: Read) -> Iterator[str]:
    one = read.article
    if one is None:
        yield from (read.row.title, read.row.date or "", "", "", f"not read: {read.failure} ({read.url})")
        return
    yield one.title or ""
    yield one.published or ""
    yield " ".join(author.name for author in one.authors)
    yield one.source or ""
    listed = [f"listed as {read.row.title!r}"] if one.title and _other(one.title, read.row.title) else []
    gaps = [f"no {field}: {reason}" for field, reason in one.missing.items()]
    yield "; ".join([*(f"{field}: {doubt}" for field, doubt in one.doubts.items()), *gaps, *listed])


def _other(title: str, listed: str) -> bool:
    """Whether the list calls an article something else, beyond blanks and a cut end."""
    one, two = "".join(title.split()), "".join(listed.split()).rstrip("….")
    return bool(two) and two not in one and one not in two


def remarks(found: Discovery) -> list[str]:
    """What else is to be said: why there is no profile, the doubts, what happened on the way, the near-misses."""
    said = [found.sentence] if found.sentence else []
    said += [f"doubt: {doubt}" for one in found.chosen for doubt in one.doubts]
    said += found.notes
    said += [f"not crawled: {near(one)}" for one in found.near[SHOWN if found.toml else 0 : NEAR]]
    return [line(one) if one != found.sentence else one for one in said]


def failed(found: Discovery) -> str:
    """Why there is no profile. Out: what was seen, and what a person should look at."""
    shown = " ".join(line(name) for name in found.seen[:SEEN])
    tried = [one for one in found.near if one.note]
    if tried:
        why = "; ".join(f"{near(one)}" for one in tried[:3])
        return (
            f"{found.home}: no county/city section could be read. Tried: {why}. Open the likeliest of them in a "
            "browser; when it is the section, write its address into a profile as listing.url"
        )
    if shown:
        return (
            f"{found.home}: no link is named like a county/city section (市县人大, 区县之窗, …). The page has: "
            f"{shown}. Look in a browser where the counties' news stand, and write that page's address into a profile "
            "as listing.url"
        )
    return (
        f"{found.home}: the page has no links: {found.bare or 'it may be filled by a script in the browser'}. Open it "
        "in a browser; when there are links, write the section's address into a profile as listing.url, with render = "
        "true"
    )
