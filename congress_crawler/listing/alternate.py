"""Does this page name a feed of its own section, where a list shows its newest rows only?"""

from congress_crawler.listing.given import Found, Given
from congress_crawler.listing.links import absolute
from congress_crawler.listing.step import Step
from congress_crawler.listing.tree import words

KINDS = frozenset(("application/rss+xml", "application/atom+xml"))


def find(given: Given, found: Found) -> Step | None:
    """The feed of a section.

    In: the page, what was read of it. Out: the step to the feed that the head of the page names (`link
    rel="alternate"`), when it bears the name that the page's title begins with or lies under the name of its folder;
    None for a page that has another page, that shows all rows it promises, or that names the feed of the whole site.
    """
    if given.tree is None or given.step is not None or found.next is not None or not given.rows:
        return None
    if found.pages == 1 or (found.promised is not None and found.promised <= len(given.rows)):
        return None
    title, folder = words(given.tree.find(".//title")), given.url.partition("://")[2].split("/")[1:-1]
    for link in given.tree.iter("link"):
        kind, href = (link.get("type") or "").lower(), (link.get("href") or "").strip()
        if kind not in KINDS or "alternate" not in (link.get("rel") or "").lower() or not href:
            continue
        name = (link.get("title") or "").strip()
        if (name and title.startswith(name)) or (folder and folder[-1] and f"/{folder[-1]}" in href):
            return Step(url=absolute(given.base, href), sure=False)
    return None
