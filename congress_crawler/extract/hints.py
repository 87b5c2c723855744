"""Does a block answer to a selector of the profile?"""

import re

from congress_crawler.extract.sheet import Node, Sheet
from congress_crawler.profile_checks import STEP


def matches(node: Node, selector: str) -> bool:
    """Whether a block matches a selector: a tag, an id, classes, in any mix, and blocks above it before a blank.

    `div.info p.fs20` is a paragraph of that class anywhere inside a div of that class.
    """
    steps = selector.split()
    if not steps or not _is(node, steps.pop()):
        return False
    above = node.up
    while steps and above is not None:
        if _is(above, steps[-1]):
            steps.pop()
        above = above.up
    return not steps


def _is(node: Node, step: str) -> bool:
    found = STEP.fullmatch(step)
    if found is None:
        return False
    tag, rest = found.groups()
    classes = node.classes.split()
    wanted = re.findall(r"([#.])([\w-]+)", rest)
    return (not tag or tag.lower() == node.tag) and all(
        name == node.ident if mark == "#" else name in classes for mark, name in wanted
    )


def block(sheet: Sheet, selectors: tuple[str, ...]) -> Node | None:
    """The first block above a line that matches one of the selectors. In: a sheet, selectors `understood`."""
    for selector in selectors:
        seen: set[int] = set()
        for line in sheet.lines:
            node: Node | None = line.node
            while node is not None and id(node) not in seen:
                if matches(node, selector):
                    return node
                seen.add(id(node))
                node = node.up
    return None


def lines(sheet: Sheet, selectors: tuple[str, ...]) -> list[int]:
    """The numbers of the lines whose own block matches the first selector that any block matches."""
    for selector in selectors:
        if found := [number for number, line in enumerate(sheet.lines) if matches(line.node, selector)]:
            return found
    return []
