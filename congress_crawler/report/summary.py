"""How do all sites stand, at a glance and for a monitor?"""

from congress_crawler.report.findings import SiteReport

TROUBLE = 65  #: as `crawl` says it


def overview(reports: list[SiteReport], profiles: list[str] | None = None) -> list[str]:
    """One line a site, when there are several, and one of the profiles that have no folder here.

    In: the reports; ids of the profiles that there are, to tell which of them were not crawled. Out: lines.
    """
    lines = [f"{'ok ' if one.ok else 'BAD'} {one.site}: {one.says}" for one in reports] if len(reports) > 1 else []
    names = {one.site for one in reports}
    if missing := [name for name in profiles or [] if name not in names]:
        lines.append(f"not crawled here: {', '.join(missing)}")
    return lines


def exit_code(reports: list[SiteReport]) -> int:
    """What `report` exits with: 0 when the last run of every site ended with 0 and without alarm, else 65.

    So `congress-crawler report || send a message` is all the monitoring there has to be; a site that was asked for by
    name and not crawled, and a killed run, count as trouble. Warnings and named failures do not, as they do not for
    `crawl`: a site whose stated total is wrong, or which lists a link to WeChat, would never be well again, and an
    alarm that always rings is heard by nobody. They are in the text, with numbers.
    """
    return 0 if all(report.ok for report in reports) else TROUBLE
