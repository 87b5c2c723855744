"""Which links does this page have, and under which headings does each stand?

Navigation is nested in a dozen ways: lists in lists, a heading above a block of links, a definition list, a cell
beside a cell, a menu of `<option>`s, the areas of a map. What they share is that the heading comes just before the
links and is an element of another kind.
"""

import re
from collections.abc import Iterator
from itertools import islice
from urllib.parse import urljoin, urlsplit

import lxml.html
import msgspec

from congress_crawler.listing.tree import base_of, parse, words

DEEPEST = 60  # ancestors looked at above a link
FAR = 80  # sisters looked at before a link; menus have fewer entries
NEAR = 4  # elements without words between a heading and its block
LONGEST = 16  # characters of a heading
MANY = 150  # links of a block: one with more is the page, and what stands above it is no heading of it
NAMES = 60  # characters of a link's name that are kept
HEADS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6", "strong", "b", "dt", "legend", "caption", "th", "summary"))
CELLS = frozenset(("li", "option", "a", "area"))  # of these one is never the heading of the next
EMPTY = frozenset(("script", "style", "br", "hr", "img", "i", "em"))
MORE = re.compile(r"(?:查看|阅读|点击)?(?:更多|全部|more)(?:内容|信息|新闻|文章)?[\W_]{0,6}", re.IGNORECASE)
NAMED = re.compile(r"[\u4e00-\u9fff()（）、,，]{4,14}")
MARKS = " \u3000·•●■◆★>»›|[]【】:：-—+…"
ADDRESS = re.compile(r"[\"']\s?((?:https?:/)?/?[^\"'<>\s(),;]{1,300})\s?[\"']")
LIKE_PAGE = re.compile(r"/|\.(?:s?html?|jsp|aspx?|php|do)\b")


class Link(msgspec.Struct, frozen=True, kw_only=True):
    """A link of a page with what stands above it."""

    name: str  #: as shown, marks around it away; of a picture its `alt`
    url: str  #: absolute; without fragment, unless a router reads it (#/…)
    above: tuple[str, ...] = ()  #: headings, outermost first
    group: int = 0  #: the block in which it stands: links of one block share the number
    more: bool = False  #: it says 更多, and bears the name of its block


def read_links(text: str, url: str) -> list[Link]:
    """The links of a page in page order, one a name and address.

    In: a decoded page, its address. Out: links with a name and an http(s) address; [] for what is no HTML.
    """
    tree = parse(text)
    if tree is None:
        return []
    reader = _Reader(tree, base_of(tree, url), url)
    return list(dict.fromkeys(reader.links()))


def bare(name: str) -> str:
    """A name without the marks that menus put around it, and the blanks between its letters.

    >>> bare(" · 市县人大 >>"), bare("市 县 人 大")
    ('市县人大', '市县人大')
    """
    pieces = name.split()
    return ("" if all(len(piece) == 1 for piece in pieces) else " ").join(pieces).strip(MARKS)


class _Reader:
    """One page: how many links each element holds, and which heading stands before it."""

    def __init__(self, tree: lxml.html.HtmlElement, base: str, url: str) -> None:
        self._base, self._url = base, url
        self._nodes = [node for node in tree.iter() if isinstance(node.tag, str)]  # held: their identity is the key
        self._places = {node: number for number, node in enumerate(self._nodes)}
        self._count: dict[lxml.html.HtmlElement, int] = {}
        self._heads: dict[tuple[lxml.html.HtmlElement, bool], str] = {}
        for node in reversed(self._nodes):
            own = self._count.get(node, 0) + (node.tag in {"a", "area", "option"})
            self._count[node] = own
            if (up := node.getparent()) is not None:
                self._count[up] = self._count.get(up, 0) + own

    def links(self) -> Iterator[Link]:
        for node in self._nodes:
            href = _address(node)
            if href is None or (target := _absolute(self._base, self._url, href)) is None:
                continue
            names, group = _names(node), self._group(node)
            if not names or all(MORE.fullmatch(name) for name in names):
                above = self._above(node, more=True)
                if names and above:
                    yield Link(name=above[-1], url=target, above=above[:-1], group=group, more=True)
                continue
            above = self._above(node, more=False)
            for name in names:
                yield Link(name=name[:NAMES], url=target, above=above, group=group)

    def _above(self, node: lxml.html.HtmlElement, *, more: bool) -> tuple[str, ...]:
        found: list[str] = []
        at: lxml.html.HtmlElement | None = node
        for _ in range(DEEPEST):
            if at is None or at.tag == "body" or self._count[at] > MANY:
                break
            head = self._head(at, more=more)
            if head and head not in found:
                found.append(head)
            at = at.getparent()
        return tuple(reversed(found))

    def _group(self, node: lxml.html.HtmlElement) -> int:
        """The number of the nearest element round the link that holds others beside it and is no list item."""
        at = node.getparent()
        while at is not None and (self._count[at] <= 1 or at.tag in {"li", "dd", "dt", "td", "span"}):
            at = at.getparent()
        return self._places.get(at, 0) if at is not None else 0

    def _head(self, node: lxml.html.HtmlElement, *, more: bool) -> str:
        key = (node, more)
        if key not in self._heads:
            self._heads[key] = self._find(node, more=more)
        return self._heads[key]

    def _find(self, node: lxml.html.HtmlElement, *, more: bool) -> str:
        """What stands just before an element and may be its heading; "" when nothing does."""
        at, skipped = node, 0
        for _ in range(FAR):
            before = at.getprevious()
            text = bare(str((before.tail if before is not None else _lead(at)) or ""))
            if _says(text):
                return text if len(text) <= LONGEST and not MORE.fullmatch(text) else ""
            if before is None:
                return ""
            at = before
            if not _says(_shown(before)):
                skipped += 1
                if skipped > NEAR:
                    return ""
            elif self._heads_it(before, node, more=more):
                return _first_name(before)
            elif before.tag == node.tag and node.tag in {"a", "dd"} and not more:
                return self._head(before, more=False)  # known already: links are read in page order
            elif (tab := self._tab(node)) or not more:
                return tab
        return ""

    def _tab(self, node: lxml.html.HtmlElement) -> str:
        """The tab of a pane: the nth entry of the short list before the first of panes that are as many."""
        up = node.getparent()
        if up is None or node.tag in CELLS or not 0 < self._count[up] <= MANY:
            return ""
        panes = [one for one in islice(up, FAR) if one.tag == node.tag and _kind(one) == _kind(node)]
        bar = panes[0].getprevious() if len(panes) > 1 and node in panes else None
        if bar is None or not isinstance(bar.tag, str):
            return ""
        if len(bar) == 1:
            bar = bar[0]
        names = [bare(words(one)) for one in islice(bar, FAR)]
        return names[panes.index(node)] if len(names) == len(panes) and max(map(len, names)) <= LONGEST else ""

    def _heads_it(self, before: lxml.html.HtmlElement, node: lxml.html.HtmlElement, *, more: bool) -> bool:
        """Whether the element before another can be its heading: short, and of another kind."""
        if self._count[before] > 3 or not 0 < len(_first_name(before)) <= LONGEST or _is_row(before):
            return False
        if before.tag in HEADS and node.tag not in HEADS:
            return True
        if more and node.tag == before.tag == "a":  # a name and its 更多, alone together
            return (up := node.getparent()) is not None and self._count[up] == 2
        if node.tag in CELLS or before.tag in {"option", "li"}:
            return node.tag == "a" and before.tag not in {"a", "li"} and not self._count[before]
        if before.tag == node.tag and _kind(before) == _kind(node):
            return not self._count[before] and (more or self._count[node] > 1)
        if before.tag == "a" and (sister := before.getprevious()) is not None and sister.tag == "a":
            return not _says(bare(words(sister)))  # a row of links is no row of headings
        return before.tag != node.tag or self._count[node] > 1 or not self._count[before]


