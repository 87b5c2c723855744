"""The server that misbehaves: what it says on a path is the very bytes a test gives it."""

import contextlib
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

HOST = "127.0.0.1"
RESET = "reset"  # a step: end the connection with RST
CLOSE = "close"  # a step: end it with FIN

#: What to send for a path: bytes as they are, a number of seconds to wait, RESET or CLOSE.
Step = bytes | float | str
Script = list[Step] | Callable[[bytes], list[Step]]


def page(body: bytes, *headers: bytes, status: bytes = b"200 OK") -> list[Step]:
    """A well-formed answer. In: body, extra header lines, status with reason."""
    lines = [b"HTTP/1.1 " + status, b"Content-Length: %d" % len(body), *headers]
    if not any(header.lower().startswith(b"content-type") for header in headers):
        lines.append(b"Content-Type: text/html; charset=utf-8")
    return [b"\r\n".join(lines) + b"\r\n\r\n" + body]


def allow() -> list[Step]:
    """A robots.txt that allows everything."""
    return page(b"User-agent: *\nAllow: /\n", b"Content-Type: text/plain")


@dataclass
class Evil:
    """A running server. `paths` may be changed at any time; `heard` holds every request head as it came."""

    port: int
    paths: dict[str, Script]
    heard: list[bytes] = field(default_factory=list)
    times: list[float] = field(default_factory=list)
    tls: ssl.SSLContext | None = None

    @property
    def url(self) -> str:
        return f"{'https' if self.tls else 'http'}://{HOST}:{self.port}"

    def asked(self) -> list[str]:
        """The paths asked, in order."""
        return [head.split(b" ", 2)[1].decode("latin-1") for head in self.heard]


@contextlib.contextmanager
def evil(paths: dict[str, Script], tls: ssl.SSLContext | None = None) -> Iterator[Evil]:
    """Serve scripts on loopback while the context lasts. Unknown paths answer 404."""
    listener = socket.create_server((HOST, 0), backlog=64)
    server = Evil(listener.getsockname()[1], {"/robots.txt": allow(), **paths}, tls=tls)
    stop = threading.Event()
    thread = threading.Thread(target=_accept, args=(listener, server, stop), daemon=True)
    thread.start()
    try:
        yield server
    finally:
        stop.set()
        with contextlib.suppress(OSError):
            listener.shutdown(socket.SHUT_RDWR)
        listener.close()
        thread.join()


def _accept(listener: socket.socket, server: Evil, stop: threading.Event) -> None:
    while not stop.is_set():
        try:
            client, _ = listener.accept()
        except OSError:
            return
        threading.Thread(target=_greet, args=(client, server, stop), daemon=True).start()


def _greet(client: socket.socket, server: Evil, stop: threading.Event) -> None:
    """Agree on TLS, when the server speaks it; a client that does not trust us goes away."""
    if server.tls is not None:
        try:
            client = server.tls.wrap_socket(client, server_side=True)
        except OSError:
            client.close()
            return
    _talk(client, server, stop)


def _talk(client: socket.socket, server: Evil, stop: threading.Event) -> None:
    with client:
        buffer = b""
        while not stop.is_set():
            while b"\r\n\r\n" not in buffer:
                piece = _receive(client)
                if not piece:
                    return
                buffer += piece
            head, _, buffer = buffer.partition(b"\r\n\r\n")
            server.times.append(time.monotonic())
            server.heard.append(head + b"\r\n\r\n")
            path = head.split(b" ", 2)[1].decode("latin-1")
            script = server.paths.get(path, page(b"<p>no such page</p>", status=b"404 Not Found"))
            if not _play(client, script(head) if callable(script) else script, stop):
                return


def _receive(client: socket.socket) -> bytes:
    try:
        return client.recv(65536)
    except OSError:
        return b""


def _play(client: socket.socket, steps: list[Step], stop: threading.Event) -> bool:
    """Send the steps. Out: whether the connection may go on."""
    for step in steps:
        if isinstance(step, bytes):
            try:
                client.sendall(step)
            except OSError:
                return False
        elif isinstance(step, float):
            stop.wait(step)
        else:
            if step == RESET:
                client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\x01\0\0\0\0\0\0\0")
            return False
    return True
