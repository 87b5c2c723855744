"""Which captures are captures of one address?

The key by which CDXJ files are sorted and players look captures up: host turned round, then path and query, all of it
canonical (SURT, Sort-friendly URI Reordering Transform). The rules are those of the Wayback Machine: the classes
GoogleURLCanonicalizer, IAURLCanonicalizer and URLRegexTransformer of IIPC's webarchive-commons (Apache-2.0), in the
form in which the Python indexers apply them. They are older than the WHATWG URL standard and know nothing of it.
"""

import re
import socket
import struct
from urllib.parse import SplitResultBytes, quote_from_bytes, unquote_to_bytes

from congress_crawler.archive.sessions import without_path_session, without_query_session

_SCHEME = re.compile(rb"\A[a-zA-Z][a-zA-Z0-9+.\-]*:")
_TWICE = re.compile(rb"(https?://)(?=https?://)")  # http://https/… happens in pages
_BLANKS = re.compile(rb"[\n\r\t]")
_PARTS = re.compile(rb"(?:([a-zA-Z][a-zA-Z0-9+.\-]*):)?(?://([^/?#]*))?([^?#]*)(?:\?([^#]*))?")
_WWW = re.compile(rb"www\d*\.")
_DECIMAL = re.compile(rb"[1-9][0-9]*(?:\.[0-9]+){0,3}")
_OCTAL = re.compile(rb"0[0-7]*(?:\.[0-7]+){0,3}")
_KEPT = b"!\"$&'()*+,-./:;<=>?@[\\]^_`{|}~"  # printable ASCII but for %, # and the blank
_PORTS = {b"http": 80, b"https": 443}


def surt(url: str) -> str:
    """The key of an address; the address itself when it cannot be taken apart (a port that is no number).

    >>> surt("http://www.lianxi-renda.example:80/Jianying/2027/?b=2&a=1#top")
    'example,lianxi-renda)/jianying/2027?a=1&b=2'
    >>> surt("https://user@lianxi-renda.example:8443/县人大"), surt("urn:a:B")
    ('example,lianxi-renda:8443)/%e5%8e%bf%e4%ba%ba%e5%a4%a7', 'urn:a:b')
    """
    if not url:
        return "-"
    if url.startswith("filedesc"):
        return url
    try:
        return _key(url.encode()).decode("ascii")
    except ValueError:
        return url


def _key(raw: bytes) -> bytes:
    scheme, host, port, path, query = _split(raw)
    host = _host(host, scheme)
    path = _path(unescaped(path), at_host=bool(host))
    query = _query(_escaped(unescaped(query)))
    front = scheme + b":"
    if host:
        shown = b":%d" % port if port and port != _PORTS.get(scheme.lower()) else b""
        front = b",".join(reversed(host.split(b"."))) + shown + b")"
    return front + (path or b"/") + b"?" + query if query else front + path


def _split(raw: bytes) -> tuple[bytes, bytes, int | None, bytes, bytes]:
    """Scheme, host, port, path and query as written. Raises ValueError when it is no address."""
    url = _BLANKS.sub(b"", raw.strip())
    if not url:
        raise ValueError("is blank")
    if not _SCHEME.match(url):
        url = b"http://" + url
    while (again := _TWICE.match(url)) is not None:
        url = url[again.end() :]
    found = _PARTS.match(url)
    if found is None:
        raise ValueError("is no address")
    scheme, authority, path, query = (part or b"" for part in found.groups())
    place = SplitResultBytes(scheme, authority.rstrip(b":"), path, query, b"")
    host, port = place.hostname or b"", place.port
    if scheme.startswith(b"http") and not host and path:  # http:////host/path
        host, _, rest = path.lstrip(b"/").partition(b"/")
        path = b"/" + rest
    return scheme, host, port, path, query


def _host(host: bytes, scheme: bytes) -> bytes:
    name = unescaped(host)
    if not name.isascii():
        name = _ascii(name)
    name = name.replace(b"..", b".").strip(b".")
    name = _address(name) or _escaped(name.lower()).lower()
    return _WWW.sub(b"", name, count=1) if scheme != b"dns" and _WWW.match(name) else name


def _ascii(name: bytes) -> bytes:
    """A host name in punycode (IDNA 2003); as it is when it has none. Bytes that are no UTF-8 do not count."""
    text = "".join(sign for sign in name.decode("utf-8", "surrogateescape") if not "\ud800" <= sign <= "\udfff")
    try:
        return text.encode("idna")
    except ValueError:
        return name


def _address(name: bytes) -> bytes | None:
    """The four numbers of an IPv4 address, however it is written; None when it is a name."""
    if name.isdigit():
        return socket.inet_ntoa(struct.pack(">L", int(name) & 0xFFFFFFFF)).encode()
    if not (_DECIMAL.fullmatch(name) or _OCTAL.fullmatch(name)):
        return None
    try:
        return socket.inet_ntoa(socket.inet_aton(name.decode("ascii"))).encode()
    except OSError:
        return None


def _path(path: bytes, *, at_host: bool) -> bytes:
    plain = _escaped(_resolved(path) if at_host else path)
    plain = without_path_session(plain.lower())
    return plain[:-1] if plain.endswith(b"/") and len(plain) > 1 else plain


def _resolved(path: bytes) -> bytes:
    """The path without `.`, `..` and empty steps; the last step stays even when it is empty."""
    steps: list[bytes] = []
    for step in path.split(b"/")[1:]:
        if step == b".." and steps:
            steps.pop()
        elif step != b".":
            steps.append(step)
    if not steps:
        return b"/"
    return b"/" + b"".join(step + b"/" for step in steps[:-1] if step) + steps[-1]


def _query(query: bytes) -> bytes:
    """Without session ids, in lower case, its arguments in order."""
    plain = without_query_session(query).lower()
    if len(plain) < 2:
        return plain
    arguments = sorted(tuple(argument.split(b"=", 1)) for argument in plain.split(b"&"))
    return b"&".join(b"=".join(argument) for argument in arguments)


def unescaped(raw: bytes) -> bytes:
    """Percent-escapes undone until none is left."""
    while (plain := unquote_to_bytes(raw)) != raw:
        raw = plain
    return raw


def _escaped(raw: bytes) -> bytes:
    return quote_from_bytes(raw, safe=_KEPT).encode("ascii")
