"""How are the lines of a page written down?"""

import re
from typing import Final

from selectolax.lexbor import LexborHTMLParser, LexborNode

from congress_crawler.extract.sheet import Line, Node, Sheet, Thing
from congress_crawler.items import Unreadable

BLOCK, BREAK, MUTE, LINK, IMAGE, META, TITLE, BOLD, FRAME, MEDIA, INLINE = range(11)
CLOSED = -1  # not entered
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
RAW = ("xmp", "plaintext", "noframes", "noembed")  # parsers take what stands in them for text, tags and all
KIND: Final[dict[str, int]] = (
    dict.fromkeys(_BLOCKS, BLOCK)
    | dict.fromkeys(
        (
            "script",
            "style",
            "noscript",
            "select",
            "textarea",
            "template",
            "svg",
            "button",
            "xmp",
            "plaintext",
            "noframes",
            "noembed",
        ),
        MUTE,
    )
    | {"br": BREAK, "a": LINK, "img": IMAGE, "meta": META, "title": TITLE, "b": BOLD, "strong": BOLD}
    | {"iframe": FRAME, "frame": FRAME, "video": MEDIA, "embed": MEDIA, "object": MEDIA, "audio": MEDIA}
)
LONGEST_SCRIPT = 2000  # characters: longer scripts are programs, not the page's own data
HIDDEN = re.compile(r"(?:display\s*:\s*none|visibility\s*:\s*hidden)", re.IGNORECASE)
# One search finds what may be hidden, and the named places.
MARKED = '[hidden], [style*="none" i], [style*="hidden" i], .ng-hide, [class*="print" i], a[name]:not([href])'
HIDING = re.compile(r"(?:^|\s)(?:ng-hide|print-?only|only-?print|visible-print)", re.IGNORECASE)  # on a screen
DEEPEST = 10_000  # elements open at once: the parser's time grows with the square of the depth (0.4 s there)
# Elements that never have an end, and those whose end is often left out but that do not nest without a list or table.
FLAT = frozenset(b"br img p li td th tr input link meta hr option dt dd col param area base embed source wbr".split())
TAG = re.compile(rb"<(/?)([a-zA-Z][^\s/>]*)")


class Scribe:
    """Goes through a parsed page once and writes its lines down.

    What is no text (scripts, the texts of forms, what its style hides) is not entered. The walk goes from node to node
    without recursion, so depth costs nothing. It is the one loop that runs for every node of a page, hence its
    plainness.
    """

    __slots__ = (
        *("anchors", "bold", "bold_at", "bolds", "buffer", "hidden", "lines", "link", "link_at", "links"),
        *("node", "sheet"),
    )

    def __init__(self, hidden: frozenset[int], anchors: frozenset[int]) -> None:
        """Begin a page. `hidden`: the elements that their style hides, `anchors`: the named places, by `mem_id`."""
        self.hidden = hidden
        self.anchors = anchors
        self.node = Node("", None, 0)
        self.lines: list[Line] = []
        self.sheet = Sheet(self.lines, self.node)
        self.buffer: list[str] = []  # the pieces of the line so far
        self.links = self.bolds = 0  # characters of the line so far, but for the open element
        self.link = self.bold = 0  # open elements
        self.link_at = self.bold_at = 0  # where in the buffer the outermost open one begins

    def write(self, top: LexborNode) -> Sheet:
        """Walk through a page. In: its root element. Out: the sheet."""
        buffer = self.buffer
        node: LexborNode | None = top
        above: list[int] = []  # the kinds of the open elements, outermost first
        while node is not None:
            below: LexborNode | None = None
            if node.is_text_node:
                if buffer or not node.is_empty_text_node:
                    buffer.append(node.text_content or "")
            elif (kind := self._start(node)) != CLOSED:
                below = node.first_child
                if below is not None:
                    above.append(kind)
                elif kind != INLINE:
                    self._end(kind)
            while below is None and above:
                below = node.next
                if below is None:
                    node = node.parent or top
                    if (kind := above.pop()) != INLINE:
                        self._end(kind)
            node = below
        self._flush()
        self.sheet.root.last = len(self.lines)
        return self.sheet

    def _start(self, element: LexborNode) -> int:
        """An element begins. Out: its kind, or CLOSED when it is not entered."""
        if self.hidden and element.mem_id in self.hidden:
            self.sheet.hidden += 1
            return CLOSED
        tag = element.tag or ""
        kind = KIND.get(tag, INLINE)
        if kind == LINK and element.mem_id in self.anchors:
            kind = INLINE
        if kind == BLOCK:
            if self.buffer:
                self._flush()
            self.node = Node(tag, self.node, len(self.lines), element)
        elif kind == LINK:
            self.sheet.links.append(Thing(len(self.lines), element, self.node))
            if not self.link:
                self.link_at = len(self.buffer)
            self.link += 1
        elif kind == BOLD:
            if not self.bold:
                self.bold_at = len(self.buffer)
            self.bold += 1
        elif kind != INLINE:
            self._note(kind, element)
            return CLOSED
        return kind

    def _note(self, kind: int, element: LexborNode) -> None:
        """What is not text is kept aside."""
        sheet = self.sheet
        if kind == BREAK:
            self._flush()
        elif kind == IMAGE:
            sheet.pictures.append(Thing(len(self.lines), element, self.node))
        elif kind == META:
            sheet.metas.append({name: value or "" for name, value in element.attributes.items()})
        elif kind == TITLE:
            sheet.title = sheet.title or " ".join((element.text() or "").split())
        elif kind in {FRAME, MEDIA}:
            things = sheet.frames if kind == FRAME else sheet.media
            things.append(Thing(len(self.lines), element, self.node))
        elif element.tag == "script" and (inside := element.first_child) is not None:
            script = inside.text_content or ""
            if len(script) <= LONGEST_SCRIPT:
                sheet.scripts.append(script)

    def _end(self, kind: int) -> None:
        """An element that was entered ends."""
        if kind == BLOCK:
            if self.buffer:
                self._flush()
            node = self.node
            node.last = len(self.lines)
            self.node = node.up or node
        elif kind == LINK:
            self.link -= 1
            if not self.link:
                self.links += _size(self.buffer, self.link_at)
        elif kind == BOLD:
            self.bold -= 1
            if not self.bold:
                self.bolds += _size(self.buffer, self.bold_at)

    def _flush(self) -> None:
        """The line ends here; elements that stay open begin anew."""
        buffer = self.buffer
        text = " ".join((buffer[0] if len(buffer) == 1 else "".join(buffer)).split()) if buffer else ""
        if text:
            size = len(text)
            links = self.links + _size(buffer, self.link_at) if self.link else self.links
            bolds = self.bolds + _size(buffer, self.bold_at) if self.bold else self.bolds
            self.lines.append(Line(text, min(size, links), min(size, bolds), self.node))
            self.links = self.bolds = 0
        self.link_at = self.bold_at = 0
        buffer.clear()


