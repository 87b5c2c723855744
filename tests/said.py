"""What may a server say? Answers byte for byte, each with what a record must hold of it."""

import gzip
import zlib
from dataclasses import dataclass

from congress_crawler.message import MAX_PIECE
from tests.faults.pages import article
from tests.faults.server import CLOSE, RESET, Step

OK = b"HTTP/1.1 200 OK\r\n"
HTML = b"Content-Type: text/html; charset=utf-8\r\n"
NAME = "北京人大".encode("gb18030")


@dataclass
class Said:
    """One answer. `steps` go out as they are; the rest is what must be kept of them."""

    name: str
    steps: list[Step]
    head: bytes
    payload: bytes
    reason: str = ""  #: of the failure; "" for one that becomes a row
    truncated: str | None = None
    interim: bytes = b""
    trailer: bytes = b""
    excess: bytes = b""


def answers() -> list[Said]:
    """The table. Every page is another one, so that none is stored as a revisit."""
    return [*_heads(), *_frames(), *_codings(), *_broken()]


def _said(name: str, head: bytes, body: bytes, *, close: bool = False, reason: str = "") -> Said:
    return Said(name, [head + body, *([CLOSE] if close else [])], head, body, reason)


def _sized(body: bytes, *lines: bytes, first: bytes = OK) -> bytes:
    """A head with these lines, and the length of the body as its last."""
    return first + HTML + b"".join(line + b"\r\n" for line in lines) + b"Content-Length: %d\r\n\r\n" % len(body)


def _heads() -> list[Said]:
    """Odd heads over a body of known length."""
    odd: list[tuple[str, list[bytes], bytes]] = [
        ("plain", [], OK),
        ("cookies", [b"sErVeR: odd/1.0", b"Set-Cookie: a=1", b"set-cookie:b=2", b"Set-Cookie: a=1"], OK),
        ("gbk-value", [b"Content-Disposition: inline; filename=" + NAME + b".htm"], OK),
        ("gbk-name", [NAME + b": x"], OK),
        ("gbk-reason", [], b"HTTP/1.1 200 " + NAME + b"\r\n"),
        ("no-reason", [], b"HTTP/1.1 200\r\n"),
        ("empty-reason", [], b"HTTP/1.1 200 \r\n"),
        ("long-reason", [], b"HTTP/1.1  200   all\tis well \r\n"),
        ("http-1.2", [], b"HTTP/1.2 200 OK\r\n"),
        ("keep-alive-1.0", [b"Connection: Keep-Alive"], b"HTTP/1.0 200 OK\r\n"),
        ("folded", [b"X-Long: one", b" two", b"\tthree"], OK),
        ("folded-first", [], OK + b" folded onto nothing\r\n"),
        ("space-before-colon", [b"Server : Apache"], OK),
        ("no-colon", [b"a line without one"], OK),
        ("no-name", [b": nameless"], OK),
        ("bare-cr", [b"X-Odd: a\rb"], OK),
        ("control-bytes", [b"X-Odd: a\x01\x00\x7fb"], OK),
        ("tabs", [b"X-Odd:\ta\t"], OK),
        ("long-line", [b"X-Odd: " + b"a" * 9000], OK),
        ("many-lines", [b"X-%d: y" % number for number in range(200)], OK),
        ("length-twice", [b"Content-Length: %d" % len(article(121))], OK),
    ]
    made: list[Said] = []
    for number, (name, lines, first) in enumerate(odd, 101):
        body = article(number)
        made.append(_said(name, _sized(body, *lines, first=first), body))
    body = article(130)
    made.append(_said("bare-lf", _sized(body).replace(b"\r\n", b"\n"), body))
    body = article(131)
    made.append(_said("mixed-line-ends", _sized(body).replace(b"utf-8\r\n", b"utf-8\n"), body))
    body = article(132)
    made.append(_said("length-listed", OK + HTML + b"Content-Length: %d, %d\r\n\r\n" % (len(body), len(body)), body))
    body = article(133)
    head = OK + HTML + b"Content-Length : %d\r\n\r\n" % len(body)
    made.append(_said("length-space", head, body))
    return made


