"""Who is credited where no label stands?"""

import re

import msgspec

from congress_crawler.items import Author
from congress_crawler.normalise import names, organisation, person
from congress_crawler.normalise.fold import simplified

BRACKET = re.compile(r"[(（【\[]([^()（）【】\[\]]{1,60})[)）】\]]?")
ROLE_WORD = re.compile(r"记者|通讯员|撰稿|供稿|采写|执笔|实习生|(?<=\s)[文摄]\s*$")
LEAD = re.compile(r"^\s*([^。！？“”：:]{0,16}(?:记者|通讯员)[^。！？“”：:]{1,40}?)报道[:：]")
# In a line with one of these, 记者 is somebody of the story.
TOLD = re.compile(r"[。！？，]|获悉|了解|采访|看到|告诉|表示|从|在|了|的|于|向|对|说|是")
SHORT = 40  # characters: a line of credits is short, a paragraph is not
WHOLE = 30
SITE = re.compile(r"\S*\s*(?:https?://|www\.)\S*")  # the site's imprint: 云溪网 http://www.yunxi.example
STRONG = re.compile(r"(?:课题组|调研组|编辑部|办公室|研究室|委员会|常委会|工委|主席团|政府|[局厅])$")


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
    match = re.match(r"[^\s\]】)）|｜]+(?:\s*[-－—、·]\s*[^\s\]】)）|｜]+)*", value) if value else None
    if match is None:
        return "", value
    return match.group().strip("，,;；"), value[match.end() :].strip(" \n]】)）|｜")


def read(line: str, *, dated: bool = False) -> Credits:
    """Read a line that no label claims.

    In: the line without its dates; `dated` when a date stood in it or beside it. Out: persons and organisations of
    brackets, of role words at the front, and of lines that hold nothing but names; a medium beside a date.

    >>> [a.name for a in read("（方舟 上海报道）").authors], read("（江苏）").authors
    (['方舟'], [])
    >>> read("记者从县气象台获悉").authors
    []
    """
    found = Credits()
    if "." in line:
        line = SITE.sub(" ", line)
    for match in BRACKET.finditer(line):
        _bracket(match.group(1), found, ends=not line[match.end() :].strip() or not line[: match.start()].strip())
    bare = BRACKET.sub(" ", line).strip()
    if not bare:
        return found
    if lead := LEAD.match(simplified(bare)):
        found.authors.extend(names.read(bare[lead.start(1) : lead.end(1)], sure=True).authors)
    elif len(bare) <= SHORT and ROLE_WORD.search(simplified(bare)):
        if not TOLD.search(bare):
            found.authors.extend(_no_outlets(names.read(bare, sure=len(bare) <= WHOLE).authors))
    elif len(bare) <= SHORT:
        _names_and_media(bare, found, dated=dated)
    return found


def _bracket(text: str, found: Credits, *, ends: bool) -> None:
    """Names in brackets: after a role word anywhere, bare ones only at either end of the line."""
    plain = simplified(text)
    if "编辑" in plain:
        found.editors.extend(names.chunks(text[plain.rfind("编辑") + 2 :].lstrip(":： "))[:2])
    elif ROLE_WORD.search(plain):
        found.authors.extend(_no_outlets(names.read(text, sure=not TOLD.search(text)).authors))
    elif not ends:
        return
    elif organisation.is_organisation("".join(text.split())) and not organisation.is_outlet(text):
        found.authors.extend(names.read("".join(text.split()), "contributor").authors)
    else:
        words = [word for word in names.chunks(text) if not names.CLOSING.search(word)]
        if words and all(map(names.names_only, words)):
            found.authors.extend(names.read(" ".join(words), sure=False).authors)


def _names_and_media(line: str, found: Credits, *, dated: bool) -> None:
    """方舟/云溪日报, 方小舟 林一帆 云溪日报, 云溪县安监局方小舟, 云溪网: only when nothing else stands in the line."""
    words = names.chunks(line)
    if not dated and len(words) == 1 and len(line) > person.LONGEST:
        return
    media = [word for word in words if organisation.is_outlet(word) and len(word) > 2]
    others = [word for word in words if word not in media]
    if not words or not all(names.names_only(word) or _office(word) for word in others):
        if dated and len(media) == 1:
            found.source = media[0]
        return
    if media and (dated or others):
        found.source = media[0]
    if others and (dated or media or any(map(_office, others))):
        found.authors.extend(names.read(" ".join(others), sure=False).authors)


def _office(word: str) -> bool:
    """An office, alone or with a name glued to it: a sign-off (…人民代表大会主席团) or a first line."""
    parts = organisation.split_off(word)
    head = parts[0] if parts else word
    return len(head) > 4 and STRONG.search(simplified(head)) is not None


def _no_outlets(authors: list[Author]) -> list[Author]:
    """A medium that a reporter works for did not write the article."""
    return [author for author in authors if author.kind == "person" or not organisation.is_outlet(author.name)]
