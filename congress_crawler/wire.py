"""What did the server really say?

A Scrapy download handler: the request as it was written, the status line and header lines byte for byte, the entity
body with its content-coding. Every answer is archived here, before any other component sees it. What it cannot keep is
`tee.NOT_KEPT`, which each WARC's warcinfo repeats.
"""

import time
from typing import Literal

import aiohttp
import yarl
from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadCancelledError,
    DownloadConnectionRefusedError,
    DownloadTimeoutError,
    IgnoreRequest,
    ResponseDataLossError,
)
from scrapy.http import Headers, Response

from congress_crawler.archive.exchange import Exchange
from congress_crawler.run import SiteRun, utc_now
from congress_crawler.tee import MAX_HEAD, NO_CONTACT, NOT_PUBLIC, Asked, asked, session

MAX_BODY = 16 * 1024 * 1024  # bytes of a body before content-decoding (fault 3.4)
TOTAL_SECONDS = 60.0  # connect, headers and body together (fault 3.2)

Truncated = Literal["length", "time", "disconnect"]

#: Everything that a request of this handler, or a middleware above it, may end in instead of an answer.
NO_ANSWER = (
    CannotResolveHostError,
    DownloadCancelledError,
    DownloadConnectionRefusedError,
    DownloadTimeoutError,
    IgnoreRequest,
    ResponseDataLossError,
    ValueError,  # a redirect to what cannot be an address
)


class PrivateAddress(IgnoreRequest):
    """The host resolves to an address that is not public and that the profile does not name literally."""


class NoContact(IgnoreRequest):
    """A public host is about to be asked, and the operator has set no contact."""


class BadCertificate(IgnoreRequest):
    """The host's certificate does not verify."""


class TooLarge(DownloadCancelledError):
    """The body is over the limit; what came of it is archived with WARC-Truncated: length."""


class WireHandler:
    """Scrapy's download handler for http and https."""

    lazy = True  # the session needs the running loop, which is there at the first request

    def __init__(self, run: SiteRun) -> None:
        """In: the run whose archive keeps every answer."""
        self._run = run
        self._session: aiohttp.ClientSession | None = None
        self._transfer: _Transfer | None = None
        run.hang_up = self.hang_up

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> "WireHandler":
        """Scrapy's constructor."""
        return cls(SiteRun.of(crawler.spider))

    async def close(self) -> None:
        """Close the connections."""
        if self._session is not None:
            await self._session.close()

    async def download_request(self, request: Request) -> Response:
        """Ask, archive the answer, and return it with its body still content-coded.

        Raises Scrapy's Download… exceptions, PrivateAddress, BadCertificate or TooLarge; whatever came before the
        failure is archived with WARC-Truncated. `request.meta["kept"]` is the archive's receipt.
        """
        transfer = self._transfer = _Transfer(request, self._run.options.contact)
        request.meta.pop("kept", None)  # of an earlier hop or try
        request.meta.get("trace", {}).clear()
        try:
            await transfer.run(self._open())
        finally:
            self._transfer = None
            if (exchange := transfer.exchange()) is not None:
                request.meta["kept"] = self._run.keep(exchange, request.meta)
                request.meta.get("trace", {}).update(kept=request.meta["kept"])
        if "kept" not in request.meta:
            raise TooLarge(f"{request.url}: the head of the answer is over {MAX_HEAD} bytes; nothing of it is kept")
        return Response(
            request.url,
            status=transfer.status,
            headers=Headers(transfer.headers),
            body=bytes(transfer.payload),
            flags=[transfer.truncated] if transfer.truncated else None,
            protocol="HTTP/1.1",
        )

    def hang_up(self) -> None:
        """End the transfer under way, for a stop that cannot wait; what came of it is archived as truncated."""
        if self._transfer is not None:
            self._transfer.abort()

    def _open(self) -> aiohttp.ClientSession:
        if self._session is None:
            self._session = session(TOTAL_SECONDS)
        return self._session


class _Transfer:
    """One request and what came of it, kept piece by piece so that a failure loses nothing."""

    def __init__(self, request: Request, contact: str) -> None:
        self._request = request
        self._url = yarl.URL(request.url, encoded=True)
        self._limit = int(request.meta.get("max_body", MAX_BODY))
        self._began = time.monotonic()
        self._at = utc_now()
        self._asked = Asked(self._url.host or "", contact=contact)
        self.status = 0
        self.headers: list[tuple[bytes, bytes]] = []
        self.payload = bytearray()
        self.truncated: Truncated | None = None

    def abort(self) -> None:
        """Close the connection under the answer; `run` then raises."""
        if self._asked.tee is not None and self._asked.tee.transport is not None:
            self._asked.tee.transport.abort()  # not the protocol's own abort, which leaves the reader waiting

    def exchange(self) -> Exchange | None:
        """What to archive; None when no complete head came."""
        tee = self._asked.tee
        if tee is None or not (head := tee.head()):
            return None
        return Exchange(
            url=self._request.url,
            at=self._at,
            request=tee.request,
            head=head,
            payload=bytes(self.payload),
            ip=self._asked.peer,
            truncated=self.truncated,
            milliseconds=round((time.monotonic() - self._began) * 1000),
        )

    async def run(self, session: aiohttp.ClientSession) -> None:
        """Ask and read; aiohttp's exceptions become Scrapy's."""
        url = self._request.url
        asked.set(self._asked)
        try:
            await self._ask(session)
        except TimeoutError as error:
            self.truncated = "time"
            raise DownloadTimeoutError(f"{url}: no complete answer within {TOTAL_SECONDS:.0f} s") from error
        except aiohttp.ClientConnectorError as error:
            raise _connect_error(url, error) from error
        except aiohttp.ClientError as error:
            self.truncated = "disconnect"
            raise ResponseDataLossError(f"{url}: the answer broke off: {type(error).__name__}: {error}") from error

    async def _ask(self, session: aiohttp.ClientSession) -> None:
        names = self._request.headers.items()
        headers = [(name.decode("latin-1"), value.decode("latin-1")) for name, values in names for value in values]
        method, body = self._request.method, self._request.body or None
        request = session.request(method, self._url, headers=headers, data=body, allow_redirects=False)
        async with request as answer:
            self.status, self.headers = answer.status, list(answer.raw_headers)
            if (answer.content_length or 0) > self._limit:
                self._cut(f"announces {answer.content_length} bytes")
            async for piece in answer.content.iter_any():
                self.payload += piece
                if len(self.payload) > self._limit:
                    del self.payload[self._limit :]
                    self._cut("goes on")
                    return

    def _cut(self, what: str) -> None:
        """Stop at the limit: an error for a page; a robots.txt is read up to its limit (RFC 9309, section 2.5)."""
        self.truncated = "length"
        if self._request.meta.get("role") != "robots":
            raise TooLarge(f"{self._request.url}: the answer {what}; the limit is {self._limit} bytes")


def _connect_error(url: str, error: aiohttp.ClientConnectorError) -> Exception:
    """Scrapy's exception for a connection that never came about."""
    said = str(error.os_error)
    if isinstance(error, aiohttp.ClientConnectorDNSError):
        return CannotResolveHostError(f"{url}: the name does not resolve: {said}")
    if isinstance(error, aiohttp.ClientConnectorCertificateError):
        return BadCertificate(f"{url}: {error.certificate_error}")
    if NO_CONTACT in said:
        return NoContact(f"{url}: {said}")
    return PrivateAddress(f"{url}: {said}") if NOT_PUBLIC in said else DownloadConnectionRefusedError(f"{url}: {said}")
