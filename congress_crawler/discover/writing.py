"""How is what was found written as a profile?"""

import json
import re
from collections.abc import Iterator
from datetime import date
from importlib import resources

from congress_crawler.discover.found import Candidate, Chosen, Discovery
from congress_crawler.discover.identity import is_loopback
from congress_crawler.prefectures import JOIN
from congress_crawler.profile_checks import DIALECTS

NEAR = 4  # near-misses shown
WIDE = 200  # characters of a comment
#: What a comment of TOML, or a terminal, must not hold.
CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]+")


def toml(found: Discovery, today: date) -> str:
    """The profile, with comments that say what was seen.

    In: what was found, with at least one list; the day in China. Out: about 15 lines that `profile.parse` takes.
    """
    first = found.chosen[0]
    comments = [f"# {line(said)}" for said in _comments(found, first, today)]
    return "\n".join([*comments, *_keys(found, first, today), *(row for one in found.chosen for row in _list(one)), ""])


def _keys(found: Discovery, first: Chosen, today: date) -> Iterator[str]:
    yield f"site = {string(found.site)}"
    yield f"name = {string(found.name)}"
    if found.division:
        yield f"division = {string(found.division)}"
    yield f"hosts = {_strings(found.hosts)}"
    if found.scope:
        yield f"scope = {_strings(found.scope)}"
    yield f"home = {string(found.home)}"
    yield from _family(first.listing.dialect)
    if found.render:
        yield "render = true"
    yield f"checked = {string('practice' if is_loopback(found.home) else f'live {today.isoformat()}')}"


def _family(dialect: str) -> Iterator[str]:
    """The family of this dialect, where there is one; the dialect itself where its family does not say it."""
    path = resources.files("congress_crawler") / "profiles" / "families" / f"{dialect}.toml"
    named = path.is_file()
    if named:
        yield f"family = {string(dialect)}"
    if dialect in DIALECTS and not (named and "\ndialect" in f"\n{path.read_text(encoding='utf-8')}"):
        yield f"dialect = {string(dialect)}"


def _list(one: Chosen) -> Iterator[str]:
    for url in (one.url, one.sitemap):
        if url is not None:
            yield from ("", "[[listing]]", f"section = {_strings(one.section)}", f"url = {string(url)}")


def _comments(found: Discovery, first: Chosen, today: date) -> Iterator[str]:
    yield f"Proposed by `congress-crawler discover {found.url}` on {today.isoformat()}, in {found.asked} requests."
    yield f"List: {JOIN.join(first.section)}: {listed(first)}"
    good = [read.article for read in first.reads if read.article is not None]
    titles = "; ".join(f"{article.title} ({article.published or 'no date'})" for article in good)
    yield f"Read: {len(good)} of {len(first.reads)} articles asked: {titles}"
    yield from (f"Doubt: {doubt}" for doubt in first.doubts)
    yield from (f"Not crawled: {near(one)}" for one in found.near[:NEAR])


def listed(one: Chosen) -> str:
    """What the list's first page showed. In: a list. Out: a sentence: dialect and why, rows, totals, date forms."""
    listing = one.listing
    said = [f"dialect {listing.dialect} ({listing.why})", f"{len(listing.rows)} rows on the first page"]
    said += [f"{listing.promised} promised"] if listing.promised is not None else []
    said += [f"{listing.pages} pages"] if listing.pages is not None else []
    said += [f"{len(listing.sublists)} lists below it"] if listing.sublists else []
    dates = {re.sub(r"\d", "0", row.date): row.date for row in reversed(listing.rows) if row.date}
    said += [f"dates like {' and '.join(list(dates.values())[::-1][:2])}"] if dates else ["no dates"]
    return ", ".join(said)


def near(one: Candidate) -> str:
    """A near-miss as a line: names, address, why not."""
    return f"{JOIN.join(one.section)} {one.url or ''}{f' ({one.note})' if one.note else ''}"


def line(text: str) -> str:
    """A text as one short line without control characters."""
    plain = CONTROL.sub(" ", text)
    return plain if len(plain) <= WIDE else f"{plain[: WIDE - 1]}…"


def string(value: str) -> str:
    r"""A basic string of TOML (v1.0.0, section String): JSON's escapes are among its own.

    >>> print(string('a "b" \\ \x7f'))
    "a \"b\" \\ "
    """
    return json.dumps(CONTROL.sub("", value), ensure_ascii=False)


def _strings(values: tuple[str, ...] | list[str]) -> str:
    return "[" + ", ".join(map(string, values)) + "]"