def _size(buffer: list[str], at: int) -> int:
    """Characters of the pieces from `at` on, blanks at their ends aside."""
    if len(buffer) == at + 1:
        return len(buffer[at].strip())
    return sum(len(piece.strip()) for piece in buffer[at:])


def write(utf8: bytes, *, hidden: bool = False) -> Sheet:
    """The lines of a page.

    In: the page in UTF-8; `hidden` keeps what its style hides. Out: its sheet. Raises Unreadable truncated-parse for
    a page made to hurt: more elements nested than any page needs.
    """
    if b"\0" in utf8:  # a reader sees nothing there
        utf8 = utf8.replace(b"\0", b"")
    if utf8.count(b"<") > DEEPEST and (depth := _depth(utf8)) > DEEPEST:
        raise Unreadable("truncated-parse", f"about {depth} elements are open at once; {DEEPEST} are read")
    page = LexborHTMLParser(utf8)
    if page.root is None:
        return Sheet([], Node("", None, 0))
    return Scribe(*_marked(page, shown=hidden)).write(page.root)


def _depth(utf8: bytes) -> int:
    """How many elements are open at once, at most, by the tags alone."""
    depth = most = 0
    for closes, name in TAG.findall(utf8):
        if name.lower() not in FLAT:
            depth = max(depth - 1, 0) if closes else depth + 1
            most = max(most, depth)
    return most


def _marked(page: LexborHTMLParser, *, shown: bool) -> tuple[frozenset[int], frozenset[int]]:
    """By `mem_id`: the elements that their own style or a class hides, none of them when all is `shown`,
    and the named places that are no links.
    """
    hidden: list[int] = []
    anchors: list[int] = []
    for one in page.css(MARKED):
        attributes = one.attributes
        if one.tag == "a" and "name" in attributes and "href" not in attributes:
            anchors.append(one.mem_id)
        elif not shown and _hides(attributes):
            hidden.append(one.mem_id)
    return frozenset(hidden), frozenset(anchors)


def _hides(attributes: dict[str, str | None]) -> bool:
    if "hidden" in attributes or HIDDEN.search(attributes.get("style") or "") is not None:
        return True
    return HIDING.search(attributes.get("class") or "") is not None
