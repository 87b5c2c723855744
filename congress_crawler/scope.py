"""Does this address belong to the site: is it inside, another site's, or on a host that must never be asked?

A host may hold more than one site: 烟台 is under a path of the Shandong host, two sites of Qinghai on one bare address.
"""

import re
from collections.abc import Iterable
from functools import cache
from importlib import resources
from typing import NamedTuple
from urllib.parse import unquote, urlsplit

DEEPEST = 4  # readings of a path that is percent-encoded over and over; nothing honest is so more than twice
ROBOTS = "/robots.txt"  # stands at the root for all that lives on the host (RFC 9309, section 2.3)
PREFIX = re.compile(r"[a-z0-9.:\[\]-]{1,80}(?:/[A-Za-z0-9._~-]{1,80}){1,9}/?")


class Denied(NamedTuple):
    """A row of profiles/denied.tsv: a host (with all below it) that is never asked, whatever a profile says."""

    host: str
    path: str  #: only what lies under this path; "": the whole host
    why: str
    seen: str  #: YYYY-MM-DD, the day on which it was found so
    source: str


@cache
def deny_list() -> tuple[Denied, ...]:
    """The rows of profiles/denied.tsv, in its order."""
    text = resources.files("congress_crawler").joinpath("profiles/denied.tsv").read_text("utf-8")
    return tuple(Denied(*line.split("\t")) for line in text.splitlines() if line and not line.startswith("#"))


def denied(url: str) -> Denied | None:
    """Why the address must not be asked, as the row of the deny list; None when it is on none.

    In: an address with its scheme. A host below a denied one, another port and another scheme are denied too.

    >>> denied("https://WWW.spcsc.sh.cn:8443/n1/").host, denied("http://spcsc.haikou.gov.cn/")
    ('spcsc.sh.cn', None)
    """
    try:
        parts = urlsplit(url)
    except ValueError:
        return None  # no address: nothing can be asked there
    host = (parts.hostname or "").rstrip(".")
    for row in deny_list():
        if f".{host}".endswith(f".{row.host}") and _any(parts.path, _steps(row.path)):
            return row
    return None


def address(url: str) -> tuple[str, str] | None:
    """Host (with its port when that is not the scheme's) and path of an http(s) address; None for anything else.

    An address with user info is none: it is made to look like another.

    >>> address("https://www.sdrd.gov.cn:443/a/"), address("http://[::1]:81/"), address("http://a@b/")
    (('www.sdrd.gov.cn', '/a/'), ('[::1]:81', '/'), None)
    """
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return None
    if parts.scheme not in {"http", "https"} or parts.hostname is None or "@" in parts.netloc:
        return None
    usual = {"http": 80, "https": 443}[parts.scheme]
    host = f"[{parts.hostname}]" if ":" in parts.hostname else parts.hostname
    return host if port in {None, usual} else f"{host}:{port}", parts.path


def outside(hosts: tuple[str, ...], scope: tuple[str, ...], not_ours: tuple[str, ...], url: str) -> str | None:
    """Why the address is not the site's, as the end of a sentence; None when it is.

    In: the keys of a profile; any address. A path counts as inside `scope` when every way in which a server may read
    it lies there, and as another site's when one of them does: dots, `//`, `;…`, a backslash and percent code lead
    nowhere. robots.txt at the root of a named host is everybody's.
    """
    where = address(url)
    if where is None or where[0] not in hosts:
        return f"is not on one of the hosts {', '.join(hosts)}"
    if (row := denied(url)) is not None:
        return f"is on the deny list since {row.seen}: {row.why}"
    host, path = where
    if path == ROBOTS:
        return None
    others = [entry for entry in not_ours if entry.partition("/")[0] == host]
    if (other := next((one for one in others if _any(path, _steps(one.partition("/")[2]))), None)) is not None:
        return f"belongs to another site, under {other} (not_ours)"
    ours = [entry for entry in scope if entry.partition("/")[0] == host]
    if ours and not _all(path, [_steps(one.partition("/")[2]) for one in ours]):
        return f"is not under {' or '.join(ours)} (scope)"
    return None


def _steps(path: str) -> list[str]:
    r"""The segments of a path, without empty ones and without what a servlet engine passes over (`;…`).

    >>> _steps("//YTrdweb;jsessionid=1\\x/")
    ['ytrdweb', 'x']
    """
    pieces = (piece.partition(";")[0].lower() for piece in path.replace("\\", "/").split("/"))
    return [piece for piece in pieces if piece]


def _readings(path: str) -> list[list[str]] | None:
    """The segments as a server may read them: as written, dots followed, decoded; None when it is encoded too deep."""
    found = []
    for _ in range(DEEPEST):
        found += [_steps(path), _followed(_steps(path))]
        plain = unquote(path, "latin-1", "strict")  # any byte has a character there: nothing is lost or replaced
        if plain == path:
            return found
        path = plain
    return None


def _followed(steps: list[str]) -> list[str]:
    """What is left when `.` and `..` have been followed."""
    left: list[str] = []
    for step in steps:
        if step == "..":
            del left[-1:]
        elif step != ".":
            left.append(step)
    return left


def _any(path: str, prefix: list[str]) -> bool:
    """Whether one reading of the path lies under the prefix; so does one that cannot be read."""
    ways = _readings(path)
    return ways is None or any(way[: len(prefix)] == prefix for way in ways)


def _all(path: str, prefixes: Iterable[list[str]]) -> bool:
    """Whether every reading of the path lies under one of the prefixes."""
    ways = _readings(path)
    known = list(prefixes)
    return ways is not None and all(any(way[: len(one)] == one for one in known) for way in ways)
