"""Which of the rows of a page are its list?"""

import math
import re
from collections import Counter

from lxml.html import HtmlElement as Node

from congress_crawler.listing import zones
from congress_crawler.listing.links import Link, bare
from congress_crawler.listing.prose import is_article
from congress_crawler.listing.records import Record, Unit, units
from congress_crawler.listing.sight import Sight
from congress_crawler.listing.tree import words

MOST = 200  # groups of rows that are looked at, the largest ones
NEAR = 3  # steps up from rows to what holds another part of their list
LEAST = 3.0  # points below which nothing is a list
LONG = 12  # characters on average of undated titles whose addresses hold no figures
UNDATED = 7  # characters that titles have on average, where no date says that these are articles
HEADLESS = 0.7  # of the rows of a list whose addresses are of one kind, with figures
SHORT = 8  # characters of the name of a list
VARIES = re.compile(r"(?i)[0-9a-f]{8}-[0-9a-f-]{27}|[0-9a-f]{16,64}|\d{1,20}")
ROWS = frozenset(("li", "tr", "td", "dd"))  # no heads: header rows, separators
PAGED = re.compile(r"下一?[页頁]|尾页|末页|共\s{0,3}\d{1,6}\s{0,3}[页条]|\d\s{0,3}/\s{0,3}\d{1,4}\s{0,3}页")
PAGER_WORDS = 200  # characters of an element that may be a pager


class Group:
    """Units of one shape that are one list."""

    def __init__(self, unit: Unit) -> None:
        self.units = [unit]
        self.points = 0.0

    @property
    def shape(self) -> str:
        """Its kind, see `Unit`."""
        return self.units[0].shape

    @property
    def records(self) -> list[Record]:
        """All its rows, in page order."""
        return [record for unit in self.units for record in unit.records]


def find(tree: Node | None, base: str, url: str, shape: str | None = None) -> tuple[list[Record], str]:
    """The rows of the list of this page.

    In: the tree; what links are relative to; the page's address; the shape of the list on the page
    before, which this one keeps.
    Out: the rows in page order and their shape; [] and "" when this page is no list.
    """
    if tree is None:
        return [], ""
    groups = _merged(units(tree, base, url, shape))
    if not groups:
        return [], ""
    sight = Sight(tree)
    groups = [group for group in groups if _off_trail(group, sight)]
    if not groups:
        return [], ""
    groups = sorted(groups, key=lambda group: -len(group.records))[:MOST] if len(groups) > MOST else groups
    for group in groups:
        group.points = _points(group, sight) + 8 * (group.shape == shape)
    _beside_pager(groups, sight)
    main = max(groups, key=lambda group: group.points)
    if main.points < LEAST or is_article(tree, _places(main)):
        return [], ""
    return _without_heads(_with_company(main, groups, sight)), main.shape


def _without_heads(records: list[Record]) -> list[Record]:
    """The rows without the name of a list among them: short, undated, its address without figures, alone in that."""
    kind, numbered = _kind(records)
    if not numbered or kind < HEADLESS:
        return records
    return [one for one in records if one.date or len(one.link.title) > SHORT or kind_of(one.link).endswith("#")]


def _merged(found: list[Unit]) -> list[Group]:
    """Units of one shape that stand near each other, with no head between them, are one list."""
    groups: list[Group] = []
    last: dict[str, Group] = {}
    for unit in found:
        group = last.get(unit.shape)
        if group is not None and _is_next(group.units[-1], unit):
            group.units.append(unit)
            continue
        last[unit.shape] = Group(unit)
        groups.append(last[unit.shape])
    return groups


def _off_trail(group: Group, sight: Sight) -> bool:
    """Take the breadcrumb out of a group whose rows have its shape. Out: whether any other row is left."""
    place = sight.place
    if place is None or all(not _holds(record.node, place) for record in group.records):
        return True
    for unit in group.units:
        unit.records = [record for record in unit.records if not _holds(record.node, place)]
    group.units = [unit for unit in group.units if unit.records]
    return bool(group.units)


def _is_next(one: Unit, two: Unit) -> bool:
    """Whether a unit goes on with the list of the one before it: near it, with no head and no pager between them."""
    chain = [one.records[-1].node, one.parent, *list(one.parent.iterancestors())[:NEAR]]
    way: list[Node] = []
    for node in (two.records[0].node, two.parent, *list(two.parent.iterancestors())[:NEAR]):
        if node in chain:
            behind = chain[: chain.index(node)]
            single = max(len(one.records), len(two.records)) == 1  # rows beside each other in one line of a table
            columns = any(part.tag in {"td", "th"} for part in way[2 if single else 1 :])
            until = behind[-1] if behind else node
            between = any(_has_head(part, until) for part in way) or any(_has_pager(part) for part in behind[:-1])
            return not columns and not between
        way.append(node)
    return False


def _has_pager(node: Node) -> bool:
    """Whether a pager stands behind an element, in what it stands in: there its list ends."""
    following = [words(one)[:PAGER_WORDS] for one in node.itersiblings() if isinstance(one.tag, str)]
    return any(PAGED.search(text) for text in following)


