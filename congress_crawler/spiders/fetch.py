"""How is one thing asked for, and what came of it?

Every request of the spider goes through here, one after another, and through the middlewares and the wire below.
"""

from typing import Any
from urllib.parse import quote, urlencode, urlsplit

import msgspec
from scrapy.crawler import Crawler
from scrapy.http import Request, Response

from congress_crawler import extract
from congress_crawler.guard import Stopped, exit_code, header_pairs, reason_of
from congress_crawler.items import Reason, Unreadable
from congress_crawler.listing import Step
from congress_crawler.receipts import Receipt
from congress_crawler.run import SiteRun
from congress_crawler.wire import NO_ANSWER


class NotHad(Exception):
    """A page that could not be had. `code` is what a run is worth whose way to the list ends so."""

    def __init__(self, reason: Reason, detail: str, code: int, kept: Receipt | None = None) -> None:
        """In: why, a sentence for people, the exit code, the archive's receipt when there was an answer."""
        super().__init__(f"{reason}: {detail}")
        self.reason: Reason = reason
        self.detail = detail
        self.code = code
        self.kept = kept


class Got(msgspec.Struct, frozen=True, kw_only=True):
    """An answer, archived."""

    response: Response
    kept: Receipt

    @property
    def pairs(self) -> list[tuple[str, str]]:
        """Its header lines."""
        return header_pairs(self.response)


class Fetch:
    """Asks for pages of one run."""

    def __init__(self, crawler: Crawler, run: SiteRun) -> None:
        """In: the crawler whose engine downloads, the run that keeps the answers."""
        self._crawler = crawler
        self._run = run

    async def page(self, step: Step, *, role: str, via: str | None, list_url: str | None = None) -> tuple[Got, str]:
        """A page on the way, decoded. Raises NotHad; Stopped and ArchiveError when the run ends.

        In: what to ask; home or listing; the page that led there; the first page of its list, for a further one.
        """
        meta: dict[str, Any] = {"list_url": list_url}
        if (
            self._run.profile.render
            and role in {"home", "listing"}
            and not (step.form or step.json or step.headers or step.carried("api"))
        ):
            meta["render"] = True  # what its own script asks for is no page to show
        got = await self.ask(_request(step), role=role, via=via, **meta)
        try:
            text = extract.page_text(got.response.body, headers=got.pairs, status=got.response.status)
        except Unreadable as fault:
            raise NotHad(fault.reason, fault.detail, exit_code(fault), got.kept) from fault
        self._run.served()
        return got, text

    async def ask(self, request: Request, *, role: str, via: str | None, **meta: Any) -> Got:
        """Whatever the server answers. Raises NotHad when it answers nothing; Stopped and ArchiveError as they come."""
        trace: dict[str, Receipt] = {}
        request.meta.update(role=role, via=via, trace=trace, **meta)
        if via and (referer := _referer(via, request.url)):
            request.headers.setdefault("Referer", referer)
        try:
            response = await self._crawler.engine.download_async(request)
        except Stopped:
            raise
        except NO_ANSWER as error:
            raise NotHad(*reason_of(error), exit_code(error), request.meta.get("kept") or trace.get("kept")) from error
        answered = response.request.meta if response.request is not None else request.meta
        return Got(response=response, kept=answered["kept"])


def _request(step: Step) -> Request:
    headers = dict(step.headers)
    if step.form is not None:
        headers["Content-Type"] = "application/x-www-form-urlencoded; charset=UTF-8"
        return Request(step.url, method="POST", body=urlencode(step.form), headers=headers, dont_filter=True)
    if step.json is not None:
        headers["Content-Type"] = "application/json; charset=UTF-8"
        return Request(step.url, method="POST", body=step.json, headers=headers, dont_filter=True)
    return Request(step.url, headers=headers, dont_filter=True)


def _referer(via: str, url: str) -> str | None:
    """The Referer: the page that led here without its fragment; none from https to http (RFC 9110, section 10.1.3)."""
    if via.startswith("https://") and urlsplit(url).scheme == "http":
        return None
    return quote(via.partition("#")[0], safe="/%:@!$&'()*+,;=~-._?[]")
