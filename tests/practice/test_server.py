"""Does the practice server speak HTTP as clients know it?"""

import contextlib
import http.client
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator

import pytest

from congress_crawler.practice.kinds import make
from congress_crawler.practice.server import Server, serve
from congress_crawler.practice.site import Site

PATHS = [row.answered_by for row in Site().expected().rows[:60]]


@pytest.fixture
def server() -> Iterator[Server]:
    with serve(Site()) as running:
        yield running


@contextlib.contextmanager
def connected(server: Server) -> Iterator[http.client.HTTPConnection]:
    with contextlib.closing(http.client.HTTPConnection("127.0.0.1", server.port, timeout=10)) as connection:
        yield connection


def exchange(port: int, data: bytes) -> bytes:
    """Send bytes, say that there are no more, read until the server hangs up."""
    with socket.create_connection(("127.0.0.1", port), timeout=10) as link:
        link.sendall(data)
        received = b""
        while piece := link.recv(65536):
            received += piece
        return received


def test_articles_come_whole_over_one_connection_chunked_or_not(server: Server) -> None:
    with connected(server) as client:
        for path in PATHS:
            client.request("GET", path, headers={"Host": "practice"})
            answer = client.getresponse()
            assert (answer.status, answer.read()) == (200, server.site.respond("GET", path, {}).body)
            sizes = (answer.getheader("Content-Length"), answer.getheader("Transfer-Encoding"))
            assert sizes.count(None) == 1
        assert client.sock is not None


def test_a_304_has_no_body_and_the_connection_goes_on(server: Server) -> None:
    path = next(row.path for row in server.site.expected().rows if row.has_validators)
    with connected(server) as client:
        client.request("GET", path)
        first = client.getresponse()
        first.read()
        client.request("GET", path, headers={"If-None-Match": str(first.getheader("ETag"))})
        again = client.getresponse()
        assert (again.status, again.read()) == (304, b"")
        client.request("GET", "/robots.txt")
        assert client.getresponse().read().startswith(b"User-agent")


def test_header_case_and_repeats_reach_the_wire(server: Server) -> None:
    rows = server.site.expected().rows
    odd = next(row.answered_by for row in rows if row.number % 7 == 0)
    repeated = next(row.answered_by for row in rows if row.number % 7 == 1)
    ask = "GET {} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"
    assert b"\r\ncontent-TYPE: text/html" in exchange(server.port, ask.format(odd).encode())
    assert exchange(server.port, ask.format(repeated).encode()).count(b"\r\nSet-Cookie: ") == 2


def test_requests_are_recorded_in_order_with_time_and_headers(server: Server) -> None:
    begun = time.monotonic()
    with connected(server) as client:
        for path in ("/robots.txt", "/", "/search?q=x"):
            client.request("GET", path, headers={"User-Agent": "practice-test"})
            client.getresponse().read()
    assert [request.path for request in server.requests] == ["/robots.txt", "/", "/search?q=x"]
    times = [request.time for request in server.requests]
    assert begun <= times[0] <= times[1] <= times[2] <= time.monotonic()
    assert server.requests[0].headers["user-agent"] == "practice-test"


def test_recording_can_be_switched_off() -> None:
    with serve(Site(), record=False) as server, connected(server) as client:
        client.request("GET", "/")
        assert client.getresponse().status == 200
        assert server.requests == []


def test_the_site_can_move_to_a_later_epoch_at_the_same_address(server: Server) -> None:
    gone = Site(epoch=1).expected().gone[0]
    with connected(server) as client:
        for epoch, status in ((0, 200), (1, 404)):
            server.site = Site(epoch=epoch)
            client.request("GET", gone)
            answer = client.getresponse()
            answer.read()
            assert answer.status == status


def test_requests_in_pieces_and_requests_in_a_bunch_are_all_answered(server: Server) -> None:
    one = b"GET /robots.txt HTTP/1.1\r\nHost: x\r\n\r\n"
    last = b"GET /robots.txt HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"
    assert exchange(server.port, one * 5 + last).count(b"HTTP/1.1 200 OK") == 6
    with socket.create_connection(("127.0.0.1", server.port), timeout=10) as link:
        for byte in last:
            link.sendall(bytes([byte]))
        assert link.recv(65536).startswith(b"HTTP/1.1 200 OK")


