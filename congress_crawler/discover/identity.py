"""Whose site is this, and what shall we call it?"""

import ipaddress
import re
from collections.abc import Iterator
from urllib.parse import urlsplit

import msgspec

from congress_crawler import prefectures, profile
from congress_crawler.lexicon.divisions import named
from congress_crawler.listing.tree import parse, words
from congress_crawler.scope import address

LONGEST = 40  # characters of a site id, as profiles have it
CONGRESS = re.compile(r"人大|人民代表大会")
SPLIT = re.compile(r"[-_|｜—–·•>》《,，:：]|\s{2,9}")
POLITE = re.compile(r"欢迎(?:您)?(?:访问|光临|来到)|(?:网站|官网)?首页|官方网站|门户网站$|主页|^您好")
OWNER = re.compile(r"(?:主办单位|版权所有|主办|网站名称)[:：\s©]{0,4}([\u4e00-\u9fff]{4,30})")
PLACE = re.compile(r"([\u4e00-\u9fff]{2,12}?[市县区旗州盟省])(?:人大|人民代表大会)")


class Identity(msgspec.Struct, frozen=True, kw_only=True):
    """What a profile says of whose site it is."""

    site: str
    name: str
    division: str | None = None
    scope: tuple[str, ...] = ()  #: host/path, for a site that lives under a path of another's host


def identify(url: str, text: str) -> Identity:
    """Whose site it is. In: the address as given; the decoded home page, "" when it is not there yet.

    Out: what the tables of known sites say of the host (and path); else an id made of the host, and the name that the
    page gives itself.
    """
    if (row := prefectures.find_place(url)) is not None:
        return Identity(site=row.site, name=prefectures.body(row), division=row.code, scope=row.prefixes)
    for known in map(profile.find, profile.names()):
        if profile.in_scope(known, url):
            return Identity(site=known.site, name=known.name, division=known.division, scope=known.scope)
    name = next(_names(text), "") or host_of(url)
    return Identity(site=site_id(url), name=name, division=_division(name))


def host_of(url: str) -> str:
    """Host of an address, with its port when that is not the scheme's; "" for what is no http(s) address."""
    found = address(url)
    return found[0].lower() if found else ""


def site_id(url: str) -> str:
    """A profile id made of the host.

    >>> site_id("http://127.0.0.1:9101/"), site_id("https://www.pdrd.gov.cn:887/NewPd")
    ('127-0-0-1-9101', 'pdrd-gov-cn-887')
    """
    plain = re.sub(r"[^a-z0-9]+", "-", host_of(url).removeprefix("www.").lower()).strip("-")
    return plain[:LONGEST].strip("-") or "site"


def is_loopback(url: str) -> bool:
    """Whether an address is this machine's, written literally."""
    try:
        return ipaddress.ip_address((urlsplit(url).hostname or "").strip("[]")).is_loopback
    except ValueError:
        return False


def _names(text: str) -> Iterator[str]:
    """What the page calls itself: title, meta tag, footer; names of a congress before others."""
    tree = parse(text)
    if tree is None:
        return
    title = words(next(iter(tree.xpath("//title")), None))
    metas = tree.xpath("//meta[translate(@name,'SITENAM','sitenam')='sitename' or @property='og:site_name']/@content")
    pieces = [_plain(piece) for whole in (*map(str, metas), title) for piece in (whole, *SPLIT.split(whole))]
    foot = [found.group(1) for found in OWNER.finditer(words(tree)[-3000:])]
    known = [piece for piece in (*pieces, *foot) if 2 <= len(piece) <= LONGEST]
    yield from (piece for piece in known if CONGRESS.search(piece) and not SPLIT.search(piece))
    yield from known


def _plain(piece: str) -> str:
    return POLITE.sub("", piece.strip()).strip(" -_|—·!！。")


def _division(name: str) -> str | None:
    """The code of the unit that a congress's name begins with, when there is one only."""
    found = PLACE.match(name)
    units = named(found.group(1), None) if found else []
    return units[0].code if len(units) == 1 else None
