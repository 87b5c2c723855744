"""Which rows does a jcms (大汉) datastore hold, and where does dataproxy.jsp give the next group?

A page of a jcms column has its rows as CDATA in `<script type="text/xml"><datastore>`: all, or the first group of
several pages. More come from `dataproxy.jsp`, as `<nextgroup>` or the settings of jpage in the page say, in the same
XML (seen at www.jiangsu.gov.cn, www.nrta.gov.cn, swj.dl.gov.cn).
"""

import html
import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qsl, urldefrag, urlencode, urljoin, urlsplit, urlunsplit

from congress_crawler.listing.fragments import absolute, read_pieces
from congress_crawler.listing.given import Found, Given
from congress_crawler.listing.script_tokens import tokens
from congress_crawler.listing.script_values import Reader
from congress_crawler.listing.step import Pairs, Step

RECORD = re.compile(r"<record\b[^<>]{0,80}>")
CDATA = re.compile(r"<!\[CDATA\[")
NUMBER = {
    name: re.compile(rf"<{name}>\s{{0,9}}(?:<!\[CDATA\[)?\s{{0,9}}[\"']?(\d{{1,9}})", re.IGNORECASE)
    for name in ("totalrecord", "totalpage", "perpage")
}
NEXT = re.compile(r"<nextgroup>")
PROXY = re.compile(r"[\w./:-]{0,120}dataproxy\.jsp[^\s\"'<>\\]{0,900}")
#: What dataproxy.jsp is asked with, in the order of jpage's own requests.
FIELDS = ("col", "appid", "webid", "path", "columnid", "sourceContentType", "unitid", "webname", "permissiontype")
PER_PAGE = 15  # jpage shows 15 rows a page and fetches 3 pages at once when nothing else is said
GROUP = 3


def read(given: Given) -> Found | None:
    """A page or an answer with a datastore, or with the settings of a jpage; None for others."""
    settings = _settings(given) if "dataproxy.jsp" in given.text else {}
    if "<datastore>" not in given.text and not settings and not (given.step and given.step.carried("hanweb")):
        return None
    base = (given.step.carried("base") if given.step else None) or given.base
    records = list(_records(given.text))
    rows = read_pieces(records, base, given.url)
    total = _stated(given.text, "totalrecord") or _whole(settings, "totalrecord")
    perpage = _stated(given.text, "perpage") or _whole(settings, "perpage") or PER_PAGE
    group = perpage * (_whole(settings, "groupsize") or GROUP)
    read_so_far = int((given.step and given.step.carried("hanweb")) or 0) + len(records)
    return Found(
        why="rows in a datastore" if records else "the settings of a jpage",
        rows=rows,
        next=_next(given, base, settings, read_so_far, perpage, group, total) if rows or not given.step else None,
        promised=total,
    )


def _records(text: str) -> Iterator[str]:
    """The HTML of each record: its CDATA, or its own text with entities."""
    for one in RECORD.finditer(text):
        end = text.find("</record>", one.end())
        inside = text[one.end() : end if end > 0 else len(text)]
        opening = CDATA.search(inside)
        yield inside[opening.end() :].partition("]]>")[0] if opening else html.unescape(inside)


def _stated(text: str, name: str) -> int | None:
    found = NUMBER[name].search(text)
    return int(found[1]) if found else None


def _settings(given: Given) -> dict[str, Any]:
    """The settings of the jpage, names in lower case, those of its ajaxParam among them."""
    for script in given.tree.xpath("//script[not(@src)]/text()") if given.tree is not None else []:
        if "dataproxy.jsp" not in script or "<datastore" in script:
            continue
        reader = Reader(tokens(str(script)))
        for at, end in reader.closing.items():
            value = reader.value(at)[0] if reader.sign(at) == "{" and end - at < 2000 else None
            found = _flat(value) if isinstance(value, dict) else {}
            if any("dataproxy.jsp" in str(one) for one in found.values()):
                return found
    return {}


def _flat(value: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, inner in value.items():
        is_query = isinstance(inner, str) and "columnid=" in inner and "dataproxy" not in inner
        under = dict(parse_qsl(inner, keep_blank_values=True)) if is_query else inner
        found |= _flat(under) if isinstance(under, dict) else {key.lower(): inner}
    return {key: inner for key, inner in found.items() if isinstance(inner, str | int)}


def _whole(settings: dict[str, Any], name: str) -> int | None:
    word = str(settings.get(name, ""))
    return int(word) if word.isascii() and word.isdigit() and int(word) > 0 else None


def _next(
    given: Given, base: str, settings: dict[str, Any], seen: int, perpage: int, group: int, total: int | None
) -> Step | None:
    """The request for the group behind the rows read so far; None when all that are promised were read."""
    if total is not None and seen >= total:
        return None
    page = (given.step.carried("page") if given.step else None) or urldefrag(given.url)[0]
    carry = (("hanweb", str(seen)), ("base", base), ("page", page))
    headers = (("Referer", page), ("X-Requested-With", "XMLHttpRequest"))
    named = _named_group(given)
    if named is not None:
        return Step(url=named, headers=headers, carry=carry)
    if given.step is not None and given.step.form is not None:
        return _records_of(given.step.url, given.step.form, seen, seen + group, perpage, headers, carry)
    address = next((str(one) for one in settings.values() if "dataproxy.jsp" in str(one)), None)
    if address is None:
        return _counted(given.step, total, headers, carry)
    form = tuple((name, str(settings[name.lower()])) for name in FIELDS if name.lower() in settings)
    own = [(key, one) for key, one in parse_qsl(urlsplit(address).query) if key not in {"page", *dict(form)}]
    return _records_of(absolute(base, address), (*form, *own), seen, seen + group, perpage, headers, carry)


def _counted(step: Step | None, total: int | None, headers: Pairs, carry: Pairs) -> Step | None:
    """The group behind one that was asked for by its number, when more rows are promised and no group is named."""
    page = re.search(r"[?&]page=(\d{1,6})(?=&|$)", step.url) if step is not None and total is not None else None
    if step is None or page is None:
        return None
    url = f"{step.url[: page.start(1)]}{int(page[1]) + 1}{step.url[page.end(1) :]}"
    return Step(url=url, headers=headers, sure=False, carry=carry)


def _records_of(url: str, form: Pairs, seen: int, last: int, perpage: int, headers: Pairs, carry: Pairs) -> Step:
    """A POST for the records behind those seen, as jpage asks: the records in the query, the column in the form."""
    query = urlencode({"startrecord": seen + 1, "endrecord": last, "perpage": perpage})
    url = urlunsplit(urlsplit(url)._replace(query=query, fragment=""))
    kept = tuple((key, value) for key, value in form if key not in {"startrecord", "endrecord", "perpage"})
    return Step(url=url, form=kept, headers=headers, carry=carry)


def _named_group(given: Given) -> str | None:
    """The address in `<nextgroup>`; an empty one is the end."""
    start = NEXT.search(given.text)
    found = PROXY.search(given.text, start.end(), start.end() + 2000) if start else None
    if found is None or "</nextgroup>" in given.text[start.end() if start else 0 : found.start()]:
        return None
    return urljoin(given.url, _clean(html.unescape(found[0])))


def _clean(address: str) -> str:
    """A query as a browser would send it: names of sites in Chinese are UTF-8, quotes around values are left."""
    parts = urlsplit(address)
    return urlunsplit(parts._replace(query=urlencode(parse_qsl(parts.query, keep_blank_values=True), safe="/:,'")))