def _frames() -> list[Said]:
    """Odd ways to begin and to end."""
    made: list[Said] = []
    close = OK + HTML + b"Connection: close\r\n\r\n"
    made.append(_said("until-close", close, article(201), close=True))
    made.append(_said("http-1.0", b"HTTP/1.0 200 OK\r\n" + HTML + b"\r\n", article(202), close=True))
    made.append(_said("length-no-number", OK + HTML + b"Content-Length: -1\r\n\r\n", article(203), close=True))
    made.append(_said("length-empty", OK + HTML + b"Content-Length:\r\n\r\n", article(204), close=True))
    for number, (name, interim) in enumerate(
        [
            ("continue", b"HTTP/1.1 100 Continue\r\n\r\n"),
            ("early-hints", b"HTTP/1.1 103 Early Hints\r\nLink: </\xb1\xb1.css>\r\n\r\nHTTP/1.1 100\r\n\r\n"),
            ("interim-lf", b"HTTP/1.1 100 Continue\n\n"),
            ("blank-lines-first", b"\r\n\n\r\n"),
        ],
        205,
    ):
        body = article(number)
        head = _sized(body)
        made.append(Said(name, [interim, 0.02, head + body], head, body, interim=interim))
    body, second = article(209), _sized(b"two") + b"two"
    made.append(Said("two-answers", [_sized(body) + body + second], _sized(body), body, excess=second))
    body = article(210)
    made.append(Said("line-end-behind", [_sized(body) + body + b"\r\n"], _sized(body), body, excess=b"\r\n"))
    body = article(211)
    whole = _sized(body) + body
    made.append(Said("dripping", [*(whole[n : n + 7] for n in range(0, 210, 7)), whole[210:]], _sized(body), body))
    head = _sized(b"", first=b"HTTP/1.1 204 No Content\r\n")
    made.append(Said("no-content", [head + b"but text"], head, b"", "http-error", excess=b"but text"))
    body = b"<p>gone</p>"
    head = _sized(body, first=b"HTTP/1.1 404 Not Found\r\n")
    made.append(_said("not-found", head, body, reason="not-found"))
    return made


def _chunks(body: bytes, sizes: list[int], end: bytes = b"\r\n", extension: bytes = b"") -> list[bytes]:
    """The body in chunks of these sizes, in turn; the last chunk without the line behind it."""
    made: list[bytes] = []
    at = 0
    while at < len(body):
        piece = body[at : at + sizes[len(made) % len(sizes)]]
        made.append(b"%x" % len(piece) + extension + end + piece + end)
        at += len(piece)
    return [*made, b"0" + end]


