"""What went over this connection?

aiohttp's client with a tee above TLS: the request as it was written, the head of the answer as it came. Each address is
judged at connect, so that no DNS answer can slip by after a check of the name.
"""

import asyncio
import ipaddress
import re
import socket
from collections.abc import Iterable
from contextvars import ContextVar
from dataclasses import dataclass
from functools import partial
from typing import Any, cast

import aiohttp
from aiohttp.client_proto import ResponseHandler

END = re.compile(rb"\n\r?\n")  # of a head; bare line feeds are read too (RFC 9112, section 2.2)
MAX_HEAD = 64 * 1024  # bytes of status line and headers; the parser also refuses more than 128 lines (fault 3.3)
Buffer = bytes | bytearray | memoryview  # what a transport may be given
NOT_KEPT = (
    "chunked framing and trailers (the Transfer-Encoding line is kept as X-Crawl-Transfer-Encoding); "
    "interim 1xx answers; TLS records; TCP timing"
)
# aiohttp asks once more by itself, at once and unseen, when a kept connection was closed: manners forbid that. The flag
# is private; aiohttp's own test client sets it too, and a test of ours fails when it stops working.
ASK_AGAIN = "_retry_connection"
# How a refusal is told in an OSError, which aiohttp may fold with others into one text.
NOT_PUBLIC = "is not a public address"
NO_CONTACT = "no contact is set"


@dataclass
class Asked:
    """What one request knows of its connection. `tee` and `peer` are None until there is one."""

    host: str
    contact: str = ""
    tee: "Tee | None" = None
    peer: str | None = None


asked: ContextVar[Asked] = ContextVar("asked")  # one request lives in one task, so a context is enough


class _TeeTransport:
    """A transport that tells the tee what is written and leaves all else to the real one."""

    def __init__(self, inner: asyncio.Transport, tee: "Tee") -> None:
        self._inner = inner
        self._tee = tee

    def __getattr__(self, name: str) -> Any:
        return getattr(self._inner, name)

    def write(self, data: Buffer) -> None:
        self._tee.sent(bytes(data))
        self._inner.write(bytes(data))

    def writelines(self, pieces: Iterable[Buffer]) -> None:
        self.write(b"".join(pieces))


class Tee(ResponseHandler):
    """aiohttp's client protocol, remembering what went over the connection for the current request."""

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        """In: the loop that the connection lives in."""
        super().__init__(loop)
        self.request = b""
        self._head = b""
        self._answered = False

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Put the tee between aiohttp's writer and the transport."""
        super().connection_made(transport)
        tee = _TeeTransport(cast(asyncio.Transport, transport), self)
        self.transport = cast(asyncio.Transport, tee)

    def sent(self, data: bytes) -> None:
        """Note bytes of a request; the first bytes after an answer begin the next exchange."""
        if self._answered:
            self.request, self._head, self._answered = b"", b"", False
        self.request += data

    def data_received(self, data: bytes) -> None:
        """Note bytes of the answer's head (a little more than the head, never more than MAX_HEAD)."""
        if not self._answered or (not END.search(self._head) and len(self._head) < MAX_HEAD):
            self._head += data[:MAX_HEAD]
            self._answered = True
        super().data_received(data)

    def head(self) -> bytes:
        """Status line and header lines with the blank line, as received; b"" when they never were complete."""
        rest = self._head
        while rest.startswith(b"HTTP/1.1 1"):  # interim answers stand before the final one
            rest = rest.partition(b"\r\n\r\n")[2]
        end = END.search(rest)
        return rest[: end.end()] if end else b""


class Connector(aiohttp.TCPConnector):
    """aiohttp's connection pool, with our tee on each connection and our judgement of each address."""

    def __init__(self) -> None:
        """One connection at a time: the crawl asks one thing at a time."""
        super().__init__(limit=1, socket_factory=_judged_socket)
        self._factory = cast("partial[ResponseHandler]", partial(Tee, loop=self._loop))


def may_connect(address: str, host: str) -> bool:
    """Whether an address may be connected to for a host.

    In: an IP address as text; the host as the URL writes it. Out: True for a public address, or where the host *is*
    that literal address (a practice site, an intranet named on purpose). IPv4 inside IPv6 is judged as IPv4.
    """
    ip = ipaddress.ip_address(address.partition("%")[0])
    mapped = getattr(ip, "ipv4_mapped", None) or ip
    return (mapped.is_global and not mapped.is_multicast) or str(ip) == host.strip("[]")


def _judged_socket(info: tuple[Any, ...]) -> socket.socket:
    """The socket for one address, or OSError: judged at connect, so that no DNS answer can slip by later."""
    family, kind, protocol, _, peer = info
    now, address = asked.get(), str(peer[0])
    if not may_connect(address, now.host):
        raise OSError(f"{now.host} resolves to {address}, which {NOT_PUBLIC}")
    if not now.contact and not ipaddress.ip_address(address.partition("%")[0]).is_loopback:
        raise OSError(f"{NO_CONTACT}: give --contact or CONGRESS_CRAWLER_CONTACT, which the User-Agent tells the site")
    return socket.socket(family, kind, protocol)


class Answer(aiohttp.ClientResponse):
    """Tells `asked` which connection its answer comes over, before a byte of it is parsed."""

    async def start(self, connection: aiohttp.connector.Connection) -> aiohttp.ClientResponse:
        """Note the connection; after a failure it is gone from aiohttp's answer."""
        now = asked.get()
        now.tee = cast(Tee, connection.protocol)
        address = connection.transport.get_extra_info("peername") if connection.transport else None
        now.peer = str(address[0]) if address else None
        return await super().start(connection)


def session(total_seconds: float) -> aiohttp.ClientSession:
    """An HTTP/1.1 client session with the tee. In: seconds for connect, head and body together."""
    client = aiohttp.ClientSession(
        connector=Connector(),
        response_class=Answer,
        cookie_jar=aiohttp.DummyCookieJar(),
        auto_decompress=False,
        timeout=aiohttp.ClientTimeout(total=total_seconds),
        skip_auto_headers=("Accept", "Accept-Encoding", "Content-Type", "User-Agent"),
    )
    setattr(client, ASK_AGAIN, False)
    return client
