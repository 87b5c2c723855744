"""When was it published?"""

from datetime import date, timedelta
from typing import Literal

import msgspec

from congress_crawler.items import DateCandidate, Evidence
from congress_crawler.normalise import day, relative
from congress_crawler.normalise.draft import Draft
from congress_crawler.normalise.fold import seen
from congress_crawler.normalise.moment import Moment
from congress_crawler.normalise.raw import Dated, Origin

Rank = Literal["label", "structure", "list", "script", "meta", "url", "late", "stamp"]

# Which candidate wins, first to last, and why. Candidates of one rank: the first on the page.
# label      what the page says under 发布时间, 时间, 日期 … is what its readers see, and what gold and editors mean
# structure  a date alone in the byline is the same without its label
# list       the listing shows the day of publication, but often without time; its year may be completed
# script     the variable that the page prints as its date
# meta       PubDate is typed or filled by the CMS, and nobody sees it when it is wrong
# url        the day the file was made; survives when all else is empty, wrong after a migration
# late       PubDate later than the day of the URL: the moment the page was generated again
#            (seen at sc.gov.cn: PubDate of 2024-12-10 = "页面生成时间" of the same second, URL of 2024/12/7)
# stamp      更新, 生成, 成文, a PubDate that repeats one of them to the second, the date with which the text is signed:
#            dates of the text or of the file
ORDER: tuple[Rank, ...] = ("label", "structure", "list", "script", "meta", "url", "late", "stamp")
RANK = {rank: number for number, rank in enumerate(ORDER)}
CLOSE = timedelta(days=7)  # a full date of the page that names so near a day gives 06-03 its year
NO_PART = frozenset({"no-date", "empty", "other-label"})  # reasons of strings that name no part of the date
AGREE = timedelta(days=1)  # dates of one event differ so much: put online after midnight, dated the day before


class Candidate(msgspec.Struct, frozen=True):
    """One date that may be the date of publication."""

    rank: Rank
    origin: Origin
    raw: str
    locator: str
    one: Moment


def step(draft: Draft) -> None:
    """Fill `published`, `published_raw`, `date_candidates` and, when they disagree, `doubts` of a draft.

    In: the dates of the parsed byline and the raw candidates of meta tags, listing, scripts and URL. Out: the best
    candidate as precise as it is shown; every candidate is kept with its origin, won or not. Without any, `missing`
    has the reason (of `day.Reason`, empty-label or not-on-page), `published_raw` the string that is less than a
    day.
    """
    unread: list[tuple[Origin, str, str]] = []
    found = _ranked([*_shown(draft, unread), *_stated(draft, unread)])
    draft.date_candidates = [
        *(DateCandidate(origin=item.origin, raw=item.raw, value=item.one.iso) for item in found),
        *(DateCandidate(origin=origin, raw=raw, value=None) for origin, raw, _ in unread),
    ]
    best = min(found, key=lambda item: RANK[item.rank], default=None)
    if best is None:
        _none(draft, unread)
        return
    draft.published, draft.published_raw = best.one.iso, best.raw
    draft.evidence["published"] = Evidence(method=best.origin, locator=best.locator, raw=best.raw)
    if (doubt := _doubt(found)) is not None:
        draft.doubts["published"] = doubt


def _shown(draft: Draft, unread: list[tuple[Origin, str, str]]) -> list[Candidate]:
    """The dates of the byline lines: labelled, unlabelled, and stamps."""
    found: list[Candidate] = []
    ranks: dict[str, Rank] = {"date": "label", "issued": "stamp", "noise": "stamp"}
    for kind, label, one in draft.byline.dates:
        origin: Origin = "label" if label else "structure"
        found.append(Candidate(ranks.get(kind, "structure"), origin, one.raw, label or "byline", one))
    raw, reason = draft.byline.published_raw, draft.byline.missing.get("published")
    if raw and reason:
        one_ = _completed(raw, draft) if reason == "no-year" else None
        if one_ is not None:
            found.append(Candidate("label", "label", raw, "byline", one_))
        else:
            unread.append(("label", raw, reason))
    return found


