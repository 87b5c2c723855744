"""How do we get to a host, may we, and who is it?

One request at a time on each connection. Every address is judged at connect, so that no DNS answer can slip by after a
check of the name. A certificate must verify against the system's authorities (SSL_CERT_FILE names others).
"""

import asyncio
import functools
import hashlib
import ipaddress
import socket
import ssl
import time
from typing import cast

import msgspec

from congress_crawler.archive.exchange import Tls

KEEP = 15.0  # seconds for which an idle connection is good for another request; old servers close theirs at about that
PATIENCE = 10.0  # seconds for one address of a host that has several
_BUFFER = 256 * 1024  # bytes waiting for the reader before the sender is made to wait


class NotPublic(OSError):
    """The host resolves to an address that is not public and that the URL does not name literally."""


class ContactUnset(OSError):
    """A host that is not this machine is about to be asked, and the operator has set no contact."""


class Origin(msgspec.Struct, frozen=True):
    """What a connection leads to."""

    host: str  #: as the URL names it, without brackets
    port: int
    tls: bool


class Connection(asyncio.Protocol):
    """One connection: the bytes in order, and how it ends. `ip`, `tls` and `milliseconds` are set once it is made."""

    def __init__(self) -> None:
        """Made by `connect`."""
        self.ip: str | None = None
        self.tls: Tls | None = None
        self.milliseconds = 0  #: that the name's lookup, the connection and TLS took
        self.fresh = True  #: whether it has carried no request yet
        self._transport: asyncio.Transport
        self._came: list[bytes] = []
        self._waiting: asyncio.Future[None] | None = None
        self._ended = False
        self._fault: OSError | None = None
        self._since = 0.0

    # --- asyncio's side ------------------------------------------------------------------------------------------

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Asyncio's word: it stands, TLS included."""
        self._transport = cast(asyncio.Transport, transport)
        peer, secure = transport.get_extra_info("peername"), transport.get_extra_info("ssl_object")
        self.ip = str(peer[0]).partition("%")[0] if peer else None
        self.tls = _told(secure) if secure is not None else None

    def data_received(self, data: bytes) -> None:
        """Asyncio's word: bytes came."""
        self._came.append(data)
        if len(self._came) > 1 and sum(map(len, self._came)) > _BUFFER:
            self._transport.pause_reading()
        self._wake()

    def eof_received(self) -> None:
        """Asyncio's word: the other side has said its last."""
        self._ended = True
        self._wake()

    def connection_lost(self, exc: Exception | None) -> None:
        """Asyncio's word: it is gone, with the error when it was one."""
        self._ended = True
        if exc is not None and self._fault is None:
            self._fault = exc if isinstance(exc, OSError) else ConnectionResetError(str(exc))
        self._wake()

    def _wake(self) -> None:
        if self._waiting is not None and not self._waiting.done():
            self._waiting.set_result(None)

    # --- ours ----------------------------------------------------------------------------------------------------

    def send(self, data: bytes) -> None:
        """Write a request."""
        self.fresh = False
        self._transport.write(data)

    async def read(self) -> bytes:
        """What came since the last call; b"" when the other side has ended in order. Raises OSError when it broke."""
        while not self._came:
            if self._fault is not None:
                raise self._fault
            if self._ended:
                return b""
            self._waiting = asyncio.get_running_loop().create_future()
            await self._waiting
        data = b"".join(self._came)
        self._came.clear()
        self._transport.resume_reading()
        return data

    def rest(self) -> None:
        """Mark it as idle from now on."""
        self._since = time.monotonic()

    @property
    def usable(self) -> bool:
        """Whether it may carry another request: open, silent, not idle for long."""
        quiet = not (self._came or self._ended or self._transport.is_closing())
        return quiet and time.monotonic() - self._since < KEEP

    def abort(self) -> None:
        """End it at once; whoever reads gets ConnectionAbortedError, for what came is not whole."""
        self._fault = self._fault or ConnectionAbortedError("we hung up")
        self._transport.abort()


