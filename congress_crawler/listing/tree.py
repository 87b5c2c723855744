"""What tree does this page make, and which words does a node show?"""

import lxml.html


def parse(text: str) -> lxml.html.HtmlElement | None:
    """In: a decoded page. Out: its tree, None for a page without an element (lxml has no tree for nothing)."""
    if "<" not in text:
        return None
    # Encoded, since lxml refuses str with an encoding declaration in an XML prolog, which old CMS write.
    data = text.encode("utf-8", "surrogatepass")
    return lxml.html.document_fromstring(data, parser=lxml.html.HTMLParser(encoding="utf-8"), ensure_head_body=True)


def words(node: lxml.html.HtmlElement | None) -> str:
    """The text of a node and all below it, white space folded to single blanks; "" for no node."""
    return " ".join("".join(str(piece) for piece in node.itertext()).split()) if node is not None else ""