def test_an_old_client_gets_a_length_instead_of_chunks(server: Server) -> None:
    chunked = next(
        path for path in PATHS if ("Transfer-Encoding", "chunked") in Site().respond("GET", path, {}).headers
    )
    head, _, body = exchange(server.port, f"GET {chunked} HTTP/1.0\r\n\r\n".encode()).partition(b"\r\n\r\n")
    assert b"Transfer-Encoding" not in head
    assert f"Content-Length: {len(body)}".encode() in head


def test_other_methods_are_refused_and_nonsense_is_hung_up_on(server: Server) -> None:
    assert exchange(server.port, b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n\r\nabc").startswith(
        b"HTTP/1.1 405 "
    )
    assert exchange(server.port, b"nonsense\r\n\r\n") == b""
    assert server.requests[-1].path == "/"


def test_no_answer_waits_for_nagle(server: Server) -> None:
    with connected(server) as client:
        begun = time.monotonic()
        for path in PATHS[:50]:
            client.request("GET", path)
            client.getresponse().read()
        assert time.monotonic() - begun < 50 * 0.02, "a delayed acknowledgement costs 0.04 s a request"


def test_stopping_while_clients_are_connecting_leaves_no_socket_open() -> None:
    def knock(port: int) -> None:
        with contextlib.suppress(OSError):  # the server may be gone already: that is the point
            exchange(port, b"GET /robots.txt HTTP/1.1\r\nHost: x\r\n\r\n")

    site = Site()
    for _ in range(15):
        with serve(site) as server:
            clients = [threading.Thread(target=knock, args=(server.port,)) for _ in range(4)]
            for client in clients:
                client.start()
        for client in clients:
            client.join(10)
            assert not client.is_alive()


def test_a_port_in_use_is_said_at_once(server: Server) -> None:
    with pytest.raises(OSError, match="in use"), serve(Site(), server.port):
        pass


def test_the_verb_serves_until_ctrl_c_and_says_where() -> None:
    command = [sys.executable, "-m", "congress_crawler", "practice", "--port", "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        url = process.stdout.readline().strip()
        port = int(url.removeprefix("http://127.0.0.1:").removesuffix("/"))
        with contextlib.closing(http.client.HTTPConnection("127.0.0.1", port, timeout=10)) as client:
            client.request("GET", "/robots.txt")
            assert client.getresponse().status == 200
        process.send_signal(signal.SIGINT)
        assert process.wait(10) == 0


def test_bodies_of_posts_reach_the_site_over_one_connection() -> None:
    site = make("aspnet")
    way = site.expected().lists[0]
    with serve(site) as server, contextlib.closing(http.client.HTTPConnection("127.0.0.1", server.port)) as client:
        for length in (0, 3, 70_000):
            client.request("POST", way, body=b"a" * length)
            answer = client.getresponse()
            answer.read()
            assert answer.status == 500, "no state was given back"
        client.request("GET", way)
        assert client.getresponse().read() == site.respond("GET", way, {}).body
        assert [request.method for request in server.requests] == ["POST", "POST", "POST", "GET"]
        assert [len(request.body) for request in server.requests] == [0, 3, 70_000, 0]
        assert server.count == 4


def test_a_body_that_comes_in_pieces_is_waited_for_and_a_huge_one_is_hung_up_on() -> None:
    with serve(make("aspnet")) as server:
        with socket.create_connection(("127.0.0.1", server.port), timeout=10) as link:
            for piece in (b"POST /List.aspx?cid=1036 HTTP/1.1\r\ncontent-length: 6\r\n\r\nab", b"cd", b"ef"):
                link.sendall(piece)
                time.sleep(0.02)
            assert link.recv(65536).startswith(b"HTTP/1.1 500 ")
        assert server.requests[-1].body == b"abcdef"
        with contextlib.suppress(ConnectionError):  # hung up on while it is still sending
            exchange(server.port, b"POST / HTTP/1.1\r\nContent-Length: 9000000\r\n\r\n" + b"a" * 2_000_000)
        assert server.count == 1


def test_requests_are_counted_even_when_they_are_not_kept() -> None:
    with serve(Site(), record=False) as server, connected(server) as client:
        for _ in range(3):
            client.request("GET", "/robots.txt")
            client.getresponse().read()
        assert (server.count, server.requests) == (3, [])
