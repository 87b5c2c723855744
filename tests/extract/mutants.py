"""In which ways does a page get broken on its way to us? The same seed gives the same broken page."""

import random
import re
from collections.abc import Callable
from functools import cache
from pathlib import Path

import msgspec

from congress_crawler.practice.site import Site
from tests.extract.material import PARAGRAPHS, TITLE, page

GOLD = Path(__file__).resolve().parents[3] / "shared/gold/pages"
EVERY = 12  # of the articles of the practice site one in so many: they differ in few ways
TAG = re.compile(r"<[^<>]*>")
LABEL = re.compile(r"来\s*源|作\s*者|时\s*间|日\s*期|记者|通讯员|实习生|编\s*辑|责编|审核|供稿|撰稿|发布")
DATE = re.compile(
    r"(?:19|20)\d\d\s*[-./年]\s*\d{1,2}\s*[-./月]\s*\d{1,2}\s*日?|[〇○零一二三四五六七八九]{4}年[一二三四五六七八九十]+月"
)
NO_DATES = (
    "2021-13-45",
    "2016-02-30",
    "0000-00-00",
    "2999-01-01",
    "二〇二一年十三月四十日",
    "20210231",
    "昨日",
    "12-1",
)
OPENERS = (
    *("<!--", "<script>", "<style>", "<title>", "<textarea>", "<select>", "<svg>", "<table>", "</div>", "</td>"),
    *("<div style='display:none'>", "<plaintext>", "<!", "<?", "</", "<", "]]>", "<a href='", '<p title="', "<html>"),
)
ENTITIES = (
    *("&#xD800;", "&#55357;&#56832;", "&#0;", "&#x110000;", "&#99999999999;", "&bogus;", "&", "&#", "&#x;", "&lt"),
    *("&amp;lt;", "&nbsp", "&ensp;", "&#150;", "&#xFEFF;", "&#8203;", "&zwnj;"),
)
ODD = ("\0", "\x0b", "\x1f", "\x7f", "\u200b", "\ufeff", "\u2028", "\u3000", "\xad", "\U0001f600", "\u0301", "\r")
LABELS = {"utf-8": "utf-8", "gb18030": "gb2312", "big5hkscs": "big5", "utf-16": "utf-16"}


class Source(msgspec.Struct, frozen=True):
    """A whole page, decoded."""

    name: str
    text: str


class Mutant(msgspec.Struct, frozen=True):
    """A broken page, what was done to it, and its characters: None where its bytes were broken too."""

    changes: tuple[str, ...]
    body: bytes
    headers: list[tuple[str, str]]
    text: str | None


def characters(body: bytes) -> str:
    """The characters of a page that is not broken: the strict codec that takes it."""
    if body[:2] in {b"\xff\xfe", b"\xfe\xff"}:
        return body.decode("utf-16")
    try:
        return body.decode("utf-8-sig")
    except UnicodeDecodeError:
        return body.decode("gb18030")


@cache
def own() -> tuple[Source, ...]:
    """Our own pages: one of every shape of the practice site, and one of the tests."""
    site, found = Site(), []
    for row in site.expected().rows[::EVERY]:
        answer = site.respond("GET", row.answered_by, {"Host": "127.0.0.1:8711"})
        found.append(Source(row.answered_by, characters(answer.body)))
    article = (
        "<div class=crumb>当前位置：<a href=/>首页</a> &gt; <a href=/3>代表工作</a></div><table><tr><td>"
        f"<h1>{TITLE}</h1><p>来源：云溪日报 作者：方小舟 时间：2021-05-13 08:30</p></td></tr><tr><td id=zoom>"
        f"{PARAGRAPHS}<p>（记者 林一帆）</p><img src=/1.jpg><a href=/f.pdf>附件</a></td></tr></table>"
    )
    return (*found, Source("a page of the tests", page(article).decode()))


@cache
def gold(longest: int = 1_000_000) -> tuple[Source, ...]:
    """The gold pages of up to so many bytes; none where they are not at hand."""
    bodies = {path.name: path.read_bytes() for path in sorted(GOLD.glob("*.html"))}
    return tuple(Source(name, characters(body)) for name, body in bodies.items() if len(body) <= longest)


def mutant(seed: int, sources: tuple[Source, ...]) -> Mutant:
    """Break one page in up to four ways, then write it in a charset, then, one time in five, break its bytes."""
    chance = random.Random(seed)
    source = chance.choice(sources)
    text, changes = source.text, [source.name]
    for _ in range(chance.randint(0, 4)):
        name = chance.choice(list(CHANGES))
        text = CHANGES[name](text, chance) if name != "spliced" else _spliced(text, chance.choice(sources).text, chance)
        changes.append(name)
    body, headers, how, text = _written(text, chance)
    changes.append(how)
    if chance.random() < 0.2:
        for _ in range(chance.randint(1, 4)):
            body = _bytes_broken(body, chance)
        return Mutant((*changes, "bytes"), body, headers, None)
    return Mutant(tuple(changes), body, headers, text)


def undated(text: str) -> str:
    """A page without its dates: no figure but in the names of headings, no numeral before 年月日, no 昨天."""
    text = re.sub(r"(?<![hH])[0-9０-９]+", "", re.sub(r"&#x?[0-9a-fA-F]+;", " ", text))
    text = re.sub(r"[〇○ＯO零一二三四五六七八九十廿卅]+(?=[年月日])", "", text)
    return re.sub(r"今天|昨天|前天|天前", "", text)


def without(text: str, words: list[str]) -> str:
    """A page without these words, letter-spaced or not, and without every label of a byline."""
    text = re.sub(r"&#([2-6]\d{4});", lambda found: chr(int(found[1])), text)  # names are written as entities too
    for word in sorted(words, key=len, reverse=True):
        text = re.sub(r"\s*".join(map(re.escape, word)), "", text)
    return LABEL.sub("", text)


