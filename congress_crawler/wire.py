"""What did the server really say?

A Scrapy download handler: the request as it was written, the status line and header lines byte for byte, the entity
body with its content-coding. Every answer is archived here, before any other component sees it. What it cannot keep is
`transfer.NOT_KEPT`, which each WARC's warcinfo repeats.
"""

import socket
import ssl

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

from congress_crawler.archive.exchange import header_lines, status_of
from congress_crawler.connection import ContactUnset, NotPublic, Pool
from congress_crawler.run import SiteRun
from congress_crawler.transfer import Ask, Lost, TooLong, Transfer, Unconnected

MAX_BODY = 16 * 1024 * 1024  # bytes of a body before content-decoding (fault 3.4)
TOTAL_SECONDS = 60.0  # connect, headers and body together (fault 3.2)

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
    """The host's certificate does not verify, or TLS cannot be agreed on. No request was sent."""


class TooLarge(DownloadCancelledError):
    """The answer is over a limit; what came of it is archived with WARC-Truncated: length."""


#: What a connection that never came about means to Scrapy; the first that fits.
_UNCONNECTED: tuple[tuple[type[Exception], type[Exception]], ...] = (
    (socket.gaierror, CannotResolveHostError),
    (UnicodeError, CannotResolveHostError),
    (NotPublic, PrivateAddress),
    (ContactUnset, NoContact),
    (ssl.SSLError, BadCertificate),
    (OSError, DownloadConnectionRefusedError),
)


class WireHandler:
    """Scrapy's download handler for http and https."""

    lazy = True  # two of them would be made at once, and each is worth a connection

    def __init__(self, run: SiteRun) -> None:
        """In: the run whose archive keeps every answer."""
        self._run = run
        self._pool = Pool(run.options.contact)
        self._transfer: Transfer | None = None
        run.hang_up = self.hang_up

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> "WireHandler":
        """Scrapy's constructor."""
        return cls(SiteRun.of(crawler.spider))

    async def close(self) -> None:
        """Close the connections."""
        await self._pool.close()

    async def download_request(self, request: Request) -> Response:
        """Ask, archive the answer, and return it with its body still content-coded.

        Raises Scrapy's Download… exceptions, PrivateAddress, BadCertificate or TooLarge; whatever came before the
        failure is archived with WARC-Truncated. `request.meta["kept"]` is the archive's receipt.
        """
        request.meta.pop("kept", None)  # of an earlier hop or try
        request.meta.get("trace", {}).clear()
        transfer = self._transfer = Transfer(_ask(request))
        try:
            await transfer.run(self._pool, TOTAL_SECONDS)
        except TimeoutError as error:
            raise DownloadTimeoutError(f"{request.url}: no complete answer within {TOTAL_SECONDS:.0f} s") from error
        except Unconnected as error:
            raise _unconnected(request.url, error.why) from error
        except Lost as error:
            raise ResponseDataLossError(f"{request.url}: {error}") from error
        except TooLong as error:
            raise TooLarge(f"{request.url}: {error}") from error
        finally:
            self._transfer = None
            if (exchange := transfer.exchange()) is not None:
                request.meta["kept"] = self._run.keep(exchange, request.meta)
                request.meta.get("trace", {}).update(kept=request.meta["kept"])
        message = transfer.message
        return Response(
            request.url,
            status=status_of(message.head),
            headers=Headers(header_lines(message.head)),
            body=bytes(message.payload),
            flags=[transfer.truncated] if transfer.truncated else None,
            protocol="HTTP/1.1",
        )

    def hang_up(self) -> None:
        """End the transfer under way, for a stop that cannot wait; what came of it is archived as truncated."""
        if self._transfer is not None:
            self._transfer.abort()


def _ask(request: Request) -> Ask:
    names = request.headers.items()
    return Ask(
        url=request.url,
        method=request.method,
        headers=[(name, value) for name, values in names for value in values],
        body=request.body,
        limit=int(request.meta.get("max_body", MAX_BODY)),
        part_will_do=request.meta.get("role") == "robots",  # read up to its limit (RFC 9309, section 2.5)
    )


def _unconnected(url: str, why: OSError | UnicodeError) -> Exception:
    """Scrapy's exception for a connection that never came about."""
    meaning = next(meaning for kind, meaning in _UNCONNECTED if isinstance(why, kind))
    said = f"the name does not resolve: {why}" if meaning is CannotResolveHostError else str(why)
    return meaning(f"{url}: {said}")
