"""Which words of a byline say what somebody did?"""

import re
from typing import NamedTuple

from congress_crawler.items import Role

# 编辑 is not one of them: editors are no authors. A single 文, 图 or 摄 counts only where it stands alone.
FIRSTS = re.compile("[记通实摄供撰采执整评文图视报]")  # a text without one of these has no role word
FREE = r"(?<![\u3400-\u9fff])"
THEN = r"(?![\u3400-\u9fff])"
PLACE = r"(?![站部团节]|协会|中心|家|师)"  # 记者站 and 摄影家协会 are organisations
ROLE = re.compile(
    r"(?=[/／|｜全融首特派实见本高资驻记通骨摄供视图撰采执整评文报])(?:"
    r"[/／|｜]\s*(?P<behind>文图|图文|摄影报道|摄影|[文图摄](?:字|片)?(?:[/／、&和][文图摄])?)(?=[\s、，,;；)）]|$)"
    r"|(?:(?:全媒体|融媒体?|首席|特约|特派|实习|见习|本报|本网|本刊|本台|高级|资深|驻.{2,4}?){0,4}(?P<reporter>记者|实习生)"
    r"|(?:特约|骨干|本报){0,2}(?P<correspondent>通讯员|报道员)|(?P<special>特约撰稿人?)"
    rf"|(?P<photographer>摄影(?!报道)|供图|视频|图片(?!报道)|{FREE}[图摄]{THEN})|(?P<contributor>供稿)"
    r"|(?P<author>(?:本报|特约){0,2}评论员|采写|撰稿人?|撰文|执笔人?|采访|整理|整合|文[/／、&和]?图|图[/／、&和]?文(?:报道)?|摄影报道|图片报道"
    rf"|{FREE}文字|{FREE}文{THEN})){PLACE}\s*[:：|｜︱丨/／]?)"
)
ROLES: dict[str, Role] = {
    "reporter": "reporter",
    "correspondent": "correspondent",
    "photographer": "photographer",
    "special": "correspondent",
    "contributor": "contributor",
    "author": "author",
}


class Stretch(NamedTuple):
    """A stretch of a text without role words, what its names did, and whether a role word stands before it."""

    start: int
    end: int
    role: Role
    led: bool


class Mark(NamedTuple):
    """A role word with its sign. `behind`: it closes the names before it (方舟/文)."""

    start: int
    end: int
    role: Role
    behind: bool


def marks(plain: str) -> list[Mark]:
    """The role words of a text in simplified script, in order.

    >>> [(m.role, m.behind) for m in marks("方舟/文 林帆/图")], [m.role for m in marks("记者方舟通讯员林帆")]
    ([('author', True), ('photographer', True)], ['reporter', 'correspondent'])
    """
    if not FIRSTS.search(plain):
        return []
    found: list[Mark] = []
    for match in ROLE.finditer(plain):
        kind = match.lastgroup or "author"
        role = _closing(match["behind"]) if kind == "behind" else ROLES[kind]
        found.append(Mark(match.start(), match.end(), role, kind == "behind"))
    return found


def _closing(word: str) -> Role:
    return "author" if "文" in word or "报" in word else "photographer"
