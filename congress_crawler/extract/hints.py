"""Does a block answer to a selector of the profile?"""

import re

from congress_crawler.extract.sheet import Node, Sheet

STEP = re.compile(r"([a-zA-Z][\w-]*)?((?:[#.][\w-]+)*)")


def matches(node: Node, selector: str) -> bool:
    """Whether a block matches one compound selector: a tag, an id, classes, in any mix.

    >>> matches(Node("p", {"class": "fs20 fcR fw"}, None, 0), "p.fs20.fw"), matches(Node("td", {}, None, 0), "#zoom")
    (True, False)
    """
    found = STEP.fullmatch(selector.strip())
    if found is None or not selector.strip():
        return False
    tag, rest = found.groups()
    classes = node.attrs.get("class", "").split()
    wanted = re.findall(r"([#.])([\w-]+)", rest)
    return (not tag or tag.lower() == node.tag) and all(
        name == node.attrs.get("id") if mark == "#" else name in classes for mark, name in wanted
    )


def block(sheet: Sheet, selectors: tuple[str, ...]) -> Node | None:
    """The first block above a line that matches one of the selectors. In: a sheet, compound selectors."""
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


def first(sheet: Sheet, selectors: tuple[str, ...]) -> int | None:
    """The number of the first line whose own block matches one of the selectors."""
    for selector in selectors:
        for number, line in enumerate(sheet.lines):
            if matches(line.node, selector):
                return number
    return None
