"""A static server for ReplayWeb.page and a WACZ, on loopback, and a browser that opens it."""

import contextlib
import os
import re
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from congress_crawler import chromium

HOST = "127.0.0.1"
TYPES = {"": "text/html; charset=utf-8", ".js": "text/javascript", ".wacz": "application/wacz"}
PAGE = """<!doctype html><html><head><meta charset="utf-8"><title>player</title><script src="/ui.js"></script></head>
<body style="margin:0"><replay-web-page style="display:block;height:100vh" embed="default" replayBase="/replay/"
source="/archive.wacz" url="{url}" ts="{stamp}"></replay-web-page></body></html>"""
ALONE = (
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
    "--disable-background-networking",
    "--no-first-run",
    "--no-sandbox",
)


@contextlib.contextmanager
def serve(files: dict[str, Path | bytes]) -> Iterator[str]:
    """Serve files by path, in ranges if asked, while the context lasts. Out: the address, no slash at its end."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            _answer(self, files)

        def do_HEAD(self) -> None:
            _answer(self, files)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer((HOST, 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://{HOST}:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def _answer(ask: BaseHTTPRequestHandler, files: dict[str, Path | bytes]) -> None:
    path = ask.path.partition("?")[0]
    if path not in files:
        ask.send_response(404)
        ask.send_header("Content-Length", "0")
        ask.end_headers()
        return
    found = files[path]
    body = found if isinstance(found, bytes) else found.read_bytes()
    part = re.fullmatch(r"bytes=(\d*)-(\d*)", ask.headers.get("Range", ""))
    start, end = _range(part, len(body)) if part else (0, len(body))
    ask.send_response(206 if part else 200)
    ask.send_header("Content-Type", TYPES.get(Path(path).suffix, "application/octet-stream"))
    ask.send_header("Content-Length", str(end - start))
    ask.send_header("Accept-Ranges", "bytes")
    ask.send_header("Service-Worker-Allowed", "/")
    if part:
        ask.send_header("Content-Range", f"bytes {start}-{end - 1}/{len(body)}")
    ask.end_headers()
    if ask.command == "GET":
        with contextlib.suppress(ConnectionError):  # the browser may have heard enough
            ask.wfile.write(body[start:end])


def _range(part: re.Match[str], size: int) -> tuple[int, int]:
    first, last = part.groups()
    if not first:
        return max(size - int(last), 0), size
    return int(first), min(int(last) + 1, size) if last else size


@contextlib.contextmanager
def browser() -> Iterator[Any]:
    """A page of a headless chromium that reaches loopback only; the calling test is skipped where there is none."""
    try:
        executable = chromium.find()
    except chromium.NoBrowser as error:
        pytest.skip(f"no browser to open the WACZ in: {error}")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as driver:
        own = driver.chromium.launch(
            executable_path=executable, headless=True, args=list(ALONE), chromium_sandbox=os.geteuid() != 0
        )
        try:
            yield own.new_page(viewport={"width": 1000, "height": 700}, locale="zh-CN")
        finally:
            own.close()


def shown(page: Any, url: str, stamp: str, text: str, seconds: float = 60) -> str:
    """What stands in the frame of a capture, as soon as `text` is in it; what stood there last when it never is."""
    from playwright.sync_api import Error

    said = ""
    for _ in range(int(seconds * 10)):
        for frame in page.frames:
            if frame.url.endswith(f"/{stamp}mp_/{url}"):
                with contextlib.suppress(Error):  # it is being loaded
                    said = str(frame.evaluate("document.body ? document.body.innerText : ''"))
                if text in said:
                    return said
        page.wait_for_timeout(100)
    return said
