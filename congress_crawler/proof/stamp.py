"""Who else saw this head, and when?

A time stamp (RFC 3161) from an authority: one polite request, and what can be said of the answer. The library is an
extra, `timestamp`, needed only by those who ask for time stamps.
"""

import base64
import hashlib
import http.client
import logging
import time
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit

from cryptography import x509

logger = logging.getLogger(__name__)

TIMEOUT = 30.0  #: seconds that the whole exchange may take
_MOST = 65_536  # bytes of an answer; a token with its certificates has some 5 kB
_GRANTED = 0  # PKIStatus (RFC 3161, section 2.4.2)
_ASK = "install the extra: pip install 'congress-crawler[timestamp]'"


class NoStamp(Exception):
    """There is no time stamp. The message says why."""


class NoLibrary(NoStamp):
    """The extra is not installed, so nothing can be said of time stamps."""


def check_url(url: str) -> None:
    """Refuse what is no http(s) address of an authority, and what cannot be asked for want of the extra.

    In: the address. Raises NoStamp.
    """
    parts = urlsplit(url)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise NoStamp(f"{url[:200]!r} is no http or https address of a time stamp authority")
    _client()


def stamp(url: str, data: bytes, agent: str = "congress-crawler") -> str:
    """Ask an authority for a time stamp over bytes; one try, no redirects, 30 s.

    In: its address, the bytes, the User-Agent. Out: its response (DER) in base64, seen to be about these bytes and
    our question; whether the authority is to be trusted is for `verified`. Raises NoStamp.
    """
    client = _client()
    asked = client.TimestampRequestBuilder().data(data).hash_algorithm(client.HashAlgorithm.SHA256).build()
    answer = _post(url, asked.as_bytes(), agent)
    response = _response(base64.b64encode(answer).decode(), data)
    if response.tst_info.nonce != asked.nonce:
        raise NoStamp(f"{url}: the answer is to another question (its nonce is not ours)")
    return base64.b64encode(answer).decode()


def stamped_at(token: str, data: bytes) -> datetime:
    """When an authority says it saw these bytes; who it is was not checked. In: base64, bytes. Raises NoStamp."""
    at: datetime = _response(token, data).tst_info.gen_time
    return at.astimezone(UTC)


def verified(token: str, data: bytes, roots: bytes) -> datetime:
    """When an authority that one trusts saw these bytes.

    In: the response in base64; the bytes; the certificates trusted, PEM. Raises NoStamp when it is not theirs.
    """
    client, response = _client(), _response(token, data)
    builder = client.VerifierBuilder()
    try:
        for root in x509.load_pem_x509_certificates(roots):
            builder = builder.add_root_certificate(root)
        builder.build().verify_message(response, data)
    except (ValueError, client.VerificationError) as error:
        raise NoStamp(f"the time stamp is not by an authority of these certificates: {error}") from error
    return stamped_at(token, data)


def _client() -> Any:
    try:
        import rfc3161_client
    except ImportError as error:
        raise NoLibrary(f"time stamps need rfc3161-client; {_ASK}") from error
    return rfc3161_client


def _response(token: str, data: bytes) -> Any:
    """The response in a token, granted and about these bytes. Raises NoStamp."""
    client = _client()
    try:
        response = client.decode_timestamp_response(base64.b64decode(token, validate=True))
    except ValueError as error:
        raise NoStamp(f"is no time stamp response that can be read: {error}") from error
    if response.status != _GRANTED:
        raise NoStamp(f"the authority refused: {', '.join(response.status_string) or response.status}")
    if response.tst_info.message_imprint.message != hashlib.sha256(data).digest():
        raise NoStamp("the time stamp is over other bytes")
    return response


def _post(url: str, body: bytes, agent: str) -> bytes:
    """The body of a 200 to a POST. Raises NoStamp."""
    parts = urlsplit(url)
    kind = http.client.HTTPSConnection if parts.scheme == "https" else http.client.HTTPConnection
    ends = time.monotonic() + TIMEOUT
    headers = {"Content-Type": "application/timestamp-query", "User-Agent": agent, "Connection": "close"}
    try:
        connection = kind(parts.hostname or "", parts.port, timeout=TIMEOUT)
        try:
            connection.request("POST", (parts.path or "/") + (f"?{parts.query}" if parts.query else ""), body, headers)
            answer = connection.getresponse()
            if answer.status != http.client.OK:
                raise NoStamp(f"{url}: answered {answer.status} {answer.reason}")
            return _read(answer, ends)
        finally:
            connection.close()
    except (OSError, ValueError, http.client.HTTPException) as error:
        raise NoStamp(f"{url}: {error or type(error).__name__}") from error


def _read(answer: http.client.HTTPResponse, ends: float) -> bytes:
    """The body, as far as it comes in time. Raises NoStamp."""
    body = b""
    while piece := answer.read1(_MOST):
        body += piece
        if len(body) > _MOST:
            raise NoStamp("the answer is too long for a time stamp")
        if time.monotonic() > ends:
            raise NoStamp(f"the answer took longer than {TIMEOUT:g} s")
    return body