class Pool:
    """The connections of one run: at most one idle one an origin."""

    def __init__(self, contact: str) -> None:
        """In: the operator's contact; without one only this machine is asked."""
        self._contact = contact
        self._idle: dict[Origin, Connection] = {}

    async def take(self, origin: Origin) -> Connection:
        """A connection to an origin, kept or new. Raises as `connect`."""
        kept = self._idle.pop(origin, None)
        if kept is not None and kept.usable:
            return kept
        if kept is not None:
            kept.abort()
        return await connect(origin, self._contact)

    def give_back(self, origin: Origin, connection: Connection) -> None:
        """A connection whose answer is whole and that may carry another request."""
        connection.rest()
        self._idle[origin] = connection

    async def close(self) -> None:
        """End all idle connections."""
        for connection in self._idle.values():
            connection.abort()
        self._idle.clear()
        await asyncio.sleep(0)  # in which asyncio closes the sockets


async def connect(origin: Origin, contact: str) -> Connection:
    """Connect to the first address of a host that answers.

    Raises socket.gaierror or UnicodeError for a name that does not resolve, NotPublic, ContactUnset, ssl.SSLError
    (ssl.SSLCertVerificationError: nothing has been sent), any other OSError for what refuses.
    """
    began, loop = time.monotonic(), asyncio.get_running_loop()
    found = await loop.getaddrinfo(origin.host, origin.port, type=socket.SOCK_STREAM)
    addresses = list(dict.fromkeys(str(one[4][0]) for one in found))
    refused: OSError | None = None
    for address in addresses:
        try:
            judge(address, origin.host, contact)
            async with asyncio.timeout(PATIENCE if len(addresses) > 1 else None):
                made = await _to(address, origin)
        except ssl.SSLError:
            raise  # the host is there: another of its addresses would not make it another
        except OSError as error:
            refused = refused or error
        else:
            made.milliseconds = round((time.monotonic() - began) * 1000)
            return made
    raise refused or OSError(f"{origin.host} has no address")


async def _to(address: str, origin: Origin) -> Connection:
    """Connect to a literal address, so that nothing is looked up again."""
    loop = asyncio.get_running_loop()
    context, name = (trusted(), origin.host) if origin.tls else (None, None)
    return (await loop.create_connection(Connection, address, origin.port, ssl=context, server_hostname=name))[1]


def judge(address: str, host: str, contact: str) -> None:
    """Whether an address may be connected to for a host, now. Raises NotPublic or ContactUnset."""
    if not may_connect(address, host):
        raise NotPublic(f"{host} resolves to {address}, which is not a public address")
    if not contact and not ipaddress.ip_address(address.partition("%")[0]).is_loopback:
        what = "no contact is set: give --contact or CONGRESS_CRAWLER_CONTACT, which the User-Agent tells the site"
        raise ContactUnset(what)


def may_connect(address: str, host: str) -> bool:
    """Whether an address may be connected to for a host.

    In: an IP address as text; the host as the URL writes it. Out: True for a public address, or where the host *is*
    that literal address (a practice site, an intranet named on purpose). IPv4 inside IPv6 is judged as IPv4.
    """
    ip = ipaddress.ip_address(address.partition("%")[0])
    mapped = getattr(ip, "ipv4_mapped", None) or ip
    return (mapped.is_global and not mapped.is_multicast) or str(ip) == host.strip("[]")


@functools.cache
def trusted() -> ssl.SSLContext:
    """How TLS is spoken: the system's certificate authorities, names checked, HTTP/1.1."""
    context = ssl.create_default_context()
    context.set_alpn_protocols(["http/1.1"])
    return context


def _told(secure: ssl.SSLObject) -> Tls:
    """What the other side has shown of itself."""
    cipher, leaf = secure.cipher(), secure.getpeercert(binary_form=True)
    return Tls(
        version=secure.version() or "",
        cipher=cipher[0] if cipher else "",
        certificate=f"sha256:{hashlib.sha256(leaf or b'').hexdigest()}",
    )
