"""What does a whole run prove: which articles are gone or moved, and should a person look at the site?

Called once, when every listing has been walked and every answer is read.
"""

import logging

from congress_crawler.archive import ArticleState
from congress_crawler.completeness import alarms, warnings
from congress_crawler.items import Event, EventKind, Walked, WarcRef
from congress_crawler.normalise import canonical
from congress_crawler.receipts import Missing
from congress_crawler.returning.gone import SAYS_GONE, Absent, decide
from congress_crawler.run import SiteRun, utc_now

logger = logging.getLogger(__name__)

FEW, SHARE = 10, 0.2  # articles that may vanish at once, on one answer each: more looks like a redesign


def whole(run: SiteRun) -> bool:
    """Whether every listing of the profile was walked to its end in this run: only then is an absence evidence."""
    walks = run.line.listings
    complete = 0 < run.wanted == len(walks) and all(walked.complete for walked in walks)
    return complete and not any(_shrunk(run, walked) for walked in walks)


def _shrunk(run: SiteRun, walked: Walked) -> bool:
    """Whether a listing shows far fewer links than at its last complete walk: then it may only have broken off."""
    lines = [one for line in run.archive.history.runs() for one in line.listings]
    past = [one.links for one in lines if (one.section, one.url) == (walked.section, walked.url) and one.complete]
    return bool(past) and walked.links < (1 - SHARE) * past[-1]


def conclude(run: SiteRun) -> None:
    """Write the warnings, alarms and the events removed and moved of a run. Raises ArchiveError."""
    if run.halted is not None:
        return
    _warn(run)
    run.line.alarms += alarms(run.line, run.archive.history.runs())
    gone = {key: one for key, one in run.missing.items() if not run.archive.history.gone(key)}
    absent: list[tuple[ArticleState, Absent]] = []
    for one in gone.values():
        if (new := _new_home(run, one)) is not None:
            _moved(run, one, new)
        elif (why := _absent(run, one)) is not None:
            absent.append((one.state, why))
    _remove(run, absent)
    for alarm in run.line.alarms:
        logger.error("%s: %s", run.profile.site, alarm)


def _warn(run: SiteRun) -> None:
    for walked in run.line.listings:
        walked.warnings += warnings(walked)
        for warning in walked.warnings:
            logger.warning("%s: %s: %s", run.profile.site, " › ".join(walked.section) or walked.url, warning)


def _new_home(run: SiteRun, one: Missing) -> ArticleState | None:
    """The article that has this one's text at another address, when this address leads there or is gone."""
    if one.to is not None:
        new = run.article(one.to)
        return new if new is not None and new.text_digest == one.state.text_digest else None
    same = run.archive.history.same_text(one.state.text_digest) if one.reason in SAYS_GONE else []
    others = [new for new in same if new.id != one.state.id and not run.archive.history.gone(new.id)]
    return next((new for new in others if new.id not in run.missing), None)


def _absent(run: SiteRun, one: Missing) -> Absent | None:
    if one.to is not None:
        return None
    return decide(run.archive.history.checks(one.state.url), one.reason, one.answer, unlisted=_unlisted(run, one))


def _unlisted(run: SiteRun, one: Missing) -> bool:
    return whole(run) and not run.accounts.has_listed(canonical(one.state.url))


def _remove(run: SiteRun, absent: list[tuple[ArticleState, Absent]]) -> None:
    """Write the removals, unless the run is broken, or so many vanish at once that the site itself has changed."""
    once = [state for state, why in absent if not why.supporting]
    known = len(run.archive.history.articles())
    if len(once) > max(FEW, SHARE * known):
        run.line.alarms.append(
            f"{len(once)} of {known} known articles answer 404 and are no longer listed: has the site been rebuilt? "
            "Nothing is taken for removed; look at the site. Those still gone on another day will be."
        )
    if run.faults or run.line.alarms:
        return
    for state, why in absent:
        _tell(run, "removed", state, why.evidence, why.because, supporting=why.supporting)
        run.line.removed += 1


def _moved(run: SiteRun, one: Missing, new: ArticleState) -> None:
    because = f"the same text is at {new.url}; the old address " + (
        "leads there" if one.to is not None else f"answers: {one.reason}"
    )
    _tell(run, "moved", one.state, new.ref, because, supporting=[one.answer], to=new.url)
    run.line.moved += 1


def _tell(
    run: SiteRun,
    kind: EventKind,
    state: ArticleState,
    evidence: WarcRef,
    because: str,
    *,
    supporting: list[WarcRef],
    to: str | None = None,
) -> None:
    run.add(
        Event(
            event=kind,
            url=state.url,
            id=state.id,
            version=state.version,
            at=utc_now(),
            run=run.line.run,
            evidence=evidence,
            supporting=supporting,
            because=because,
            to=to,
        )
    )
