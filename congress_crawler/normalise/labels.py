"""Which labels does a byline have, and what stands behind each?"""

import re
from collections.abc import Iterator
from functools import cache

import msgspec

from congress_crawler.lexicon.words import pairs
from congress_crawler.normalise import person
from congress_crawler.normalise.fold import simplified

COLONS = frozenset(":：︰﹕")
EDGE = frozenset("|｜︱丨]】〕》)）(（[【〔,，;；。●■◆★□")  # a label nobody knows must stand at the start of a word
ONE = frozenset("文图摄")  # labels of one character
WEAK = frozenset(("noise", "photographer"))  # 图片 and 视频 alone on a line are columns of the page
UNIT = "单位"  # a label of its own; 推荐单位 and 主办单位 are others
LONG = 4  # 文章发布时间 is a date of the article; 报名时间 is not
LONGEST = 10
WINDOW = 24  # characters before a sign in which its label stands, blanks and all
LEADS = ("记者", "通讯员", "本报", "本网")  # 记者方舟报道：
WORD = 8  # characters of a label that nobody knows
OTHER = 4  # characters before 时间 that make it the time of something else: 会议时间
HAN = "[\u4e00-\u9fff]"
BEFORE = r"(?<![^\s|｜︱丨\]】〕》)）(（\[【〔,，;；。●■◆★□])"
SAME_LINE = r"[^\S\n]"
SIGN = re.compile(r"(?<=[\u4e00-\u9fff\s])[:：︰﹕|｜︱丨/／]")
RUN = re.compile(rf"(?:{HAN}{SAME_LINE}*){{1,{LONGEST}}}\Z")  # Han before a sign: a label, or a value and one
# Who stands to do two things, one label before another, labels that need no colon.
PAIR = re.compile(rf"{BEFORE}([文图](?:字|片)?\s?[/／、&＆和及]?\s?[文图](?:字|片)?)\s*[:：︰|｜︱丨/／]")
OPEN = re.compile(
    rf"{BEFORE}(?:(?P<dated>(?:发表|发布|更新)(?:于|时间|日期))\s*(?=\d{{4}})"
    rf"|(?P<named>责任编辑|编辑|责编|校对|审核|审稿|[初复终一二三]审|作者){SAME_LINE}+(?!来源|时间|日期|编辑|责编|审核|发布|点击|浏览)"
    rf"(?={HAN}{{2,4}}(?:[\s)）】\]]|$))"
    rf"|(?P<told>(?:作者|撰稿人)(?:工作)?(?:单位)?[系为是]))[:：]?"
    rf"|(?<=[|｜])\s*(?P<barred>来源|作者|编辑|责编)(?=[^\s|｜:：])"
)
OPENS = re.compile("[发更责编校审初复终一二三作撰|｜]")  # a line without one of these has nothing for OPEN
ALONE = re.compile(rf"^{SAME_LINE}*({HAN}(?:{SAME_LINE}*{HAN}){{0,{LONGEST - 1}}}){SAME_LINE}*$", re.MULTILINE)
BOXED = re.compile(rf"[【\[〔]\s*({HAN}(?:\s?{HAN}){{1,5}})\s*[】\]〕]\s*[:：]?")  # 【编辑】方舟
SPREAD = re.compile(rf"{BEFORE}((?:{HAN}{SAME_LINE}+){{3,7}}{HAN})(?=\s)")

Mark = tuple[int, int, str]  # start of the label, start of what is behind it, the label without blanks


class Part(msgspec.Struct, frozen=True):
    """One stretch of a byline. `kind` is "" and `label` "" for what no label claims."""

    kind: str
    label: str
    value: str


def split(raw: str) -> list[Part]:
    r"""Cut byline lines at their labels.

    In: one or more lines as shown; labels may have inner blanks, abut without a separator, stand on a line of
    their own, be in traditional script. Out: the parts in order; a label without value has an empty one.

    >>> [(p.kind, p.value) for p in split("作者:时间:2021-05-13点击:390")]
    [('author', ''), ('date', '2021-05-13'), ('noise', '390')]
    >>> [(p.kind, p.value) for p in split("来源\n街道人大工委\n编辑\n孙燕")]
    [('source', '街道人大工委'), ('editor', '孙燕')]
    """
    plain = simplified(raw)
    marks = _marks(plain)
    if not marks:
        value = raw.strip()
        return [Part("", "", value)] if value else []
    first = raw[: marks[0][0]].strip()
    parts = [Part("", "", first)] if first else []
    ends = [*(mark[0] for mark in marks[1:]), len(raw)]
    parts.extend(
        Part(kind_of(label), label, raw[behind:end].strip())
        for (_, behind, label), end in zip(marks, ends, strict=True)
    )
    return parts


def is_known(word: str) -> bool:
    """Whether a word is a label of the lexicon."""
    return len(word) > 1 and simplified(word) in _table()