def _has_head(node: Node, until: Node) -> bool:
    """Whether a head that begins another block stands before an element, after `until`."""
    for before in node.itersiblings(preceding=True):
        if before is until:
            return False
        if isinstance(before.tag, str) and before.tag not in {"script", "style"}:
            text = None if before.tag in ROWS else zones.title_of(before)
            if text and not zones.is_period(text) and re.search(r"\w", text):
                return True
    return False


def _points(group: Group, sight: Sight) -> float:
    """How much speaks for a group: dates, length of titles, number, addresses of one kind; against: furniture."""
    records = group.records
    titles = [len(record.link.title) for record in records]
    shown = sum(record.date is not None for record in records) / len(records)
    length = sum(titles) / len(titles)
    kind, numbered = _kind(records)
    if shown < 0.5 and (length < UNDATED or not (numbered or length >= LONG)):
        return -20.0
    points = 3.0 * shown + 3 * min(length, 20) / 20 + math.log2(len(records) + 1) + 2 * (kind >= 0.8 and numbered)
    points -= zones.weight(group.units[0].parent)
    points += _headed(group, sight)
    if sight.place is not None and sight.order[group.units[0].parent] > sight.order[sight.place]:
        points += 1
    return points


def _headed(group: Group, sight: Sight) -> float:
    """What the head over a group says: the name of this page is for it, any other against it."""
    head = zones.head(_beginning(group))
    if not head or zones.is_period(head):
        return 0.0
    if head in sight.title or head in sight.trail:
        return 1.5
    return -12.0 if zones.is_other(head) else -3.0


def _beginning(group: Group) -> Node:
    """The element that a head stands before: the first row, or what holds it where rows have no heads among them."""
    node = group.records[0].node
    return node if node.tag in {"div", "p", "a", "table", "ul", "dl"} else group.units[0].parent


def _kind(records: list[Record]) -> tuple[float, bool]:
    """The share of the commonest kind of address, and whether it has figures as addresses of articles have."""
    kinds = Counter(kind_of(record.link) for record in records)
    (kind, times), *_ = kinds.most_common(1)
    return times / len(records), kind.endswith("#")


def kind_of(link: Link) -> str:
    """The folder of an address and the script of one with a query, without figures; `#` when figures name the page."""
    host, _, path = bare(link.url).partition("://")[2].partition("/")
    folder, _, name = path.rpartition("/")
    numbered = VARIES.search(name) or (name and re.search(r"\d{5}", folder))
    page = f"/{VARIES.sub('0', name)}" if "?" in name else ""
    return f"{host}/{VARIES.sub('0', folder)}{page}{'#' if numbered else ''}"


def _beside_pager(groups: list[Group], sight: Sight) -> None:
    """The list that a pager stands by, the nearest before it, is likelier the one."""
    for pager in sight.pagers[:6] + sight.pagers[-2:]:
        for around in list(pager.iterancestors())[:5]:
            if around.tag in {"body", "html"}:
                break
            inside = [group for group in groups if group.points > -10 and _holds(around, group.units[0].parent)]
            before = [group for group in inside if sight.order[group.records[-1].node] < sight.order[pager]]
            if inside:
                (before or inside)[-1].points += 4 if len(inside) == 1 else 2
                return


def _holds(around: Node, node: Node) -> bool:
    return node is around or any(one is around for one in node.iterancestors())


def _places(group: Group) -> set[Node]:
    """The elements of the rows, and of what holds several: summaries stand between their elements too."""
    several = {unit.parent for unit in group.units if len(unit.records) > 2}
    return several | {record.node for record in group.records}


def _with_company(main: Group, groups: list[Group], sight: Sight) -> list[Record]:
    """The rows of the list with those beside it of another build: a first row with a picture, a second table."""
    chosen = {id(main)}
    chosen.update(id(group) for group in groups if group is not main and _belongs(group, main, sight))
    records = [record for group in groups if id(group) in chosen for record in group.records]
    return sorted(records, key=lambda record: sight.order[record.link.node])


def _belongs(group: Group, main: Group, sight: Sight) -> bool:
    one, two = (
        (group, main) if sight.order[group.records[0].node] < sight.order[main.records[0].node] else (main, group)
    )
    first, second = one.units[-1], two.units[0]
    kinds = {kind_of(record.link) for record in main.records}
    alike = sum(kind_of(record.link) in kinds for record in group.records) >= 0.8 * len(group.records)
    if not alike or group.points < 1 or (two is group and _past_pager(group, sight)):
        return False
    if group.units[0].parent is main.units[0].parent:
        return True
    near = {first.parent, first.parent.getparent()} & {second.parent, second.parent.getparent()}
    return bool(near) and _is_next(first, second)


def _past_pager(group: Group, sight: Sight) -> bool:
    return any(sight.order[pager] < sight.order[group.records[0].node] for pager in sight.pagers)
