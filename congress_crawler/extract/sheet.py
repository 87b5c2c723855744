"""What does a reader see of a page?"""

import msgspec


class Node(msgspec.Struct, gc=False, eq=False):
    """A block element: `first` and `last` are the lines it holds, as a half-open range."""

    tag: str
    attrs: dict[str, str]
    up: "Node | None"
    first: int
    last: int = -1

    @property
    def names(self) -> str:
        """Its id and classes, in lower case, split by a blank."""
        return f"{self.attrs.get('id', '')} {self.attrs.get('class', '')}".strip().lower()


class Line(msgspec.Struct, gc=False):
    """A line of text: what stands between two block borders or line breaks."""

    text: str  #: blanks collapsed, ends trimmed
    links: int  #: characters inside links
    bold: int  #: characters in bold
    node: Node


class Thing(msgspec.Struct, gc=False):
    """What is not text: an image, a frame, a film, a link to a file.

    `at` is the number of the line it stands in or before; `text` is what a link says.
    """

    at: int
    attrs: dict[str, str]
    node: Node
    text: str = ""


class Sheet(msgspec.Struct):
    """A page as its reader sees it: lines in reading order, and what is not text."""

    lines: list[Line]
    root: Node
    title: str = ""  #: the text of the first `<title>` that has one
    metas: list[dict[str, str]] = []
    pictures: list[Thing] = []
    files: list[Thing] = []  #: links whose address ends like a file
    frames: list[Thing] = []
    media: list[Thing] = []  #: video, audio and plug-in objects
    hidden: int = 0  #: blocks left out because their style hides them
    scripts: list[str] = []  #: short inline scripts: they may print the page's date
