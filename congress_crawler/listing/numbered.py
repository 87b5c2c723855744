"""Where is the next page of a list by its pager: numbered in the query, in the path, or by a link alone?"""

from typing import NamedTuple

from congress_crawler.listing import address, forms, goto, pager
from congress_crawler.listing.given import Found, Given
from congress_crawler.listing.pager import Pager
from congress_crawler.listing.step import Step

FIRST = "first"  # what a step carries: the address of the first page, where a last page's 下一页 may lead back
NUMBER = "number"  # what a step carries: which page it leads to, as far as it is counted


class Onward(NamedTuple):
    """The next page, how its address is numbered, what it was recognised by."""

    step: Step | None
    kind: str  #: query, path or plain
    why: str


def read(given: Given) -> tuple[str, Found]:
    """Any page. In: the page. Out: the dialect (query: ?page=2, start=20; path: list_2.html, /channel/2/x.html; plain:
    a next page with an address of its own, or none) and what was found.
    """
    shown = pager.read(given)
    onward = find(given, shown)
    found = Found(why=onward.why, next=onward.step, promised=shown.totals.promised, pages=shown.totals.pages)
    return onward.kind, found


def find(given: Given, shown: Pager, *, sure: bool = False) -> Onward:
    """The step after a page.

    In: the page, its pager; whether only what the page itself links and its scripts and forms ask for counts. Out: by
    the page's own link, which must lead on by one; by its number links; by the script of its pager; by a form with the
    number; by its total of pages and an address that shows where the number stands; at last, not sure, by a form that
    a script elsewhere sends or an address that a script of the page names in pieces. No step at the end.
    """
    number = _number(given, shown)
    for url, why in _links(given, shown, number):
        return _onward(given, Step(url=url), number, why)
    if number is None or (shown.totals.pages is not None and number >= shown.totals.pages):
        return Onward(None, _kind_here(given), "no page after this one")
    for call, value in [*((call, number + 1) for call in shown.calls), *shown.choices]:
        step = goto.follow(given, call, value)
        if step is not None and (step.mark or not address.is_same(step.url, given.url)):
            return _onward(given, step, number, f"the script of 下一页: {call[:60]}")
    if (step := forms.find(given, number + 1, sure=True)) is not None:
        return _onward(given, step, number, f"the form with the number {number + 1}")
    if not sure and (step := _guessed(given, shown, number)) is not None:
        return _onward(given, step, number, f"page {number} of {shown.totals.pages or 'several'} by its own words")
    return Onward(None, _kind_here(given), "no page after this one")


def _guessed(given: Given, shown: Pager, number: int) -> Step | None:
    """The next page where only a total, a number without an address or a script elsewhere says that there is one."""
    told = shown.totals.pages is not None
    bare = number + 1 in shown.labels and number + 1 not in shown.numbers
    step = _built(given, shown, number) if told or bare else None
    if step is None and (told or shown.calls):
        step = forms.find(given, number + 1, sure=False)
    named = goto.habits(given, number + 1) if step is None and told else []
    following = next((url for url in named if not address.is_same(url, given.url)), None)
    return Step(url=following, sure=False) if following is not None else step


def _number(given: Given, shown: Pager) -> int | None:
    """Which page this is: by its words, by the step that led here, by its address; the first when nothing led here."""
    if shown.current is not None:
        return shown.current
    if given.step is not None and (carried := given.step.carried(NUMBER)):
        return int(carried)
    named = address.page_slot(given.url, None)
    if named is not None and shown.numbers:
        for page, url in shown.numbers.items():
            found = address.change(given.url, url)
            if found is not None and found.slot.start == named.start:
                return page - (found.value - named.value)
    return 1 if given.step is None else None


def _links(given: Given, shown: Pager, number: int | None) -> list[tuple[str, str]]:
    """Addresses that the page gives for the next one, and that lead on."""
    found = []
    if shown.next and leads_on(given, shown, shown.next, number):
        found.append((shown.next, "the link 下一页"))
    if number is not None and (url := shown.numbers.get(number + 1)) and leads_on(given, shown, url, number):
        found.append((url, f"the link {number + 1} of the pager"))
    return found


def leads_on(given: Given, shown: Pager, url: str, number: int | None) -> bool:
    """Whether an address can be the page after this one: not this one, not an earlier one, none is passed over."""
    earlier = [given.url, given.step.carried(FIRST) if given.step else None, shown.back]
    if number is not None:
        earlier += [there for page, there in shown.numbers.items() if page <= number]
    if given.step is not None:
        earlier.append(shown.first)
    if any(one is not None and address.is_same(one, url) for one in earlier):
        return False
    found = address.change(given.url, url)
    if found is None:
        return True
    before, after = found.slot.value, found.value
    if found.slot.key in address.OFFSETS or after == before + 1:
        return after > before
    if after < before:
        return _descends(given, shown, before, after)
    passes = shown.last is not None and address.is_same(shown.last, url)
    return not passes and not (number is not None and number + 1 in shown.numbers)


def _descends(given: Given, shown: Pager, before: int, after: int) -> bool:
    """Whether the numbers of this list go down: the page before has the higher one."""
    if shown.back is None or after != before - 1:
        return False
    found = address.change(given.url, shown.back)
    return found is None or found.value > before


def _built(given: Given, shown: Pager, number: int) -> Step | None:
    """The address of the next page, by where the number stands in others. Not sure without a total."""
    told = shown.totals.pages is not None
    known = [(page, url) for page, url in shown.numbers.items() if page != number]
    if shown.last and shown.totals.pages and shown.totals.pages != number:
        known.append((shown.totals.pages, shown.last))
    for page, url in known:
        found = address.change(given.url, url)
        slot = address.page_slot(url, page) or address.page_slot(url, page - 1)
        if found is not None and abs(found.value - page) <= 1:
            return Step(url=address.with_value(given.url, found.slot, found.value - page + number + 1), sure=told)
        if slot is not None and abs(slot.value - page) <= 1:
            return Step(url=address.with_value(url, slot, slot.value - page + number + 1), sure=told)
    own = address.page_slot(given.url, number)
    if own is not None and own.value in {number, number - 1}:
        return Step(url=address.with_value(given.url, own, own.value + 1), sure=own.kind == "query" and told)
    return None


def _onward(given: Given, step: Step, number: int | None, why: str) -> Onward:
    kind = "query" if step.form is not None else address.kind_of(given.url, step.url) or "plain"
    return Onward(carrying(given, step, number), kind, why)


def carrying(given: Given, step: Step, number: int | None) -> Step:
    """The step with what the pages behind need: the address of the first page, the number of the next."""
    first = (given.step.carried(FIRST) if given.step else None) or given.url
    carry = ((FIRST, first), *(((NUMBER, str(number + 1)),) if number is not None else ()))
    return Step(
        url=step.url, form=step.form, json=step.json, headers=step.headers, sure=step.sure, mark=step.mark, carry=carry
    )


def _kind_here(given: Given) -> str:
    """How this page, the last one, is numbered."""
    first = given.step.carried(FIRST) if given.step else None
    if first is not None:
        return ("query" if given.step and given.step.form else None) or address.kind_of(first, given.url) or "plain"
    slot = address.page_slot(given.url, None)
    return "query" if slot is not None else "plain"
