"""Who wrote it, where did it come from, and who edited it?"""

import re

from congress_crawler.items import Author, Evidence
from congress_crawler.normalise import labels, names, person
from congress_crawler.normalise.byline import read as read_byline
from congress_crawler.normalise.draft import Draft
from congress_crawler.normalise.fold import agree
from congress_crawler.normalise.raw import Pair

OFFICE = re.compile(r"(?:人大|人民代表大会)(?:常委会|常务委员会)?办公[室厅]$")
COLONS = frozenset(":：】]")
OWN = re.compile(r"本(?:网|站|网站|报|刊)(?:讯)?")
SOURCE_TAGS = frozenset(("contentsource", "source"))
AUTHOR_TAGS = frozenset(("author",))
EDITOR_TAGS = frozenset(("editorname", "editor"))


def read_authors(raw: str) -> tuple[list[Author], str | None]:
    """Read who wrote it. In: the value of an author field, or a line with labels. Out: the authors in order and None;
    or [] and why: `empty-label`, `unknown-marker`, `account`, `ambiguous`, `not-on-page`.

    >>> read_authors("县人大常委会副主任 方小舟")[0][0].raw, read_authors("方小舟、林一帆")[0][1].name
    ('县人大常委会副主任 方小舟', '林一帆')
    >>> read_authors("来源：云溪网"), read_authors("佚名"), read_authors("培训班开班")
    (([], 'not-on-page'), ([], 'unknown-marker'), ([], 'ambiguous'))
    """
    if any(part.label for part in labels.split(raw)):
        line = read_byline(raw)
        return line.authors, line.missing.get("authors")
    read = names.read(raw)
    return read.authors, read.reason


def read_source(raw: str) -> tuple[str | None, str | None]:
    """Read where it comes from. In: the value of a source field, or a line with labels. Out: the source as shown and
    None; or None and `empty-label`, `unknown-marker` or `not-on-page`.

    >>> read_source("云溪日报 2016-06-03"), read_source("作者：方小舟"), read_source("未知来源")
    (('云溪日报', None), (None, 'not-on-page'), (None, 'unknown-marker'))
    """
    labelled = any(part.label for part in labels.split(raw))
    line = read_byline(raw if labelled else f"来源：{raw}")
    return line.source, line.missing.get("source")


def step(draft: Draft) -> None:
    """Fill `authors`, `source`, `source_raw` and `editors` of a draft.

    In: the parsed byline, the credit lines in and behind the body, the meta tags. The page's own lines come before
    the meta tags, whose author often is the editor or the site. 本网 becomes the site's name where it is known.
    """
    byline = draft.byline
    draft.authors = list(byline.authors)
    draft.editors = list(byline.editors)
    if draft.authors:
        _evidence(draft, "authors", "byline")
    _credits(draft)
    _source(draft)
    _sender(draft)
    if not draft.authors:
        _meta_author(draft)
    _reasons(draft)


def _credits(draft: Draft) -> None:
    """Names in the body: （记者 …）, a first line 光明日报记者 …, a sign-off."""
    for line in draft.raw.trailers:
        credited = read_byline(line, captured=draft.captured)
        new = [author for author in credited.authors if not _is_known(author, draft.authors)]
        if new and not draft.authors:
            draft.evidence["authors"] = Evidence(method="structure", locator="body", raw=line)
        draft.authors.extend(new)
        draft.editors.extend(name for name in credited.editors if name not in draft.editors)


def _is_known(author: Author, known: list[Author]) -> bool:
    """Whether a name is among the authors; 云溪县交通局 who signs is the 县交通局 of the byline."""
    if author.kind == "person":
        return any(author.name == one.name for one in known)
    return any(author.name.endswith(one.name) for one in known if one.kind == "organisation")


def _source(draft: Draft) -> None:
    """The source that the byline shows, else the one of the meta tags."""
    shown, pair = draft.byline.source, _pair(draft, SOURCE_TAGS)
    if shown is not None:
        _evidence(draft, "source", "byline")
        if pair is not None and not agree(shown, pair.value):
            draft.doubts["source"] = f"the byline says {shown}; {pair.label} {pair.value}"
    elif draft.byline.missing.get("source") == "not-on-page" and pair is not None:
        shown = pair.value
        draft.evidence["source"] = Evidence(method="meta", locator=pair.locator, raw=pair.value)
    draft.source_raw = shown
    draft.source = draft.name if shown and draft.name and OWN.fullmatch(shown) else shown


def _sender(draft: Draft) -> None:
    """A congress's own office under 来源 is an author where 作者 names only persons, who are its people, and the
    headline begins with its place (肥城:…): it sent the report in.

    It stays the source; among the authors it is a contributor, whose `raw` says where it was read. Any other body under
    来源 is no author: a city's research office passes on what its counties wrote.
    """
    sent, title = draft.source_raw or "", (draft.title or "").lstrip("【[")
    own = OFFICE.search(sent) is not None and title[:2] == sent[:2] and title[2:3] in COLONS
    if own and draft.authors and all(known.kind == "person" for known in draft.authors):
        draft.authors.insert(0, Author(name=sent, kind="organisation", role="contributor", raw=f"来源:{sent}"))


def _meta_author(draft: Draft) -> None:
    """The meta author, where it is a person and no editor, on pages that carry the government tag set."""
    pair, editor = _pair(draft, AUTHOR_TAGS), _pair(draft, EDITOR_TAGS)
    if pair is None or not any(tag.label == "ColumnName" for tag in draft.raw.pairs):
        return
    read = names.read(pair.value, sure=False).authors
    known = [*draft.editors, editor.value if editor else ""]
    draft.authors = [author for author in read if person.strict(author.name) and author.name not in known]
    if draft.authors:
        draft.evidence["authors"] = Evidence(method="meta", locator=pair.locator, raw=pair.value)


def _pair(draft: Draft, tags: frozenset[str]) -> Pair | None:
    return next((pair for pair in draft.raw.pairs if pair.label.lower() in tags and pair.value), None)


def _evidence(draft: Draft, field: str, of: str) -> None:
    if of in draft.evidence:
        draft.evidence[field] = draft.evidence[of]


def _reasons(draft: Draft) -> None:
    for field, value in (("authors", draft.authors), ("source", draft.source)):
        if not value:
            draft.missing[field] = draft.byline.missing.get(field, "not-on-page")
