"""Who is named here, and what did each do?"""

import re
from functools import cache

import msgspec

from congress_crawler.items import Author, Kind, Role
from congress_crawler.lexicon.words import words
from congress_crawler.normalise import organisation, person
from congress_crawler.normalise.fold import simplified

# Role words. 编辑 is not one of them: editors are no authors. A single 文, 图 or 摄 counts only where it stands alone.
ROLE = re.compile(
    r"(?:(?:全媒体|融媒体?|首席|特约|实习|见习|本报|本网)*(?P<reporter>记者|实习生)|(?:特约)?(?P<correspondent>通讯员)"
    r"|(?P<photographer>摄影|供图|(?<![\u3400-\u9fff])[图摄](?![\u3400-\u9fff]))|(?P<contributor>供稿)"
    r"|(?P<author>撰稿|撰文|采写|执笔|整理|整合|(?<![\u3400-\u9fff])文(?![\u3400-\u9fff])))\s*[:：|｜︱丨/／]?"
)
ROLES: dict[str, Role] = {
    "reporter": "reporter",
    "correspondent": "correspondent",
    "photographer": "photographer",
    "contributor": "contributor",
    "author": "author",
}
BETWEEN = re.compile(r"[、，,;；/／&＆|｜︱丨\s（）()【】\[\]《》<>]+")
EDGES = " \t\n、，,;；/／（()）【】[]"
UNKNOWN = frozenset(
    ("佚名", "未知", "不详", "匿名", "无名", "暂无", "无", "未知来源", "未知作者", "-", "--", "—", "——")
)
ACCOUNT = re.compile(r"[\x21-\x7e]+(?:先生)?|.*管理员|.*(?:编辑|小编)")
CLOSING = re.compile(r"(?:报道|综合|讯|电|等|图文|摄)$")  # 上海报道: where it was written, not who wrote it


class Names(msgspec.Struct, frozen=True):
    """What a field of names says."""

    authors: list[Author]
    outlets: list[str]  #: media glued to a role word: 光明日报记者
    reason: str | None  #: why `authors` is empty: empty-label, unknown-marker, account or ambiguous


def read(value: str, role: Role = "author", *, sure: bool = True) -> Names:
    """Split a field of names into persons and organisations.

    In: what stands behind a label or in a bracket, as shown; the role that the label gives; `sure` when a label or
    a role word says that names stand here. Out: names in order, each once. What is neither is left out.

    >>> [(a.name, a.kind) for a in read("云溪县人大常委会办公室 方小舟 林一帆").authors]
    [('云溪县人大常委会办公室', 'organisation'), ('方小舟', 'person'), ('林一帆', 'person')]
    >>> [(a.name, a.role) for a in read("记者方舟通讯员林帆").authors]
    [('方舟', 'reporter'), ('林帆', 'correspondent')]
    >>> read("方 舟").authors[0].name, read("佚名").reason, read("redcloud").reason
    ('方舟', 'unknown-marker', 'account')
    """
    found: dict[str, Author] = {}
    outlets: list[str] = []
    for text, does in _stretches(value, role, outlets):
        for chunk in chunks(text):
            for author in _named(chunk, does, sure=sure or does != role):
                found.setdefault(author.name, author)
    return Names(list(found.values()), outlets, None if found else _reason(value))


def chunks(text: str) -> list[str]:
    """The words of a field; single characters in a row are one name.

    >>> chunks("方 舟"), chunks("方舟 林帆、林一帆")
    (['方舟'], ['方舟', '林帆', '林一帆'])
    """
    joined: list[str] = []
    room = 0  # how many more single characters the last word may take
    for word in filter(None, BETWEEN.split(text)):
        single = len(word) == 1 and person.HAN.fullmatch(word) is not None
        if single and room:
            joined[-1] += word
            room -= 1
        else:
            joined.append(word)
            room = 2 if single else 0
    return joined


