"""Which hosts, paths and addresses may a profile name?

The rules over the plain values of a profile, beside those of profile_checks.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import urlsplit

from congress_crawler.profile_checks import Fault
from congress_crawler.scope import PREFIX, denied, outside

HOST = re.compile(
    r"(?:\[[0-9a-f:.]+\]|(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)*[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?)"
    r"(?P<port>:[0-9]+)?"
)
PORT = re.compile(r":[1-9][0-9]{0,4}")


def address_faults(values: Mapping[str, Any]) -> Iterator[Fault]:
    """What is wrong with the hosts, paths and addresses of a profile.

    In: its effective values as builtins. Out: the faults, the plainest first; a later one may follow from an earlier.
    """
    if not values["hosts"]:
        yield Fault("hosts", "at least one host is needed")
    for key in ("hosts", "old_hosts"):
        for host in values[key]:
            yield from _host(key, host)
    yield from _denied(values)
    for host in values["old_hosts"]:
        if host in values["hosts"]:
            yield Fault("old_hosts", f"{host!r} is one of the hosts too; an old host is never asked")
    for key in ("scope", "not_ours"):
        for entry in values[key]:
            yield from _entry(key, entry, values["hosts"])
    yield from _url(values["home"], values, Fault("home", ""))
    for nth, item in enumerate(values["listing"]):
        if item["url"] is not None:
            yield from _url(item["url"], values, Fault("url", "", "listing", nth))


def _host(key: str, host: str) -> Iterator[Fault]:
    found = HOST.fullmatch(host)
    if found is None:
        yield Fault(key, f"{host!r} is no host name; write it in lower case, without scheme, path or *")
    elif (port := found["port"]) and not (PORT.fullmatch(port) and int(port[1:]) <= 65535):
        yield Fault(key, f"{host!r} has no port from 1 to 65535 (without leading zeros)")


def _denied(values: Mapping[str, Any]) -> Iterator[Fault]:
    """Hosts and paths that are on the deny list. An old host may be: nobody asks it."""
    for key in ("hosts", "scope"):
        for entry in values[key]:
            if (row := denied(f"http://{entry}")) is not None:
                why = f"{row.why} ({row.seen}, {row.source})"
                yield Fault(key, f"{entry!r} is on the deny list (profiles/denied.tsv) and is never asked: {why}")


def _entry(key: str, entry: str, hosts: tuple[str, ...]) -> Iterator[Fault]:
    """An entry of `scope` or `not_ours`: a host that the profile names, and a plain path under it."""
    host, _, path = entry.partition("/")
    if not PREFIX.fullmatch(entry) or {".", ".."} & set(path.split("/")):
        yield Fault(key, f'{entry!r} must be host and path, plain: "www.example.org/ourpath/"')
    elif host not in hosts:
        yield Fault(key, f"{entry!r} is not on one of the hosts {', '.join(hosts)}")


def _url(url: str, values: Mapping[str, Any], place: Fault) -> Iterator[Fault]:
    try:
        scheme = urlsplit(url).scheme
    except ValueError as error:
        yield place._replace(what=f"{url!r} is no address: {error}")
        return
    if scheme not in {"http", "https"}:
        yield place._replace(what=f"{url!r} must begin with http:// or https://")
    elif why := outside(values["hosts"], values["scope"], values["not_ours"], url):
        yield place._replace(what=f"{url!r} {why}")
