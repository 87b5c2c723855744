"""Who is named here, and what did each do?"""

import re
from collections.abc import Iterator

import msgspec

from congress_crawler.items import Author, Kind, Role
from congress_crawler.lexicon import divisions, townships
from congress_crawler.normalise import organisation, person, posts, roles
from congress_crawler.normalise.fold import simplified
from congress_crawler.normalise.roles import Mark, Stretch

WORD = re.compile(r"[^、，,;；/／&＆|｜︱丨\s（）()【】\[\]《》<>]+")
EDGES = " \t\n、，,;；/／（()）【】[]"
BULLETS = "。.:：*“”\"'—－-■□●○◎◆◇▲△★☆※·•"
UNKNOWN = frozenset(
    ("佚名", "未知", "不详", "匿名", "无名", "暂无", "无", "未知来源", "未知作者", "-", "--", "—", "——")
)
ACCOUNT = re.compile(r"[\x21-\x7e]+(?:先生)?|.*管理员|.*(?:编辑|小编)")
CLOSING = re.compile(r"(?:报道|报导|综合|讯|电|等|图文|摄|发自.*)$")  # 上海报道: where it was written, not who wrote it
CLOSERS = frozenset("道导合讯电等文摄")  # the last characters of CLOSING: one look tells
AND = frozenset("和与及")


class Names(msgspec.Struct, frozen=True):
    """What a field of names says."""

    authors: list[Author]
    outlets: list[str]  #: media glued to a role word: 光明日报记者
    reason: str | None  #: why `authors` is empty: empty-label, unknown-marker, account or ambiguous


def read(value: str, role: Role = "author", *, sure: bool = True) -> Names:
    """Split a field of names into persons and organisations.

    In: what stands behind a label or in a bracket, as shown; the role that the label gives; `sure` when a label or
    a role word says that names stand here. Out: names in order, each once, `raw` as shown with the post that stands
    before it. What is neither is left out.

    >>> [(a.name, a.kind) for a in read("云溪县人大常委会办公室 方小舟 林一帆").authors]
    [('云溪县人大常委会办公室', 'organisation'), ('方小舟', 'person'), ('林一帆', 'person')]
    >>> [(a.name, a.role) for a in read("记者方舟通讯员林帆").authors]
    [('方舟', 'reporter'), ('林帆', 'correspondent')]
    >>> read("县人大常委会副主任 方 舟").authors[0].raw, read("佚名").reason, read("redcloud").reason
    ('县人大常委会副主任 方 舟', 'unknown-marker', 'account')
    """
    plain = simplified(value)
    found: dict[str, Author] = {}
    outlets: list[str] = []
    if person.is_latin(value.strip()):
        return Names([Author(name=value.strip(), kind="person", role=role, raw=value.strip())], outlets, None)
    for stretch in _stretches(value, roles.marks(plain), role, outlets):
        for author in _stretch(value, stretch, sure=sure or stretch.led):
            found.setdefault(author.name, author)
    return Names(list(found.values()), outlets, None if found else _reason(value))


def chunks(text: str) -> list[str]:
    """The words of a field; single characters in a row are one name, or several of two.

    >>> chunks("方 舟"), chunks("方舟 林帆、林一帆"), chunks("方 舟 林 帆")
    (['方舟'], ['方舟', '林帆', '林一帆'], ['方舟', '林帆'])
    """
    return [word for word, _, _ in _words(text, 0, len(text))]


def _words(text: str, start: int, end: int) -> Iterator[tuple[str, int, int]]:
    """The words of a stretch with their offsets."""
    singles: list[tuple[int, int]] = []
    for match in WORD.finditer(text, start, end):
        first, last = match.span()
        if singles and text[singles[-1][1] : first].strip():  # only blanks hold a name together
            yield from _apart(text, singles)
            singles = []
        if last - first == 1 and person.HAN.fullmatch(text[first]):
            singles.append((first, last))
            continue
        if len(singles) == 1 and person.is_given(text[singles[0][0]], match.group()):  # 林 小舟 is one name
            first, singles = singles[0][0], []
            yield "".join(text[first:last].split()), first, last
            continue
        if singles:
            yield from _apart(text, singles)
            singles = []
        yield match.group(), first, last
    if singles:
        yield from _apart(text, singles)


def _apart(text: str, singles: list[tuple[int, int]]) -> Iterator[tuple[str, int, int]]:
    """Names whose characters are written apart."""
    at = 0
    if len(singles) > person.PLACE:
        singles = [single for single in singles if text[single[0]] not in AND]
    for name in person.pairs("".join(text[first] for first, _ in singles)):
        yield name, singles[at][0], singles[at + len(name) - 1][1]
        at += len(name)


def _reason(value: str) -> str:
    bare = "".join(value.split()).strip(EDGES)
    if not bare:
        return "empty-label"
    if bare in UNKNOWN:
        return "unknown-marker"
    return "account" if ACCOUNT.fullmatch(bare) else "ambiguous"