def _codings() -> list[Said]:
    """Transfer-codings, which a record has not, and content-codings, which it has."""
    chunked, made = OK + HTML + b"Transfer-Encoding: chunked\r\n\r\n", list[Said]()

    def add(number: int, name: str, steps: list[bytes], head: bytes = chunked, trailer: bytes = b"") -> None:
        made.append(Said(name, [head, *steps], head, article(number), trailer=trailer))

    add(301, "chunked", [*_chunks(article(301), [1, 2, 3, 500]), b"\r\n"])
    add(302, "chunked-at-once", [b"".join(_chunks(article(302), [7])) + b"\r\n"])
    trailer = b"X-Sum: " + NAME + b"\r\nx-sum: 2\r\n\r\n"
    add(303, "chunked-trailer", [*_chunks(article(303), [300], extension=b' ;a="b"'), trailer], trailer=trailer)
    add(304, "chunked-lf", [*_chunks(article(304), [99], end=b"\n"), b"\n"])
    split = b"".join(_chunks(article(305), [64])) + b"\r\n"
    add(305, "chunked-torn", [split[n : n + 13] for n in range(0, len(split), 13)])
    add(
        306,
        "chunked-and-length",
        [*_chunks(article(306), [400]), b"\r\n"],
        _sized(b"123", b"transfer-ENCODING:chunked"),
    )
    head = OK.replace(b"1.1", b"1.0") + HTML + b"Transfer-Encoding: chunked\r\n\r\n"
    add(307, "chunked-1.0", [*_chunks(article(307), [400]), b"\r\n"], head)
    add(308, "chunked-no-last-line", [*_chunks(article(308), [400])])
    made[-1].steps.append(CLOSE)
    packed = gzip.compress(article(309), mtime=0)
    made.append(_said("gzip", _sized(packed, b"Content-Encoding: gzip"), packed))
    packed = zlib.compress(article(310))
    made.append(_said("deflate", _sized(packed, b"Content-Encoding: deflate"), packed))
    packed = gzip.compress(article(311), mtime=0)
    head = OK + HTML + b"Content-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n\r\n"
    made.append(Said("gzip-chunked", [head, *_chunks(packed, [100]), b"\r\n"], head, packed))
    packed = gzip.compress(article(312), mtime=0)[:-40]
    made.append(_said("gzip-broken", _sized(packed, b"Content-Encoding: gzip"), packed, reason="bad-encoding"))
    for number, name in enumerate(("gbk", "gb18030", "utf-16"), 313):
        body = article(number).decode().replace('<meta charset="utf-8">', "").encode(name)
        head = OK + b"Content-Type: text/html; charset=%b\r\nContent-Length: %d\r\n\r\n" % (name.encode(), len(body))
        made.append(_said(name, head, body))
    return made


def _broken() -> list[Said]:
    """Answers that are not whole: kept, told of, and never a row."""
    body, made = article(401), list[Said]()

    def add(
        name: str, steps: list[Step], head: bytes, payload: bytes, excess: bytes = b"", *, long: bool = False
    ) -> None:
        reason, truncated = ("too-large", "length") if long else ("disconnect", "disconnect")
        made.append(Said(name, steps, head, payload, reason, truncated, excess=excess))

    more, until_close = _sized(body + b"x" * 99), OK + HTML + b"\r\n"
    add("cut", [more + body, CLOSE], more, body)
    add("reset", [more + body[:200], 0.1, RESET], more, body[:200])
    add("reset-until-close", [until_close + body, 0.1, RESET], until_close, body)
    chunked = OK + HTML + b"Transfer-Encoding: chunked\r\n\r\n"
    add("chunk-cut", [chunked + b"%x\r\n" % len(body) + body[:300], CLOSE], chunked, body[:300])
    add("no-chunks", [chunked + body, CLOSE], chunked, b"", body)
    add("head-cut", [OK + HTML + b"Content-Le", CLOSE], OK + HTML + b"Content-Le", b"")
    add("head-reset", [OK + b"Serv", 0.1, RESET], OK + b"Serv", b"")
    add("only-continue", [b"HTTP/1.1 100 \r\n\r\n", CLOSE], b"HTTP/1.1 100 \r\n\r\n", b"")
    add("no-http", [b"<p>no head</p>\r\n\r\n" + body, CLOSE], b"<p>no head</p>\r\n\r\n", body)
    add("no-status", [b"HTTP/1.1 2000 OK\r\n\r\nx", CLOSE], b"HTTP/1.1 2000 OK\r\n\r\n", b"x")
    add("two-lengths", [_sized(body, b"Content-Length: 9") + body], _sized(body, b"Content-Length: 9"), b"", body)
    add("length-short", [_sized(body[:50]) + body], _sized(body[:50]), body[:50], body[50:])
    over = OK + b"Content-Length: 20000000\r\n\r\n"
    add("length-over", [over + body], over, body, long=True)
    endless = OK + b"X: y\r\n" * 20000
    add("endless-head", [endless], endless[:MAX_PIECE], b"", long=True)
    return made
