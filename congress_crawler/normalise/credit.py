"""Who is credited where no label stands?"""

import re

import msgspec

from congress_crawler.items import Author
from congress_crawler.lexicon import divisions
from congress_crawler.normalise import names, office, organisation, person, posts, roles
from congress_crawler.normalise.fold import simplified

BRACKET = re.compile(r"[(（【\[]([^()（）【】\[\]]{1,60})[)）】\]]?")
BRACKETS = re.compile(r"[(（【\[]")
ROLE_WORD = re.compile(
    r"记者|通讯员|撰稿|撰文|供稿|采写|执笔|整理|实习生|评论员|摄影报道|[/／][文图摄](?![\u3400-\u9fff])|(?<=\s)[文摄]\s*$"
)
ROLE_SIGNS = re.compile(r"[记通撰供采执整实评摄文图/／]")
LEAD = re.compile(r"^\s*([^。！？“”：:]{0,16}(?:记者|通讯员)[^。！？“”：:]{1,40}?)报道[:：]")
# In a line with one of these, 记者 is somebody of the story.
TOLD = re.compile(r"[。！？，]|获悉|了解|采访|看到|告诉|表示|从|在|了|的|于|向|对|说|是")
DATELINE = re.compile(r"[讯訊电電报報]\s*\Z")  # 本网讯（…）: the brackets open the text
NEAR = 4  # characters before a bracket in which a dateline ends
CUT = "、"  # what stands for a stretch that was taken out: a blank would join the characters beside it to a name
NOTHING = " \t\u3000\xa0、"
MOST_EDITORS = 2
TWO = 2
SHORT = 40  # characters: a line of credits is short, a paragraph is not
WHOLE = 30
LONGEST = 200  # characters of a line that holds nothing but a role and its names
SITE = re.compile(r"\S*\s*(?:https?://|www\.)\S*")  # the site's imprint: 云溪网 http://www.yunxi.example
OFFICE = re.compile(
    "课题组|调研组|编辑部|办公室|辦公室|研究室|委员会|委員會|常委|工委|主席团|主席團|政府|[局厅廳]|人大|人民代表|[大支]队|公司"
)
MEDIUM = re.compile(
    "[报報社网網台闻聞]|广电|发布|客户端|融媒|传媒|在线|频道|杂志|周刊|月刊|财经|网站|半月谈|参考消息|周末"
)
SOURCE = re.compile(r"[^\s\]】)）(（|｜]+(?:[(（][^\s()（）]*[)）])?(?:\s*[-－—、·]\s*[^\s\]】)）|｜]+)*")
COUNT = re.compile(r"(?<=[\u4e00-\u9fff])\s?\d{1,7}[\s、]*$")  # 云溪县人大203: a counter behind the date's line
HEAD = re.compile(r"([^\s、]{3,14})(?:、|\s{1,4}(?=记者))")  # 云溪日报、记者 方舟: the medium stood before the date
LEAF = re.compile(r"第\s?[A-Z]?\d+\s?版|[:：]")  # 第02版：综合新闻 is a page of the paper
EDITED = re.compile(r"\S{0,6}编辑[\s:：]+(?P<names>\S.*)$")  # 每经记者 方舟 每经编辑 林帆
INNER = re.compile(r"[(（]([^()（）]+)[)）]$")


class Credits(msgspec.Struct):
    """What a line without labels says."""

    authors: list[Author] = []
    editors: list[str] = []
    source: str | None = None


def source(value: str) -> tuple[str, str]:
    """The first word behind a source label, and the rest.

    >>> source("新华社 举报"), source("人民网 - 人民日报"), source("云溪网]")
    (('新华社', '举报'), ('人民网 - 人民日报', ''), ('云溪网', ''))
    """
    value = value.lstrip(" \n【[（(")
    match = SOURCE.match(value) if value else None
    if match is None:
        return "", value
    end = match.end()
    if (inner := INNER.search(match.group())) and (
        inner[1].isascii() or names.names_only(inner[1]) or inner[1] in divisions.index().stems
    ):
        end = match.start() + inner.start()  # 云溪县人大（方小舟）, 云溪日报(北京)
    if (parts := organisation.split_off(value[:end])) is not None and organisation.is_outlet(parts[0]):
        end -= len(parts[1])  # 云溪网方小舟: the author's cell touches
    return value[:end].strip("，,;；【[（("), value[end:].strip(" \n]】|｜").lstrip(")）")


