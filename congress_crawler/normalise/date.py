"""When was it published?"""

from datetime import date

from congress_crawler.items import DateCandidate, Evidence
from congress_crawler.normalise import moment
from congress_crawler.normalise.draft import Draft
from congress_crawler.normalise.moment import Moment
from congress_crawler.normalise.raw import Dated, Origin

# Which candidate wins, first to last, and why:
# label      what the page says under 发布时间, 时间, 日期 … is what its readers see
# structure  a date alone in the byline is the same without its label
# list       the listing shows the day of publication, but often without time or year
# script     the variable that the page prints as its date
# meta       PubDate, but it may be the moment the page was generated: see `_stale`
# url        the day the file was made; survives when all else is empty, wrong after a migration
# stamp      更新, 生成, 成文: a date of the text or of the file, not of the publication
RANK = {"label": 0, "structure": 1, "list": 2, "script": 3, "meta": 4, "url": 5, "stamp": 6}

Candidate = tuple[str, Origin, str, str, Moment]  # rank name, origin, raw, locator, value


def step(draft: Draft) -> None:
    """Fill `published`, `published_raw` and `date_candidates` of a draft.

    In: the dates of the parsed byline and the raw candidates of meta tags, listing, scripts and URL. Out: the best
    candidate as precise as it is shown; every candidate is kept with its origin, won or not.
    """
    near = _near(draft)
    read = [*_shown(draft), *filter(None, (_read(item, draft.captured, near) for item in draft.raw.dates))]
    draft.date_candidates = [
        *(DateCandidate(origin=item[1], raw=item[2], value=item[4].iso) for item in read),
        *_unread(draft, read),
    ]
    best = min(read, key=lambda item: RANK[item[0]], default=None)
    if best is None:
        draft.missing["published"] = draft.byline.missing.get("published", "not-on-page")
        return
    if best[0] == "meta":
        best = _stale(best, read)
    draft.published, draft.published_raw = best[4].iso, best[2]
    draft.evidence["published"] = Evidence(method=best[1], locator=best[3], raw=best[2])


def _shown(draft: Draft) -> list[Candidate]:
    """The dates of the byline lines: labelled, unlabelled, and stamps."""
    found: list[Candidate] = []
    for kind, label, one in draft.byline.dates:
        rank = {"date": "label", "issued": "stamp", "noise": "stamp"}.get(kind, "structure")
        origin: Origin = "label" if label else "structure"
        found.append((rank, origin, one.raw, label or "byline", one))
    return found


def _read(item: Dated, captured: date | None, near: date | None) -> Candidate | None:
    one = moment.read(item.raw, captured=captured, near=near)
    if one is None and item.origin in {"script", "meta"}:
        one = moment.epoch(item.raw, captured=captured)
    return None if one is None else (item.origin, item.origin, item.raw, item.locator, one)


def _unread(draft: Draft, read: list[Candidate]) -> list[DateCandidate]:
    known = {(item[1], item[2]) for item in read}
    return [
        DateCandidate(origin=item.origin, raw=item.raw, value=None)
        for item in draft.raw.dates
        if (item.origin, item.raw) not in known
    ]


def _near(draft: Draft) -> date | None:
    """A day close to the wanted one, to complete 06-03: of the byline, the URL, a meta tag, or the capture."""
    if draft.byline.dates:
        return draft.byline.dates[0][2].day
    for origin in ("url", "meta", "script"):
        for item in draft.raw.dates:
            if item.origin == origin and (one := moment.read(item.raw, captured=draft.captured)) is not None:
                return one.day
    return draft.captured


def _stale(best: Candidate, read: list[Candidate]) -> Candidate:
    """PubDate later than the URL's day is the moment the page was generated: the URL's day then."""
    url = next((item for item in read if item[0] == "url"), None)
    return url if url is not None and url[4].day < best[4].day else best
