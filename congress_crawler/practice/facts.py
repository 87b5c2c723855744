"""What must a right crawl of a small practice site find?"""

import msgspec

from congress_crawler.items import Reason
from congress_crawler.practice.kind import Column
from congress_crawler.practice.shop import Shop


class TruthRow(msgspec.Struct, frozen=True):
    """An article that must become a row."""

    path: str  #: from the root of the host, with query; for a hash-router page with its fragment
    title: str
    published: str  #: YYYY-MM-DD or YYYY-MM-DDTHH:MM+08:00
    list_path: str  #: first page of the list it stands in: one of `Truth.lists`


class Truth(msgspec.Struct, frozen=True, kw_only=True):
    """The truth about a site at one epoch. Events: paths, compared with the epoch before; all empty at epoch 0."""

    section: list[str]  #: breadcrumb without the home page
    lists: list[str]  #: paths of first list pages; the first is where the section's name leads
    promised: int | None  #: the total that the list states: distinct links, those that lead to no article too
    rows: list[TruthRow]  #: in the order of the list
    failures: list[tuple[str, Reason]]  #: link as an absolute path or address, and why it is no article
    decoys: frozenset[str]  #: paths of articles that must never be kept
    new: list[str]
    edited: list[str]
    cosmetic: list[str]
    removed: list[str]
    returned: list[str]
    moved: list[tuple[str, str]]  #: the old address, which now says 404, and the new one


def truth(shop: Shop) -> Truth:
    """Work out the truth from the story of the site, not from its pages."""
    kind, events = shop.kind, _events(shop)
    ours = kind.ours
    head = shop.by_code[ours[0].parent] if len(ours) > 1 and ours[0].parent else ours[0]
    numbers = [(column, number) for column in ours for number in shop.numbers(column)]
    lines = [line for column in ours for line in shop.lines(column)]
    return Truth(
        section=[column.name for column in shop.trail(head)],
        lists=list(dict.fromkeys(shop.first(column) for column in (head, *ours))),
        promised=len(lines) if kind.total else None,
        rows=[_row(shop, *place) for place in numbers],
        failures=[(line.path, line.reason) for line in lines if line.reason is not None],
        decoys=frozenset(path for path, (column, _) in shop.paths.items() if not column.ours),
        new=events.new,
        edited=events.edited,
        cosmetic=events.cosmetic,
        removed=events.removed,
        returned=events.returned,
        moved=events.moved,
    )


def _row(shop: Shop, column: Column, number: int) -> TruthRow:
    line = shop.line(column, number)
    return TruthRow(line.path, line.title, shop.signed(column, number).published, shop.first(column))


class _Events(msgspec.Struct):
    new: list[str] = []
    edited: list[str] = []
    cosmetic: list[str] = []
    removed: list[str] = []
    returned: list[str] = []
    moved: list[tuple[str, str]] = []


def _events(shop: Shop) -> _Events:
    found = _Events()
    if shop.story.epoch:
        old = Shop(shop.kind, shop.story.before())
        had, has = set(old.story.numbers), set(shop.story.numbers)
        came = sorted(has - had)
        turn = shop.story.turns[-1]
        before = shop.story.articles + 4 * (shop.story.epoch - 1)
        found.new = [_path(shop, number) for number in came if number >= before]
        found.returned = [_path(shop, number) for number in came if number < before]
        found.removed = [_path(old, number) for number in sorted(had - has)]
        found.edited = [_path(shop, number) for number in turn.edited]
        found.cosmetic = [_path(shop, number) for number in turn.cosmetic]
        both = [(_path(old, number), _path(shop, number)) for number in sorted(had & has)]
        found.moved = [(there, here) for there, here in both if there != here]
    return found


def _path(shop: Shop, number: int) -> str:
    return shop.path(shop.place(number), number)
