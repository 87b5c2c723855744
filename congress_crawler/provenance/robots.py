"""Did robots.txt let us, and by which rule?"""

from urllib.parse import urlsplit

import msgspec
from protego import Protego

from congress_crawler.archive.exchange import header_values
from congress_crawler.archive.members import Unreadable
from congress_crawler.archive.record import Record
from congress_crawler.items import Run, WarcRef
from congress_crawler.manners import PRODUCT, read_robots
from congress_crawler.provenance.model import Robots
from congress_crawler.provenance.shelf import Shelf

MOST = 5000  # lines of a robots.txt that are looked at for the one that decides


class Rule(msgspec.Struct, frozen=True):
    """The line of a robots.txt that decides. `line` is None when no rule names the address."""

    line: int | None
    says: str


class _Line(msgspec.Struct, frozen=True):
    number: int
    key: str
    value: str


def robots(shelf: Shelf, url: str, run_id: str, run: Run | None, before: WarcRef) -> Robots:
    """The robots.txt in force for an address in a run, read again now.

    In: the archive; the address; the run and its line; the record of the article, for runs that were killed and have
    no robots.txt in their line. Raises StorageError.
    """
    where = _address(url)
    said = next((one for one in (run.robots if run else []) if _address(str(one.get("url", ""))) == where), None)
    found = Robots(run=run_id, url=where)
    ref: WarcRef | None = None
    if said is not None:
        found.url, found.status = str(said.get("url")), said.get("status")
        found.says, found.crawl_delay = str(said.get("says", "")), said.get("crawl_delay")
        ref = msgspec.convert(said["warc"], WarcRef) if said.get("warc") else None
    else:
        ref = _before(shelf, where, run_id, before)
        found.says = "the run's line does not name it" if ref else "no robots.txt of this run is in the archive"
    if ref is not None:
        _read(shelf, url, found, ref)
    return found


def rule(text: str, url: str, product: str = PRODUCT) -> Rule:
    r"""The line that decides whether an address may be asked for: the longest path that fits, Allow when two tie.

    In: robots.txt as text; an absolute URL; our product token. Protego judges what fits; this only asks it about one
    line at a time (RFC 9309, sections 2.2.1 and 2.2.2).

    >>> rule("User-agent: *\nDisallow: /search\n", "http://a.cn/b.html")
    Rule(line=None, says='no rule of the group "*" names it, so it may be asked for')
    >>> rule("User-agent: *\nDisallow: /\nAllow: /b\n", "http://a.cn/b.html")
    Rule(line=3, says='line 3, "Allow: /b"')
    """
    agent, lines = _group(_lines(text), product)
    if agent is None:
        return Rule(None, "it has no group for us, so it may be asked for")
    fits = [line for line in lines if _fits(line.value, url)]
    if not fits:
        return Rule(None, f'no rule of the group "{agent}" names it, so it may be asked for')
    best = max(fits, key=lambda line: (len(line.value), line.key == "allow"))
    return Rule(best.number, f'line {best.number}, "{best.key.capitalize()}: {best.value}"')


def _read(shelf: Shelf, url: str, found: Robots, ref: WarcRef) -> None:
    """Judge the address by the record, as the crawl did."""
    found.record = shelf.said(ref)
    try:
        record = shelf.whole(ref)
    except Unreadable:
        return
    policy = read_robots(found.url, record.status, _headers(record), record.payload or b"")
    found.status, found.allows, found.crawl_delay = record.status, policy.allows(url), policy.crawl_delay
    if policy.rules is None:
        found.says = policy.why
        return
    decides = rule(_text(record.payload or b""), url)
    found.says, found.line = decides.says, decides.line


def _before(shelf: Shelf, url: str, run: str, before: WarcRef) -> WarcRef | None:
    """The newest answer of robots.txt in the same run before the article."""
    here = (before.file, before.offset)
    refs = [ref for ref in shelf.places.answers(url) if (ref.file, ref.offset) < here]
    return next((ref for ref in reversed(refs) if shelf.front(ref.file).run == run), None)


def _address(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}/robots.txt"


def _headers(record: Record) -> list[tuple[str, str]]:
    names = ("Content-Type", "Content-Encoding", "Retry-After", "Server", "Set-Cookie")
    return [(name, value.decode("latin-1")) for name in names for value in header_values(record.head, name)]


def _text(body: bytes) -> str:
    """For finding lines only: what is beyond ASCII is judged by `manners`."""
    return body.decode("latin-1").removeprefix("\xef\xbb\xbf")


def _lines(text: str) -> list[_Line]:
    found = []
    for number, raw in enumerate(text.splitlines()[:MOST], 1):
        key, colon, value = raw.partition("#")[0].partition(":")
        if colon:
            found.append(_Line(number, key.strip().lower(), value.strip()))
    return found


def _group(lines: list[_Line], product: str) -> tuple[str | None, list[_Line]]:
    """The rules that are for us: those of the longest token that names us, else those for all."""
    groups: dict[str, list[_Line]] = {}
    agents: list[str] = []
    ruled = False
    for line in lines:
        if line.key == "user-agent":
            agents = [*([] if ruled else agents), line.value.lower()]
            groups.setdefault(line.value.lower(), [])
            ruled = False
        elif line.key in {"allow", "disallow"}:
            ruled = True
            for agent in agents:
                groups[agent].append(line)
    named = [agent for agent in groups if agent != "*" and agent and not _asks(agent, "/", "http://a/", product)]
    best = max(named, key=len, default="*")
    return (best, groups[best]) if best in groups else (None, [])


def _fits(path: str, url: str) -> bool:
    return bool(path) and not _asks("*", path, url, PRODUCT)


def _asks(agent: str, path: str, url: str, product: str) -> bool:
    """Whether Protego lets us ask for an address under one Disallow alone."""
    return bool(Protego.parse(f"User-agent: {agent}\nDisallow: {path}\n").can_fetch(url, product))
