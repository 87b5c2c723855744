"""A listing or home page with comments everywhere, or broken anywhere, is read or gives nothing: it never crashes."""

import random
import re

import pytest

from congress_crawler import extract
from congress_crawler.discover import find
from congress_crawler.listing import read_listing
from congress_crawler.listing.trails import read_links
from congress_crawler.practice.kinds import KINDS, make

PIECES = ("", "<", ">", '"', "<!--", "-->", "</a>", "<br>", "<table>", "<?pi x?>")


def damaged(text: str, number: int) -> str:
    """The page with comments between its tags (0, 1), or with twenty characters replaced at random."""
    if number == 0:
        return re.sub(r"(<(?!!|/|script))", r"<!-- c -->\1", text)
    if number == 1:
        return re.sub(r"(</(?!script)[a-z]+>)", r"\1<!-- c --><?pi x?>", text)
    chance, pieces = random.Random(number), list(text)
    for _ in range(20):
        pieces[chance.randrange(len(pieces))] = chance.choice(PIECES)
    return "".join(pieces)


@pytest.mark.parametrize("kind", KINDS)
def test_no_damage_of_a_page_is_a_crash(kind: str) -> None:
    site = make(kind)
    truth = site.expected()
    for path in ("/", *truth.lists, truth.rows[0].path):
        answer = site.respond("GET", path.partition("#")[0], {"host": "a.example"})
        text = extract.page_text(answer.body, headers=answer.headers, status=answer.status) if answer.body else ""
        for number in range(8 if text else 0):
            page, url = damaged(text, number), f"http://a.example{path}"
            read_listing(page, url)
            read_links(page, url)
            find(page, url)
