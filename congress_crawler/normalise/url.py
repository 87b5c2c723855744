"""Which address is this, once the noise is gone?"""

import hashlib
import re
from urllib.parse import SplitResult, quote, urlsplit

DEFAULT_PORTS = {"http": 80, "https": 443}
# Parameters that name a visit, not a page: sessions, campaign tracking, cache busting.
NOISE = re.compile(r"(?i)utm_\w+|spm|jsessionid|phpsessid|aspsessionid\w*|sessionid|_|timestamp")
CLOCK = re.compile(r"(?i)t|time|rand(?:om)?|r|v")  # noise only when the value is a clock or a random number
TICK = re.compile(r"\d{10}|\d{13}|0\.\d{6,}")
KEPT = "/%:@!$&'()*+,;=~-._?[]#"  # what may stand in a URL stays; the rest is written in UTF-8 percent code
SESSION = re.compile(r"(?i)(?:jsessionid|phpsessid|aspsessionid\w{0,20}|sessionid)=")
PATH_SESSION = re.compile(r"(?i);jsessionid=[^/?#;]*")


def canonical(url: str) -> str:
    """The name of a page: without scheme, www., default port, fragment and session noise; the query sorted.

    The fragment stays where a hash-router page is named by it alone: `#/…` and `#!…`.

    In: an absolute URL. Out: host and path (and query), ASCII; two URLs with the same name are the same article. What
    urllib cannot split is no address: it comes back as it is, without the white space around it. Raises nothing.

    >>> canonical("http://www.sdrd.gov.cn:80/a/b.shtml;jsessionid=1F?utm_source=x&id=7&t=1464916353000#top")
    'sdrd.gov.cn/a/b.shtml?id=7'
    >>> canonical("https://sdrd.gov.cn") == canonical("HTTP://WWW.SDRD.GOV.CN/")
    True
    >>> canonical("http://sdrd.gov.cn/#/list?id=7"), canonical("http://sdrd.gov.cn/#top")
    ('sdrd.gov.cn/#/list?id=7', 'sdrd.gov.cn/')
    >>> canonical(" http://[oops/x.html ")
    'http://[oops/x.html'
    """
    try:
        parts = urlsplit(url)
    except ValueError:
        return url.strip()
    path = PATH_SESSION.sub("", parts.path) or "/"
    query = sorted(piece for piece in parts.query.split("&") if piece and not _noise(piece))
    name = _host(parts) + path + ("?" + "&".join(query) if query else "")
    if parts.fragment.startswith(("/", "!")):
        name += "#" + parts.fragment
    # A lone surrogate is no character, yet two of them are two names: each is written by its own three bytes.
    return quote(name, safe=KEPT, errors="surrogatepass")


def without_session(url: str) -> str:
    """The address without the visit's number, which servers write into links for those who take no cookies.

    In: an absolute URL. Out: the same without `;jsessionid=…` and session parameters; all else as it was.

    >>> without_session("http://a.cn/x/show.jsp;jsessionid=1F2E?sid=3&PHPSESSID=ab&id=7#top")
    'http://a.cn/x/show.jsp?sid=3&id=7#top'
    """
    bare = PATH_SESSION.sub("", url, count=1)
    head, mark, tail = bare.partition("?")
    if not mark or not SESSION.search(tail):
        return bare
    query, hash_, fragment = tail.partition("#")
    kept = "&".join(piece for piece in query.split("&") if not SESSION.match(piece))
    return head + (f"?{kept}" if kept else "") + hash_ + fragment


def article_id(site: str, name: str) -> str:
    """The id of an article: the site, `-`, and 16 hex digits of the SHA-256 of its canonical URL. Raises nothing.

    >>> article_id("shandong", "sdrd.gov.cn/a/b.shtml")
    'shandong-480297edeeda1147'
    """
    return f"{site}-{hashlib.sha256(name.encode('utf-8', 'surrogatepass')).hexdigest()[:16]}"


def _host(parts: SplitResult) -> str:
    host = (parts.hostname or "").removeprefix("www.")
    try:
        port = parts.port
    except ValueError:
        port = None
    return host if port in {None, DEFAULT_PORTS.get(parts.scheme)} else f"{host}:{port}"


def _noise(piece: str) -> bool:
    key, _, value = piece.partition("=")
    return bool(NOISE.fullmatch(key) or (CLOCK.fullmatch(key) and TICK.fullmatch(value)))
