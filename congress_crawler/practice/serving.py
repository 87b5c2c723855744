"""Who answers for the lists of a kind of practice site?"""

from collections.abc import Callable

import msgspec

from congress_crawler.practice.answer import Answer
from congress_crawler.practice.ask import Ask
from congress_crawler.practice.kind import Kind
from congress_crawler.practice.shop import Shop


class Serving(msgspec.Struct, frozen=True):
    """A kind, and what its dialect answers.

    `lists` is asked first and for every address; None: not one of mine. What it leaves is a page that all kinds have:
    home, sections that have others below them, articles, files.
    """

    kind: Kind
    lists: Callable[[Shop, Ask], Answer | None]
