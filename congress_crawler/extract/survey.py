"""Where is each raw value of an article page?"""

import re
from typing import cast

from congress_crawler.extract import (
    anchor,
    answer,
    bylines,
    coding,
    crumbs,
    dates,
    hints,
    marks,
    media,
    paper,
    region,
    text,
    title,
)
from congress_crawler.extract.charset import Decoded, decode
from congress_crawler.extract.found import Found
from congress_crawler.extract.page import Page, header, pairs
from congress_crawler.extract.scribe import write
from congress_crawler.extract.sheet import Node, Sheet
from congress_crawler.items import Charset, Evidence, Method, Unreadable
from congress_crawler.listing.row import Row
from congress_crawler.normalise.raw import Dated, Pair
from congress_crawler.profile import Profile

TITLE_TAGS = ("articletitle", "og:title")
SITE_TAGS = ("sitename", "og:site_name")
FAR = 40  # lines between the headline and its text; what begins later is another part of the page
POOR = 60.0  # worth of a block that a file, a film or a frame above it makes doubtful
HINTED = 6  # lines of a byline that a profile's selector may name: more are a block of another skin
LONGEST_META = 500  # characters of a meta tag: longer ones are no name and no date
MARKUP = re.compile(r"</?[a-zA-Z][^<>]*>")
THIN = 60  # characters of a text that may be the notice of a page that is gone


def locate(page: Page, profile: Profile | None, row: Row | None) -> Found:
    """Find the raw values of one answer. Raises Unreadable with the reason to record."""
    return within(readable(page), page.url, profile, row)


def readable(page: Page, *, data: bool = False) -> Decoded:
    """The text of an answer that can be a page, and how it was decoded. Raises Unreadable when it is none.

    `data`: JSON, scripts and feeds will do as well.
    """
    known = pairs(page.headers)
    body = coding.decoded(page.body, header(known, "content-encoding"))
    if (wrong := answer.by_magic(body)) is not None:
        raise wrong
    read = decode(body, header(known, "content-type"))
    if data and answer.is_data(known, read.text):
        wrong = answer.data_verdict(page.status, known, read.text)
        if wrong is not None:
            raise wrong
        return read
    if (wrong := answer.verdict(page.status, known, read.text)) is not None:
        raise wrong
    return read


def within(read: Decoded, url: str, profile: Profile | None = None, row: Row | None = None) -> Found:
    """Find the raw values of a decoded page. In: the page, its URL. Out: the strings found."""
    page = write(read.utf8)
    found = _values(page, read.charset, url, profile, row)
    if page.hidden and _size(found) < THIN:  # some sites show the text by script
        again = _values(write(read.utf8, hidden=True), read.charset, url, profile, row)
        found = again if _size(again) > 3 * _size(found) else found
    if read.doubt:
        found.doubts["charset"] = read.doubt
    if found.blocks and _size(found) < THIN and answer.says_gone(found.blocks[0].text):
        raise Unreadable("soft-404", f"the page says: {found.blocks[0].text}")
    return found


def _size(found: Found) -> int:
    return sum(len(block.text) for block in found.blocks)


def _values(page: Sheet, charset: Charset, url: str, profile: Profile | None, row: Row | None) -> Found:
    metas = _metas(page)
    names = _names(page, metas, row)
    at = _anchor(page, names, profile)
    after = 0 if at is None else at + 1
    area = _area(page, after, profile)
    start = text.opening(page.lines, area) if area else after
    headline = title.find(page.lines, names, start)
    first = headline.last + 1 if headline else 0
    if area is not None and headline is not None and _is_poor(page, area, first):
        area = None
    body = text.find(page, area, first) if area else None
    found = Found(url=url, charset=charset, title_tag=page.title)
    found.pairs = [Pair(name, value, f"meta[name={name}]") for name, value in metas]
    found.dates = dates.find(page.scripts, metas, url)
    _listed(found, row)
    _headline(found, page, headline, metas, row, profile)
    _body(found, page, body, area, first)
    _bylines(found, page, headline, body, profile)
    if headline is not None and not any(map(marks.has_date, found.bylines)):
        found.dates += paper.issue(page.lines, headline.first) or _signed(body)
    crumb = crumbs.find(page.lines, headline.first if headline else start)
    if crumb is not None:
        found.crumbs = crumb[0]
        found.evidence["section"] = Evidence(method="structure", locator="breadcrumb", raw=crumb[1])
    _absent(found, page)
    return found


def _signed(body: text.Text | None) -> list[Dated]:
    """The date with which a text is signed: its last line, and nothing else in it."""
    last = body.blocks[-1].text if body is not None and body.blocks else ""
    alone = marks.is_dated(last) and last.rstrip("日 ").replace("年", "").replace("月", "").isalnum()
    return [Dated("structure", last, "sign-off")] if alone else []


def _area(page: Sheet, after: int, profile: Profile | None) -> region.Region | None:
    """The block of the text: the one worth most, unless it lies outside the block that the profile names."""
    best = region.find(page, after) or region.find(page)
    node = hints.block(page, profile.hints.body) if profile is not None else None
    if node is None or (best is not None and node.first <= best.first and best.last <= node.last):
        return best
    return region.Region(node, max(node.first, after), node.last, 0.0)


