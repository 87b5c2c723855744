"""How is a practice site put on a socket?

An asyncio protocol in a thread of its own: no request object, no logging, one write an answer. Loopback only.
"""

import asyncio
import contextlib
import re
import socket
import threading
import time
from collections.abc import Iterator, Mapping
from email.utils import formatdate
from typing import Generic, Protocol, TypeVar

import msgspec

from congress_crawler.practice.answer import Answer
from congress_crawler.practice.site import Site

HOST = "127.0.0.1"
HEAD_LIMIT = 64 * 1024  # bytes of a request head; a client that sends more is cut off
BODY_LIMIT = 1024 * 1024  # bytes of a request body, the same
CHUNK = 4096
TURNS = 5  # of the loop: accepting a client takes three


class Served(Protocol):
    """What can be put on a socket: a practice site of any kind."""

    def respond(self, method: str, target: str, headers: Mapping[str, str], body: bytes = b"", /) -> Answer:
        """The answer to one request."""


S = TypeVar("S", bound=Served)


class Request(msgspec.Struct, frozen=True):
    """One request as it came: `path` with its query, `time` by time.monotonic(), header names in lower case."""

    path: str
    time: float
    headers: dict[str, str]
    method: str = "GET"
    body: bytes = b""


class Running(Generic[S]):
    """A site being served. `site` may be exchanged while it runs (a later epoch at the same address)."""

    def __init__(self, site: S, port: int, *, record: bool) -> None:
        self.site = site
        self.record = record  #: whether `requests` is kept; off for benchmarks
        self.requests: list[Request] = []  #: in the order of arrival
        self.count = 0  #: how many requests came, recorded or not
        self.port = port

    @property
    def host(self) -> str:
        """127.0.0.1:port, as a profile names it."""
        return f"{HOST}:{self.port}"

    @property
    def url(self) -> str:
        """http://127.0.0.1:port/"""
        return f"http://{self.host}/"

    def answer(self, method: str, path: str, headers: dict[str, str], body: bytes = b"") -> Answer:
        """Note the request and ask the site."""
        self.count += 1
        if self.record:
            self.requests.append(Request(path, time.monotonic(), headers, method, body))
        return self.site.respond(method, path, headers, body)


Server = Running[Site]  # the site of the main job


@contextlib.contextmanager
def serve(site: S, port: int = 0, *, record: bool = True) -> Iterator[Running[S]]:
    """Serve a site on 127.0.0.1 while the context lasts.

    In: the site; a port, 0 for a free one. Out: the running server. Raises OSError when the port is taken.
    """
    listener = socket.create_server((HOST, port), backlog=128)
    server = Running(site, listener.getsockname()[1], record=record)
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, name="practice", daemon=True)
    thread.start()
    connections: set[asyncio.Transport] = set()
    accept = loop.create_server(lambda: Connection(server, connections), sock=listener)
    try:
        accepting = asyncio.run_coroutine_threadsafe(accept, loop).result()
        try:
            yield server
        finally:
            asyncio.run_coroutine_threadsafe(_hang_up(accepting, connections), loop).result()
    finally:
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()
        listener.close()


async def _hang_up(accepting: asyncio.Server, connections: set[asyncio.Transport]) -> None:
    """Stop accepting, then close every connection."""
    for listener in accepting.sockets:
        asyncio.get_running_loop().remove_reader(listener.fileno())
    for _ in range(TURNS):
        await asyncio.sleep(0)  # clients that are being accepted get their transports; a closed server denies them one
    accepting.close()
    for transport in list(connections):
        transport.abort()
    await asyncio.sleep(0)  # the transports close their sockets in the loop's next turn


class Connection(asyncio.Protocol):
    """One keep-alive connection. asyncio itself sets TCP_NODELAY on every TCP transport."""

    def __init__(self, server: Running[S], connections: set[asyncio.Transport]) -> None:
        self._server = server
        self._open = connections
        self._buffer = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """A client came: keep its transport. Called by asyncio."""
        if isinstance(transport, asyncio.Transport):
            self._transport = transport
            self._open.add(transport)

    def connection_lost(self, _exc: Exception | None) -> None:
        """The client or the server hung up. Called by asyncio."""
        self._open.discard(self._transport)

    def data_received(self, data: bytes) -> None:
        """Answer every whole request in the buffer, pipelined ones too. In: raw bytes. Called by asyncio."""
        self._buffer += data
        while b"\r\n\r\n" in self._buffer and not self._transport.is_closing():
            head, _, rest = self._buffer.partition(b"\r\n\r\n")
            length = 0 if head.startswith(b"GET ") else body_length(head)
            if length > len(rest):
                break
            self._buffer = rest[length:]
            self._answer(head.decode("latin-1"), rest[:length])
        if len(self._buffer) > (BODY_LIMIT if b"\r\n\r\n" in self._buffer else HEAD_LIMIT):
            self._transport.close()

    def _answer(self, head: str, body: bytes) -> None:
        first, *lines = head.split("\r\n")
        words = first.split(" ")
        if len(words) != 3:
            self._transport.close()
            return
        method, path, version = words
        headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
        answer = self._server.answer(method, path, headers, body)
        # The answer to a HEAD would have to be without a body: it is refused, as is all but GET and POST.
        last = version != "HTTP/1.1" or answer.status == 405 or headers.get("connection", "").lower() == "close"
        self._transport.write(wire(answer, chunks=version == "HTTP/1.1", last=last))
        if last:
            self._transport.close()


def body_length(head: bytes) -> int:
    r"""How many bytes of body follow a request head (RFC 9112, section 6.2). In: the head, without its last line break.

    >>> body_length(b"POST / HTTP/1.1\r\ncontent-length: 12"), body_length(b"POST / HTTP/1.1")
    (12, 0)
    """
    found = re.search(rb"\r\ncontent-length:[ \t]{0,9}(\d{1,9})(?:[ \t]{0,9})(?:\r\n|$)", head, re.IGNORECASE)
    return int(found.group(1)) if found else 0


def wire(answer: Answer, *, chunks: bool = True, last: bool = False) -> bytes:
    """The answer as bytes (RFC 9112). `chunks`: whether the client knows them; `last`: the connection ends after it."""
    headers = answer.headers
    chunked = ("Transfer-Encoding", "chunked") in headers
    if chunked and not chunks:
        headers = [pair for pair in headers if pair[0] != "Transfer-Encoding"]
    lines = [f"HTTP/1.1 {answer.status} {answer.reason}", f"Date: {formatdate(usegmt=True)}"]
    lines += [f"{name}: {value}" for name, value in headers]
    if last:
        lines.append("Connection: close")
    if chunked and chunks:
        return "\r\n".join([*lines, "\r\n"]).encode("latin-1") + _chunks(answer.body)
    if answer.status != 304:
        lines.append(f"Content-Length: {len(answer.body)}")
    return "\r\n".join([*lines, "\r\n"]).encode("latin-1") + answer.body


def _chunks(body: bytes) -> bytes:
    pieces = [body[start : start + CHUNK] for start in range(0, len(body), CHUNK)]
    return b"".join(b"%x\r\n%b\r\n" % (len(piece), piece) for piece in pieces) + b"0\r\n\r\n"
