"""Which elements of a page hold one link each, and which stand beside each other?

A row is the largest element that holds no other row's link. Rows of one kind under one parent are a unit.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import islice
from urllib.parse import urlsplit

from lxml.html import HtmlElement as Node

from congress_crawler.listing import dated
from congress_crawler.listing.links import ANSWERS, Link, bare, opened, read_link
from congress_crawler.listing.tree import words

MANY = "\0"  # owner of an element that holds links of several rows
TOP = frozenset(("body", "html", "form"))
CLICKED = "//*[@onclick][not(self::a or self::area or self::input or self::button or self::body)]"
SHORT = 10  # characters of a link that may be a category beside a title
LIST_LIKE = re.compile(r"(?i)(?:/|(?:^|/)(?:index|list|default)[\w-]{0,12}\.\w{2,6}|/\D[^/.]{0,40})$")
BRACKETED = re.compile(r"[\[【〔［(（<《].{1,20}[\]】〕］)）>》]")
LARGE = 400  # characters of an element beyond which a row's date is looked for nearer to its link
BEFORE = 80  # characters beside a bare link in which its date stands
NUMBERS = re.compile(r"\d{1,20}")


class Record:
    """A row of the page: its element, its link, its date."""

    __slots__ = ("date", "link", "node")

    def __init__(self, node: Node, link: Link, date: str | None) -> None:
        self.node, self.link, self.date = node, link, date


class Unit:
    """Rows of one kind under one parent. `shape` names the kind: tags and classes from the body down."""

    __slots__ = ("parent", "records", "shape")

    def __init__(self, parent: Node, shape: str, records: list[Record]) -> None:
        self.parent, self.shape, self.records = parent, shape, records


def units(tree: Node, base: str, url: str, shape: str | None = None) -> list[Unit]:
    """All rows that a page may mean, in page order; a link to the page itself is none.

    In: the tree, what links are relative to, the address of the page, the shape (`Unit.shape`) to look for.
    """
    nodes = [*tree.iter("a", "area"), *(node for node in tree.xpath(CLICKED) if opened(node))]
    links = [_titled(link) for node in nodes if (link := read_link(node, base)) is not None]
    links = [link for link in links if bare(link.url) != url]
    return _units(_records(_major(links), shape))


def of(node: Node, base: str) -> Record | None:
    """The row of an element that is known to be one: its link with the longest title, its date."""
    nodes = [node] if node.tag == "a" else node.iter("a")
    links = [link for one in nodes if (link := read_link(one, base)) is not None]
    if not links:
        return None
    link = max((_major(links) if len(links) > 1 else []) or links, key=lambda one: len(one.title))
    return Record(node, link, dated.find(node, link.node))


def shape_of(node: Node) -> str:
    """Tags and first classes of an element and what it stands in, without numbers: `div.main/ul.list`."""
    names = []
    for one in (node, *node.iterancestors()):
        if one.tag == "body":
            break
        names.append(NUMBERS.sub("", f"{one.tag}.{((one.get('class') or one.get('id') or '').split() or [''])[0]}"))
    return "/".join(reversed(names))


def _titled(link: Link) -> Link:
    """A link that only says 查看详情, with the words of its row as its title, where the row has no other link."""
    if not ANSWERS.fullmatch(link.title):
        return link
    for one in list(link.node.iterancestors())[:3]:
        if one.tag in {"li", "tr", "dl", "p"}:
            if any(other is not link.node for other in one.iter("a")):
                break
            pieces = [" ".join(str(piece).split()) for piece in one.itertext()]
            kept = [piece for piece in pieces if piece and piece != words(link.node) and not dated.is_date(piece)]
            return link._replace(title=max(kept, key=len, default=link.title))
    return link


def _major(links: list[Link]) -> list[Link]:
    """The links without those that only go with a row: its category, 查看详情 to another address."""
    times = Counter(link.url for link in links)
    titled = {link.url for link in links if link.title and not _is_minor(link, times)}
    return [link for link in links if link.url in titled]


def _is_minor(link: Link, times: Counter[str]) -> bool:
    if ANSWERS.fullmatch(link.title):
        return True
    if len(link.title) > SHORT:
        return False
    if _is_bracketed(link):
        return True
    path = urlsplit(link.href.partition("#")[0]).path if "[" not in link.href else link.href
    listed = LIST_LIKE.search(path) is not None and not any(len(figures) > 3 for figures in NUMBERS.findall(path))
    return listed and (times[link.url] > 2 or _has_company(link))


def _is_bracketed(link: Link) -> bool:
    """Whether a link stands in brackets, which it or the words around it hold."""
    if BRACKETED.fullmatch(link.title):
        return True
    previous = link.node.getprevious()
    before = previous.tail if previous is not None else getattr(link.node.getparent(), "text", "")
    return f"{before or ''}".strip()[-1:] in set("[【〔［(（") and f"{link.node.tail or ''}".strip()[:1] in set(
        "]】〕］)）"
    )


def _has_company(link: Link) -> bool:
    """Whether a longer link stands in the same row."""
    for one in list(link.node.iterancestors())[:3]:
        if one.tag in {"li", "tr", "dl", "dd", "p", "div"}:
            others = [words(other) for other in islice(one.iter("a"), 5) if other is not link.node]
            return 0 < len(others) <= 3 and max(map(len, others)) >= max(8, 2 * len(link.title))
    return False


def _records(links: list[Link], shape: str | None) -> Iterator[Record]:
    """One record for each link, or for the links to one address that stand together."""
    owners = _owners(links)
    found: dict[Node, Link] = {}
    for link in links:
        node = _row_of(link, owners, shape)
        old = found.get(node)
        if old is None or len(link.title) > len(old.title):
            found[node] = link
    return (_record(node, link) for node, link in found.items() if link.title)


def _owners(links: Iterable[Link]) -> dict[Node, str]:
    """Element → the one address that its links lead to, or MANY."""
    owners: dict[Node, str] = {}
    for link in links:
        for one in (link.node, *link.node.iterancestors()):
            owner = owners.get(one)
            if owner == MANY:
                break
            owners[one] = link.url if owner in {None, link.url} else MANY
    return owners


def _row_of(link: Link, owners: dict[Node, str], shape: str | None) -> Node:
    """The largest element with this link alone; a list or table as a whole is a row only where its other parts go
    with the link (`<ul><li>title</li><li>date</li></ul>`), and the shape of the page before is kept.
    """
    node = link.node
    for one in link.node.iterancestors():
        if one.tag in TOP or owners[one] == MANY or (node.tag in {"li", "tr"} and not _goes_on(one, node)):
            break
        if shape is not None and node is not link.node and f"{shape_of(one)}/{node.tag}" == shape:
            break
        node = one
    return node


def _goes_on(parent: Node, node: Node) -> bool:
    """Whether the other items of a list only go with the link of one: a row that is written as a list."""
    others = [words(one) for one in parent if one is not node]
    return node.tag == "li" and 0 < len(others) <= 5 and any(others)


def _record(node: Node, link: Link) -> Record:
    """The row of an element, with the date that stands nearest to the link; a large element is cut down to it."""
    if len(link.node) == 0 and link.node is not node and len(words(node)) <= LARGE:
        date = dated.find(node, link.node)
        title, inside = dated.parted(link.title) if date is None else (link.title, None)
        return Record(node, link._replace(title=title), date or inside)
    for one in (link.node, *link.node.iterancestors()):
        if (date := dated.find(one, link.node)) is not None:
            return Record(one if len(words(node)) > LARGE else node, link, date)
        if one is node:
            break
    title, date = dated.parted(link.title)
    return Record(node, link._replace(title=title), date)


def _units(records: Iterable[Record]) -> list[Unit]:
    found: dict[tuple[Node, str], Unit] = {}
    for record in records:
        parent = record.node.getparent()
        if parent is None:
            continue
        key = (parent, str(record.node.tag))
        if key not in found:
            found[key] = Unit(parent, f"{shape_of(parent)}/{record.node.tag}", [])
        found[key].records.append(record)
    for unit in found.values():
        _date_beside(unit)
        _date_by_head(unit)
    return list(found.values())


def _date_beside(unit: Unit) -> None:
    """Dates that stand between the rows' elements, all behind or all in front of their row."""
    if any(record.date for record in unit.records):
        return
    rows = {record.node for record in unit.records}
    after = [dated.first(_beside(record.node, rows, forward=True)) for record in unit.records]
    before = [dated.first(_beside(record.node, rows, forward=False)) for record in unit.records]
    chosen = before if before[0] is not None and after[-1] is None else after
    if sum(date is not None for date in chosen) * 2 >= len(chosen):
        for record, date in zip(unit.records, chosen, strict=True):
            record.date = date