def _is_poor(page: Sheet, area: region.Region, first: int) -> bool:
    """Whether the best block is too little or too far to be the text: the article is a file or a film, and this block
    belongs to the sidebar or the footer.
    """
    things = (*page.media, *page.frames)
    instead = any(first <= thing.at <= area.first for thing in things) or any(page.files(first, area.first))
    return area.first - first > FAR or (instead and 0.0 < area.worth < POOR)


def _listed(found: Found, row: Row | None) -> None:
    if row is None:
        return
    found.row_title, found.list_url = row.title, row.list_url
    found.dates += [Dated("list", row.date, "date column")] if row.date else []


def _bylines(
    found: Found, page: Sheet, headline: title.Headline | None, body: text.Text | None, profile: Profile | None
) -> None:
    hinted = [page.lines[number] for number in hints.lines(page, profile.hints.byline)] if profile else []
    named = [line.text for line in hinted[:HINTED] if bylines.is_one(line)]
    found.bylines = list(dict.fromkeys((*named, *bylines.head(page.lines, headline, body))))
    found.tail = bylines.tail(page.lines, body)
    if lines := found.bylines or found.tail:
        where = "by the headline" if found.bylines else "behind the text"
        found.evidence["byline"] = Evidence(method="label", locator=f"lines {where}", raw=lines[0])


def _anchor(page: Sheet, names: list[str], profile: Profile | None) -> int | None:
    """The line of the headline: by the profile's hint, else the line that repeats a name of the page."""
    if profile is not None and (hinted := hints.lines(page, profile.hints.title)):
        return hinted[0]
    return anchor.find(page.lines, names)


def _metas(page: Sheet) -> list[tuple[str, str]]:
    """(name, content) of the meta tags that have both."""
    found: list[tuple[str, str]] = []
    for attrs in page.metas:
        name = attrs.get("name") or attrs.get("property")
        if name and (content := attrs.get("content", "").strip()):
            found.append((name.strip(), _bare(content[:LONGEST_META])))
    return found


def _names(page: Sheet, metas: list[tuple[str, str]], row: Row | None) -> list[str]:
    """What the page and the listing call the article."""
    tagged = [content for name, content in metas if name.lower() in TITLE_TAGS]
    listed = [row.title] if row is not None and row.title else []
    return [name for name in (*tagged, *listed, _bare(page.title)) if name]


def _bare(text: str) -> str:
    """A name without literal markup: `为民<br>服务` is written so into titles and meta tags."""
    return MARKUP.sub(" ", text).strip() if "<" in text else text


def _headline(
    found: Found,
    page: Sheet,
    headline: title.Headline | None,
    metas: list[tuple[str, str]],
    row: Row | None,
    profile: Profile | None,
) -> None:
    """The headline on the page; else what the meta tag, the title tag or the listing calls the article."""
    if headline is not None:
        found.titles, found.title = headline.lines, headline.title
        line = page.lines[headline.at]
        found.evidence["title"] = Evidence(method="structure", locator=path(line.node), raw=line.text)
        return
    sites = [content for name, content in metas if name.lower() in SITE_TAGS]
    sites += [profile.name, *profile.suffixes] if profile else []
    tagged = next((content for name, content in metas if name.lower() in TITLE_TAGS), None)
    for name, method, locator in (
        (tagged, "meta", "ArticleTitle"),
        (title.of_tag(_bare(page.title), sites), "meta", "title"),
        (row.title if row else None, "list", "title"),
    ):
        if name:
            found.titles = [name]
            found.evidence["title"] = Evidence(method=cast("Method", method), locator=locator, raw=name)
            return


def _body(found: Found, page: Sheet, body: text.Text | None, area: region.Region | None, first: int) -> None:
    if body is None or area is None:
        found.attachments = media.attachments(page, first, first + FAR, found.url)
        return
    found.blocks = body.blocks
    found.trailers = bylines.trailers(body)
    found.images = media.images(page, body, found.url)
    found.attachments = media.attachments(page, body.first, body.end + media.BEHIND, found.url)
    found.body_at = path(area.node)
    if body.blocks:
        found.evidence["text"] = Evidence(method="structure", locator=found.body_at, raw=body.blocks[0].text)


def _absent(found: Found, page: Sheet) -> None:
    """Why there is no text: it is a film, a file, or it stands in a frame."""
    if found.blocks:
        return
    if found.attachments:
        found.missing["text"] = "attachment-only"
    elif page.media:
        found.missing["text"] = "video"
    elif page.frames:
        found.missing["text"] = "body-in-frame"


def path(node: Node) -> str:
    """The place of a block as its last four ancestors with ids and classes: `td/table/tr/td#zoom`."""
    steps: list[str] = []
    at: Node | None = node
    while at is not None and at.tag and len(steps) < 4:
        ident = f"#{at.ident}" if at.ident else ""
        steps.append(at.tag + ident + "".join(f".{name}" for name in at.classes.split()))
        at = at.up
    return "/".join(reversed(steps))