@cache
def kind_of(label: str) -> str:
    """What a label announces: by its whole text, without 人 or 单位 at its end, by how it ends, else "noise".

    >>> kind_of("新闻来源"), kind_of("县人大责任编辑"), kind_of("审核人"), kind_of("推荐单位"), kind_of("发布开发区")
    ('source', 'editor', 'editor', 'noise', 'noise')
    """
    known = pairs("labels.tsv")
    if label in known:
        return known[label] if known[label] != "modifier" else "noise"
    bare = label.rstrip("人者员")
    if bare != label and len(bare) > 1 and bare in known:
        return kind_of(bare)
    for start in range(1, len(label) - 1):
        kind = known.get(label[start:], "modifier") if label[start:] != UNIT else "modifier"
        if kind != "modifier" and (kind not in {"date", "issued"} or len(label) - start >= LONG):
            return kind
    return "noise"


def _marks(plain: str) -> list[Mark]:
    """The labels of a simplified text in order, none inside another."""
    marks = list(_open(plain))
    taken = marks.copy()
    floor = 0
    for sign in SIGN.finditer(plain):
        at = sign.start()
        while taken and taken[0][1] <= at:
            floor = max(floor, taken.pop(0)[1])
        if taken and taken[0][0] <= at:
            continue
        first = max(floor, at - WINDOW)
        run = RUN.search(plain[first:at])
        if run is not None and (found := _before(plain, first + run.start(), at)) is not None:
            marks.append((found[0], at + 1, found[1]))
            floor = at + 1
    return sorted(marks) if len(marks) > 1 else marks


def _open(plain: str) -> Iterator[Mark]:
    """Labels that no sign closes, and the pairs of 文 and 图."""
    pair = PAIR.search(plain) if "图" in plain and "文" in plain else None
    found = [pair] if pair else []
    if OPENS.search(plain):
        found.extend(OPEN.finditer(plain))
    for pattern in _more(plain):
        for match in pattern.finditer(plain):
            word = "".join(match[1].split())
            if is_known(word) and not (pattern is ALONE and kind_of(word) in WEAK):
                found.append(match)
    behind = 0
    for match in sorted(found, key=re.Match.start) if len(found) > 1 else found:
        if match.start() >= behind:
            behind = match.end()
            yield match.start(), behind, "文图" if match is pair else "".join(match[match.lastindex or 0].split())


def _more(plain: str) -> Iterator[re.Pattern[str]]:
    """The patterns that can find anything in a text."""
    if "\n" in plain or len(plain) <= 2 * LONGEST:
        yield ALONE
    if plain.count(" ") > OTHER - 2:
        yield SPREAD
    if "】" in plain or "]" in plain or "〕" in plain:
        yield BOXED


def _before(plain: str, start: int, at: int) -> tuple[int, str] | None:
    """The label that ends at a sign, and where it begins; None when the sign closes no label."""
    text = plain[start:at].rstrip()
    run = (text.split() or [""])[-1]  # letters without a blank between
    size = next((n for n in range(len(run), 1, -1) if run[-n:] in _table()), 0)
    if run[-size:] == UNIT and run != UNIT:
        size = 0
    edge = start + len(text) - len(run)
    if size == 0 and len(text) > len(run) and (spread := _spread(text)) is not None:
        return start + spread, "".join(text[spread:].split())
    word = edge == 0 or plain[edge - 1].isspace() or plain[edge - 1] in EDGE
    if size == 0:
        colon = plain[at] in COLONS and 1 < len(run) <= WORD and not run.startswith(LEADS)
        return (edge, run) if word and (colon or run in ONE) else None
    if size < len(run) and word:
        size = _extended(run, size)
    return start + len(text) - size, run[-size:]


def _spread(text: str) -> int | None:
    """Where the longest letter-spaced label at the end of a text begins: 作 者, 责 任 编 辑; None for none."""
    letters: list[str] = []
    at, best = len(text), None
    for word in reversed(text.split()):
        if len(word) > 1:
            break
        letters.insert(0, word)
        at = text.rfind(word, 0, at)
        if "".join(letters) in _table():
            best = at
    return best


@cache
def _table() -> frozenset[str]:
    """The labels that claim something, and with the word for who does it (审核人, 供稿者)."""
    known = {label: kind for label, kind in pairs("labels.tsv").items() if kind != "modifier"}
    roles = {"author", "contributor", "editor", "reporter"}
    return frozenset(known) | {label + end for label, kind in known.items() if kind in roles for end in "人者员"}


def _extended(word: str, size: int) -> int:
    """How much of a word is its label: modifiers and other labels before it belong to it (副主编, 二审二校); before
    时间 up to four characters do (会议时间); else what stands before is a value.
    """
    known = pairs("labels.tsv")
    front = word[:-size]
    rest = front
    while rest:
        step = next((n for n in range(min(len(rest), LONGEST), 0, -1) if rest[-n:] in known), 0)
        if step == 0:
            break
        rest = rest[:-step]
    if not rest:
        return len(word)
    timed = size == len("时间") and known.get(word[-size:]) == "date" and len(front) <= OTHER
    return len(word) if timed and front[-1] not in "网报社台" and not person.strict(front) else size