def _date_by_head(unit: Unit) -> None:
    """Dates by the head of their column, where a table has more than one: the day of publication, not 有效期."""
    if unit.records[0].node.tag != "tr":
        return
    for row in list(unit.parent.iter("tr"))[:3]:
        labels = [words(cell) for cell in row.iter("td", "th")]
        chosen = [number for number, label in enumerate(labels) if dated.ISSUED.search(label)]
        if len(chosen) == 1 and sum("期" in label or "时间" in label for label in labels) > 1:
            for record in unit.records:
                cells = list(record.node.iter("td", "th"))
                if len(cells) == len(labels) and (date := dated.first(words(cells[chosen[0]]))):
                    record.date = date
            return


def _beside(node: Node, rows: set[Node], *, forward: bool) -> str:
    """The words between a row's element and the next row, at most BEFORE characters of them."""
    text = str(node.tail or "") if forward else ""
    for one in node.itersiblings(preceding=not forward):
        if not forward:
            text = str(one.tail or "") + text
        if one in rows or len(text) > BEFORE:
            break
        inner = words(one) if isinstance(one.tag, str) else ""
        text = f"{text} {inner} {one.tail or ''}" if forward else f" {inner} {text}"
    return " ".join((text[:BEFORE] if forward else text[-BEFORE:]).split())
