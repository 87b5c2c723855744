"""Where is the next page of a TRS list, which says createPageHTML(pages, this page, "index", "html")?

The call makes the pager in the browser. Page N is index_N: with this page counted from 0 the second page is index_1
(the usual form), with it counted from 1 it is index_2 (Shenzhen, Taiyuan and others). Both say of index_N that it is
page N, so the next one is always this one's figure and one; which of them counts from 0 shows on the first page only,
and matters on the last one only.
"""

import re
from itertools import islice
from typing import NamedTuple
from urllib.parse import urljoin, urlsplit

from congress_crawler.listing import address, numbered, pager
from congress_crawler.listing.given import Found, Given
from congress_crawler.listing.pager import Pager
from congress_crawler.listing.step import Step

CALL = re.compile(
    r"(?i)(?<![\w$])(?:create_?page(?:html|s|nav|list|bar)?\w{0,8}|show_?pages?(?:html)?|make_?page(?:html)?)\s{0,4}\(([^()]{3,400})\)"
)
DEFINED = re.compile(r"function\s{1,4}$")
PART = re.compile(r"\"([^\"\n]{0,120})\"|'([^'\n]{0,120})'|([^,'\"\s][^,'\"]{0,60})|(?<=,)\s{0,4}(?=,)")
COUNT = re.compile(
    r"(?i)(?<![\w$.])(?:n?page_?count|count_?page|total_?pages?|n?page_?total|maxpage)\s{0,4}=(?!=)\s{0,4}[\"']?(\d{1,5})\b"
)
INDEX = re.compile(
    r"(?i)(?<![\w$.])(?:current_?page|curr?_?page|page_?index|n?curr_?index|now_?page|this_?page)\s{0,4}=(?!=)\s{0,4}[\"']?(\d{1,5})\b"
)
JOINT = re.compile(r"_[\"']\s{0,4}\+")  # "index" + "_" + nextPage
STEM = re.compile(r"([\w/-]{1,60})[\"']?\s{0,4}\+?\s{0,4}[\"']?$")
ENDING = re.compile(r"(?<![A-Za-z])(s?html?)\b", re.IGNORECASE)
NEXT = re.compile(r"(?i)(?:cur\w{0,12}|idx|index|n|i)\s{0,4}\+\s{0,4}([12])\s{0,4}\)?[^;\n]{0,160}(?:下一?页|next)")
LOOP = re.compile(
    r"for\s{0,4}\(\s{0,4}(?:var\s{1,4}|let\s{1,4})?(\w{1,20})\s{0,4}=\s{0,4}([012])\s{0,4};[^;\n]{0,40}?(<=?)"
)
EXTENSION = re.compile(r"\.?((?:s?html?|jsp|aspx?|php))", re.IGNORECASE)
NAME = re.compile(r"[\w./-]{1,60}")
OWN = re.compile(r"([\w-]{1,60}?)_(\d{1,5})\.(\w{3,5})$")
#: One of these is in every page of this kind: a quick look before the patterns.
WORDS = (
    "createpage",
    "create_page",
    "showpage",
    "show_page",
    "makepage",
    "countpage",
    "pagecount",
    "count_page",
    "page_count",
)
MOST = 20  # calls that are looked at
FAR = 2_000  # characters in front of a call in which its comment begins
ZERO = "trs-zero"  # what a step carries: "0" or "1", what this listing counts its first page as


class Call(NamedTuple):
    """What a pager's call says."""

    pages: int
    at: int  #: this page, counted from 0 or 1
    name: str | None
    extension: str | None
    total: int | None
    live: bool  #: False: in a comment


def read(given: Given) -> Found | None:
    """A page whose script makes its pager by such a call, or writes it out with countPage and currentPage."""
    call = find_call(given.text)
    if call is None or given.tree is None:
        return None
    shown = pager.read(given)
    promised = shown.totals.promised if shown.totals.promised is not None else call.total
    step = _linked(given, shown, call) or _called(given, call, shown)
    why = f"createPageHTML: {call.pages} pages{'' if call.live else ', in a comment'}"
    return Found(why=why, next=step, promised=promised, pages=call.pages)


def find_call(text: str) -> Call | None:
    """The call in a page's text: a live one before one in a comment. Out: None when there is none with figures."""
    lower, found = text.lower(), []
    if not any(word in lower for word in WORDS):
        return None
    for match in islice(CALL.finditer(text), MOST):
        before = text[max(0, match.start() - 300) : match.start()]
        if DEFINED.search(before):
            continue
        live = not _is_commented(text, match.start())
        if (call := _parse(match[1], text, live=live)) is not None:
            found.append(call)
    return next((call for call in found if call.live), found[0] if found else _written(text))


def _is_commented(text: str, at: int) -> bool:
    """Whether that place is in a comment: of the script, or of HTML around the script (not the old `<!--` in it)."""
    before = text[max(0, at - FAR) : at]
    if re.search(r"(?<!:)//", before.rpartition("\n")[2]) or before.rfind("/*") > before.rfind("*/"):
        return True
    opened = before.rfind("<!--")
    return opened > before.rfind("-->") and "<script" in before[opened:].lower()


def _parse(arguments: str, text: str, *, live: bool) -> Call | None:
    """The arguments: the first two figures are pages and this page, the words behind them name and extension."""
    figures: list[int] = []
    names: list[str] = []
    for one, two, bare in PART.findall(arguments):
        value = (one or two or bare).strip()
        if bare and not value.isdecimal():
            value = _variable(value, text)
        if value.isascii() and value.isdecimal():
            figures.append(int(value))
        elif len(figures) >= 2 and NAME.fullmatch(value):
            names.append(value)
    if len(figures) < 2 or figures[0] > 100_000:
        return None
    extension = next((match[1] for name in names[1:] if (match := EXTENSION.fullmatch(name))), None)
    name = names[0] if names and not EXTENSION.fullmatch(names[0]) else None
    total = next((figure for figure in figures[2:] if figure >= figures[0]), None)
    return Call(figures[0], figures[1], name, extension, total, live)


