"""What came of one request?

Asks, reads, and keeps every piece, so that a failure loses nothing. Knows no Scrapy: `wire` says it in Scrapy's words.
"""

import asyncio
import time
from urllib.parse import urlsplit

import msgspec

from congress_crawler.archive.exchange import Exchange, Truncated
from congress_crawler.connection import Connection, Origin, Pool
from congress_crawler.message import Broken, HeadTooLong, Message
from congress_crawler.run import utc_now

NOT_KEPT = (
    "chunk sizes and their extensions (the Transfer-Encoding line is kept as X-Crawl-Transfer-Encoding); "
    "of a head without an end what is over 16000 bytes; TLS records; a certificate that was refused; TCP timing"
)
_PORTS = {"http": 80, "https": 443}


class Ask(msgspec.Struct, frozen=True, kw_only=True):
    """One request to make."""

    url: str  #: absolute, ASCII
    method: str = "GET"
    headers: list[tuple[bytes, bytes]] = []  #: as to be sent, without Host and Content-Length
    body: bytes = b""
    limit: int  #: bytes of body that are read
    part_will_do: bool = False  #: whether a body over the limit is cut there and no error


class Unconnected(Exception):
    """No connection came about; nothing was sent. `why` is the error of the operating system, of TLS, or ours."""

    def __init__(self, why: OSError | UnicodeError) -> None:
        """In: the error."""
        super().__init__(str(why))
        self.why = why


class Lost(Exception):
    """The answer broke off, or is none. The message says where."""


class TooLong(Exception):
    """The answer is over a limit. The message says which."""


class Transfer:
    """One request and its answer. `message` holds what came, `truncated` why it is not whole."""

    def __init__(self, ask: Ask) -> None:
        """In: the request. Raises ValueError for an address or a header that cannot be asked with."""
        self.message = Message(ask.method)
        self.truncated: Truncated | None = None
        self._ask = ask
        self._origin, self._request = _origin(ask.url), request_bytes(ask)
        self._at, self._began = utc_now(), time.monotonic()
        self._connection: Connection | None = None
        self._connect: int | None = None
        self._sent = self._first = 0.0
        self._ended = 0.0

    async def run(self, pool: Pool, seconds: float) -> None:
        """Ask and read, within so many seconds for everything.

        Raises Unconnected; TimeoutError, Lost or TooLong when the answer is not whole: what came is in `exchange`.
        """
        try:
            async with asyncio.timeout(seconds):
                await self._run(pool)
        except TimeoutError:
            self.truncated = "time"
            raise
        except (HeadTooLong, TooLong) as error:
            self.truncated = "length"
            raise TooLong(str(error)) from error
        except Broken as error:
            self.truncated = "disconnect"
            raise Lost(str(error)) from error
        except OSError as error:
            self.truncated = "disconnect"
            raise Lost(f"the connection broke: {error}") from error
        except asyncio.CancelledError:
            self.truncated = "disconnect"
            raise
        finally:
            self._over(pool)

    def abort(self) -> None:
        """End the connection under the answer; `run` then raises Lost."""
        if self._connection is not None:
            self._connection.abort()

    def exchange(self) -> Exchange | None:
        """What to archive; None when not a byte of an answer came."""
        message, connection = self.message, self._connection
        if connection is None or not message.head:
            return None
        return Exchange(
            url=self._ask.url,
            at=self._at,
            request=self._request,
            head=message.head,
            payload=bytes(message.payload),
            ip=connection.ip,
            truncated=self.truncated,
            milliseconds=_milliseconds(self._began, self._ended),
            connect=self._connect,
            first_byte=_milliseconds(self._sent, self._first) if self._first else None,
            tls=connection.tls,
            interim=message.interim,
            trailer=message.trailer,
            excess=message.excess,
        )

    async def _run(self, pool: Pool) -> None:
        try:
            connection = await pool.take(self._origin)
        except TimeoutError:
            raise
        except (OSError, UnicodeError) as error:
            raise Unconnected(error) from error
        self._connection, self._connect = connection, connection.milliseconds if connection.fresh else None
        self._sent = time.monotonic()
        connection.send(self._request)
        while not self.message.whole and self.truncated is None:
            data = await connection.read()
            self._first = self._first or time.monotonic()
            if data:
                self.message.feed(data)
            else:
                self.message.end()
            self._measure()

    def _measure(self) -> None:
        """Stop at the limit, before the body when its announced length is over it."""
        message, limit = self.message, self._ask.limit
        over = len(message.payload) > limit
        del message.payload[limit:]
        if over and self._ask.part_will_do:
            self.truncated = "length"
        elif over:
            raise TooLong(f"the answer goes on; the limit is {limit} bytes")
        elif (message.length or 0) > limit and not self._ask.part_will_do:
            raise TooLong(f"the answer announces {message.length} bytes; the limit is {limit} bytes")

    def _over(self, pool: Pool) -> None:
        """Done with the connection: kept for the next request, or ended."""
        self._ended = time.monotonic()
        if self.truncated is not None or not self.message.whole:
            self.message.give_up()
        if self._connection is not None:
            if self.truncated is None and self.message.whole and self.message.reusable:
                pool.give_back(self._origin, self._connection)
            else:
                self._connection.abort()


def request_bytes(ask: Ask) -> bytes:
    r"""The request as it goes out (RFC 9112, section 3). Raises ValueError for what cannot be said in one.

    >>> request_bytes(Ask(url="http://a.cn:80/x?y=%B1#z", headers=[(b"Accept", b"*/*")], limit=1))
    b'GET /x?y=%B1 HTTP/1.1\r\nHost: a.cn\r\nAccept: */*\r\n\r\n'
    """
    parts = urlsplit(ask.url)
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    host = parts.netloc.rpartition("@")[2].removesuffix(f":{_PORTS[parts.scheme]}")
    lines = [(b"Host", host.encode("ascii")), *ask.headers]
    if ask.body or ask.method == "POST":
        lines.append((b"Content-Length", b"%d" % len(ask.body)))
    rows = [f"{ask.method} {target} HTTP/1.1".encode("ascii"), *(name + b": " + value for name, value in lines)]
    for row in rows:
        if b"\r" in row or b"\n" in row or b"\0" in row:
            raise ValueError(f"{ask.url}: a line of a request cannot be {row!r}")
    return b"\r\n".join([*rows, b"\r\n"]) + ask.body


def _origin(url: str) -> Origin:
    parts = urlsplit(url)
    if not parts.hostname or parts.scheme not in _PORTS:
        raise ValueError(f"{url} names no host")
    return Origin(parts.hostname, parts.port or _PORTS[parts.scheme], parts.scheme == "https")


def _milliseconds(since: float, until: float) -> int:
    return round((until - since) * 1000)