def read(line: str, *, dated: bool = False, first: bool = False) -> Credits:
    """Read a line that no label claims.

    In: the line without its dates; `dated` when a date stood in it or beside it,
    `first` when the line begins with one. Out: persons and organisations of
    brackets, of role words at the front, and of lines that hold nothing but names; a medium beside a date.

    >>> [a.name for a in read("（方舟 上海报道）").authors], read("（江苏）").authors
    (['方舟'], [])
    >>> read("记者从县气象台获悉").authors, [a.name for a in read("本报记者 于舟 向帆").authors]
    ([], ['于舟', '向帆'])
    """
    found = Credits()
    if "." in line:
        line = SITE.sub(" ", line)
    if dated:
        line = COUNT.sub("", line)
    bare = line.strip(NOTHING)
    if BRACKETS.search(line):
        opens, closes = len(line) - len(line.lstrip()), len(line.rstrip())
        for match in BRACKET.finditer(line):
            start, end = match.span()
            dateline = DATELINE.search(line, max(0, start - NEAR), start)
            _bracket(match.group(1), found, ends=start <= opens or end >= closes or dateline is not None)
        bare = BRACKET.sub(CUT, line).strip(NOTHING)
    if bare:
        _bare(bare, simplified(bare), found, dated=dated, first=first)
    return found


def _bare(bare: str, plain: str, found: Credits, *, dated: bool, first: bool) -> None:
    """A line without its brackets."""
    if (edited := EDITED.search(plain)) and all(map(_likely, words := names.chunks(bare[edited.start("names") :]))):
        found.editors.extend(words[:MOST_EDITORS])
        bare, plain = bare[: edited.start()].rstrip(), plain[: edited.start()].rstrip()
    if ROLE_SIGNS.search(plain) and (role := ROLE_WORD.search(plain)):
        if dated and (medium := HEAD.match(bare)) and organisation.is_outlet(medium[1]):
            found.source = medium[1]
        if lead := LEAD.match(plain):
            found.authors.extend(names.read(bare[lead.start(1) : lead.end(1)]).authors)
        elif (role.start() <= WHOLE and len(bare) <= LONGEST and explained(bare)) or (
            len(bare) <= SHORT and not TOLD.search(plain)
        ):
            found.authors.extend(_no_outlets(names.read(bare, sure=len(bare) <= WHOLE).authors))
    elif len(bare) <= SHORT:
        _names_and_media(bare, found, dated=dated, first=first)


def explained(text: str) -> bool:
    """Whether a line holds nothing but role words, names, posts and media, so that no word of it tells a story.

    >>> explained("本报记者 于舟 通讯员 向小帆"), explained("记者从县气象台获悉")
    (True, False)
    """
    marks = roles.marks(simplified(text))
    cuts = [0, *(at for mark in marks for at in (mark.start, mark.end)), len(text)]
    words = [
        word.strip(names.BULLETS)
        for at in range(0, len(cuts), 2)
        for word in names.chunks(text[cuts[at] : cuts[at + 1]])
    ]
    words = [word for word in words if word]
    return any(map(names.names_only, words)) and all(
        names.names_only(word) or organisation.is_organisation(word) or posts.is_post(word) or _is_medium(word)
        for word in words
    )


def _is_medium(word: str) -> bool:
    """A medium, or two of one house: 云溪晚报·云溪壹点."""
    return any(map(organisation.is_outlet, re.split("[·•]", word)))


def _bracket(text: str, found: Credits, *, ends: bool) -> None:
    """Names in brackets: after a role word anywhere, bare ones only at either end of the line."""
    plain = simplified(text)
    if "编辑" in plain:
        found.editors.extend(names.chunks(text[plain.rfind("编辑") + 2 :].lstrip(":： "))[:2])
    elif ROLE_WORD.search(plain):
        found.authors.extend(_no_outlets(names.read(text, sure=not TOLD.search(plain)).authors))
    elif not ends:
        return
    elif organisation.is_organisation(whole := "".join(text.split())) and not organisation.is_outlet(whole):
        found.authors.extend(names.read(whole, "contributor").authors)
    elif _only_names(words := _open_words(text), offices=True):
        found.authors.extend(names.read(text, sure=_sure(words)).authors)


