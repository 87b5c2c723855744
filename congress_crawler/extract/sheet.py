"""What does a reader see of a page?"""

import itertools
from bisect import bisect_left, bisect_right
from collections.abc import Iterator

import msgspec
from selectolax.lexbor import LexborNode

FILES = frozenset(
    ("pdf", "doc", "docx", "xls", "xlsx", "ppt", "pptx", "wps", "et", "zip", "rar", "7z", "txt", "ofd", "tif", "csv")
)


class Node(msgspec.Struct, gc=False, eq=False):
    """A block element: `first` and `last` are the lines it holds, as a half-open range."""

    tag: str
    up: "Node | None"
    first: int
    element: LexborNode | None = None  #: of the parsed page; its attributes are read when they are asked for
    last: int = -1
    named: str | None = None  #: `names`, once it was asked for

    @property
    def ident(self) -> str:
        """Its id, as written."""
        return self._attribute("id")

    @property
    def classes(self) -> str:
        """Its classes, as written."""
        return self._attribute("class")

    @property
    def names(self) -> str:
        """Its id and classes, in lower case, split by a blank."""
        if self.named is None:
            attributes = self.element.attributes if self.element is not None else {}
            self.named = f"{attributes.get('id') or ''} {attributes.get('class') or ''}".strip().lower()
        return self.named

    def _attribute(self, name: str) -> str:
        return (self.element.attributes.get(name) if self.element is not None else None) or ""


class Line(msgspec.Struct, gc=False):
    """A line of text: what stands between two block borders or line breaks."""

    text: str  #: blanks collapsed, ends trimmed
    links: int  #: characters inside links
    bold: int  #: characters in bold
    node: Node


class Thing(msgspec.Struct, gc=False):
    """What is not plain text: an image, a frame, a film, a link. `at` is the line that it stands in or before."""

    at: int
    element: LexborNode
    node: Node

    def get(self, name: str) -> str:
        """An attribute; "" when it is absent."""
        return self.element.attributes.get(name) or ""

    @property
    def text(self) -> str:
        """What a link says."""
        return " ".join(self.element.text().split())

    @property
    def is_file(self) -> bool:
        """Whether a link leads to a file: report.doc, report.doc?v=2, downfile.jsp?id=7."""
        path, query, _ = self.get("href").partition("?")
        name = path.rpartition("/")[2].lower()
        return name[name.rfind(".") + 1 :] in FILES or (bool(query) and "down" in name)


class Sheet(msgspec.Struct):
    """A page as its reader sees it: lines in reading order, and what is not text."""

    lines: list[Line]
    root: Node
    title: str = ""  #: the text of the first `<title>` that has one
    metas: list[dict[str, str]] = []
    pictures: list[Thing] = []
    links: list[Thing] = []
    frames: list[Thing] = []
    media: list[Thing] = []  #: video, audio and plug-in objects
    hidden: int = 0  #: blocks left out because their style hides them
    scripts: list[str] = []  #: short inline scripts: they may print the page's date

    def files(self, first: int, last: int) -> Iterator[Thing]:
        """The links to files that stand between two lines, both included, in order."""
        begin = bisect_left(self.links, first, key=_at)
        for thing in itertools.islice(self.links, begin, bisect_right(self.links, last, key=_at)):
            if thing.is_file:
                yield thing


def _at(thing: Thing) -> int:
    return thing.at
