"""How are the lines of a page written down?"""

import re
from typing import Any, Final, cast

from lxml import etree

from congress_crawler.extract.sheet import Line, Node, Sheet, Thing
from congress_crawler.items import Unreadable

BLOCK, BREAK, MUTE, LINK, IMAGE, META, TITLE, BOLD, FRAME, MEDIA = range(10)
_BLOCKS = (
    *(
        "html",
        "body",
        "div",
        "p",
        "table",
        "tbody",
        "thead",
        "tfoot",
        "tr",
        "td",
        "th",
        "caption",
        "ul",
        "ol",
        "li",
        "dl",
    ),
    *("dt", "dd", "h1", "h2", "h3", "h4", "h5", "h6", "section", "article", "header", "footer", "nav", "aside", "main"),
    *("center", "form", "fieldset", "legend", "blockquote", "pre", "address", "figure", "figcaption", "hr"),
    *("ucapcontent", "ucaptitle"),  # own elements of a government CMS
)
KIND: Final[dict[str, int]] = (
    dict.fromkeys(_BLOCKS, BLOCK)
    | dict.fromkeys(("script", "style", "noscript", "select", "textarea", "template", "svg", "button"), MUTE)
    | {"br": BREAK, "a": LINK, "img": IMAGE, "meta": META, "title": TITLE, "b": BOLD, "strong": BOLD}
    | {"iframe": FRAME, "frame": FRAME, "video": MEDIA, "embed": MEDIA, "object": MEDIA, "audio": MEDIA}
)
FILES = frozenset(
    ("pdf", "doc", "docx", "xls", "xlsx", "ppt", "pptx", "wps", "et", "zip", "rar", "7z", "txt", "ofd", "tif", "csv")
)
LONGEST_SCRIPT = 2000  # characters: longer scripts are programs, not the page's own data
HIDDEN = re.compile(r"(?:display\s*:\s*none|visibility\s*:\s*hidden)", re.IGNORECASE)


class Scribe:
    """The target of lxml's parser: it writes the lines down while the page is parsed.

    No tree is built, so depth costs nothing and nothing recurses. What its style hides and what is no text (scripts,
    the texts of forms) is left out: `mute` counts the open elements below the outermost such one. This is the one
    loop that runs for every tag of a page, hence its plainness.
    """

    __slots__ = (
        *("angular", "bold", "bolds", "buffer", "file", "hidden", "lines"),
        *("link", "links", "mute", "node", "script", "sheet", "titles"),
    )

    def __init__(self, *, hidden: bool, angular: bool) -> None:
        """Begin a page.

        `hidden`: keep what its style hides, for pages whose script shows the body. `angular`: the page hides by a class
        of AngularJS too.
        """
        self.hidden = hidden
        self.angular = angular
        self.node = Node("", {}, None, 0)
        self.lines: list[Line] = []
        self.sheet = Sheet(self.lines, self.node)
        self.buffer: list[str] = []
        self.links = self.bolds = 0  # characters of the line so far
        self.link = self.bold = self.mute = 0  # open elements
        self.script = False  # inside a script
        self.titles: list[str] | None = None
        self.file: Thing | None = None

    def start(self, tag: str, attrs: dict[str, str]) -> None:
        """An element begins."""
        if self.mute:
            self.mute += 1
            return
        kind = KIND.get(tag)
        if ("style" in attrs or "hidden" in attrs or self.angular) and self._is_hidden(attrs):
            self.mute = 1
            self.sheet.hidden += 1
            return
        if kind == BLOCK:
            if self.buffer:
                self._flush()
            self.node = Node(tag, attrs, self.node, len(self.lines))
        elif kind is None:
            return
        elif kind == LINK:
            self.link += 1
            if attrs.get("href", "").rpartition(".")[2].lower() in FILES:
                self.file = Thing(len(self.lines), attrs, self.node)
                self.sheet.files.append(self.file)
        else:
            self._other(tag, kind, attrs)

    def _is_hidden(self, attrs: dict[str, str]) -> bool:
        if self.hidden:
            return False
        classes = attrs.get("class", "") if self.angular else ""
        return "hidden" in attrs or HIDDEN.search(attrs.get("style", "")) is not None or "ng-hide" in classes

    def _other(self, tag: str, kind: int, attrs: dict[str, str]) -> None:
        sheet = self.sheet
        if kind == BREAK:
            self._flush()
        elif kind == BOLD:
            self.bold += 1
        elif kind == META:
            sheet.metas.append(attrs)
        elif kind == TITLE:
            self.titles = []
        elif kind == MUTE:
            self.mute = 1
            self.script = tag == "script"
        elif kind == IMAGE:
            sheet.pictures.append(Thing(len(self.lines), attrs, self.node))
        else:
            self.mute = 1
            things = sheet.frames if kind == FRAME else sheet.media
            things.append(Thing(len(self.lines), attrs, self.node))

    def end(self, tag: str) -> None:
        """An element ends."""
        if self.mute:
            self.mute -= 1
            self.script = False
            return
        kind = KIND.get(tag)
        if kind is None:
            return
        if kind == BLOCK:
            if self.buffer:
                self._flush()
            node = self.node
            node.last = len(self.lines)
            self.node = node.up or node
        elif kind == LINK:
            self.link -= 1
            self.file = None
        elif kind == BOLD:
            self.bold -= 1
        elif kind == TITLE:
            self._close_title()

    def data(self, text: str) -> None:
        """Text, in pieces."""
        if self.mute:
            if self.script and len(text) <= LONGEST_SCRIPT:
                self.sheet.scripts.append(text)
            return
        if self.buffer:
            self.buffer.append(text)
        elif text.isspace():
            return
        elif self.titles is not None:
            self.titles.append(text)
            return
        else:
            self.buffer.append(text)
        if self.link:
            self.links += len(text)
            if self.file is not None:
                self.file.text += text
        if self.bold:
            self.bolds += len(text)

    def close(self) -> Sheet:
        """The page ends. Out: the sheet."""
        self._flush()
        self.sheet.root.last = len(self.lines)
        return self.sheet

    def _flush(self) -> None:
        text = " ".join("".join(self.buffer).split())
        if text:
            size = len(text)
            self.lines.append(Line(text, min(self.links, size), min(self.bolds, size), self.node))
        self.buffer.clear()
        self.links = self.bolds = 0

    def _close_title(self) -> None:
        text = " ".join("".join(self.titles or ()).split())
        self.titles = None
        if not self.sheet.title:
            self.sheet.title = text


def write(text: str, *, hidden: bool = False) -> Sheet:
    """The lines of a page.

    In: the decoded page; `hidden` keeps what its style hides. Out: its sheet. Raises Unreadable truncated-parse
    when the parser gave up before the end (libxml2 before 2.14 stops at a depth of 2048).
    """
    scribe: Any = Scribe(hidden=hidden, angular="ng-hide" in text)  # no ParserTarget: comments are not asked for
    parser = etree.HTMLParser(target=scribe, encoding="utf-8", huge_tree=True)
    if "\0" in text:  # a reader sees nothing there; the parser would write U+FFFD
        text = text.replace("\0", "")
    written = cast("Sheet", etree.fromstring(text.encode("utf-8"), parser))  # what the target's close returns
    for entry in parser.error_log:
        if "xcessive depth" in entry.message:
            raise Unreadable("truncated-parse", f"the parser stopped in line {entry.line}: {entry.message}")
    return written
