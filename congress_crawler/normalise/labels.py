"""Which labels does a byline have, and what stands behind each?"""

import re
from functools import cache

import msgspec

from congress_crawler.lexicon.words import pairs
from congress_crawler.normalise.fold import simplified

BEFORE = r"(?<![^\s|｜︱丨\]】〕》)）(（\[【〔,，;；。])"  # a label nobody knows must stand at the start of a word
COLON = r"\s*[:：︰﹕]"
LONG = 4  # 文章发布时间 is a date of the article; 报名时间 is not
BAR = r"\s*[|｜︱丨/／]"


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
    marks = list(_pattern().finditer(plain))
    ends = [*(mark.start() for mark in marks[1:]), len(raw)][: len(marks)]
    parts = [Part("", "", raw[: marks[0].start() if marks else len(raw)].strip())]
    for mark, end in zip(marks, ends, strict=True):
        label = "".join((mark.group(mark.lastgroup or 0)).split())
        parts.append(Part(kind_of(label), label, raw[mark.end() : end].strip()))
    return [part for part in parts if part.label or part.value]


def kind_of(label: str) -> str:
    """What a label announces: by its whole text, else by how it ends, else "noise".

    >>> kind_of("新闻来源"), kind_of("县人大责任编辑"), kind_of("发布开发区")
    ('source', 'editor', 'noise')
    """
    known = pairs("labels.tsv")
    if label in known:
        return known[label]
    for start in range(1, len(label) - 1):
        kind = known.get(label[start:])
        if kind is not None and (kind not in {"date", "issued"} or len(label) - start >= LONG):
            return kind
    return "noise"


@cache
def _pattern() -> re.Pattern[str]:
    """Known labels before a colon or a bar, alone on a line, or letter-spaced; any other word before a colon."""
    names = sorted(pairs("labels.tsv"), key=lambda name: (-len(name), name))
    long = "|".join(r"[^\S\n]*".join(map(re.escape, name)) for name in names if len(name) > 1)
    short = "|".join(re.escape(name) for name in names if len(name) == 1)
    spread = "|".join(r"[^\S\n]+".join(map(re.escape, name)) for name in names if len(name) > 3)
    firsts = "".join(sorted({name[0] for name in names}))  # most characters begin no label: one look tells
    return re.compile(
        rf"(?=[{firsts}])(?P<known>{long})(?:{COLON}|{BAR})|{BEFORE}(?P<one>{short}){BAR}"
        rf"|^[^\S\n]*(?P<alone>{long})[^\S\n]*$|{BEFORE}(?P<spread>{spread})(?=\s)"
        rf"|{BEFORE}(?P<dated>(?:发表|发布|更新)(?:于|时间|日期))\s*(?=\d{{4}})"
        rf"|{BEFORE}(?P<named>责任编辑|编辑|责编|校对|审核|[初复终一二三]审)[^\S\n]+(?=[\u4e00-\u9fff]{{2,4}}(?:\s|$))"
        rf"|(?<=[|｜])\s*(?P<barred>来源|作者|编辑|责编)(?=[^\s|｜:：])"
        rf"|{BEFORE}(?P<any>(?:(?!{long})[\u4e00-\u9fff]){{2,8}}){COLON}",
        re.MULTILINE,
    )
