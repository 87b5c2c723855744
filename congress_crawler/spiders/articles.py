"""What does an article's address answer, and what is that for the run?"""

from datetime import datetime

from scrapy.http import Request

from congress_crawler import extract
from congress_crawler.archive import ArticleState
from congress_crawler.items import Event, Failure, Reason, Unreadable
from congress_crawler.listing import Row
from congress_crawler.normalise import article_id, begin, canonical
from congress_crawler.pipelines import Snapshot
from congress_crawler.receipts import Missing, Receipt
from congress_crawler.run import SiteRun, utc_now
from congress_crawler.spiders.asking import conditions, is_due, last_row, refusal
from congress_crawler.spiders.fetch import Fetch, Got, NotHad
from congress_crawler.versions import as_listed, listed


class Articles:
    """Asks for the articles of one run. Everything raises Stopped or ArchiveError when the run ends."""

    def __init__(self, run: SiteRun, fetch: Fetch) -> None:
        """In: the run, and its way to ask."""
        self._run = run
        self._fetch = fetch
        self._asked = 0

    @property
    def spent(self) -> bool:
        """Whether --limit allows no further article."""
        limit = self._run.options.limit
        return limit is not None and self._asked >= limit

    async def listed(self, row: Row, link: str) -> Snapshot | None:
        """A link of the listing: what there is to read, or None when it is settled already."""
        run = self._run
        if (why := refusal(run.profile, row.url)) is not None:
            self._fail(link, row, *why)
            return None
        state = run.behind(row.url)
        if not is_due(run, state, row):
            self._leave(state, row, link)
            return None
        if self.spent:
            run.accounts.pass_over(link)
            return None
        return await self._ask(row, link)

    async def known(self, state: ArticleState) -> Snapshot | None:
        """A known article that no page of this walk shows: asked again, read as the listing told of it last."""
        return await self._ask(last_row(state), canonical(state.url))

    def _leave(self, state: ArticleState | None, row: Row, link: str) -> None:
        """Not its day: known as it was, or failed as it did."""
        if state is not None:
            self._run.accounts.settle("skipped", link)
        elif (failure := self._run.last_failure(row.url)) is not None:
            self._run.accounts.fail(failure.reason, link)

    async def _ask(self, row: Row, link: str) -> Snapshot | None:
        self._asked += 1
        request = Request(row.url, headers=conditions(self._run, row.url), dont_filter=True)
        try:
            meta = {"list_url": row.list_url, **({"render": True} if self._run.profile.render else {})}
            got = await self._fetch.ask(request, role="article", via=row.list_url or None, **meta)
        except NotHad as error:
            self._fail(link, row, error.reason, error.detail, error.kept)
            return None
        try:
            return self._answered(got, row, link)
        except Unreadable as fault:
            self._fail(link, row, fault.reason, fault.detail, got.kept)
            if fault.reason == "challenge":
                self._run.refused(f"{got.response.url}: {fault.detail}")
            elif fault.reason != "rate-limited":
                self._run.served()
            return None

    def _answered(self, got: Got, row: Row, link: str) -> Snapshot | None:
        """What is to be read of an answer; None when it is what it was. Raises Unreadable."""
        run, response, kept = self._run, got.response, got.kept
        if run.is_way(response.url):
            raise Unreadable("not-found", f"the link leads to {response.url}, a page on the way and no article")
        before = run.article(response.url)
        self._led_away(row, response.url, kept)
        if before is not None:
            run.accounts.answered(before.id)
            if kept.payload_digest in {kept.before, before.payload_digest} and not run.archive.history.gone(before.id):
                run.served()
                self._unchanged(before, row, link, kept)
                return None
        raw = extract.locate(
            response.body,
            headers=got.pairs,
            url=response.url,
            profile=run.profile,
            row=row,
            status=response.status,
        )
        run.served()
        draft = begin(raw, payload=kept.payload_digest, profile=run.profile, captured=datetime.fromisoformat(kept.at))
        return Snapshot(draft=draft, link=link, kept=kept, status=response.status, row=row)

    def _unchanged(self, before: ArticleState, row: Row, link: str, kept: Receipt) -> None:
        """Settle an article whose page is what it was; what the listing says of it may be new all the same."""
        if as_listed(before.listed, row):
            self._run.accounts.settle("unchanged", link)
            return
        event = Event(
            event="cosmetic",
            url=before.url,
            id=before.id,
            version=before.version,
            at=kept.at,
            run=self._run.line.run,
            evidence=kept.ref,
            because="the listing says something else of it; its page is what it was",
            listed=listed(row, before.url),
        )
        self._run.add(event)
        self._run.accounts.settle("cosmetic", link)

    def _led_away(self, row: Row, url: str, kept: Receipt) -> None:
        """Note a known article whose address now leads to another one."""
        state = self._run.article(row.url)
        if state is not None and article_id(self._run.profile.site, canonical(url)) != state.id:
            self._run.accounts.answered(state.id)
            self._run.missing[state.id] = Missing(state=state, reason="redirect", answer=kept.ref, to=url)

    def _fail(self, link: str, row: Row, reason: Reason, detail: str, kept: Receipt | None = None) -> None:
        """Name what a link came to. The address is the listed one, wherever it led."""
        failure = Failure(
            url=row.url,
            at=utc_now(),
            reason=reason,
            detail=detail,
            run=self._run.line.run,
            warc=kept.ref if kept else None,
            list_url=row.list_url or None,
        )
        self._run.fail(link, failure)
