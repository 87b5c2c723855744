"""What tree does this page make, where do its links start from, and which words does a node show?"""

from urllib.parse import urljoin, urlsplit

import lxml.etree
import lxml.html


def parse(text: str) -> lxml.html.HtmlElement | None:
    """In: a decoded page. Out: its tree, None for a page without an element: a comment or a prolog has none."""
    if "<" not in text:
        return None
    # Encoded, since lxml refuses str with an encoding declaration in an XML prolog, which old CMS write.
    data = text.encode("utf-8", "surrogatepass")
    try:
        return lxml.html.document_fromstring(data, parser=lxml.html.HTMLParser(encoding="utf-8"), ensure_head_body=True)
    except lxml.etree.ParserError:  # "Document is empty"
        return None


def base_of(tree: lxml.html.HtmlElement | None, url: str) -> str:
    """What the links of a page are relative to: its first `<base href>`, joined to its address; else its address.

    HTML Standard, section 4.2.3: the first base with an href counts, and one that is no http(s) address counts for
    nothing. It may lie on another host: whether we go there is the guard's question.
    """
    found = tree.xpath("//base/@href") if tree is not None else []
    try:
        full = urljoin(url, str(found[0]).strip()) if found else url
        return full if urlsplit(full).scheme in {"http", "https"} else url
    except ValueError:
        return url


def words(node: lxml.html.HtmlElement | None) -> str:
    """The text of a node and all below it, white space folded to single blanks; "" for no node and for a comment."""
    if node is None or not isinstance(node.tag, str):
        return ""
    return " ".join("".join(str(piece) for piece in node.itertext()).split())
