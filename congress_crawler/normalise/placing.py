"""Which county or city does this draft speak of?"""

from congress_crawler.items import Evidence
from congress_crawler.normalise.draft import Draft
from congress_crawler.normalise.place import read_place


def step(draft: Draft) -> None:
    """Fill `place` of a draft.

    In: what the other steps filled: author organisations, source, title, section, first paragraph, in this order of
    trust, the publication date, the division of the site. Out: the place with the field it was read from, or a reason.
    """
    strings = [("author", author.name) for author in draft.authors if author.kind == "organisation"]
    strings += [("source", draft.source)] if draft.source else []
    strings += [("title", draft.title)] if draft.title else []
    strings += [("section", name) for name in draft.section]
    strings += [("paragraph", draft.paragraphs[0].text)] if draft.paragraphs else []
    draft.place, reason = read_place(strings, on=draft.published, division=draft.division)
    if draft.place is None:
        draft.missing["place"] = reason or "not-on-page"
        return
    raw = next((text for field, text in strings if field == draft.place.from_), "")
    draft.evidence["place"] = Evidence(method="structure", locator=draft.place.from_, raw=raw[:200])