def _kind(node: lxml.html.HtmlElement) -> str:
    return str(node.get("class") or "").split(" ")[0].lower()


def _lead(node: lxml.html.HtmlElement) -> str | None:
    """The text with which the parent of a first child begins."""
    up = node.getparent()
    return str(up.text) if up is not None and up.text else None


def _says(text: str) -> bool:
    return any(map(str.isalnum, text))


def _first_name(node: lxml.html.HtmlElement) -> str:
    """The name in a heading: its first words, without the 更多 that stands beside them."""
    pieces = [bare(str(piece)) for piece in (*node.itertext(), *(img.get("alt") or "" for img in node.iter("img")))]
    return next((piece for piece in pieces if _says(piece) and not MORE.fullmatch(piece)), "")


def _shown(node: lxml.html.HtmlElement) -> str:
    """What a reader sees of an element before a block: its words, or the `alt` of a picture."""
    if not isinstance(node.tag, str) or node.tag in EMPTY:
        if node.tag in {"em", "i"} and NAMED.fullmatch(text := bare(words(node))):
            return text  # mostly an icon or a date, but some write heads so
        return bare(str(node.get("alt") or "")) if node.tag == "img" else ""
    return bare(words(node))


def _is_row(node: lxml.html.HtmlElement) -> bool:
    """Whether an element holds several links with names: a menu, and no heading with its 更多."""
    names = {name for link in node.iter("a") for name in _names(link)[:1] if not MORE.fullmatch(name)}
    return len(names) > 1


def _names(node: lxml.html.HtmlElement) -> list[str]:
    """What a link is called: its words, its title, the `alt` of its picture; each once."""
    alts = [img.get("alt") or img.get("title") for img in node.iter("img")]
    shown = [words(node), node.get("title"), node.get("alt"), node.get("aria-label"), *alts]
    return list(dict.fromkeys(name for one in shown if one and _says(name := bare(str(one)))))


def _address(node: lxml.html.HtmlElement) -> str | None:
    """Where a click on the element leads, as written; None when it is no link."""
    if node.tag == "option":
        value = str(node.get("value") or "").strip()
        return value if LIKE_PAGE.search(value) else None
    href = str(node.get("href") or "").strip() if node.tag in {"a", "area"} else ""
    if href and href not in {"#", "/#"} and not href.lower().startswith("javascript:"):
        return href
    script = f"{href} {node.get('onclick') or ''}"
    if node.tag not in {"a", "area", "li", "div", "td", "span", "img", "button"} or not script.strip():
        return None
    found = [one for one in ADDRESS.findall(script[:2000]) if LIKE_PAGE.search(one)]
    return found[0] if found else None


def _absolute(base: str, url: str, href: str) -> str | None:
    """The absolute http(s) address, or None. A fragment stays only where a router reads it (#/news, #!/news)."""
    try:
        # "#" is a hook for a script: with a base it would name another page, where nothing leads
        full, _, fragment = urljoin(url if href.startswith("#") else base, href).partition("#")
        if urlsplit(full).scheme not in {"http", "https"}:
            return None
    except ValueError:
        return None
    return f"{full}#{fragment}" if fragment.startswith(("/", "!/")) and len(fragment) > 1 else full
