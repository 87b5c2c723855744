"""What does one practice article hold, apart from its layout?"""

from collections.abc import Sequence

import msgspec

from congress_crawler.practice.bylines import Byline, byline
from congress_crawler.practice.plan import CHANNEL, SECOND_HOME, Plan
from congress_crawler.practice.sections import seed
from congress_crawler.practice.words import county, headline, paragraphs

LAYOUTS = 4


class Sheet(msgspec.Struct, frozen=True, kw_only=True):
    """One article as its author wrote it."""

    seed: int
    channel: str
    layout: int  #: 0 table and span, 1 divs, 2 a table row a paragraph, 3 font tags
    title: str
    subtitle: str | None
    byline: Byline
    paragraphs: Sequence[str]  #: headings among them, in reading order; empty when the body is a file
    picture: tuple[str, str] | None = None  #: path, alt text
    attachment: tuple[str, str] | None = None  #: path, text of the link
    counter: str | None = None  #: what only ever changes cosmetically
    label: str | None = None  #: the charset of the meta tag


def sheet(plan: Plan, number: int, channel: str = CHANNEL) -> Sheet:
    """The article behind a number of a channel; the number may be that of its second address."""
    number %= SECOND_HOME
    start = seed(number, channel)
    ours = channel == CHANNEL
    part = plan.part(number) if ours else "plain"
    charset = plan.charset(number)
    rare = charset.codec == "gb18030"
    title, subtitle = headline(start)
    text = paragraphs(start, revision=plan.revision(number) if ours else 0, rare=rare)
    return Sheet(
        seed=start,
        channel=channel,
        layout=(start + start // 16) % LAYOUTS if part != "bom" else 1,
        title=title,
        subtitle=subtitle,
        byline=byline(start, plan.day(number), rare=rare),
        paragraphs=() if part == "file-only" else text,
        picture=_picture(start) if part == "plain" and start % 7 == 3 else None,
        attachment=_attachment(start) if part in {"enclosed", "file-only"} else None,
        counter=f"浏览次数:{1024 + 37 * plan.epoch}" if part == "cosmetic" else None,
        label=charset.meta,
    )


def _picture(start: int) -> tuple[str, str]:
    return f"/uploads/images/p{start}.gif", f"{county(start)}人大代表在现场"


def _attachment(start: int) -> tuple[str, str]:
    return f"/uploads/files/f{start}.doc", f"{county(start)}人大常委会工作情况统计表.doc"