def _stated(draft: Draft, unread: list[tuple[Origin, str, str]]) -> list[Candidate]:
    """The dates that stand outside the byline."""
    found: list[Candidate] = []
    for item in draft.raw.dates:
        one, reason = _read(item, draft)
        if one is None:
            unread.append((item.origin, item.raw, reason))
        else:
            late = "生成" in item.raw or item.locator == "sign-off"
            rank: Rank = "stamp" if late else item.origin
            found.append(Candidate(rank, item.origin, item.raw, item.locator, one))
    return found


def _read(item: Dated, draft: Draft) -> tuple[Moment | None, str]:
    one, reason = day.read(seen(item.raw), captured=draft.captured, epochs=item.origin in {"script", "meta"})
    if reason == "no-year":
        one = _completed(item.raw, draft)
    elif item.origin == "list" and relative.is_relative(item.raw.strip()):
        # The listing was fetched before the article: its day counts, and minutes before it are none before this fetch.
        near = date.fromisoformat(draft.raw.near) if draft.raw.near else one and one.day
        one = Moment(near, "", item.raw, 0) if near else None
    return one, reason or "no-date"


def _completed(raw: str, draft: Draft) -> Moment | None:
    """06-03 in the year of a full date of the page that names about the same day, else of the listing's order.

    A full date further off completes nothing: a PubDate may be of the day the page was generated, years later; nor
    does the capture, since an old page may be captured any day.
    """
    known = [one.day for _, _, one in draft.byline.dates]
    dates = sorted((item for item in draft.raw.dates if item.origin != "list"), key=lambda item: -RANK[item.origin])
    for item in dates:
        one, _ = day.read(item.raw, captured=draft.captured, epochs=item.origin != "url")
        known += [one.day] if one is not None else []
    for near in known:
        one, _ = day.read(raw, captured=draft.captured, near=near)
        if one is not None and abs(one.day - near) <= CLOSE:
            return one
    return (
        day.read(raw, captured=draft.captured, near=date.fromisoformat(draft.raw.near))[0] if draft.raw.near else None
    )


def _ranked(found: list[Candidate]) -> list[Candidate]:
    """Meta dates that are later than the URL's day, or that repeat a stamp to the second, lose their rank."""
    stamps = {item.one.iso for item in found if item.rank == "stamp"}
    made = min((item.one.day for item in found if item.rank == "url"), default=date.max)
    ranked: list[Candidate] = []
    for item in found:
        rank: Rank = item.rank
        if rank == "meta" and item.one.iso in stamps:
            rank = "stamp"
        elif rank == "meta" and item.one.day > made:
            rank = "late"
        ranked.append(msgspec.structs.replace(item, rank=rank) if rank != item.rank else item)
    return ranked


def _doubt(found: list[Candidate]) -> str | None:
    """What contradicts what, when candidates other than stamps lie more than a day apart: each origin with its day."""
    trusted = sorted((item for item in found if item.rank != "stamp"), key=lambda item: RANK[item.rank])
    days = [item.one.day for item in trusted]
    if not days or max(days) - min(days) <= AGREE:
        return None
    return "; ".join(dict.fromkeys(f"{item.origin} {item.one.day}" for item in trusted))


def _none(draft: Draft, unread: list[tuple[Origin, str, str]]) -> None:
    """Say why there is no date: what stands behind the label, else what the best of the other candidates is."""
    said = draft.byline.missing.get("published", "not-on-page")
    best = min(unread, key=lambda item: RANK[item[0]], default=None)
    if best is not None and (best[0] == "label" or said == "not-on-page"):
        draft.published_raw, said = best[1] if best[2] not in NO_PART else None, best[2]
    draft.missing["published"] = said
