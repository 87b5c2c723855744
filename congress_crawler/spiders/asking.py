"""Is this row of the listing asked at all, and on which conditions?"""

from datetime import datetime

from scrapy.http import Request

from congress_crawler.archive import ArticleState
from congress_crawler.items import Reason
from congress_crawler.listing import Row
from congress_crawler.profile import Profile, why_outside
from congress_crawler.returning import due
from congress_crawler.run import SiteRun
from congress_crawler.versions import as_listed

FILES = (".pdf", ".doc", ".docx", ".wps", ".xls", ".xlsx", ".ppt", ".pptx", ".zip", ".rar", ".7z", ".txt", ".csv")
MEDIA = (".jpg", ".jpeg", ".png", ".gif", ".bmp", ".mp3", ".mp4", ".flv", ".avi", ".wmv", ".swf", ".apk", ".exe")
#: Failures that an address of itself has: its page is asked again on the schedule of articles. All others, which are
#: the network's or the server's, are asked again by the next run.
LASTING: frozenset[Reason] = frozenset(
    ("not-found", "soft-404", "no-title", "no-body", "not-html", "body-in-frame", "off-site", "needs-browser")
)


def refusal(profile: Profile, url: str) -> tuple[Reason, str] | None:
    """Why an address of the listing is not asked, as reason and sentence; None when it is.

    In: the profile with its hosts; the absolute address as listed, which may be anything.
    """
    if not url.lower().startswith(("http://", "https://")):
        return "bad-url", f"{url[:200]} is no web address"
    try:
        path = Request(url).url.partition("?")[0].lower()
    except ValueError as error:
        return "bad-url", f"{url[:200]} is no web address: {error}"
    if (why := why_outside(profile, url)) is not None:
        return "off-site", f"{url} {why}"
    if path.endswith(FILES) or path.endswith(MEDIA):
        return "not-html", f"{url} is a file, not a page"
    if url.partition("#")[2].startswith(("/", "!")) and not profile.render:
        return "needs-browser", f"{url} is filled by a script; render = true in the profile asks a browser"
    return None


def is_known(run: SiteRun, row: Row) -> bool:
    """Whether a row says nothing new: its article is kept and the row says what it said then, or it failed for good."""
    state = run.behind(row.url)
    if state is not None:
        return not run.archive.history.gone(state.id) and as_listed(state.listed, row)
    failure = run.last_failure(row.url)
    return failure is not None and (failure.reason in LASTING or refusal(run.profile, row.url) is not None)


def is_due(run: SiteRun, state: ArticleState | None, row: Row, *, listed: bool = True) -> bool:
    """Whether an address is to be asked today.

    In: the run; what is known of its article, None for nothing; the row that names it; whether a page of this walk
    shows that row. A new link is, one that failed for a passing reason, and an article that was gone and is listed
    again; all else is on the schedule of `returning`, where a row that says something new counts as a change.
    """
    history = run.archive.history
    if run.options.full or (listed and state is not None and history.gone(state.id)):
        return True
    if state is None:
        failure = run.last_failure(row.url)
        if failure is None or failure.reason not in LASTING:
            return True
    asked = [datetime.fromisoformat(one.at) for one in history.checks(Request(row.url).url)]
    changed = [datetime.fromisoformat(at) for at in history.version_dates(state.id)[1:]] if state is not None else []
    if state is not None and not as_listed(state.listed, row):
        return due(asked[-1:], [], run.now)
    return due(asked, changed, run.now)


def last_row(state: ArticleState) -> Row:
    """What the listing said of a known article when it was read last, as a row."""
    said = state.listed
    if said is None:
        return Row(state.url, "", None, state.list_url or "")
    return Row(state.url, said.title, said.date, state.list_url or "", said.near)


def conditions(run: SiteRun, url: str) -> dict[str, str]:
    """The conditional headers for a known address (RFC 9110, section 13.1); none for an unknown one.

    In: the run; the address. The validators are those that the server gave for this very address. `--full` asks
    without conditions, since servers exist whose validators never change.
    """
    state = run.article(url)
    if run.options.full or state is None or run.archive.history.gone(state.id):
        return {}
    known = run.known(Request(url).url)
    if known is None:
        return {}
    headers = {"If-None-Match": known.etag, "If-Modified-Since": known.last_modified}
    return {name: value for name, value in headers.items() if value}
