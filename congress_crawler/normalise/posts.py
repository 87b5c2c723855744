"""Which words name a post, and whose?"""

import re

from congress_crawler.items import Author
from congress_crawler.lexicon.words import words
from congress_crawler.normalise import organisation, person
from congress_crawler.normalise.fold import simplified

OFFICE = re.compile(r"(?:办公室|研究室|[科处局]|中心|编辑部|研究院|研究所|大学|学院|党校)$")
POSTS = (4, 3, 2)  # characters of names that may be glued to a post


def is_post(chunk: str) -> bool:
    """Whether a word is a post: 市人大常委会副主任, 区人大代表. It is role text. In: a word. Out: yes or no.

    >>> is_post("市人大常委会副主任"), is_post("市人大常委会办公室")
    (True, False)
    """
    return simplified(chunk).endswith(words("posts.txt"))


def employers(chunks: list[str]) -> list[Author]:
    """The offices whose posts a field names, without the posts. In: its words. Out: the offices, as authors; none for
    a congress's deputy chairman, who speaks for no office.

    >>> [author.name for author in employers(["云溪县人大常委会办公室主任", "方小舟"])]
    ['云溪县人大常委会办公室']
    """
    found: list[Author] = []
    for chunk in filter(is_post, chunks):
        plain = simplified(chunk)
        size = max(len(post) for post in words("posts.txt") if plain.endswith(post))
        head = chunk[:-size].lstrip("系为任")
        if OFFICE.search(plain[:-size]) and organisation.is_organisation(head):
            found.append(Author(name=head, kind="organisation", role="author", raw=chunk))
    return found


def behind_post(chunk: str) -> str | None:
    """The name glued to a post. In: a word (县人大常委会副主任方小舟). Out: the name (方小舟); None when it is none."""
    for size in POSTS:
        if len(chunk) > size and is_post(chunk[:-size]) and person.strict(chunk[-size:]):
            return chunk[-size:]
    return None