def _open_words(text: str) -> list[str]:
    """The words of a bracket that are neither a post nor where it was written (上海报道)."""
    return [word for word in names.chunks(text) if not names.CLOSING.search(word) and not posts.is_post(word)]


def _only_names(words: list[str], *, offices: bool) -> bool:
    """Whether all words are names, at least one by its shape alone; with `offices`, organisations may stand before,
    and speak for the names too.
    """
    people = [word for word in words if not (offices and organisation.is_organisation(word))]
    told = (any(map(_likely, people)) and any(map(names.names_only, people))) or len(people) < len(words)
    return bool(people) and told and all(map(_likely, people))


def _likely(word: str) -> bool:
    """Whether a word of its own is a name: two glued names of two characters are a phrase (党组成员)."""
    return person.shaped(word) or (names.names_only(word) and len(word) != 2 * len("方舟"))


def _sure(words: list[str]) -> bool:
    """A rare surname counts beside a frequent one."""
    return any(person.shaped(word) and not person.strict(word) for word in words)


def _names_and_media(line: str, found: Credits, *, dated: bool, first: bool) -> None:
    """方舟/云溪日报, 方小舟 林一帆 云溪日报, 云溪县安监局方小舟, 云溪网: only when nothing else stands in the line."""
    if not (dated or OFFICE.search(line) or MEDIUM.search(line)):
        return
    words = [word for chunk in names.chunks(line) for word in _apart(chunk.strip(names.BULLETS))]
    if not words or (not dated and len(words) == 1 and len(line) > person.LONGEST):
        return
    media = _media(words, dated=dated, first=first)
    others = [word for word in words if word not in media]
    if any(len(word) == TWO and word in divisions.index().stems for word in others):
        others = []  # 苏州, 和平: a place of two characters is told from a name by a label only
    signed = office.is_signed(others)
    if not all(_likely(word) or office.is_office(word) for word in others) and not signed:
        if dated and len(media) == 1:
            found.source = media[0]
        elif office.is_speaker(others):
            found.authors.extend(names.read(line, sure=False).authors)
        return
    led = signed or any(map(office.is_office, others))
    if media and (dated or others):
        found.source = media[0]
    if others and (dated or media or led):
        sure = signed or (led and _sure(others)) or (dated and all(map(_is_shaped, others)))
        found.authors.extend(names.read(" ".join(others), sure=sure).authors)


def _is_shaped(word: str) -> bool:
    """Whether a word beside a date has the shape of a name, however rare its surname, and of no medium (红网). With a
    rare surname two characters are a word of the page (党建, 简报) sooner than a name.
    """
    return (len(word) > 2 or person.strict(word)) and person.shaped(word) and not organisation.is_outlet(word)


def _apart(word: str) -> list[str]:
    """云溪日报方小舟: a medium and the name that touches it."""
    parts = organisation.split_off(word)
    if parts is not None and organisation.is_outlet(parts[0]):
        return list(parts)
    return [word] if word else []


def _media(words: list[str], *, dated: bool, first: bool) -> list[str]:
    """The media among the words; beside a date also an organisation behind the names or right behind the date."""
    media = [word for word in words if len(word) > 2 and organisation.is_outlet(word) and not LEAF.search(word)]
    if dated and not media:
        if first and organisation.is_organisation(words[0]):
            return words[:1]
        if len(words) > 1 and all(map(_likely, words[:-1])) and organisation.is_organisation(words[-1]):
            return words[-1:]
    return media


def _no_outlets(authors: list[Author]) -> list[Author]:
    """A medium that a reporter works for did not write the article; one that sent it in (供稿) did."""
    return [
        author
        for author in authors
        if author.kind == "person" or author.role == "contributor" or not organisation.is_outlet(author.name)
    ]
