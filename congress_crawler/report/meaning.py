"""What does it mean that a run ended so, and what is to be done?"""

from congress_crawler.completeness import count
from congress_crawler.items import Run

#: Exit codes of `crawl`, as DESIGN lists them.
CODES: dict[int | None, str] = {
    None: "run the crawl again, it goes on where it was",
    0: "every listed link is a row or a named failure",
    1: "the command was used wrongly",
    65: "not all could be read, or the site looks redesigned; look at the site and at its profile",
    69: "a host could not be reached; try again later",
    70: "a fault of this program; its log says which",
    74: "the disk refused a write; nothing that was confirmed is lost: make room and crawl again",
    75: "the site refused us (challenge page, 429 or 503); wait, and ask its operator if it lasts",
    78: "the profile is not valid",
    130: "interrupted (SIGINT); run the crawl again, it goes on where it was",
    143: "interrupted (SIGTERM); run the crawl again, it goes on where it was",
}
#: Ends that say more than their exit code.
ENDS = {
    "limited": "stopped by --limit; every link asked for is a row or a named failure",
    "nothing-read": "links are listed, but none could be read as an article",
    "empty-listing": "a listing shows no row; look whether the site has changed",
    "section-not-found": "no link has the section's name; the profile's section must be fixed",
    "too-many-pages": "a listing goes on beyond all measure; is it a trap?",
    "unaccounted": "listed links came to nothing without a reason; that is a fault of this program",
}


def meaning(run: Run) -> str:
    """What the end of a run means, in words. In: its line."""
    if run.alarms and run.exit == 65:
        return "an alarm: the site looks redesigned; look at it and at its profile"
    return ENDS.get(run.end) or CODES.get(run.exit) or f"exit {run.exit} is none of this program's codes"


def no_article(run: Run) -> str:
    """Why a site that was crawled has no article. In: the line of its last run. Out: "no article: " and the reason."""
    if run.found and run.failed:
        return f"no article: {run.failed} of {run.found} listed links failed ({reasons(run.reasons)}); {run.end}"
    if run.found:
        return f"no article: {count(run.found, 'link')} listed, none read; {run.end}: {meaning(run)}"
    return f"no article: {run.end or 'no word of how it ended'}: {meaning(run)}"


def reasons(counts: dict[str, int]) -> str:
    """Counts by reason in words, the most first.

    >>> reasons({"timeout": 1, "not-found": 3})
    '3 × not-found, 1 × timeout'
    """
    ordered = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
    return ", ".join(f"{count} × {reason}" for reason, count in ordered)