def _reason(value: str) -> str:
    bare = "".join(value.split()).strip(EDGES)
    if not bare:
        return "empty-label"
    if bare in UNKNOWN:
        return "unknown-marker"
    return "account" if ACCOUNT.fullmatch(bare) else "ambiguous"


def _stretches(value: str, role: Role, outlets: list[str]) -> list[tuple[str, Role]]:
    """Cut at the role words: (text, role). What is no name before one is the medium and goes to `outlets`."""
    marks = list(ROLE.finditer(simplified(value)))
    starts, ends = [0, *(mark.end() for mark in marks)], [*(mark.start() for mark in marks), len(value)]
    texts = [value[start:end] for start, end in zip(starts, ends, strict=True)]
    does: list[Role] = [role, *(ROLES[mark.lastgroup or "author"] for mark in marks)]
    for number in range(len(marks)):
        if number == 0 and not texts[1].strip(EDGES):
            does[0] = does[1]  # 方舟 撰稿: the word closes the names
        else:
            texts[number] = _without_outlet(texts[number], outlets, first=number == 0)
    return list(zip(texts, does, strict=True))


def _without_outlet(text: str, outlets: list[str], *, first: bool) -> str:
    """云溪日报 before 记者 is the medium: whatever is glued to the first role word, and all that is no name later."""
    cut = max(text.rfind(mark) for mark in " \t\n\u3000、，,/") + 1
    head, last = text[:cut], text[cut:]
    if not last.strip(EDGES):  # a blank before the role word: only a medium is none of the names
        words_ = chunks(text)
        if not (first and words_ and organisation.is_outlet(words_[-1])):
            return text
        head, last = text[: text.rfind(words_[-1])], words_[-1]
    if first or any(map(organisation.is_outlet, re.split("[·•]", last))) or not names_only(last):
        outlets.append(last.strip(EDGES))
        return head
    return text


def names_only(chunk: str) -> bool:
    """Whether a word is one name or several glued, by its shape alone."""
    if person.strict(chunk):
        return True
    pieces = person.unglue(chunk)
    return pieces is not None and all(map(person.strict, pieces))


def _named(chunk: str, role: Role, *, sure: bool) -> list[Author]:
    """One word: an organisation, a person, several names glued, or nothing."""
    chunk = chunk.strip("。.:：*“”\"'")
    if simplified(chunk) in UNKNOWN or ACCOUNT.fullmatch(chunk) or _is_post(chunk):
        return []
    if organisation.is_organisation(chunk):
        return [_author(chunk, "organisation", role)]
    if (parts := organisation.split_off(chunk)) is not None:
        head = [] if organisation.is_outlet(parts[0]) else [_author(parts[0], "organisation", role)]
        return [*head, *_named(parts[1], role, sure=sure)]
    return [_author(name, "person", role) for name in _persons(_without_post(chunk), sure=sure)]


def _persons(chunk: str, *, sure: bool) -> list[str]:
    if person.strict(chunk):
        return [chunk]
    pieces = person.unglue(chunk)
    if pieces is not None and len(pieces) > 1 and all(map(person.strict, pieces)):
        return pieces
    return [chunk] if sure and not CLOSING.search(chunk) and person.loose(chunk) else []


def _author(name: str, kind: Kind, role: Role) -> Author:
    return Author(name=name, kind=kind, role=role, raw=name)


def _is_post(chunk: str) -> bool:
    """市人大常委会副主任 is role text."""
    return simplified(chunk).endswith(words("posts.txt"))


def _without_post(chunk: str) -> str:
    """县人大常委会副主任方小舟 → 方小舟."""
    found = _post().match(simplified(chunk))
    return chunk[found.end() :] if found and person.strict(chunk[found.end() :]) else chunk


@cache
def _post() -> re.Pattern[str]:
    return re.compile(".*(?:" + "|".join(sorted(words("posts.txt"), key=len, reverse=True)) + ")")
