"""Where is the next page of a gentleCMS list?

The first HTML holds up to 50 client-side pages of 20 rows; older rows are in static files index_1.shtml, index_2.shtml
beside it (seen at hrss.shandong.gov.cn, about 1,500 rows).
"""

import re
from urllib.parse import urljoin, urlsplit

FULL = 50 * 20  # rows of a first HTML that is full: only then may files follow that the page does not name
NUMBER = re.compile(r"/index_(\d+)\.s?html?$")


def next_page(text: str, url: str, rows: int) -> tuple[str | None, bool]:
    """The page after `url`.

    In: the page's HTML, its address, how many rows it has. Out: the absolute address and True when the HTML names it
    (the extension is taken from there, since sites differ); the likely address and False when the page is full or is
    itself a numbered one but names none; (None, True) at the end.

    >>> next_page('<a href="index_1.shtml">更多</a>', "http://a.cn/channels/ch1/", 20)
    ('http://a.cn/channels/ch1/index_1.shtml', True)
    >>> next_page("", "http://a.cn/channels/ch1/", 1000)
    ('http://a.cn/channels/ch1/index_1.shtml', False)
    >>> next_page("", "http://a.cn/channels/ch1/", 40)
    (None, True)
    """
    here = NUMBER.search(urlsplit(url).path)
    number = int(here.group(1)) + 1 if here else 1
    named = re.search(rf"[^\"'\s<>()=]*index_{number}\.s?html?", text)
    if named:
        return urljoin(url, named.group(0)), True
    if rows >= FULL and not here:
        return urljoin(url, f"index_{number}.shtml"), False
    return None, True
