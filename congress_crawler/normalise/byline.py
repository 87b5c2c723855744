"""What does the byline say?"""

import re
from datetime import date

import msgspec

from congress_crawler.items import Author, Role
from congress_crawler.normalise import credit, day, furniture, labels, moment, names, organisation, posts
from congress_crawler.normalise.credit import Credits
from congress_crawler.normalise.fold import seen

ROLE_OF: dict[str, Role] = {
    "author": "author",
    "reporter": "reporter",
    "correspondent": "correspondent",
    "photographer": "photographer",
    "contributor": "contributor",
    "organisation": "author",
}
ORDER = {"date": 0, "": 1, "issued": 2, "noise": 3}  # which date wins, by the kind of its label
FIELDS = ("authors", "source", "editors", "published")
OTHER_DATES = ("期", "时间")  # 有效期, 截止时间: dates behind such a label are not the publication
WHERE = ("系", "为", "是", "单位")  # 作者系云溪县人大办公室主任 方舟: the office counts, the post does not
SHORT_DATE = re.compile(r"(?<!\d)\d{1,2}(?:-|月)\d{1,2}日?\s+\d{1,2}:\d\d")  # 云溪日报11-25 07:18: no day, yet a stamp
ADDRESS = re.compile(r"(?:https?:|www\.)", re.IGNORECASE)  # where it may be read, not who published it
CODE = re.compile(r"[A-Z]{1,3}\d{3,6}")
NEIGHBOUR = re.compile(r"[上下前后]一?[篇条则页]")  # the pager has dates of other articles
FIGURES = re.compile(r"\d|年")  # a value without one holds no date
STOP = re.compile(r"[\]】)）|｜︱]|\n")
ACCOUNT_TAG = re.compile(r"_[A-Z]{1,4}\d+$")  # 方小舟_NB1234
LATIN = re.compile(r"[A-Za-z][A-Za-z.'-]*(?: [A-Za-z.'-]+)+")  # Anna Lin is one name
BUTTONS = frozenset(("收藏", "举报", "打印", "关闭", "分享", "纠错", "大", "中", "小"))
LONGEST = 4000  # characters: more is a page and no byline
MAX_EDITORS = 4
LONGEST_DATE = 40  # characters that are kept of a value that is no date


class Byline(msgspec.Struct, kw_only=True):
    """The meaning of one or more byline lines, each field as in `items.Article`."""

    authors: list[Author] = []
    source: str | None = None  #: as shown; 本网 is resolved where the site is known
    editors: list[str] = []
    published: str | None = None
    published_raw: str | None = None  #: where `published` is None: what stands behind the label, and is no day
    dates: list[tuple[str, str, moment.Moment]] = []  #: (kind, label, date) of every date; kind and label may be ""
    missing: dict[str, str] = {}  #: authors, source, editors, published → why there is none

    @property
    def persons(self) -> list[str]:
        """The names of persons, in order."""
        return [author.name for author in self.authors if author.kind == "person"]

    @property
    def organisations(self) -> list[str]:
        """The names of organisations, in order."""
        return [author.name for author in self.authors if author.kind == "organisation"]


def read(raw: str, *, captured: date | None = None) -> Byline:
    """Read one or more raw byline lines.

    In: the lines as shown, joined by line feeds, from above or below the text or from its ends; 4,000 characters of
    them are read. Out: a Byline; a
    field that the lines do not give is empty, with a reason in `missing`.

    >>> line = read("作者:云溪县人大常委会办公室 方小舟 林一帆   时间:2016-06-03")
    >>> line.organisations, line.persons, line.published
    (['云溪县人大常委会办公室'], ['方小舟', '林一帆'], '2016-06-03')
    >>> read("来源：云溪新闻编辑:方舟责编:林一帆").editors
    ['方舟', '林一帆']
    """
    found = Byline()
    free: list[str] = []
    for part in labels.split(furniture.removed(seen(raw[:LONGEST]))) if raw else ():
        if part.kind:
            _READERS.get(part.kind, _names)(found, part, free, captured)
        else:
            free.append(part.value)
    dated = bool(found.dates)
    for text in filter(str.strip, free):
        _free(found, text, captured, dated=dated)
    return _settled(found)


def joined(head: Byline, tail: Byline) -> Byline:
    """A byline and the labelled lines behind the text as one.

    In: both, read; `head` is changed. Out: `head`. The dates of the tail count only when the head has none (comments
    and other articles have dates too); its source when no label above speaks of one.
    """
    _add(head, tail.authors)
    head.editors.extend(name for name in tail.editors if name not in head.editors)
    if not head.dates:
        head.dates = tail.dates
        head.published_raw = head.published_raw or tail.published_raw
    for name in ("authors", "editors", "published"):  # what a label says beats that there is none
        if head.missing.get(name) == "not-on-page" and name in tail.missing:
            head.missing[name] = tail.missing[name]
    if head.source is None:
        head.source = tail.source
        head.missing["source"] = min(head.missing["source"], tail.missing.get("source", "not-on-page"))
    return _settled(head)


def _names(found: Byline, part: labels.Part, free: list[str], captured: date | None) -> None:
    value, rest = _until_date(part.value, captured) if FIGURES.search(part.value) else (part.value, "")
    head, _, tail = value.lstrip("\n").partition("\n")
    if part.label == labels.UNIT and not organisation.is_organisation("".join(head.split())):
        return  # 单位：万元
    read_ = names.read(head, ROLE_OF[part.kind])
    if part.label.endswith(WHERE) or "系" in head:
        _add(found, posts.employers(names.chunks(head)))
    _add(found, read_.authors)
    if read_.reason:
        found.missing.setdefault("authors", read_.reason)
    free.extend(filter(None, (tail, rest)))


