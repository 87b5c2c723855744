"""Is this row of the listing asked at all, and on which conditions?"""

from dataclasses import dataclass, field
from datetime import date

from scrapy.http import Request

from congress_crawler.items import Reason
from congress_crawler.profile import Profile, in_scope
from congress_crawler.run import SiteRun

FILES = (".pdf", ".doc", ".docx", ".wps", ".xls", ".xlsx", ".ppt", ".pptx", ".zip", ".rar", ".7z", ".txt", ".csv")
MEDIA = (".jpg", ".jpeg", ".png", ".gif", ".bmp", ".mp3", ".mp4", ".flv", ".avi", ".wmv", ".swf", ".apk", ".exe")


@dataclass
class Walk:
    """How far one section has been walked: what its pages listed, whether or not another section listed it too."""

    links: set[int] = field(default_factory=set)  #: hashes of canonical URLs
    pages: set[str] = field(default_factory=set)
    promised: int = 0
    day: date | None = None  #: the last certain day of the pages so far: later rows are older

    def fresh(self, links: list[str]) -> bool:
        """Note a page's links. Out: whether one of them is new to this section."""
        before = len(self.links)
        self.links.update(map(hash, links))
        return len(self.links) > before


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
    if not in_scope(profile, url):
        return "off-site", f"{url} is not on a host that the profile names"
    if path.endswith(FILES) or path.endswith(MEDIA):
        return "not-html", f"{url} is a file, not a page"
    return None


def conditions(run: SiteRun, url: str) -> dict[str, str] | None:
    """The conditional headers for a listed address (RFC 9110, section 13.1); None when it is not to be asked.

    In: the run; the address as listed. A known article is asked on the validators its server gave
    for this very address. Without any it is left alone, for a known text is not fetched again and again; `--full` asks
    all, and without conditions, since servers exist whose validators never change.
    """
    before = run.article(url)
    if before is None or run.options.full:
        return {}
    asked = Request(url).url  # as Scrapy will write it, and as the archive knows it
    known = run.known(asked)
    if known is None:
        return {} if before.url != asked else None
    headers = {"If-None-Match": known.etag, "If-Modified-Since": known.last_modified}
    return {name: value for name, value in headers.items() if value} or None
