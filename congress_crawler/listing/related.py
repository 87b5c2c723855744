"""Does this address look like a list of the same section: below the section's address, or beside it?"""

import re
from urllib.parse import parse_qsl, urlsplit

FIGURES = re.compile(r"[0-9a-f]{16,64}|\d{1,20}", re.IGNORECASE)
NAME = re.compile(r"\.\w{2,5}$")
ARTICLE = re.compile(
    r"(?i)/t\d{8}_|/art_|/\d{4}[-/]?\d{2}[-/]?\d{2}/|/\d{4}/\d{1,2}/\d{1,2}/|/info/\d|/articles?/|/content_\d|[0-9a-f]{8}-[0-9a-f]{4}-"
)


def is_related(here: str, there: str) -> bool:
    """Whether a list belongs to the section by its address.

    In: the address of a page of the section, that of a list; both absolute. Out: False for another host, the same
    page, an article.

    >>> is_related("http://a.cn/sxrd/", "http://a.cn/sxrd/hzs/"), is_related("http://a.cn/sxrd/hzs/", "http://a.cn/sxrd/nbs/")
    (True, True)
    >>> is_related("http://a.cn/sxrd/", "http://a.cn/lfgz/"), is_related("http://a.cn/sxrd.htm", "http://a.cn/sxrd/hz.htm")
    (False, True)
    """
    try:
        one, two = urlsplit(here), urlsplit(there)
    except ValueError:
        return False
    if one.netloc.lower() != two.netloc.lower() or two.scheme not in {"http", "https"} or ARTICLE.search(two.path):
        return False
    if _plain(one.path) == _plain(two.path):
        return one.query != two.query and _keys(one.query) == _keys(two.query) != ()
    return _is_below(one.path, two.path) or _is_beside(one.path, two.path)


def _is_below(here: str, there: str) -> bool:
    folders = {_folder(here), NAME.sub("", here) + "/"} - {"/"}
    return any(there.startswith(folder) and there != folder for folder in folders)


def _is_beside(here: str, there: str) -> bool:
    """In the same folder, or in a folder beside; at the root only when the names differ in figures alone."""
    if FIGURES.sub("0", _plain(here)) == FIGURES.sub("0", _plain(there)):
        return True
    one, two = _folder(here), _folder(there)
    up, over = _folder(one.rstrip("/")), _folder(two.rstrip("/"))
    if one == two:
        return one != "/" and not there.endswith("/")
    return up == over != "/" and one != up


def _plain(path: str) -> str:
    return re.sub(r"/(?:index|default)(?:_\d{1,5})?\.\w{2,5}$", "/", path)


def _folder(path: str) -> str:
    return path.rpartition("/")[0] + "/"


def _keys(query: str) -> tuple[str, ...]:
    return tuple(sorted(name for name, _ in parse_qsl(query)))