def _source(found: Byline, part: labels.Part, free: list[str], captured: date | None) -> None:
    value, rest = _until_date(part.value, captured) if FIGURES.search(part.value) else (part.value, "")
    head, tail = credit.source(value)
    if tail and all(map(names.names_only, words := names.chunks(tail))) and not any(map(labels.is_known, words)):
        _add(found, names.read(tail, sure=False).authors)  # 来源：云溪县人大 方小舟
        tail = ""
    free.extend(filter(None, (tail, rest)))
    head = "" if ADDRESS.match(head) else head
    if head in names.UNKNOWN or not head:
        found.missing.setdefault("source", "unknown-marker" if head else "empty-label")
    elif found.source is None:
        found.source = head


def _editor(found: Byline, part: labels.Part, free: list[str], captured: date | None) -> None:
    value, rest = _until_date(part.value, captured) if FIGURES.search(part.value) else (part.value, "")
    head = STOP.split(value.lstrip("\n"), maxsplit=1)[0]
    free.extend(filter(None, (value[len(head) :].lstrip(" \n]】)）"), rest)))
    if part.label.startswith("发布") and organisation.is_organisation("".join(head.split())):
        _add(found, names.read("".join(head.split()), "contributor").authors)  # 发布者：县人大办公室
        return
    words = [head.strip()] if LATIN.fullmatch(head.strip()) else names.chunks(head)[:MAX_EDITORS]
    for name in (ACCOUNT_TAG.sub("", word) for word in words):
        if CODE.fullmatch(name) and found.editors:
            continue  # 方小舟（QC0005）
        if name not in found.editors and name not in names.UNKNOWN and not name.isdigit() and name not in BUTTONS:
            found.editors.append(name)


def _date(found: Byline, part: labels.Part, free: list[str], captured: date | None) -> None:
    """The date behind a label. What is no whole day (06-03, 2016年6月) is kept as `published_raw`, with the reason."""
    one, reason = day.read(part.value, captured=captured)
    if one is None and "\n" in part.value:
        one, reason = day.read(part.value.split("\n", 1)[0], captured=captured)
    if one is None:
        if "published" not in found.missing:
            found.missing["published"] = reason if reason and part.value else "empty-label"
            found.published_raw = part.value.split("\n", 1)[0][:LONGEST_DATE] or None
        free.append(part.value)
        return
    found.dates.append((part.kind, part.label, one))
    free.append(part.value[: one.start] + "\n" + part.value[one.start + len(one.raw) :])


def _noise(found: Byline, part: labels.Part, free: list[str], captured: date | None) -> None:
    """Counters and font widgets; a date behind one may still be the date of the article."""
    if not part.label.endswith(OTHER_DATES) and not NEIGHBOUR.match(part.label):
        found.dates.extend(("noise", "", one) for one in moment.moments(part.value, captured=captured)[:1])
        free.extend(line for line in part.value.split("\n")[1:] if line)


def _free(found: Byline, text: str, captured: date | None, *, dated: bool) -> None:
    """What no label claims: dates, brackets, lines of names and media."""
    moments = moment.moments(text, captured=captured)
    found.dates.extend(("", "", one) for one in moments)
    for one in reversed(moments):
        text = text[: one.start] + credit.CUT + text[one.start + len(one.raw) :]
        dated = True
    text, stamps = SHORT_DATE.subn(credit.CUT, text)
    dated = dated or stamps > 0
    first = bool(moments) and (moments[0].start == 0 or moments[0].time != "")  # a sign-off has no time of day
    for line in text.split("\n"):
        credited = credit.read(line, dated=dated, first=first)
        first = False
        _add(found, credited.authors)
        if credited.editors:
            found.editors.extend([name for name in credited.editors if name not in found.editors])
        _outlet(found, credited)


def _outlet(found: Byline, credited: Credits) -> None:
    """A medium beside the date is the source, unless a label speaks of the source."""
    if credited.source and found.source is None and "source" not in found.missing:
        found.source = credited.source


def _until_date(value: str, captured: date | None) -> tuple[str, str]:
    """What stands before the first date of a value, and the rest with the date."""
    moments = moment.moments(value, captured=captured)
    return (value[: moments[0].start], value[moments[0].start :]) if moments else (value, "")


def _add(found: Byline, authors: list[Author]) -> None:
    if not authors:
        return
    known = {author.name for author in found.authors}
    found.authors.extend([author for author in authors if author.name not in known])


def _settled(found: Byline) -> Byline:
    """Pick the date: a label of publication before no label before a stamp (更新, 生成, 成文); drop empty reasons."""
    if found.dates:
        best = min(found.dates, key=lambda item: ORDER[item[0]])
        found.published, found.published_raw = best[2].iso, best[2].raw
    values = (found.authors, found.source, found.editors, found.published)
    for name, value in zip(FIELDS, values, strict=True):
        if not value:
            found.missing.setdefault(name, "not-on-page")
        elif name in found.missing:
            del found.missing[name]
    return found


_READERS = {
    "source": _source,
    "editor": _editor,
    "date": _date,
    "issued": _date,
    "noise": _noise,
}
