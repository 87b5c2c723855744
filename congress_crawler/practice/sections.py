"""Which sections does the practice site have, and where do their links lead?"""

import msgspec

from congress_crawler.practice.plan import CHANNEL, Plan
from congress_crawler.practice.words import headline

DECOYS = 12  # articles in each section that is not to be crawled


class Section(msgspec.Struct, frozen=True):
    """A channel of the site. `parent` is the code of the section it stands under."""

    code: str
    name: str
    parent: str | None = None

    @property
    def path(self) -> str:
        """Its list page."""
        return f"/channels/{self.code}/"


#: In the order of the navigation bar; 工作剪影 is found under 市县人大 only, and 代表剪影 is a near-miss of its name.
SECTIONS = {
    section.code: section
    for section in (
        Section("ch00021", "人大要闻"),
        Section("ch00031", "立法工作"),
        Section("ch00041", "监督工作"),
        Section("ch00051", "代表工作"),
        Section("ch00511", "代表剪影", "ch00051"),
        Section("ch00071", "市县人大"),
        Section("ch00710", "基层动态", "ch00071"),
        Section(CHANNEL, "工作剪影", "ch00071"),
        Section("ch00712", "经验交流", "ch00071"),
        Section("ch00081", "理论研究"),
    )
}


def top() -> list[Section]:
    """The sections of the navigation bar."""
    return [section for section in SECTIONS.values() if section.parent is None]


def under(code: str) -> list[Section]:
    """The sections one step below. In: the code of a section. Out: in menu order; none for most."""
    return [section for section in SECTIONS.values() if section.parent == code]


def trail(code: str) -> list[Section]:
    """The breadcrumb of a section without the home page."""
    section = SECTIONS[code]
    return [section] if section.parent is None else [SECTIONS[section.parent], section]


def seed(number: int, channel: str) -> int:
    """What the texts of an article are made from: its number in 工作剪影, far-off numbers elsewhere."""
    return number if channel == CHANNEL else number + int(channel.removeprefix("ch")) * 1_000_003


def link(plan: Plan, number: int, channel: str) -> tuple[str, str]:
    """The address (a path) and the title of an article. In: its number and the code of its section."""
    return plan.path(number, channel), headline(seed(number, channel))[0]


def decoys(plan: Plan) -> list[str]:
    """The addresses of all articles outside 工作剪影: served, and never to be asked for."""
    return [plan.path(number, code) for code in SECTIONS if code != CHANNEL for number in range(DECOYS)]
