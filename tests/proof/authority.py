"""A time stamp authority of our own on loopback: `openssl ts` behind a small web server."""

import shutil
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

_CONFIG = """
[req]
distinguished_name = name
[name]
[authority]
basicConstraints = critical, CA:true
keyUsage = critical, keyCertSign
subjectKeyIdentifier = hash
[stamper]
extendedKeyUsage = critical, timeStamping
basicConstraints = critical, CA:false
[tsa]
default_tsa = here
[here]
serial = {folder}/serial
signer_cert = {folder}/tsa.pem
signer_key = {folder}/tsa.key
signer_digest = sha256
default_policy = 1.2.3.4.1
digests = sha256, sha512
accuracy = secs:1
ordering = yes
ess_cert_id_alg = sha256
"""


class Authority:
    """Its certificates, and how it answers."""

    def __init__(self, folder: Path) -> None:
        if shutil.which("openssl") is None:
            pytest.skip("the program openssl is not installed: no time stamp authority can be run here")
        self.folder, self.asked = folder, list[tuple[str, dict[str, str]]]()
        (folder / "ts.cnf").write_text(_CONFIG.format(folder=folder), encoding="ascii")
        (folder / "serial").write_text("01\n", encoding="ascii")
        ca = ["-x509", "-extensions", "authority", "-subj", "/CN=Test authority", "-keyout", "ca.key", "-out", "ca.pem"]
        self._run("req", *ca, "-newkey", "rsa:2048", "-noenc", "-days", "9", "-config", "ts.cnf")
        tsa = ["-subj", "/CN=Test stamper", "-keyout", "tsa.key", "-out", "tsa.csr"]
        self._run("req", *tsa, "-newkey", "rsa:2048", "-noenc", "-config", "ts.cnf")
        signed = ["-in", "tsa.csr", "-CA", "ca.pem", "-CAkey", "ca.key", "-CAcreateserial", "-days", "9"]
        self._run("x509", "-req", *signed, "-extfile", "ts.cnf", "-extensions", "stamper", "-out", "tsa.pem")

    def answer(self, query: bytes) -> bytes:
        """The response to a time stamp request, DER both."""
        (self.folder / "query.tsq").write_bytes(query)
        self._run("ts", "-reply", "-config", "ts.cnf", "-queryfile", "query.tsq", "-out", "reply.tsr")
        return (self.folder / "reply.tsr").read_bytes()

    def verify(self, response: bytes, data: bytes) -> bool:
        """What `openssl ts -verify` says of a response over some bytes."""
        (self.folder / "a.tsr").write_bytes(response)
        (self.folder / "a.txt").write_bytes(data)
        words = ["ts", "-verify", "-in", "a.tsr", "-data", "a.txt", "-CAfile", "ca.pem"]
        return subprocess.run(["openssl", *words], cwd=self.folder, capture_output=True, check=False).returncode == 0

    def _run(self, *words: str) -> None:
        subprocess.run(["openssl", *words], cwd=self.folder, capture_output=True, check=True)


@contextmanager
def served(authority: Authority) -> Iterator[str]:
    """Serve it while the context lasts; gives its address. Other paths than `/` misbehave as they are called."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            query = self.rfile.read(int(self.headers["Content-Length"]))
            authority.asked.append((self.path, dict(self.headers)))
            status, body, more = 200, b"", {}
            match self.path:
                case "/error":
                    status = 503
                case "/redirect":
                    status, more = 302, {"Location": "/"}
                case "/nonsense":
                    body = b"<html>sign in</html>"
                case "/long":
                    body = bytes(1 << 20)
                case "/other":
                    body = authority.answer(authority_query(authority, b"other bytes"))
                case "/replay":
                    body = (authority.folder / "reply.tsr").read_bytes()
                case _:
                    body = authority.answer(query)
            self.send_response(status)
            for name, value in {"Content-Type": "application/timestamp-reply", **more}.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def authority_query(authority: Authority, data: bytes) -> bytes:
    """A request for a time stamp over some bytes, by openssl."""
    (authority.folder / "other.txt").write_bytes(data)
    words = ["ts", "-query", "-data", "other.txt", "-sha256", "-cert", "-out", "other.tsq"]
    subprocess.run(["openssl", *words], cwd=authority.folder, capture_output=True, check=True)
    return (authority.folder / "other.tsq").read_bytes()
