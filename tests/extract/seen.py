"""What does a page really say? Asked without a parser, so that no value of the reading can vouch for itself."""

import html
import re
import unicodedata
from collections.abc import Iterator
from datetime import date
from functools import cached_property

import lxml.html
import msgspec

from congress_crawler.items import Article

TAG = re.compile(r"</?[a-zA-Z][^<>]*>|<[!?][^<>]*>")
# What no reader sees: controls, soft hyphen, zero-width and direction marks, byte-order mark; and all blanks.
INVISIBLE = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x9f\xad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]+")
UNSEEN = re.compile(rf"(?:\s|{INVISIBLE.pattern})+")
NUMERALS = str.maketrans("〇○ＯO零一二三四五六七八九", "0000012345678" + "9")
TENS = re.compile(r"([1-9])?十([1-9])?")
STOP = re.compile(r"[，。；：？！]")
PIECES = 3  # in which a value may be spread over the page, and one more for every four characters
MARK = "\ufffd"
REACHES = (1_000_000, 8)  # the longest beginning first; else the nearest one
EPOCH = date(1970, 1, 1).toordinal()


def folded(text: str) -> str:
    """A text without blanks and without what no reader sees."""
    return UNSEEN.sub("", unicodedata.normalize("NFC", text))


class Seen:
    """The characters of a page, in order: its text without tags; all of it; all of it with entities as written."""

    def __init__(self, page: str) -> None:
        """In: the decoded page. A zero byte is no character to any reader, not even inside an entity."""
        self.page = page.replace("\0", "")

    @cached_property
    def text(self) -> str:
        """Outside tags."""
        return folded(html.unescape(TAG.sub("", self.page)))

    @cached_property
    def whole(self) -> str:
        """With what stands in attributes, comments and scripts."""
        return folded(html.unescape(self.page))

    @cached_property
    def written(self) -> str:
        """As written: <plaintext> and <textarea> show tags and entities."""
        return folded(self.page)

    @cached_property
    def shown(self) -> str:
        """As another parser than ours shows it: where tags are broken, parsers move and join what stands in them."""
        tree = lxml.html.document_fromstring(UNSEEN.sub(" ", self.page) or " ", ensure_head_body=True)
        return folded("".join(map(str, tree.itertext())))

    @cached_property
    def figures(self) -> str:
        """With full-width digits and Chinese numerals as figures."""
        both = f"{html.unescape(self.page)}\n{html.unescape(TAG.sub('', self.page))}"
        plain = unicodedata.normalize("NFKC", INVISIBLE.sub("", both)).translate(NUMERALS)
        return TENS.sub(lambda found: f"{found[1] or 1}{found[2] or 0}", plain)

    def has(self, value: str) -> bool:
        """Whether the page has these characters one behind the other."""
        return (wanted := folded(value)) in self.text or wanted in self.whole or wanted in self.shown

    def has_in_order(self, value: str) -> bool:
        """Whether the page has them in this order, in pieces: tags, scripts and hidden text may stand between.

        A long value may be found sentence by sentence: its phrases may stand on the page more than once.
        """
        wanted = folded(value)
        return wanted in self.text or self._has_pieces(wanted) or all(map(self._has_pieces, STOP.split(wanted)))

    def _has_pieces(self, wanted: str) -> bool:
        hays = (self.text, self.whole, self.written)
        if any(_in_pieces(wanted, hay, reach) for reach in REACHES for hay in hays):
            return True
        if any(_in_pieces(wanted, self.shown, reach) for reach in REACHES):
            return True
        bare = folded(html.unescape(wanted))  # <plaintext> shows entities behind it as written
        return bare != wanted and self._has_pieces(bare)

    def has_day(self, day: date) -> bool:
        """Whether the page states the day in any written form: figures, numerals, glued, seconds since 1970."""
        year, month, number = str(day.year), str(day.month), str(day.day)
        forms = rf"(?:{year}|(?<!\d){year[2:]})\D{{1,6}}0?{month}\D{{1,6}}0?{number}(?!\d(?!\d?:))"
        glued = rf"{year}[-/]?{month:0>2}[-/]?{number:0>2}"
        if re.search(rf"{forms}|{glued}", self.figures):
            return True
        stamps = re.findall(r"(?<!\d)(\d{10})(?:\d{3})?(?!\d)", self.figures)
        return any(abs(int(stamp) / 86400 - (day.toordinal() - EPOCH)) < 2 for stamp in stamps)

    def has_clock(self, clock: str) -> bool:
        """Whether the page states a time of day, HH:MM, in any written form; twelve hours less where 下午 stands."""
        hour, minute = (int(part) for part in clock[:5].split(":"))
        hours = f"0?{hour}" + (f"|0?{hour - 12}" if hour > 12 else "")
        return re.search(rf"(?:{hours})\s*[:时點点]?\s*0?{minute}(?!\d(?!\d))", self.figures) is not None


def _in_pieces(value: str, hay: str, reach: int) -> bool:
    """Whether a value can be cut into few pieces that follow one another in `hay`.

    `reach`: the longest beginning that is looked for at once; what follows it in both is part of the piece.
    """
    at, pieces, start = 0, 0, 0
    while start < len(value):
        size = min(reach, len(value) - start)
        while size and (found := hay.find(value[start : start + size], at)) < 0:
            size = size * 3 // 4
        pieces += 1
        if not size or pieces > PIECES + len(value) // 4:
            return False
        at, start = found + size, start + size
        while start < len(value) and at < len(hay) and value[start] == hay[at]:
            at, start = at + 1, start + 1
    return True


def strings(article: Article) -> Iterator[tuple[str, str]]:
    """(field, value) of every string that the record says it read on the page, texts aside."""
    yield from (("authors", author.name) for author in article.authors)
    yield from (("editors", name) for name in article.editors)
    for link in (*article.attachments, *article.images):
        yield "links", html.unescape(link.url.rpartition("/")[2])


def texts(article: Article) -> Iterator[tuple[str, str]]:
    """(field, value) of every text of the record: what may stand on the page with something between."""
    for field in ("title", "subtitle", "kicker", "byline_raw", "source", "source_raw"):
        if value := getattr(article, field):
            yield from ((field, line) for line in value.split("\n"))
    for item in article.evidence.values():
        if item.method not in {"url", "list"}:
            yield from (("evidence", line) for line in item.raw.split("\n"))
    yield from (("section", name) for name in article.section)
    yield from (("date_candidates", item.raw) for item in article.date_candidates if item.origin != "url")
    yield from (("paragraphs", paragraph.text) for paragraph in article.paragraphs)
    yield from (("links", link.text) for link in (*article.attachments, *article.images))


def invented(article: Article, page: Seen) -> list[tuple[str, str]]:
    """(field, value) of everything in the record that the page does not say."""
    wrong = [(field, value) for field, value in strings(article) if not page.has(value)]
    wrong += [(field, value) for field, value in texts(article) if not page.has_in_order(value)]
    if (when := article.published) is not None:
        day, _, clock = when.partition("T")
        if not page.has_day(date.fromisoformat(day)) or (clock and not page.has_clock(clock)):
            wrong.append(("published", f"{when} from {article.published_raw!r}"))
    found = [*strings(article), *texts(article)] if not damaged(article) else []
    if any(MARK in value for _, value in found) and MARK not in page.whole:
        wrong += [("a mark of damage", value) for _, value in found if MARK in value]
    return wrong


def damaged(article: Article) -> int:
    """The bytes of the page that are marked in its text, as the record says."""
    return int(msgspec.to_builtins(article.charset).get("damaged", 0))
