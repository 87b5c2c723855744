"""Which files and pictures of the kept articles are asked for in this run, and what became of each?

Once, behind the articles: what is to be asked follows from the archive alone (`archive.carried`), so a run that was
killed or stopped is completed by the next one with the same question. No file is asked for twice that is kept, and one
that an answer in the archive already holds is not asked for at all.
"""

from collections import Counter
from datetime import datetime
from urllib.parse import urlsplit

import msgspec
from scrapy.http import Request

from congress_crawler.archive.members import Unreadable as NoRecord
from congress_crawler.archive.state import Carried
from congress_crawler.file_lines import Answer, failed, of_record, told
from congress_crawler.guard import Stopped
from congress_crawler.items import File, Reason
from congress_crawler.profile import why_outside
from congress_crawler.returning import due
from congress_crawler.run import PATIENCE, UNREAD, USAGE, SiteRun, utc_now
from congress_crawler.spiders.fetch import Fetch, NotHad

MIB = 1024 * 1024
#: Of the profile's making: the same profile gets the same again, so they are asked anew only when it has changed.
SETTLED: frozenset[Reason] = frozenset(("off-site", "bad-url", "too-large"))
#: Of the host's making: three in a row, and the rest of its files is left for the next run.
AWAY: frozenset[Reason] = frozenset(
    ("dns", "refused", "tls", "timeout", "disconnect", "private-address", "challenge", "rate-limited")
)
# The file as it lies on the server: its digest is then that of the file that a reader downloads.
HEADERS = {"Accept": "*/*", "Accept-Encoding": "identity"}


class Files:
    """Asks for the files of one run. Everything raises Stopped or ArchiveError when the run ends."""

    def __init__(self, run: SiteRun, fetch: Fetch) -> None:
        """In: the run, and its way to ask."""
        self._run, self._fetch = run, fetch
        self._away: Counter[str] = Counter()  # by host: failures in a row that are the host's
        self._profiles: dict[str, str] = {}

    async def all(self) -> None:
        """Ask for what is to be asked, one after another, and count it in the run's line."""
        run = self._run
        if not run.profile.files:
            return
        history, only = run.archive.history, run.line.run if run.options.limit is not None else None
        self._profiles = {line.run: line.profile for line in history.runs()}
        wanted = history.carried(only)
        self._counts = {"asked": 0, "kept": 0, "known": history.files_kept(only), "failed": 0, "left": len(wanted)}
        for one in wanted:
            if run.halted is not None:
                raise Stopped("the run ends")
            self._count(await self._settle(one))
        self._count(None)

    def _count(self, what: str | None) -> None:
        if what is not None:
            self._counts[what] += 1
            self._counts["left"] -= 1
        self._run.line.files = {name: number for name, number in self._counts.items() if number}

    async def _settle(self, one: Carried) -> str | None:
        """Write the line of one file, if there is anything to say. Out: kept, known or failed; None for left over."""
        said = self._run.archive.history.file_lines(one.url)
        if said and not self._is_due(said):
            return self._as_said(one, said[-1])
        new = self._refused(one) or (None if said else self._in_archive(one)) or await self._ask(one)
        if new is None:
            return None
        self._run.add(new)
        return "kept" if new.reason is None else "failed"

    def _is_due(self, said: list[File]) -> bool:
        """Whether a file of which there are lines is asked again: it failed, and on the schedule of articles."""
        last, run = said[-1], self._run
        if last.reason is None or last.run == run.line.run:
            return False
        if run.options.full:
            return True
        if last.reason in SETTLED:
            return self._profiles.get(last.run) != run.line.profile
        return due(sorted({datetime.fromisoformat(line.at) for line in said}), [], run.now)

    def _as_said(self, one: Carried, last: File) -> str:
        """What is known of the file already, from this run or from another article: a line of its own for this one."""
        if one.line is None or (one.line.at, one.line.reason) != (last.at, last.reason):
            self._run.add(msgspec.structs.replace(last, id=one.id, kind=one.kind, run=self._run.line.run))
        if last.reason is not None:
            return "failed"
        return "kept" if last.run == self._run.line.run else "known"

    def _refused(self, one: Carried) -> File | None:
        """The line of a file that must not be asked for; None when it may."""
        try:
            address = _address(one.url)
        except ValueError as error:
            return failed(one, self._run.line.run, utc_now(), "bad-url", f"{one.url[:200]} is no web address: {error}")
        if (why := why_outside(self._run.profile, address)) is not None:
            return failed(one, self._run.line.run, utc_now(), "off-site", f"{one.url} {why}")
        return None

    def _in_archive(self, one: Carried) -> File | None:
        """The line of a file that lies in the archive already, without a line because a run was killed; else None."""
        checks = self._run.archive.history.checks(_address(one.url))
        if not checks or checks[-1].status != 200:
            return None
        try:
            record = self._run.archive.read(checks[-1].ref)
        except NoRecord:
            return None  # `verify` names what is wrong there; here the file is simply asked for
        return told(one, self._run.line.run, of_record(record, checks[-1].ref))

    async def _ask(self, one: Carried) -> File | None:
        """Ask for one file. Out: its line; None when its host is away, or nothing may be asked there in this run."""
        host = urlsplit(one.url).netloc
        if self._away[host] >= PATIENCE:
            return None
        limit, run = self._run.profile.file_limit, self._run.line.run
        request = Request(_address(one.url), headers=HEADERS, dont_filter=True)
        try:
            got = await self._fetch.ask(request, role="file", via=one.page, max_body=limit * MIB)
        except NotHad as error:
            return self._not_had(one, host, error)
        self._counts["asked"] += 1
        response, kept = got.response, got.kept
        answer = Answer(status=response.status, headers=got.pairs, body=response.body, at=kept.at, ref=kept.ref)
        line = told(one, run, answer)
        self._heard(host, line.reason)
        return line

    def _not_had(self, one: Carried, host: str, error: NotHad) -> File | None:
        """The line of a file that did not come whole; None when its host may not be asked today, whatever for."""
        if error.code == USAGE or (error.reason == "robots" and error.code != UNREAD):
            self._away[host] = PATIENCE
            return None
        self._counts["asked"] += error.reason != "robots"
        self._heard(host, error.reason)
        answer = None
        if error.kept is not None:
            answer = of_record(self._run.archive.read(error.kept.ref), error.kept.ref)
        return failed(one, self._run.line.run, utc_now(), error.reason, error.detail, answer)

    def _heard(self, host: str, reason: Reason | None) -> None:
        """Count what is the host's doing; any other answer ends the row."""
        if reason in AWAY:
            self._away[host] += 1
        else:
            self._away[host] = 0
            self._run.served()


def _address(url: str) -> str:
    """The address as it is asked for: without its fragment, encoded as requests are. Raises ValueError."""
    return Request(url.partition("#")[0]).url