def _stretches(value: str, marks: list[Mark], role: Role, outlets: list[str]) -> Iterator[Stretch]:
    """Cut at the role words. What is no name before one is the medium and goes to `outlets`."""
    start, does, led = 0, role, False
    for number, mark in enumerate(marks):
        after = marks[number + 1].start if number + 1 < len(marks) else len(value)
        does_work = number == 0 or mark.role in {"author", "photographer", "contributor"}
        closes = mark.behind or (does_work and not value[mark.end : after].strip(EDGES))
        if closes:  # 方舟/文, 方舟 撰稿: the word closes the names
            yield Stretch(start, mark.start, mark.role if not led else does, led or mark.behind)
        else:
            yield Stretch(start, _before_outlet(value, start, mark.start, outlets, first=number == 0), does, led)
        start, does, led = mark.end, role if mark.behind else mark.role, not mark.behind
    yield Stretch(start, len(value), does, led)


def _before_outlet(value: str, start: int, end: int, outlets: list[str], *, first: bool) -> int:
    """Where the names before a role word end: 云溪日报 before 记者 is the medium, whatever is glued to the first role
    word is, and all that is no name later.
    """
    text = value[start:end]
    if not text.strip(EDGES):
        return end
    cut = max(map(text.rfind, " \t\n\u3000、，,/")) + 1
    last = text[cut:].strip(EDGES)
    if not last:  # a blank before the role word: only a medium is none of the names
        found = list(_words(value, start, end))
        if not (first and found and organisation.is_outlet(found[-1][0])):
            return end
        outlets.append(found[-1][0])
        return found[-1][1]
    if first or any(map(organisation.is_outlet, re.split("[·•]", last))) or not names_only(last):
        outlets.append(last)
        return start + cut
    return end


def names_only(chunk: str) -> bool:
    """Whether a word is one name or several glued, by its shape alone."""
    if person.strict(chunk):
        return True
    pieces = person.unglue(chunk)
    return pieces is not None and all(map(person.strict, pieces))


def _stretch(value: str, stretch: Stretch, *, sure: bool) -> Iterator[Author]:
    """The names of one stretch; a post goes into the `raw` of the name behind it."""
    post: int | None = None
    for word, start, end in _words(value, stretch.start, stretch.end):
        bare = word.strip(BULLETS)
        if posts.is_post(bare):
            post = start if post is None else post
            continue
        for name, kind in _named(bare, stretch.role, sure=sure):
            shown = value[start:end].strip(BULLETS)
            if kind == "person" and post is not None:
                shown = value[post:end].strip(EDGES)
            elif name != bare and not posts.is_post(bare[: -len(name)]):
                shown = name
            post = None
            yield Author(name=name, kind=kind, role=stretch.role, raw=shown)


def _named(chunk: str, role: Role, *, sure: bool) -> list[tuple[str, Kind]]:
    """One word: an organisation, a person, several names glued, or nothing."""
    plain = simplified(chunk)
    if not plain or plain in UNKNOWN or ACCOUNT.fullmatch(plain):
        return []
    if organisation.is_organisation(plain) and not _given(plain, role):
        return [(chunk, "organisation")]
    if (plain[-1] in CLOSERS or "发自" in plain) and (closed := CLOSING.search(plain)):
        return [(name, "person") for name in _closed(chunk[: closed.start()])]
    if person.strict(plain):
        return [(chunk, "person")]
    if (parts := organisation.split_off(chunk)) is not None:
        head: list[tuple[str, Kind]] = [] if organisation.is_outlet(parts[0]) else [(parts[0], "organisation")]
        return [*head, *_named(parts[1], role, sure=sure)]
    return [(name, "person") for name in _persons(chunk, sure=sure)]


def _closed(chunk: str) -> list[str]:
    """方舟 of 方舟报道, nothing of 上海报道."""
    chunk = chunk.removesuffix("摄影")
    return [] if simplified(chunk) in divisions.index().stems else _glued(chunk) or []


def _given(chunk: str, role: Role) -> bool:
    """李国镇 behind 记者 is a person when no county has a township of that name."""
    return (
        role in {"reporter", "correspondent"}
        and chunk[-1] in "镇乡"
        and person.strict(chunk)
        and not townships.counties(simplified(chunk))
    )


def _persons(chunk: str, *, sure: bool) -> list[str]:
    if (names := _glued(chunk)) is not None:
        return names
    if (name := posts.behind_post(chunk)) is not None:
        return [name]
    return [chunk] if sure and person.loose(chunk) else []


def _glued(chunk: str) -> list[str] | None:
    if person.strict(chunk):
        return [chunk]
    pieces = person.unglue(chunk)
    return pieces if pieces is not None and all(map(person.strict, pieces)) else None