def _place(text: str, chance: random.Random) -> int:
    return chance.randrange(len(text) + 1)


def _tags(text: str, chance: random.Random, change: Callable[[str], str]) -> str:
    """Up to eight tags of the page, each changed."""
    found = list(TAG.finditer(text))
    for tag in sorted(chance.sample(found, min(len(found), chance.randint(1, 8))), key=lambda tag: -tag.start()):
        text = text[: tag.start()] + change(tag.group()) + text[tag.end() :]
    return text


def _unclosed(text: str, chance: random.Random) -> str:
    names = re.findall(r"</(\w+)", text) or ["p"]
    return re.sub(rf"</{chance.choice(names)}\s*>", "", text)


def _garbled(text: str, chance: random.Random) -> str:
    def change(tag: str) -> str:
        at = chance.randrange(1, len(tag))
        return tag[:at] + chance.choice(("'", '"', "=", " = ", ">", "<", "/", " style=x ", "\0", " id", "&")) + tag[at:]

    return _tags(text, chance, change)


def _put(pieces: tuple[str, ...]) -> Callable[[str, random.Random], str]:
    def change(text: str, chance: random.Random) -> str:
        for _ in range(chance.randint(1, 3)):
            at = _place(text, chance)
            text = text[:at] + chance.choice(pieces) + text[at:]
        return text

    return change


def _shuffled(text: str, chance: random.Random) -> str:
    blocks = re.split(r"(?<=</p>)|(?<=</tr>)|(?<=</div>)|(?<=<br>)|(?<=</P>)|(?<=</TR>)", text)
    at = chance.randrange(len(blocks))
    part = blocks[at : at + chance.randint(2, 40)]
    chance.shuffle(part)
    return "".join((*blocks[:at], *part, *blocks[at + len(part) :]))


def _spliced(text: str, other: str, chance: random.Random) -> str:
    return text[: _place(text, chance)] + other[_place(other, chance) :]


def _stretched(text: str, chance: random.Random) -> str:
    at = _place(text, chance)
    return text[:at] + text[at : at + chance.randint(1, 500)] * chance.randint(2, 20) + text[at:]


def _huge(text: str, chance: random.Random) -> str:
    value = chance.choice(("x", "来源：", "2021-05-13 ", "&amp;", "　")) * chance.randint(500, 20_000)
    return _tags(text, chance, lambda tag: f"{tag[:-1]} data-a='{value}'>") if len(text) < 300_000 else text


def _cut(text: str, chance: random.Random) -> str:
    return text[: _place(text, chance)]


def _dropped(text: str, chance: random.Random) -> str:
    at = _place(text, chance)
    return text[:at] + text[at + chance.randrange(400) :]


CHANGES: dict[str, Callable[[str, random.Random], str]] = {
    "cut": _cut,
    "a stretch dropped": _dropped,
    "a stretch repeated": _stretched,
    "tags dropped": lambda text, chance: _tags(text, chance, lambda _: ""),
    "tags doubled": lambda text, chance: _tags(text, chance, lambda tag: tag * 2),
    "tags unclosed": _unclosed,
    "attributes garbled": _garbled,
    "a huge attribute": _huge,
    "labels removed": lambda text, chance: re.sub(re.escape(chance.choice(LABEL.findall(text) or ["来源"])), "", text),
    "dates replaced": lambda text, chance: DATE.sub(lambda _: chance.choice(NO_DATES), text),
    "dates removed": lambda text, _: DATE.sub("", text),
    "something opened": _put(OPENERS),
    "entities broken": _put(ENTITIES),
    "odd characters": _put(ODD),
    "blocks shuffled": _shuffled,
    "spliced": _cut,
}


def _written(text: str, chance: random.Random) -> tuple[bytes, list[tuple[str, str]], str, str]:
    """A page in a charset, mostly one of the two that are met, and labelled right, wrong or not at all.

    Out: the bytes, the headers, what was done, the characters that the bytes stand for.
    """
    codec = chance.choices(tuple(LABELS), (6, 6, 1, 1))[0]
    how = chance.choices(("right", "missing", "lying"), (4, 2, 2) if codec != "big5hkscs" else (1, 0, 0))[0]
    others = [label for name, label in LABELS.items() if name not in {codec, "big5hkscs"}] + ["iso-8859-1"]
    label = {"right": LABELS[codec], "missing": "", "lying": chance.choice(others)}[how]
    text = re.sub(r"charset\s*=\s*[\"']?[\w-]+", f"charset={label}" if label else "", text, flags=re.IGNORECASE)
    in_header = bool(label) and chance.random() < 0.5
    if label and not in_header:
        text = f"<meta charset={label}>" + text
    body = text.encode(codec, "xmlcharrefreplace" if codec == "big5hkscs" else "strict")
    headers = [("Content-Type", f"text/html; charset={label}" if in_header else "text/html")]
    return body, headers, f"{codec} with a {how} label", body.decode(codec)


def _bytes_broken(body: bytes, chance: random.Random) -> bytes:
    at = chance.randrange(len(body) + 1)
    match chance.randrange(5):
        case 0:
            return body[:at] + bytes([chance.randrange(256)]) + body[at + 1 :]
        case 1:
            return body[:at]
        case 2:
            return body[:at] + body[at + chance.randint(1, 3) :]
        case 3:
            return body[:at] + chance.choice((b"\xff", b"\x80", b"\0", b"\xa1", b"\xe4\xba")) + body[at:]
        case _:
            return body[:at] + bytes(reversed(body[at : at + 40])) + body[at + 40 :]
