"""Does what stands in this list speak for the county/city section, or against it?"""

import re
from collections.abc import Iterable

from congress_crawler.discover import names
from congress_crawler.discover.found import Read
from congress_crawler.extract import crumbs
from congress_crawler.extract.scribe import write

#: A congress below the province by its own name: 柳泉县人大, 云栖市第十六届人民代表大会.
LOCAL = re.compile(
    r"[\u4e00-\u9fff](?:市|县|区|旗|州|盟|镇|乡|街道|苏木)(?:第[一二三四五六七八九十\d]{1,4}届)?(?:人大|人民代表大会)"
)
HOMES = frozenset(("首页", "网站首页", "主页", "返回首页"))


def crumb(text: str) -> list[str]:
    """The breadcrumb of a page, the home page left out. In: the decoded page. Out: stops as shown; [] for none."""
    if "<" not in text:
        return []
    lines = write(text.encode("utf-8", "surrogatepass")).lines
    found = crumbs.find(lines, len(lines))
    return [stop for stop in found[0] if names.fold(stop) not in HOMES] if found else []


def against(stops: list[str], section: tuple[str, ...], others: Iterable[str]) -> str | None:
    """What a breadcrumb says against a page's being of a section.

    In: its stops; the section's names; the names of the site's other sections. Out: the other section in which the
    page stands; None when the breadcrumb says nothing against it.

    >>> against(["代表工作", "工作动态"], ("市县人大", "工作动态"), ["代表工作", "监督工作"])
    '代表工作'
    >>> against(["市县人大", "工作动态"], ("市县人大", "工作动态"), ["代表工作"]) is None
    True
    """
    folded = [names.fold(stop) for stop in stops]
    own = {names.fold(name) for name in section}
    if own & set(folded[:-1]) or (len(section) == 1 and own & set(folded)) or any(map(names.section, stops)):
        return None
    elsewhere = {names.fold(name) for name in others} - own
    return next((stop for stop, bare in zip(stops, folded, strict=True) if bare in elsewhere), None)


def local(read: Read) -> bool:
    """Whether an article is about a county or a city: by its place, its headline, its authors or its source."""
    one = read.article
    if one is None:
        return False
    if one.place is not None and one.place.level != "province":
        return True
    said = [one.title or "", one.source or "", *(author.name for author in one.authors), one.text[:200]]
    return any(LOCAL.search(text) for text in said)


def speaks_against(reads: list[Read], section: tuple[str, ...], others: Iterable[str]) -> str | None:
    """Why the articles of a list are not of the section; None when nothing speaks against it.

    In: what was read; the section's names; the site's other sections. Out: a sentence when most of the articles say
    that they stand in another section and none is about a county or a city.
    """
    articles = [read for read in reads if read.article is not None]
    elsewhere = [
        stop for read in articles if (stop := against(read.article.section if read.article else [], section, others))
    ]
    if articles and len(elsewhere) * 2 > len(articles) and not any(map(local, articles)):
        return f"its articles stand in {elsewhere[0]}"
    return None
