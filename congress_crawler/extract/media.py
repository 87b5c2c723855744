"""Which images and files belong to the article?"""

import re
from urllib.parse import urljoin

from congress_crawler.extract.sheet import Sheet, Thing
from congress_crawler.extract.text import Text
from congress_crawler.items import Link

SOURCES = ("data-original", "data-src", "oldsrc", "src")  # lazy loading hides the address in another attribute
ICONS = re.compile(
    r"icon|logo|qr_?code|ewm|share|print|spacer|blank|dot\.|arrow|btn|button|loading|avatar|filetypeimages"
)
SMALLEST = 60  # pixels: smaller images are ornaments
BEHIND = 12  # lines behind the text in which its attachments may stand


def images(sheet: Sheet, text: Text, url: str) -> list[Link]:
    """The images between the first and the last line of the text: absolute address and alternative text."""
    found: dict[str, Link] = {}
    for picture in sheet.pictures:
        if text.first <= picture.at <= text.end and (address := _address(picture, url)) is not None:
            alt = " ".join((picture.get("alt") or picture.get("title")).split())
            found.setdefault(address, Link(url=address, text=alt))
    return list(found.values())


def attachments(sheet: Sheet, first: int, last: int, url: str) -> list[Link]:
    """The links to files between two lines: absolute address and what the link says."""
    said: dict[str, Thing] = {}  # by the address as written: joining is the dear part
    for thing in sheet.files(first, last):
        said.setdefault(thing.get("href"), thing)
    found: dict[str, Link] = {}
    for raw, thing in said.items():
        if (address := absolute(url, raw)) is not None:
            found.setdefault(address, Link(url=address, text=thing.text))
    return list(found.values())


def absolute(base: str, address: str) -> str | None:
    """An absolute http(s) address; None for data:, javascript: and what is no address.

    >>> absolute("http://a.cn/b/c.html", "../d.pdf"), absolute("http://a.cn/", "javascript:void(0)")
    ('http://a.cn/d.pdf', None)
    """
    try:
        joined = urljoin(base, address.strip())
    except ValueError:
        return None
    return joined if joined.startswith(("http://", "https://")) else None


def _address(picture: Thing, url: str) -> str | None:
    attributes = picture.element.attributes
    raw = next((value for name in SOURCES if (value := attributes.get(name))), "")
    if not raw or ICONS.search(raw.lower()) or any(_small(attributes.get(side) or "") for side in ("width", "height")):
        return None
    return absolute(url, raw)


def _small(size: str) -> bool:
    digits = size.strip().removesuffix("px")
    return digits.isdigit() and 0 < int(digits) < SMALLEST
