"""What must a right crawl of the practice site find?"""

import msgspec

from congress_crawler.items import Reason
from congress_crawler.practice.entries import EXTRAS, Paging
from congress_crawler.practice.plan import CHANNEL, SECOND_HOME, Charset, Part, Plan
from congress_crawler.practice.sections import decoys, trail
from congress_crawler.practice.sheet import sheet

AWAY = "http://www.yunqi-practice.gov.cn/rd/moved.html"  # where the 302 leads: no such host
FAILING: dict[Part, Reason] = {"missing": "not-found", "soft-404": "soft-404", "away": "off-site"}


class ExpectedRow(msgspec.Struct, frozen=True, kw_only=True):
    """An article that must become a row."""

    path: str  #: as the list links to it, without scheme and host
    answered_by: str  #: the path that answers 200: another one for the article that moved
    number: int
    title: str
    subtitle: str | None
    organisations: tuple[str, ...]
    persons: tuple[str, ...]
    source: str | None
    editors: tuple[str, ...]
    published: str  #: YYYY-MM-DD or YYYY-MM-DDTHH:MM+08:00
    byline: str  #: as shown; three blanks stand between its parts, which layouts show in their own way
    charset: Charset
    attachments: tuple[str, ...]  #: paths
    images: tuple[str, ...]  #: paths
    has_text: bool  #: False for the article whose body is one link to a file
    has_validators: bool
    revision: int


class ExpectedFailure(msgspec.Struct, frozen=True):
    """A link of the list that must become a named failure."""

    link: str  #: a path on this host, or an address as written in the list
    reason: Reason


class Expectation(msgspec.Struct, frozen=True, kw_only=True):
    """The truth about one site at one epoch. `new`, `edited`, `cosmetic`, `gone`: paths, compared with epoch 0."""

    section: list[str]  #: breadcrumb without the home page
    list_paths: list[str]
    promised: int  #: the total that the list states: distinct links
    rows: list[ExpectedRow]  #: newest first
    failures: list[ExpectedFailure]
    decoys: frozenset[str]  #: article addresses that must never be asked for
    new: list[str]
    edited: list[str]
    cosmetic: list[str]
    gone: list[str]


def expectation(paging: Paging) -> Expectation:
    """Work out the truth from the plan of the site, not from its pages."""
    plan = paging.plan
    listed = paging.listed
    failing = [number for number in listed if plan.part(number) in FAILING]
    extra = [ExpectedFailure(entry.href, entry.reason) for entry in EXTRAS]
    return Expectation(
        section=[step.name for step in trail(CHANNEL)],
        list_paths=[_list_path(paging, page) for page in range(paging.files)],
        promised=paging.promised,
        rows=[_row(plan, number) for number in listed if plan.part(number) not in FAILING],
        failures=[ExpectedFailure(plan.path(number), FAILING[plan.part(number)]) for number in failing] + extra,
        decoys=frozenset(decoys(plan)),
        new=[plan.path(number) for number in listed if number >= plan.articles],
        edited=_changed(plan, "edited", "edited-quietly"),
        cosmetic=_changed(plan, "cosmetic"),
        gone=_changed(plan, "gone"),
    )


def _list_path(paging: Paging, page: int) -> str:
    """The first file of the list is known by its folder."""
    return f"/channels/{CHANNEL}/" + (paging.name(page) if page else "")


def _changed(plan: Plan, *parts: Part) -> list[str]:
    return [plan.path(number) for number, part in plan.parts.items() if part in parts and plan.epoch]


def _row(plan: Plan, number: int) -> ExpectedRow:
    content = sheet(plan, number)
    path = plan.path(number)
    return ExpectedRow(
        path=path,
        answered_by=plan.path(number + SECOND_HOME) if plan.part(number) == "moved" else path,
        number=number,
        title=content.title,
        subtitle=content.subtitle,
        organisations=content.byline.organisations,
        persons=content.byline.persons,
        source=content.byline.source,
        editors=content.byline.editors,
        published=content.byline.published,
        byline=content.byline.line,
        charset=plan.charset(number),
        attachments=() if content.attachment is None else (content.attachment[0],),
        images=() if content.picture is None else (content.picture[0],),
        has_text=bool(content.paragraphs),
        has_validators=plan.has_validators(number),
        revision=plan.revision(number),
    )
