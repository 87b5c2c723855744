"""Where is the next page of a TRS list, which says createPageHTML(pages, this page, "index", "html")?

The call makes the pager in the browser. Page N is index_N: with this page counted from 0 the second page is index_1
(the usual form), with it counted from 1 it is index_2 (Shenzhen, Taiyuan and others). Both say of index_N that it is
page N, so the next one is always this one's figure and one; which of them counts from 0 shows on the first page only,
and matters on the last one only.
"""

import re
from urllib.parse import urljoin, urlsplit

from congress_crawler.listing import address, goto, numbered, pager
from congress_crawler.listing.comments import live
from congress_crawler.listing.given import Found, Given
from congress_crawler.listing.pager import Pager
from congress_crawler.listing.step import Step
from congress_crawler.listing.trs_call import Call, find_call

NEXT = re.compile(r"(?i)(?:cur\w{0,12}|idx|index|n|i)\s{0,4}\+\s{0,4}([12])\s{0,4}\)?[^;\n]{0,160}(?:下一?页|next)")
LOOP = re.compile(
    r"for\s{0,4}\(\s{0,4}(?:var\s{1,4}|let\s{1,4})?(\w{1,20})\s{0,4}=\s{0,4}([012])\s{0,4};[^;\n]{0,40}?(<=?)"
)
OWN = re.compile(r"([\w-]{1,60}?)_(\d{1,5})\.(\w{3,5})$")
FILE = re.compile(r"([\w-]{1,60})\.(s?html?)$")
ARTICLE = re.compile(r"/t\d{8}_\d{3,12}\.")  # the address of an article of this system
NUMBERED = re.compile(r"index_\d{1,5}\.(s?html?)\b")
INDEX = re.compile(r"index\.(s?html?)\b")
ZERO = "trs-zero"  # what a step carries: "0" or "1", what this listing counts its first page as


def read(given: Given) -> Found | None:
    """A page whose script makes its pager by such a call, or writes it out with countPage and currentPage."""
    call = find_call(given.text)
    if call is None or given.tree is None:
        return None
    shown = pager.read(given)
    if (call.bare or not call.live) and not _alone(given, call, shown):
        return None
    promised = shown.totals.promised if shown.totals.promised is not None else call.total
    step = _linked(given, shown, call) or _called(given, call, shown)
    how = "countPage and currentPage" if call.bare else "createPageHTML"
    why = f"{how}: {call.pages} pages{'' if call.live else ', in a comment'}"
    return Found(why=why, next=step, promised=promised, pages=call.pages if call.live else shown.totals.pages)


def _alone(given: Given, call: Call, shown: Pager) -> bool:
    """Whether weak evidence is all there is: the page shows no other way on, and is one that can have such pages."""
    if shown.next or shown.back or shown.last or shown.numbers or numbered.find(given, shown, sure=True).step:
        return False
    if not call.bare:
        return True
    parts = urlsplit(given.url)
    file = parts.path.rpartition("/")[2]
    known = "countpage" in given.text.lower() or any(ARTICLE.search(row.url) for row in given.rows)
    return known and not parts.query and (not file or FILE.search(file) is not None) and not goto.habits(given, 2)


def _own(given: Given, call: Call) -> re.Match[str] | None:
    """The page's own number in its address; None for the first page, which may be called index_7401.htm."""
    here = OWN.search(urlsplit(given.url).path)
    is_page = here is not None and (given.step is not None or not call.live or int(here[2]) - call.at in {0, 1})
    return here if is_page else None


def _linked(given: Given, shown: Pager, call: Call) -> Step | None:
    """The page's own link, which goes before what the call says."""
    here = _own(given, call)
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
    here = _own(given, call)
    zero = _zero(given, call, here, shown)
    if call.at >= call.pages - 1 + (1 if zero is None else zero):
        return None
    unclear = zero is None and call.at == call.pages - 1
    number = int(here[2]) + 1 if here else _second(given, call, shown)
    extension, known = _extension(given, call, here)
    file = FILE.search(urlsplit(given.url).path)
    name = here[1] if here else call.name if call.name and not call.bare else file[1] if file else "index"
    url = urljoin(given.base if "/" in name else given.url, f"{name}_{number}.{extension}")
    sure = known and call.live and not unclear and not (call.bare and here is None)
    return _carrying(given, Step(url=url, sure=sure), call)


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
    """The extension of the next page, and whether it is known.

    Known by its own address, a live call, other pages of the list; else that of most articles, that of another index
    on the page or of a dead call: guesses.
    """
    alive = call.live and not call.bare
    own = FILE.search(urlsplit(given.url).path)
    numbered_one, index = live(NUMBERED, given.text), live(INDEX, given.text)
    ends = [match[1] for row in given.rows if (match := re.search(r"\.(s?html?)$", row.url))]
    most = max(set(ends), key=ends.count) if ends else None
    known = (
        here[3] if here else None,
        call.extension if alive else None,
        own[2] if own else None,
        numbered_one[1] if numbered_one else None,
        index[1] if index and alive else None,
    )
    guesses = (most, index[1] if index else None, call.extension, "html")
    found = next(filter(None, known), None)
    return found or next(filter(None, guesses)), found is not None


def _carrying(given: Given, step: Step, call: Call) -> Step:
    """The step with what the first page counted itself as."""
    zero = given.step.carried(ZERO) if given.step is not None else None
    if zero is None and _own(given, call) is None:
        zero = str(min(call.at, 1))
    full = numbered.carrying(given, step, None)
    carry = (*full.carry, (ZERO, zero)) if zero is not None else full.carry
    return Step(url=step.url, sure=step.sure, carry=carry)
