"""Does an office sign here, or one of its people?"""

import re

from congress_crawler.normalise import organisation, person, posts
from congress_crawler.normalise.fold import simplified

STRONG = re.compile(
    r"(?:课题组|调研组|编辑部|办公室|研究室|委员会|常委会|工委|主席团|政府|[局厅]|[大支]队|调查队|公司)$"
)
SPEAKER = re.compile(r"人大(?!代表)|人民代表大会")  # the posts of those who write and speak on congress sites
SIGNER = 4  # characters of the shortest office that signs: 县人大办


def is_speaker(words: list[str]) -> bool:
    """县人大常委会主任 方舟: a post of a congress and a name, and nothing else."""
    held = [word for word in words if posts.is_post(word)]
    people = [word for word in words if word not in held]
    return any(map(SPEAKER.search, held)) and 0 < len(people) <= 2 and all(map(person.strict, people))


def is_signed(words: list[str]) -> bool:
    """县融媒体中心 方舟 林帆: an organisation and names of its people, by their shape alone."""
    head, people = words[:1], words[1:]
    return (
        bool(people)
        and len(head[0]) >= SIGNER
        and organisation.is_organisation(head[0])
        and all(person.strict(name) or person.spelt(name) for name in people)
    )


def is_office(word: str) -> bool:
    """An office, alone or with a name glued to it: a sign-off (…人民代表大会主席团) or a first line."""
    parts = organisation.split_off(word)
    head = parts[0] if parts else word
    return len(head) > 4 and STRONG.search(simplified(head)) is not None
