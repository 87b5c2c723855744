"""Which list is only links, with no further page?"""

import re

from congress_crawler.listing.given import Found, Given
from congress_crawler.listing.tree import words

TOTAL = re.compile(r"共\s*(\d+)\s*(?:条|篇|项)")


def read(given: Given) -> Found:
    """Every page: the rows of its HTML, and no next page."""
    total = TOTAL.search(words(given.tree))
    return Found(why="links with a date beside them", promised=int(total.group(1)) if total else None)