def _variable(name: str, text: str) -> str:
    """The value of a variable of the page; "" when it is none."""
    if not re.fullmatch(r"[A-Za-z_$][\w$]{0,40}", name):
        return ""
    match = re.search(rf"(?<![\w$.]){re.escape(name)}\s{{0,4}}=(?!=)\s{{0,4}}[\"']?([\w.-]{{1,60}})", text)
    return match[1] if match else ""


def _written(text: str) -> Call | None:
    """The older form: var countPage = 5, currentPage = 0, and "index" + "_" + … written by hand."""
    pages, index = COUNT.search(text), INDEX.search(text)
    joint = JOINT.search(text)
    if pages is None or index is None or joint is None:
        return None
    name = STEM.search(text[max(0, joint.start() - 80) : joint.start()])
    ending = ENDING.search(text[joint.end() : joint.end() + 160])
    found = name[1] if name else None, ending[1] if ending else None
    return Call(int(pages[1]), int(index[1]), *found, total=None, live=True)


def _linked(given: Given, shown: Pager, call: Call) -> Step | None:
    """The page's own link, which goes before what the call says."""
    here = OWN.search(urlsplit(given.url).path)
    number = int(here[2]) if here else None
    if shown.next and numbered.leads_on(given, shown, shown.next, None):
        return _carrying(given, Step(url=shown.next), call)
    page = shown.current if shown.current is not None else (1 if here is None else None)
    url = shown.numbers.get(page + 1) if page is not None else None
    if url and (number is None or numbered.leads_on(given, shown, url, page)) and not address.is_same(url, given.url):
        return _carrying(given, Step(url=url), call)
    return None


def _called(given: Given, call: Call, shown: Pager) -> Step | None:
    """The next page by the call alone."""
    here = OWN.search(urlsplit(given.url).path)
    zero = _zero(given, call, here, shown)
    if call.at >= call.pages - 1 + (1 if zero is None else zero):
        return None
    unclear = zero is None and call.at == call.pages - 1
    number = int(here[2]) + 1 if here else _second(given, call, shown)
    extension, known = _extension(given, call, here)
    name = (here[1] if here else None) or call.name or "index"
    url = urljoin(given.base if "/" in name else given.url, f"{name}_{number}.{extension}")
    return _carrying(given, Step(url=url, sure=known and call.live and not unclear), call)


def _zero(given: Given, call: Call, here: re.Match[str] | None, shown: Pager) -> int | None:
    """What the first page is counted as: 0, 1, or None when nothing tells."""
    if given.step is not None and (carried := given.step.carried(ZERO)):
        return int(carried)
    if here is None:
        return min(call.at, 1)
    if shown.current is not None and shown.current - call.at in {0, 1}:
        return 1 - (shown.current - call.at)
    if int(here[2]) == call.at + 1:
        return 0
    return None


def _second(given: Given, call: Call, shown: Pager) -> int:
    """The figure of the second page: by another link of the pager, by the script that writes them, else by the call."""
    for page, url in shown.numbers.items():
        found = OWN.search(urlsplit(url).path)
        if found and page > 1 and int(found[2]) in {page, page - 1}:
            return int(found[2]) - page + 2
    if (
        shown.last
        and (found := OWN.search(urlsplit(shown.last).path))
        and int(found[2]) in {call.pages, call.pages - 1}
    ):
        return int(found[2]) - call.pages + 2
    if (looped := _looped(given.text)) is not None:
        return looped
    told = NEXT.search(given.text)
    return call.at + (int(told[1]) if told and call.at == 0 else 1)


def _looped(text: str) -> int | None:
    """The figure of the second page by the loop that writes the numbers: for(i=2;i<=pages;i++) … "index_"+i."""
    for match in LOOP.finditer(text):
        name, begin, sign = match[1], int(match[2]), match[3]
        body = text[match.end() : match.end() + 600]
        built = re.search(
            rf"_[\"']\s{{0,4}}\+\s{{0,4}}\(?\s{{0,4}}{re.escape(name)}\b\s{{0,4}}(-\s{{0,4}}1|\+\s{{0,4}}1)?", body
        )
        if built is not None:
            shift = {"-": -1, "+": 1}.get((built[1] or " ")[0], 0)
            counted = sign == "<=" or begin == 2  # the variable is the page; else it counts from 0
            return (2 if counted else 1) + shift
    return None


def _extension(given: Given, call: Call, here: re.Match[str] | None) -> tuple[str, bool]:
    """The extension of the next page and whether it is known: own address, call, other pages of the list, a guess."""
    if here:
        return here[3], True
    if call.extension:
        return call.extension, True
    own = re.search(r"\.(s?html?)$", urlsplit(given.url).path)
    if own:
        return own[1], True
    near = re.search(r"index(?:_\d{1,5})?\.(s?html?)\b", given.text)
    if near:
        return near[1], True
    ends = [match[1] for row in given.rows if (match := re.search(r"\.(s?html?)$", row.url))]
    return (max(set(ends), key=ends.count) if ends else "html"), False


def _carrying(given: Given, step: Step, call: Call) -> Step:
    """The step with what the first page counted itself as."""
    zero = given.step.carried(ZERO) if given.step is not None else None
    if zero is None and OWN.search(urlsplit(given.url).path) is None:
        zero = str(min(call.at, 1))
    full = numbered.carrying(given, step, None)
    carry = (*full.carry, (ZERO, zero)) if zero is not None else full.carry
    return Step(url=step.url, sure=step.sure, carry=carry)
